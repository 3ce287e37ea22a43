//! The errors of STS in AWS's words.
//!
//! The wording is that of AWS's replies as its articles and the issue threads of its SDKs quote
//! them ("Troubleshoot IAM roles" in the IAM User Guide for role chaining and tags). Where no
//! quotation is known, the comment says "our words".

use kernel::ApiError;

use crate::api::error;

fn validation(message: impl Into<String>) -> ApiError {
    ApiError::new("ValidationError", message)
}

fn access_denied(message: impl Into<String>) -> ApiError {
    ApiError::new("AccessDenied", message).with_status(403)
}

pub fn not_authorized(user: &str, operation: &str, resource: Option<&str>) -> ApiError {
    let on = resource.map(|arn| format!(" on resource: {arn}")).unwrap_or_default();
    access_denied(format!("User: {user} is not authorized to perform: sts:{operation}{on}"))
}

pub fn session_credentials(operation: &str) -> ApiError {
    access_denied(format!("Cannot call {operation} with session credentials"))
}

pub fn anonymous() -> ApiError {
    ApiError::new("MissingAuthenticationToken", "Request is missing Authentication Token")
        .with_status(403)
}

/// As users of boto3 quote AWS's global endpoint (boto/boto3#4461).
pub fn unknown_operation() -> ApiError {
    ApiError::new("InvalidAction", "Unknown Operation")
}

/// The model's description of the error.
pub fn expired_trade_in_token() -> ApiError {
    error::expired_trade_in_token_exception(
        "The trade-in token provided in the request has expired and can no longer be exchanged for \
         credentials. Request a new token and retry the operation.",
    )
}

/// Our words.
pub fn unknown_trade_in_token() -> ApiError {
    access_denied("The trade-in token provided in the request is not valid.")
}

pub fn invalid_arn(arn: &str) -> ApiError {
    validation(format!("{arn} is invalid"))
}

pub fn chained_too_long() -> ApiError {
    validation(
        "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by \
         role chaining",
    )
}

pub fn too_many_policy_arns(max: usize) -> ApiError {
    validation(format!(
        "1 validation error detected: Value at 'policyArns' failed to satisfy constraint: Member \
         must have length less than or equal to {max}"
    ))
}

pub fn malformed_policy(reason: &str) -> ApiError {
    error::malformed_policy_document_exception(reason)
}

pub fn packed_policy_too_large(percent: usize) -> ApiError {
    error::packed_policy_too_large_exception(format!(
        "Packed policy consumes {percent}% of allotted space, please use smaller policy."
    ))
}

pub fn duplicate_tag_keys() -> ApiError {
    invalid_parameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
}

/// Our words for AWS's refusal.
pub fn reserved_prefix(what: &str) -> ApiError {
    invalid_parameter(format!("{what} must not begin with aws:, which is reserved for AWS."))
}

pub fn transitive_tag_not_requested() -> ApiError {
    invalid_parameter("The specified transitive tag key must be included in the requested tags.")
}

pub fn transitive_tag_conflicts() -> ApiError {
    invalid_parameter(
        "One of the specified transitive tag keys can't be set because it conflicts with a \
         transitive tag key from the calling session.",
    )
}

fn invalid_parameter(message: impl Into<String>) -> ApiError {
    ApiError::new("InvalidParameterValue", message)
}

/// Our words: contexts are issued by IAM Identity Center.
pub fn unknown_context_provider(arn: &str) -> ApiError {
    invalid_parameter(format!("The context provider {arn} has issued no such assertion."))
}

pub fn mfa_incomplete() -> ApiError {
    access_denied(
        "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass \
         code.",
    )
}

pub fn mfa_failed() -> ApiError {
    access_denied("MultiFactorAuthentication failed with invalid MFA one time pass code. ")
}

/// Our words: AWS answers so for ids that it has never given out.
pub fn unknown_access_key() -> ApiError {
    ApiError::new("InvalidClientTokenId", "The access key id does not exist.").with_status(403)
}

pub fn not_a_jwt() -> ApiError {
    error::invalid_identity_token_exception(
        "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access \
         Token)",
    )
}

pub fn missing_claim(claim: &str) -> ApiError {
    error::invalid_identity_token_exception(format!("Missing a required claim: {claim}"))
}

pub fn identity_token_expired(now: i64, expires: i64) -> ApiError {
    error::expired_token_exception(format!(
        "Token expired: current date/time {now} must be before the expiration date/time {expires}"
    ))
}

pub fn no_identity_provider(issuer: &str) -> ApiError {
    error::invalid_identity_token_exception(format!(
        "No OpenIDConnect provider found in your account for {issuer}"
    ))
}

pub fn invalid_saml_encoding() -> ApiError {
    error::invalid_identity_token_exception("Invalid base64 SAMLResponse")
}

pub fn no_saml_provider() -> ApiError {
    error::invalid_identity_token_exception("Specified provider doesn't exist")
}

pub fn invalid_authorization_message() -> ApiError {
    error::invalid_authorization_message_exception("Message is not valid")
}

pub fn role_maximum() -> ApiError {
    validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
}

pub fn wrong_audience() -> ApiError {
    error::invalid_identity_token_exception("Incorrect token audience")
}

pub fn bad_token_signature() -> ApiError {
    error::invalid_identity_token_exception(
        "Couldn't retrieve verification key from your identity provider,  please reference \
         AssumeRoleWithWebIdentity documentation for requirements",
    )
}

/// Our words: the key is there and the signature is another's.
pub fn wrong_token_signature() -> ApiError {
    error::invalid_identity_token_exception("The token's signature is invalid")
}

pub fn idp_communication() -> ApiError {
    error::idp_communication_error_exception(
        "There was an error communicating with your identity provider.",
    )
}

pub fn not_trusted(operation: &str) -> ApiError {
    access_denied(format!("Not authorized to perform sts:{operation}"))
}

// SAML: the words of "Troubleshoot SAML federation with IAM" where that page has them.

/// Our words.
pub fn malformed_saml() -> ApiError {
    error::invalid_identity_token_exception("The SAML response cannot be read")
}

pub fn saml_signature() -> ApiError {
    error::invalid_identity_token_exception("Response signature invalid")
}

pub fn saml_issuer() -> ApiError {
    error::invalid_identity_token_exception("Issuer not present in specified provider")
}

pub fn saml_audience() -> ApiError {
    error::invalid_identity_token_exception("Response does not contain the required audience.")
}

/// Our words.
pub fn saml_recipient() -> ApiError {
    error::invalid_identity_token_exception(
        "The SAML response has no subject confirmation for a recipient of AWS",
    )
}

/// Our words.
pub fn saml_encryption() -> ApiError {
    error::invalid_identity_token_exception(
        "The SAML assertion is not encrypted as the provider's settings require",
    )
}

/// Our words.
pub fn saml_rejected() -> ApiError {
    error::idp_rejected_claim_exception("The identity provider has not authenticated the user")
}

/// As users of AWS's tools quote it.
pub fn saml_expired() -> ApiError {
    error::expired_token_exception("Token must be redeemed within 5 minutes of issuance")
}

/// Our words.
pub fn saml_too_early() -> ApiError {
    error::invalid_identity_token_exception("The SAML assertion is not valid yet")
}

/// Our words.
pub fn saml_provider_expired() -> ApiError {
    error::invalid_identity_token_exception("The metadata of the provider are not valid any more")
}

pub fn saml_no_session_name() -> ApiError {
    error::invalid_identity_token_exception("RoleSessionName is required in AuthnResponse")
}

pub fn saml_session_name() -> ApiError {
    error::invalid_identity_token_exception(
        "RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}",
    )
}

pub fn saml_source_identity() -> ApiError {
    error::invalid_identity_token_exception(
        "Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with \"aws:\"",
    )
}

/// Our words.
pub fn saml_attribute(name: &str) -> ApiError {
    error::invalid_identity_token_exception(format!(
        "The attribute {name} of the SAML assertion is not valid"
    ))
}
