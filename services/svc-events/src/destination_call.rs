//! Calls of API destinations and of API Gateway's APIs for other services, which wait for the
//! answer: pipes.
//!
//! Who calls enqueues or calls [`CALL`] as the role that may (`events:InvokeApiDestination`). The
//! answer comes by a job: the step that `ReplyTo` names gets the members of `Reply` and `Answer`
//! (bytes), or `FailureCode`, `FailureMessage` and `IsRetried`. The rate of the API destination
//! counts these calls too; how many are under way is for the callers to bound.

use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{Access, Ask, Ctx, OpResult, Struct, Timestamp};

use crate::api_target;
use crate::failure::Failure;
use crate::invocation::{self, Asked, IS_ANSWER_WANTED};
use crate::state::GAUGES;

/// Input: `Destination` (the ARN of either), `Body`, `Http` (HttpParameters without paths),
/// `ReplyTo` (`Service`, `Step`), `Reply`.
pub const CALL: &str = "CallApiDestination";
/// The request itself, when its time has come. Input as of [`CALL`].
pub const MAKE: &str = "MakeApiDestinationCall";
/// A request that could not be made. Input as of [`CALL`].
pub const LOST: &str = "ApiDestinationCallLost";

/// Lets the request begin when the rate allows it.
pub fn admit(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = input.str("Destination").unwrap_or_default();
    if api_target::is_method(Arn::parse(text).as_ref()) {
        // Whether the caller may is the API's to decide.
        make(ctx, input);
        return Ok(Struct::new());
    }
    ctx.authorize(&Access::new(ctx, "events:InvokeApiDestination", text))?;
    let destination = invocation::destination(ctx, Arn::parse(text).as_ref())?;
    let Some(destination) = destination else {
        let failure = Failure::lasting("NO_RESOURCE", "The API destination does not exist.");
        reply(ctx, input, invocation::told(&failure));
        return Ok(Struct::new());
    };
    let mut gauge = ctx.table(&GAUGES).get(&destination.id)?.unwrap_or_default();
    let second = ctx.now().secs();
    if gauge.second != second {
        (gauge.second, gauge.begun) = (second, 0);
    }
    if gauge.begun >= destination.per_second {
        let again = Ask::to("events", CALL).with_input(input.clone());
        ctx.enqueue(Job::now(again).at(Timestamp::from_secs(second + 1)));
        return Ok(Struct::new());
    }
    gauge.begun += 1;
    gauge.rate = destination.per_second;
    ctx.table_mut(&GAUGES).put(&destination.id, &gauge);
    make(ctx, input);
    Ok(Struct::new())
}

fn make(ctx: &mut Ctx<'_>, input: &Struct) {
    let lost = Ask::to("events", LOST).with_input(input.clone());
    let make = Ask::to("events", MAKE).with_input(input.clone());
    ctx.enqueue(Job::now(make).with_dead_letter(lost));
}

pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let target = input.str("Destination").and_then(Arn::parse);
    let asked = Asked {
        http: input.structure("Http"),
        event: None,
        body: input.str("Body").unwrap_or_default().to_owned(),
    };
    let planned = match &target {
        Some(method) if api_target::is_method(Some(method)) => {
            api_target::plan(ctx, method, asked, (ctx.principal(), None))
        }
        target => invocation::plan_of(ctx, target.as_ref(), asked)?,
    };
    Ok(match planned {
        Ok(plan) => plan.with(IS_ANSWER_WANTED, true),
        Err(failure) => invocation::told(&failure),
    })
}

pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    invocation::keep_token(ctx, &outcome)?;
    reply(ctx, input, outcome);
    Ok(Struct::new())
}

pub fn lost(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let failure = Failure::passing("INTERNAL_ERROR", "The request could not be made.");
    reply(ctx, input, invocation::told(&failure));
    Ok(Struct::new())
}

fn reply(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) {
    let to = input.structure("ReplyTo").cloned().unwrap_or_default();
    let name = |member: &str| to.str(member).unwrap_or_default().to_owned();
    let mut told = input.structure("Reply").cloned().unwrap_or_default();
    for member in ["Answer", "FailureCode", "FailureMessage", "IsRetried"] {
        if let Some(value) = outcome.get(member) {
            told.set(member, value.clone());
        }
    }
    ctx.enqueue(Job::now(Ask::to(name("Service"), name("Step")).with_input(told)));
}
