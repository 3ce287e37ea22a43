//! Deduplication of FIFO queues: within five minutes an id is accepted once.
//!
//! The rows say what was accepted and live on when the message is deleted; the index finds them
//! by key. Ends come in the order of acceptance, so the oldest is always the first to forget.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use kernel::resident::Index;
use kernel::{ApiError, Ctx, Scope};
use sha2::{Digest as _, Sha256};
use store::{Range, Tx};

use crate::limits;
use crate::message_attributes::hex;
use crate::state::{DEDUPLICATIONS, DeduplicationRow, Queue, micros};

/// Rows past their end that one send forgets.
const FORGOTTEN_PER_SEND_MAX: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DeduplicationKey {
    scope: Scope,
    queue: u64,
}

#[derive(Debug)]
pub enum Change {
    Accept(Accepted),
    Forget(Accepted),
}

#[derive(Clone, Debug)]
pub struct Accepted {
    key: Arc<str>,
    sequence: u64,
    end: i64,
}

/// What a queue has accepted lately.
#[derive(Debug, Default)]
pub struct DeduplicationIndex {
    by_key: HashMap<Arc<str>, Accepted>,
    by_age: VecDeque<Accepted>,
}

impl Index for DeduplicationIndex {
    type Key = DeduplicationKey;
    type Change = Change;

    fn load(tx: &Tx, key: &DeduplicationKey) -> Result<DeduplicationIndex, ApiError> {
        let mut index = DeduplicationIndex::default();
        let rows = DEDUPLICATIONS.at(tx, &key.scope).scan(&Range::within(&(key.queue,)));
        for row in rows {
            let ((_, sequence), row) = row?;
            index.apply(&Change::Accept(Accepted { key: row.key.into(), sequence, end: row.end }));
        }
        Ok(index)
    }

    fn apply(&mut self, change: &Change) {
        match change {
            Change::Accept(accepted) => {
                self.by_key.insert(accepted.key.clone(), accepted.clone());
                self.by_age.push_back(accepted.clone());
            }
            Change::Forget(accepted) => {
                self.by_age.pop_front();
                self.forget(accepted);
            }
        }
    }

    fn revert(&mut self, change: &Change) {
        match change {
            Change::Accept(accepted) => {
                self.by_age.pop_back();
                self.forget(accepted);
            }
            Change::Forget(accepted) => {
                self.by_age.push_front(accepted.clone());
                self.by_key.entry(accepted.key.clone()).or_insert_with(|| accepted.clone());
            }
        }
    }
}

impl DeduplicationIndex {
    /// Drops the key unless a later message has taken it over.
    fn forget(&mut self, accepted: &Accepted) {
        if self.by_key.get(&accepted.key).is_some_and(|it| it.sequence == accepted.sequence) {
            self.by_key.remove(&accepted.key);
        }
    }
}

/// What deduplicates a message: its id, within the queue or within its group.
pub fn key(queue: &Queue, group: &str, id: &str) -> String {
    if queue.row.settings.is_group_scope {
        format!("g{}:{group}{id}", group.len())
    } else {
        format!("q{id}")
    }
}

/// The id of a message whose sender gave none: the SHA-256 of its body.
pub fn content_id(body: &str) -> String {
    hex(&Sha256::digest(body))
}

/// The sequence and the id of the message that was accepted under this key, if it is recent.
pub fn find(
    ctx: &mut Ctx<'_>,
    queue: &Queue,
    key: &str,
) -> Result<Option<(u64, String)>, ApiError> {
    let now = ctx.now().micros();
    let index = ctx.index::<DeduplicationIndex>(&index_key(queue))?;
    let found = index.by_key.get(key).filter(|accepted| accepted.end > now);
    let Some(sequence) = found.map(|accepted| accepted.sequence) else { return Ok(None) };
    let row = ctx.table(&DEDUPLICATIONS).get(&(queue.row.id, sequence))?;
    Ok(row.map(|row| (sequence, row.message_id)))
}

/// Remembers that a message was accepted, and forgets what is past its end.
pub fn remember(
    ctx: &mut Ctx<'_>,
    queue: &Queue,
    key: String,
    sequence: u64,
    message_id: &str,
) -> Result<(), ApiError> {
    let now = ctx.now().micros();
    let index_key = index_key(queue);
    for _ in 0..FORGOTTEN_PER_SEND_MAX {
        let oldest = ctx.index::<DeduplicationIndex>(&index_key)?.by_age.front();
        let Some(oldest) = oldest.filter(|accepted| accepted.end <= now).cloned() else { break };
        let row_key = (queue.row.id, oldest.sequence);
        ctx.change::<DeduplicationIndex>(&index_key, Change::Forget(oldest))?;
        ctx.table_mut(&DEDUPLICATIONS).delete(&row_key);
    }
    let end = now.saturating_add(micros(limits::DEDUPLICATION_SECONDS));
    let accepted = Accepted { key: key.as_str().into(), sequence, end };
    ctx.change::<DeduplicationIndex>(&index_key, Change::Accept(accepted))?;
    let row = DeduplicationRow { key, end, message_id: message_id.to_owned() };
    ctx.table_mut(&DEDUPLICATIONS).put(&(queue.row.id, sequence), &row);
    Ok(())
}

pub fn index_key(queue: &Queue) -> DeduplicationKey {
    DeduplicationKey { scope: queue.scope, queue: queue.row.id }
}
