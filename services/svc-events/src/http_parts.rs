//! Pieces of HTTP requests: query strings, headers, paths with gaps, bodies with more members.
//!
//! Source: EventBridge User Guide, "API destinations as targets" and "Dynamic path parameters";
//! API Reference, HttpParameters and ConnectionHttpParameters ("values from the Connection take
//! precedence").

use event_pattern::Value;
use kernel::Struct;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::path::Path;

/// What stands as it is in a query or a segment of a path (RFC 3986, unreserved).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Headers that belong to the connection and not to its user.
const OWN_HEADERS: [&str; 9] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Where a parameter of a connection goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Header,
    Query,
    Body,
}

pub type Pairs = Vec<(String, String)>;

/// The parameters that a connection adds to one part of its requests.
pub fn of_connection(parameters: Option<&Struct>, part: Part) -> Pairs {
    let member = match part {
        Part::Header => "HeaderParameters",
        Part::Query => "QueryStringParameters",
        Part::Body => "BodyParameters",
    };
    let items = parameters.and_then(|it| it.list(member)).unwrap_or_default();
    let items = items.iter().filter_map(kernel::Value::as_struct);
    let pair = |item: &Struct| Some((item.str("Key")?.to_owned(), item.str("Value")?.to_owned()));
    items.filter_map(pair).collect()
}

/// The pairs of a map of a target, with what they name of the event in place.
pub fn of_target(parameters: Option<&Struct>, member: &str, event: Option<&Value>) -> Pairs {
    let entries = parameters.and_then(|it| it.structure(member));
    let entries = entries.into_iter().flat_map(Struct::iter);
    let pair = |(name, value): (&str, &kernel::Value)| {
        Some((name.to_owned(), resolved(value.as_str()?, event)))
    };
    entries.filter_map(pair).collect()
}

/// A path of the event stands for what it leads to, anything else for itself.
pub fn resolved(text: &str, event: Option<&Value>) -> String {
    let Some(event) = event else { return text.to_owned() };
    let is_path = text.starts_with("$.") || text.starts_with("$[");
    let path = if is_path { Path::parse(text) } else { None };
    match path {
        None => text.to_owned(),
        Some(path) => match path.find(event) {
            Some(Value::String(text)) => text,
            Some(value) => value.to_string(),
            None => String::new(),
        },
    }
}

/// Puts the values in the places of the stars, in their order.
pub fn with_path(endpoint: &str, values: &[String]) -> String {
    let mut values = values.iter();
    let mut out = String::with_capacity(endpoint.len());
    for character in endpoint.chars() {
        match (character, character == '*') {
            (_, true) => match values.next() {
                Some(value) => out.extend(utf8_percent_encode(value, ENCODED)),
                None => out.push('*'),
            },
            (character, false) => out.push(character),
        }
    }
    out
}

pub fn with_query(url: &str, pairs: &[(String, String)]) -> String {
    if pairs.is_empty() {
        return url.to_owned();
    }
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}{}", encoded(pairs))
}

/// `a=1&b=2`
pub fn encoded(pairs: &[(String, String)]) -> String {
    let encode = |text: &str| utf8_percent_encode(text, ENCODED).to_string();
    let pairs = pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// Pairs of both; those of `over` in place of others of the same name.
pub fn merged(mut under: Pairs, over: Pairs) -> Pairs {
    under.retain(|(name, _)| !over.iter().any(|(other, _)| other == name));
    under.extend(over);
    under
}

/// Sets a header, whatever the case of its name, unless it is not the user's to set.
pub fn set_header(headers: &mut Pairs, name: &str, value: String) {
    let name = name.to_ascii_lowercase();
    if OWN_HEADERS.contains(&name.as_str()) {
        return;
    }
    headers.retain(|(other, _)| *other != name);
    headers.push((name, value));
}

/// A body with the members that the connection adds, if it is a JSON object.
pub fn with_members(body: String, members: Pairs) -> String {
    if members.is_empty() {
        return body;
    }
    match Value::parse(&body) {
        Ok(mut object @ Value::Object(_)) => {
            for (name, value) in members {
                object.set(&name, Value::String(value));
            }
            object.to_string()
        }
        _ => body,
    }
}
