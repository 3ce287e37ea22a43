//! RedrivePolicy and RedriveAllowPolicy: reading, showing, checking; ListDeadLetterSourceQueues.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};
use serde_json::{Value as Json, json};
use store::Range;

use crate::api::queue_attribute_name as name;
use crate::api::{ListDeadLetterSourceQueuesInput, ListDeadLetterSourceQueuesOutput};
use crate::errors;
use crate::limits;
use crate::listing::Page;
use crate::queue;
use crate::state::{Queue, REDRIVE_SOURCES, RedriveAllowPolicy, RedrivePolicy};

const TARGET: &str = "deadLetterTargetArn";
const COUNT: &str = "maxReceiveCount";

/// The policy; an empty text removes it.
pub fn parse_policy(text: &str) -> Result<Option<RedrivePolicy>, ApiError> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |reason: String| errors::invalid_value(text, name::REDRIVE_POLICY, reason);
    let Ok(Json::Object(policy)) = serde_json::from_str(text) else {
        return Err(wrong("Redrive policy is not a valid JSON map.".to_owned()));
    };
    let missing =
        |key: &str| wrong(format!("Redrive policy does not contain mandatory attribute: {key}."));
    let unknown = policy.keys().find(|key| *key != TARGET && *key != COUNT);
    if let Some(key) = unknown {
        return Err(wrong(format!("Redrive policy contains an unknown attribute: {key}.")));
    }
    let count = policy.get(COUNT).ok_or_else(|| missing(COUNT))?;
    let target = policy.get(TARGET).ok_or_else(|| missing(TARGET))?;
    let number = count.as_i64().or_else(|| count.as_str()?.parse().ok());
    let number = number.filter(|number| limits::MAX_RECEIVE_COUNT.contains(number));
    let Some(number) = number else {
        let shown = count.as_str().map_or_else(|| count.to_string(), str::to_owned);
        return Err(wrong(format!(
            "Invalid value for maxReceiveCount: {shown}, valid values are from 1 to 1000 both \
             inclusive."
        )));
    };
    let arn = target.as_str().filter(|arn| is_queue_arn(arn));
    let arn = arn.ok_or_else(|| wrong("Invalid value for deadLetterTargetArn.".to_owned()))?;
    Ok(Some(RedrivePolicy { target_arn: arn.to_owned(), max_receive_count: number as u32 }))
}

pub fn show_policy(policy: &RedrivePolicy) -> String {
    json!({ TARGET: policy.target_arn, COUNT: policy.max_receive_count }).to_string()
}

pub fn parse_allow(text: &str) -> Result<Option<RedriveAllowPolicy>, ApiError> {
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |reason: &str| errors::invalid_value(text, name::REDRIVE_ALLOW_POLICY, reason);
    let Ok(Json::Object(policy)) = serde_json::from_str(text) else {
        return Err(wrong("Redrive allow policy is not a valid JSON map."));
    };
    let sources = policy.get("sourceQueueArns");
    let permission = policy.get("redrivePermission").and_then(Json::as_str);
    match (permission, sources) {
        (Some("allowAll"), None) => Ok(Some(RedriveAllowPolicy::AllowAll)),
        (Some("denyAll"), None) => Ok(Some(RedriveAllowPolicy::DenyAll)),
        (Some("allowAll" | "denyAll"), Some(_)) => {
            Err(wrong("sourceQueueArns can be specified only when redrivePermission is byQueue."))
        }
        (Some("byQueue"), Some(Json::Array(arns))) => {
            let texts = arns.iter().map(|arn| arn.as_str().filter(|arn| is_queue_arn(arn)));
            let texts: Option<Vec<String>> = texts.map(|arn| arn.map(str::to_owned)).collect();
            let texts = texts.ok_or_else(|| wrong("sourceQueueArns must be ARNs of queues."))?;
            if texts.is_empty() || texts.len() > limits::REDRIVE_SOURCES_MAX {
                return Err(wrong("sourceQueueArns can hold from 1 to 10 ARNs."));
            }
            Ok(Some(RedriveAllowPolicy::ByQueue(texts)))
        }
        (Some("byQueue"), _) => Err(wrong("byQueue requires a list of sourceQueueArns.")),
        (Some(_), _) => Err(wrong("redrivePermission must be one of: allowAll, denyAll, byQueue.")),
        (None, _) => Err(wrong(
            "Redrive allow policy does not contain mandatory attribute: redrivePermission.",
        )),
    }
}

pub fn show_allow(policy: &RedriveAllowPolicy) -> String {
    match policy {
        RedriveAllowPolicy::AllowAll => json!({ "redrivePermission": "allowAll" }),
        RedriveAllowPolicy::DenyAll => json!({ "redrivePermission": "denyAll" }),
        RedriveAllowPolicy::ByQueue(arns) => {
            json!({ "redrivePermission": "byQueue", "sourceQueueArns": arns })
        }
    }
    .to_string()
}

/// Checks a queue's redrive policy, when it is another than before, against its target, and keeps
/// the list of who names whom.
pub fn change(
    ctx: &mut Ctx<'_>,
    queue: &Queue,
    before: Option<&RedrivePolicy>,
) -> Result<(), ApiError> {
    let after = queue.row.settings.redrive.as_ref();
    if after == before {
        return Ok(());
    }
    if let Some(policy) = after {
        check_target(ctx, queue, policy)?;
    }
    for (policy, is_new) in [(before, false), (after, true)] {
        let arn = policy.and_then(|policy| Arn::parse(&policy.target_arn));
        let Some(arn) = arn else { continue };
        let key = (arn.resource.as_str(), queue.name.as_str());
        if is_new {
            ctx.table_mut(&REDRIVE_SOURCES).put(&key, &());
        } else {
            ctx.table_mut(&REDRIVE_SOURCES).delete(&key);
        }
    }
    Ok(())
}

/// Whether any queue names this one in its redrive policy.
pub fn is_dead_letter_queue(ctx: &Ctx<'_>, queue: &Queue) -> Result<bool, ApiError> {
    let sources = Range::within(&(queue.name.as_str(),));
    Ok(!ctx.table(&REDRIVE_SOURCES).is_empty(&sources)?)
}

pub fn list_dead_letter_source_queues(
    ctx: &mut Ctx<'_>,
    input: ListDeadLetterSourceQueuesInput<'_>,
) -> Result<ListDeadLetterSourceQueuesOutput, ApiError> {
    let queue = queue::find_by_url(ctx, input.queue_url())?;
    let operation = "ListDeadLetterSourceQueues";
    let page = Page::read(operation, input.max_results(), input.next_token())?;
    let mut range = Range::within(&(queue.name.as_str(),));
    if let Some(after) = &page.after {
        range = range.after(&(queue.name.as_str(), after.as_str()));
    }
    let keys = ctx.table(&REDRIVE_SOURCES).keys(&range);
    let names = keys.take(page.max + 1).map(|key| key.map(|(_, source)| source));
    let names = names.collect::<Result<Vec<_>, _>>()?;
    let (names, next_token) = page.cut(names);
    let urls: Vec<_> = names.iter().map(|name| queue::url(ctx, name)).collect();
    Ok(ListDeadLetterSourceQueuesOutput::new().queue_urls(urls).next_token(next_token))
}

fn check_target(ctx: &Ctx<'_>, queue: &Queue, policy: &RedrivePolicy) -> Result<(), ApiError> {
    let shown = show_policy(policy);
    let wrong = |reason: &str| errors::invalid_value(&shown, name::REDRIVE_POLICY, reason);
    let target = queue::find_by_arn(ctx, &policy.target_arn)?;
    let target = target.ok_or_else(|| wrong("Dead letter target does not exist."))?;
    if target.row.is_fifo != queue.row.is_fifo {
        return Err(wrong("Dead-letter queue must be same type of queue as the source."));
    }
    if target.name == queue.name {
        return Err(wrong("Dead letter target cannot be the queue itself."));
    }
    let arn = ctx.arn(&queue.name).to_string();
    let is_allowed = match &target.row.settings.redrive_allow {
        None | Some(RedriveAllowPolicy::AllowAll) => true,
        Some(RedriveAllowPolicy::DenyAll) => false,
        Some(RedriveAllowPolicy::ByQueue(sources)) => sources.contains(&arn),
    };
    if is_allowed {
        Ok(())
    } else {
        Err(wrong("Dead letter target does not permit this queue in its redrive allow policy."))
    }
}

fn is_queue_arn(text: &str) -> bool {
    Arn::parse(text).is_some_and(|arn| {
        arn.service == "sqs" && arn.account_id().is_some() && arn.region().is_some()
    })
}
