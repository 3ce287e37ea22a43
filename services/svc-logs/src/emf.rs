//! The embedded metric format: events that say themselves what metrics they hold.
//!
//! Source: "Specification: Embedded metric format" in the CloudWatch User Guide: a document with
//! `_aws` → `Timestamp` and `CloudWatchMetrics`, of each `Namespace`, `Dimensions` (lists of
//! members of the root), `Metrics` (`Name`, `Unit`, `StorageResolution`); a metric's value is the
//! member of its name, a number or up to 100 of them. What does not fit the format is an event as
//! any other.

use kernel::{Ctx, Value as Member};
use serde_json::Value;

use crate::filters::{self, Arrived, MetricOf};
use crate::limits;

/// What the text of such an event holds.
const MARK: &str = "\"_aws\"";

pub fn is_in(message: &str) -> bool {
    message.starts_with('{') && message.contains(MARK)
}

/// Publishes the metrics that events hold.
pub fn publish(ctx: &mut Ctx<'_>, events: &[Arrived]) {
    let mut data: Vec<(String, Member)> = Vec::new();
    for event in events.iter().filter(|event| is_in(&event.message)) {
        let Ok(document) = serde_json::from_str::<Value>(&event.message) else { continue };
        let about = &document["_aws"];
        let at = about["Timestamp"].as_i64().unwrap_or(event.position.at());
        for directive in about["CloudWatchMetrics"].as_array().into_iter().flatten() {
            read(&document, directive, at, &mut data);
        }
    }
    data.sort_by(|one, other| one.0.cmp(&other.0));
    for some in data.chunk_by(|one, other| one.0 == other.0) {
        let Some((namespace, _)) = some.first() else { continue };
        filters::publish(ctx, namespace, some.iter().map(|(_, datum)| datum.clone()).collect());
    }
}

fn read(document: &Value, directive: &Value, at: i64, data: &mut Vec<(String, Member)>) {
    let Some(namespace) = directive["Namespace"].as_str() else { return };
    let sets = directive["Dimensions"].as_array().cloned().unwrap_or_default();
    let sets: Vec<Option<Vec<(String, String)>>> = if sets.is_empty() {
        vec![Some(Vec::new())]
    } else {
        sets.iter().map(|set| dimensions(document, set)).collect()
    };
    for metric in directive["Metrics"].as_array().into_iter().flatten() {
        let Some(name) = metric["Name"].as_str() else { continue };
        let numbers = numbers(&document[name]);
        if numbers.is_empty() {
            continue;
        }
        let of = MetricOf {
            namespace,
            name,
            unit: metric["Unit"].as_str(),
            resolution: metric["StorageResolution"].as_i64(),
        };
        for set in sets.iter().flatten() {
            let datum = filters::datum(of, at, set, &numbers);
            data.push((namespace.to_owned(), datum.into()));
        }
    }
}

/// The members that a set names; `None` if one is no text or not there.
fn dimensions(document: &Value, set: &Value) -> Option<Vec<(String, String)>> {
    let names = set.as_array()?;
    if names.len() > limits::EMBEDDED_DIMENSIONS_MAX {
        return None;
    }
    let value = |name: &Value| {
        let name = name.as_str()?;
        Some((name.to_owned(), document[name].as_str()?.to_owned()))
    };
    names.iter().map(value).collect()
}

fn numbers(value: &Value) -> Vec<(f64, f64)> {
    match value {
        Value::Number(number) => number.as_f64().map(|it| (it, 1.0)).into_iter().collect(),
        Value::Array(several) if several.len() <= limits::EMBEDDED_VALUES_MAX => {
            several.iter().filter_map(Value::as_f64).map(|it| (it, 1.0)).collect()
        }
        _ => Vec::new(),
    }
}
