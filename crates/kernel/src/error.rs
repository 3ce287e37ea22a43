//! The caller's errors. A bug is a panic, caught at the door; everything else is an [`ApiError`].

use std::borrow::Cow;

use crate::value::{Struct, Value};
use store::StoreError;

/// An error that a client sees: code and message in AWS's words.
///
/// `code` is the model's name of the error shape (`QueueDoesNotExist`) or a common code
/// (`AccessDenied`); the wire looks up what the client's protocol calls it on the wire and which
/// HTTP status the model gives it. `status` is used where the model says nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiError(Box<Inner>);

#[derive(Clone, Debug, PartialEq)]
struct Inner {
    code: Cow<'static, str>,
    message: String,
    status: u16,
    members: Struct,
}

impl ApiError {
    /// An error of the caller: HTTP 400 unless the model or [`ApiError::status`] says otherwise.
    #[cold]
    pub fn new(code: impl Into<Cow<'static, str>>, message: impl Into<String>) -> ApiError {
        ApiError(Box::new(Inner {
            code: code.into(),
            message: message.into(),
            status: 400,
            members: Struct::new(),
        }))
    }

    /// The HTTP status where the model gives none.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> ApiError {
        self.0.status = status;
        self
    }

    /// A further member of the error shape, besides the message.
    #[must_use]
    pub fn with_member(mut self, name: &'static str, value: impl Into<Value>) -> ApiError {
        self.0.members.set(name, value);
        self
    }

    pub fn code(&self) -> &str {
        &self.0.code
    }

    pub fn message(&self) -> &str {
        &self.0.message
    }

    pub fn status(&self) -> u16 {
        self.0.status
    }

    pub fn members(&self) -> &Struct {
        &self.0.members
    }

    /// The server's own failure: HTTP 500, detail in the log only.
    pub fn internal() -> ApiError {
        ApiError::new(
            "InternalFailure",
            "The request processing has failed because of an unknown error, exception or failure.",
        )
        .with_status(500)
    }

    /// An operation without a handler: HTTP 501, naming service and operation.
    pub fn not_implemented(service: &str, operation: &str) -> ApiError {
        ApiError::new(
            "NotImplemented",
            format!("Nephele does not implement {service}:{operation} yet."),
        )
        .with_status(501)
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.0.code, self.0.message)
    }
}

impl std::error::Error for ApiError {}

impl From<StoreError> for ApiError {
    #[cold]
    fn from(error: StoreError) -> ApiError {
        tracing::error!(%error, "store failed");
        match error {
            StoreError::Full => ApiError::new(
                "ServiceUnavailable",
                "The data directory's disk is full; nothing was written.",
            )
            .with_status(503),
            _ => ApiError::internal(),
        }
    }
}
