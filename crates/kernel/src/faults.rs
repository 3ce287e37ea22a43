//! Failures on purpose: a service that errs, throttles, is slow or never answers; a region that is
//! dark, or a zone.
//!
//! A fault says which calls it strikes and what becomes of them. Calls of clients and of services
//! are struck at the door, before anything is read or changed. In the dark nothing runs: calls are
//! refused, and jobs are held as they are (`darkness.rs`) until the light is back; data stays.
//!
//! A zone is not the place of a call but of what it touches: services ask about it
//! ([`crate::zones`]).
//!
//! Faults are durable, and chance comes from the world's seed, so that a run can be repeated.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parking_lot::{Mutex, RwLock};
use store::{Range, Store, Table};
use world::{AccountId, Region, Timestamp};

use crate::access::Admission;
use crate::call::{Call, Principal};
use crate::ctx::{Ctx, Frame};
use crate::door::{Begun, World};
use crate::error::ApiError;
use crate::fault_row::FaultRow;
use crate::meta::KERNEL;
pub use crate::partial::is_batch as has_entries;
use crate::partial::{self, Failure};
use crate::service::{Op, OpResult, ServiceDef};
use crate::value::Struct;
use crate::zones::Zone;

static FAULTS: Table<u64, FaultRow> = Table::world("kernel", "faults");

/// So many at once: every call is held against each.
pub const FAULTS_MAX: usize = 100;
/// The longest delay, and the longest wait for an answer that does not come.
pub const DELAY_MAX: Duration = Duration::from_mins(5);
/// Of the points by which a distribution of delays is described.
pub const POINTS_MAX: usize = 20;
/// The highest rate at which calls are let through: what more is, is no throttle.
pub const RATE_MAX: u32 = 1_000_000;

/// What strikes which calls, when, how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Given by the world, from 1.
    pub id: u64,
    pub target: Target,
    pub effect: Effect,
    /// Of a hundred calls, by the world's chance.
    pub percent: u32,
    /// Virtual time.
    pub from: Timestamp,
    /// Virtual time; `None` until it is removed.
    pub until: Option<Timestamp>,
}

/// Which calls are struck: those that agree with all that is given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    pub account: Option<AccountId>,
    pub region: Option<Region>,
    /// As the gateway names it: `sqs`.
    pub service: Option<String>,
    pub operation: Option<String>,
    /// A name that a member of the input is, or with which its ARN or URL ends; or members with
    /// their values: `Bucket=a&Key=b`.
    pub resource: Option<String>,
    /// The ARN of a role by whose credentials it is called.
    pub role: Option<String>,
    /// Where that lives which is touched: what has no zone is not struck. With it stand only
    /// account, service and operation.
    pub zone: Option<Zone>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Nothing runs: calls are refused, jobs are held.
    Dark,
    Error {
        code: String,
        status: u16,
        message: String,
    },
    /// Refused as too many, in the words of the client's protocol: those above a rate of virtual
    /// time (a bucket that holds a second's worth), or all.
    Throttle {
        per_second: Option<u32>,
    },
    /// Answered so much later, evenly in between, in the client's real time.
    Latency {
        min: Duration,
        max: Duration,
    },
    /// As `Latency`, by a long tail: half of the calls are faster than the median, one of a
    /// hundred is slower than `p99` (log-normal).
    LongTail {
        median: Duration,
        p99: Duration,
    },
    /// As `Latency`, by a normal distribution; never less than nothing.
    Normal {
        mean: Duration,
        deviation: Duration,
    },
    /// As `Latency`, by what was measured: of a hundred calls so many are as fast as that. Evenly
    /// in between, and from nothing to the first point; the last is the slowest.
    Percentiles(Vec<(u8, Duration)>),
    /// Of a batch, entries fail one by one with this code, `percent` of a hundred.
    Partial {
        code: String,
        message: String,
    },
    /// Jobs that agree are held, as in the dark; calls are not struck.
    Hold,
    /// Not answered: the connection stays open so long in real time, and then fails.
    NoAnswer {
        after: Duration,
    },
}

/// What becomes of a call that is struck.
pub(crate) enum Strike {
    Refuse(ApiError),
    Delay(Duration),
    NoAnswer(Duration),
    Partly(Failure),
}

/// The faults of a world in memory, as its table has them.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// Whether there are any: what most calls ask, and no more.
    any: AtomicBool,
    all: RwLock<Arc<Vec<Fault>>>,
    /// A transaction has changed them: what was held may go on.
    may_release: AtomicBool,
    /// Of throttles at a rate, by the fault's id.
    buckets: Mutex<BTreeMap<u64, Bucket>>,
}

/// How many calls may still pass, as of when.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    tokens: f64,
    at: Timestamp,
}

impl Faults {
    pub fn open(store: &Store) -> Result<Faults, ApiError> {
        let faults = Faults::default();
        faults.load(store)?;
        Ok(faults)
    }

    /// Reads the table again.
    pub fn load(&self, store: &Store) -> Result<(), ApiError> {
        let tx = store.write();
        let rows = FAULTS.at(&tx, &World::world_scope()).scan(&Range::all());
        let all = rows.map(|row| row.map(|(id, row)| row.fault(id)));
        let all = all.collect::<Result<Vec<_>, _>>()?;
        self.buckets.lock().retain(|id, _| all.iter().any(|fault| fault.id == *id));
        let mut kept = self.all.write();
        self.any.store(!all.is_empty(), Ordering::Release);
        *kept = Arc::new(all);
        Ok(())
    }

    pub fn all(&self) -> Arc<Vec<Fault>> {
        self.all.read().clone()
    }

    /// All faults, if there are any: what most calls ask, and no more.
    fn some(&self) -> Option<Arc<Vec<Fault>>> {
        self.any.load(Ordering::Acquire).then(|| self.all())
    }

    /// Whether a call is one too many for a throttle at a rate.
    fn is_too_many(&self, id: u64, per_second: u32, now: Timestamp) -> bool {
        let full = f64::from(per_second.max(1));
        let mut buckets = self.buckets.lock();
        let bucket = buckets.entry(id).or_insert(Bucket { tokens: full, at: now });
        // A clock that was set back fills nothing.
        let since = now.since(bucket.at).as_secs_f64();
        bucket.tokens = (bucket.tokens + since * f64::from(per_second)).min(full);
        bucket.at = now;
        let is_too_many = bucket.tokens < 1.0;
        if !is_too_many {
            bucket.tokens -= 1.0;
        }
        is_too_many
    }
}

impl Fault {
    pub fn is_active(&self, now: Timestamp) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

impl Target {
    fn is_place_of(&self, call: &Call) -> bool {
        self.zone.is_none()
            && self.account.is_none_or(|account| account == call.account)
            && self.region.is_none_or(|region| region == call.region)
            && self.service.as_ref().is_none_or(|service| *service == call.service)
    }

    fn is_target_of(&self, call: &Call) -> bool {
        self.is_place_of(call)
            && self.operation.as_ref().is_none_or(|operation| *operation == call.operation)
            && self.resource.as_ref().is_none_or(|name| names(&call.input, name))
            && self.role.as_ref().is_none_or(|role| is_session_of(call, role))
    }
}

/// Whether a member of the input is that name, or an ARN or a URL that ends with it; of
/// `Bucket=a&Key=b`, whether these members are just so.
fn names(input: &Struct, name: &str) -> bool {
    if name.contains('=') {
        return name.split('&').all(|pair| {
            pair.split_once('=').is_some_and(|(member, value)| input.str(member) == Some(value))
        });
    }
    input.iter().filter_map(|(_, value)| value.as_str()).any(|text| {
        let before = text.strip_suffix(name);
        before.is_some_and(|before| before.is_empty() || before.ends_with(['/', ':']))
    })
}

/// Whether a call is made by a session of the role.
fn is_session_of(call: &Call, role: &str) -> bool {
    let Principal::Identity(identity) = &call.principal else { return false };
    let name_of = |arn: &str, kind: &str| -> Option<String> {
        let resource = arn.splitn(6, ':').nth(5)?.strip_prefix(kind)?;
        let mut parts = resource.split('/');
        // A role's path comes before its name, a session's name after it.
        let name = if kind == "role/" { parts.next_back() } else { parts.next() };
        name.map(str::to_owned)
    };
    let session = name_of(&identity.arn, "assumed-role/");
    session.is_some()
        && session == name_of(role, "role/")
        && role.split(':').nth(4) == Some(identity.account.as_str())
}

impl Ctx<'_> {
    /// Whether nothing runs in another region that this call would reach there: for services that
    /// choose where a request goes.
    pub fn is_dark_in(&self, region: Region) -> bool {
        if self.world.faults.some().is_none() {
            return false;
        }
        let frame = &self.frame;
        self.world.is_dark(&Call {
            service: frame.service.name.into(),
            operation: frame.operation.clone(),
            input: Struct::new(),
            principal: frame.principal.clone(),
            account: frame.account,
            region,
            origin: frame.origin.clone(),
            source: None,
            hop: frame.hop,
        })
    }

    /// Adds a fault with this transaction: for services that are a front of the plan. Refused when
    /// there are [`FAULTS_MAX`] already.
    pub fn add_fault(&mut self, mut fault: Fault) -> Result<Option<u64>, ApiError> {
        let scope = World::world_scope();
        let ids = FAULTS.at(&self.tx, &scope).keys(&Range::all());
        let ids = ids.collect::<Result<Vec<_>, _>>()?;
        if ids.len() >= FAULTS_MAX {
            return Ok(None);
        }
        fault.id = ids.last().map_or(1, |last| last + 1);
        FAULTS.at_mut(&mut self.tx, &scope).put(&fault.id, &FaultRow::from(&fault));
        self.effects.faults = true;
        Ok(Some(fault.id))
    }

    /// Removes a fault with this transaction; one that is not there is no error.
    pub fn remove_fault(&mut self, id: u64) {
        FAULTS.at_mut(&mut self.tx, &World::world_scope()).delete(&id);
        self.effects.faults = true;
    }
}

impl World {
    /// A transaction has changed the faults. The caller holds the writer.
    #[cold]
    pub(crate) fn faults_changed(&self) {
        if let Err(error) = self.faults.load(&self.store) {
            tracing::error!(%error, "cannot read the faults");
        }
        self.faults.may_release.store(true, Ordering::Release);
        self.jobs.look_again();
    }

    pub fn faults(&self) -> Arc<Vec<Fault>> {
        self.faults.all()
    }

    /// Keeps a fault and answers it with its id. Refused when there are [`FAULTS_MAX`] already.
    pub fn add_fault(&self, mut fault: Fault) -> Result<Option<Fault>, ApiError> {
        let scope = (AccountId::DEFAULT, Region::DEFAULT);
        let added = self.maintain(&KERNEL, scope, |ctx| {
            let table = ctx.table(&FAULTS);
            let ids = table.keys(&Range::all()).collect::<Result<Vec<_>, _>>()?;
            if ids.len() >= FAULTS_MAX {
                return Ok(None);
            }
            fault.id = ids.last().map_or(1, |last| last + 1);
            ctx.table_mut(&FAULTS).put(&fault.id, &FaultRow::from(&fault));
            Ok(Some(fault))
        })?;
        self.faults.load(&self.store)?;
        if added.as_ref().is_some_and(|fault| fault.effect == Effect::Dark) {
            // Those that wait where it is dark now are told so.
            self.waiters.wake_all();
        }
        Ok(added)
    }

    /// Removes the faults that `is_meant`; answers how many. What was held in their dark goes on.
    pub fn remove_faults(&self, is_meant: impl Fn(&Fault) -> bool) -> Result<usize, ApiError> {
        let faults = self.faults();
        let doomed: Vec<u64> =
            faults.iter().filter(|fault| is_meant(fault)).map(|fault| fault.id).collect();
        self.maintain(&KERNEL, (AccountId::DEFAULT, Region::DEFAULT), |ctx| {
            for id in &doomed {
                ctx.table_mut(&FAULTS).delete(id);
            }
            Ok(())
        })?;
        self.faults.load(&self.store)?;
        self.release_held()?;
        Ok(doomed.len())
    }

    /// What strikes a call of `op`, if anything. A service's own steps are only ever in the dark.
    pub(crate) fn strike(&self, call: &Call, op: &Op, is_step: bool) -> Option<Strike> {
        let (all, now) = (self.faults.some()?, self.clock.now());
        let fault =
            all.iter().filter(|fault| fault.is_active(now)).find(|fault| match fault.effect {
                Effect::Dark => fault.target.is_place_of(call),
                Effect::Hold => false,
                Effect::Partial { .. } => {
                    partial::is_batch(&call.service, &call.operation)
                        && fault.target.is_target_of(call)
                }
                _ => !is_step && fault.target.is_target_of(call) && self.falls_on(fault, now),
            })?;
        tracing::debug!(fault = fault.id, operation = op.name, "struck");
        Some(match &fault.effect {
            Effect::Dark | Effect::Hold => Strike::Refuse(unavailable()),
            Effect::Partial { code, message } => {
                let (code, message) = (code.clone(), message.clone());
                Strike::Partly(Failure { percent: fault.percent, code, message })
            }
            Effect::Error { code, status, message } => {
                let error = ApiError::new(code.clone(), message.clone());
                Strike::Refuse(error.with_status(*status))
            }
            Effect::Throttle { .. } => Strike::Refuse(throttled(call.origin.protocol)),
            Effect::NoAnswer { after } => Strike::NoAnswer(*after),
            Effect::Latency { .. }
            | Effect::LongTail { .. }
            | Effect::Normal { .. }
            | Effect::Percentiles(_) => {
                Strike::Delay(fault.effect.delay(&mut self.draw()).unwrap_or_default())
            }
        })
    }

    /// Refuses what touches a zone that is struck.
    pub(crate) fn check_zone(&self, zone: Zone, frame: &Frame) -> Result<(), ApiError> {
        let Some(all) = self.faults.some() else { return Ok(()) };
        let now = self.clock.now();
        let is_struck = |fault: &&Fault| {
            let target = &fault.target;
            target.zone == Some(zone)
                && fault.is_active(now)
                && target.account.is_none_or(|account| account == frame.account)
                && target.service.as_ref().is_none_or(|service| *service == frame.service.name)
                && target.operation.as_ref().is_none_or(|operation| *operation == frame.operation)
                && (fault.effect == Effect::Dark || self.falls_on(fault, now))
        };
        match all.iter().find(is_struck).map(|fault| &fault.effect) {
            None => Ok(()),
            Some(Effect::Error { code, status, message }) => {
                Err(ApiError::new(code.clone(), message.clone()).with_status(*status))
            }
            Some(Effect::Throttle { .. }) => Err(throttled(frame.origin.protocol)),
            Some(_) => Err(unavailable()),
        }
    }

    /// Whether nothing runs where that call is addressed to.
    pub(crate) fn is_dark(&self, call: &Call) -> bool {
        self.is_struck_by(|fault| fault.effect == Effect::Dark && fault.target.is_place_of(call))
    }

    /// Whether a zone is dark for everybody.
    pub fn is_zone_dark(&self, zone: Zone) -> bool {
        self.is_struck_by(|fault| {
            let target = &fault.target;
            let is_whole = target.account.is_none() && target.service.is_none();
            fault.effect == Effect::Dark && target.zone == Some(zone) && is_whole
        })
    }

    /// Whether a job is held, in the dark or otherwise.
    pub(crate) fn is_held(&self, call: &Call) -> bool {
        self.is_struck_by(|fault| match fault.effect {
            Effect::Dark => fault.target.is_place_of(call),
            Effect::Hold => fault.target.is_target_of(call),
            _ => false,
        })
    }

    fn is_struck_by(&self, is_it: impl Fn(&Fault) -> bool) -> bool {
        let now = self.clock.now();
        let all = self.faults.some();
        all.is_some_and(|all| all.iter().any(|fault| fault.is_active(now) && is_it(fault)))
    }

    /// When the next fault begins after which it is dark somewhere.
    pub(crate) fn next_dark(&self) -> Option<Timestamp> {
        if !self.faults.any.load(Ordering::Acquire) {
            return None;
        }
        let now = self.clock.now();
        let all = self.faults.all();
        let dark = all.iter().filter(|fault| fault.effect == Effect::Dark && fault.from > now);
        dark.map(|fault| fault.from).min()
    }

    /// Refuses a call that waits where it has become dark.
    pub(crate) fn check_light(&self, call: &Call) -> Result<(), ApiError> {
        if self.is_dark(call) { Err(unavailable()) } else { Ok(()) }
    }

    /// Removes the faults whose time is over; what was held in their dark goes on.
    pub(crate) fn see_light(&self) {
        if self.faults.may_release.swap(false, Ordering::AcqRel)
            && let Err(error) = self.release_held()
        {
            tracing::error!(%error, "could not release what was held");
        }
        let now = self.clock.now();
        let is_over = |fault: &Fault| fault.until.is_some_and(|until| until <= now);
        let is_due =
            self.faults.any.load(Ordering::Acquire) && self.faults.all().iter().any(is_over);
        if is_due && let Err(error) = self.remove_faults(is_over) {
            tracing::error!(%error, "could not end a fault");
        }
    }

    /// When the next of the faults ends by itself that holds jobs.
    pub(crate) fn next_light(&self) -> Option<Timestamp> {
        let (all, now) = (self.faults.some()?, self.clock.now());
        let holds = |fault: &&Fault| {
            fault.is_active(now) && matches!(fault.effect, Effect::Dark | Effect::Hold)
        };
        all.iter().filter(holds).filter_map(|fault| fault.until).min()
    }

    /// Whether a fault strikes the call that it could strike: by chance, or above its rate.
    fn falls_on(&self, fault: &Fault, now: Timestamp) -> bool {
        let percent = fault.percent;
        let is_chosen = percent >= 100 || self.draw().below(100) < u64::from(percent);
        is_chosen
            && match fault.effect {
                Effect::Throttle { per_second: Some(rate) } => {
                    self.faults.is_too_many(fault.id, rate, now)
                }
                _ => true,
            }
    }

    /// Runs a call as far as what strikes it lets it.
    pub(crate) async fn run_struck(
        self: &Arc<World>,
        strike: Strike,
        call: &Call,
        (service, op): (&'static ServiceDef, &'static Op),
        admission: Option<&Admission>,
    ) -> OpResult {
        let Strike::Partly(failure) = strike else {
            self.suffer(strike).await?;
            return self.run_to_end(call, service, op, admission).await;
        };
        let place = (service.name, op.name);
        let mut chance = self.draw();
        let Some(mut cut) = partial::cut(place, &call.input, failure.percent, &mut chance) else {
            return self.run_to_end(call, service, op, admission).await;
        };
        let output = match cut.input.take() {
            None => Struct::new(),
            Some(input) => {
                let rest = Call { input, ..call.clone() };
                self.run_to_end(&rest, service, op, admission).await?
            }
        };
        Ok(cut.merge(output, &failure))
    }

    async fn run_to_end(
        self: &Arc<World>,
        call: &Call,
        service: &'static ServiceDef,
        op: &'static Op,
        admission: Option<&Admission>,
    ) -> OpResult {
        match self.run(call, service, op, admission) {
            Begun::Ended(result) => result,
            Begun::GoesOn(rest) => rest.await,
        }
    }

    /// Waits as a struck call does, and answers what becomes of it.
    async fn suffer(&self, strike: Strike) -> Result<(), ApiError> {
        match strike {
            Strike::Partly(_) => Ok(()),
            Strike::Refuse(error) => Err(error),
            Strike::Delay(delay) => {
                tokio::time::sleep(delay).await;
                Ok(())
            }
            Strike::NoAnswer(after) => {
                tokio::time::sleep(after).await;
                Err(unavailable())
            }
        }
    }
}

/// Within a transaction nothing can wait: a call from service to service is refused or it is not.
pub(crate) fn at_once(strike: Strike) -> Result<(), ApiError> {
    match strike {
        Strike::Refuse(error) => Err(error),
        Strike::NoAnswer(_) => Err(unavailable()),
        Strike::Delay(_) | Strike::Partly(_) => Ok(()),
    }
}

fn unavailable() -> ApiError {
    ApiError::new("ServiceUnavailable", "Service is unable to handle request.").with_status(503)
}

/// Sources: "Error responses" of Amazon S3 (SlowDown); "Common Error Types" of services of the
/// query protocols (Throttling), of EC2 (RequestLimitExceeded) and of the others.
fn throttled(protocol: &str) -> ApiError {
    match protocol {
        "rest-xml" => {
            ApiError::new("SlowDown", "Please reduce your request rate.").with_status(503)
        }
        "query" => ApiError::new("Throttling", "Rate exceeded"),
        "ec2" => ApiError::new("RequestLimitExceeded", "Request limit exceeded.").with_status(503),
        _ => ApiError::new("ThrottlingException", "Rate exceeded"),
    }
}
