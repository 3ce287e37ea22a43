//! Transformation by a function of Lambda: events, answers, retries, and what has failed.
//!
//! Sources: "Transform source data in Amazon Data Firehose": a record has recordId, result (`Ok`,
//! `Dropped`, `ProcessingFailed`) and data, and so must each that the function answers. "Handle
//! failure in data transformation": "Firehose retries the invocation three times by default. If
//! the invocation does not succeed, Amazon Data Firehose then skips that batch of records. The
//! skipped records are treated as unsuccessfully processed records."
//!
//! Lambda runs the function beside the writer and calls the step [`ANSWERED`] with its answer, in
//! the transaction that ends the run. A process that is killed meanwhile runs it again.

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use serde_json::{Map, Value as Json, json};

use crate::buffer::{self, Attempt, Filler, Record, Retry};
use crate::deliver::SESSION;
use crate::intake::{self, Failure, PROCESSING_FAILED};
use crate::log::{self, Trouble};
use crate::metrics;
use crate::place::{Function, Processing, log_of};
use crate::state::{BatchRow, SourceRow, Stream};

/// `Stream`, `Id`, `Batch`.
pub const INVOKE: &str = "TransformRecords";
/// The same, and `Payload`, `FunctionError`, or `FailureCode` and `FailureMessage`.
pub const ANSWERED: &str = "TakeTransformedRecords";
/// The step of Lambda that runs a function and calls another step with its answer.
pub const RUN: &str = "InvokeAndAnswer";
/// Between attempts. [U]
const RETRY: Duration = Duration::from_secs(1);

pub fn invoke(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((stream, batch)) = buffer::batch_of(ctx, input)? else { return Ok(Struct::new()) };
    let processing = stream.row.destination.processing();
    let Some(function) = processing.function.clone() else {
        // The processor is gone since: records go on as they are.
        pass_on(ctx, &stream, &processing, &batch)?;
        return Ok(Struct::new());
    };
    if let Err(error) = ask_function(ctx, &stream, &batch, &function) {
        let trouble = (code_of(error.code()), error.message().to_owned());
        give_up_or_wait(ctx, &stream, &processing, &function, batch, trouble)?;
    }
    Ok(Struct::new())
}

fn ask_function(
    ctx: &mut Ctx<'_>,
    stream: &Stream,
    batch: &BatchRow,
    function: &Function<'_>,
) -> Result<(), ApiError> {
    let role = function.role.unwrap_or_else(|| stream.row.destination.role());
    let arn = Arn::parse(function.arn);
    let place = arn.as_ref().and_then(|arn| Some((arn.account_id()?, arn.region()?)));
    let (Some(role), Some((account, region))) = (Arn::parse(role), place) else {
        return Err(ApiError::new("ResourceNotFoundException", function.arn));
    };
    let records = buffer::read(ctx, stream, batch)?;
    let event = event(ctx, stream, batch, &records);
    let to = Struct::new()
        .with("Service", "firehose")
        .with("Step", ANSWERED)
        .with("Account", ctx.account().as_str())
        .with("Region", ctx.region().as_str());
    let reply = Struct::new()
        .with("Stream", stream.name.as_str())
        .with("Id", stream.row.id.cast_signed())
        .with("Batch", batch.buffer.batch.cast_signed());
    let ask = Ask::to("lambda", RUN)
        .with("FunctionName", function.arn)
        .with("Payload", Bytes::from(event.to_string()))
        .with("ReplyTo", to)
        .with("Reply", reply)
        .as_role(&role, SESSION)
        .in_account(account)
        .in_region(region);
    ctx.call(ask).map(drop)
}

/// Ids of records in the form of AWS's: 49 digits and seven zeros.
fn record_id(batch: &BatchRow, place: usize) -> String {
    format!("{:049}{place:07}", batch.buffer.batch)
}

fn event(ctx: &mut Ctx<'_>, stream: &Stream, batch: &BatchRow, records: &[Record]) -> Json {
    let millis = |micros: i64| micros.div_euclid(1_000);
    let shown = records.iter().enumerate().map(|(place, record)| {
        let mut shown = json!({
            "recordId": record_id(batch, place),
            "approximateArrivalTimestamp": millis(record.at),
            "data": STANDARD.encode(&record.data),
        });
        if let (Some(kinesis), Some(members)) = (&record.kinesis, shown.as_object_mut()) {
            let metadata = json!({
                "sequenceNumber": kinesis.sequence,
                "subsequenceNumber": kinesis.sub_sequence,
                "partitionKey": kinesis.partition_key,
                "shardId": kinesis.shard,
                "approximateArrivalTimestamp": millis(record.at),
            });
            members.insert("kinesisRecordMetadata".to_owned(), metadata);
        }
        shown
    });
    let shown: Vec<Json> = shown.collect();
    let mut event = json!({
        "invocationId": ctx.chance().uuid(),
        "deliveryStreamArn": stream.arn(ctx),
        "region": ctx.region().as_str(),
        "records": shown,
    });
    if let (SourceRow::Kinesis { stream, .. }, Some(members)) =
        (&stream.row.source, event.as_object_mut())
    {
        members.insert("sourceKinesisStreamArn".to_owned(), json!(stream));
    }
    event
}

/// As the logs of errors name it (Lambda invocation errors).
fn code_of(code: &str) -> &'static str {
    match code {
        "AccessDeniedException" | "AccessDenied" => "Lambda.InvokeAccessDenied",
        "ResourceNotFoundException" => "Lambda.ResourceNotFound",
        "TooManyRequestsException" => "Lambda.InvokeLimitExceeded",
        _ => "Lambda.InvokeFailed",
    }
}

pub fn answered(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((stream, batch)) = buffer::batch_of(ctx, input)? else { return Ok(Struct::new()) };
    let processing = stream.row.destination.processing();
    let Some(function) = processing.function.clone() else {
        pass_on(ctx, &stream, &processing, &batch)?;
        return Ok(Struct::new());
    };
    let trouble = if let Some(code) = input.str("FailureCode") {
        (code_of(code), input.str("FailureMessage").unwrap_or_default().to_owned())
    } else if input.str("FunctionError").is_some() {
        let words = "The Lambda function was successfully invoked but it returned an error result.";
        ("Lambda.FunctionError", words.to_owned())
    } else {
        let payload = input.blob("Payload").cloned().unwrap_or_default();
        match read_answer(&payload, &batch) {
            Ok(answers) => {
                take_answers(ctx, &stream, &processing, &batch, &answers)?;
                return Ok(Struct::new());
            }
            Err((code, message)) => (code, message.to_owned()),
        }
    };
    give_up_or_wait(ctx, &stream, &processing, &function, batch, trouble)?;
    Ok(Struct::new())
}

/// What a function says of a record.
struct Answer {
    result: String,
    data: Option<Vec<u8>>,
    keys: Option<Map<String, Json>>,
}

type Wrong = (&'static str, &'static str);

/// The answers by the places of their records.
fn read_answer(payload: &Bytes, batch: &BatchRow) -> Result<BTreeMap<usize, Answer>, Wrong> {
    const NO_JSON: Wrong = (
        "Lambda.JsonProcessingException",
        "There was an error parsing returned records from the Lambda function. Ensure that the \
         returned records follow the status model required by Amazon Data Firehose.",
    );
    let json: Json = serde_json::from_slice(payload).map_err(|_| NO_JSON)?;
    let records = json.get("records").and_then(Json::as_array).ok_or(NO_JSON)?;
    let mut answers = BTreeMap::new();
    for record in records {
        let id = record.get("recordId").and_then(Json::as_str).ok_or(NO_JSON)?;
        let digits = id.get(49..).unwrap_or_default();
        let place = digits.parse::<usize>().ok().filter(|place| record_id(batch, *place) == id);
        // One that was not asked about is nobody's.
        let Some(place) = place else { continue };
        let data = match record.get("data").and_then(Json::as_str) {
            Some(text) => Some(STANDARD.decode(text).map_err(|_| NO_JSON)?),
            None => None,
        };
        let keys = record.get("metadata").and_then(|it| it.get("partitionKeys"));
        let answer = Answer {
            result: record.get("result").and_then(Json::as_str).unwrap_or_default().to_owned(),
            data,
            keys: keys.and_then(Json::as_object).cloned(),
        };
        if answers.insert(place, answer).is_some() {
            return Err((
                "Lambda.DuplicatedRecordId",
                "The Lambda function cannot return multiple records with the same record ID. \
                 Ensure that the Lambda function returns unique record IDs for each record.",
            ));
        }
    }
    if answers.len() < batch.buffer.count as usize {
        return Err((
            "Lambda.MissingRecordId",
            "The Lambda function did not return all record IDs. Ensure that all received record \
             IDs are returned.",
        ));
    }
    Ok(answers)
}

fn take_answers(
    ctx: &mut Ctx<'_>,
    stream: &Stream,
    processing: &Processing<'_>,
    batch: &BatchRow,
    answers: &BTreeMap<usize, Answer>,
) -> Result<(), ApiError> {
    let function = processing.function.as_ref().map_or("", |function| function.arn);
    let Some(records) = buffer::read_or_wait(ctx, stream, batch)? else { return Ok(()) };
    let bytes = records.iter().map(|record| record.data.len()).sum();
    metrics::transformed(ctx, stream, records.len(), bytes);
    let mut filler = Filler::new(ctx, stream, processing)?;
    for (place, record) in records.into_iter().enumerate() {
        let Some(answer) = answers.get(&place) else { continue };
        match (answer.result.as_str(), &answer.data) {
            ("Dropped", _) => {}
            ("Ok", Some(data)) => {
                let record = Record { data: data.clone(), ..record };
                let keys = answer.keys.as_ref();
                intake::place(ctx, stream, processing, &mut filler, record, keys)?;
            }
            (result, _) => {
                let message = if result == "ProcessingFailed" {
                    "ProcessingFailed status set for record".to_owned()
                } else {
                    format!("The Lambda function returned the result {result:?} for the record.")
                };
                let attempts = batch.attempts + 1;
                let code = "Lambda.ProcessingFailedStatus";
                let failure = Failure { kind: PROCESSING_FAILED, code, message, attempts };
                intake::fail(ctx, &mut filler, &record, &failure, Some(function))?;
            }
        }
    }
    filler.finish(ctx);
    buffer::done(ctx, stream, batch)
}

fn pass_on(
    ctx: &mut Ctx<'_>,
    stream: &Stream,
    processing: &Processing<'_>,
    batch: &BatchRow,
) -> Result<(), ApiError> {
    let Some(records) = buffer::read_or_wait(ctx, stream, batch)? else { return Ok(()) };
    let mut filler = Filler::new(ctx, stream, processing)?;
    for record in records {
        intake::place(ctx, stream, processing, &mut filler, record, None)?;
    }
    filler.finish(ctx);
    buffer::done(ctx, stream, batch)
}

fn give_up_or_wait(
    ctx: &mut Ctx<'_>,
    stream: &Stream,
    processing: &Processing<'_>,
    function: &Function<'_>,
    batch: BatchRow,
    (code, message): (&str, String),
) -> Result<(), ApiError> {
    metrics::not_transformed(ctx, stream);
    let config = &stream.row.destination.config;
    log::write(ctx, stream, log_of(config), &Trouble { code, message: &message });
    let may_retry = i64::from(batch.attempts) < function.retries;
    let until = if may_retry { Timestamp::MAX } else { Timestamp::EPOCH };
    let retry = Retry { first: RETRY, most: RETRY, jitter: 0.0, until };
    let Attempt::WasTheLast(batch) = buffer::again(ctx, stream, batch, retry)? else {
        return Ok(());
    };
    let Some(records) = buffer::read_or_wait(ctx, stream, &batch)? else { return Ok(()) };
    let mut filler = Filler::new(ctx, stream, processing)?;
    let attempts = batch.attempts;
    let failure = Failure { kind: PROCESSING_FAILED, code, message, attempts };
    for record in &records {
        intake::fail(ctx, &mut filler, record, &failure, Some(function.arn))?;
    }
    filler.finish(ctx);
    buffer::done(ctx, stream, &batch)
}
