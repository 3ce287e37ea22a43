//! How long changes of streams take: no time, or with the setting `kinesis.transitions` = `aws`
//! about as long as at AWS, on the virtual clock.
//!
//! What is asked for holds at once either way; only the status says that it is under way.

use std::sync::Arc;
use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};

use crate::errors;
use crate::limits;
use crate::state::{STREAMS, Status, Stream};
use crate::stream;

pub const FINISH: &str = "FinishTransition";
const SETTING: &str = "kinesis.transitions";
/// What AWS usually takes.
const CREATE: Duration = Duration::from_secs(15);
const UPDATE: Duration = Duration::from_secs(30);
const DELETE: Duration = Duration::from_secs(15);
const CONSUMER: Duration = Duration::from_secs(10);

fn is_gradual(ctx: &Ctx<'_>) -> bool {
    ctx.setting(SETTING).as_deref() == Some("aws")
}

/// A stream that is made is active at once, or soon.
pub fn creating(ctx: &mut Ctx<'_>, stream: &mut Stream) -> Result<(), ApiError> {
    if !is_gradual(ctx) {
        return Ok(());
    }
    let mut totals = stream::totals(ctx)?;
    if totals.creating >= limits::CREATING_MAX {
        return Err(errors::limit(format!(
            "At most {} streams can be in the CREATING state at once.",
            limits::CREATING_MAX
        )));
    }
    totals.creating += 1;
    stream::save_totals(ctx, &totals);
    begin(ctx, stream, Status::Creating, CREATE);
    Ok(())
}

/// The caller saves the stream's row.
pub fn updating(ctx: &mut Ctx<'_>, stream: &mut Stream) {
    if is_gradual(ctx) {
        begin(ctx, stream, Status::Updating, UPDATE);
    }
}

/// Whether the stream still stands for a while; its row is saved then.
pub fn deleting(ctx: &mut Ctx<'_>, stream: &mut Stream) -> Result<bool, ApiError> {
    if stream.row.status == Status::Creating {
        forget_creating(ctx)?;
    }
    if !is_gradual(ctx) {
        return Ok(false);
    }
    begin(ctx, stream, Status::Deleting, DELETE);
    stream.save(ctx);
    Ok(true)
}

/// From when on a consumer that is registered now is active.
pub fn consumer_active_from(ctx: &Ctx<'_>) -> Timestamp {
    if is_gradual(ctx) { ctx.now() + CONSUMER } else { ctx.now() }
}

fn begin(ctx: &mut Ctx<'_>, stream: &mut Stream, status: Status, after: Duration) {
    let row = Arc::make_mut(&mut stream.row);
    row.status = status;
    let input = Struct::new()
        .with("Stream", stream.name.as_str())
        .with("Id", row.id.cast_signed())
        .with("Status", status.name());
    let at = ctx.now() + after;
    ctx.enqueue(Job::now(Ask::to("kinesis", FINISH).with_input(input)).at(at));
}

fn forget_creating(ctx: &mut Ctx<'_>) -> Result<(), ApiError> {
    let mut totals = stream::totals(ctx)?;
    totals.creating = totals.creating.saturating_sub(1);
    stream::save_totals(ctx, &totals);
    Ok(())
}

/// The step: the change is over.
pub fn finish(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Stream").unwrap_or_default();
    let Some(mut row) = ctx.table(&STREAMS).get(name)? else { return Ok(Struct::new()) };
    let is_meant = input.int("Id") == Some(row.id.cast_signed())
        && input.str("Status") == Some(row.status.name());
    if !is_meant {
        return Ok(Struct::new());
    }
    if row.status == Status::Deleting {
        let stream = Stream { name: name.to_owned(), row: Arc::new(row) };
        stream::remove(ctx, &stream)?;
        return Ok(Struct::new());
    }
    if row.status == Status::Creating {
        forget_creating(ctx)?;
    }
    row.status = Status::Active;
    ctx.table_mut(&STREAMS).put(name, &row);
    Ok(Struct::new())
}
