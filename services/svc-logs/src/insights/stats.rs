//! The aggregations of `stats`.
//!
//! Source: "stats" and its functions: `avg`, `count`, `count_distinct`, `max`, `min`, `pct`,
//! `stddev`, `sum`; `earliest`, `latest`, `sortsFirst`, `sortsLast`. Counts of distinct values are
//! exact here. `stddev` divides by the number of values, and a percentile is the value at its rank;
//! AWS does not say which it takes.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::value::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    Average,
    Count,
    CountDistinct,
    Maximum,
    Minimum,
    Percentile,
    Deviation,
    Sum,
    Earliest,
    Latest,
    SortsFirst,
    SortsLast,
}

impl Aggregate {
    /// By its name in any case, and how many arguments it takes.
    pub fn named(name: &str) -> Option<(Aggregate, RangeInclusive<usize>)> {
        use Aggregate as A;
        Some(match name.to_ascii_lowercase().as_str() {
            "avg" => (A::Average, 1..=1),
            "count" => (A::Count, 0..=1),
            "count_distinct" => (A::CountDistinct, 1..=1),
            "max" => (A::Maximum, 1..=1),
            "min" => (A::Minimum, 1..=1),
            "median" => (A::Percentile, 1..=1),
            "pct" => (A::Percentile, 2..=2),
            "stddev" => (A::Deviation, 1..=1),
            "sum" => (A::Sum, 1..=1),
            "earliest" => (A::Earliest, 1..=1),
            "latest" => (A::Latest, 1..=1),
            "sortsfirst" => (A::SortsFirst, 1..=1),
            "sortslast" => (A::SortsLast, 1..=1),
            _ => return None,
        })
    }
}

/// One aggregation of one group.
#[derive(Debug)]
pub enum Sum {
    Count(u64),
    Numbers { count: u64, sum: f64, squares: f64 },
    Distinct(BTreeSet<String>),
    Extreme(Option<f64>),
    All { numbers: Vec<f64>, percent: f64 },
    ByTime(Option<(i64, Value)>),
    ByText(Option<Value>),
}

impl Sum {
    pub fn new(aggregate: Aggregate) -> Sum {
        match aggregate {
            Aggregate::Count => Sum::Count(0),
            Aggregate::Average | Aggregate::Deviation | Aggregate::Sum => {
                Sum::Numbers { count: 0, sum: 0.0, squares: 0.0 }
            }
            Aggregate::CountDistinct => Sum::Distinct(BTreeSet::new()),
            Aggregate::Maximum | Aggregate::Minimum => Sum::Extreme(None),
            Aggregate::Percentile => Sum::All { numbers: Vec::new(), percent: 50.0 },
            Aggregate::Earliest | Aggregate::Latest => Sum::ByTime(None),
            Aggregate::SortsFirst | Aggregate::SortsLast => Sum::ByText(None),
        }
    }

    /// Adds the values of a row, which is of that time. How much more is kept now.
    pub fn add(&mut self, aggregate: Aggregate, arguments: &[Value], at: i64) -> usize {
        let first = arguments.first();
        let number = first.and_then(Value::number);
        match self {
            Sum::Count(count) => *count += u64::from(first != Some(&Value::Missing)),
            Sum::Numbers { count, sum, squares } => {
                if let Some(number) = number {
                    *count += 1;
                    *sum += number;
                    *squares += number * number;
                }
            }
            Sum::Distinct(texts) => {
                return first
                    .and_then(Value::text)
                    .map_or(0, |text| usize::from(texts.insert(text)));
            }
            Sum::Extreme(best) => {
                let is_better = |number: f64| match (*best, aggregate) {
                    (None, _) => true,
                    (Some(old), Aggregate::Maximum) => number > old,
                    (Some(old), _) => number < old,
                };
                if let Some(number) = number.filter(|number| is_better(*number)) {
                    *best = Some(number);
                }
            }
            Sum::All { numbers, percent } => {
                if let Some(wanted) = arguments.get(1).and_then(Value::number) {
                    *percent = wanted;
                }
                numbers.extend(number);
                return usize::from(number.is_some());
            }
            Sum::ByTime(best) => {
                let is_latest = aggregate == Aggregate::Latest;
                let is_better = best
                    .as_ref()
                    .is_none_or(|(old, _)| if is_latest { at > *old } else { at <= *old });
                if let Some(value) = first.filter(|value| **value != Value::Missing && is_better) {
                    *best = Some((at, value.clone()));
                }
            }
            Sum::ByText(best) => {
                let is_last = aggregate == Aggregate::SortsLast;
                let is_better = |value: &Value| {
                    best.as_ref().is_none_or(|old| {
                        let order = value.text().cmp(&old.text());
                        if is_last { order.is_gt() } else { order.is_lt() }
                    })
                };
                if let Some(value) = first.filter(|it| **it != Value::Missing && is_better(it)) {
                    *best = Some(value.clone());
                }
            }
        }
        0
    }

    pub fn value(self, aggregate: Aggregate) -> Value {
        match self {
            Sum::Count(count) => Value::Number(count as f64),
            Sum::Numbers { count: 0, .. } if aggregate != Aggregate::Sum => Value::Missing,
            Sum::Numbers { count, sum, squares } => {
                let mean = sum / count.max(1) as f64;
                Value::Number(match aggregate {
                    Aggregate::Sum => sum,
                    Aggregate::Average => mean,
                    _ => (squares / count as f64 - mean * mean).max(0.0).sqrt(),
                })
            }
            Sum::Distinct(texts) => Value::Number(texts.len() as f64),
            Sum::Extreme(best) => best.map_or(Value::Missing, Value::Number),
            Sum::All { mut numbers, percent } => {
                numbers.sort_by(f64::total_cmp);
                let rank = (percent.clamp(0.0, 100.0) / 100.0 * numbers.len() as f64).ceil();
                let at = (rank as usize).max(1) - 1;
                numbers.get(at).map_or(Value::Missing, |it| Value::Number(*it))
            }
            Sum::ByTime(best) => best.map_or(Value::Missing, |(_, value)| value),
            Sum::ByText(best) => best.unwrap_or(Value::Missing),
        }
    }
}
