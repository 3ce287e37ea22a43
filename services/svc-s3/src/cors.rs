//! CORS: checking a bucket's rules, and finding the one that lets a browser's request in.
//!
//! Source: S3 User Guide, "Using cross-origin resource sharing (CORS)" and "Elements of a CORS
//! configuration". All but [`cors_for_request`] is pure.

use kernel::view::List;
use kernel::{ApiError, Ctx, Struct};

use crate::api::CORSConfiguration;
use crate::bucket;
use crate::errors;
use crate::limits::{CORS_BYTES_MAX, CORS_ID_LEN_MAX, CORS_RULES_MAX};
use crate::state::CorsRow;

const METHODS: [&str; 5] = ["GET", "PUT", "HEAD", "POST", "DELETE"];

/// What a browser asks.
#[derive(Clone, Copy, Debug)]
pub struct CorsRequest<'a> {
    pub origin: &'a str,
    pub method: &'a str,
    /// `Access-Control-Request-Headers`: names between commas; empty for an actual request.
    pub headers: &'a str,
}

/// Reads the rules of a PutBucketCors request.
pub fn read(configuration: CORSConfiguration<'_>) -> Result<Vec<CorsRow>, ApiError> {
    let rules = configuration.cors_rules();
    if rules.is_empty() || rules.len() > CORS_RULES_MAX {
        return Err(errors::malformed_xml());
    }
    let mut rows = Vec::with_capacity(rules.len());
    let mut size = 0;
    for rule in rules {
        let owned = |items: Vec<&str>| items.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let row = CorsRow {
            id: rule.id().map(str::to_owned),
            allowed_headers: owned(rule.allowed_headers().map_or(Vec::new(), List::to_vec)),
            allowed_methods: owned(rule.allowed_methods().to_vec()),
            allowed_origins: owned(rule.allowed_origins().to_vec()),
            expose_headers: owned(rule.expose_headers().map_or(Vec::new(), List::to_vec)),
            max_age_seconds: rule.max_age_seconds(),
        };
        check(&row)?;
        size += row.texts().map(str::len).sum::<usize>();
        if size > CORS_BYTES_MAX {
            return Err(errors::malformed_xml());
        }
        rows.push(row);
    }
    Ok(rows)
}

impl CorsRow {
    fn texts(&self) -> impl Iterator<Item = &str> {
        let lists = [
            &self.allowed_headers,
            &self.allowed_methods,
            &self.allowed_origins,
            &self.expose_headers,
        ];
        lists.into_iter().flatten().chain(&self.id).map(String::as_str)
    }
}

fn check(rule: &CorsRow) -> Result<(), ApiError> {
    if rule.allowed_methods.is_empty() || rule.allowed_origins.is_empty() {
        return Err(errors::malformed_xml());
    }
    if rule.id.as_ref().is_some_and(|id| id.chars().count() > CORS_ID_LEN_MAX) {
        return Err(errors::malformed_xml());
    }
    if let Some(method) =
        rule.allowed_methods.iter().find(|method| !METHODS.contains(&method.as_str()))
    {
        return Err(errors::invalid_request(format!(
            "Found unsupported HTTP method in CORS config. Unsupported method is {method}"
        )));
    }
    let has_several = |text: &&String| text.matches('*').count() > 1;
    if let Some(origin) = rule.allowed_origins.iter().find(has_several) {
        return Err(errors::invalid_request(format!(
            "AllowedOrigin \"{origin}\" can not have more than one wildcard."
        )));
    }
    if let Some(header) = rule.allowed_headers.iter().find(has_several) {
        return Err(errors::invalid_request(format!(
            "AllowedHeader \"{header}\" can not have more than one wildcard."
        )));
    }
    if let Some(header) = rule.expose_headers.iter().find(|header| header.contains('*')) {
        return Err(errors::invalid_request(format!(
            "ExposeHeader \"{header}\" contains wildcard. We currently do not support wildcard \
             for ExposeHeader."
        )));
    }
    Ok(())
}

/// The headers by which the first rule that fits allows the request; `None` when none fits.
pub fn allow(rules: &[CorsRow], request: CorsRequest<'_>) -> Option<Vec<(&'static str, String)>> {
    let headers: Vec<&str> =
        request.headers.split(',').map(str::trim).filter(|name| !name.is_empty()).collect();
    let rule = rules.iter().find(|rule| {
        rule.allowed_methods.iter().any(|method| method == request.method)
            && rule.allowed_origins.iter().any(|origin| fits(origin, request.origin, false))
            && headers
                .iter()
                .all(|name| rule.allowed_headers.iter().any(|allowed| fits(allowed, name, true)))
    })?;
    let is_open = rule.allowed_origins.iter().any(|origin| origin == "*");
    let origin = if is_open { "*" } else { request.origin };
    let mut answer = vec![
        ("Access-Control-Allow-Origin", origin.to_owned()),
        ("Access-Control-Allow-Methods", rule.allowed_methods.join(", ")),
        (
            "Vary",
            "Origin, Access-Control-Request-Headers, Access-Control-Request-Method".to_owned(),
        ),
    ];
    if !is_open {
        answer.push(("Access-Control-Allow-Credentials", "true".to_owned()));
    }
    if !headers.is_empty() {
        answer.push(("Access-Control-Allow-Headers", headers.join(", ").to_ascii_lowercase()));
    }
    if !rule.expose_headers.is_empty() {
        answer.push(("Access-Control-Expose-Headers", rule.expose_headers.join(", ")));
    }
    if let Some(age) = rule.max_age_seconds {
        answer.push(("Access-Control-Max-Age", age.to_string()));
    }
    Some(answer)
}

/// Whether a pattern with at most one wildcard fits; header names do not tell case apart.
fn fits(pattern: &str, text: &str, ignores_case: bool) -> bool {
    if ignores_case {
        return fits(&pattern.to_ascii_lowercase(), &text.to_ascii_lowercase(), false);
    }
    match pattern.split_once('*') {
        None => pattern == text,
        Some((head, tail)) => {
            text.len() >= head.len() + tail.len() && text.starts_with(head) && text.ends_with(tail)
        }
    }
}

/// How a preflight is refused. [U]: the words.
fn forbidden(message: &str) -> ApiError {
    ApiError::new("AccessForbidden", message).with_status(403)
}

/// The step that the gateway runs for browsers' requests. Input: `Bucket`, `Origin`, `Method`,
/// `RequestHeaders` (names between commas, empty for an actual request). Answers the headers to
/// be sent, none when no rule fits; refuses where there are no rules.
pub fn cors_for_request(ctx: &mut Ctx, input: &Struct) -> Result<Struct, ApiError> {
    let text = |name: &str| input.str(name).unwrap_or("");
    let Some(bucket) = bucket::open_for_anybody(ctx, text("Bucket"))? else {
        return Err(forbidden("CORSResponse: Bucket not found"));
    };
    if bucket.row.cors.is_empty() {
        return Err(forbidden("CORSResponse: CORS is not enabled for this bucket."));
    }
    let request = CorsRequest {
        origin: text("Origin"),
        method: text("Method"),
        headers: text("RequestHeaders"),
    };
    Ok(allow(&bucket.row.cors, request).into_iter().flatten().collect())
}
