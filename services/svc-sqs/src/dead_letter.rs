//! Dead letters: messages that were received too often go to the queue that their queue's redrive
//! policy names.
//!
//! Sources: "Using dead-letter queues" and "Setting-up dead-letter queue retention" in the
//! Developer Guide: a standard queue's message keeps the time it was sent, a FIFO queue's begins
//! anew and takes its own id as deduplication id.

use data_keys::Wrapped;
use kernel::{ApiError, Ctx};

use crate::levels;
use crate::messages;
use crate::queue;
use crate::state::{MessageRow, Queue, ReceiptRow, whole_millis};

/// Where a message goes that has been received so often, if one more time is too much. A
/// dead-letter queue that is gone keeps nothing back: the message is delivered again.
pub fn target_of(ctx: &Ctx<'_>, queue: &Queue, received: u32) -> Result<Option<Queue>, ApiError> {
    match &queue.row.settings.redrive {
        Some(policy) if received >= policy.max_receive_count => {
            let target = queue::find_by_arn(ctx, &policy.target_arn)?;
            Ok(target.filter(|target| target.row.id != queue.row.id))
        }
        _ => Ok(None),
    }
}

/// A message that is set aside.
pub struct Aside {
    pub row: MessageRow,
    /// The data key by which it is enciphered, which goes with it.
    pub key: Option<Wrapped>,
    pub receipt: Option<ReceiptRow>,
}

/// Puts a message that was taken from `queue` into its dead-letter queue.
pub fn set_aside(
    ctx: &mut Ctx<'_>,
    queue: &Queue,
    target: &Queue,
    Aside { row, key, receipt }: Aside,
) -> Result<(), ApiError> {
    let is_fifo = target.row.is_fifo;
    let received = receipt.as_ref().map_or(0, |receipt| receipt.count);
    let first = receipt.map(|receipt| receipt.first);
    let moved = MessageRow {
        sent: if is_fifo { whole_millis(ctx.now()) } else { row.sent },
        delayed_until: None,
        deduplication_id: if is_fifo { Some(row.id.clone()) } else { None },
        source_arn: Some(ctx.arn(&queue.name).to_string()),
        received_before: row.received_before.saturating_add(received),
        first_received_before: row.first_received_before.or(first),
        ..row
    };
    messages::add(ctx, target, &moved, key.as_ref())?;
    levels::touch(ctx, &target.name);
    Ok(())
}
