//! Calls that do their work outside transactions (a function's code, a key's material): made from a
//! step of kind work, so that the engine knows what came of them.

use std::sync::Arc;

use kernel::arn::Arn;
use kernel::call::Origin;
use kernel::service::WorkEnv;
use kernel::{AccountId, ApiError, Call, Ctx, OpResult, Region, Struct, Value};

use super::run::{self, Pace};
use super::{Ticket, call, go_on, operation, save, ticket};
use crate::caller::CallerRow;
use crate::session::{Session, document};
use crate::state::{ItemState, OperationRow, ResourceRow};
use crate::types::plan::{self, Planned};
use crate::types::{Facts, find};

/// The step.
pub const WORK: &str = "WorkForStackItem";

/// The service as which a role is taken on.
const SERVICE: &str = "cloudformation";

/// Leaves the item's next call to the step.
pub fn begin(session: &mut Session<'_, '_>, operation: &mut OperationRow, at: usize) {
    operation.items[at].state = ItemState::Working;
    let ticket = ticket(session, operation, at as u32);
    ticket.enqueue(session.ctx, &operation.caller, WORK, None);
}

/// An item whose call is made by the step.
struct Working<'c, 'w> {
    session: Session<'c, 'w>,
    operation: OperationRow,
    at: usize,
    row: ResourceRow,
}

fn open<'c, 'w>(ctx: &'c mut Ctx<'w>, input: &Struct) -> Result<Option<Working<'c, 'w>>, ApiError> {
    let Some(ticket) = Ticket::read(input) else { return Ok(None) };
    let Some(operation) = operation(ctx, &ticket)? else { return Ok(None) };
    let at = ticket.item as usize;
    if operation.items.get(at).is_none_or(|item| item.state != ItemState::Working) {
        return Ok(None);
    }
    let Some(session) = Session::open(ctx, &ticket.stack)? else { return Ok(None) };
    let row = run::load(&session, &operation, at)?;
    Ok(Some(Working { session, operation, at, row }))
}

impl Working<'_, '_> {
    fn planned(&self) -> Option<Planned> {
        let item = &self.operation.items[self.at];
        let kind = find(&self.row.being.kind)?;
        let way = run::way(item.mode, &self.row);
        let calls = plan::calls(kind, way.phase, way.before.as_ref(), &way.now);
        calls.into_iter().nth(item.at as usize)
    }
}

/// What is to be called, as whom. An operation that is over has nothing to call.
pub fn plan(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let over = || ApiError::new("Over", "the operation is over");
    let mut working = open(ctx, input)?.ok_or_else(over)?;
    let planned = working.planned().ok_or_else(over)?;
    let item = &mut working.operation.items[working.at];
    let is_repeated = std::mem::replace(&mut item.is_begun, true);
    let way = run::way(item.mode, &working.row);
    let kind = find(&working.row.being.kind).ok_or_else(over)?;
    let attributes = document(&working.row.being.attributes);
    let pseudo = working.session.pseudo();
    let facts = Facts {
        properties: &way.now,
        before: way.before.as_ref(),
        attributes: &attributes,
        derived: &kind.attributes,
        pseudo: &pseudo,
        item: None,
    };
    let ask = call::ask(&working.session, &facts, &planned);
    save(&mut working.session, &working.operation);
    let ask = match ask {
        Ok(ask) => working.session.acting(ask),
        Err(error) => return Ok(refusal(&error)),
    };
    if let Some(role) = working.session.stack.role.as_deref().and_then(Arn::parse)
        && let Err(error) = working.session.ctx.authorize_take_on(&role, SERVICE, None)
    {
        return Ok(refusal(&error));
    }
    let ctx = &working.session.ctx;
    let principal = ask.principal.unwrap_or_else(|| ctx.principal().clone());
    Ok(Struct::new()
        .with("Service", ask.service)
        .with("Operation", ask.operation)
        .with("Input", ask.input)
        .with("Caller", CallerRow::of(&principal).plan())
        .with("Account", ctx.account().as_str())
        .with("Region", ctx.region().as_str())
        .with("RequestId", ctx.origin().request_id.as_str())
        .with("Endpoint", ctx.origin().endpoint.as_str())
        .with("IsRepeated", is_repeated))
}

fn refusal(error: &ApiError) -> Struct {
    Struct::new().with("Code", error.code()).with("Message", error.message())
}

pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    let Some(caller) = plan.structure("Caller") else { return Ok(plan) };
    let text = |name: &str| plan.str(name).unwrap_or_default().to_owned();
    let call = Call {
        service: text("Service").into(),
        operation: text("Operation").into(),
        input: plan.structure("Input").cloned().unwrap_or_default(),
        principal: CallerRow::of_plan(caller).principal(),
        account: AccountId::parse(&text("Account")).unwrap_or(AccountId::DEFAULT),
        region: Region::parse(&text("Region")).unwrap_or(Region::DEFAULT),
        origin: Arc::new(Origin {
            request_id: text("RequestId"),
            endpoint: text("Endpoint"),
            user_agent: "cloudformation.amazonaws.com".to_owned(),
            source_ip: "cloudformation.amazonaws.com".into(),
            ..Origin::default()
        }),
        source: None,
        hop: 0,
    };
    let result = env.world.dispatch_blocking(&call).ok_or_else(ApiError::internal)?;
    Ok(match result {
        Ok(output) => Struct::new().with("Output", output),
        Err(error) => refusal(&error).with("IsRepeated", plan.bool("IsRepeated") == Some(true)),
    })
}

pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    let Some(mut working) = open(ctx, input)? else { return Ok(Struct::new()) };
    let Some(planned) = working.planned() else { return Ok(Struct::new()) };
    let Working { session, operation, at, row } = &mut working;
    let at = *at;
    operation.items[at].state = ItemState::Running;
    let result = match outcome.get("Output") {
        Some(Value::Struct(output)) => Ok(output.clone()),
        // It was made before the process ended, and is there.
        _ if outcome.bool("IsRepeated") == Some(true) && is_conflict(&outcome) => Ok(Struct::new()),
        _ => {
            let text = |name: &str| outcome.str(name).unwrap_or_default().to_owned();
            Err(ApiError::new(text("Code"), text("Message")))
        }
    };
    let pace = run::answered(session, operation, at, row, &planned, result)?;
    match pace {
        None => {
            operation.items[at].at += 1;
            operation.items[at].is_begun = false;
            run::keep(session, operation, at, row);
            run::run(session, operation, at)?;
        }
        Some(Pace::Later(delay)) => {
            operation.items[at].is_begun = false;
            run::settle(session, operation, at, row.clone(), Pace::Later(delay))?;
        }
        Some(pace) => run::settle(session, operation, at, row.clone(), pace)?,
    }
    go_on(session, operation);
    save(session, operation);
    Ok(Struct::new())
}

fn is_conflict(outcome: &Struct) -> bool {
    let code = outcome.str("Code").unwrap_or_default();
    code.contains("Conflict") || code.contains("AlreadyExists")
}
