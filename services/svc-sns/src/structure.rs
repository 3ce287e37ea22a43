//! `MessageStructure` json: a body for each protocol, and a default.
//!
//! Source: API reference, Publish, "JSON-specific constraints".

use std::collections::HashSet;

use kernel::ApiError;
use serde_json::{Map, Value as Json};

use crate::errors;
use crate::state::{MessageRow, Protocol};

const DEFAULT: &str = "default";

/// Refuses what is no object of bodies.
pub fn check(body: &str) -> Result<(), ApiError> {
    let refuse = |reason: &str| errors::invalid(format_args!("Message Structure - {reason}"));
    let parsed: Json =
        serde_json::from_str(body).map_err(|_| refuse("JSON message body failed to parse"))?;
    let object = parsed.as_object().ok_or_else(|| refuse("JSON message body failed to parse"))?;
    if has_duplicate_keys(body) {
        return Err(refuse("JSON message body contains duplicate keys"));
    }
    match object.get(DEFAULT) {
        Some(Json::String(_)) => Ok(()),
        _ => Err(refuse("No default entry in JSON message body")),
    }
}

/// Which of a message's bodies a protocol gets: its own by the protocol's name, `default`, or the
/// only one, which has no name. `platform` is that of a device's application: `APNS`, `GCM`.
pub fn variant(message: &MessageRow, protocol: Protocol, platform: Option<&str>) -> String {
    if !message.is_structured {
        return String::new();
    }
    let bodies: Map<String, Json> = serde_json::from_str(&message.body).unwrap_or_default();
    let name = platform.unwrap_or(protocol.as_str());
    let has_own = bodies.get(name).is_some_and(Json::is_string);
    if has_own { name } else { DEFAULT }.to_owned()
}

/// The body of a variant.
pub fn body(message: &MessageRow, variant: &str) -> String {
    if !message.is_structured {
        return message.body.clone();
    }
    let bodies: Map<String, Json> = serde_json::from_str(&message.body).unwrap_or_default();
    bodies.get(variant).and_then(Json::as_str).unwrap_or_default().to_owned()
}

/// The parser keeps the last of equal keys; they are to be refused. `body` is an object.
fn has_duplicate_keys(body: &str) -> bool {
    let mut seen = HashSet::new();
    let mut depth = 0;
    let mut is_key_next = false;
    let mut rest = body.char_indices();
    while let Some((at, character)) = rest.next() {
        match character {
            '{' | '[' => {
                depth += 1;
                is_key_next = depth == 1;
            }
            '}' | ']' => depth -= 1,
            ',' => is_key_next = depth == 1,
            '"' => {
                let mut end = at + 1;
                while let Some((place, character)) = rest.next() {
                    end = place + 1;
                    match character {
                        '\\' => drop(rest.next()),
                        '"' => break,
                        _ => {}
                    }
                }
                let key = serde_json::from_str::<String>(&body[at..end]).unwrap_or_default();
                if std::mem::take(&mut is_key_next) && !seen.insert(key) {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_with_a_default_is_taken() {
        for body in [
            r#"{"default":"d"}"#,
            r#"{"default":"","sqs":"{\"default\":1,\"default\":2}","x":{"default":1}}"#,
            r#"{"default":"d","email":7,"a":["default","default"]}"#,
        ] {
            assert_eq!(check(body), Ok(()), "{body}");
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        for (body, reason) in [
            ("text", "failed to parse"),
            ("[]", "failed to parse"),
            ("{}", "No default entry"),
            (r#"{"default":1}"#, "No default entry"),
            (r#"{"sqs":"s"}"#, "No default entry"),
            (r#"{"default":"d","sqs":"1","\u0073qs":"2"}"#, "duplicate keys"),
        ] {
            let error = check(body).unwrap_err();
            assert_eq!(error.code(), "InvalidParameterException", "{body}");
            assert!(error.message().contains(reason), "{body}: {error}");
        }
    }
}
