//! A stream of Kinesis as the source: a waiting job for each of its shards.
//!
//! A reader waits for its shard's topic and costs nothing meanwhile; the records that it finds and
//! how far it has come are written in one transaction. When a shard ends, its children are read
//! once all their parents are over, so that the order of a partition key holds.
//!
//! "Firehose starts retrieving records from the Kinesis data stream starting with this timestamp":
//! when it became active.

use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::service::Waited;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp, Topic, Value};

use crate::buffer::{self, Record};
use crate::charge;
use crate::deliver::SESSION;
use crate::intake;
use crate::kpl;
use crate::limits;
use crate::metrics;
use crate::state::{KinesisRow, SHARDS, ShardRow, SourceRow, Status, Stream};

/// `Stream`, `Id`: shards that may be read are found.
pub const DISCOVER: &str = "DiscoverShards";
/// `Stream`, `Id`, `Shard`.
pub const READ: &str = "ReadShard";

/// Woken when a stream is deleted, so that its readers end.
pub fn topic(id: u64) -> Topic {
    Topic { service: "firehose", id }
}

pub fn begin(ctx: &mut Ctx<'_>, stream: &Stream) {
    let ask = buffer::step(ctx, stream, DISCOVER);
    ctx.enqueue(Job::now(ask));
}

/// The stream of Kinesis and the role by which it is read.
struct Source<'a> {
    arn: &'a str,
    role: Arn,
    since: i64,
}

fn source_of(stream: &Stream) -> Option<Source<'_>> {
    let SourceRow::Kinesis { stream: arn, role, since } = &stream.row.source else { return None };
    Some(Source { arn, role: Arn::parse(role)?, since: *since })
}

impl Source<'_> {
    fn ask(&self, operation: &'static str) -> Ask {
        let ask = Ask::to("kinesis", operation).as_role(&self.role, SESSION);
        match Arn::parse(self.arn).and_then(|arn| Some((arn.account_id()?, arn.region()?))) {
            Some((account, region)) => ask.in_account(account).in_region(region),
            None => ask,
        }
    }
}

pub fn discover(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(stream) = buffer::stream_of(ctx, input)? else { return Ok(Struct::new()) };
    let Some(source) = source_of(&stream) else { return Ok(Struct::new()) };
    if let Err(error) = find_shards(ctx, &stream, &source) {
        tracing::debug!(%error, stream = stream.name, "the shards of a source cannot be listed");
        let ask = buffer::step(ctx, &stream, DISCOVER);
        let at = ctx.now() + limits::SHARD_RETRY;
        ctx.enqueue(Job::now(ask).at(at));
    }
    Ok(Struct::new())
}

fn find_shards(ctx: &mut Ctx<'_>, stream: &Stream, source: &Source<'_>) -> Result<(), ApiError> {
    let mut shards: Vec<(String, Vec<String>)> = Vec::new();
    let mut token: Option<String> = None;
    for _ in 0..limits::SHARD_PAGES_MAX {
        let ask = match &token {
            Some(token) => source.ask("ListShards").with("NextToken", token),
            None => source.ask("ListShards").with("StreamARN", source.arn),
        };
        let page = ctx.call(ask)?;
        for shard in page.list("Shards").unwrap_or_default().iter().filter_map(Value::as_struct) {
            let parents = ["ParentShardId", "AdjacentParentShardId"];
            let parents = parents.iter().filter_map(|name| shard.str(name)).map(str::to_owned);
            let id = shard.str("ShardId").unwrap_or_default().to_owned();
            shards.push((id, parents.collect()));
        }
        token = page.str("NextToken").map(str::to_owned);
        if token.is_none() {
            break;
        }
    }
    for (id, parents) in &shards {
        let key = (stream.row.id, id.clone());
        if ctx.table(&SHARDS).contains(&key)? {
            continue;
        }
        let mut is_ready = true;
        for parent in parents {
            let is_listed = shards.iter().any(|(other, _)| other == parent);
            let row = ctx.table(&SHARDS).get(&(stream.row.id, parent.as_str()))?;
            is_ready &= row.map_or(!is_listed, |row| row.is_over);
        }
        if is_ready {
            ctx.table_mut(&SHARDS).put(&key, &ShardRow { after: None, is_over: false });
            enqueue(ctx, stream, id, ctx.now());
        }
    }
    Ok(())
}

fn enqueue(ctx: &mut Ctx<'_>, stream: &Stream, shard: &str, at: Timestamp) {
    let ask = buffer::step(ctx, stream, READ).with("Shard", shard);
    ctx.enqueue(Job::now(ask).at(at).waiting());
}

pub fn read(ctx: &mut Ctx<'_>, input: &Struct) -> Result<Waited, ApiError> {
    let done = Ok(Waited::Ready(Struct::new()));
    let Some(stream) = buffer::stream_of(ctx, input)? else { return done };
    let Some(source) = source_of(&stream) else { return done };
    if stream.row.status != Status::Active {
        return done;
    }
    let shard = input.str("Shard").unwrap_or_default();
    let key = (stream.row.id, shard.to_owned());
    let Some(mut row) = ctx.table(&SHARDS).get(&key)?.filter(|row| !row.is_over) else {
        return done;
    };
    let output = match ask_for_records(ctx, &source, shard, &row) {
        Ok(output) => output,
        Err(error) => {
            tracing::debug!(%error, stream = stream.name, shard, "a shard cannot be read");
            let at = ctx.now() + limits::SHARD_RETRY;
            enqueue(ctx, &stream, shard, at);
            return done;
        }
    };
    let records = output.list("Records").unwrap_or_default();
    if let Some(last) = records.last().and_then(Value::as_struct) {
        row.after = last.str("SequenceNumber").map(str::to_owned);
        take(ctx, &stream, shard, records)?;
        ctx.table_mut(&SHARDS).put(&key, &row);
        enqueue(ctx, &stream, shard, ctx.now());
        return done;
    }
    if output.str("NextShardIterator").is_none() {
        row.is_over = true;
        ctx.table_mut(&SHARDS).put(&key, &row);
        begin(ctx, &stream);
        return done;
    }
    ctx.also_await(topic(stream.row.id));
    ctx.call_waiting(
        source.ask("AwaitRecords").with("StreamARN", source.arn).with("ShardId", shard),
    )
}

fn ask_for_records(
    ctx: &mut Ctx<'_>,
    source: &Source<'_>,
    shard: &str,
    row: &ShardRow,
) -> OpResult {
    let mut place =
        source.ask("GetShardIterator").with("StreamARN", source.arn).with("ShardId", shard);
    place = match &row.after {
        Some(sequence) => place
            .with("ShardIteratorType", "AFTER_SEQUENCE_NUMBER")
            .with("StartingSequenceNumber", sequence),
        None => place
            .with("ShardIteratorType", "AT_TIMESTAMP")
            .with("Timestamp", Timestamp::from_micros(source.since)),
    };
    let iterator = ctx.call(place)?;
    let ask = source
        .ask("GetRecords")
        .with("StreamARN", source.arn)
        .with("ShardIterator", iterator.str("ShardIterator").unwrap_or_default())
        .with("Limit", limits::SHARD_READ_MAX);
    ctx.call(ask)
}

fn take(
    ctx: &mut Ctx<'_>,
    stream: &Stream,
    shard: &str,
    records: &[Value],
) -> Result<(), ApiError> {
    let now = ctx.now();
    let mut taken = Vec::with_capacity(records.len());
    for record in records.iter().filter_map(Value::as_struct) {
        let at = record.timestamp("ApproximateArrivalTimestamp").unwrap_or(now).micros();
        let data = record.blob("Data").map(|data| data.to_vec()).unwrap_or_default();
        let text = |name: &str| record.str(name).unwrap_or_default().to_owned();
        let kinesis = |sub_sequence: u64, partition_key: String| KinesisRow {
            sequence: text("SequenceNumber"),
            sub_sequence,
            partition_key,
            shard: shard.to_owned(),
        };
        let Some(parts) = kpl::split(&data) else {
            let kinesis = Some(kinesis(0, text("PartitionKey")));
            taken.push(Record { data, at, kinesis });
            continue;
        };
        for (part, place) in parts.into_iter().zip(0..) {
            let kinesis = Some(kinesis(place, part.partition_key));
            taken.push(Record { data: part.data, at, kinesis });
        }
    }
    let bytes = taken.iter().map(|record| record.data.len()).sum();
    metrics::read(ctx, stream, taken.len(), bytes);
    charge::ingested(ctx, stream, taken.iter().map(|record| record.data.len()));
    intake::take(ctx, stream, taken)
}
