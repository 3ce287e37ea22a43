//! How a [`Job`] is put together; what becomes of it is the [scheduler](crate::scheduler)'s.

use world::Timestamp;

use crate::call::Ask;
use crate::scheduler::{Job, Retry};

impl Job {
    /// As soon as possible, tried once.
    pub fn now(ask: Ask) -> Job {
        let retry = Retry { retries_max: 0, delay_ms: 0, growth_percent: 100, delay_ms_max: 0 };
        Job {
            ask,
            not_before: None,
            retry,
            dead_letter: None,
            is_waiting: false,
            is_unlinked: false,
        }
    }

    #[must_use]
    pub fn at(mut self, not_before: Timestamp) -> Job {
        self.not_before = Some(not_before);
        self
    }

    #[must_use]
    pub fn with_retry(mut self, retry: Retry) -> Job {
        self.retry = retry;
        self
    }

    /// Of an operation of kind wait: when it has nothing yet, the job waits with it, as long as
    /// it takes. See [`crate::parking`].
    #[must_use]
    pub fn waiting(mut self) -> Job {
        self.is_waiting = true;
        self
    }

    /// It is no link of the chain of deliveries that has happened to cause it: see [`HOPS_MAX`].
    #[must_use]
    pub fn unlinked(mut self) -> Job {
        self.is_unlinked = true;
        self
    }

    #[must_use]
    pub fn with_dead_letter(mut self, ask: Ask) -> Job {
        self.dead_letter = Some(ask);
        self
    }
}
