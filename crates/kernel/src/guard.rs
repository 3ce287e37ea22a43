//! Panics become the server's own failure: they cost one request.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::ApiError;

/// Runs `body`; a panic becomes the server's own failure and is logged.
pub(crate) fn guarded<T>(
    operation: &str,
    body: impl FnOnce() -> Result<T, ApiError>,
) -> Result<T, ApiError> {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|panic| {
        let text = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        tracing::error!(operation, panic = text, "operation panicked");
        Err(ApiError::internal())
    })
}
