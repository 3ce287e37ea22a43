//! Connections of WebSocket APIs: their rows, what they are to get, and what the management API
//! does with them.
//!
//! A connection is open while this process carries it ([`crate::cache::is_open`]): after a restart
//! its row may still be there, and whoever asks for it learns that it is gone.

use kernel::scheduler::Job;
use kernel::service::Waited;
use kernel::{
    AccountId, ApiError, Ask, Ctx, OpResult, Region, Scope, Struct, Timestamp, Topic, Value,
};
use store::Range;

use crate::apis;
use crate::cache;
use crate::limits::{BATCH_MAX, IDLE_S, LIFE_S, MESSAGE_BYTES_MAX, WAITING_BYTES_MAX};
use crate::record;
use crate::state::{
    CONNECTIONS, ConnectionPlaceRow, ConnectionRow, MessageRow, OPEN, OUTBOX, SERVICE,
};

/// What a client waits for.
pub const NEXT: &str = "NextMessages";
/// Steps of the management API. Input: `ConnectionId`, and `Data` for the first.
pub const POST: &str = "PostMessage";
pub const LOOK: &str = "LookAtConnection";
pub const DROP: &str = "DropConnection";
/// Where a connection is: `Api`, `Stage`, `Account`, `Region`; without a stage when it is gone.
pub const LOCATE: &str = "LocateConnection";
/// Removes what a process has left behind that has died.
pub const EXPIRE: &str = "ExpireConnection";

/// "Going away": idle for too long, or too old.
const GOING_AWAY: u32 = 1001;
const NORMAL: u32 = 1000;

/// A connection and its key.
#[derive(Clone, Debug)]
pub struct Found {
    pub api: String,
    pub id: String,
    pub row: ConnectionRow,
}

/// Makes a connection's row, and sees to it that it does not stay for ever.
pub fn insert(ctx: &mut Ctx<'_>, api: &str, id: &str, row: &ConnectionRow) {
    ctx.table_mut(&CONNECTIONS).put(&(api, id), row);
    let place = ConnectionPlaceRow {
        account: ctx.account().as_str().to_owned(),
        region: ctx.region().as_str().to_owned(),
        api: api.to_owned(),
    };
    ctx.table_mut(&OPEN).put(id, &place);
    cache::opened(ctx, id);
    let expire = Ask::to(SERVICE, EXPIRE).with("Id", api).with("ConnectionId", id);
    let at = after(ctx.now(), LIFE_S + IDLE_S);
    ctx.enqueue(Job::now(expire.as_service("apigateway.amazonaws.com")).at(at));
}

fn after(at: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_micros(at.micros() + seconds * 1_000_000)
}

/// Forgets a connection, and what it was to get.
pub fn forget(ctx: &mut Ctx<'_>, api: &str, id: &str, row: &ConnectionRow) -> Result<(), ApiError> {
    let lasted = ctx.now().since(Timestamp::from_micros(row.connected)).as_secs();
    ctx.meter_for("ApiGatewayMinute", api, lasted.div_ceil(60).max(1));
    ctx.table_mut(&CONNECTIONS).delete(&(api, id));
    ctx.table_mut(&OPEN).delete(id);
    ctx.table_mut(&OUTBOX).delete_range(&Range::within(&(id,)))?;
    cache::closed(ctx, id);
    ctx.wake(topic(row), 1);
    Ok(())
}

/// Connections of a reset account have no API any more.
pub fn forget_accounts(ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<(), ApiError> {
    let mut gone = Vec::new();
    for entry in ctx.table(&OPEN).scan(&Range::all()) {
        let (id, place) = entry?;
        if account.is_none_or(|account| account.as_str() == place.account) {
            gone.push((id, place));
        }
    }
    for (id, place) in gone {
        let account = AccountId::parse(&place.account).unwrap_or(AccountId::DEFAULT);
        let region = Region::parse(&place.region).unwrap_or(Region::DEFAULT);
        let scope = Scope::new(account.digits(), region.as_str());
        let row = ctx.table_in(&CONNECTIONS, scope).get(&(place.api.as_str(), id.as_str()))?;
        ctx.table_mut(&OPEN).delete(&id);
        cache::closed(ctx, &id);
        if let Some(row) = row {
            ctx.wake(topic(&row), 1);
        }
    }
    Ok(())
}

pub fn topic(row: &ConnectionRow) -> Topic {
    Topic { service: SERVICE, id: row.topic }
}

/// The connection that a step names, in the account of its API.
pub fn enter(ctx: &mut Ctx<'_>, input: &Struct) -> Result<Option<Found>, ApiError> {
    let id = input.str("ConnectionId").unwrap_or_default();
    let Some(place) = ctx.table(&OPEN).get(id)? else { return Ok(None) };
    let account = AccountId::parse(&place.account).unwrap_or(AccountId::DEFAULT);
    let is_here = place.region == ctx.region().as_str();
    let is_meant = input.str("Id").or_else(|| input.str("Api")).is_none_or(|api| api == place.api);
    if !is_here || !is_meant || !cache::is_open(ctx, id) {
        return Ok(None);
    }
    ctx.enter_account(account);
    let row = ctx.table(&CONNECTIONS).get(&(place.api.as_str(), id))?;
    Ok(row.map(|row| Found { api: place.api, id: id.to_owned(), row }))
}

pub fn put(ctx: &mut Ctx<'_>, found: &Found) {
    ctx.table_mut(&CONNECTIONS).put(&(found.api.as_str(), found.id.as_str()), &found.row);
}

/// When it has to end, if nothing happens.
fn deadline(row: &ConnectionRow) -> Timestamp {
    let idle = after(Timestamp::from_micros(row.last_active), IDLE_S);
    idle.min(after(Timestamp::from_micros(row.connected), LIFE_S))
}

/// What the client is to get now; or the end of its connection.
pub fn next(ctx: &mut Ctx<'_>, input: &Struct) -> Result<Waited, ApiError> {
    let closed = |code: u32, reason: &str| {
        let output = Struct::new().with("Close", code).with("Reason", reason);
        Ok(Waited::Ready(output))
    };
    let Some(mut found) = enter(ctx, input)? else { return closed(GOING_AWAY, "Going away") };
    if ctx.waiting_since() == Timestamp::EPOCH || deadline(&found.row) <= ctx.now() {
        return closed(GOING_AWAY, "Going away");
    }
    let range = Range::within(&(found.id.as_str(),));
    let waiting = ctx.table(&OUTBOX).scan(&range).take(BATCH_MAX).collect::<Result<Vec<_>, _>>()?;
    if waiting.is_empty() {
        if let Some(code) = found.row.closing {
            return closed(code, "Connection Closed Normally");
        }
        return Ok(Waited::NotYet { topic: topic(&found.row), until: deadline(&found.row) });
    }
    let mut messages = Vec::new();
    for ((id, number), message) in waiting {
        ctx.table_mut(&OUTBOX).delete(&(id.as_str(), number));
        let data = Vec::from(message.data);
        found.row.waiting = found.row.waiting.saturating_sub(data.len() as u64);
        messages.push(Value::Struct(Struct::new().with("Data", Value::Blob(data.into()))));
    }
    put(ctx, &found);
    Ok(Waited::Ready(Struct::new().with("Messages", messages)))
}

/// Leaves a message for the client. `false` when too much waits already.
pub fn send(ctx: &mut Ctx<'_>, found: &mut Found, data: &[u8]) -> bool {
    let bytes = data.len() as u64;
    if found.row.waiting + bytes > WAITING_BYTES_MAX {
        return false;
    }
    let number = found.row.next;
    found.row.next += 1;
    found.row.waiting += bytes;
    found.row.last_active = ctx.now().micros();
    let message = MessageRow { data: data.to_vec().into() };
    ctx.table_mut(&OUTBOX).put(&(found.id.as_str(), number), &message);
    put(ctx, found);
    record::messages(ctx, &found.api, data.len());
    ctx.wake(topic(&found.row), 1);
    true
}

// The management API.

fn gone() -> ApiError {
    ApiError::new("GoneException", "").with_status(410)
}

pub fn post(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut found = enter(ctx, input)?.filter(|it| it.row.closing.is_none()).ok_or_else(gone)?;
    let data = input.blob("Data").cloned().unwrap_or_default();
    if data.len() > MESSAGE_BYTES_MAX {
        let error = ApiError::new("PayloadTooLargeException", "Message too long");
        return Err(error.with_status(413));
    }
    if !send(ctx, &mut found, &data) {
        return Err(ApiError::new("LimitExceededException", "").with_status(429));
    }
    Ok(Struct::new())
}

pub fn look(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let found = enter(ctx, input)?.filter(|it| it.row.closing.is_none()).ok_or_else(gone)?;
    let at = Timestamp::from_micros;
    let identity = Struct::new()
        .with("SourceIp", found.row.source_ip.as_str())
        .with("UserAgent", found.row.user_agent.as_str());
    Ok(Struct::new()
        .with("ConnectedAt", at(found.row.connected))
        .with("LastActiveAt", at(found.row.last_active))
        .with("Identity", identity))
}

/// The client is told; what follows is the same as when it goes by itself.
pub fn drop_it(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut found = enter(ctx, input)?.filter(|it| it.row.closing.is_none()).ok_or_else(gone)?;
    found.row.closing = Some(NORMAL);
    put(ctx, &found);
    ctx.wake(topic(&found.row), 1);
    Ok(Struct::new())
}

pub fn locate(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.str("ConnectionId").unwrap_or_default();
    let Some(place) = ctx.table(&OPEN).get(id)? else {
        // Who asks for what is gone is judged by the API.
        let api = input.str("Api").unwrap_or_default();
        let Some((account, region)) = apis::place(ctx, api)? else { return Ok(Struct::new()) };
        return Ok(Struct::new()
            .with("Api", api)
            .with("Account", account.as_str())
            .with("Region", region.as_str()));
    };
    let account = AccountId::parse(&place.account).unwrap_or(AccountId::DEFAULT);
    let region = Region::parse(&place.region).unwrap_or(Region::DEFAULT);
    let scope = Scope::new(account.digits(), region.as_str());
    let row = ctx.table_in(&CONNECTIONS, scope).get(&(place.api.as_str(), id))?;
    let Some(row) = row else { return Ok(Struct::new()) };
    Ok(Struct::new()
        .with("Api", place.api)
        .with("Stage", row.stage)
        .with("Account", place.account)
        .with("Region", place.region))
}

/// A row that outlives every connection was left by a process that has died.
pub fn expire(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let (api, id) = (text("Id"), text("ConnectionId"));
    if let Some(row) = ctx.table(&CONNECTIONS).get(&(api, id))? {
        forget(ctx, api, id, &row)?;
    }
    Ok(Struct::new())
}
