//! PutMetricAlarm and PutCompositeAlarm.

use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::alarm::act;
use crate::alarm::decide::Missing;
use crate::alarm::history;
use crate::alarm::notice;
use crate::alarm::reason;
use crate::alarm::rule::Rule;
use crate::alarm::{change, state};
use crate::anomaly::{band, detectors};
use crate::api::{
    PutCompositeAlarmInput, PutCompositeAlarmOutput, PutMetricAlarmInput, PutMetricAlarmOutput,
    Tag, history_item_type,
};
use crate::charge;
use crate::errors;
use crate::limits;
use crate::metrics_insights::Select;
use crate::query;
use crate::stat::Stat;
use crate::state::{
    ALARMS, AlarmKind, AlarmRow, CompositeRule, MetricRule, MetricStat, PARENTS, Query, StateRow,
    What,
};
use crate::tag;
use crate::watch;

const HOUR: i64 = 3_600;

pub fn put_metric_alarm(
    ctx: &mut Ctx<'_>,
    input: PutMetricAlarmInput<'_>,
) -> Result<PutMetricAlarmOutput, ApiError> {
    check_absent(input)?;
    let name = input.alarm_name();
    check_name(name)?;
    let rule = rule_of(ctx, input)?;
    let alarm = AlarmRow {
        description: input.alarm_description().map(str::to_owned),
        are_actions_enabled: input.actions_enabled().unwrap_or(true),
        ok_actions: actions(input.ok_actions())?,
        alarm_actions: actions(input.alarm_actions())?,
        insufficient_data_actions: actions(input.insufficient_data_actions())?,
        kind: AlarmKind::Metric(rule),
        ..AlarmRow::default()
    };
    put(ctx, name, alarm, input.tags())?;
    Ok(PutMetricAlarmOutput::new())
}

pub fn put_composite_alarm(
    ctx: &mut Ctx<'_>,
    input: PutCompositeAlarmInput<'_>,
) -> Result<PutCompositeAlarmOutput, ApiError> {
    let suppresses = input.actions_suppressor().is_some()
        || input.actions_suppressor_wait_period().is_some()
        || input.actions_suppressor_extension_period().is_some();
    if suppresses {
        return Err(errors::not_implemented("suppression of a composite alarm's actions"));
    }
    if input.action_configuration().is_some() {
        return Err(errors::not_implemented("ActionConfiguration of alarms"));
    }
    let name = input.alarm_name();
    check_name(name)?;
    let text = input.alarm_rule();
    let rule = Rule::parse(text).map_err(|why| {
        errors::validation(format!("AlarmRule must not contain syntax errors: {why}"))
    })?;
    for child in rule.names() {
        if child != name && !ctx.table(&ALARMS).contains(child)? {
            return Err(errors::validation(format!(
                "Could not save the composite alarm as alarms [{child}] in the alarm rule do not \
                 exist"
            )));
        }
    }
    let actions_of = |list| -> Result<Vec<String>, ApiError> {
        let actions = actions(list)?;
        if actions.iter().any(|action| change::is_scaling_policy(action)) {
            return Err(errors::validation("A composite alarm cannot have Auto Scaling actions."));
        }
        Ok(actions)
    };
    let alarm = AlarmRow {
        description: input.alarm_description().map(str::to_owned),
        are_actions_enabled: input.actions_enabled().unwrap_or(true),
        ok_actions: actions_of(input.ok_actions())?,
        alarm_actions: actions_of(input.alarm_actions())?,
        insufficient_data_actions: actions_of(input.insufficient_data_actions())?,
        kind: AlarmKind::Composite(CompositeRule { rule: text.to_owned() }),
        ..AlarmRow::default()
    };
    put(ctx, name, alarm, input.tags())?;
    Ok(PutCompositeAlarmOutput::new())
}

/// What is not here is refused, and not kept for show.
fn check_absent(input: PutMetricAlarmInput<'_>) -> Result<(), ApiError> {
    let feature = if input.evaluation_criteria().is_some() || input.evaluation_interval().is_some()
    {
        "alarms on PromQL (EvaluationCriteria)"
    } else if input.warm_up_configuration().is_some() {
        "WarmUpConfiguration of alarms"
    } else if input.action_configuration().is_some() {
        "ActionConfiguration of alarms"
    } else if input.evaluation_window().is_some_and(|it| it.wall_clock_window().is_some()) {
        "wall clock windows of alarms"
    } else {
        return Ok(());
    };
    Err(errors::not_implemented(feature))
}

fn check_name(name: &str) -> Result<(), ApiError> {
    if name.chars().any(|it| it.is_ascii_control()) {
        return Err(errors::validation("AlarmName must not contain control characters."));
    }
    Ok(())
}

fn actions(list: Option<List<'_, &str>>) -> Result<Vec<String>, ApiError> {
    let actions: Vec<String> = list.into_iter().flat_map(List::iter).map(str::to_owned).collect();
    for action in &actions {
        act::check(action)?;
    }
    Ok(actions)
}

fn rule_of(ctx: &Ctx<'_>, input: PutMetricAlarmInput<'_>) -> Result<MetricRule, ApiError> {
    let required = |name: &str| errors::validation(format!("The parameter {name} is required."));
    let comparison = input.comparison_operator().ok_or_else(|| required("ComparisonOperator"))?;
    let threshold = threshold_of(input, comparison)?;
    let evaluation_periods =
        input.evaluation_periods().ok_or_else(|| required("EvaluationPeriods"))?;
    let is_single = input.metrics().is_none_or(List::is_empty);
    let queries = if is_single { single(input)? } else { several(ctx, input)? };
    let threshold_metric = input.threshold_metric_id().map(str::to_owned);
    if let Some(id) = &threshold_metric {
        check_band(input, &queries, id)?;
    }
    let datapoints_to_alarm = input.datapoints_to_alarm();
    if datapoints_to_alarm.is_some_and(|least| least > evaluation_periods) {
        return Err(errors::validation(
            "DatapointsToAlarm must be less than or equal to EvaluationPeriods.",
        ));
    }
    let missing = input.treat_missing_data().map(str::to_owned);
    if let Some(wrong) = missing.as_deref().filter(|it| Missing::parse(it).is_none()) {
        return Err(errors::validation(format!(
            "Value '{wrong}' at 'treatMissingData' failed to satisfy constraint: Member must \
             satisfy enum value set: [breaching, notBreaching, ignore, missing]"
        )));
    }
    let low_samples = input.evaluate_low_sample_count_percentile().map(str::to_owned);
    if low_samples.as_deref().is_some_and(|it| !["evaluate", "ignore"].contains(&it)) {
        return Err(errors::validation(
            "EvaluateLowSampleCountPercentile must be one of: evaluate, ignore.",
        ));
    }
    let rule = MetricRule {
        queries,
        is_single,
        evaluation_periods,
        datapoints_to_alarm,
        threshold,
        comparison: comparison.to_owned(),
        missing,
        low_samples,
        threshold_metric,
    };
    check_length(&rule)?;
    Ok(rule)
}

/// A number, or zero where a band is the threshold.
fn threshold_of(input: PutMetricAlarmInput<'_>, comparison: &str) -> Result<f64, ApiError> {
    let is_of_range = comparison.contains("Lower") || comparison.contains("Upper");
    match (is_of_range, input.threshold(), input.threshold_metric_id()) {
        // [Q] aws/aws-cdk issue 10540.
        (true, _, None) => Err(errors::validation(
            "ComparisonOperators for ranges require ThresholdMetricId to be set",
        )),
        (true, Some(_), Some(_)) => Err(errors::validation(
            "Threshold cannot be specified together with ThresholdMetricId.",
        )),
        (true, None, Some(_)) => Ok(0.0),
        (false, _, Some(_)) => {
            Err(errors::validation("ThresholdMetricId requires a ComparisonOperator for ranges."))
        }
        (false, Some(threshold), None) => Ok(threshold),
        (false, None, None) => Err(errors::validation("The parameter Threshold is required.")),
    }
}

/// The threshold is a band of what is watched; "alarms based on anomaly detection models cannot
/// have Auto Scaling actions" (API Reference).
fn check_band(input: PutMetricAlarmInput<'_>, queries: &[Query], id: &str) -> Result<(), ApiError> {
    let is_band = queries.iter().any(|query| match &query.what {
        What::Expression(text) => query.id == id && band::subject(text).is_some(),
        What::Stat(_) => false,
    });
    if !is_band {
        return Err(errors::validation(
            "ThresholdMetricId must be the Id of an ANOMALY_DETECTION_BAND expression in Metrics.",
        ));
    }
    let lists = [input.ok_actions(), input.alarm_actions(), input.insufficient_data_actions()];
    let mut actions = lists.into_iter().flatten().flat_map(List::iter);
    if actions.any(change::is_scaling_policy) {
        return Err(errors::validation(
            "An alarm on an anomaly detection model cannot have Auto Scaling actions.",
        ));
    }
    Ok(())
}

/// "Metrics cannot be checked across more than a day" is what users have noted down.
fn check_length(rule: &MetricRule) -> Result<(), ApiError> {
    let period = rule.period();
    let seconds = period.saturating_mul(rule.evaluation_periods);
    let (max, length) = if period >= HOUR {
        (limits::EVALUATED_LONG_S_MAX, "seven days")
    } else {
        (limits::EVALUATED_S_MAX, "a day")
    };
    if seconds > max {
        return Err(errors::validation(format!(
            "Metrics cannot be checked across more than {length} (EvaluationPeriods * Period must \
             be <= {max})."
        )));
    }
    Ok(())
}

fn single(input: PutMetricAlarmInput<'_>) -> Result<Vec<Query>, ApiError> {
    let required = |name: &str| errors::validation(format!("The parameter {name} is required."));
    let name = input.metric_name().ok_or_else(|| required("MetricName"))?;
    let namespace = input.namespace().ok_or_else(|| required("Namespace"))?;
    let period = input.period().ok_or_else(|| required("Period"))?;
    if ![10, 20, 30].contains(&period) && (period % 60 != 0 || period <= 0) {
        return Err(errors::validation("Period must be 10, 20, 30 or a multiple of 60."));
    }
    let stat = match (input.statistic(), input.extended_statistic()) {
        (Some(stat), None) => stat,
        (None, Some(stat)) if Stat::parse_extended(stat).is_some() => stat,
        (None, Some(stat)) => {
            return Err(errors::validation(format!(
                "The value {stat} for parameter ExtendedStatistic is not supported."
            )));
        }
        _ => {
            return Err(errors::validation(
                "Exactly one of Statistic and ExtendedStatistic must be specified.",
            ));
        }
    };
    let stat = MetricStat {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        dimensions: query::dimensions(input.dimensions()),
        period,
        stat: stat.to_owned(),
        unit: input.unit().map(str::to_owned),
    };
    let (id, what) = (String::new(), What::Stat(stat));
    Ok(vec![Query { id, label: None, returns_data: None, period: None, what }])
}

fn several(ctx: &Ctx<'_>, input: PutMetricAlarmInput<'_>) -> Result<Vec<Query>, ApiError> {
    let is_mixed = input.metric_name().is_some()
        || input.namespace().is_some()
        || input.statistic().is_some()
        || input.extended_statistic().is_some()
        || input.period().is_some()
        || input.unit().is_some()
        || input.dimensions().is_some_and(|it| !it.is_empty());
    if is_mixed {
        return Err(errors::validation(
            "Metrics cannot be specified together with MetricName, Namespace, Dimensions, Period, \
             Unit, Statistic or ExtendedStatistic.",
        ));
    }
    let list = input.metrics().expect("the caller has looked");
    let mut queries = query::read(list, ctx.account(), "Metrics")?;
    let stats = queries.iter().filter(|query| matches!(query.what, What::Stat(_))).count();
    let selects = queries.iter().filter_map(|query| match &query.what {
        What::Expression(text) if Select::is_one(text) => Select::parse(text).ok(),
        _ => None,
    });
    let selects: Vec<Select> = selects.collect();
    if selects.iter().any(Select::has_groups) {
        return Err(errors::not_implemented("alarms on several time series (GROUP BY)"));
    }
    if stats + selects.len() == 0 || stats > limits::ALARM_METRICS_MAX {
        return Err(errors::validation(format!(
            "Metrics must have between 1 and {} metrics.",
            limits::ALARM_METRICS_MAX
        )));
    }
    // "SEARCH … can't be used in alarms" (User Guide, "Use search expressions in graphs").
    let searches = queries.iter().any(|query| match &query.what {
        What::Expression(text) => text.to_ascii_uppercase().contains("SEARCH("),
        What::Stat(_) => false,
    });
    if searches {
        return Err(errors::validation("An alarm cannot be based on a SEARCH expression."));
    }
    // The band may return data as well as what is watched, as in AWS's examples.
    let band = input.threshold_metric_id();
    let is_watched = |query: &&Query| {
        query.returns_data != Some(false) && band.is_none_or(|band| band != query.id)
    };
    let mut returning = queries.iter().filter(is_watched);
    if returning.next().is_none() || returning.next().is_some() {
        return Err(errors::validation(
            "Exactly one element of the Metrics list must have ReturnData set to true.",
        ));
    }
    // The one that is watched is found by this.
    for query in &mut queries {
        query.returns_data = Some(query.returns_data != Some(false));
    }
    Ok(queries)
}

fn put(
    ctx: &mut Ctx<'_>,
    name: &str,
    mut alarm: AlarmRow,
    tags: Option<List<'_, Tag<'_>>>,
) -> Result<(), ApiError> {
    let now = ctx.now().micros();
    let earlier = ctx.table(&ALARMS).get(name)?;
    if earlier.as_ref().is_some_and(|it| it.is_composite() != alarm.is_composite()) {
        return Err(errors::validation(format!(
            "An alarm of another type has the name {name} already."
        )));
    }
    let operation = if earlier.is_some() { "update" } else { "create" };
    alarm.updated = now;
    if let Some(earlier) = &earlier {
        alarm.state = earlier.state.clone();
        alarm.tags = earlier.tags.clone();
        unlink(ctx, name, earlier);
    } else {
        alarm.state = StateRow {
            value: state::INSUFFICIENT_DATA.to_owned(),
            reason: reason::INITIAL.to_owned(),
            data: None,
            updated: now,
            transitioned: now,
        };
        tag::add(&mut alarm.tags, tags)?;
    }
    alarm.charge = Some(charge::of_alarm(ctx, &alarm.kind)?);
    let arn = super::arn(ctx, name);
    charge::alarm(ctx, &arn, (earlier.as_ref(), Some(&alarm)))?;
    ctx.table_mut(&ALARMS).put(name, &alarm);
    link(ctx, name, &alarm);
    tell(ctx, name, &alarm, operation)?;
    if alarm.is_composite() {
        change::settle_composite(ctx, name, alarm.clone())?;
    }
    if let AlarmKind::Metric(MetricRule { queries, threshold_metric: Some(band), .. }) = &alarm.kind
    {
        detectors::ensure(ctx, queries, band)?;
    }
    watch::begin(ctx, name, &alarm)
}

/// Records, and tells EventBridge, that an alarm was made, changed or deleted.
pub fn tell(
    ctx: &mut Ctx<'_>,
    name: &str,
    row: &AlarmRow,
    operation: &str,
) -> Result<(), ApiError> {
    let detail = notice::configured(ctx, name, row, operation);
    let (word, kind, member) = match operation {
        "create" => ("created", "Create", "createdAlarm"),
        "update" => ("updated", "Update", "updatedAlarm"),
        _ => ("deleted", "Delete", "deletedAlarm"),
    };
    let data = serde_json::json!({
        "version": "1.0",
        "type": kind,
        member: detail["configuration"],
    });
    let summary = format!("Alarm \"{name}\" {word}");
    let of = history_item_type::CONFIGURATION_UPDATE;
    history::keep(ctx, name, row, of, summary, data.to_string())?;
    notice::put_event(ctx, "CloudWatch Alarm Configuration Change", name, detail);
    Ok(())
}

/// Remembers by which rules alarms are named.
fn link(ctx: &mut Ctx<'_>, name: &str, row: &AlarmRow) {
    for child in children(row) {
        ctx.table_mut(&PARENTS).put(&(child, name.to_owned()), &());
    }
}

pub fn unlink(ctx: &mut Ctx<'_>, name: &str, row: &AlarmRow) {
    for child in children(row) {
        ctx.table_mut(&PARENTS).delete(&(child, name.to_owned()));
    }
    watch::end(ctx, name, row);
}

pub fn children(row: &AlarmRow) -> Vec<String> {
    let AlarmKind::Composite(composite) = &row.kind else { return Vec::new() };
    let rule = Rule::parse(&composite.rule);
    let rule = rule.expect("a rule was read before it was kept");
    rule.names().into_iter().map(str::to_owned).collect()
}
