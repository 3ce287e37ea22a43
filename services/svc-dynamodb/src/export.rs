//! ExportTableToPointInTime: a table's past as files in a bucket.
//!
//! A step writes one data file and comes again; the last one writes the manifests. Nothing of the
//! table is read but its items and history as of the instant, which a pin holds on to meanwhile.
//! The files are written as whoever has asked for the export, as AWS does.

use std::io::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::arn::Arn;
use kernel::body::Body;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Table, Timestamp, page};
use md5::{Digest as _, Md5};
use minicbor::{Decode, Encode};
use serde_json::{Value as Json, json};
use store::Range;

use crate::api::{
    DescribeExportInput, DescribeExportOutput, ExportDescriptionBuilder, ExportSummaryBuilder,
    ExportTableToPointInTimeInput, ExportTableToPointInTimeOutput, ListExportsInput,
    ListExportsOutput, error,
};
use crate::errors;
use crate::history::{Instant, Past};
use crate::json::item_json;
use crate::key::ItemKey;
use crate::limits;
use crate::names;
use crate::pins::{self, Held};
use crate::recovery;
use crate::state::{TABLES, shown_time};

/// By the id, which begins with the time.
pub static EXPORTS: Table<String, ExportRow> = Table::regional("dynamodb", "exports");
/// (export, number of the file)
pub static EXPORT_FILES: Table<(String, u64), FileRow> =
    Table::regional("dynamodb", "export-files");

pub const EXPORT: &str = "ExportRows";

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ExportRow {
    #[n(0)]
    pub table: String,
    #[n(1)]
    pub table_id: String,
    #[n(2)]
    pub space: u64,
    #[n(3)]
    pub instant: i64,
    #[n(4)]
    pub started: i64,
    #[n(5)]
    pub ended: Option<i64>,
    /// Code and message.
    #[n(6)]
    pub failure: Option<(String, String)>,
    #[n(7)]
    pub bucket: String,
    #[n(8)]
    pub prefix: Option<String>,
    #[n(9)]
    pub token: Option<String>,
    #[n(10)]
    pub items: u64,
    #[n(11)]
    pub bytes: u64,
    #[n(12)]
    pub files: u64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct FileRow {
    #[n(0)]
    pub key: String,
    #[n(1)]
    pub items: u64,
    #[n(2)]
    pub md5: String,
    #[n(3)]
    pub e_tag: String,
}

store::row!(ExportRow, FileRow);

impl ExportRow {
    fn status(&self) -> &'static str {
        match (self.ended, &self.failure) {
            (_, Some(_)) => "FAILED",
            (Some(_), None) => "COMPLETED",
            (None, None) => "IN_PROGRESS",
        }
    }

    /// What the keys of the export's objects begin with.
    fn folder(&self, id: &str) -> String {
        match self.prefix.as_deref().map(|prefix| prefix.trim_end_matches('/')) {
            Some(prefix) if !prefix.is_empty() => format!("{prefix}/AWSDynamoDB/{id}"),
            _ => format!("AWSDynamoDB/{id}"),
        }
    }
}

pub fn export_table_to_point_in_time(
    ctx: &mut Ctx<'_>,
    input: ExportTableToPointInTimeInput<'_>,
) -> Result<ExportTableToPointInTimeOutput, ApiError> {
    check_features(input)?;
    let name = names::read(ctx, input.table_arn())?.to_owned();
    if let Some((id, row)) = repeated(ctx, input)? {
        return Ok(
            ExportTableToPointInTimeOutput::new().export_description(description(ctx, &id, &row))
        );
    }
    let Some(table) = ctx.table(&TABLES).get(&name)? else {
        return Err(error::table_not_found_exception(format!("Table not found: {name}")));
    };
    let now = ctx.now();
    let Some((earliest, _)) = recovery::window(now, &table) else {
        return Err(error::point_in_time_recovery_unavailable_exception(format!(
            "Point in time recovery is not enabled for table '{name}'"
        )));
    };
    // An export may be of this moment; only restores wait for five minutes.
    let at = input.export_time().unwrap_or(now);
    if at < earliest || at > now {
        return Err(error::invalid_export_time_exception(
            "The ExportTime must be within the window of point in time recovery",
        ));
    }
    let id = format!("{:014}-{}", now.millis(), ctx.chance().hex(8));
    let row = ExportRow {
        table: name,
        table_id: table.id,
        space: table.space,
        instant: at.micros(),
        started: now.micros(),
        ended: None,
        failure: None,
        bucket: input.s3_bucket().to_owned(),
        prefix: input.s3_prefix().map(str::to_owned),
        token: input.client_token().map(str::to_owned),
        items: 0,
        bytes: 0,
        files: 0,
    };
    pins::add(ctx, &held(ctx, &row), &format!("export-{id}"), at.micros())?;
    ctx.table_mut(&EXPORTS).put(&id, &row);
    ctx.enqueue(Job::now(step(&id, None)));
    Ok(ExportTableToPointInTimeOutput::new().export_description(description(ctx, &id, &row)))
}

fn check_features(input: ExportTableToPointInTimeInput<'_>) -> Result<(), ApiError> {
    if input.export_format() == Some("ION") {
        return Err(errors::not_implemented("exports in Ion (ExportFormat)"));
    }
    if input.export_type() == Some("INCREMENTAL_EXPORT")
        || input.incremental_export_specification().is_some()
    {
        return Err(errors::not_implemented("incremental exports (ExportType)"));
    }
    if input.s3_sse_kms_key_id().is_some() || input.s3_sse_algorithm() == Some("KMS") {
        return Err(errors::not_implemented("exports encrypted with KMS keys (S3SseKmsKeyId)"));
    }
    Ok(())
}

/// An export that was asked for with the same token.
fn repeated(
    ctx: &Ctx<'_>,
    input: ExportTableToPointInTimeInput<'_>,
) -> Result<Option<(String, ExportRow)>, ApiError> {
    let Some(token) = input.client_token() else { return Ok(None) };
    for entry in ctx.table(&EXPORTS).scan(&Range::all().reversed()).take(limits::EXPORTS_LOOKED_AT)
    {
        let (id, row) = entry?;
        if row.token.as_deref() == Some(token) {
            if row.bucket != input.s3_bucket() || row.prefix.as_deref() != input.s3_prefix() {
                return Err(error::export_conflict_exception(
                    "There was a conflict when writing to the specified S3 bucket.",
                ));
            }
            return Ok(Some((id, row)));
        }
    }
    Ok(None)
}

fn held(ctx: &Ctx<'_>, row: &ExportRow) -> Held {
    Held { scope: ctx.scope(), table: row.table.clone(), space: row.space }
}

fn step(id: &str, after: Option<ItemKey>) -> Ask {
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
        Ok(Some(last)) => ctx.enqueue(Job::now(step(&id, Some(last)))),
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
    row.failure = failure.map(|error| (format!("S3{}", error.code()), error.message().to_owned()));
    pins::remove(ctx, &held(ctx, row), &format!("export-{id}"))
}

/// Writes one file; the last key if there may be more.
fn write_some(
    ctx: &mut Ctx<'_>,
    id: &str,
    row: &mut ExportRow,
    after: Option<&ItemKey>,
) -> Result<Option<ItemKey>, ApiError> {
    let folder = row.folder(id);
    if after.is_none() {
        put(ctx, &row.bucket, &format!("{folder}/_started"), Vec::new())?;
    }
    let scope = ctx.scope();
    let mut past = Past::new(ctx, scope, row.space, Instant::end_of(row.instant), after);
    let mut text = Vec::new();
    let (mut items, mut bytes, mut last, mut is_over) = (0, 0, None, false);
    while past.examined < limits::EXPORT_ROWS_PER_FILE && text.len() < limits::EXPORT_FILE_BYTES {
        let Some((key, stored)) = past.next()? else {
            is_over = true;
            break;
        };
        if let Some(stored) = stored {
            let line = json!({ "Item": item_json(&stored.item()?) });
            text.extend_from_slice(line.to_string().as_bytes());
            text.push(b'\n');
            items += 1;
            bytes += stored.size() as u64;
        }
        last = Some(key);
    }
    drop(past);
    if items > 0 || (is_over && row.files == 0) {
        let packed = gzip(&text);
        let key = format!("{folder}/data/{}.json.gz", ctx.chance().base32(26).to_lowercase());
        let md5: [u8; 16] = Md5::digest(&packed).into();
        let e_tag = put(ctx, &row.bucket, &key, packed)?;
        let file = FileRow { key, items, md5: BASE64_STANDARD.encode(md5), e_tag };
        ctx.table_mut(&EXPORT_FILES).put(&(id, row.files), &file);
        row.files += 1;
        row.items += items;
        row.bytes += bytes;
    }
    Ok(last.filter(|_| !is_over))
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).expect("a Vec takes every write");
    encoder.finish().expect("a Vec takes every write")
}

/// Puts an object; its ETag.
fn put(ctx: &mut Ctx<'_>, bucket: &str, key: &str, bytes: Vec<u8>) -> Result<String, ApiError> {
    let ask = Ask::to("s3", "PutObject")
        .with("Bucket", bucket)
        .with("Key", key)
        .with("Body", Body::from(Bytes::from(bytes)));
    let answer = ctx.call(ask)?;
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
    put_with_md5(ctx, &row.bucket, &format!("{folder}/manifest-files.json"), files)?;
    let time = |micros: i64| Timestamp::from_micros(micros).iso8601_millis();
    let summary = json!({
        "version": "2020-06-30",
        "exportArn": arn(ctx, id, row),
        "startTime": time(row.started),
        "endTime": time(row.ended.unwrap_or(row.started)),
        "tableArn": names::table_arn(ctx, &row.table),
        "tableId": row.table_id,
        "exportTime": time(row.instant),
        "s3Bucket": row.bucket,
        "s3Prefix": row.prefix,
        "s3SseAlgorithm": Json::Null,
        "s3SseKmsKeyId": Json::Null,
        "manifestFilesS3Key": format!("{folder}/manifest-files.json"),
        "billedSizeBytes": row.bytes,
        "itemCount": row.items,
        "outputFormat": "DYNAMODB_JSON",
        "exportType": "FULL_EXPORT",
    });
    put_with_md5(ctx, &row.bucket, &manifest(id, row), summary.to_string())
}

fn manifest(id: &str, row: &ExportRow) -> String {
    format!("{}/manifest-summary.json", row.folder(id))
}

fn put_with_md5(ctx: &mut Ctx<'_>, bucket: &str, key: &str, text: String) -> Result<(), ApiError> {
    let md5: [u8; 16] = Md5::digest(&text).into();
    put(ctx, bucket, key, text.into_bytes())?;
    let name = key.trim_end_matches(".json");
    put(ctx, bucket, &format!("{name}.md5"), BASE64_STANDARD.encode(md5).into_bytes())?;
    Ok(())
}

pub fn describe_export(
    ctx: &mut Ctx<'_>,
    input: DescribeExportInput<'_>,
) -> Result<DescribeExportOutput, ApiError> {
    let arn = Arn::parse(input.export_arn()).filter(|arn| arn.service == "dynamodb");
    let id = arn.as_ref().and_then(|arn| arn.resource.split_once("/export/")).map(|(_, id)| id);
    let found = id.map(|id| ctx.table(&EXPORTS).get(id)).transpose()?.flatten();
    match (id, found) {
        (Some(id), Some(row)) if self::arn(ctx, id, &row) == input.export_arn() => {
            Ok(DescribeExportOutput::new().export_description(description(ctx, id, &row)))
        }
        _ => Err(error::export_not_found_exception(format!(
            "Export not found: {}",
            input.export_arn()
        ))),
    }
}

pub fn list_exports(
    ctx: &mut Ctx<'_>,
    input: ListExportsInput<'_>,
) -> Result<ListExportsOutput, ApiError> {
    const OPERATION: &str = "ListExports";
    let limit = input.max_results().unwrap_or(limits::EXPORTS_PAGE) as usize;
    let table = input.table_arn().map(|arn| names::read(ctx, arn)).transpose()?;
    let mut range = Range::all();
    if let Some(token) = input.next_token() {
        let after = page::decode(OPERATION, token).and_then(|id| String::from_utf8(id).ok());
        range = range.after(&after.ok_or_else(|| errors::validation("Invalid NextToken"))?);
    }
    let mut found = Vec::new();
    for entry in ctx.table(&EXPORTS).scan(&range) {
        let (id, row) = entry?;
        if table.is_none_or(|table| row.table == table) {
            found.push((id, row));
        }
        if found.len() > limit {
            break;
        }
    }
    let has_more = found.len() > limit;
    found.truncate(limit);
    let token =
        found.last().filter(|_| has_more).map(|(id, _)| page::encode(OPERATION, id.as_bytes()));
    let summaries = found.iter().map(|(id, row)| {
        ExportSummaryBuilder::new()
            .export_arn(arn(ctx, id, row))
            .export_status(row.status())
            .export_type("FULL_EXPORT")
    });
    Ok(ListExportsOutput::new().export_summaries(summaries.collect::<Vec<_>>()).next_token(token))
}

fn arn(ctx: &Ctx<'_>, id: &str, row: &ExportRow) -> String {
    format!("{}/export/{id}", names::table_arn(ctx, &row.table))
}

fn description(ctx: &Ctx<'_>, id: &str, row: &ExportRow) -> ExportDescriptionBuilder {
    let is_done = row.ended.is_some() && row.failure.is_none();
    let (code, message) = row.failure.clone().unzip();
    ExportDescriptionBuilder::new()
        .export_arn(arn(ctx, id, row))
        .export_status(row.status())
        .start_time(shown_time(row.started))
        .end_time(row.ended.map(shown_time))
        .export_manifest(is_done.then(|| manifest(id, row)))
        .table_arn(names::table_arn(ctx, &row.table))
        .table_id(row.table_id.as_str())
        .export_time(shown_time(row.instant))
        .client_token(row.token.as_deref())
        .s3_bucket(row.bucket.as_str())
        .s3_prefix(row.prefix.as_deref())
        .failure_code(code)
        .failure_message(message)
        .export_format("DYNAMODB_JSON")
        .billed_size_bytes(is_done.then_some(row.bytes))
        .item_count(is_done.then_some(row.items))
        .export_type("FULL_EXPORT")
}
