//! A model of a metric: the mean and deviation of each hour of its season.
//!
//! AWS does not tell how it models metrics, but that it is "statistical and machine learning
//! algorithms" that see the hour, the day and the week in up to two weeks of data. Ours is plain:
//! values of the same hour of the week are alike where there are two weeks of data, of the same
//! hour of the day where there are two days, and all of them before. What is far from its hour is
//! left out and the rest learnt again, unless the metric is said to have spikes.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::limits;
use crate::state::Model;

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;
/// 1970-01-01 was a Thursday: the fourth day of a week that begins on Sunday.
const FIRST_DAY: i64 = 4;
/// Values of an hour from which its own deviation is taken; with fewer, that of all residuals.
const OWN_DEVIATION_LEAST: f64 = 8.0;
/// A deviation is at least this share of the mean, so that a constant has a band at all.
const DEVIATION_SHARE_LEAST: f64 = 0.01;

/// How a model is to be learnt.
#[derive(Clone, Debug, Default)]
pub struct Manner {
    pub zone: Option<TimeZone>,
    /// Times that are left out, in seconds.
    pub excluded: Vec<(i64, i64)>,
    /// After so many seconds a value counts half.
    pub half_life: Option<f64>,
    /// Deviations from which a value is an outlier; none is with spikes.
    pub outlier: Option<f64>,
}

/// Sums of weighted values.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    count: f64,
    weight: f64,
    sum: f64,
    squares: f64,
}

impl Sums {
    fn add(&mut self, value: f64, weight: f64) {
        self.count += 1.0;
        self.weight += weight;
        self.sum += weight * value;
        self.squares += weight * value * value;
    }

    fn mean(&self) -> f64 {
        self.sum / self.weight
    }

    fn deviation(&self) -> f64 {
        let mean = self.mean();
        (self.squares / self.weight - mean * mean).max(0.0).sqrt()
    }
}

/// Learns from what came within two weeks before `hour`; nothing where that is too little.
pub fn learn(points: &BTreeMap<i64, f64>, hour: i64, manner: &Manner) -> Option<Model> {
    let from = hour - limits::TRAINED_S_MAX;
    let is_known = |at: i64| !manner.excluded.iter().any(|(from, to)| (*from..*to).contains(&at));
    let known: Vec<(i64, f64)> = points
        .range(from..hour)
        .map(|(at, value)| (*at, *value))
        .filter(|(at, _)| is_known(*at))
        .collect();
    let (first, last) = (known.first()?.0, known.last()?.0);
    if known.len() < limits::TRAINED_VALUES_LEAST || hour - first < limits::TRAINED_S_LEAST {
        return None;
    }
    let offset = offset_at(manner, hour);
    let slots = match last - first {
        span if span >= 13 * DAY + 12 * HOUR => 168,
        span if span >= 2 * DAY - HOUR => 24,
        _ => 1,
    };
    let weight = |at: i64| match manner.half_life {
        Some(half_life) => 0.5_f64.powf((hour - at) as f64 / half_life),
        None => 1.0,
    };
    let learnt = fit(&known, (slots, offset), &weight, |_, _| true);
    let Some(outlier) = manner.outlier else { return Some(learnt) };
    let is_usual = |at: i64, value: f64| {
        let (mean, deviation) = learnt.expected(at);
        (value - mean).abs() <= outlier * deviation
    };
    Some(fit(&known, (slots, offset), &weight, is_usual))
}

fn fit(
    known: &[(i64, f64)],
    (slots, offset): (usize, i64),
    weight: &impl Fn(i64) -> f64,
    is_usual: impl Fn(i64, f64) -> bool,
) -> Model {
    let mut sums = vec![Sums::default(); slots];
    let mut all = Sums::default();
    let mut kept = Vec::with_capacity(known.len());
    let (mut hour, mut here, mut counts) = (i64::MIN, 0, 1.0);
    for (at, value) in known {
        // Values of an hour are in the same place and of the same weight.
        if at.div_euclid(HOUR) != hour {
            hour = at.div_euclid(HOUR);
            (here, counts) = (slot(*at, slots, offset), weight(*at));
        }
        if is_usual(*at, *value) {
            sums[here].add(*value, counts);
            all.add(*value, counts);
            kept.push((here, *value, counts));
        }
    }
    let mut residuals = Sums::default();
    for (here, value, counts) in kept {
        residuals.add(value - sums[here].mean(), counts);
    }
    let usual = if residuals.count > 0.0 { residuals.deviation() } else { 0.0 };
    let of = |sums: &Sums| {
        let sums = if sums.count > 0.0 { sums } else { &all };
        let own = if sums.count >= OWN_DEVIATION_LEAST { sums.deviation() } else { usual };
        let mean = sums.mean();
        (mean, own.max(mean.abs() * DEVIATION_SHARE_LEAST))
    };
    Model { slots: sums.iter().map(of).collect(), offset }
}

impl Model {
    /// The mean and deviation at a moment.
    pub fn expected(&self, at: i64) -> (f64, f64) {
        self.slots[slot(at, self.slots.len(), self.offset)]
    }
}

fn slot(at: i64, slots: usize, offset: i64) -> usize {
    let local = at + offset + FIRST_DAY * DAY;
    (local.div_euclid(HOUR).rem_euclid(slots as i64)) as usize
}

fn offset_at(manner: &Manner, at: i64) -> i64 {
    let Some(zone) = &manner.zone else { return 0 };
    let time = jiff::Timestamp::from_second(at).unwrap_or_default();
    i64::from(zone.to_offset(time).seconds())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_893_456_000;

    fn assert_near(actual: f64, wanted: f64) {
        assert!((actual - wanted).abs() < 1e-9, "{actual} is not {wanted}");
    }

    /// A value for each five minutes of the days before.
    fn days(days: i64, of: impl Fn(i64) -> f64) -> BTreeMap<i64, f64> {
        (NOW - days * DAY..NOW).step_by(300).map(|at| (at, of(at))).collect()
    }

    #[test]
    fn an_hour_of_a_day_is_like_the_same_hour_of_another() {
        let busy = |at: i64| at.rem_euclid(DAY) / HOUR == 12;
        let points = days(4, |at| if busy(at) { 100.0 } else { 10.0 });
        let model = learn(&points, NOW, &Manner::default()).expect("enough to learn from");
        assert_eq!(model.slots.len(), 24);
        assert_near(model.expected(NOW + 12 * HOUR + 60).0, 100.0);
        assert_near(model.expected(NOW + 11 * HOUR).0, 10.0);
        // A constant has a band of one percent.
        assert_near(model.expected(NOW).1, 0.1);
    }

    #[test]
    fn two_weeks_tell_one_day_of_the_week_from_another() {
        let is_sunday = |at: i64| (at.div_euclid(DAY) + FIRST_DAY).rem_euclid(7) == 0;
        let points = days(14, |at| if is_sunday(at) { 1.0 } else { 50.0 });
        let model = learn(&points, NOW, &Manner::default()).expect("enough to learn from");
        assert_eq!(model.slots.len(), 168);
        // 2030-01-01 is a Tuesday, the sixth of January a Sunday.
        assert_near(model.expected(NOW).0, 50.0);
        assert_near(model.expected(NOW + 5 * DAY).0, 1.0);
    }

    #[test]
    fn outliers_and_excluded_times_are_not_learnt() {
        let odd = NOW - DAY + 300;
        let points = days(3, |at| if at == odd { 5_000.0 } else { 10.0 + (at % 600 / 300) as f64 });
        let plain = learn(&points, NOW, &Manner::default()).expect("enough");
        assert!(plain.expected(NOW).0 > 100.0);
        let strict = Manner { outlier: Some(3.0), ..Manner::default() };
        assert!(learn(&points, NOW, &strict).expect("enough").expected(NOW).0 < 11.0);
        let excluded = Manner { excluded: vec![(odd, odd + 300)], ..Manner::default() };
        assert!(learn(&points, NOW, &excluded).expect("enough").expected(NOW).0 < 11.0);
    }

    #[test]
    fn what_is_young_weighs_more_with_a_half_life() {
        let points = days(10, |at| if at < NOW - 2 * DAY { 10.0 } else { 20.0 });
        let mean = |half_life: Option<f64>| {
            let manner = Manner { half_life, ..Manner::default() };
            learn(&points, NOW, &manner).expect("enough").expected(NOW).0
        };
        assert_near(mean(None), 12.0);
        assert!(mean(Some(DAY as f64)) > 16.0);
    }

    #[test]
    fn little_data_teaches_nothing() {
        assert_eq!(learn(&BTreeMap::new(), NOW, &Manner::default()), None);
        let hour = (NOW - HOUR..NOW).step_by(60).map(|at| (at, 1.0)).collect();
        assert_eq!(learn(&hour, NOW, &Manner::default()), None);
    }
}
