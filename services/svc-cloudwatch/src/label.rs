//! Labels of results, with what is dynamic in them.
//!
//! Source: User Guide, "Using dynamic labels".

use kernel::Ctx;

use crate::get_data::stat_of;
use crate::math::eval::Series;
use crate::state::Query;

const DAY: i64 = 24 * 3_600;

/// Of a time zone, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Offset(i64);

impl Offset {
    /// `+0130`
    pub fn parse(text: &str) -> Option<Offset> {
        let sign = match text.get(..1)? {
            "+" => 1,
            "-" => -1,
            _ => return None,
        };
        let digits = text.get(1..).filter(|it| it.len() == 4)?;
        let number: i64 = digits.parse().ok().filter(|it| *it >= 0)?;
        let seconds = number / 100 * 3_600 + number % 100 * 60;
        (seconds < DAY).then_some(Offset(sign * seconds))
    }
}

pub fn show(ctx: &Ctx<'_>, query: &Query, series: &Series, offset: Offset) -> String {
    let mut rest = query.label.as_deref().unwrap_or(series.label.as_str());
    let mut shown = String::new();
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, after)) = after.split_once('}') else { break };
        shown.push_str(before);
        match value_of(ctx, query, series, name.trim(), offset) {
            Some(value) => shown.push_str(&value),
            None => shown.extend(["${", name, "}"]),
        }
        rest = after;
    }
    shown.push_str(rest);
    shown
}

fn value_of(
    ctx: &Ctx<'_>,
    query: &Query,
    series: &Series,
    name: &str,
    offset: Offset,
) -> Option<String> {
    if let Some(property) = name.strip_prefix("PROP(") {
        let property = property.strip_suffix(')')?.trim_matches(['\'', '"']);
        return property_of(ctx, query, property);
    }
    let points = || series.points.iter();
    let by_value = |left: &(&i64, &f64), right: &(&i64, &f64)| left.1.total_cmp(right.1);
    let (of, is_time) = match name.split_once('_') {
        Some((of, "TIME")) => (of, true),
        Some((of, "TIME_RELATIVE")) => return relative(ctx, series, of),
        _ => (name, false),
    };
    let count = series.points.len() as f64;
    let sum = points().map(|it| it.1).sum::<f64>();
    let point = match of {
        "MAX" => points().max_by(by_value),
        "MIN" => points().min_by(by_value),
        "FIRST" => points().next(),
        "LAST" => points().next_back(),
        "LABEL" => return Some(series.label.clone()),
        "SUM" => return Some(number(sum)),
        "AVG" if count > 0.0 => return Some(number(sum / count)),
        "DATAPOINT_COUNT" => return Some(number(count)),
        _ => return None,
    }?;
    Some(if is_time { time(*point.0, offset) } else { number(*point.1) })
}

fn relative(ctx: &Ctx<'_>, series: &Series, of: &str) -> Option<String> {
    let mut points = series.points.keys();
    let at = match of {
        "FIRST" => points.next(),
        "LAST" => points.next_back(),
        _ => None,
    }?;
    let ago = (ctx.now().secs() - at).max(0);
    Some(format!("{}h{}m{}s ago", ago / 3_600, ago / 60 % 60, ago % 60))
}

fn property_of(ctx: &Ctx<'_>, query: &Query, property: &str) -> Option<String> {
    let stat = stat_of(query);
    match property {
        "Region" => Some(ctx.region().to_string()),
        "AccountId" => Some(ctx.account().to_string()),
        "MetricName" => Some(stat?.name.clone()),
        "Namespace" => Some(stat?.namespace.clone()),
        "Period" => Some(stat?.period.to_string()),
        "Stat" => Some(stat?.stat.clone()),
        _ => {
            let wanted = property.strip_prefix("Dim.")?;
            let dimension = stat?.dimensions.iter().find(|(name, _)| name == wanted);
            dimension.map(|(_, value)| value.clone())
        }
    }
}

fn number(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.3}") }
}

fn time(at: i64, offset: Offset) -> String {
    let local = kernel::Timestamp::from_secs(at + offset.0).to_jiff();
    local.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_hours_and_minutes() {
        assert_eq!(Offset::parse("+0130").map(|it| it.0), Some(5_400));
        assert_eq!(Offset::parse("-0700").map(|it| it.0), Some(-25_200));
        for text in ["", "0100", "+1", "+9900", "+-100"] {
            assert!(Offset::parse(text).is_none(), "{text}");
        }
    }
}
