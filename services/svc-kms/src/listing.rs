//! Pages: `Limit` and `Marker` in, `Truncated` and `NextMarker` out.

use kernel::{ApiError, page};

use crate::errors;

/// Which page is asked for. Positions are texts that sort as the rows do.
pub struct Page {
    operation: &'static str,
    pub limit: usize,
    pub after: Option<String>,
}

impl Page {
    pub fn read(
        operation: &'static str,
        limit: Option<i64>,
        marker: Option<&str>,
        default: usize,
    ) -> Result<Page, ApiError> {
        let after = match marker {
            None => None,
            Some(marker) => {
                let position = page::decode(operation, marker);
                let text = position.and_then(|it| String::from_utf8(it).ok());
                Some(text.ok_or_else(errors::invalid_marker)?)
            }
        };
        let limit = limit.map_or(default, |limit| limit as usize);
        Ok(Page { operation, limit, after })
    }

    /// Cuts a list, of which there may be one too many, to the page; and the next page's marker.
    pub fn cut<T>(
        &self,
        mut items: Vec<T>,
        position: impl Fn(&T) -> String,
    ) -> (Vec<T>, Option<String>) {
        let has_more = items.len() > self.limit;
        items.truncate(self.limit);
        let last = items.last().filter(|_| has_more);
        let marker = last.map(|item| page::encode(self.operation, position(item).as_bytes()));
        (items, marker)
    }

    /// As [`Page::cut`], of a list that is whole and short.
    pub fn of_all<T>(
        &self,
        items: Vec<T>,
        position: impl Fn(&T) -> String,
    ) -> (Vec<T>, Option<String>) {
        let after = self.after.as_deref();
        let rest = items.into_iter().filter(|it| after.is_none_or(|after| *position(it) > *after));
        self.cut(rest.collect(), position)
    }
}
