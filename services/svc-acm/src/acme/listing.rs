//! Pages of what an endpoint has.

use kernel::{ApiError, Ctx, Table, page};
use store::{Range, Row};

use crate::errors;
use crate::limits;

/// A page of a list, and the token of the next one.
pub type Page<T> = (Vec<T>, Option<String>);

/// Where a page begins, and how long it is.
pub fn place(
    operation: &str,
    token: Option<&str>,
    max: Option<i64>,
) -> Result<(Option<String>, usize), ApiError> {
    let after = match token {
        None => None,
        Some(token) => Some(
            page::decode(operation, token)
                .and_then(|it| String::from_utf8(it).ok())
                .ok_or_else(|| errors::validation("The NextToken is not valid."))?,
        ),
    };
    Ok((after, max.map_or(limits::ACME_PAGE_DEFAULT, |it| it as usize)))
}

/// Cuts a page that has one too many, if there is more.
pub fn cut<V>(operation: &str, mut all: Vec<(String, V)>, limit: usize) -> Page<(String, V)> {
    let has_more = all.len() > limit;
    all.truncate(limit);
    let last = all.last().filter(|_| has_more);
    let token = last.map(|(id, _)| page::encode(operation, id.as_bytes()));
    (all, token)
}

/// A page of a table of one endpoint.
pub fn of_endpoint<V: Row>(
    ctx: &Ctx<'_>,
    table: &'static Table<(String, String), V>,
    endpoint: &str,
    operation: &str,
    (token, max): (Option<&str>, Option<i64>),
) -> Result<Page<(String, V)>, ApiError> {
    let (after, limit) = place(operation, token, max)?;
    let range = Range::within(&(endpoint,));
    let range = match &after {
        Some(after) => range.after(&(endpoint, after.as_str())),
        None => range,
    };
    let mut found = Vec::new();
    for pair in ctx.table(table).scan(&range).take(limit + 1) {
        let ((_, id), row) = pair?;
        found.push((id, row));
    }
    Ok(cut(operation, found, limit))
}
