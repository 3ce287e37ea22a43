//! What a client says of an object when it makes it: system and user metadata, storage class.
//! And what is refused: members of the model on which Nephele does not act.
//!
//! PutObject, CopyObject and CreateMultipartUpload carry the same members under the same names,
//! so this reads plain inputs.

use kernel::{ApiError, Struct};

use crate::errors;
use crate::kms;
use crate::limits::USER_METADATA_BYTES_MAX;
use crate::state::AttributesRow;
use crate::storage_class;

/// Members and the headers that carry them.
const UNIMPLEMENTED: [(&str, &str); 9] = [
    ("ObjectLockEventHold", "x-amz-object-lock-event-hold"),
    ("ObjectLockEventHoldDurationDays", "x-amz-object-lock-event-hold-duration-days"),
    ("ObjectLockEventHoldDurationYears", "x-amz-object-lock-event-hold-duration-years"),
    ("WriteOffsetBytes", "x-amz-write-offset-bytes"),
    // Conditions of directory buckets.
    ("IfMatchInitiatedTime", "x-amz-if-match-initiated-time"),
    ("IfMatchLastModifiedTime", "x-amz-if-match-last-modified-time"),
    ("IfMatchSize", "x-amz-if-match-size"),
    ("LastModifiedTime", "LastModifiedTime"),
    ("Size", "Size"),
];

/// Refuses what is not implemented, rather than to pass it over in silence.
pub fn refuse_unimplemented(input: &Struct) -> Result<(), ApiError> {
    let present = UNIMPLEMENTED.iter().find(|(member, _)| input.get(member).is_some());
    if let Some((_, header)) = present {
        return Err(errors::not_implemented(header));
    }
    match input.str("ServerSideEncryption") {
        None | Some("AES256" | kms::ALGORITHM | kms::DOUBLE) => Ok(()),
        Some("aws:fsx" | "aws:backup") => {
            Err(errors::not_implemented("x-amz-server-side-encryption"))
        }
        Some(other) => Err(errors::invalid_argument(
            "x-amz-server-side-encryption",
            other,
            "The encryption method specified is not supported",
        )),
    }
}

/// Reads everything that a client says of a new object.
pub fn read(input: &Struct) -> Result<AttributesRow, ApiError> {
    let text = |member: &str| input.str(member).map(str::to_owned);
    let redirect = text("WebsiteRedirectLocation");
    if let Some(location) = &redirect
        && !["/", "http://", "https://"].iter().any(|start| location.starts_with(start))
    {
        return Err(ApiError::new(
            "InvalidRedirectLocation",
            "The website redirect location must have a prefix of 'http://' or 'https://' or '/'.",
        ));
    }
    Ok(AttributesRow {
        cache_control: text("CacheControl"),
        content_disposition: text("ContentDisposition"),
        content_encoding: text("ContentEncoding").and_then(without_framing),
        content_language: text("ContentLanguage"),
        content_type: text("ContentType").filter(|kind| !kind.is_empty()),
        expires: text("Expires"),
        website_redirect_location: redirect,
        storage_class: storage_class::read(input)?,
        metadata: metadata(input)?,
    })
}

/// `aws-chunked` is the framing of the request, not of the object.
fn without_framing(encoding: String) -> Option<String> {
    if !encoding.contains("aws-chunked") {
        return Some(encoding);
    }
    let kept: Vec<&str> =
        encoding.split(',').map(str::trim).filter(|word| *word != "aws-chunked").collect();
    (!kept.is_empty()).then(|| kept.join(","))
}

fn metadata(input: &Struct) -> Result<Vec<(String, String)>, ApiError> {
    let Some(given) = input.structure("Metadata") else { return Ok(Vec::new()) };
    let mut pairs = Vec::with_capacity(given.len());
    let mut size = 0;
    for (name, value) in given.iter() {
        let value = value.as_str().unwrap_or("");
        size += name.len() + value.len();
        if size > USER_METADATA_BYTES_MAX {
            return Err(errors::metadata_too_large(size));
        }
        pairs.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    Ok(pairs)
}

impl AttributesRow {
    /// Puts the metadata into an answer to GetObject or HeadObject.
    pub fn show(&self, output: &mut Struct) {
        let members = [
            ("CacheControl", &self.cache_control),
            ("ContentDisposition", &self.content_disposition),
            ("ContentEncoding", &self.content_encoding),
            ("ContentLanguage", &self.content_language),
            ("Expires", &self.expires),
            ("WebsiteRedirectLocation", &self.website_redirect_location),
            ("StorageClass", &self.storage_class),
        ];
        for (member, value) in members {
            if let Some(value) = value {
                output.set(member, value);
            }
        }
        // What AWS gives objects whose client named no type.
        output.set("ContentType", self.content_type.as_deref().unwrap_or("binary/octet-stream"));
        if !self.metadata.is_empty() {
            let pairs = self.metadata.iter();
            let metadata: Struct =
                pairs.map(|(name, value)| (name.clone(), value.as_str())).collect();
            output.set("Metadata", metadata);
        }
    }

    /// As listings show it.
    pub fn class(&self) -> &str {
        self.storage_class.as_deref().unwrap_or("STANDARD")
    }
}
