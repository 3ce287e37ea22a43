//! Amazon SNS: the map of its operations.
//!
//! Topics are in [`topic`], [`topic_attributes`] and [`policy`], subscriptions in [`subscription`],
//! [`subscription_attributes`] and [`confirmation`]. The way of a message is [`publish`],
//! [`fan_out`], [`delivery`] and then the protocol's own file; what fails goes by [`retry`] and
//! ends in [`dead_letter`]. FIFO topics have [`deduplication`], [`archive`] and [`replay`]. The
//! README says what is not done.

mod access;
#[rustfmt::skip]
pub mod api;
mod archive;
mod confirmation;
mod dead_letter;
mod deduplication;
mod delivery;
mod delivery_policy;
mod direct;
mod endpoint;
mod envelope;
mod errors;
mod fan_out;
mod filter;
mod function_delivery;
mod limits;
mod listing;
mod message_attributes;
mod policy;
mod publish;
mod queue_delivery;
mod redrive;
mod removal;
mod replay;
mod retry;
mod signature;
mod state;
mod structure;
mod subscription;
mod subscription_attributes;
mod tag;
#[cfg(test)]
mod tests;
mod topic;
mod topic_attributes;

use kernel::access::AccessRules;
use kernel::service::Work;
use kernel::{Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "sns",
    operations: &[
        op!(write api::AddPermission, policy::add_permission),
        op!(write api::ConfirmSubscription, confirmation::confirm_subscription),
        op!(write api::CreateTopic, topic::create_topic),
        op!(write api::DeleteTopic, topic::delete_topic),
        op!(read api::GetSubscriptionAttributes,
            subscription_attributes::get_subscription_attributes),
        op!(read api::GetTopicAttributes, topic_attributes::get_topic_attributes),
        op!(read api::ListSubscriptions, subscription::list_subscriptions),
        op!(read api::ListSubscriptionsByTopic, subscription::list_subscriptions_by_topic),
        op!(read api::ListTagsForResource, tag::list_tags_for_resource),
        op!(read api::ListTopics, topic::list_topics),
        op!(write api::Publish, publish::publish),
        op!(write api::PublishBatch, publish::publish_batch),
        op!(write api::RemovePermission, policy::remove_permission),
        op!(write api::SetSubscriptionAttributes,
            subscription_attributes::set_subscription_attributes),
        op!(write api::SetTopicAttributes, topic_attributes::set_topic_attributes),
        op!(write api::Subscribe, subscription::subscribe),
        op!(write api::TagResource, tag::tag_resource),
        op!(write api::Unsubscribe, confirmation::unsubscribe),
        op!(write api::UntagResource, tag::untag_resource),
    ],
    steps: &[
        step(confirmation::EXPIRE, Run::Write(confirmation::expire)),
        step(
            delivery::DELIVER,
            Run::Work(Work {
                begin: delivery::plan,
                work: signature::work,
                complete: delivery::complete,
            }),
        ),
        step(removal::DROP_ARCHIVE, Run::Write(removal::drop_archive_rows)),
        step(removal::DROP_TOPIC, Run::Write(removal::drop_topic_rows)),
        step(
            fan_out::FAN_OUT,
            Run::Work(Work {
                begin: fan_out::plan,
                work: signature::work,
                complete: fan_out::complete,
            }),
        ),
        step(
            replay::REPLAY,
            Run::Work(Work {
                begin: replay::plan,
                work: signature::work,
                complete: replay::complete,
            }),
        ),
    ],
    on_reset: None,
    validation: Validation::Query,
    access: Some(AccessRules { of: access::of, denied: "AuthorizationErrorException" }),
};

const fn step(name: &'static str, run: Run) -> Op {
    Op { name, run, stage: None }
}
