//! JSON bodies ⇄ values, as the model's shapes say: awsJson1_0, awsJson1_1 and restJson1.
//!
//! Reading goes from bytes to values in one pass without a document in between; this is the fast
//! path of the busiest services.

use std::borrow::Cow;

use kernel::value::{Name, Struct, Value};

use crate::model::{Location, Member, Service, Shape, ShapeKind};
use crate::protocol::json_reader::{JsonReader, Token};
use crate::protocol::malformed::Malformed;
use crate::protocol::{Side, dedup_entries, text, timestamp};

pub(crate) struct JsonDecoder<'a> {
    reader: JsonReader<'a>,
    service: &'static Service,
    side: Side,
}

/// A whole body that is one structure. A blank body is an empty structure.
pub(crate) fn decode_structure(
    service: &'static Service,
    members: &'static [Member],
    bytes: &[u8],
    side: Side,
) -> Result<Struct, Malformed> {
    if bytes.is_empty() {
        return Ok(Struct::new());
    }
    let mut decoder = JsonDecoder { reader: JsonReader::new(bytes)?, service, side };
    if decoder.reader.is_blank() {
        return Ok(Struct::new());
    }
    let out = match decoder.reader.token()? {
        Token::Object => decoder.members(members)?,
        Token::Null => Struct::new(),
        Token::Array => return Err(Malformed::list_not_expected()),
        token => return Err(Malformed::conversion(token.name(), &ShapeKind::Document)),
    };
    decoder.reader.end()?;
    Ok(out)
}

/// A whole body that is the value of one member: a payload.
pub(crate) fn decode_payload(
    service: &'static Service,
    member: &'static Member,
    bytes: &[u8],
    side: Side,
) -> Result<Value, Malformed> {
    let mut decoder = JsonDecoder { reader: JsonReader::new(bytes)?, service, side };
    if decoder.reader.is_blank() {
        return Ok(Value::Null);
    }
    let value = decoder.value(member)?;
    decoder.reader.end()?;
    Ok(value)
}

impl<'a> JsonDecoder<'a> {
    fn members(&mut self, members: &'static [Member]) -> Result<Struct, Malformed> {
        let mut out = Struct::with_capacity(members.len().min(8));
        let mut is_first = true;
        let mut hint = 0;
        while let Some(key) = self.reader.next_key(&mut is_first)? {
            let Some(at) = find_member(members, &key, hint) else {
                self.reader.skip_value()?;
                continue;
            };
            hint = at + 1;
            let member = &members[at];
            let value = self.value(member)?;
            if value == Value::Null && !is_document(self.service, member) {
                out.remove(member.name);
            } else {
                out.set(member.name, value);
            }
        }
        Ok(out)
    }

    fn value(&mut self, member: &'static Member) -> Result<Value, Malformed> {
        let shape = self.service.shape(member.shape);
        let token = self.reader.token()?;
        match (&shape.kind, token) {
            (ShapeKind::Document | ShapeKind::Structure { is_document: true, .. }, token) => {
                self.document(token)
            }
            (_, Token::Null) => Ok(Value::Null),
            (ShapeKind::Structure { members, is_union, .. }, Token::Object) => {
                let out = self.members(members)?;
                self.side.check_union(*is_union, &out)?;
                Ok(Value::Struct(out))
            }
            (ShapeKind::List { member, .. }, Token::Array) => self.list(member),
            (ShapeKind::Map { key, value, .. }, Token::Object) => self.map(key, value),
            (_, Token::Object) => Err(Malformed::structure_not_expected()),
            (_, Token::Array) => Err(Malformed::list_not_expected()),
            (_, token) => scalar(shape, token),
        }
    }

    fn list(&mut self, member: &'static Member) -> Result<Value, Malformed> {
        let mut items = Vec::new();
        let mut is_first = true;
        while self.reader.next_item(&mut is_first)? {
            let value = self.value(member)?;
            if value != Value::Null || member.is_sparse || is_document(self.service, member) {
                items.push(value);
            } else if self.side == Side::Server {
                return Err(Malformed::new("A list may not contain null."));
            }
        }
        Ok(Value::List(items))
    }

    fn map(&mut self, _key: &Member, value: &'static Member) -> Result<Value, Malformed> {
        let mut entries: Vec<(Name, Value)> = Vec::new();
        let mut is_first = true;
        while let Some(key) = self.reader.next_key(&mut is_first)? {
            let item = self.value(value)?;
            if item != Value::Null || value.is_sparse || is_document(self.service, value) {
                entries.push((Cow::Owned(key.into_owned()), item));
            }
        }
        Ok(Value::Struct(dedup_entries(entries)))
    }

    /// JSON of any form.
    fn document(&mut self, token: Token<'a>) -> Result<Value, Malformed> {
        let mut is_first = true;
        Ok(match token {
            Token::Null => Value::Null,
            Token::Bool(value) => Value::Bool(value),
            Token::String(text) => Value::String(text.into_owned()),
            Token::Number(text) => number_of_document(text)?,
            Token::Array => {
                let mut items = Vec::new();
                while self.reader.next_item(&mut is_first)? {
                    let token = self.reader.token()?;
                    items.push(self.document(token)?);
                }
                Value::List(items)
            }
            Token::Object => {
                let mut entries: Vec<(Name, Value)> = Vec::new();
                while let Some(key) = self.reader.next_key(&mut is_first)? {
                    let token = self.reader.token()?;
                    entries.push((Cow::Owned(key.into_owned()), self.document(token)?));
                }
                Value::Struct(dedup_entries(entries))
            }
        })
    }
}

/// Clients mostly write members in the model's order, so the search begins after the last one.
pub(crate) fn find_member(members: &[Member], key: &str, hint: usize) -> Option<usize> {
    let matches = |member: &Member| {
        member.location == Location::Body && member.location_name.unwrap_or(member.name) == key
    };
    let later = members.get(hint..).unwrap_or_default();
    match later.iter().position(matches) {
        Some(at) => Some(hint + at),
        None => members.iter().take(hint).position(matches),
    }
}

pub(crate) fn is_document(service: &Service, member: &Member) -> bool {
    matches!(
        service.shapes[member.shape as usize].kind,
        ShapeKind::Document | ShapeKind::Structure { is_document: true, .. }
    )
}

fn scalar(shape: &Shape, token: Token<'_>) -> Result<Value, Malformed> {
    let kind = &shape.kind;
    let value = match (kind, &token) {
        (ShapeKind::String, Token::String(_)) => {
            let Token::String(text) = token else { unreachable!("matched above") };
            return Ok(Value::String(text.into_owned()));
        }
        (ShapeKind::Boolean, Token::Bool(value)) => Some(Value::Bool(*value)),
        (
            ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long,
            Token::Number(text),
        ) => integer(text).and_then(|value| text::in_range(kind, value)).map(Value::Int),
        (ShapeKind::Float | ShapeKind::Double, Token::Number(text)) => {
            text::float(text).map(Value::Float)
        }
        (ShapeKind::Float | ShapeKind::Double, Token::String(text)) => match text.as_ref() {
            "NaN" | "Infinity" | "-Infinity" => text::float(text).map(Value::Float),
            _ => None,
        },
        (ShapeKind::BigInteger | ShapeKind::BigDecimal, Token::Number(text)) => {
            Some(Value::String((*text).to_owned()))
        }
        (ShapeKind::BigInteger | ShapeKind::BigDecimal, Token::String(text)) => {
            Some(Value::String(text.to_string()))
        }
        (ShapeKind::Timestamp, Token::Number(text)) => {
            timestamp::parse_epoch(text).map(Value::Timestamp)
        }
        (ShapeKind::Timestamp, Token::String(text)) => timestamp::parse(text).map(Value::Timestamp),
        (ShapeKind::Blob { .. }, Token::String(text)) => text::blob(text).map(Value::Blob),
        (ShapeKind::Structure { .. } | ShapeKind::Map { .. }, _) => {
            return Err(Malformed::new("Unexpected value found where a structure was expected."));
        }
        (ShapeKind::List { .. }, _) => {
            return Err(Malformed::new("Unexpected value found where a list was expected."));
        }
        _ => None,
    };
    value.ok_or_else(|| Malformed::conversion(token.name(), kind))
}

/// Whole numbers, also written `1.0` or `1e3`.
fn integer(text: &str) -> Option<i64> {
    /// Beyond this a float no longer holds every whole number.
    const FLOAT_EXACT_MAX: f64 = 9_007_199_254_740_992.0;
    if let Ok(value) = text.parse() {
        return Some(value);
    }
    let value: f64 = text.parse().ok()?;
    (value.fract() == 0.0 && value.abs() <= FLOAT_EXACT_MAX).then_some(value as i64)
}

fn number_of_document(text: &str) -> Result<Value, Malformed> {
    if let Ok(value) = text.parse::<i64>() {
        return Ok(Value::Int(value));
    }
    text::float(text)
        .map(Value::Float)
        .ok_or_else(|| Malformed::conversion("NUMBER_VALUE", &ShapeKind::Double))
}

/// The members of an object that are strings, whatever they are called: the envelope of errors.
pub(crate) fn decode_strings(bytes: &[u8]) -> Result<Struct, Malformed> {
    let mut reader = JsonReader::new(bytes)?;
    let mut out = Struct::new();
    if reader.is_blank() || reader.token()? != Token::Object {
        return Ok(out);
    }
    let mut is_first = true;
    while let Some(key) = reader.next_key(&mut is_first)? {
        match reader.token()? {
            Token::String(text) => out.set(key.into_owned(), text.into_owned()),
            token => reader.skip_rest(&token)?,
        }
    }
    Ok(out)
}
