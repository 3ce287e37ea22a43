//! What CloudWatch is told of executions.
//!
//! Source: Developer Guide, "Monitoring Step Functions metrics using Amazon CloudWatch" (Execution
//! metrics, by `StateMachineArn`).

use kernel::Ctx;
use kernel::metrics::Metric;

use crate::state::machine_arn;

static STARTED: Metric = counted("ExecutionsStarted");
static SUCCEEDED: Metric = counted("ExecutionsSucceeded");
static FAILED: Metric = counted("ExecutionsFailed");
static ABORTED: Metric = counted("ExecutionsAborted");
static TIMED_OUT: Metric = counted("ExecutionsTimedOut");
static TIME: Metric =
    Metric { namespace: "AWS/States", name: "ExecutionTime", unit: "Milliseconds" };

const fn counted(name: &'static str) -> Metric {
    Metric { namespace: "AWS/States", name, unit: "Count" }
}

pub fn started(ctx: &mut Ctx<'_>, machine: &str) {
    let arn = machine_arn(ctx, machine);
    ctx.metric(&STARTED, &[("StateMachineArn", &arn)], 1.0);
}

/// `micros`: how long it took.
pub fn ended(ctx: &mut Ctx<'_>, machine: &str, status: &str, micros: i64) {
    let metric = match status {
        "SUCCEEDED" => &SUCCEEDED,
        "FAILED" => &FAILED,
        "ABORTED" => &ABORTED,
        _ => &TIMED_OUT,
    };
    let arn = machine_arn(ctx, machine);
    ctx.metric(metric, &[("StateMachineArn", &arn)], 1.0);
    ctx.metric(&TIME, &[("StateMachineArn", &arn)], micros as f64 / 1_000.0);
}
