//! SendMessage and SendMessageBatch.

use data_keys::Held;
use kernel::view::Map;
use kernel::{ApiError, Ctx, Principal};
use md5::{Digest as _, Md5};

use crate::api::{
    MessageAttributeValue, MessageSystemAttributeValue, SendMessageBatchInput,
    SendMessageBatchOutput, SendMessageBatchRequestEntry, SendMessageBatchResultEntryBuilder,
    SendMessageInput, SendMessageOutput,
};
use crate::batch;
use crate::deduplication;
use crate::encryption;
use crate::errors;
use crate::limits;
use crate::message_attributes::{self, forbidden_character, hex};
use crate::messages;
use crate::queue;
use crate::state::{AttributeRow, MessageRow, Queue, micros, whole_millis};

pub fn send_message(
    ctx: &mut Ctx<'_>,
    input: SendMessageInput<'_>,
) -> Result<SendMessageOutput, ApiError> {
    let queue = queue::find_by_url(ctx, input.queue_url())?;
    let draft = Draft::of_message(input);
    message_attributes::refuse_lists(draft.attributes, "SendMessage")?;
    let held = encryption::to_send(ctx, &queue)?;
    let sent = send(ctx, &queue, &draft, held.as_ref())?;
    ctx.meter(FURTHER_CHUNKS, further_chunks(draft.size()));
    Ok(SendMessageOutput::new()
        .md5_of_message_body(sent.body_md5)
        .md5_of_message_attributes(sent.attributes_md5)
        .md5_of_message_system_attributes(sent.system_md5)
        .message_id(sent.id)
        .sequence_number(sent.sequence_number))
}

pub fn send_message_batch(
    ctx: &mut Ctx<'_>,
    input: SendMessageBatchInput<'_>,
) -> Result<SendMessageBatchOutput, ApiError> {
    let queue = queue::find_by_url(ctx, input.queue_url())?;
    let entries = input.entries();
    batch::check(
        entries.iter().map(SendMessageBatchRequestEntry::id),
        "SendMessageBatchRequestEntry",
    )?;
    let drafts: Vec<_> = entries.iter().map(|it| (it.id(), Draft::of_entry(it))).collect();
    for (_, draft) in &drafts {
        message_attributes::refuse_lists(draft.attributes, "SendMessageBatch")?;
    }
    let bytes: usize = drafts.iter().map(|(_, draft)| draft.size()).sum();
    if bytes > limits::BATCH_BYTES_MAX {
        return Err(errors::batch_too_long(limits::BATCH_BYTES_MAX, bytes));
    }
    let held = encryption::to_send(ctx, &queue)?;
    let (mut successful, mut failed) = (Vec::new(), Vec::new());
    for (id, draft) in drafts {
        match send(ctx, &queue, &draft, held.as_ref()) {
            Ok(sent) => successful.push(
                SendMessageBatchResultEntryBuilder::new()
                    .id(id)
                    .message_id(sent.id)
                    .md5_of_message_body(sent.body_md5)
                    .md5_of_message_attributes(sent.attributes_md5)
                    .md5_of_message_system_attributes(sent.system_md5)
                    .sequence_number(sent.sequence_number),
            ),
            Err(error) => failed.push(batch::failure(id, &error)?),
        }
    }
    ctx.meter(FURTHER_CHUNKS, further_chunks(bytes));
    Ok(SendMessageBatchOutput::new()
        .successful(batch::list(successful))
        .failed(batch::list(failed)))
}

/// What the meter calls the chunks of 64 KiB after the first, which is the call itself.
pub const FURTHER_CHUNKS: &str = "further-chunks";

/// "Every 64 KB chunk of a payload is billed as 1 request" (Amazon SQS pricing).
pub fn further_chunks(bytes: usize) -> u64 {
    const CHUNK: usize = 64 * 1024;
    bytes.saturating_sub(1) as u64 / CHUNK as u64
}

/// A message as its sender gives it.
struct Draft<'a> {
    body: &'a str,
    delay_s: Option<i64>,
    attributes: Option<Map<'a, MessageAttributeValue<'a>>>,
    system: Option<Map<'a, MessageSystemAttributeValue<'a>>>,
    deduplication_id: Option<&'a str>,
    group: Option<&'a str>,
}

/// What the sender is told.
struct Sent {
    id: String,
    body_md5: String,
    attributes_md5: Option<String>,
    system_md5: Option<String>,
    sequence_number: Option<String>,
}

impl<'a> Draft<'a> {
    fn of_message(input: SendMessageInput<'a>) -> Draft<'a> {
        Draft {
            body: input.message_body(),
            delay_s: input.delay_seconds(),
            attributes: input.message_attributes(),
            system: input.message_system_attributes(),
            deduplication_id: input.message_deduplication_id(),
            group: input.message_group_id(),
        }
    }

    fn of_entry(entry: SendMessageBatchRequestEntry<'a>) -> Draft<'a> {
        Draft {
            body: entry.message_body(),
            delay_s: entry.delay_seconds(),
            attributes: entry.message_attributes(),
            system: entry.message_system_attributes(),
            deduplication_id: entry.message_deduplication_id(),
            group: entry.message_group_id(),
        }
    }

    /// The system attributes do not count.
    fn size(&self) -> usize {
        self.body.len() + message_attributes::size(self.attributes)
    }
}

/// Checks a message and puts it into the queue. Nothing is changed when it is refused, so a batch
/// goes on after a refusal.
fn send(
    ctx: &mut Ctx<'_>,
    queue: &Queue,
    draft: &Draft<'_>,
    held: Option<&Held>,
) -> Result<Sent, ApiError> {
    check_body(queue, draft)?;
    check_type(queue, draft)?;
    let attributes = message_attributes::read(draft.attributes)?;
    let trace_header = message_attributes::read_trace_header(draft.system)?;
    let references: Vec<&AttributeRow> = attributes.iter().collect();
    let body_md5: [u8; 16] = Md5::digest(draft.body).into();
    let mut sent = Sent {
        id: String::new(),
        body_md5: hex(&body_md5),
        attributes_md5: message_attributes::md5(&references),
        system_md5: message_attributes::md5_of_trace_header(trace_header.as_deref()),
        sequence_number: None,
    };
    let deduplication_id = deduplication_id(queue, draft)?;
    let key = deduplication_id
        .as_deref()
        .map(|id| deduplication::key(queue, draft.group.unwrap_or_default(), id));
    if let Some(key) = &key
        && let Some((sequence, id)) = deduplication::find(ctx, queue, key)?
    {
        sent.id = id;
        sent.sequence_number = Some(sequence_number(sequence));
        return Ok(sent);
    }
    // One that has expired goes for each that comes: an abandoned queue does not grow for ever.
    messages::settle(ctx, queue, 2)?;
    let now = ctx.now().micros();
    let delay_s = draft.delay_s.unwrap_or(queue.row.settings.delay_s);
    let is_delayed = delay_s > 0 && !queue.row.is_fifo;
    sent.id = ctx.chance().uuid();
    let mut row = MessageRow {
        sent: whole_millis(ctx.now()),
        delayed_until: is_delayed.then(|| now.saturating_add(micros(delay_s))),
        group: draft.group.map(str::to_owned),
        id: sent.id.clone(),
        body: draft.body.to_owned(),
        body_md5,
        attributes,
        sender: sender(ctx),
        deduplication_id,
        trace_header,
        source_arn: None,
        received_before: 0,
        first_received_before: None,
        data_key: None,
        sealed_body: None,
    };
    if let Some(held) = held {
        encryption::seal(ctx, &mut row, held)?;
    }
    let sequence = messages::add(ctx, queue, &row, held.map(|held| &*held.wrapped))?;
    if let Some(key) = key {
        deduplication::remember(ctx, queue, key, sequence, &sent.id)?;
        sent.sequence_number = Some(sequence_number(sequence));
    }
    Ok(sent)
}

/// As AWS's sequence numbers look: 20 digits, not consecutive.
pub fn sequence_number(sequence: u64) -> String {
    const BASE: u128 = 10_000_000_000_000_000_000;
    (BASE + u128::from(sequence)).to_string()
}

fn check_body(queue: &Queue, draft: &Draft<'_>) -> Result<(), ApiError> {
    if draft.body.is_empty() {
        return Err(errors::missing_parameter("MessageBody"));
    }
    let limit = queue.row.settings.maximum_message_bytes;
    if i64::try_from(draft.size()).unwrap_or(i64::MAX) > limit {
        return Err(errors::message_too_long(limit));
    }
    match forbidden_character(draft.body) {
        Some(character) => Err(errors::invalid_character(character, "message body")),
        None => Ok(()),
    }
}

/// What the parameters may be depends on the kind of queue.
fn check_type(queue: &Queue, draft: &Draft<'_>) -> Result<(), ApiError> {
    if let Some(delay_s) = draft.delay_s {
        if !limits::DELAY_SECONDS.contains(&delay_s) {
            let reason = "DelaySeconds must be >= 0 and <= 900.";
            return Err(errors::invalid_value(delay_s, "DelaySeconds", reason));
        }
        if queue.row.is_fifo && delay_s > 0 {
            return Err(errors::not_for_this_queue_type(delay_s, "DelaySeconds"));
        }
    }
    match draft.group {
        Some(group) => check_token("MessageGroupId", group)?,
        None if queue.row.is_fifo => return Err(errors::missing_parameter("MessageGroupId")),
        None => {}
    }
    match draft.deduplication_id {
        Some(id) if !queue.row.is_fifo => {
            Err(errors::not_for_this_queue_type(id, "MessageDeduplicationId"))
        }
        Some(id) => check_token("MessageDeduplicationId", id),
        None => Ok(()),
    }
}

/// Group ids, deduplication ids and attempt ids follow one rule.
pub fn check_token(parameter: &str, token: &str) -> Result<(), ApiError> {
    let is_allowed = token.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_allowed || token.is_empty() || token.len() > limits::TOKEN_CHARS_MAX {
        let reason = format!(
            "{parameter} can only include alphanumeric and punctuation characters. 1 to 128 in \
             length."
        );
        return Err(errors::invalid_value(token, parameter, reason));
    }
    Ok(())
}

fn deduplication_id(queue: &Queue, draft: &Draft<'_>) -> Result<Option<String>, ApiError> {
    if !queue.row.is_fifo {
        return Ok(None);
    }
    match draft.deduplication_id {
        Some(id) => Ok(Some(id.to_owned())),
        None if queue.row.settings.is_content_based => {
            Ok(Some(deduplication::content_id(draft.body)))
        }
        None => Err(errors::invalid_parameter(
            "The queue should either have ContentBasedDeduplication enabled or \
             MessageDeduplicationId provided explicitly",
        )),
    }
}

/// A message's SenderId.
fn sender(ctx: &Ctx<'_>) -> String {
    match ctx.principal() {
        Principal::Root(account) => account.to_string(),
        Principal::Identity(identity) => identity.unique_id.clone(),
        Principal::Service(name) => name.to_string(),
        Principal::Anonymous => "Anonymous".to_owned(),
    }
}
