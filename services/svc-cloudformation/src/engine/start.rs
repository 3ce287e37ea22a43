//! The beginning of an operation, and the items of its phases.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use cfn_template::dependencies;
use kernel::ApiError;
use store::Range;

use super::{EXPIRE, events, go_on, save, ticket};
use crate::blueprint::Blueprint;
use crate::caller::CallerRow;
use crate::errors;
use crate::session::Session;
use crate::state::{
    ItemRow, Mode, OPERATIONS, OperationKind, OperationRow, Phase, REMAINS, ResourceRow,
};

/// The template of the stack, and of the update that is under way.
pub const ORIGINAL: &str = "original";
pub const PROCESSED: &str = "processed";
pub const NEXT_ORIGINAL: &str = "next-original";
pub const NEXT_PROCESSED: &str = "next-processed";

/// How an operation is begun.
#[derive(Debug, Default)]
pub struct Order {
    pub disable_rollback: bool,
    pub change_set: Option<String>,
    pub spared: Vec<String>,
    pub policy: Option<String>,
}

/// Begins to make the stack by its template.
pub fn create(session: &mut Session<'_, '_>, order: Order) -> Result<(), ApiError> {
    let reason = Some("User Initiated".to_owned());
    events::stack(session, "CREATE_IN_PROGRESS", reason)?;
    forward(session, OperationKind::Create, order)
}

/// Begins to bring the stack to its next template.
pub fn update(session: &mut Session<'_, '_>, order: Order) -> Result<(), ApiError> {
    session.stack.updated = Some(session.ctx.now().micros());
    let reason = Some("User Initiated".to_owned());
    events::stack(session, "UPDATE_IN_PROGRESS", reason)?;
    forward(session, OperationKind::Update, order)
}

fn forward(
    session: &mut Session<'_, '_>,
    kind: OperationKind,
    order: Order,
) -> Result<(), ApiError> {
    let blueprint = next_blueprint(session, kind)?;
    let edges = dependencies(&blueprint.scope()).map_err(errors::problem)?;
    let items = items(&edges, Mode::Open);
    let operation = new(session, kind, Phase::Forward, items, order);
    save(session, &operation);
    let minutes = session.stack.timeout_minutes.filter(|_| kind == OperationKind::Create);
    if let Some(minutes) = minutes {
        let end = session.ctx.now() + Duration::from_secs(minutes.unsigned_abs() * 60);
        let ticket = ticket(session, &operation, 0);
        ticket.enqueue(session.ctx, &operation.caller, EXPIRE, Some(end));
    }
    go_on(session, &operation);
    Ok(())
}

/// Begins to delete the stack.
pub fn delete(session: &mut Session<'_, '_>, order: Order) -> Result<(), ApiError> {
    let reason = Some("User Initiated".to_owned());
    events::stack(session, "DELETE_IN_PROGRESS", reason)?;
    let items = removal(&session.resources()?);
    let operation = new(session, OperationKind::Delete, Phase::Remove, items, order);
    save(session, &operation);
    go_on(session, &operation);
    Ok(())
}

/// What the stack is to be by its present operation.
pub fn next_blueprint(
    session: &Session<'_, '_>,
    kind: OperationKind,
) -> Result<Blueprint, ApiError> {
    let which = match kind {
        OperationKind::Update => NEXT_PROCESSED,
        OperationKind::Create | OperationKind::Delete => PROCESSED,
    };
    blueprint(session, which)
}

pub fn blueprint(session: &Session<'_, '_>, which: &str) -> Result<Blueprint, ApiError> {
    let text = session.body(which)?.unwrap_or_default();
    let json = serde_json::from_str(&text).unwrap_or_default();
    Blueprint::new(&json, &session.stack.parameters, session.pseudo()).map_err(errors::problem)
}

pub fn new(
    session: &mut Session<'_, '_>,
    kind: OperationKind,
    phase: Phase,
    items: Vec<ItemRow>,
    order: Order,
) -> OperationRow {
    OperationRow {
        id: session.ctx.chance().u64(),
        kind,
        phase,
        turn: 0,
        items,
        failed: Vec::new(),
        is_cancelled: false,
        spared: order.spared,
        disable_rollback: order.disable_rollback,
        change_set: order.change_set,
        imports: Vec::new(),
        policy: order.policy,
        caller: CallerRow::of(session.ctx.principal()),
    }
}

/// Items in the order of a graph.
fn items(edges: &BTreeMap<String, BTreeSet<String>>, mode: Mode) -> Vec<ItemRow> {
    let place: BTreeMap<&String, u32> = edges.keys().zip(0..).collect();
    let each = edges.iter().map(|(id, needs)| ItemRow {
        logical_id: id.clone(),
        needs: needs.iter().filter_map(|other| place.get(other).copied()).collect(),
        mode,
        ..ItemRow::default()
    });
    each.collect()
}

/// All resources, each before those that it depends on.
pub fn removal(resources: &BTreeMap<String, ResourceRow>) -> Vec<ItemRow> {
    let live = resources.iter().filter(|(_, row)| row.status != "DELETE_COMPLETE");
    let mut edges: BTreeMap<String, BTreeSet<String>> =
        live.clone().map(|(id, _)| (id.clone(), BTreeSet::new())).collect();
    for (id, row) in live {
        for other in &row.being.depends {
            if let Some(needs) = edges.get_mut(other) {
                needs.insert(id.clone());
            }
        }
    }
    items(&edges, Mode::Delete)
}

/// What the rollback of an update changes back: what it has touched, in the old order.
pub fn reversion(resources: &BTreeMap<String, ResourceRow>) -> Vec<ItemRow> {
    use crate::state::ChangeKind::{Replaced, Updated};
    let touched = resources.iter().filter(|(_, row)| matches!(row.change, Updated | Replaced));
    let edges: BTreeMap<String, BTreeSet<String>> = touched
        .map(|(id, row)| {
            let before = row.before.as_ref().unwrap_or(&row.being);
            (id.clone(), before.depends.iter().cloned().collect())
        })
        .collect();
    items(&edges, Mode::Restore)
}

/// What is to be removed in a cleanup: resources that are named, and what replaced ones have left.
pub fn cleanup(
    session: &Session<'_, '_>,
    doomed: &BTreeMap<String, ResourceRow>,
) -> Result<Vec<ItemRow>, ApiError> {
    let mut out = removal(doomed);
    for entry in session.ctx.table(&REMAINS).scan(&Range::within(&(session.key.as_str(),))) {
        let ((_, number), row) = entry?;
        // What is gone may have used what is left: it goes first.
        let users = |item: &(usize, &ItemRow)| {
            let user = doomed.get(&item.1.logical_id);
            user.is_some_and(|user| user.being.depends.contains(&row.logical_id))
        };
        let needs =
            out.iter().enumerate().filter(users).map(|(at, _)| at as u32).collect::<Vec<_>>();
        out.push(ItemRow {
            logical_id: row.logical_id.clone(),
            remains: Some(number),
            needs,
            mode: Mode::Delete,
            ..ItemRow::default()
        });
    }
    Ok(out)
}

/// Ends the operation.
pub fn end(session: &mut Session<'_, '_>) {
    let key = session.key.clone();
    session.ctx.table_mut(&OPERATIONS).delete(key.as_str());
}
