//! How items end: done, failed, cancelled; and how a deletion begins.

use kernel::ApiError;

use super::{custom, events, run};
use crate::session::Session;
use crate::state::{
    BeingRow, ItemState, Mode, OperationKind, OperationRow, Phase, REMAINS, ResourceRow,
};

/// A resource that goes; or stays where its policy, or the caller, says so.
pub fn begin_delete(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
) -> Result<(), ApiError> {
    let id = operation.items[at].logical_id.clone();
    let mut row = run::load(session, operation, at)?;
    let is_spared = operation.kind == OperationKind::Delete && operation.spared.contains(&id);
    if is_spared || is_retained(session, operation, at, &row.being) {
        events::resource(session, &id, &mut row, ("DELETE_SKIPPED", None))?;
        forget(session, operation, at, &row);
        operation.items[at].state = ItemState::Done;
        return Ok(());
    }
    if row.being.physical.is_none() {
        // Nothing was made.
        if operation.items[at].remains.is_none() {
            events::resource(session, &id, &mut row, ("DELETE_COMPLETE", None))?;
        }
        forget(session, operation, at, &row);
        operation.items[at].state = ItemState::Done;
        return Ok(());
    }
    events::resource(session, &id, &mut row, ("DELETE_IN_PROGRESS", None))?;
    run::keep(session, operation, at, &row);
    run::run(session, operation, at)
}

fn is_retained(
    session: &Session<'_, '_>,
    operation: &OperationRow,
    at: usize,
    being: &BeingRow,
) -> bool {
    let is_new = matches!(operation.phase, Phase::Rollback | Phase::RevertCleanup);
    let policy = match operation.items[at].remains {
        Some(_) if !is_new => &being.update_replace_policy,
        _ => &being.deletion_policy,
    };
    match policy.as_str() {
        "Retain" | "Snapshot" => !(is_new && session.stack.retain_except_on_create),
        "RetainExceptOnCreate" => !is_new,
        _ => false,
    }
}

/// What is gone leaves the stack, but for the list of a stack that is deleted.
fn forget(session: &mut Session<'_, '_>, operation: &OperationRow, at: usize, row: &ResourceRow) {
    let item = &operation.items[at];
    match (item.remains, operation.phase) {
        (Some(number), _) => {
            let key = (session.key.clone(), number);
            session.ctx.table_mut(&REMAINS).delete(&key);
        }
        (None, Phase::Remove | Phase::Rollback) => session.put_resource(&item.logical_id, row),
        (None, _) => session.delete_resource(&item.logical_id),
    }
}

pub fn complete(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
    mut row: ResourceRow,
) -> Result<(), ApiError> {
    let id = operation.items[at].logical_id.clone();
    let mode = operation.items[at].mode;
    operation.items[at].state = ItemState::Done;
    run::tidy(&mut row.being);
    match mode {
        Mode::Delete => {
            events::resource(session, &id, &mut row, ("DELETE_COMPLETE", None))?;
            forget(session, operation, at, &row);
            return Ok(());
        }
        Mode::Restore => super::revert::restored(&mut row),
        _ => {}
    }
    let status = if mode == Mode::Create { "CREATE_COMPLETE" } else { "UPDATE_COMPLETE" };
    events::resource(session, &id, &mut row, (status, None))?;
    session.put_resource(&id, &row);
    Ok(())
}

pub fn fail(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
    row: &mut ResourceRow,
    reason: String,
) -> Result<(), ApiError> {
    let id = operation.items[at].logical_id.clone();
    operation.items[at].state = ItemState::Failed;
    let status = match operation.items[at].mode {
        Mode::Delete => "DELETE_FAILED",
        Mode::Update | Mode::Replace | Mode::Restore => "UPDATE_FAILED",
        Mode::Open if row.being.physical.is_some() => "UPDATE_FAILED",
        Mode::Open | Mode::Create => "CREATE_FAILED",
    };
    // What a cleanup cannot remove is left behind, and no failure of the stack.
    let counts = !matches!(operation.phase, Phase::Cleanup | Phase::RevertCleanup);
    events::resource(session, &id, row, (status, Some(reason)))?;
    match (operation.items[at].remains, counts) {
        (Some(_), _) | (None, false) => forget(session, operation, at, row),
        (None, true) => session.put_resource(&id, row),
    }
    if counts {
        operation.failed.push(id);
    } else {
        operation.items[at].state = ItemState::Done;
    }
    Ok(())
}

/// After a failure, what still waits for somebody is given up. Calls that are made right now are
/// waited for.
pub fn cancel(session: &mut Session<'_, '_>, operation: &mut OperationRow) -> Result<(), ApiError> {
    for at in 0..operation.items.len() {
        if operation.items[at].state != ItemState::Running {
            continue;
        }
        let id = operation.items[at].logical_id.clone();
        let mode = operation.items[at].mode;
        let mut row = run::load(session, operation, at)?;
        operation.items[at].state = ItemState::Failed;
        let (status, words) = match mode {
            Mode::Create => ("CREATE_FAILED", "Resource creation cancelled"),
            _ => ("UPDATE_FAILED", "Resource update cancelled"),
        };
        custom::abandon(session, &mut row);
        events::resource(session, &id, &mut row, (status, Some(words.to_owned())))?;
        session.put_resource(&id, &row);
    }
    // Who is still at work goes on by itself.
    if !operation.items.iter().any(|item| item.state == ItemState::Working) {
        super::go_on(session, operation);
    }
    Ok(())
}
