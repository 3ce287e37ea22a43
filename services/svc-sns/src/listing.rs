//! Pages of lists: 100 entries, continued by a token that carries the last one's key.

use kernel::{ApiError, page};

use crate::errors;
use crate::limits;

/// The key after which the page begins; `None` for the first page.
pub fn after(operation: &str, token: Option<&str>) -> Result<Option<String>, ApiError> {
    let Some(token) = token.filter(|token| !token.is_empty()) else { return Ok(None) };
    let key = page::decode(operation, token).and_then(|key| String::from_utf8(key).ok());
    key.map(Some).ok_or_else(errors::invalid_next_token)
}

/// Cuts `entries`, of which there may be one too many, to the page; answers the token of the next.
pub fn cut<T>(operation: &str, entries: &mut Vec<T>, key: impl Fn(&T) -> &str) -> Option<String> {
    let has_more = entries.len() > limits::PAGE;
    entries.truncate(limits::PAGE);
    let last = entries.last().filter(|_| has_more)?;
    Some(page::encode(operation, key(last).as_bytes()))
}
