//! The rollback of an update: each resource that it has touched is as before again.

use kernel::ApiError;

use super::{events, phases, run};
use crate::session::Session;
use crate::state::{BeingRow, ChangeKind, ItemState, OperationRow, ResourceRow};

pub fn begin(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
) -> Result<(), ApiError> {
    let id = operation.items[at].logical_id.clone();
    let mut row = run::load(session, operation, at)?;
    let Some(before) = row.before.clone() else {
        operation.items[at].state = ItemState::Done;
        return Ok(());
    };
    if operation.spared.contains(&id) {
        // "ResourcesToSkip": the resource stays as it is, and the stack takes it for what it was.
        restored(&mut row);
        events::resource(session, &id, &mut row, ("UPDATE_COMPLETE", None))?;
        session.put_resource(&id, &row);
        operation.items[at].state = ItemState::Done;
        return Ok(());
    }
    if row.change == ChangeKind::Replaced {
        // The old resource is still there; the new one goes in the cleanup.
        if row.being.physical.is_some() && row.being.physical != before.physical {
            phases::put_remains(session, &id, row.being.clone());
        }
        row.being = before;
        row.before = None;
        row.change = ChangeKind::None;
        events::resource(session, &id, &mut row, ("UPDATE_COMPLETE", None))?;
        session.put_resource(&id, &row);
        operation.items[at].state = ItemState::Done;
        return Ok(());
    }
    events::resource(session, &id, &mut row, ("UPDATE_IN_PROGRESS", None))?;
    session.put_resource(&id, &row);
    run::run(session, operation, at)
}

/// The resource is what it was, with the attributes that it has now.
pub fn restored(row: &mut ResourceRow) {
    if let Some(before) = row.before.take() {
        row.being = BeingRow {
            physical: row.being.physical.clone(),
            attributes: row.being.attributes.clone(),
            ..before
        };
    }
    row.change = ChangeKind::None;
}
