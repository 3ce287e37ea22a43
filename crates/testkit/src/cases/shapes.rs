//! Between the values of case files and those of the door, as the models say: timestamps are
//! ISO 8601 texts, blobs are base64, streaming bodies are texts.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use kernel::body::Body;
use kernel::{Struct, Timestamp, Value};
use serde_json::{Map, Value as Json};
use wire::model::{Member, Service, ShapeId, ShapeKind};

/// What stands before the base64 of a body that is no text.
const NO_TEXT: &str = "base64:";

/// The input that `json` describes.
pub fn input(
    model: &'static Service,
    shape: Option<ShapeId>,
    json: &Json,
) -> Result<Struct, String> {
    match shape {
        Some(shape) => structure(model, shape, json, ""),
        None if json.as_object().is_some_and(Map::is_empty) => Ok(Struct::new()),
        None => Err("the operation takes no input".to_owned()),
    }
}

fn structure(
    model: &'static Service,
    shape: ShapeId,
    json: &Json,
    path: &str,
) -> Result<Struct, String> {
    let shape = model.shape(shape);
    let members = json.as_object().ok_or_else(|| wrong(path, "a structure", json))?;
    let mut out = Struct::new();
    for (name, item) in members {
        let path = format!("{path}.{name}");
        let member = shape
            .member(name)
            .ok_or_else(|| format!("{path}: {} has no such member", shape.name))?;
        out.set(member.name, value(model, member, item, &path)?);
    }
    Ok(out)
}

fn value(
    model: &'static Service,
    member: &'static Member,
    json: &Json,
    path: &str,
) -> Result<Value, String> {
    match &model.shape(member.shape).kind {
        ShapeKind::Document | ShapeKind::Structure { is_document: true, .. } => Ok(document(json)),
        _ if json.is_null() && member.is_sparse => Ok(Value::Null),
        ShapeKind::Structure { .. } => {
            structure(model, member.shape, json, path).map(Value::Struct)
        }
        ShapeKind::List { member: item, .. } => {
            let items = json.as_array().ok_or_else(|| wrong(path, "a list", json))?;
            let each = items.iter().enumerate();
            let each = each.map(|(at, json)| value(model, item, json, &format!("{path}[{at}]")));
            each.collect::<Result<_, _>>().map(Value::List)
        }
        ShapeKind::Map { value: item, .. } => {
            let entries = json.as_object().ok_or_else(|| wrong(path, "a map", json))?;
            let mut out = Struct::new();
            for (key, json) in entries {
                out.set(key.clone(), value(model, item, json, &format!("{path}.{key}"))?);
            }
            Ok(Value::Struct(out))
        }
        kind => scalar(kind, member, json).ok_or_else(|| wrong(path, kind_name(kind), json)),
    }
}

fn scalar(kind: &ShapeKind, member: &Member, json: &Json) -> Option<Value> {
    Some(match kind {
        ShapeKind::String => Value::String(json.as_str()?.to_owned()),
        ShapeKind::Blob { is_streaming, .. } => {
            let text = json.as_str()?;
            if *is_streaming || member.is_streaming {
                Value::Body(Body::from(content(text)?))
            } else {
                Value::Blob(Bytes::from(STANDARD.decode(text).ok()?))
            }
        }
        ShapeKind::Boolean => Value::Bool(json.as_bool()?),
        ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long => {
            Value::Int(json.as_i64()?)
        }
        ShapeKind::Float | ShapeKind::Double => Value::Float(json.as_f64()?),
        ShapeKind::Timestamp => Value::Timestamp(instant(json.as_str()?)?),
        _ => document(json),
    })
}

/// A timestamp as values write it.
pub fn instant(text: &str) -> Option<Timestamp> {
    text.parse().ok().map(Timestamp::from_jiff)
}

/// The bytes of a streaming body.
fn content(text: &str) -> Option<Bytes> {
    match text.strip_prefix(NO_TEXT) {
        Some(encoded) => STANDARD.decode(encoded).ok().map(Bytes::from),
        None => Some(Bytes::from(text.to_owned())),
    }
}

fn document(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::Int(number),
            None => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(document).collect()),
        Json::Object(entries) => {
            let entries = entries.iter().map(|(key, item)| (key.clone(), document(item)));
            Value::Struct(entries.collect())
        }
    }
}

fn wrong(path: &str, expected: &str, json: &Json) -> String {
    format!("{path}: the model wants {expected}, not {}", super::compare::show(json))
}

fn kind_name(kind: &ShapeKind) -> &'static str {
    match kind {
        ShapeKind::String => "a string",
        ShapeKind::Blob { .. } => "a blob in base64",
        ShapeKind::Boolean => "a boolean",
        ShapeKind::Timestamp => "a timestamp such as \"2030-01-01T00:00:00Z\"",
        _ => "a number",
    }
}

/// An answer as case files write it.
pub fn output(answer: &Struct) -> Json {
    let members = answer.iter().filter(|(_, value)| **value != Value::Null);
    Json::Object(members.map(|(name, value)| (name.to_owned(), rendered(value))).collect())
}

fn rendered(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => (*value).into(),
        Value::Int(value) => (*value).into(),
        Value::Float(value) if value.is_finite() => (*value).into(),
        Value::Float(value) => value.to_string().into(),
        Value::String(text) => text.clone().into(),
        Value::Blob(bytes) => STANDARD.encode(bytes).into(),
        Value::Timestamp(at) => at.iso8601().into(),
        Value::List(items) => items.iter().map(rendered).collect(),
        Value::Struct(members) => output(members),
        Value::Body(body) => match String::from_utf8(crate::content_of(body)) {
            Ok(text) => text.into(),
            Err(error) => format!("{NO_TEXT}{}", STANDARD.encode(error.as_bytes())).into(),
        },
    }
}
