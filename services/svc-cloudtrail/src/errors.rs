//! The errors of CloudTrail.
//!
//! Three texts are what users paste of AWS's answers: `Unknown trail: … for the user: …`
//! (ankane/s3tk#18), `Incorrect S3 bucket policy is detected for bucket: …` (aws/aws-cdk#31400) and
//! `SNS Topic does not exist or the topic policy is incorrect!`
//! (ministryofjustice/modernisation-platform-terraform-baselines#63). All other texts are our own:
//! codes and occasions are the API Reference's, the wording is not verified.

use kernel::ApiError;

use crate::api::error;

pub fn not_implemented(feature: &str) -> ApiError {
    ApiError::new("NotImplemented", format!("Nephele does not implement {feature} yet."))
        .with_status(501)
}

pub fn unknown_trail(arn: &str, account: &str) -> ApiError {
    error::trail_not_found_exception(format!("Unknown trail: {arn} for the user: {account}"))
}

pub fn insufficient_bucket_policy(bucket: &str) -> ApiError {
    error::insufficient_s3_bucket_policy_exception(format!(
        "Incorrect S3 bucket policy is detected for bucket: {bucket}"
    ))
}

pub fn no_bucket(bucket: &str) -> ApiError {
    error::s3_bucket_does_not_exist_exception(format!("S3 bucket {bucket} does not exist!"))
}

pub fn bad_bucket_name(bucket: &str) -> ApiError {
    error::invalid_s3_bucket_name_exception(format!("Bucket name is not valid: {bucket}"))
}

pub fn bad_prefix() -> ApiError {
    error::invalid_s3_prefix_exception("S3 key prefix is longer than 200 characters.")
}

pub fn bad_name(name: &str) -> ApiError {
    error::invalid_trail_name_exception(format!(
        "Trail name is not valid: {name}. It has 3 to 128 letters, digits, periods, underscores \
         and dashes, begins and ends with a letter or digit, has no two of the others beside \
         each other, and is no IP address."
    ))
}

pub fn bad_arn(arn: &str) -> ApiError {
    error::cloud_trail_arn_invalid_exception(format!("The ARN of a trail is not valid: {arn}"))
}

pub fn exists(name: &str, account: &str) -> ApiError {
    error::trail_already_exists_exception(format!(
        "Trail {name} already exists for customer: {account}"
    ))
}

pub fn too_many_trails(account: &str) -> ApiError {
    error::maximum_number_of_trails_exceeded_exception(format!(
        "User: {account} already has 5 trails in this Region."
    ))
}

pub fn not_home(home: &str) -> ApiError {
    error::invalid_home_region_exception(format!(
        "The trail can only be changed in its home Region: {home}"
    ))
}

pub fn needs_global_events() -> ApiError {
    error::invalid_parameter_combination_exception(
        "Multi-Region trail must include global service events.",
    )
}

pub fn bad_selectors(reason: impl Into<String>) -> ApiError {
    error::invalid_event_selectors_exception(reason)
}

pub fn bad_insights(reason: impl Into<String>) -> ApiError {
    error::invalid_insight_selectors_exception(reason)
}

pub fn no_insights(trail: &str) -> ApiError {
    error::insight_not_enabled_exception(format!(
        "Insights events are not enabled on the trail {trail}."
    ))
}

pub fn bad_parameter(reason: &str) -> ApiError {
    error::invalid_parameter_exception(reason)
}

pub fn bad_combination(reason: &str) -> ApiError {
    error::invalid_parameter_combination_exception(reason)
}

pub fn not_permitted(reason: &str) -> ApiError {
    error::operation_not_permitted_exception(reason)
}

pub fn bad_topic(topic: &str) -> ApiError {
    error::invalid_sns_topic_name_exception(format!("SNS topic name is not valid: {topic}"))
}

pub fn insufficient_topic_policy() -> ApiError {
    error::insufficient_sns_topic_policy_exception(
        "SNS Topic does not exist or the topic policy is incorrect!",
    )
}

pub fn no_key(key: &str) -> ApiError {
    error::kms_key_not_found_exception(format!("KMS key does not exist: {key}"))
}

pub fn disabled_key(key: &str) -> ApiError {
    error::kms_key_disabled_exception(format!("KMS key is not enabled: {key}"))
}

pub fn insufficient_encryption_policy(bucket: &str, key: &str) -> ApiError {
    error::insufficient_encryption_policy_exception(format!(
        "Insufficient permissions to access S3 bucket {bucket} or KMS key {key}."
    ))
}

pub fn no_organization() -> ApiError {
    error::organizations_not_in_use_exception(
        "The account is not a member of an organization in AWS Organizations.",
    )
}

pub fn not_management_account() -> ApiError {
    error::not_organization_master_account_exception(
        "Only the management account of the organization can do this.",
    )
}

pub fn no_trusted_access() -> ApiError {
    error::cloud_trail_access_not_enabled_exception(
        "Trusted access of CloudTrail is not enabled in AWS Organizations.",
    )
}

pub fn bad_time_range() -> ApiError {
    error::invalid_time_range_exception("The start time is after the end time.")
}

pub fn bad_token() -> ApiError {
    error::invalid_next_token_exception("The token is not one that this operation has answered.")
}

pub fn bad_list_token() -> ApiError {
    error::invalid_token_exception("The token is not one that this operation has answered.")
}

pub fn bad_lookup(reason: &str) -> ApiError {
    error::invalid_lookup_attributes_exception(reason)
}

pub fn bad_max_results() -> ApiError {
    error::invalid_max_results_exception("MaxResults is from 1 to 50.")
}

pub fn too_many_tags() -> ApiError {
    error::tags_limit_exceeded_exception("A trail has at most 50 tags.")
}

pub fn no_resource(arn: &str) -> ApiError {
    error::resource_not_found_exception(format!("The resource does not exist: {arn}"))
}
