//! Why an event did not reach its target, in the words of dead letters, and whether to try again.
//!
//! Source: EventBridge User Guide, "Using dead-letter queues to process undelivered events" (the
//! message attributes; errors of missing permissions and of targets that no longer exist are not
//! retried) and its list of error codes. Which code a service's error gets is our choice.

use data_keys::Refusal;
use kernel::ApiError;

use crate::names::BusRef;

/// Values of `EXHAUSTED_RETRY_CONDITION`.
pub mod condition {
    pub const MAXIMUM_RETRY_ATTEMPTS: &str = "MaximumRetryAttempts";
    pub const MAXIMUM_EVENT_AGE: &str = "MaximumEventAgeInSeconds";
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// `ERROR_CODE`
    pub code: &'static str,
    /// `ERROR_MESSAGE`
    pub message: String,
    pub is_retried: bool,
    /// The target wants to be left alone for so long.
    pub wait_seconds: i64,
}

impl Failure {
    pub const INVALID_TARGET: Failure = Failure {
        code: "INVALID_PARAMETER",
        message: String::new(),
        is_retried: false,
        wait_seconds: 0,
    };

    pub fn lasting(code: &'static str, message: impl Into<String>) -> Failure {
        Failure { code, message: message.into(), is_retried: false, wait_seconds: 0 }
    }

    pub fn passing(code: &'static str, message: impl Into<String>) -> Failure {
        Failure { code, message: message.into(), is_retried: true, wait_seconds: 0 }
    }

    /// The target's service is not here.
    pub fn no_service(service: &str) -> Failure {
        let message = format!("Nephele does not deliver to targets of the service {service} yet.");
        Failure::lasting("NO_RESOURCE", message)
    }

    /// What the call to the target's service answered.
    pub fn of_call(error: &ApiError) -> Failure {
        let code = error.code();
        let message = format!("{code}: {}", error.message());
        let has = |part: &str| code.contains(part);
        if has("AccessDenied") || has("AuthorizationError") || has("NotAuthorized") {
            Failure::lasting("NO_PERMISSIONS", message)
        } else if has("Throttl") || has("TooManyRequests") || has("LimitExceeded") {
            Failure::passing("THROTTLING", message)
        } else if code == "NotImplemented" || is_absence(code) || error.status() == 404 {
            Failure::lasting("NO_RESOURCE", message)
        } else if error.status() >= 500 {
            Failure::passing("ERROR_FROM_TARGET", message)
        } else if has("Invalid") || has("Validation") || has("MissingParameter") {
            Failure::lasting("INVALID_PARAMETER", message)
        } else {
            Failure::lasting("ERROR_FROM_TARGET", message)
        }
    }

    /// What KMS has against the use of a customer's key. Which code is our choice.
    pub fn of_kms(error: &ApiError) -> Failure {
        let message = format!("KMS: {}", error.message());
        match Refusal::of(error) {
            Refusal::AccessDenied | Refusal::OptInRequired => {
                Failure::lasting("NO_PERMISSIONS", message)
            }
            Refusal::NotFound => Failure::lasting("NO_RESOURCE", message),
            Refusal::Disabled | Refusal::InvalidState | Refusal::InvalidKeyUsage => {
                Failure::lasting("INVALID_PARAMETER", message)
            }
            Refusal::Throttled => Failure::passing("THROTTLING", message),
            Refusal::Failed => Failure::passing("INTERNAL_ERROR", message),
        }
    }

    /// What another bus answered.
    pub fn of_other_bus(error: &ApiError, from: &BusRef, to: &BusRef) -> Failure {
        let failure = Failure::of_call(error);
        let is_refused = matches!(failure.code, "NO_PERMISSIONS" | "NO_RESOURCE");
        if is_refused && from.account != to.account {
            return Failure { code: "CROSS_ACCOUNT_INGESTION_FAILED", ..failure };
        }
        if is_refused && from.region != to.region {
            return Failure { code: "CROSS_REGION_INGESTION_FAILED", ..failure };
        }
        failure
    }

    /// An event that one bus has passed on already is not passed on again.
    pub fn third_hop(first: &BusRef, from: &BusRef, to: &BusRef) -> Failure {
        let message = format!(
            "The event came to {} from {} and cannot go on to {}.",
            from.arn(),
            first.arn(),
            to.arn()
        );
        let is_third_region = first.region != from.region || from.region != to.region;
        let is_one_account = first.account == from.account && from.account == to.account;
        let code = if is_one_account && is_third_region {
            "THIRD_REGION_HOP_DETECTED"
        } else {
            "THIRD_ACCOUNT_HOP_DETECTED"
        };
        Failure::lasting(code, message)
    }
}

fn is_absence(code: &str) -> bool {
    ["NotFound", "NonExistent", "DoesNotExist", "NoSuch"].iter().any(|part| code.contains(part))
}
