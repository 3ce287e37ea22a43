//! Asynchronous invocations: accepted, run, tried again, and told to whoever is to know.
//!
//! An event is a job of the step [`RUN`], with all that belongs to it in the job's input: it
//! survives the process, and every attempt is its own job. Source: Developer Guide, "How Lambda
//! handles errors and retries with asynchronous invocation".

use std::time::Duration;

use bytes::Bytes;
use kernel::scheduler::Job;
use kernel::service::{NO_WORK, WorkEnv};
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp, Value};

use crate::configuration::PRINCIPAL;
use crate::destination::{self, Condition, End};
use crate::invocation::{self, Wish};
use crate::limits::{
    EVENT_AGE_S_MAX, RETRIES_MAX, RETRY_DELAYS, THROTTLE_DELAY, THROTTLE_DELAY_MAX,
};
use crate::measures;
use crate::name::Name;
use crate::state::{EVENT_CONFIGS, EventConfigRow};
use crate::version::LATEST;

pub const RUN: &str = "RunEvent";

const THROTTLED: &str = "TooManyRequestsException";

/// A new event, as [`accept`] takes it.
pub fn fresh(ctx: &Ctx<'_>, name: &Name, request_id: String, payload: Bytes) -> Struct {
    let mut event = Struct::new()
        .with("Name", &name.name)
        .with("RequestId", request_id)
        .with("Payload", Value::Blob(payload))
        .with("Accepted", ctx.now().micros())
        .with("Attempts", 0)
        .with("Throttles", 0);
    if let Some(qualifier) = &name.qualifier {
        event.set("Qualifier", qualifier);
    }
    event
}

/// It will be run.
pub fn accept(ctx: &mut Ctx<'_>, event: Struct) {
    measures::tell(ctx, &measures::EVENTS, event.str("Name").unwrap_or_default(), 1.0);
    ctx.enqueue(Job::now(ask(event)));
}

fn ask(event: Struct) -> Ask {
    Ask::to("lambda", RUN).with_input(event).as_service(PRINCIPAL)
}

fn name_of(event: &Struct) -> Name {
    Name {
        account: None,
        region: None,
        name: event.str("Name").unwrap_or_default().to_owned(),
        qualifier: event.str("Qualifier").map(str::to_owned),
    }
}

fn config(ctx: &Ctx<'_>, event: &Struct) -> Result<EventConfigRow, ApiError> {
    let name = name_of(event);
    let qualifier = name.qualifier.unwrap_or_else(|| LATEST.to_owned());
    Ok(ctx.table(&EVENT_CONFIGS).get(&(name.name, qualifier))?.unwrap_or_default())
}

pub fn begin(ctx: &mut Ctx<'_>, event: &Struct) -> OpResult {
    let nothing = Struct::new().with(NO_WORK, true);
    if is_too_old(ctx, event, ctx.now())? {
        return Ok(nothing.with("Expired", true));
    }
    // A function that has gone in the meantime takes its events with it.
    let Ok(target) = invocation::resolve(ctx, &name_of(event)) else {
        return Ok(nothing.with("Gone", true));
    };
    if target.function.reserved_concurrency == Some(0) {
        return Ok(nothing.with("Refused", true).with("Role", target.version.role));
    }
    let request_id = event.str("RequestId").unwrap_or_default().to_owned();
    let payload = event.blob("Payload").cloned().unwrap_or_default();
    let role = target.version.role.clone();
    let wish = Wish { target, request_id, payload, client_context: None };
    match invocation::plan(ctx, wish) {
        Ok(plan) => Ok(plan),
        Err(error) => Ok(nothing.with("Fault", error.code().to_owned()).with("Role", role)),
    }
}

pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    if plan.get(NO_WORK).is_some() {
        return Ok(plan);
    }
    // Whatever keeps it from running is tried again.
    let role = plan.str("Role").unwrap_or_default().to_owned();
    invocation::run(env, &plan).or_else(|error| {
        Ok(Struct::new().with("Fault", error.code().to_owned()).with("Role", role))
    })
}

pub fn complete(ctx: &mut Ctx<'_>, event: &Struct, outcome: Struct) -> OpResult {
    if outcome.get("Gone").is_some() {
        return Ok(Struct::new());
    }
    let config = config(ctx, event)?;
    if outcome.get("Fault").is_some() {
        return try_later(ctx, event, &config, &outcome);
    }
    let mut event = event.clone();
    let attempts = event.int("Attempts").unwrap_or_default();
    if outcome.get("Expired").is_some() {
        end(ctx, &event, &config, Condition::EventAgeExceeded, None);
        return Ok(Struct::new());
    }
    if outcome.get("Refused").is_some() {
        end(ctx, &event, &config, Condition::RetriesExhausted, None);
        return Ok(Struct::new());
    }
    invocation::record(ctx, &outcome);
    event.set("Attempts", attempts + 1);
    if outcome.str("FunctionError").is_none() {
        end(ctx, &event, &config, Condition::Success, Some(&outcome));
        return Ok(Struct::new());
    }
    let retries_max = config.retries_max.unwrap_or(RETRIES_MAX);
    let delay = usize::try_from(attempts).ok().and_then(|at| RETRY_DELAYS.get(at).copied());
    match delay.filter(|_| attempts < i64::from(retries_max)) {
        Some(delay) => again(ctx, &event, &config, delay, Some(&outcome)),
        None => end(ctx, &event, &config, Condition::RetriesExhausted, Some(&outcome)),
    }
    Ok(Struct::new())
}

/// "the retry interval increases exponentially".
fn try_later(
    ctx: &mut Ctx<'_>,
    event: &Struct,
    config: &EventConfigRow,
    outcome: &Struct,
) -> OpResult {
    const DOUBLINGS_MAX: i64 = 9;
    if outcome.str("Fault") != Some(THROTTLED) {
        tracing::debug!(fault = outcome.str("Fault"), "an event cannot run yet");
    }
    let mut event = event.clone();
    let throttles = event.int("Throttles").unwrap_or_default();
    let delay = THROTTLE_DELAY * (1 << throttles.clamp(0, DOUBLINGS_MAX));
    event.set("Throttles", throttles + 1);
    again(ctx, &event, config, delay.min(THROTTLE_DELAY_MAX), None);
    Ok(Struct::new())
}

fn again(
    ctx: &mut Ctx<'_>,
    event: &Struct,
    config: &EventConfigRow,
    delay: Duration,
    outcome: Option<&Struct>,
) {
    let at = ctx.now() + delay;
    match is_too_old(ctx, event, at) {
        Ok(false) => ctx.enqueue(Job::now(ask(event.clone())).at(at)),
        _ => end(ctx, event, config, Condition::EventAgeExceeded, outcome),
    }
}

fn end(
    ctx: &mut Ctx<'_>,
    event: &Struct,
    config: &EventConfigRow,
    condition: Condition,
    outcome: Option<&Struct>,
) {
    let name = name_of(event);
    if condition != Condition::Success {
        measures::tell(ctx, &measures::EVENTS_DROPPED, &name.name, 1.0);
    }
    destination::tell(ctx, &End { event, name: &name, config, condition, outcome });
}

fn is_too_old(ctx: &Ctx<'_>, event: &Struct, at: Timestamp) -> Result<bool, ApiError> {
    let age_max = config(ctx, event)?.age_s_max.unwrap_or(EVENT_AGE_S_MAX);
    let accepted = Timestamp::from_micros(event.int("Accepted").unwrap_or_default());
    Ok(at > accepted + Duration::from_secs(age_max.into()))
}
