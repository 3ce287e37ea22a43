//! Parameter mapping of HTTP APIs: what of a request and of an answer is changed on the way.
//!
//! Source: Developer Guide, "Transform API requests and responses for HTTP APIs".

use kernel::{ApiError, Struct, Value};
use serde_json::Value as Json;

use crate::errors;
use crate::limits::SELECTION_BYTES_MAX;

/// "Reserved headers": neither requests nor answers may be mapped to these.
const RESERVED: [&str; 20] = [
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-location",
    "forwarded",
    "keep-alive",
    "origin",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailers",
    "transfer-encoding",
    "upgrade",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "via",
    "host",
    "expect",
];
const RESERVED_PREFIXES: [&str; 4] = ["access-control-", "apigw-", "x-amz-", "x-amzn-"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Append,
    Overwrite,
    Remove,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'k> {
    Header(&'k str),
    Query(&'k str),
    Path,
    Status,
}

/// What a key of a mapping says.
pub fn parse(key: &str) -> Option<(Action, Place<'_>)> {
    if key == "overwrite.statuscode" || key == "overwrite:statuscode" {
        return Some((Action::Overwrite, Place::Status));
    }
    let (action, place) = key.split_once(':')?;
    let action = match action {
        "append" => Action::Append,
        "overwrite" => Action::Overwrite,
        "remove" => Action::Remove,
        _ => return None,
    };
    if place == "path" {
        return (action == Action::Overwrite).then_some((action, Place::Path));
    }
    let (kind, name) = place.split_once('.')?;
    match kind {
        "header" if !name.is_empty() => Some((action, Place::Header(name))),
        "querystring" if !name.is_empty() => Some((action, Place::Query(name))),
        _ => None,
    }
}

/// Refuses mappings of an integration that cannot be.
pub fn check(integration: &Struct) -> Result<(), ApiError> {
    let is_service = integration.get("IntegrationSubtype").is_some();
    let requests = integration.structure("RequestParameters").into_iter().flat_map(Struct::iter);
    if !is_service {
        for (key, value) in requests {
            check_one(key, value, false)?;
        }
    }
    let answers = integration.structure("ResponseParameters").into_iter().flat_map(Struct::iter);
    for (status, mapping) in answers {
        let is_status = status.parse::<u16>().is_ok_and(|it| (200..=599).contains(&it));
        if !is_status {
            return Err(errors::bad_request(format!(
                "Invalid response parameter selection key: {status}"
            )));
        }
        for (key, value) in mapping.as_struct().into_iter().flat_map(Struct::iter) {
            check_one(key, value, true)?;
        }
    }
    Ok(())
}

fn check_one(key: &str, value: &Value, is_answer: bool) -> Result<(), ApiError> {
    let invalid = || errors::bad_request(format!("Invalid mapping expression specified: {key}"));
    let (action, place) = parse(key).ok_or_else(invalid)?;
    match place {
        Place::Header(name) if is_reserved(name) => {
            return Err(errors::bad_request(format!("Operations on header {name} are restricted")));
        }
        Place::Status if !is_answer => return Err(invalid()),
        Place::Path | Place::Query(_) if is_answer => return Err(invalid()),
        _ => {}
    }
    let value = value.as_str().unwrap_or_default();
    let names = variables(value);
    let is_known = |name: &str| {
        let source = name.split('.').next().unwrap_or_default();
        match source {
            "request" => !is_answer,
            "response" => is_answer,
            "context" | "stageVariables" => true,
            _ => false,
        }
    };
    if action != Action::Remove && !names.iter().all(|name| is_known(name)) {
        return Err(errors::bad_request(format!("Invalid mapping expression specified: {value}")));
    }
    Ok(())
}

pub fn is_reserved(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    RESERVED.contains(&name.as_str()) || RESERVED_PREFIXES.iter().any(|it| name.starts_with(it))
}

/// The variables in a value: `$request.path` as a whole, or `${request.path}` anywhere.
fn variables(value: &str) -> Vec<&str> {
    if let Some(name) = whole(value) {
        return vec![name];
    }
    let mut names = Vec::new();
    let mut rest = value;
    while let Some((_, after)) = rest.split_once("${") {
        let Some((name, after)) = after.split_once('}') else { break };
        names.push(name);
        rest = after;
    }
    names
}

fn whole(value: &str) -> Option<&str> {
    value.strip_prefix('$').filter(|name| !name.starts_with('{') && !name.is_empty())
}

/// A value with its variables put in. `None` where one that is the whole value is not there.
pub fn evaluate(value: &str, look_up: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    if let Some(name) = whole(value) {
        return look_up(name);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    let mut found = false;
    while let Some((before, after)) = rest.split_once("${") {
        out.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            out.push_str("${");
            rest = after;
            continue;
        };
        if let Some(value) = look_up(name) {
            out.push_str(&value);
            found = true;
        }
        rest = after;
    }
    out.push_str(rest);
    (found || !value.contains("${") || !out.is_empty()).then_some(out)
}

/// What a JSON path finds in a body; the whole body without one.
pub fn in_body(body: &[u8], path: &str) -> Option<String> {
    if path.is_empty() {
        return Some(String::from_utf8_lossy(body).into_owned());
    }
    let body = &body[..body.len().min(SELECTION_BYTES_MAX)];
    let document: Json = serde_json::from_slice(body).ok()?;
    match vtl::json_path(&document, &format!("$.{path}"))? {
        Json::Null => None,
        Json::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}

/// Headers and the query string, changed by a mapping.
pub fn change(
    entries: &mut Vec<(String, String)>,
    action: Action,
    name: &str,
    value: Option<String>,
    ignores_case: bool,
) {
    let is_it = |known: &str| {
        if ignores_case { known.eq_ignore_ascii_case(name) } else { known == name }
    };
    match action {
        Action::Remove => entries.retain(|(known, _)| !is_it(known)),
        Action::Overwrite => {
            if let Some(value) = value {
                entries.retain(|(known, _)| !is_it(known));
                entries.push((name.to_owned(), value));
            }
        }
        Action::Append => {
            if let Some(value) = value {
                entries.push((name.to_owned(), value));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<String> {
        evaluate(text, &|name| match name {
            "request.path.id" => Some("7".to_owned()),
            "request.header.a" => Some("x".to_owned()),
            _ => None,
        })
    }

    #[test]
    fn values_are_static_or_have_variables() {
        assert_eq!(value("static").as_deref(), Some("static"));
        assert_eq!(value("$request.header.a").as_deref(), Some("x"));
        assert_eq!(value("/v/${request.path.id}-${request.header.a}").as_deref(), Some("/v/7-x"));
        assert_eq!(value("$request.header.b"), None);
    }

    #[test]
    fn keys_say_what_is_changed() {
        assert_eq!(parse("append:header.a"), Some((Action::Append, Place::Header("a"))));
        assert_eq!(parse("overwrite:path"), Some((Action::Overwrite, Place::Path)));
        assert_eq!(parse("overwrite.statuscode"), Some((Action::Overwrite, Place::Status)));
        for key in ["append:path", "set:header.a", "append:header", "integration.request.header.a"]
        {
            assert_eq!(parse(key), None, "{key}");
        }
    }

    #[test]
    fn bodies_are_looked_into() {
        let body = br#"{"a":{"b":[1,"two"]}}"#;
        assert_eq!(in_body(body, "a.b[1]").as_deref(), Some("two"));
        assert_eq!(in_body(body, "a.b").as_deref(), Some(r#"[1,"two"]"#));
        assert_eq!(in_body(body, "c"), None);
    }
}
