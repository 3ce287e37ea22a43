//! Calls of tasks that take time: made on a thread of their own, as the state machine's role.
//!
//! A world that ends while such a call is under way makes it again: what has not been answered has
//! not been done, as far as an execution can know.

use asl::host::Host;
use kernel::arn::Arn;
use kernel::service::{Work, WorkEnv};
use kernel::{ApiError, Ask, Call, Ctx, OpResult, Origin, Source, Struct};
use std::sync::Arc;

use crate::runner::{Runner, number};
use crate::state::{PRINCIPAL, STATES};
use crate::task;

/// `Uid`, `Frame`, `Ticket`, `Resource`, `Role`, `Input`.
pub const RUN: &str = "RunTask";
/// A call that could not be made. `Uid`, `Frame`, `Ticket`, `Resource`.
pub const LOST: &str = "TaskLost";

pub const WORK: Work = Work { begin, work, complete };

fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    if !task::is_running(ctx, number(input, "Uid"))? {
        return Ok(Struct::new());
    }
    let role = Arn::parse(input.str("Role").unwrap_or_default()).ok_or_else(ApiError::internal)?;
    let source = ctx.source().cloned();
    if let Err(error) = ctx.authorize_take_on(&role, STATES, source.as_ref()) {
        return Ok(failure(&error));
    }
    let (service, operation) = task::operation_of(ctx, input.str("Resource").unwrap_or_default());
    let mut plan = Struct::new()
        .with("Service", service)
        .with("Operation", operation)
        .with("Role", role.to_string())
        .with("Region", ctx.region().as_str())
        .with("RequestId", ctx.request_id())
        .with("Input", input.structure("Input").cloned().unwrap_or_default());
    if let Some(source) = source {
        plan.set("Source", source.arn);
    }
    Ok(plan)
}

fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    let Some(call) = call_of(&plan) else { return Ok(plan) };
    let runtime = tokio::runtime::Handle::current();
    Ok(match runtime.block_on(env.world.dispatch(&call)) {
        Ok(output) => Struct::new().with("Output", output),
        Err(error) => failure(&error),
    })
}

fn call_of(plan: &Struct) -> Option<Call> {
    let role = Arn::parse(plan.str("Role")?)?;
    let account = role.account_id()?;
    let ask = Ask::to("", "").as_role(&role, "StepFunctions");
    let source = plan.str("Source").map(|arn| Source { arn: arn.to_owned(), account });
    let origin = Origin {
        request_id: plan.str("RequestId")?.to_owned(),
        user_agent: PRINCIPAL.to_owned(),
        ..Origin::default()
    };
    Some(Call {
        service: plan.str("Service")?.to_owned().into(),
        operation: plan.str("Operation")?.to_owned().into(),
        input: plan.structure("Input")?.clone(),
        principal: ask.principal?,
        account,
        region: kernel::Region::parse(plan.str("Region")?)?,
        origin: Arc::new(origin),
        source,
        hop: 1,
    })
}

fn failure(error: &ApiError) -> Struct {
    Struct::new()
        .with("Code", error.code().to_owned())
        .with("Message", error.message())
        .with("Status", i64::from(error.status()))
}

fn complete(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    let result = match (outcome.structure("Output"), outcome.str("Code")) {
        (Some(output), _) => Ok(output.clone()),
        (None, Some(code)) => {
            let status = outcome.int("Status").unwrap_or(500);
            let message = outcome.str("Message").unwrap_or_default();
            Err(ApiError::new(code.to_owned(), message).with_status(status as u16))
        }
        (None, None) => Err(ApiError::internal()),
    };
    land(ctx, input, result)?;
    Ok(Struct::new())
}

/// The step [`LOST`].
pub fn lost(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    land(ctx, input, Err(ApiError::internal()))?;
    Ok(Struct::new())
}

fn land(ctx: &mut Ctx<'_>, input: &Struct, result: OpResult) -> Result<(), ApiError> {
    let Some(mut runner) = Runner::load(ctx, number(input, "Uid"))? else { return Ok(()) };
    let found = runner.awaiting(number(input, "Frame"), number(input, "Ticket"))?;
    let Some(mut frame) = found else { return Ok(()) };
    let resource = input.str("Resource").unwrap_or_default();
    match task::ended(&mut runner, &mut frame, resource, result)? {
        Some(outcome) => runner.interpret(|interpreter| interpreter.task_ended(frame, outcome)),
        None => {
            runner.put_frame(&frame)?;
            runner.save();
            Ok(())
        }
    }
}
