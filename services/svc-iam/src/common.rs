//! What most operations need: ids, paths, times, tags, pages, documents.

use auth::directory::{self, Tags};
use kernel::view::List;
use kernel::{ApiError, Ctx, Timestamp, page};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use policy::{Kind, Policy};

use crate::api::permissions_boundary_attachment_type::PERMISSIONS_BOUNDARY_POLICY;
use crate::api::{AttachedPermissionsBoundaryBuilder, Tag, TagBuilder};
use crate::errors;
use crate::limits::{PAGE_DEFAULT, TAGS_MAX};

/// What RFC 3986 leaves as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A unique id: the letters of its kind and 17 of chance.
pub fn new_id(ctx: &mut Ctx<'_>, kind: &str) -> String {
    format!("{kind}{}", ctx.chance().base32(17).to_ascii_uppercase())
}

pub fn time(micros: i64) -> Timestamp {
    // IAM tells whole seconds.
    Timestamp::from_secs(Timestamp::from_micros(micros).secs())
}

pub fn path(given: Option<&str>) -> String {
    given.unwrap_or("/").to_owned()
}

/// The ARN of something in the call's account.
pub fn arn(ctx: &Ctx<'_>, kind: &str, path: &str, name: &str) -> String {
    directory::arn(ctx.region().partition(), ctx.account().as_str(), kind, path, name)
}

/// Documents are answered URL-encoded ([A] GetRolePolicy: "compliant with RFC 3986").
pub fn encode(document: &str) -> String {
    utf8_percent_encode(document, ENCODED).to_string()
}

/// White space does not count.
pub fn chars(document: &str) -> usize {
    document.chars().filter(|character| !character.is_whitespace()).count()
}

pub fn parse_identity_policy(document: &str) -> Result<Policy, ApiError> {
    Policy::parse(document, Kind::Identity).map_err(|error| errors::malformed_policy(&error))
}

pub fn boundary(arn: Option<&String>) -> Option<AttachedPermissionsBoundaryBuilder> {
    arn.map(|arn| {
        AttachedPermissionsBoundaryBuilder::new()
            .permissions_boundary_type(PERMISSIONS_BOUNDARY_POLICY)
            .permissions_boundary_arn(arn)
    })
}

// Tags.

/// Adds tags to those that are there.
pub fn add_tags(tags: &mut Tags, given: List<'_, Tag<'_>>) -> Result<(), ApiError> {
    let mut seen: Vec<String> = Vec::new();
    for tag in given {
        let folded = tag.key().to_lowercase();
        if folded.starts_with("aws:") {
            return Err(errors::reserved_tag());
        }
        if seen.contains(&folded) {
            return Err(errors::duplicate_tags());
        }
        // Keys keep their case and are told apart without it.
        tags.retain(|key, _| key.to_lowercase() != folded);
        tags.insert(tag.key().to_owned(), tag.value().to_owned());
        seen.push(folded);
    }
    if tags.len() > TAGS_MAX {
        return Err(errors::too_many_tags());
    }
    Ok(())
}

pub fn new_tags(given: Option<List<'_, Tag<'_>>>) -> Result<Tags, ApiError> {
    let mut tags = Tags::new();
    if let Some(given) = given {
        add_tags(&mut tags, given)?;
    }
    Ok(tags)
}

pub fn remove_tags(tags: &mut Tags, keys: List<'_, &str>) {
    for key in keys {
        let folded = key.to_lowercase();
        tags.retain(|own, _| own.to_lowercase() != folded);
    }
}

pub fn show_tags(tags: &Tags) -> Vec<TagBuilder> {
    tags.iter().map(|(key, value)| TagBuilder::new().key(key).value(value)).collect()
}

/// As [`show_tags`]; lists of none are left out.
pub fn show_tags_if_any(tags: &Tags) -> Option<Vec<TagBuilder>> {
    (!tags.is_empty()).then(|| show_tags(tags))
}

// Pages.

/// Where a page begins and how long it may be.
#[derive(Debug)]
pub struct Page {
    operation: &'static str,
    pub max: usize,
    /// The key of the last entry of the page before.
    pub after: Option<String>,
}

/// A page that was cut, and the marker of the next.
#[derive(Debug)]
pub struct Cut<T> {
    pub items: Vec<T>,
    pub marker: Option<String>,
}

impl<T> Cut<T> {
    pub fn is_truncated(&self) -> bool {
        self.marker.is_some()
    }
}

impl Page {
    pub fn read(
        operation: &'static str,
        marker: Option<&str>,
        max_items: Option<i64>,
    ) -> Result<Page, ApiError> {
        let after = match marker {
            None => None,
            Some(marker) => {
                let key = page::decode(operation, marker);
                let key = key.and_then(|key| String::from_utf8(key).ok());
                Some(key.ok_or_else(errors::invalid_marker)?)
            }
        };
        let max = max_items.map_or(PAGE_DEFAULT, |max| max as usize);
        Ok(Page { operation, max, after })
    }

    /// Cuts entries with their keys, of which there may be more than the page takes. They come in
    /// the order of their keys and begin after [`Page::after`].
    pub fn cut<T>(&self, mut entries: Vec<(String, T)>) -> Cut<T> {
        let has_more = entries.len() > self.max;
        entries.truncate(self.max);
        let last = entries.last().filter(|_| has_more);
        let marker = last.map(|(key, _)| page::encode(self.operation, key.as_bytes()));
        Cut { items: entries.into_iter().map(|(_, item)| item).collect(), marker }
    }

    /// Cuts a list that is whole: entries in the order of their keys.
    pub fn cut_whole<T>(&self, entries: impl IntoIterator<Item = (String, T)>) -> Cut<T> {
        let is_later = |key: &String| self.after.as_ref().is_none_or(|after| key > after);
        let rest = entries.into_iter().filter(|(key, _)| is_later(key));
        self.cut(rest.take(self.max + 1).collect())
    }
}

pub fn starts_with_path(path: &str, prefix: Option<&str>) -> bool {
    prefix.is_none_or(|prefix| path.starts_with(prefix))
}
