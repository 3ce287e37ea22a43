//! Metrics of functions, as CloudWatch has them.
//!
//! Source: Developer Guide, "Using CloudWatch metrics with Lambda".

use kernel::Scope;
use kernel::metrics::Metric;
use kernel::service::WorkEnv;
use kernel::{Ctx, Struct};

const NAMESPACE: &str = "AWS/Lambda";
const FUNCTION: &str = "FunctionName";

static INVOCATIONS: Metric = count("Invocations");
static ERRORS: Metric = count("Errors");
static THROTTLES: Metric = count("Throttles");
static CONCURRENT: Metric = count("ConcurrentExecutions");
static DURATION: Metric = Metric { namespace: NAMESPACE, name: "Duration", unit: "Milliseconds" };
pub static EVENTS: Metric = count("AsyncEventsReceived");
pub static EVENTS_DROPPED: Metric = count("AsyncEventsDropped");
pub static DESTINATION_FAILURES: Metric = count("DestinationDeliveryFailures");
pub static SIGNATURE_ERRORS: Metric = count("SignatureValidationErrors");
static PROVISIONED: Metric = count("ProvisionedConcurrencyInvocations");
static SPILLED: Metric = count("ProvisionedConcurrencySpilloverInvocations");
pub static DEAD_LETTER_ERRORS: Metric = count("DeadLetterErrors");

const fn count(name: &'static str) -> Metric {
    Metric { namespace: NAMESPACE, name, unit: "Count" }
}

/// Of one function, and of all together.
pub fn tell(ctx: &mut Ctx<'_>, metric: &'static Metric, name: &str, value: f64) {
    ctx.metric(metric, &[(FUNCTION, name)], value);
    ctx.metric(metric, &[], value);
}

pub fn of_invocation(ctx: &mut Ctx<'_>, outcome: &Struct) {
    let name = outcome.str("Name").unwrap_or_default();
    let is_error = outcome.str("FunctionError").is_some();
    tell(ctx, &INVOCATIONS, name, 1.0);
    tell(ctx, &ERRORS, name, if is_error { 1.0 } else { 0.0 });
    tell(ctx, &DURATION, name, outcome.float("DurationMs").unwrap_or_default());
}

/// Of a version that has provisioned concurrency: whether the invocation has used it.
pub fn of_provisioned(ctx: &mut Ctx<'_>, name: &str, has_used: bool) {
    tell(ctx, if has_used { &PROVISIONED } else { &SPILLED }, name, 1.0);
}

/// Outside any transaction: when an invocation begins, how many there are.
pub fn concurrent(env: &WorkEnv, scope: Scope, name: &str, (own, all): (u32, u32)) {
    env.world.metric(scope, &CONCURRENT, &[(FUNCTION, name)], own.into());
    env.world.metric(scope, &CONCURRENT, &[], all.into());
}

/// Of an invocation that found no room.
pub fn throttled(env: &WorkEnv, scope: Scope, name: &str) {
    env.world.metric(scope, &THROTTLES, &[(FUNCTION, name)], 1.0);
    env.world.metric(scope, &THROTTLES, &[], 1.0);
}
