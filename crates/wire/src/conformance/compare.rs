//! The cases' own notation of values: from it, and comparison with it.
//!
//! Timestamps are Unix seconds, blobs are text or base64, floats may be `"NaN"` and the like.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use kernel::body::Body;
use kernel::value::{Struct, Value};
use serde_json::Value as Json;
use world::Timestamp;

use super::collect;
use crate::model::{Location, Member, Service, ShapeId, ShapeKind};
use crate::protocol::is_streaming;

/// The name that the cases' services have when their requests are forms.
pub(super) const FORM_SERVICE: &str = "conformance-form";

pub(super) fn to_struct(service: &'static Service, shape: Option<ShapeId>, json: &Json) -> Struct {
    let mut out = Struct::new();
    let Some(shape) = shape else { return out };
    for (name, item) in json.as_object().into_iter().flatten() {
        let Some(member) = service.shape(shape).member(name) else {
            panic!("{name} is not in {}", service.shape(shape).name);
        };
        let is_document = matches!(service.shape(member.shape).kind, ShapeKind::Document);
        if !item.is_null() || is_document {
            out.set(member.name, to_value(service, member, item));
        }
    }
    out
}

fn to_value(service: &'static Service, member: &'static Member, json: &Json) -> Value {
    match (&service.shape(member.shape).kind, json) {
        (ShapeKind::Document | ShapeKind::Structure { is_document: true, .. }, json) => {
            document(json)
        }
        (ShapeKind::Structure { .. }, json) => {
            Value::Struct(to_struct(service, Some(member.shape), json))
        }
        (ShapeKind::List { member: item, .. }, Json::Array(items)) => {
            Value::List(items.iter().map(|entry| to_value(service, item, entry)).collect())
        }
        (ShapeKind::Map { value, .. }, Json::Object(entries)) => entries
            .iter()
            .map(|(key, item)| (key.clone(), to_value(service, value, item)))
            .collect::<Struct>()
            .into(),
        (ShapeKind::Timestamp, json) => {
            Value::Timestamp(Timestamp::from_secs_f64(json.as_f64().unwrap()))
        }
        (ShapeKind::Blob { .. }, json) => {
            let bytes = Bytes::from(json.as_str().unwrap().to_owned().into_bytes());
            if is_streaming(service, member) {
                Value::Body(Body::from(bytes))
            } else {
                Value::Blob(bytes)
            }
        }
        (ShapeKind::Float | ShapeKind::Double, json) => Value::Float(float(json)),
        (_, json) => document(json),
    }
}

fn float(json: &Json) -> f64 {
    match json.as_str() {
        Some("NaN") => f64::NAN,
        Some("Infinity") => f64::INFINITY,
        Some("-Infinity") => f64::NEG_INFINITY,
        _ => json.as_f64().unwrap(),
    }
}

fn document(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::Int(number),
            None => Value::Float(number.as_f64().unwrap()),
        },
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(document).collect()),
        Json::Object(entries) => entries
            .iter()
            .map(|(key, item)| (key.clone(), document(item)))
            .collect::<Struct>()
            .into(),
    }
}

/// Where and how the found structure differs from the expected one.
pub(super) fn unlike(
    service: &'static Service,
    shape: Option<ShapeId>,
    found: &Struct,
    expected: &Json,
) -> Option<String> {
    let members = shape.map(|shape| service.shape(shape).members()).unwrap_or_default();
    for (name, _) in found.iter() {
        if expected.get(name).is_none_or(Json::is_null) {
            return Some(format!("{name} is unexpected: {:?}", found.get(name)));
        }
    }
    for (name, item) in expected.as_object().into_iter().flatten() {
        let Some(member) = members.iter().find(|member| member.name == name) else {
            return Some(format!("{name} is no member"));
        };
        let difference = match found.get(name) {
            Some(value) => unlike_value(service, member, value, item),
            None if item.is_null() => None,
            None if has_no_form(service, member, item) => None,
            None => Some(format!("is absent, {item} expected")),
        };
        if let Some(difference) = difference {
            return Some(format!("{name}: {difference}"));
        }
    }
    None
}

/// An empty list or map cannot be told from an absent one in forms, query strings and headers.
fn has_no_form(service: &Service, member: &Member, expected: &Json) -> bool {
    let is_empty = expected.as_array().is_some_and(Vec::is_empty)
        || expected.as_object().is_some_and(serde_json::Map::is_empty);
    is_empty && (service.name == FORM_SERVICE || member.location != Location::Body)
}

fn unlike_value(
    service: &'static Service,
    member: &'static Member,
    found: &Value,
    expected: &Json,
) -> Option<String> {
    let is_same = match (&service.shape(member.shape).kind, found, expected) {
        (ShapeKind::Document | ShapeKind::Structure { is_document: true, .. }, found, expected) => {
            *found == document(expected)
        }
        (ShapeKind::Structure { .. }, Value::Struct(inner), expected) => {
            return unlike(service, Some(member.shape), inner, expected);
        }
        (ShapeKind::List { member: item, .. }, Value::List(items), Json::Array(wanted)) => {
            if items.len() != wanted.len() {
                return Some(format!("{items:?} where {expected} is expected"));
            }
            return items
                .iter()
                .zip(wanted)
                .find_map(|(value, json)| unlike_value(service, item, value, json));
        }
        (ShapeKind::Map { value: item, .. }, Value::Struct(entries), Json::Object(wanted)) => {
            if entries.len() != wanted.len() {
                return Some(format!("{entries:?} where {expected} is expected"));
            }
            return wanted.iter().find_map(|(key, json)| match entries.get(key) {
                Some(value) => unlike_value(service, item, value, json),
                None => Some(format!("{key} is absent")),
            });
        }
        (ShapeKind::Timestamp, Value::Timestamp(at), json) => {
            Timestamp::from_secs_f64(json.as_f64().unwrap()) == *at
        }
        (_, Value::Blob(bytes), Json::String(text)) => is_blob(bytes, text),
        (_, Value::Body(body), Json::String(text)) => is_blob(&collect(body), text),
        (_, Value::Float(value), json) => {
            let wanted = float(json);
            // The cases' own numbers are read with a last digit of error.
            let is_near = (*value - wanted).abs() <= wanted.abs() * f64::EPSILON;
            let is_same_infinity = value.is_infinite() && value.to_bits() == wanted.to_bits();
            (value.is_nan() && wanted.is_nan()) || is_same_infinity || is_near
        }
        (_, found, expected) => *found == document(expected),
    };
    (!is_same).then(|| format!("{found:?} where {expected} is expected"))
}

fn is_blob(found: &[u8], text: &str) -> bool {
    found == text.as_bytes() || BASE64_STANDARD.decode(text).is_ok_and(|bytes| bytes == found)
}
