//! How many batches are under way at once: objects that are packed, of an account and region, and
//! requests to the endpoint of a stream. What finds no place waits in a row, and whoever leaves
//! lets the next one go.
//!
//! Invariant: where somebody waits, somebody is inside, whose job is a row: so a restart loses
//! nobody's turn.

use kernel::{ApiError, Ctx};
use store::Range;

use crate::buffer;
use crate::limits;
use crate::state::{BATCHES, BatchRow, GATES, Kind, QUEUED, QueuedRow, STREAMS, Stream};

/// Of objects; requests have the id of their stream.
pub const OBJECTS: u64 = 0;

/// Whether the batch may go on; if not, it has its turn later.
pub fn enter(
    ctx: &mut Ctx<'_>,
    gate: u64,
    stream: &Stream,
    batch: &BatchRow,
) -> Result<bool, ApiError> {
    let mut row = ctx.table(&GATES).get(&gate)?.unwrap_or_default();
    let id = batch.buffer.batch;
    if row.inside.contains(&id) {
        return Ok(true);
    }
    if row.inside.len() >= limits::UNDER_WAY_MAX {
        let place = (gate, ctx.transaction(), id);
        let waiting = QueuedRow { stream: stream.name.clone(), id: stream.row.id };
        ctx.table_mut(&QUEUED).put(&place, &waiting);
        return Ok(false);
    }
    row.inside.push(id);
    ctx.table_mut(&GATES).put(&gate, &row);
    Ok(true)
}

/// The batch is no longer under way.
pub fn leave(ctx: &mut Ctx<'_>, gate: u64, batch: u64) -> Result<(), ApiError> {
    let Some(mut row) = ctx.table(&GATES).get(&gate)? else { return Ok(()) };
    row.inside.retain(|inside| *inside != batch);
    if row.inside.is_empty() {
        ctx.table_mut(&GATES).delete(&gate);
    } else {
        ctx.table_mut(&GATES).put(&gate, &row);
    }
    while let Some((place, waiting)) = ctx.table(&QUEUED).first(&Range::within(&(gate,)))? {
        ctx.table_mut(&QUEUED).delete(&place);
        let found = ctx.table(&STREAMS).get_shared(&waiting.stream)?;
        let Some(found) = found.filter(|row| row.id == waiting.id) else { continue };
        let stream = Stream { name: waiting.stream, row: found };
        let Some(next) = ctx.table(&BATCHES).get(&(waiting.id, place.2))? else { continue };
        buffer::try_at(ctx, &stream, &next, ctx.now());
        // What goes another way now does not come back to this gate.
        if gate == OBJECTS || stream.row.destination.kind == Kind::Http {
            break;
        }
    }
    Ok(())
}
