//! Client tokens: a call that comes again, because its answer was lost on the way, answers as it
//! did and does nothing.

use std::hash::{Hash as _, Hasher as _};

use kernel::{ApiError, Ctx, Struct};
use rustc_hash::FxHasher;
use store::Range;

use crate::errors;
use crate::limits;
use crate::state::{TOKEN_ENDS, TOKENS};

/// Whether this very call has succeeded before; if not, it is remembered as one that has.
pub fn is_repeated(
    ctx: &mut Ctx<'_>,
    operation: &str,
    resource: &str,
    input: &Struct,
) -> Result<bool, ApiError> {
    let Some(token) = input.str("ClientToken") else { return Ok(false) };
    let call = format!("{operation} {resource} {token}");
    let mut hasher = FxHasher::default();
    format!("{input:?}").hash(&mut hasher);
    let digest = hasher.finish();
    match ctx.table(&TOKENS).get(&call)? {
        Some(known) if known == digest => return Ok(true),
        Some(_) => return Err(errors::token_reused()),
        None => {}
    }
    let now = ctx.now().secs();
    forget(ctx, now)?;
    ctx.table_mut(&TOKENS).put(&call, &digest);
    ctx.table_mut(&TOKEN_ENDS).put(&(now + limits::TOKEN_SECONDS, call), &());
    Ok(false)
}

fn forget(ctx: &mut Ctx<'_>, now: i64) -> Result<(), ApiError> {
    let outlived = Range::all().before(&(now,));
    let ends = ctx.table(&TOKEN_ENDS).keys(&outlived).take(limits::TOKENS_FORGOTTEN_MAX);
    let ends = ends.collect::<Result<Vec<_>, _>>()?;
    for end in ends {
        ctx.table_mut(&TOKENS).delete(&end.1);
        ctx.table_mut(&TOKEN_ENDS).delete(&end);
    }
    Ok(())
}
