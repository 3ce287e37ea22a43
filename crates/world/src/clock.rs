//! The virtual clock: the only source of "now" below the gateway.
//!
//! It runs with real time plus an offset, or stands still. Advancing through due work is the
//! scheduler's job (crate `kernel`); this file only holds the hands.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::Notify;

use crate::Timestamp;

const RUNNING: i64 = i64::MIN;

/// A clock that runs, stands, and can be set.
#[derive(Debug)]
pub struct Clock {
    /// Real time at start, and the monotonic instant it was read at.
    start_real: i64,
    start_instant: Instant,
    /// Virtual minus real time while running.
    offset: AtomicI64,
    /// The time shown while standing; [`RUNNING`] otherwise.
    frozen_at: AtomicI64,
    moved: Notify,
}

/// What must be kept so that a restarted world goes on where it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockState {
    pub offset_micros: i64,
    pub frozen_at: Option<Timestamp>,
}

impl Clock {
    /// A clock that shows real time.
    pub fn new() -> Clock {
        Clock::restore(ClockState { offset_micros: 0, frozen_at: None })
    }

    pub fn restore(state: ClockState) -> Clock {
        let since_epoch =
            SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
        Clock {
            start_real: i64::try_from(since_epoch.as_micros()).unwrap_or(i64::MAX),
            start_instant: Instant::now(),
            offset: AtomicI64::new(state.offset_micros),
            frozen_at: AtomicI64::new(state.frozen_at.map_or(RUNNING, Timestamp::micros)),
            moved: Notify::new(),
        }
    }

    pub fn state(&self) -> ClockState {
        let frozen = self.frozen_at.load(Ordering::Acquire);
        ClockState {
            offset_micros: self.offset.load(Ordering::Acquire),
            frozen_at: (frozen != RUNNING).then(|| Timestamp::from_micros(frozen)),
        }
    }

    /// Goes on as another clock that was kept.
    pub fn restart(&self, state: ClockState) {
        self.offset.store(state.offset_micros, Ordering::Release);
        let frozen = state.frozen_at.map_or(RUNNING, Timestamp::micros);
        self.frozen_at.store(frozen, Ordering::Release);
        self.moved.notify_waiters();
    }

    pub fn now(&self) -> Timestamp {
        let frozen = self.frozen_at.load(Ordering::Acquire);
        if frozen != RUNNING {
            return Timestamp::from_micros(frozen);
        }
        Timestamp::from_micros(self.real_micros() + self.offset.load(Ordering::Acquire))
    }

    /// Real time: for signatures, whose skew the client's own clock decides.
    pub fn real_now(&self) -> Timestamp {
        Timestamp::from_micros(self.real_micros())
    }

    pub fn is_frozen(&self) -> bool {
        self.frozen_at.load(Ordering::Acquire) != RUNNING
    }

    /// Stands still at the present time.
    pub fn freeze(&self) {
        self.freeze_at(self.now());
    }

    /// Stands still at `at`.
    pub fn freeze_at(&self, at: Timestamp) {
        self.frozen_at.store(at.micros(), Ordering::Release);
        self.moved.notify_waiters();
    }

    /// Runs on from the time now shown.
    pub fn resume(&self) {
        let shown = self.now();
        self.offset.store(shown.micros() - self.real_micros(), Ordering::Release);
        self.frozen_at.store(RUNNING, Ordering::Release);
        self.moved.notify_waiters();
    }

    /// Returns once the clock shows `until` or later, however it got there.
    pub async fn sleep_until(&self, until: Timestamp) {
        loop {
            let mut moved = std::pin::pin!(self.moved.notified());
            moved.as_mut().enable();
            let now = self.now();
            if now >= until {
                return;
            }
            if self.is_frozen() || until == Timestamp::MAX {
                moved.await;
            } else {
                tokio::select! {
                    () = moved => {}
                    () = tokio::time::sleep(until.since(now)) => {}
                }
            }
        }
    }

    fn real_micros(&self) -> i64 {
        let elapsed = i64::try_from(self.start_instant.elapsed().as_micros()).unwrap_or(i64::MAX);
        self.start_real.saturating_add(elapsed)
    }
}

impl Default for Clock {
    fn default() -> Clock {
        Clock::new()
    }
}
