//! Jobs that wait for something to happen instead of for a time: the readers of queues and
//! streams that services keep.
//!
//! A job made with [`Job::waiting`](crate::scheduler::Job::waiting) runs an operation of kind
//! wait. When that answers "not yet", the job's row stays, due at the time the operation named
//! (often never), and the job is parked on the operation's topic. A write that wakes the topic
//! makes the job due in its own commit; so an idle reader costs nothing, and a wake-up is neither
//! lost by a crash nor by a race. Which topics a job is parked on is kept in memory only: when a
//! world is opened, every parked job runs once and parks again.
//!
//! A wake-up makes *all* jobs due that are parked on the topic, and wakes calls of clients
//! besides: whoever comes too late finds nothing and waits on.

use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use store::{Batch, Range, Store, Table, Tx};
use world::Timestamp;

use crate::call::Call;
use crate::ctx::Ctx;
use crate::door::World;
use crate::error::ApiError;
use crate::scheduler::{JOBS, JobKey, JobRow, run_at_once};
use crate::service::{Op, Run, Waited};
use crate::waiters::Topic;

/// Parked jobs, by the keys of their rows.
static PARKED: Table<JobKey, ()> = Table::world("kernel", "parked-jobs");

/// Due before all else: jobs that were parked when the world was closed.
const AT_ONCE: i64 = i64::MIN;

/// Which jobs are parked on what.
#[derive(Debug, Default)]
pub(crate) struct Parked(Mutex<Topics>);

#[derive(Debug, Default)]
struct Topics {
    /// In the order in which they were parked.
    jobs: FxHashMap<Topic, Vec<JobKey>>,
    of_job: FxHashMap<JobKey, Vec<Topic>>,
}

/// A job that is to be parked once its transaction is committed.
pub(crate) struct Parking {
    key: JobKey,
    topics: Vec<Topic>,
}

impl Parked {
    pub fn clear(&self) {
        *self.0.lock() = Topics::default();
    }

    /// The caller holds the writer since the operation found nothing.
    pub fn enter(&self, parking: Parking) {
        let mut topics = self.0.lock();
        for topic in &parking.topics {
            topics.jobs.entry(*topic).or_default().push(parking.key);
        }
        topics.of_job.insert(parking.key, parking.topics);
    }

    pub fn leave(&self, key: JobKey) {
        let topics = &mut *self.0.lock();
        for topic in topics.of_job.remove(&key).unwrap_or_default() {
            if let Some(jobs) = topics.jobs.get_mut(&topic) {
                jobs.retain(|job| *job != key);
                if jobs.is_empty() {
                    topics.jobs.remove(&topic);
                }
            }
        }
    }

    /// Makes the jobs due that are parked on what the transaction wakes, in that transaction.
    /// Answers them: they [leave](Parked::leave) once it is committed.
    pub fn rouse(&self, ctx: &mut Ctx<'_>) -> Result<Vec<JobKey>, ApiError> {
        if ctx.effects.wakes.is_empty() {
            return Ok(Vec::new());
        }
        let topics = self.0.lock();
        let mut roused: Vec<JobKey> = Vec::new();
        for (topic, _) in &ctx.effects.wakes {
            for key in topics.jobs.get(topic).into_iter().flatten() {
                if !roused.contains(key) {
                    roused.push(*key);
                }
            }
        }
        drop(topics);
        let now = ctx.now;
        for key in &roused {
            // Without a row it has been dropped by a reset.
            if move_row(&mut ctx.tx, *key, now.micros())? {
                ctx.span_woke(*key);
                let first = ctx.effects.first_job_due.map_or(now, |first| first.min(now));
                ctx.effects.first_job_due = Some(first);
            }
        }
        Ok(roused)
    }
}

impl World {
    /// Runs a waiting job's operation, within the job's transaction, in which its row is deleted.
    /// When there is nothing yet, the row stays after all, and the caller parks the job.
    pub(crate) fn run_waiting_job(
        &self,
        ctx: &mut Ctx<'_>,
        op: &'static Op,
        call: &Call,
        (key, row): (JobKey, &JobRow),
    ) -> Result<Option<Parking>, ApiError> {
        forget(&mut ctx.tx, key);
        // It waits as long as it takes.
        ctx.waiting_since = Timestamp::MAX;
        let waited = match op.run {
            Run::Wait(run) => run(ctx, &call.input)?,
            _ => Waited::Ready(run_at_once(op, ctx, &call.input)?),
        };
        match waited {
            Waited::Ready(output) => {
                self.observe(ctx, call, &output)?;
                Ok(None)
            }
            Waited::NotYet { topic, until } => {
                let key = (until.max(ctx.now).micros(), key.1, key.2);
                let scope = World::world_scope();
                JOBS.at_mut(&mut ctx.tx, &scope).put(&key, row);
                PARKED.at_mut(&mut ctx.tx, &scope).put(&key, &());
                let mut topics = std::mem::take(&mut ctx.effects.also_awaited);
                topics.push(topic);
                topics.dedup();
                Ok(Some(Parking { key, topics }))
            }
        }
    }
}

/// What makes every job of a snapshot due that is parked in it.
pub(crate) fn rousing(snapshot: &Tx) -> Result<Batch, ApiError> {
    let mut batch = Batch::new();
    let scope = World::world_scope();
    for key in PARKED.at(snapshot, &scope).keys(&Range::all()) {
        let key = key?;
        batch.delete(PARKED.key_of(&scope, &key));
        if let Some(row) = JOBS.at(snapshot, &scope).get(&key)? {
            batch.delete(JOBS.key_of(&scope, &key));
            batch.put(JOBS.key_of(&scope, &(AT_ONCE, key.1, key.2)), JOBS.row_of(&row));
        }
    }
    Ok(batch)
}

/// Makes every job due that was parked when the world was closed.
pub(crate) fn rouse_all(store: &Store) -> Result<(), ApiError> {
    let batch = rousing(&store.read())?;
    if !batch.is_empty() {
        store.commit(&batch)?;
    }
    Ok(())
}

/// Forgets that a job is parked.
pub(crate) fn forget(tx: &mut Tx, key: JobKey) {
    PARKED.at_mut(tx, &World::world_scope()).delete(&key);
}

/// Gives a parked job another time; whether it was there.
fn move_row(tx: &mut Tx, key: JobKey, due: i64) -> Result<bool, ApiError> {
    let scope = World::world_scope();
    forget(tx, key);
    let Some(row) = JOBS.at(tx, &scope).get(&key)? else { return Ok(false) };
    JOBS.at_mut(tx, &scope).delete(&key);
    JOBS.at_mut(tx, &scope).put(&(due, key.1, key.2), &row);
    Ok(true)
}
