//! The one door: every change of state happens inside [`World::dispatch`] or a due job.
//!
//! A write is one transaction under the writer's lock: the operation runs, its rows, jobs and
//! observers' records are committed together, and only then are waiters woken. Nothing slow
//! happens under the lock. A panic costs one request.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use parking_lot::Mutex;
use rustc_hash::FxHashMap;
use store::{Store, Ticket};
use tokio::sync::Notify;
use world::{AccountId, Chance, Clock, Region, Timestamp};

use crate::access::{Admission, Authorizer};
use crate::audit::{Backlog, Observer};
use crate::blobs::Reaper;
use crate::call::Call;
use crate::ctx::{Ctx, Effects, Frame, Luck};
use crate::error::ApiError;
use crate::faults::Faults;
use crate::guard::guarded;
use crate::meta::{Meta, Settings};
use crate::meter::Meter;
use crate::metrics::Metrics;
use crate::parking;
use crate::resident::Residents;
use crate::scheduler::{Job, Jobs};
use crate::secrets::Secrets;
use crate::service::{Op, OpResult, Run, ServiceDef, Waited, Work, WorkEnv};
use crate::snapshots::Branching;
use crate::time_machine::Timers;
use crate::trace::Trace;
use crate::value::Struct;
use crate::volatile::Volatile;
use crate::waiters::{Place, Waiters};
use crate::whereabouts::Whereabouts;

/// A world: its state, its time, and the services that act in it.
pub struct World {
    pub store: Store,
    pub clock: Clock,
    pub settings: Settings,
    pub waiters: Waiters,
    pub(crate) services: FxHashMap<&'static str, &'static ServiceDef>,
    pub(crate) model: Box<dyn ModelCheck>,
    pub(crate) observers: Vec<Box<dyn Observer>>,
    pub(crate) backlog: Backlog,
    pub(crate) authorizer: Box<dyn Authorizer>,
    pub(crate) writer: Mutex<Writer>,
    pub(crate) jobs: Jobs,
    pub(crate) timers: Timers,
    pub(crate) reaper: Reaper,
    pub(crate) volatile: Volatile,
    pub(crate) secrets: Secrets,
    pub(crate) faults: Faults,
    pub(crate) meter: Meter,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) trace: Trace,
    pub(crate) branching: Branching,
    pub(crate) meta: Meta,
    pub whereabouts: Whereabouts,
    /// Numbers reads and requests; transactions have their own counter.
    draws: AtomicU64,
    closing: AtomicBool,
    closed: Notify,
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World").field("meta", &self.meta).finish_non_exhaustive()
    }
}

/// What only the holder of the writer's lock may touch.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    pub residents: Residents,
    pub transactions: u64,
    /// Of clients' calls, and of the spine's own doings: their chance is drawn apart.
    calls: u64,
    upkeeps: u64,
}

impl Writer {
    /// Another world has taken the place of this one, under another incarnation.
    pub fn begin_anew(&mut self) {
        *self = Writer::default();
    }
}

/// Sets the numbers of upkeep apart from those of calls.
const UPKEEP_CHANCE: u64 = 1 << 39;

/// The next number.
fn count(counter: &mut u64) -> u64 {
    let number = *counter;
    *counter += 1;
    number
}

/// What an operation has answered, and what has to be durable before it is told.
type Done = Result<(Struct, Option<Ticket>), ApiError>;

/// A call after its first turn.
pub(crate) enum Begun<'w> {
    Ended(OpResult),
    GoesOn(Pin<Box<dyn Future<Output = OpResult> + Send + 'w>>),
}

/// One run of an operation that may have to wait.
enum Attempt<'w> {
    Ready(Struct, Option<Ticket>),
    NotYet(Place<'w>),
}

/// What the models say of inputs and outputs. The wire implements it; the door asks it for calls
/// that do not come through the wire.
pub trait ModelCheck: std::fmt::Debug + Send + Sync {
    fn check_input(&self, service: &ServiceDef, call: &Call) -> Result<(), ApiError>;
    /// What is wrong with an answer by the model; asked only when answers are verified.
    fn check_output(&self, service: &str, operation: &str, output: &Struct) -> Result<(), String>;
    /// The operation that SDKs call `action` of the service whose id they write `service_id`
    /// (`sfn`, `startExecution`): the names of service and operation here.
    fn sdk_operation(
        &self,
        _service_id: &str,
        _action: &str,
    ) -> Option<(&'static str, &'static str)> {
        None
    }
    /// The input that a JSON object describes in the model's names; or what is wrong with it.
    fn bind_json(&self, service: &str, operation: &str, json: &str) -> Result<Struct, String>;
    /// What an operation has answered, in the names that AWS's SDK for Java gives its members
    /// (`executionArn` is `ExecutionArn`): how Step Functions shows the results of calls.
    fn sdk_output(&self, _service: &str, _operation: &str, output: &Struct) -> Struct {
        output.clone()
    }
    /// Whether answers are verified (tests, debug builds).
    fn verifies_outputs(&self) -> bool;
    /// The HTTP status of the service's refusals, which is its protocol's.
    fn denied_status(&self, _service: &str) -> u16 {
        403
    }
}

impl World {
    /// Builds a world over an open store. Services are named once, in the binary.
    pub fn open(
        store: Store,
        services: &[&'static ServiceDef],
        model: Box<dyn ModelCheck>,
        observers: Vec<Box<dyn Observer>>,
        authorizer: Box<dyn Authorizer>,
        seed: Option<u64>,
    ) -> Result<Arc<World>, ApiError> {
        let secrets = Secrets::open(&store)?;
        let (meta, clock_state, settings) = Meta::open(&store, seed)?;
        parking::rouse_all(&store)?;
        let faults = Faults::open(&store)?;
        let trace = Trace::of(&settings);
        let world = Arc::new(World {
            store,
            clock: Clock::restore(clock_state),
            settings,
            waiters: Waiters::default(),
            services: services.iter().map(|service| (service.name, *service)).collect(),
            model,
            observers,
            backlog: Backlog::default(),
            authorizer,
            writer: Mutex::default(),
            jobs: Jobs::new(),
            timers: Timers::default(),
            reaper: Reaper::default(),
            volatile: Volatile::default(),
            secrets,
            faults,
            meter: Meter::new(),
            metrics: Arc::new(Metrics::new()),
            trace,
            branching: Branching::default(),
            meta,
            whereabouts: Whereabouts::new(),
            draws: AtomicU64::new(0),
            closing: AtomicBool::new(false),
            closed: Notify::new(),
        });
        world.observers.iter().for_each(|observer| observer.on_opened(&world));
        Ok(world)
    }

    /// Makes a call: authorizes, runs, commits, and waits until the answer may be given.
    pub async fn dispatch(self: &Arc<World>, call: &Call) -> OpResult {
        self.dispatch_admitted(call, None).await
    }

    /// Makes a call as [`World::dispatch`] does, of which [`World::stage_plan`] has asked whether
    /// it may be made.
    pub async fn dispatch_admitted(
        self: &Arc<World>,
        call: &Call,
        admission: Option<&Admission>,
    ) -> OpResult {
        let start = self.trace.start(&self.clock);
        let mut steps = 0;
        while self.should_step_back(call, steps) {
            tokio::task::yield_now().await;
            steps += 1;
        }
        let result = match self.begin(call, admission) {
            Begun::Ended(result) => result,
            Begun::GoesOn(rest) => rest.await,
        };
        self.trace.called(start, call, &result);
        self.observe_end(call, &result);
        result
    }

    pub fn service(&self, name: &str) -> Option<&'static ServiceDef> {
        self.services.get(name).copied()
    }

    pub fn services(&self) -> impl Iterator<Item = &'static ServiceDef> {
        let mut services: Vec<_> = self.services.values().copied().collect();
        services.sort_by_key(|service| service.name);
        services.into_iter()
    }

    /// A generator of its own for one draw outside transactions (request ids, reads).
    pub fn draw(&self) -> Chance {
        let counter = self.draws.fetch_add(1, Ordering::Relaxed);
        Chance::derive(!self.meta.seed(), self.meta.incarnation(), counter)
    }

    /// Runs a closure as one write transaction of `service`, outside any client's call: for the
    /// control endpoints and the spine's own upkeep.
    pub fn maintain<T>(
        &self,
        service: &'static ServiceDef,
        scope: (AccountId, Region),
        body: impl FnOnce(&mut Ctx<'_>) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let frame = Frame::of_upkeep(service, scope);
        let mut writer = self.lock_writer();
        self.transact(&mut writer, frame, body).map(|(value, _)| value)
    }

    /// Stops taking part in time: waiting calls answer now, the scheduler ends.
    pub fn close(&self) {
        self.closing.store(true, Ordering::Release);
        self.waiters.wake_all();
        self.closed.notify_waiters();
    }

    pub fn is_closing(&self) -> bool {
        self.closing.load(Ordering::Acquire)
    }

    pub(crate) async fn closed(&self) {
        let mut closed = std::pin::pin!(self.closed.notified());
        closed.as_mut().enable();
        if !self.is_closing() {
            closed.await;
        }
    }

    pub(crate) fn find(
        &self,
        service: &str,
        operation: &str,
    ) -> Result<(&'static ServiceDef, &'static Op), ApiError> {
        let absent = || ApiError::not_implemented(service, operation);
        let service = self.services.get(service).ok_or_else(absent)?;
        let op = service.operation(operation).ok_or_else(absent)?;
        Ok((service, op))
    }

    pub fn check_input(&self, call: &Call) -> Result<(), ApiError> {
        let service = self.services.get(call.service.as_ref());
        service.map_or(Ok(()), |service| self.model.check_input(service, call))
    }

    /// Runs what can be run without waiting, which is all of most calls. The rest is boxed, so
    /// that the future of a call stays small: it is moved about with every request.
    fn begin<'a>(
        self: &'a Arc<World>,
        call: &'a Call,
        admission: Option<&'a Admission>,
    ) -> Begun<'a> {
        let (service, op) = match self.find(&call.service, &call.operation) {
            Ok(found) => found,
            Err(error) => return Begun::Ended(Err(error)),
        };
        if let Some(strike) = self.strike(call, op, service.is_step(op)) {
            return Begun::GoesOn(Box::pin(self.run_struck(
                strike,
                call,
                (service, op),
                admission,
            )));
        }
        self.run(call, service, op, admission)
    }

    pub(crate) fn run<'a>(
        self: &'a Arc<World>,
        call: &'a Call,
        service: &'static ServiceDef,
        op: &'static Op,
        admission: Option<&'a Admission>,
    ) -> Begun<'a> {
        let frame = Frame::of(service, call);
        let admit = move |ctx: &mut Ctx<'_>| match admission {
            Some(admission) => {
                admission.enter(ctx);
                Ok(())
            }
            None => World::admit(ctx, service, op, call).map(drop),
        };
        let done = match op.run {
            Run::Read(run) => self.read(frame, |ctx| {
                admit(ctx)?;
                let output = run(ctx, &call.input)?;
                self.observe(ctx, call, &output)?;
                Ok((output, None))
            }),
            Run::Write(run) => self.transact(&mut self.lock_writer(), frame, |ctx| {
                admit(ctx)?;
                let output = run(ctx, &call.input)?;
                self.observe(ctx, call, &output)?;
                Ok(output)
            }),
            Run::Wait(run) => {
                let since = self.clock.now();
                match self.attempt(call, frame.clone(), since, admit, run) {
                    Ok(Attempt::Ready(output, ticket)) => Ok((output, ticket)),
                    Ok(Attempt::NotYet(place)) => {
                        return Begun::GoesOn(Box::pin(async move {
                            let done = self.run_waiting(call, frame, since, place, admit, run);
                            self.end(call, op, done.await).await
                        }));
                    }
                    Err(error) => Err(error),
                }
            }
            Run::Work(work) | Run::MaybeWork(work) => {
                return Begun::GoesOn(Box::pin(async move {
                    self.end(call, op, self.run_work(call, frame, admit, work).await).await
                }));
            }
        };
        match done {
            Ok((_, Some(_))) if self.store.syncs_commits() => {
                Begun::GoesOn(Box::pin(self.end(call, op, done)))
            }
            Ok((output, _)) => Begun::Ended(self.verified(call, op, output)),
            Err(error) => Begun::Ended(Err(error)),
        }
    }

    /// Waits until what was done may be told.
    async fn end(&self, call: &Call, op: &Op, done: Done) -> OpResult {
        let (output, ticket) = done?;
        if let Some(ticket) = ticket {
            self.store.wait_durable(ticket).await?;
        }
        self.verified(call, op, output)
    }

    fn verified(&self, call: &Call, op: &Op, output: Struct) -> OpResult {
        if self.model.verifies_outputs()
            && let Err(fault) = self.model.check_output(&call.service, op.name, &output)
        {
            tracing::error!(service = %call.service, operation = op.name, fault, "bad answer");
            return Err(ApiError::internal());
        }
        Ok(output)
    }

    /// Runs an operation that may have to wait, once.
    fn attempt(
        &self,
        call: &Call,
        frame: Frame,
        since: Timestamp,
        admit: impl Fn(&mut Ctx<'_>) -> Result<(), ApiError>,
        run: fn(&mut Ctx, &Struct) -> Result<Waited, ApiError>,
    ) -> Result<Attempt<'_>, ApiError> {
        let mut writer = self.lock_writer();
        let since = if self.is_closing() { Timestamp::EPOCH } else { since };
        let (waited, ticket) = self.transact(&mut writer, frame, |ctx| {
            ctx.waiting_since = since;
            admit(ctx)?;
            let waited = run(ctx, &call.input)?;
            if let Waited::Ready(output) = &waited {
                self.observe(ctx, call, output)?;
            }
            Ok(waited)
        })?;
        // Still under the lock: see `waiters.rs`.
        Ok(match waited {
            Waited::Ready(output) => Attempt::Ready(output, ticket),
            Waited::NotYet { topic, until } => Attempt::NotYet(self.waiters.enter(topic, until)),
        })
    }

    async fn run_waiting(
        &self,
        call: &Call,
        frame: Frame,
        since: Timestamp,
        mut place: Place<'_>,
        admit: impl Fn(&mut Ctx<'_>) -> Result<(), ApiError>,
        run: fn(&mut Ctx, &Struct) -> Result<Waited, ApiError>,
    ) -> Done {
        let generation = self.generation();
        loop {
            let until = self.next_dark().map_or(place.until, |dark| dark.min(place.until));
            let timer = self.timers.enter(until);
            tokio::select! {
                () = place.woken() => {}
                () = self.clock.sleep_until(until) => {}
                () = self.closed() => {}
            }
            place.leave_to_retry();
            drop(timer);
            self.check_generation(generation)?;
            self.check_light(call)?;
            place = match self.attempt(call, frame.clone(), since, &admit, run)? {
                Attempt::Ready(output, ticket) => return Ok((output, ticket)),
                Attempt::NotYet(place) => place,
            };
        }
    }

    async fn run_work(
        self: &Arc<World>,
        call: &Call,
        frame: Frame,
        admit: impl Fn(&mut Ctx<'_>) -> Result<(), ApiError>,
        work: Work,
    ) -> Done {
        let (generation, plan) = {
            let mut writer = self.lock_writer();
            let (plan, _) = self.transact(&mut writer, frame.clone(), |ctx| {
                admit(ctx)?;
                (work.begin)(ctx, &call.input)
            })?;
            (self.generation(), plan)
        };
        let env = WorkEnv { world: self.clone(), now: self.clock.now() };
        let name = call.operation.clone();
        let outcome =
            tokio::task::spawn_blocking(move || guarded(&name, || (work.work)(&env, plan)))
                .await
                .map_err(|_| ApiError::internal())??;
        let mut writer = self.lock_writer();
        self.check_generation(generation)?;
        self.transact(&mut writer, frame, |ctx| {
            // Again: what it acts on may have changed, and the call moves to its owner's account.
            admit(ctx)?;
            let output = (work.complete)(ctx, &call.input, outcome)?;
            self.observe(ctx, call, &output)?;
            Ok(output)
        })
    }

    /// Runs `body` on a snapshot.
    pub(crate) fn read<T>(
        &self,
        frame: Frame,
        body: impl FnOnce(&mut Ctx<'_>) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let now = self.clock.now();
        let mut ctx = Ctx {
            world: self,
            tx: self.store.read(),
            residents: None,
            frame,
            depth: 0,
            now,
            waiting_since: now,
            chance: self.draw(),
            transaction: 0,
            effects: Effects::default(),
        };
        let operation = ctx.frame.operation.clone();
        let result = guarded(&operation, || body(&mut ctx));
        if !ctx.effects.spans.is_empty() {
            ctx.keep_spans(result.is_ok());
        }
        if !ctx.effects.notes.is_empty() {
            let (frame, notes) = (ctx.frame, std::mem::take(&mut ctx.effects.notes));
            self.keep_notes(&mut self.lock_writer(), frame, notes);
        }
        result
    }

    /// Commits the jobs that a call has left whatever became of it.
    fn keep_notes(&self, writer: &mut Writer, frame: Frame, notes: Vec<Job>) {
        let kept = self.transact(writer, frame, |ctx| {
            for job in notes {
                ctx.enqueue(job);
            }
            Ok(())
        });
        if let Err(error) = kept {
            tracing::error!(%error, "could not keep what a call has left");
        }
    }

    /// Runs `body` as one transaction: commits what it did, or undoes it all.
    pub(crate) fn transact<T>(
        &self,
        writer: &mut Writer,
        frame: Frame,
        body: impl FnOnce(&mut Ctx<'_>) -> Result<T, ApiError>,
    ) -> Result<(T, Option<Ticket>), ApiError> {
        let transaction = count(&mut writer.transactions);
        let (seed, incarnation) = (self.meta.seed(), self.meta.incarnation());
        let chance = match frame.luck {
            Luck::Call => Chance::derive(seed, incarnation, count(&mut writer.calls)),
            Luck::Upkeep => {
                let number = UPKEEP_CHANCE | count(&mut writer.upkeeps);
                Chance::derive(seed, incarnation, number)
            }
            Luck::Job(seed) => Chance::from_seed(seed),
            Luck::Unused => Chance::from_seed(0),
        };
        let name = frame.operation.clone();
        let now = self.clock.now();
        let mut ctx = Ctx {
            world: self,
            tx: self.store.write(),
            residents: Some(&mut writer.residents),
            frame,
            depth: 0,
            now,
            waiting_since: now,
            chance,
            transaction: (incarnation << 40) | transaction,
            effects: Effects::default(),
        };
        let result = guarded(&name, || body(&mut ctx));
        let mut notes = std::mem::take(&mut ctx.effects.notes);
        let committed = result.and_then(|value| {
            for job in notes.drain(..) {
                ctx.enqueue(job);
            }
            let ticket = self.commit(&mut ctx)?;
            Ok((value, ticket))
        });
        if !ctx.effects.spans.is_empty() {
            ctx.keep_spans(committed.is_ok());
        }
        if committed.is_err() {
            ctx.undo_all();
            if !notes.is_empty() {
                let frame = ctx.frame;
                self.keep_notes(writer, frame, notes);
            }
        }
        committed
    }

    /// Commits the transaction and lets its effects out.
    fn commit(&self, ctx: &mut Ctx<'_>) -> Result<Option<Ticket>, ApiError> {
        let roused = self.jobs.parked.rouse(ctx)?;
        let tx = std::mem::replace(&mut ctx.tx, self.store.write());
        let batch = tx.into_batch();
        let ticket = if batch.is_empty() { None } else { Some(self.store.commit(&batch)?) };
        for job in roused {
            self.jobs.parked.leave(job);
        }
        let effects = &mut ctx.effects;
        effects.undo.clear();
        for (topic, count) in effects.wakes.drain(..) {
            self.waiters.wake(topic, count);
        }
        if let Some(due) = effects.first_job_due {
            self.jobs.announce(due);
        }
        self.reaper.take(effects.blobs.drain(..));
        if effects.faults {
            self.faults_changed();
        }
        Ok(ticket)
    }
}
