//! A trail begins to log, and stops.

use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{StartLoggingInput, StartLoggingOutput, StopLoggingInput, StopLoggingOutput};
use crate::delivery;
use crate::digest;
use crate::find::{self, Trail};
use crate::state::{
    ANYWHERE, EventKey, LOGGING, PLACES, PROGRESS, PlaceRow, ProgressRow, next_number,
};
use crate::{insight, insight_selectors};

type ProgressKey = (String, String, String, String);

pub fn start(
    ctx: &mut Ctx<'_>,
    input: StartLoggingInput<'_>,
) -> Result<StartLoggingOutput, ApiError> {
    let mut trail = find::own(ctx, input.name())?;
    if trail.row.is_logging {
        return Ok(StartLoggingOutput::new());
    }
    if trail.row.ended_before.is_some() {
        // What it has seen before it was stopped.
        delivery::deliver(ctx, &mut trail)?;
    }
    let now = ctx.now().micros();
    trail.row.is_logging = true;
    trail.row.run += 1;
    trail.row.started = Some(now);
    trail.row.ended_before = None;
    trail.row.started_after = (now, ctx.transaction(), next_number());
    restart(ctx, &trail)?;
    let account = trail.account.to_string();
    let (region, name) = (trail.region.as_str(), trail.row.name.as_str());
    ctx.table_mut(&LOGGING).put(&(account.as_str(), region, name), &());
    // This call is an event of the trail, too.
    let last: EventKey = (now, ctx.transaction(), u64::MAX);
    PLACES.at_mut(ctx.tx_mut(), &ANYWHERE).put(&(account.as_str(), region), &PlaceRow { last });
    delivery::enqueue(ctx, &trail, delivery::next_time(ctx.now()));
    if trail.row.is_validated {
        begin_digests(ctx, &mut trail);
    }
    if trail.row.has_insights() {
        // What is usual is learned anew where a trail has not logged.
        insight_selectors::forget(ctx, &trail)?;
        insight::enqueue(ctx, &trail);
    }
    trail.save(ctx);
    Ok(StartLoggingOutput::new())
}

/// Begins a chain of digests.
pub fn begin_digests(ctx: &mut Ctx<'_>, trail: &mut Trail) {
    // Apart from an earlier chain, also where no time has passed.
    trail.row.digest_since = ctx.now().micros().max(trail.row.digest_since + 1);
    digest::enqueue(ctx, trail);
}

/// Looks from here on, everywhere; a chain of digests ends where a trail has not logged.
fn restart(ctx: &mut Ctx<'_>, trail: &Trail) -> Result<(), ApiError> {
    let home = (trail.region.as_str(), trail.row.name.as_str());
    let rows = ctx.table(&PROGRESS).scan(&Range::within(&home));
    let rows: Vec<(ProgressKey, ProgressRow)> = rows.collect::<Result<_, _>>()?;
    for (key, row) in rows {
        let after = trail.row.started_after;
        let row = ProgressRow { management: after, data: after, digest: None, ..row };
        ctx.table_mut(&PROGRESS).put(&key, &row);
    }
    Ok(())
}

pub fn stop(ctx: &mut Ctx<'_>, input: StopLoggingInput<'_>) -> Result<StopLoggingOutput, ApiError> {
    let mut trail = find::own(ctx, input.name())?;
    if !trail.row.is_logging {
        return Ok(StopLoggingOutput::new());
    }
    trail.row.is_logging = false;
    trail.row.stopped = Some(ctx.now().micros());
    // This call is its last event; the jobs that it has left deliver what is there, and end.
    trail.row.ended_before = Some((ctx.now().micros(), ctx.transaction(), u64::MAX));
    trail.save(ctx);
    let account = trail.account.to_string();
    let (region, name) = (trail.region.as_str(), trail.row.name.as_str());
    ctx.table_mut(&LOGGING).delete(&(account.as_str(), region, name));
    Ok(StopLoggingOutput::new())
}
