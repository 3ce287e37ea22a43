//! Signature Version 2 of Amazon S3, which SDKs for Python still presign URLs with by default.
//!
//! Amazon S3 User Guide, "Signing and authenticating REST requests (AWS signature version 2)".
//! Other services' signatures of that version are refused: no SDK makes them any more.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::ApiError;
use sha1::Sha1;
use world::Timestamp;

use crate::authenticate::Head;
use crate::canonical::decoded_text;
use crate::claim::header;
use crate::errors::{self, Family, Mismatch};
use crate::signing::{parse_amz_date, parse_http_date};

/// What of the query is part of the resource that is signed.
const SUBRESOURCES: [&str; 36] = [
    "accelerate",
    "acl",
    "analytics",
    "cors",
    "defaultObjectAcl",
    "delete",
    "inventory",
    "lifecycle",
    "location",
    "logging",
    "metrics",
    "notification",
    "object-lock",
    "partNumber",
    "policy",
    "replication",
    "requestPayment",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "restore",
    "select",
    "select-type",
    "storageClass",
    "tagging",
    "torrent",
    "uploadId",
    "uploads",
    "versionId",
    "versioning",
    "versions",
    "website",
    "encryption",
];

/// What a request claims by this version.
#[derive(Debug)]
pub struct Claim<'h> {
    pub access_key_id: Cow<'h, str>,
    pub signature: Cow<'h, str>,
    /// Set in presigned URLs: the end of their validity in seconds since 1970, as it is signed.
    expires: Option<Cow<'h, str>>,
    pub session_token: Option<Cow<'h, str>>,
}

impl<'h> Claim<'h> {
    /// From `Authorization: AWS KEY:SIGNATURE`.
    pub fn from_header(head: &Head<'h>, rest: &'h str) -> Result<Claim<'h>, ApiError> {
        let (access_key_id, signature) = rest.split_once(':').ok_or_else(|| {
            let message = "AWS authorization header is invalid.  Expected AwsAccessKeyId:signature";
            ApiError::new("InvalidArgument", message)
        })?;
        Ok(Claim {
            access_key_id: access_key_id.into(),
            signature: signature.into(),
            expires: None,
            session_token: header(head.headers, "x-amz-security-token").map(Cow::Borrowed),
        })
    }

    /// From `?AWSAccessKeyId=…&Expires=…&Signature=…`.
    pub fn from_query(head: &Head<'h>) -> Result<Claim<'h>, ApiError> {
        let found = |wanted: &str| {
            let mut pairs = pairs(head.query);
            pairs.find(|(name, _)| *name == wanted).map(|(_, value)| decoded_text(value))
        };
        let (Some(access_key_id), Some(signature), Some(expires)) =
            (found("AWSAccessKeyId"), found("Signature"), found("Expires"))
        else {
            let message = "Query-string authentication requires the Signature, Expires and \
                           AWSAccessKeyId parameters";
            return Err(ApiError::new("AccessDenied", message).with_status(403));
        };
        let token = header(head.headers, "x-amz-security-token").map(str::to_owned);
        Ok(Claim {
            access_key_id: access_key_id.into(),
            signature: signature.into(),
            expires: Some(expires.into()),
            session_token: token.or_else(|| found("x-amz-security-token")).map(Cow::Owned),
        })
    }

    pub fn is_presigned(&self) -> bool {
        self.expires.is_some()
    }

    /// `now` is real time. Presigned URLs end; other requests must be recent.
    pub fn check_time(&self, head: &Head<'_>, now: Timestamp) -> Result<(), ApiError> {
        let Some(expires) = &self.expires else { return check_date(head, now) };
        let Ok(seconds) = expires.parse::<i64>() else {
            let message = format!("Invalid date (should be seconds since epoch): {expires}");
            return Err(ApiError::new("AccessDenied", message).with_status(403));
        };
        let expires = Timestamp::from_secs(seconds);
        if expires < now { Err(errors::link_expired(expires, now)) } else { Ok(()) }
    }

    pub fn compare(&self, head: &Head<'_>, secret: &str) -> Result<(), ApiError> {
        let text = self.string_to_sign(head);
        // Python's SDK signs `/bucket/` where it asks for `/bucket`, and S3 takes both.
        let is_bare_bucket = head.resource.rfind('/') == Some(0) && head.resource.len() > 1;
        let with_slash = format!("{}/", head.resource);
        let alternative = Head { resource: &with_slash, ..*head };
        if is_signature(secret, &text, &self.signature)
            || (is_bare_bucket
                && is_signature(secret, &self.string_to_sign(&alternative), &self.signature))
        {
            return Ok(());
        }
        Err(errors::signature_does_not_match(
            Family::S3,
            &Mismatch {
                access_key_id: &self.access_key_id,
                provided: &self.signature,
                string_to_sign: &text,
                canonical_request: b"",
            },
        ))
    }

    fn string_to_sign(&self, head: &Head<'_>) -> String {
        let mut amz_headers = amz_headers(head);
        // Presigning clients put the headers that they sign into the URL.
        let hoisted = |name: &str| {
            let mut pairs = pairs(head.query).filter(|_| self.is_presigned());
            pairs
                .find(|(it, _)| it.eq_ignore_ascii_case(name))
                .map(|(_, value)| decoded_text(value))
        };
        if self.is_presigned() {
            for (name, value) in pairs(head.query) {
                let name = name.to_ascii_lowercase();
                if name.starts_with("x-amz-") {
                    amz_headers.entry(name).or_insert_with(|| decoded_text(value));
                }
            }
        }
        let plain = |name: &str| {
            let sent = header(head.headers, name).map(|value| value.trim().to_owned());
            sent.or_else(|| hoisted(name)).unwrap_or_default()
        };
        let date = match &self.expires {
            Some(expires) => expires.to_string(),
            None if amz_headers.contains_key("x-amz-date") => String::new(),
            None => plain("date"),
        };
        let mut amz_lines = String::new();
        for (name, value) in &amz_headers {
            amz_lines.extend([name.as_str(), ":", value, "\n"]);
        }
        let (digest, media_type) = (plain("content-md5"), plain("content-type"));
        let (method, resource) = (head.method, resource(head));
        format!("{method}\n{digest}\n{media_type}\n{date}\n{amz_lines}{resource}")
    }
}

/// Whether `signature` (base 64) is the text's.
pub fn is_signature(secret: &str, text: &str, signature: &str) -> bool {
    let Ok(signature) = STANDARD.decode(signature.trim()) else { return false };
    let mut mac =
        Hmac::<Sha1>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    mac.verify_slice(&signature).is_ok()
}

fn check_date(head: &Head<'_>, now: Timestamp) -> Result<(), ApiError> {
    let text = header(head.headers, "x-amz-date").or_else(|| header(head.headers, "date"));
    let signed = text.and_then(|text| parse_http_date(text).or_else(|| parse_amz_date(text)));
    let Some(signed) = signed else {
        let message = "AWS authentication requires a valid Date or x-amz-date header";
        return Err(ApiError::new("AccessDenied", message).with_status(403));
    };
    let skew = Duration::from_mins(errors::SKEW_MINUTES.unsigned_abs());
    if signed + skew < now || signed > now + skew {
        return Err(errors::skewed(Family::S3, signed, now));
    }
    Ok(())
}

/// The `x-amz-*` headers by name, the values of one name joined by commas.
fn amz_headers(head: &Head<'_>) -> BTreeMap<String, String> {
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    for (name, value) in head.headers {
        if !name.as_str().starts_with("x-amz-") {
            continue;
        }
        let value = String::from_utf8_lossy(value.as_bytes().trim_ascii()).into_owned();
        out.entry(name.as_str().to_owned())
            .and_modify(|values| {
                values.push(',');
                values.push_str(&value);
            })
            .or_insert(value);
    }
    out
}

/// The path with its bucket, and the subresources in order.
fn resource(head: &Head<'_>) -> String {
    let mut subresources: Vec<(&str, Option<String>)> = head
        .query
        .split('&')
        .map(|pair| pair.split_once('=').map_or((pair, None), |(name, value)| (name, Some(value))))
        .filter(|(name, _)| SUBRESOURCES.contains(name))
        .map(|(name, value)| (name, value.map(decoded_text)))
        .collect();
    subresources.sort_unstable();
    let mut out = head.resource.to_owned();
    for (at, (name, value)) in subresources.into_iter().enumerate() {
        out.push(if at == 0 { '?' } else { '&' });
        out.push_str(name);
        if let Some(value) = value {
            out.push('=');
            out.push_str(&value);
        }
    }
    out
}

fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}
