//! What KMS has against a call, for services that say it by codes of their own.

use kernel::{ApiError, Ctx};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    AccessDenied,
    Disabled,
    InvalidKeyUsage,
    InvalidState,
    NotFound,
    OptInRequired,
    Throttled,
    /// It is not the caller's fault, or KMS is not there.
    Failed,
}

impl Refusal {
    pub fn of(error: &ApiError) -> Refusal {
        match error.code() {
            "AccessDeniedException" | "AccessDenied" | "InvalidCiphertextException" => {
                Refusal::AccessDenied
            }
            "DisabledException" => Refusal::Disabled,
            "InvalidKeyUsageException" | "UnsupportedOperationException" => {
                Refusal::InvalidKeyUsage
            }
            "KMSInvalidStateException" | "KeyUnavailableException" => Refusal::InvalidState,
            "NotFoundException" | "InvalidArnException" | "ValidationException" => {
                Refusal::NotFound
            }
            "OptInRequired" => Refusal::OptInRequired,
            "ThrottlingException" | "Throttling" | "LimitExceededException" => Refusal::Throttled,
            _ => Refusal::Failed,
        }
    }
}

/// KMS's words as services that call it hand them on: with what the client that they use for it
/// adds (quoted for SQS in the issue opensearch-project/data-prepper#2422).
pub fn words(ctx: &Ctx<'_>, error: &ApiError) -> String {
    let (message, status, code) = (error.message(), error.status(), error.code());
    let request = ctx.request_id();
    format!(
        "{message} (Service: AWSKMS; Status Code: {status}; Error Code: {code}; Request ID: \
         {request}; Proxy: null)"
    )
}
