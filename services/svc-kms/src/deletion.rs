//! Deletion: a key waits for days and is gone with its material, its aliases and its grants.
//!
//! The primary key of a multi-Region key waits first until its replicas are gone.
//!
//! Source: Developer Guide, "Delete an AWS KMS key", "Deleting multi-Region keys".

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Region, Struct, Timestamp};
use store::Range;

use crate::alias;
use crate::api::{
    CancelKeyDeletionInput, CancelKeyDeletionOutput, ScheduleKeyDeletionInput,
    ScheduleKeyDeletionOutput,
};
use crate::errors;
use crate::grant;
use crate::key;
use crate::limits;
use crate::locate;
use crate::rotation;
use crate::state::{DeletionRow, EXTERNAL_KEYS, KEYS, Key, LAST_USES, MATERIALS, Place};

/// The step that deletes a key: `KeyId`, `At`.
pub const DELETE: &str = "DeleteKey";

pub fn schedule_key_deletion(
    ctx: &mut Ctx<'_>,
    input: ScheduleKeyDeletionInput<'_>,
) -> Result<ScheduleKeyDeletionOutput, ApiError> {
    let mut key = locate::managed(ctx, input.key_id())?;
    key.check_customers()?;
    key.check_not_pending_deletion()?;
    let days = input.pending_window_in_days().unwrap_or(limits::DELETION_DAYS_DEFAULT);
    if !limits::DELETION_DAYS.contains(&days) {
        return Err(errors::validation(format!(
            "PendingWindowInDays must be between {} and {}.",
            limits::DELETION_DAYS.start(),
            limits::DELETION_DAYS.end()
        )));
    }
    let set = key.row.set.as_ref();
    let has_replicas =
        set.is_some_and(|it| it.primary == key.region.as_str() && !it.replicas.is_empty());
    if has_replicas {
        key.row.deletion = Some(DeletionRow { days, at: None });
        locate::save(ctx, &key);
    } else {
        begin(ctx, &mut key, days);
    }
    let at = key.row.deletion.as_ref().and_then(|it| it.at);
    Ok(ScheduleKeyDeletionOutput::new()
        .key_id(key.arn())
        .deletion_date(at.map(Timestamp::from_micros))
        .key_state(key.row.state())
        .pending_window_in_days(days))
}

/// The waiting begins.
fn begin(ctx: &mut Ctx<'_>, key: &mut Key, days: i64) {
    let at = key::in_days(ctx, days);
    key.row.deletion = Some(DeletionRow { days, at: Some(at.micros()) });
    locate::save(ctx, key);
    let ask = Ask::to("kms", DELETE)
        .with("KeyId", key.id.as_str())
        .with("At", at.micros())
        .in_region(key.region);
    ctx.enqueue(Job::now(ask).at(at));
}

pub fn cancel_key_deletion(
    ctx: &mut Ctx<'_>,
    input: CancelKeyDeletionInput<'_>,
) -> Result<CancelKeyDeletionOutput, ApiError> {
    let mut key = locate::managed(ctx, input.key_id())?;
    if key.row.deletion.take().is_none() {
        return Err(errors::not_pending_deletion(&key.arn()));
    }
    key.row.is_enabled = false;
    locate::save(ctx, &key);
    Ok(CancelKeyDeletionOutput::new().key_id(key.arn()))
}

/// The step [`DELETE`].
pub fn delete_on_its_day(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.str("KeyId").unwrap_or_default().to_owned();
    let place = Place { account: ctx.account(), region: ctx.region(), id };
    let Some(key) = locate::at(ctx, &place)? else { return Ok(Struct::new()) };
    let is_due = key.row.deletion.as_ref().is_some_and(|it| it.at == input.int("At"));
    if !is_due {
        return Ok(Struct::new());
    }
    if grant::drop_some(ctx, &key)? {
        ctx.enqueue(Job::now(Ask::to("kms", DELETE).with_input(input.clone())));
        return Ok(Struct::new());
    }
    alias::drop_all(ctx, key.scope(), &key.id)?;
    let materials = Range::within(&(key.id.clone(),));
    ctx.table_mut_in(&MATERIALS, key.scope()).delete_range(&materials)?;
    ctx.table_mut_in(&LAST_USES, key.scope()).delete(key.id.as_str());
    if let Some(external) = &key.row.external {
        let taken = (external.store.as_str(), external.key.as_str());
        ctx.table_mut_in(&EXTERNAL_KEYS, key.scope()).delete(&taken);
    }
    ctx.table_mut_in(&KEYS, key.scope()).delete(key.id.as_str());
    locate::charge(ctx, &key, false);
    leave_set(ctx, &key)?;
    Ok(Struct::new().with("ServiceEvent", key.service_event("DeleteKey")))
}

/// The other regions of a multi-Region key forget this one; a primary key that has waited for it
/// begins to wait for its own end.
fn leave_set(ctx: &mut Ctx<'_>, gone: &Key) -> Result<(), ApiError> {
    for mut member in rotation::members(ctx, gone)? {
        let Some(set) = &mut member.row.set else { continue };
        set.replicas.retain(|region| region != gone.region.as_str());
        let is_last = set.replicas.is_empty() && Region::parse(&set.primary) == Some(member.region);
        locate::save(ctx, &member);
        if let Some(DeletionRow { days, at: None }) = member.row.deletion
            && is_last
        {
            begin(ctx, &mut member, days);
        }
    }
    Ok(())
}
