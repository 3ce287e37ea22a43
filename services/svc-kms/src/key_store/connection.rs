//! Connecting and disconnecting a key store. To connect is answered at once; a step asks the proxy
//! for its health, and the state of the connection tells what came of it.

use kernel::scheduler::Job;
use kernel::service::WorkEnv;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct};
use serde_json::json;

use crate::api::{
    ConnectCustomKeyStoreInput, ConnectCustomKeyStoreOutput, DisconnectCustomKeyStoreInput,
    DisconnectCustomKeyStoreOutput, connection_error_code_type as code,
    connection_state_type as connection,
};
use crate::errors;
use crate::key_store::find;
use crate::key_store::proxy::Proxy;
use crate::key_store::trouble::Trouble;
use crate::state::{KEY_STORES, KeyStoreRow};

/// The step that connects: `Store`, `Attempt`.
pub const CONNECT: &str = "ConnectKeyStore";
/// What is left of an attempt that could not be made. Input as of [`CONNECT`].
pub const CONNECT_FAILED: &str = "ConnectKeyStoreFailed";

pub fn connect(
    ctx: &mut Ctx<'_>,
    input: ConnectCustomKeyStoreInput<'_>,
) -> Result<ConnectCustomKeyStoreOutput, ApiError> {
    let id = input.custom_key_store_id();
    let mut row = find(ctx, id)?;
    match row.connection.as_str() {
        connection::FAILED | connection::DISCONNECTING => {
            return Err(errors::wrong_connection(id, &row.connection, "ConnectCustomKeyStore"));
        }
        connection::DISCONNECTED => {}
        _ => return Ok(ConnectCustomKeyStoreOutput::new()),
    }
    connection::CONNECTING.clone_into(&mut row.connection);
    row.attempt += 1;
    let asked = Struct::new().with("Store", id).with("Attempt", row.attempt as i64);
    ctx.table_mut(&KEY_STORES).put(id, &row);
    let lost = Ask::to("kms", CONNECT_FAILED).with_input(asked.clone());
    ctx.enqueue(Job::now(Ask::to("kms", CONNECT).with_input(asked)).with_dead_letter(lost));
    Ok(ConnectCustomKeyStoreOutput::new())
}

/// The store of an attempt that still counts.
fn attempted(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<(String, KeyStoreRow)>, ApiError> {
    let id = input.str("Store").unwrap_or_default();
    let row = ctx.table(&KEY_STORES).get(id)?.filter(|row| {
        row.connection == connection::CONNECTING && Some(row.attempt as i64) == input.int("Attempt")
    });
    Ok(row.map(|row| (id.to_owned(), row)))
}

pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((id, row)) = attempted(ctx, input)? else { return Ok(Struct::new()) };
    let asked = json!({ "requestMetadata": {
        "kmsRequestId": ctx.request_id(), "kmsOperation": "ConnectCustomKeyStore" } });
    Ok(Proxy::of(ctx, &id, &row)?.to_plan().with("Body", asked.to_string()))
}

pub fn work(_env: &WorkEnv, plan: Struct) -> OpResult {
    let Some(body) = plan.str("Body") else { return Ok(Struct::new()) };
    let body = serde_json::from_str(body).map_err(|_| ApiError::internal())?;
    Ok(match Proxy::of_plan(&plan).check_health(&body) {
        Ok(()) => Struct::new(),
        Err(trouble) => Struct::new().with("Trouble", trouble.name()),
    })
}

pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    let Some((id, mut row)) = attempted(ctx, input)? else { return Ok(Struct::new()) };
    let trouble = outcome.str("Trouble").and_then(Trouble::parse);
    row.failure = trouble.map(|trouble| trouble.connection_code().to_owned());
    let state = if trouble.is_some() { connection::FAILED } else { connection::CONNECTED };
    state.clone_into(&mut row.connection);
    ctx.table_mut(&KEY_STORES).put(id.as_str(), &row);
    Ok(Struct::new())
}

pub fn failed(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((id, mut row)) = attempted(ctx, input)? else { return Ok(Struct::new()) };
    row.failure = Some(code::INTERNAL_ERROR.to_owned());
    connection::FAILED.clone_into(&mut row.connection);
    ctx.table_mut(&KEY_STORES).put(id.as_str(), &row);
    Ok(Struct::new())
}

pub fn disconnect(
    ctx: &mut Ctx<'_>,
    input: DisconnectCustomKeyStoreInput<'_>,
) -> Result<DisconnectCustomKeyStoreOutput, ApiError> {
    let id = input.custom_key_store_id();
    let mut row = find(ctx, id)?;
    if row.connection == connection::DISCONNECTED {
        return Err(errors::wrong_connection(id, &row.connection, "DisconnectCustomKeyStore"));
    }
    connection::DISCONNECTED.clone_into(&mut row.connection);
    row.failure = None;
    ctx.table_mut(&KEY_STORES).put(id, &row);
    Ok(DisconnectCustomKeyStoreOutput::new())
}
