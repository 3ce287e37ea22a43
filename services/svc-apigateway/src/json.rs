//! Structures and JSON, both ways.

use kernel::{Struct, Value};
use serde_json::{Map, Value as Json};

/// Times are seconds, bytes are left out: resources have none.
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Null | Value::Blob(_) | Value::Body(_) => Json::Null,
        Value::Bool(flag) => Json::from(*flag),
        Value::Int(int) => Json::from(*int),
        Value::Float(float) => Json::from(*float),
        Value::String(text) => Json::from(text.as_str()),
        Value::Timestamp(time) => Json::from(time.secs()),
        Value::List(items) => Json::Array(items.iter().map(to_json).collect()),
        Value::Struct(members) => object(members),
    }
}

pub fn object(members: &Struct) -> Json {
    let members = members.iter().map(|(name, value)| (name.to_owned(), to_json(value)));
    Json::Object(members.collect::<Map<_, _>>())
}

pub fn from_json(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Number(number) => match number.as_i64() {
            Some(int) => Value::Int(int),
            None => Value::Float(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(from_json).collect()),
        Json::Object(members) => Value::Struct(structure(members)),
    }
}

pub fn structure(members: &Map<String, Json>) -> Struct {
    members.iter().map(|(name, value)| (name.clone(), from_json(value))).collect()
}
