//! Cross-origin requests of HTTP APIs with a CORS configuration.
//!
//! Source: Developer Guide, "Configure CORS for HTTP APIs": preflights are answered by API Gateway
//! itself, and the headers of a backend are replaced by those of the configuration.

use kernel::{Struct, Value};

use crate::answer::Answer;
use crate::request::Request;

const NO_CONTENT: u16 = 204;

/// What a browser asks before it calls.
pub fn preflight(cors: &Struct, request: &Request) -> Option<Answer> {
    let is_preflight = request.method == "OPTIONS"
        && request.header("origin").is_some()
        && request.header("access-control-request-method").is_some();
    if !is_preflight {
        return None;
    }
    let mut answer = Answer::new(NO_CONTENT);
    if let Some(origin) = allowed(cors, request) {
        allow_origin(cors, &origin, &mut answer);
        for (header, member) in [
            ("access-control-allow-methods", "AllowMethods"),
            ("access-control-allow-headers", "AllowHeaders"),
        ] {
            if let Some(list) = list(cors, member) {
                answer.headers.push((header.to_owned(), list));
            }
        }
        if let Some(age) = cors.int("MaxAge") {
            answer.headers.push(("access-control-max-age".to_owned(), age.to_string()));
        }
    }
    Some(answer)
}

/// Puts the configuration's headers in the place of the backend's.
pub fn apply(cors: &Struct, request: &Request, answer: &mut Answer) {
    answer.headers.retain(|(name, _)| !name.to_ascii_lowercase().starts_with("access-control-"));
    if let Some(origin) = allowed(cors, request) {
        allow_origin(cors, &origin, answer);
        if let Some(list) = list(cors, "ExposeHeaders") {
            answer.headers.push(("access-control-expose-headers".to_owned(), list));
        }
    }
}

fn allow_origin(cors: &Struct, origin: &str, answer: &mut Answer) {
    answer.headers.push(("access-control-allow-origin".to_owned(), origin.to_owned()));
    if origin != "*" {
        answer.headers.push(("vary".to_owned(), "Origin".to_owned()));
    }
    if cors.bool("AllowCredentials") == Some(true) {
        answer.headers.push(("access-control-allow-credentials".to_owned(), "true".to_owned()));
    }
}

fn list(cors: &Struct, member: &str) -> Option<String> {
    let values: Vec<&str> = cors.list(member)?.iter().filter_map(Value::as_str).collect();
    (!values.is_empty()).then(|| values.join(","))
}

/// The origin as it is told: itself, or the star.
fn allowed(cors: &Struct, request: &Request) -> Option<String> {
    let origin = request.header("origin")?;
    let origins = cors.list("AllowOrigins").unwrap_or_default();
    for allowed in origins.iter().filter_map(Value::as_str) {
        match allowed.strip_suffix('*') {
            Some("") => return Some("*".to_owned()),
            Some(scheme) if origin.starts_with(scheme) => return Some(origin),
            _ if allowed.eq_ignore_ascii_case(&origin) => return Some(origin),
            _ => {}
        }
    }
    None
}
