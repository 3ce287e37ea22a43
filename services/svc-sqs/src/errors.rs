//! The errors of SQS in AWS's words.
//!
//! The wording is that of AWS's replies as its own articles, its SDKs' issue threads and the API
//! model quote them; where no quotation is known the words of the model's documentation stand.

use std::fmt::Display;

use data_keys::Refusal;
use kernel::{ApiError, Ctx};

use crate::api::error;

const INVALID_PARAMETER_VALUE: &str = "InvalidParameterValue";

/// The query protocol still speaks of the description of the service of 2012.
pub fn queue_does_not_exist(protocol: &str) -> ApiError {
    error::queue_does_not_exist(match protocol {
        "query" => "The specified queue does not exist for this wsdl version.",
        _ => "The specified queue does not exist.",
    })
}

pub fn invalid_address(queue_url: &str) -> ApiError {
    error::invalid_address(format!("The address {queue_url} is not valid for this endpoint."))
}

pub fn missing_parameter(name: &str) -> ApiError {
    ApiError::new("MissingParameter", format!("The request must contain the parameter {name}."))
}

/// `Value 11 for parameter MaxNumberOfMessages is invalid. Reason: …`
pub fn invalid_value(value: impl Display, parameter: &str, reason: impl Display) -> ApiError {
    let message = format!("Value {value} for parameter {parameter} is invalid. Reason: {reason}");
    ApiError::new(INVALID_PARAMETER_VALUE, message)
}

pub fn invalid_parameter(message: impl Into<String>) -> ApiError {
    ApiError::new(INVALID_PARAMETER_VALUE, message)
}

pub fn not_for_this_queue_type(value: impl Display, parameter: &str) -> ApiError {
    let reason = "The request include parameter that is not valid for this queue type.";
    invalid_value(value, parameter, reason)
}

/// As ruby-shoryuken issue 769 quotes it.
pub fn list_values(operation: &str) -> ApiError {
    let what = "Message attribute list values in";
    error::unsupported_operation(format!("{what} {operation} operation are not supported."))
}

/// As awacs issue 34 and aws-cdk issue 2381 quote it.
pub fn no_such_action(action: &str) -> ApiError {
    let reason = "Please refer to the appropriate WSDL for a list of valid actions.";
    invalid_value(action, "ActionName", reason)
}

pub fn unknown_attribute(name: &str) -> ApiError {
    error::invalid_attribute_name(format!("Unknown Attribute {name}."))
}

pub fn invalid_attribute_value(name: &str) -> ApiError {
    error::invalid_attribute_value(format!("Invalid value for the parameter {name}."))
}

pub fn queue_deleted_recently() -> ApiError {
    error::queue_deleted_recently(
        "You must wait 60 seconds after deleting a queue before you can create another with the \
         same name.",
    )
}

pub fn queue_name_exists(attribute: &str) -> ApiError {
    error::queue_name_exists(format!(
        "A queue already exists with the same name and a different value for attribute {attribute}"
    ))
}

pub fn purge_in_progress(queue: &str) -> ApiError {
    error::purge_queue_in_progress(format!(
        "Only one PurgeQueue operation on {queue} is allowed every 60 seconds."
    ))
}

pub fn message_too_long(limit: i64) -> ApiError {
    invalid_parameter(format!(
        "One or more parameters are invalid. Reason: Message must be shorter than {limit} bytes."
    ))
}

pub fn invalid_character(character: char, place: &str) -> ApiError {
    error::invalid_message_contents(format!(
        "Invalid binary character '#x{:X}' was found in the {place}, the set of allowed characters \
         is #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF].",
        u32::from(character)
    ))
}

pub fn malformed_receipt_handle(handle: &str) -> ApiError {
    error::receipt_handle_is_invalid(format!(
        "The input receipt handle \"{handle}\" is not a valid receipt handle."
    ))
}

pub fn expired_receipt_handle(handle: &str) -> ApiError {
    invalid_value(handle, "ReceiptHandle", "The receipt handle has expired.")
}

pub fn not_available_for_change(handle: &str) -> ApiError {
    let reason = "Message does not exist or is not available for visibility timeout change.";
    invalid_value(handle, "ReceiptHandle", reason)
}

pub fn not_in_flight(handle: &str) -> ApiError {
    error::message_not_inflight(format!(
        "The message referred to by the receipt handle {handle} is not in flight."
    ))
}

pub fn too_many_in_flight() -> ApiError {
    error::over_limit("The maximum number of in flight messages is reached.")
}

/// The first sentence as the issue ansible-collections/community.aws#2433 quotes it, the second
/// from memory: not verified.
pub fn two_encryptions() -> ApiError {
    error::invalid_attribute_value(
        "You can use one type of server-side encryption (SSE) at one time. You can either enable \
         KMS SSE or SQS SSE.",
    )
}

/// What KMS has against a call, in its own words.
pub fn of_kms(ctx: &Ctx<'_>, error: &ApiError) -> ApiError {
    let words = data_keys::words(ctx, error);
    match Refusal::of(error) {
        Refusal::AccessDenied => error::kms_access_denied(words),
        Refusal::Disabled => error::kms_disabled(words),
        Refusal::InvalidKeyUsage => error::kms_invalid_key_usage(words),
        Refusal::InvalidState => error::kms_invalid_state(words),
        Refusal::NotFound => error::kms_not_found(words),
        Refusal::OptInRequired => error::kms_opt_in_required(words),
        Refusal::Throttled => error::kms_throttled(words),
        Refusal::Failed => ApiError::internal(),
    }
}

pub fn invalid_next_token() -> ApiError {
    invalid_parameter("Invalid or expired next token.")
}

// Batches.

pub fn empty_batch(entry: &str) -> ApiError {
    error::empty_batch_request(format!("There should be at least one {entry} in the request."))
}

pub fn too_many_entries(sent: usize) -> ApiError {
    error::too_many_entries_in_batch_request(format!(
        "Maximum number of entries per request are 10. You have sent {sent}."
    ))
}

pub fn batch_too_long(limit: usize, sent: usize) -> ApiError {
    error::batch_request_too_long(format!(
        "Batch requests cannot be longer than {limit} bytes. You have sent {sent} bytes."
    ))
}

pub fn ids_not_distinct(id: &str) -> ApiError {
    error::batch_entry_ids_not_distinct(format!("Id {id} repeated."))
}

pub fn invalid_batch_id() -> ApiError {
    error::invalid_batch_entry_id(
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It \
         can be at most 80 letters long.",
    )
}

// Move tasks.

pub fn no_such_resource(parameter: &str) -> ApiError {
    error::resource_not_found_exception(format!(
        "The resource that you specified for the {parameter} parameter doesn't exist."
    ))
}
