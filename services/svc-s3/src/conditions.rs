//! Conditional requests and ranges.
//!
//! Source: S3 User Guide, "Conditional requests"; RFC 9110 sections 13 and 14. Everything here is
//! pure.

use kernel::{ApiError, Timestamp};

use crate::errors;

/// The conditions of a read, or of the source of a copy.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadConditions<'a> {
    pub if_match: Option<&'a str>,
    pub if_none_match: Option<&'a str>,
    pub if_modified_since: Option<Timestamp>,
    pub if_unmodified_since: Option<Timestamp>,
}

/// Which condition does not hold, and what that comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// 412.
    Failed(&'static str),
    /// 304 for reads, 412 for copies.
    NotModified(&'static str),
}

impl ReadConditions<'_> {
    /// In the order of RFC 9110 section 13.2.2: an ETag's condition overrides the date's.
    pub fn check(&self, e_tag: &str, modified: Timestamp) -> Result<(), Refused> {
        if let Some(wanted) = self.if_match {
            if !is_listed(wanted, e_tag) {
                return Err(Refused::Failed("If-Match"));
            }
        } else if self.if_unmodified_since.is_some_and(|since| modified.secs() > since.secs()) {
            return Err(Refused::Failed("If-Unmodified-Since"));
        }
        if let Some(known) = self.if_none_match {
            if is_listed(known, e_tag) {
                return Err(Refused::NotModified("If-None-Match"));
            }
        } else if self.if_modified_since.is_some_and(|since| modified.secs() <= since.secs()) {
            return Err(Refused::NotModified("If-Modified-Since"));
        }
        Ok(())
    }
}

/// Whether an ETag is among those of a header: `*`, or a list in which quotes may be missing.
fn is_listed(header: &str, e_tag: &str) -> bool {
    let bare = |text: &str| text.trim().trim_start_matches("W/").trim_matches('"').to_owned();
    header.trim() == "*" || header.split(',').any(|wanted| bare(wanted) == bare(e_tag))
}

/// Holds the conditions of a write against the object that is there now.
pub fn check_write(
    if_match: Option<&str>,
    if_none_match: Option<&str>,
    key: &str,
    existing: Option<&str>,
) -> Result<(), ApiError> {
    if if_match.is_some() && if_none_match.is_some() {
        return Err(errors::not_implemented("If-Match,If-None-Match"));
    }
    if let Some(none) = if_none_match {
        if none.trim() != "*" {
            return Err(errors::not_implemented("If-None-Match"));
        }
        if existing.is_some() {
            return Err(errors::precondition_failed("If-None-Match"));
        }
    }
    if let Some(wanted) = if_match {
        let Some(e_tag) = existing else { return Err(errors::no_such_key(key)) };
        if !is_listed(wanted, e_tag) {
            return Err(errors::precondition_failed("If-Match"));
        }
    }
    Ok(())
}

/// What a `Range` header asks of an object of `size` bytes: `from..to`, or `None` where the
/// header is to be ignored and the whole object is the answer.
pub fn range(header: &str, size: u64) -> Result<Option<(u64, u64)>, ApiError> {
    let Some(spec) = header.trim().strip_prefix("bytes=") else { return Ok(None) };
    // S3 does not serve several ranges at once; it sends everything.
    let Some((first, last)) = spec.split_once('-').filter(|_| !spec.contains(',')) else {
        return Ok(None);
    };
    let (first, last) = (first.trim(), last.trim());
    let unsatisfiable = || errors::invalid_range(header, size);
    if first.is_empty() {
        let Ok(count) = last.parse::<u64>() else { return Ok(None) };
        if count == 0 || size == 0 {
            return Err(unsatisfiable());
        }
        return Ok(Some((size.saturating_sub(count), size)));
    }
    let Ok(from) = first.parse::<u64>() else { return Ok(None) };
    let to = if last.is_empty() {
        size
    } else {
        let Ok(last) = last.parse::<u64>() else { return Ok(None) };
        if last < from {
            return Ok(None);
        }
        last.saturating_add(1).min(size)
    };
    if from >= size {
        return Err(unsatisfiable());
    }
    Ok(Some((from, to)))
}

/// The range of a copy's source must be whole and lie within the source.
/// Source: S3 API Reference, UploadPartCopy, `x-amz-copy-source-range`.
pub fn copy_range(header: &str, size: u64) -> Result<(u64, u64), ApiError> {
    let wrong_form = || {
        errors::invalid_argument(
            "x-amz-copy-source-range",
            header,
            "The x-amz-copy-source-range value must be of the form bytes=first-last where first \
             and last are the zero-based offsets of the first and last bytes to copy",
        )
    };
    let spec = header.strip_prefix("bytes=").ok_or_else(wrong_form)?;
    let (first, last) = spec.split_once('-').ok_or_else(wrong_form)?;
    let (Ok(first), Ok(last)) = (first.parse::<u64>(), last.parse::<u64>()) else {
        return Err(wrong_form());
    };
    if last < first {
        return Err(wrong_form());
    }
    if last >= size {
        let message = format!("Range specified is not valid for source object of size: {size}");
        return Err(errors::invalid_argument("x-amz-copy-source-range", header, &message));
    }
    Ok((first, last + 1))
}
