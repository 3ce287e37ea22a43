//! What a reset of the world must remove besides the account's own rows: its bucket names and
//! the aliases of its access points.

use kernel::{AccountId, ApiError, Ctx};
use store::Range;

use crate::access_point_steps;
use crate::multi_region_steps;
use crate::state::NAMES;

pub fn on_reset(ctx: &mut Ctx, account: Option<AccountId>) -> Result<(), ApiError> {
    let mut doomed = Vec::new();
    for entry in ctx.table(&NAMES).scan(&Range::all()) {
        let (name, row) = entry?;
        if account.is_none_or(|account| account.as_str() == row.account) {
            doomed.push(name);
        }
    }
    for name in doomed {
        ctx.table_mut(&NAMES).delete(&name);
    }
    access_point_steps::forget_aliases(ctx, account)?;
    multi_region_steps::forget_aliases(ctx, account)
}
