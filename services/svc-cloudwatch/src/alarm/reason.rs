//! Why an alarm is in its state, in AWS's words.
//!
//! Sources: samples in the User Guide ("Alarm events and EventBridge") and notifications that users
//! have published. How many and which numbers are quoted when there are many is our reading.

use kernel::Timestamp;
use serde_json::{Value as Json, json};

use crate::alarm::decide::Missing;
use crate::state::MetricRule;

pub const INITIAL: &str = "Unchecked: Initial alarm creation";
/// Numbers that a reason quotes.
const QUOTED_MAX: usize = 5;

/// A number that has decided.
#[derive(Clone, Copy, Debug)]
pub struct Quoted {
    /// The beginning of its period, in seconds.
    pub at: i64,
    pub value: f64,
    pub samples: Option<f64>,
    pub is_breaching: bool,
    /// What was expected, of an alarm on anomalies.
    pub band: Option<(f64, f64)>,
}

pub struct Facts<'a> {
    pub rule: &'a MetricRule,
    pub is_alarm: bool,
    /// The state that it comes from: `OK` or `ALARM`, or the other one.
    pub was_ok: bool,
    /// Latest first.
    pub quoted: &'a [Quoted],
    pub filled: usize,
    pub missing: Missing,
}

pub fn insufficient(periods: i64) -> String {
    let (noun, verb) = if periods == 1 { ("datapoint", "was") } else { ("datapoints", "were") };
    format!("Insufficient Data: {periods} {noun} {verb} unknown.")
}

pub fn crossed(facts: &Facts<'_>) -> String {
    let Facts { rule, is_alarm, quoted, filled, .. } = facts;
    let treated = treated(*filled, facts.missing);
    let telling: Vec<&Quoted> = quoted.iter().filter(|it| it.is_breaching == *is_alarm).collect();
    if telling.is_empty() {
        let periods = rule.evaluation_periods;
        let noun = if periods == 1 { "period" } else { "periods" };
        let treated = treated.unwrap_or_default();
        return format!(
            "Threshold Crossed: no datapoints were received for {periods} {noun} and \
                        {treated}."
        );
    }
    let values: Vec<String> = telling
        .iter()
        .take(QUOTED_MAX)
        .map(|it| format!("{:?} ({})", it.value, short_time(it.at)))
        .collect();
    let values = values.join(", ");
    let number = telling.len();
    let clause = clause(rule, &telling, *is_alarm);
    let head = if rule.threshold_metric.is_some() { "Thresholds" } else { "Threshold" };
    let treated = treated.map_or(String::new(), |text| format!(" and {text}"));
    let Some(least) = rule.datapoints_to_alarm else {
        let (noun, verb) = if number == 1 { ("datapoint", "was") } else { ("datapoints", "were") };
        return format!("{head} Crossed: {number} {noun} [{values}] {verb} {clause}{treated}.");
    };
    let verb = if number == 1 { "was" } else { "were" };
    let periods = rule.evaluation_periods;
    let (least, way) = if *is_alarm {
        (least, if facts.was_ok { "OK -> ALARM" } else { "ALARM" })
    } else {
        (periods - least + 1, "ALARM -> OK")
    };
    let way = if way == "ALARM" { "OK -> ALARM" } else { way };
    let noun = if least == 1 { "datapoint" } else { "datapoints" };
    format!(
        "{head} Crossed: {number} out of the last {periods} datapoints [{values}] {verb} \
         {clause}{treated} (minimum {least} {noun} for {way} transition)."
    )
}

/// How the numbers compare.
///
/// Source of the words about bands: the samples of the User Guide ("Alarm events and EventBridge")
/// and of AWS's event of a Lambda function.
fn clause(rule: &MetricRule, telling: &[&Quoted], is_alarm: bool) -> String {
    let not = if is_alarm { "" } else { "not " };
    let edges = |of: fn((f64, f64)) -> f64| {
        let edges = telling.iter().take(QUOTED_MAX).filter_map(|it| it.band);
        let edges: Vec<String> = edges.map(|band| format!("{:?}", of(band))).collect();
        edges.join(", ")
    };
    let below = || format!("{not}less than the lower thresholds [{}]", edges(|band| band.0));
    let above = || format!("{not}greater than the upper thresholds [{}]", edges(|band| band.1));
    match rule.comparison.as_str() {
        "LessThanLowerThreshold" => below(),
        "GreaterThanUpperThreshold" => above(),
        "LessThanLowerOrGreaterThanUpperThreshold" => format!("{} or {}", below(), above()),
        other => format!("{not}{} the threshold ({:?})", comparison(other), rule.threshold),
    }
}

fn treated(filled: usize, missing: Missing) -> Option<String> {
    let as_what = match missing {
        Missing::Breaching => "Breaching",
        Missing::NotBreaching => "NonBreaching",
        Missing::Missing | Missing::Ignore => return None,
    };
    match filled {
        0 => None,
        1 => Some(format!("1 missing datapoint was treated as [{as_what}]")),
        _ => Some(format!("{filled} missing datapoints were treated as [{as_what}]")),
    }
}

fn comparison(operator: &str) -> &'static str {
    match operator {
        "GreaterThanOrEqualToThreshold" => "greater than or equal to",
        "GreaterThanThreshold" => "greater than",
        "LessThanThreshold" => "less than",
        _ => "less than or equal to",
    }
}

/// What a program may read: `stateReasonData`.
pub fn data(facts: &Facts<'_>, now: Timestamp) -> String {
    let Facts { rule, quoted, .. } = facts;
    let start = quoted.iter().map(|it| it.at).min();
    let mut shown = json!({"version": "1.0", "queryDate": long_time(now)});
    let mut set = |name: &str, value: Json| {
        shown.as_object_mut().expect("it is an object").insert(name.to_owned(), value);
    };
    if let Some(start) = start {
        set("startDate", json!(long_time(Timestamp::from_secs(start))));
    }
    if let (true, Some(crate::state::What::Stat(stat))) =
        (rule.is_single, rule.queries.first().map(|it| &it.what))
    {
        if let Some(unit) = &stat.unit {
            set("unit", json!(unit));
        }
        set("statistic", json!(stat.stat));
        set("period", json!(stat.period));
    }
    let recent: Vec<f64> = quoted.iter().rev().map(|it| it.value).collect();
    set("recentDatapoints", json!(recent));
    let one_sided = match rule.comparison.as_str() {
        "LessThanLowerThreshold" => Some(0),
        "GreaterThanUpperThreshold" => Some(1),
        _ => None,
    };
    if rule.threshold_metric.is_some() {
        set("period", json!(rule.period()));
        let edges = |of: usize| -> Vec<f64> {
            quoted.iter().rev().filter_map(|it| it.band).map(|it| [it.0, it.1][of]).collect()
        };
        for (at, name) in ["recentLowerThresholds", "recentUpperThresholds"].iter().enumerate() {
            if one_sided.is_none_or(|side| side == at) {
                set(name, json!(edges(at)));
            }
        }
    } else {
        set("threshold", json!(rule.threshold));
    }
    let evaluated: Vec<Json> = quoted
        .iter()
        .map(|it| {
            let mut point = json!({"timestamp": long_time(Timestamp::from_secs(it.at))});
            let point_set = point.as_object_mut().expect("it is an object");
            if let Some(samples) = it.samples {
                point_set.insert("sampleCount".to_owned(), json!(samples));
            }
            point_set.insert("value".to_owned(), json!(it.value));
            if let (Some(side), Some(band)) = (one_sided, it.band) {
                point_set.insert("threshold".to_owned(), json!([band.0, band.1][side]));
            }
            point
        })
        .collect();
    set("evaluatedDatapoints", Json::Array(evaluated));
    shown.to_string()
}

/// `02/02/25 12:05:00`
fn short_time(at: i64) -> String {
    Timestamp::from_secs(at).to_jiff().strftime("%d/%m/%y %H:%M:%S").to_string()
}

/// `2025-02-02T12:06:35.472+0000`
pub fn long_time(at: Timestamp) -> String {
    let seconds = at.to_jiff().strftime("%Y-%m-%dT%H:%M:%S").to_string();
    format!("{seconds}.{:03}+0000", at.millis().rem_euclid(1_000))
}

/// `Friday 14 February, 2020 09:01:05 UTC`
pub fn spoken_time(at: Timestamp) -> String {
    at.to_jiff().strftime("%A %d %B, %Y %H:%M:%S UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(periods: i64, least: Option<i64>, comparison: &str, threshold: f64) -> MetricRule {
        MetricRule {
            evaluation_periods: periods,
            datapoints_to_alarm: least,
            comparison: comparison.to_owned(),
            threshold,
            ..MetricRule::default()
        }
    }

    fn quoted(value: f64, is_breaching: bool) -> Quoted {
        // 2024-03-16T12:15:00Z
        Quoted { at: 1_710_591_300, value, samples: None, is_breaching, band: None }
    }

    #[test]
    fn reasons_are_worded_as_aws_words_them() {
        let rule = rule(20, Some(1), "GreaterThanOrEqualToThreshold", 1.0);
        let facts = Facts {
            rule: &rule,
            is_alarm: true,
            was_ok: true,
            quoted: &[quoted(613.0, true)],
            filled: 19,
            missing: Missing::NotBreaching,
        };
        assert_eq!(
            crossed(&facts),
            "Threshold Crossed: 1 out of the last 20 datapoints [613.0 (16/03/24 12:15:00)] was \
             greater than or equal to the threshold (1.0) and 19 missing datapoints were treated \
             as [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition)."
        );
    }

    #[test]
    fn bands_are_quoted_as_the_guide_shows_them() {
        let rule = MetricRule {
            threshold_metric: Some("ad1".to_owned()),
            ..rule(1, Some(1), "LessThanLowerOrGreaterThanUpperThreshold", 0.0)
        };
        let facts = Facts {
            rule: &rule,
            is_alarm: true,
            was_ok: true,
            quoted: &[Quoted { band: Some((0.5, 1.5)), ..quoted(0.0, true) }],
            filled: 0,
            missing: Missing::Missing,
        };
        assert_eq!(
            crossed(&facts),
            "Thresholds Crossed: 1 out of the last 1 datapoints [0.0 (16/03/24 12:15:00)] was less \
             than the lower thresholds [0.5] or greater than the upper thresholds [1.5] (minimum 1 \
             datapoint for OK -> ALARM transition)."
        );
    }

    #[test]
    fn without_m_of_n_it_is_said_shorter() {
        let rule = rule(1, None, "GreaterThanThreshold", 50.0);
        let facts = Facts {
            rule: &rule,
            is_alarm: false,
            was_ok: false,
            quoted: &[quoted(0.5, false)],
            filled: 0,
            missing: Missing::Missing,
        };
        assert_eq!(
            crossed(&facts),
            "Threshold Crossed: 1 datapoint [0.5 (16/03/24 12:15:00)] was not greater than the \
             threshold (50.0)."
        );
        let none = Facts { quoted: &[], filled: 1, missing: Missing::NotBreaching, ..facts };
        assert_eq!(
            crossed(&none),
            "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint \
             was treated as [NonBreaching]."
        );
        assert_eq!(insufficient(1), "Insufficient Data: 1 datapoint was unknown.");
    }
}
