//! The observer at the door: every call becomes an event.
//!
//! Management events go into the history of their accounts; data events are kept only where a
//! trail wants them. For a data event that nobody wants this costs the comparison of a name and of
//! a bit. Events of writes are written in the call's own transaction; reads and refusals leave a
//! record in the kernel's backlog, which [`settle`] writes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use kernel::audit::{Observer, Record};
use kernel::body::Body;
use kernel::door::World;
use kernel::{AccountId, ApiError, Call, Ctx, OpResult, Region, Scope, Struct};
use parking_lot::{Mutex, RwLock};
use store::{Range, Tx};

use crate::classify::{self, Class};
use crate::identity;
use crate::lake;
use crate::limits::{HISTORY_DAYS, PRUNE_EVERY, PRUNED_MAX};
use crate::record::{self, Told};
use crate::resources::Resources;
use crate::selector::Facts;
use crate::service_event;
use crate::state::{
    ANYWHERE, DATA_EVENTS, EVENTS, EventKey, EventRow, PLACES, PlaceRow, next_number,
};
use crate::watch::Watch;

const DAY_US: i64 = 24 * 60 * 60 * 1_000_000;

/// Counts resets of accounts: trails that are gone are forgotten at the next call.
static RESETS: AtomicU64 = AtomicU64::new(0);

/// Held while a record takes its place and is left, and while records are taken: none has a place
/// before those that were taken earlier.
static ORDER: Mutex<()> = Mutex::new(());

/// Trails may have gone, whatever the service has been told.
pub fn note_reset() {
    RESETS.fetch_add(1, Ordering::Relaxed);
}

/// What hangs at the door for CloudTrail. Each world has its own.
#[derive(Debug, Default)]
pub struct Recorder {
    /// [`Watch::kinds`], to be looked at without a lock.
    kinds: AtomicU32,
    has_trails: AtomicBool,
    /// Whether an event data store takes events: then each is looked at.
    has_stores: AtomicBool,
    is_loaded: AtomicBool,
    resets: AtomicU64,
    /// The last transaction that was an event: after it come the reads until the next one.
    turn: AtomicU64,
    watch: RwLock<Arc<Watch>>,
    /// Held while the trails are read, so that the latest reader has the latest of them.
    loading: Mutex<()>,
}

impl Observer for Recorder {
    fn on_commit(&self, ctx: &mut Ctx<'_>, call: &Call, output: &Struct) -> Result<(), ApiError> {
        if lake::enrich::is_looking() {
            return Ok(());
        }
        let Some(class) = self.class(ctx.tx(), call) else { return Ok(()) };
        if class.data().is_none() && !ctx.is_operation(&call.service, &call.operation) {
            return match output.structure(service_event::MEMBER) {
                Some(event) => self.keep_service_event(ctx, call, event),
                None => Ok(()),
            };
        }
        let id = ctx.chance().uuid();
        let told = Told {
            call,
            account: owner(call, ctx.account()),
            via: ctx.via(),
            result: Ok(output),
            at: ctx.now(),
            id: &id,
        };
        let has_trails = self.has_trails.load(Ordering::Relaxed);
        let is_watched = class.data().is_some() || self.has_stores.load(Ordering::Relaxed);
        let watch = is_watched.then(|| self.watch.read().clone());
        let turn = ctx.transaction();
        self.turn.fetch_max(turn, Ordering::Relaxed);
        let kept = Kept { watch: watch.as_deref(), has_trails, order: (turn, next_number()) };
        keep(ctx, &told, class, &kept)
    }

    fn on_read(&self, ctx: &mut Ctx<'_>, call: &Call, output: &Struct) {
        let Some(class) = self.class(ctx.tx(), call) else { return };
        if class.data().is_none() && !ctx.is_operation(&call.service, &call.operation) {
            return;
        }
        let (account, via) = (owner(call, ctx.account()), ctx.via());
        if class.data().is_some() {
            let told = Told { call, account, via, result: Ok(output), at: ctx.now(), id: "" };
            if !self.is_wanted(ctx.tx(), &told, class) {
                return;
            }
        }
        let id = ctx.chance().uuid();
        // A record is no place for contents: only what a record tells is kept.
        let result = Ok(told_of_read(call, output));
        let call = call.clone();
        let record = Record { call, account, via, result, at: ctx.now(), id };
        self.leave(record, |record| ctx.leave_record(record));
    }

    fn after(&self, world: &World, call: &Call, result: &OpResult) {
        let resets = RESETS.load(Ordering::Relaxed);
        let is_reset = self.resets.load(Ordering::Relaxed) != resets;
        if call.service == "cloudtrail" || is_reset {
            self.resets.store(resets, Ordering::Relaxed);
            self.reload(&world.store.read());
        }
        let Err(error) = result else { return };
        if classify::is_silent(&call.service, &call.operation)
            || call.origin.request_id.is_empty()
            || !world.is_operation(&call.service, &call.operation)
        {
            return;
        }
        let class = classify::of(&call.service, &call.operation);
        let told = Told {
            call,
            account: call.account,
            via: None,
            result: Err(error),
            at: world.clock.now(),
            id: "",
        };
        if class.data().is_some() {
            let tx = world.store.read();
            self.load_once(&tx);
            if !self.is_wanted(&tx, &told, class) {
                return;
            }
        }
        let id = world.draw().uuid();
        let result = Err(error.clone());
        let (account, at) = (told.account, told.at);
        let mut call = call.clone();
        call.input.remove("Body");
        let record = Record { call, account, via: None, result, at, id };
        self.leave(record, |record| world.leave_record(record));
    }

    fn on_replaced(&self, world: &World) {
        self.reload(&world.store.read());
    }

    fn flush(&self, world: &World) {
        if let Err(error) = world.aside(&crate::SERVICE, settle) {
            tracing::error!(%error, "events of reads and refusals are lost");
        }
    }
}

impl Recorder {
    /// The class of a call that may be an event; `None` for what nobody asks for.
    fn class(&self, tx: &Tx, call: &Call) -> Option<Class> {
        let (service, operation) = (call.service.as_ref(), call.operation.as_ref());
        if let Some(kind) = classify::data_kind(service, operation) {
            self.load_once(tx);
            if self.kinds.load(Ordering::Relaxed) & kind.bit() == 0 {
                return None;
            }
        } else if classify::is_silent(service, operation) {
            return None;
        } else {
            self.load_once(tx);
        }
        Some(classify::of(service, operation))
    }

    /// Leaves a record, with its place among the events behind its id: so it has the same place
    /// whenever it is written.
    fn leave(&self, mut record: Record, push: impl FnOnce(Record)) {
        let _order = ORDER.lock();
        let turn = self.turn.load(Ordering::Relaxed);
        record.id = format!("{} {turn} {}", record.id, next_number());
        push(record);
    }

    /// Writes what a service has done of itself.
    fn keep_service_event(
        &self,
        ctx: &mut Ctx<'_>,
        call: &Call,
        event: &Struct,
    ) -> Result<(), ApiError> {
        let (place, row) = service_event::row(ctx, call, event);
        let watch = self.watch.read().clone();
        let order = (ctx.transaction(), next_number());
        self.turn.fetch_max(order.0, Ordering::Relaxed);
        let stores = watch.stores_for(ctx.tx(), (place.0, place.1), Facts::of(&row));
        let (key, now) = ((row.at, order.0, order.1), ctx.now().micros());
        for store in stores {
            let into = (&store.scope(), &store.row, lake::charge::From::Live);
            lake::ingest::keep(ctx.tx_mut(), into, key, &row.record, now)?;
        }
        let has_trails = self.has_trails.load(Ordering::Relaxed);
        let kept = Kept { watch: None, has_trails, order };
        put(ctx, place, Class::Management { is_read: false }, &row, &kept)
    }

    fn is_wanted(&self, tx: &Tx, told: &Told<'_>, class: Class) -> bool {
        let Some(kind) = class.data() else { return true };
        if self.kinds.load(Ordering::Relaxed) & kind.bit() == 0 {
            return false;
        }
        let resources = told.resources(class);
        let watch = self.watch.read().clone();
        with_facts(told, class, &resources, |facts| {
            let mut recipients = told.recipients().into_iter();
            recipients.any(|account| {
                let place = (account, told.region());
                watch.takes(tx, place, kind.bit(), facts)
                    || !watch.stores_for(tx, place, facts).is_empty()
            })
        })
    }

    fn load_once(&self, tx: &Tx) {
        if !self.is_loaded.load(Ordering::Acquire) {
            let _loading = self.loading.lock();
            if !self.is_loaded.load(Ordering::Acquire) {
                self.load(tx);
            }
        }
    }

    fn reload(&self, tx: &Tx) {
        let _loading = self.loading.lock();
        self.load(tx);
    }

    fn load(&self, tx: &Tx) {
        match Watch::load(tx) {
            Ok(watch) => {
                self.kinds.store(watch.kinds, Ordering::Relaxed);
                self.has_trails.store(!watch.is_empty(), Ordering::Relaxed);
                self.has_stores.store(watch.has_stores(), Ordering::Relaxed);
                *self.watch.write() = Arc::new(watch);
                self.is_loaded.store(true, Ordering::Release);
            }
            Err(error) => tracing::error!(%error, "cannot read which trails log"),
        }
    }
}

/// The account of what a call acts on. STS runs where its caller is, and takes on roles elsewhere.
fn owner(call: &Call, account: AccountId) -> AccountId {
    let role = call.input.str("RoleArn").filter(|_| call.service == "sts");
    let owner = role.and_then(|arn| AccountId::parse(arn.split(':').nth(4)?));
    owner.unwrap_or(account)
}

/// What the record of a read needs of the answer: the key that KMS used, how much S3 sent, whom STS
/// has made.
fn told_of_read(call: &Call, output: &Struct) -> Struct {
    match call.service.as_ref() {
        "kms" => {
            let told = ["KeyId", "KeyMetadata"].into_iter();
            told.filter_map(|name| Some((name, output.get(name)?.clone()))).collect()
        }
        "s3" => {
            let sent = output.body("Body").map_or(0, Body::len);
            Struct::new().with(record::SENT, sent.cast_signed())
        }
        "sts" => output.clone(),
        _ => Struct::new(),
    }
}

/// How an event is kept.
#[derive(Debug)]
struct Kept<'k> {
    watch: Option<&'k Watch>,
    has_trails: bool,
    /// The transaction and the number of its key.
    order: (u64, u64),
}

/// Writes the event for each account that sees it, and into the event data stores that take it; a
/// data event only where a trail or a store does.
fn keep(ctx: &mut Ctx<'_>, told: &Told<'_>, class: Class, kept: &Kept<'_>) -> Result<(), ApiError> {
    let resources = told.resources(class);
    let region = told.region();
    for recipient in told.recipients() {
        let place = (recipient, region);
        let (is_kept, stores) = match kept.watch {
            None => (class.data().is_none(), Vec::new()),
            Some(watch) => with_facts(told, class, &resources, |facts| {
                let is_kept =
                    class.data().is_none_or(|kind| watch.takes(ctx.tx(), place, kind.bit(), facts));
                (is_kept, watch.stores_for(ctx.tx(), place, facts))
            }),
        };
        if !is_kept && stores.is_empty() {
            continue;
        }
        let (scope, row) = record::row(ctx, told, class, &resources, recipient);
        let now = ctx.now().micros();
        for store in stores {
            let key = (row.at, kept.order.0, kept.order.1);
            let event = (told, class, &resources, recipient);
            let record = lake::enrich::record(ctx, event, &store.row, &row.record);
            let into = (&store.scope(), &store.row, lake::charge::From::Live);
            lake::ingest::keep(ctx.tx_mut(), into, key, &record, now)?;
        }
        if is_kept {
            put(ctx, (recipient, region, scope), class, &row, kept)?;
        }
    }
    Ok(())
}

/// What selectors know of a call before it is a record.
fn with_facts<T>(
    told: &Told<'_>,
    class: Class,
    resources: &Resources,
    body: impl FnOnce(Facts<'_>) -> T,
) -> T {
    let source = classify::event_source(&told.call.service);
    let identity = identity::arn(told.call);
    body(Facts {
        name: classify::event_name(&told.call.service, &told.call.operation),
        source: &source,
        is_read: class.is_read(),
        data_type: resources.data_type,
        arns: &resources.arns,
        identity: identity.as_deref(),
        event_type: record::EVENT_TYPE,
    })
}

fn put(
    ctx: &mut Ctx<'_>,
    (account, region, scope): (AccountId, Region, Scope),
    class: Class,
    row: &EventRow,
    kept: &Kept<'_>,
) -> Result<(), ApiError> {
    let now = ctx.now().micros();
    let mut key: EventKey = (row.at, kept.order.0, kept.order.1);
    let tx = ctx.tx_mut();
    if kept.has_trails {
        let place = (account.as_str(), region.as_str());
        let last = PLACES.at(tx, &ANYWHERE).get(&place)?.map_or(key, |row| row.last);
        if key < last {
            // Trails have looked so far: a read that took its time, or a clock that was set back.
            (key.0, key.1) = (last.0, last.1);
        }
        let row = PlaceRow { last: key.max(last) };
        PLACES.at_mut(tx, &ANYWHERE).put(&place, &row);
    }
    match class {
        Class::Data { .. } => DATA_EVENTS.at_mut(tx, &scope).put(&key, row),
        Class::Management { .. } => {
            EVENTS.at_mut(tx, &scope).put(&key, row);
            if key.2.is_multiple_of(PRUNE_EVERY) {
                prune(tx, &scope, now)?;
            }
        }
    }
    Ok(())
}

/// Takes some of the events away that are older than the history.
fn prune(tx: &mut Tx, scope: &Scope, now: i64) -> Result<(), ApiError> {
    let range = Range::all().before(&(now - HISTORY_DAYS * DAY_US, 0, 0));
    let old: Vec<EventKey> =
        EVENTS.at(tx, scope).keys(&range).take(PRUNED_MAX).collect::<Result<_, _>>()?;
    for key in old {
        EVENTS.at_mut(tx, scope).delete(&key);
    }
    Ok(())
}

/// Writes the records that wait: those of reads and refusals.
pub fn settle(ctx: &mut Ctx<'_>) -> Result<(), ApiError> {
    let records = {
        let _order = ORDER.lock();
        ctx.take_records()
    };
    if records.is_empty() {
        return Ok(());
    }
    let watch = Watch::load(ctx.tx())?;
    for record in &records {
        let mut parts = record.id.split(' ');
        let id = parts.next().unwrap_or_default();
        let mut number = || parts.next().and_then(|it| it.parse().ok()).unwrap_or_default();
        let order = (number(), number());
        let told = Told {
            call: &record.call,
            account: record.account,
            via: record.via,
            result: record.result.as_ref(),
            at: record.at,
            id,
        };
        let class = classify::of(&record.call.service, &record.call.operation);
        let kept = Kept { watch: Some(&watch), has_trails: !watch.is_empty(), order };
        keep(ctx, &told, class, &kept)?;
    }
    Ok(())
}
