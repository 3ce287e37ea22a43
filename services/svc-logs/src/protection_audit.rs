//! What data protection has found in events: a metric of the group, and reports where a policy
//! wants them.
//!
//! Source: "Audit findings reports" and "Monitoring with CloudWatch metrics" in the CloudWatch Logs
//! User Guide. [U]: the stream into which reports go.

use bytes::Bytes;
use kernel::metrics::Metric;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, Principal, Struct, Value};
use serde_json::{Value as Json, json};

use crate::filters::Arrived;
use crate::protection::{Masks, Policy};
use crate::state::{Group, STREAMS};

static WITH_FINDINGS: Metric = Metric::new("AWS/Logs", "LogEventsWithFindings", "None");
const STREAM: &str = "data-protection-audit";
/// Places of findings that a report names.
const DETECTIONS_MAX: usize = 100;

/// Looks at events as they came, by the policies that hold.
pub fn apply(
    ctx: &mut Ctx<'_>,
    group: &Group,
    masks: &Masks,
    events: &[Arrived],
) -> Result<(), ApiError> {
    let mut with_findings = 0;
    for event in events {
        let mut has_any = false;
        for policy in masks.at(event.position.request()) {
            let found = findings(policy, &event.message);
            if !found.is_empty() {
                has_any = true;
                tell(ctx, group, policy, found)?;
            }
        }
        with_findings += usize::from(has_any);
    }
    if with_findings > 0 {
        let dimensions = [("LogGroupName", group.name.as_str())];
        ctx.metric(&WITH_FINDINGS, &dimensions, with_findings as f64);
    }
    Ok(())
}

/// By identifier, how often and where: characters, counted from 1, the last one included.
fn findings(policy: &Policy, message: &str) -> Vec<Json> {
    let mut all = Vec::new();
    for detector in &policy.detectors {
        let spans = detector.find(message);
        if spans.is_empty() {
            continue;
        }
        let characters = |bytes: usize| message[..bytes].chars().count();
        let detections: Vec<Json> = spans
            .iter()
            .take(DETECTIONS_MAX)
            .map(|span| json!({"start": characters(span.start) + 1, "end": characters(span.end)}))
            .collect();
        all.push(json!({
            "name": detector.name(),
            "count": spans.len(),
            "detections": detections,
        }));
    }
    all
}

fn tell(
    ctx: &mut Ctx<'_>,
    group: &Group,
    policy: &Policy,
    found: Vec<Json>,
) -> Result<(), ApiError> {
    let destinations = &policy.findings;
    if destinations.group.is_none() && destinations.firehose.is_none() {
        return Ok(());
    }
    let at = ctx.now().to_jiff().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let report = json!({
        "auditTimestamp": at,
        "resourceArn": format!("{}:*", group.arn(ctx)),
        "dataIdentifiers": found,
    })
    .to_string();
    // What the account has set up is done in its name, as metric filters do.
    let as_account = |ctx: &Ctx<'_>, mut ask: Ask| {
        ask.principal = Some(Principal::Root(ctx.account()));
        Job::now(ask)
    };
    if let Some(name) = &destinations.group {
        let to = crate::group::find(ctx, name)?;
        if !ctx.table(&STREAMS).contains(&(to.row.id, STREAM))? {
            let ask = Ask::to("logs", "CreateLogStream")
                .with("logGroupName", name.as_str())
                .with("logStreamName", STREAM);
            let job = as_account(ctx, ask);
            ctx.enqueue(job);
        }
        let event = Struct::new().with("timestamp", ctx.now().millis());
        let event = event.with("message", report.as_str());
        let ask = Ask::to("logs", "PutLogEvents")
            .with("logGroupName", name.as_str())
            .with("logStreamName", STREAM)
            .with("logEvents", vec![Value::from(event)]);
        let job = as_account(ctx, ask);
        ctx.enqueue(job);
    }
    if let Some(name) = &destinations.firehose {
        let data = Bytes::from(format!("{report}\n"));
        let ask = Ask::to("firehose", "PutRecord")
            .with("DeliveryStreamName", name.as_str())
            .with("Record", Struct::new().with("Data", data));
        let job = as_account(ctx, ask);
        ctx.enqueue(job);
    }
    Ok(())
}
