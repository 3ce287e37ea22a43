//! Which exports a stack uses.

use kernel::ApiError;
use store::Range;

use crate::session::Session;
use crate::state::{IMPORTED, IMPORTS};

/// The stack uses these, and no others any more.
pub fn settle(session: &mut Session<'_, '_>, used: &[String]) -> Result<(), ApiError> {
    let key = session.key.clone();
    for name in names(session)? {
        if !used.contains(&name) {
            session.ctx.table_mut(&IMPORTS).delete(&(name.as_str(), key.as_str()));
            session.ctx.table_mut(&IMPORTED).delete(&(key.as_str(), name.as_str()));
        }
    }
    Ok(())
}

/// After a rollback: what the update has looked up may be used by what is left as well, so only a
/// stack without resources gives its imports up.
pub fn restore(session: &mut Session<'_, '_>, _looked_up: &[String]) -> Result<(), ApiError> {
    if session.resources()?.is_empty() { settle(session, &[]) } else { Ok(()) }
}

fn names(session: &Session<'_, '_>) -> Result<Vec<String>, ApiError> {
    let range = Range::within(&(session.key.as_str(),));
    let keys = session.ctx.table(&IMPORTED).keys(&range).collect::<Result<Vec<_>, _>>()?;
    Ok(keys.into_iter().map(|(_, name)| name).collect())
}
