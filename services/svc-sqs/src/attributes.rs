//! The attributes of queues: what may be set, what they say, GetQueueAttributes and
//! SetQueueAttributes.

use std::ops::RangeInclusive;
use std::sync::Arc;

use kernel::view::List;
use kernel::{AccountId, ApiError, Ctx, Timestamp};

use crate::api::error;
use crate::api::queue_attribute_name as name;
use crate::api::{
    GetQueueAttributesInput, GetQueueAttributesOutput, SetQueueAttributesInput,
    SetQueueAttributesOutput,
};
use crate::encryption;
use crate::errors;
use crate::index::Counts;
use crate::limits;
use crate::messages;
use crate::policy;
use crate::queue;
use crate::redrive;
use crate::state::{Queue, Settings};

/// In the order in which AWS lists them.
const NAMES: [&str; 21] = [
    name::POLICY,
    name::VISIBILITY_TIMEOUT,
    name::MAXIMUM_MESSAGE_SIZE,
    name::MESSAGE_RETENTION_PERIOD,
    name::APPROXIMATE_NUMBER_OF_MESSAGES,
    name::APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
    name::CREATED_TIMESTAMP,
    name::LAST_MODIFIED_TIMESTAMP,
    name::QUEUE_ARN,
    name::APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
    name::DELAY_SECONDS,
    name::RECEIVE_MESSAGE_WAIT_TIME_SECONDS,
    name::REDRIVE_POLICY,
    name::FIFO_QUEUE,
    name::CONTENT_BASED_DEDUPLICATION,
    name::KMS_MASTER_KEY_ID,
    name::KMS_DATA_KEY_REUSE_PERIOD_SECONDS,
    name::DEDUPLICATION_SCOPE,
    name::FIFO_THROUGHPUT_LIMIT,
    name::REDRIVE_ALLOW_POLICY,
    name::SQS_MANAGED_SSE_ENABLED,
];

/// What standard queues do not know. To ask one of them for it by name is refused (aws-sdk-ruby
/// issue 1350 has it for the first two).
const OF_FIFO_QUEUES: [&str; 4] = [
    name::FIFO_QUEUE,
    name::CONTENT_BASED_DEDUPLICATION,
    name::DEDUPLICATION_SCOPE,
    name::FIFO_THROUGHPUT_LIMIT,
];

const SCOPE_GROUP: &str = "messageGroup";
const SCOPE_QUEUE: &str = "queue";
const THROUGHPUT_GROUP: &str = "perMessageGroupId";
const THROUGHPUT_QUEUE: &str = "perQueue";

pub fn is_queue_attribute(attribute: &str) -> bool {
    attribute == name::ALL || NAMES.contains(&attribute)
}

pub fn get_queue_attributes(
    ctx: &mut Ctx<'_>,
    input: GetQueueAttributesInput<'_>,
) -> Result<GetQueueAttributesOutput, ApiError> {
    let mut queue = queue::find_by_url(ctx, input.queue_url())?;
    let wanted = input.attribute_names().map_or_else(Vec::new, List::to_vec);
    let is_fifo = queue.row.is_fifo;
    let is_unknown =
        |name: &&str| !is_queue_attribute(name) || !is_fifo && OF_FIFO_QUEUES.contains(name);
    if let Some(unknown) = wanted.iter().find(|name| is_unknown(name)) {
        return Err(errors::unknown_attribute(unknown));
    }
    messages::settle(ctx, &queue, limits::EXPIRED_PER_CALL_MAX)?;
    let cutoff = queue.cutoff(ctx.now());
    let counts = messages::index(ctx, &queue)?.counts(cutoff);
    let arn = ctx.arn(&queue.name).to_string();
    let wants_all = wanted.contains(&name::ALL);
    if let Some(bound) = &queue.row.settings.policy {
        let document = ctx.show_policy(bound)?;
        Arc::make_mut(&mut queue.row).settings.policy = Some(document);
    }
    let shown = NAMES.into_iter().filter(|name| wants_all || wanted.contains(name));
    let shown = shown.filter_map(|name| Some((name, show(&queue, counts, &arn, name)?)));
    let shown: Vec<_> = shown.collect();
    Ok(GetQueueAttributesOutput::new().attributes((!shown.is_empty()).then_some(shown)))
}

pub fn set_queue_attributes(
    ctx: &mut Ctx<'_>,
    input: SetQueueAttributesInput<'_>,
) -> Result<SetQueueAttributesOutput, ApiError> {
    let mut queue = queue::find_by_url(ctx, input.queue_url())?;
    let before = queue.row.settings.clone();
    check_one_encryption(input.attributes().iter())?;
    for (name, value) in input.attributes().iter() {
        if name == name::FIFO_QUEUE {
            return Err(errors::unknown_attribute(name));
        }
        let of = Kind { owner: ctx.account(), is_fifo: queue.row.is_fifo };
        set(&mut Arc::make_mut(&mut queue.row).settings, of, name, value)?;
    }
    check_together(&queue.row.settings)?;
    policy::check_named(ctx, before.policy.as_deref(), &queue.row.settings)?;
    policy::bind(ctx, &mut Arc::make_mut(&mut queue.row).settings)?;
    redrive::change(ctx, &queue, before.redrive.as_ref())?;
    queue::save(ctx, &mut queue);
    // A shorter delay of a FIFO queue shows messages that are in it already.
    ctx.wake(queue.topic(), 1);
    Ok(SetQueueAttributesOutput::new())
}

/// What a queue has whose maker says nothing.
pub fn defaults() -> Settings {
    Settings {
        delay_s: 0,
        maximum_message_bytes: *limits::MAXIMUM_MESSAGE_SIZE.end(),
        retention_s: 345_600,
        wait_s: 0,
        visibility_s: 30,
        policy: None,
        redrive: None,
        redrive_allow: None,
        is_managed_sse: true,
        kms_reuse_s: None,
        kms_key: None,
        is_content_based: false,
        is_group_scope: false,
        is_group_throughput: false,
    }
}

/// What of a queue never changes and decides what its attributes may be.
#[derive(Clone, Copy)]
pub struct Kind {
    pub owner: AccountId,
    pub is_fifo: bool,
}

/// Sets one attribute, but for `FifoQueue`, which is the queue's nature.
pub fn set(
    settings: &mut Settings,
    Kind { owner, is_fifo }: Kind,
    attribute: &str,
    value: &str,
) -> Result<(), ApiError> {
    let number = |range: &RangeInclusive<i64>| {
        let number = value.parse::<i64>().ok().filter(|number| range.contains(number));
        number.ok_or_else(|| errors::invalid_attribute_value(attribute))
    };
    let flag = || match value {
        "true" | "True" | "TRUE" => Ok(true),
        "false" | "False" | "FALSE" => Ok(false),
        _ => Err(errors::invalid_attribute_value(attribute)),
    };
    let one_of = |yes: &str, no: &str| match value {
        _ if !is_fifo => Err(only_for_fifo(attribute)),
        _ if value == yes => Ok(true),
        _ if value == no => Ok(false),
        _ => Err(errors::invalid_attribute_value(attribute)),
    };
    match attribute {
        name::DELAY_SECONDS => settings.delay_s = number(&limits::DELAY_SECONDS)?,
        name::MAXIMUM_MESSAGE_SIZE => {
            settings.maximum_message_bytes = number(&limits::MAXIMUM_MESSAGE_SIZE)?;
        }
        name::MESSAGE_RETENTION_PERIOD => {
            settings.retention_s = number(&limits::MESSAGE_RETENTION_PERIOD)?;
        }
        name::RECEIVE_MESSAGE_WAIT_TIME_SECONDS => {
            settings.wait_s = number(&limits::RECEIVE_MESSAGE_WAIT_TIME_SECONDS)?;
        }
        name::VISIBILITY_TIMEOUT => {
            settings.visibility_s = number(&limits::VISIBILITY_TIMEOUT)?;
        }
        name::POLICY => settings.policy = policy::parse_attribute(owner, value)?,
        name::REDRIVE_POLICY => settings.redrive = redrive::parse_policy(value)?,
        name::REDRIVE_ALLOW_POLICY => settings.redrive_allow = redrive::parse_allow(value)?,
        name::KMS_MASTER_KEY_ID => {
            settings.kms_key = encryption::read_key(value)?;
            // "Only one server-side encryption option is supported per queue."
            settings.is_managed_sse &= settings.kms_key.is_none();
        }
        name::KMS_DATA_KEY_REUSE_PERIOD_SECONDS => {
            settings.kms_reuse_s = Some(number(&limits::KMS_DATA_KEY_REUSE_PERIOD_SECONDS)?);
        }
        name::SQS_MANAGED_SSE_ENABLED => {
            settings.is_managed_sse = flag()?;
            if settings.is_managed_sse {
                settings.kms_key = None;
            }
        }
        name::CONTENT_BASED_DEDUPLICATION if is_fifo => settings.is_content_based = flag()?,
        name::DEDUPLICATION_SCOPE => {
            settings.is_group_scope = one_of(SCOPE_GROUP, SCOPE_QUEUE)?;
        }
        name::FIFO_THROUGHPUT_LIMIT => {
            settings.is_group_throughput = one_of(THROUGHPUT_GROUP, THROUGHPUT_QUEUE)?;
        }
        _ => return Err(errors::unknown_attribute(attribute)),
    }
    Ok(())
}

/// A request may not ask for both kinds of encryption.
pub fn check_one_encryption<'a>(
    asked: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<(), ApiError> {
    let kinds = asked.filter(|(name, value)| match *name {
        name::KMS_MASTER_KEY_ID => !value.is_empty(),
        name::SQS_MANAGED_SSE_ENABLED => value.eq_ignore_ascii_case("true"),
        _ => false,
    });
    if kinds.count() > 1 { Err(errors::two_encryptions()) } else { Ok(()) }
}

/// What two attributes may not say together.
pub fn check_together(settings: &Settings) -> Result<(), ApiError> {
    if settings.is_group_throughput && !settings.is_group_scope {
        return Err(error::invalid_attribute_value(
            "The perMessageGroupId value for FifoThroughputLimit is allowed only when the value \
             for DeduplicationScope is messageGroup.",
        ));
    }
    Ok(())
}

fn only_for_fifo(attribute: &str) -> ApiError {
    error::invalid_attribute_value(format!(
        "You can specify the {attribute} only when FifoQueue is set to true."
    ))
}

/// An attribute's value; `None` where the queue has none.
fn show(queue: &Queue, counts: Counts, arn: &str, attribute: &str) -> Option<String> {
    let settings = &queue.row.settings;
    let seconds = |micros: i64| Timestamp::from_micros(micros).secs().to_string();
    let for_fifo = |yes: bool, if_yes: &str, if_no: &str| {
        queue.row.is_fifo.then(|| if yes { if_yes.to_owned() } else { if_no.to_owned() })
    };
    match attribute {
        name::POLICY => settings.policy.clone(),
        name::VISIBILITY_TIMEOUT => Some(settings.visibility_s.to_string()),
        name::MAXIMUM_MESSAGE_SIZE => Some(settings.maximum_message_bytes.to_string()),
        name::MESSAGE_RETENTION_PERIOD => Some(settings.retention_s.to_string()),
        name::APPROXIMATE_NUMBER_OF_MESSAGES => Some(counts.visible.to_string()),
        name::APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE => Some(counts.in_flight.to_string()),
        name::APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED => Some(counts.delayed.to_string()),
        name::CREATED_TIMESTAMP => Some(seconds(queue.row.created)),
        name::LAST_MODIFIED_TIMESTAMP => Some(seconds(queue.row.modified)),
        name::QUEUE_ARN => Some(arn.to_owned()),
        name::DELAY_SECONDS => Some(settings.delay_s.to_string()),
        name::RECEIVE_MESSAGE_WAIT_TIME_SECONDS => Some(settings.wait_s.to_string()),
        name::REDRIVE_POLICY => settings.redrive.as_ref().map(redrive::show_policy),
        name::REDRIVE_ALLOW_POLICY => settings.redrive_allow.as_ref().map(redrive::show_allow),
        name::FIFO_QUEUE => queue.row.is_fifo.then(|| "true".to_owned()),
        name::CONTENT_BASED_DEDUPLICATION => for_fifo(settings.is_content_based, "true", "false"),
        name::DEDUPLICATION_SCOPE => for_fifo(settings.is_group_scope, SCOPE_GROUP, SCOPE_QUEUE),
        name::FIFO_THROUGHPUT_LIMIT => {
            for_fifo(settings.is_group_throughput, THROUGHPUT_GROUP, THROUGHPUT_QUEUE)
        }
        name::KMS_MASTER_KEY_ID => settings.kms_key.clone(),
        name::KMS_DATA_KEY_REUSE_PERIOD_SECONDS => {
            let default = settings.kms_key.as_ref().map(|_| limits::KMS_DATA_KEY_REUSE_DEFAULT);
            settings.kms_reuse_s.or(default).map(|seconds| seconds.to_string())
        }
        name::SQS_MANAGED_SSE_ENABLED => Some(settings.is_managed_sse.to_string()),
        _ => None,
    }
}
