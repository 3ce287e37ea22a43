//! The functions of metric math.
//!
//! Source: User Guide, "Functions supported for metric math". Those that need what is not here
//! (LAMBDA, INSIGHT_RULE_METRIC, DB_PERF_INSIGHTS, SERVICE_QUOTA) say so.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::math::eval::{Computed, Series, Window, map};

/// They come to something else as time passes.
pub const OF_TIME: [&str; 7] = ["MINUTE", "HOUR", "DAY", "DATE", "MONTH", "YEAR", "EPOCH"];
const ABSENT: [&str; 5] =
    ["LAMBDA", "INSIGHT_RULE_METRIC", "DB_PERF_INSIGHTS", "SERVICE_QUOTA", "EXTRACT"];

type Answer = Result<Computed, String>;

pub fn call(name: &str, arguments: Vec<Computed>, window: Window) -> Answer {
    if ABSENT.contains(&name) {
        return Err(format!("Nephele does not implement the function {name} yet"));
    }
    let mut arguments = arguments.into_iter();
    let mut next = || arguments.next();
    let first = next().ok_or_else(|| format!("{name} takes at least one parameter"))?;
    let rest: Vec<Computed> = arguments.collect();
    match (name, rest.as_slice()) {
        ("ABS", []) => map(first, |it| Some(it.abs())),
        ("CEIL", []) => map(first, |it| Some(it.ceil())),
        ("FLOOR", []) => map(first, |it| Some(it.floor())),
        ("LOG", []) => map(first, |it| Some(it.ln()).filter(|it| it.is_finite())),
        ("LOG10", []) => map(first, |it| Some(it.log10()).filter(|it| it.is_finite())),
        ("AVG" | "MAX" | "MIN" | "STDDEV" | "SUM", []) => fold(name, first),
        ("DATAPOINT_COUNT", []) => Ok(Computed::Scalar(all_points(first)?.len() as f64)),
        ("METRIC_COUNT", []) => Ok(Computed::Scalar(series_of(first)?.len() as f64)),
        ("FIRST" | "LAST", []) => end_of(name, first),
        ("PERIOD", []) => Ok(Computed::Scalar(one(first)?.period as f64)),
        ("REMOVE_EMPTY", []) => {
            let mut list = series_of(first)?;
            list.retain(|series| !series.points.is_empty());
            Ok(Computed::List(list))
        }
        ("DIFF" | "DIFF_TIME" | "RATE" | "RUNNING_SUM", []) => {
            each(first, |series| along(name, series))
        }
        ("TIME_SERIES", []) => match first {
            Computed::Scalar(value) => Ok(Computed::Series(constant(value, window))),
            _ => Err("TIME_SERIES takes a number".to_owned()),
        },
        (_, []) if OF_TIME.contains(&name) => each(first, |series| of_time(name, series)),
        ("FILL", [with]) => fill(first, with, window),
        ("IF", [yes]) => condition(first, yes, None),
        ("IF", [yes, no]) => condition(first, yes, Some(no)),
        ("SLICE", rest) => slice(first, rest),
        ("SORT", rest) => sort(first, rest),
        _ => Err(format!("Unknown function {name}, or wrong parameters for it")),
    }
}

fn one(value: Computed) -> Result<Series, String> {
    match value {
        Computed::Series(series) => Ok(series),
        _ => Err("The function takes one time series".to_owned()),
    }
}

fn series_of(value: Computed) -> Result<Vec<Series>, String> {
    match value {
        Computed::Series(series) => Ok(vec![series]),
        Computed::List(list) => Ok(list),
        _ => Err("The function takes time series".to_owned()),
    }
}

fn each(value: Computed, of: impl Fn(Series) -> Series) -> Answer {
    match value {
        Computed::Series(series) => Ok(Computed::Series(of(series))),
        Computed::List(list) => Ok(Computed::List(list.into_iter().map(of).collect())),
        _ => Err("The function takes time series".to_owned()),
    }
}

fn all_points(value: Computed) -> Result<Vec<f64>, String> {
    let list = series_of(value)?;
    Ok(list.iter().flat_map(|series| series.points.values().copied()).collect())
}

/// A series to a number; several series to one of their numbers at each time.
fn fold(name: &str, value: Computed) -> Answer {
    match value {
        Computed::Scalar(number) => Ok(Computed::Scalar(number)),
        Computed::Series(series) => {
            let points: Vec<f64> = series.points.values().copied().collect();
            Ok(Computed::Scalar(statistic(name, &points).unwrap_or(0.0)))
        }
        Computed::List(list) => {
            let mut at: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
            for (when, value) in list.iter().flat_map(|series| &series.points) {
                at.entry(*when).or_default().push(*value);
            }
            let points = at.into_iter().filter_map(|(at, all)| Some((at, statistic(name, &all)?)));
            Ok(Computed::Series(Series {
                label: name.to_owned(),
                period: list.iter().map(|series| series.period).max().unwrap_or(60),
                points: points.collect(),
                samples: BTreeMap::new(),
            }))
        }
        Computed::Text(text) | Computed::Word(text) => Err(format!("'{text}' is not a number")),
    }
}

fn statistic(name: &str, all: &[f64]) -> Option<f64> {
    let (count, sum) = (all.len() as f64, all.iter().sum::<f64>());
    let mean = sum / count;
    if all.is_empty() {
        return None;
    }
    Some(match name {
        "SUM" => sum,
        "AVG" => mean,
        "MAX" => all.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        "MIN" => all.iter().copied().fold(f64::INFINITY, f64::min),
        _ => {
            let squares = all.iter().map(|it| (it - mean) * (it - mean));
            (squares.sum::<f64>() / count).sqrt()
        }
    })
}

/// The first or last series of a list, the first or last number of a series.
fn end_of(name: &str, value: Computed) -> Answer {
    let is_first = name == "FIRST";
    match value {
        Computed::List(mut list) if !list.is_empty() => {
            let at = if is_first { 0 } else { list.len() - 1 };
            Ok(Computed::Series(list.swap_remove(at)))
        }
        Computed::Series(series) => {
            let mut points = series.points.into_values();
            let end = if is_first { points.next() } else { points.next_back() };
            end.map(Computed::Scalar).ok_or_else(|| "The time series is empty".to_owned())
        }
        _ => Err(format!("{name} takes time series")),
    }
}

/// Of each point and the one before.
fn along(name: &str, mut series: Series) -> Series {
    let mut before: Option<(i64, f64)> = None;
    let mut points = BTreeMap::new();
    for (at, value) in std::mem::take(&mut series.points) {
        if name == "RUNNING_SUM" {
            let sum = before.map_or(0.0, |it| it.1) + value;
            points.insert(at, sum);
            before = Some((at, sum));
            continue;
        }
        if let Some((then, old)) = before {
            let passed = (at - then) as f64;
            let of = match name {
                "DIFF" => value - old,
                "DIFF_TIME" => passed,
                _ => (value - old) / passed,
            };
            points.insert(at, of);
        }
        before = Some((at, value));
    }
    series.points = points;
    series
}

fn of_time(name: &str, mut series: Series) -> Series {
    for (at, value) in &mut series.points {
        let Ok(time) = jiff::Timestamp::from_second(*at) else { continue };
        let time = TimeZone::UTC.to_datetime(time);
        *value = match name {
            "MINUTE" => f64::from(time.minute()),
            "HOUR" => f64::from(time.hour()),
            "DAY" => f64::from(time.weekday().to_monday_one_offset()),
            "DATE" => f64::from(time.day()),
            "MONTH" => f64::from(time.month()),
            "YEAR" => f64::from(time.year()),
            _ => *at as f64,
        };
    }
    series
}

const PERIOD_OF_CONSTANTS: i64 = 60;

fn constant(value: f64, window: Window) -> Series {
    let start = window.start - window.start.rem_euclid(PERIOD_OF_CONSTANTS);
    let times = (start..window.end).step_by(PERIOD_OF_CONSTANTS as usize);
    Series {
        label: "TIME_SERIES".to_owned(),
        period: PERIOD_OF_CONSTANTS,
        points: times.map(|at| (at, value)).collect(),
        samples: BTreeMap::new(),
    }
}

fn fill(value: Computed, with: &Computed, window: Window) -> Answer {
    let with = match with {
        Computed::Scalar(_) | Computed::Series(_) | Computed::Word(_) => with,
        _ => return Err("FILL takes a number, REPEAT, LINEAR or a time series".to_owned()),
    };
    each(value, |mut series| {
        let period = series.period.max(1);
        let first = if window.is_anchored {
            window.start
        } else {
            window.start - window.start.rem_euclid(period)
        };
        let known = series.points.clone();
        let mut at = first;
        while at < window.end {
            if !known.contains_key(&at)
                && let Some(filled) = filling(&known, at, with)
            {
                series.points.insert(at, filled);
            }
            at += period;
        }
        series
    })
}

fn filling(known: &BTreeMap<i64, f64>, at: i64, with: &Computed) -> Option<f64> {
    let before = known.range(..at).next_back();
    match with {
        Computed::Scalar(value) => Some(*value),
        Computed::Series(series) => series.points.get(&at).copied(),
        Computed::Word(word) if word == "REPEAT" => before.map(|it| *it.1),
        Computed::Word(_) => {
            let (then, old) = before?;
            let Some((later, new)) = known.range(at..).next() else { return Some(*old) };
            let share = (at - then) as f64 / (later - then) as f64;
            Some(old + (new - old) * share)
        }
        Computed::List(_) | Computed::Text(_) => None,
    }
}

fn condition(test: Computed, yes: &Computed, no: Option<&Computed>) -> Answer {
    match test {
        Computed::Scalar(test) => match (test != 0.0, no) {
            (true, _) => Ok(yes.clone()),
            (false, Some(no)) => Ok(no.clone()),
            (false, None) => Err("IF with a number takes three parameters".to_owned()),
        },
        Computed::Series(test) => {
            let mut points = BTreeMap::new();
            for (at, is_met) in &test.points {
                let of = if *is_met == 0.0 { no } else { Some(yes) };
                let value = match of {
                    Some(Computed::Scalar(value)) => Some(*value),
                    Some(Computed::Series(series)) => series.points.get(at).copied(),
                    Some(_) => return Err("IF takes numbers and time series".to_owned()),
                    None => None,
                };
                points.extend(value.map(|value| (*at, value)));
            }
            Ok(Computed::Series(Series { points, ..test }))
        }
        _ => Err("IF takes a number or a time series as its condition".to_owned()),
    }
}

fn slice(value: Computed, bounds: &[Computed]) -> Answer {
    let list = series_of(value)?;
    let index = |it: &Computed| match it {
        Computed::Scalar(number) if *number >= 0.0 => Ok(*number as usize),
        _ => Err("SLICE takes numbers".to_owned()),
    };
    match bounds {
        [at] => {
            let series = list.into_iter().nth(index(at)?);
            series.map(Computed::Series).ok_or_else(|| "SLICE is out of bounds".to_owned())
        }
        [from, to] => {
            let (from, to) = (index(from)?, index(to)?);
            let part = list.into_iter().take(to).skip(from);
            Ok(Computed::List(part.collect()))
        }
        _ => Err("SLICE takes two or three parameters".to_owned()),
    }
}

fn sort(value: Computed, rest: &[Computed]) -> Answer {
    let mut list = series_of(value)?;
    let (function, order, limit) = match rest {
        [Computed::Word(function), Computed::Word(order)] => (function, order, None),
        [Computed::Word(function), Computed::Word(order), Computed::Scalar(limit)] => {
            (function, order, Some(*limit as usize))
        }
        _ => return Err("SORT takes a function, ASC or DESC, and a number".to_owned()),
    };
    let of = |series: &Series| {
        let points: Vec<f64> = series.points.values().copied().collect();
        statistic(function, &points).unwrap_or(f64::NEG_INFINITY)
    };
    list.sort_by(|left, right| of(left).total_cmp(&of(right)));
    if order == "DESC" {
        list.reverse();
    }
    list.truncate(limit.unwrap_or(usize::MAX));
    Ok(Computed::List(list))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::eval::combine;

    fn series(points: &[(i64, f64)]) -> Computed {
        let points = points.iter().copied().collect();
        Computed::Series(Series { period: 60, points, ..Series::default() })
    }

    fn points(computed: Answer) -> Vec<(i64, f64)> {
        match computed.expect("it can be computed") {
            Computed::Series(series) => series.points.into_iter().collect(),
            other => panic!("no series: {other:?}"),
        }
    }

    const WINDOW: Window = Window { start: 0, end: 240, is_anchored: true };

    #[test]
    fn gaps_are_filled_in_three_ways() {
        let gappy = series(&[(60, 1.0), (180, 3.0)]);
        let filled = |with: Computed| points(call("FILL", vec![gappy.clone(), with], WINDOW));
        let zero = [(0, 0.0), (60, 1.0), (120, 0.0), (180, 3.0)];
        assert_eq!(filled(Computed::Scalar(0.0)), zero);
        let repeat = Computed::Word("REPEAT".to_owned());
        assert_eq!(filled(repeat), [(60, 1.0), (120, 1.0), (180, 3.0)]);
        let linear = Computed::Word("LINEAR".to_owned());
        assert_eq!(filled(linear), [(60, 1.0), (120, 2.0), (180, 3.0)]);
    }

    #[test]
    fn differences_and_rates() {
        let rising = || vec![series(&[(0, 1.0), (60, 7.0), (120, 13.0)])];
        assert_eq!(points(call("DIFF", rising(), WINDOW)), [(60, 6.0), (120, 6.0)]);
        assert_eq!(points(call("RATE", rising(), WINDOW)), [(60, 0.1), (120, 0.1)]);
        let sums = points(call("RUNNING_SUM", rising(), WINDOW));
        assert_eq!(sums, [(0, 1.0), (60, 8.0), (120, 21.0)]);
    }

    #[test]
    fn lists_are_folded_by_time_and_series_to_numbers() {
        let (one, other) = (series(&[(0, 1.0), (60, 2.0)]), series(&[(60, 4.0)]));
        let (Computed::Series(one), Computed::Series(other)) = (one, other) else { panic!() };
        let list = || vec![Computed::List(vec![one.clone(), other.clone()])];
        assert_eq!(points(call("SUM", list(), WINDOW)), [(0, 1.0), (60, 6.0)]);
        assert_eq!(points(call("AVG", list(), WINDOW)), [(0, 1.0), (60, 3.0)]);
        let number = call("MAX", vec![Computed::Series(one.clone())], WINDOW);
        assert_eq!(number, Ok(Computed::Scalar(2.0)));
        let both = combine(Computed::Series(one), Computed::Series(other), |a, b| Some(a + b));
        assert_eq!(points(both), [(60, 6.0)]);
    }

    #[test]
    fn conditions_choose_by_time() {
        let test = series(&[(0, 0.0), (60, 1.0)]);
        let arguments = vec![test, Computed::Scalar(5.0), series(&[(0, 2.0), (60, 3.0)])];
        assert_eq!(points(call("IF", arguments, WINDOW)), [(0, 2.0), (60, 5.0)]);
    }

    #[test]
    fn what_is_not_there_is_named() {
        let absent = call("SERVICE_QUOTA", vec![Computed::Scalar(1.0)], WINDOW);
        assert!(absent.unwrap_err().contains("SERVICE_QUOTA"));
        assert!(call("MEDIAN", vec![Computed::Scalar(1.0)], WINDOW).is_err());
    }
}
