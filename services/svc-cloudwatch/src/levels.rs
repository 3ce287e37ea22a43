//! Metrics that are levels: how many messages a queue has, and how old the oldest is.
//!
//! AWS looks each minute. Nobody looks here: after a queue was used, SQS is asked once how full it
//! is and what becomes of that if nobody does anything (messages appear, and expire). A level is
//! kept as the moments at which it changes, so weeks in which nothing happens cost nothing. The
//! number of a minute is the level at its end.
//!
//! Source: SQS Developer Guide, "Available CloudWatch metrics for Amazon SQS": metrics of active
//! queues only; a queue is active for six hours after it had messages or was used.

use kernel::distribution::Distribution;
use kernel::{AccountId, ApiError, Ask, Ctx, Region, Scope, Struct};
use store::Range;

use crate::read::{self, Buckets, Span};
use crate::series::{self, MINUTE, floor};
use crate::state::{LEVELS, LevelRow, QUEUES, QueueRow, SERIES, SeriesKey, SeriesRow};

pub const NAMESPACE: &str = "AWS/SQS";
pub const DIMENSION: &str = "QueueName";
const SQS: &str = "sqs.amazonaws.com";
const SECOND_US: i64 = 1_000_000;
const MINUTE_US: i64 = 60 * SECOND_US;
const ACTIVE_US: i64 = 6 * 3_600 * SECOND_US;
/// How often a forecast is drawn out for one reader.
const DRAWN_OUT_MAX: usize = 100;

/// A level, and the member of SQS's answer.
const GAUGES: [(&str, &str); 4] = [
    ("ApproximateNumberOfMessagesVisible", "Visible"),
    ("ApproximateNumberOfMessagesNotVisible", "InFlight"),
    ("ApproximateNumberOfMessagesDelayed", "Delayed"),
    ("ApproximateAgeOfOldestMessage", AGE),
];
const AGE: &str = "Oldest";

/// What SQS has answered.
struct Foreseen {
    /// When, and the level of each gauge.
    points: Vec<(i64, [LevelRow; 4])>,
    horizon: Option<i64>,
}

/// The series of a queue's levels.
pub fn keys_of(queue: &str) -> impl Iterator<Item = SeriesKey> {
    let dimensions = [(DIMENSION.to_owned(), queue.to_owned())];
    GAUGES.iter().map(move |(name, _)| series::key_of(NAMESPACE, name, &dimensions))
}

/// Keeps how full a queue is from now on.
pub fn renew(ctx: &mut Ctx<'_>, scope: Scope, queue: &str) -> Result<(), ApiError> {
    let now = ctx.now().micros();
    let row = QueueRow { horizon: None, used: now };
    keep_from(ctx, (scope, queue), now, row)
}

/// Draws out what is known of the queue of this series up to now.
pub fn catch_up(ctx: &mut Ctx<'_>, key: &SeriesKey) -> Result<(), ApiError> {
    let is_gauge = key.0 == NAMESPACE && GAUGES.iter().any(|(name, _)| *name == key.1);
    let dimensions = series::dimensions_of(&key.2);
    let (true, [(_, queue)]) = (is_gauge, dimensions.as_slice()) else { return Ok(()) };
    let scope = ctx.scope();
    for _ in 0..DRAWN_OUT_MAX {
        let row = ctx.table(&QUEUES).get(queue)?;
        let Some(row) = row else { break };
        match row.horizon {
            Some(horizon) if horizon <= ctx.now().micros() => {
                keep_from(ctx, (scope, queue), horizon, row)?;
            }
            _ => break,
        }
    }
    Ok(())
}

fn keep_from(
    ctx: &mut Ctx<'_>,
    (scope, queue): (Scope, &str),
    from: i64,
    mut row: QueueRow,
) -> Result<(), ApiError> {
    let Some(mut foreseen) = ask(ctx, scope, queue, from)? else { return Ok(()) };
    if foreseen.horizon.is_none() {
        let is_empty = |levels: &[LevelRow; 4]| levels[..3].iter().all(|it| it.value == Some(0.0));
        let last = foreseen.points.last();
        let since = last.filter(|(_, levels)| is_empty(levels)).map_or(from, |it| it.0);
        if last.is_some() {
            let end = since.max(row.used).saturating_add(ACTIVE_US);
            foreseen.points.push((end, Default::default()));
        } else {
            foreseen.points.push((from, Default::default()));
        }
    }
    // A horizon that is no further than the beginning would be asked about for ever.
    row.horizon = foreseen.horizon.map(|horizon| horizon.max(from + MINUTE_US));
    ctx.table_mut_in(&QUEUES, scope).put(queue, &row);
    for (at, (name, _)) in GAUGES.iter().enumerate() {
        let points = foreseen.points.iter().map(|(when, levels)| (*when, levels[at].clone()));
        let key = series::key_of(NAMESPACE, name, &[(DIMENSION.to_owned(), queue.to_owned())]);
        put(ctx, scope, &key, from, points.collect())?;
    }
    Ok(())
}

/// Replaces what was known of a level from a moment on.
fn put(
    ctx: &mut Ctx<'_>,
    scope: Scope,
    key: &SeriesKey,
    from: i64,
    points: Vec<(i64, LevelRow)>,
) -> Result<(), ApiError> {
    let mut row = series::open(ctx, scope, key)?;
    row.is_level = true;
    row.last = floor(ctx.now().secs(), MINUTE);
    ctx.table_mut_in(&SERIES, scope).put(key, &row);
    let mut levels = ctx.table_mut_in(&LEVELS, scope);
    levels.delete_range(&Range::within(&(row.id,)).from(&(row.id, from)))?;
    let earlier = Range::within(&(row.id,)).before(&(row.id, from)).reversed();
    let mut known = levels.view().first(&earlier)?.map_or_else(LevelRow::default, |it| it.1);
    for (at, level) in points {
        if level != known || level.is_age {
            levels.put(&(row.id, at), &level);
        }
        known = level;
    }
    Ok(())
}

fn ask(
    ctx: &mut Ctx<'_>,
    scope: Scope,
    queue: &str,
    from: i64,
) -> Result<Option<Foreseen>, ApiError> {
    let place = (AccountId::parse(scope.account()), Region::parse(scope.region()));
    let (Some(account), Some(region)) = place else { return Ok(None) };
    if !ctx.has_operation("sqs", "Levels") {
        return Ok(None);
    }
    let ask = Ask::to("sqs", "Levels").with("Queue", queue.to_owned()).with("From", from);
    let answer = ctx.call(ask.as_service(SQS).in_account(account).in_region(region))?;
    let points = answer.list("Points").unwrap_or_default();
    let points = points.iter().filter_map(|point| point.as_struct()).map(point_of);
    Ok(Some(Foreseen { points: points.collect(), horizon: answer.int("Horizon") }))
}

fn point_of(point: &Struct) -> (i64, [LevelRow; 4]) {
    let at = point.int("At").unwrap_or_default();
    let levels = GAUGES.map(|(_, member)| match (member, point.int(member)) {
        (AGE, Some(sent)) => {
            LevelRow { value: Some((at - sent).max(0) as f64 / SECOND_US as f64), is_age: true }
        }
        (_, number) => LevelRow { value: Some(number.unwrap_or(0) as f64), is_age: false },
    });
    (at, levels)
}

fn unit_of(name: &str) -> u8 {
    series::unit_number(if name == GAUGES[3].0 { "Seconds" } else { "Count" })
}

pub fn buckets(
    ctx: &Ctx<'_>,
    row: &SeriesRow,
    key: &SeriesKey,
    unit: Option<u8>,
    span: Span,
) -> Result<Buckets, ApiError> {
    let own = unit_of(&key.1);
    let mut found = Buckets::new();
    if unit.is_some_and(|unit| unit != own) || span.period % i64::from(MINUTE) != 0 {
        return Ok(found);
    }
    let now = ctx.now().secs();
    let end = span.end.min(floor(now, MINUTE));
    let start = span.start.max(read::oldest(now, span.period));
    for (first, level, until) in segments(ctx, row, start, end)? {
        let Some(value) = level.1.value else { continue };
        let mut minute = floor(first.max(start) + i64::from(MINUTE) - 1, MINUTE);
        while minute < until {
            let bucket = minute - (minute - span.start).rem_euclid(span.period);
            let values: &mut Distribution = found.entry((bucket, own)).or_default();
            if level.1.is_age {
                let passed = (minute + i64::from(MINUTE)) as f64 - level.0 as f64 / 1e6;
                values.add(value + passed, 1.0);
                minute += i64::from(MINUTE);
            } else {
                let next = (bucket + span.period).min(until);
                let minutes = (next - minute + i64::from(MINUTE) - 1) / i64::from(MINUTE);
                values.add(value, minutes as f64);
                minute += minutes * i64::from(MINUTE);
            }
        }
    }
    Ok(found)
}

/// First minute, level (with the moment since when it is) and the minute that is no more in it.
type Segment = (i64, (i64, LevelRow), i64);

fn segments(
    ctx: &Ctx<'_>,
    row: &SeriesRow,
    start: i64,
    end: i64,
) -> Result<Vec<Segment>, ApiError> {
    let table = ctx.table(&LEVELS);
    let from = start.saturating_mul(SECOND_US);
    let earlier = Range::within(&(row.id,)).before(&(row.id, from)).reversed();
    let mut rows: Vec<(i64, LevelRow)> = Vec::new();
    if let Some(((_, since), level)) = table.first(&earlier)? {
        rows.push((since, level));
    }
    let within = Range::within(&(row.id,)).from(&(row.id, from)).before(&(row.id, end * SECOND_US));
    for entry in table.scan(&within) {
        let ((_, since), level) = entry?;
        rows.push((since, level));
    }
    let minute_of = |since: i64| floor(since.div_euclid(SECOND_US), MINUTE);
    let ends = rows.iter().skip(1).map(|it| minute_of(it.0)).chain([end]).collect::<Vec<_>>();
    let rows = rows.into_iter().zip(ends);
    Ok(rows.map(|(row, until)| (minute_of(row.0), row, until.min(end))).collect())
}

/// When at the earliest the numbers of `periods` periods that end at `now` are other ones.
pub fn next_change(
    ctx: &Ctx<'_>,
    row: &SeriesRow,
    now: i64,
    (period, periods): (i64, i64),
) -> Result<Option<i64>, ApiError> {
    let start = now - period * periods;
    let table = ctx.table(&LEVELS);
    let earlier = Range::within(&(row.id,)).before(&(row.id, now * SECOND_US)).reversed();
    let present = table.first(&earlier)?.map(|it| it.1);
    if present.is_some_and(|level| level.is_age && level.value.is_some()) {
        return Ok(Some(now + 1));
    }
    let mut next: Option<i64> = None;
    for entry in table.scan(&Range::within(&(row.id,)).from(&(row.id, start * SECOND_US))) {
        let ((_, since), _) = entry?;
        let minute = floor(since.div_euclid(SECOND_US), MINUTE);
        let crossing = read::next_crossing(minute, now, period, periods);
        next = [next, crossing].into_iter().flatten().min();
        if minute >= now {
            break;
        }
    }
    Ok(next)
}
