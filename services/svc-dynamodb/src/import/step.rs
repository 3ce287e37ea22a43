//! The job of an import. One round finds an object or goes on with it (`begin`, a transaction),
//! cuts a few megabytes of it into items on a thread of its own (`work`), and writes them
//! (`complete`, a transaction). A round that dies half-way is begun again and has changed nothing.

use kernel::body::Body;
use kernel::scheduler::Job;
use kernel::service::WorkEnv;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Value};

use super::arn;
use super::log::{self, Fault};
use super::records;
use super::state::{IMPORTS, ImportRow, RUNNING};
use crate::buckets;
use crate::delete_table;
use crate::limits;
use crate::names;
use crate::put;
use crate::state::{Status, TABLES, TableRef};
use crate::values;
use crate::write::{self, Before, Cause};

pub const IMPORT: &str = "ImportRows";

const ITEMS_FAILED: (&str, &str) = (
    "ItemValidationError",
    // The words of "Import format quotas and validation".
    "Some of the items failed validation checks and were not imported. Please check CloudWatch \
     error logs for more details.",
);

/// The next round: of the object after this key, or of the first one.
pub fn next(id: &str, after: Option<&str>) -> Ask {
    let mut input = Struct::new().with("Import", id);
    if let Some(after) = after {
        input.set("After", after);
    }
    Ask::to("dynamodb", IMPORT).with_input(input)
}

fn running(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<ImportRow>, ApiError> {
    let row = ctx.table(&IMPORTS).get(input.str("Import").unwrap_or_default())?;
    Ok(row.filter(|row| row.ended.is_none()))
}

/// Finds what is to be read. What S3 refuses ends the import, not the round.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(row) = running(ctx, input)? else { return Ok(Struct::new()) };
    if row.objects >= limits::IMPORT_OBJECTS_MAX {
        let message = format!("The prefix has more than {} objects", limits::IMPORT_OBJECTS_MAX);
        return Ok(failed("S3ObjectLimitExceeded", message));
    }
    match open(ctx, &row, input) {
        Ok(Some(opened)) => Ok(opened),
        Ok(None) => Ok(Struct::new().with("IsOver", true)),
        Err(refused) => Ok(refusal(ctx, &refused)),
    }
}

fn failed(code: impl Into<String>, message: impl Into<String>) -> Struct {
    Struct::new().with("FailureCode", code.into()).with("FailureMessage", message.into())
}

fn refusal(ctx: &Ctx<'_>, refused: &ApiError) -> Struct {
    let (code, message) = refusal_by(ctx, refused, ("S3", "Amazon S3"));
    failed(code, message)
}

/// In the form of "Import format quotas and validation": the words of the service, and what it was.
fn refusal_by(
    ctx: &Ctx<'_>,
    refused: &ApiError,
    (prefix, service): (&str, &str),
) -> (String, String) {
    let message = format!(
        "{} (Service: {service}; Status Code: {}; Error Code: {}; Request ID: {})",
        refused.message(),
        refused.status(),
        refused.code(),
        ctx.request_id()
    );
    (format!("{prefix}{}", refused.code()), message)
}

/// The object that is being read, or the next one under the prefix.
fn open(ctx: &mut Ctx<'_>, row: &ImportRow, input: &Struct) -> Result<Option<Struct>, ApiError> {
    let source = row.request.structure("S3BucketSource").cloned().unwrap_or_default();
    let bucket = source.str("S3Bucket").unwrap_or_default();
    let to_s3 = |operation: &'static str| {
        let mut ask = Ask::to("s3", operation).with("Bucket", bucket);
        if let Some(owner) = source.str("S3BucketOwner") {
            ask = ask.with("ExpectedBucketOwner", owner);
        }
        ask
    };
    let mut get = to_s3("GetObject");
    let key = if let Some(key) = input.str("Key") {
        // "Do not modify the Amazon S3 objects while the import is in progress."
        get = get.with("IfMatch", input.str("ETag").unwrap_or_default());
        key.to_owned()
    } else {
        let mut list = to_s3("ListObjectsV2").with("MaxKeys", 1_i64);
        if let Some(prefix) = source.str("S3KeyPrefix") {
            list = list.with("Prefix", prefix);
        }
        if let Some(after) = input.str("After") {
            list = list.with("StartAfter", after);
        }
        let listed = buckets::call(ctx, list)?;
        let first = listed.list("Contents").and_then(<[Value]>::first);
        let Some(key) = first.and_then(Value::as_struct).and_then(|it| it.str("Key")) else {
            return Ok(None);
        };
        key.to_owned()
    };
    let found = buckets::call(ctx, get.with("Key", key.as_str()))?;
    let mut out = input.clone();
    out.set("Key", key);
    out.set("ETag", found.str("ETag").unwrap_or_default());
    out.set("Body", found.body("Body").cloned().unwrap_or_else(Body::empty));
    out.set("Request", row.request.clone());
    Ok(Some(out))
}

/// Cuts the next stretch of the object into items.
pub fn work(_: &WorkEnv, mut opened: Struct) -> OpResult {
    let Some(Value::Body(body)) = opened.remove("Body") else { return Ok(opened) };
    let request = opened.remove("Request");
    let request = request.as_ref().and_then(Value::as_struct).cloned().unwrap_or_default();
    let read = records::read(&body, &request, &opened);
    opened.set("Records", Value::List(read.records));
    opened.set("Bytes", read.bytes.cast_signed());
    opened.set("IsObjectOver", read.next.is_none());
    if let Some(next) = read.next {
        opened.set("Offset", next.cast_signed());
    }
    if let Some(header) = read.header {
        opened.set("Header", Value::from(header));
    }
    Ok(opened)
}

/// Writes what was read, and leaves the next round.
pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, mut read: Struct) -> OpResult {
    let Some(mut row) = running(ctx, input)? else { return Ok(Struct::new()) };
    let id = input.str("Import").unwrap_or_default();
    if let (Some(code), Some(message)) = (read.str("FailureCode"), read.str("FailureMessage")) {
        let failure = (code.to_owned(), message.to_owned());
        return end(ctx, id, row, Some(failure));
    }
    if read.bool("IsOver") == Some(true) {
        let failure = (row.errors > 0).then(|| {
            let (code, message) = ITEMS_FAILED;
            (code.to_owned(), message.to_owned())
        });
        return end(ctx, id, row, failure);
    }
    let Some(table) = table_of(ctx, &row)? else {
        return end(ctx, id, row, Some(("TableDeleted".into(), "The table is gone".into())));
    };
    let records = read.remove("Records");
    let records = records.as_ref().and_then(Value::as_list).unwrap_or_default();
    let first = read.int("Index").unwrap_or_default();
    let faults = write_all(ctx, &table, &mut row, first, records)?;
    let key = read.str("Key").unwrap_or_default();
    if let Err(refused) = log::write(ctx, &arn(ctx, id, &row), &row, key, &faults) {
        let failure = ("CloudWatchLogs", "AWSLogs");
        return end(ctx, id, row, Some(refusal_by(ctx, &refused, failure)));
    }
    row.bytes += read.int("Bytes").unwrap_or_default().cast_unsigned();
    let job = if read.bool("IsObjectOver") == Some(true) {
        row.objects += 1;
        next(id, read.str("Key"))
    } else {
        let mut input = Struct::new();
        for member in ["Import", "Key", "ETag", "Offset", "Header"] {
            if let Some(value) = read.remove(member) {
                input.set(member, value);
            }
        }
        input.set("Index", first + records.len() as i64);
        Ask::to("dynamodb", IMPORT).with_input(input)
    };
    ctx.table_mut(&IMPORTS).put(id, &row);
    ctx.enqueue(Job::now(job));
    Ok(Struct::new())
}

/// Writes the items among the records, the first of which has that number in its object.
fn write_all(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    row: &mut ImportRow,
    first: i64,
    records: &[Value],
) -> Result<Vec<Fault>, ApiError> {
    let mut faults = Vec::new();
    for (index, record) in (first..).zip(records) {
        row.processed += 1;
        let reason = match record.as_struct().map(|item| write_item(ctx, table, item)) {
            Some(Ok(())) => {
                row.imported += 1;
                continue;
            }
            Some(Err(refused)) if refused.code() != "ValidationException" => return Err(refused),
            Some(Err(refused)) => refused.message().to_owned(),
            None => record.as_str().unwrap_or_default().to_owned(),
        };
        row.errors += 1;
        faults.push(Fault { index, reason });
    }
    Ok(faults)
}

fn table_of(ctx: &Ctx<'_>, row: &ImportRow) -> Result<Option<TableRef>, ApiError> {
    let found = ctx.table(&TABLES).get(&row.table)?.filter(|it| it.space == row.space);
    Ok(found.map(|found| TableRef::new(row.table.as_str(), found)))
}

fn write_item(ctx: &mut Ctx<'_>, table: &TableRef, item: &Struct) -> Result<(), ApiError> {
    let item = values::read_item(item)?;
    let key = put::check_item(table, &item)?;
    let mut before = Before::load_raw(ctx, key)?;
    write::change(ctx, table, &mut before, Some(&item), &Cause::Fill).map(|_| ())
}

/// The import has ended. "Since the error was caught before the data was imported into the table, a
/// new DynamoDB table is not created"; later, "the table with partially imported data is retained".
fn end(
    ctx: &mut Ctx<'_>,
    id: &str,
    mut row: ImportRow,
    failure: Option<(String, String)>,
) -> OpResult {
    row.ended = Some(ctx.now().micros());
    let is_unbegun = row.objects == 0 && row.bytes == 0 && failure.is_some();
    row.failure = failure;
    if let Some(mut table) = table_of(ctx, &row)? {
        if is_unbegun {
            delete_table::remove(ctx, table)?;
        } else {
            table.row.status = Status::Active;
            names::save(ctx, &table);
        }
    }
    ctx.table_mut(&RUNNING).delete(id);
    ctx.table_mut(&IMPORTS).put(id, &row);
    Ok(Struct::new())
}
