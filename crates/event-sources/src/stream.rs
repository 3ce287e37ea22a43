//! Streams as sources: the shards of a DynamoDB stream, and their records as events. For streams of
//! Kinesis, which are gone through the same way, see [`kinesis`].
//!
//! The event is the one that AWS shows in "Using AWS Lambda with Amazon DynamoDB" and in "Amazon
//! DynamoDB stream as a source" of Pipes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::arn::Arn;
use kernel::service::Waited;
use kernel::{ApiError, Ask, Ctx, Struct, Value};
use serde_json::{Map, Value as Json};

use crate::kinesis;
use crate::limits;
use crate::{Position, Reader};

pub const EVENT_SOURCE: &str = "aws:dynamodb";
/// What a stream's ARN has between the table and the time of its beginning.
const STREAM: &str = "/stream/";

#[derive(Debug)]
pub struct Described {
    pub is_enabled: bool,
    /// The table's partition key.
    pub hash_key: String,
    /// In the order in which they were opened.
    pub shards: Vec<Shard>,
}

#[derive(Debug)]
pub struct Shard {
    pub id: String,
    pub parent: Option<String>,
    /// The other parent of a shard that was merged of two.
    pub adjacent: Option<String>,
}

/// A record of a shard.
#[derive(Debug)]
pub struct Change {
    pub sequence: String,
    /// When it was made, in seconds.
    pub at: i64,
    /// Its partition key: of a change of an item, the value of the table's, as JSON.
    pub partition: String,
    pub event: Json,
}

#[derive(Debug)]
pub struct Read {
    pub changes: Vec<Change>,
    /// The shard is closed, and nothing comes after these.
    pub is_over: bool,
}

pub fn is_stream(arn: &Arn) -> bool {
    arn.service == "dynamodb" && arn.resource.contains(STREAM)
}

pub fn is_kinesis(stream: &Arn) -> bool {
    stream.service == "kinesis"
}

pub fn describe(ctx: &mut Ctx<'_>, reader: &Reader, stream: &Arn) -> Result<Described, ApiError> {
    if is_kinesis(stream) {
        return kinesis::describe(ctx, reader, stream);
    }
    let mut described =
        Described { is_enabled: false, hash_key: String::new(), shards: Vec::new() };
    let mut after: Option<String> = None;
    for _ in 0..limits::SHARD_PAGES_MAX {
        let mut ask = ask(reader, "DescribeStream").with("StreamArn", stream.to_string());
        if let Some(after) = &after {
            ask = ask.with("ExclusiveStartShardId", after);
        }
        let output = ctx.call(ask)?;
        let page = output.structure("StreamDescription").ok_or_else(ApiError::internal)?;
        described.is_enabled = page.str("StreamStatus") == Some("ENABLED");
        hash_key(page).clone_into(&mut described.hash_key);
        let shards = page.list("Shards").unwrap_or_default().iter().filter_map(Value::as_struct);
        described.shards.extend(shards.map(|shard| Shard {
            id: shard.str("ShardId").unwrap_or_default().to_owned(),
            parent: shard.str("ParentShardId").map(str::to_owned),
            adjacent: None,
        }));
        after = page.str("LastEvaluatedShardId").map(str::to_owned);
        if after.is_none() {
            break;
        }
    }
    Ok(described)
}

fn hash_key(described: &Struct) -> &str {
    let keys = described.list("KeySchema").unwrap_or_default().iter();
    let mut keys = keys.filter_map(Value::as_struct);
    let hash = keys.find(|key| key.str("KeyType") == Some("HASH"));
    hash.and_then(|key| key.str("AttributeName")).unwrap_or_default()
}

/// At most `max` records from the position on. What was read before and is gone by now does not
/// matter: the oldest that is left comes next.
pub fn read(
    ctx: &mut Ctx<'_>,
    reader: &Reader,
    stream: &Arn,
    (shard, hash_key): (&str, &str),
    position: &Position,
    max: usize,
) -> Result<Read, ApiError> {
    if is_kinesis(stream) {
        return kinesis::read(ctx, reader, stream, shard, position, max);
    }
    let read = read_from(ctx, reader, stream, (shard, hash_key), position, max);
    match read {
        Err(error) if error.code() == "TrimmedDataAccessException" => {
            read_from(ctx, reader, stream, (shard, hash_key), &Position::Horizon, max)
        }
        other => other,
    }
}

fn read_from(
    ctx: &mut Ctx<'_>,
    reader: &Reader,
    stream: &Arn,
    (shard, hash_key): (&str, &str),
    position: &Position,
    max: usize,
) -> Result<Read, ApiError> {
    let mut place = ask(reader, "GetShardIterator")
        .with("StreamArn", stream.to_string())
        .with("ShardId", shard);
    place = match position {
        Position::Horizon => place.with("ShardIteratorType", "TRIM_HORIZON"),
        Position::Since(micros) => place
            .with("ShardIteratorType", "AT_TIMESTAMP")
            .with("Timestamp", kernel::Timestamp::from_micros(*micros)),
        Position::After(sequence) => place
            .with("ShardIteratorType", "AFTER_SEQUENCE_NUMBER")
            .with("SequenceNumber", sequence),
    };
    let iterator = ctx.call(place)?;
    let records = ask(reader, "GetRecords")
        .with("ShardIterator", iterator.str("ShardIterator").unwrap_or_default())
        .with("Limit", (max as i64).clamp(1, limits::STREAM_READ_MAX));
    let output = ctx.call(records)?;
    let records = output.list("Records").unwrap_or_default().iter().filter_map(Value::as_struct);
    Ok(Read {
        changes: records.map(|record| change(stream, hash_key, record)).collect(),
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
    if is_kinesis(stream) {
        return kinesis::wait(ctx, reader, stream, shard);
    }
    let ask = Ask::to("dynamodb", "StreamAwait")
        .with("StreamArn", stream.to_string())
        .with("ShardId", shard);
    ctx.call_waiting(reader.act(ask))
}

fn ask(reader: &Reader, operation: &'static str) -> Ask {
    reader.act(Ask::to("dynamodbstreams", operation))
}

fn change(stream: &Arn, hash_key: &str, record: &Struct) -> Change {
    let mut event = match json(&Value::Struct(record.clone())) {
        Json::Object(members) => members,
        _ => Map::new(),
    };
    event.insert("eventSourceARN".to_owned(), stream.to_string().into());
    let change = record.structure("dynamodb");
    let at = change.and_then(|it| it.timestamp("ApproximateCreationDateTime"));
    let keys = change.and_then(|it| it.structure("Keys"));
    let partition = keys.and_then(|it| it.get(hash_key)).map(|value| json(value).to_string());
    Change {
        sequence: change.and_then(|it| it.str("SequenceNumber")).unwrap_or_default().to_owned(),
        at: at.map_or(0, kernel::Timestamp::secs),
        partition: partition.unwrap_or_default(),
        event: Json::Object(event),
    }
}

/// As Lambda's events have it: times are seconds, bytes are base64.
fn json(value: &Value) -> Json {
    match value {
        Value::Null | Value::Body(_) => Json::Null,
        Value::Bool(is) => (*is).into(),
        Value::Int(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::String(text) => text.as_str().into(),
        Value::Blob(bytes) => STANDARD.encode(bytes).into(),
        Value::Timestamp(at) => at.secs().into(),
        Value::List(items) => Json::Array(items.iter().map(json).collect()),
        Value::Struct(members) => {
            let members = members.iter().map(|(name, value)| (name.to_owned(), json(value)));
            Json::Object(members.collect())
        }
    }
}
