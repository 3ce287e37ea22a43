//! Multi-Region strong consistency (MRSC): three regions, of which two must have a write before it
//! is answered, and strongly consistent reads that see the latest write of any of them.
//!
//! A write is made in all regions that can be reached, within its own transaction. What a replica
//! in the dark has missed is kept for it by every other region that was reached, the witness
//! included ([`BEHIND`] counts it), as jobs that run when the light is back. So long it refuses to
//! be asked for the latest: strongly consistent reads and writes fail there, as they do in a region
//! that reaches no other. Eventually consistent reads answer what there is.
//!
//! Source: "How DynamoDB global tables work", "Multi-Region strong consistency (MRSC)".

use bytes::Bytes;
use kernel::scheduler::Job;
use kernel::view::List;
use kernel::{ApiError, Ask, Ctx, OpResult, Region, Struct, Table};

use crate::api::{
    GlobalTableWitnessDescriptionBuilder, GlobalTableWitnessGroupUpdate, ReplicationGroupUpdate,
    error,
};
use crate::capacity::Consistency;
use crate::codec::{Stamp, StoredItem};
use crate::errors;
use crate::replica;
use crate::replicate::{APPLY, TOMBSTONES};
use crate::state::{COUNTS, ReplicaRow, ReplicationRow, Status, TABLES, TableRef};
use crate::write::Before;

/// (table, region): writes that are kept here for a region that lacks them.
pub static BEHIND: Table<(String, String), u64> = Table::regional("dynamodb", "behind");

pub const VOUCH: &str = "VouchForReplica";
pub const KEEP: &str = "KeepWriteForReplica";
/// How long a write is under way for those of other regions, in milliseconds; without it none is.
const WRITE_SETTING: &str = "dynamodb.strong_write_millis";

/// The Region sets; a global table of this kind is in one of them.
const REGION_SETS: [&[&str]; 3] = [
    &["us-east-1", "us-east-2", "us-west-2"],
    &["eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1"],
    &["ap-northeast-1", "ap-northeast-2", "ap-northeast-3"],
];
/// "An MRSC global table must be deployed in exactly three Regions."
const REGIONS: usize = 3;

// Making and unmaking.

/// What a request does to replicas and to the witness.
#[derive(Default)]
struct Changes {
    create: Vec<Region>,
    delete: Vec<Region>,
    create_witness: Option<Region>,
    delete_witness: Option<Region>,
}

impl Changes {
    fn read(
        ctx: &Ctx<'_>,
        replicas: Option<List<'_, ReplicationGroupUpdate<'_>>>,
        witnesses: Option<List<'_, GlobalTableWitnessGroupUpdate<'_>>>,
    ) -> Result<Changes, ApiError> {
        let mut out = Changes::default();
        for update in replicas.into_iter().flatten() {
            match (update.create(), update.update(), update.delete()) {
                (Some(create), None, None) => {
                    replica::check_overrides(create)?;
                    out.create.push(replica::region(ctx, create.region_name())?);
                }
                (None, None, Some(delete)) => {
                    out.delete.push(replica::region(ctx, delete.region_name())?);
                }
                (None, Some(_), None) => {
                    return Err(errors::not_implemented("settings of single replicas (Update)"));
                }
                _ => {
                    return Err(errors::ours(
                        "One of ReplicationGroupUpdate.Create, ReplicationGroupUpdate.Update, \
                         ReplicationGroupUpdate.Delete must not be null",
                    ));
                }
            }
        }
        if witnesses.is_some_and(|witnesses| witnesses.len() > 1) {
            // "You can create or delete only one witness per UpdateTable operation."
            return Err(errors::ours("Only one witness can be created or deleted in a request"));
        }
        for update in witnesses.into_iter().flatten() {
            match (update.create(), update.delete()) {
                (Some(create), None) => {
                    out.create_witness = Some(replica::region(ctx, create.region_name())?);
                }
                (None, Some(delete)) => {
                    out.delete_witness = Some(replica::region(ctx, delete.region_name())?);
                }
                _ => {
                    return Err(errors::ours(
                        "One of GlobalTableWitnessGroupUpdate.Create and \
                         GlobalTableWitnessGroupUpdate.Delete must not be null",
                    ));
                }
            }
        }
        Ok(out)
    }
}

/// UpdateTable with MultiRegionConsistency STRONG; the caller saves the table.
pub fn create(
    ctx: &mut Ctx<'_>,
    table: &mut TableRef,
    replicas: Option<List<'_, ReplicationGroupUpdate<'_>>>,
    witnesses: Option<List<'_, GlobalTableWitnessGroupUpdate<'_>>>,
) -> Result<(), ApiError> {
    if table.row.replication.is_some() {
        // "You cannot change a global table's consistency mode after creation."
        return Err(errors::ours(
            "The consistency mode of a global table cannot be changed, and replicas cannot be \
             added to a global table with multi-Region strong consistency",
        ));
    }
    let changes = Changes::read(ctx, replicas, witnesses)?;
    if !changes.delete.is_empty() || changes.delete_witness.is_some() {
        return Err(errors::ours("Replicas cannot be created and deleted in one request"));
    }
    check_regions(ctx, &changes)?;
    check_table(ctx, table)?;
    for region in &changes.create {
        let scope = replica::scope(ctx, *region);
        if ctx.table_in(&TABLES, scope).contains(&table.name)? {
            return Err(errors::validation(format!(
                "Failed to create a the new replica of table with name: '{}' because one or more \
                 replicas already existed as tables.",
                table.name
            )));
        }
    }
    let group = ctx.chance().uuid();
    let witness = changes.create_witness.map(|region| region.as_str().to_owned());
    let mut all = vec![ctx.region()];
    all.extend(&changes.create);
    let replication_of = |here: Region| ReplicationRow {
        group: group.clone(),
        others: others(&all, here),
        is_legacy: false,
        is_strong: true,
        witness: witness.clone(),
        may_leave: false,
        sourced: None,
    };
    for region in changes.create.iter().chain(&changes.create_witness) {
        // A region that cannot be reached cannot take part.
        ctx.call(replica::in_region(*region, VOUCH, Struct::new()))?;
    }
    table.row.replication = Some(replication_of(ctx.region()));
    for region in &changes.create {
        let mut row = replica::replica_row(ctx, table, replication_of(*region));
        row.status = Status::Active;
        let scope = replica::scope(ctx, *region);
        ctx.table_mut_in(&TABLES, scope).put(&table.name, &row);
    }
    Ok(())
}

fn others(all: &[Region], here: Region) -> Vec<ReplicaRow> {
    let others = all.iter().filter(|region| **region != here);
    others
        .map(|region| ReplicaRow { region: region.as_str().to_owned(), status: Status::Active })
        .collect()
}

fn check_regions(ctx: &Ctx<'_>, changes: &Changes) -> Result<(), ApiError> {
    let mut all = vec![ctx.region().as_str()];
    let others = changes.create.iter().chain(&changes.create_witness);
    all.extend(others.map(|region| region.as_str()));
    if changes.create.is_empty() || all.len() != REGIONS {
        return Err(errors::ours(
            "A global table with multi-Region strong consistency must be in exactly three \
             Regions: three replicas, or two replicas and a witness",
        ));
    }
    let is_set = |set: &&&[&str]| all.iter().all(|region| set.contains(region));
    if !REGION_SETS.iter().any(|set| is_set(&set)) {
        return Err(errors::ours(format!(
            "The Regions of a global table with multi-Region strong consistency must be in one \
             Region set: {}",
            all.join(", ")
        )));
    }
    all.sort_unstable();
    all.dedup();
    if all.len() != REGIONS {
        return Err(errors::ours("Replicas and the witness must be in different Regions"));
    }
    Ok(())
}

/// "To an existing DynamoDB table that contains no data"; without TTL and local indexes.
fn check_table(ctx: &Ctx<'_>, table: &TableRef) -> Result<(), ApiError> {
    let row = &table.row;
    if row.encryption.is_some() {
        return Err(errors::not_implemented("replicas of tables that are encrypted with KMS keys"));
    }
    let items = ctx.table(&COUNTS).get(&row.space)?.map_or(0, |counts| counts.items);
    let reason = if items > 0 {
        "a table that contains data"
    } else if row.ttl.is_some() {
        "a table with Time to Live"
    } else if row.has_local_indexes() {
        "a table with local secondary indexes"
    } else {
        return Ok(());
    };
    Err(errors::ours(format!(
        "Multi-Region strong consistency is not supported for {reason}: {}",
        table.name
    )))
}

/// UpdateTable's replica updates of such a table: the two other regions leave together, and the
/// table is in one region again.
pub fn dissolve(
    ctx: &mut Ctx<'_>,
    table: &mut TableRef,
    replicas: Option<List<'_, ReplicationGroupUpdate<'_>>>,
    witnesses: Option<List<'_, GlobalTableWitnessGroupUpdate<'_>>>,
) -> Result<(), ApiError> {
    let changes = Changes::read(ctx, replicas, witnesses)?;
    if !changes.create.is_empty() || changes.create_witness.is_some() {
        return Err(errors::ours(
            "Replicas and witnesses cannot be added to a global table with multi-Region strong \
             consistency",
        ));
    }
    let Some(replication) = table.row.strong().cloned() else { return Ok(()) };
    let mut gone: Vec<&str> = changes.delete.iter().map(|region| region.as_str()).collect();
    gone.sort_unstable();
    let mut others: Vec<&str> =
        replication.others.iter().map(|other| other.region.as_str()).collect();
    others.sort_unstable();
    let witness = changes.delete_witness.map(Region::as_str);
    if gone != others || witness != replication.witness.as_deref() {
        // "You can't delete a single replica or a witness from an MRSC global table."
        return Err(errors::ours(
            "Both other Regions of a global table with multi-Region strong consistency must be \
             deleted in one request: two replicas, or a replica and the witness",
        ));
    }
    for region in changes.delete {
        replica::remove_from(ctx, table, region)?;
    }
    Ok(())
}

/// Which consistency a global table shows, and its witness.
pub fn consistency(row: &ReplicationRow) -> &'static str {
    if row.is_strong { "STRONG" } else { "EVENTUAL" }
}

pub fn witnesses(row: &ReplicationRow) -> Option<Vec<GlobalTableWitnessDescriptionBuilder>> {
    let witness = row.witness.as_deref()?;
    let description = GlobalTableWitnessDescriptionBuilder::new()
        .region_name(witness)
        .witness_status(Status::Active.name());
    Some(vec![description])
}

/// Refuses what these tables do not have.
pub fn refuse(table: &TableRef, feature: &str) -> Result<(), ApiError> {
    if table.row.strong().is_none() {
        return Ok(());
    }
    Err(errors::ours(format!(
        "{feature} are not supported on global tables with multi-Region strong consistency: {}",
        table.name
    )))
}

// Reading and writing.

/// The regions besides this one: replicas, then the witness.
fn peers(row: &ReplicationRow) -> impl Iterator<Item = Region> + '_ {
    let replicas = row.others.iter().map(|other| other.region.as_str());
    replicas.chain(row.witness.as_deref()).filter_map(Region::parse)
}

/// Refuses a strongly consistent read where the latest cannot be known.
pub fn vouch_for_read(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    consistency: Consistency,
) -> Result<(), ApiError> {
    if consistency == Consistency::Eventual || table.row.strong().is_none() {
        return Ok(());
    }
    vouch(ctx, table)
}

/// Refuses what must know the latest of an item in a region that reaches no other, or that has not
/// caught up with one that it reaches.
pub fn vouch(ctx: &mut Ctx<'_>, table: &TableRef) -> Result<(), ApiError> {
    let Some(replication) = table.row.strong() else { return Ok(()) };
    let here = ctx.region().as_str();
    let mut is_any_reached = false;
    for region in peers(replication) {
        let input = Struct::new().with("Table", table.name.as_str()).with("Region", here);
        let Ok(answer) = ctx.call(replica::in_region(region, VOUCH, input)) else { continue };
        if answer.int("Behind").unwrap_or_default() > 0 {
            return Err(unavailable("The replica has not caught up with the other Regions yet"));
        }
        is_any_reached = true;
    }
    if is_any_reached { Ok(()) } else { Err(isolated()) }
}

fn isolated() -> ApiError {
    unavailable("The Region reaches no other Region of the global table")
}

/// "Problems on the server side", which SDKs try again; its words are ours.
fn unavailable(reason: &str) -> ApiError {
    error::internal_server_error(format!("{reason}; the request can be retried"))
}

/// The step: this region is here, and says how much of a table it keeps for another.
pub fn vouched(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |member: &str| input.str(member).unwrap_or_default().to_owned();
    let behind = ctx.table(&BEHIND).get(&(text("Table"), text("Region")))?.unwrap_or_default();
    Ok(Struct::new().with("Behind", behind.cast_signed()))
}

/// When and where an item of such a table was written last.
fn last_stamp(ctx: &Ctx<'_>, before: &Before) -> Result<Option<Stamp>, ApiError> {
    if let Some(stored) = &before.stored {
        return Ok(stored.stamp.clone());
    }
    let row = ctx.table(&TOMBSTONES).get(&before.key)?;
    Ok(row.map(|row| Stamp { micros: row.micros, region: row.region }))
}

/// The stamp of a write: later than any before it, whatever the clock says.
pub fn stamp(ctx: &Ctx<'_>, before: &Before) -> Result<Stamp, ApiError> {
    let last = last_stamp(ctx, before)?.map_or(i64::MIN, |last| last.micros.saturating_add(1));
    Ok(Stamp { micros: ctx.now().micros().max(last), region: ctx.region().as_str().to_owned() })
}

/// "A write operation fails with a ReplicatedWriteConflictException when it attempts to modify an
/// item that is already being modified in another Region": only with the setting is a write under
/// way for any time.
pub fn check_conflict(ctx: &Ctx<'_>, table: &TableRef, before: &Before) -> Result<(), ApiError> {
    if table.row.strong().is_none() {
        return Ok(());
    }
    let millis: Option<i64> = ctx.setting(WRITE_SETTING).and_then(|text| text.parse().ok());
    let Some(millis) = millis else { return Ok(()) };
    let Some(last) = last_stamp(ctx, before)? else { return Ok(()) };
    let is_under_way = ctx.now().micros() < last.micros.saturating_add(millis * 1_000);
    if is_under_way && last.region != ctx.region().as_str() {
        // The words of the API reference.
        return Err(error::replicated_write_conflict_exception(
            "The request was rejected because one or more items in the request are being modified \
             by a request in another Region.",
        ));
    }
    Ok(())
}

/// Makes a write in the other regions, and has it kept for one that is not reached.
pub fn tell(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    before: &Before,
    after: Option<&StoredItem>,
    stamp: &Stamp,
) -> Result<(), ApiError> {
    let Some(replication) = table.row.strong() else { return Ok(()) };
    let mut write = Struct::new()
        .with("Table", table.name.as_str())
        .with("Group", replication.group.as_str())
        .with("Key", Bytes::copy_from_slice(before.key.within_space()))
        .with("Micros", stamp.micros)
        .with("Region", stamp.region.as_str());
    if let Some(after) = after {
        write.set("Item", after.body().clone());
    }
    let (mut reached, mut missing) = (Vec::new(), Vec::new());
    for other in &replication.others {
        let Some(region) = Region::parse(&other.region) else { continue };
        match ctx.call(replica::in_region(region, APPLY, write.clone())) {
            Ok(_) => reached.push(region),
            Err(_) => missing.push(region),
        }
    }
    if let Some(witness) = replication.witness.as_deref().and_then(Region::parse)
        && ctx.call(replica::in_region(witness, VOUCH, Struct::new())).is_ok()
    {
        reached.push(witness);
    }
    if reached.is_empty() {
        return Err(isolated());
    }
    for region in missing {
        let input = write.clone().with("Missing", region.as_str());
        keep(ctx, &input)?;
        for keeper in &reached {
            ctx.call(replica::in_region(*keeper, KEEP, input.clone()))?;
        }
    }
    Ok(())
}

/// The step: keeps a write for a region that has not been reached.
pub fn keep(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut write = input.clone();
    write.remove("Missing");
    write.set("Keeper", ctx.region().as_str());
    let missing = input.str("Missing").unwrap_or_default();
    let Some(region) = Region::parse(missing) else { return Ok(Struct::new()) };
    let key = (input.str("Table").unwrap_or_default().to_owned(), missing.to_owned());
    let count = ctx.table(&BEHIND).get(&key)?.unwrap_or_default();
    ctx.table_mut(&BEHIND).put(&key, &(count + 1));
    let ask: Ask = replica::in_region(region, APPLY, write);
    ctx.enqueue(Job::now(ask));
    Ok(Struct::new())
}

/// A write that was kept for this region has come.
pub fn received(ctx: &mut Ctx<'_>, write: &Struct) -> Result<(), ApiError> {
    let Some(keeper) = write.str("Keeper").and_then(Region::parse) else { return Ok(()) };
    let here = ctx.region().as_str().to_owned();
    let key = (write.str("Table").unwrap_or_default().to_owned(), here);
    let scope = replica::scope(ctx, keeper);
    let count = ctx.table_in(&BEHIND, scope).get(&key)?.unwrap_or_default();
    if count > 1 {
        ctx.table_mut_in(&BEHIND, scope).put(&key, &(count - 1));
    } else {
        ctx.table_mut_in(&BEHIND, scope).delete(&key);
    }
    Ok(())
}
