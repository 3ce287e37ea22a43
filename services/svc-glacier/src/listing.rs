//! Pages of lists: how long they are, and where they begin.

use kernel::{ApiError, Ctx, Struct, page};
use store::{Range, Row, Table};

use crate::errors;

/// How many entries a request wants.
pub fn limit(input: &Struct, most: usize) -> Result<usize, ApiError> {
    let Some(given) = input.str("limit") else { return Ok(most) };
    let limit = given.parse::<usize>().ok().filter(|limit| *limit >= 1);
    let limit = limit.ok_or_else(|| errors::invalid(format!("Invalid limit: {given}")))?;
    Ok(limit.min(most))
}

pub fn invalid_marker(marker: &str) -> ApiError {
    errors::invalid(format!("Invalid marker: {marker}"))
}

/// A page of what belongs to a vault, in the order of ids, and the next one's marker.
pub struct Page<R> {
    pub rows: Vec<(String, R)>,
    pub next: Option<String>,
}

pub fn of_vault<R: Row>(
    ctx: &Ctx,
    table: &'static Table<(String, String), R>,
    (operation, vault): (&'static str, &str),
    input: &Struct,
    most: usize,
    is_wanted: impl Fn(&R) -> bool,
) -> Result<Page<R>, ApiError> {
    let limit = limit(input, most)?;
    let mut range = Range::within(&(vault,));
    if let Some(marker) = input.str("marker") {
        let after = page::decode(operation, marker).and_then(|it| String::from_utf8(it).ok());
        let after = after.ok_or_else(|| invalid_marker(marker))?;
        range = range.after(&(vault, after.as_str()));
    }
    let mut rows = Vec::new();
    for entry in ctx.table(table).scan(&range) {
        let ((_, id), row) = entry?;
        if !is_wanted(&row) {
            continue;
        }
        if rows.len() == limit {
            let (last, _): &(String, R) = rows.last().expect("a limit is one at least");
            let next = Some(page::encode(operation, last.as_bytes()));
            return Ok(Page { rows, next });
        }
        rows.push((id, row));
    }
    Ok(Page { rows, next: None })
}
