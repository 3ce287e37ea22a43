//! Failures on purpose: a service that errs, throttles, is slow or never answers; a region that is
//! dark.
//!
//! A fault says which calls it strikes and what becomes of them. Calls of clients and of services
//! are struck at the door, before anything is read or changed. In the dark nothing runs: calls are
//! refused, and jobs are held as they are (`darkness.rs`) until the light is back; data stays.
//!
//! Faults are durable, and chance comes from the world's seed, so that a run can be repeated.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use parking_lot::RwLock;
use store::{Range, Store, Table};
use world::{AccountId, Region, Timestamp};

use crate::call::{Call, Principal};
use crate::ctx::Ctx;
use crate::door::{Begun, World};
use crate::error::ApiError;
use crate::fault_row::FaultRow;
use crate::meta::KERNEL;
pub use crate::partial::is_batch as has_entries;
use crate::partial::{self, Failure};
use crate::service::{Op, OpResult, ServiceDef};
use crate::value::Struct;

static FAULTS: Table<u64, FaultRow> = Table::world("kernel", "faults");

/// So many at once: every call is held against each.
pub const FAULTS_MAX: usize = 100;
/// The longest delay, and the longest wait for an answer that does not come.
pub const DELAY_MAX: Duration = Duration::from_mins(5);

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
    /// Refused as too many, in the words of the client's protocol.
    Throttle,
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
        let mut kept = self.all.write();
        self.any.store(!all.is_empty(), Ordering::Release);
        *kept = Arc::new(all);
        Ok(())
    }

    pub fn all(&self) -> Arc<Vec<Fault>> {
        self.all.read().clone()
    }

    fn active(&self, now: Timestamp) -> Option<impl Iterator<Item = Fault> + use<>> {
        if !self.any.load(Ordering::Acquire) {
            return None;
        }
        let all = self.all();
        let mut at = 0;
        let next = move || {
            let fault = all.get(at).cloned();
            at += 1;
            fault
        };
        Some(std::iter::from_fn(next).filter(move |fault| fault.is_active(now)))
    }
}

impl Fault {
    pub fn is_active(&self, now: Timestamp) -> bool {
        self.from <= now && self.until.is_none_or(|until| now < until)
    }
}

impl Target {
    fn is_place_of(&self, call: &Call) -> bool {
        self.account.is_none_or(|account| account == call.account)
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
        let mut active = self.faults.active(self.clock.now())?;
        let fault = active.find(|fault| match fault.effect {
            Effect::Dark => fault.target.is_place_of(call),
            Effect::Hold => false,
            Effect::Partial { .. } => {
                partial::is_batch(&call.service, &call.operation) && fault.target.is_target_of(call)
            }
            _ => !is_step && fault.target.is_target_of(call) && self.falls_on(fault.percent),
        })?;
        tracing::debug!(fault = fault.id, operation = op.name, "struck");
        Some(match fault.effect {
            Effect::Dark | Effect::Hold => Strike::Refuse(unavailable()),
            Effect::Partial { code, message } => {
                Strike::Partly(Failure { percent: fault.percent, code, message })
            }
            Effect::LongTail { median, p99 } => Strike::Delay(self.long_tail(median, p99)),
            Effect::Error { code, status, message } => {
                Strike::Refuse(ApiError::new(code, message).with_status(status))
            }
            Effect::Throttle => Strike::Refuse(throttled(call.origin.protocol)),
            Effect::Latency { min, max } => {
                let share = self.draw().fraction();
                Strike::Delay(min + max.saturating_sub(min).mul_f64(share))
            }
            Effect::NoAnswer { after } => Strike::NoAnswer(after),
        })
    }

    /// Whether nothing runs where that call is addressed to.
    pub(crate) fn is_dark(&self, call: &Call) -> bool {
        let active = self.faults.active(self.clock.now());
        active.is_some_and(|mut active| {
            active.any(|fault| fault.effect == Effect::Dark && fault.target.is_place_of(call))
        })
    }

    /// Whether a job is held, in the dark or otherwise.
    pub(crate) fn is_held(&self, call: &Call) -> bool {
        let active = self.faults.active(self.clock.now());
        active.is_some_and(|mut active| {
            active.any(|fault| match fault.effect {
                Effect::Dark => fault.target.is_place_of(call),
                Effect::Hold => fault.target.is_target_of(call),
                _ => false,
            })
        })
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

    /// A delay of a log-normal distribution. 2.326 standard deviations above its middle lies the
    /// hundredth part of a normal one.
    fn long_tail(&self, median: Duration, p99: Duration) -> Duration {
        const Z99: f64 = 2.326;
        let mut chance = self.draw();
        // Box and Muller; the logarithm is of a number above zero.
        let (one, other) = (1.0 - chance.fraction(), chance.fraction());
        let normal = (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * other).cos();
        let median_s = median.as_secs_f64().max(1e-6);
        let spread = (p99.as_secs_f64().max(median_s) / median_s).ln() / Z99;
        let delay = median_s * (spread * normal).exp();
        Duration::from_secs_f64(delay.min(DELAY_MAX.as_secs_f64()))
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
        let active = self.faults.active(self.clock.now())?;
        let holds = |fault: &Fault| matches!(fault.effect, Effect::Dark | Effect::Hold);
        active.filter(holds).filter_map(|fault| fault.until).min()
    }

    fn falls_on(&self, percent: u32) -> bool {
        percent >= 100 || self.draw().below(100) < u64::from(percent)
    }

    /// Runs a call as far as what strikes it lets it.
    pub(crate) async fn run_struck(
        self: &Arc<World>,
        strike: Strike,
        call: &Call,
        service: &'static ServiceDef,
        op: &'static Op,
    ) -> OpResult {
        let Strike::Partly(failure) = strike else {
            self.suffer(strike).await?;
            return self.run_to_end(call, service, op).await;
        };
        let place = (service.name, op.name);
        let mut chance = self.draw();
        let Some(mut cut) = partial::cut(place, &call.input, failure.percent, &mut chance) else {
            return self.run_to_end(call, service, op).await;
        };
        let output = match cut.input.take() {
            None => Struct::new(),
            Some(input) => {
                let rest = Call { input, ..call.clone() };
                self.run_to_end(&rest, service, op).await?
            }
        };
        Ok(cut.merge(output, &failure))
    }

    async fn run_to_end(
        self: &Arc<World>,
        call: &Call,
        service: &'static ServiceDef,
        op: &'static Op,
    ) -> OpResult {
        match self.run(call, service, op) {
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
