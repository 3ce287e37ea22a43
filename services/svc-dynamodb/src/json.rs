//! Items as JSON documents, as exports and imports hold them: `{"id": {"S": "a"}}`.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use kernel::{Struct, Value};
use serde_json::{Map, Value as Json, json};

use crate::attribute::{Attribute, Item};

pub fn item_json(item: &Item) -> Json {
    let entries = item.iter().map(|(name, value)| (name.to_owned(), attribute_json(value)));
    Json::Object(entries.collect::<Map<_, _>>())
}

fn attribute_json(attribute: &Attribute) -> Json {
    let binary = |bytes: &Bytes| BASE64_STANDARD.encode(bytes);
    let value = match attribute {
        Attribute::S(text) => json!(text),
        Attribute::N(number) => json!(number.to_string()),
        Attribute::B(bytes) => json!(binary(bytes)),
        Attribute::Bool(flag) => json!(flag),
        Attribute::Null => json!(true),
        Attribute::M(map) => item_json(map),
        Attribute::L(items) => items.iter().map(attribute_json).collect(),
        Attribute::SS(items) => json!(items),
        Attribute::NS(items) => items.iter().map(|number| json!(number.to_string())).collect(),
        Attribute::BS(items) => items.iter().map(|bytes| json!(binary(bytes))).collect(),
    };
    let mut out = Map::new();
    out.insert(attribute.type_name().to_owned(), value);
    Json::Object(out)
}

/// What users quote from the logs of their imports.
const NO_JSON: &str = "Unexpected token";
const NO_ITEM: &str = "Expected 'Item' top level container";
/// In our own words.
const NO_VALUES: &str = "The attributes of the item are not in DynamoDB JSON";

/// The item of a line `{"Item": {…}}`, in the shape of requests, or why it is none.
pub fn item_of_line(line: &str) -> Result<Struct, &'static str> {
    let line: Json = serde_json::from_str(line).map_err(|_| NO_JSON)?;
    let Json::Object(mut line) = line else { return Err(NO_ITEM) };
    let Some(Json::Object(item)) = line.remove("Item") else { return Err(NO_ITEM) };
    wire_map(item).ok_or(NO_VALUES)
}

fn wire_map(map: Map<String, Json>) -> Option<Struct> {
    let mut out = Struct::with_capacity(map.len());
    for (name, value) in map {
        out.push(name, wire(value)?);
    }
    Some(out)
}

/// An attribute value. Which members it has, and how many, is judged with those of requests.
fn wire(value: Json) -> Option<Value> {
    let Json::Object(members) = value else { return None };
    let mut out = Struct::with_capacity(members.len());
    for (name, value) in members {
        let value = match (name.as_str(), value) {
            ("S" | "N", Json::String(text)) => Value::String(text),
            ("B", Json::String(text)) => blob(&text)?,
            ("BOOL" | "NULL", Json::Bool(flag)) => Value::Bool(flag),
            ("M", Json::Object(map)) => Value::Struct(wire_map(map)?),
            ("L", Json::Array(items)) => list(items, wire)?,
            ("SS" | "NS", Json::Array(items)) => list(items, |item| match item {
                Json::String(text) => Some(Value::String(text)),
                _ => None,
            })?,
            ("BS", Json::Array(items)) => list(items, |item| blob(item.as_str()?))?,
            _ => return None,
        };
        out.push(name, value);
    }
    Some(Value::Struct(out))
}

fn list(items: Vec<Json>, element: impl Fn(Json) -> Option<Value>) -> Option<Value> {
    items.into_iter().map(element).collect::<Option<Vec<_>>>().map(Value::List)
}

fn blob(text: &str) -> Option<Value> {
    BASE64_STANDARD.decode(text).ok().map(|bytes| Value::Blob(bytes.into()))
}
