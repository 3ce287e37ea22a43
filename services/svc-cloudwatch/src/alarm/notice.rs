//! What others are told of an alarm: SNS, EventBridge, Lambda, and the alarm's history.
//!
//! Sources: notifications that users have published (SNS); User Guide, "Alarm events and
//! EventBridge" and "Invoke a Lambda function from an alarm". `Trigger` of an alarm on `Metrics`
//! is our reading.

use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{Ctx, Timestamp};
use serde_json::{Map, Value as Json, json};
use targets::{BusEvent, Delivery};

use crate::alarm::{self, reason};
use crate::state::{AlarmKind, AlarmRow, MetricRule, MetricStat, Query, StateRow, What};

const PRINCIPAL: &str = "cloudwatch.amazonaws.com";
/// SNS takes subjects of so many characters.
const SUBJECT_CHARS_MAX: usize = 100;

/// An alarm that has brought a composite one into its state.
#[derive(Clone, Debug)]
pub struct Child {
    pub arn: String,
    pub value: String,
    pub at: Timestamp,
}

pub struct Change<'a> {
    pub name: &'a str,
    pub row: &'a AlarmRow,
    pub before: &'a StateRow,
    pub children: &'a [Child],
}

/// `ALARM: "name" in US East (N. Virginia)`
pub fn subject(ctx: &Ctx<'_>, change: &Change<'_>) -> String {
    let (state, place) = (&change.row.state.value, region_name(ctx));
    let usual = format!("{state}: \"{}\" in {place}", change.name);
    if usual.chars().count() <= SUBJECT_CHARS_MAX {
        return usual;
    }
    let around = format!("{state}: \"...\" in {place}").chars().count();
    let name: String = change.name.chars().take(SUBJECT_CHARS_MAX - around).collect();
    format!("{state}: \"{name}...\" in {place}")
}

/// CloudWatch calls the regions of Europe by an older name.
fn region_name(ctx: &Ctx<'_>) -> String {
    ctx.region().info().description.replace("Europe (", "EU (")
}

/// The message of SNS.
pub fn message(ctx: &Ctx<'_>, change: &Change<'_>) -> String {
    let Change { name, row, before, .. } = change;
    let mut message = json!({
        "AlarmName": name,
        "AlarmDescription": row.description,
        "AWSAccountId": ctx.account().as_str(),
        "AlarmConfigurationUpdatedTimestamp": time(row.updated),
        "NewStateValue": row.state.value,
        "NewStateReason": row.state.reason,
        "StateChangeTime": time(row.state.updated),
        "Region": region_name(ctx),
        "AlarmArn": alarm::arn(ctx, name),
        "OldStateValue": before.value,
        "OKActions": row.ok_actions,
        "AlarmActions": row.alarm_actions,
        "InsufficientDataActions": row.insufficient_data_actions,
    });
    let members = message.as_object_mut().expect("it is an object");
    match &row.kind {
        AlarmKind::Metric(rule) => {
            members.insert("Trigger".to_owned(), trigger(rule));
        }
        AlarmKind::Composite(composite) => {
            members.insert("AlarmRule".to_owned(), json!(composite.rule));
            let children = change.children.iter().map(|child| {
                let state = json!({"Value": child.value, "Timestamp": long(child.at)});
                json!({"Arn": child.arn, "State": state})
            });
            members.insert("TriggeringChildren".to_owned(), children.collect());
        }
    }
    message.to_string()
}

fn trigger(rule: &MetricRule) -> Json {
    let mut trigger = Map::new();
    let mut set = |name: &str, value: Json| {
        trigger.insert(name.to_owned(), value);
    };
    let single = rule.stats().next().filter(|_| rule.is_single);
    if let Some(stat) = single {
        set("MetricName", json!(stat.name));
        set("Namespace", json!(stat.namespace));
        let simple = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];
        if simple.contains(&stat.stat.as_str()) {
            set("StatisticType", json!("Statistic"));
            set("Statistic", json!(statistic_word(&stat.stat)));
        } else {
            set("StatisticType", json!("ExtendedStatistic"));
            set("ExtendedStatistic", json!(stat.stat));
        }
        set("Unit", json!(stat.unit));
        let dimensions = stat.dimensions.iter();
        let dimensions = dimensions.map(|(name, value)| json!({"value": value, "name": name}));
        set("Dimensions", dimensions.collect());
    }
    set("Period", json!(rule.period()));
    set("EvaluationPeriods", json!(rule.evaluation_periods));
    if let Some(least) = rule.datapoints_to_alarm {
        set("DatapointsToAlarm", json!(least));
    }
    set("ComparisonOperator", json!(rule.comparison));
    match &rule.threshold_metric {
        Some(id) => set("ThresholdMetricId", json!(id)),
        None => set("Threshold", json!(rule.threshold)),
    }
    set("TreatMissingData", json!(rule.missing.as_deref().unwrap_or("missing")));
    set("EvaluateLowSampleCountPercentile", json!(rule.low_samples.as_deref().unwrap_or("")));
    if single.is_none() {
        set("Metrics", rule.queries.iter().map(query).collect());
    }
    Json::Object(trigger)
}

/// `SUM`, `AVERAGE`, `SAMPLE_COUNT`
fn statistic_word(name: &str) -> String {
    if name == "SampleCount" { "SAMPLE_COUNT".to_owned() } else { name.to_uppercase() }
}

fn query(query: &Query) -> Json {
    let mut shown = Map::new();
    shown.insert("Id".to_owned(), json!(query.id));
    if let Some(label) = &query.label {
        shown.insert("Label".to_owned(), json!(label));
    }
    match &query.what {
        What::Expression(text) => {
            shown.insert("Expression".to_owned(), json!(text));
        }
        What::Stat(stat) => {
            let dimensions = stat.dimensions.iter();
            let dimensions: Json =
                dimensions.map(|(name, value)| json!({"value": value, "name": name})).collect();
            let metric = json!({
                "Dimensions": dimensions,
                "MetricName": stat.name,
                "Namespace": stat.namespace,
            });
            let stat = json!({"Metric": metric, "Period": stat.period, "Stat": stat.stat});
            shown.insert("MetricStat".to_owned(), stat);
        }
    }
    shown.insert("ReturnData".to_owned(), json!(query.returns_data != Some(false)));
    Json::Object(shown)
}

/// The detail of the event of EventBridge.
pub fn event(ctx: &Ctx<'_>, change: &Change<'_>) -> Json {
    json!({
        "alarmName": change.name,
        "configuration": configuration(change.name, change.row, ctx),
        "previousState": state(change.before),
        "state": state(&change.row.state),
    })
}

/// The event of a Lambda function that is the action.
pub fn lambda_event(ctx: &Ctx<'_>, change: &Change<'_>) -> String {
    let event = json!({
        "source": "aws.cloudwatch",
        "alarmArn": alarm::arn(ctx, change.name),
        "accountId": ctx.account().as_str(),
        "time": time(change.row.state.updated),
        "region": ctx.region().as_str(),
        "alarmData": {
            "alarmName": change.name,
            "state": state(&change.row.state),
            "previousState": state(change.before),
            "configuration": configuration(change.name, change.row, ctx),
        },
    });
    event.to_string()
}

fn state(of: &StateRow) -> Json {
    let mut shown = json!({"reason": of.reason});
    let members = shown.as_object_mut().expect("it is an object");
    if let Some(data) = &of.data {
        members.insert("reasonData".to_owned(), json!(data));
    }
    members.insert("timestamp".to_owned(), json!(time(of.updated)));
    members.insert("value".to_owned(), json!(of.value));
    shown
}

fn configuration(name: &str, row: &AlarmRow, ctx: &Ctx<'_>) -> Json {
    let mut shown = Map::new();
    if let Some(description) = &row.description {
        shown.insert("description".to_owned(), json!(description));
    }
    match &row.kind {
        AlarmKind::Composite(composite) => {
            shown.insert("alarmRule".to_owned(), json!(composite.rule));
        }
        AlarmKind::Metric(rule) => {
            let metrics = rule.queries.iter().map(|query| event_query(query, name, ctx));
            shown.insert("metrics".to_owned(), metrics.collect());
        }
    }
    Json::Object(shown)
}

fn event_query(query: &Query, name: &str, ctx: &Ctx<'_>) -> Json {
    let mut shown = Map::new();
    // A metric that was given by its name has no id: the same alarm shows the same one always.
    let id = if query.id.is_empty() { unnamed(ctx, name) } else { query.id.clone() };
    shown.insert("id".to_owned(), json!(id));
    match &query.what {
        What::Expression(text) => {
            shown.insert("expression".to_owned(), json!(text));
        }
        What::Stat(stat) => {
            shown.insert("metricStat".to_owned(), event_stat(stat));
        }
    }
    if let Some(label) = &query.label {
        shown.insert("label".to_owned(), json!(label));
    }
    shown.insert("returnData".to_owned(), json!(query.returns_data != Some(false)));
    Json::Object(shown)
}

fn event_stat(stat: &MetricStat) -> Json {
    let dimensions: Map<String, Json> =
        stat.dimensions.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    let metric = json!({
        "dimensions": dimensions,
        "name": stat.name,
        "namespace": stat.namespace,
    });
    let mut shown = json!({"metric": metric, "period": stat.period, "stat": stat.stat});
    if let Some(unit) = &stat.unit {
        shown["unit"] = json!(unit);
    }
    shown
}

/// In the form of a UUID, of an alarm's ARN.
fn unnamed(ctx: &Ctx<'_>, name: &str) -> String {
    let arn = alarm::arn(ctx, name);
    let hash = |seed: u64| {
        arn.bytes()
            .fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
    };
    let (high, low) = (hash(0xcbf2_9ce4_8422_2325), hash(0x8422_2325_cbf2_9ce4));
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

/// The data of an entry of the history.
pub fn history(change: &Change<'_>) -> String {
    let state = |of: &StateRow| {
        let mut shown = json!({"stateValue": of.value, "stateReason": of.reason});
        let data = of.data.as_deref().and_then(|text| serde_json::from_str::<Json>(text).ok());
        if let Some(data) = data {
            shown["stateReasonData"] = data;
        }
        shown
    };
    let (old, new) = (state(change.before), state(&change.row.state));
    json!({"version": "1.0", "oldState": old, "newState": new}).to_string()
}

/// The data of a composite alarm's state.
pub fn triggering(children: &[Child]) -> String {
    let children = children.iter().map(|child| {
        let state = json!({"value": child.value, "timestamp": long(child.at)});
        json!({"arn": child.arn, "state": state})
    });
    json!({"triggeringAlarms": children.collect::<Vec<_>>()}).to_string()
}

/// "CloudWatch Alarm Configuration Change"
pub fn configured(ctx: &Ctx<'_>, name: &str, row: &AlarmRow, operation: &str) -> Json {
    let mut configuration = configuration(name, row, ctx);
    let members = configuration.as_object_mut().expect("it is an object");
    if let AlarmKind::Metric(rule) = &row.kind {
        match &rule.threshold_metric {
            Some(id) => members.insert("thresholdMetricId".to_owned(), json!(id)),
            None => members.insert("threshold".to_owned(), json!(rule.threshold)),
        };
        members.insert("evaluationPeriods".to_owned(), json!(rule.evaluation_periods));
        members.insert("comparisonOperator".to_owned(), json!(rule.comparison));
        let missing = rule.missing.as_deref().unwrap_or("missing");
        members.insert("treatMissingData".to_owned(), json!(missing));
    }
    members.insert("timestamp".to_owned(), json!(time(row.updated)));
    members.insert("alarmName".to_owned(), json!(name));
    members.insert("actionsEnabled".to_owned(), json!(row.are_actions_enabled));
    members.insert("okActions".to_owned(), json!(row.ok_actions));
    members.insert("alarmActions".to_owned(), json!(row.alarm_actions));
    members.insert("insufficientDataActions".to_owned(), json!(row.insufficient_data_actions));
    json!({
        "alarmName": name,
        "operation": operation,
        "state": {"value": row.state.value, "timestamp": time(row.state.updated)},
        "configuration": configuration,
    })
}

/// Puts an event on the account's default bus.
pub fn put_event(ctx: &mut Ctx<'_>, kind: &str, name: &str, detail: Json) {
    if !ctx.has_operation("events", "PutEvents") {
        return;
    }
    let arn = alarm::arn(ctx, name);
    let event = BusEvent {
        source: "aws.cloudwatch".to_owned(),
        detail_type: kind.to_owned(),
        detail: detail.to_string(),
        resources: vec![arn.clone()],
        time: Some(ctx.now().secs()),
    };
    let bus = Arn::regional("events", ctx.region(), ctx.account(), "event-bus/default");
    let delivery = Delivery { event: Some(event), ..Delivery::default() };
    let ask = targets::delivery(&bus, &delivery).expect("buses take events");
    let account = ctx.account();
    ctx.enqueue(Job::now(ask.as_service(PRINCIPAL).for_source(arn, account)));
}

fn time(micros: i64) -> String {
    long(Timestamp::from_micros(micros))
}

fn long(at: Timestamp) -> String {
    reason::long_time(at)
}
