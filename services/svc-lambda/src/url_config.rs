//! Function URLs: their configuration.

use kernel::{ApiError, Ctx};
use store::Range;

use crate::state::URLS;

/// Of a function that goes.
pub fn forget_all(ctx: &mut Ctx<'_>, name: &str) -> Result<(), ApiError> {
    ctx.table_mut(&URLS).delete_range(&Range::within(&(name,)))?;
    Ok(())
}

/// Of an alias that goes.
pub fn forget(ctx: &mut Ctx<'_>, key: &(String, String)) -> Result<(), ApiError> {
    ctx.table_mut(&URLS).delete(key);
    Ok(())
}
