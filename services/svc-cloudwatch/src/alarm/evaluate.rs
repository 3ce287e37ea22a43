//! An alarm is looked at: its numbers, the state that they mean, and when to look again.

use kernel::{ApiError, Ctx, Timestamp, Value};

use crate::alarm::change::{self, State};
use crate::alarm::decide::{self, Missing, Verdict};
use crate::alarm::reason::{self, Facts, Quoted};
use crate::alarm::state;
use crate::anomaly::detectors;
use crate::levels;
use crate::limits;
use crate::math;
use crate::math::eval::{Computed, Evaluator, Failure, Series, Window};
use crate::read;
use crate::reckoned;
use crate::series::{self, MINUTE};
use crate::stat::Stat;
use crate::state::{AlarmKind, AlarmRow, DATA, MetricRule, MetricStat, SERIES, What};
use store::Range;

const DYNAMODB: &str = "AWS/DynamoDB";

impl MetricRule {
    /// The seconds of a period of what the alarm watches.
    pub fn period(&self) -> i64 {
        let periods = self.queries.iter().map(|query| match &query.what {
            What::Stat(stat) => stat.period,
            What::Expression(_) => query.period.unwrap_or(0),
        });
        periods.max().filter(|period| *period > 0).unwrap_or(i64::from(MINUTE))
    }

    pub fn stats(&self) -> impl Iterator<Item = &MetricStat> {
        self.queries.iter().filter_map(|query| match &query.what {
            What::Stat(stat) => Some(stat),
            What::Expression(_) => None,
        })
    }

    /// How many periods it looks back.
    fn looked_at(&self) -> i64 {
        self.evaluation_periods + limits::LOOKED_BACK_FURTHER
    }

    /// It is looked at every minute; with a short period, as often as that is over.
    fn step(&self) -> i64 {
        self.period().min(i64::from(MINUTE))
    }

    /// "Alarms that evaluate metrics in the AWS/DynamoDB namespace always ignore missing data"
    /// (API Reference, PutMetricAlarm).
    fn missing(&self) -> Missing {
        if self.is_single && self.stats().any(|stat| stat.namespace == DYNAMODB) {
            return Missing::Ignore;
        }
        self.missing.as_deref().and_then(Missing::parse).unwrap_or(Missing::Missing)
    }

    pub fn is_breaching(&self, value: f64, (low, high): (f64, f64)) -> bool {
        match self.comparison.as_str() {
            "LessThanLowerOrGreaterThanUpperThreshold" => value < low || value > high,
            "LessThanLowerThreshold" => value < low,
            "GreaterThanUpperThreshold" => value > high,
            "GreaterThanOrEqualToThreshold" => value >= self.threshold,
            "GreaterThanThreshold" => value > self.threshold,
            "LessThanThreshold" => value < self.threshold,
            _ => value <= self.threshold,
        }
    }
}

/// Answers when it is to be looked at again without data that comes, in seconds.
pub fn evaluate(ctx: &mut Ctx<'_>, name: &str, row: AlarmRow) -> Result<Option<i64>, ApiError> {
    match row.kind.clone() {
        AlarmKind::Composite(_) => {
            change::settle_composite(ctx, name, row)?;
            Ok(None)
        }
        AlarmKind::Metric(rule) => {
            let end = series::floor(ctx.now().secs(), rule.step().cast_unsigned() as u32);
            let next = of_metric(ctx, name, row, &rule, end)?;
            Ok(next.map(|next| round_up(next, rule.step())))
        }
    }
}

fn round_up(at: i64, step: i64) -> i64 {
    at + (-at).rem_euclid(step)
}

fn of_metric(
    ctx: &mut Ctx<'_>,
    name: &str,
    row: AlarmRow,
    rule: &MetricRule,
    end: i64,
) -> Result<Option<i64>, ApiError> {
    let (period, looked_at) = (rule.period(), rule.looked_at());
    let start = end - period * looked_at;
    if let Some(band) = &rule.threshold_metric {
        detectors::ensure(ctx, &rule.queries, band)?;
    }
    let seen = match numbers(ctx, rule, Window { start, end, is_anchored: true }) {
        Ok(seen) => seen,
        Err(Failure::Call(error)) => return Err(error),
        Err(Failure::Expression(why)) => {
            let text = format!("Failed to evaluate the expression: {why}");
            change::to(ctx, name, row, State::of(state::INSUFFICIENT_DATA, text))?;
            return Ok(None);
        }
    };
    let values: Vec<Option<Quoted>> = (1..=looked_at)
        .map(|back| {
            let at = end - back * period;
            let value = *seen.series.points.get(&at)?;
            let samples = seen.series.samples.get(&at).copied();
            // Where nothing is expected yet, nothing is known.
            let band = match &seen.band {
                Some((low, high)) => Some((*low.points.get(&at)?, *high.points.get(&at)?)),
                None => None,
            };
            let is_breaching = rule.is_breaching(value, band.unwrap_or_default());
            Some(Quoted { at, value, samples, is_breaching, band })
        })
        .collect();
    let points: Vec<_> = values.iter().map(|it| it.map(|it| it.is_breaching)).collect();
    let n = rule.evaluation_periods as usize;
    let m = rule.datapoints_to_alarm.unwrap_or(rule.evaluation_periods) as usize;
    let decision = decide::decide(&points, (m, n), rule.missing());
    let quoted: Vec<Quoted> = decision.decisive.iter().filter_map(|at| values[*at]).collect();
    let is_retained = decision.verdict == Verdict::Retain || has_few_samples(rule, &quoted);
    let row = if is_retained {
        row
    } else {
        let facts = Facts {
            rule,
            is_alarm: decision.verdict == Verdict::Alarm,
            was_ok: row.state.value == state::OK,
            quoted: &quoted,
            filled: decision.filled,
            missing: rule.missing(),
        };
        let to = state_of(ctx.now(), decision.verdict, &facts);
        change::to(ctx, name, row, to)?
    };
    let scales = scale(ctx, name, &row, &quoted);
    next_due(ctx, rule, end, scales)
}

fn state_of(now: Timestamp, verdict: Verdict, facts: &Facts<'_>) -> State {
    let value = match verdict {
        Verdict::Alarm => state::ALARM,
        Verdict::Ok => state::OK,
        Verdict::InsufficientData | Verdict::Retain => state::INSUFFICIENT_DATA,
    };
    let reason = match verdict {
        Verdict::Alarm | Verdict::Ok => reason::crossed(facts),
        _ => reason::insufficient(facts.rule.evaluation_periods),
    };
    State { data: Some(reason::data(facts, now)), ..State::of(value, reason) }
}

/// What the alarm watches, and the band that is its threshold.
struct Seen {
    series: Series,
    band: Option<(Series, Series)>,
}

/// The numbers of what the alarm watches.
fn numbers(ctx: &mut Ctx<'_>, rule: &MetricRule, window: Window) -> Result<Seen, Failure> {
    let mut evaluator = Evaluator::new(&rule.queries, window);
    let threshold = rule.threshold_metric.as_deref();
    let watched = rule
        .queries
        .iter()
        .find(|query| query.returns_data != Some(false) && threshold != Some(query.id.as_str()));
    let id = watched.map(|query| query.id.as_str()).unwrap_or_default();
    let series = match evaluator.query(ctx, id)? {
        Computed::Series(series) => series,
        Computed::List(mut list) if list.len() == 1 => list.remove(0),
        // A query of Metrics Insights that finds nothing.
        Computed::List(list) if list.is_empty() => Series::default(),
        _ => return Err("The expression must return one time series".to_owned().into()),
    };
    let Some(threshold) = threshold else { return Ok(Seen { series, band: None }) };
    match evaluator.query(ctx, threshold)? {
        Computed::List(list) => {
            let pair: Result<[Series; 2], _> = list.try_into();
            let [low, high] = pair.map_err(|_| "The threshold is not a band".to_owned())?;
            Ok(Seen { series, band: Some((low, high)) })
        }
        _ => Err("The threshold is not a band".to_owned().into()),
    }
}

/// Too few samples for a percentile to mean anything, where the alarm minds.
///
/// Source: User Guide, "Percentile-based alarms and low data samples": at least 10/(1-p) samples
/// for percentiles from 50 on, 10/p below.
fn has_few_samples(rule: &MetricRule, quoted: &[Quoted]) -> bool {
    if rule.low_samples.as_deref() != Some("ignore") || !rule.is_single {
        return false;
    }
    let stat = rule.stats().next().and_then(|stat| Stat::parse(&stat.stat));
    let Some(Stat::Percentile(percent)) = stat else { return false };
    let share = percent / 100.0;
    let least = if share >= 0.5 { 10.0 / (1.0 - share) } else { 10.0 / share };
    quoted.iter().any(|it| it.samples.is_some_and(|samples| samples < least))
}

/// Runs the scaling policies of an alarm that is in the state ALARM: every minute, as long as that
/// is so.
fn scale(ctx: &mut Ctx<'_>, name: &str, row: &AlarmRow, quoted: &[Quoted]) -> bool {
    if row.state.value != state::ALARM || !row.are_actions_enabled {
        return false;
    }
    let policies = row.alarm_actions.iter().filter(|arn| change::is_scaling_policy(arn));
    let policies: Vec<String> = policies.cloned().collect();
    let values: Vec<Value> = quoted.iter().rev().map(|it| Value::from(it.value)).collect();
    for policy in &policies {
        change::run_policy(ctx, name, policy, values.clone());
    }
    !policies.is_empty()
}

/// When its numbers are other ones at the earliest.
fn next_due(
    ctx: &Ctx<'_>,
    rule: &MetricRule,
    end: i64,
    is_repeated: bool,
) -> Result<Option<i64>, ApiError> {
    let expressions = rule.queries.iter().filter_map(|query| match &query.what {
        What::Expression(text) => math::parse(text).ok(),
        What::Stat(_) => None,
    });
    if is_repeated || expressions.into_iter().any(|it| math::depends_on_time(&it)) {
        return Ok(Some(end + 1));
    }
    let mut next: Option<i64> = None;
    for stat in rule.stats() {
        // A minute after the mark its number is in a period that is over.
        let mark = reckoned::next_mark(&stat.namespace, &stat.name, end);
        next = [next, mark.map(|at| at + i64::from(MINUTE))].into_iter().flatten().min();
        let Some(row) = ctx.table(&SERIES).get(&stat.key())? else { continue };
        let seen = rule.period() * rule.looked_at();
        let periods = (seen + stat.period - 1) / stat.period;
        let here = if row.is_level {
            levels::next_change(ctx, &row, end, (stat.period, periods))?
        } else {
            next_of_data(ctx, row.id, end, (stat.period, periods))?
        };
        next = [next, here].into_iter().flatten().min();
    }
    Ok(next)
}

fn next_of_data(
    ctx: &Ctx<'_>,
    id: u64,
    end: i64,
    (period, periods): (i64, i64),
) -> Result<Option<i64>, ApiError> {
    let kept = if period < i64::from(MINUTE) { series::SECOND } else { MINUTE };
    let table = ctx.table(&DATA);
    let range = Range::within(&(id, kept)).from(&(id, kept, end - period * periods));
    let mut next: Option<i64> = None;
    for key in table.keys(&range) {
        let (_, _, at, _) = key?;
        let crossing = read::next_crossing(at, end, period, periods);
        next = [next, crossing].into_iter().flatten().min();
        // No sooner than at the next look.
        if at >= end || next == Some(end + 1) {
            break;
        }
    }
    Ok(next)
}
