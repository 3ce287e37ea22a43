//! Replicas of global tables (version 2019.11.21): made and removed by UpdateTable.
//!
//! A replica is a table of its own in its region, with items, indexes and a stream of its own. Each
//! knows the others of its group; settings that AWS keeps alike are sent on to them.

use kernel::scheduler::Job;
use kernel::view::List;
use kernel::{ApiError, Ask, Ctx, OpResult, Region, Scope, Struct};
use store::Range;

use crate::api::{
    CreateReplicationGroupMemberAction, ReplicationGroupUpdate, UpdateReplicationGroupMemberAction,
    UpdateTableInput, UpdateTimeToLiveInput,
};
use crate::codec::Stamp;
use crate::delete_table;
use crate::disassociate;
use crate::errors;
use crate::global_table;
use crate::key::ItemKey;
use crate::limits;
use crate::overrides;
use crate::replicate;
use crate::state::{
    COUNTS, HistoryRow, ITEMS, ReplicaRow, ReplicationRow, Status, TABLES, TableRef, TableRow,
    ViewType,
};
use crate::stream;
use crate::transition;
use crate::ttl;
use crate::update_table;

pub const FILL: &str = "FillReplica";
pub const SYNC: &str = "SyncReplica";
pub const REMOVE: &str = "RemoveReplica";
pub const ADOPT: &str = "AdoptReplica";
/// How long the source of a new replica stays: 24 hours.
const SOURCE_MICROS: i64 = 86_400_000_000;

/// ReplicaUpdates; the caller saves the table.
pub fn update(
    ctx: &mut Ctx<'_>,
    table: &mut TableRef,
    updates: List<'_, ReplicationGroupUpdate<'_>>,
) -> Result<(), ApiError> {
    if table.row.is_legacy_replica() {
        return Err(errors::ours(
            "Replicas of a global table of version 2017.11.29 are changed by UpdateGlobalTable",
        ));
    }
    if let Some(asked) = disassociate::asked(updates)? {
        return disassociate::begin(ctx, table, asked);
    }
    if updates.len() > 1 {
        return Err(errors::ours(
            "Only one replica can be created, updated or deleted in a request",
        ));
    }
    for update in updates {
        match (update.create(), update.update(), update.delete()) {
            (Some(create), None, None) => self::create(ctx, table, create)?,
            (None, None, Some(delete)) => self::delete(ctx, table, delete.region_name())?,
            (None, Some(update), None) => change(ctx, table, update)?,
            _ => {
                return Err(errors::ours(
                    "One of ReplicationGroupUpdate.Create, ReplicationGroupUpdate.Update, \
                     ReplicationGroupUpdate.Delete must not be null",
                ));
            }
        }
    }
    Ok(())
}

pub fn region(ctx: &Ctx<'_>, name: &str) -> Result<Region, ApiError> {
    Region::parse(name)
        .filter(|region| region.partition() == ctx.region().partition())
        .ok_or_else(|| errors::ours(format!("Unsupported region: {name}")))
}

pub fn scope(ctx: &Ctx<'_>, region: Region) -> Scope {
    Scope::new(ctx.account().digits(), region.as_str())
}

pub fn in_region(region: Region, step: &'static str, input: Struct) -> Ask {
    Ask::to("dynamodb", step).with_input(input).in_region(region)
}

/// Sets what one replica, this one or another, has for itself.
fn change(
    ctx: &mut Ctx<'_>,
    table: &mut TableRef,
    update: UpdateReplicationGroupMemberAction<'_>,
) -> Result<(), ApiError> {
    let region = region(ctx, update.region_name())?;
    let known = |row: &ReplicationRow| row.others.iter().any(|it| it.region == region.as_str());
    let replication = table.row.replication.as_ref();
    if !replication.is_some_and(|row| known(row) || region == ctx.region()) {
        return Err(errors::validation(format!(
            "Update global table operation failed because one or more replicas were not part of \
             the global table: {region}"
        )));
    }
    if update.kms_master_key_id().is_some() && table.row.encryption.is_none() {
        overrides::key_of_new(ctx, table, update.kms_master_key_id())?;
    }
    ctx.table_mut(&TABLES).put(&table.name, &table.row);
    overrides::send(ctx, &table.name, region, update.0, update.kms_master_key_id())?;
    if let Some(row) = ctx.table(&TABLES).get(&table.name)? {
        table.row = row.into();
    }
    Ok(())
}

/// Refuses settings of a single replica, of tables with strong consistency.
pub fn check_overrides(create: CreateReplicationGroupMemberAction<'_>) -> Result<(), ApiError> {
    let is_any = create.kms_master_key_id().is_some()
        || create.provisioned_throughput_override().is_some()
        || create.on_demand_throughput_override().is_some()
        || create.global_secondary_indexes().is_some()
        || create.table_class_override().is_some();
    if is_any {
        return Err(errors::not_implemented("settings of single replicas (overrides)"));
    }
    Ok(())
}

fn create(
    ctx: &mut Ctx<'_>,
    table: &mut TableRef,
    create: CreateReplicationGroupMemberAction<'_>,
) -> Result<(), ApiError> {
    let region = region(ctx, create.region_name())?;
    let key = overrides::key_of_new(ctx, table, create.kms_master_key_id())?;
    let known = |row: &ReplicationRow| row.others.iter().any(|it| it.region == region.as_str());
    let is_known = table.row.replication.as_ref().is_some_and(known);
    if region == ctx.region() || is_known {
        return Err(errors::validation(format!(
            "Failed to create a the new replica of table with name: '{}' because one or more \
             replicas already existed as tables.",
            table.name
        )));
    }
    if ctx.table_in(&TABLES, scope(ctx, region)).contains(&table.name)? {
        return Err(errors::validation(format!(
            "Failed to create a the new replica of table with name: '{}' because one or more \
             replicas already existed as tables.",
            table.name
        )));
    }
    check_stream(ctx, table)?;
    let group = match &table.row.replication {
        Some(replication) => replication.group.clone(),
        None => ctx.chance().uuid(),
    };
    let before = table.row.replication.take().unwrap_or_default();
    let (others, may_leave) = (before.others, before.may_leave);
    // The new replica knows all that there were; all of them learn of it.
    let mut of_new = others.clone();
    of_new.push(ReplicaRow { region: ctx.region().as_str().to_owned(), status: Status::Active });
    for other in &others {
        adopt(ctx, &table.name, &other.region, region)?;
    }
    let mut of_this = others;
    of_this.push(ReplicaRow { region: region.as_str().to_owned(), status: Status::Active });
    table.row.replication = Some(ReplicationRow {
        group: group.clone(),
        others: of_this,
        may_leave,
        sourced: Some(ctx.now().micros()),
        ..ReplicationRow::default()
    });
    ctx.table_mut(&TABLES).put(&table.name, &table.row);
    let row = replica_row(
        ctx,
        table,
        ReplicationRow { group, others: of_new, ..ReplicationRow::default() },
    );
    ctx.table_mut_in(&TABLES, scope(ctx, region)).put(&table.name, &row);
    overrides::send(ctx, &table.name, region, create.0, key.as_deref())?;
    let input = Struct::new()
        .with("Table", table.name.as_str())
        .with("SourceRegion", ctx.region().as_str())
        .with("SourceSpace", table.row.space.cast_signed());
    let items = ctx.table(&COUNTS).get(&table.row.space)?.map_or(0, |counts| counts.items);
    if items <= limits::BACKFILL_AT_ONCE_MAX as u64 {
        ctx.call(in_region(region, FILL, input))?;
    } else {
        ctx.enqueue(Job::now(in_region(region, FILL, input)));
    }
    Ok(())
}

/// A replica has a stream of both images; it is enabled where there is none.
fn check_stream(ctx: &mut Ctx<'_>, table: &mut TableRef) -> Result<(), ApiError> {
    match &table.row.stream {
        Some(stream) if stream.view == ViewType::NewAndOldImages => Ok(()),
        Some(_) => Err(errors::ours(
            "Table must have stream enabled with view type NEW_AND_OLD_IMAGES to add replicas",
        )),
        None => {
            stream::enable(ctx, table, ViewType::NewAndOldImages);
            Ok(())
        }
    }
}

/// Keys, indexes, billing and TTL are the source's; the rest is the replica's own.
pub fn replica_row(ctx: &mut Ctx<'_>, table: &TableRef, replication: ReplicationRow) -> TableRow {
    let mut row = TableRow {
        space: ctx.chance().u64(),
        id: ctx.chance().uuid(),
        status: Status::Creating,
        created: ctx.now().micros(),
        stream: None,
        last_stream: None,
        is_protected: false,
        history: HistoryRow::default(),
        restored: None,
        replication: Some(replication),
        is_watched: false,
        destinations: Vec::new(),
        inaccessible_since: None,
        archived: None,
        encryption: None,
        ..overrides::common(&table.row)
    };
    for index in &mut row.indexes {
        index.space = ctx.chance().u64();
    }
    row.vectors = table.row.vectors.iter().map(|index| index.anew(ctx)).collect();
    row
}

/// The step: takes over items of the first replica, and begins the stream.
pub fn fill(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Table").unwrap_or_default();
    let Some(row) = ctx.table(&TABLES).get(name)? else { return Ok(Struct::new()) };
    let mut table = TableRef::new(name, row);
    if table.row.stream.is_none() {
        stream::enable(ctx, &mut table, ViewType::NewAndOldImages);
        ctx.table_mut(&TABLES).put(name, &table.row);
    }
    let from = region(ctx, input.str("SourceRegion").unwrap_or_default())?;
    let space = input.int("SourceSpace").unwrap_or_default().cast_unsigned();
    let mut range = Range::within(&ItemKey::space(space));
    if let Some(after) = input.blob("After") {
        range = range.after(&ItemKey(after.to_vec()));
    }
    let max = limits::BACKFILL_AT_ONCE_MAX + 1;
    let rows = ctx.table_in(&ITEMS, scope(ctx, from)).scan(&range).take(max);
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let last = rows.last().map(|(key, _)| key.clone()).filter(|_| rows.len() == max);
    for (key, stored) in rows {
        let key = key.in_space(table.row.space);
        // What was written before the table was global is older than everything.
        let oldest = Stamp { micros: i64::MIN, region: from.as_str().to_owned() };
        let stamp = stored.stamp.clone().unwrap_or(oldest);
        replicate::accept(ctx, &table, key, Some(&stored), stamp)?;
    }
    if let Some(last) = last {
        let input = input.clone().with("After", bytes::Bytes::from(last.0));
        ctx.enqueue(Job::now(in_region(ctx.region(), FILL, input)));
    } else {
        table.row.status = Status::Active;
        ctx.table_mut(&TABLES).put(name, &table.row);
        ttl::begin_again(ctx, &table)?;
    }
    Ok(Struct::new())
}

/// Tells the replica in `region` of a new one.
fn adopt(ctx: &mut Ctx<'_>, table: &str, of: &str, new: Region) -> Result<(), ApiError> {
    let of = region(ctx, of)?;
    let input = Struct::new().with("Table", table).with("Region", new.as_str());
    ctx.call(in_region(of, ADOPT, input)).map(|_| ())
}

/// The step: there is a new replica.
pub fn adopted(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Table").unwrap_or_default();
    let Some(mut row) = ctx.table(&TABLES).get(name)? else { return Ok(Struct::new()) };
    if let Some(replication) = &mut row.replication {
        let region = input.str("Region").unwrap_or_default().to_owned();
        replication.others.push(ReplicaRow { region, status: Status::Active });
        ctx.table_mut(&TABLES).put(name, &row);
    }
    Ok(Struct::new())
}

/// Removes a replica: the table in that region goes.
fn delete(ctx: &mut Ctx<'_>, table: &mut TableRef, name: &str) -> Result<(), ApiError> {
    let gone = region(ctx, name)?;
    let replication = table.row.replication.clone();
    let known = |row: &ReplicationRow| row.others.iter().any(|it| it.region == name);
    if !replication.as_ref().is_some_and(known) {
        return Err(errors::validation(format!(
            "Update global table operation failed because one or more replicas were not part of \
             the global table: {name}"
        )));
    }
    remove_from(ctx, table, gone)
}

/// "You can't delete a source table used to initiate a new Region until at least 24 hours have
/// passed": where tables take as long to change as AWS's do.
pub fn check_source(ctx: &Ctx<'_>, row: &TableRow) -> Result<(), ApiError> {
    let sourced = row.replication.as_ref().and_then(|replication| replication.sourced);
    let is_recent = sourced.is_some_and(|at| ctx.now().micros() - at < SOURCE_MICROS);
    if !is_recent || !transition::is_gradual(ctx) {
        return Ok(());
    }
    Err(errors::validation(
        "Replica cannot be deleted because it has acted as a source region for new replica(s) \
         being added to the table in the last 24 hours.",
    ))
}

/// Removes the replica in a region, unless it is protected.
pub fn remove_from(ctx: &mut Ctx<'_>, table: &mut TableRef, gone: Region) -> Result<(), ApiError> {
    let doomed = ctx.table_in(&TABLES, scope(ctx, gone)).get(&table.name)?;
    if let Some(row) = &doomed {
        check_source(ctx, row)?;
    }
    if doomed.is_some_and(|row| row.is_protected) {
        return Err(errors::validation(
            "Resource cannot be deleted as it is currently protected against deletion. Disable \
             deletion protection first.",
        ));
    }
    // It tells all others, this one too.
    ctx.table_mut(&TABLES).put(&table.name, &table.row);
    let input = Struct::new().with("Table", table.name.as_str());
    ctx.call(in_region(gone, REMOVE, input))?;
    if let Some(row) = ctx.table(&TABLES).get(&table.name)? {
        table.row = row.into();
    }
    Ok(())
}

/// The step: this replica's table goes.
pub fn remove(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Table").unwrap_or_default();
    if let Some(row) = ctx.table(&TABLES).get(name)? {
        let table = TableRef::new(name, row);
        delete_table::remove(ctx, table)?;
    }
    Ok(Struct::new())
}

/// Tells the other replicas that this one is gone; a table that is left alone is global no more.
pub fn leave_group(ctx: &mut Ctx<'_>, table: &TableRef) -> Result<(), ApiError> {
    let Some(replication) = &table.row.replication else { return Ok(()) };
    if replication.is_legacy {
        return global_table::forget_replica(ctx, &table.name);
    }
    let here = ctx.region().as_str();
    for other in &replication.others {
        let region = region(ctx, &other.region)?;
        let scope = scope(ctx, region);
        let Some(mut row) = ctx.table_in(&TABLES, scope).get(&table.name)? else { continue };
        let Some(mut theirs) = row.replication.take() else { continue };
        theirs.others.retain(|it| it.region != here);
        row.replication = (!theirs.others.is_empty()).then_some(theirs);
        ctx.table_mut_in(&TABLES, scope).put(&table.name, &row);
        let input = Struct::new().with("Table", table.name.as_str());
        ctx.enqueue(Job::now(in_region(region, ttl::RESUME, input)));
    }
    Ok(())
}

/// The region whose replica removes expired items for all.
pub fn is_ttl_leader(ctx: &Ctx<'_>, row: &TableRow) -> bool {
    // Those of 2017 keep their settings to themselves.
    let replication = row.replication.as_ref().filter(|replication| !replication.is_legacy);
    let Some(replication) = replication else { return true };
    let here = ctx.region().as_str();
    replication.others.iter().all(|other| here < other.region.as_str())
}

/// Sends settings that are the same in all replicas on to the others.
pub fn sync_table(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    input: UpdateTableInput<'_>,
) -> Result<(), ApiError> {
    const ALIKE: [&str; 6] = [
        "AttributeDefinitions",
        "BillingMode",
        "ProvisionedThroughput",
        "GlobalSecondaryIndexUpdates",
        "VectorIndexUpdates",
        "OnDemandThroughput",
    ];
    let mut alike = Struct::new();
    for name in ALIKE {
        if let Some(value) = input.0.get(name) {
            alike.set(name, value.clone());
        }
    }
    let is_change = alike.iter().any(|(name, _)| name != "AttributeDefinitions");
    if is_change {
        alike.set("TableName", table.name.as_str());
        sync(ctx, table, "UpdateTable", &alike)?;
    }
    Ok(())
}

pub fn sync_ttl(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    input: UpdateTimeToLiveInput<'_>,
) -> Result<(), ApiError> {
    let input = input.0.clone().with("TableName", table.name.as_str());
    sync(ctx, table, "UpdateTimeToLive", &input)
}

fn sync(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    operation: &str,
    input: &Struct,
) -> Result<(), ApiError> {
    let replication = table.row.replication.clone().filter(|replication| !replication.is_legacy);
    let Some(replication) = replication else { return Ok(()) };
    for other in &replication.others {
        let region = region(ctx, &other.region)?;
        let input = Struct::new().with("Operation", operation).with("Input", input.clone());
        ctx.call(in_region(region, SYNC, input))?;
    }
    Ok(())
}

/// The step: a setting of another replica is this one's too.
pub fn synced(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(given) = input.structure("Input") else { return Ok(Struct::new()) };
    match input.str("Operation") {
        Some("UpdateTimeToLive") => ttl::change(ctx, UpdateTimeToLiveInput(given)).map(|_| ())?,
        _ => update_table::change(ctx, UpdateTableInput(given)).map(|_| ())?,
    }
    Ok(Struct::new())
}
