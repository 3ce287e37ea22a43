//! What each operation acts on, in the words of policies.
//!
//! Source: Developer Guide, "Use IAM authorization for WebSocket APIs":
//! `arn:aws:execute-api:region:account:api/stage/POST/@connections/connection`.

use kernel::{Access, AccountId, ApiError, Ctx, Struct};

use crate::connection::{API, locate};

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let id = input.str("ConnectionId").unwrap_or_default();
    let place = locate(ctx, id, input.str(API))?;
    let method = match operation {
        "PostToConnection" => "POST",
        "DeleteConnection" => "DELETE",
        _ => "GET",
    };
    // Of a connection that is not there only the address is known.
    let asked = |name: &str, given: &str| place.str(name).or_else(|| input.str(given));
    let api = asked("Api", API).unwrap_or("*").to_owned();
    if input.str(API).is_some_and(|asked| asked != api) {
        return Err(ApiError::new("GoneException", "").with_status(410));
    }
    let stage = asked("Stage", ":stage").unwrap_or("*").to_owned();
    let owner = place.str("Account").and_then(AccountId::parse).unwrap_or(ctx.account());
    let region = ctx.region();
    let arn =
        format!("arn:aws:execute-api:{region}:{owner}:{api}/{stage}/{method}/@connections/{id}");
    Ok(Some(Access::new(ctx, "execute-api:ManageConnections", arn).owned_by(owner)))
}
