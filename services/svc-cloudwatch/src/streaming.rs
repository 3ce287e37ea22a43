//! What metric streams tell: each minute of each metric, once it is over, to Firehose.
//!
//! While a stream runs, a minute in which data comes is noted with the metric; a step some time
//! after the minute's end takes what was noted, reads what the minute has come to and puts it into
//! records, one JSON object a line. Data that comes later has the minute told again, as at AWS.
//!
//! Source: User Guide, "CloudWatch metric stream output in JSON format" (members and their names),
//! "Trust between CloudWatch and Firehose" (the principal).

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::scheduler::{Job, Retry};
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Region, Scope, Struct, Timestamp};
use serde_json::{Map, Value as Json, json};
use store::Range;

use crate::charge;
use crate::fold;
use crate::limits;
use crate::series::{self, MINUTE};
use crate::stat::Stat;
use crate::state::{
    DATA, DatumRow, MetricStreamRow, SERIES, STREAMED, STREAMING, STREAMS, SeriesKey, StreamFilter,
};

/// The step that tells all streams of a place.
pub const TELL: &str = "TellStreams";
/// The step that hands a record to Firehose: `Stream`, `Data`.
pub const SEND: &str = "SendToStream";
/// Whom a stream's role trusts.
pub const PRINCIPAL: &str = "streams.metrics.cloudwatch.amazonaws.com";
/// The same without the end that all services have.
const TAKES_ON: &str = "streams.metrics.cloudwatch";
const SESSION: &str = "CloudWatchMetricStream";
const SERVICE: &str = "cloudwatch";
/// Between the parts of a series; no part has it.
const SEPARATOR: &str = "\u{1d}";
/// What Firehose does not take is tried again for some hours; AWS does not say how long.
const RETRY: Retry =
    Retry { retries_max: 20, delay_ms: 5_000, growth_percent: 200, delay_ms_max: 600_000 };

/// Data has come to a minute of a metric.
pub fn note(
    ctx: &mut Ctx<'_>,
    scope: Scope,
    key: &SeriesKey,
    (minute, unit): (i64, u8),
) -> Result<(), ApiError> {
    let Some(mut streaming) = ctx.table_in(&STREAMING, scope).get(&())? else { return Ok(()) };
    if streaming.running == 0 {
        return Ok(());
    }
    let series = [key.0.as_str(), &key.1, &key.2].join(SEPARATOR);
    ctx.table_mut_in(&STREAMED, scope).put(&(minute, unit, series), &());
    let now = ctx.now().secs();
    if streaming.due <= now {
        let due = series::floor(now, MINUTE) + i64::from(MINUTE) + limits::STREAM_DELAY_S;
        leave(ctx, scope, due);
        streaming.due = due;
        ctx.table_mut_in(&STREAMING, scope).put(&(), &streaming);
    }
    Ok(())
}

fn leave(ctx: &mut Ctx<'_>, scope: Scope, due: i64) {
    let (account, region) = (AccountId::parse(scope.account()), Region::parse(scope.region()));
    let (Some(account), Some(region)) = (account, region) else { return };
    let ask = Ask::to(SERVICE, TELL).as_service("cloudwatch.amazonaws.com");
    let ask = ask.in_account(account).in_region(region);
    ctx.enqueue(Job::now(ask).at(Timestamp::from_secs(due)).with_retry(RETRY).unlinked());
}

/// The step: minutes that are over are told.
pub fn tell(ctx: &mut Ctx<'_>, _: &Struct) -> OpResult {
    fold::fold(ctx)?;
    let now = ctx.now().secs();
    let range = Range::all().before(&(series::floor(now, MINUTE),));
    let noted: Vec<(i64, u8, String)> = ctx
        .table(&STREAMED)
        .keys(&range)
        .take(limits::STREAMED_PER_STEP_MAX)
        .collect::<Result<_, _>>()?;
    let streams: Vec<(String, MetricStreamRow)> =
        ctx.table(&STREAMS).scan(&Range::all()).collect::<Result<_, _>>()?;
    let running = streams.into_iter().filter(|(_, row)| row.is_running);
    let mut told: Vec<(String, MetricStreamRow, Vec<u8>, u64)> =
        running.map(|(name, row)| (name, row, Vec::new(), 0)).collect();
    let count = noted.len();
    for key in noted {
        ctx.table_mut(&STREAMED).delete(&key);
        let (minute, unit, series) = key;
        let mut parts = series.splitn(3, SEPARATOR).map(str::to_owned);
        let mut part = || parts.next().unwrap_or_default();
        let key = (part(), part(), part());
        let Some(series) = ctx.table(&SERIES).get(&key)? else { continue };
        let datum = ctx.table(&DATA).get(&(series.id, MINUTE, minute, unit))?;
        let Some(datum) = datum else { continue };
        for (stream, row, lines, updates) in &mut told {
            if !row.wants(&key.0, &key.1) {
                continue;
            }
            *updates += 1;
            let line = line(ctx, (stream, row), &key, (minute, unit, &datum)).to_string();
            if lines.len() + line.len() + 1 > limits::STREAM_RECORD_BYTES_MAX {
                hand_on(ctx, stream, row, std::mem::take(lines));
            }
            lines.extend_from_slice(line.as_bytes());
            lines.push(b'\n');
        }
    }
    for (stream, row, lines, updates) in told {
        charge::streamed(ctx, &stream, updates);
        if !lines.is_empty() {
            hand_on(ctx, &stream, &row, lines);
        }
    }
    tell_later(ctx, count == limits::STREAMED_PER_STEP_MAX, now)?;
    Ok(Struct::new())
}

/// Leaves the next step, if there is something to be told yet.
fn tell_later(ctx: &mut Ctx<'_>, has_more: bool, now: i64) -> Result<(), ApiError> {
    let Some(mut streaming) = ctx.table(&STREAMING).get(&())? else { return Ok(()) };
    let is_empty = ctx.table(&STREAMED).is_empty(&Range::all())?;
    streaming.due = match (has_more, is_empty) {
        (_, true) => 0,
        (true, false) => now,
        (false, false) => series::floor(now, MINUTE) + i64::from(MINUTE) + limits::STREAM_DELAY_S,
    };
    if !is_empty {
        let scope = ctx.scope();
        leave(ctx, scope, streaming.due);
    }
    ctx.table_mut(&STREAMING).put(&(), &streaming);
    Ok(())
}

fn hand_on(ctx: &mut Ctx<'_>, stream: &str, row: &MetricStreamRow, lines: Vec<u8>) {
    let Some(role) = Arn::parse(&row.role) else { return };
    let ask = Ask::to(SERVICE, SEND).with("Stream", stream).with("Data", Bytes::from(lines));
    ctx.enqueue(Job::now(ask.as_role(&role, SESSION)).with_retry(RETRY));
}

/// The step, which runs as the stream's role.
pub fn send(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let stream = input.str("Stream").unwrap_or_default();
    // What was not told before a stream was deleted or stopped is told no more.
    let row = ctx.table(&STREAMS).get(stream)?.filter(|row| row.is_running);
    let Some(row) = row else { return Ok(Struct::new()) };
    let (Some(role), Some(firehose)) = (Arn::parse(&row.role), Arn::parse(&row.firehose)) else {
        return Ok(Struct::new());
    };
    ctx.authorize_take_on(&role, TAKES_ON, None)?;
    let name = firehose.resource.rsplit('/').next().unwrap_or_default();
    let data = input.blob("Data").cloned().unwrap_or_default();
    let ask = Ask::to("firehose", "PutRecord")
        .with("DeliveryStreamName", name)
        .with("Record", Struct::new().with("Data", data));
    ctx.call(ask)
}

impl MetricStreamRow {
    fn wants(&self, namespace: &str, name: &str) -> bool {
        let is_in = |filters: &[StreamFilter]| {
            filters.iter().any(|filter| {
                filter.namespace == namespace
                    && (filter.metrics.is_empty() || filter.metrics.iter().any(|it| it == name))
            })
        };
        (self.include.is_empty() || is_in(&self.include)) && !is_in(&self.exclude)
    }
}

fn line(
    ctx: &Ctx<'_>,
    (stream, row): (&str, &MetricStreamRow),
    (namespace, name, dimensions): &SeriesKey,
    (minute, unit, datum): (i64, u8, &DatumRow),
) -> Json {
    let values = &datum.values;
    let mut value = Map::new();
    let basic =
        [("max", values.max), ("min", values.min), ("sum", values.sum), ("count", values.count)];
    value.extend(basic.map(|(name, number)| (name.to_owned(), json!(number))));
    let is_meant = |(of, metric): &(String, String)| of == namespace && metric == name;
    let asked = row.statistics.iter().filter(|it| it.metrics.iter().any(is_meant));
    for statistic in asked.flat_map(|it| &it.statistics) {
        let number = Stat::parse_extended(statistic).and_then(|it| it.of(values));
        if let Some(number) = number {
            value.insert(statistic.clone(), json!(number));
        }
    }
    let dimensions: Map<String, Json> = series::dimensions_of(dimensions)
        .into_iter()
        .map(|(name, value)| (name, json!(value)))
        .collect();
    json!({
        "metric_stream_name": stream,
        "account_id": ctx.account().as_str(),
        "region": ctx.region().as_str(),
        "namespace": namespace,
        "metric_name": name,
        "dimensions": dimensions,
        "timestamp": minute * 1_000,
        "value": value,
        "unit": series::UNITS[usize::from(unit)],
    })
}
