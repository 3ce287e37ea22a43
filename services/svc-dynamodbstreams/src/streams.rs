//! The four operations.

use kernel::{ApiError, Ctx, Struct, Value};

use crate::api::{
    DescribeStreamInput, DescribeStreamOutput, GetRecordsInput, GetRecordsOutput,
    GetShardIteratorInput, GetShardIteratorOutput, ListStreamsInput, ListStreamsOutput,
};
use crate::dynamodb::ask;
use crate::iterator::Iterator;
use crate::limits;

pub fn list_streams(
    ctx: &mut Ctx<'_>,
    input: ListStreamsInput<'_>,
) -> Result<ListStreamsOutput, ApiError> {
    let limit = read_limit(input.limit(), limits::PAGE_MAX)?;
    let mut asked = Struct::new().with("Limit", limit);
    if let Some(name) = input.table_name() {
        asked.set("TableName", name);
    }
    if let Some(after) = input.exclusive_start_stream_arn() {
        asked.set("After", after);
    }
    ask(ctx, "StreamList", asked).map(ListStreamsOutput)
}

pub fn describe_stream(
    ctx: &mut Ctx<'_>,
    input: DescribeStreamInput<'_>,
) -> Result<DescribeStreamOutput, ApiError> {
    let limit = read_limit(input.limit(), limits::PAGE_MAX)?;
    let mut asked = Struct::new().with("StreamArn", input.stream_arn()).with("Limit", limit);
    if let Some(after) = input.exclusive_start_shard_id() {
        asked.set("After", after);
    }
    if let Some(filter) = input.shard_filter() {
        match (filter.type_(), filter.shard_id()) {
            (Some(_), Some(parent)) => asked.set("ParentShardId", parent),
            (None, None) => {}
            _ => return Err(invalid("ShardFilter needs both a Type and a ShardId")),
        }
    }
    let description = ask(ctx, "StreamDescribe", asked)?;
    Ok(DescribeStreamOutput(Struct::new().with("StreamDescription", description)))
}

pub fn get_shard_iterator(
    ctx: &mut Ctx<'_>,
    input: GetShardIteratorInput<'_>,
) -> Result<GetShardIteratorOutput, ApiError> {
    let kind = input.shard_iterator_type();
    let mut asked = Struct::new()
        .with("StreamArn", input.stream_arn())
        .with("ShardId", input.shard_id())
        .with("Type", kind);
    match (kind, input.sequence_number(), input.timestamp()) {
        ("AT_SEQUENCE_NUMBER" | "AFTER_SEQUENCE_NUMBER", Some(sequence), _) => {
            asked.set("Sequence", sequence);
        }
        ("AT_SEQUENCE_NUMBER" | "AFTER_SEQUENCE_NUMBER", None, _) => {
            return Err(invalid(format!(
                "SequenceNumber must be specified when ShardIteratorType is {kind}"
            )));
        }
        ("AT_TIMESTAMP", _, Some(at)) if at > ctx.now() => {
            return Err(invalid("Timestamp cannot be in the future"));
        }
        ("AT_TIMESTAMP", _, Some(at)) => asked.set("Timestamp", at),
        ("AT_TIMESTAMP", _, None) => {
            return Err(invalid(
                "Timestamp must be specified when ShardIteratorType is AT_TIMESTAMP",
            ));
        }
        (_, Some(_), _) => {
            return Err(invalid(format!(
                "SequenceNumber must not be specified when ShardIteratorType is {kind}"
            )));
        }
        _ => {}
    }
    let found = ask(ctx, "StreamPosition", asked)?;
    let iterator = Iterator {
        stream_arn: input.stream_arn().to_owned(),
        shard_id: input.shard_id().to_owned(),
        position: found.int("Position").unwrap_or_default(),
        issued: ctx.now(),
    };
    Ok(GetShardIteratorOutput::new().shard_iterator(iterator.encode()))
}

pub fn get_records(
    ctx: &mut Ctx<'_>,
    input: GetRecordsInput<'_>,
) -> Result<GetRecordsOutput, ApiError> {
    let limit = read_limit(input.limit(), limits::RECORDS_MAX)?;
    let iterator = Iterator::decode(input.shard_iterator())?;
    iterator.check_age(ctx.now())?;
    let asked = Struct::new()
        .with("StreamArn", iterator.stream_arn.as_str())
        .with("ShardId", iterator.shard_id.as_str())
        .with("Position", iterator.position)
        .with("Limit", limit);
    let mut found = ask(ctx, "StreamRecords", asked)?;
    let mut out = Struct::new();
    out.set("Records", found.remove("Records").unwrap_or(Value::List(Vec::new())));
    if let Some(position) = found.int("Position") {
        let next = Iterator { position, issued: ctx.now(), ..iterator };
        out.set("NextShardIterator", next.encode());
    }
    Ok(GetRecordsOutput(out))
}

fn read_limit(given: Option<i64>, max: i64) -> Result<i64, ApiError> {
    let limit = given.unwrap_or(max);
    if limit <= max {
        return Ok(limit);
    }
    Err(invalid(format!(
        "1 validation error detected: Value '{limit}' at 'limit' failed to satisfy constraint: \
         Member must have value less than or equal to {max}"
    )))
}

fn invalid(message: impl Into<String>) -> ApiError {
    ApiError::new("ValidationException", message)
}
