//! A Kinesis stream as a source: its shards, and their records as events.
//!
//! The event is the one that AWS shows in "Amazon Kinesis stream as a source" of Pipes, in which
//! everything stands side by side, as patterns see it. Functions get it [nested](nested).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::arn::Arn;
use kernel::service::Waited;
use kernel::{ApiError, Ask, Ctx, Struct, Timestamp, Value};
use serde_json::{Map, Value as Json, json};

use crate::limits;
use crate::stream::{Change, Described, Read, Shard};
use crate::{Position, Reader};

pub const EVENT_SOURCE: &str = "aws:kinesis";
/// Base64 of what was put into the stream.
pub const PAYLOAD_FIELD: &str = "data";

/// Whether it is a stream, and not one of its registered consumers.
pub fn is_stream(arn: &Arn) -> bool {
    arn.service == "kinesis"
        && arn.resource.strip_prefix("stream/").is_some_and(|name| !name.contains('/'))
}

pub fn describe(ctx: &mut Ctx<'_>, reader: &Reader, stream: &Arn) -> Result<Described, ApiError> {
    let is_enabled = is_there(ctx, reader, stream)?;
    let mut described = Described { is_enabled, hash_key: String::new(), shards: Vec::new() };
    let mut token: Option<String> = None;
    for _ in 0..limits::SHARD_PAGES_MAX {
        let ask = match &token {
            Some(token) => ask(reader, "ListShards").with("NextToken", token),
            None => ask(reader, "ListShards").with("StreamARN", stream.to_string()),
        };
        let page = ctx.call(ask)?;
        let shards = page.list("Shards").unwrap_or_default().iter().filter_map(Value::as_struct);
        described.shards.extend(shards.map(|shard| Shard {
            id: shard.str("ShardId").unwrap_or_default().to_owned(),
            parent: shard.str("ParentShardId").map(str::to_owned),
            adjacent: shard.str("AdjacentParentShardId").map(str::to_owned),
        }));
        token = page.str("NextToken").map(str::to_owned);
        if token.is_none() {
            break;
        }
    }
    Ok(described)
}

fn is_there(ctx: &mut Ctx<'_>, reader: &Reader, stream: &Arn) -> Result<bool, ApiError> {
    let ask = ask(reader, "DescribeStreamSummary").with("StreamARN", stream.to_string());
    let output = ctx.call(ask)?;
    let summary = output.structure("StreamDescriptionSummary");
    Ok(summary.and_then(|it| it.str("StreamStatus")) != Some("DELETING"))
}

/// At most `max` records from the position on. A closed shard whose records are all gone is at its
/// end.
pub fn read(
    ctx: &mut Ctx<'_>,
    reader: &Reader,
    stream: &Arn,
    shard: &str,
    position: &Position,
    max: usize,
) -> Result<Read, ApiError> {
    let mut place = ask(reader, "GetShardIterator")
        .with("StreamARN", stream.to_string())
        .with("ShardId", shard);
    place = match position {
        Position::Horizon => place.with("ShardIteratorType", "TRIM_HORIZON"),
        Position::Since(micros) => place
            .with("ShardIteratorType", "AT_TIMESTAMP")
            .with("Timestamp", Timestamp::from_micros(*micros)),
        Position::After(sequence) => place
            .with("ShardIteratorType", "AFTER_SEQUENCE_NUMBER")
            .with("StartingSequenceNumber", sequence),
    };
    let iterator = match ctx.call(place) {
        Err(error) if error.code() == "ResourceNotFoundException" => {
            is_there(ctx, reader, stream)?;
            return Ok(Read { changes: Vec::new(), is_over: true });
        }
        other => other?,
    };
    let records = ask(reader, "GetRecords")
        .with("StreamARN", stream.to_string())
        .with("ShardIterator", iterator.str("ShardIterator").unwrap_or_default())
        .with("Limit", (max as i64).clamp(1, limits::KINESIS_READ_MAX));
    let output = ctx.call(records)?;
    let records = output.list("Records").unwrap_or_default().iter().filter_map(Value::as_struct);
    Ok(Read {
        changes: records.map(|record| change(reader, stream, shard, record)).collect(),
        is_over: output.str("NextShardIterator").is_none(),
    })
}

/// Waits for more in a shard, or its end.
pub fn wait(
    ctx: &mut Ctx<'_>,
    reader: &Reader,
    stream: &Arn,
    shard: &str,
) -> Result<Waited, ApiError> {
    let ask =
        ask(reader, "AwaitRecords").with("StreamARN", stream.to_string()).with("ShardId", shard);
    ctx.call_waiting(ask)
}

fn ask(reader: &Reader, operation: &'static str) -> Ask {
    reader.act(Ask::to("kinesis", operation))
}

fn change(reader: &Reader, stream: &Arn, shard: &str, record: &Struct) -> Change {
    let text = |name: &str| record.str(name).unwrap_or_default();
    let data = record.blob("Data").map(|data| STANDARD.encode(data)).unwrap_or_default();
    let at = record.timestamp("ApproximateArrivalTimestamp").unwrap_or(Timestamp::EPOCH);
    let sequence = text("SequenceNumber");
    let event = json!({
        "kinesisSchemaVersion": "1.0",
        "partitionKey": text("PartitionKey"),
        "sequenceNumber": sequence,
        "data": data,
        "approximateArrivalTimestamp": at.secs_f64(),
        "eventSource": EVENT_SOURCE,
        "eventVersion": "1.0",
        "eventID": format!("{shard}:{sequence}"),
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": reader.role,
        "awsRegion": stream.region,
        "eventSourceARN": stream.to_string(),
    });
    Change {
        sequence: sequence.to_owned(),
        at: at.secs(),
        partition: text("PartitionKey").to_owned(),
        event,
    }
}

/// The members that are of the record itself, not of its event.
const OF_RECORD: [&str; 5] = [
    "kinesisSchemaVersion",
    "partitionKey",
    "sequenceNumber",
    "data",
    "approximateArrivalTimestamp",
];

/// As functions get it: what is of the record in a member `kinesis`.
pub fn nested(event: Json) -> Json {
    let Json::Object(members) = event else { return event };
    let (record, mut event): (Map<String, Json>, Map<String, Json>) =
        members.into_iter().partition(|(name, _)| OF_RECORD.contains(&name.as_str()));
    event.insert("kinesis".to_owned(), Json::Object(record));
    Json::Object(event)
}
