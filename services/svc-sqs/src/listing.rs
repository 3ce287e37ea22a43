//! Pages of names: the rules that ListQueues and ListDeadLetterSourceQueues share.

use kernel::{ApiError, page};

use crate::errors;
use crate::limits;

pub struct Page {
    operation: &'static str,
    pub max: usize,
    /// AWS continues only lists whose length the client has set.
    is_continued: bool,
    /// The last name of the page before.
    pub after: Option<String>,
}

impl Page {
    pub fn read(
        operation: &'static str,
        max_results: Option<i64>,
        next_token: Option<&str>,
    ) -> Result<Page, ApiError> {
        let max = max_results.unwrap_or(*limits::LIST_RESULTS.end());
        if !limits::LIST_RESULTS.contains(&max) {
            let reason = "Value for parameter MaxResults is invalid. Reason: MaxResults must be \
                          an integer between 1 and 1000.";
            return Err(errors::invalid_parameter(reason));
        }
        let after = match next_token.filter(|token| !token.is_empty()) {
            None => None,
            Some(token) => {
                let name = page::decode(operation, token).and_then(|it| String::from_utf8(it).ok());
                Some(name.ok_or_else(errors::invalid_next_token)?)
            }
        };
        Ok(Page { operation, max: max as usize, is_continued: max_results.is_some(), after })
    }

    /// Cuts `names`, of which there may be one too many, to the page; and the token of the next.
    pub fn cut(&self, mut names: Vec<String>) -> (Vec<String>, Option<String>) {
        let has_more = names.len() > self.max;
        names.truncate(self.max);
        let last = names.last().filter(|_| has_more && self.is_continued);
        let token = last.map(|name| page::encode(self.operation, name.as_bytes()));
        (names, token)
    }
}
