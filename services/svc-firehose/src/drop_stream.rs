//! What a stream leaves when it is deleted: "Deletes a Firehose stream and its data."
//!
//! Its name is free at once; rows of records go in steps beside other work.

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct};
use store::Range;

use crate::buffer::PRINCIPAL;
use crate::encryption;
use crate::limits;
use crate::state::{
    BATCHES, BUFFERS, DATA_KEYS, GATES, QUEUED, RECORDS, SHARDS, STREAMS, Stream, TOTALS,
};

/// `Id`.
pub const DROP: &str = "DropRecords";

pub fn remove(ctx: &mut Ctx<'_>, stream: &Stream) -> Result<(), ApiError> {
    encryption::retire(ctx, stream);
    ctx.table_mut(&STREAMS).delete(stream.name.as_str());
    let mut totals = ctx.table(&TOTALS).get("")?.unwrap_or_default();
    totals.streams = totals.streams.saturating_sub(1);
    ctx.table_mut(&TOTALS).put("", &totals);
    ctx.wake(crate::source::topic(stream.row.id), usize::MAX);
    enqueue(ctx, stream.row.id);
    Ok(())
}

fn enqueue(ctx: &mut Ctx<'_>, id: u64) {
    let ask = Ask::to("firehose", DROP).with("Id", id.cast_signed()).as_service(PRINCIPAL);
    ctx.enqueue(Job::now(ask));
}

pub fn drop_records(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.int("Id").unwrap_or_default().cast_unsigned();
    let of_stream = (id,);
    let first = ctx.table(&BUFFERS).first(&Range::within(&of_stream))?;
    let buffer = first.map(|(key, buffer)| (Some(key), buffer.batch));
    let next = if buffer.is_some() {
        buffer
    } else {
        let first = ctx.table(&BATCHES).first(&Range::within(&of_stream))?;
        first.map(|(_, row)| (None, row.buffer.batch))
    };
    let Some((buffer, batch)) = next else {
        ctx.table_mut(&DATA_KEYS).delete_range(&Range::within(&of_stream))?;
        ctx.table_mut(&SHARDS).delete_range(&Range::within(&of_stream))?;
        ctx.table_mut(&QUEUED).delete_range(&Range::within(&of_stream))?;
        ctx.table_mut(&GATES).delete(&id);
        return Ok(Struct::new());
    };
    let range = Range::within(&(batch,));
    let keys = ctx.table(&RECORDS).keys(&range).take(limits::DROPPED_AT_ONCE);
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    for key in &keys {
        ctx.table_mut(&RECORDS).delete(key);
    }
    if keys.len() < limits::DROPPED_AT_ONCE {
        match buffer {
            Some(key) => ctx.table_mut(&BUFFERS).delete(&key),
            None => ctx.table_mut(&BATCHES).delete(&(id, batch)),
        }
    }
    enqueue(ctx, id);
    Ok(Struct::new())
}
