//! The ends of phases: what follows, and in which state the stack is then.

use std::collections::BTreeMap;
use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct};
use store::Range;

use super::{custom, events, go_on, nested, outputs, policy, start};
use crate::limits::DELETED_KEPT_SECONDS;
use crate::session::Session;
use crate::state::{
    BODIES, BY_TIME, CHANGE_SETS, ChangeKind, EVENTS, ItemRow, NAMES, OperationKind, OperationRow,
    Phase, REMAINS, RESOURCES, RemainsRow, ResourceRow, SIGNALS, STACKS,
};
use crate::{change_set, imports};

pub fn finish(session: &mut Session<'_, '_>, operation: &mut OperationRow) -> Result<(), ApiError> {
    let is_well = operation.failed.is_empty() && !operation.is_cancelled;
    match operation.phase {
        Phase::Forward if is_well => forward(session, operation),
        Phase::Forward => failed(session, operation, None),
        Phase::Cleanup => complete(session, operation, "UPDATE_COMPLETE"),
        Phase::Revert if operation.failed.is_empty() => reverted(session, operation),
        Phase::Revert => {
            let words = format!(
                "The following resource(s) failed to update: [{}]. ",
                operation.failed.join(", ")
            );
            end(session, operation, "UPDATE_ROLLBACK_FAILED", Some(words))
        }
        Phase::RevertCleanup => complete(session, operation, "UPDATE_ROLLBACK_COMPLETE"),
        Phase::Remove | Phase::Rollback => removed(session, operation),
    }
}

fn forward(session: &mut Session<'_, '_>, operation: &mut OperationRow) -> Result<(), ApiError> {
    let blueprint = start::next_blueprint(session, operation.kind)?;
    let doomed = doomed(session, operation)?;
    for (id, row) in &doomed {
        let rules = operation.policy.clone().or_else(|| session.stack.policy.clone());
        if policy::denies(rules.as_deref(), "Update:Delete", id, &row.being.kind) {
            let words = format!(
                "Action denied by stack policy: Statement [#1] does not allow [Update:Delete] for \
                 resource [LogicalResourceId/{id}]"
            );
            return failed(session, operation, Some(words));
        }
    }
    let made = match outputs::evaluate(session, operation, &blueprint) {
        Ok(made) => made,
        Err(problem) => return failed(session, operation, Some(problem.0)),
    };
    if let Err(problem) = outputs::publish(session, made)? {
        return failed(session, operation, Some(problem));
    }
    imports::settle(session, &operation.imports)?;
    session.stack.description.clone_from(&blueprint.template.description);
    if operation.kind == OperationKind::Create {
        return end(session, operation, "CREATE_COMPLETE", None);
    }
    for (next, own) in
        [(start::NEXT_ORIGINAL, start::ORIGINAL), (start::NEXT_PROCESSED, start::PROCESSED)]
    {
        if let Some(text) = session.body(next)? {
            session.put_body(own, &text);
            session.delete_body(next);
        }
    }
    session.stack.before = None;
    events::stack(session, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", None)?;
    leave_remains(session, false)?;
    let items = start::cleanup(session, &doomed)?;
    next_phase(session, operation, Phase::Cleanup, items);
    Ok(())
}

/// Resources that the new template has no more.
fn doomed(
    session: &Session<'_, '_>,
    operation: &OperationRow,
) -> Result<BTreeMap<String, ResourceRow>, ApiError> {
    let mut all = session.resources()?;
    if operation.kind != OperationKind::Update {
        return Ok(BTreeMap::new());
    }
    let kept: std::collections::BTreeSet<&String> =
        operation.items.iter().map(|item| &item.logical_id).collect();
    all.retain(|id, _| !kept.contains(id));
    Ok(all)
}

/// What replacements have left: the old resources, or (in a rollback) the new ones, which `revert`
/// has put there already.
fn leave_remains(session: &mut Session<'_, '_>, is_rollback: bool) -> Result<(), ApiError> {
    for (id, mut row) in session.resources()? {
        if row.change == ChangeKind::Replaced
            && !is_rollback
            && let Some(before) = row.before.take()
        {
            put_remains(session, &id, before);
        }
        if row.change != ChangeKind::None && !is_rollback {
            row.change = ChangeKind::None;
            row.before = None;
            session.put_resource(&id, &row);
        }
    }
    Ok(())
}

pub fn put_remains(session: &mut Session<'_, '_>, id: &str, being: crate::state::BeingRow) {
    let number = session.ctx.chance().u64();
    let key = (session.key.clone(), number);
    let row = RemainsRow { logical_id: id.to_owned(), being };
    session.ctx.table_mut(&REMAINS).put(&key, &row);
}

fn next_phase(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    phase: Phase,
    items: Vec<ItemRow>,
) {
    operation.phase = phase;
    operation.turn += 1;
    operation.items = items;
    operation.failed.clear();
    operation.is_cancelled = false;
    go_on(session, operation);
}

/// Resources could not be made or changed; or the stack itself (`problem`).
fn failed(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    problem: Option<String>,
) -> Result<(), ApiError> {
    let resources = session.resources()?;
    let list = operation.failed.join(", ");
    let verb = match operation.kind {
        OperationKind::Update => "update",
        OperationKind::Create | OperationKind::Delete => "create",
    };
    let cancelled = operation.is_cancelled.then(|| session.stack.reason.clone()).flatten();
    let what = problem.or(cancelled).unwrap_or_else(|| {
        if operation.failed.is_empty() {
            return "User Initiated".to_owned();
        }
        format!("The following resource(s) failed to {verb}: [{list}].")
    });
    let on_failure = match operation.kind {
        OperationKind::Create if session.stack.on_failure.as_deref() == Some("DELETE") => "DELETE",
        OperationKind::Create if session.stack.on_failure.as_deref() == Some("DO_NOTHING") => {
            "DO_NOTHING"
        }
        _ if operation.disable_rollback && !operation.is_cancelled => "DO_NOTHING",
        _ => "ROLLBACK",
    };
    match (operation.kind, on_failure) {
        (OperationKind::Update, "DO_NOTHING") => {
            end(session, operation, "UPDATE_FAILED", Some(what))
        }
        (OperationKind::Update, _) => {
            events::stack(session, "UPDATE_ROLLBACK_IN_PROGRESS", Some(what))?;
            let items = start::reversion(&resources);
            next_phase(session, operation, Phase::Revert, items);
            Ok(())
        }
        (_, "DO_NOTHING") => end(session, operation, "CREATE_FAILED", Some(what)),
        (_, "DELETE") => {
            let words = format!("{what} Delete requested by user.");
            events::stack(session, "DELETE_IN_PROGRESS", Some(words))?;
            next_phase(session, operation, Phase::Remove, start::removal(&resources));
            Ok(())
        }
        _ => {
            let words = format!("{what} Rollback requested by user.");
            events::stack(session, "ROLLBACK_IN_PROGRESS", Some(words))?;
            next_phase(session, operation, Phase::Rollback, start::removal(&resources));
            Ok(())
        }
    }
}

/// All is changed back; what the update had made goes.
fn reverted(session: &mut Session<'_, '_>, operation: &mut OperationRow) -> Result<(), ApiError> {
    if let Some(before) = session.stack.before.take() {
        session.stack.parameters = before.parameters;
        session.stack.tags = before.tags;
        session.stack.description = before.description;
        session.stack.capabilities = before.capabilities;
    }
    session.delete_body(start::NEXT_ORIGINAL);
    session.delete_body(start::NEXT_PROCESSED);
    imports::restore(session, &operation.imports)?;
    events::stack(session, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", None)?;
    let mut made = session.resources()?;
    made.retain(|_, row| {
        row.change == ChangeKind::Created
            // It had failed before anything was made of it.
            || row.being.physical.is_none() && row.status.ends_with("CREATE_FAILED")
    });
    let items = start::cleanup(session, &made)?;
    next_phase(session, operation, Phase::RevertCleanup, items);
    Ok(())
}

fn complete(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    status: &str,
) -> Result<(), ApiError> {
    for (id, mut row) in session.resources()? {
        if row.change != ChangeKind::None || row.before.is_some() {
            row.change = ChangeKind::None;
            row.before = None;
            session.put_resource(&id, &row);
        }
    }
    end(session, operation, status, None)
}

fn removed(session: &mut Session<'_, '_>, operation: &mut OperationRow) -> Result<(), ApiError> {
    let is_rollback = operation.phase == Phase::Rollback;
    if !operation.failed.is_empty() {
        let words = format!(
            "The following resource(s) failed to delete: [{}]. ",
            operation.failed.join(", ")
        );
        let status = if is_rollback { "ROLLBACK_FAILED" } else { "DELETE_FAILED" };
        return end(session, operation, status, Some(words));
    }
    imports::settle(session, &[])?;
    if is_rollback {
        session.stack.outputs.clear();
        return end(session, operation, "ROLLBACK_COMPLETE", None);
    }
    outputs::withdraw(session);
    let name = session.stack.name.clone();
    session.stack.deleted = Some(session.ctx.now().micros());
    forget_later(session);
    session.ctx.table_mut(&NAMES).delete(name.as_str());
    change_set::drop_all(session, None)?;
    end(session, operation, "DELETE_COMPLETE", None)
}

/// The step by which a deleted stack is forgotten.
pub const FORGET: &str = "ForgetStack";

/// "ListStacks: deleted stacks are kept for 90 days".
fn forget_later(session: &mut Session<'_, '_>) {
    let then = session.ctx.now() + Duration::from_secs(DELETED_KEPT_SECONDS.unsigned_abs());
    let ask = Ask::to("cloudformation", FORGET).with("Stack", session.key.as_str());
    session.ctx.enqueue(Job::now(ask).at(then));
}

/// The step [`FORGET`].
pub fn forget(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let key = input.str("Stack").unwrap_or_default().to_owned();
    if let Some(row) = ctx.table(&STACKS).get(key.as_str())? {
        ctx.table_mut(&BY_TIME).delete(&(-row.created, key.clone()));
    }
    ctx.table_mut(&STACKS).delete(key.as_str());
    let of_stack = (key.as_str(),);
    ctx.table_mut(&BODIES).delete_range(&Range::within(&of_stack))?;
    ctx.table_mut(&RESOURCES).delete_range(&Range::within(&of_stack))?;
    ctx.table_mut(&EVENTS).delete_range(&Range::within(&of_stack))?;
    ctx.table_mut(&SIGNALS).delete_range(&Range::within(&of_stack))?;
    Ok(Struct::new())
}

/// The operation is over.
fn end(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    status: &str,
    reason: Option<String>,
) -> Result<(), ApiError> {
    for at in 0..operation.items.len() {
        if operation.items[at].state == crate::state::ItemState::Running {
            let mut row = super::run::load(session, operation, at)?;
            custom::abandon(session, &mut row);
        }
    }
    events::stack(session, status, reason)?;
    if operation.kind == OperationKind::Create && status == "CREATE_COMPLETE" {
        for (id, mut row) in session.resources()? {
            row.change = ChangeKind::None;
            session.put_resource(&id, &row);
        }
    }
    if let Some(name) = &operation.change_set {
        let key = (session.key.clone(), name.clone());
        let row = session.ctx.table(&CHANGE_SETS).get(&key)?;
        if let Some(mut row) = row {
            let is_well = matches!(status, "CREATE_COMPLETE" | "UPDATE_COMPLETE");
            let execution = if is_well { "EXECUTE_COMPLETE" } else { "EXECUTE_FAILED" };
            execution.clone_into(&mut row.execution);
            session.ctx.table_mut(&CHANGE_SETS).put(&key, &row);
        }
    }
    start::end(session);
    session.save();
    nested::tell_parent(session)
}

/// The row by which lists find the stack.
pub fn index(session: &mut Session<'_, '_>) {
    let key = (-session.stack.created, session.key.clone());
    session.ctx.table_mut(&BY_TIME).put(&key, &());
}
