//! Pages of lists that are ordered by a text.

use kernel::{ApiError, page};

use crate::errors;

pub struct Page {
    operation: &'static str,
    pub max: usize,
    /// The last entry of the page before.
    pub after: Option<String>,
}

impl Page {
    /// `limit` is within what the model allows; without it a page has `max` entries.
    pub fn read(
        operation: &'static str,
        limit: Option<i64>,
        max: usize,
        token: Option<&str>,
    ) -> Result<Page, ApiError> {
        let after = match token {
            None => None,
            Some(token) => {
                let name = page::decode(operation, token).and_then(|it| String::from_utf8(it).ok());
                Some(name.ok_or_else(errors::bad_token)?)
            }
        };
        let max = limit.map_or(max, |limit| (limit.max(1) as usize).min(max));
        Ok(Page { operation, max, after })
    }

    /// Cuts `found`, of which there may be one too many, to the page; and the token of the next.
    pub fn cut<T>(
        &self,
        mut found: Vec<T>,
        name: impl Fn(&T) -> String,
    ) -> (Vec<T>, Option<String>) {
        let has_more = found.len() > self.max;
        found.truncate(self.max);
        let last = found.last().filter(|_| has_more);
        let token = last.map(|last| page::encode(self.operation, name(last).as_bytes()));
        (found, token)
    }
}
