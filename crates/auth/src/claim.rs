//! What a request says about its signer: the `Authorization` header or the parameters of a
//! presigned URL, read without asking whether it is true.

use std::borrow::Cow;

use http::header::{AsHeaderName, DATE};
use http::{HeaderMap, HeaderName};
use kernel::ApiError;

use crate::authenticate::Head;
use crate::canonical::decoded_text;
use crate::errors::{self, Family};
use crate::signing::{ALGORITHM, ALGORITHM_ASYMMETRIC, Scope, TERMINATOR};
use crate::version2;

// Looked for in every request, and so parsed once.
static X_AMZ_DATE: HeaderName = HeaderName::from_static("x-amz-date");
static X_AMZ_SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
pub static X_AMZ_CONTENT_SHA256: HeaderName = HeaderName::from_static("x-amz-content-sha256");

/// A presigned URL is valid for at most a week (Amazon S3 API Reference, "Authenticating
/// Requests: Using Query Parameters").
pub const PRESIGNED_SECONDS_MAX: i64 = 604_800;

/// How a request is signed, if it is.
#[derive(Debug)]
pub enum Claimed<'h> {
    Nobody,
    /// An `Authorization` header that is not AWS's (`Bearer …`).
    OtherScheme(&'h [u8]),
    Version2(version2::Claim<'h>),
    Version4(Claim<'h>),
}

#[derive(Debug)]
pub struct Claim<'h> {
    pub algorithm: Algorithm,
    pub place: Place,
    pub access_key_id: Cow<'h, str>,
    pub date: Cow<'h, str>,
    /// Empty in asymmetric signatures, which are valid in a set of regions.
    pub region: Cow<'h, str>,
    pub service: Cow<'h, str>,
    /// Lower-case names joined by `;`.
    pub signed_headers: Cow<'h, str>,
    pub signature: Cow<'h, str>,
    /// `X-Amz-Date`, or the `Date` header when there is none.
    pub time: Option<Cow<'h, str>>,
    pub session_token: Option<Cow<'h, str>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    Hmac,
    Ecdsa,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Header,
    /// A presigned URL.
    Query {
        expires_seconds: i64,
    },
}

impl Claim<'_> {
    pub fn scope(&self) -> Scope<'_> {
        Scope { date: &self.date, region: &self.region, service: &self.service }
    }

    pub fn is_presigned(&self) -> bool {
        matches!(self.place, Place::Query { .. })
    }

    /// Whether the client has signed the header.
    pub fn signs(&self, header: &str) -> bool {
        self.signed_headers.split(';').any(|name| name == header)
    }
}

/// Reads what the request claims.
pub fn read<'h>(head: &Head<'h>, family: Family) -> Result<Claimed<'h>, ApiError> {
    let authorization = head.headers.get(http::header::AUTHORIZATION);
    let in_query = QueryClaim::find(head.query);
    match (authorization, in_query) {
        (Some(_), Some(_)) => Err(errors::two_mechanisms(family)),
        (Some(value), None) => read_header(head, value.as_bytes(), family),
        (None, Some(QueryClaim::Version4)) => read_query(head, family).map(Claimed::Version4),
        (None, Some(QueryClaim::Version2)) if family == Family::S3 => {
            version2::Claim::from_query(head).map(Claimed::Version2)
        }
        (None, Some(QueryClaim::Version2)) => Err(errors::signature_version_2()),
        (None, None) => Ok(Claimed::Nobody),
    }
}

/// A header's value as text; `None` when it is absent or not text.
pub fn header(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    std::str::from_utf8(headers.get(name)?.as_bytes()).ok()
}

fn read_header<'h>(
    head: &Head<'h>,
    value: &'h [u8],
    family: Family,
) -> Result<Claimed<'h>, ApiError> {
    let text = std::str::from_utf8(value).unwrap_or_default().trim();
    let (scheme, rest) = text.split_once(' ').unwrap_or((text, ""));
    let algorithm = match scheme {
        ALGORITHM => Algorithm::Hmac,
        ALGORITHM_ASYMMETRIC => Algorithm::Ecdsa,
        "AWS" if family == Family::S3 => {
            return version2::Claim::from_header(head, rest).map(Claimed::Version2);
        }
        "AWS" => return Err(errors::signature_version_2()),
        _ => return Ok(Claimed::OtherScheme(value)),
    };
    let (mut credential, mut signed_headers, mut signature) = (None, None, None);
    for part in rest.split(',') {
        let Some((name, value)) = part.trim().split_once('=') else { continue };
        match name {
            "Credential" => credential = Some(value),
            "SignedHeaders" => signed_headers = Some(value),
            "Signature" => signature = Some(value),
            _ => {}
        }
    }
    let present = |part: Option<&str>| part.is_some_and(|part| !part.is_empty());
    let is_whole = [credential, signed_headers, signature].into_iter().all(present);
    let (Some(credential), Some(signed_headers), Some(signature), true) =
        (credential, signed_headers, signature, is_whole)
    else {
        let parts = [
            ("Credential", present(credential)),
            ("Signature", present(signature)),
            ("SignedHeaders", present(signed_headers)),
        ];
        return Err(errors::incomplete(family, &missing_parts(parts), value));
    };
    let credential = Credential::read(credential, algorithm)
        .ok_or_else(|| errors::malformed_credential(family, false))?;
    let time = header(head.headers, &X_AMZ_DATE).or_else(|| header(head.headers, DATE));
    Ok(Claimed::Version4(Claim {
        algorithm,
        place: Place::Header,
        access_key_id: credential.access_key_id.into(),
        date: credential.date.into(),
        region: credential.region.into(),
        service: credential.service.into(),
        signed_headers: signed_headers.into(),
        signature: signature.into(),
        time: time.map(Cow::Borrowed),
        session_token: header(head.headers, &X_AMZ_SECURITY_TOKEN).map(Cow::Borrowed),
    }))
}

fn missing_parts(parts: [(&str, bool); 3]) -> Vec<String> {
    let missing = parts.into_iter().filter(|(_, is_present)| !is_present);
    missing.map(|(name, _)| format!("Authorization header requires '{name}' parameter.")).collect()
}

/// `KEY/DATE/REGION/SERVICE/aws4_request`, taken apart from its end: a key may hold slashes.
pub(crate) struct Credential<'t> {
    pub access_key_id: &'t str,
    pub date: &'t str,
    pub region: &'t str,
    pub service: &'t str,
}

impl<'t> Credential<'t> {
    pub fn read(text: &'t str, algorithm: Algorithm) -> Option<Credential<'t>> {
        let (rest, terminator) = cut_last(text)?;
        let (rest, service) = cut_last(rest)?;
        let (rest, region) =
            if algorithm == Algorithm::Hmac { cut_last(rest)? } else { (rest, "") };
        let (access_key_id, date) = cut_last(rest)?;
        let is_date = date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit());
        (terminator == TERMINATOR && is_date && !access_key_id.is_empty()).then_some(Credential {
            access_key_id,
            date,
            region,
            service,
        })
    }
}

/// At the last slash. The parts are short: a plain loop is faster than a search by machine words.
fn cut_last(text: &str) -> Option<(&str, &str)> {
    let at = text.bytes().rposition(|byte| byte == b'/')?;
    Some((&text[..at], &text[at + 1..]))
}

/// Which signature version the query's parameters belong to.
enum QueryClaim {
    Version2,
    Version4,
}

impl QueryClaim {
    fn find(query: &str) -> Option<QueryClaim> {
        if query.is_empty() {
            return None;
        }
        let mut names = query.split('&').map(|pair| pair.split('=').next().unwrap_or(pair));
        names.find_map(|name| match name {
            "X-Amz-Algorithm" | "X-Amz-Signature" | "X-Amz-Credential" => {
                Some(QueryClaim::Version4)
            }
            "AWSAccessKeyId" => Some(QueryClaim::Version2),
            _ => None,
        })
    }
}

/// The parameters of a presigned URL, not yet decoded.
#[derive(Default)]
struct Parameters<'q> {
    algorithm: Option<&'q str>,
    credential: Option<&'q str>,
    date: Option<&'q str>,
    expires: Option<&'q str>,
    signed_headers: Option<&'q str>,
    signature: Option<&'q str>,
    security_token: Option<&'q str>,
}

impl<'q> Parameters<'q> {
    fn of(query: &'q str) -> Parameters<'q> {
        let mut found = Parameters::default();
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let slot = match name {
                "X-Amz-Algorithm" => &mut found.algorithm,
                "X-Amz-Credential" => &mut found.credential,
                "X-Amz-Date" => &mut found.date,
                "X-Amz-Expires" => &mut found.expires,
                "X-Amz-SignedHeaders" => &mut found.signed_headers,
                "X-Amz-Signature" => &mut found.signature,
                "X-Amz-Security-Token" => &mut found.security_token,
                _ => continue,
            };
            *slot = Some(value);
        }
        found
    }
}

fn read_query<'h>(head: &Head<'h>, family: Family) -> Result<Claim<'h>, ApiError> {
    let found = Parameters::of(head.query);
    let (Some(algorithm), Some(credential), Some(date), Some(signed_headers), Some(signature)) =
        (found.algorithm, found.credential, found.date, found.signed_headers, found.signature)
    else {
        return Err(missing_parameters(family));
    };
    let algorithm = match algorithm {
        ALGORITHM => Algorithm::Hmac,
        ALGORITHM_ASYMMETRIC => Algorithm::Ecdsa,
        _ => {
            let message =
                "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"";
            return Err(errors::bad_query(family, message));
        }
    };
    let credential = decoded_text(credential);
    let credential = Credential::read(&credential, algorithm)
        .ok_or_else(|| errors::malformed_credential(family, true))?;
    let expires_seconds = match (found.expires, family) {
        (Some(text), _) => read_expires(text, family)?,
        (None, Family::S3) => return Err(missing_parameters(family)),
        // Other services let a request signed in its query live as long as one signed in a header.
        (None, _) => errors::SKEW_MINUTES * 60,
    };
    Ok(Claim {
        algorithm,
        place: Place::Query { expires_seconds },
        access_key_id: Cow::Owned(credential.access_key_id.to_owned()),
        date: Cow::Owned(credential.date.to_owned()),
        region: Cow::Owned(credential.region.to_owned()),
        service: Cow::Owned(credential.service.to_owned()),
        signed_headers: Cow::Owned(decoded_text(signed_headers)),
        signature: Cow::Borrowed(signature),
        time: Some(Cow::Borrowed(date)),
        session_token: found.security_token.map(|token| Cow::Owned(decoded_text(token))),
    })
}

fn missing_parameters(family: Family) -> ApiError {
    let message = "Query-string authentication version 4 requires the X-Amz-Algorithm, \
                   X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and \
                   X-Amz-Expires parameters.";
    errors::bad_query(family, message)
}

fn read_expires(text: &str, family: Family) -> Result<i64, ApiError> {
    let Ok(seconds) = text.parse::<i64>() else {
        return Err(errors::bad_query(family, "X-Amz-Expires should be a number"));
    };
    if seconds < 0 {
        return Err(errors::bad_query(family, "X-Amz-Expires must be non-negative"));
    }
    if seconds > PRESIGNED_SECONDS_MAX {
        let message = "X-Amz-Expires must be less than a week (in seconds); that is, the given \
                       X-Amz-Expires must be less than 604800 seconds";
        return Err(errors::bad_query(family, message));
    }
    Ok(seconds)
}
