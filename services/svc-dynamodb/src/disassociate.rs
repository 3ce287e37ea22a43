//! Disassociation: a replica leaves its global table, and stays as a table of its region with all
//! that it has.
//!
//! It happens in three steps. The request sets the table UPDATING; what was on its way between the
//! replicas then has time to arrive; then the others forget this one, each in its own region, so a
//! region in the dark is waited for. What is written on the way goes to the others too, as long as
//! it arrives in time.
//!
//! Source: Developer Guide, "Disassociating a global table replica"; API Reference, UpdateTable.
//! The words of the refusals are ours.

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::view::List;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct};

use crate::api::{
    DisassociateReplicationGroupMemberAction, ReplicationGroupUpdate, UpdateTableInput,
};
use crate::errors;
use crate::names;
use crate::replica;
use crate::replicate;
use crate::state::{ReplicationRow, Status, TABLES, TableRef};
use crate::ttl;

pub const FINISH: &str = "FinishDisassociation";
pub const FORGET: &str = "ForgetReplica";
/// How long after the lag all that was on its way has arrived.
const MARGIN: Duration = Duration::from_millis(1);
/// How long a region that does not answer is left alone.
const RETRY: Duration = Duration::from_secs(10);

/// DisassociationProtectionEnabled, which comes alone: "You can't combine this change with any
/// other change in the same UpdateTable request."
pub fn protect(table: &mut TableRef, input: UpdateTableInput<'_>) -> Result<(), ApiError> {
    let Some(is_protected) = input.disassociation_protection_enabled() else { return Ok(()) };
    if input.0.iter().any(|(name, _)| !matches!(name, "TableName" | PROTECTION)) {
        return Err(errors::ours(
            "DisassociationProtectionEnabled can't be combined with any other change",
        ));
    }
    check_kind(table)?.may_leave = !is_protected;
    Ok(())
}

const PROTECTION: &str = "DisassociationProtectionEnabled";

/// The replication of a table that can leave its group.
fn check_kind(table: &mut TableRef) -> Result<&mut ReplicationRow, ApiError> {
    let replication = table.row.replication.as_mut();
    replication.filter(|row| !row.is_strong && !row.is_legacy).ok_or_else(|| {
        errors::ours(
            "The table is not a replica of a global table of version 2019.11.21 with multi-Region \
             eventual consistency",
        )
    })
}

/// The update of ReplicaUpdates that disassociates, which must be the only one.
pub fn asked<'a>(
    updates: List<'a, ReplicationGroupUpdate<'a>>,
) -> Result<Option<DisassociateReplicationGroupMemberAction<'a>>, ApiError> {
    let asked = updates.iter().find_map(ReplicationGroupUpdate::disassociate);
    let Some(asked) = asked else { return Ok(None) };
    let is_alone = |update: ReplicationGroupUpdate<'_>| {
        update.create().is_none() && update.update().is_none() && update.delete().is_none()
    };
    if updates.len() > 1 || !updates.iter().all(is_alone) {
        return Err(errors::ours("Disassociate must be the only replica update in the request"));
    }
    Ok(Some(asked))
}

/// Begins it; the caller saves the table.
pub fn begin(
    ctx: &mut Ctx<'_>,
    table: &mut TableRef,
    asked: DisassociateReplicationGroupMemberAction<'_>,
) -> Result<(), ApiError> {
    if asked.region_name() != ctx.region().as_str() {
        return Err(errors::ours(format!(
            "A replica is disassociated by a request to its own Region, which is not {}",
            asked.region_name()
        )));
    }
    if asked.disassociation_mode() != "WAIT_FOR_REPLICATION" {
        return Err(errors::ours("DisassociationMode must be WAIT_FOR_REPLICATION"));
    }
    if !check_kind(table)?.may_leave {
        return Err(errors::ours(
            "The replica is protected against disassociation. Disable disassociation protection \
             first.",
        ));
    }
    table.row.status = Status::Updating;
    let input = Struct::new()
        .with("Table", table.name.as_str())
        .with("Space", table.row.space.cast_signed());
    let due = ctx.now() + replicate::lag(ctx) + MARGIN;
    ctx.enqueue(Job::now(Ask::to("dynamodb", FINISH).with_input(input)).at(due));
    Ok(())
}

/// The step: what was on its way has arrived.
pub fn finish(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Table").unwrap_or_default();
    let Some(row) = ctx.table(&TABLES).get(name)? else { return Ok(Struct::new()) };
    let is_meant = input.int("Space") == Some(row.space.cast_signed());
    let mut table = TableRef::new(name, row);
    let Some(replication) = table.row.replication.clone().filter(|_| is_meant) else {
        return Ok(Struct::new());
    };
    for other in &replication.others {
        let region = replica::region(ctx, &other.region)?;
        let told = Struct::new().with("Table", name).with("Region", ctx.region().as_str());
        if let Err(error) = ctx.call(replica::in_region(region, FORGET, told)) {
            if error.status() < 500 {
                return Err(error);
            }
            let due = ctx.now() + RETRY;
            let again = Ask::to("dynamodb", FINISH).with_input(input.clone());
            ctx.enqueue(Job::now(again).at(due));
            return Ok(Struct::new());
        }
    }
    table.row.replication = None;
    table.row.status = Status::Active;
    names::save(ctx, &table);
    // Expired items were perhaps another replica's to remove.
    ttl::resume(ctx, input)
}

/// The step: a replica has left; whoever is left alone is global no more.
pub fn forget(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Table").unwrap_or_default();
    let Some(row) = ctx.table(&TABLES).get(name)? else { return Ok(Struct::new()) };
    let mut table = TableRef::new(name, row);
    let gone = input.str("Region").unwrap_or_default();
    if let Some(mut replication) = table.row.replication.take() {
        replication.others.retain(|other| other.region != gone);
        table.row.replication = (!replication.others.is_empty()).then_some(replication);
        names::save(ctx, &table);
    }
    ttl::resume(ctx, input)
}
