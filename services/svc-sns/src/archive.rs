//! The archive of a FIFO topic: every message that was published, for as long as the topic's
//! ArchivePolicy says.
//!
//! Source: "Amazon SNS message archiving for FIFO topic owners" in the Developer Guide.

use kernel::{ApiError, Ctx, Timestamp};
use serde_json::{Value as Json, json};
use store::Range;

use crate::encryption;
use crate::limits;
use crate::removal;
use crate::state::{ARCHIVE, MessageRow, Topic, micros};
use crate::topic_attributes::{Place, read_object};

const ATTRIBUTE: &str = "ArchivePolicy";
const PERIOD: &str = "MessageRetentionPeriod";
const DAY_SECONDS: i64 = 86_400;

/// The attribute: `{"MessageRetentionPeriod":"30"}`, in days; an empty object or text ends it.
pub fn parse_policy(place: Place, text: &str) -> Result<Option<u32>, ApiError> {
    if text.is_empty() {
        return Ok(None);
    }
    let document = read_object(place, ATTRIBUTE, text)?;
    let members = document.as_object().map_or(0, serde_json::Map::len);
    if members == 0 {
        return Ok(None);
    }
    let days = match &document[PERIOD] {
        Json::String(days) => days.parse().ok(),
        days => days.as_i64(),
    };
    match days {
        Some(days) if members == 1 && limits::ARCHIVE_DAYS.contains(&days) => {
            Ok(u32::try_from(days).ok())
        }
        _ => {
            let reason = format!("{PERIOD} must be a number of days between 1 and 365");
            Err(place.invalid(ATTRIBUTE, reason))
        }
    }
}

pub fn shown_policy(days: u32) -> String {
    json!({ PERIOD: days.to_string() }).to_string()
}

/// From when on messages can be replayed.
pub fn beginning(topic: &Topic, now: Timestamp) -> Option<Timestamp> {
    let days = topic.row.settings.archive_days?;
    let since = topic.row.settings.archived_since?;
    let kept = now.micros().saturating_sub(micros(i64::from(days) * DAY_SECONDS));
    Some(Timestamp::from_micros(since.max(kept)))
}

/// Keeps a message, and removes some whose time is over.
pub fn add(
    ctx: &mut Ctx<'_>,
    topic: &Topic,
    sequence: u64,
    message: &MessageRow,
) -> Result<(), ApiError> {
    let id = topic.row.id;
    if let Some(beginning) = beginning(topic, ctx.now()) {
        let over = Range::within(&(id,)).before(&(id, beginning.micros()));
        let keys = ctx.table_in(&ARCHIVE, topic.scope).keys(&over);
        let keys = keys.take(limits::EXPIRED_PER_PUBLISH_MAX).collect::<Result<Vec<_>, _>>()?;
        for key in keys {
            ctx.table_mut_in(&ARCHIVE, topic.scope).delete(&key);
        }
    }
    let key = (id, message.published, sequence);
    ctx.table_mut_in(&ARCHIVE, topic.scope).put(&key, &encryption::as_kept(message));
    Ok(())
}

/// Ends the archive of a topic that has no policy any more.
pub fn forget(ctx: &mut Ctx<'_>, topic: &Topic) {
    removal::drop_archive(ctx, topic);
}
