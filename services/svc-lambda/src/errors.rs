//! The errors of Lambda in AWS's words.
//!
//! [Q] are AWS's replies as users have quoted them in issues and questions. [U] were written from
//! memory or are ours. The others are in the words of the model or the Developer Guide.

use kernel::ApiError;

use crate::api::error;
use crate::limits::UNRESERVED_CONCURRENCY_MIN;

pub fn invalid(message: impl Into<String>) -> ApiError {
    error::invalid_parameter_value_exception(message).with_member("Type", "User")
}

/// [Q]
pub fn function_not_found(arn: &str) -> ApiError {
    not_found(format!("Function not found: {arn}"))
}

pub fn not_found(message: impl Into<String>) -> ApiError {
    error::resource_not_found_exception(message).with_member("Type", "User")
}

/// [Q]
pub fn function_exists(name: &str) -> ApiError {
    conflict(format!("Function already exist: {name}"))
}

pub fn conflict(message: impl Into<String>) -> ApiError {
    error::resource_conflict_exception(message).with_member("Type", "User")
}

/// [Q]
pub fn role_not_assumable() -> ApiError {
    invalid("The role defined for the function cannot be assumed by Lambda.")
}

/// [Q]
pub fn cross_account_role() -> ApiError {
    error::service_exception("Cross-account pass role is not allowed.")
        .with_status(403)
        .with_member("Type", "User")
}

/// [Q]
pub fn not_a_zip() -> ApiError {
    invalid("Could not unzip uploaded file. Please check your file, then try to upload again.")
}

/// [Q]
pub fn unzipped_too_large(max: u64) -> ApiError {
    invalid(format!("Unzipped size must be smaller than {max} bytes"))
}

/// [Q]
pub fn request_too_large(operation: &str, max: u64) -> ApiError {
    ApiError::new(
        "RequestEntityTooLargeException",
        format!("Request must be smaller than {max} bytes for the {operation} operation"),
    )
    .with_status(413)
}

/// [Q]
pub fn code_storage_exceeded() -> ApiError {
    error::code_storage_exceeded_exception("Code storage limit exceeded.")
}

/// [Q]
pub fn no_code() -> ApiError {
    invalid("Please provide a source for function code.")
}

/// [Q]
pub fn s3_failed(error: &ApiError) -> ApiError {
    invalid(format!(
        "Error occurred while GetObject. S3 Error Code: {}. S3 Error Message: {}",
        error.code(),
        error.message()
    ))
}

/// [Q]
pub fn runtime_and_handler_mandatory() -> ApiError {
    invalid(
        "Runtime and Handler are mandatory parameters for functions created with deployment \
         packages.",
    )
}

/// [Q]
pub fn runtime_unsupported(runtime: &str, recommended: &str) -> ApiError {
    invalid(format!(
        "The runtime parameter of {runtime} is no longer supported for creating or updating AWS \
         Lambda functions. We recommend you use the new runtime ({recommended}) while creating or \
         updating functions."
    ))
}

/// [Q], of the limit that accounts have.
pub fn memory_too_large(max: u32) -> ApiError {
    invalid(format!(
        "'MemorySize' value failed to satisfy constraint: Member must have value less than or \
         equal to {max}"
    ))
}

/// As the model's own constraints are reported: the model's are those of other kinds of functions.
pub fn above(value: i64, member: &str, max: u32) -> ApiError {
    ApiError::new(
        "ValidationException",
        format!(
            "1 validation error detected: Value '{value}' at '{member}' failed to satisfy \
             constraint: Member must have value less than or equal to {max}"
        ),
    )
}

/// [Q]
pub fn environment_too_large() -> ApiError {
    invalid(
        "Lambda was unable to configure your environment variables because the environment \
         variables you have provided exceeded the 4KB limit.",
    )
}

/// [Q]
pub fn environment_reserved(names: &str) -> ApiError {
    invalid(format!(
        "Lambda was unable to configure your environment variables because the environment \
         variables you have provided contains reserved keys that are currently not supported for \
         modification. Reserved keys used in this request: {names}"
    ))
}

/// [U]
pub fn different_qualifiers() -> ApiError {
    invalid("The derived qualifier from the function name does not match the specified qualifier.")
}

/// [Q]
pub fn other_region(region: &str, here: &str) -> ApiError {
    not_found(format!("Functions from '{region}' are not reachable in this region ('{here}')"))
}

/// [Q]
pub fn revision_mismatch(operation: &str) -> ApiError {
    error::precondition_failed_exception(format!(
        "The RevisionId provided does not match the latest RevisionId. Call the {operation} API \
         to retrieve the latest RevisionId"
    ))
    .with_member("Type", "User")
}

/// [U]
pub fn code_digest_mismatch(given: &str, actual: &str) -> ApiError {
    invalid(format!(
        "CodeSHA256 ({given}) is different from current CodeSHA256 in $LATEST ({actual}). Please \
         try again with the CodeSHA256 in $LATEST."
    ))
}

/// [Q]
pub fn payload_too_large(len: usize, invocation: &str, max: usize) -> ApiError {
    error::request_too_large_exception(format!(
        "{len} byte payload is too large for the {invocation} invocation type (limit {max} bytes)"
    ))
    .with_member("Type", "User")
}

/// [U] after the colon, where AWS tells what its parser says.
pub fn payload_not_json(reason: &str) -> ApiError {
    error::invalid_request_content_exception(format!(
        "Could not parse request body into json: Could not parse payload into json: {reason}"
    ))
    .with_member("Type", "User")
}

/// [Q]
pub fn throttled(reason: &str) -> ApiError {
    error::too_many_requests_exception("Rate Exceeded.")
        .with_member("Reason", reason)
        .with_member("Type", "User")
}

/// [Q]
pub fn alias_exists(arn: &str) -> ApiError {
    conflict(format!("Alias already exists: {arn}"))
}

/// [Q]
pub fn alias_not_found(arn: &str) -> ApiError {
    not_found(format!("Cannot find alias arn: {arn}"))
}

/// [U]
pub fn version_in_use(version: u64, aliases: &str) -> ApiError {
    conflict(format!(
        "Version {version} is currently referenced by alias(es) {aliases}. Please remove or \
         update the alias(es) and retry the operation"
    ))
}

/// [U]
pub fn latest_cannot_go() -> ApiError {
    invalid("$LATEST version cannot be deleted without deleting the function.")
}

/// [U]
pub fn invalid_marker() -> ApiError {
    invalid("Invalid pagination token provided")
}

/// [Q]
pub fn statement_exists(sid: &str) -> ApiError {
    conflict(format!(
        "The statement id ({sid}) provided already exists. Please provide a new statement id, or \
         remove the existing statement."
    ))
}

/// [Q]
pub fn no_policy() -> ApiError {
    not_found("The resource you requested does not exist.")
}

/// [Q]
pub fn no_statement(sid: &str) -> ApiError {
    not_found(format!("Statement {sid} is not found in resource policy."))
}

/// [Q]
pub fn invalid_principal() -> ApiError {
    invalid("The provided principal was invalid. Please check the principal and try again.")
}

/// [U]
pub fn policy_too_long() -> ApiError {
    error::policy_length_exceeded_exception(
        "The final policy size is bigger than the limit (20480).",
    )
    .with_member("Type", "User")
}

/// [Q]
pub fn unreserved_too_low(min: u32) -> ApiError {
    invalid(format!(
        "Specified ReservedConcurrentExecutions for function decreases account's \
         UnreservedConcurrentExecution below its minimum value of [{min}]."
    ))
}

/// [Q]
pub fn no_event_config(arn: &str) -> ApiError {
    not_found(format!("The function {arn} doesn't have an EventInvokeConfig"))
}

/// [U]
pub fn layer_not_found(arn: &str) -> ApiError {
    invalid(format!("Layer version {arn} does not exist."))
}

/// [U]
pub fn too_many_layers() -> ApiError {
    invalid("You cannot reference more than 5 layers.")
}

/// [U]
pub fn too_many_tags() -> ApiError {
    invalid("Tags must be less than or equal to 50.")
}

/// What this server does not do, by the name of the parameter that asks for it.
pub fn not_here(feature: &str, why: &str) -> ApiError {
    ApiError::new("NotImplemented", format!("Nephele does not implement {feature}: {why}."))
        .with_status(501)
}

/// [U]
pub fn dead_letter_target(arn: &str) -> ApiError {
    invalid(format!("The provided dead-letter target {arn} is not the ARN of a queue or a topic."))
}

/// [Q], as AWS answers calls of functions whose role no longer trusts it.
pub fn role_not_assumable_now() -> ApiError {
    ApiError::new(
        "AccessDeniedException",
        "The role defined for the function cannot be assumed by Lambda.",
    )
    .with_status(403)
}

/// [U]
pub fn delete_by_alias() -> ApiError {
    invalid("Deletion of a version by the name of an alias is not supported.")
}

/// [U]
pub fn invalid_client_context() -> ApiError {
    error::invalid_request_content_exception(
        "Client context must be a valid Base64-encoded JSON object.",
    )
    .with_member("Type", "User")
}

/// What the host lacks, in our words.
pub fn cannot_run(reason: &str) -> ApiError {
    error::invalid_runtime_exception(format!("{reason}.")).with_member("Type", "User")
}

/// [U]
pub fn too_many_weights() -> ApiError {
    invalid("Number of items in AdditionalVersionWeights cannot be greater than 1")
}

/// [U]
pub fn latest_in_routing() -> ApiError {
    invalid("$LATEST is not supported for an alias pointing to more than 1 version")
}

/// [U]
pub fn same_version_in_routing(version: u64) -> ApiError {
    invalid(format!(
        "Invalid function version {version}. Function version {version} is already included in \
         routing configuration."
    ))
}

/// [U]
pub fn different_roles_in_routing() -> ApiError {
    invalid("The versions of an alias must have the same execution role and dead-letter queue.")
}

/// [U]
pub fn latest_has_no_policy() -> ApiError {
    invalid(
        "We currently do not support adding policies for $LATEST. Use the function without a \
         qualifier.",
    )
}

/// [U]
pub fn invalid_destination(arn: &str) -> ApiError {
    invalid(format!("The destination ARN {arn} is invalid."))
}

/// [Q]
pub fn no_layer_policy(arn: &str) -> ApiError {
    not_found(format!("No policy is associated with the given resource: {arn}."))
}

/// [U]
pub fn url_exists(arn: &str) -> ApiError {
    conflict(format!(
        "Failed to create function url config for [functionArn = {arn}]. Error \
        message:  FunctionUrlConfig exists for this Lambda function"
    ))
}

/// [Q]
pub fn provisioned_unpublished() -> ApiError {
    invalid("Provisioned Concurrency Configs cannot be applied to unpublished function versions.")
}

/// [U]
pub fn provisioned_twice() -> ApiError {
    invalid("The version has provisioned concurrency already, by itself or by another alias.")
}

/// [U]
pub fn provisioned_above_reserved() -> ApiError {
    invalid(
        "Requested Provisioned Concurrency should not be greater than the \
         reservedConcurrentExecution for function",
    )
}

/// [U]
pub fn reserved_below_provisioned() -> ApiError {
    invalid(
        "ReservedConcurrentExecutions for function should not be lower than function's total \
         provisioned concurrency",
    )
}

/// [U]
pub fn provisioned_too_many() -> ApiError {
    invalid(format!(
        "Specified ConcurrentExecutions for function decreases account's \
         UnreservedConcurrentExecution below its minimum value of \
         [{UNRESERVED_CONCURRENCY_MIN}]."
    ))
}

/// [U]
pub fn no_provisioned() -> ApiError {
    error::provisioned_concurrency_config_not_found_exception(
        "No Provisioned Concurrency Config found for this function",
    )
    .with_member("Type", "User")
}

/// [U]
pub fn runtime_version_with_auto() -> ApiError {
    invalid("RuntimeVersionArn can only be given when UpdateRuntimeOn is Manual.")
}

/// [U]
pub fn no_code_signing_text(arn: &str) -> String {
    format!("The code signing configuration cannot be found: {arn}")
}

pub fn no_code_signing(arn: &str) -> ApiError {
    error::code_signing_config_not_found_exception(no_code_signing_text(arn))
        .with_member("Type", "User")
}

/// [U]
pub fn code_signing_in_use() -> ApiError {
    conflict("The code signing configuration is used by functions and cannot be deleted.")
}

/// [U]
pub fn code_not_signed(name: &str) -> ApiError {
    error::code_verification_failed_exception(format!(
        "Lambda cannot deploy the function {name}: its code is not signed by an allowed publisher."
    ))
    .with_member("Type", "User")
}

/// [U]
pub fn not_active(state: &str) -> ApiError {
    conflict(format!(
        "The operation cannot be performed at this time. The function is currently in the \
         following state: {state}"
    ))
}

/// [Q]
pub fn update_in_progress(arn: &str) -> ApiError {
    conflict(format!(
        "The operation cannot be performed at this time. An update is in progress for resource: \
         {arn}"
    ))
}

/// [U]
pub fn master_region_needs_all() -> ApiError {
    invalid("MasterRegion can only be used when FunctionVersion is ALL.")
}

/// [U]
pub fn log_level_of_text() -> ApiError {
    invalid("Log levels can only be set for functions whose LogFormat is JSON.")
}

/// [U]
pub fn url_auth_type_of_other_action() -> ApiError {
    invalid("FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action")
}

/// [U]
pub fn nothing_to_configure() -> ApiError {
    invalid("You must specify at least one of error handling or destination setting.")
}

/// As the model's own constraints are reported: what its patterns exclude is not looked at before.
pub fn pattern(value: &str, member: &str, pattern: &str) -> ApiError {
    ApiError::new(
        "ValidationException",
        format!(
            "1 validation error detected: Value '{value}' at '{member}' failed to satisfy \
             constraint: Member must satisfy regular expression pattern: {pattern}"
        ),
    )
}
