//! Definitions as text: JSON or YAML, in and out.

use serde_json::{Map, Value as Json};
use yaml_rust2::yaml::Hash;
use yaml_rust2::{Yaml, YamlEmitter, YamlLoader};

/// What a text says; `None` when it is neither.
pub fn read(text: &str) -> Option<Json> {
    if text.trim_start().starts_with('{') {
        return serde_json::from_str(text).ok();
    }
    let documents = YamlLoader::load_from_str(text).ok()?;
    documents.first().and_then(json)
}

fn json(yaml: &Yaml) -> Option<Json> {
    Some(match yaml {
        Yaml::Null => Json::Null,
        Yaml::Boolean(value) => Json::from(*value),
        Yaml::Integer(value) => Json::from(*value),
        Yaml::Real(text) => text.parse::<f64>().map_or(Json::from(text.as_str()), Json::from),
        Yaml::String(text) => Json::from(text.as_str()),
        Yaml::Array(items) => Json::Array(items.iter().map(json).collect::<Option<_>>()?),
        Yaml::Hash(entries) => {
            let mut object = Map::new();
            for (name, value) in entries {
                let name = match name {
                    Yaml::String(text) | Yaml::Real(text) => text.clone(),
                    Yaml::Integer(number) => number.to_string(),
                    Yaml::Boolean(flag) => flag.to_string(),
                    _ => return None,
                };
                object.insert(name, json(value)?);
            }
            Json::Object(object)
        }
        Yaml::Alias(_) | Yaml::BadValue => return None,
    })
}

pub fn write(json: &Json) -> String {
    let mut out = String::new();
    // It writes into memory.
    let _ = YamlEmitter::new(&mut out).dump(&yaml(json));
    out + "\n"
}

fn yaml(json: &Json) -> Yaml {
    match json {
        Json::Null => Yaml::Null,
        Json::Bool(flag) => Yaml::Boolean(*flag),
        Json::Number(number) => match number.as_i64() {
            Some(int) => Yaml::Integer(int),
            None => Yaml::Real(number.to_string()),
        },
        Json::String(text) => Yaml::String(text.clone()),
        Json::Array(items) => Yaml::Array(items.iter().map(yaml).collect()),
        Json::Object(members) => {
            let mut hash = Hash::new();
            for (name, value) in members {
                hash.insert(Yaml::String(name.clone()), yaml(value));
            }
            Yaml::Hash(hash)
        }
    }
}
