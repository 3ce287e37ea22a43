//! What the three batch operations share: the rules for entries, and how a failed one is told.

use kernel::ApiError;

use crate::api::BatchResultErrorEntryBuilder;
use crate::errors;
use crate::limits;

/// Refuses a batch as a whole. `entry` names the type of its entries.
pub fn check<'a>(ids: impl ExactSizeIterator<Item = &'a str>, entry: &str) -> Result<(), ApiError> {
    let count = ids.len();
    if count == 0 {
        return Err(errors::empty_batch(entry));
    }
    if count > limits::BATCH_ENTRIES_MAX {
        return Err(errors::too_many_entries(count));
    }
    let mut seen = Vec::with_capacity(count);
    for id in ids {
        if !is_id(id) {
            return Err(errors::invalid_batch_id());
        }
        if seen.contains(&id) {
            return Err(errors::ids_not_distinct(id));
        }
        seen.push(id);
    }
    Ok(())
}

/// The failure of one entry. The server's own failure is no entry's fault and fails the batch, so
/// that nothing of it is kept.
pub fn failure(id: &str, error: &ApiError) -> Result<BatchResultErrorEntryBuilder, ApiError> {
    if error.status() >= 500 {
        return Err(error.clone());
    }
    Ok(BatchResultErrorEntryBuilder::new()
        .id(id)
        .sender_fault(true)
        .code(error.code())
        .message(error.message()))
}

/// AWS leaves out a list of results that is empty, though its model requires it; clients look
/// whether `Failed` is there.
pub fn list<T>(results: Vec<T>) -> Option<Vec<T>> {
    (!results.is_empty()).then_some(results)
}

fn is_id(id: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !id.is_empty() && id.len() <= limits::BATCH_ID_CHARS_MAX && id.bytes().all(is_allowed)
}
