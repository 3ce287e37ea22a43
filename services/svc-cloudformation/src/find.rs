//! Stacks by their names and ids.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};

use crate::errors;
use crate::session::Session;
use crate::state::{NAMES, STACKS};

/// The unique part of a stack's id.
pub fn key_of(id: &str) -> Option<&str> {
    let rest = id.split(":stack/").nth(1)?;
    rest.split('/').nth(1)
}

/// The key of the stack of that name (which is not deleted) or id (which may be).
pub fn key(ctx: &Ctx<'_>, name_or_id: &str) -> Result<Option<String>, ApiError> {
    if name_or_id.starts_with("arn:") {
        let is_here = Arn::parse(name_or_id).is_some_and(|arn| {
            arn.region == ctx.region().as_str() && arn.account == ctx.account().as_str()
        });
        return Ok(key_of(name_or_id).filter(|_| is_here).map(str::to_owned));
    }
    Ok(ctx.table(&NAMES).get(name_or_id)?.map(|row| row.stack))
}

pub fn open<'c, 'w>(ctx: &'c mut Ctx<'w>, name_or_id: &str) -> Result<Session<'c, 'w>, ApiError> {
    try_open(ctx, name_or_id)?.ok_or_else(|| errors::no_stack(name_or_id))
}

pub fn try_open<'c, 'w>(
    ctx: &'c mut Ctx<'w>,
    name_or_id: &str,
) -> Result<Option<Session<'c, 'w>>, ApiError> {
    match key(ctx, name_or_id)? {
        Some(key) if ctx.table(&STACKS).contains(key.as_str())? => Session::open(ctx, &key),
        _ => Ok(None),
    }
}
