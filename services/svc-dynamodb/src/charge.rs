//! What of a table is billed: request units of on-demand tables, provisioned units by the hour, and
//! stored bytes by the month.
//!
//! Source: Amazon DynamoDB pricing, "on-demand" and "provisioned" capacity; "data storage" counts
//! 100 bytes of overhead an item.

use kernel::{ApiError, Ctx};

use crate::capacity::Consumed;
use crate::limits::ROW_OVERHEAD_BYTES;
use crate::metrics;
use crate::names::table_arn;
use crate::state::{COUNTS, CountRow, TableRef};

/// A table's recorded size may lag behind by so much, or by this part of it: no bill shows that.
/// A table that is filled would else move a level with every eighth item.
const SLACK_BYTES: u64 = 4 * 1024;
const SLACK_PART: u64 = 32;
/// A month of this costs $0.00025.
const SLACK_BYTES_MAX: u64 = 1024 * 1024;
/// Of large tables: what a bill rounds.
const SLACK_PART_OF_LARGE: u64 = 65_536;

fn slack(bytes: u64) -> u64 {
    let of_small = (bytes / SLACK_PART).clamp(SLACK_BYTES, SLACK_BYTES_MAX);
    of_small.max(bytes / SLACK_PART_OF_LARGE)
}

/// Counts what a request has used: for CloudWatch, and of an on-demand table for the bill, in
/// halves of units.
pub fn consume(ctx: &mut Ctx<'_>, table: &TableRef, consumed: &Consumed, is_write: bool) {
    metrics::consumed(ctx, table, consumed, is_write);
    let row = &table.row;
    if !row.billing.is_on_demand {
        return;
    }
    let is_infrequent = row.class.is_infrequent_access;
    let usage = match (is_write, is_infrequent, row.replication.is_some()) {
        (false, false, _) => "ReadRequestUnits",
        (false, true, _) => "IA-ReadRequestUnits",
        (true, false, false) => "WriteRequestUnits",
        (true, true, false) => "IA-WriteRequestUnits",
        (true, false, true) => "ReplWriteRequestUnits",
        (true, true, true) => "IA-ReplWriteRequestUnits",
    };
    ctx.meter_for(usage, table.arn(ctx), (consumed.total() * 2.0) as u64);
}

/// Records what is provisioned now, of the table and its global indexes.
pub fn keep(ctx: &mut Ctx<'_>, table: &TableRef) {
    metrics::provisioned(ctx, table);
    let row = &table.row;
    let indexes = row.indexes.iter().filter(|index| !index.is_local).map(|it| &it.capacity);
    let (mut reads, mut writes) = (0, 0);
    for capacity in indexes.chain([&row.capacity]).filter(|_| !row.billing.is_on_demand) {
        reads += capacity.read.unsigned_abs();
        writes += capacity.write.unsigned_abs();
    }
    // A store that cannot be read fails the operation anyway.
    let _ = provision(ctx, table, (reads, writes));
    let _ = keep_recovery(ctx, table);
}

fn keep_recovery(ctx: &mut Ctx<'_>, table: &TableRef) -> Result<(), ApiError> {
    let counts = ctx.table(&COUNTS).get(&table.row.space)?.unwrap_or_default();
    let is_on = table.row.history.recovery_since.is_some();
    let bytes = counts.bytes + counts.items * ROW_OVERHEAD_BYTES;
    recover(ctx, table, if is_on { bytes } else { 0 })
}

fn provision(ctx: &mut Ctx<'_>, table: &TableRef, units: (u64, u64)) -> Result<(), ApiError> {
    let arn = table_arn(ctx, &table.name);
    let is_infrequent = table.row.class.is_infrequent_access;
    let (usual, infrequent) = if is_infrequent { ((0, 0), units) } else { (units, (0, 0)) };
    ctx.meter_level_to("ReadCapacityUnit-Hrs", &arn, usual.0, 0)?;
    ctx.meter_level_to("WriteCapacityUnit-Hrs", &arn, usual.1, 0)?;
    ctx.meter_level_to("IA-ReadCapacityUnit-Hrs", &arn, infrequent.0, 0)?;
    ctx.meter_level_to("IA-WriteCapacityUnit-Hrs", &arn, infrequent.1, 0)
}

/// Records how much is stored now, if that differs enough from what was told before.
pub fn store(ctx: &mut Ctx<'_>, table: &TableRef, counts: &mut CountRow) -> Result<(), ApiError> {
    let size = |(entries, bytes): (u64, u64)| bytes + entries * ROW_OVERHEAD_BYTES;
    let indexes: u64 = counts.indexes.values().map(|count| size(*count)).sum();
    let bytes = size((counts.items, counts.bytes)) + indexes;
    // Continuous backups keep a second copy of the table, without its indexes.
    if table.row.history.recovery_since.is_some() {
        recover(ctx, table, size((counts.items, counts.bytes)))?;
    }
    let is_close = bytes.abs_diff(counts.metered) < slack(bytes);
    if is_close && (bytes == 0) == (counts.metered == 0) {
        return Ok(());
    }
    counts.metered = bytes;
    fill(ctx, table, bytes)
}

/// The class of a table has changed: its size is told anew, under the other name.
pub fn change_class(ctx: &mut Ctx<'_>, table: &TableRef) -> Result<(), ApiError> {
    let counts = ctx.table(&COUNTS).get(&table.row.space)?.unwrap_or_default();
    let (usual, infrequent) = if table.row.class.is_infrequent_access {
        (0, counts.metered)
    } else {
        (counts.metered, 0)
    };
    let arn = table_arn(ctx, &table.name);
    ctx.meter_level_to("TimedStorage-ByteHrs", &arn, usual, 0)?;
    ctx.meter_level_to("IA-TimedStorage-ByteHrs", &arn, infrequent, 0)
}

fn recover(ctx: &mut Ctx<'_>, table: &TableRef, bytes: u64) -> Result<(), ApiError> {
    let arn = table_arn(ctx, &table.name);
    ctx.meter_level_to("TimedPITRStorage-ByteHrs", &arn, bytes, slack(bytes))
}

fn fill(ctx: &mut Ctx<'_>, table: &TableRef, bytes: u64) -> Result<(), ApiError> {
    let arn = table_arn(ctx, &table.name);
    let (usual, infrequent) =
        if table.row.class.is_infrequent_access { (0, bytes) } else { (bytes, 0) };
    if infrequent > 0 || bytes == 0 {
        ctx.meter_level_to("IA-TimedStorage-ByteHrs", &arn, infrequent, slack(infrequent))?;
    }
    ctx.meter_level_to("TimedStorage-ByteHrs", &arn, usual, slack(usual))
}

/// A table is gone with all that it held.
pub fn give_up(ctx: &mut Ctx<'_>, table: &TableRef) -> Result<(), ApiError> {
    provision(ctx, table, (0, 0))?;
    recover(ctx, table, 0)?;
    fill(ctx, table, 0)
}
