//! The errors of Firehose in AWS's words.
//!
//! What is marked [U] is in our own words, since we know of no quotation of AWS's reply; the README
//! lists those.

use data_keys::Refusal;
use kernel::{ApiError, Ctx};

use crate::api::error;

/// Quoted by users of many clients ("Firehose X under account Y not found.").
pub fn not_found(ctx: &Ctx<'_>, name: &str) -> ApiError {
    let account = ctx.account();
    error::resource_not_found_exception(format!(
        "Firehose {name} under account {account} not found."
    ))
}

/// As users of Terraform quote it; from memory.
pub fn exists(ctx: &Ctx<'_>, name: &str) -> ApiError {
    let account = ctx.account();
    error::resource_in_use_exception(format!(
        "Firehose {name} under accountId {account} already exists"
    ))
}

/// [U]
pub fn wrong_state(ctx: &Ctx<'_>, name: &str, state: &str) -> ApiError {
    let account = ctx.account();
    error::resource_in_use_exception(format!(
        "Firehose {name} under account {account} is in state {state}."
    ))
}

/// [U]
pub fn too_many_streams(limit: u64) -> ApiError {
    error::limit_exceeded_exception(format!(
        "You have already consumed your firehose quota of {limit} hoses."
    ))
}

/// [U]
pub fn too_many_tags(limit: usize) -> ApiError {
    error::limit_exceeded_exception(format!("A Firehose stream has at most {limit} tags."))
}

/// [U]
pub fn too_often(limit: usize) -> ApiError {
    error::limit_exceeded_exception(format!(
        "The encryption of a Firehose stream can be changed {limit} times in 24 hours."
    ))
}

pub fn invalid(message: impl Into<String>) -> ApiError {
    error::invalid_argument_exception(message)
}

/// Quoted by users; from memory.
pub fn one_destination() -> ApiError {
    invalid("Exactly one destination configuration is supported for a Firehose")
}

/// Quoted by users of Terraform and the CDK.
pub fn cannot_assume(role: &str) -> ApiError {
    invalid(format!("Firehose is unable to assume role {role}. Please check the role provided."))
}

/// With its slip of the pen, as quoted in hashicorp/terraform-provider-aws#13416.
pub fn prefixes(constraint: &str) -> ApiError {
    invalid(format!(
        "Ths supplied prefix(es) do not satisfy the following constraint: {constraint}"
    ))
}

/// [U]
pub fn wrong_version(name: &str, current: u64, given: &str) -> ApiError {
    error::concurrent_modification_exception(format!(
        "The current version of the Firehose stream {name} is {current}, not {given}."
    ))
}

/// From memory.
pub fn not_direct_put(kind: &str) -> ApiError {
    invalid(format!("This operation is not permitted on {kind} delivery stream type."))
}

/// "Only requests from CloudWatch Logs are supported when CloudWatch Logs decompression is enabled"
/// (the model, of InvalidSourceException).
pub fn logs_only() -> ApiError {
    let message = "Only requests from CloudWatch Logs are supported when CloudWatch Logs \
                   decompression is enabled.";
    error::invalid_source_exception(message).with_member("code", "InvalidSource")
}

/// Quoted in osquery/osquery#3568 and by many others.
pub fn batch_too_large() -> ApiError {
    invalid("Records size exceeds 4 MB limit")
}

/// Quoted by many users, also as the ErrorMessage of entries.
pub fn slow_down() -> ApiError {
    error::service_unavailable_exception(SLOW_DOWN)
}

pub const SLOW_DOWN: &str = "Slow down.";

/// [U]
pub fn of_kms(ctx: &Ctx<'_>, refusal: &ApiError) -> ApiError {
    let code = match Refusal::of(refusal) {
        Refusal::AccessDenied => "KMS.AccessDeniedException",
        Refusal::Disabled => "KMS.DisabledException",
        Refusal::InvalidKeyUsage | Refusal::InvalidState => "KMS.InvalidStateException",
        Refusal::NotFound => "KMS.NotFoundException",
        Refusal::OptInRequired => "KMS.OptInRequired",
        Refusal::Throttled | Refusal::Failed => return slow_down(),
    };
    error::invalid_kms_resource_exception(data_keys::words(ctx, refusal)).with_member("code", code)
}

pub fn not_implemented(what: &str) -> ApiError {
    ApiError::new("NotImplemented", format!("Nephele does not implement {what} yet."))
        .with_status(501)
}
