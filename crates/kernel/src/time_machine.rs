//! Moving the clock: advancing runs everything that falls due on the way, in time order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use world::Timestamp;

use crate::call::Call;
use crate::door::World;
use crate::error::ApiError;

/// Real time given to calls that became due to run, before the clock moves on.
const SETTLE_STEPS_MAX: u32 = 5_000;
const SETTLE_STEP: Duration = Duration::from_millis(1);

/// When parked calls want to run again.
#[derive(Debug, Default)]
pub(crate) struct Timers {
    parked: Mutex<Parked>,
}

#[derive(Debug, Default)]
struct Parked {
    next_id: u64,
    until: BTreeSet<(Timestamp, u64)>,
}

/// A parked call's entry; leaves when dropped.
#[derive(Debug)]
pub(crate) struct Timer<'t> {
    timers: &'t Timers,
    key: (Timestamp, u64),
}

/// What an advance has done.
#[derive(Clone, Debug)]
pub struct Advanced {
    pub from: Timestamp,
    pub to: Timestamp,
    /// How many jobs ran on the way.
    pub jobs: u64,
    /// What ran, by service and operation.
    pub ran: BTreeMap<(String, String), Runs>,
}

/// How often jobs of one operation ran.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runs {
    pub done: u64,
    /// Found nothing to do yet, and wait.
    pub waits: u64,
    pub failed: u64,
    /// The last failure: code and message.
    pub error: Option<(String, String)>,
}

/// Counts the runs of jobs while somebody wants to know. There are no more entries than
/// operations.
#[derive(Debug, Default)]
pub(crate) struct Report {
    is_wanted: AtomicBool,
    runs: Mutex<BTreeMap<(String, String), Runs>>,
}

impl Report {
    fn begin(&self) {
        self.runs.lock().clear();
        self.is_wanted.store(true, Ordering::Relaxed);
    }

    fn end(&self) -> BTreeMap<(String, String), Runs> {
        self.is_wanted.store(false, Ordering::Relaxed);
        std::mem::take(&mut *self.runs.lock())
    }

    pub fn note(&self, call: &Call, error: Option<&ApiError>, is_parked: bool) {
        if !self.is_wanted.load(Ordering::Relaxed) {
            return;
        }
        let mut all = self.runs.lock();
        let runs = all.entry((call.service.to_string(), call.operation.to_string())).or_default();
        match error {
            Some(error) => {
                runs.failed += 1;
                runs.error = Some((error.code().to_owned(), error.message().to_owned()));
            }
            None if is_parked => runs.waits += 1,
            None => runs.done += 1,
        }
    }
}

impl Timers {
    pub fn enter(&self, until: Timestamp) -> Timer<'_> {
        let mut parked = self.parked.lock();
        parked.next_id += 1;
        let key = (until, parked.next_id);
        parked.until.insert(key);
        Timer { timers: self, key }
    }

    fn first(&self) -> Option<Timestamp> {
        self.parked.lock().until.first().map(|(until, _)| *until)
    }
}

impl Drop for Timer<'_> {
    fn drop(&mut self) {
        self.timers.parked.lock().until.remove(&self.key);
    }
}

impl World {
    /// Stands the clock still.
    pub fn freeze(&self) -> Result<(), ApiError> {
        self.clock.freeze();
        self.keep_clock()
    }

    /// Lets the clock run from where it stands.
    pub fn resume(&self) -> Result<(), ApiError> {
        self.clock.resume();
        self.keep_clock()
    }

    /// Advances the clock to `target`: every job and every waiting call that falls due on the
    /// way runs at its own time, in order, each to quiescence. Setting the clock back moves only
    /// the hands: what has happened stays.
    pub async fn advance_to(self: &Arc<World>, target: Timestamp) -> Result<Advanced, ApiError> {
        let _turn = self.meta.advancing.lock().await;
        self.flush_observers();
        let was_frozen = self.clock.is_frozen();
        self.clock.freeze();
        let from = self.clock.now();
        self.trace.report.begin();
        let mut jobs = 0;
        loop {
            jobs += self.settle().await;
            let next = [self.next_job_due(), self.timers.first()].into_iter().flatten().min();
            match next {
                Some(next) if next <= target => {
                    self.flush_metrics_before(next);
                    self.clock.freeze_at(next.max(self.clock.now()));
                }
                _ => break,
            }
        }
        self.flush_metrics_before(target);
        self.clock.freeze_at(target);
        jobs += self.settle().await;
        if !was_frozen {
            self.clock.resume();
        }
        let ran = self.trace.report.end();
        self.keep_clock()?;
        Ok(Advanced { from, to: target, jobs, ran })
    }

    /// Runs all that is due now, and what that makes due now.
    async fn settle(self: &Arc<World>) -> u64 {
        let mut jobs = 0;
        for _ in 0..SETTLE_STEPS_MAX {
            while self.run_due_job() {
                jobs += 1;
            }
            let has_due_waiters = self.timers.first().is_some_and(|at| at <= self.clock.now());
            if !has_due_waiters && !self.has_running_jobs() {
                break;
            }
            tokio::time::sleep(SETTLE_STEP).await;
        }
        jobs
    }
}
