//! A request to an API, taken apart.

use std::fmt::Write as _;

use bytes::Bytes;
use kernel::{Struct, Value};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value as Json, json};

/// Names with which the back end of an API may count, whatever case a client has written. The
/// gateway knows names in small letters only: see the README.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub method: String,
    /// As it came, after the stage.
    pub path: String,
    /// Decoded, in order.
    pub query: Vec<(String, String)>,
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
    pub host: String,
    pub protocol: String,
}

impl Request {
    /// From what the gateway has told; `path` is what follows the stage.
    pub fn of(input: &Struct, path: &str) -> Request {
        let text = |name: &str| input.str(name).unwrap_or_default();
        let mut headers = Vec::new();
        for (name, value) in input.structure("Headers").into_iter().flat_map(Struct::iter) {
            let name = title_case(name);
            match value {
                Value::List(values) => headers.extend(
                    values.iter().filter_map(Value::as_str).map(|it| (name.clone(), it.to_owned())),
                ),
                value => headers.push((name, value.as_str().unwrap_or_default().to_owned())),
            }
        }
        Request {
            method: text("Method").to_owned(),
            path: if path.is_empty() { "/".to_owned() } else { path.to_owned() },
            query: query(text("Query")),
            headers,
            body: input.blob("Body").cloned().unwrap_or_default(),
            host: text("Host").to_owned(),
            protocol: text("Protocol").to_owned(),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().rev().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Without parameters such as the character set; JSON where none is named.
    pub fn media_type(&self) -> String {
        media_type(self.header("content-type"))
    }
}

pub fn media_type(header: Option<&str>) -> String {
    let kind = header.and_then(|it| it.split(';').next()).map(str::trim);
    kind.filter(|it| !it.is_empty()).unwrap_or("application/json").to_ascii_lowercase()
}

/// `x-api-key` → `X-Api-Key`: as HTTP/1.1 clients mostly write it.
pub fn title_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut is_first = true;
    for sign in name.chars() {
        out.push(if is_first { sign.to_ascii_uppercase() } else { sign });
        is_first = sign == '-';
    }
    out
}

fn query(text: &str) -> Vec<(String, String)> {
    let pairs = text.split('&').filter(|it| !it.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
}

pub fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// A query or path parameter as it is sent on.
pub fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(byte.into());
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The last value of each name; null without any.
pub fn single(entries: &[(String, String)]) -> Json {
    let all = entries.iter().map(|(name, value)| (name.clone(), Json::from(value.as_str())));
    let all: Map<String, Json> = all.collect();
    if all.is_empty() { Json::Null } else { Json::Object(all) }
}

/// All values of each name; null without any.
pub fn multiple(entries: &[(String, String)]) -> Json {
    let mut all: Map<String, Json> = Map::new();
    for (name, value) in entries {
        match all.get_mut(name) {
            Some(Json::Array(values)) => values.push(json!(value)),
            _ => {
                all.insert(name.clone(), json!([value]));
            }
        }
    }
    if all.is_empty() { Json::Null } else { Json::Object(all) }
}

/// Whether a media type is one of those that are binary: `image/png`, `image/*`, `*/*`.
pub fn is_binary(types: &[String], kind: &str) -> bool {
    types.iter().any(|known| {
        known == "*/*"
            || known.eq_ignore_ascii_case(kind)
            || known.strip_suffix("/*").is_some_and(|start| {
                kind.split('/').next().is_some_and(|it| it.eq_ignore_ascii_case(start))
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_decoded_in_order() {
        let all = query("a=1&b=x%20y&a=2&c");
        assert_eq!(single(&all), json!({"a": "2", "b": "x y", "c": ""}));
        assert_eq!(multiple(&all), json!({"a": ["1", "2"], "b": ["x y"], "c": [""]}));
        assert_eq!(title_case("x-amz-date"), "X-Amz-Date");
    }

    #[test]
    fn binary_types_may_be_patterns() {
        let types = vec!["image/*".to_owned(), "application/pdf".to_owned()];
        assert!(is_binary(&types, "image/png") && is_binary(&types, "application/pdf"));
        assert!(!is_binary(&types, "text/plain") && is_binary(&["*/*".to_owned()], "text/plain"));
    }
}
