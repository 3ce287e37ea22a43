//! DescribeAlarms and DescribeAlarmsForMetric.

use kernel::view::List;
use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::alarm::{self, put};
use crate::api::{
    CompositeAlarmBuilder, DescribeAlarmsForMetricInput, DescribeAlarmsForMetricOutput,
    DescribeAlarmsInput, DescribeAlarmsOutput, LogAlarmBuilder, MetricAlarmBuilder, alarm_type,
};
use crate::errors;
use crate::limits;
use crate::query;
use crate::series;
use crate::stat::Stat;
use crate::state::{
    ALARMS, AlarmKind, AlarmRow, CompositeRule, MetricRule, PARENTS, WATCHERS, What,
};

const OPERATION: &str = "DescribeAlarms";

pub fn describe_alarms(
    ctx: &mut Ctx<'_>,
    input: DescribeAlarmsInput<'_>,
) -> Result<DescribeAlarmsOutput, ApiError> {
    if input.alarm_names().is_some_and(|it| !it.is_empty()) && input.alarm_name_prefix().is_some() {
        return Err(errors::validation(
            "AlarmNamePrefix cannot be specified together with AlarmNames.",
        ));
    }
    let max = input.max_records().unwrap_or(limits::RECORDS_USUAL) as usize;
    let after = match input.next_token() {
        Some(token) => {
            let name = page::decode(OPERATION, token).ok_or_else(errors::invalid_token)?;
            Some(String::from_utf8(name).map_err(|_| errors::invalid_token())?)
        }
        None => None,
    };
    let (rows, token) = wanted(ctx, input, max, after.as_deref())?;
    let (mut metric, mut composite) = (Vec::new(), Vec::new());
    for (name, row) in rows {
        match &row.kind {
            AlarmKind::Metric(rule) => metric.push(show_metric(ctx, &name, &row, rule)),
            AlarmKind::Composite(rule) => composite.push(show_composite(ctx, &name, &row, rule)),
        }
    }
    Ok(DescribeAlarmsOutput::new()
        .metric_alarms(metric)
        .composite_alarms(composite)
        .log_alarms(Vec::<LogAlarmBuilder>::new())
        .next_token(token))
}

type Page = (Vec<(String, AlarmRow)>, Option<String>);

fn wanted(
    ctx: &Ctx<'_>,
    input: DescribeAlarmsInput<'_>,
    max: usize,
    after: Option<&str>,
) -> Result<Page, ApiError> {
    let types = input.alarm_types().map_or_else(|| vec![alarm_type::METRIC_ALARM], List::to_vec);
    let is_named = input.alarm_names().is_some_and(|it| !it.is_empty());
    let relatives = relatives(ctx, input)?;
    let matches = |row: &AlarmRow| {
        let of =
            if row.is_composite() { alarm_type::COMPOSITE_ALARM } else { alarm_type::METRIC_ALARM };
        let has_action = |prefix: &str| {
            let actions = [&row.ok_actions, &row.alarm_actions, &row.insufficient_data_actions];
            actions.into_iter().flatten().any(|action| action.starts_with(prefix))
        };
        (relatives.is_some() || types.contains(&of))
            && input.state_value().is_none_or(|value| value == row.state.value)
            && input.action_prefix().is_none_or(has_action)
    };
    let named = match (relatives.as_ref(), input.alarm_names()) {
        (Some(names), _) => Some(names.clone()),
        (None, Some(names)) if is_named => {
            let mut names: Vec<String> = names.iter().map(str::to_owned).collect();
            names.sort();
            names.dedup();
            Some(names)
        }
        _ => None,
    };
    let mut found: Vec<(String, AlarmRow)> = Vec::new();
    if let Some(names) = named {
        for name in names {
            if after.is_none_or(|after| name.as_str() > after)
                && let Some(row) = ctx.table(&ALARMS).get(name.as_str())?
                && matches(&row)
            {
                found.push((name, row));
            }
        }
    } else {
        let prefix = input.alarm_name_prefix().unwrap_or_default();
        let range = Range::all().starting_with(prefix);
        let range = match after {
            Some(after) => range.after(after),
            None => range,
        };
        for entry in ctx.table(&ALARMS).scan(&range) {
            let (name, row) = entry?;
            if matches(&row) {
                found.push((name, row));
            }
            if found.len() > max {
                break;
            }
        }
    }
    let token = (found.len() > max).then(|| page::encode(OPERATION, found[max - 1].0.as_bytes()));
    found.truncate(max);
    Ok((found, token))
}

/// The alarms below or above the one that is asked about.
fn relatives(
    ctx: &Ctx<'_>,
    input: DescribeAlarmsInput<'_>,
) -> Result<Option<Vec<String>>, ApiError> {
    if let Some(parent) = input.children_of_alarm_name() {
        let row = alarm::find(ctx, alarm::name_of(parent))?;
        return Ok(Some(put::children(&row)));
    }
    if let Some(child) = input.parents_of_alarm_name() {
        let range = Range::within(&(alarm::name_of(child),));
        let parents: Vec<_> = ctx.table(&PARENTS).keys(&range).collect::<Result<_, _>>()?;
        return Ok(Some(parents.into_iter().map(|it| it.1).collect()));
    }
    Ok(None)
}

pub fn describe_alarms_for_metric(
    ctx: &mut Ctx<'_>,
    input: DescribeAlarmsForMetricInput<'_>,
) -> Result<DescribeAlarmsForMetricOutput, ApiError> {
    let dimensions = query::dimensions(input.dimensions());
    let key = series::key_of(input.namespace(), input.metric_name(), &dimensions);
    let range = Range::within(&(key.0.as_str(), key.1.as_str(), key.2.as_str()));
    let names: Vec<_> = ctx.table(&WATCHERS).keys(&range).collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    for (.., name) in names {
        let Some(row) = ctx.table(&ALARMS).get(name.as_str())? else { continue };
        let AlarmKind::Metric(rule) = &row.kind else { continue };
        let asked = [input.statistic(), input.extended_statistic()].into_iter().flatten().next();
        let is_asked = rule.stats().any(|stat| {
            stat.key() == key
                && asked.is_none_or(|asked| asked == stat.stat)
                && input.period().is_none_or(|period| period == stat.period)
                && input.unit().is_none_or(|unit| Some(unit) == stat.unit.as_deref())
        });
        if is_asked {
            found.push(show_metric(ctx, &name, &row, rule));
        }
    }
    Ok(DescribeAlarmsForMetricOutput::new().metric_alarms(found))
}

fn show_metric(ctx: &Ctx<'_>, name: &str, row: &AlarmRow, rule: &MetricRule) -> MetricAlarmBuilder {
    let shown = MetricAlarmBuilder::new()
        .alarm_name(name)
        .alarm_arn(alarm::arn(ctx, name))
        .alarm_description(row.description.clone())
        .alarm_configuration_updated_timestamp(Timestamp::from_micros(row.updated))
        .actions_enabled(row.are_actions_enabled)
        .ok_actions(row.ok_actions.clone())
        .alarm_actions(row.alarm_actions.clone())
        .insufficient_data_actions(row.insufficient_data_actions.clone())
        .state_value(row.state.value.as_str())
        .state_reason(row.state.reason.as_str())
        .state_reason_data(row.state.data.clone())
        .state_updated_timestamp(Timestamp::from_micros(row.state.updated))
        .state_transitioned_timestamp(Timestamp::from_micros(row.state.transitioned))
        .evaluation_periods(rule.evaluation_periods)
        .datapoints_to_alarm(rule.datapoints_to_alarm)
        .threshold(rule.threshold_metric.is_none().then_some(rule.threshold))
        .threshold_metric_id(rule.threshold_metric.clone())
        .comparison_operator(rule.comparison.as_str())
        .treat_missing_data(rule.missing.clone())
        .evaluate_low_sample_count_percentile(rule.low_samples.clone());
    let single = rule.queries.first().filter(|_| rule.is_single);
    let Some(What::Stat(stat)) = single.map(|query| &query.what) else {
        return shown.metrics(rule.queries.iter().map(query::show).collect::<Vec<_>>());
    };
    let is_extended = Stat::parse(&stat.stat).is_some_and(Stat::is_extended);
    shown
        .metric_name(stat.name.as_str())
        .namespace(stat.namespace.as_str())
        .statistic((!is_extended).then(|| stat.stat.clone()))
        .extended_statistic(is_extended.then(|| stat.stat.clone()))
        .dimensions(query::show_dimensions(&stat.dimensions))
        .period(stat.period)
        .unit(stat.unit.clone())
}

fn show_composite(
    ctx: &Ctx<'_>,
    name: &str,
    row: &AlarmRow,
    rule: &CompositeRule,
) -> CompositeAlarmBuilder {
    CompositeAlarmBuilder::new()
        .alarm_name(name)
        .alarm_arn(alarm::arn(ctx, name))
        .alarm_description(row.description.clone())
        .alarm_configuration_updated_timestamp(Timestamp::from_micros(row.updated))
        .actions_enabled(row.are_actions_enabled)
        .ok_actions(row.ok_actions.clone())
        .alarm_actions(row.alarm_actions.clone())
        .insufficient_data_actions(row.insufficient_data_actions.clone())
        .alarm_rule(rule.rule.as_str())
        .state_value(row.state.value.as_str())
        .state_reason(row.state.reason.as_str())
        .state_reason_data(row.state.data.clone())
        .state_updated_timestamp(Timestamp::from_micros(row.state.updated))
        .state_transitioned_timestamp(Timestamp::from_micros(row.state.transitioned))
}
