//! Finding anomalies: each midnight a monitor looks at the day that is over.
//!
//! The method is simple, and ours: a day is unusual that costs more than the mean of the thirty
//! days before it by three of their standard deviations, and by a fifth. Ten days of history are
//! needed, as at AWS. Unusual days that follow each other are one anomaly.

use std::collections::{BTreeMap, BTreeSet};

use billing::bill::service_name;
use billing::calendar::HOURS_PER_DAY;
use billing::filter::Filter;
use billing::{Granularity, Item};
use kernel::meter::{MICROS_PER_HOUR, hour_of};
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use store::Range;

use crate::anomaly_state::{ANOMALIES, AnomalyRow, CauseRow, MONITORS, MonitorRow};
use crate::anomaly_tell;
use crate::errors;
use crate::limits::{ANOMALY_DAYS_BACK, ANOMALY_DAYS_MIN, ANOMALY_KEPT_DAYS};
use crate::question::Costs;

/// The step that looks for anomalies: `Id` of the monitor.
pub const FIND: &str = "FindAnomalies";
const DEVIATIONS: f64 = 3.0;
const PART: f64 = 0.2;
/// Causes that an anomaly tells.
const CAUSES_MAX: usize = 3;

/// What costs are told apart by: service, region, account, usage type.
type Cause = (String, String, String, String);

#[derive(Debug, Default)]
struct Series {
    /// By day; the last one is the day that is judged.
    days: Vec<f64>,
    causes: BTreeMap<Cause, Vec<f64>>,
}

/// Leaves the job of the next look, at midnight.
pub fn enqueue(ctx: &mut Ctx<'_>, id: &str) {
    let next = (hour_of(ctx.now()) / HOURS_PER_DAY + 1) * HOURS_PER_DAY;
    let at = Timestamp::from_micros(i64::from(next) * MICROS_PER_HOUR);
    ctx.enqueue(Job::now(Ask::to("ce", FIND).with("Id", id)).at(at));
}

pub fn step(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.str("Id").unwrap_or_default().to_owned();
    let Some(mut row) = ctx.table(&MONITORS).get(&id)? else { return Ok(Struct::new()) };
    let today = hour_of(ctx.now()) / HOURS_PER_DAY * HOURS_PER_DAY;
    let found = look(ctx, &id, &mut row, today)?;
    row.evaluated = Some(ctx.now().secs());
    ctx.table_mut(&MONITORS).put(&id, &row);
    forget(ctx, today)?;
    anomaly_tell::tell(ctx, (&id, &row), &found, today)?;
    enqueue(ctx, &id);
    Ok(Struct::new())
}

/// What was found on the day before; answers those that are new, by their first hours and ids.
fn look(
    ctx: &mut Ctx<'_>,
    id: &str,
    row: &mut MonitorRow,
    today: u32,
) -> Result<Vec<(u32, String)>, ApiError> {
    let first = today.saturating_sub((ANOMALY_DAYS_BACK + 1) * HOURS_PER_DAY);
    let mut costs = Costs::look(ctx, first..today, Granularity::Daily)?;
    if let Some(specification) = &row.specification {
        let filter = Filter::parse(specification).map_err(errors::of_fault)?;
        costs.keep(ctx, &filter);
    }
    let is_of_services = row.specification.is_none();
    let mut series: BTreeMap<String, Series> = BTreeMap::new();
    for item in &costs.items {
        let value = if is_of_services { service_name(item.service) } else { "" };
        let day = ((item.hours.start - first) / HOURS_PER_DAY) as usize;
        series.entry(value.to_owned()).or_default().add(item, day);
    }
    row.values = series.len() as u64;
    let yesterday = today - HOURS_PER_DAY;
    let mut new = Vec::new();
    for (value, series) in series {
        let Some(unusual) = series.judge() else { continue };
        let fresh = AnomalyRow {
            monitor: id.to_owned(),
            value,
            end: yesterday,
            actual: unusual.actual,
            expected: unusual.expected,
            worst: unusual.actual - unusual.expected,
            score: unusual.score,
            score_max: unusual.score,
            causes: series.causes(),
            feedback: None,
        };
        new.extend(record(ctx, fresh)?);
    }
    Ok(new)
}

/// An unusual day goes on with the anomaly of the day before, or is one of its own.
fn record(ctx: &mut Ctx<'_>, fresh: AnomalyRow) -> Result<Option<(u32, String)>, ApiError> {
    let mut before = None;
    for entry in ctx.table(&ANOMALIES).scan(&Range::all()) {
        let (key, row) = entry?;
        let is_same = (&row.monitor, &row.value) == (&fresh.monitor, &fresh.value);
        if is_same && row.end + HOURS_PER_DAY == fresh.end {
            before = Some((key, row));
        }
    }
    let Some((key, old)) = before else {
        let key = (fresh.end, ctx.chance().uuid());
        ctx.table_mut(&ANOMALIES).put(&key, &fresh);
        return Ok(Some(key));
    };
    let row = AnomalyRow {
        actual: old.actual + fresh.actual,
        expected: old.expected + fresh.expected,
        worst: old.worst.max(fresh.worst),
        score_max: old.score_max.max(fresh.score),
        feedback: old.feedback,
        ..fresh
    };
    ctx.table_mut(&ANOMALIES).put(&key, &row);
    Ok(None)
}

/// Drops what is too old to be shown.
fn forget(ctx: &mut Ctx<'_>, today: u32) -> Result<(), ApiError> {
    let oldest = today.saturating_sub(ANOMALY_KEPT_DAYS * HOURS_PER_DAY);
    let mut old = BTreeSet::new();
    for entry in ctx.table(&ANOMALIES).scan(&Range::all()) {
        let (key, row) = entry?;
        if row.end >= oldest {
            break;
        }
        old.insert(key);
    }
    for key in old {
        ctx.table_mut(&ANOMALIES).delete(&key);
    }
    Ok(())
}

struct Unusual {
    actual: f64,
    expected: f64,
    score: f64,
}

impl Series {
    fn add(&mut self, item: &Item, day: usize) {
        let days = ANOMALY_DAYS_BACK as usize + 1;
        self.days.resize(days, 0.0);
        let cost = item.cost.to_f64();
        self.days[day] += cost;
        let cause = (
            service_name(item.service).to_owned(),
            item.region.to_string(),
            item.account.to_string(),
            item.usage_type.clone(),
        );
        let of_cause = self.causes.entry(cause).or_default();
        of_cause.resize(days, 0.0);
        of_cause[day] += cost;
    }

    fn judge(&self) -> Option<Unusual> {
        let (actual, before) = self.days.split_last()?;
        let history = &before[before.iter().position(|cost| *cost > 0.0)?..];
        if history.len() < ANOMALY_DAYS_MIN as usize {
            return None;
        }
        let count = history.len() as f64;
        let mean = history.iter().sum::<f64>() / count;
        let squares: f64 = history.iter().map(|cost| (cost - mean).powi(2)).sum();
        let deviation = (squares / count).sqrt();
        let more = actual - mean;
        let is_unusual = more > DEVIATIONS * deviation && more > PART * mean;
        let score = more / actual;
        is_unusual.then_some(Unusual { actual: *actual, expected: mean, score })
    }

    /// What has added most.
    fn causes(&self) -> Vec<CauseRow> {
        let first = self.days.iter().position(|cost| *cost > 0.0).unwrap_or(0);
        let each = self.causes.iter().filter_map(|(cause, days)| {
            let (actual, before) = days.split_last()?;
            let history = before.get(first..).filter(|history| !history.is_empty())?;
            let more = actual - history.iter().sum::<f64>() / history.len() as f64;
            let (service, region, account, usage_type) = cause.clone();
            (more > 0.0).then_some(CauseRow { service, region, account, usage_type, more })
        });
        let mut causes: Vec<CauseRow> = each.collect();
        causes.sort_by(|one, other| other.more.total_cmp(&one.more));
        causes.truncate(CAUSES_MAX);
        causes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(before: &[f64], day: f64) -> Option<f64> {
        let mut days = vec![0.0; ANOMALY_DAYS_BACK as usize - before.len()];
        days.extend(before);
        days.push(day);
        let series = Series { days, causes: BTreeMap::new() };
        series.judge().map(|unusual| unusual.actual - unusual.expected)
    }

    #[test]
    fn a_day_is_unusual_by_what_came_before() {
        assert_eq!(judge(&[1.0; 10], 2.0), Some(1.0));
        // Nine days are no history, and a tenth more is nothing.
        assert_eq!(judge(&[1.0; 9], 2.0), None);
        assert_eq!(judge(&[1.0; 10], 1.1), None);
        // Who goes up and down is expected to.
        assert_eq!(judge(&[1.0, 3.0, 1.0, 3.0, 1.0, 3.0, 1.0, 3.0, 1.0, 3.0], 4.0), None);
        assert_eq!(judge(&[], 4.0), None);
    }
}
