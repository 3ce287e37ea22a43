//! The scope that a signature names: region and service. Nothing is verified here.

use std::borrow::Cow;

use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::message::header;
use crate::route::query_text;

/// What a request's signature or its absence tells of service and region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Credential<'a> {
    /// Signature version 4, in a header or in the query. Version 4a names no single region.
    Scoped {
        region: Option<Cow<'a, str>>,
        service: Cow<'a, str>,
    },
    /// Signature version 2, which names no service.
    Unscoped,
    Bearer,
    None,
}

impl<'a> Credential<'a> {
    pub fn read(headers: &'a HeaderMap, query: &'a str) -> Credential<'a> {
        if let Some(value) = header(headers, AUTHORIZATION) {
            return Credential::from_header(value);
        }
        if query.is_empty() {
            return Credential::None;
        }
        if let Some(credential) = query_text(query, "X-Amz-Credential") {
            let is_v4a = query_text(query, "X-Amz-Algorithm").is_some_and(|name| is_v4a(&name));
            return scope(credential, is_v4a).unwrap_or(Credential::None);
        }
        if query_text(query, "AWSAccessKeyId").is_some() {
            return Credential::Unscoped;
        }
        Credential::None
    }

    /// Whether the signature's scope names that service.
    pub fn is_for(&self, signing_name: &str) -> bool {
        matches!(self, Credential::Scoped { service, .. } if service == signing_name)
    }

    fn from_header(value: &'a str) -> Credential<'a> {
        let (scheme, rest) = value.split_once(' ').unwrap_or((value, ""));
        match scheme {
            "AWS" => Credential::Unscoped,
            "Bearer" => Credential::Bearer,
            _ if scheme.starts_with("AWS4-") => {
                // Nearly all clients write it first.
                let credential = match rest.strip_prefix("Credential=") {
                    Some(rest) => rest,
                    None => rest.split_once("Credential=").map_or("", |(_, rest)| rest),
                };
                let end = credential.find([',', ' ']).unwrap_or(credential.len());
                scope(Cow::Borrowed(&credential[..end]), is_v4a(scheme)).unwrap_or(Credential::None)
            }
            _ => Credential::None,
        }
    }
}

fn is_v4a(algorithm: &str) -> bool {
    algorithm.starts_with("AWS4-ECDSA")
}

/// From `key/date/region/service/aws4_request`; version 4a leaves the region out. Access keys may
/// hold slashes, so it is read from the end.
fn scope(credential: Cow<'_, str>, is_v4a: bool) -> Option<Credential<'_>> {
    match credential {
        Cow::Borrowed(text) => {
            let (service, region) = scope_parts(text, is_v4a)?;
            let region = region.map(Cow::Borrowed);
            Some(Credential::Scoped { region, service: Cow::Borrowed(service) })
        }
        Cow::Owned(text) => {
            let (service, region) = scope_parts(&text, is_v4a)?;
            let region = region.map(|region| Cow::Owned(region.to_owned()));
            Some(Credential::Scoped { region, service: Cow::Owned(service.to_owned()) })
        }
    }
}

fn scope_parts(text: &str, is_v4a: bool) -> Option<(&str, Option<&str>)> {
    let mut parts = text.rsplit('/');
    parts.next().filter(|end| *end == "aws4_request")?;
    let service = parts.next()?;
    Some((service, if is_v4a { None } else { Some(parts.next()?) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(authorization: &str, query: &str) -> String {
        let mut headers = HeaderMap::new();
        if !authorization.is_empty() {
            headers.insert("authorization", authorization.parse().expect("a header's value"));
        }
        match Credential::read(&headers, query) {
            Credential::Scoped { region, service } => {
                format!("{service} {}", region.as_deref().unwrap_or("-"))
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn scopes_of_all_forms() {
        let header = "AWS4-HMAC-SHA256 Credential=test/20260101/eu-west-1/sqs/aws4_request, \
                      SignedHeaders=host, Signature=00";
        assert_eq!(read(header, ""), "sqs eu-west-1");
        let header = "AWS4-ECDSA-P256-SHA256 Credential=test/20260101/s3/aws4_request, Signature=0";
        assert_eq!(read(header, ""), "s3 -");
        let query = "X-Amz-Credential=test%2F20260101%2Fus-east-1%2Fs3%2Faws4_request&a=b";
        assert_eq!(read("", query), "s3 us-east-1");
        assert_eq!(read("AWS test:sig", ""), "Unscoped");
        assert_eq!(read("Bearer abc", ""), "Bearer");
        assert_eq!(read("AWS4-HMAC-SHA256 nonsense", ""), "None");
        assert_eq!(read("", "a=b"), "None");
    }
}
