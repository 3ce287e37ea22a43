//! What happens later: durable jobs on the virtual clock.
//!
//! A job is a call left in the same commit as its cause. Due jobs run one by one in (time,
//! sequence) order through the door; a job's row goes in the transaction of the call it makes,
//! so a crash neither loses nor repeats it. Work operations run beside the writer and may be
//! repeated when the process dies half-way.

use std::sync::Arc;
use std::time::Duration;

use minicbor::{Decode, Encode};
use parking_lot::Mutex;
use rustc_hash::FxHashSet;
use store::{Range, Table};
use tokio::sync::Notify;
use world::{AccountId, Region, Timestamp};

use crate::call::{Ask, Call, Identity, Origin, Principal, Source};
use crate::ctx::{Ctx, Frame, Luck};
use crate::darkness::HELD;
use crate::door::{World, Writer};
use crate::error::ApiError;
use crate::faults;
use crate::parking::{self, Parked};
use crate::service::{NO_WORK, Op, Run, ServiceDef, Waited, Work, WorkEnv};
use crate::trace::job_id;
use crate::value::Struct;

/// A call to be made later.
#[derive(Clone, Debug)]
pub struct Job {
    pub ask: Ask,
    /// Not earlier than this; `None` for at once.
    pub not_before: Option<Timestamp>,
    pub retry: Retry,
    /// Called instead, when all attempts have failed; its input says what failed, as the
    /// service that enqueues has decided.
    pub dead_letter: Option<Ask>,
    /// See [`Job::waiting`].
    pub is_waiting: bool,
    /// See [`Job::unlinked`].
    pub is_unlinked: bool,
}

/// How often a failed job is tried again.
#[derive(Clone, Copy, Debug, Encode, Decode)]
pub struct Retry {
    /// Attempts after the first.
    #[n(0)]
    pub retries_max: u32,
    #[n(1)]
    pub delay_ms: u64,
    /// Each delay is the last one times this, in percent (100: constant).
    #[n(2)]
    pub growth_percent: u32,
    #[n(3)]
    pub delay_ms_max: u64,
}

/// Deliveries from service to service stop after this many links: a loop of them ends. A service
/// that goes on with its own steps does not count.
pub const HOPS_MAX: u8 = 32;

/// What the completion of a job's work, and a dead letter, add to its seed: attempts stay below.
const COMPLETION: u64 = 1 << 32;
const DEAD_LETTER: u64 = 1 << 33;

/// (due in microseconds, transaction, place within the transaction).
pub(crate) type JobKey = (i64, u64, u32);

pub(crate) static JOBS: Table<JobKey, JobRow> = Table::world("kernel", "jobs");

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub(crate) struct JobRow {
    #[n(0)]
    ask: AskRow,
    #[n(1)]
    retry: Retry,
    #[n(2)]
    attempts: u32,
    #[n(3)]
    dead_letter: Option<AskRow>,
    #[n(4)]
    hop: u8,
    #[n(5)]
    request_id: String,
    #[n(6)]
    endpoint: String,
    #[n(7)]
    #[cbor(default)]
    is_waiting: bool,
    /// The region in which it was left, where that is another than the call's.
    #[n(8)]
    left_in: Option<String>,
    /// Of the job's chance.
    #[n(9)]
    #[cbor(default)]
    seed: u64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
struct AskRow {
    #[n(0)]
    service: String,
    #[n(1)]
    operation: String,
    #[n(2)]
    input: Struct,
    #[n(3)]
    account: String,
    #[n(4)]
    region: String,
    #[n(5)]
    principal: PrincipalRow,
    /// ARN and account.
    #[n(6)]
    source: Option<(String, String)>,
}

#[derive(Clone, Debug, Encode, Decode)]
enum PrincipalRow {
    #[n(0)]
    Anonymous,
    #[n(1)]
    Root(#[n(0)] String),
    #[n(2)]
    Service(#[n(0)] String),
    #[n(3)]
    Identity {
        #[n(0)]
        account: String,
        #[n(1)]
        arn: String,
        #[n(2)]
        unique_id: String,
        #[n(3)]
        access_key_id: String,
        #[n(4)]
        is_session: bool,
    },
}

store::row!(JobRow);

/// The scheduler's share of the world.
#[derive(Debug)]
pub(crate) struct Jobs {
    /// A job may have become the first.
    added: Notify,
    state: Mutex<State>,
    pub parked: Parked,
}

#[derive(Debug)]
struct State {
    /// No job is due earlier: scans begin here, past the tombstones of those that ran.
    earliest: i64,
    /// Work that runs beside the writer now.
    running: FxHashSet<JobKey>,
}

impl Jobs {
    pub fn new() -> Jobs {
        let state = State { earliest: i64::MIN, running: FxHashSet::default() };
        Jobs { added: Notify::new(), state: Mutex::new(state), parked: Parked::default() }
    }

    /// Writes the job's row into the transaction; answers when it is due.
    pub fn insert(ctx: &mut Ctx<'_>, job: Job) -> Timestamp {
        let due = job.not_before.unwrap_or(ctx.now).max(ctx.now);
        let ask = ctx.resolve(job.ask);
        let is_own_step = ask.service == ctx.frame.service.name;
        let hop = if job.is_unlinked { 0 } else { ctx.frame.hop + u8::from(!is_own_step) };
        if hop > HOPS_MAX {
            tracing::warn!(service = %ask.service, operation = %ask.operation, "a loop ends");
            return due;
        }
        let row = JobRow {
            ask: AskRow::from_call(&ask),
            retry: job.retry,
            attempts: 0,
            dead_letter: job.dead_letter.map(|ask| AskRow::from_call(&ctx.resolve(ask))),
            hop,
            request_id: ask.origin.request_id.clone(),
            endpoint: ask.origin.endpoint.clone(),
            is_waiting: job.is_waiting,
            left_in: (ctx.frame.region != ask.region).then(|| ctx.frame.region.to_string()),
            seed: ctx.chance.u64(),
        };
        Jobs::put(ctx, due, &row);
        due
    }

    fn put(ctx: &mut Ctx<'_>, due: Timestamp, row: &JobRow) {
        let key = (due.micros(), ctx.transaction, ctx.effects.jobs);
        ctx.effects.jobs += 1;
        JOBS.at_mut(&mut ctx.tx, &ctx.frame.scope).put(&key, row);
        ctx.span_job(key, &row.ask.service, &row.ask.operation);
    }

    /// Another world has taken the place of this one. Work that runs goes on and is refused.
    pub fn forget(&self) {
        self.state.lock().earliest = i64::MIN;
        self.parked.clear();
    }

    /// There may be other jobs than were known.
    pub fn look_again(&self) {
        self.added.notify_one();
    }

    /// Called after the commit of a transaction that has left jobs.
    pub fn announce(&self, first_due: Timestamp) {
        let mut state = self.state.lock();
        state.earliest = state.earliest.min(first_due.micros());
        drop(state);
        self.added.notify_one();
    }
}

impl World {
    /// Runs due jobs until the world closes.
    pub async fn run_scheduler(self: Arc<World>) {
        while !self.is_closing() {
            let mut added = std::pin::pin!(self.jobs.added.notified());
            added.as_mut().enable();
            if self.run_due_job() {
                tokio::task::yield_now().await;
                continue;
            }
            let next = self.next_job_due().unwrap_or(Timestamp::MAX);
            tokio::select! {
                () = added => {}
                () = self.clock.sleep_until(next) => {}
                () = self.closed() => {}
            }
        }
    }

    /// When the first job that does not run yet is due.
    pub fn next_job_due(&self) -> Option<Timestamp> {
        let _writer = self.lock_writer();
        let first = self.first_job().map(|(key, _)| Timestamp::from_micros(key.0));
        [first, self.next_light()].into_iter().flatten().min()
    }

    /// Whether work that was due by now still runs beside the writer.
    pub(crate) fn has_running_jobs(&self) -> bool {
        !self.jobs.state.lock().running.is_empty()
    }

    /// Runs the first due job, if there is one.
    pub(crate) fn run_due_job(self: &Arc<World>) -> bool {
        self.see_light();
        let mut writer = self.lock_writer();
        let Some((key, row)) = self.first_job() else { return false };
        if key.0 > self.clock.now().micros() {
            return false;
        }
        let call = row.call();
        let (service, op) = match self.find(&call.service, &call.operation) {
            Ok(found) => found,
            Err(error) => {
                self.finish_failed(&mut writer, key, row, &error);
                return true;
            }
        };
        if self.is_job_dark(&row) {
            self.hold(&mut writer, key, &row);
            return true;
        }
        if let Some(strike) = self.strike(&call, op, service.is_step(op))
            && let Err(error) = faults::at_once(strike)
        {
            self.finish_failed(&mut writer, key, row, &error);
            return true;
        }
        if let Run::Work(work) | Run::MaybeWork(work) = op.run {
            self.jobs.state.lock().running.insert(key);
            let generation = self.generation();
            drop(writer);
            let world = self.clone();
            tokio::task::spawn_blocking(move || world.run_work_job(key, row, work, generation));
            return true;
        }
        self.jobs.parked.leave(key);
        let start = self.trace.start(&self.clock);
        let frame = row.frame(service, &call);
        let result = self.check_input(&call).and_then(|()| {
            self.transact(&mut writer, frame, |ctx| {
                ctx.effects.job = Some(job_id(key));
                JOBS.at_mut(&mut ctx.tx, &ctx.frame.scope).delete(&key);
                World::admit(ctx, service, op, &call)?;
                if row.is_waiting {
                    return self.run_waiting_job(ctx, op, &call, (key, &row));
                }
                let output = run_at_once(op, ctx, &call.input)?;
                self.observe(ctx, &call, &output)?;
                Ok(None)
            })
        });
        match result {
            Ok((parking, _)) => {
                self.jobs.state.lock().earliest = key.0;
                self.trace.ran(start, (key, &call), None, parking.is_some());
                if let Some(parking) = parking {
                    self.jobs.parked.enter(parking);
                }
            }
            Err(error) => {
                self.finish_failed(&mut writer, key, row, &error);
                self.trace.ran(start, (key, &call), Some(error), false);
            }
        }
        true
    }

    fn run_work_job(self: &Arc<World>, key: JobKey, row: JobRow, work: Work, generation: u64) {
        let call = row.call();
        let start = self.trace.start(&self.clock);
        let result = self.run_work_for_job(key, &row, &call, work, generation);
        if let Err(error) = &result {
            let mut writer = self.lock_writer();
            // In a world that has taken the place of the job's own it runs by itself.
            if self.generation() == generation {
                self.finish_failed(&mut writer, key, row, error);
            }
        }
        self.trace.ran(start, (key, &call), result.err(), false);
        self.jobs.state.lock().running.remove(&key);
        self.jobs.added.notify_one();
    }

    fn run_work_for_job(
        self: &Arc<World>,
        key: JobKey,
        row: &JobRow,
        call: &Call,
        work: Work,
        generation: u64,
    ) -> Result<(), ApiError> {
        let (service, op) = self.find(&call.service, &call.operation)?;
        let mut frame = row.frame(service, call);
        let begin = |ctx: &mut Ctx<'_>| {
            ctx.effects.job = Some(job_id(key));
            self.check_generation(generation)?;
            World::admit(ctx, service, op, call)?;
            (work.begin)(ctx, &call.input)
        };
        let (plan, _) = self.transact(&mut self.lock_writer(), frame.clone(), begin)?;
        let env = WorkEnv { world: self.clone(), now: self.clock.now() };
        let outcome = crate::guard::guarded(&call.operation, || (work.work)(&env, plan))?;
        frame.luck = Luck::Job(row.seed.wrapping_add(COMPLETION));
        self.transact(&mut self.lock_writer(), frame, |ctx| {
            ctx.effects.job = Some(job_id(key));
            self.check_generation(generation)?;
            JOBS.at_mut(&mut ctx.tx, &ctx.frame.scope).delete(&key);
            World::admit(ctx, service, op, call)?;
            let output = (work.complete)(ctx, &call.input, outcome)?;
            self.observe(ctx, call, &output)
        })?;
        Ok(())
    }

    /// Tries again later, or gives the dead letter its turn.
    fn finish_failed(&self, writer: &mut Writer, key: JobKey, mut row: JobRow, error: &ApiError) {
        let call = row.call();
        tracing::debug!(
            service = %call.service, operation = %call.operation, %error, "job failed"
        );
        let frame = World::frame_for_jobs(&call);
        let done = self.transact(writer, frame, |ctx| {
            ctx.effects.job = Some(job_id(key));
            JOBS.at_mut(&mut ctx.tx, &ctx.frame.scope).delete(&key);
            parking::forget(&mut ctx.tx, key);
            if row.attempts < row.retry.retries_max {
                let due = ctx.now + row.retry.delay(row.attempts);
                row.attempts += 1;
                Jobs::put(ctx, due, &row);
                ctx.effects.first_job_due = Some(due);
            } else if let Some(ask) = row.dead_letter.take() {
                row.ask = ask;
                row.attempts = 0;
                row.seed = row.seed.wrapping_add(DEAD_LETTER);
                row.is_waiting = false;
                let due = ctx.now;
                Jobs::put(ctx, due, &row);
                ctx.effects.first_job_due = Some(due);
            }
            Ok(())
        });
        if let Err(error) = done {
            tracing::error!(%error, "could not record that a job failed");
        }
    }

    /// The first job that does not run already. The caller holds the writer.
    fn first_job(&self) -> Option<(JobKey, JobRow)> {
        let tx = self.store.write();
        let mut state = self.jobs.state.lock();
        let scope = World::world_scope();
        let view = JOBS.at(&tx, &scope);
        for entry in view.scan(&Range::all().from(&(state.earliest,))) {
            match entry {
                Ok((key, _)) if state.running.contains(&key) => {}
                Ok((key, row)) => {
                    if state.running.is_empty() {
                        state.earliest = key.0;
                    }
                    return Some((key, row));
                }
                Err(error) => {
                    tracing::error!(%error, "cannot read the jobs");
                    return None;
                }
            }
        }
        None
    }
}

/// Drops the jobs of the accounts that `of_account` names.
pub(crate) fn drop_jobs(
    ctx: &mut Ctx<'_>,
    of_account: impl Fn(&str) -> bool,
) -> Result<(), ApiError> {
    let scope = ctx.scope();
    let mut doomed = Vec::new();
    for entry in JOBS.at(&ctx.tx, &scope).scan(&Range::all()) {
        let (key, row) = entry?;
        if of_account(&row.ask.account) {
            doomed.push(key);
        }
    }
    for entry in HELD.at(&ctx.tx, &scope).scan(&Range::all()) {
        let (key, row) = entry?;
        if of_account(&row.ask.account) {
            doomed.push(key);
        }
    }
    for key in doomed {
        HELD.at_mut(&mut ctx.tx, &scope).delete(&key);
        JOBS.at_mut(&mut ctx.tx, &scope).delete(&key);
        parking::forget(&mut ctx.tx, key);
    }
    Ok(())
}

/// Runs an operation that does not wait: a wait is over before it begins.
pub(crate) fn run_at_once(
    op: &'static Op,
    ctx: &mut Ctx<'_>,
    input: &Struct,
) -> Result<Struct, ApiError> {
    match op.run {
        Run::Read(run) | Run::Write(run) => run(ctx, input),
        Run::Wait(run) => {
            ctx.waiting_since = Timestamp::EPOCH;
            match run(ctx, input)? {
                Waited::Ready(output) => Ok(output),
                Waited::NotYet { .. } => unreachable!("the wait was over before it began"),
            }
        }
        Run::MaybeWork(work) => {
            let plan = (work.begin)(ctx, input)?;
            if plan.get(NO_WORK).is_none() {
                return Err(needs_time(op));
            }
            (work.complete)(ctx, input, plan)
        }
        Run::Work(_) => Err(needs_time(op)),
    }
}

/// The caller asks for an answer within its transaction, which does not wait for work.
fn needs_time(op: &'static Op) -> ApiError {
    tracing::error!(operation = op.name, "it is called where it cannot work");
    let reason = format!(
        "Nephele cannot answer {} to another service within an operation of that: it takes time.",
        op.name
    );
    ApiError::new("NotImplemented", reason).with_status(501)
}

impl Retry {
    /// The delay before the retry after `attempts` failed retries.
    fn delay(&self, attempts: u32) -> Duration {
        let growth = f64::from(self.growth_percent) / 100.0;
        let delay = self.delay_ms as f64 * growth.powi(attempts.min(1_000) as i32);
        Duration::from_millis(delay.min(self.delay_ms_max.max(self.delay_ms) as f64) as u64)
    }
}

impl JobRow {
    pub(crate) fn call(&self) -> Call {
        let ask = &self.ask;
        Call {
            service: ask.service.clone().into(),
            operation: ask.operation.clone().into(),
            input: ask.input.clone(),
            principal: ask.principal.principal(),
            account: AccountId::parse(&ask.account).unwrap_or(AccountId::DEFAULT),
            region: Region::parse(&ask.region).unwrap_or(Region::DEFAULT),
            origin: Arc::new(Origin {
                request_id: self.request_id.clone(),
                endpoint: self.endpoint.clone(),
                ..Origin::default()
            }),
            source: ask.source.as_ref().map(|(arn, account)| Source {
                arn: arn.clone(),
                account: AccountId::parse(account).unwrap_or(AccountId::DEFAULT),
            }),
            hop: self.hop,
        }
    }

    /// For an attempt at the job's call.
    fn frame(&self, service: &'static ServiceDef, call: &Call) -> Frame {
        let luck = Luck::Job(self.seed.wrapping_add(u64::from(self.attempts)));
        Frame { luck, ..Frame::of(service, call) }
    }

    /// What leaves one region for another needs both.
    pub(crate) fn left_in(&self) -> Option<Region> {
        self.left_in.as_deref().and_then(Region::parse)
    }
}

impl AskRow {
    fn from_call(call: &Call) -> AskRow {
        AskRow {
            service: call.service.to_string(),
            operation: call.operation.to_string(),
            input: call.input.clone(),
            account: call.account.to_string(),
            region: call.region.to_string(),
            principal: PrincipalRow::from_principal(&call.principal),
            source: call.source.as_ref().map(|s| (s.arn.clone(), s.account.to_string())),
        }
    }
}

impl PrincipalRow {
    fn from_principal(principal: &Principal) -> PrincipalRow {
        match principal {
            Principal::Anonymous => PrincipalRow::Anonymous,
            Principal::Root(account) => PrincipalRow::Root(account.to_string()),
            Principal::Service(name) => PrincipalRow::Service(name.to_string()),
            Principal::Identity(identity) => PrincipalRow::Identity {
                account: identity.account.to_string(),
                arn: identity.arn.clone(),
                unique_id: identity.unique_id.clone(),
                access_key_id: identity.access_key_id.clone(),
                is_session: identity.is_session,
            },
        }
    }

    fn principal(&self) -> Principal {
        let account_of = |text: &str| AccountId::parse(text).unwrap_or(AccountId::DEFAULT);
        match self {
            PrincipalRow::Anonymous => Principal::Anonymous,
            PrincipalRow::Root(account) => Principal::Root(account_of(account)),
            PrincipalRow::Service(name) => Principal::Service(name.clone().into()),
            PrincipalRow::Identity { account, arn, unique_id, access_key_id, is_session } => {
                Principal::Identity(Arc::new(Identity {
                    account: account_of(account),
                    arn: arn.clone(),
                    unique_id: unique_id.clone(),
                    access_key_id: access_key_id.clone(),
                    is_session: *is_session,
                }))
            }
        }
    }
}
