//! Throttling by token buckets on the virtual clock, when the world asks for it: with the setting
//! `dynamodb.throttling` = `on`.
//!
//! A table and each of its global indexes have a bucket for reads and one for writes, which fill
//! by the second with the provisioned units (or the maximum of an on-demand table), and hold five
//! minutes' worth: "DynamoDB currently retains up to 5 minutes (300 seconds) of unused read and
//! write capacity". An on-demand table without a maximum takes what it can take warm, or twice its
//! peak of an earlier half hour. Beside that, each partition takes 3,000 read and 1,000 write units
//! a second: there are as many partitions as the warm throughput needs, each with a stretch of the
//! hashes of partition keys.
//!
//! A request is admitted while there is something in its buckets, and may overdraw them. Buckets
//! and peaks are not kept over a restart.

use std::collections::BTreeMap;

use kernel::{ApiError, Ctx, Struct, Value};

use crate::api::error;
use crate::capacity::{Consumed, write_units};
use crate::charge;
use crate::describe::warm_units;
use crate::insights;
use crate::key::ItemKey;
use crate::limits;
use crate::names;
use crate::state::{CapacityRow, IndexRow, TableRef};
use crate::write::Before;

const SETTING: &str = "dynamodb.throttling";
const BURST_SECONDS: f64 = 300.0;
/// What is not provisioned saves nothing up.
const NO_BURST_SECONDS: f64 = 1.0;
/// "Partition throughput limits": 3,000 read units and 1,000 write units a second.
const PARTITION_READS: f64 = 3_000.0;
const PARTITION_WRITES: f64 = 1_000.0;
/// "On-demand … can immediately sustain up to double of the previous peak", which counts as such
/// once half an hour has gone by.
const PEAK_MICROS: i64 = 1_800_000_000;
/// Of one table or index, so that a hot one does not take any amount of memory.
const PARTITIONS_MAX: f64 = 1_000.0;

/// Units for reads or writes of one table or index, or of one partition of it.
#[derive(Debug, Default)]
struct Bucket {
    units: f64,
    filled: Option<i64>,
}

/// How a bucket fills, and for how long it saves up.
#[derive(Clone, Copy, Debug)]
struct Flow {
    rate: f64,
    seconds: f64,
    /// What is the matter when it is empty.
    limit: Limit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limit {
    Provisioned,
    MaxOnDemand,
    /// What the table or index has grown to, or one of its partitions.
    KeyRange,
    /// The quota of a table.
    Account,
}

/// How many units a second an on-demand table or index has taken at most.
#[derive(Debug, Default)]
struct Peak {
    second: i64,
    in_second: f64,
    /// Half hours of the clock.
    window: i64,
    in_window: f64,
    before: f64,
}

#[derive(Debug, Default)]
struct Gauge {
    bucket: Bucket,
    peak: Peak,
    partitions: BTreeMap<u32, Bucket>,
}

#[derive(Debug, Default)]
struct Reads(Gauge);

#[derive(Debug, Default)]
struct Writes(Gauge);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Read,
    Write,
}

fn is_on(ctx: &Ctx<'_>) -> bool {
    ctx.setting(SETTING).as_deref() == Some("on")
}

impl Bucket {
    /// Fills it up to now. One that is seen first is full: nobody has used anything.
    fn fill(&mut self, now: i64, flow: Flow) {
        let full = flow.rate * flow.seconds;
        match self.filled {
            None => self.units = full,
            Some(last) => {
                let seconds = (now - last).max(0) as f64 / 1e6;
                self.units = (self.units + seconds * flow.rate).min(full);
            }
        }
        self.filled = Some(now);
    }
}

impl Peak {
    fn move_to(&mut self, now: i64) {
        let window = now.div_euclid(PEAK_MICROS);
        if window != self.window {
            self.before = self.before.max(self.in_window);
            (self.window, self.in_window) = (window, 0.0);
        }
        let second = now.div_euclid(1_000_000);
        if second != self.second {
            (self.second, self.in_second) = (second, 0.0);
        }
    }

    fn add(&mut self, now: i64, units: f64) {
        self.move_to(now);
        self.in_second += units;
        self.in_window = self.in_window.max(self.in_second);
    }
}

/// One charge: the bucket's number, what may be used, and the units.
struct Charge<'t> {
    space: u64,
    /// What is provisioned or allowed; without it, what it can take warm, or has grown to.
    flow: Option<Flow>,
    warm: f64,
    /// Of both ways: they decide together how many partitions there are.
    partitions: f64,
    units: f64,
    partition: Option<u32>,
    /// `None` for the table itself.
    index: Option<&'t IndexRow>,
}

impl Charge<'_> {
    fn flow(&self, peak: &Peak) -> Flow {
        let quota = limits::TABLE_UNITS_MAX as f64;
        self.flow.unwrap_or_else(|| {
            let rate = self.warm.max(peak.before * 2.0);
            let limit = if rate >= quota { Limit::Account } else { Limit::KeyRange };
            Flow { rate: rate.min(quota.max(self.warm)), seconds: NO_BURST_SECONDS, limit }
        })
    }

    /// Its partition's bucket, if it is all of one.
    fn partition<'g>(&self, gauge: &'g mut Gauge, way: Way) -> Option<(&'g mut Bucket, Flow)> {
        let rate = if way == Way::Read { PARTITION_READS } else { PARTITION_WRITES };
        let grown = (gauge.peak.before * 2.0 / rate).ceil();
        let count = self.partitions.max(grown).clamp(1.0, PARTITIONS_MAX) as u64;
        let number = (u64::from(self.partition?) * count) >> 32;
        let flow = Flow { rate, seconds: NO_BURST_SECONDS, limit: Limit::KeyRange };
        Some((gauge.partitions.entry(number as u32).or_default(), flow))
    }
}

fn charge_of<'t>(
    table: &TableRef,
    (space, capacity, warm): (u64, &CapacityRow, Option<(i64, i64)>),
    index: Option<&'t IndexRow>,
    way: Way,
) -> Charge<'t> {
    let (provisioned, most) = match way {
        Way::Read => (capacity.read, capacity.on_demand_read_max),
        Way::Write => (capacity.write, capacity.on_demand_write_max),
    };
    let flow = if table.row.billing.is_on_demand {
        most.map(|most| (most, Limit::MaxOnDemand))
    } else {
        Some((provisioned, Limit::Provisioned))
    };
    let flow = flow.map(|(rate, limit)| Flow { rate: rate as f64, seconds: BURST_SECONDS, limit });
    let (reads, writes) = warm_units(&table.row, capacity, warm);
    let partitions = (reads as f64 / PARTITION_READS).max(writes as f64 / PARTITION_WRITES).ceil();
    let warm = if way == Way::Read { reads } else { writes } as f64;
    Charge { space, flow, warm, partitions, units: 0.0, partition: None, index }
}

fn with_gauge<R>(ctx: &Ctx<'_>, space: u64, way: Way, body: impl FnOnce(&mut Gauge) -> R) -> R {
    match way {
        Way::Read => ctx.volatile(space, |reads: &mut Reads| body(&mut reads.0)),
        Way::Write => ctx.volatile(space, |writes: &mut Writes| body(&mut writes.0)),
    }
}

/// What a request costs, bucket by bucket. Local indexes use the table's units.
fn charges<'t>(table: &'t TableRef, consumed: &Consumed, way: Way) -> Vec<Charge<'t>> {
    let own = consumed.table + consumed.local.values().sum::<f64>();
    let is_of_index = way == Way::Read && !consumed.global.is_empty();
    let partition = consumed.partition.filter(|_| !is_of_index);
    let mut out = vec![Charge { units: own, partition, ..own_charge(table, way) }];
    for (name, units) in &consumed.global {
        if let Some(index) = table.row.index(name) {
            let partition = consumed.partition.filter(|_| is_of_index);
            let charge = index_charge(table, index, way);
            out.push(Charge { units: *units, partition, ..charge });
        }
    }
    out
}

fn own_charge(table: &TableRef, way: Way) -> Charge<'_> {
    let row = &table.row;
    charge_of(table, (row.space, &row.capacity, row.warm), None, way)
}

fn index_charge<'t>(table: &TableRef, index: &'t IndexRow, way: Way) -> Charge<'t> {
    charge_of(table, (index.space, &index.capacity, index.warm), Some(index), way)
}

/// Refuses when one of the buckets has nothing in it.
fn admit(
    ctx: &Ctx<'_>,
    table: &TableRef,
    charges: &[Charge<'_>],
    way: Way,
) -> Result<(), ApiError> {
    let now = ctx.now().micros();
    for one in charges {
        let exceeded_limit = with_gauge(ctx, one.space, way, |gauge| {
            gauge.peak.move_to(now);
            let flow = one.flow(&gauge.peak);
            gauge.bucket.fill(now, flow);
            if gauge.bucket.units <= 0.0 {
                return Some(flow.limit);
            }
            let (bucket, flow) = one.partition(gauge, way)?;
            bucket.fill(now, flow);
            (bucket.units <= 0.0).then_some(flow.limit)
        });
        if let Some(limit) = exceeded_limit {
            return Err(exceeded(ctx, table, one.index, way, limit));
        }
    }
    Ok(())
}

fn take(ctx: &Ctx<'_>, charges: &[Charge<'_>], way: Way) {
    let now = ctx.now().micros();
    for one in charges {
        with_gauge(ctx, one.space, way, |gauge| {
            gauge.bucket.units -= one.units;
            gauge.peak.add(now, one.units);
            if let Some((bucket, flow)) = one.partition(gauge, way) {
                bucket.fill(now, flow);
                bucket.units -= one.units;
            }
        });
    }
}

/// Counts the key, of tables whose keys are counted.
fn see(
    ctx: &Ctx<'_>,
    table: &TableRef,
    consumed: &Consumed,
    is_throttled: bool,
) -> Result<(), ApiError> {
    let Some(key) = &consumed.key else { return Ok(()) };
    // A write has consumed of the table too, a read of an index only of the index.
    let is_of_index = consumed.table == 0.0;
    let name = consumed.global.keys().next().filter(|_| is_of_index);
    let index = name.and_then(|name| table.row.index(name));
    insights::see(ctx, table, index, key, is_throttled)
}

/// Takes the units out of the buckets, if each has something in it.
fn charge(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    consumed: &Consumed,
    way: Way,
) -> Result<(), ApiError> {
    if !is_on(ctx) {
        see(ctx, table, consumed, false)?;
        charge::consume(ctx, table, consumed, way == Way::Write);
        return Ok(());
    }
    let mut charges = charges(table, consumed, way);
    charges.retain(|one| one.units > 0.0);
    let admitted = admit(ctx, table, &charges, way);
    see(ctx, table, consumed, admitted.is_err())?;
    admitted?;
    take(ctx, &charges, way);
    charge::consume(ctx, table, consumed, way == Way::Write);
    Ok(())
}

/// The refusal, with its reason in the form `ResourceType+OperationType+LimitType`.
fn exceeded(
    ctx: &Ctx<'_>,
    table: &TableRef,
    index: Option<&IndexRow>,
    way: Way,
    limit: Limit,
) -> ApiError {
    let is_on_demand = table.row.billing.is_on_demand;
    let by_kind = |of_table, of_index| if index.is_some() { of_index } else { of_table };
    let (member, refusal) = match limit {
        Limit::Account => (
            "ThrottlingReasons",
            ApiError::new("RequestLimitExceeded", ACCOUNT_LIMIT).with_status(400),
        ),
        Limit::MaxOnDemand => ("throttlingReasons", error::throttling_exception(MOST_ON_DEMAND)),
        Limit::KeyRange if is_on_demand => (
            "throttlingReasons",
            error::throttling_exception(by_kind(SCALING_TABLE, SCALING_INDEX)),
        ),
        Limit::KeyRange | Limit::Provisioned => (
            "ThrottlingReasons",
            error::provisioned_throughput_exceeded_exception(by_kind(
                PROVISIONED_TABLE,
                PROVISIONED_INDEX,
            )),
        ),
    };
    let limit = match limit {
        Limit::Provisioned => "ProvisionedThroughputExceeded",
        Limit::MaxOnDemand => "MaxOnDemandThroughputExceeded",
        Limit::KeyRange => "KeyRangeThroughputExceeded",
        Limit::Account => "AccountLimitExceeded",
    };
    let kind = by_kind("Table", "Index");
    let operation = if way == Way::Read { "Read" } else { "Write" };
    let arn = names::table_arn(ctx, &table.name);
    let resource = match index {
        Some(index) => format!("{arn}/index/{}", index.name),
        None => arn,
    };
    let reason = Struct::new()
        .with("reason", format!("{kind}{operation}{limit}"))
        .with("resource", resource);
    refusal.with_member(member, Value::List(vec![reason.into()]))
}

// The words of "Diagnosing throttling" and of TransactionCanceledException in the API reference.
const PROVISIONED_TABLE: &str = "The level of configured provisioned throughput for the table was \
                                 exceeded. Consider increasing your provisioning level with the \
                                 UpdateTable API.";
const PROVISIONED_INDEX: &str = "The level of configured provisioned throughput for one or more \
                                 global secondary indexes of the table was exceeded. Consider \
                                 increasing your provisioning level for the under-provisioned \
                                 global secondary indexes with the UpdateTable API.";
const MOST_ON_DEMAND: &str =
    "Throughput exceeds the maximum OnDemandThroughput configured on table or index";
const ACCOUNT_LIMIT: &str = "Throughput exceeds the current throughput quota for your account. \
                             Contact AWS Support to request a quota increase.";
const SCALING_TABLE: &str = "Throughput exceeds the current capacity of your table or index. \
                             DynamoDB is automatically scaling your table or index so please try \
                             again shortly. If exceptions persist, check if you have a hot key: \
                             https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/\
                             bp-partition-key-design.html.";
const SCALING_INDEX: &str = "Throughput exceeds the current capacity for one or more global \
                             secondary indexes. DynamoDB is automatically scaling your index so \
                             please try again shortly.";

/// Charges a write to its table and indexes.
pub fn charge_write(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    consumed: &Consumed,
) -> Result<(), ApiError> {
    charge(ctx, table, consumed, Way::Write)
}

/// Charges a read.
pub fn charge_read(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    consumed: &Consumed,
) -> Result<(), ApiError> {
    charge(ctx, table, consumed, Way::Read)
}

/// Charges what was admitted by [`check_write`] before.
pub fn take_write(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    consumed: &Consumed,
) -> Result<(), ApiError> {
    see(ctx, table, consumed, false)?;
    charge::consume(ctx, table, consumed, true);
    if is_on(ctx) {
        take(ctx, &charges(table, consumed, Way::Write), Way::Write);
    }
    Ok(())
}

/// "If a ConditionExpression evaluates to false during a conditional write, DynamoDB still
/// consumes write capacity from the table", by the size of the item that is there.
pub fn charge_failed(ctx: &mut Ctx<'_>, table: &TableRef, before: &Before) -> Result<(), ApiError> {
    let consumed = Consumed::of_table(write_units(before.size())).at(table, &before.key);
    charge(ctx, table, &consumed, Way::Write)
}

/// Refuses what would write to a table or index with nothing left: requests of batches and
/// transactions.
pub fn check_write(ctx: &Ctx<'_>, table: &TableRef, key: &ItemKey) -> Result<(), ApiError> {
    if !is_on(ctx) {
        return Ok(());
    }
    let partition = Some(key.partition_hash());
    let mut charges = vec![Charge { partition, ..own_charge(table, Way::Write) }];
    let indexes = table.row.indexes.iter().filter(|index| !index.is_local);
    charges.extend(indexes.map(|index| index_charge(table, index, Way::Write)));
    let admitted = admit(ctx, table, &charges, Way::Write);
    if admitted.is_err() {
        see(ctx, table, &Consumed::of_table(0.0).at(table, key), true)?;
    }
    admitted
}
