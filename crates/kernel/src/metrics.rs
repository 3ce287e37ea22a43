//! Metrics: what services say of what they do, minute by minute of virtual time.
//!
//! An operation or an observer reports a number with [`Ctx::metric`]. Numbers of one metric, its
//! dimensions and one minute are put together in memory, in a shard of the thread's own, so a
//! request pays a look-up and an addition. The service that keeps metrics is an observer; it takes
//! what has been reported ([`Ctx::take_metrics`]) into rows of its own when it is told to
//! ([`crate::audit::Observer::flush_metrics`]) and whenever it is asked about metrics. A process
//! that is killed loses what was reported since: half a second at most.
//!
//! Who judges metrics (alarms) must not look every minute at what does not change. It names a step
//! to be run at the end of a minute in which something is reported ([`Ctx::watch_metrics`]); the
//! first report of that minute leaves the job, in its own commit. A quiet place costs nothing.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};

use parking_lot::{Mutex, RwLock};
use rustc_hash::{FxHashMap, FxHasher};
use store::Scope;
use world::{AccountId, Region, Timestamp};

use crate::call::Ask;
use crate::ctx::Ctx;
use crate::distribution::Distribution;
use crate::door::World;
use crate::scheduler::{Job, Retry};

/// As many threads report without meeting.
const SHARDS: usize = 16;
/// A shard keeps so many metrics of a minute apart between two flushes; what more come are lost.
pub const PENDING_PER_SHARD_MAX: usize = 8_192;
const MICROS_PER_MINUTE: i64 = 60_000_000;
/// Who runs the step of who watches.
const PRINCIPAL: &str = "cloudwatch.amazonaws.com";
const TICK_RETRY: Retry =
    Retry { retries_max: 8, delay_ms: 1_000, growth_percent: 200, delay_ms_max: 60_000 };

/// A metric of a service, in AWS's words. Kept in statics: it is known by its address.
#[derive(Debug)]
pub struct Metric {
    pub namespace: &'static str,
    /// Empty: nothing is measured, but what the dimensions name was touched.
    pub name: &'static str,
    pub unit: &'static str,
}

/// Names and values of dimensions, sorted by name.
pub type Dimensions<'a> = &'a [(&'static str, &'a str)];

/// What was reported of one metric, its dimensions and one minute.
#[derive(Clone, Debug)]
pub struct Reported {
    pub scope: Scope,
    pub metric: &'static Metric,
    pub dimensions: Vec<(String, String)>,
    /// The beginning of the minute.
    pub minute: Timestamp,
    pub values: Distribution,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Spot {
    /// The address of the [`Metric`].
    metric: usize,
    minute: u32,
    account: u64,
    region: usize,
    dimensions: u64,
}

struct Pending {
    scope: Scope,
    metric: &'static Metric,
    /// Kept apart, so that a report is compared and not read.
    dimensions: Box<[(Box<str>, Box<str>)]>,
    values: Distribution,
}

type Shard = FxHashMap<Spot, Pending>;

/// What was reported since the last flush, and who watches.
pub(crate) struct Metrics {
    shards: [Mutex<Shard>; SHARDS],
    is_pending: AtomicBool,
    watch: Watch,
}

/// Where reports leave a job.
#[derive(Default)]
struct Watch {
    is_any: AtomicBool,
    places: RwLock<FxHashMap<Scope, Place>>,
}

struct Place {
    service: &'static str,
    step: &'static str,
    /// For when the step is left, in microseconds; it is due again after that.
    due: AtomicI64,
}

impl Pending {
    fn has(&self, dimensions: Dimensions<'_>) -> bool {
        let kept = self.dimensions.iter().map(|(name, value)| (&**name, &**value));
        kept.eq(dimensions.iter().copied())
    }
}

impl Metric {
    pub const fn new(namespace: &'static str, name: &'static str, unit: &'static str) -> Metric {
        Metric { namespace, name, unit }
    }

    fn address(&'static self) -> usize {
        std::ptr::from_ref(self) as usize
    }
}

impl Metrics {
    pub fn new() -> Metrics {
        Metrics {
            shards: std::array::from_fn(|_| Mutex::default()),
            is_pending: AtomicBool::new(false),
            watch: Watch::default(),
        }
    }

    fn add(
        &self,
        scope: Scope,
        at: Timestamp,
        metric: &'static Metric,
        dimensions: Dimensions<'_>,
        (value, count): (f64, f64),
    ) {
        debug_assert!(dimensions.is_sorted(), "dimensions are sorted by name");
        let mut spot = Spot {
            metric: metric.address(),
            minute: minute_of(at),
            account: hash(scope.account()),
            region: scope.region().as_ptr() as usize,
            dimensions: hash(dimensions),
        };
        let mut shard = self.shards[shard_of_thread()].lock();
        while let Some(pending) = shard.get_mut(&spot) {
            if pending.scope == scope && pending.has(dimensions) {
                pending.values.add(value, count);
                return;
            }
            spot.dimensions = spot.dimensions.wrapping_add(1);
        }
        if shard.len() < PENDING_PER_SHARD_MAX {
            let values = Distribution::of(value, count);
            let dimensions = dimensions.iter().map(|it| (it.0.into(), it.1.into())).collect();
            shard.insert(spot, Pending { scope, metric, dimensions, values });
            self.is_pending.store(true, Ordering::Relaxed);
        }
    }

    /// Forgets what was reported, of all accounts or of one, and who watches there.
    pub fn clear(&self, account: Option<AccountId>) {
        let is_other = |scope: &Scope| account.is_some_and(|it| it.as_str() != scope.account());
        for shard in &self.shards {
            shard.lock().retain(|_, pending| is_other(&pending.scope));
        }
        let mut places = self.watch.places.write();
        places.retain(|scope, _| is_other(scope));
        self.watch.is_any.store(!places.is_empty(), Ordering::Relaxed);
    }

    pub fn is_pending(&self) -> bool {
        self.is_pending.load(Ordering::Relaxed)
    }

    /// All that was reported, in an order that depends on nothing else.
    fn take(&self) -> Vec<Reported> {
        self.is_pending.store(false, Ordering::Relaxed);
        let mut all: BTreeMap<_, (&'static Metric, Distribution)> = BTreeMap::new();
        for shard in &self.shards {
            for (spot, pending) in std::mem::take(&mut *shard.lock()) {
                let Pending { scope, metric, dimensions, values } = pending;
                let place = (scope.account().to_owned(), scope.region());
                let key = (place, metric.namespace, metric.name, dimensions, spot.minute);
                all.entry(key).or_insert((metric, Distribution::default())).1.merge(&values);
            }
        }
        let reported = all.into_iter().filter_map(|(key, (metric, values))| {
            let ((account, region), _, _, dimensions, minute) = key;
            let account = AccountId::parse(&account)?;
            Some(Reported {
                scope: Scope::new(account.digits(), region),
                metric,
                dimensions: dimensions.into_iter().map(|it| (it.0.into(), it.1.into())).collect(),
                minute: Timestamp::from_micros(i64::from(minute) * MICROS_PER_MINUTE),
                values,
            })
        });
        reported.collect()
    }

    /// Takes back what was taken by a transaction that has failed.
    fn give_back(&self, reported: Vec<Reported>) {
        let mut shard = self.shards[0].lock();
        for Reported { scope, metric, dimensions, minute, values } in reported {
            let dimensions: Box<[(Box<str>, Box<str>)]> =
                dimensions.into_iter().map(|it| (it.0.into(), it.1.into())).collect();
            let mut spot = Spot {
                metric: metric.address(),
                minute: minute_of(minute),
                account: hash(scope.account()),
                region: scope.region().as_ptr() as usize,
                dimensions: hash(&*dimensions),
            };
            loop {
                match shard.get_mut(&spot) {
                    Some(pending) if pending.scope == scope && pending.dimensions == dimensions => {
                        pending.values.merge(&values);
                        break;
                    }
                    Some(_) => spot.dimensions = spot.dimensions.wrapping_add(1),
                    None => {
                        shard.insert(spot, Pending { scope, metric, dimensions, values });
                        break;
                    }
                }
            }
            self.is_pending.store(true, Ordering::Relaxed);
        }
    }

    /// What is to be left because of a report at `now`, if nothing is left yet.
    fn tick(&self, scope: Scope, now: Timestamp) -> Option<Job> {
        if !self.watch.is_any.load(Ordering::Relaxed) {
            return None;
        }
        let end = minute_end(now);
        let places = self.watch.places.read();
        let place = places.get(&scope)?;
        let due = place.due.load(Ordering::Relaxed);
        if now.micros() < due && due <= end {
            return None;
        }
        let swapped =
            place.due.compare_exchange(due, end, Ordering::Relaxed, Ordering::Relaxed).is_ok();
        swapped.then(|| place.job(scope, Timestamp::from_micros(end)))?
    }
}

impl Place {
    fn job(&self, scope: Scope, at: Timestamp) -> Option<Job> {
        let ask = Ask::to(self.service, self.step)
            .as_service(PRINCIPAL)
            .in_account(AccountId::parse(scope.account())?)
            .in_region(Region::parse(scope.region())?);
        Some(Job::now(ask).at(at).with_retry(TICK_RETRY).unlinked())
    }
}

impl Ctx<'_> {
    /// What the call acts on, once it is admitted: an ARN or a name.
    pub fn resource(&self) -> &str {
        &self.frame.resource
    }

    /// Reports a number of a metric, in the account and region of the call. It stands whatever
    /// becomes of the call.
    pub fn metric(&mut self, metric: &'static Metric, dimensions: Dimensions<'_>, value: f64) {
        self.metric_in(self.frame.scope, metric, dimensions, (value, 1.0));
    }

    /// As [`Ctx::metric`], somewhere else and so many times.
    pub fn metric_in(
        &mut self,
        scope: Scope,
        metric: &'static Metric,
        dimensions: Dimensions<'_>,
        value_and_count: (f64, f64),
    ) {
        if self.effects.is_unmetered {
            return;
        }
        self.world.metrics.add(scope, self.now, metric, dimensions, value_and_count);
        if let Some(job) = self.world.metrics.tick(scope, self.now) {
            self.note(job);
        }
    }

    /// Takes all that was reported, to keep it in this transaction. If that fails it is reported
    /// still.
    pub fn take_metrics(&mut self) -> Vec<Reported> {
        let taken = self.world.metrics.take();
        if !taken.is_empty() {
            let (metrics, taken) = (self.world.metrics.clone(), taken.clone());
            self.effects.undo.push(Box::new(move |_| metrics.give_back(taken)));
        }
        taken
    }

    /// From now on a step of this service runs at the end of a minute in which something is
    /// reported here. `due`: when it runs next anyway, by a job of the service's own.
    pub fn watch_metrics(&mut self, step: &'static str, due: Option<Timestamp>) {
        let (scope, service) = (self.frame.scope, self.frame.service.name);
        let due = due.map_or(i64::MIN, Timestamp::micros);
        self.world.watch_metrics(scope, service, step, due);
    }

    /// Nobody watches here any more.
    pub fn unwatch_metrics(&mut self) {
        let watch = &self.world.metrics.watch;
        let mut places = watch.places.write();
        places.remove(&self.frame.scope);
        watch.is_any.store(!places.is_empty(), Ordering::Relaxed);
    }
}

impl World {
    /// See [`Ctx::watch_metrics`]: for an observer that takes up its work again.
    pub fn watch_metrics(&self, scope: Scope, service: &'static str, step: &'static str, due: i64) {
        let watch = &self.metrics.watch;
        let due = AtomicI64::new(due);
        watch.places.write().insert(scope, Place { service, step, due });
        watch.is_any.store(true, Ordering::Relaxed);
    }

    /// Reports a number outside any transaction: of a call that was refused.
    pub fn metric(
        &self,
        scope: Scope,
        metric: &'static Metric,
        dimensions: Dimensions<'_>,
        value: f64,
    ) {
        let now = self.clock.now();
        self.metrics.add(scope, now, metric, dimensions, (value, 1.0));
        let Some(job) = self.metrics.tick(scope, now) else { return };
        let Some(service) = self.service(&job.ask.service) else { return };
        let place = (job.ask.account, job.ask.region);
        let (Some(account), Some(region)) = place else { return };
        let left = self.maintain(service, (account, region), |ctx| {
            ctx.enqueue(job);
            Ok(())
        });
        if let Err(error) = left {
            tracing::error!(%error, "alarms are not told of a metric");
        }
    }

    /// Lets what was reported be kept, before the clock passes into another minute.
    pub(crate) fn flush_metrics_before(&self, next: Timestamp) {
        let minute = |at: Timestamp| at.micros().div_euclid(MICROS_PER_MINUTE);
        if self.metrics.is_pending() && minute(next) != minute(self.clock.now()) {
            self.flush_observers();
        }
    }
}

fn minute_of(at: Timestamp) -> u32 {
    u32::try_from(at.micros() / MICROS_PER_MINUTE).unwrap_or(0)
}

fn minute_end(now: Timestamp) -> i64 {
    (now.micros().div_euclid(MICROS_PER_MINUTE) + 1) * MICROS_PER_MINUTE
}

fn shard_of_thread() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static SHARD: Cell<usize> = Cell::new(NEXT.fetch_add(1, Ordering::Relaxed) % SHARDS);
    }
    SHARD.with(Cell::get)
}

fn hash(of: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    of.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    static SENT: Metric = Metric::new("AWS/SQS", "NumberOfMessagesSent", "Count");
    const PLACE: Scope = Scope::new(*b"111111111111", "us-east-1");

    fn second(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn reports_of_a_minute_become_one() {
        let metrics = Metrics::new();
        let queue = [("QueueName", "jobs:1")];
        metrics.add(PLACE, second(61), &SENT, &queue, (1.0, 1.0));
        metrics.add(PLACE, second(119), &SENT, &queue, (3.0, 2.0));
        metrics.add(PLACE, second(120), &SENT, &queue, (1.0, 1.0));
        metrics.add(PLACE, second(61), &SENT, &[], (9.0, 1.0));
        assert!(metrics.is_pending());
        let all = metrics.take();
        let shown: Vec<_> =
            all.iter().map(|it| (it.dimensions.len(), it.minute, it.values.sum)).collect();
        assert_eq!(shown, [(0, second(60), 9.0), (1, second(60), 7.0), (1, second(120), 1.0)]);
        assert_eq!(all[1].dimensions, [("QueueName".to_owned(), "jobs:1".to_owned())]);
        assert!(!metrics.is_pending());
        metrics.give_back(all);
        metrics.add(PLACE, second(61), &SENT, &queue, (1.0, 1.0));
        let sums: Vec<_> = metrics.take().iter().map(|it| it.values.sum).collect();
        assert_eq!(sums, [9.0, 8.0, 1.0]);
    }

    #[test]
    fn what_is_watched_leaves_one_job_a_minute() {
        let metrics = Metrics::new();
        assert!(metrics.tick(PLACE, second(1)).is_none());
        let due = AtomicI64::new(i64::MIN);
        let place = Place { service: "cloudwatch", step: "Tick", due };
        metrics.watch.places.write().insert(PLACE, place);
        metrics.watch.is_any.store(true, Ordering::Relaxed);
        let job = metrics.tick(PLACE, second(61)).expect("the first report of the minute");
        assert_eq!(job.not_before, Some(second(120)));
        assert!(metrics.tick(PLACE, second(119)).is_none());
        assert!(metrics.tick(PLACE, second(120)).is_some());
        metrics.clear(None);
        assert!(metrics.tick(PLACE, second(180)).is_none());
    }

    #[test]
    fn a_shard_is_bounded() {
        let metrics = Metrics::new();
        for number in 0..PENDING_PER_SHARD_MAX + 5 {
            metrics.add(PLACE, second(0), &SENT, &[("QueueName", &number.to_string())], (1.0, 1.0));
        }
        assert_eq!(metrics.take().len(), PENDING_PER_SHARD_MAX);
    }
}
