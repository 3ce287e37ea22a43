//! CBOR bodies ⇄ values, as the model's shapes say: rpc-v2-cbor, and the CBOR that AWS's SDKs for
//! Java speak, in which times are milliseconds.

use std::borrow::Cow;

use bytes::Bytes;
use kernel::value::{Name, Struct, Value};
use world::Timestamp;

use crate::model::{Member, Service, ShapeKind};
use crate::protocol::cbor_reader::{CborReader, Item, Remaining};
use crate::protocol::json::find_member;
use crate::protocol::malformed::Malformed;
use crate::protocol::{Side, bound, dedup_entries, text, timestamp};

/// Epoch seconds (RFC 8949, section 3.4.2).
const TAG_EPOCH: u64 = 1;

struct CborDecoder<'a> {
    reader: CborReader<'a>,
    service: &'static Service,
    side: Side,
    /// Whole numbers that are times count milliseconds.
    is_in_millis: bool,
}

/// A whole body that is one structure. No body at all is an empty structure.
pub(crate) fn decode_structure(
    service: &'static Service,
    members: &'static [Member],
    bytes: &Bytes,
    side: Side,
) -> Result<Struct, Malformed> {
    let reader = CborReader::new(bytes);
    let decoder = CborDecoder { reader, service, side, is_in_millis: false };
    decode_body(decoder, members, bytes)
}

/// As [`decode_structure`], with times in milliseconds.
pub(crate) fn decode_structure_in_millis(
    service: &'static Service,
    members: &'static [Member],
    bytes: &Bytes,
    side: Side,
) -> Result<Struct, Malformed> {
    let reader = CborReader::new(bytes);
    let decoder = CborDecoder { reader, service, side, is_in_millis: true };
    decode_body(decoder, members, bytes)
}

fn decode_body(
    mut decoder: CborDecoder<'_>,
    members: &'static [Member],
    bytes: &Bytes,
) -> Result<Struct, Malformed> {
    if bytes.is_empty() {
        return Ok(Struct::new());
    }
    let out = match decoder.reader.item()? {
        Item::Map(count) => decoder.members(members, count)?,
        Item::Null => Struct::new(),
        Item::Array(_) => return Err(Malformed::list_not_expected()),
        _ => return Err(Malformed::new("The CBOR document is not a map.")),
    };
    decoder.reader.end()?;
    Ok(out)
}

/// The members of a map that are text, whatever they are called: the envelope of errors.
pub(crate) fn decode_strings(bytes: &Bytes) -> Result<Struct, Malformed> {
    let mut reader = CborReader::new(bytes);
    let mut out = Struct::new();
    if bytes.is_empty() {
        return Ok(out);
    }
    let Item::Map(count) = reader.item()? else { return Ok(out) };
    let mut remaining = Remaining::new(count);
    while reader.has_next(&mut remaining) {
        let key = reader.key()?;
        match reader.item()? {
            Item::Text(text) => out.set(key, text),
            item => reader.skip_rest(&item)?,
        }
    }
    Ok(out)
}

impl CborDecoder<'_> {
    fn members(
        &mut self,
        members: &'static [Member],
        count: Option<u64>,
    ) -> Result<Struct, Malformed> {
        let mut out = Struct::with_capacity(members.len().min(8));
        let mut remaining = Remaining::new(count);
        let mut hint = 0;
        while self.reader.has_next(&mut remaining) {
            let key = self.reader.key()?;
            let Some(at) = find_member(members, &key, hint) else {
                self.reader.skip()?;
                continue;
            };
            hint = at + 1;
            match self.value(&members[at])? {
                Value::Null => drop(out.remove(members[at].name)),
                value => out.set(members[at].name, value),
            }
        }
        Ok(out)
    }

    fn value(&mut self, member: &'static Member) -> Result<Value, Malformed> {
        let item = self.reader.item()?;
        self.value_of(member, item)
    }

    fn value_of(&mut self, member: &'static Member, item: Item) -> Result<Value, Malformed> {
        let kind = &self.service.shape(member.shape).kind;
        match (kind, item) {
            (_, Item::Null) => Ok(Value::Null),
            (ShapeKind::Structure { members, is_union, .. }, Item::Map(count)) => {
                let out = self.members(members, count)?;
                self.side.check_union(*is_union, &out)?;
                Ok(Value::Struct(out))
            }
            (ShapeKind::Map { value, .. }, Item::Map(count)) => self.map(value, count),
            (ShapeKind::List { member, .. }, Item::Array(count)) => self.list(member, count),
            (ShapeKind::Timestamp, Item::Tag(TAG_EPOCH)) => {
                let item = self.reader.item()?;
                self.time(&item).ok_or_else(|| Malformed::conversion(name_of(&item), kind))
            }
            (ShapeKind::Timestamp, item) => {
                self.time(&item).ok_or_else(|| Malformed::conversion(name_of(&item), kind))
            }
            (_, Item::Tag(_)) => {
                self.reader.deeper()?;
                let value = self.value(member)?;
                self.reader.undeeper();
                Ok(value)
            }
            (_, Item::Map(_)) => Err(Malformed::structure_not_expected()),
            (_, Item::Array(_)) => Err(Malformed::list_not_expected()),
            (kind, item) => scalar(kind, item),
        }
    }

    fn time(&self, item: &Item) -> Option<Value> {
        match item {
            Item::Int(millis) if self.is_in_millis => {
                let micros = millis.rem_euclid(1_000) * 1_000;
                timestamp::from_seconds(millis.div_euclid(1_000), micros).map(Value::Timestamp)
            }
            item => epoch(item),
        }
    }

    fn list(&mut self, member: &'static Member, count: Option<u64>) -> Result<Value, Malformed> {
        let mut items = Vec::new();
        let mut remaining = Remaining::new(count);
        while self.reader.has_next(&mut remaining) {
            let value = self.value(member)?;
            if value != Value::Null || member.is_sparse {
                items.push(value);
            } else if self.side == Side::Server {
                return Err(Malformed::new("A list may not contain null."));
            }
        }
        Ok(Value::List(items))
    }

    fn map(&mut self, value: &'static Member, count: Option<u64>) -> Result<Value, Malformed> {
        let mut entries: Vec<(Name, Value)> = Vec::new();
        let mut remaining = Remaining::new(count);
        while self.reader.has_next(&mut remaining) {
            let key = self.reader.key()?;
            let item = self.value(value)?;
            if item != Value::Null || value.is_sparse {
                entries.push((Cow::Owned(key), item));
            }
        }
        Ok(Value::Struct(dedup_entries(entries)))
    }
}

fn scalar(kind: &ShapeKind, item: Item) -> Result<Value, Malformed> {
    let value = match (kind, &item) {
        (ShapeKind::String, Item::Text(_)) => {
            let Item::Text(text) = item else { unreachable!("matched above") };
            return Ok(Value::String(text));
        }
        (ShapeKind::Blob { .. }, Item::Blob(bytes)) => Some(Value::Blob(bytes.clone())),
        (ShapeKind::Boolean, Item::Bool(value)) => Some(Value::Bool(*value)),
        (
            ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long,
            Item::Int(value),
        ) => text::in_range(kind, *value).map(Value::Int),
        (ShapeKind::Float | ShapeKind::Double, Item::Float(value)) => Some(Value::Float(*value)),
        (ShapeKind::Float | ShapeKind::Double, Item::Int(value)) => {
            Some(Value::Float(*value as f64))
        }
        (ShapeKind::BigInteger | ShapeKind::BigDecimal, Item::Int(value)) => {
            Some(Value::String(value.to_string()))
        }
        (ShapeKind::BigInteger | ShapeKind::BigDecimal, Item::BigInt(value)) => {
            Some(Value::String(value.to_string()))
        }
        (ShapeKind::Document | ShapeKind::Structure { is_document: true, .. }, _) => {
            return Err(Malformed::new("A document is not supported in CBOR."));
        }
        _ => None,
    };
    value.ok_or_else(|| Malformed::conversion(name_of(&item), kind))
}

fn epoch(item: &Item) -> Option<Value> {
    match item {
        Item::Int(seconds) => timestamp::from_seconds(*seconds, 0),
        Item::Float(seconds) => timestamp::from_float(*seconds),
        _ => None,
    }
    .map(Value::Timestamp)
}

fn name_of(item: &Item) -> &'static str {
    match item {
        Item::Null => "NULL_VALUE",
        Item::Bool(true) => "TRUE_VALUE",
        Item::Bool(false) => "FALSE_VALUE",
        Item::Int(_) | Item::BigInt(_) | Item::Float(_) => "NUMBER_VALUE",
        Item::Text(_) => "STRING_VALUE",
        Item::Blob(_) => "BLOB_VALUE",
        Item::Array(_) => "START_ARRAY",
        Item::Map(_) => "START_OBJECT",
        Item::Tag(_) => "TAGGED_VALUE",
    }
}

/// Opens a map whose end is marked: nobody has to count members first.
pub(crate) fn open_map(out: &mut Vec<u8>) {
    out.push(0xBF);
}

pub(crate) fn close_map(out: &mut Vec<u8>) {
    out.push(0xFF);
}

/// The values with their times as milliseconds.
pub(crate) fn in_millis(of: &Struct) -> Struct {
    let mut out = Struct::with_capacity(of.len());
    for (name, value) in of.entries() {
        out.push(name.clone(), value_in_millis(value));
    }
    out
}

fn value_in_millis(value: &Value) -> Value {
    match value {
        Value::Timestamp(at) => Value::Int(at.millis()),
        Value::List(items) => Value::List(items.iter().map(value_in_millis).collect()),
        Value::Struct(inner) => Value::Struct(in_millis(inner)),
        other => other.clone(),
    }
}

/// The members of a structure, between `open_map` and `close_map`.
pub(crate) fn write_entries(
    out: &mut Vec<u8>,
    service: &'static Service,
    members: &'static [Member],
    value: &Struct,
) {
    for (member, item) in bound(members, value) {
        if *item != Value::Null {
            write_text(out, member.location_name.unwrap_or(member.name));
            write_value(out, service, member, item);
        }
    }
}

fn write_value(
    out: &mut Vec<u8>,
    service: &'static Service,
    member: &'static Member,
    value: &Value,
) {
    match (&service.shape(member.shape).kind, value) {
        (ShapeKind::Structure { members, .. }, Value::Struct(inner)) => {
            open_map(out);
            write_entries(out, service, members, inner);
            close_map(out);
        }
        (ShapeKind::Map { value, .. }, Value::Struct(entries)) => {
            write_head(out, 5, entries.len() as u64);
            for (key, item) in entries.iter() {
                write_text(out, key);
                write_value(out, service, value, item);
            }
        }
        (ShapeKind::List { member, .. }, Value::List(items)) => {
            write_head(out, 4, items.len() as u64);
            for item in items {
                write_value(out, service, member, item);
            }
        }
        (ShapeKind::Float | ShapeKind::Double, Value::Int(number)) => {
            write_float(out, *number as f64);
        }
        (_, value) => write_plain(out, value),
    }
}

/// A value by its own kind.
pub(crate) fn write_plain(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null | Value::Body(_) => out.push(0xF6),
        Value::Bool(value) => out.push(if *value { 0xF5 } else { 0xF4 }),
        Value::Int(number) => write_integer(out, *number),
        Value::Float(number) => write_float(out, *number),
        Value::String(text) => write_text(out, text),
        Value::Blob(bytes) => {
            write_head(out, 2, bytes.len() as u64);
            out.extend_from_slice(bytes);
        }
        Value::Timestamp(at) => write_timestamp(out, *at),
        Value::List(items) => {
            write_head(out, 4, items.len() as u64);
            for item in items {
                write_plain(out, item);
            }
        }
        Value::Struct(entries) => {
            write_head(out, 5, entries.len() as u64);
            for (key, item) in entries.iter() {
                write_text(out, key);
                write_plain(out, item);
            }
        }
    }
}

pub(crate) fn write_text(out: &mut Vec<u8>, text: &str) {
    write_head(out, 3, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

fn write_timestamp(out: &mut Vec<u8>, at: Timestamp) {
    write_head(out, 6, TAG_EPOCH);
    if at.micros() % 1_000_000 == 0 {
        write_integer(out, at.secs());
    } else {
        write_float(out, at.secs_f64());
    }
}

fn write_integer(out: &mut Vec<u8>, number: i64) {
    if number < 0 {
        write_head(out, 1, !(number as u64));
    } else {
        write_head(out, 0, number as u64);
    }
}

fn write_float(out: &mut Vec<u8>, number: f64) {
    out.push(0xFB);
    out.extend_from_slice(&number.to_be_bytes());
}

fn write_head(out: &mut Vec<u8>, major: u8, argument: u64) {
    let major = major << 5;
    match argument {
        0..=23 => out.push(major | argument as u8),
        24..=0xFF => out.extend_from_slice(&[major | 0x18, argument as u8]),
        0x100..=0xFFFF => {
            out.push(major | 0x19);
            out.extend_from_slice(&(argument as u16).to_be_bytes());
        }
        0x1_0000..=0xFFFF_FFFF => {
            out.push(major | 0x1A);
            out.extend_from_slice(&(argument as u32).to_be_bytes());
        }
        _ => {
            out.push(major | 0x1B);
            out.extend_from_slice(&argument.to_be_bytes());
        }
    }
}
