//! Which world of this process it is, and where processes on this machine reach it.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

static WORLDS: AtomicU64 = AtomicU64::new(0);

/// In memory only: another process is elsewhere.
#[derive(Debug)]
pub struct Whereabouts {
    /// No other world of this process has it.
    pub number: u64,
    endpoint: OnceLock<String>,
}

impl Whereabouts {
    pub(crate) fn new() -> Whereabouts {
        let number = WORLDS.fetch_add(1, Ordering::Relaxed);
        Whereabouts { number, endpoint: OnceLock::new() }
    }

    /// The URL of the world's listener, once there is one.
    pub fn endpoint(&self) -> Option<&str> {
        self.endpoint.get().map(String::as_str)
    }

    /// Something listens there. The first stays.
    pub fn listens_at(&self, url: String) {
        let _ = self.endpoint.set(url);
    }
}
