//! ListObjectVersions.

use std::iter::Peekable;

use kernel::{ApiError, Ctx};
use store::{Range, StoreError};

use crate::access;
use crate::api::{
    DeleteMarkerEntryBuilder, ListObjectVersionsInput, ListObjectVersionsOutput,
    ObjectVersionBuilder, RestoreStatusBuilder,
};
use crate::bucket::{self, Bucket};
use crate::checksum::e_tag;
use crate::errors;
use crate::list::{self, Encoding, common_prefixes, page_max, split};
use crate::names::{self, VersionId};
use crate::state::{CURRENT, NULLS, VERSIONS, VersionRow};
use crate::versions;
use crate::walk::{Asked, Entry, Source, Start, walk};

pub fn list_object_versions(
    ctx: &mut Ctx,
    input: ListObjectVersionsInput<'_>,
) -> Result<ListObjectVersionsOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let encoding = Encoding::read(input.encoding_type())?;
    let max = page_max("max-keys", input.max_keys())?;
    let prefix = input.prefix().unwrap_or("");
    let delimiter = input.delimiter().unwrap_or("");
    let start = read_start(ctx, &bucket, input.key_marker(), input.version_id_marker())?;
    let open = |start: &Start| source(ctx, &bucket, prefix, start);
    let page = walk(open, start, Asked { prefix, delimiter, max })?;
    let asks_restore = list::asks_restore(input.optional_object_attributes())?;
    let is_truncated = page.is_truncated;
    let (next_key, next_version) = match page.entries.last().filter(|_| is_truncated) {
        Some(Entry::Item(key, row)) => (Some(encoding.write(key)), Some(row.version_id())),
        Some(Entry::CommonPrefix(prefix)) => (Some(encoding.write(prefix)), None),
        None => (None, None),
    };
    let (items, prefixes) = split(page.entries);
    let (mut objects, mut markers) = (Vec::new(), Vec::new());
    let mut earlier: Option<&str> = None;
    for (key, row) in &items {
        let is_first = earlier != Some(key.as_str());
        earlier = Some(key);
        // A page may begin amid the versions of a key.
        let is_resumed = input.key_marker() == Some(key);
        let is_latest = is_first && (!is_resumed || is_newest(ctx, &bucket, key, row)?);
        let restore = if asks_restore { row.object.as_ref() } else { None };
        let restore = restore.and_then(|object| list::restore_status(ctx, object));
        add(&bucket, (key, row), (is_latest, restore), encoding, &mut objects, &mut markers);
    }
    Ok(ListObjectVersionsOutput::new()
        .request_charged(access::charged(ctx, &bucket, input.request_payer()))
        .name(&bucket.name)
        .prefix(encoding.write(prefix))
        .delimiter(input.delimiter().map(|delimiter| encoding.write(delimiter)))
        .key_marker(encoding.write(input.key_marker().unwrap_or("")))
        .version_id_marker(input.version_id_marker().unwrap_or(""))
        .next_key_marker(next_key)
        .next_version_id_marker(next_version)
        .max_keys(max)
        .is_truncated(is_truncated)
        .encoding_type(encoding.name())
        .versions(objects)
        .delete_markers(markers)
        .common_prefixes(common_prefixes(&prefixes, encoding)))
}

fn add(
    bucket: &Bucket,
    (key, row): (&str, &VersionRow),
    (is_latest, restore): (bool, Option<RestoreStatusBuilder>),
    encoding: Encoding,
    objects: &mut Vec<ObjectVersionBuilder>,
    markers: &mut Vec<DeleteMarkerEntryBuilder>,
) {
    let modified = bucket::seconds(row.modified_us);
    match &row.object {
        Some(object) => objects.push(
            ObjectVersionBuilder::new()
                .key(encoding.write(key))
                .version_id(row.version_id())
                .is_latest(is_latest)
                .last_modified(modified)
                .e_tag(e_tag(&object.md5, object.parts_count))
                .checksum_algorithm([object.checksum.algorithm.name()])
                .checksum_type(object.checksum.kind.name())
                .size(object.size)
                .storage_class(object.attributes.class())
                .restore_status(restore)
                .owner(bucket::owner(object.owner(bucket))),
        ),
        None => markers.push(
            DeleteMarkerEntryBuilder::new()
                .key(encoding.write(key))
                .version_id(row.version_id())
                .is_latest(is_latest)
                .last_modified(modified)
                .owner(bucket::owner(bucket.owner())),
        ),
    }
}

fn is_newest(ctx: &Ctx, bucket: &Bucket, key: &str, row: &VersionRow) -> Result<bool, ApiError> {
    Ok(versions::newest(ctx, bucket, key)?.is_some_and(|it| it.sequence == row.sequence))
}

fn read_start(
    ctx: &Ctx,
    bucket: &Bucket,
    key_marker: Option<&str>,
    version_id_marker: Option<&str>,
) -> Result<Start, ApiError> {
    let key_marker = key_marker.filter(|key| !key.is_empty());
    let refuse = |marker: &str, message: &str| {
        Err(errors::invalid_argument("version-id-marker", marker, message))
    };
    if key_marker.is_some() && version_id_marker == Some("") {
        return refuse("", "A version-id marker cannot be empty.");
    }
    let version_id_marker = version_id_marker.filter(|id| !id.is_empty());
    let Some(key) = key_marker else {
        return match version_id_marker {
            None => Ok(Start::Beginning),
            Some(marker) => {
                refuse(marker, "A version-id marker cannot be specified without a key marker.")
            }
        };
    };
    let after_key = Start::AfterKey(key.to_owned());
    let Some(marker) = version_id_marker else { return Ok(after_key) };
    let Ok(id) = names::parse_version_id(marker) else {
        return refuse(marker, "Invalid version id specified");
    };
    let sequence = match id {
        VersionId::Made { sequence, .. } => Some(sequence),
        VersionId::Null => match versions::current(ctx, bucket, key)? {
            Some(row) if row.nonce.is_none() => Some(row.sequence),
            _ => ctx.table(&NULLS).get(&(bucket.row.id, key))?,
        },
    };
    Ok(sequence.map_or(after_key, |sequence| Start::AfterEntry(key.to_owned(), sequence)))
}

/// Current and old versions as one sequence: by key, newest first.
fn source<'s>(
    ctx: &'s Ctx,
    bucket: &Bucket,
    prefix: &str,
    start: &Start,
) -> Source<'s, VersionRow> {
    let id = bucket.row.id;
    let current = Range::within(&(id,)).starting_with(prefix);
    let old = Range::within(&(id,)).starting_with(prefix);
    let (current, old, passed) = match start {
        Start::Beginning => (current, old, None),
        Start::AfterKey(key) => {
            (current.after(&(id, key.as_str())), old.after(&(id, key.as_str())), None)
        }
        Start::AfterPrefix(passed) => {
            (current.after_starting_with(passed), old.after_starting_with(passed), None)
        }
        Start::AfterEntry(key, sequence) => (
            current.from(&(id, key.as_str())),
            old.after(&(id, key.as_str(), !sequence)),
            Some((key.clone(), *sequence)),
        ),
    };
    let current = ctx
        .table(&CURRENT)
        .scan(&current)
        .map(|entry| entry.map(|((_, key), row)| (key, row)))
        .filter(move |entry| match (entry, &passed) {
            (Ok((key, row)), Some((marker, sequence))) => key != marker || row.sequence < *sequence,
            _ => true,
        });
    let old =
        ctx.table(&VERSIONS).scan(&old).map(|entry| entry.map(|((_, key, _), row)| (key, row)));
    Box::new(Merged { current: current.peekable(), old: old.peekable() })
}

struct Merged<C: Iterator, O: Iterator> {
    current: Peekable<C>,
    old: Peekable<O>,
}

type Item = Result<(String, VersionRow), StoreError>;

impl<C: Iterator<Item = Item>, O: Iterator<Item = Item>> Iterator for Merged<C, O> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        match (self.current.peek(), self.old.peek()) {
            // Of one key, the current version is the newest.
            (Some(Ok((current, _))), Some(Ok((old, _)))) if old < current => self.old.next(),
            (None | Some(Ok(_)), Some(Err(_))) | (None, Some(Ok(_))) => self.old.next(),
            _ => self.current.next(),
        }
    }
}
