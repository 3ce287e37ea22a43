//! What of an account lies outside its own key range: that its trails log, and where events were.

use kernel::{AccountId, ApiError, Ctx};
use store::Range;

use crate::lake::state::INGESTING;
use crate::recorder;
use crate::state::{LOGGING, PLACES};

pub fn on_reset(ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<(), ApiError> {
    let account = account.map(|account| account.to_string());
    let is_meant = |of: &str| account.as_ref().is_none_or(|account| account == of);
    let logging: Vec<(String, String, String)> =
        ctx.table(&LOGGING).keys(&Range::all()).collect::<Result<_, _>>()?;
    for key in logging.into_iter().filter(|key| is_meant(&key.0)) {
        ctx.table_mut(&LOGGING).delete(&key);
    }
    let places: Vec<(String, String)> =
        ctx.table(&PLACES).keys(&Range::all()).collect::<Result<_, _>>()?;
    for key in places.into_iter().filter(|key| is_meant(&key.0)) {
        ctx.table_mut(&PLACES).delete(&key);
    }
    let ingesting: Vec<(String, String, String)> =
        ctx.table(&INGESTING).keys(&Range::all()).collect::<Result<_, _>>()?;
    for key in ingesting.into_iter().filter(|key| is_meant(&key.0)) {
        ctx.table_mut(&INGESTING).delete(&key);
    }
    recorder::note_reset();
    Ok(())
}
