//! Throttling by token buckets on the virtual clock, when the world asks for it: with the setting
//! `dynamodb.throttling` = `on`.
//!
//! A table and each of its global indexes have a bucket for reads and one for writes, which fill
//! by the second with the provisioned units (or the maximum of an on-demand table, or what it can
//! take warm), and hold five minutes' worth: "DynamoDB currently retains up to 5 minutes (300
//! seconds) of unused read and write capacity". A request is admitted while there is something in
//! the bucket, and may overdraw it. Buckets are not kept over a restart.

use kernel::{ApiError, Ctx};

use crate::api::error;
use crate::capacity::Consumed;
use crate::describe::warm_units;
use crate::state::{CapacityRow, TableRef};

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
struct Charge {
    space: u64,
    rate: f64,
    units: f64,
    is_index: bool,
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

/// Takes the units out of the buckets, if each has something in it.
fn charge(ctx: &Ctx<'_>, table: &TableRef, consumed: &Consumed, way: Way) -> Result<(), ApiError> {
    if !is_on(ctx) {
        return Ok(());
    }
    let row = &table.row;
    // Local indexes use the table's units.
    let own = consumed.table + consumed.local.values().sum::<f64>();
    let mut charges = vec![Charge {
        space: row.space,
        rate: rate(table, &row.capacity, row.warm, way),
        units: own,
        is_index: false,
    }];
    for (name, units) in &consumed.global {
        if let Some(index) = row.index(name) {
            let rate = rate(table, &index.capacity, index.warm, way);
            charges.push(Charge { space: index.space, rate, units: *units, is_index: true });
        }
    }
    let now = ctx.now().micros();
    for one in charges.iter().filter(|one| one.units > 0.0) {
        let is_empty = with_bucket(ctx, one.space, way, |bucket| {
            bucket.fill(now, one.rate);
            bucket.units <= 0.0
        });
        if is_empty {
            return Err(exceeded(table, one.is_index));
        }
    }
    for one in &charges {
        with_bucket(ctx, one.space, way, |bucket| bucket.units -= one.units);
    }
    Ok(())
}

fn exceeded(table: &TableRef, is_index: bool) -> ApiError {
    if table.row.billing.is_on_demand {
        return error::throttling_exception(
            "Throughput exceeds the maximum OnDemandThroughput configured on table or index",
        );
    }
    error::provisioned_throughput_exceeded_exception(if is_index {
        "The level of configured provisioned throughput for one or more global secondary indexes \
         of the table was exceeded. Consider increasing your provisioning level for the \
         under-provisioned global secondary indexes with the UpdateTable API"
    } else {
        "The level of configured provisioned throughput for the table was exceeded. Consider \
         increasing your provisioning level with the UpdateTable API."
    })
}

/// Charges a write to its table and indexes.
pub fn charge_write(ctx: &Ctx<'_>, table: &TableRef, consumed: &Consumed) -> Result<(), ApiError> {
    charge(ctx, table, consumed, Way::Write)
}

/// Charges a read.
pub fn charge_read(ctx: &Ctx<'_>, table: &TableRef, consumed: &Consumed) -> Result<(), ApiError> {
    charge(ctx, table, consumed, Way::Read)
}

/// What a batch is refused with that would write to a table or index with nothing left.
pub fn check_write(ctx: &Ctx<'_>, table: &TableRef) -> Result<(), ApiError> {
    if !is_on(ctx) {
        return Ok(());
    }
    let row = &table.row;
    let now = ctx.now().micros();
    let own = (row.space, rate(table, &row.capacity, row.warm, Way::Write), false);
    let indexes = row
        .indexes
        .iter()
        .filter(|index| !index.is_local)
        .map(|index| (index.space, rate(table, &index.capacity, index.warm, Way::Write), true));
    for (space, rate, is_index) in std::iter::once(own).chain(indexes) {
        let is_empty = with_bucket(ctx, space, Way::Write, |bucket| {
            bucket.fill(now, rate);
            bucket.units <= 0.0
        });
        if is_empty {
            return Err(exceeded(table, is_index));
        }
    }
    Ok(())
}
