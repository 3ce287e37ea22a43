//! Pages of things that have names.

use kernel::{ApiError, page};

use crate::errors;
use crate::limits;

pub struct Page {
    operation: &'static str,
    pub max: usize,
    /// The last name of the page before.
    pub after: Option<String>,
}

impl Page {
    pub fn read(
        operation: &'static str,
        limit: Option<i64>,
        token: Option<&str>,
    ) -> Result<Page, ApiError> {
        let after = match token {
            None => None,
            Some(token) => {
                let name = page::decode(operation, token).and_then(|it| String::from_utf8(it).ok());
                Some(name.ok_or_else(errors::invalid_token)?)
            }
        };
        let max = limit.map_or(limits::PAGE_MAX, |limit| limit as usize);
        Ok(Page { operation, max, after })
    }

    /// Takes a page of what comes after the page before, and says how to go on.
    pub fn cut<T>(
        &self,
        items: impl Iterator<Item = Result<(String, T), ApiError>>,
    ) -> Result<(Vec<T>, Option<String>), ApiError> {
        let mut taken = Vec::new();
        let mut last = None;
        for item in items {
            let (name, item) = item?;
            if taken.len() == self.max {
                let token = last.map(|last: String| page::encode(self.operation, last.as_bytes()));
                return Ok((taken, token));
            }
            last = Some(name);
            taken.push(item);
        }
        Ok((taken, None))
    }
}
