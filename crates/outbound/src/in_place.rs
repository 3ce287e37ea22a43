//! Requests of operations that other services call within their own transactions, and that
//! therefore cannot be work: the use of a key that lies outside (`svc-kms`).
//!
//! The thread gives its other tasks away while it waits. Whoever holds the world's writer
//! meanwhile holds it for the answer: use it with a timeout of a fraction of a second, and only
//! where work is no way.

use std::time::SystemTime;

use kernel::Timestamp;
use tokio::runtime::{Handle, RuntimeFlavor};

use crate::http::{Answer, Failure, Options, Request, send};

/// As [`send`], without a blocking thread of its own.
pub fn send_in_place(request: &Request, options: &Options<'_>) -> Result<Answer, Failure> {
    let is_shared = Handle::try_current()
        .is_ok_and(|runtime| runtime.runtime_flavor() == RuntimeFlavor::MultiThread);
    if is_shared {
        tokio::task::block_in_place(|| send(request, options))
    } else {
        send(request, options)
    }
}

/// Real time, for the signature of a request that leaves: who verifies it has no other clock.
#[allow(clippy::disallowed_methods, reason = "signatures alone are judged by real time")]
pub fn real_now() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_micros(since.as_micros() as i64)
}
