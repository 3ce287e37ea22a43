//! Amazon SQS: the map of its operations.
//!
//! Queues are in [`queue`], [`attributes`] and [`redrive`]; who may do what with one is [`access`].
//! The way of a message is [`send`], [`receive`], [`consume`] and [`dead_letter`]; what keeps them
//! fast is [`index`], and what keeps index and rows together is [`messages`]; bodies are enciphered
//! by [`encryption`]. The README says what is not done.

#[rustfmt::skip]
pub mod api;
mod access;
mod attempts;
mod attributes;
mod batch;
mod consume;
mod dead_letter;
mod deduplication;
mod delivery;
mod encryption;
mod errors;
mod handle;
mod index;
mod jobs;
mod levels;
mod limits;
mod listing;
mod load;
mod message_attributes;
mod messages;
mod move_task;
mod policy;
mod queue;
mod receive;
mod redrive;
mod send;
mod state;
mod tag;
#[cfg(test)]
mod tests;

use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "sqs",
    operations: &[
        op!(write api::AddPermission, policy::add_permission),
        op!(write api::CancelMessageMoveTask, move_task::cancel_message_move_task),
        op!(write api::ChangeMessageVisibility, consume::change_message_visibility),
        op!(write api::ChangeMessageVisibilityBatch, consume::change_message_visibility_batch),
        op!(write api::CreateQueue, queue::create_queue),
        op!(write api::DeleteMessage, consume::delete_message),
        op!(write api::DeleteMessageBatch, consume::delete_message_batch),
        op!(write api::DeleteQueue, queue::delete_queue),
        // It counts by the index, which writes alone may see.
        op!(write api::GetQueueAttributes, attributes::get_queue_attributes),
        op!(read api::GetQueueUrl, queue::get_queue_url),
        op!(read api::ListDeadLetterSourceQueues, redrive::list_dead_letter_source_queues),
        op!(read api::ListMessageMoveTasks, move_task::list_message_move_tasks),
        op!(read api::ListQueueTags, tag::list_queue_tags),
        op!(read api::ListQueues, queue::list_queues),
        op!(write api::PurgeQueue, queue::purge_queue),
        op!(wait api::ReceiveMessage, receive::receive_message),
        op!(write api::RemovePermission, policy::remove_permission),
        op!(write api::SendMessage, send::send_message),
        op!(write api::SendMessageBatch, send::send_message_batch),
        op!(write api::SetQueueAttributes, attributes::set_queue_attributes),
        op!(write api::StartMessageMoveTask, move_task::start_message_move_task),
        op!(write api::TagQueue, tag::tag_queue),
        op!(write api::UntagQueue, tag::untag_queue),
    ],
    steps: &[
        Op { name: jobs::DROP_ROWS, run: Run::Write(jobs::drop_rows), stage: None },
        Op {
            name: move_task::MOVE_MESSAGES,
            run: Run::Write(move_task::move_messages),
            stage: None,
        },
        Op { name: levels::LEVELS, run: Run::Write(levels::levels), stage: None },
    ],
    on_reset: Some(encryption::forget),
    validation: Validation::MissingParameter,
    access: Some(AccessRules { of: access::of, denied: "AccessDenied" }),
};
