//! DynamoDB Streams, the side that reads: steps that the streams service calls.
//!
//! What they take and answer is in the shapes of the streams service's model, but for positions:
//! those are numbers here, and iterators there.

use kernel::service::Waited;
use kernel::{ApiError, Ctx, OpResult, Scope, Struct, Timestamp, Value};
use store::Range;

use crate::limits;
use crate::names;
use crate::state::{POLICIES, TABLES};
use crate::stream::{
    Event, LANES, RECORDS, RecordRow, SHARDS, STREAMS, ShardRow, StreamStateRow, image, topic,
};
use crate::values;
use kernel::arn::Arn;

pub const LIST: &str = "StreamList";
pub const DESCRIBE: &str = "StreamDescribe";
pub const POSITION: &str = "StreamPosition";
pub const RECORDS_STEP: &str = "StreamRecords";
pub const POLICY: &str = "StreamPolicy";
pub const AWAIT: &str = "StreamAwait";

/// Sequence numbers are shown with 21 digits at least.
const SEQUENCE_BASE: u128 = 100_000_000_000_000_000_000;

/// `{TableName?, Limit, After?}` → `{Streams, LastEvaluatedStreamArn?}`
pub fn list(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let limit = input.int("Limit").unwrap_or_default() as usize;
    let of_table = input.str("TableName");
    let mut range = match of_table {
        Some(name) => Range::within(&(name,)),
        None => Range::all(),
    };
    if let Some(after) = input.str("After") {
        let (name, label) = parse_arn(ctx, after)?;
        range = range.after(&(name.as_str(), label.as_str()));
    }
    let rows = ctx.table(&STREAMS).keys(&range).take(limit + 1);
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let shown = |(name, label): &(String, String)| {
        Struct::new()
            .with("StreamArn", stream_arn(ctx, name, label))
            .with("TableName", name.as_str())
            .with("StreamLabel", label.as_str())
    };
    let mut out = Struct::new();
    out.set("Streams", Value::from(rows.iter().map(shown).collect::<Vec<_>>()));
    if let Some((name, label)) = rows.last().filter(|_| has_more) {
        out.set("LastEvaluatedStreamArn", stream_arn(ctx, name, label));
    }
    Ok(out)
}

/// `{StreamArn, Limit, After?, ParentShardId?}` → `StreamDescription`
pub fn describe(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let (name, label, row) = find(ctx, input)?;
    let limit = input.int("Limit").unwrap_or_default() as usize;
    let parent = input.str("ParentShardId");
    let shards = shards(ctx, &row)?;
    let after = match input.str("After") {
        None => 0,
        Some(id) => shards.iter().position(|(_, shard)| shard.id == id).map_or(0, |at| at + 1),
    };
    let wanted = |shard: &&(u64, ShardRow)| {
        parent.is_none_or(|parent| shard.1.parent.as_deref() == Some(parent))
    };
    let mut page: Vec<_> = shards[after..].iter().filter(wanted).collect();
    let has_more = page.len() > limit;
    page.truncate(limit);
    let last = page.last().filter(|_| has_more).map(|(_, shard)| shard.id.clone());
    let shown: Vec<Struct> = page.into_iter().map(|(_, shard)| shown_shard(shard)).collect();
    let mut keys = vec![key_element(&row.hash, "HASH")];
    keys.extend(row.range.as_deref().map(|range| key_element(range, "RANGE")));
    let status = if row.disabled.is_some() { "DISABLED" } else { "ENABLED" };
    let mut out = Struct::new()
        .with("StreamArn", stream_arn(ctx, &name, &label))
        .with("StreamLabel", label)
        .with("StreamStatus", status)
        .with("StreamViewType", row.view.name())
        .with("CreationRequestDateTime", Timestamp::from_millis(row.created / 1_000))
        .with("TableName", name)
        .with("KeySchema", Value::from(keys))
        .with("Shards", Value::from(shown));
    if let Some(last) = last {
        out.set("LastEvaluatedShardId", last);
    }
    Ok(out)
}

fn key_element(name: &str, kind: &str) -> Struct {
    Struct::new().with("AttributeName", name).with("KeyType", kind)
}

fn shown_shard(shard: &ShardRow) -> Struct {
    let mut range =
        Struct::new().with("StartingSequenceNumber", sequence_number(shard.first_sequence));
    if let Some(last) = shard.last_sequence {
        range.set("EndingSequenceNumber", sequence_number(last));
    }
    let mut out =
        Struct::new().with("ShardId", shard.id.as_str()).with("SequenceNumberRange", range);
    if let Some(parent) = &shard.parent {
        out.set("ParentShardId", parent.as_str());
    }
    out
}

/// `{StreamArn, ShardId, Type, Sequence?, Timestamp?}` → `{Position}`: the first sequence that an
/// iterator of that type reads.
pub fn position(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let (_, _, row) = find(ctx, input)?;
    let (number, shard) = find_shard(ctx, &row, input)?;
    let place = (row.id, number);
    let horizon = horizon(ctx);
    let position = match input.str("Type").unwrap_or_default() {
        "LATEST" => next_sequence(ctx, place, &shard)?,
        "AT_TIMESTAMP" => {
            let at = input.timestamp("Timestamp").unwrap_or(Timestamp::EPOCH).micros();
            first_or_next(ctx, place, &shard, at.max(horizon + 1))?
        }
        kind @ ("AT_SEQUENCE_NUMBER" | "AFTER_SEQUENCE_NUMBER") => {
            let text = input.str("Sequence").unwrap_or_default();
            let sequence = parse_sequence(text).ok_or_else(invalid_sequence)?;
            let is_past = shard.last_sequence.is_some_and(|last| sequence > last);
            if sequence < shard.first_sequence || is_past {
                return Err(invalid_sequence());
            }
            let oldest = first_since(ctx, place, horizon + 1)?;
            let is_trimmed = match oldest {
                Some(oldest) => sequence < oldest,
                None => sequence < next_sequence(ctx, place, &shard)?,
            };
            if is_trimmed {
                return Err(trimmed());
            }
            sequence + u64::from(kind == "AFTER_SEQUENCE_NUMBER")
        }
        _ => first_or_next(ctx, place, &shard, horizon + 1)?,
    };
    Ok(Struct::new().with("Position", position.cast_signed()))
}

/// `{StreamArn, ShardId, Position, Limit}` → `{Records, Position?}`: no position when the shard is
/// closed and read to its end.
pub fn records(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let (_, _, row) = find(ctx, input)?;
    let (number, shard) = find_shard(ctx, &row, input)?;
    let from = input.int("Position").unwrap_or_default().cast_unsigned();
    let limit = input.int("Limit").unwrap_or_default() as usize;
    let horizon = horizon(ctx);
    let region = ctx.region().as_str();
    let range = Range::within(&(row.id, number)).from(&(row.id, number, from));
    let mut shown = Vec::new();
    let mut bytes = 0;
    let mut next = from;
    let mut is_whole = true;
    for entry in ctx.table(&RECORDS).scan(&range) {
        let ((_, _, sequence), record) = entry?;
        if record.at <= horizon {
            continue;
        }
        // Sequences have no gaps: the iterator was made before the records there were trimmed.
        if shown.is_empty() && sequence > from {
            return Err(trimmed());
        }
        if shown.len() >= limit || bytes >= limits::RECORDS_BYTES_MAX {
            is_whole = false;
            break;
        }
        bytes += record.size as usize;
        next = sequence + 1;
        shown.push(shown_record(region, sequence, &record, row.view.name())?);
    }
    let mut out = Struct::new().with("Records", Value::from(shown));
    let is_over = is_whole && shard.closed.is_some();
    if !is_over {
        out.set("Position", next.cast_signed());
    }
    Ok(out)
}

fn shown_record(
    region: &str,
    sequence: u64,
    record: &RecordRow,
    view: &str,
) -> Result<Struct, ApiError> {
    let event = match record.event {
        Event::Insert => "INSERT",
        Event::Modify => "MODIFY",
        Event::Remove => "REMOVE",
    };
    let mut change = Struct::new()
        .with("ApproximateCreationDateTime", Timestamp::from_secs(record.at.div_euclid(1_000_000)))
        .with("Keys", values::write_item(image(&record.keys)?));
    if let Some(new) = &record.new {
        change.set("NewImage", values::write_item(image(new)?));
    }
    if let Some(old) = &record.old {
        change.set("OldImage", values::write_item(image(old)?));
    }
    change.set("SequenceNumber", sequence_number(sequence));
    change.set("SizeBytes", record.size as i64);
    change.set("StreamViewType", view);
    let mut out = Struct::new()
        .with("eventID", record.id.as_str())
        .with("eventName", event)
        .with("eventVersion", "1.1")
        .with("eventSource", "aws:dynamodb")
        .with("awsRegion", region.to_owned())
        .with("dynamodb", change);
    if record.is_expiry {
        let identity =
            Struct::new().with("PrincipalId", "dynamodb.amazonaws.com").with("Type", "Service");
        out.set("userIdentity", identity);
    }
    Ok(out)
}

/// `{StreamArn}` → `{Policy?}`: the stream's own resource policy.
pub fn policy(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let arn = Arn::parse(input.str("StreamArn").unwrap_or_default());
    let Some(arn) = arn else { return Ok(Struct::new()) };
    let Some(owner) = arn.account_id() else { return Ok(Struct::new()) };
    let scope = Scope::new(owner.digits(), ctx.region().as_str());
    let row = ctx.table_in(&POLICIES, scope).get(&arn.resource)?;
    Ok(row.map_or_else(Struct::new, |row| Struct::new().with("Policy", row.document)))
}

/// `{StreamArn, ShardId}`: never ready. Who has read all that there is waits with it for more.
pub fn await_change(ctx: &mut Ctx<'_>, input: &Struct) -> Result<Waited, ApiError> {
    let (_, _, row) = find(ctx, input)?;
    let (number, _) = find_shard(ctx, &row, input)?;
    Ok(Waited::NotYet { topic: topic(row.id, number), until: Timestamp::MAX })
}

/// Records of that time and before are gone.
fn horizon(ctx: &Ctx<'_>) -> i64 {
    ctx.now().micros() - limits::STREAM_SECONDS * 1_000_000
}

/// The first sequence of a record of that time or later.
fn first_since(ctx: &Ctx<'_>, place: (u64, u64), micros: i64) -> Result<Option<u64>, ApiError> {
    for entry in ctx.table(&RECORDS).scan(&Range::within(&place)) {
        let ((_, _, sequence), record) = entry?;
        if record.at >= micros {
            return Ok(Some(sequence));
        }
    }
    Ok(None)
}

fn first_or_next(
    ctx: &Ctx<'_>,
    place: (u64, u64),
    shard: &ShardRow,
    micros: i64,
) -> Result<u64, ApiError> {
    match first_since(ctx, place, micros)? {
        Some(first) => Ok(first),
        None => next_sequence(ctx, place, shard),
    }
}

/// The sequence of the record that comes next.
fn next_sequence(ctx: &Ctx<'_>, place: (u64, u64), shard: &ShardRow) -> Result<u64, ApiError> {
    if let Some(last) = shard.last_sequence {
        return Ok(last + 1);
    }
    let lane = ctx.table(&LANES).get(&(place.0, shard.lane))?;
    Ok(lane.map_or(shard.first_sequence, |lane| lane.next_sequence))
}

/// A stream's shards in the order in which they were opened; those whose records are all gone are
/// not shown.
fn shards(ctx: &Ctx<'_>, row: &StreamStateRow) -> Result<Vec<(u64, ShardRow)>, ApiError> {
    let horizon = horizon(ctx);
    let mut out = Vec::new();
    for entry in ctx.table(&SHARDS).scan(&Range::within(&(row.id,))) {
        let ((_, number), shard) = entry?;
        if shard.closed.is_none_or(|closed| closed > horizon) {
            out.push((number, shard));
        }
    }
    Ok(out)
}

fn find_shard(
    ctx: &Ctx<'_>,
    row: &StreamStateRow,
    input: &Struct,
) -> Result<(u64, ShardRow), ApiError> {
    let wanted = input.str("ShardId").unwrap_or_default();
    let found = shards(ctx, row)?.into_iter().find(|(_, shard)| shard.id == wanted);
    found.ok_or_else(|| {
        let arn = input.str("StreamArn").unwrap_or_default();
        not_found(format!(
            "Requested resource not found: Shard: {wanted} in Stream: {arn} not found"
        ))
    })
}

fn find(ctx: &Ctx<'_>, input: &Struct) -> Result<(String, String, StreamStateRow), ApiError> {
    let arn = input.str("StreamArn").unwrap_or_default();
    let missing = || not_found(format!("Requested resource not found: Stream: {arn} not found"));
    let (name, label) = parse_arn(ctx, arn)?;
    let row = ctx.table(&STREAMS).get(&(name.as_str(), label.as_str()))?;
    let row = row.ok_or_else(missing)?;
    let is_over = row.disabled.is_some_and(|disabled| disabled <= horizon(ctx));
    if is_over && !ctx.table(&TABLES).contains(&name)? {
        return Err(missing());
    }
    Ok((name, label, row))
}

fn parse_arn(ctx: &Ctx<'_>, text: &str) -> Result<(String, String), ApiError> {
    let invalid = || ApiError::new("ValidationException", format!("Invalid StreamArn: {text}"));
    let arn = Arn::parse(text)
        .filter(|arn| arn.service == "dynamodb" && arn.region == ctx.region().as_str());
    let arn = arn.ok_or_else(invalid)?;
    let path = arn.resource.strip_prefix("table/").ok_or_else(invalid)?;
    let (name, label) = path.split_once("/stream/").ok_or_else(invalid)?;
    Ok((name.to_owned(), label.to_owned()))
}

fn stream_arn(ctx: &Ctx<'_>, name: &str, label: &str) -> String {
    format!("{}/stream/{label}", names::table_arn(ctx, name))
}

fn sequence_number(sequence: u64) -> String {
    (SEQUENCE_BASE + u128::from(sequence)).to_string()
}

fn parse_sequence(text: &str) -> Option<u64> {
    let number: u128 = text.parse().ok()?;
    u64::try_from(number.checked_sub(SEQUENCE_BASE)?).ok()
}

fn invalid_sequence() -> ApiError {
    ApiError::new("ValidationException", "Invalid SequenceNumber")
}

fn not_found(message: String) -> ApiError {
    ApiError::new("ResourceNotFoundException", message)
}

fn trimmed() -> ApiError {
    ApiError::new(
        "TrimmedDataAccessException",
        "The operation attempted to read past the oldest stream record in a shard.",
    )
}
