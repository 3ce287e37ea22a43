//! When alarms are looked at: only when what they see may be different.
//!
//! An alarm sees a number of periods that end now. Their numbers change when data comes, and when
//! data that is there moves from one period into the one before; after the last has moved out of
//! sight nothing changes until data comes again. So each alarm has moments at which it is due
//! ([`DUE`]), and one job, the tick, for the first of them. Data that services report rouses the
//! tick by way of the kernel ([`kernel::metrics`]). A quiet alarm costs nothing.

use kernel::scheduler::{Job, Retry};
use kernel::{ApiError, Ask, Ctx, OpResult, Scope, Struct, Timestamp};
use store::Range;

use crate::alarm::evaluate;
use crate::fold;
use crate::levels;
use crate::limits;
use crate::series;
use crate::state::{ALARMS, AlarmKind, AlarmRow, DUE, PLACES, SeriesKey, TICK, WATCHERS, What};

pub const TICK_STEP: &str = "Tick";
const SERVICE: &str = "cloudwatch";
const SECOND_US: i64 = 1_000_000;
const RETRY: Retry =
    Retry { retries_max: 8, delay_ms: 1_000, growth_percent: 200, delay_ms_max: 60_000 };

/// Data has come to a series, of the minute that begins at `minute` (in seconds) or earlier.
pub fn data_came(
    ctx: &mut Ctx<'_>,
    scope: Scope,
    key: &SeriesKey,
    minute: i64,
) -> Result<(), ApiError> {
    let watchers = ctx.table_in(&WATCHERS, scope);
    let range = Range::within(&(key.0.as_str(), key.1.as_str(), key.2.as_str()));
    let names: Vec<_> = watchers.keys(&range).collect::<Result<_, _>>()?;
    let end = (series::floor(minute, series::MINUTE) + 60) * SECOND_US;
    for (.., name) in names {
        ctx.table_mut_in(&DUE, scope).put(&(end, name), &());
    }
    Ok(())
}

/// The levels of a queue are other ones than was foreseen.
pub fn levels_changed(
    ctx: &mut Ctx<'_>,
    scope: Scope,
    queue: &str,
    minute: i64,
) -> Result<(), ApiError> {
    for key in levels::keys_of(queue) {
        data_came(ctx, scope, &key, minute)?;
    }
    Ok(())
}

/// Has an alarm looked at at that moment, in seconds.
pub fn due(ctx: &mut Ctx<'_>, name: &str, at: i64) {
    ctx.table_mut(&DUE).put(&(at * SECOND_US, name.to_owned()), &());
}

/// Begins to watch what an alarm looks at, from the next minute on.
pub fn begin(ctx: &mut Ctx<'_>, name: &str, row: &AlarmRow) -> Result<(), ApiError> {
    for (namespace, metric, dimensions) in keys_of(row) {
        ctx.table_mut(&WATCHERS).put(&(namespace, metric, dimensions, name.to_owned()), &());
    }
    let place = (ctx.account().to_string(), ctx.region().to_string());
    ctx.table_mut(&PLACES).put(&place, &());
    due(ctx, name, series::floor(ctx.now().secs(), series::MINUTE) + 60);
    schedule(ctx)
}

/// Looks no more at what an alarm has looked at.
pub fn end(ctx: &mut Ctx<'_>, name: &str, row: &AlarmRow) {
    for (namespace, metric, dimensions) in keys_of(row) {
        ctx.table_mut(&WATCHERS).delete(&(namespace, metric, dimensions, name.to_owned()));
    }
}

fn keys_of(row: &AlarmRow) -> Vec<SeriesKey> {
    let AlarmKind::Metric(rule) = &row.kind else { return Vec::new() };
    let stats = rule.queries.iter().filter_map(|query| match &query.what {
        What::Stat(stat) => Some(stat.key()),
        What::Expression(_) => None,
    });
    stats.collect()
}

/// Leaves the tick for the first moment at which an alarm is due, unless it is left for that.
pub fn schedule(ctx: &mut Ctx<'_>) -> Result<(), ApiError> {
    let now = ctx.now().micros();
    if ctx.table(&ALARMS).is_empty(&Range::all())? {
        let place = (ctx.account().to_string(), ctx.region().to_string());
        if ctx.table(&PLACES).contains(&place)? {
            ctx.table_mut(&PLACES).delete(&place);
            ctx.unwatch_metrics();
        }
        return Ok(());
    }
    let left = ctx.table(&TICK).get(&())?.map_or(i64::MIN, u64::cast_signed);
    let first = ctx.table(&DUE).first(&Range::all())?.map(|((at, _), ())| at.max(now));
    let due = match first {
        Some(first) if left <= now || first < left => {
            let ask = Ask::to(SERVICE, TICK_STEP).as_service("cloudwatch.amazonaws.com");
            let at = Timestamp::from_micros(first);
            ctx.enqueue(Job::now(ask).at(at).with_retry(RETRY).unlinked());
            ctx.table_mut(&TICK).put(&(), &first.cast_unsigned());
            Some(first)
        }
        _ => (left > now).then_some(left),
    };
    ctx.watch_metrics(TICK_STEP, due.map(Timestamp::from_micros));
    Ok(())
}

/// The step: looks at the alarms that are due.
pub fn tick(ctx: &mut Ctx<'_>, _: &Struct) -> OpResult {
    fold::fold(ctx)?;
    let now = ctx.now();
    let range = Range::all().before(&(now.micros() + 1,));
    let due: Vec<(i64, String)> = ctx
        .table(&DUE)
        .keys(&range)
        .take(limits::EVALUATED_PER_TICK_MAX)
        .collect::<Result<_, _>>()?;
    let mut names: Vec<String> = Vec::new();
    for key in due {
        ctx.table_mut(&DUE).delete(&key);
        if !names.contains(&key.1) {
            names.push(key.1);
        }
    }
    for name in names {
        let Some(row) = ctx.table(&ALARMS).get(name.as_str())? else { continue };
        if let Some(next) = evaluate::evaluate(ctx, &name, row)? {
            due_later(ctx, &name, next);
        }
    }
    schedule(ctx)?;
    Ok(Struct::new())
}

fn due_later(ctx: &mut Ctx<'_>, name: &str, at: i64) {
    let now = ctx.now().secs();
    due(ctx, name, at.max(now + 1));
}
