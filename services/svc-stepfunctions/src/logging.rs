//! Events of histories as log events of CloudWatch Logs.
//!
//! The state machine's role sets the delivery up when the state machine is made: it looks for the
//! log group and lets `delivery.logs.amazonaws.com` write there by a resource policy, as AWS has
//! it done. Events are written in the transaction of their step; what the group does not take is
//! lost ("delivered on a best-effort basis").
//!
//! Source: Step Functions Developer Guide, "Using CloudWatch Logs to log execution history"
//! (levels, permissions, payloads); CloudWatch Logs User Guide, "Enable logging from AWS services"
//! (the policy `AWSLogDeliveryWrite20150319`). [U]: the form of streams' names, the members of a
//! log event, the texts of refusals.

use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, Struct, Timestamp, Value};
use serde_json::{Value as Json, json};
use targets::log_group::{Entry, Writing, group_of};

use crate::api::{
    CloudWatchLogsLogGroupBuilder, LogDestinationBuilder, LoggingConfiguration,
    LoggingConfigurationBuilder, error,
};
use crate::document;
use crate::state::{LoggingRow, RunRow};
use crate::{history, task};

const PRINCIPAL: &str = "delivery.logs.amazonaws.com";
const POLICY: &str = "AWSLogDeliveryWrite20150319";
/// "If escaped input or escaped output … exceeds 248KB, it will be truncated."
const DATA_MAX: usize = 248 * 1_024;
/// Bytes of one PutLogEvents: "the maximum batch size is 1,048,576 bytes".
const BATCH_BYTES_MAX: usize = 1_000_000;

/// What a client wants logged.
pub fn read(asked: Option<LoggingConfiguration<'_>>) -> Result<Option<LoggingRow>, ApiError> {
    let Some(asked) = asked else { return Ok(None) };
    let level = asked.level().unwrap_or("OFF").to_owned();
    let invalid = |text: &str| {
        error::invalid_logging_configuration(format!("Invalid Logging Configuration: {text}"))
    };
    let destinations = asked.destinations();
    let count = destinations.map_or(0, |list| list.iter().count());
    if count > 1 || (count == 0 && level != "OFF") {
        return Err(invalid("Must specify exactly one Log Destination."));
    }
    let first = destinations.and_then(|list| list.iter().next());
    let group = first.and_then(|it| it.cloud_watch_logs_log_group()?.log_group_arn());
    let group = group.map(str::to_owned);
    if let Some(group) = &group {
        let is_group = Arn::parse(group).is_some_and(|arn| group_of(&arn).is_some());
        if !is_group || !group.ends_with(":*") {
            return Err(invalid("Log Group ARN must be provided with '*' qualifier."));
        }
    } else if level != "OFF" {
        return Err(invalid("Must specify exactly one Log Destination."));
    }
    let with_data = asked.include_execution_data().unwrap_or(false);
    if level == "OFF" && group.is_none() && !with_data {
        return Ok(None);
    }
    Ok(Some(LoggingRow { level, with_data, group }))
}

pub fn shown(row: Option<&LoggingRow>) -> LoggingConfigurationBuilder {
    let Some(row) = row else {
        return LoggingConfigurationBuilder::new().level("OFF").include_execution_data(false);
    };
    let destinations = row.group.as_ref().map(|group| {
        let group = CloudWatchLogsLogGroupBuilder::new().log_group_arn(group);
        vec![LogDestinationBuilder::new().cloud_watch_logs_log_group(group)]
    });
    LoggingConfigurationBuilder::new()
        .level(&row.level)
        .include_execution_data(row.with_data)
        .destinations(destinations)
}

/// Sets the delivery up as the role.
pub fn set_up(ctx: &mut Ctx<'_>, row: Option<&LoggingRow>, role: &str) -> Result<(), ApiError> {
    let Some(row) = row.filter(|row| row.level != "OFF") else { return Ok(()) };
    let group = row.group.as_deref().and_then(Arn::parse);
    let (Some(group), Some(role)) = (group, Arn::parse(role)) else { return Ok(()) };
    let Some(name) = group_of(&group) else { return Ok(()) };
    let refused = |error: ApiError| match error.code() {
        "AccessDenied" | "AccessDeniedException" => ApiError::new(
            "AccessDeniedException",
            "The state machine IAM Role is not authorized to access the Log Destination",
        )
        .with_status(400),
        _ => error,
    };
    let ask = |operation: &'static str| Ask::to("logs", operation).as_role(&role, "StepFunctions");
    let groups = ctx.call(ask("DescribeLogGroups").with("logGroupNamePrefix", name));
    let groups = groups.map_err(refused)?;
    let mut found = groups.list("logGroups").unwrap_or_default().iter();
    if !found.any(|it| it.as_struct().and_then(|it| it.str("logGroupName")) == Some(name)) {
        return Err(error::invalid_logging_configuration(
            "Invalid Logging Configuration: The log group does not exist.",
        ));
    }
    let policies = ctx.call(ask("DescribeResourcePolicies")).map_err(refused)?;
    let mut policies = policies.list("resourcePolicies").unwrap_or_default().iter();
    let own = policies.find_map(|it| {
        let policy = it.as_struct().filter(|it| it.str("policyName") == Some(POLICY))?;
        serde_json::from_str::<Json>(policy.str("policyDocument")?).ok()
    });
    let Some(document) = extended(own, ctx, &group) else { return Ok(()) };
    let put = ask("PutResourcePolicy")
        .with("policyName", POLICY)
        .with("policyDocument", document.to_string());
    ctx.call(put).map(drop).map_err(refused)
}

/// The policy with this group in it; `None` where it is there.
fn extended(own: Option<Json>, ctx: &Ctx<'_>, group: &Arn) -> Option<Json> {
    let plain = group.to_string();
    let resource = json!(format!("{}:log-stream:*", plain.trim_end_matches(":*")));
    let mut document = own.unwrap_or_else(|| {
        json!({"Version": "2012-10-17", "Statement": [{
            "Sid": "AWSLogDeliveryWrite",
            "Effect": "Allow",
            "Principal": {"Service": PRINCIPAL},
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [],
            "Condition": {
                "StringEquals": {"aws:SourceAccount": ctx.account().as_str()},
                "ArnLike": {"aws:SourceArn": source(ctx)},
            },
        }]})
    });
    let resources = document.pointer_mut("/Statement/0/Resource")?;
    if let Json::String(single) = resources {
        *resources = json!([single.clone()]);
    }
    let resources = resources.as_array_mut()?;
    if resources.contains(&resource) {
        return None;
    }
    resources.push(resource);
    Some(document)
}

fn source(ctx: &Ctx<'_>) -> String {
    format!("arn:aws:logs:{}:{}:*", ctx.region().as_str(), ctx.account().as_str())
}

/// Whether events of this type are logged: "Log levels for Step Functions execution events".
pub fn is_wanted(row: &LoggingRow, kind: &str) -> bool {
    match row.level.as_str() {
        "ALL" => true,
        "ERROR" => {
            kind == "FailStateEntered"
                || ["Failed", "TimedOut", "Aborted"].iter().any(|end| kind.ends_with(end))
        }
        "FATAL" => matches!(kind, "ExecutionFailed" | "ExecutionTimedOut" | "ExecutionAborted"),
        _ => false,
    }
}

/// A log event of an event of the history.
pub fn entry(row: &LoggingRow, event: &Struct, arn: &str, redrives: u32) -> Entry {
    let number = |name: &str| event.int(name).unwrap_or_default().to_string();
    let at = event.timestamp("timestamp").unwrap_or(Timestamp::EPOCH);
    let details = event.iter().find_map(|(name, value)| match value {
        Value::Struct(details) if name.ends_with("Details") => Some(details.clone()),
        _ => None,
    });
    let mut shown = json!({"id": number("id"), "type": event.str("type")});
    if let Some(mut details) = details {
        if row.with_data {
            cut(&mut details);
        } else {
            history::without_data(&mut details);
        }
        shown["details"] = document::json_of(&Value::Struct(details));
    }
    shown["redrive_count"] = json!(redrives.to_string());
    shown["previous_event_id"] = json!(number("previousEventId"));
    shown["event_timestamp"] = json!(at.millis().to_string());
    shown["execution_arn"] = json!(arn);
    Entry { millis: at.millis(), message: shown.to_string() }
}

fn cut(details: &mut Struct) {
    for (name, note) in [("input", "inputDetails"), ("output", "outputDetails")] {
        let Some(text) = details.str(name).filter(|text| text.len() > DATA_MAX) else { continue };
        let end = (0..=DATA_MAX).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let text = text[..end].to_owned();
        details.set(name, text);
        details.set(note, Struct::new().with("truncated", true));
    }
}

/// Writes what has happened in a step.
pub fn write(ctx: &mut Ctx<'_>, row: &LoggingRow, run: &RunRow, entries: Vec<Entry>) {
    let Some(group) = row.group.as_deref().and_then(Arn::parse) else { return };
    let minute = Timestamp::from_micros(run.started).iso8601_millis();
    let minute: String =
        minute.chars().take(16).map(|c| if c == 'T' || c == ':' { '-' } else { c }).collect();
    let machine = run.machine.split('/').next().unwrap_or_default();
    let stream = format!("states/{machine}/{minute}/{:08x}", run.machine_id >> 32);
    let (account, source) = (ctx.account(), source(ctx));
    let acting = |ask: Ask| ask.as_service(PRINCIPAL).for_source(source.clone(), account);
    let (mut batch, mut bytes) = (Vec::new(), 0);
    let mut batches = Vec::new();
    for entry in entries {
        if bytes + entry.message.len() > BATCH_BYTES_MAX && !batch.is_empty() {
            batches.push(std::mem::take(&mut batch));
            bytes = 0;
        }
        bytes += entry.message.len() + 26;
        batch.push(entry);
    }
    batches.push(batch);
    for batch in batches {
        let Ok(writing) = Writing::to(&group, &stream, batch) else { return };
        if let Err(error) = writing.write(ctx, acting) {
            let session = task::session(&run.name);
            tracing::debug!(%error, execution = session, "cannot log an execution's events");
        }
    }
}
