//! Answers from outside: custom resources and wait conditions are answered by a PUT to a URL that
//! only who was given it knows.
//!
//! In AWS the URL is a presigned one of a bucket; here it is a site of this server ([`SITES`]). The
//! step [`SERVE`] finds out whose the token is and goes on there ([`TAKE`]).

use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Page, Region, Struct};
use serde_json::{Value as Json, json};

use super::{RUN, Ticket, custom};
use crate::limits::RESPONSE_BYTES_MAX;
use crate::session::{Session, document};
use crate::state::{
    ANSWERS, AnswerRow, ItemState, OPERATIONS, OperationRow, RESOURCES, SIGNALS, SignalRow,
};
use crate::types::WAIT_CONDITION;

const PATH: &str = "/_cloudformation/";
const PRINCIPAL: &str = "cloudformation.amazonaws.com";

/// The steps.
pub const SERVE: &str = "ServeStackAnswer";
pub const TAKE: &str = "TakeStackAnswer";

pub static SITES: &[Page] =
    &[Page { service: "cloudformation", is_at: |path| path.starts_with(PATH), step: SERVE }];

/// A token under which an item can be answered.
pub fn token(
    session: &mut Session<'_, '_>,
    operation: &OperationRow,
    (at, logical_id): (usize, &str),
    is_handle: bool,
) -> String {
    let token = session.ctx.chance().uuid();
    let row = AnswerRow {
        account: session.ctx.account().to_string(),
        region: session.ctx.region().to_string(),
        stack: session.key.clone(),
        logical_id: logical_id.to_owned(),
        is_handle,
        operation: operation.id,
        item: at as u32,
        turn: operation.turn,
    };
    session.ctx.table_mut(&ANSWERS).put(token.as_str(), &row);
    token
}

pub fn url(session: &Session<'_, '_>, token: &str) -> String {
    let endpoint = &session.ctx.origin().endpoint;
    let endpoint = if endpoint.is_empty() { "http://localhost:4566" } else { endpoint };
    format!("{endpoint}{PATH}{token}")
}

/// The token of a URL that was given out.
pub fn token_of(url: &str) -> Option<&str> {
    let at = url.find(PATH)?;
    url.get(at + PATH.len()..)
}

/// The step of the site.
pub fn serve(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let path = input.str("Path").unwrap_or_default();
    let token = token_of(path).unwrap_or_default().to_owned();
    let reply = |status: i64| Ok(Struct::new().with("Status", status));
    let Some(row) = ctx.table(&ANSWERS).get(token.as_str())? else { return reply(403) };
    if input.str("Method") != Some("PUT") {
        return reply(405);
    }
    let body = input.blob("Body").cloned().unwrap_or_default();
    if body.len() > RESPONSE_BYTES_MAX {
        return reply(400);
    }
    let place = AccountId::parse(&row.account).zip(Region::parse(&row.region));
    let Some((account, region)) = place else { return reply(403) };
    let text = String::from_utf8_lossy(&body).into_owned();
    let ask = Ask::to("cloudformation", TAKE)
        .with("Token", token)
        .with("Body", text)
        .as_service(PRINCIPAL)
        .in_account(account)
        .in_region(region);
    ctx.call(ask)?;
    reply(200)
}

/// The step in the stack's account and region.
pub fn take(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let token = input.str("Token").unwrap_or_default();
    let Some(row) = ctx.table(&ANSWERS).get(token)? else { return Ok(Struct::new()) };
    let text = input.str("Body").unwrap_or_default();
    let answer = serde_json::from_str(text).unwrap_or_else(
        |_| json!({ "Status": "FAILED", "Reason": "Invalid response: it is no JSON document" }),
    );
    if row.is_handle {
        let said =
            |name: &str| answer.get(name).map(crate::types::convert::text).unwrap_or_default();
        let signal = SignalRow {
            is_success: said("Status") == "SUCCESS",
            data: said("Data"),
            reason: said("Reason"),
        };
        return signalled(ctx, &row.stack, &row.logical_id, (&said("UniqueId"), signal));
    }
    ctx.table_mut(&ANSWERS).delete(token);
    let ticket = Ticket {
        stack: row.stack.clone(),
        operation: row.operation,
        turn: row.turn,
        item: row.item,
    };
    keep_answer(ctx, &ticket, &answer)
}

/// Where the item's own row is, the answer is put; then the item goes on.
fn keep_answer(ctx: &mut Ctx<'_>, ticket: &Ticket, answer: &Json) -> OpResult {
    let Some(operation) = super::operation(ctx, ticket)? else { return Ok(Struct::new()) };
    let Some(mut session) = Session::open(ctx, &ticket.stack)? else { return Ok(Struct::new()) };
    let at = ticket.item as usize;
    if operation.items.get(at).is_none_or(|item| item.state != ItemState::Running) {
        return Ok(Struct::new());
    }
    let mut row = super::run::load(&session, &operation, at)?;
    let mut attributes = document(&row.being.attributes);
    attributes.insert(custom::ANSWER.to_owned(), answer.clone());
    row.being.attributes = Json::Object(attributes).to_string();
    super::run::keep(&mut session, &operation, at, &row);
    ticket.enqueue(session.ctx, &operation.caller, RUN, None);
    Ok(Struct::new())
}

/// A signal has come: who waits for signals in that stack looks again.
pub fn signalled(
    ctx: &mut Ctx<'_>,
    stack: &str,
    logical_id: &str,
    (unique_id, signal): (&str, SignalRow),
) -> OpResult {
    ctx.table_mut(&SIGNALS).put(&(stack, logical_id, unique_id), &signal);
    let Some(operation) = ctx.table(&OPERATIONS).get(stack)? else { return Ok(Struct::new()) };
    for (at, item) in operation.items.iter().enumerate() {
        if item.state != ItemState::Running || item.remains.is_some() {
            continue;
        }
        let row = ctx.table(&RESOURCES).get(&(stack, item.logical_id.as_str()))?;
        if row.is_some_and(|row| row.being.kind == WAIT_CONDITION) {
            let ticket = Ticket {
                stack: stack.to_owned(),
                operation: operation.id,
                turn: operation.turn,
                item: at as u32,
            };
            ticket.enqueue(ctx, &operation.caller, RUN, None);
        }
    }
    Ok(Struct::new())
}

/// Tokens of accounts that are reset (`None`: all).
pub fn forget(ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<(), ApiError> {
    let mut doomed = Vec::new();
    for entry in ctx.table(&ANSWERS).scan(&store::Range::all()) {
        let (token, row) = entry?;
        if account.is_none_or(|account| account.as_str() == row.account) {
            doomed.push(token);
        }
    }
    for token in doomed {
        ctx.table_mut(&ANSWERS).delete(token.as_str());
    }
    Ok(())
}
