//! What hangs at the door: the [`Observer`]s, who are told of every call, and the records that they
//! leave of calls that have no commit of their own.
//!
//! A write's record is committed with it. Reads and refusals leave theirs in the [`Backlog`], in
//! memory; observers write it to the store when they are told to ([`World::flush_observers`]):
//! every second, before the clock is moved, when it is full, and when the process ends in order.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use world::{AccountId, Region, Timestamp};

use crate::call::Call;
use crate::ctx::{Ctx, Frame, Luck};
use crate::door::World;
use crate::error::ApiError;
use crate::service::{OpResult, ServiceDef};
use crate::value::Struct;

/// When so many records wait, whoever adds the next one writes them.
pub const BACKLOG_MAX: usize = 4_096;
/// So long may a record of a read or of a refusal be in memory alone.
const FLUSH_EVERY: Duration = Duration::from_millis(500);

/// What hangs at the door: audit, metrics, meter. It is told of every call, in the request's path.
pub trait Observer: std::fmt::Debug + Send + Sync {
    /// Inside the transaction of a write that has succeeded, before it commits: what is recorded
    /// here is committed with it.
    fn on_commit(
        &self,
        _ctx: &mut Ctx<'_>,
        _call: &Call,
        _output: &Struct,
    ) -> Result<(), ApiError> {
        Ok(())
    }

    /// A read has succeeded: in its snapshot, which keeps nothing.
    fn on_read(&self, _ctx: &mut Ctx<'_>, _call: &Call, _output: &Struct) {}

    /// After every client's call, whatever its outcome; also of what is refused before it runs.
    fn after(&self, _world: &World, _call: &Call, _result: &OpResult) {}

    /// Writes what was left in the backlog.
    fn flush(&self, _world: &World) {}

    /// Keeps what was reported of metrics: see [`crate::metrics`].
    fn flush_metrics(&self, _world: &World) {}

    /// The world has begun, with what an earlier process has left.
    fn on_opened(&self, _world: &World) {}

    /// Another world has taken the place of the one that it has known.
    fn on_replaced(&self, _world: &World) {}
}

/// A call that has no commit of its own.
#[derive(Debug)]
pub struct Record {
    pub call: Call,
    /// In which it ran.
    pub account: AccountId,
    /// The service that handed on its caller's call.
    pub via: Option<&'static str>,
    pub result: OpResult,
    pub at: Timestamp,
    /// Drawn when it happened.
    pub id: String,
}

/// Records that are not in the store yet.
#[derive(Debug, Default)]
pub(crate) struct Backlog {
    records: Mutex<Vec<Record>>,
    /// How many, for those who only want to know.
    count: AtomicUsize,
}

impl Ctx<'_> {
    /// Whether this runs on a snapshot, where nothing can be written.
    pub fn is_snapshot(&self) -> bool {
        self.residents.is_none()
    }

    /// Whether clients can call it: an operation, and not a step of the service's own.
    pub fn is_operation(&self, service: &str, operation: &str) -> bool {
        self.world.is_operation(service, operation)
    }

    /// Leaves a record of a read.
    pub fn leave_record(&self, record: Record) {
        self.world.leave_record(record);
    }

    /// Takes all records that wait, to write them in this transaction.
    pub fn take_records(&self) -> Vec<Record> {
        let backlog = &self.world.backlog;
        let mut records = backlog.records.lock();
        backlog.count.store(0, Ordering::Relaxed);
        std::mem::take(&mut *records)
    }
}

impl World {
    pub fn leave_record(&self, record: Record) {
        let mut records = self.backlog.records.lock();
        records.push(record);
        self.backlog.count.store(records.len(), Ordering::Relaxed);
    }

    pub fn is_operation(&self, service: &str, operation: &str) -> bool {
        let service = self.services.get(service);
        service.is_some_and(|it| it.operations.iter().any(|op| op.name == operation))
    }

    pub fn has_records(&self) -> bool {
        self.backlog.count.load(Ordering::Relaxed) > 0
    }

    /// Lets the observers write what waits. Not to be called while the writer is held.
    pub fn flush_observers(&self) {
        if self.has_records() {
            self.observers.iter().for_each(|observer| observer.flush(self));
        }
        if self.metrics.is_pending() {
            self.observers.iter().for_each(|observer| observer.flush_metrics(self));
        }
    }

    /// Tells the observers of a call that was refused before it reached the door.
    pub fn refused(&self, call: &Call, error: ApiError) -> ApiError {
        let result = Err(error.clone());
        self.observers.iter().for_each(|observer| observer.after(self, call, &result));
        error
    }

    /// Lets the observers see a call that has succeeded, in its own transaction.
    pub(crate) fn observe(
        &self,
        ctx: &mut Ctx<'_>,
        call: &Call,
        output: &Struct,
    ) -> Result<(), ApiError> {
        ctx.meter_call();
        let is_snapshot = ctx.is_snapshot();
        self.observers.iter().try_for_each(|observer| {
            if is_snapshot {
                observer.on_read(ctx, call, output);
                return Ok(());
            }
            observer.on_commit(ctx, call, output)
        })
    }

    pub(crate) fn observe_end(&self, call: &Call, result: &OpResult) {
        self.observers.iter().for_each(|observer| observer.after(self, call, result));
        if self.backlog.count.load(Ordering::Relaxed) >= BACKLOG_MAX {
            self.flush_observers();
        }
    }

    /// Runs a closure as a write transaction without a number of its own, so that the moment at
    /// which records are written changes no later call. It draws no chance and leaves no jobs.
    pub fn aside(
        &self,
        service: &'static ServiceDef,
        body: impl FnOnce(&mut Ctx<'_>) -> Result<(), ApiError>,
    ) -> Result<(), ApiError> {
        let mut frame = Frame::of_upkeep(service, (AccountId::DEFAULT, Region::DEFAULT));
        frame.luck = Luck::Unused;
        let mut writer = self.lock_writer();
        let number = writer.transactions;
        let done = self.transact(&mut writer, frame, body);
        writer.transactions = number;
        done.map(|_| ())
    }
}

/// Lets the observers write now and then, in real time, until the world closes.
pub async fn keep_records(world: Arc<World>) {
    while !world.is_closing() {
        tokio::select! {
            () = tokio::time::sleep(FLUSH_EVERY) => {}
            () = world.closed() => {}
        }
        let world = world.clone();
        let flush = move || {
            world.flush_observers();
            if let Err(error) = world.flush_meter() {
                tracing::warn!(%error, "what was metered waits for the next time");
            }
        };
        let _ = tokio::task::spawn_blocking(flush).await;
    }
}
