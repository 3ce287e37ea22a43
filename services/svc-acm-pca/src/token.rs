//! Idempotency tokens: within five minutes the same token means the same thing.

use kernel::{ApiError, Ctx};

use crate::limits;
use crate::state::{TOKENS, TokenRow};

/// What the token stands for.
pub fn repeated(
    ctx: &Ctx<'_>,
    authority: &str,
    token: Option<&str>,
) -> Result<Option<String>, ApiError> {
    let Some(token) = token else { return Ok(None) };
    let Some(row) = ctx.table(&TOKENS).get(&(authority, token))? else { return Ok(None) };
    let is_fresh = ctx.now().micros() < row.at + limits::IDEMPOTENCY.as_micros() as i64;
    Ok(is_fresh.then_some(row.id))
}

pub fn keep(ctx: &mut Ctx<'_>, authority: &str, token: Option<&str>, id: &str) {
    let Some(token) = token else { return };
    let row = TokenRow { id: id.to_owned(), at: ctx.now().micros() };
    ctx.table_mut(&TOKENS).put(&(authority, token), &row);
}
