//! The sessions of execution roles that sandboxes have: begun with STS, and used until they end.

use kernel::{ApiError, Ask, Ctx};

use crate::configuration::PRINCIPAL;
use crate::errors;
use crate::limits::{SESSION_LEFT_S_MIN, SESSION_S};
use crate::name::function_arn;
use crate::state::{FunctionRow, SESSIONS, SessionRow};

/// Credentials that last for an invocation at least. Sandboxes that have older ones get no more
/// events: their key is another.
pub fn credentials(
    ctx: &mut Ctx<'_>,
    name: &str,
    function: &FunctionRow,
    role: &str,
) -> Result<SessionRow, ApiError> {
    let key = (name.to_owned(), role.to_owned());
    let enough = ctx.now().secs() + SESSION_LEFT_S_MIN;
    let known = ctx.table(&SESSIONS).get(&key)?;
    if let Some(known) = known.filter(|it| it.function == function.id && it.expires > enough) {
        return Ok(known);
    }
    let ask = Ask::to("sts", "AssumeRole")
        .with("RoleArn", role)
        .with("RoleSessionName", session_name(name))
        .with("DurationSeconds", SESSION_S)
        .as_service(PRINCIPAL)
        .for_source(function_arn(ctx, name, None), ctx.account());
    let answer = ctx.call(ask).map_err(|error| {
        tracing::debug!(%error, role, "cannot begin a session of an execution role");
        errors::role_not_assumable_now()
    })?;
    let credentials = answer.structure("Credentials").ok_or_else(ApiError::internal)?;
    let text = |name: &str| credentials.str(name).unwrap_or_default().to_owned();
    let row = SessionRow {
        key_id: text("AccessKeyId"),
        secret: text("SecretAccessKey"),
        token: text("SessionToken"),
        expires: ctx.now().secs() + SESSION_S,
        function: function.id,
    };
    ctx.table_mut(&SESSIONS).put(&key, &row);
    Ok(row)
}

/// The function's name; names of sessions have two characters at least.
fn session_name(function: &str) -> String {
    if function.len() < 2 { format!("{function}-") } else { function.to_owned() }
}
