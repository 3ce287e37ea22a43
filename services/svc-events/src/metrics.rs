//! What CloudWatch is told of rules: how often they match, and what becomes of their targets.
//!
//! Source: User Guide, "Monitoring Amazon EventBridge": by `RuleName`, and of buses other than the
//! default one by `EventBusName`, too. An invocation is counted once, when there is no further
//! attempt.

use kernel::Ctx;
use kernel::metrics::Metric;

use crate::names::{BusRef, DEFAULT_BUS};

const NAMESPACE: &str = "AWS/Events";
const COUNT: &str = "Count";
pub static MATCHED: Metric = Metric::new(NAMESPACE, "MatchedEvents", COUNT);
pub static TRIGGERED: Metric = Metric::new(NAMESPACE, "TriggeredRules", COUNT);
pub static INVOCATIONS: Metric = Metric::new(NAMESPACE, "Invocations", COUNT);
pub static FAILED: Metric = Metric::new(NAMESPACE, "FailedInvocations", COUNT);

pub fn count(ctx: &mut Ctx<'_>, metric: &'static Metric, bus: &BusRef, rule: &str) {
    let all = [("EventBusName", bus.name.as_str()), ("RuleName", rule)];
    let of = if bus.name == DEFAULT_BUS { &all[1..] } else { &all[..] };
    ctx.metric_in(bus.scope(), metric, of, (1.0, 1.0));
}
