//! An item makes its calls, one after another, as far as it comes.

use std::time::Duration;

use kernel::{ApiError, Ctx, OpResult, Struct};
use serde_json::{Map, Value as Json};

use super::{
    Ticket, call, custom, events, go_on, item, nested, operation, save, ticket, wait, work,
};
use crate::limits::{POLL_MILLIS, POLL_SECONDS_MAX, RETRY_SECONDS_MAX};
use crate::names;
use crate::session::{Session, document};
use crate::state::{BeingRow, ItemState, Mode, OperationRow, REMAINS, RemainsRow, ResourceRow};
use crate::types::convert;
use crate::types::plan::{self, Planned};
use crate::types::table::Verb;
use crate::types::{CDK_METADATA, Facts, STACK, WAIT_CONDITION, WAIT_HANDLE, find, is_custom};

/// How far an item has come.
#[derive(Debug)]
pub enum Pace {
    Done,
    /// It goes on then.
    Later(Duration),
    /// Somebody else will let it go on.
    Parked,
    Failed(String),
}

/// The step [`super::RUN`].
pub fn step(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(ticket) = Ticket::read(input) else { return Ok(Struct::new()) };
    let Some(mut operation) = operation(ctx, &ticket)? else { return Ok(Struct::new()) };
    let Some(mut session) = Session::open(ctx, &ticket.stack)? else { return Ok(Struct::new()) };
    let at = ticket.item as usize;
    if operation.items.get(at).is_none_or(|item| item.state != ItemState::Running) {
        return Ok(Struct::new());
    }
    run(&mut session, &mut operation, at)?;
    if operation.items[at].state != ItemState::Running {
        go_on(&mut session, &operation);
    }
    save(&mut session, &operation);
    Ok(Struct::new())
}

/// Goes on with an item from where it is.
pub fn run(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
) -> Result<(), ApiError> {
    let mut row = load(session, operation, at)?;
    let pace = advance(session, operation, at, &mut row)?;
    settle(session, operation, at, row, pace)
}

/// What comes of how far it has come.
pub fn settle(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
    mut row: ResourceRow,
    pace: Pace,
) -> Result<(), ApiError> {
    match pace {
        Pace::Done => item::complete(session, operation, at, row),
        Pace::Failed(reason) => item::fail(session, operation, at, &mut row, reason),
        Pace::Parked => {
            keep(session, operation, at, &row);
            Ok(())
        }
        Pace::Later(delay) => {
            keep(session, operation, at, &row);
            let then = session.ctx.now() + delay;
            let ticket = ticket(session, operation, at as u32);
            ticket.enqueue(session.ctx, &operation.caller, super::RUN, Some(then));
            Ok(())
        }
    }
}

/// The resource of an item, or what is left of one.
pub fn load(
    session: &Session<'_, '_>,
    operation: &OperationRow,
    at: usize,
) -> Result<ResourceRow, ApiError> {
    let item = &operation.items[at];
    if let Some(number) = item.remains {
        let row = session.ctx.table(&REMAINS).get(&(session.key.as_str(), number))?;
        let being = row.map(|row| row.being).unwrap_or_default();
        return Ok(ResourceRow { being, ..ResourceRow::default() });
    }
    Ok(session.resource(&item.logical_id)?.unwrap_or_default())
}

/// Writes it back to where it is from.
pub fn keep(session: &mut Session<'_, '_>, operation: &OperationRow, at: usize, row: &ResourceRow) {
    let item = &operation.items[at];
    match item.remains {
        Some(number) => {
            let remains =
                RemainsRow { logical_id: item.logical_id.clone(), being: row.being.clone() };
            let key = (session.key.clone(), number);
            session.ctx.table_mut(&REMAINS).put(&key, &remains);
        }
        None => session.put_resource(&item.logical_id, row),
    }
}

/// From which properties to which an item goes, and in which phase of the type's calls.
pub struct Way {
    pub phase: plan::Phase,
    pub before: Option<Map<String, Json>>,
    pub now: Map<String, Json>,
}

pub fn way(mode: Mode, row: &ResourceRow) -> Way {
    let own = document(&row.being.properties);
    let before = row.before.as_ref().map(|before| document(&before.properties));
    match mode {
        Mode::Update => Way { phase: plan::Phase::Update, before, now: own },
        Mode::Restore => {
            Way { phase: plan::Phase::Update, before: Some(own), now: before.unwrap_or_default() }
        }
        Mode::Delete => Way { phase: plan::Phase::Delete, before: None, now: own },
        Mode::Open | Mode::Create | Mode::Replace => {
            Way { phase: plan::Phase::Create, before: None, now: own }
        }
    }
}

fn advance(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
    row: &mut ResourceRow,
) -> Result<Pace, ApiError> {
    let kind = row.being.kind.clone();
    match kind.as_str() {
        CDK_METADATA => {
            row.being.physical = Some(session.stack.id.clone());
            Ok(Pace::Done)
        }
        STACK => nested::advance(session, operation, at, row),
        WAIT_HANDLE => wait::handle(session, operation, at, row),
        WAIT_CONDITION => wait::condition(session, operation, at, row),
        kind if is_custom(kind) => custom::advance(session, operation, at, row),
        _ => calls(session, operation, at, row),
    }
}

fn calls(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
    row: &mut ResourceRow,
) -> Result<Pace, ApiError> {
    let Some(kind) = find(&row.being.kind) else {
        let words = format!("Unrecognized resource types: [{}]", row.being.kind);
        return Ok(Pace::Failed(words));
    };
    let mode = operation.items[at].mode;
    let way = way(mode, row);
    let planned = plan::calls(kind, way.phase, way.before.as_ref(), &way.now);
    while let Some(planned) = planned.get(operation.items[at].at as usize) {
        let pace = one(session, operation, at, row, &way, planned)?;
        if let Some(pace) = pace {
            return Ok(pace);
        }
        operation.items[at].at += 1;
        operation.items[at].is_begun = false;
    }
    // Types whose only calls are for items of a list, and there is none, exist all the same.
    identify(session, operation, at, row)?;
    Ok(Pace::Done)
}

/// Makes one call; `None` when the next may follow.
fn one(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
    row: &mut ResourceRow,
    way: &Way,
    planned: &Planned,
) -> Result<Option<Pace>, ApiError> {
    let Some(kind) = find(&row.being.kind) else { return Ok(None) };
    let attributes = document(&row.being.attributes);
    let pseudo = session.pseudo();
    let facts = Facts {
        properties: &way.now,
        before: way.before.as_ref(),
        attributes: &attributes,
        derived: &kind.attributes,
        pseudo: &pseudo,
        item: None,
    };
    let ask = match call::ask(session, &facts, planned) {
        Ok(ask) => ask,
        Err(error) => return Ok(Some(Pace::Failed(call::reason(session, &error)))),
    };
    let (service, operation_name) = (&planned.call.service, &planned.call.operation);
    let is_there = session.ctx.has_operation(service, operation_name);
    if is_there && !session.ctx.can_call(service, operation_name) {
        keep(session, operation, at, row);
        work::begin(session, operation, at);
        return Ok(Some(Pace::Parked));
    }
    let result = session.call(ask);
    answered(session, operation, at, row, planned, result)
}

/// What an answer means: `None` when the next call may follow.
pub fn answered(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
    row: &mut ResourceRow,
    planned: &Planned,
    result: OpResult,
) -> Result<Option<Pace>, ApiError> {
    if planned.call.verb == Verb::Absent {
        // A refusal of whatever kind leaves it to the creation.
        let is_absent = result.is_err();
        return Ok((!is_absent).then(|| Pace::Failed(in_the_way(session, row))));
    }
    let result = result.and_then(|output| match call::failed_entry(&output) {
        Some(error) => Err(error),
        None => Ok(output),
    });
    let began = kernel::Timestamp::from_micros(operation.items[at].began);
    let waited = session.ctx.now().since(began).as_secs() as i64;
    let poll = Duration::from_millis(POLL_MILLIS);
    let output = match result {
        Ok(output) => output,
        Err(error) if planned.call.tolerated.iter().any(|it| it == error.code()) => {
            return Ok(None);
        }
        Err(error)
            if waited < RETRY_SECONDS_MAX
                && planned.call.retried.iter().any(|it| it == error.code()) =>
        {
            return Ok(Some(Pace::Later(poll)));
        }
        Err(error) => return Ok(Some(Pace::Failed(call::reason(session, &error)))),
    };
    let mut attributes = document(&row.being.attributes);
    call::capture(planned, &output, &mut attributes);
    row.being.attributes = Json::Object(attributes).to_string();
    if planned.call.verb != Verb::Wait {
        identify(session, operation, at, row)?;
    }
    let Some(until) = &planned.call.until else { return Ok(None) };
    let answer = call::json(&output.into());
    let found = crate::types::expression::within(&answer, &until.path).and_then(Json::as_str);
    let found = found.unwrap_or_default().to_owned();
    if until.values.contains(&found) {
        return Ok(None);
    }
    if until.failures.contains(&found) || waited > POLL_SECONDS_MAX {
        let words = format!("Resource {} did not stabilize: {found}", row.being.kind);
        return Ok(Some(Pace::Failed(words)));
    }
    Ok(Some(Pace::Later(poll)))
}

/// Creations that answer with what is there already would take it over [U].
fn in_the_way(session: &Session<'_, '_>, row: &ResourceRow) -> String {
    let properties = document(&row.being.properties);
    let naming = find(&row.being.kind).and_then(|kind| kind.naming.as_ref());
    let name = naming.and_then(|it| properties.get(&it.property)).map(convert::text);
    let name = name.or_else(|| id(session, &row.being)).unwrap_or_default();
    format!("Resource of type '{}' with identifier '{name}' already exists.", row.being.kind)
}

/// The physical id, as soon as it is known.
fn identify(
    session: &mut Session<'_, '_>,
    operation: &OperationRow,
    at: usize,
    row: &mut ResourceRow,
) -> Result<(), ApiError> {
    let mode = operation.items[at].mode;
    if !matches!(mode, Mode::Create | Mode::Replace) || row.being.physical.is_some() {
        return Ok(());
    }
    let Some(id) = id(session, &row.being) else { return Ok(()) };
    row.being.physical = Some(id);
    initiated(session, operation, at, row)
}

/// A resource is being made and has its id.
pub fn initiated(
    session: &mut Session<'_, '_>,
    operation: &OperationRow,
    at: usize,
    row: &mut ResourceRow,
) -> Result<(), ApiError> {
    let id = operation.items[at].logical_id.clone();
    let status = if operation.items[at].mode == Mode::Create {
        "CREATE_IN_PROGRESS"
    } else {
        "UPDATE_IN_PROGRESS"
    };
    let reason = Some("Resource creation Initiated".to_owned());
    events::resource(session, &id, row, (status, reason))
}

fn id(session: &Session<'_, '_>, being: &BeingRow) -> Option<String> {
    let kind = find(&being.kind)?;
    let expression = kind.id.as_ref()?;
    let (properties, attributes) = (document(&being.properties), document(&being.attributes));
    let pseudo = session.pseudo();
    let facts = Facts {
        properties: &properties,
        before: None,
        attributes: &attributes,
        derived: &kind.attributes,
        pseudo: &pseudo,
        item: None,
    };
    facts.value(expression).map(|value| convert::text(&value))
}

/// Attributes that only the calls needed go; that the name was made up is remembered.
pub fn tidy(being: &mut BeingRow) {
    let mut attributes = document(&being.attributes);
    attributes.retain(|name, _| !name.starts_with('_') || name == names::NAMED);
    being.attributes = Json::Object(attributes).to_string();
}
