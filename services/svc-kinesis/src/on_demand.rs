//! How on-demand streams grow: one whose writes are refused has twice as many shards a moment
//! later.
//!
//! AWS adds shards as traffic nears what a stream takes, up to double the peak of the last 30 days,
//! within 15 minutes. Here a refusal is what starts it, and the stream does not shrink again.
//!
//! Source: Developer Guide, "Choose the right mode", On-demand mode; how soon is our choice.

use std::sync::Arc;
use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{Ask, Ctx, OpResult, Struct};

use crate::limits;
use crate::reshard;
use crate::state::{STREAMS, Status, Stream};

/// `Stream`, `Id`, and how many shards it had, `Shards`.
pub const GROW: &str = "GrowStream";
const AFTER: Duration = Duration::from_mins(1);

/// When growth was last asked for.
#[derive(Debug, Default)]
struct Asked(Option<i64>);

/// A write was refused: has the stream grow, whatever becomes of the call.
pub fn ask(ctx: &mut Ctx<'_>, stream: &Stream) {
    if !stream.row.is_on_demand {
        return;
    }
    let now = ctx.now().micros();
    let pause = AFTER.as_micros() as i64;
    let is_asked = ctx.volatile(stream.row.id, |asked: &mut Asked| {
        let is_asked = asked.0.is_some_and(|at| at <= now && now < at.saturating_add(pause));
        asked.0 = if is_asked { asked.0 } else { Some(now) };
        is_asked
    });
    if is_asked {
        return;
    }
    let input = Struct::new()
        .with("Stream", stream.name.as_str())
        .with("Id", stream.row.id.cast_signed())
        .with("Shards", stream.row.open.len() as i64);
    let at = ctx.now() + AFTER;
    ctx.note(Job::now(Ask::to("kinesis", GROW).with_input(input)).at(at));
}

/// The step: doubles the shards, unless something else has changed them.
pub fn grow(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Stream").unwrap_or_default();
    let Some(row) = ctx.table(&STREAMS).get(name)? else { return Ok(Struct::new()) };
    let most = match ctx.region().as_str() {
        "us-east-1" | "us-west-2" | "eu-west-1" => limits::SHARDS_PER_STREAM_MAX,
        _ => limits::ON_DEMAND_SHARDS_MAX,
    };
    let count = row.open.len() as u64;
    let target = (count * 2).min(most);
    let is_meant = input.int("Id") == Some(row.id.cast_signed())
        && input.int("Shards") == Some(count.cast_signed())
        && row.is_on_demand
        && row.status == Status::Active;
    if is_meant && target > count {
        let mut stream = Stream { name: name.to_owned(), row: Arc::new(row) };
        reshard::scale(ctx, stream.row_mut(), target)?;
        stream.save(ctx);
    }
    Ok(Struct::new())
}
