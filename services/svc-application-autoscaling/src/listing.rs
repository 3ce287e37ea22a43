//! Pages of lists: a bounded number of rows are looked at for each.

use kernel::{ApiError, page};
use store::StoreError;

use crate::errors;
use crate::limits::EXAMINED_PER_PAGE_MAX;

/// Between the parts of a position; no name has it.
const SEPARATOR: char = '\0';

/// What a request says of the page that it wants.
#[derive(Debug)]
pub struct Page {
    operation: &'static str,
    pub max: usize,
    /// The parts of the key after which it begins.
    pub after: Option<Vec<String>>,
}

impl Page {
    /// "This value can be between 1 and 50."
    pub fn read(
        operation: &'static str,
        (asked, most): (Option<i64>, i64),
        token: Option<&str>,
    ) -> Result<Page, ApiError> {
        let max = asked.unwrap_or(most);
        if !(1..=most).contains(&max) {
            return Err(errors::invalid(format!("MaxResults must be between 1 and {most}.")));
        }
        let after = match token {
            None => None,
            Some(token) => {
                let position = page::decode(operation, token);
                let position = position.and_then(|bytes| String::from_utf8(bytes).ok());
                let position = position.ok_or_else(errors::invalid_next_token)?;
                Some(position.split(SEPARATOR).map(str::to_owned).collect())
            }
        };
        Ok(Page { operation, max: max as usize, after })
    }

    /// Of a position with so many parts.
    pub fn after_of<const N: usize>(&self) -> Result<Option<[&str; N]>, ApiError> {
        let Some(parts) = &self.after else { return Ok(None) };
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        parts.try_into().map(Some).map_err(|_| errors::invalid_next_token())
    }

    /// The page out of rows that begin after the position, and the token of the next one.
    pub fn cut<K, V, T>(
        &self,
        mut rows: impl Iterator<Item = Result<(K, V), StoreError>>,
        position: impl Fn(&K) -> Vec<String>,
        mut show: impl FnMut(&K, V) -> Option<T>,
    ) -> Result<(Vec<T>, Option<String>), ApiError> {
        let mut found = Vec::new();
        let mut last = None;
        for _ in 0..EXAMINED_PER_PAGE_MAX {
            if found.len() == self.max {
                break;
            }
            let Some((key, row)) = rows.next().transpose()? else { return Ok((found, None)) };
            found.extend(show(&key, row));
            last = Some(key);
        }
        let has_more = rows.next().transpose()?.is_some();
        let token = last.filter(|_| has_more).map(|key| {
            let text = position(&key).join(&SEPARATOR.to_string());
            page::encode(self.operation, text.as_bytes())
        });
        Ok((found, token))
    }
}

/// "If you specify a scalable dimension, you must also specify a resource ID."
pub fn check_filter(has_resource: bool, dimension: Option<&str>) -> Result<(), ApiError> {
    if dimension.is_some() && !has_resource {
        let message = "A scalable dimension can only be specified together with a resource ID.";
        return Err(errors::invalid(message));
    }
    Ok(())
}
