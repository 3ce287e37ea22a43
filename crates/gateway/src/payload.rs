//! What the headers say of a request's body: its protocol, framing, digests.

use auth::chunked::{ChunkedDecoder, Trailers};
use auth::{Authenticated, Family, PayloadRule};
use bytes::Bytes;
use http::HeaderMap;
use http::header::{AsHeaderName, CONTENT_TYPE};
use kernel::body::Body;
use kernel::{ApiError, DigestSet, Struct};
use sha2::{Digest as _, Sha256};
use wire::identify::IdentifyError;
use wire::model::{Location, Operation, Protocol, Service};

/// Headers that name a checksum algorithm whose value comes later or is not a member.
const ALGORITHM_HEADERS: [&str; 2] = ["x-amz-trailer", "x-amz-sdk-checksum-algorithm"];

fn text(headers: &HeaderMap, name: impl AsHeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Whether the body is a form of the query protocols.
pub fn is_form(headers: &HeaderMap) -> bool {
    text(headers, CONTENT_TYPE).is_some_and(|kind| {
        kind.get(..33)
            .is_some_and(|kind| kind.eq_ignore_ascii_case("application/x-www-form-urlencoded"))
    })
}

/// The protocol that a client seems to speak whose request was not understood.
pub fn guess_protocol(headers: &HeaderMap) -> Protocol {
    if text(headers, "smithy-protocol").is_some() {
        return Protocol::RpcV2Cbor;
    }
    match text(headers, "content-type").unwrap_or("") {
        kind if kind.starts_with("application/x-amz-json-1.0") => Protocol::AwsJson1_0,
        kind if kind.starts_with("application/x-amz-json") => Protocol::AwsJson1_1,
        kind if kind.starts_with("application/x-amz-cbor") => Protocol::AwsCbor1_1,
        kind if kind.starts_with("application/json") => Protocol::RestJson1,
        kind if kind.starts_with("application/x-www-form-urlencoded") => Protocol::AwsQuery,
        _ => Protocol::RestXml,
    }
}

/// The protocol's name as operations see it in [`kernel::Origin`].
pub fn protocol_name(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::AwsJson1_0 | Protocol::AwsJson1_1 => "json",
        Protocol::AwsQuery => "query",
        Protocol::Ec2Query => "ec2",
        Protocol::RestJson1 => "rest-json",
        Protocol::RestXml => "rest-xml",
        Protocol::RpcV2Cbor | Protocol::AwsCbor1_1 => "cbor",
    }
}

/// The digests to take of a streamed body: the operation's, and what the headers announce.
pub fn digests(headers: &HeaderMap, caller: &Authenticated, planned: DigestSet) -> DigestSet {
    let mut set = planned;
    if matches!(caller.payload, PayloadRule::Signed(_)) {
        set.sha256 = true;
    }
    for name in ALGORITHM_HEADERS {
        let Some(value) = text(headers, name) else { continue };
        for word in value.split(',') {
            let word = word.trim().to_ascii_lowercase();
            match word.strip_prefix("x-amz-checksum-").unwrap_or(&word) {
                "sha256" => set.sha256 = true,
                "sha1" => set.sha1 = true,
                "crc32" => set.crc32 = true,
                "crc32c" => set.crc32c = true,
                "crc64nvme" => set.crc64nvme = true,
                "sha512" => set.rare.sha512 = true,
                "xxhash64" => set.rare.xxhash64 = true,
                "xxhash3" => set.rare.xxhash3 = true,
                "xxhash128" => set.rare.xxhash128 = true,
                _ => {}
            }
        }
    }
    set
}

/// A streamed body says how long it is.
pub fn check_length(headers: &HeaderMap) -> Result<(), ApiError> {
    let is_told = headers.contains_key(http::header::CONTENT_LENGTH)
        || headers.contains_key("x-amz-decoded-content-length");
    if is_told {
        return Ok(());
    }
    let message = "You must provide the Content-Length HTTP header.";
    Err(ApiError::new("MissingContentLength", message).with_status(411))
}

/// Compares the body with the digest that the signature covers.
pub fn check(caller: &Authenticated, body: &Body) -> Result<(), ApiError> {
    let PayloadRule::Signed(claimed) = &caller.payload else { return Ok(()) };
    let digests = body.digests.as_ref().expect("staged bodies carry their digests");
    let computed = auth::signing::hex(&digests.sha256.expect("digests() has asked for it"));
    if computed.eq_ignore_ascii_case(claimed) {
        return Ok(());
    }
    Err(auth::errors::content_sha256_mismatch(claimed, &computed))
}

/// As [`check`], for a body that was collected.
pub fn check_collected(caller: &Authenticated, bytes: &Bytes) -> Result<(), ApiError> {
    match &caller.payload {
        PayloadRule::Signed(claimed) => {
            let computed = auth::signing::hex(&Sha256::digest(bytes));
            if computed.eq_ignore_ascii_case(claimed) {
                return Ok(());
            }
            Err(auth::errors::content_sha256_mismatch(claimed, &computed))
        }
        PayloadRule::Streaming(_) => Err(ApiError::new(
            "NotImplemented",
            "A header you provided implies functionality that is not implemented",
        )
        .with_status(501)),
        PayloadRule::Unsigned => Ok(()),
    }
}

/// Sets the members of the input that are bound to the headers that came as trailers.
pub fn bind_trailers(
    service: &'static Service,
    operation: &'static Operation,
    trailers: &Trailers,
    input: &mut Struct,
) {
    let Some(shape) = operation.input else { return };
    for (name, value) in trailers {
        let bound = service.shape(shape).members().iter().find(|member| {
            member.location == Location::Header
                && member.location_name.unwrap_or(member.name).eq_ignore_ascii_case(name)
        });
        if let Some(member) = bound {
            input.set(member.name, value.as_str());
        }
    }
}

/// The decoder for `aws-chunked` framing, when the body has it.
pub fn decoder(
    headers: &HeaderMap,
    caller: &Authenticated,
) -> Result<Option<ChunkedDecoder>, ApiError> {
    let PayloadRule::Streaming(streaming) = &caller.payload else { return Ok(None) };
    let len = text(headers, "x-amz-decoded-content-length");
    ChunkedDecoder::new(streaming.clone(), len).map(Some)
}

/// The family in whose words a service refuses signatures.
pub fn family(service: &Service, protocol: Protocol) -> Family {
    match protocol {
        Protocol::RestXml if matches!(service.name, "s3" | "s3control") => Family::S3,
        Protocol::AwsQuery | Protocol::Ec2Query | Protocol::RestXml => Family::Query,
        Protocol::RestJson1 => Family::RestJson,
        _ if service.is_query_compatible => Family::Query,
        _ => Family::Json,
    }
}

/// The refusal of a request that names no operation, in the words of its protocol.
pub fn unidentified(error: &IdentifyError, protocol: Protocol) -> ApiError {
    match (error, protocol) {
        (IdentifyError::UnknownService, _) => ApiError::new(
            "UnknownService",
            "The host, target or signature of this request names no AWS service.",
        )
        .with_status(404),
        (IdentifyError::DataPlane { kind, id }, _) => {
            ApiError::not_implemented(kind, &format!("requests to {id}"))
        }
        (IdentifyError::UnknownOperation { .. }, Protocol::AwsQuery | Protocol::Ec2Query) => {
            ApiError::new("InvalidAction", "The action or operation requested is invalid.")
        }
        (IdentifyError::UnknownOperation { service: "s3", .. }, _) => ApiError::new(
            "MethodNotAllowed",
            "The specified method is not allowed against this resource.",
        )
        .with_status(405),
        (IdentifyError::UnknownOperation { .. }, Protocol::RestJson1 | Protocol::RestXml) => {
            ApiError::new("UnknownOperationException", "").with_status(404)
        }
        (IdentifyError::UnknownOperation { .. }, _) => {
            ApiError::new("UnknownOperationException", "")
        }
    }
}
