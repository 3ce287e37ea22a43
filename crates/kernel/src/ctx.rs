//! What an operation may see and do: who calls, when, the state, other services, later.

use std::sync::Arc;

use store::table::{TableMut, TableView};
use store::{Key, Row, Savepoint, Scope, Table, Tx};
use world::{AccountId, Chance, Region, Timestamp};

use crate::arn::Arn;
use crate::blobs::Effect as BlobEffect;
use crate::call::{Ask, Call, Origin, Principal, Source};
use crate::door::World;
use crate::error::ApiError;
use crate::faults;
use crate::resident::{Index, Residents};
use crate::scheduler::{Job, Jobs, run_at_once};
use crate::service::{Op, OpResult, Run, ServiceDef, Waited};
use crate::trace::{JobId, Span};
use crate::value::{Name, Struct};
use crate::waiters::Topic;

/// Calls from service to service within one transaction nest at most this deep.
pub const DEPTH_MAX: usize = 16;

type Undo = Box<dyn FnOnce(&mut Residents) + Send>;

/// The context of one running operation.
pub struct Ctx<'w> {
    pub(crate) world: &'w World,
    pub(crate) tx: Tx,
    pub(crate) residents: Option<&'w mut Residents>,
    pub(crate) frame: Frame,
    pub(crate) depth: usize,
    pub(crate) now: Timestamp,
    pub(crate) waiting_since: Timestamp,
    pub(crate) chance: Chance,
    /// Numbers this transaction in the life of the world.
    pub(crate) transaction: u64,
    pub(crate) effects: Effects,
}

/// Whose operation runs now, for whom.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub service: &'static ServiceDef,
    pub operation: Name,
    pub principal: Principal,
    pub scope: Scope,
    pub account: AccountId,
    pub region: Region,
    pub origin: Arc<Origin>,
    pub source: Option<Source>,
    /// The service that hands on its caller's own call.
    pub via: Option<&'static str>,
    pub hop: u8,
    pub luck: Luck,
    /// What the call acts on, once it is admitted: an ARN or a name.
    pub resource: String,
    /// As what the meter counts the call, if it is not counted as itself.
    pub counted_as: &'static str,
}

/// Where a transaction's chance comes from. A job's is its own, so that what it draws does not
/// depend on how many calls came before it had its turn.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Luck {
    /// Of the next call that a client makes.
    Call,
    /// Of the next thing that the spine does by itself.
    Upkeep,
    /// From this seed, which the cause of a job has drawn for it.
    Job(u64),
    /// It draws nothing.
    Unused,
}

/// What a transaction does besides its rows, once it is committed.
#[derive(Default)]
pub(crate) struct Effects {
    pub wakes: Vec<(Topic, usize)>,
    /// What a waiting job waits for besides its operation's topic.
    pub also_awaited: Vec<Topic>,
    /// How many jobs the transaction has left.
    pub jobs: u32,
    /// How many letters it has posted.
    pub letters: u32,
    pub first_job_due: Option<Timestamp>,
    /// Jobs that stand whatever becomes of the call.
    pub notes: Vec<Job>,
    pub undo: Vec<Undo>,
    /// What is called from here on is not metered.
    pub is_unmetered: bool,
    pub blobs: Vec<BlobEffect>,
    /// What is traced of it: see `trace`.
    pub spans: Vec<Span>,
    /// The job that runs in it.
    pub job: Option<JobId>,
    /// The faults have changed.
    pub faults: bool,
}

impl Frame {
    pub fn of(service: &'static ServiceDef, call: &Call) -> Frame {
        Frame {
            service,
            operation: call.operation.clone(),
            principal: call.principal.clone(),
            scope: Scope::new(call.account.digits(), call.region.as_str()),
            account: call.account,
            region: call.region,
            origin: call.origin.clone(),
            source: call.source.clone(),
            via: None,
            hop: call.hop,
            luck: Luck::Call,
            resource: String::new(),
            counted_as: "",
        }
    }

    /// Of what runs outside any client's call.
    pub fn of_upkeep(
        service: &'static ServiceDef,
        (account, region): (AccountId, Region),
    ) -> Frame {
        Frame {
            service,
            operation: "upkeep".into(),
            principal: Principal::Root(account),
            scope: Scope::new(account.digits(), region.as_str()),
            account,
            region,
            origin: Arc::default(),
            source: None,
            via: None,
            hop: 0,
            luck: Luck::Upkeep,
            resource: String::new(),
            counted_as: "",
        }
    }
}

impl Ctx<'_> {
    // Who, where, when.

    /// Virtual time; the same throughout a transaction.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// When a waiting operation was called first; `now` for others.
    pub fn waiting_since(&self) -> Timestamp {
        self.waiting_since
    }

    pub fn account(&self) -> AccountId {
        self.frame.account
    }

    pub fn region(&self) -> Region {
        self.frame.region
    }

    pub fn principal(&self) -> &Principal {
        &self.frame.principal
    }

    /// For whom the principal acts, if it is a service.
    pub fn source(&self) -> Option<&Source> {
        self.frame.source.as_ref()
    }

    /// The service that makes this call with its caller's own credentials (`kms:ViaService`).
    pub fn via(&self) -> Option<&'static str> {
        self.frame.via
    }

    pub fn request_id(&self) -> &str {
        &self.frame.origin.request_id
    }

    pub fn origin(&self) -> &Origin {
        &self.frame.origin
    }

    /// Whether another service makes this call, within its own transaction.
    pub fn is_nested(&self) -> bool {
        self.depth > 0
    }

    /// The ARN of a resource of this service in the call's account and region.
    pub fn arn(&self, resource: &str) -> Arn {
        Arn::regional(self.frame.service.name, self.frame.region, self.frame.account, resource)
    }

    /// Numbers this write transaction in the life of the world: later ones have higher numbers.
    pub fn transaction(&self) -> u64 {
        self.transaction
    }

    /// The world's seeded chance; ids come from here.
    pub fn chance(&mut self) -> &mut Chance {
        &mut self.chance
    }

    /// Which world of this process it is.
    pub fn world_number(&self) -> u64 {
        self.world.whereabouts.number
    }

    /// A setting of the world (`sqs.standard_semantics`).
    pub fn setting(&self, name: &str) -> Option<String> {
        self.world.settings.get(name)
    }

    // State.

    /// The account and region to which the call is addressed.
    pub fn scope(&self) -> Scope {
        self.frame.scope
    }

    /// Reads a table of this service in the call's scope.
    pub fn table<K: Key, V: Row>(&self, table: &'static Table<K, V>) -> TableView<'_, K, V> {
        self.assert_own(table.service());
        table.at(&self.tx, &self.frame.scope)
    }

    /// Reads and writes a table of this service in the call's scope.
    pub fn table_mut<K: Key, V: Row>(&mut self, table: &'static Table<K, V>) -> TableMut<'_, K, V> {
        self.assert_own(table.service());
        table.at_mut(&mut self.tx, &self.frame.scope)
    }

    /// As [`Ctx::table`] in another account or region.
    pub fn table_in<K: Key, V: Row>(
        &self,
        table: &'static Table<K, V>,
        scope: Scope,
    ) -> TableView<'_, K, V> {
        self.assert_own(table.service());
        table.at(&self.tx, &scope)
    }

    /// As [`Ctx::table_mut`] in another account or region.
    pub fn table_mut_in<K: Key, V: Row>(
        &mut self,
        table: &'static Table<K, V>,
        scope: Scope,
    ) -> TableMut<'_, K, V> {
        self.assert_own(table.service());
        table.at_mut(&mut self.tx, &scope)
    }

    /// The transaction itself, for the spine's crates that keep state of their own (`auth`).
    pub fn tx(&self) -> &Tx {
        &self.tx
    }

    pub fn tx_mut(&mut self) -> &mut Tx {
        &mut self.tx
    }

    /// An in-memory index, loaded on first use. Only operations of kind write and wait have them.
    pub fn index<I: Index>(&mut self, key: &I::Key) -> Result<&I, ApiError> {
        let residents =
            self.residents.as_deref_mut().expect("indexes are used by write operations only");
        if !residents.contains::<I>(key) {
            residents.insert(key.clone(), I::load(&self.tx, key)?);
            if !self.tx.is_clean() {
                // It may have seen rows that will be taken back.
                let key = key.clone();
                self.effects.undo.push(Box::new(move |residents| residents.remove::<I>(&key)));
            }
        }
        Ok(residents.get::<I>(key).expect("just made sure that it is there"))
    }

    /// Changes an index. The matching rows are written by the caller, in the same transaction.
    pub fn change<I: Index>(&mut self, key: &I::Key, change: I::Change) -> Result<(), ApiError> {
        self.index::<I>(key)?;
        let residents = self.residents.as_deref_mut().expect("index() has asserted it");
        residents.get::<I>(key).expect("index() has loaded it").apply(&change);
        let key = key.clone();
        self.effects.undo.push(Box::new(move |residents| {
            if let Some(index) = residents.get::<I>(&key) {
                index.revert(&change);
            }
        }));
        Ok(())
    }

    /// Drops an index whose rows are deleted, when this transaction commits.
    pub fn forget_index<I: Index>(&mut self, key: &I::Key) {
        self.residents
            .as_deref_mut()
            .expect("indexes are used by write operations only")
            .remove::<I>(key);
    }

    // Other services, other times.

    /// Calls another service now, within this transaction. When it fails, its changes are undone
    /// and ours stand.
    pub fn call(&mut self, ask: Ask) -> OpResult {
        let call = self.resolve(ask);
        self.nest(&call, |ctx, op| {
            let output = run_at_once(op, ctx, &call.input)?;
            ctx.world.observe(ctx, &call, &output)?;
            Ok(output)
        })
    }

    /// As [`Ctx::call`], of an operation of kind wait, which may answer "not yet": for operations
    /// of kind wait that wait for what another service waits for.
    pub fn call_waiting(&mut self, ask: Ask) -> Result<Waited, ApiError> {
        let call = self.resolve(ask);
        self.nest(&call, |ctx, op| {
            let waited = match op.run {
                Run::Wait(run) => run(ctx, &call.input)?,
                _ => Waited::Ready(run_at_once(op, ctx, &call.input)?),
            };
            if let Waited::Ready(output) = &waited {
                ctx.world.observe(ctx, &call, output)?;
            }
            Ok(waited)
        })
    }

    fn nest<T>(
        &mut self,
        call: &Call,
        run: impl FnOnce(&mut Self, &'static Op) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let begun = self.begin_span(call);
        let result = self.nest_untraced(call, run);
        self.end_span(begun, result.as_ref().err());
        result
    }

    fn nest_untraced<T>(
        &mut self,
        call: &Call,
        run: impl FnOnce(&mut Self, &'static Op) -> Result<T, ApiError>,
    ) -> Result<T, ApiError> {
        let (service, op) = self.world.find(&call.service, &call.operation)?;
        assert!(self.depth < DEPTH_MAX, "calls nest deeper than {DEPTH_MAX}");
        if let Some(strike) = self.world.strike(call, op, service.is_step(op)) {
            faults::at_once(strike)?;
        }
        self.world.check_input(call)?;
        World::check_take_on(self, call)?;
        let mark = self.mark();
        let mut frame = Frame::of(service, call);
        let is_caller = matches!(frame.principal, Principal::Root(_) | Principal::Identity(_));
        if is_caller && frame.principal == self.frame.principal {
            frame.via = Some(self.frame.service.name);
        }
        let outer = std::mem::replace(&mut self.frame, frame);
        let outer_since = self.waiting_since;
        self.depth += 1;
        let admitted = World::admit(self, service, op, call);
        let result = admitted.and_then(|_| run(self, op));
        self.depth -= 1;
        self.frame = outer;
        self.waiting_since = outer_since;
        if result.is_err() {
            self.rollback_to(mark);
        }
        result
    }

    /// Leaves a call for later. It runs after this transaction has committed, and only if it has.
    pub fn enqueue(&mut self, job: Job) {
        let due = Jobs::insert(self, job);
        let first = self.effects.first_job_due.map_or(due, |first| first.min(due));
        self.effects.first_job_due = Some(first);
    }

    /// Leaves a job that stands whatever becomes of the call: of one that only reads, and of one
    /// that is refused. It is committed with the call, or after it in a transaction of its own.
    pub fn note(&mut self, mut job: Job) {
        let frame = &self.frame;
        job.ask.account.get_or_insert(frame.account);
        job.ask.region.get_or_insert(frame.region);
        if job.ask.principal.is_none() {
            job.ask.principal = Some(frame.principal.clone());
            job.ask.source.clone_from(&frame.source);
        }
        self.effects.notes.push(job);
    }

    /// What an [`Ask`] of this operation comes to: the caller's own where the ask is silent.
    pub(crate) fn resolve(&self, ask: Ask) -> Call {
        Call {
            service: ask.service,
            operation: ask.operation,
            input: ask.input,
            source: match &ask.principal {
                Some(_) => ask.source,
                None => self.frame.source.clone(),
            },
            principal: ask.principal.unwrap_or_else(|| self.frame.principal.clone()),
            account: ask.account.unwrap_or(self.frame.account),
            region: ask.region.unwrap_or(self.frame.region),
            origin: self.frame.origin.clone(),
            hop: self.frame.hop,
        }
    }

    /// Runs `count` of the calls that wait for `topic` again, once this transaction has committed.
    pub fn wake(&mut self, topic: Topic, count: usize) {
        self.effects.wakes.push((topic, count));
    }

    /// When the running job's operation answers "not yet", the job waits for this too. A service
    /// wakes it to end a job that waits for another's topic.
    pub fn also_await(&mut self, topic: Topic) {
        self.effects.also_awaited.push(topic);
    }

    /// Whether the service exists and has the operation: for targets that are checked early.
    pub fn has_operation(&self, service: &str, operation: &str) -> bool {
        self.world.find(service, operation).is_ok()
    }

    /// Whether [`Ctx::call`] can make this call: the operation is there and does no work outside
    /// transactions, in some of its forms at least.
    pub fn can_call(&self, service: &str, operation: &str) -> bool {
        let found = self.world.find(service, operation);
        found.is_ok_and(|(_, op)| !matches!(op.run, Run::Work(_)))
    }

    /// See [`crate::door::ModelCheck::sdk_operation`].
    pub fn sdk_operation(
        &self,
        service_id: &str,
        action: &str,
    ) -> Option<(&'static str, &'static str)> {
        self.world.model.sdk_operation(service_id, action)
    }

    /// See [`crate::door::ModelCheck::bind_json`].
    pub fn bind_json(&self, service: &str, operation: &str, json: &str) -> Result<Struct, String> {
        self.world.model.bind_json(service, operation, json)
    }

    /// See [`crate::door::ModelCheck::sdk_output`].
    pub fn sdk_output(&self, service: &str, operation: &str, output: &Struct) -> Struct {
        self.world.model.sdk_output(service, operation, output)
    }

    // Savepoints.

    fn mark(&mut self) -> Mark {
        Mark {
            tx: self.tx.savepoint(),
            wakes: self.effects.wakes.len(),
            undo: self.effects.undo.len(),
            blobs: self.effects.blobs.len(),
        }
    }

    fn rollback_to(&mut self, mark: Mark) {
        self.tx.rollback_to(mark.tx);
        self.effects.wakes.truncate(mark.wakes);
        self.effects.blobs.truncate(mark.blobs);
        if let Some(residents) = self.residents.as_deref_mut() {
            for undo in self.effects.undo.drain(mark.undo..).rev() {
                undo(residents);
            }
        }
    }

    /// Takes back everything, at the end of a transaction that failed.
    pub(crate) fn undo_all(&mut self) {
        if let Some(residents) = self.residents.as_deref_mut() {
            for undo in self.effects.undo.drain(..).rev() {
                undo(residents);
            }
        }
    }

    fn assert_own(&self, owner: &str) {
        let service = self.frame.service.name;
        assert!(owner == service, "{service} opens a table of {owner}");
    }
}

/// A point to which a nested call can be taken back.
#[derive(Clone, Copy)]
struct Mark {
    tx: Savepoint,
    wakes: usize,
    undo: usize,
    blobs: usize,
}

impl std::fmt::Debug for Ctx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ctx").field("frame", &self.frame).field("now", &self.now).finish()
    }
}
