//! The job of an export: a data file at a time, then the manifests. The files are written as
//! whoever has asked for the export, as AWS does.

use std::io::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::body::Body;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use md5::{Digest as _, Md5};
use serde_json::{Map, Value as Json, json};
use store::Range;

use super::filter::Filter;
use super::state::{self, EXPORT_FILES, EXPORTS, ExportRow, FileRow};
use crate::api::error;
use crate::attribute::{Attribute, Item};
use crate::buckets;
use crate::codec::StoredItem;
use crate::history::{Change, Instant, Past};
use crate::ion;
use crate::json::item_json;
use crate::key::ItemKey;
use crate::limits;
use crate::names;
use crate::number::Number;
use crate::pins;
use crate::state::{TABLES, TableRow};

pub const EXPORT: &str = "ExportRows";

pub fn next(id: &str, after: Option<ItemKey>) -> Ask {
    let mut input = Struct::new().with("Export", id);
    if let Some(after) = after {
        input.set("After", Bytes::from(after.0));
    }
    Ask::to("dynamodb", EXPORT).with_input(input)
}

/// The step: writes a data file, or the manifests after the last one.
pub fn export_rows(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.str("Export").unwrap_or_default().to_owned();
    let Some(mut row) = ctx.table(&EXPORTS).get(&id)? else { return Ok(Struct::new()) };
    let after = input.blob("After").map(|key| ItemKey(key.to_vec()));
    match write_some(ctx, &id, &mut row, after.as_ref()) {
        Ok(Some(last)) => ctx.enqueue(Job::now(next(&id, Some(last)))),
        Ok(None) => {
            row.ended = Some(ctx.now().micros());
            let done = write_manifests(ctx, &id, &row);
            end(ctx, &id, &mut row, done.err())?;
        }
        Err(error) => end(ctx, &id, &mut row, Some(error))?,
    }
    ctx.table_mut(&EXPORTS).put(&id, &row);
    Ok(Struct::new())
}

fn end(
    ctx: &mut Ctx<'_>,
    id: &str,
    row: &mut ExportRow,
    failure: Option<ApiError>,
) -> Result<(), ApiError> {
    row.ended = Some(ctx.now().micros());
    row.failure = failure.map(|failure| {
        let is_own = failure.code() == "TableNotFoundException";
        let origin = if is_own { "" } else { "S3" };
        (format!("{origin}{}", failure.code()), failure.message().to_owned())
    });
    pins::remove(ctx, &state::held(ctx, row), &state::pin(id))
}

/// A data file while it is made.
#[derive(Default)]
struct File {
    text: Vec<u8>,
    items: u64,
    bytes: u64,
}

impl File {
    fn push(&mut self, line: &str, bytes: usize) {
        self.text.extend_from_slice(line.as_bytes());
        self.text.push(b'\n');
        self.items += 1;
        self.bytes += bytes as u64;
    }
}

/// Writes one file; the last key if there may be more.
fn write_some(
    ctx: &mut Ctx<'_>,
    id: &str,
    row: &mut ExportRow,
    after: Option<&ItemKey>,
) -> Result<Option<ItemKey>, ApiError> {
    if after.is_none() {
        put(ctx, row, &format!("{}/_started", row.folder(id)), Vec::new())?;
    }
    let (file, last) = collect(ctx, row, after)?;
    if file.items > 0 || (last.is_none() && row.files == 0) {
        let packed = gzip(&file.text);
        let name = ctx.chance().base32(26).to_lowercase();
        let extension = if row.is_ion() { "ion" } else { "json" };
        let key = format!("{}/{name}.{extension}.gz", row.data_folder(id));
        let md5: [u8; 16] = Md5::digest(&packed).into();
        let e_tag = put(ctx, row, &key, packed)?;
        let md5 = BASE64_STANDARD.encode(md5);
        let file_row = FileRow { key, items: file.items, md5, e_tag };
        ctx.table_mut(&EXPORT_FILES).put(&(id, row.files), &file_row);
        row.files += 1;
        row.items += file.items;
        row.bytes += file.bytes;
    }
    Ok(last)
}

/// The lines of one file, and the last key that was looked at if there may be more.
fn collect(
    ctx: &Ctx<'_>,
    row: &ExportRow,
    after: Option<&ItemKey>,
) -> Result<(File, Option<ItemKey>), ApiError> {
    let table = ctx.table(&TABLES).get(&row.table)?.filter(|table| table.space == row.space);
    let filter = match (&row.request, &table) {
        (Some(request), Some(table)) => Filter::read(request, table)?,
        _ => Filter::default(),
    };
    let instant = Instant::end_of(row.instant);
    let mut past = Past::new(ctx, ctx.scope(), row.space, instant, after);
    let mut file = File::default();
    let mut last = None;
    while past.examined < limits::EXPORT_ROWS_PER_FILE
        && file.text.len() < limits::EXPORT_FILE_BYTES
    {
        let since = row.since.map_or(instant, Instant::end_of);
        let Some((key, change)) = past.next_since(since)? else { return Ok((file, None)) };
        last = Some(key);
        match (row.since, table.as_ref()) {
            (None, _) => {
                let Some(stored) = change.new else { continue };
                let Some(item) = filter.of(stored.item()?) else { continue };
                file.push(&line(row, &item), stored.size());
            }
            (Some(_), Some(table)) => push_change(row, (table, &filter), &change, &mut file)?,
            // A deleted table has no keys to tell.
            (Some(_), None) => {
                let message = format!("Table not found: {}", row.table);
                return Err(error::table_not_found_exception(message));
            }
        }
    }
    Ok((file, last))
}

fn line(row: &ExportRow, item: &Item) -> String {
    if row.is_ion() {
        return ion::record([("Item", item)]);
    }
    json!({ "Item": item_json(item) }).to_string()
}

/// How an item has changed in the period: its key, when it was written last, and its images. One
/// that came and went in between is left out. "DynamoDB evaluates the filter against the latest
/// image of each changed item. For a deleted item, [it] evaluates the filter against the old image"
/// ("Filtering a table export").
fn push_change(
    row: &ExportRow,
    (table, filter): (&TableRow, &Filter),
    change: &Change,
    file: &mut File,
) -> Result<(), ApiError> {
    let Some(written) = change.written else { return Ok(()) };
    let read = |stored: &Option<StoredItem>| stored.as_ref().map(StoredItem::item).transpose();
    let (old, new) = (read(&change.old)?, read(&change.new)?);
    let Some(some) = new.as_ref().or(old.as_ref()) else { return Ok(()) };
    if !filter.admits(some) {
        return Ok(());
    }
    let shows_old = row.view() == "NEW_AND_OLD_IMAGES";
    let images = [
        ("Metadata", Some(written_at(written))),
        ("Keys", Some(some.only(table.key_names()))),
        ("OldImage", old.filter(|_| shows_old).map(|item| filter.cut(item))),
        ("NewImage", new.map(|item| filter.cut(item))),
    ];
    let images: Vec<(&str, Item)> =
        images.into_iter().filter_map(|(name, image)| Some((name, image?))).collect();
    let line = if row.is_ion() {
        ion::change(images.iter().map(|(name, image)| (*name, image)))
    } else {
        let images = images.iter().map(|(name, image)| ((*name).to_owned(), item_json(image)));
        Json::Object(images.collect()).to_string()
    };
    let size = |stored: &Option<StoredItem>| stored.as_ref().map_or(0, StoredItem::size);
    let bytes = size(&change.new) + if shows_old { size(&change.old) } else { 0 };
    file.push(&line, bytes);
    Ok(())
}

fn written_at(micros: i64) -> Item {
    let micros = Number::parse(&micros.to_string()).expect("an integer is a number");
    let mut out = Item::new();
    out.insert("WriteTimestampMicros", Attribute::N(micros));
    out
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).expect("a Vec takes every write");
    encoder.finish().expect("a Vec takes every write")
}

/// Puts an object; its ETag.
fn put(ctx: &mut Ctx<'_>, row: &ExportRow, key: &str, bytes: Vec<u8>) -> Result<String, ApiError> {
    let mut ask = Ask::to("s3", "PutObject")
        .with("Bucket", row.bucket.as_str())
        .with("Key", key)
        .with("Body", Body::from(Bytes::from(bytes)));
    if let Some(owner) = row.asked("S3BucketOwner") {
        ask = ask.with("ExpectedBucketOwner", owner);
    }
    if let Some(algorithm) = row.asked("S3SseAlgorithm") {
        let algorithm = if algorithm == "KMS" { "aws:kms" } else { algorithm };
        ask = ask.with("ServerSideEncryption", algorithm);
    }
    if let Some(key) = row.asked("S3SseKmsKeyId") {
        ask = ask.with("SSEKMSKeyId", key);
    }
    let answer = buckets::call(ctx, ask)?;
    Ok(answer.str("ETag").unwrap_or_default().trim_matches('"').to_owned())
}

fn write_manifests(ctx: &mut Ctx<'_>, id: &str, row: &ExportRow) -> Result<(), ApiError> {
    let folder = row.folder(id);
    let mut files = String::new();
    let rows = ctx.table(&EXPORT_FILES).scan(&Range::within(&(id,)));
    for entry in rows.collect::<Result<Vec<_>, _>>()? {
        let file = entry.1;
        let line = json!({
            "itemCount": file.items,
            "md5Checksum": file.md5,
            "etag": file.e_tag,
            "dataFileS3Key": file.key,
        });
        files.push_str(&line.to_string());
        files.push('\n');
    }
    put_with_md5(ctx, row, &format!("{folder}/manifest-files.json"), files)?;
    let summary = summary(ctx, id, row).to_string();
    put_with_md5(ctx, row, &row.manifest(id), summary)
}

/// manifest-summary.json, in the order of "DynamoDB table export output format".
fn summary(ctx: &Ctx<'_>, id: &str, row: &ExportRow) -> Json {
    let time = |micros: i64| json!(Timestamp::from_micros(micros).iso8601_millis());
    let mut out = Map::new();
    let mut set = |name: &str, value: Json| drop(out.insert(name.to_owned(), value));
    set("version", json!(if row.since.is_some() { "2023-08-01" } else { "2020-06-30" }));
    set("exportArn", json!(state::arn(ctx, id, row)));
    set("startTime", time(row.started));
    set("endTime", time(row.ended.unwrap_or(row.started)));
    set("tableArn", json!(names::table_arn(ctx, &row.table)));
    set("tableId", json!(row.table_id));
    match row.since {
        None => set("exportTime", time(row.instant)),
        Some(since) => {
            set("exportFromTime", time(since + 1));
            set("exportToTime", time(row.instant + 1));
        }
    }
    set("s3Bucket", json!(row.bucket));
    set("s3Prefix", json!(row.prefix));
    set("s3SseAlgorithm", json!(row.asked("S3SseAlgorithm").unwrap_or("AES256")));
    set("s3SseKmsKeyId", json!(row.asked("S3SseKmsKeyId")));
    set("manifestFilesS3Key", json!(format!("{}/manifest-files.json", row.folder(id))));
    set("billedSizeBytes", json!(row.bytes));
    set("itemCount", json!(row.items));
    set("outputFormat", json!(row.format()));
    if row.since.is_some() {
        set("outputView", json!(row.view()));
    }
    set("exportType", json!(row.kind()));
    Json::Object(out)
}

fn put_with_md5(
    ctx: &mut Ctx<'_>,
    row: &ExportRow,
    key: &str,
    text: String,
) -> Result<(), ApiError> {
    let md5: [u8; 16] = Md5::digest(&text).into();
    put(ctx, row, key, text.into_bytes())?;
    let name = key.trim_end_matches(".json");
    put(ctx, row, &format!("{name}.md5"), BASE64_STANDARD.encode(md5).into_bytes())?;
    Ok(())
}
