//! Stacks within stacks.

use kernel::{ApiError, Ask, Struct, Value};
use serde_json::{Map, Value as Json};

use super::run::{self, Pace};
use super::{RUN, Ticket};
use crate::find;
use crate::limits::STACK_NAME_CHARS_MAX;
use crate::session::{Session, document};
use crate::state::{ItemState, Mode, OPERATIONS, OperationRow, ResourceRow, STACKS, StackRow};
use crate::types::convert::text;

/// The member of CreateStack that only this service sets: the stack and resource that it is for.
pub const PARENT: &str = ":parent";
pub const PARENT_LOGICAL: &str = ":parent-logical-id";

pub fn advance(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
    row: &mut ResourceRow,
) -> Result<Pace, ApiError> {
    if operation.items[at].at == 0 {
        operation.items[at].at = 1;
        return match begin(session, operation, at, row) {
            Ok(true) => Ok(Pace::Parked),
            Ok(false) => Ok(Pace::Done),
            Err(error) => Ok(Pace::Failed(error.message().to_owned())),
        };
    }
    look(session, operation.items[at].mode, row)
}

/// Whether there is something to wait for.
fn begin(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
    row: &mut ResourceRow,
) -> Result<bool, ApiError> {
    let id = operation.items[at].logical_id.clone();
    let mode = operation.items[at].mode;
    let way = run::way(mode, row);
    let own = row.being.physical.clone().unwrap_or_default();
    match mode {
        Mode::Delete => {
            let ask = Ask::to("cloudformation", "DeleteStack").with("StackName", own);
            session.call(ask)?;
            Ok(true)
        }
        Mode::Update | Mode::Restore => {
            let input = input(session, &way.now).with("StackName", own);
            let ask = Ask::to("cloudformation", "UpdateStack").with_input(input);
            match session.call(ask) {
                Ok(_) => Ok(true),
                Err(error) if error.message().starts_with("No updates") => Ok(false),
                Err(error) => Err(error),
            }
        }
        _ => {
            let random = session.ctx.chance().upper(12);
            let room = STACK_NAME_CHARS_MAX - random.len() - 1;
            let name: String = format!("{}-{id}", session.stack.name).chars().take(room).collect();
            let mut input = input(session, &way.now)
                .with("StackName", format!("{name}-{random}"))
                .with("DisableRollback", session.stack.disable_rollback)
                .with(PARENT, session.key.as_str())
                .with(PARENT_LOGICAL, id.as_str());
            if let Some(minutes) = way.now.get("TimeoutInMinutes").and_then(Json::as_i64) {
                input.set("TimeoutInMinutes", minutes);
            }
            let ask = Ask::to("cloudformation", "CreateStack").with_input(input);
            let output = session.call(ask)?;
            row.being.physical = output.str("StackId").map(str::to_owned);
            run::initiated(session, operation, at, row)?;
            Ok(true)
        }
    }
}

fn input(session: &Session<'_, '_>, given: &Map<String, Json>) -> Struct {
    let parameters = given.get("Parameters").and_then(Json::as_object);
    let parameters: Vec<Value> = parameters
        .into_iter()
        .flatten()
        .map(|(name, value)| {
            // Lists are written with commas.
            let value = match value {
                Json::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(","),
                other => text(other),
            };
            let one = Struct::new().with("ParameterKey", name.as_str());
            Value::Struct(one.with("ParameterValue", value))
        })
        .collect();
    let tags = given.get("Tags").and_then(Json::as_array).into_iter().flatten();
    let tags: Vec<Value> = tags
        .map(|tag| {
            let text = |name: &str| tag.get(name).map(text).unwrap_or_default();
            Value::Struct(Struct::new().with("Key", text("Key")).with("Value", text("Value")))
        })
        .collect();
    let texts = |name: &str| -> Vec<Value> {
        let items = given.get(name).and_then(Json::as_array).into_iter().flatten();
        items.map(|item| Value::String(text(item))).collect()
    };
    let capabilities: Vec<Value> =
        session.stack.capabilities.iter().map(|it| Value::String(it.clone())).collect();
    let mut input = Struct::new()
        .with("TemplateURL", given.get("TemplateURL").map(text).unwrap_or_default())
        .with("Parameters", parameters)
        .with("Tags", tags)
        .with("NotificationARNs", texts("NotificationARNs"))
        .with("Capabilities", capabilities);
    if let Some(role) = &session.stack.role {
        input.set("RoleARN", role.as_str());
    }
    input
}

/// How the nested stack is.
fn look(session: &Session<'_, '_>, mode: Mode, row: &mut ResourceRow) -> Result<Pace, ApiError> {
    let id = row.being.physical.clone().unwrap_or_default();
    let key = find::key_of(&id).unwrap_or_default();
    let Some(child) = session.ctx.table(&STACKS).get(key)? else { return Ok(Pace::Done) };
    let status = child.status.as_str();
    if status.ends_with("_IN_PROGRESS") {
        return Ok(Pace::Parked);
    }
    let verb = match mode {
        Mode::Delete => "deleted",
        Mode::Update | Mode::Restore => "updated",
        _ => "created",
    };
    let is_well = match mode {
        Mode::Delete => status == "DELETE_COMPLETE",
        Mode::Update | Mode::Restore => status == "UPDATE_COMPLETE",
        _ => status == "CREATE_COMPLETE",
    };
    if !is_well {
        let reason = child.reason.unwrap_or_default();
        return Ok(Pace::Failed(format!(
            "Embedded stack {id} was not successfully {verb}: {reason}"
        )));
    }
    let mut attributes = document(&row.being.attributes);
    attributes.retain(|name, _| !name.starts_with("Outputs."));
    for output in &child.outputs {
        attributes.insert(format!("Outputs.{}", output.name), output.value.as_str().into());
    }
    attributes.insert("StackId".to_owned(), id.into());
    row.being.attributes = Json::Object(attributes).to_string();
    Ok(Pace::Done)
}

/// Tells the stack around this one that an operation has ended.
pub fn tell_parent(session: &mut Session<'_, '_>) -> Result<(), ApiError> {
    let Some(parent) = session.stack.parent.clone() else { return Ok(()) };
    let row = session.ctx.table(&OPERATIONS).get(parent.stack.as_str())?;
    let Some(operation) = row else { return Ok(()) };
    let is_it = |item: &crate::state::ItemRow| {
        item.state == ItemState::Running && item.logical_id == parent.logical_id
    };
    if let Some(at) = operation.items.iter().position(is_it) {
        let ticket = Ticket {
            stack: parent.stack,
            operation: operation.id,
            turn: operation.turn,
            item: at as u32,
        };
        ticket.enqueue(session.ctx, &operation.caller, RUN, None);
    }
    Ok(())
}

/// The outermost stack of a parent.
pub fn root_of(parent: &StackRow) -> String {
    parent.root.clone().unwrap_or_else(|| parent.id.clone())
}
