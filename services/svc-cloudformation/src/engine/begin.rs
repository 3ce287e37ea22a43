//! The beginning of an item: what is to be done with the resource.

use std::collections::BTreeSet;

use cfn_template::{Problem, Resource, Scope, references};
use kernel::ApiError;
use serde_json::{Map, Value as Json};

use super::lookup::World;
use super::{events, item, policy, revert, run, start};
use crate::names;
use crate::properties;
use crate::session::{Session, document};
use crate::state::{
    BeingRow, ChangeKind, ItemState, Mode, OperationKind, OperationRow, ResourceRow,
};
use crate::types::plan::{changed, unsupported};
use crate::types::{STACK, find, is_custom};

pub fn begin(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
) -> Result<(), ApiError> {
    operation.items[at].state = ItemState::Running;
    operation.items[at].began = session.ctx.now().micros();
    match operation.items[at].mode {
        Mode::Delete => item::begin_delete(session, operation, at),
        Mode::Restore => revert::begin(session, operation, at),
        _ => apply(session, operation, at),
    }
}

/// A resource of the template: made, changed, replaced, or left alone.
fn apply(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
) -> Result<(), ApiError> {
    let id = operation.items[at].logical_id.clone();
    let blueprint = start::next_blueprint(session, operation.kind)?;
    let Some(resource) = blueprint.template.resources.get(&id) else {
        operation.items[at].state = ItemState::Done;
        return Ok(());
    };
    let existing = session.resource(&id)?.filter(|row| row.status != "DELETE_COMPLETE");
    let wanted = wanted(session, operation, &blueprint.scope(), (&id, resource));
    let wanted = match wanted {
        Ok(wanted) => wanted,
        Err(problem) => {
            let mut row = existing.unwrap_or_else(|| ResourceRow {
                being: BeingRow { kind: resource.kind.clone(), ..BeingRow::default() },
                ..ResourceRow::default()
            });
            return item::fail(session, operation, at, &mut row, problem.0);
        }
    };
    let existing = existing.filter(|row| row.being.physical.is_some());
    match existing {
        None => create(session, operation, at, wanted),
        Some(row) => change(session, operation, at, row, wanted),
    }
}

/// What the resource is to be.
fn wanted(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    scope: &Scope<'_>,
    (id, resource): (&str, &Resource),
) -> Result<BeingRow, Problem> {
    let mut world = World::of(session);
    let found = scope.members(&resource.properties, &mut world);
    let metadata = scope.value(&resource.metadata, &mut world).unwrap_or_default();
    let deletion = scope.value(&resource.deletion_policy, &mut world)?.unwrap_or_default();
    let replaced = scope.value(&resource.update_replace_policy, &mut world)?.unwrap_or_default();
    let creation = scope.value(&resource.creation_policy, &mut world)?.unwrap_or_default();
    let imports = std::mem::take(&mut world.imports);
    super::outputs::note_imports(session, operation, imports);
    let properties = properties::checked(&resource.kind, found?, &session.stack.tags)
        .map_err(|problem| Problem(problem.replace("{id}", id)))?;
    Ok(BeingRow {
        kind: resource.kind.clone(),
        physical: None,
        properties: Json::Object(properties).to_string(),
        attributes: "{}".to_owned(),
        depends: depends(scope, resource)?,
        deletion_policy: deletion.as_str().unwrap_or_default().to_owned(),
        update_replace_policy: replaced.as_str().unwrap_or_default().to_owned(),
        metadata: metadata.filter(|it| !it.is_null()).map(|it| it.to_string()).unwrap_or_default(),
        creation_policy: creation.to_string(),
    })
}

fn depends(scope: &Scope<'_>, resource: &Resource) -> Result<Vec<String>, Problem> {
    use cfn_template::Reference::{Attribute, Ref};
    let whole = Json::Object(resource.properties.clone());
    let mut out: BTreeSet<String> = resource.depends_on.iter().cloned().collect();
    for reference in references(&whole, Some(scope))? {
        if let Ref(name) | Attribute(name, _) = reference
            && scope.template.resources.contains_key(&name)
        {
            out.insert(name);
        }
    }
    Ok(out.into_iter().collect())
}

fn create(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
    mut being: BeingRow,
) -> Result<(), ApiError> {
    let id = operation.items[at].logical_id.clone();
    names::give(session, &id, &mut being);
    let mut row = ResourceRow { being, change: ChangeKind::Created, ..ResourceRow::default() };
    operation.items[at].mode = Mode::Create;
    events::resource(session, &id, &mut row, ("CREATE_IN_PROGRESS", None))?;
    session.put_resource(&id, &row);
    run::run(session, operation, at)
}

fn change(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
    mut row: ResourceRow,
    mut wanted: BeingRow,
) -> Result<(), ApiError> {
    let id = operation.items[at].logical_id.clone();
    let is_named = names::is_given(&wanted);
    names::keep(&row.being, &mut wanted);
    let (before, now) = (document(&row.being.properties), document(&wanted.properties));
    let is_same_kind = row.being.kind == wanted.kind;
    let was_failed = row.status.ends_with("_FAILED");
    // A nested stack's template may have changed behind its URL: it is always asked.
    let is_nested = wanted.kind == STACK;
    if is_same_kind && before == now && !was_failed && !is_nested {
        // Policies and metadata are the stack's own business.
        let kept = BeingRow {
            physical: row.being.physical.take(),
            attributes: std::mem::take(&mut row.being.attributes),
            ..wanted
        };
        row.being = kept;
        session.put_resource(&id, &row);
        operation.items[at].state = ItemState::Done;
        return Ok(());
    }
    let replaces = !is_same_kind || replaces(&wanted.kind, &before, &now);
    if operation.kind == OperationKind::Update {
        let action = if replaces { "Update:Replace" } else { "Update:Modify" };
        let rules = operation.policy.clone().or_else(|| session.stack.policy.clone());
        if policy::denies(rules.as_deref(), action, &id, &wanted.kind) {
            let words = format!(
                "Action denied by stack policy: Statement [#1] does not allow \
                                 [Update:*] for resource [LogicalResourceId/{id}]"
            );
            return item::fail(session, operation, at, &mut row, words);
        }
    }
    row.before = Some(row.being.clone());
    if replaces {
        if !is_named {
            names::forget(&mut wanted);
        }
        return replace(session, operation, at, row, wanted);
    }
    if let Some(what) = find(&wanted.kind).and_then(|kind| unsupported(kind, &before, &now)) {
        let words = format!("{what} is not supported.");
        return item::fail(session, operation, at, &mut row, words);
    }
    row.being = BeingRow {
        physical: row.being.physical.clone(),
        attributes: row.being.attributes.clone(),
        ..wanted
    };
    row.change = ChangeKind::Updated;
    operation.items[at].mode = Mode::Update;
    events::resource(session, &id, &mut row, ("UPDATE_IN_PROGRESS", None))?;
    session.put_resource(&id, &row);
    run::run(session, operation, at)
}

fn replace(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
    mut row: ResourceRow,
    mut wanted: BeingRow,
) -> Result<(), ApiError> {
    let id = operation.items[at].logical_id.clone();
    names::give(session, &id, &mut wanted);
    if row.being.kind == wanted.kind && names::collide(&row.being, &wanted) {
        row.before = None;
        let words = format!(
            "CloudFormation cannot update a stack when a custom-named resource requires replacing. \
             Rename {id} and update the stack again."
        );
        return item::fail(session, operation, at, &mut row, words);
    }
    row.being = wanted;
    row.change = ChangeKind::Replaced;
    operation.items[at].mode = Mode::Replace;
    let words = "Requested update requires the creation of a new physical resource; hence creating \
                 one.";
    events::resource(session, &id, &mut row, ("UPDATE_IN_PROGRESS", Some(words.to_owned())))?;
    session.put_resource(&id, &row);
    run::run(session, operation, at)
}

/// Whether some property cannot change without a new resource.
pub fn replaces(kind: &str, before: &Map<String, Json>, now: &Map<String, Json>) -> bool {
    if is_custom(kind) {
        // Its provider says so, by another physical id.
        return false;
    }
    let Some(kind) = find(kind) else { return false };
    changed(before, now).iter().any(|name| kind.replaced_by.contains(*name))
}
