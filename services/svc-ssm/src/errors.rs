//! Parameter Store's refusals in its words.
//!
//! Source of the words that are AWS's: issue threads of its clients (AFT, CDK, boto3), which quote
//! replies. The README lists ours.

use kernel::ApiError;

use crate::api::error;

pub fn not_implemented(what: &str) -> ApiError {
    let message = format!("Nephele does not implement {what} of ssm yet.");
    ApiError::new("NotImplemented", message).with_status(501)
}

pub fn validation(message: impl Into<String>) -> ApiError {
    ApiError::new("ValidationException", message)
}

pub fn invalid_name(prefix: &str) -> ApiError {
    validation(format!(
        "Parameter name: can't be prefixed with \"{prefix}\" (case-insensitive). If formed as a \
         path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as \
         a mix of letters, numbers and the following 3 symbols .-_"
    ))
}

pub fn not_qualified() -> ApiError {
    validation("Parameter name must be a fully qualified name.")
}

pub fn reserved(name: &str) -> ApiError {
    ApiError::new("AccessDeniedException", format!("No access to reserved parameter name: {name}."))
}

pub fn too_deep() -> ApiError {
    error::hierarchy_level_limit_exceeded_exception(
        "Hierarchy level limit exceeded. A hierarchy can have a maximum of 15 levels.",
    )
}

pub fn exists() -> ApiError {
    error::parameter_already_exists(
        "The parameter already exists. To overwrite this value, set the overwrite option in the \
         request to true.",
    )
}

/// Comes without words.
pub fn secret_undecrypted() -> ApiError {
    validation("WithDecryption flag must be True for retrieving a Secret Manager secret.")
}

pub fn secret_is_binary() -> ApiError {
    validation("The secret has no string: binary secrets cannot be read as parameters.")
}

/// What Secrets Manager has answered about the secret behind a parameter.
pub fn of_secret(name: &str, error: &ApiError) -> ApiError {
    let (code, message) = match error.code() {
        "ResourceNotFoundException" => ("ParameterNotFound", format!("Secret {name} not found.")),
        "AccessDeniedException" => ("AccessDeniedException", error.message().to_owned()),
        _ => ("ValidationException", error.message().to_owned()),
    };
    let of = "when referencing Secrets Manager:";
    ApiError::new(code, format!("An error occurred ({code}) {of} {message}"))
}

pub fn not_found() -> ApiError {
    error::parameter_not_found("")
}

pub fn version_not_found(version: u64) -> ApiError {
    error::parameter_version_not_found(format!(
        "Systems Manager could not find version {version} of the parameter."
    ))
}

pub fn label_not_found(label: &str) -> ApiError {
    error::parameter_version_not_found(format!(
        "Systems Manager could not find a version with the label {label} of the parameter."
    ))
}

pub fn too_long(tier: &str, most: usize) -> ApiError {
    validation(format!(
        "{tier} tier parameters support a maximum parameter value of {most} characters. To create \
         a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For \
         more information, see \
         https://docs.aws.amazon.com/systems-manager/latest/userguide/\
         parameter-store-advanced-parameters.html"
    ))
}

/// What KMS's refusals become.
pub fn of_kms(cause: ApiError) -> ApiError {
    match cause.code() {
        "AccessDeniedException" => ApiError::new("AccessDeniedException", cause.message()),
        _ if cause.status() < 500 => error::invalid_key_id(cause.message()),
        _ => cause,
    }
}

pub fn invalid_token() -> ApiError {
    error::invalid_next_token("The NextToken is not one of this operation's.")
}

pub fn filter_key(key: &str) -> ApiError {
    error::invalid_filter_key(format!("The filter key {key} is not valid for this operation."))
}

pub fn filter_option(option: &str) -> ApiError {
    error::invalid_filter_option(format!("The filter option {option} is not valid for its key."))
}

pub fn policy(message: impl Into<String>) -> ApiError {
    error::invalid_policy_attribute_exception(message)
}
