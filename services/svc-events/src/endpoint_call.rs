//! HTTP requests that another service makes with a connection's credentials: HTTP tasks of state
//! machines.
//!
//! Who calls is the role that may (`events:RetrieveConnectionCredentials`). The answer comes by a
//! job: the step that `ReplyTo` names gets the members of `Reply` and `Status`, `Headers` (pairs)
//! and `Answer` (bytes), whatever the status; or `FailureCode` and `FailureMessage`.
//!
//! Source: Step Functions Developer Guide, "Call HTTPS APIs in Step Functions workflows".

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::service::WorkEnv;
use kernel::{Access, AccountId, Ask, Ctx, OpResult, Region, Struct, Value};
use outbound::http::Request;

use crate::connection;
use crate::failure::Failure;
use crate::http_parts::{self, Pairs, Part};
use crate::invocation::{self, IS_ANSWER_WANTED};
use crate::names::Resource;
use crate::state::{CONNECTIONS, ConnectionRow, ConnectionState};

/// Input: `Connection` (ARN), `Method`, `Url`, `Headers` and `Query` (pairs), `Body` (text),
/// `ReplyTo` (`Service`, `Step`, `Account`, `Region`), `Reply`.
pub const CALL: &str = "CallHttpEndpoint";
/// The request itself. Input as of [`CALL`].
pub const MAKE: &str = "MakeHttpEndpointCall";
/// A request that could not be made. Input as of [`CALL`].
pub const LOST: &str = "HttpEndpointCallLost";

pub fn admit(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = input.str("Connection").unwrap_or_default();
    ctx.authorize(&Access::new(ctx, "events:RetrieveConnectionCredentials", text))?;
    let lost = Ask::to("events", LOST).with_input(input.clone());
    let make = Ask::to("events", MAKE).with_input(input.clone());
    ctx.enqueue(Job::now(make).with_dead_letter(lost));
    Ok(Struct::new())
}

pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = input.str("Connection").unwrap_or_default();
    let name = match Arn::parse(text).as_ref().and_then(Resource::of) {
        Some(Resource::Connection(name, uuid)) => Some((name, uuid)),
        _ => None,
    };
    let row = match &name {
        Some((name, uuid)) => ctx.table(&CONNECTIONS).get(name)?.filter(|row| row.uuid == *uuid),
        None => None,
    };
    let Some((row, (name, _))) = row.zip(name) else {
        let failure = Failure::lasting("NO_RESOURCE", "The connection does not exist.");
        return Ok(invocation::told(&failure));
    };
    if row.state != ConnectionState::Authorized {
        let message = format!("The connection {name} is not authorized.");
        return Ok(invocation::told(&Failure::lasting("NO_PERMISSIONS", message)));
    }
    let request = request(input, &row);
    Ok(invocation::planned(ctx, &name, row, request).with(IS_ANSWER_WANTED, true))
}

fn request(input: &Struct, row: &ConnectionRow) -> Request {
    let added = row.parameters.as_ref().and_then(|it| it.structure(connection::INVOCATION));
    let query =
        http_parts::merged(pairs(input, "Query"), http_parts::of_connection(added, Part::Query));
    let mut headers = Pairs::new();
    let given = pairs(input, "Headers").into_iter();
    for (name, value) in given.chain(http_parts::of_connection(added, Part::Header)) {
        http_parts::set_header(&mut headers, &name, value);
    }
    if let Some((name, value)) = invocation::credentials(row) {
        http_parts::set_header(&mut headers, &name, value);
    }
    let body = input.str("Body").unwrap_or_default().to_owned();
    let body = http_parts::with_members(body, http_parts::of_connection(added, Part::Body));
    Request {
        method: input.str("Method").unwrap_or("GET").to_owned(),
        url: http_parts::with_query(input.str("Url").unwrap_or_default(), &query),
        headers,
        body: body.into_bytes(),
    }
}

fn pairs(input: &Struct, member: &str) -> Pairs {
    let pairs = input.list(member).unwrap_or_default().iter().filter_map(Value::as_list);
    let pair = |pair: &[Value]| {
        Some((pair.first()?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned()))
    };
    pairs.filter_map(pair).collect()
}

/// Sends the request. Never fails: what went wrong is in the answer.
pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    if plan.get("FailureCode").is_some() {
        return Ok(plan);
    }
    let mut fresh = None;
    let mut result = match invocation::answered(env, &plan, &mut fresh) {
        Ok(answer) => {
            let headers = answer.headers.into_iter();
            let headers = headers.map(|(name, value)| Value::from(vec![name, value]));
            Struct::new()
                .with("Status", i64::from(answer.status))
                .with("Headers", Value::List(headers.collect()))
                .with("Answer", Bytes::from(answer.body))
        }
        Err(failure) => invocation::told(&failure),
    };
    invocation::hand_on_token(&mut result, fresh, &plan);
    Ok(result)
}

pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    invocation::keep_token(ctx, &outcome)?;
    reply(ctx, input, &outcome);
    Ok(Struct::new())
}

pub fn lost(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let failure = Failure::passing("INTERNAL_ERROR", "The request could not be made.");
    reply(ctx, input, &invocation::told(&failure));
    Ok(Struct::new())
}

fn reply(ctx: &mut Ctx<'_>, input: &Struct, outcome: &Struct) {
    let to = input.structure("ReplyTo").cloned().unwrap_or_default();
    let name = |member: &str| to.str(member).unwrap_or_default().to_owned();
    let mut told = input.structure("Reply").cloned().unwrap_or_default();
    for member in ["Status", "Headers", "Answer", "FailureCode", "FailureMessage"] {
        if let Some(value) = outcome.get(member) {
            told.set(member, value.clone());
        }
    }
    let mut ask = Ask::to(name("Service"), name("Step")).with_input(told);
    if let (Some(account), Some(region)) =
        (AccountId::parse(&name("Account")), Region::parse(&name("Region")))
    {
        ask = ask.in_account(account).in_region(region);
    }
    ctx.enqueue(Job::now(ask));
}
