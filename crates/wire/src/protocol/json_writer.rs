//! Values → JSON bodies, straight into bytes.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use kernel::body::{Body, Segment};
use kernel::json_text;
use kernel::value::{Struct, Value};

use crate::model::{Location, Member, Service, ShapeKind, TimestampFormat};
use crate::protocol::{bound, text, timestamp};

/// What follows a text of an answer seldom takes more.
const BESIDES_BYTES: usize = 64;

/// The body members of a structure, as one JSON object.
pub(crate) fn write_members(
    out: &mut Vec<u8>,
    service: &'static Service,
    members: &'static [Member],
    value: &Struct,
) {
    out.push(b'{');
    let mut is_first = true;
    write_entries(out, service, members, value, &mut is_first);
    out.push(b'}');
}

/// The same without the braces, after entries that the caller has written.
pub(crate) fn write_entries(
    out: &mut Vec<u8>,
    service: &'static Service,
    members: &'static [Member],
    value: &Struct,
    is_first: &mut bool,
) {
    for (member, item) in bound(members, value) {
        let is_null = *item == Value::Null && !super::json::is_document(service, member);
        if member.location != Location::Body || is_null {
            continue;
        }
        comma(out, is_first);
        write_string(out, member.location_name.unwrap_or(member.name));
        out.push(b':');
        write_value(out, service, member, item);
    }
}

pub(crate) fn write_value(
    out: &mut Vec<u8>,
    service: &'static Service,
    member: &'static Member,
    value: &Value,
) {
    let kind = &service.shape(member.shape).kind;
    match (kind, value) {
        (ShapeKind::Document | ShapeKind::Structure { is_document: true, .. }, value) => {
            write_document(out, value);
        }
        (ShapeKind::Structure { members, .. }, Value::Struct(inner)) => {
            write_members(out, service, members, inner);
        }
        (ShapeKind::Map { value, .. }, Value::Struct(entries)) => {
            out.push(b'{');
            let mut is_first = true;
            for (key, item) in entries.iter() {
                comma(out, &mut is_first);
                write_string(out, key);
                out.push(b':');
                write_value(out, service, value, item);
            }
            out.push(b'}');
        }
        (ShapeKind::List { member, .. }, Value::List(items)) => {
            out.push(b'[');
            let mut is_first = true;
            for item in items {
                comma(out, &mut is_first);
                write_value(out, service, member, item);
            }
            out.push(b']');
        }
        // An operation whose caller speaks JSON may have written a large part of its answer itself.
        (ShapeKind::List { .. } | ShapeKind::Map { .. }, Value::Body(text)) => {
            write_text(out, text);
        }
        (ShapeKind::BigInteger | ShapeKind::BigDecimal, Value::String(digits)) => {
            out.extend_from_slice(digits.as_bytes());
        }
        (ShapeKind::Float | ShapeKind::Double, Value::Int(number)) => {
            write_float(out, *number as f64);
        }
        (_, Value::Timestamp(at)) => {
            match timestamp::format_of(service, member, TimestampFormat::UnixTimestamp) {
                TimestampFormat::UnixTimestamp => {
                    out.extend_from_slice(timestamp::epoch(*at).as_bytes());
                }
                format => write_string(out, &timestamp::write(service, *at, format)),
            }
        }
        (_, value) => write_document(out, value),
    }
}

fn write_text(out: &mut Vec<u8>, text: &Body) {
    for segment in &text.segments {
        if let Segment::Inline(bytes) = segment {
            out.reserve(bytes.len() + BESIDES_BYTES);
            out.extend_from_slice(bytes);
        }
    }
}

/// JSON of any form, by the value's own kind.
pub(crate) fn write_document(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Null | Value::Body(_) => out.extend_from_slice(b"null"),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Int(number) => write_integer(out, *number),
        Value::Float(number) => write_float(out, *number),
        Value::String(text) => write_string(out, text),
        Value::Blob(bytes) => {
            out.push(b'"');
            out.extend_from_slice(BASE64_STANDARD.encode(bytes).as_bytes());
            out.push(b'"');
        }
        Value::Timestamp(at) => out.extend_from_slice(timestamp::epoch(*at).as_bytes()),
        Value::List(items) => {
            out.push(b'[');
            let mut is_first = true;
            for item in items {
                comma(out, &mut is_first);
                write_document(out, item);
            }
            out.push(b']');
        }
        Value::Struct(entries) => {
            out.push(b'{');
            let mut is_first = true;
            for (key, item) in entries.iter() {
                comma(out, &mut is_first);
                write_string(out, key);
                out.push(b':');
                write_document(out, item);
            }
            out.push(b'}');
        }
    }
}

pub(crate) fn comma(out: &mut Vec<u8>, is_first: &mut bool) {
    if !std::mem::replace(is_first, false) {
        out.push(b',');
    }
}

fn write_integer(out: &mut Vec<u8>, number: i64) {
    use std::io::Write;
    write!(out, "{number}").expect("a Vec takes every write");
}

fn write_float(out: &mut Vec<u8>, number: f64) {
    let text = text::write_float(number);
    if number.is_finite() {
        out.extend_from_slice(text.as_bytes());
    } else {
        write_string(out, &text);
    }
}

pub(crate) fn write_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    json_text::write(out, text.as_bytes(), b"\"");
}
