//! How a message looks to its receiver: the attributes that the receive asked for, and no others.

use kernel::ApiError;
use kernel::view::List;

use crate::api::message_system_attribute_name as system;
use crate::api::{MessageBuilder, ReceiveMessageInput, queue_attribute_name};
use crate::attributes;
use crate::errors;
use crate::handle::Handle;
use crate::message_attributes::{self, hex, is_wanted};
use crate::send::sequence_number;
use crate::state::{AttributeRow, MessageRow, Queue, ReceiptRow};

/// The attributes that a receive asks for.
pub struct Wanted<'a> {
    system: Vec<&'a str>,
    user: Vec<&'a str>,
}

const SYSTEM_NAMES: [&str; 10] = [
    system::ALL,
    system::SENDER_ID,
    system::SENT_TIMESTAMP,
    system::APPROXIMATE_RECEIVE_COUNT,
    system::APPROXIMATE_FIRST_RECEIVE_TIMESTAMP,
    system::SEQUENCE_NUMBER,
    system::MESSAGE_DEDUPLICATION_ID,
    system::MESSAGE_GROUP_ID,
    system::AWS_TRACE_HEADER,
    system::DEAD_LETTER_QUEUE_SOURCE_ARN,
];

impl<'a> Wanted<'a> {
    pub fn read(input: ReceiveMessageInput<'a>) -> Result<Wanted<'a>, ApiError> {
        let lists = [input.attribute_names(), input.message_system_attribute_names()];
        let system: Vec<&str> = lists.into_iter().flatten().flatten().collect();
        // The older of the two lists is of attributes of queues by its model, and AWS lets those
        // pass there without effect.
        let is_known =
            |name: &str| SYSTEM_NAMES.contains(&name) || attributes::is_queue_attribute(name);
        if let Some(unknown) = system.iter().find(|name| !is_known(name)) {
            return Err(errors::unknown_attribute(unknown));
        }
        let user = input.message_attribute_names().map_or_else(Vec::new, List::to_vec);
        Ok(Wanted { system, user })
    }

    fn wants(&self, name: &str) -> bool {
        self.system.iter().any(|wanted| *wanted == name || *wanted == queue_attribute_name::ALL)
    }
}

pub fn show(
    queue: &Queue,
    wanted: &Wanted<'_>,
    sequence: u64,
    row: MessageRow,
    receipt: &ReceiptRow,
) -> MessageBuilder {
    let handle =
        Handle { queue: queue.row.id, space: queue.row.space, sequence, nonce: receipt.nonce };
    let user: Vec<&AttributeRow> =
        row.attributes.iter().filter(|row| is_wanted(&wanted.user, &row.name)).collect();
    let shown = user.iter().map(|row| (row.name.clone(), message_attributes::show(row)));
    let shown: Vec<_> = shown.collect();
    let system = system_attributes(queue, wanted, sequence, &row, receipt);
    MessageBuilder::new()
        .message_id(row.id.as_str())
        .receipt_handle(handle.encode())
        .md5_of_body(hex(&row.body_md5))
        // The digest is over what the receiver gets, which is what it checks.
        .md5_of_message_attributes(message_attributes::md5(&user))
        .message_attributes((!shown.is_empty()).then_some(shown))
        .attributes((!system.is_empty()).then_some(system))
        .body(row.body)
}

fn system_attributes(
    queue: &Queue,
    wanted: &Wanted<'_>,
    sequence: u64,
    row: &MessageRow,
    receipt: &ReceiptRow,
) -> Vec<(&'static str, String)> {
    if wanted.system.is_empty() {
        return Vec::new();
    }
    let millis = |micros: i64| micros.div_euclid(1_000).to_string();
    let received = receipt.count.saturating_add(row.received_before);
    let first = row.first_received_before.unwrap_or(receipt.first);
    let all = [
        (system::SENDER_ID, Some(row.sender.clone())),
        (system::SENT_TIMESTAMP, Some(millis(row.sent))),
        (system::APPROXIMATE_RECEIVE_COUNT, Some(received.to_string())),
        (system::APPROXIMATE_FIRST_RECEIVE_TIMESTAMP, Some(millis(first))),
        (system::SEQUENCE_NUMBER, queue.row.is_fifo.then(|| sequence_number(sequence))),
        (system::MESSAGE_DEDUPLICATION_ID, row.deduplication_id.clone()),
        (system::MESSAGE_GROUP_ID, row.group.clone()),
        (system::AWS_TRACE_HEADER, row.trace_header.clone()),
        (system::DEAD_LETTER_QUEUE_SOURCE_ARN, row.source_arn.clone()),
    ];
    let wanted = all.into_iter().filter(|(name, _)| wanted.wants(name));
    wanted.filter_map(|(name, value)| Some((name, value?))).collect()
}
