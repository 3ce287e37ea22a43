//! The alarms of target tracking policies: which there are, and their thresholds, which follow the
//! capacity.
//!
//! As AWS makes them for tables (users' Terraform files that were written from accounts, such as
//! ISS_GroundStation_Connections, and replies of DescribeAlarms in overmindtech/aws-source): more
//! than the target for two minutes; less than the target by 20 points for 15 minutes; and two that
//! tell when the capacity is no longer the one for which the others were made, for 15 minutes. Of
//! other metrics, as the console shows them for services of ECS [U]: three minutes above the
//! target, 15 minutes below nine tenths of it.

use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, Struct, Value};
use store::Range;

use crate::api::TargetTrackingScalingPolicyConfiguration;
use crate::dimension::{self, Scaled};
use crate::state::{AlarmKind, AlarmRow, POLICIES, PolicyRow, TargetKey, policy_arn};
use crate::tracking::{self, Metric};

/// Points of a hundred between the target and where scaling in begins.
const LOW_DISTANCE: f64 = 20.0;
const LOW_SHARE: f64 = 0.9;
const MINUTE: i64 = 60;
const FIVE_MINUTES: i64 = 300;

/// An alarm as CloudWatch is asked for it.
#[derive(Clone, Debug, PartialEq)]
struct Watch {
    metric: Metric,
    period_s: i64,
    periods: i64,
    threshold: f64,
    is_above: bool,
}

/// The kinds that a policy has.
pub fn kinds(tracking: &Struct, scaled: Scaled<'_>) -> Vec<AlarmKind> {
    let is_usage = tracking::metric(scaled, tracking).is_usage;
    let given = TargetTrackingScalingPolicyConfiguration(tracking);
    let mut kinds = vec![AlarmKind::High];
    if given.disable_scale_in() != Some(true) {
        kinds.push(AlarmKind::Low);
    }
    if is_usage {
        kinds.extend([AlarmKind::ProvisionedHigh, AlarmKind::ProvisionedLow]);
    }
    kinds
}

fn watch(kind: AlarmKind, scaled: Scaled<'_>, tracking: &Struct, units: i64) -> Watch {
    let metric = tracking::metric(scaled, tracking);
    let target = TargetTrackingScalingPolicyConfiguration(tracking).target_value();
    let a_minute = |percent: f64| units as f64 * MINUTE as f64 * percent / 100.0;
    let (high, low) = if metric.is_usage {
        (a_minute(target), a_minute(target - LOW_DISTANCE))
    } else {
        (target, target * LOW_SHARE)
    };
    let high_periods = if metric.is_usage { 2 } else { 3 };
    let provisioned = |is_above| Watch {
        metric: provisioned(scaled),
        period_s: FIVE_MINUTES,
        periods: 3,
        threshold: units as f64,
        is_above,
    };
    match kind {
        AlarmKind::High => Watch {
            metric,
            period_s: MINUTE,
            periods: high_periods,
            threshold: high,
            is_above: true,
        },
        AlarmKind::Low => {
            Watch { metric, period_s: MINUTE, periods: 15, threshold: low, is_above: false }
        }
        AlarmKind::ProvisionedHigh => provisioned(true),
        AlarmKind::ProvisionedLow => provisioned(false),
    }
}

fn provisioned(scaled: Scaled<'_>) -> Metric {
    let is_write = matches!(scaled, Scaled::Throughput { is_write: true, .. });
    Metric {
        namespace: "AWS/DynamoDB".to_owned(),
        name: format!("Provisioned{}CapacityUnits", if is_write { "Write" } else { "Read" }),
        dimensions: tracking::dimensions(scaled),
        statistic: "Average".to_owned(),
        unit: None,
        is_usage: false,
    }
}

/// Makes the alarms of a policy, or changes their thresholds, as whoever runs.
pub fn put(
    ctx: &mut Ctx<'_>,
    (key, target_id, name): (&TargetKey, &str, &str),
    row: &PolicyRow,
) -> Result<(), ApiError> {
    let scaled = dimension::parse(key)?;
    let arn = policy_arn(ctx, target_id, key, name);
    for alarm in &row.alarms {
        let watch = watch(alarm.kind, scaled, &row.tracking, row.tuned_for);
        ctx.call(ask(&alarm.name, &arn, watch))?;
    }
    Ok(())
}

fn ask(name: &str, policy: &str, watch: Watch) -> Ask {
    let dimensions = watch.metric.dimensions.into_iter();
    let dimensions = dimensions
        .map(|(name, value)| Value::Struct(Struct::new().with("Name", name).with("Value", value)));
    let comparison = if watch.is_above { "GreaterThanThreshold" } else { "LessThanThreshold" };
    let description = format!("DO NOT EDIT OR DELETE. For TargetTrackingScaling policy {policy}.");
    let ask = Ask::to("cloudwatch", "PutMetricAlarm")
        .with("AlarmName", name)
        .with("AlarmDescription", description)
        .with("ActionsEnabled", true)
        .with("AlarmActions", vec![Value::from(policy)])
        .with("Namespace", watch.metric.namespace)
        .with("MetricName", watch.metric.name)
        .with("Dimensions", dimensions.collect::<Vec<_>>())
        .with("Statistic", watch.metric.statistic)
        .with("Period", watch.period_s)
        .with("EvaluationPeriods", watch.periods)
        .with("Threshold", watch.threshold)
        .with("ComparisonOperator", comparison);
    match watch.metric.unit {
        Some(unit) => ask.with("Unit", unit),
        None => ask,
    }
}

/// A name for an alarm that is yet to be made.
pub fn name(ctx: &mut Ctx<'_>, key: &TargetKey, kind: AlarmKind) -> AlarmRow {
    let id = ctx.chance().uuid();
    AlarmRow { kind, name: format!("TargetTracking-{}-{}-{id}", key.1, kind.word()) }
}

pub fn arn(ctx: &Ctx<'_>, name: &str) -> String {
    let resource = format!("alarm:{name}");
    Arn::regional("cloudwatch", ctx.region(), ctx.account(), &resource).to_string()
}

/// Removes alarms; those that are gone already are no error.
pub fn delete(ctx: &mut Ctx<'_>, alarms: &[AlarmRow]) -> Result<(), ApiError> {
    for alarm in alarms {
        let names = vec![Value::from(alarm.name.as_str())];
        match ctx.call(Ask::to("cloudwatch", "DeleteAlarms").with("AlarmNames", names)) {
            Err(error) if error.code().starts_with("ResourceNotFound") => {}
            other => other.map(|_| ())?,
        }
    }
    Ok(())
}

/// The target's capacity is another one: so are the thresholds of its policies. A policy whose
/// alarms cannot be changed keeps the old ones.
pub fn retune_all(
    ctx: &mut Ctx<'_>,
    key: &TargetKey,
    target_id: &str,
    units: i64,
) -> Result<(), ApiError> {
    let range = Range::within(&(key.0.as_str(), key.1.as_str(), key.2.as_str()));
    let rows = ctx.table(&POLICIES).scan(&range).collect::<Result<Vec<_>, _>>()?;
    for (policy, mut row) in rows {
        if row.tuned_for == units {
            continue;
        }
        row.tuned_for = units;
        if put(ctx, (key, target_id, &policy.3), &row).is_ok() {
            ctx.table_mut(&POLICIES).put(&policy, &row);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tracking(percent: f64) -> Struct {
        let metric = "DynamoDBWriteCapacityUtilization";
        let metric = Struct::new().with("PredefinedMetricType", metric);
        Struct::new().with("TargetValue", percent).with("PredefinedMetricSpecification", metric)
    }

    #[test]
    fn thresholds_of_a_table() {
        let scaled = Scaled::Throughput { table: "t", index: None, is_write: true };
        let tracking = tracking(70.0);
        let of = |kind| {
            let watch = watch(kind, scaled, &tracking, 1);
            (watch.metric.name, watch.periods, watch.period_s, watch.threshold)
        };
        let consumed = || "ConsumedWriteCapacityUnits".to_owned();
        let provisioned = || "ProvisionedWriteCapacityUnits".to_owned();
        assert_eq!(of(AlarmKind::High), (consumed(), 2, 60, 42.0));
        assert_eq!(of(AlarmKind::Low), (consumed(), 15, 60, 30.0));
        assert_eq!(of(AlarmKind::ProvisionedHigh), (provisioned(), 3, 300, 1.0));
        assert_eq!(of(AlarmKind::ProvisionedLow), (provisioned(), 3, 300, 1.0));
    }

    #[test]
    fn without_scaling_in_there_is_no_low_alarm() {
        let scaled = Scaled::Throughput { table: "t", index: None, is_write: true };
        let tracking = tracking(70.0).with("DisableScaleIn", true);
        assert!(!kinds(&tracking, scaled).contains(&AlarmKind::Low));
    }
}
