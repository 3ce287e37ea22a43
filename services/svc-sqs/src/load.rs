//! Loading a queue's index from its rows: two scans side by side, no body decoded.

use kernel::{ApiError, Timestamp};
use store::Tx;
use store::range::Range;

use crate::index::{Change, Entry, IndexKey, Place, QueueIndex};
use crate::state::{MESSAGE_HEADS, MessageHead, RECEIPTS, ReceiptRow};
use kernel::resident::Index as _;

pub fn load(tx: &Tx, key: &IndexKey) -> Result<QueueIndex, ApiError> {
    let mut index = QueueIndex::new(key.is_fifo);
    let range = Range::within(&(key.space,));
    let receipts = RECEIPTS.at(tx, &key.scope);
    let mut receipts = receipts.scan(&range).peekable();
    for message in MESSAGE_HEADS.at(tx, &key.scope).scan(&range) {
        let ((_, sequence), head) = message?;
        let mut receipt = None;
        // Receipts without a message belong to one that was deleted: both go in one commit, so
        // there are none, but a stray row must not stop the queue.
        while let Some(next) = receipts.next_if(|next| !is_after(next, sequence)) {
            let ((_, of), row) = next?;
            receipt = (of == sequence).then_some(row);
        }
        let place = place(key.is_fifo, &head, receipt.as_ref());
        let group = head.group.as_deref().map(|name| index.intern(name));
        let data_key = head.data_key;
        let entry = Entry { sequence, sent: head.sent, group, data_key };
        index.apply(&Change::Move { entry, from: None, to: Some(place) });
    }
    Ok(index)
}

type Item = Result<((u64, u64), ReceiptRow), store::StoreError>;

fn is_after(item: &Item, sequence: u64) -> bool {
    item.as_ref().is_ok_and(|((_, of), _)| *of > sequence)
}

/// Where a message was, as far as its rows say; what time has changed since is left to ripening.
fn place(is_fifo: bool, head: &MessageHead, receipt: Option<&ReceiptRow>) -> Place {
    match (receipt, head.delayed_until) {
        (Some(receipt), _) if receipt.visible > Timestamp::EPOCH.micros() => {
            Place::InFlight(receipt.visible)
        }
        (None, _) if is_fifo => Place::Postponed,
        (None, Some(until)) => Place::Delayed(until),
        (Some(_), _) | (None, None) => Place::Ready,
    }
}
