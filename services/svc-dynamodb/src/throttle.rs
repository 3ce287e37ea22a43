//! Throttling by token buckets on the virtual clock, when the world asks for it: with the setting
//! `dynamodb.throttling` = `on`.
//!
//! A table and each of its global indexes have a bucket for reads and one for writes, which fill
//! by the second with the provisioned units (or the maximum of an on-demand table, or what it can
//! take warm), and hold five minutes' worth: "DynamoDB currently retains up to 5 minutes (300
//! seconds) of unused read and write capacity". A request is admitted while there is something in
//! the bucket, and may overdraw it. Buckets are not kept over a restart.

use kernel::{ApiError, Ctx, Struct, Value};

use crate::api::error;
use crate::capacity::{Consumed, write_units};
use crate::charge;
use crate::describe::warm_units;
use crate::names;
use crate::state::{CapacityRow, IndexRow, TableRef};

const SETTING: &str = "dynamodb.throttling";
const BURST_SECONDS: f64 = 300.0;

/// Units for reads or writes of one table or index.
#[derive(Debug, Default)]
struct Bucket {
    units: f64,
    filled: Option<i64>,
}

#[derive(Debug, Default)]
struct Reads(Bucket);

#[derive(Debug, Default)]
struct Writes(Bucket);

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Read,
    Write,
}

fn is_on(ctx: &Ctx<'_>) -> bool {
    ctx.setting(SETTING).as_deref() == Some("on")
}

impl Bucket {
    /// Fills it up to now.
    fn fill(&mut self, now: i64, rate: f64) {
        match self.filled {
            None => self.units = rate,
            Some(last) => {
                let seconds = (now - last).max(0) as f64 / 1e6;
                self.units = (self.units + seconds * rate).min(rate * BURST_SECONDS);
            }
        }
        self.filled = Some(now);
    }
}

/// One charge: the bucket's number, its rate, and the units.
struct Charge<'t> {
    space: u64,
    rate: f64,
    units: f64,
    /// `None` for the table itself.
    index: Option<&'t IndexRow>,
}

fn rate(table: &TableRef, capacity: &CapacityRow, warm: Option<(i64, i64)>, way: Way) -> f64 {
    let (provisioned, most) = match way {
        Way::Read => (capacity.read, capacity.on_demand_read_max),
        Way::Write => (capacity.write, capacity.on_demand_write_max),
    };
    if !table.row.billing.is_on_demand {
        return provisioned as f64;
    }
    let (reads, writes) = warm_units(&table.row, capacity, warm);
    let warm = if way == Way::Read { reads } else { writes };
    most.unwrap_or(warm) as f64
}

fn with_bucket<R>(ctx: &Ctx<'_>, space: u64, way: Way, body: impl FnOnce(&mut Bucket) -> R) -> R {
    match way {
        Way::Read => ctx.volatile(space, |reads: &mut Reads| body(&mut reads.0)),
        Way::Write => ctx.volatile(space, |writes: &mut Writes| body(&mut writes.0)),
    }
}

/// What a request costs, bucket by bucket. Local indexes use the table's units.
fn charges<'t>(table: &'t TableRef, consumed: &Consumed, way: Way) -> Vec<Charge<'t>> {
    let row = &table.row;
    let own = consumed.table + consumed.local.values().sum::<f64>();
    let mut out = vec![own_charge(table, own, way)];
    for (name, units) in &consumed.global {
        if let Some(index) = row.index(name) {
            out.push(index_charge(table, index, *units, way));
        }
    }
    out
}

fn own_charge(table: &TableRef, units: f64, way: Way) -> Charge<'_> {
    let row = &table.row;
    Charge { space: row.space, rate: rate(table, &row.capacity, row.warm, way), units, index: None }
}

fn index_charge<'t>(table: &TableRef, index: &'t IndexRow, units: f64, way: Way) -> Charge<'t> {
    let rate = rate(table, &index.capacity, index.warm, way);
    Charge { space: index.space, rate, units, index: Some(index) }
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
        let is_empty = with_bucket(ctx, one.space, way, |bucket| {
            bucket.fill(now, one.rate);
            bucket.units <= 0.0
        });
        if is_empty {
            return Err(exceeded(ctx, table, one.index, way));
        }
    }
    Ok(())
}

fn take(ctx: &Ctx<'_>, charges: &[Charge<'_>], way: Way) {
    for one in charges {
        with_bucket(ctx, one.space, way, |bucket| bucket.units -= one.units);
    }
}

/// Takes the units out of the buckets, if each has something in it.
fn charge(ctx: &Ctx<'_>, table: &TableRef, consumed: &Consumed, way: Way) -> Result<(), ApiError> {
    if !is_on(ctx) {
        charge::consume(ctx, table, consumed, way == Way::Write);
        return Ok(());
    }
    let mut charges = charges(table, consumed, way);
    charges.retain(|one| one.units > 0.0);
    admit(ctx, table, &charges, way)?;
    take(ctx, &charges, way);
    charge::consume(ctx, table, consumed, way == Way::Write);
    Ok(())
}

/// The refusal, with its reason in the form `ResourceType+OperationType+LimitType`.
fn exceeded(ctx: &Ctx<'_>, table: &TableRef, index: Option<&IndexRow>, way: Way) -> ApiError {
    let capacity = index.map_or(&table.row.capacity, |index| &index.capacity);
    let most = match way {
        Way::Read => capacity.on_demand_read_max,
        Way::Write => capacity.on_demand_write_max,
    };
    let (limit, member, refusal) = if !table.row.billing.is_on_demand {
        let refusal = error::provisioned_throughput_exceeded_exception(match index {
            Some(_) => PROVISIONED_INDEX,
            None => PROVISIONED_TABLE,
        });
        ("ProvisionedThroughputExceeded", "ThrottlingReasons", refusal)
    } else if most.is_some() {
        let refusal = error::throttling_exception(MOST_ON_DEMAND);
        ("MaxOnDemandThroughputExceeded", "throttlingReasons", refusal)
    } else {
        let refusal = error::throttling_exception(match index {
            Some(_) => SCALING_INDEX,
            None => SCALING_TABLE,
        });
        ("KeyRangeThroughputExceeded", "throttlingReasons", refusal)
    };
    let kind = if index.is_some() { "Index" } else { "Table" };
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
const SCALING_TABLE: &str = "Throughput exceeds the current capacity of your table or index. \
                             DynamoDB is automatically scaling your table or index so please try \
                             again shortly. If exceptions persist, check if you have a hot key: \
                             https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/\
                             bp-partition-key-design.html.";
const SCALING_INDEX: &str = "Throughput exceeds the current capacity for one or more global \
                             secondary indexes. DynamoDB is automatically scaling your index so \
                             please try again shortly.";

/// Charges a write to its table and indexes.
pub fn charge_write(ctx: &Ctx<'_>, table: &TableRef, consumed: &Consumed) -> Result<(), ApiError> {
    charge(ctx, table, consumed, Way::Write)
}

/// Charges a read.
pub fn charge_read(ctx: &Ctx<'_>, table: &TableRef, consumed: &Consumed) -> Result<(), ApiError> {
    charge(ctx, table, consumed, Way::Read)
}

/// Charges what was admitted by [`check_write`] before.
pub fn take_write(ctx: &Ctx<'_>, table: &TableRef, consumed: &Consumed) {
    charge::consume(ctx, table, consumed, true);
    if is_on(ctx) {
        take(ctx, &charges(table, consumed, Way::Write), Way::Write);
    }
}

/// "If a ConditionExpression evaluates to false during a conditional write, DynamoDB still
/// consumes write capacity from the table", by the size of the item that is there.
pub fn charge_failed(ctx: &Ctx<'_>, table: &TableRef, bytes: usize) -> Result<(), ApiError> {
    charge(ctx, table, &Consumed::of_table(write_units(bytes)), Way::Write)
}

/// Refuses what would write to a table or index with nothing left: requests of batches and
/// transactions.
pub fn check_write(ctx: &Ctx<'_>, table: &TableRef) -> Result<(), ApiError> {
    if !is_on(ctx) {
        return Ok(());
    }
    let mut charges = vec![own_charge(table, 0.0, Way::Write)];
    let indexes = table.row.indexes.iter().filter(|index| !index.is_local);
    charges.extend(indexes.map(|index| index_charge(table, index, 0.0, Way::Write)));
    admit(ctx, table, &charges, Way::Write)
}
