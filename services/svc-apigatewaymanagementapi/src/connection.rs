//! The operations: the steps of `apigatewayv2`, under their own names.

use kernel::{ApiError, Ask, Ctx, Struct};

use crate::api::{
    DeleteConnectionInput, DeleteConnectionOutput, GetConnectionInput, GetConnectionOutput,
    IdentityBuilder, PostToConnectionInput, PostToConnectionOutput,
};

/// Who keeps connections.
pub const KEEPER: &str = "apigatewayv2";
/// The API to whose host the request came; the gateway says so.
pub const API: &str = ":api";

pub fn post(
    ctx: &mut Ctx<'_>,
    input: PostToConnectionInput<'_>,
) -> Result<PostToConnectionOutput, ApiError> {
    let ask = ask("PostMessage", input.connection_id()).with("Data", input.data().clone());
    ctx.call(ask)?;
    Ok(PostToConnectionOutput::new())
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetConnectionInput<'_>,
) -> Result<GetConnectionOutput, ApiError> {
    let found = ctx.call(ask("LookAtConnection", input.connection_id()))?;
    let identity = found.structure("Identity").cloned().unwrap_or_default();
    let text = |name: &str| identity.str(name).unwrap_or_default();
    Ok(GetConnectionOutput::new()
        .connected_at(found.timestamp("ConnectedAt"))
        .last_active_at(found.timestamp("LastActiveAt"))
        .identity(IdentityBuilder::new().source_ip(text("SourceIp")).user_agent(text("UserAgent"))))
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteConnectionInput<'_>,
) -> Result<DeleteConnectionOutput, ApiError> {
    ctx.call(ask("DropConnection", input.connection_id()))?;
    Ok(DeleteConnectionOutput::new())
}

fn ask(step: &'static str, connection: &str) -> Ask {
    Ask::to(KEEPER, step).with("ConnectionId", connection)
}

/// Where a connection is; of one that is gone, where the API is.
pub fn locate(ctx: &mut Ctx<'_>, connection: &str, api: Option<&str>) -> Result<Struct, ApiError> {
    let mut ask = ask("LocateConnection", connection);
    if let Some(api) = api {
        ask = ask.with("Api", api);
    }
    ctx.call(ask)
}
