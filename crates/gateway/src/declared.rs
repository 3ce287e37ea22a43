//! Digests that a client declares of a body that was collected: `Content-MD5` and
//! `x-amz-checksum-*`.
//!
//! Most operations have no members for them, so they are checked here; streamed bodies are checked
//! by their operation. Source: S3 User Guide, "Checking object integrity"; the model's
//! `httpChecksumRequired`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use http::HeaderMap;
use kernel::{ApiError, DigestSet, Digests, RareSet};
use wire::model::{Location, Operation, Service};

/// Header, name in messages, which digest to take, its bytes.
type Algorithm = (&'static str, &'static str, DigestSet, fn(&Digests) -> Option<Vec<u8>>);

const NONE: DigestSet = DigestSet::NONE;

const fn rare(set: RareSet) -> DigestSet {
    DigestSet::of_rare(set)
}

/// Operations that take a body without a declared digest all the same: S3's own SDKs always send
/// one, and other clients (s3cmd) never have.
const LENIENT: [&str; 2] = ["PutBucketAcl", "PutObjectAcl"];

const ALGORITHMS: [Algorithm; 10] = [
    ("x-amz-checksum-crc32", "CRC32", DigestSet { crc32: true, ..NONE }, |digests| {
        digests.crc32.map(|sum| sum.to_be_bytes().to_vec())
    }),
    ("x-amz-checksum-crc32c", "CRC32C", DigestSet { crc32c: true, ..NONE }, |digests| {
        digests.crc32c.map(|sum| sum.to_be_bytes().to_vec())
    }),
    ("x-amz-checksum-crc64nvme", "CRC64NVME", DigestSet { crc64nvme: true, ..NONE }, |digests| {
        digests.crc64nvme.map(|sum| sum.to_be_bytes().to_vec())
    }),
    ("x-amz-checksum-sha1", "SHA1", DigestSet { sha1: true, ..NONE }, |digests| {
        digests.sha1.map(|sum| sum.to_vec())
    }),
    ("x-amz-checksum-sha256", "SHA256", DigestSet { sha256: true, ..NONE }, |digests| {
        digests.sha256.map(|sum| sum.to_vec())
    }),
    ("x-amz-checksum-md5", "MD5", NONE, |digests| Some(digests.md5.to_vec())),
    (
        "x-amz-checksum-sha512",
        "SHA512",
        rare(RareSet { sha512: true, ..RareSet::NONE }),
        |digests| digests.rare.as_ref()?.sha512.map(|sum| sum.to_vec()),
    ),
    (
        "x-amz-checksum-xxhash64",
        "XXHASH64",
        rare(RareSet { xxhash64: true, ..RareSet::NONE }),
        |digests| digests.rare.as_ref()?.xxhash64.map(|sum| sum.to_be_bytes().to_vec()),
    ),
    (
        "x-amz-checksum-xxhash3",
        "XXHASH3",
        rare(RareSet { xxhash3: true, ..RareSet::NONE }),
        |digests| digests.rare.as_ref()?.xxhash3.map(|sum| sum.to_be_bytes().to_vec()),
    ),
    (
        "x-amz-checksum-xxhash128",
        "XXHASH128",
        rare(RareSet { xxhash128: true, ..RareSet::NONE }),
        |digests| digests.rare.as_ref()?.xxhash128.map(|sum| sum.to_be_bytes().to_vec()),
    ),
];

/// Holds the body against what its headers declare; refuses it when the operation requires a
/// declaration and there is none.
pub fn check(
    headers: &HeaderMap,
    service: &Service,
    operation: &Operation,
    body: &Bytes,
) -> Result<(), ApiError> {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or(""));
    let mut is_declared = false;
    // Most requests declare nothing: to see that costs less than one look-up.
    let declares = headers.keys().any(|name| {
        let name = name.as_str();
        name == "content-md5" || name.starts_with("x-amz-checksum-")
    });
    if !declares && !operation.checksum_required {
        return Ok(());
    }
    if let Some(claimed) = text("content-md5") {
        is_declared = true;
        let claimed = BASE64.decode(claimed).ok().filter(|sum| sum.len() == 16);
        let claimed = claimed.ok_or_else(|| {
            ApiError::new("InvalidDigest", "The Content-MD5 you specified was invalid.")
        })?;
        if Digests::of(body, NONE).md5[..] != claimed[..] {
            return Err(mismatch("Content-MD5", "what we received"));
        }
    }
    for (header, name, set, sum) in ALGORITHMS {
        let Some(claimed) = text(header) else { continue };
        if is_member(service, operation, header) {
            continue;
        }
        is_declared = true;
        let computed = sum(&Digests::of(body, set)).expect("the set asks for it");
        let Ok(claimed) = BASE64.decode(claimed) else { return Err(invalid_value(header)) };
        if claimed.len() != computed.len() {
            return Err(invalid_value(header));
        }
        if claimed != computed {
            return Err(mismatch(name, "the calculated checksum"));
        }
    }
    if operation.checksum_required && !is_declared && !LENIENT.contains(&operation.name) {
        return Err(ApiError::new(
            "InvalidRequest",
            "Missing required header for this request: Content-MD5 OR x-amz-checksum-*",
        ));
    }
    Ok(())
}

/// What an operation has as a member speaks of something else than this body: of the whole
/// object, when an upload in parts is completed.
fn is_member(service: &Service, operation: &Operation, header: &str) -> bool {
    let members = operation.input.map_or(&[][..], |shape| service.shape(shape).members());
    members.iter().any(|member| {
        member.location == Location::Header && member.wire_name().eq_ignore_ascii_case(header)
    })
}

fn mismatch(name: &str, against: &str) -> ApiError {
    ApiError::new("BadDigest", format!("The {name} you specified did not match {against}."))
}

fn invalid_value(header: &str) -> ApiError {
    ApiError::new("InvalidRequest", format!("Value for {header} header is invalid."))
}
