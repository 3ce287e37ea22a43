//! The meter: who has used how much of what, hour by hour of virtual time.
//!
//! Two kinds of usage:
//!
//! - *counts*: every call that has succeeded, and what operations say besides with [`Ctx::meter`]
//!   (units, bytes, deliveries). They are added up in memory, in a shard of the thread's own, and
//!   folded into rows about each second ([`World::flush_meter`]), so a request pays a look-up and
//!   an addition. A process that is killed loses the counts since.
//! - *levels*: what is kept for a time (bytes, keys, provisioned units). An operation tells a
//!   change with [`Ctx::meter_level`]; the level times the virtual time that it has stood is
//!   written in the operation's own transaction and is never lost.
//!
//! What usage costs is none of the kernel's business: crate `billing` knows.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::ops::Range as Hours;
use std::sync::atomic::{AtomicUsize, Ordering};

use minicbor::{Decode, Encode};
use parking_lot::Mutex;
use rustc_hash::{FxHashMap, FxHasher};
use store::{Range, Scope, Store, Table, Tx};
use world::{AccountId, Region, Timestamp};

use crate::ctx::Ctx;
use crate::door::World;
use crate::error::ApiError;

/// As many threads count without meeting.
const SHARDS: usize = 16;
/// A shard tells resources apart up to so many counts between two flushes; then they are one.
const COUNTS_MAX: usize = 8_192;
pub const MICROS_PER_HOUR: i64 = 3_600_000_000;
/// Bytes that leave for a client outside, in any service.
pub const OUT_BYTES: &str = "out-bytes";

/// ((hour, service), operation, quantity, resource)
type CountKey = ((u32, String), String, String, String);
/// (service, quantity, resource)
type LevelKey = (String, String, String);
/// (last hour, service, quantity, resource)
type SpanKey = (u32, String, String, String);

static COUNTS: Table<CountKey, u64> = Table::regional("kernel", "usage").of_records();
static LEVELS: Table<LevelKey, LevelRow> = Table::regional("kernel", "levels").of_records();
/// Hours in which a level stood as it was, once it has changed.
static SPANS: Table<SpanKey, SpanRow> = Table::regional("kernel", "level-spans").of_records();
/// (account, region): where there is usage.
static PLACES: Table<(String, String), ()> = Table::world("kernel", "usage-places").of_records();

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
struct LevelRow {
    #[n(0)]
    level: u64,
    #[n(1)]
    since: i64,
    /// Of the hour in which `since` lies, before it: level times microseconds, high and low half.
    #[n(2)]
    open: (u64, u64),
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
struct SpanRow {
    #[n(0)]
    first_hour: u32,
    /// Level times microseconds in each hour, high and low half.
    #[n(1)]
    per_hour: (u64, u64),
}

store::row!(LevelRow, SpanRow);

/// One piece of usage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usage {
    pub account: AccountId,
    pub region: Region,
    pub service: String,
    /// Empty for levels.
    pub operation: String,
    /// What the service calls the quantity; empty for calls themselves.
    pub quantity: String,
    /// The ARN or name of what was used; empty when nothing is known.
    pub resource: String,
    /// Hours since the epoch, the last one excluded. A count is of one hour.
    pub hours: Hours<u32>,
    /// How much in each of these hours: a count, or a level times microseconds.
    pub per_hour: u128,
    pub is_level: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Spot {
    scope: Scope,
    hour: u32,
    service: &'static str,
    operation: &'static str,
    quantity: &'static str,
    resource: u64,
}

struct Count {
    sum: u64,
    resource: Box<str>,
}

/// What was counted since the last flush.
pub(crate) struct Meter {
    shards: [Mutex<FxHashMap<Spot, Count>>; SHARDS],
}

impl Meter {
    pub fn new() -> Meter {
        Meter { shards: std::array::from_fn(|_| Mutex::default()) }
    }

    fn add(&self, mut spot: Spot, resource: &str, amount: u64) {
        let mut shard = self.shards[shard_of_thread()].lock();
        let is_full = shard.len() >= COUNTS_MAX;
        spot.resource = hash(resource);
        while let Some(count) = shard.get_mut(&spot) {
            if *count.resource == *resource {
                count.sum = count.sum.saturating_add(amount);
                return;
            }
            spot.resource = spot.resource.wrapping_add(1);
        }
        if is_full && !resource.is_empty() {
            drop(shard);
            return self.add(spot, "", amount);
        }
        shard.insert(spot, Count { sum: amount, resource: resource.into() });
    }

    /// Forgets what was counted, of all accounts or of one.
    pub fn clear(&self, account: Option<AccountId>) {
        let is_other = |spot: &Spot| account.is_some_and(|it| it.as_str() != spot.scope.account());
        for shard in &self.shards {
            shard.lock().retain(|spot, _| is_other(spot));
        }
    }

    fn sums(&self) -> BTreeMap<(String, String), BTreeMap<CountKey, u64>> {
        let mut sums: BTreeMap<_, BTreeMap<CountKey, u64>> = BTreeMap::new();
        for shard in &self.shards {
            for (spot, count) in shard.lock().iter() {
                let place = (spot.scope.account().to_owned(), spot.scope.region().to_owned());
                let key = (
                    (spot.hour, spot.service.to_owned()),
                    spot.operation.to_owned(),
                    spot.quantity.to_owned(),
                    count.resource.to_string(),
                );
                let sum = sums.entry(place).or_default().entry(key).or_default();
                *sum = sum.saturating_add(count.sum);
            }
        }
        sums
    }

    fn is_empty(&self) -> bool {
        self.shards.iter().all(|shard| shard.lock().is_empty())
    }
}

fn shard_of_thread() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local! {
        static SHARD: Cell<usize> = Cell::new(NEXT.fetch_add(1, Ordering::Relaxed) % SHARDS);
    }
    SHARD.with(Cell::get)
}

fn hash(text: &str) -> u64 {
    let mut hasher = FxHasher::default();
    text.hash(&mut hasher);
    hasher.finish()
}

pub fn hour_of(at: Timestamp) -> u32 {
    u32::try_from(at.micros() / MICROS_PER_HOUR).unwrap_or(0)
}

fn scope_of(place: &(String, String)) -> Option<(AccountId, Region, Scope)> {
    let (account, region) = (AccountId::parse(&place.0)?, Region::parse(&place.1)?);
    Some((account, region, Scope::new(account.digits(), region.as_str())))
}

impl Ctx<'_> {
    /// Names what the call is about, for services that authorize by themselves; the door knows it
    /// of all others.
    pub fn concerns(&mut self, resource: impl Into<String>) {
        self.frame.resource = resource.into();
    }

    /// Has the call counted under a name of its own: it is billed as something else than others of
    /// its operation.
    pub fn count_as(&mut self, name: &'static str) {
        self.frame.counted_as = name;
    }

    /// Nothing of this transaction is counted from here on: for looking into what is metered.
    pub fn unmeter(&mut self) {
        self.effects.is_unmetered = true;
    }

    /// Counts a quantity of the resource that the call acts on. It stands whatever becomes of the
    /// call, so operations count when they are about to succeed.
    pub fn meter(&self, quantity: &'static str, amount: u64) {
        self.meter_for(quantity, &self.frame.resource, amount);
    }

    /// As [`Ctx::meter`], of a resource by its ARN or name.
    pub fn meter_for(&self, quantity: &'static str, resource: &str, amount: u64) {
        if amount == 0 || self.effects.is_unmetered {
            return;
        }
        let service = self.frame.service;
        let operation = match &self.frame.operation {
            std::borrow::Cow::Borrowed(name) => name,
            std::borrow::Cow::Owned(name) => service.operation(name).map_or("", |op| op.name),
        };
        let hour = hour_of(self.now);
        let scope = self.frame.scope;
        let resource = if resource == "*" { "" } else { resource };
        let spot = Spot { scope, hour, service: service.name, operation, quantity, resource: 0 };
        self.world.meter.add(spot, resource, amount);
    }

    /// Counts bytes that go to a client outside; what services send each other stays inside.
    pub fn meter_out(&self, bytes: u64) {
        if self.depth == 0 && !self.frame.origin.source_ip.is_empty() {
            self.meter(OUT_BYTES, bytes);
        }
    }

    /// Counts the call itself; a service's own steps are nobody's.
    pub(crate) fn meter_call(&self) {
        let steps = self.frame.service.steps;
        if !steps.iter().any(|step| step.name == self.frame.operation) {
            self.meter(self.frame.counted_as, 1);
        }
    }

    /// Raises or lowers the level of what is kept of a resource: bytes, keys, provisioned units.
    pub fn meter_level(
        &mut self,
        quantity: &'static str,
        resource: &str,
        change: i64,
    ) -> Result<(), ApiError> {
        let scope = self.frame.scope;
        self.move_level(scope, quantity, resource, |level| level.saturating_add_signed(change))
    }

    /// As [`Ctx::meter_level`], of a level that is known. It may lag behind by less than `slack`,
    /// so that not every small change of a large level costs a row.
    pub fn meter_level_to(
        &mut self,
        quantity: &'static str,
        resource: &str,
        level: u64,
        slack: u64,
    ) -> Result<(), ApiError> {
        let scope = self.frame.scope;
        self.move_level(scope, quantity, resource, |old| {
            if level > 0 && old > 0 && old.abs_diff(level) < slack { old } else { level }
        })
    }

    /// As [`Ctx::meter_level`], of a level that is known, in another account or region.
    pub fn meter_level_in(
        &mut self,
        scope: Scope,
        quantity: &'static str,
        resource: &str,
        level: u64,
    ) -> Result<(), ApiError> {
        self.move_level(scope, quantity, resource, |_| level)
    }

    fn move_level(
        &mut self,
        scope: Scope,
        quantity: &'static str,
        resource: &str,
        change: impl FnOnce(u64) -> u64,
    ) -> Result<(), ApiError> {
        let now = self.now.micros();
        let key = (self.frame.service.name, quantity, resource);
        let mut levels = LEVELS.at_mut(&mut self.tx, &scope);
        let found = levels.get(&key)?;
        let is_first = found.is_none();
        let mut row = found.unwrap_or_else(|| LevelRow { since: now, ..LevelRow::default() });
        let level = change(row.level);
        if level == row.level {
            return Ok(());
        }
        let (past, open) = row.integrate(now);
        row.level = level;
        row.since = row.since.max(now);
        row.open = halves(open);
        levels.put(&key, &row);
        let mut spans = SPANS.at_mut(&mut self.tx, &scope);
        for (hours, per_hour) in past.into_iter().filter(|(_, per_hour)| *per_hour > 0) {
            let span = SpanRow { first_hour: hours.start, per_hour: halves(per_hour) };
            spans.put(&(hours.end - 1, key.0, key.1, key.2), &span);
        }
        if is_first {
            register(&mut self.tx, &scope)?;
        }
        Ok(())
    }

    /// The usage of some accounts (of all without) in these hours, up to now. Only writes ask: they
    /// also see what is not folded into rows yet.
    pub fn usage(
        &self,
        accounts: Option<&[AccountId]>,
        hours: &Hours<u32>,
    ) -> Result<Vec<Usage>, ApiError> {
        assert!(self.residents.is_some(), "usage is read by write operations only");
        let mut sums = self.world.meter.sums();
        let places = PLACES.at(&self.tx, &World::world_scope());
        for place in places.keys(&Range::all()) {
            sums.entry(place?).or_default();
        }
        let mut usage = Vec::new();
        for (place, pending) in sums {
            let Some((account, region, scope)) = scope_of(&place) else { continue };
            if accounts.is_some_and(|accounts| !accounts.contains(&account)) {
                continue;
            }
            let counts = counts(&self.tx, &scope, pending, hours)?;
            usage.extend(counts.into_iter().map(|(key, sum)| {
                let ((hour, service), operation, quantity, resource) = key;
                let what = Used { service, operation, quantity, resource };
                usage_of((account, region), what, hour..hour + 1, u128::from(sum), false)
            }));
            levels(&self.tx, (account, region, &scope), hours, self.now.micros(), &mut usage)?;
        }
        Ok(usage)
    }
}

impl LevelRow {
    /// What the level comes to until `now`: the hours that have ended since, and what belongs to
    /// the present one.
    fn integrate(&self, now: i64) -> (Vec<(Hours<u32>, u128)>, u128) {
        let now = now.max(self.since);
        let during = |micros: i64| u128::from(self.level) * u128::from(micros.unsigned_abs());
        let (first, last) = (hour(self.since), hour(now));
        let open = whole(self.open);
        if first == last {
            return (Vec::new(), open + during(now - self.since));
        }
        let first_end = i64::from(first + 1) * MICROS_PER_HOUR;
        let mut past = vec![(first..first + 1, open + during(first_end - self.since))];
        if first + 1 < last {
            past.push((first + 1..last, during(MICROS_PER_HOUR)));
        }
        (past, during(now - i64::from(last) * MICROS_PER_HOUR))
    }
}

fn hour(micros: i64) -> u32 {
    hour_of(Timestamp::from_micros(micros))
}

fn halves(whole: u128) -> (u64, u64) {
    ((whole >> 64) as u64, whole as u64)
}

fn whole((high, low): (u64, u64)) -> u128 {
    u128::from(high) << 64 | u128::from(low)
}

/// Remembers that there is usage in this account and region.
fn register(tx: &mut Tx, scope: &Scope) -> Result<(), ApiError> {
    let key = (scope.account(), scope.region());
    let mut places = PLACES.at_mut(tx, &World::world_scope());
    if !places.contains(&key)? {
        places.put(&key, &());
    }
    Ok(())
}

fn counts(
    tx: &Tx,
    scope: &Scope,
    pending: BTreeMap<CountKey, u64>,
    hours: &Hours<u32>,
) -> Result<BTreeMap<CountKey, u64>, ApiError> {
    let mut counts = pending;
    counts.retain(|((hour, _), ..), _| hours.contains(hour));
    for entry in COUNTS.at(tx, scope).scan(&Range::all().from(&((hours.start, ""),))) {
        let (key, sum) = entry?;
        if key.0.0 >= hours.end {
            break;
        }
        *counts.entry(key).or_default() += sum;
    }
    Ok(counts)
}

/// What was used, by its names.
struct Used {
    service: String,
    operation: String,
    quantity: String,
    resource: String,
}

fn usage_of(
    (account, region): (AccountId, Region),
    what: Used,
    hours: Hours<u32>,
    per_hour: u128,
    is_level: bool,
) -> Usage {
    let Used { service, operation, quantity, resource } = what;
    Usage { account, region, service, operation, quantity, resource, hours, per_hour, is_level }
}

fn levels(
    tx: &Tx,
    (account, region, scope): (AccountId, Region, &Scope),
    hours: &Hours<u32>,
    now: i64,
    usage: &mut Vec<Usage>,
) -> Result<(), ApiError> {
    let mut add = |(service, quantity, resource): LevelKey, of: Hours<u32>, per_hour: u128| {
        let within = of.start.max(hours.start)..of.end.min(hours.end);
        if within.is_empty() || per_hour == 0 {
            return;
        }
        let what = Used { service, operation: String::new(), quantity, resource };
        usage.push(usage_of((account, region), what, within, per_hour, true));
    };
    for entry in SPANS.at(tx, scope).scan(&Range::all().from(&(hours.start,))) {
        let ((last_hour, service, quantity, resource), span) = entry?;
        let of = span.first_hour..last_hour + 1;
        add((service, quantity, resource), of, whole(span.per_hour));
    }
    for entry in LEVELS.at(tx, scope).scan(&Range::all()) {
        let (key, row) = entry?;
        let (past, open) = row.integrate(now);
        let present = hour(now.max(row.since));
        for (of, per_hour) in past.into_iter().chain([(present..present + 1, open)]) {
            add(key.clone(), of, per_hour);
        }
    }
    Ok(())
}

impl World {
    /// Folds what was counted into rows. Not a transaction of anybody: chance does not see it.
    pub fn flush_meter(&self) -> Result<(), ApiError> {
        if self.meter.is_empty() {
            return Ok(());
        }
        let _writer = self.lock_writer();
        fold(&self.store, &self.meter)
    }
}

/// The caller holds the writer, but reads count meanwhile: what they add is left for the next time.
fn fold(store: &Store, meter: &Meter) -> Result<(), ApiError> {
    let taken = Meter::new();
    for (shard, into) in meter.shards.iter().zip(&taken.shards) {
        std::mem::swap(&mut *shard.lock(), &mut *into.lock());
    }
    let folded = write(store, &taken);
    if folded.is_err() {
        for shard in &taken.shards {
            for (spot, count) in shard.lock().drain() {
                meter.add(spot, &count.resource, count.sum);
            }
        }
    }
    folded
}

fn write(store: &Store, taken: &Meter) -> Result<(), ApiError> {
    let mut tx = store.write();
    for (place, sums) in taken.sums() {
        let Some((.., scope)) = scope_of(&place) else { continue };
        register(&mut tx, &scope)?;
        let mut table = COUNTS.at_mut(&mut tx, &scope);
        for (key, sum) in sums {
            let former = table.get(&key)?.unwrap_or(0);
            table.put(&key, &former.saturating_add(sum));
        }
    }
    store.commit(&tx.into_batch())?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = MICROS_PER_HOUR;

    #[test]
    fn a_level_is_spread_over_the_hours_in_which_it_stood() {
        let row = LevelRow { level: 3, since: 10 * HOUR + HOUR / 4, open: halves(7) };
        let (past, open) = row.integrate(10 * HOUR + HOUR / 2);
        assert!(past.is_empty());
        assert_eq!(open, 7 + 3 * (HOUR / 4) as u128);
        let (past, open) = row.integrate(14 * HOUR + 1);
        let quarters = 7 + 3 * (HOUR / 4 * 3) as u128;
        assert_eq!(past, [(10..11, quarters), (11..14, 3 * HOUR as u128)]);
        assert_eq!(open, 3);
        // A clock that is set back lets no time pass.
        assert_eq!(row.integrate(0), (Vec::new(), 7));
    }

    #[test]
    fn halves_make_a_whole() {
        let large = u128::from(u64::MAX) * 5 + 3;
        assert_eq!(whole(halves(large)), large);
    }

    #[test]
    fn counts_of_many_resources_become_one() {
        let meter = Meter::new();
        let scope = Scope::new(*b"111111111111", "us-east-1");
        let spot = Spot {
            scope,
            hour: 5,
            service: "sqs",
            operation: "SendMessage",
            quantity: "",
            resource: 0,
        };
        for number in 0..COUNTS_MAX + 10 {
            meter.add(spot, &format!("queue-{number}"), 1);
        }
        meter.add(spot, "queue-1", 4);
        let sums = meter.sums();
        let (_, sums) = sums.first_key_value().expect("one place");
        assert_eq!(sums.len(), COUNTS_MAX + 1);
        assert_eq!(sums.values().sum::<u64>() as usize, COUNTS_MAX + 14);
        meter.clear(AccountId::parse("222222222222"));
        assert!(!meter.is_empty());
        meter.clear(AccountId::parse("111111111111"));
        assert!(meter.is_empty());
    }
}
