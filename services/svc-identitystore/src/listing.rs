//! Pages of lists.

use kernel::{ApiError, page};

use crate::errors;
use crate::limits::PAGE_DEFAULT;

/// Where a page begins and how long it may be.
#[derive(Debug)]
pub struct Page {
    operation: &'static str,
    max: usize,
    /// The key of the last entry of the page before.
    pub after: Option<String>,
}

impl Page {
    pub fn read(
        operation: &'static str,
        token: Option<&str>,
        max: Option<i64>,
    ) -> Result<Page, ApiError> {
        let after = match token.filter(|token| !token.is_empty()) {
            None => None,
            Some(token) => {
                let key = page::decode(operation, token);
                let key = key.and_then(|key| String::from_utf8(key).ok());
                Some(key.ok_or_else(|| errors::validation("The NextToken is not valid."))?)
            }
        };
        let max = max.unwrap_or(PAGE_DEFAULT).clamp(1, PAGE_DEFAULT) as usize;
        Ok(Page { operation, max, after })
    }

    /// Whether enough was found for this page and to know of the next.
    pub fn is_full<T>(&self, found: &[T]) -> bool {
        found.len() > self.max
    }

    /// Cuts entries that come in the order of their keys; those before the page are left out.
    pub fn cut<T>(&self, found: Vec<(String, T)>) -> (Vec<T>, Option<String>) {
        let is_later = |key: &String| self.after.as_ref().is_none_or(|after| key > after);
        let mut rest: Vec<_> = found.into_iter().filter(|(key, _)| is_later(key)).collect();
        let has_more = rest.len() > self.max;
        rest.truncate(self.max);
        let last = rest.last().filter(|_| has_more);
        let token = last.map(|(key, _)| page::encode(self.operation, key.as_bytes()));
        (rest.into_iter().map(|(_, item)| item).collect(), token)
    }
}
