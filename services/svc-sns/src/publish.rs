//! Publishing: checks a message, keeps it once, and leaves its fan-out to a job.

use std::collections::BTreeMap;

use data_keys::Held;
use kernel::view::Map;
use kernel::{ApiError, Ctx};

use crate::api::{
    BatchResultErrorEntryBuilder, MessageAttributeValue, PublishBatchInput, PublishBatchOutput,
    PublishBatchRequestEntry, PublishBatchResultEntryBuilder, PublishInput, PublishOutput,
};
use crate::archive;
use crate::deduplication;
use crate::direct;
use crate::encryption;
use crate::errors;
use crate::fan_out;
use crate::limits;
use crate::message_attributes;
use crate::protection;
use crate::state::{AttributeRow, MESSAGES, MessageKind, MessageRow, Topic};
use crate::structure;
use crate::topic;
use crate::topic_attributes::maximum_message_size;

pub fn publish(ctx: &mut Ctx<'_>, input: PublishInput<'_>) -> Result<PublishOutput, ApiError> {
    let draft = Draft::of_input(input);
    let targets = [input.topic_arn(), input.target_arn(), input.phone_number()];
    if targets.iter().flatten().count() > 1 {
        return Err(errors::invalid(
            "TopicArn, TargetArn and PhoneNumber Reason: only one of them may be specified",
        ));
    }
    if let Some(phone_number) = input.phone_number() {
        let message = draft.check(None)?;
        return direct::to_phone(ctx, phone_number, message);
    }
    if let Some(arn) = input.target_arn().filter(|arn| direct::is_device(arn)) {
        let message = draft.check(None)?;
        return direct::to_device(ctx, arn, message);
    }
    let (parameter, arn) = match (input.topic_arn(), input.target_arn()) {
        (Some(arn), _) => ("TopicArn", arn),
        (None, Some(arn)) => ("TargetArn", arn),
        (None, None) => {
            let reason = "no value for required parameter";
            return Err(errors::invalid_because("TopicArn or TargetArn", reason));
        }
    };
    let topic = topic::find_or_none(ctx, parameter, arn)?.ok_or_else(errors::topic_not_found)?;
    let held = encryption::to_publish(ctx, &topic)?;
    let sent = send(ctx, &topic, &draft, held.as_ref())?;
    Ok(PublishOutput::new().message_id(sent.id).sequence_number(sent.sequence_number))
}

pub fn publish_batch(
    ctx: &mut Ctx<'_>,
    input: PublishBatchInput<'_>,
) -> Result<PublishBatchOutput, ApiError> {
    let topic = topic::find(ctx, input.topic_arn())?;
    let entries = input.publish_batch_request_entries();
    check_batch(entries.iter().map(PublishBatchRequestEntry::id))?;
    let drafts: Vec<_> = entries.iter().map(|it| (it.id(), Draft::of_entry(it))).collect();
    let bytes: usize = drafts.iter().map(|(_, draft)| draft.size()).sum();
    if bytes as i64 > maximum_message_size(&topic) {
        return Err(errors::batch_too_long());
    }
    let held = encryption::to_publish(ctx, &topic)?;
    let (mut successful, mut failed) = (Vec::new(), Vec::new());
    for (id, draft) in drafts {
        match send(ctx, &topic, &draft, held.as_ref()) {
            Ok(sent) => successful.push(
                PublishBatchResultEntryBuilder::new()
                    .id(id)
                    .message_id(sent.id)
                    .sequence_number(sent.sequence_number),
            ),
            // The server's own failure is no entry's fault: nothing of the batch is kept.
            Err(error) if error.status() >= 500 => return Err(error),
            Err(error) => failed.push(failure(id, &error)),
        }
    }
    Ok(PublishBatchOutput::new().successful(successful).failed(failed))
}

/// What the publisher is told.
pub struct Sent {
    pub id: String,
    pub sequence_number: Option<String>,
}

/// A message as its publisher gives it.
pub struct Draft<'a> {
    body: &'a str,
    subject: Option<&'a str>,
    structure: Option<&'a str>,
    attributes: Option<Map<'a, MessageAttributeValue<'a>>>,
    deduplication_id: Option<&'a str>,
    group: Option<&'a str>,
}

/// A message that has passed the checks.
pub struct Checked {
    pub body: String,
    pub is_structured: bool,
    pub subject: Option<String>,
    pub attributes: Vec<AttributeRow>,
}

impl<'a> Draft<'a> {
    fn of_input(input: PublishInput<'a>) -> Draft<'a> {
        Draft {
            body: input.message(),
            subject: input.subject(),
            structure: input.message_structure(),
            attributes: input.message_attributes(),
            deduplication_id: input.message_deduplication_id(),
            group: input.message_group_id(),
        }
    }

    fn of_entry(entry: PublishBatchRequestEntry<'a>) -> Draft<'a> {
        Draft {
            body: entry.message(),
            subject: entry.subject(),
            structure: entry.message_structure(),
            attributes: entry.message_attributes(),
            deduplication_id: entry.message_deduplication_id(),
            group: entry.message_group_id(),
        }
    }

    /// Bytes of body and attributes, whatever is wrong with them.
    fn size(&self) -> usize {
        let attributes = self.attributes.map_or(0, |attributes| {
            let sizes = attributes.iter().map(|(name, value)| {
                let text = value.string_value().map_or(0, str::len);
                let bytes = value.binary_value().map_or(0, bytes::Bytes::len);
                name.len() + value.data_type().len() + text + bytes
            });
            sizes.sum()
        });
        self.body.len() + attributes
    }

    /// Checks all that does not depend on the kind of topic; without one, the message goes to a
    /// phone or a device.
    fn check(&self, topic: Option<&Topic>) -> Result<Checked, ApiError> {
        if self.body.is_empty() {
            return Err(errors::invalid("Empty message"));
        }
        if let Some(subject) = self.subject {
            check_subject(subject)?;
        }
        let is_structured = match self.structure {
            None => false,
            Some("json") => true,
            Some(_) => return Err(errors::invalid("MessageStructure")),
        };
        if is_structured {
            structure::check(self.body)?;
        }
        let attributes = message_attributes::read(self.attributes)?;
        let size = self.body.len() + message_attributes::size(&attributes);
        let max = topic.map_or(limits::MESSAGE_BYTES_DEFAULT, maximum_message_size);
        if size as i64 > max {
            return Err(errors::invalid("Message too long"));
        }
        Ok(Checked {
            body: self.body.to_owned(),
            is_structured,
            subject: self.subject.map(str::to_owned),
            attributes,
        })
    }
}

/// Checks a message and gives it to the topic. Nothing is changed when it is refused, so a batch
/// goes on after a refusal.
fn send(
    ctx: &mut Ctx<'_>,
    topic: &Topic,
    draft: &Draft<'_>,
    held: Option<&Held>,
) -> Result<Sent, ApiError> {
    let checked = draft.check(Some(topic))?;
    check_type(topic, draft)?;
    charge(ctx, topic, draft.size());
    let deduplication_id = deduplication_id(topic, draft)?;
    let key = deduplication_id
        .as_deref()
        .map(|id| deduplication::key(topic, draft.group.unwrap_or_default(), id));
    if let Some(key) = &key
        && let Some(row) = deduplication::find(ctx, topic, key)?
    {
        return Ok(sent(topic, row.message_id, row.sequence));
    }
    let id = ctx.chance().uuid();
    let body = protection::inbound(ctx, topic, &id, checked.body, checked.is_structured)?;
    let mut row = MessageRow {
        kind: MessageKind::Notification,
        id: id.clone(),
        published: ctx.now().micros(),
        body,
        is_structured: checked.is_structured,
        subject: checked.subject,
        attributes: checked.attributes,
        group: draft.group.map(str::to_owned),
        deduplication_id,
        endpoint: ctx.origin().endpoint.clone(),
        signatures: BTreeMap::new(),
        sealed: None,
    };
    if !topic.row.is_fifo && topic.row.confirmed == 0 {
        return Ok(sent(topic, id, 0));
    }
    if let Some(held) = held {
        encryption::seal(ctx, &mut row, held)?;
    }
    let sequence = fan_out::begin(ctx, topic)?;
    if topic.row.settings.archive_days.is_some() {
        archive::add(ctx, topic, sequence, &row)?;
    }
    if topic.row.confirmed > 0 {
        ctx.table_mut_in(&MESSAGES, topic.scope)
            .put(&(topic.row.id, sequence), &encryption::as_kept(&row));
    }
    if let Some(key) = key {
        deduplication::remember(ctx, topic, key, sequence, &id)?;
    }
    Ok(sent(topic, id, sequence))
}

/// Chunks of 64 KB after the first; in a FIFO topic, the message and its bytes.
fn charge(ctx: &Ctx<'_>, topic: &Topic, bytes: usize) {
    const CHUNK: u64 = 64 * 1024;
    let bytes = bytes as u64;
    if topic.row.is_fifo {
        ctx.meter("F-Request-Tier1", 1);
        ctx.meter("F-Ingress-Bytes", bytes);
    } else {
        ctx.meter("further-chunks", bytes.saturating_sub(1) / CHUNK);
    }
}

fn sent(topic: &Topic, id: String, sequence: u64) -> Sent {
    Sent { id, sequence_number: topic.row.is_fifo.then(|| sequence_number(sequence)) }
}

/// As AWS's sequence numbers look: 20 digits.
pub fn sequence_number(sequence: u64) -> String {
    const BASE: u128 = 10_000_000_000_000_000_000;
    (BASE + u128::from(sequence)).to_string()
}

fn check_subject(subject: &str) -> Result<(), ApiError> {
    let count = subject.chars().count();
    let is_length = (1..=limits::SUBJECT_CHARS_MAX).contains(&count);
    if is_length && !subject.chars().any(char::is_control) {
        return Ok(());
    }
    Err(errors::invalid("Subject"))
}

/// What the parameters may be depends on the kind of topic.
fn check_type(topic: &Topic, draft: &Draft<'_>) -> Result<(), ApiError> {
    match draft.group {
        Some(group) => check_token("MessageGroupId", group)?,
        None if topic.row.is_fifo => {
            return Err(errors::invalid(
                "The MessageGroupId parameter is required for FIFO topics",
            ));
        }
        None => {}
    }
    match draft.deduplication_id {
        Some(_) if !topic.row.is_fifo => Err(errors::invalid_because(
            "MessageDeduplicationId",
            "The request includes MessageDeduplicationId parameter that is not valid for this \
             topic type",
        )),
        Some(id) => check_token("MessageDeduplicationId", id),
        None => Ok(()),
    }
}

fn check_token(parameter: &str, token: &str) -> Result<(), ApiError> {
    let is_allowed = token.bytes().all(|byte| byte.is_ascii_graphic());
    if is_allowed && !token.is_empty() && token.len() <= limits::TOKEN_CHARS_MAX {
        return Ok(());
    }
    let reason = format!(
        "{parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length"
    );
    Err(errors::invalid_because(parameter, reason))
}

fn deduplication_id(topic: &Topic, draft: &Draft<'_>) -> Result<Option<String>, ApiError> {
    if !topic.row.is_fifo {
        return Ok(None);
    }
    match draft.deduplication_id {
        Some(id) => Ok(Some(id.to_owned())),
        None if topic.row.settings.is_content_based => {
            Ok(Some(deduplication::content_id(draft.body)))
        }
        None => Err(errors::invalid(
            "The topic should either have ContentBasedDeduplication enabled or \
             MessageDeduplicationId provided explicitly",
        )),
    }
}

/// Refuses a batch as a whole.
fn check_batch<'a>(ids: impl ExactSizeIterator<Item = &'a str>) -> Result<(), ApiError> {
    let count = ids.len();
    if count == 0 {
        return Err(errors::empty_batch());
    }
    if count > limits::BATCH_ENTRIES_MAX {
        return Err(errors::too_many_entries());
    }
    let mut seen = Vec::with_capacity(count);
    for id in ids {
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let is_length = (1..=limits::BATCH_ID_CHARS_MAX).contains(&id.len());
        if !is_length || !id.bytes().all(is_allowed) {
            return Err(errors::invalid_batch_id());
        }
        if seen.contains(&id) {
            return Err(errors::ids_not_distinct());
        }
        seen.push(id);
    }
    Ok(())
}

fn failure(id: &str, error: &ApiError) -> BatchResultErrorEntryBuilder {
    let code = match error.code() {
        "InvalidParameterException" => "InvalidParameter",
        "InvalidParameterValueException" => "ParameterValueInvalid",
        "AuthorizationErrorException" => "AuthorizationError",
        code => code,
    };
    BatchResultErrorEntryBuilder::new()
        .id(id)
        .sender_fault(true)
        .code(code)
        .message(error.message())
}
