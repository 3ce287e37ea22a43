//! Documents of the model (policies of applications) as JSON text, and back.

use kernel::{Struct, Value};
use serde_json::{Map, Value as Json};

/// `None` for what no document can have in it.
pub fn to_json(value: &Value) -> Option<Json> {
    Some(match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Bool(*flag),
        Value::Int(number) => Json::from(*number),
        Value::Float(number) => Json::from(*number),
        Value::String(text) => Json::String(text.clone()),
        Value::List(items) => Json::Array(items.iter().map(to_json).collect::<Option<_>>()?),
        Value::Struct(members) => {
            let members = members.iter();
            let members = members.map(|(name, value)| Some((name.to_owned(), to_json(value)?)));
            Json::Object(members.collect::<Option<Map<_, _>>>()?)
        }
        Value::Blob(_) | Value::Timestamp(_) | Value::Body(_) => return None,
    })
}

pub fn from_json(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(flag) => Value::Bool(*flag),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::Int(number),
            None => Value::Float(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(from_json).collect()),
        Json::Object(members) => {
            let members = members.iter().map(|(name, value)| (name.clone(), from_json(value)));
            Value::Struct(members.collect::<Struct>())
        }
    }
}
