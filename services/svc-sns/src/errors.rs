//! The errors of SNS in AWS's words, as AWS's replies are quoted in its articles and in the issue
//! threads of SDKs and tools; where no quotation is known the words follow the API model.

use std::fmt::Display;

use data_keys::Refusal;
use kernel::{ApiError, Ctx};

use crate::api::error;

/// `Invalid parameter: TopicArn`
pub fn invalid(what: impl Display) -> ApiError {
    error::invalid_parameter_exception(format!("Invalid parameter: {what}"))
}

/// `Invalid parameter: Endpoint Reason: …`
pub fn invalid_because(parameter: &str, reason: impl Display) -> ApiError {
    invalid(format_args!("{parameter} Reason: {reason}"))
}

/// As [`invalid_because`], with the code that is kept for values (message attributes).
pub fn invalid_value(message: impl Into<String>) -> ApiError {
    error::invalid_parameter_value_exception(message)
}

pub fn topic_not_found() -> ApiError {
    error::not_found_exception("Topic does not exist")
}

pub fn subscription_not_found() -> ApiError {
    error::not_found_exception("Subscription does not exist")
}

pub fn resource_not_found() -> ApiError {
    error::resource_not_found_exception("Resource does not exist")
}

/// What exists in AWS and is not built here: refused, never kept and ignored.
pub fn not_implemented(feature: &str) -> ApiError {
    ApiError::new("NotImplemented", format!("Nephele does not implement {feature} yet."))
        .with_status(501)
}

/// What KMS has against a call, in its own words. SNS has no code for a key that is made for
/// something else; ours is that of a wrong state.
pub fn of_kms(ctx: &Ctx<'_>, error: &ApiError) -> ApiError {
    let words = data_keys::words(ctx, error);
    match Refusal::of(error) {
        Refusal::AccessDenied => error::kms_access_denied_exception(words),
        Refusal::Disabled => error::kms_disabled_exception(words),
        Refusal::InvalidKeyUsage | Refusal::InvalidState => {
            error::kms_invalid_state_exception(words)
        }
        Refusal::NotFound => error::kms_not_found_exception(words),
        Refusal::OptInRequired => error::kms_opt_in_required(words),
        Refusal::Throttled => error::kms_throttling_exception(words),
        Refusal::Failed => ApiError::internal(),
    }
}

/// What a parameter's ARN is not.
pub fn invalid_arn(parameter: &str, text: &str) -> ApiError {
    let elements = text.split(':').count();
    if elements < 6 {
        let reason = format!("An ARN must have at least 6 elements, not {elements}");
        return invalid_because(parameter, reason);
    }
    invalid(parameter)
}

pub fn invalid_next_token() -> ApiError {
    invalid("nextToken")
}

pub fn filter_policy_limit() -> ApiError {
    error::filter_policy_limit_exceeded_exception(
        "The limit of filter policies in this account is reached.",
    )
}

// Batches.

pub fn empty_batch() -> ApiError {
    error::empty_batch_request_exception("The batch request doesn't contain any entries.")
}

pub fn too_many_entries() -> ApiError {
    error::too_many_entries_in_batch_request_exception(
        "The batch request contains more entries than permissible.",
    )
}

pub fn batch_too_long() -> ApiError {
    error::batch_request_too_long_exception(
        "The length of all the batch messages put together is more than the limit.",
    )
}

pub fn ids_not_distinct() -> ApiError {
    error::batch_entry_ids_not_distinct_exception(
        "Two or more batch entries in the request have the same Id.",
    )
}

pub fn invalid_batch_id() -> ApiError {
    error::invalid_batch_entry_id_exception(
        "The Id of a batch entry in a batch request doesn't abide by the specification.",
    )
}
