//! What CloudWatch is told of schedules, by their group.
//!
//! Source: EventBridge Scheduler User Guide, "Monitoring Amazon EventBridge Scheduler with Amazon
//! CloudWatch". The guide's metrics about throttling by Scheduler itself have no place here, since
//! it does not throttle.

use kernel::Ctx;
use kernel::metrics::Metric;

const NAMESPACE: &str = "AWS/Scheduler";
const COUNT: &str = "Count";
pub static ATTEMPTS: Metric = Metric::new(NAMESPACE, "InvocationAttemptCount", COUNT);
pub static TARGET_ERRORS: Metric = Metric::new(NAMESPACE, "TargetErrorCount", COUNT);
pub static TARGET_THROTTLED: Metric = Metric::new(NAMESPACE, "TargetErrorThrottledCount", COUNT);
pub static DROPPED: Metric = Metric::new(NAMESPACE, "InvocationDroppedCount", COUNT);
pub static DEAD_LETTERS: Metric = Metric::new(NAMESPACE, "InvocationsSentToDeadLetterCount", COUNT);
pub static DEAD_LETTERS_FAILED: Metric =
    Metric::new(NAMESPACE, "InvocationsFailedToBeSentToDeadLetterCount", COUNT);

pub fn count(ctx: &mut Ctx<'_>, metric: &'static Metric, group: &str) {
    ctx.metric(metric, &[("ScheduleGroup", group)], 1.0);
}
