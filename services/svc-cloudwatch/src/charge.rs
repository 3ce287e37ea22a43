//! What of CloudWatch is billed besides its requests: custom metrics by the hours in which data
//! comes, alarms and dashboards while they are there, metrics that are asked for, updates that are
//! streamed.
//!
//! Source: Amazon CloudWatch pricing. Usage is called as in AWS's reports, as far as they are
//! known.

use kernel::{ApiError, Ctx, Region, Scope};
use store::Range;

use crate::limits;
use crate::metrics_insights::Select;
use crate::series::{self, HOUR, MINUTE};
use crate::state::{AlarmKind, AlarmRow, MetricRule, SERIES, SeriesRow, What};

const METRICS: &str = "CW:MetricMonitorUsage";
const ALARMS: &str = "CW:AlarmMonitorUsage";
const FAST_ALARMS: &str = "CW:HighResAlarmMonitorUsage";
const COMPOSITE_ALARMS: &str = "CW:CompositeAlarmMonitorUsage";
const QUERY_ALARMS: &str = "CW:MetricInsightAlarmUsage";
const DASHBOARDS: &str = "DashboardsUsageHour";
const ASKED: &str = "CW:GMD-Metrics";
const STREAMED: &str = "CW:MetricStreamUsage";
/// What a call is counted as that AWS does not bill.
const UNBILLED: &str = "vended";
/// The metrics of services are free; those of clients are not.
const SERVICES: &str = "AWS/";
/// "each anomaly detection alarm … three metrics: the metric and the two bounds".
const METRICS_OF_BAND: u64 = 3;

/// Data has come to a metric: once in each hour in which it does so.
pub fn metric(ctx: &Ctx<'_>, scope: Scope, namespace: &str, before: &SeriesRow) {
    let now = series::floor(ctx.now().secs(), HOUR);
    if !namespace.starts_with(SERVICES) && before.billed != now && scope == ctx.scope() {
        ctx.meter_for(METRICS, namespace, 1);
    }
}

/// A call of another service, for which the client does not pay.
pub fn put(ctx: &mut Ctx<'_>) {
    if ctx.is_nested() {
        ctx.count_as(UNBILLED);
    }
}

pub fn asked(ctx: &Ctx<'_>, metrics: u64) {
    ctx.meter(ASKED, metrics);
}

pub fn streamed(ctx: &Ctx<'_>, stream: &str, updates: u64) {
    ctx.meter_for(STREAMED, stream, updates);
}

/// An alarm is another one than before, or there is none any more.
pub fn alarm(
    ctx: &mut Ctx<'_>,
    arn: &str,
    (before, after): (Option<&AlarmRow>, Option<&AlarmRow>),
) -> Result<(), ApiError> {
    if let Some((usage, amount)) = before.and_then(|row| row.charge) {
        ctx.meter_level(name_of(usage), arn, -amount.cast_signed())?;
    }
    if let Some((usage, amount)) = after.and_then(|row| row.charge) {
        ctx.meter_level(name_of(usage), arn, amount.cast_signed())?;
    }
    Ok(())
}

/// As what an alarm is billed, and how often.
pub fn of_alarm(ctx: &Ctx<'_>, kind: &AlarmKind) -> Result<(u8, u64), ApiError> {
    let AlarmKind::Metric(rule) = kind else { return Ok((2, 1)) };
    let metrics = rule.stats().count() as u64;
    if let Some(select) = rule.select() {
        return Ok((3, metrics + matched(ctx, &select)?));
    }
    let usage = u8::from(rule.period() < i64::from(MINUTE));
    let times = if rule.threshold_metric.is_some() { METRICS_OF_BAND } else { 1 };
    Ok((usage, metrics * times))
}

fn name_of(usage: u8) -> &'static str {
    [ALARMS, FAST_ALARMS, COMPOSITE_ALARMS, QUERY_ALARMS][usize::from(usage.min(3))]
}

/// The metrics that a query looks at when the alarm is made.
fn matched(ctx: &Ctx<'_>, select: &Select) -> Result<u64, ApiError> {
    let range = Range::within(&(select.namespace.as_str(), select.metric.as_str()));
    let keys = ctx.table(&SERIES).keys(&range).take(limits::SELECTED_METRICS_MAX);
    let mut count = 0;
    for key in keys {
        count += u64::from(select.wants(&series::dimensions_of(&key?.2)));
    }
    Ok(count.max(1))
}

impl MetricRule {
    fn select(&self) -> Option<Select> {
        self.queries.iter().find_map(|query| match &query.what {
            What::Expression(text) if Select::is_one(text) => Select::parse(text).ok(),
            _ => None,
        })
    }
}

/// Dashboards are of no region: all are billed in one.
pub fn dashboard(ctx: &mut Ctx<'_>, arn: &str, is_there: bool) -> Result<(), ApiError> {
    let scope = Scope::new(ctx.account().digits(), Region::DEFAULT.as_str());
    ctx.meter_level_in(scope, DASHBOARDS, arn, u64::from(is_there))
}
