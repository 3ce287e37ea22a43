//! What is done to records when they come in, and after a function has transformed them.
//!
//! "Data that comes into Firehose gets processed in the following order: Deaggregation → Data
//! transformation via Lambda → Partitioning Keys", after which delimiters are appended; what is
//! packed is unpacked before all else. What cannot be done leaves a document with the record and
//! the reason, which goes to the bucket of failures.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::{ApiError, Ctx};
use serde_json::{Map, Value as Json, json};

use crate::buffer::{Filler, Record};
use crate::limits;
use crate::place::Processing;
use crate::query;
use crate::split;
use crate::state::{Lane, PartitionKey, Stream};

pub const PROCESSING_FAILED: &str = "processing-failed";
/// As AWS names the folder of records whose partition could not be told (unverified).
const EXTRACTION_FAILED: &str = "metadata-extraction-failed";
const PARTITIONS_EXCEEDED: &str = "DynamicPartitioning.ActivePartitionsLimitExceeded";
const EXTRACTION_CODE: &str = "DynamicPartitioning.MetadataExtractionFailed";

/// Takes in records as they came.
pub fn take(ctx: &mut Ctx<'_>, stream: &Stream, records: Vec<Record>) -> Result<(), ApiError> {
    let processing = stream.row.destination.processing();
    let backs_up = stream.row.destination.backs_up();
    let mut filler = Filler::new(ctx, stream, &processing)?;
    for record in records {
        if backs_up {
            filler.add(ctx, Lane::Backup, record.clone())?;
        }
        let parts = if processing.is_prepared() {
            split::prepare(&processing, &record)
        } else {
            take_part(ctx, stream, &processing, &mut filler, record)?;
            continue;
        };
        match parts {
            Ok(parts) => {
                for part in parts {
                    take_part(ctx, stream, &processing, &mut filler, part)?;
                }
            }
            Err((code, words)) => {
                let message = words.to_owned();
                let failure = Failure { kind: PROCESSING_FAILED, code, message, attempts: 1 };
                fail(ctx, &mut filler, &record, &failure, None)?;
            }
        }
    }
    filler.finish(ctx);
    Ok(())
}

fn take_part(
    ctx: &mut Ctx<'_>,
    stream: &Stream,
    processing: &Processing<'_>,
    filler: &mut Filler<'_>,
    part: Record,
) -> Result<(), ApiError> {
    match processing.function {
        Some(_) => filler.add(ctx, Lane::Intake, part),
        None => place(ctx, stream, processing, filler, part, None),
    }
}

/// Puts a record into the buffer of its partition. `given` are the keys that a function told.
pub fn place(
    ctx: &mut Ctx<'_>,
    stream: &Stream,
    processing: &Processing<'_>,
    filler: &mut Filler<'_>,
    mut record: Record,
    given: Option<&Map<String, Json>>,
) -> Result<(), ApiError> {
    let mut keys = Vec::new();
    if stream.row.destination.is_partitioned() {
        match partition(processing, &record, given) {
            Ok(found) => keys = found,
            Err(message) => {
                let code = EXTRACTION_CODE;
                let failure = Failure { kind: EXTRACTION_FAILED, code, message, attempts: 1 };
                return fail(ctx, filler, &record, &failure, None);
            }
        }
        if !filler.has_room(ctx, &Lane::Out(keys.clone()))? {
            let message = format!(
                "The Firehose stream has {} active partitions, which is its limit.",
                limits::PARTITIONS_MAX
            );
            let code = PARTITIONS_EXCEEDED;
            let failure = Failure { kind: PROCESSING_FAILED, code, message, attempts: 1 };
            return fail(ctx, filler, &record, &failure, None);
        }
    }
    if let Some(delimiter) = &processing.delimiter {
        record.data.extend_from_slice(delimiter);
    }
    filler.add(ctx, Lane::Out(keys), record)
}

/// By what the record's object is told from others.
fn partition(
    processing: &Processing<'_>,
    record: &Record,
    given: Option<&Map<String, Json>>,
) -> Result<Vec<PartitionKey>, String> {
    let mut keys = Vec::new();
    if let Some(text) = processing.query {
        let query = query::compile(text).map_err(|refusal| refusal.to_string())?;
        let json: Json = serde_json::from_slice(&record.data)
            .map_err(|_| "The record is not valid JSON.".to_owned())?;
        let Json::Object(found) = query.first(&json)? else {
            return Err("The query does not make an object.".to_owned());
        };
        add(&mut keys, &found, false)?;
    }
    if let Some(found) = given {
        add(&mut keys, found, true)?;
    }
    Ok(keys)
}

fn add(
    keys: &mut Vec<PartitionKey>,
    found: &Map<String, Json>,
    is_from_function: bool,
) -> Result<(), String> {
    for (name, value) in found {
        let value = match value {
            Json::String(text) => text.clone(),
            Json::Number(number) => number.to_string(),
            Json::Bool(value) => value.to_string(),
            _ => String::new(),
        };
        if value.is_empty() {
            return Err("partitionKeys values must not be null or empty".to_owned());
        }
        keys.push(PartitionKey { is_from_function, name: name.clone(), value });
    }
    Ok(())
}

/// Why a record is not delivered as it should be.
#[derive(Clone, Debug)]
pub struct Failure<'a> {
    /// The type of error, of which prefixes can speak.
    pub kind: &'a str,
    pub code: &'a str,
    pub message: String,
    pub attempts: u32,
}

/// Leaves a document about the record for the bucket of failures, in the form of "Handle failure in
/// data transformation"; each ends its line.
pub fn fail(
    ctx: &mut Ctx<'_>,
    filler: &mut Filler<'_>,
    record: &Record,
    failure: &Failure<'_>,
    function: Option<&str>,
) -> Result<(), ApiError> {
    let millis = |micros: i64| micros.div_euclid(1_000);
    let mut document = json!({
        "attemptsMade": failure.attempts,
        "arrivalTimestamp": millis(record.at),
        "errorCode": failure.code,
        "errorMessage": failure.message,
        "attemptEndingTimestamp": millis(ctx.now().micros()),
        "rawData": STANDARD.encode(&record.data),
    });
    if let (Some(function), Some(members)) = (function, document.as_object_mut()) {
        members.insert("lambdaArn".to_owned(), json!(function));
    }
    let data = format!("{document}\n").into_bytes();
    let record = Record { data, at: record.at, kinesis: None };
    filler.add(ctx, Lane::Failed(failure.kind.to_owned()), record)
}
