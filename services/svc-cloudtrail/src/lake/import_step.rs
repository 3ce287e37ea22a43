//! The step of an import: some of the log files at a time, read as the role that was given.

use std::io::Read as _;

use flate2::read::GzDecoder;
use kernel::arn::Arn;
use kernel::body::{Body, Segment};
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Region, Struct, Value};
use serde_json::Value as Json;
use store::Range;

use super::charge;
use super::find::{self, Store};
use super::import::{self, is_ongoing};
use super::ingest;
use super::state::{FailureRow, IMPORT_FAILURES, IMPORTS, ImportRow};
use crate::api::{import_failure_status, import_status};
use crate::limits::{IMPORT_BYTES_MAX, IMPORT_FAILURES_MAX, IMPORT_FILES_AT_ONCE};
use crate::state::next_number;

pub const IMPORT: &str = "ImportFiles";
const CLOUDTRAIL: &str = "CloudTrail";

/// Why a file could not be imported: a type, and the reason.
struct Refusal(String, String);

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Refusal {
        Refusal(error.code().to_owned(), error.message().to_owned())
    }
}

pub fn step(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.str("Id").unwrap_or_default();
    let Some(mut row) = ctx.table(&IMPORTS).get(id)? else { return Ok(Struct::new()) };
    if !is_ongoing(&row) || input.int("Run") != Some(row.run.cast_signed()) {
        return Ok(Struct::new());
    }
    import_status::IN_PROGRESS.clone_into(&mut row.status);
    row.updated = ctx.now().micros();
    let store = find::active(ctx, &row.store);
    let is_over = match store {
        Err(error) => {
            let location = row.uri.clone();
            note(ctx, &mut row, &location, Err(error.into()));
            true
        }
        Ok(store) => go_on(ctx, &mut row, &store)?,
    };
    if is_over {
        // "COMPLETED if there were no failures, or FAILED if there were failures."
        let is_good = row.failures == 0;
        let status = if is_good { import_status::COMPLETED } else { import_status::FAILED };
        status.clone_into(&mut row.status);
    } else {
        let ask = Ask::to("cloudtrail", IMPORT)
            .with_input(input.clone())
            .as_service(crate::record::CLOUDTRAIL);
        ctx.enqueue(Job::now(ask));
    }
    import::save(ctx, &row);
    Ok(Struct::new())
}

/// Some files; whether there are no more.
fn go_on(ctx: &mut Ctx<'_>, row: &mut ImportRow, store: &Store) -> Result<bool, ApiError> {
    let (bucket, prefix) = place(&row.uri);
    let retried: Vec<(String, String)> = ctx
        .table(&IMPORT_FAILURES)
        .scan(&Range::within(&(row.id.as_str(),)))
        .filter_map(|entry| match entry {
            Ok((key, row)) => (row.status == import_failure_status::RETRY).then_some(Ok(key)),
            Err(error) => Some(Err(error)),
        })
        .take(IMPORT_FILES_AT_ONCE)
        .collect::<Result<_, _>>()?;
    if !retried.is_empty() {
        let start = format!("s3://{bucket}/");
        for (_, location) in retried {
            let key = location.strip_prefix(start.as_str()).unwrap_or_default();
            if location == row.uri {
                // The bucket could not be listed: that is tried below.
                ctx.table_mut(&IMPORT_FAILURES).delete(&(row.id.as_str(), location.as_str()));
                continue;
            }
            let done = copy(ctx, row, store, &bucket, key);
            note(ctx, row, &location, done);
        }
        return Ok(false);
    }
    let mut list = Ask::to("s3", "ListObjectsV2")
        .with("Bucket", bucket.as_str())
        .with("Prefix", prefix.as_str())
        .with("MaxKeys", IMPORT_FILES_AT_ONCE as i64);
    if let Some(after) = &row.after {
        list = list.with("StartAfter", after.as_str());
    }
    let listed = match as_role(ctx, row, list) {
        Ok(listed) => listed,
        Err(refusal) => {
            let location = row.uri.clone();
            note(ctx, row, &location, Err(refusal.into()));
            return Ok(true);
        }
    };
    for entry in listed.list("Contents").unwrap_or_default().iter().filter_map(Value::as_struct) {
        let key = entry.str("Key").unwrap_or_default();
        row.after = Some(key.to_owned());
        if !is_log_file(row, &prefix, key) {
            continue;
        }
        let folder = key.rsplit_once('/').map_or("", |(folder, _)| folder);
        if folder != row.prefix {
            folder.clone_into(&mut row.prefix);
            row.prefixes += 1;
        }
        let done = copy(ctx, row, store, &bucket, key);
        note(ctx, row, &format!("s3://{bucket}/{key}"), done);
    }
    Ok(listed.bool("IsTruncated") != Some(true))
}

/// A bucket, and what the keys begin with.
fn place(uri: &str) -> (String, String) {
    let rest = uri.strip_prefix("s3://").unwrap_or(uri);
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    (bucket.to_owned(), prefix.to_owned())
}

fn as_role(ctx: &mut Ctx<'_>, row: &ImportRow, ask: Ask) -> OpResult {
    let role = Arn::parse(&row.role).ok_or_else(ApiError::internal)?;
    let region = Region::parse(&row.region).unwrap_or_else(|| ctx.region());
    ctx.call(ask.as_role(&role, "cloudtrail").in_region(region))
}

/// "By default, CloudTrail only imports events contained in the S3 bucket's CloudTrail prefix and
/// the prefixes inside the CloudTrail prefix." "CloudTrail checks the prefix and log file names to
/// verify the names contain a date between the specified StartEventTime and EndEventTime."
fn is_log_file(row: &ImportRow, prefix: &str, key: &str) -> bool {
    let has_folder = key.split('/').any(|part| part == CLOUDTRAIL);
    let is_other = !prefix.is_empty() && !prefix.contains("AWSLogs");
    if !key.ends_with(".json.gz") || !(has_folder || is_other) {
        return false;
    }
    let Some(day) = day_of(key) else { return row.start.is_none() && row.end.is_none() };
    let day_of_time = |micros: i64| {
        let at = kernel::Timestamp::from_micros(micros).to_jiff();
        at.strftime("%Y%m%d").to_string()
    };
    row.start.is_none_or(|start| day >= day_of_time(start))
        && row.end.is_none_or(|end| day <= day_of_time(end))
}

/// Of `…/2030/01/31/…`.
fn day_of(key: &str) -> Option<String> {
    let parts: Vec<&str> = key.split('/').collect();
    let is_number = |part: &str, len: usize| {
        part.len() == len && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let day = parts
        .windows(3)
        .find(|part| is_number(part[0], 4) && is_number(part[1], 2) && is_number(part[2], 2))?;
    Some(day.concat())
}

/// Copies the events of a file; answers how many.
fn copy(
    ctx: &mut Ctx<'_>,
    row: &ImportRow,
    store: &Store,
    bucket: &str,
    key: &str,
) -> Result<u64, Refusal> {
    let ask = Ask::to("s3", "GetObject").with("Bucket", bucket).with("Key", key);
    let object = as_role(ctx, row, ask)?;
    let packed = bytes_of(&object)?;
    let bad = |reason: &str| Refusal("InvalidFile".to_owned(), reason.to_owned());
    let mut text = String::new();
    let mut unpacked = GzDecoder::new(packed.as_slice()).take(IMPORT_BYTES_MAX);
    unpacked.read_to_string(&mut text).map_err(|_| bad("The file is not packed with gzip."))?;
    let json: Json = serde_json::from_str(&text).map_err(|_| bad("The file is not JSON."))?;
    let records = json["Records"].as_array().ok_or_else(|| bad("The file has no Records."))?;
    let (now, turn) = (ctx.now().micros(), ctx.transaction());
    let earliest = ingest::kept_since(&store.row, now).max(row.start.unwrap_or(i64::MIN));
    let latest = row.end.unwrap_or(i64::MAX);
    let mut count = 0;
    for record in records {
        let at = record["eventTime"].as_str().and_then(micros_of);
        let at = at.ok_or_else(|| bad("A record has no eventTime."))?;
        if !(earliest..=latest).contains(&at) {
            continue;
        }
        let place = (at, turn, next_number());
        let kept = (&store.scope(), &store.row, charge::From::Other);
        ingest::keep(ctx.tx_mut(), kept, place, &record.to_string(), now)
            .map_err(ApiError::from)?;
        count += 1;
    }
    Ok(count)
}

fn micros_of(text: &str) -> Option<i64> {
    sql::lake::millis_of(text).map(|ms| ms * 1_000)
}

fn bytes_of(object: &Struct) -> Result<Vec<u8>, Refusal> {
    let empty = Body::empty();
    let body = object.body("Body").unwrap_or(&empty);
    if body.len() > IMPORT_BYTES_MAX {
        return Err(Refusal("InvalidFile".to_owned(), "The file is too large.".to_owned()));
    }
    let mut bytes = Vec::new();
    for segment in &body.segments {
        match segment {
            Segment::Inline(piece) => bytes.extend_from_slice(piece),
            Segment::File { file, offset, len } => {
                let start = bytes.len();
                bytes.resize(start + *len as usize, 0);
                file.read_at(*offset, &mut bytes[start..]).map_err(ApiError::from)?;
            }
        }
    }
    Ok(bytes)
}

/// Writes down what became of a file. Failures beyond a bound are counted only.
fn note(ctx: &mut Ctx<'_>, row: &mut ImportRow, location: &str, done: Result<u64, Refusal>) {
    let key = (row.id.as_str(), location);
    let before = ctx.table(&IMPORT_FAILURES).get(&key).ok().flatten();
    let at = ctx.now().micros();
    match done {
        Ok(count) => {
            row.files += 1;
            row.events += count;
            if let Some(before) = before {
                let status = import_failure_status::SUCCEEDED.to_owned();
                let failure = FailureRow { status, at, ..before };
                ctx.table_mut(&IMPORT_FAILURES).put(&key, &failure);
            }
        }
        Err(Refusal(kind, message)) => {
            row.failures += 1;
            if before.is_some() || row.failures <= IMPORT_FAILURES_MAX {
                let status = import_failure_status::FAILED.to_owned();
                let failure = FailureRow { status, kind, message, at };
                ctx.table_mut(&IMPORT_FAILURES).put(&key, &failure);
            }
        }
    }
}
