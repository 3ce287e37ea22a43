//! Items as JSON documents, as exports hold them: `{"id": {"S": "a"}}`.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
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
