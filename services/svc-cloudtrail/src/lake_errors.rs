//! The errors of CloudTrail Lake. Codes and occasions are the API Reference's; the wording is ours
//! and not verified.

use kernel::ApiError;

use crate::api::error;

pub use crate::errors::{bad_parameter, bad_selectors};

pub fn bad_store_arn(arn: &str) -> ApiError {
    error::event_data_store_arn_invalid_exception(format!(
        "The ARN of an event data store is not valid: {arn}"
    ))
}

pub fn no_store(name: &str) -> ApiError {
    error::event_data_store_not_found_exception(format!(
        "The event data store does not exist: {name}"
    ))
}

pub fn store_exists(name: &str) -> ApiError {
    error::event_data_store_already_exists_exception(format!(
        "An event data store with the name {name} already exists."
    ))
}

pub fn too_many_stores() -> ApiError {
    error::event_data_store_max_limit_exceeded_exception(
        "The account has 10 event data stores in this Region.",
    )
}

pub fn inactive_store(arn: &str) -> ApiError {
    error::inactive_event_data_store_exception(format!("The event data store is inactive: {arn}"))
}

pub fn protected_store() -> ApiError {
    error::event_data_store_termination_protected_exception(
        "The event data store cannot be deleted because termination protection is enabled for it.",
    )
}

pub fn channel_of_store(channel: &str) -> ApiError {
    error::channel_exists_for_eds_exception(format!(
        "The event data store is a destination of the channel {channel}."
    ))
}

pub fn importing() -> ApiError {
    error::event_data_store_has_ongoing_import_exception(
        "An import into the event data store is not over.",
    )
}

pub fn bad_status(status: &str) -> ApiError {
    error::invalid_event_data_store_status_exception(format!(
        "The event data store's status does not permit this: {status}"
    ))
}

pub fn bad_category() -> ApiError {
    error::invalid_event_data_store_category_exception(
        "The event category of the event data store does not permit this.",
    )
}

pub fn bad_retention(most: i64) -> ApiError {
    bad_parameter(&format!("RetentionPeriod is from 7 to {most} days in this billing mode."))
}

pub fn bad_statement(reason: &str) -> ApiError {
    error::invalid_query_statement_exception(reason)
}

pub fn no_query(id: &str) -> ApiError {
    error::query_id_not_found_exception(format!("The query does not exist: {id}"))
}

pub fn ended_query(status: &str) -> ApiError {
    error::inactive_query_exception(format!("The query cannot be cancelled: it is {status}."))
}

pub fn too_many_queries() -> ApiError {
    error::max_concurrent_queries_exception("10 queries run at the same time at most.")
}

pub fn bad_dates() -> ApiError {
    error::invalid_date_range_exception("The start time is after the end time.")
}

pub fn no_import(id: &str) -> ApiError {
    error::import_not_found_exception(format!("The import does not exist: {id}"))
}

pub fn ongoing_import() -> ApiError {
    error::account_has_ongoing_import_exception("An import of the account is not over.")
}

pub fn bad_source(reason: &str) -> ApiError {
    error::invalid_import_source_exception(reason)
}

pub fn bad_channel_arn(arn: &str) -> ApiError {
    error::channel_arn_invalid_exception(format!("The ARN of a channel is not valid: {arn}"))
}

pub fn no_channel(name: &str) -> ApiError {
    error::channel_not_found_exception(format!("The channel does not exist: {name}"))
}

pub fn channel_exists(name: &str) -> ApiError {
    error::channel_already_exists_exception(format!("The channel {name} already exists."))
}

pub fn too_many_channels() -> ApiError {
    error::channel_max_limit_exceeded_exception("The account has 25 channels in this Region.")
}

pub fn bad_event_source(source: &str) -> ApiError {
    error::invalid_source_exception(format!("The source of a channel is not valid: {source}"))
}

pub fn no_resource(name: &str) -> ApiError {
    error::resource_not_found_exception(format!("The resource does not exist: {name}"))
}

pub fn conflict(reason: &str) -> ApiError {
    error::conflict_exception(reason)
}

pub fn quota(reason: &str) -> ApiError {
    error::service_quota_exceeded_exception(reason)
}

pub fn bad_resource_arn(arn: &str) -> ApiError {
    error::resource_arn_not_valid_exception(format!("The ARN of the resource is not valid: {arn}"))
}

pub fn bad_resource_type(arn: &str) -> ApiError {
    error::resource_type_not_supported_exception(format!(
        "Resources of this type have no resource policy: {arn}"
    ))
}

pub fn bad_policy(reason: &str) -> ApiError {
    error::resource_policy_not_valid_exception(reason)
}

pub fn no_policy(arn: &str) -> ApiError {
    error::resource_policy_not_found_exception(format!("The resource has no policy: {arn}"))
}
