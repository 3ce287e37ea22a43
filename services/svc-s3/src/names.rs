//! Names: of buckets, and the ids of versions, uploads and owners.
//!
//! Version and upload ids are 32 characters, which say (sequence, random number): the sequence
//! leads to the row, the random number makes the id impossible to guess.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::{AccountId, ApiError, Region};

use crate::errors;
use crate::limits;
use crate::state::Nonce;

/// The id of versions made while versioning was not on.
pub const NULL_VERSION: &str = "null";

/// Source: S3 User Guide, "General purpose bucket naming rules".
pub fn is_valid_bucket_name(name: &str) -> bool {
    const RESERVED_STARTS: [&str; 3] = ["xn--", "sthree-", "amzn-s3-demo-"];
    const RESERVED_ENDS: [&str; 5] = ["-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3"];
    let bytes = name.as_bytes();
    let is_plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    (limits::BUCKET_NAME_LEN_MIN..=limits::BUCKET_NAME_LEN_MAX).contains(&bytes.len())
        && bytes.iter().all(|byte| is_plain(byte) || matches!(byte, b'.' | b'-'))
        && bytes.first().is_some_and(is_plain)
        && bytes.last().is_some_and(is_plain)
        && !name.contains("..")
        && !is_address(name)
        && !RESERVED_STARTS.iter().any(|start| name.starts_with(start))
        && !RESERVED_ENDS.iter().any(|end| name.ends_with(end))
}

/// The end of names in an account's own namespace of a region, which are the account's alone.
///
/// Source: S3 User Guide, "Account regional namespace naming rules".
const ACCOUNT_REGIONAL_END: &str = "-an";

/// Whether it is a name `prefix-account-region-an` of this account and region.
pub fn is_of_account(name: &str, account: AccountId, region: Region) -> bool {
    let end = format!("-{account}-{region}{ACCOUNT_REGIONAL_END}");
    name.strip_suffix(&end).is_some_and(|prefix| !prefix.is_empty())
}

/// Whether it is such a name, of whatever account and region.
pub fn is_account_regional(name: &str) -> bool {
    let Some(rest) = name.strip_suffix(ACCOUNT_REGIONAL_END) else { return false };
    let mut dashes = rest.match_indices('-').map(|(at, _)| at);
    dashes.any(|at| {
        let (account, region) = rest[at + 1..].split_once('-').unwrap_or_default();
        at > 0 && AccountId::parse(account).is_some() && Region::parse(region).is_some()
    })
}

/// Formatted as an IPv4 address.
fn is_address(name: &str) -> bool {
    let parts: Vec<&str> = name.split('.').collect();
    parts.len() == 4
        && parts.iter().all(|part| {
            (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        })
}

pub fn check_key(key: &str) -> Result<(), ApiError> {
    if key.len() > limits::KEY_BYTES_MAX {
        return Err(errors::key_too_long(key.len()));
    }
    Ok(())
}

pub fn encode_id(sequence: u64, nonce: &Nonce) -> String {
    let mut bytes = Vec::with_capacity(24);
    bytes.extend_from_slice(&sequence.to_be_bytes());
    bytes.extend_from_slice(nonce.as_ref());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// `None` for a text that no id looks like.
pub fn decode_id(text: &str) -> Option<(u64, Nonce)> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (sequence, nonce) = bytes.split_first_chunk::<8>()?;
    let nonce: [u8; 16] = nonce.try_into().ok()?;
    Some((u64::from_be_bytes(*sequence), Nonce::from(nonce)))
}

/// What a version id refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionId {
    Null,
    Made { sequence: u64, nonce: Nonce },
}

pub fn parse_version_id(text: &str) -> Result<VersionId, ApiError> {
    if text == NULL_VERSION {
        return Ok(VersionId::Null);
    }
    match decode_id(text) {
        Some((sequence, nonce)) => Ok(VersionId::Made { sequence, nonce }),
        None if text.is_empty() => Err(errors::invalid_argument(
            "versionId",
            text,
            "Version id cannot be the empty string",
        )),
        None => Err(errors::invalid_argument("versionId", text, "Invalid version id specified")),
    }
}

/// As listings write keys when the client asks for `encoding-type=url`: what is not plain is
/// percent-encoded, a space is a plus, a slash stays.
pub fn url_encode(text: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const SET: &AsciiSet = &NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'*')
        .remove(b'/')
        .remove(b' ');
    utf8_percent_encode(text, SET).to_string().replace(' ', "+")
}
