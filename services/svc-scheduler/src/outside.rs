//! Calls that take time: a function that is waited for, a copy of an object, a synchronous
//! execution. They are made outside transactions, between two that prepare the attempt and that
//! judge it. A server that is killed meanwhile makes the call again.

use std::sync::Arc;

use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::service::{Work, WorkEnv};
use kernel::{AccountId, ApiError, Ask, Call, Ctx, OpResult, Origin, Region, Struct};

use crate::invoke::{self, AFTER_BUGS, Failure, Prepared};

/// The input of `Attempt`, `ExecutionId` and `EventId`.
pub const CALL: &str = "CallTarget";
pub const WORK: Work = Work { begin, work, complete };

/// Operations that are waited for, in some of their forms at least.
const SLOW: [(&str, &str); 2] = [("lambda", "Invoke"), ("stepfunctions", "StartSyncExecution")];

/// Whether a call cannot be answered within a transaction.
pub fn takes_time(ctx: &Ctx<'_>, ask: &Ask) -> bool {
    let is_slow = SLOW.contains(&(&*ask.service, &*ask.operation));
    let is_left = matches!(ask.input.str("InvocationType"), Some("Event" | "DryRun"));
    !ctx.can_call(&ask.service, &ask.operation) || (is_slow && !is_left)
}

pub fn leave(ctx: &mut Ctx<'_>, input: Struct) {
    let ask = Ask::to("scheduler", CALL).with_input(input);
    ctx.enqueue(Job::now(ask).with_retry(AFTER_BUGS));
}

/// What is to be called: nothing where the schedule is gone, or the reason why nothing can be.
/// A function that has failed has answered all the same: the attempt has succeeded.
fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(prepared) = Prepared::of(ctx, input)? else { return Ok(Struct::new()) };
    if let Some(failure) = &prepared.unusable {
        return Ok(refusal(&ApiError::new(failure.code.clone(), failure.message.clone())));
    }
    let session = ctx.chance().hex(32);
    plan(ctx, &prepared, &session).or_else(|error| Ok(refusal(&error)))
}

fn plan(ctx: &Ctx<'_>, prepared: &Prepared, session: &str) -> OpResult {
    let invocation = prepared.invocation();
    let ask = invocation.ask(ctx, session)?;
    let text = invocation.target.role_arn();
    let role = Arn::parse(text).ok_or_else(ApiError::internal)?;
    ctx.authorize_take_on(&role, "scheduler", None)?;
    let account = ask.account.unwrap_or(ctx.account());
    let region = ask.region.unwrap_or(ctx.region());
    Ok(Struct::new()
        .with("Service", &*ask.service)
        .with("Operation", &*ask.operation)
        .with("Input", ask.input)
        .with("Role", text)
        .with("Session", session)
        .with("Account", account.as_str())
        .with("Region", region.as_str()))
}

fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    if plan.str("Operation").is_none() {
        return Ok(plan);
    }
    let call = call_of(&plan).ok_or_else(ApiError::internal)?;
    let answer = env.world.dispatch_blocking(&call).ok_or_else(ApiError::internal)?;
    Ok(match answer {
        Ok(output) => Struct::new().with("Output", output),
        Err(error) => refusal(&error),
    })
}

fn call_of(plan: &Struct) -> Option<Call> {
    let text = |name: &str| plan.str(name).map(str::to_owned);
    let role = Arn::parse(&text("Role")?)?;
    let acting = Ask::to("", "").as_role(&role, &text("Session")?);
    Some(Call {
        service: text("Service")?.into(),
        operation: text("Operation")?.into(),
        input: plan.structure("Input")?.clone(),
        principal: acting.principal?,
        account: AccountId::parse(&text("Account")?)?,
        region: Region::parse(&text("Region")?)?,
        origin: Arc::new(Origin::default()),
        source: None,
        hop: 0,
    })
}

fn refusal(error: &ApiError) -> Struct {
    Struct::new()
        .with("Code", error.code())
        .with("Message", error.message())
        .with("Status", i64::from(error.status()))
}

fn complete(ctx: &mut Ctx<'_>, input: &Struct, answer: Struct) -> OpResult {
    let Some(prepared) = Prepared::of(ctx, input)? else { return Ok(Struct::new()) };
    let outcome = match (answer.str("Code"), answer.structure("Output")) {
        (Some(code), _) => {
            let message = answer.str("Message").unwrap_or_default();
            let status = answer.int("Status").and_then(|status| u16::try_from(status).ok());
            let error = ApiError::new(code.to_owned(), message.to_owned());
            Err(Failure::from(error.with_status(status.unwrap_or(400))))
        }
        (None, Some(output)) => invoke::judge(output),
        (None, None) => return Ok(Struct::new()),
    };
    let mut input = input.clone();
    for name in ["ExecutionId", "EventId"] {
        input.remove(name);
    }
    invoke::settle(ctx, &prepared, &input, outcome);
    Ok(Struct::new())
}
