//! Deduplication of FIFO topics: within five minutes an id is accepted once, in the topic or in
//! its message group.

use kernel::{ApiError, Ctx};
use sha2::{Digest as _, Sha256};
use store::Range;

use crate::limits;
use crate::state::{DEDUPLICATION_ENDS, DEDUPLICATIONS, DeduplicationRow, Topic, micros};

/// What deduplicates a message: its id, within the topic or within its group.
pub fn key(topic: &Topic, group: &str, id: &str) -> String {
    if topic.row.settings.is_group_scope {
        format!("g{}:{group}{id}", group.len())
    } else {
        format!("t{id}")
    }
}

/// The id of a message whose publisher gave none: the SHA-256 of its body.
pub fn content_id(body: &str) -> String {
    Sha256::digest(body).iter().fold(String::with_capacity(64), |mut out, byte| {
        out.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or_default());
        out.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or_default());
        out
    })
}

/// What was accepted under this key lately.
pub fn find(ctx: &Ctx<'_>, topic: &Topic, key: &str) -> Result<Option<DeduplicationRow>, ApiError> {
    let row = ctx.table_in(&DEDUPLICATIONS, topic.scope).get(&(topic.row.id, key))?;
    Ok(row.filter(|row| row.end > ctx.now().micros()))
}

/// Remembers that a message was accepted, and forgets what is past its end.
pub fn remember(
    ctx: &mut Ctx<'_>,
    topic: &Topic,
    key: String,
    sequence: u64,
    message_id: &str,
) -> Result<(), ApiError> {
    let id = topic.row.id;
    let now = ctx.now().micros();
    let over = Range::within(&(id,)).before(&(id, now));
    let ends = ctx.table_in(&DEDUPLICATION_ENDS, topic.scope).keys(&over);
    let ends = ends.take(limits::FORGOTTEN_PER_PUBLISH_MAX).collect::<Result<Vec<_>, _>>()?;
    for end in ends {
        ctx.table_mut_in(&DEDUPLICATION_ENDS, topic.scope).delete(&end);
        let mut rows = ctx.table_mut_in(&DEDUPLICATIONS, topic.scope);
        let key = (id, end.2.as_str());
        // A later message may have taken the key over.
        if rows.get(&key)?.is_some_and(|row| row.end == end.1) {
            rows.delete(&key);
        }
    }
    let end = now.saturating_add(micros(limits::DEDUPLICATION_SECONDS));
    let row = DeduplicationRow { end, message_id: message_id.to_owned(), sequence };
    ctx.table_mut_in(&DEDUPLICATIONS, topic.scope).put(&(id, key.as_str()), &row);
    ctx.table_mut_in(&DEDUPLICATION_ENDS, topic.scope).put(&(id, end, key), &());
    Ok(())
}
