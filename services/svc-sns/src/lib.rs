//! Amazon SNS: the map of its operations.
//!
//! Topics are in [`topic`], [`topic_attributes`] and [`policy`], subscriptions in [`subscription`],
//! [`subscription_attributes`] and [`confirmation`]. The way of a message is [`publish`],
//! [`fan_out`], [`delivery`] and then the protocol's own file; what fails goes by [`retry`] and
//! ends in [`dead_letter`]. What is sensitive in it is [`protection`]'s. FIFO topics have
//! [`deduplication`], [`archive`] and [`replay`]. The README says what is not done.

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
mod email;
mod encryption;
mod endpoint;
mod envelope;
mod errors;
mod fan_out;
mod filter;
mod function_delivery;
mod gate;
mod http_delivery;
mod limits;
mod listing;
mod message_attributes;
mod platform;
mod policy;
mod protection;
mod publish;
mod queue_delivery;
mod redrive;
mod removal;
mod replay;
mod retry;
mod signature;
mod sms;
mod state;
mod status_log;
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
        op!(read api::CheckIfPhoneNumberIsOptedOut,
            sms::opt_out::check_if_phone_number_is_opted_out),
        op!(write api::ConfirmSubscription, confirmation::confirm_subscription),
        op!(write api::CreatePlatformApplication,
            platform::application::create_platform_application),
        op!(write api::CreatePlatformEndpoint, platform::device::create_platform_endpoint),
        op!(write api::CreateSMSSandboxPhoneNumber, sms::sandbox::create_sms_sandbox_phone_number),
        op!(write api::CreateTopic, topic::create_topic),
        op!(write api::DeleteEndpoint, platform::device::delete_endpoint),
        op!(write api::DeletePlatformApplication,
            platform::application::delete_platform_application),
        op!(write api::DeleteSMSSandboxPhoneNumber, sms::sandbox::delete_sms_sandbox_phone_number),
        op!(write api::DeleteTopic, topic::delete_topic),
        op!(read api::GetDataProtectionPolicy, protection::get_data_protection_policy),
        op!(read api::GetEndpointAttributes, platform::device::get_endpoint_attributes),
        op!(read api::GetPlatformApplicationAttributes,
            platform::application::get_platform_application_attributes),
        op!(read api::GetSMSAttributes, sms::attributes::get_sms_attributes),
        op!(read api::GetSMSSandboxAccountStatus, sms::sandbox::get_sms_sandbox_account_status),
        op!(read api::GetSubscriptionAttributes,
            subscription_attributes::get_subscription_attributes),
        op!(read api::GetTopicAttributes, topic_attributes::get_topic_attributes),
        op!(read api::ListEndpointsByPlatformApplication,
            platform::device::list_endpoints_by_platform_application),
        op!(read api::ListOriginationNumbers, sms::attributes::list_origination_numbers),
        op!(read api::ListPhoneNumbersOptedOut, sms::opt_out::list_phone_numbers_opted_out),
        op!(read api::ListPlatformApplications, platform::application::list_platform_applications),
        op!(read api::ListSMSSandboxPhoneNumbers, sms::sandbox::list_sms_sandbox_phone_numbers),
        op!(read api::ListSubscriptions, subscription::list_subscriptions),
        op!(read api::ListSubscriptionsByTopic, subscription::list_subscriptions_by_topic),
        op!(read api::ListTagsForResource, tag::list_tags_for_resource),
        op!(read api::ListTopics, topic::list_topics),
        op!(write api::OptInPhoneNumber, sms::opt_out::opt_in_phone_number),
        op!(write api::Publish, publish::publish),
        op!(write api::PublishBatch, publish::publish_batch),
        op!(write api::PutDataProtectionPolicy, protection::put_data_protection_policy),
        op!(write api::RemovePermission, policy::remove_permission),
        op!(write api::SetEndpointAttributes, platform::device::set_endpoint_attributes),
        op!(write api::SetPlatformApplicationAttributes,
            platform::application::set_platform_application_attributes),
        op!(write api::SetSMSAttributes, sms::attributes::set_sms_attributes),
        op!(write api::SetSubscriptionAttributes,
            subscription_attributes::set_subscription_attributes),
        op!(write api::SetTopicAttributes, topic_attributes::set_topic_attributes),
        op!(write api::Subscribe, subscription::subscribe),
        op!(write api::TagResource, tag::tag_resource),
        op!(write api::Unsubscribe, confirmation::unsubscribe),
        op!(write api::UntagResource, tag::untag_resource),
        op!(write api::VerifySMSSandboxPhoneNumber, sms::sandbox::verify_sms_sandbox_phone_number),
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
        step(protection::audit::DELIVER_FINDINGS, Run::Write(protection::audit::deliver)),
        step(
            http_delivery::DELIVER_TO_HTTP,
            Run::Work(Work {
                begin: http_delivery::begin,
                work: http_delivery::work,
                complete: http_delivery::complete,
            }),
        ),
        step(
            platform::application::DROP_APPLICATION,
            Run::Write(platform::application::drop_application),
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
        step(sms::opt_out::RECEIVE_REPLY, Run::Write(sms::opt_out::receive_reply)),
        step(signature::CERTIFICATE, Run::Read(signature::page)),
        step(status_log::WRITE_STATUS, Run::Write(status_log::write)),
    ],
    on_reset: Some(encryption::forget),
    validation: Validation::Query,
    access: Some(AccessRules { of: access::of, denied: "AuthorizationErrorException" }),
};

/// What is served over plain `GET`.
pub use signature::PAGES;

const fn step(name: &'static str, run: Run) -> Op {
    Op { name, run, stage: None }
}
