//! What of an account lies outside its own key range: that it has alarms.

use kernel::{AccountId, ApiError, Ctx};
use store::Range;

use crate::state::PLACES;

pub fn on_reset(ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<(), ApiError> {
    let places: Vec<(String, String)> =
        ctx.table(&PLACES).keys(&Range::all()).collect::<Result<_, _>>()?;
    for place in places {
        if account.is_none_or(|account| account.as_str() == place.0) {
            ctx.table_mut(&PLACES).delete(&place);
        }
    }
    Ok(())
}
