//! Calls that wait: long polls parked on a topic until something wakes them.
//!
//! Invariant: a wake-up is never lost. A waiter is entered under the writer's lock in the same
//! turn in which its operation found nothing, and a waiter that was chosen for a wake-up but goes
//! away (its client hung up) passes the wake-up on.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use tokio::sync::Notify;
use world::Timestamp;

/// What a waiting call waits for: a queue, a shard, an execution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Topic {
    pub service: &'static str,
    /// World-unique within the service.
    pub id: u64,
}

#[derive(Debug, Default)]
pub struct Waiters {
    topics: Mutex<FxHashMap<Topic, VecDeque<Arc<Waiter>>>>,
}

const WAITING: u8 = 0;
const WOKEN: u8 = 1;
const GONE: u8 = 2;

#[derive(Debug)]
struct Waiter {
    state: AtomicU8,
    notify: Notify,
}

/// A place in the queue of a topic. Dropping it leaves the queue.
#[derive(Debug)]
pub struct Place<'w> {
    waiters: &'w Waiters,
    topic: Topic,
    waiter: Arc<Waiter>,
    pub until: Timestamp,
}

impl Waiters {
    pub fn enter(&self, topic: Topic, until: Timestamp) -> Place<'_> {
        let waiter = Arc::new(Waiter { state: AtomicU8::new(WAITING), notify: Notify::new() });
        self.topics.lock().entry(topic).or_default().push_back(waiter.clone());
        Place { waiters: self, topic, waiter, until }
    }

    /// Wakes the `count` calls that have waited longest.
    pub fn wake(&self, topic: Topic, count: usize) {
        let mut topics = self.topics.lock();
        let Some(queue) = topics.get_mut(&topic) else { return };
        let mut left = count;
        while left > 0 {
            let Some(waiter) = queue.pop_front() else { break };
            if waiter.wake() {
                left -= 1;
            }
        }
        if queue.is_empty() {
            topics.remove(&topic);
        }
    }

    /// Wakes everybody, for shutdown.
    pub fn wake_all(&self) {
        for queue in std::mem::take(&mut *self.topics.lock()).into_values() {
            for waiter in queue {
                waiter.wake();
            }
        }
    }

    /// How many calls wait now.
    pub fn len(&self) -> usize {
        self.topics.lock().values().map(VecDeque::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Waiter {
    /// Whether this waiter took the wake-up.
    fn wake(&self) -> bool {
        let took = self
            .state
            .compare_exchange(WAITING, WOKEN, Ordering::AcqRel, Ordering::Acquire)
            .is_ok();
        if took {
            self.notify.notify_one();
        }
        took
    }
}

impl Place<'_> {
    /// Returns when woken.
    pub async fn woken(&self) {
        self.waiter.notify.notified().await;
    }

    /// Leaves in order to run again: a wake-up that came is used by that run.
    pub fn leave_to_retry(self) {
        self.waiter.state.store(GONE, Ordering::Release);
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if self.waiter.state.swap(GONE, Ordering::AcqRel) == WOKEN {
            self.waiters.wake(self.topic, 1);
            return;
        }
        let mut topics = self.waiters.topics.lock();
        if let Some(queue) = topics.get_mut(&self.topic) {
            queue.retain(|waiter| !Arc::ptr_eq(waiter, &self.waiter));
            if queue.is_empty() {
                topics.remove(&self.topic);
            }
        }
    }
}
