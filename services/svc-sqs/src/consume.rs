//! DeleteMessage and ChangeMessageVisibility, alone and in batches: what a receiver does with the
//! receipt handles it holds.

use kernel::{ApiError, Ctx};

use crate::api::{
    ChangeMessageVisibilityBatchInput, ChangeMessageVisibilityBatchOutput,
    ChangeMessageVisibilityBatchRequestEntry, ChangeMessageVisibilityBatchResultEntryBuilder,
    ChangeMessageVisibilityInput, ChangeMessageVisibilityOutput, DeleteMessageBatchInput,
    DeleteMessageBatchOutput, DeleteMessageBatchRequestEntry, DeleteMessageBatchResultEntryBuilder,
    DeleteMessageInput, DeleteMessageOutput,
};
use crate::batch;
use crate::errors;
use crate::handle::Handle;
use crate::index::{Entry, Place};
use crate::limits;
use crate::messages;
use crate::queue;
use crate::state::{Queue, RECEIPTS, ReceiptRow, micros};

pub fn delete_message(
    ctx: &mut Ctx<'_>,
    input: DeleteMessageInput<'_>,
) -> Result<DeleteMessageOutput, ApiError> {
    let queue = queue::find_by_url(ctx, input.queue_url())?;
    delete(ctx, &queue, input.receipt_handle())?;
    Ok(DeleteMessageOutput::new())
}

pub fn delete_message_batch(
    ctx: &mut Ctx<'_>,
    input: DeleteMessageBatchInput<'_>,
) -> Result<DeleteMessageBatchOutput, ApiError> {
    let queue = queue::find_by_url(ctx, input.queue_url())?;
    let entries = input.entries();
    let ids = entries.iter().map(DeleteMessageBatchRequestEntry::id);
    batch::check(ids, "DeleteMessageBatchRequestEntry")?;
    let (mut successful, mut failed) = (Vec::new(), Vec::new());
    for entry in entries {
        match delete(ctx, &queue, entry.receipt_handle()) {
            Ok(()) => successful.push(DeleteMessageBatchResultEntryBuilder::new().id(entry.id())),
            Err(error) => failed.push(batch::failure(entry.id(), &error)?),
        }
    }
    Ok(DeleteMessageBatchOutput::new()
        .successful(batch::list(successful))
        .failed(batch::list(failed)))
}

pub fn change_message_visibility(
    ctx: &mut Ctx<'_>,
    input: ChangeMessageVisibilityInput<'_>,
) -> Result<ChangeMessageVisibilityOutput, ApiError> {
    let queue = queue::find_by_url(ctx, input.queue_url())?;
    change(ctx, &queue, input.receipt_handle(), input.visibility_timeout())?;
    Ok(ChangeMessageVisibilityOutput::new())
}

pub fn change_message_visibility_batch(
    ctx: &mut Ctx<'_>,
    input: ChangeMessageVisibilityBatchInput<'_>,
) -> Result<ChangeMessageVisibilityBatchOutput, ApiError> {
    let queue = queue::find_by_url(ctx, input.queue_url())?;
    let entries = input.entries();
    let ids = entries.iter().map(ChangeMessageVisibilityBatchRequestEntry::id);
    batch::check(ids, "ChangeMessageVisibilityBatchRequestEntry")?;
    let (mut successful, mut failed) = (Vec::new(), Vec::new());
    for entry in entries {
        let changed = match entry.visibility_timeout() {
            Some(timeout) => change(ctx, &queue, entry.receipt_handle(), timeout),
            None => Err(errors::missing_parameter("VisibilityTimeout")),
        };
        match changed {
            Ok(()) => successful
                .push(ChangeMessageVisibilityBatchResultEntryBuilder::new().id(entry.id())),
            Err(error) => failed.push(batch::failure(entry.id(), &error)?),
        }
    }
    Ok(ChangeMessageVisibilityBatchOutput::new()
        .successful(batch::list(successful))
        .failed(batch::list(failed)))
}

/// A message that has been received and is still there.
struct Received {
    entry: Entry,
    place: Place,
    receipt: ReceiptRow,
    /// Whether the handle is that of its last receive.
    is_last: bool,
}

/// `None` when the message is gone: deleted, expired, purged, or moved to a dead-letter queue.
fn received(ctx: &mut Ctx<'_>, queue: &Queue, text: &str) -> Result<Option<Received>, ApiError> {
    let handle = Handle::decode(text).filter(|handle| handle.queue == queue.row.id);
    let handle = handle.ok_or_else(|| errors::malformed_receipt_handle(text))?;
    if handle.space != queue.row.space {
        return Ok(None);
    }
    let found = messages::index(ctx, queue)?.find(handle.sequence);
    let Some((entry, place)) = found else { return Ok(None) };
    let receipt = ctx.table(&RECEIPTS).get(&(handle.space, handle.sequence))?;
    Ok(receipt.map(|receipt| {
        let is_last = receipt.nonce == handle.nonce;
        Received { entry, place, receipt, is_last }
    }))
}

/// Deletes by the handle of the last receive, whether or not the message is hidden still; FIFO
/// queues refuse a handle that has expired. An older handle of a standard queue succeeds and
/// deletes nothing, as AWS's documentation of DeleteMessage says that it may.
fn delete(ctx: &mut Ctx<'_>, queue: &Queue, handle: &str) -> Result<(), ApiError> {
    let Some(received) = received(ctx, queue, handle)? else { return Ok(()) };
    if queue.row.is_fifo {
        if !received.is_last || received.receipt.visible <= ctx.now().micros() {
            return Err(errors::expired_receipt_handle(handle));
        }
        messages::remove(ctx, queue, received.entry, received.place)?;
        // The next messages of its group may go out.
        return messages::rouse(ctx, queue);
    }
    if received.is_last {
        messages::remove(ctx, queue, received.entry, received.place)?;
    }
    Ok(())
}

fn change(ctx: &mut Ctx<'_>, queue: &Queue, handle: &str, timeout_s: i64) -> Result<(), ApiError> {
    if !limits::VISIBILITY_TIMEOUT.contains(&timeout_s) {
        let reason = "VisibilityTimeout must be an integer between 0 and 43200.";
        return Err(errors::invalid_value(timeout_s, "VisibilityTimeout", reason));
    }
    let now = ctx.now().micros();
    let received = received(ctx, queue, handle)?;
    let Some(received) = received else { return Err(errors::not_available_for_change(handle)) };
    let Received { entry, place, mut receipt, is_last } = received;
    if !is_last || receipt.visible <= now {
        return Err(errors::not_in_flight(handle));
    }
    let visible = now.saturating_add(micros(timeout_s));
    if visible.saturating_sub(receipt.last) > micros(*limits::VISIBILITY_TIMEOUT.end()) {
        let reason = "Total VisibilityTimeout for the message is beyond the limit [43200 seconds].";
        return Err(errors::invalid_value(timeout_s, "VisibilityTimeout", reason));
    }
    receipt.visible = if timeout_s == 0 { 0 } else { visible };
    messages::hide(ctx, queue, entry, place, &receipt)?;
    if timeout_s == 0 {
        messages::rouse(ctx, queue)
    } else {
        messages::expect_at(ctx, queue, visible)
    }
}
