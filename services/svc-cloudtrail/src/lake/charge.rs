//! What Lake costs: bytes that stores take in, and bytes that queries read.
//!
//! An event is kept in the commit of somebody else's call, whose account pays for that call and
//! not for the store; so bytes are counted in a row of the store, and told to the bill by an hourly
//! step of the store's own. Source: User Guide, "Managing CloudTrail Lake costs" (usage types).

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{Ask, Ctx, OpResult, Scope, Struct};
use store::{StoreError, Tx};

use super::find::Store;
use super::state::{QueryRow, STORES, StoreRow, TAKEN, TakenRow};
use crate::api::billing_mode;
use crate::recorder;

pub const STEP: &str = "MeterEventDataStore";
const EVERY: Duration = Duration::from_hours(1);

/// From where an event comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// From CloudTrail, as it happens.
    Live,
    /// From files of trails and from outside of AWS.
    Other,
}

/// Counts an event that a store has taken.
pub fn taken(
    tx: &mut Tx,
    (scope, store): (&Scope, &StoreRow),
    from: From,
    bytes: usize,
) -> Result<(), StoreError> {
    let id = store.id.as_str();
    let mut row = TAKEN.at(tx, scope).get(id)?.unwrap_or_default();
    let count = match from {
        From::Live => &mut row.live,
        From::Other => &mut row.other,
    };
    *count += bytes as u64;
    TAKEN.at_mut(tx, scope).put(id, &row);
    Ok(())
}

/// Leaves the step that tells the bill.
pub fn enqueue(ctx: &mut Ctx<'_>, store: &Store) {
    let ask = Ask::to("cloudtrail", STEP)
        .with("Id", store.row.id.as_str())
        .as_service(crate::record::CLOUDTRAIL)
        .in_account(store.account)
        .in_region(store.region);
    ctx.enqueue(Job::now(ask).at(ctx.now() + EVERY));
}

/// Tells what came in since the last time; goes on as long as there is the store.
pub fn step(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    recorder::settle(ctx)?;
    let id = input.str("Id").unwrap_or_default();
    let taken = ctx.table(&TAKEN).get(id)?.unwrap_or_default();
    let Some(row) = ctx.table(&STORES).get(id)? else {
        ctx.table_mut(&TAKEN).delete(id);
        return Ok(Struct::new());
    };
    let store = Store { account: ctx.account(), region: ctx.region(), row };
    let arn = store.arn();
    if store.row.billing == billing_mode::FIXED_RETENTION_PRICING {
        ctx.meter_for("Ingestion-Bytes", &arn, taken.live + taken.other);
    } else {
        ctx.meter_for("Ingestion-Bytes-1yearstore-Live-CloudTrail-Logs", &arn, taken.live);
        ctx.meter_for("Ingestion-Bytes-1yearstore-Other-data-sources", &arn, taken.other);
    }
    ctx.table_mut(&TAKEN).put(id, &TakenRow::default());
    enqueue(ctx, &store);
    Ok(Struct::new())
}

/// Counts what a query has read.
pub fn scanned(ctx: &Ctx<'_>, query: &QueryRow) {
    let arn = super::find::arn(ctx.account(), ctx.region(), &query.store);
    ctx.meter_for("QueryScanned-Bytes", &arn, query.bytes_scanned);
}
