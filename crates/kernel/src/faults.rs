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

use minicbor::{Decode, Encode};
use parking_lot::RwLock;
use store::{Range, Store, Table};
use world::{AccountId, Region, Timestamp};

use crate::call::Call;
use crate::door::World;
use crate::error::ApiError;
use crate::meta::KERNEL;
use crate::service::Op;
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
    /// A name that a member of the input is, or with which its ARN or URL ends.
    pub resource: Option<String>,
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
}

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct FaultRow {
    #[n(0)]
    account: Option<String>,
    #[n(1)]
    region: Option<String>,
    #[n(2)]
    service: Option<String>,
    #[n(3)]
    operation: Option<String>,
    #[n(4)]
    resource: Option<String>,
    #[n(5)]
    effect: EffectRow,
    #[n(6)]
    percent: u32,
    #[n(7)]
    from: i64,
    #[n(8)]
    until: Option<i64>,
}

#[derive(Debug, Encode, Decode)]
enum EffectRow {
    #[n(0)]
    Dark,
    #[n(1)]
    Error {
        #[n(0)]
        code: String,
        #[n(1)]
        status: u16,
        #[n(2)]
        message: String,
    },
    #[n(2)]
    Throttle,
    #[n(3)]
    Latency {
        #[n(0)]
        min_ms: u64,
        #[n(1)]
        max_ms: u64,
    },
    #[n(4)]
    NoAnswer(#[n(0)] u64),
}

store::row!(FaultRow);

/// The faults of a world in memory, as its table has them.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    /// Whether there are any: what most calls ask, and no more.
    any: AtomicBool,
    all: RwLock<Arc<Vec<Fault>>>,
}

impl Faults {
    pub fn open(store: &Store) -> Result<Faults, ApiError> {
        let faults = Faults::default();
        faults.load(store)?;
        Ok(faults)
    }

    /// Reads the table again.
    fn load(&self, store: &Store) -> Result<(), ApiError> {
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
    }
}

/// Whether a member of the input is that name, or an ARN or a URL that ends with it.
fn names(input: &Struct, name: &str) -> bool {
    input.iter().filter_map(|(_, value)| value.as_str()).any(|text| {
        let before = text.strip_suffix(name);
        before.is_some_and(|before| before.is_empty() || before.ends_with(['/', ':']))
    })
}

impl World {
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
            _ => !is_step && fault.target.is_target_of(call) && self.falls_on(fault.percent),
        })?;
        tracing::debug!(fault = fault.id, operation = op.name, "struck");
        Some(match fault.effect {
            Effect::Dark => Strike::Refuse(unavailable()),
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

    /// Removes the faults whose time is over; what was held in their dark goes on.
    pub(crate) fn see_light(&self) {
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
        active.filter(|fault| fault.effect == Effect::Dark).filter_map(|fault| fault.until).min()
    }

    fn falls_on(&self, percent: u32) -> bool {
        percent >= 100 || self.draw().below(100) < u64::from(percent)
    }

    /// Waits as a struck call does, and answers what becomes of it.
    pub(crate) async fn suffer(&self, strike: Strike) -> Result<(), ApiError> {
        match strike {
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
        Strike::Delay(_) => Ok(()),
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

impl From<&Fault> for FaultRow {
    fn from(fault: &Fault) -> FaultRow {
        let millis = |span: Duration| span.as_millis() as u64;
        FaultRow {
            account: fault.target.account.map(|account| account.to_string()),
            region: fault.target.region.map(|region| region.to_string()),
            service: fault.target.service.clone(),
            operation: fault.target.operation.clone(),
            resource: fault.target.resource.clone(),
            effect: match &fault.effect {
                Effect::Dark => EffectRow::Dark,
                Effect::Error { code, status, message } => EffectRow::Error {
                    code: code.clone(),
                    status: *status,
                    message: message.clone(),
                },
                Effect::Throttle => EffectRow::Throttle,
                Effect::Latency { min, max } => {
                    EffectRow::Latency { min_ms: millis(*min), max_ms: millis(*max) }
                }
                Effect::NoAnswer { after } => EffectRow::NoAnswer(millis(*after)),
            },
            percent: fault.percent,
            from: fault.from.micros(),
            until: fault.until.map(Timestamp::micros),
        }
    }
}

impl FaultRow {
    fn fault(self, id: u64) -> Fault {
        Fault {
            id,
            target: Target {
                account: self.account.as_deref().and_then(AccountId::parse),
                region: self.region.as_deref().and_then(Region::parse),
                service: self.service,
                operation: self.operation,
                resource: self.resource,
            },
            effect: match self.effect {
                EffectRow::Dark => Effect::Dark,
                EffectRow::Error { code, status, message } => {
                    Effect::Error { code, status, message }
                }
                EffectRow::Throttle => Effect::Throttle,
                EffectRow::Latency { min_ms, max_ms } => Effect::Latency {
                    min: Duration::from_millis(min_ms),
                    max: Duration::from_millis(max_ms),
                },
                EffectRow::NoAnswer(ms) => Effect::NoAnswer { after: Duration::from_millis(ms) },
            },
            percent: self.percent,
            from: Timestamp::from_micros(self.from),
            until: self.until.map(Timestamp::from_micros),
        }
    }
}
