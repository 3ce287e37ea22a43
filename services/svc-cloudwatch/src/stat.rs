//! Statistics: from their names to numbers.
//!
//! Source: User Guide, "CloudWatch statistics definitions". A percentile is the least number that
//! so many percent of all reach or stay below; trimmed ranges take part of a number's occurrences.

use kernel::distribution::Distribution;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stat {
    SampleCount,
    Average,
    Sum,
    Minimum,
    Maximum,
    Percentile(f64),
    /// The percentage of numbers within bounds.
    Rank(Option<f64>, Option<f64>),
    /// Of what remains between two bounds.
    Trimmed(Kind, Bounds),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Mean,
    Count,
    Sum,
    /// Outliers count as the bounds.
    Winsorized,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bounds {
    Percent(f64, f64),
    Values(Option<f64>, Option<f64>),
}

impl Stat {
    pub fn parse(name: &str) -> Option<Stat> {
        Some(match name {
            "SampleCount" => Stat::SampleCount,
            "Average" => Stat::Average,
            "Sum" => Stat::Sum,
            "Minimum" => Stat::Minimum,
            "Maximum" => Stat::Maximum,
            _ => return Stat::parse_extended(name),
        })
    }

    pub fn is_extended(self) -> bool {
        matches!(self, Stat::Percentile(_) | Stat::Rank(..) | Stat::Trimmed(..))
    }

    pub fn parse_extended(name: &str) -> Option<Stat> {
        if name.eq_ignore_ascii_case("IQM") {
            return Some(Stat::Trimmed(Kind::Mean, Bounds::Percent(25.0, 75.0)));
        }
        if let Some(percent) = name.strip_prefix('p') {
            return Some(Stat::Percentile(percent_of(percent)?));
        }
        let (head, tail) = name.split_at_checked(2)?;
        if head == "PR" {
            let (from, to) = tail.strip_prefix('(')?.strip_suffix(')')?.split_once(':')?;
            let (from, to) = range_of(from, to)?;
            return Some(Stat::Rank(from, to));
        }
        let kind = match head.to_ascii_lowercase().as_str() {
            "tm" => Kind::Mean,
            "tc" => Kind::Count,
            "ts" => Kind::Sum,
            "wm" => Kind::Winsorized,
            _ => return None,
        };
        let bounds = match tail.strip_prefix('(').and_then(|it| it.strip_suffix(')')) {
            Some(range) => bounds_of(range)?,
            None => Bounds::Percent(0.0, percent_of(tail)?),
        };
        Some(Stat::Trimmed(kind, bounds))
    }

    /// Absent where the numbers that it needs are not known.
    pub fn of(self, values: &Distribution) -> Option<f64> {
        if values.is_empty() {
            return None;
        }
        match self {
            Stat::SampleCount => Some(values.count),
            Stat::Average => Some(values.sum / values.count),
            Stat::Sum => Some(values.sum),
            Stat::Minimum => Some(values.min),
            Stat::Maximum => Some(values.max),
            _ => self.of_known(values.values()?, values.count),
        }
    }

    fn of_known(self, values: &[(f64, f64)], count: f64) -> Option<f64> {
        // "Percentile statistics are not available for metrics when any of the metric values are
        // negative numbers" (API Reference, GetMetricStatistics).
        if values.first()?.0 < 0.0 {
            return None;
        }
        match self {
            Stat::Percentile(percent) => Some(percentile(values, count, percent)),
            Stat::Rank(from, to) => {
                let within = values.iter().filter(|(value, _)| is_within(*value, (from, to)));
                Some(within.map(|it| it.1).sum::<f64>() / count * 100.0)
            }
            Stat::Trimmed(kind, bounds) => trimmed(values, count, kind, bounds),
            _ => None,
        }
    }
}

fn percent_of(text: &str) -> Option<f64> {
    let is_number = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    let percent: f64 = text.parse().ok()?;
    (is_number && (0.0..=100.0).contains(&percent)).then_some(percent)
}

/// Two numbers, of which one may be left out.
fn range_of(from: &str, to: &str) -> Option<(Option<f64>, Option<f64>)> {
    let is_number = |text: &str| text.is_empty() || text.parse::<f64>().is_ok();
    let is_range = is_number(from) && is_number(to) && !(from.is_empty() && to.is_empty());
    is_range.then(|| (from.parse().ok(), to.parse().ok()))
}

fn bounds_of(range: &str) -> Option<Bounds> {
    let (from, to) = range.split_once(':')?;
    if from.is_empty() && to.is_empty() {
        return None;
    }
    if !from.ends_with('%') && !to.ends_with('%') {
        let (from, to) = range_of(from, to)?;
        return Some(Bounds::Values(from, to));
    }
    let percent = |text: &str, open: f64| match text {
        "" => Some(open),
        _ => percent_of(text.strip_suffix('%')?),
    };
    let (from, to) = (percent(from, 0.0)?, percent(to, 100.0)?);
    (from <= to).then_some(Bounds::Percent(from, to))
}

fn is_within(value: f64, (from, to): (Option<f64>, Option<f64>)) -> bool {
    from.is_none_or(|from| value > from) && to.is_none_or(|to| value <= to)
}

fn percentile(values: &[(f64, f64)], count: f64, percent: f64) -> f64 {
    let wanted = count * percent / 100.0;
    let mut seen = 0.0;
    for (value, times) in values {
        seen += times;
        if seen >= wanted && seen > 0.0 {
            return *value;
        }
    }
    values.last().map_or(0.0, |it| it.0)
}

/// What is left of each number's occurrences.
fn trimmed(values: &[(f64, f64)], count: f64, kind: Kind, bounds: Bounds) -> Option<f64> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    let mut before = 0.0;
    for (value, times) in values {
        let left = match bounds {
            Bounds::Values(from, to) => {
                if is_within(*value, (from, to)) {
                    *times
                } else {
                    0.0
                }
            }
            Bounds::Percent(from, to) => {
                let (from, to) = (count * from / 100.0, count * to / 100.0);
                ((before + times).min(to) - before.max(from)).max(0.0)
            }
        };
        before += times;
        if left > 0.0 {
            kept.push((*value, left));
        }
    }
    let number: f64 = kept.iter().map(|it| it.1).sum();
    let sum: f64 = kept.iter().map(|(value, times)| value * times).sum();
    match kind {
        Kind::Count => Some(number),
        Kind::Sum => Some(sum),
        Kind::Mean => (number > 0.0).then(|| sum / number),
        Kind::Winsorized => {
            let (low, high) = (kept.first()?.0, kept.last()?.0);
            let all = values.iter().map(|(value, times)| value.clamp(low, high) * times);
            Some(all.sum::<f64>() / count)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, numbers: &[f64]) -> Option<f64> {
        let mut values = Distribution::default();
        for number in numbers {
            values.add(*number, 1.0);
        }
        Stat::parse(name).expect("a statistic").of(&values)
    }

    #[test]
    fn statistics_of_ten_numbers() {
        let ten: Vec<f64> = (1..=10).map(f64::from).collect();
        let check =
            |name: &str, expected: f64| assert_eq!(of(name, &ten), Some(expected), "{name}");
        check("SampleCount", 10.0);
        check("Sum", 55.0);
        check("Average", 5.5);
        check("p50", 5.0);
        check("p90", 9.0);
        check("p99.9", 10.0);
        check("p100", 10.0);
        check("tm90", 5.0);
        check("TM(10%:90%)", 5.5);
        check("TM(2:4)", 3.5);
        check("tc90", 9.0);
        check("TS(80%:)", 19.0);
        check("PR(:3)", 30.0);
        check("PR(8:)", 20.0);
        check("wm90", 5.4);
        check("IQM", 5.5);
    }

    #[test]
    fn what_is_no_statistic_is_refused() {
        for name in ["p", "p101", "p-1", "tm", "TM(:)", "PR()", "Median", "TM(90%:10%)", "q90"] {
            assert_eq!(Stat::parse(name), None, "{name}");
        }
    }

    #[test]
    fn sums_and_negative_numbers_have_no_percentiles() {
        let sums = Distribution::of_sum(3.0, 6.0, 1.0, 3.0);
        assert_eq!(Stat::Percentile(50.0).of(&sums), None);
        assert_eq!(of("p50", &[-1.0, 2.0]), None);
        assert_eq!(of("Average", &[-1.0, 2.0]), Some(0.5));
    }
}
