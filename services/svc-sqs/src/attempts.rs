//! Receive request attempt ids of FIFO queues: a receive whose answer was lost can be repeated
//! for five minutes and gives the same messages and handles, as long as nothing happened to them.

use kernel::{ApiError, Ctx};
use store::Range;

use crate::limits;
use crate::messages;
use crate::state::{
    ATTEMPT_ENDS, ATTEMPTS, AttemptRow, AttemptedRow, Queue, RECEIPTS, ReceiptRow, micros,
};

/// Attempts past their end that one receive forgets.
const FORGOTTEN_MAX: usize = 10;

/// The messages of an earlier receive of this id, hidden anew, or `None` when it cannot be
/// repeated.
pub fn repeat(
    ctx: &mut Ctx<'_>,
    queue: &Queue,
    id: &str,
    visibility_s: i64,
) -> Result<Option<Vec<(u64, ReceiptRow)>>, ApiError> {
    let now = ctx.now().micros();
    let Some(attempt) = ctx.table(&ATTEMPTS).get(&(queue.row.id, id))? else { return Ok(None) };
    if attempt.end <= now || attempt.space != queue.row.space {
        return Ok(None);
    }
    let mut receipts = Vec::with_capacity(attempt.messages.len());
    for message in &attempt.messages {
        let key = (queue.row.space, message.sequence);
        let receipt = ctx
            .table(&RECEIPTS)
            .get(&key)?
            .filter(|receipt| receipt.nonce == message.nonce && receipt.visible == message.visible);
        match receipt {
            Some(receipt) if receipt.visible > now => receipts.push((message.sequence, receipt)),
            _ => return Ok(None),
        }
    }
    for (sequence, receipt) in &mut receipts {
        let found = messages::index(ctx, queue)?.find(*sequence);
        let (entry, place) = found.ok_or_else(ApiError::internal)?;
        receipt.visible = now.saturating_add(micros(visibility_s));
        messages::hide(ctx, queue, entry, place, receipt)?;
    }
    Ok(Some(receipts))
}

/// Remembers what a receive has delivered, and forgets some of what is past its end.
pub fn remember(
    ctx: &mut Ctx<'_>,
    queue: &Queue,
    id: &str,
    delivered: &[(u64, ReceiptRow)],
) -> Result<(), ApiError> {
    let now = ctx.now().micros();
    let old: Vec<_> = ctx
        .table(&ATTEMPT_ENDS)
        .keys(&Range::within(&(queue.row.id,)).before(&(queue.row.id, now)))
        .take(FORGOTTEN_MAX)
        .collect::<Result<_, _>>()?;
    for (queue_id, end, id) in old {
        let key = (queue_id, id.as_str());
        // The id may have been used again since.
        if ctx.table(&ATTEMPTS).get(&key)?.is_some_and(|attempt| attempt.end == end) {
            ctx.table_mut(&ATTEMPTS).delete(&key);
        }
        ctx.table_mut(&ATTEMPT_ENDS).delete(&(queue_id, end, id.as_str()));
    }
    let end = now.saturating_add(micros(limits::DEDUPLICATION_SECONDS));
    let messages = delivered.iter().map(|(sequence, receipt)| AttemptedRow {
        sequence: *sequence,
        nonce: receipt.nonce,
        visible: receipt.visible,
    });
    let row = AttemptRow { end, space: queue.row.space, messages: messages.collect() };
    ctx.table_mut(&ATTEMPTS).put(&(queue.row.id, id), &row);
    ctx.table_mut(&ATTEMPT_ENDS).put(&(queue.row.id, end, id), &());
    Ok(())
}
