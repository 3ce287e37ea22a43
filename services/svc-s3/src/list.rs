//! ListObjectsV2 and ListObjects.

use kernel::view::List;
use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::access;
use crate::api::{
    CommonPrefixBuilder, ListObjectsInput, ListObjectsOutput, ListObjectsV2Input,
    ListObjectsV2Output, ObjectBuilder, RestoreStatusBuilder,
};
use crate::bucket::{self, Bucket};
use crate::checksum::e_tag;
use crate::errors;
use crate::limits::{COUNT_MAX, PAGE_MAX};
use crate::names::url_encode;
use crate::state::{CURRENT, ObjectRow, VersionRow};
use crate::walk::{Asked, Entry, Page, Source, Start, walk};

const V2: &str = "ListObjectsV2";

/// How keys are written: as they are, or encoded for XML 1.0, which has no control characters.
#[derive(Clone, Copy, Debug)]
pub struct Encoding {
    is_url: bool,
}

impl Encoding {
    pub fn read(encoding_type: Option<&str>) -> Result<Encoding, ApiError> {
        match encoding_type {
            None => Ok(Encoding { is_url: false }),
            Some("url") => Ok(Encoding { is_url: true }),
            Some(other) => Err(errors::invalid_argument(
                "encoding-type",
                other,
                "Invalid Encoding Method specified in Request",
            )),
        }
    }

    pub fn write(self, text: &str) -> String {
        if self.is_url { url_encode(text) } else { text.to_owned() }
    }

    pub fn name(self) -> Option<&'static str> {
        self.is_url.then_some("url")
    }
}

/// How many entries a page may have: what was asked, at most 1,000.
pub fn page_max(name: &'static str, given: Option<i64>) -> Result<usize, ApiError> {
    let given = given.unwrap_or(PAGE_MAX as i64);
    if !(0..=COUNT_MAX).contains(&given) {
        let message = format!("Argument {name} must be an integer between 0 and {COUNT_MAX}");
        return Err(errors::invalid_argument(name, &given.to_string(), &message));
    }
    Ok((given as usize).min(PAGE_MAX))
}

pub fn common_prefixes(prefixes: &[String], encoding: Encoding) -> Vec<CommonPrefixBuilder> {
    let builder = |prefix: &String| CommonPrefixBuilder::new().prefix(encoding.write(prefix));
    prefixes.iter().map(builder).collect()
}

/// Separates the two kinds of entries.
pub fn split<T>(entries: Vec<Entry<T>>) -> (Vec<(String, T)>, Vec<String>) {
    let (mut items, mut prefixes) = (Vec::new(), Vec::new());
    for entry in entries {
        match entry {
            Entry::Item(key, item) => items.push((key, item)),
            Entry::CommonPrefix(prefix) => prefixes.push(prefix),
        }
    }
    (items, prefixes)
}

fn read_page(
    ctx: &Ctx,
    bucket: &Bucket,
    start: Start,
    asked: Asked<'_>,
) -> Result<Page<VersionRow>, ApiError> {
    let id = bucket.row.id;
    let open = |start: &Start| -> Source<'_, VersionRow> {
        let range = Range::within(&(id,)).starting_with(asked.prefix);
        let range = match start {
            Start::Beginning => range,
            Start::AfterKey(key) | Start::AfterEntry(key, _) => range.after(&(id, key.as_str())),
            Start::AfterPrefix(prefix) => range.after_starting_with(prefix),
        };
        let rows = ctx.table(&CURRENT).scan(&range);
        Box::new(rows.map(|row| row.map(|((_, key), row)| (key, row))))
    };
    walk(open, start, asked)
}

/// The key or common prefix with which a page ends.
fn last_name(page: &Page<VersionRow>) -> Option<&str> {
    page.entries.last().map(|entry| match entry {
        Entry::Item(name, _) | Entry::CommonPrefix(name) => name.as_str(),
    })
}

/// What a listing tells of each object.
#[derive(Clone, Copy)]
struct Shown {
    encoding: Encoding,
    owner: bool,
    /// Asked for by `x-amz-optional-object-attributes`.
    restore: bool,
}

impl Shown {
    fn read(
        encoding: Encoding,
        owner: bool,
        optional: Option<List<'_, &str>>,
    ) -> Result<Shown, ApiError> {
        let restore = asks_restore(optional)?;
        Ok(Shown { encoding, owner, restore })
    }
}

/// Whether a listing is asked for the state of restored copies.
pub fn asks_restore(optional: Option<List<'_, &str>>) -> Result<bool, ApiError> {
    let names = optional.map_or(Vec::new(), List::to_vec);
    if let Some(unknown) = names.iter().find(|name| **name != "RestoreStatus") {
        return Err(errors::invalid_argument(
            "x-amz-optional-object-attributes",
            unknown,
            "Invalid attribute name specified",
        ));
    }
    Ok(!names.is_empty())
}

pub fn restore_status(ctx: &Ctx, object: &ObjectRow) -> Option<RestoreStatusBuilder> {
    let restore = object.restore()?;
    let is_ongoing = restore.is_ongoing(ctx.now());
    let expires = (!is_ongoing).then(|| Timestamp::from_micros(restore.expires_us));
    Some(
        RestoreStatusBuilder::new().is_restore_in_progress(is_ongoing).restore_expiry_date(expires),
    )
}

fn contents(
    ctx: &Ctx,
    bucket: &Bucket,
    items: Vec<(String, VersionRow)>,
    shown: Shown,
) -> Vec<ObjectBuilder> {
    let items = items.into_iter().map(|(key, row)| {
        let object = row.object.expect("only objects are current");
        ObjectBuilder::new()
            .key(shown.encoding.write(&key))
            .restore_status(if shown.restore { restore_status(ctx, &object) } else { None })
            .last_modified(bucket::seconds(row.modified_us))
            .e_tag(e_tag(&object.md5, object.parts_count))
            .checksum_algorithm([object.checksum.algorithm.name()])
            .checksum_type(object.checksum.kind.name())
            .size(object.size)
            .storage_class(object.attributes.class())
            .owner(shown.owner.then(|| bucket::owner(object.owner(bucket))))
    });
    items.collect()
}

pub fn list_objects_v2(
    ctx: &mut Ctx,
    input: ListObjectsV2Input<'_>,
) -> Result<ListObjectsV2Output, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let encoding = Encoding::read(input.encoding_type())?;
    let max = page_max("max-keys", input.max_keys())?;
    let prefix = input.prefix().unwrap_or("");
    let delimiter = input.delimiter().unwrap_or("");
    let start = match (input.continuation_token(), input.start_after()) {
        (Some(token), _) => read_token(token)?,
        (None, Some(key)) if !key.is_empty() => Start::AfterKey(key.to_owned()),
        _ => Start::Beginning,
    };
    let page = read_page(ctx, &bucket, start, Asked { prefix, delimiter, max })?;
    let is_truncated = page.is_truncated;
    let token = page.entries.last().filter(|_| is_truncated).map(write_token);
    let key_count = page.entries.len();
    let (items, prefixes) = split(page.entries);
    let shows_owner = input.fetch_owner() == Some(true);
    let shown = Shown::read(encoding, shows_owner, input.optional_object_attributes())?;
    Ok(ListObjectsV2Output::new()
        .request_charged(access::charged(ctx, &bucket, input.request_payer()))
        .name(&bucket.name)
        .prefix(encoding.write(prefix))
        .delimiter(input.delimiter().map(|delimiter| encoding.write(delimiter)))
        .max_keys(max)
        .key_count(key_count)
        .is_truncated(is_truncated)
        .continuation_token(input.continuation_token())
        .next_continuation_token(token)
        .start_after(input.start_after().map(|key| encoding.write(key)))
        .encoding_type(encoding.name())
        .contents(contents(ctx, &bucket, items, shown))
        .common_prefixes(common_prefixes(&prefixes, encoding)))
}

// A token's position is a kind and a name.
const AFTER_KEY: u8 = b'K';
const AFTER_PREFIX: u8 = b'P';

fn write_token(last: &Entry<VersionRow>) -> String {
    let (kind, name) = match last {
        Entry::Item(key, _) => (AFTER_KEY, key),
        Entry::CommonPrefix(prefix) => (AFTER_PREFIX, prefix),
    };
    page::encode(V2, &[&[kind], name.as_bytes()].concat())
}

fn read_token(token: &str) -> Result<Start, ApiError> {
    let parse = || {
        let position = page::decode(V2, token)?;
        let (kind, name) = position.split_first()?;
        let name = String::from_utf8(name.to_vec()).ok()?;
        match *kind {
            AFTER_KEY => Some(Start::AfterKey(name)),
            AFTER_PREFIX => Some(Start::AfterPrefix(name)),
            _ => None,
        }
    };
    parse().ok_or_else(|| {
        errors::invalid_argument(
            "continuation-token",
            token,
            "The continuation token provided is incorrect",
        )
    })
}

pub fn list_objects(
    ctx: &mut Ctx,
    input: ListObjectsInput<'_>,
) -> Result<ListObjectsOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let encoding = Encoding::read(input.encoding_type())?;
    let max = page_max("max-keys", input.max_keys())?;
    let prefix = input.prefix().unwrap_or("");
    let delimiter = input.delimiter().unwrap_or("");
    let marker = input.marker().unwrap_or("");
    let start = match marker {
        "" => Start::Beginning,
        marker => Start::AfterKey(marker.to_owned()),
    };
    let page = read_page(ctx, &bucket, start, Asked { prefix, delimiter, max })?;
    let is_truncated = page.is_truncated;
    // AWS names the next marker only where clients cannot see it in the last key.
    let shows_next = is_truncated && !delimiter.is_empty();
    let next = last_name(&page).filter(|_| shows_next).map(|name| encoding.write(name));
    let (items, prefixes) = split(page.entries);
    let shown = Shown::read(encoding, true, input.optional_object_attributes())?;
    Ok(ListObjectsOutput::new()
        .request_charged(access::charged(ctx, &bucket, input.request_payer()))
        .name(&bucket.name)
        .prefix(encoding.write(prefix))
        .marker(encoding.write(marker))
        .next_marker(next)
        .delimiter(input.delimiter().map(|delimiter| encoding.write(delimiter)))
        .max_keys(max)
        .is_truncated(is_truncated)
        .encoding_type(encoding.name())
        .contents(contents(ctx, &bucket, items, shown))
        .common_prefixes(common_prefixes(&prefixes, encoding)))
}
