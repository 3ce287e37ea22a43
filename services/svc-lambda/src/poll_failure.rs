//! What is told of records of a stream that were given up: a document to a queue or a topic; to a
//! bucket also the records themselves.
//!
//! Source: Developer Guide, "Retain discarded batch records for a Kinesis Data Streams event source
//! in Lambda" and its like for DynamoDB. The name of the condition of age is ours.

use bytes::Bytes;
use event_sources::stream::is_kinesis;
use kernel::arn::Arn;
use kernel::body::Body;
use kernel::{ApiError, Ask, Ctx, Timestamp};
use serde_json::{Value as Json, json};
use targets::Delivery;

use crate::answer::Answer;
use crate::event_source_function::Function;
use crate::event_source_settings::Settings;
use crate::event_source_state::{FlightRow, Mapping};
use crate::poll_measures;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    RetryAttempts,
    RecordAge,
}

/// Records that were given up.
#[derive(Debug)]
pub struct Lost<'a> {
    pub stream: &'a Arn,
    pub shard: &'a str,
    pub flight: &'a FlightRow,
    pub condition: Condition,
    pub attempts: u32,
    /// What the function answered last.
    pub error: Option<&'a Answer>,
}

/// A document that cannot be sent is dropped.
pub fn tell(
    ctx: &mut Ctx<'_>,
    mapping: &Mapping,
    function: &Function,
    settings: &Settings,
    lost: &Lost<'_>,
) {
    let told = settings.on_failure.as_ref().map(|to| send(ctx, mapping, function, to, lost));
    let count = lost.flight.sequences.len();
    let is_told = matches!(told, Some(Ok(())));
    poll_measures::tell(ctx, mapping, &poll_measures::DROPPED, count);
    poll_measures::tell(ctx, mapping, &poll_measures::TOLD, if is_told { count } else { 0 });
    tracing::info!(
        mapping = mapping.uuid,
        shard = lost.shard,
        count,
        is_told,
        "records of a stream are given up"
    );
}

fn send(
    ctx: &mut Ctx<'_>,
    mapping: &Mapping,
    function: &Function,
    to: &Arn,
    lost: &Lost<'_>,
) -> Result<(), ApiError> {
    let mut document = document(ctx, mapping, lost);
    let reader = function.reader();
    if to.service == "s3" {
        if let (Some(payload), Some(members)) = (&lost.flight.payload, document.as_object_mut()) {
            members.insert("payload".to_owned(), payload.as_str().into());
        }
        let now = ctx.now().iso8601();
        let (day, time) = (now[..10].to_owned(), now[11..19].replace(':', "."));
        let key = format!(
            "aws/lambda/{}/{}/{}/{day}T{time}-{}",
            mapping.uuid,
            lost.shard,
            day.replace('-', "/"),
            ctx.chance().uuid(),
        );
        let put = Ask::to("s3", "PutObject")
            .with("Bucket", &to.resource)
            .with("Key", key)
            .with("ContentType", "application/json")
            .with("Body", Body::from(Bytes::from(document.to_string())));
        return ctx.call(reader.act(put)).map(drop);
    }
    let what = Delivery { body: document.to_string(), ..Delivery::default() };
    let ask = targets::delivery(to, &what).map_err(|_| ApiError::internal())?;
    ctx.call(reader.act(ask)).map(drop)
}

fn document(ctx: &mut Ctx<'_>, mapping: &Mapping, lost: &Lost<'_>) -> Json {
    let condition = match lost.condition {
        Condition::RetryAttempts => "RetryAttemptsExhausted",
        Condition::RecordAge => "RecordAgeExceeded",
    };
    let info = if is_kinesis(lost.stream) { "KinesisBatchInfo" } else { "DDBStreamBatchInfo" };
    let sequences = &lost.flight.sequences;
    let (first, last) = lost.flight.arrived;
    let mut document = json!({
        "requestContext": {
            "requestId": ctx.chance().uuid(),
            "functionArn": mapping.row.function,
            "condition": condition,
            "approximateInvokeCount": lost.attempts,
        },
        "version": "1.0",
        "timestamp": ctx.now().iso8601_millis(),
        info: {
            "shardId": lost.shard,
            "startSequenceNumber": sequences.first(),
            "endSequenceNumber": sequences.last(),
            "approximateArrivalOfFirstRecord": Timestamp::from_secs(first).iso8601(),
            "approximateArrivalOfLastRecord": Timestamp::from_secs(last).iso8601(),
            "batchSize": sequences.len(),
            "streamArn": lost.stream.to_string(),
        },
    });
    if let (Some(answer), Some(members)) = (lost.error, document.as_object_mut()) {
        let mut response = json!({"statusCode": 200, "executedVersion": "$LATEST"});
        if let Answer::Error(error) = answer {
            response["functionError"] = error.as_str().into();
        }
        members.insert("responseContext".to_owned(), response);
    }
    document
}
