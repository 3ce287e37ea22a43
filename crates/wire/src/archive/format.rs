//! The binary form of one model: a table of strings, then numbers.
//!
//! One description of each type ([`service`], [`operation`], [`shape`], [`member`]) serves for
//! writing and for reading, so that the two cannot disagree. Strings are read without a copy:
//! they point into the decompressed model, which is never freed.

use std::collections::HashMap;

use crate::model::{
    ErrorTrait, LazyName, Location, Member, Operation, Service, Shape, ShapeKind, TimestampFormat,
    XmlNamespace,
};

/// Raised by any change to the bytes that this module writes.
pub const VERSION: u32 = 1;

/// A walk over a value that writes it or fills it in.
trait Walk: Sized {
    fn number(&mut self, value: &mut u32);
    fn float(&mut self, value: &mut f64);
    fn text(&mut self, value: &mut &'static str);
    fn list<T: Default + Clone>(&mut self, items: &mut &'static [T], each: fn(&mut Self, &mut T));
    fn one<T: Default + Clone>(&mut self, item: &mut &'static T, each: fn(&mut Self, &mut T));

    fn option<T: Default>(&mut self, value: &mut Option<T>, each: fn(&mut Self, &mut T)) {
        let mut is_some = u32::from(value.is_some());
        self.number(&mut is_some);
        if is_some == 1 {
            each(self, value.get_or_insert_default());
        }
    }

    fn maybe_text(&mut self, value: &mut Option<&'static str>) {
        let mut text = value.unwrap_or_default();
        self.text(&mut text);
        // No name in the models is empty.
        *value = (!text.is_empty()).then_some(text);
    }

    fn flags<const N: usize>(&mut self, flags: [&mut bool; N]) {
        let mut bits = 0;
        for (at, flag) in flags.iter().enumerate() {
            bits |= u32::from(**flag) << at;
        }
        self.number(&mut bits);
        for (at, flag) in flags.into_iter().enumerate() {
            *flag = bits & (1 << at) != 0;
        }
    }

    fn status(&mut self, value: &mut u16) {
        let mut wide = u32::from(*value);
        self.number(&mut wide);
        *value = wide as u16;
    }

    fn choice<T: Copy + PartialEq>(&mut self, value: &mut T, all: &[T]) {
        let mut at = all.iter().position(|choice| choice == value).unwrap_or(0) as u32;
        self.number(&mut at);
        *value = all[at as usize];
    }
}

/// The bytes of a model.
pub fn write(model: &Service) -> Vec<u8> {
    let mut writer = Writer::default();
    // The empty string is number 0, so that absent names compress well.
    writer.text(&mut "");
    writer.numbers.clear();
    service(&mut writer, &mut model.clone());
    let mut out = Vec::new();
    put_varint(&mut out, writer.texts.len() as u64);
    for text in &writer.texts {
        put_varint(&mut out, text.len() as u64);
    }
    for text in &writer.texts {
        out.extend_from_slice(text.as_bytes());
    }
    out.extend_from_slice(&writer.numbers);
    out
}

/// The model in `bytes`, which [`write`] made.
pub fn read(bytes: &'static [u8]) -> Service {
    let mut reader = Reader { bytes, texts: Vec::new() };
    let count = reader.varint();
    let lengths = (0..count).map(|_| reader.varint() as usize).collect::<Vec<_>>();
    let (texts, rest) = reader.bytes.split_at(lengths.iter().sum());
    let mut texts = std::str::from_utf8(texts).expect("the archive's strings are UTF-8");
    reader.bytes = rest;
    for len in lengths {
        let (text, rest) = texts.split_at(len);
        reader.texts.push(text);
        texts = rest;
    }
    let mut model = Service::default();
    service(&mut reader, &mut model);
    assert!(reader.bytes.is_empty(), "the model of {} has bytes left over", model.name);
    model
}

fn service(walk: &mut impl Walk, it: &mut Service) {
    walk.text(&mut it.name);
    walk.maybe_text(&mut it.xml_namespace);
    walk.flags([&mut it.is_query_compatible]);
    walk.list(&mut it.operations, operation);
    walk.list(&mut it.shapes, shape);
}

fn operation(walk: &mut impl Walk, it: &mut Operation) {
    walk.text(&mut it.name);
    walk.text(&mut it.method);
    walk.text(&mut it.uri);
    walk.status(&mut it.status);
    walk.option(&mut it.input, Walk::number);
    walk.option(&mut it.output, Walk::number);
    walk.maybe_text(&mut it.input_location_name);
    walk.option(&mut it.input_xml_namespace, namespace);
    walk.maybe_text(&mut it.result_wrapper);
    walk.list(&mut it.errors, Walk::number);
    walk.maybe_text(&mut it.host_prefix);
    walk.maybe_text(&mut it.checksum_algorithm_member);
    walk.maybe_text(&mut it.checksum_mode_member);
    walk.list(&mut it.response_checksums, Walk::text);
    walk.flags([
        &mut it.auth_none,
        &mut it.checksum_required,
        &mut it.may_compress_request,
        &mut it.is_payload_unsigned,
        &mut it.is_idempotent,
        &mut it.is_read_only,
        &mut it.is_deprecated,
        &mut it.has_event_stream_input,
        &mut it.has_event_stream_output,
    ]);
}

fn shape(walk: &mut impl Walk, it: &mut Shape) {
    walk.text(&mut it.name);
    kind(walk, &mut it.kind);
    walk.option(&mut it.min, Walk::float);
    walk.option(&mut it.max, Walk::float);
    walk.maybe_text(&mut it.pattern);
    walk.list(&mut it.values, Walk::text);
    timestamp_format(walk, &mut it.timestamp_format);
    walk.option(&mut it.error, error);
    walk.flags([&mut it.is_sensitive]);
}

/// Kinds without further data, by number. Structure, list, map and blob have their own below.
const SIMPLE_KINDS: [fn() -> ShapeKind; 12] = [
    || ShapeKind::String,
    || ShapeKind::Boolean,
    || ShapeKind::Byte,
    || ShapeKind::Short,
    || ShapeKind::Integer,
    || ShapeKind::Long,
    || ShapeKind::Float,
    || ShapeKind::Double,
    || ShapeKind::BigInteger,
    || ShapeKind::BigDecimal,
    || ShapeKind::Timestamp,
    || ShapeKind::Document,
];
const STRUCTURE: u32 = 12;
const LIST: u32 = 13;
const MAP: u32 = 14;
const BLOB: u32 = 15;

fn kind(walk: &mut impl Walk, it: &mut ShapeKind) {
    let mut number = match it {
        ShapeKind::Structure { .. } => STRUCTURE,
        ShapeKind::List { .. } => LIST,
        ShapeKind::Map { .. } => MAP,
        ShapeKind::Blob { .. } => BLOB,
        ref simple => {
            let wanted = std::mem::discriminant(*simple);
            let found = SIMPLE_KINDS.iter().position(|k| std::mem::discriminant(&k()) == wanted);
            found.expect("every other kind is in the table") as u32
        }
    };
    let read_as = number;
    walk.number(&mut number);
    if number != read_as {
        *it = blank(number);
    }
    match it {
        ShapeKind::List { member: inner, is_flattened } => {
            walk.flags([is_flattened]);
            walk.one(inner, member);
        }
        ShapeKind::Map { key, value, is_flattened } => {
            walk.flags([is_flattened]);
            walk.one(key, member);
            walk.one(value, member);
        }
        ShapeKind::Blob { is_streaming, requires_length } => {
            walk.flags([is_streaming, requires_length]);
        }
        ShapeKind::Structure {
            members,
            is_union,
            is_event_stream,
            payload,
            is_document,
            xml_namespace,
            location_name,
            is_wrapper,
            is_event,
        } => {
            walk.flags([is_union, is_event_stream, is_document, is_wrapper, is_event]);
            walk.maybe_text(payload);
            walk.option(xml_namespace, namespace);
            walk.maybe_text(location_name);
            walk.list(members, member);
        }
        _ => {}
    }
}

/// An empty kind of that number, to be filled in.
fn blank(number: u32) -> ShapeKind {
    static NOTHING: Member = Member {
        name: "",
        shape: 0,
        is_required: false,
        location: Location::Body,
        location_name: None,
        query_name: None,
        is_flattened: false,
        is_xml_attribute: false,
        xml_namespace: None,
        timestamp_format: None,
        is_idempotency_token: false,
        is_streaming: false,
        is_host_label: false,
        is_json_value: false,
        is_event_payload: false,
        is_event_header: false,
        is_deprecated: false,
        is_sparse: false,
        header: LazyName::new(),
    };
    match number {
        STRUCTURE => ShapeKind::Structure {
            members: &[],
            is_union: false,
            is_event_stream: false,
            payload: None,
            is_document: false,
            xml_namespace: None,
            location_name: None,
            is_wrapper: false,
            is_event: false,
        },
        LIST => ShapeKind::List { member: &NOTHING, is_flattened: false },
        MAP => ShapeKind::Map { key: &NOTHING, value: &NOTHING, is_flattened: false },
        BLOB => ShapeKind::Blob { is_streaming: false, requires_length: false },
        simple => SIMPLE_KINDS[simple as usize](),
    }
}

fn member(walk: &mut impl Walk, it: &mut Member) {
    walk.text(&mut it.name);
    walk.number(&mut it.shape);
    walk.flags([
        &mut it.is_required,
        &mut it.is_flattened,
        &mut it.is_idempotency_token,
        &mut it.is_sparse,
        &mut it.is_deprecated,
        &mut it.is_streaming,
        &mut it.is_xml_attribute,
        &mut it.is_host_label,
        &mut it.is_json_value,
        &mut it.is_event_payload,
        &mut it.is_event_header,
    ]);
    walk.choice(
        &mut it.location,
        &[
            Location::Body,
            Location::Uri,
            Location::Querystring,
            Location::Header,
            Location::Headers,
            Location::StatusCode,
        ],
    );
    walk.maybe_text(&mut it.location_name);
    walk.maybe_text(&mut it.query_name);
    walk.option(&mut it.xml_namespace, namespace);
    timestamp_format(walk, &mut it.timestamp_format);
}

fn namespace(walk: &mut impl Walk, it: &mut XmlNamespace) {
    walk.text(&mut it.uri);
    walk.maybe_text(&mut it.prefix);
}

fn timestamp_format(walk: &mut impl Walk, it: &mut Option<TimestampFormat>) {
    let all = [
        None,
        Some(TimestampFormat::Iso8601),
        Some(TimestampFormat::UnixTimestamp),
        Some(TimestampFormat::Rfc822),
    ];
    walk.choice(it, &all);
}

fn error(walk: &mut impl Walk, it: &mut ErrorTrait) {
    walk.maybe_text(&mut it.code);
    walk.option(&mut it.status, Walk::status);
    walk.flags([&mut it.is_sender_fault]);
}

#[derive(Default)]
struct Writer {
    numbers: Vec<u8>,
    texts: Vec<&'static str>,
    known: HashMap<&'static str, u32>,
}

impl Walk for Writer {
    fn number(&mut self, value: &mut u32) {
        put_varint(&mut self.numbers, u64::from(*value));
    }

    fn float(&mut self, value: &mut f64) {
        // Nearly all are small whole numbers: an even varint; the rest as bits after an odd one.
        if value.fract() == 0.0 && (0.0..9e15).contains(value) {
            put_varint(&mut self.numbers, (*value as u64) << 1);
        } else {
            put_varint(&mut self.numbers, 1);
            self.numbers.extend_from_slice(&value.to_bits().to_le_bytes());
        }
    }

    fn text(&mut self, value: &mut &'static str) {
        let next = self.texts.len() as u32;
        let mut at = *self.known.entry(*value).or_insert(next);
        if at == next {
            self.texts.push(*value);
        }
        self.number(&mut at);
    }

    fn list<T: Default + Clone>(&mut self, items: &mut &'static [T], each: fn(&mut Self, &mut T)) {
        self.number(&mut (items.len() as u32));
        for item in *items {
            each(self, &mut item.clone());
        }
    }

    fn one<T: Default + Clone>(&mut self, item: &mut &'static T, each: fn(&mut Self, &mut T)) {
        each(self, &mut item.clone());
    }
}

fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

struct Reader {
    bytes: &'static [u8],
    texts: Vec<&'static str>,
}

impl Reader {
    fn varint(&mut self) -> u64 {
        let mut value = 0;
        for (at, byte) in self.bytes.iter().enumerate() {
            value |= u64::from(byte & 0x7f) << (7 * at);
            if byte & 0x80 == 0 {
                self.bytes = &self.bytes[at + 1..];
                return value;
            }
        }
        panic!("the archive ends within a number");
    }
}

impl Walk for Reader {
    fn number(&mut self, value: &mut u32) {
        *value = self.varint() as u32;
    }

    fn float(&mut self, value: &mut f64) {
        let number = self.varint();
        *value = if number & 1 == 0 {
            (number >> 1) as f64
        } else {
            let (bits, rest) = self.bytes.split_first_chunk().expect("eight bytes follow");
            self.bytes = rest;
            f64::from_bits(u64::from_le_bytes(*bits))
        };
    }

    fn text(&mut self, value: &mut &'static str) {
        let at = self.varint() as usize;
        *value = self.texts[at];
    }

    fn list<T: Default + Clone>(&mut self, items: &mut &'static [T], each: fn(&mut Self, &mut T)) {
        let len = self.varint();
        let read = (0..len).map(|_| {
            let mut item = T::default();
            each(self, &mut item);
            item
        });
        *items = read.collect::<Vec<T>>().leak();
    }

    fn one<T: Default + Clone>(&mut self, item: &mut &'static T, each: fn(&mut Self, &mut T)) {
        let mut read = T::default();
        each(self, &mut read);
        *item = Box::leak(Box::new(read));
    }
}
