//! Outputs of a stack, and what it exports to others.

use cfn_template::Problem;
use kernel::ApiError;
use store::Range;

use super::lookup::World;
use crate::blueprint::Blueprint;
use crate::session::Session;
use crate::state::{EXPORTS, ExportRow, IMPORTED, IMPORTS, OperationRow, OutputRow, STACKS};
use crate::types::convert::text;

/// All outputs whose conditions hold.
pub fn evaluate(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    blueprint: &Blueprint,
) -> Result<Vec<OutputRow>, Problem> {
    let scope = blueprint.scope();
    let mut world = World::of(session);
    let mut made = Vec::new();
    for output in &blueprint.template.outputs {
        if !blueprint.holds(output.condition.as_ref()) {
            continue;
        }
        let value = scope.value(&output.value, &mut world)?.unwrap_or_default();
        if !value.is_string() && !value.is_number() && !value.is_boolean() {
            return Err(Problem(format!(
                "Template format error: The Value field of every Outputs member must evaluate to a \
                 String. ({})",
                output.name
            )));
        }
        let export = match &output.export {
            Some(name) => scope.value(name, &mut world)?.map(|it| text(&it)),
            None => None,
        };
        made.push(OutputRow {
            name: output.name.clone(),
            value: text(&value),
            description: output.description.clone(),
            export,
        });
    }
    let imports = std::mem::take(&mut world.imports);
    note_imports(session, operation, imports);
    Ok(made)
}

/// An import holds from when it was looked up.
pub fn note_imports(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    names: Vec<String>,
) {
    for name in names {
        let key = session.key.clone();
        session.ctx.table_mut(&IMPORTS).put(&(name.as_str(), key.as_str()), &());
        session.ctx.table_mut(&IMPORTED).put(&(key.as_str(), name.as_str()), &());
        if !operation.imports.contains(&name) {
            operation.imports.push(name);
        }
    }
}

/// Takes the outputs on; or says why the exports cannot be so.
pub fn publish(
    session: &mut Session<'_, '_>,
    made: Vec<OutputRow>,
) -> Result<Result<(), String>, ApiError> {
    for output in &made {
        let Some(name) = &output.export else { continue };
        let taken = session.ctx.table(&EXPORTS).get(name.as_str())?;
        if let Some(row) = taken
            && row.stack != session.key
        {
            let other = stack_name(session, &row.stack)?;
            return Ok(Err(format!(
                "Export with name {name} is already exported by stack {other}."
            )));
        }
    }
    let old = session.stack.outputs.clone();
    for output in &old {
        let Some(name) = &output.export else { continue };
        let new = made.iter().find(|it| it.export.as_ref() == Some(name));
        if new.is_some_and(|new| new.value == output.value) {
            continue;
        }
        if let Some(user) = user_of(session, name)? {
            let verb = if new.is_some() { "updated" } else { "deleted" };
            return Ok(Err(format!("Export {name} cannot be {verb} as it is in use by {user}.")));
        }
    }
    withdraw(session);
    for output in &made {
        if let Some(name) = &output.export {
            let row = ExportRow { stack: session.key.clone(), value: output.value.clone() };
            session.ctx.table_mut(&EXPORTS).put(name.as_str(), &row);
        }
    }
    session.stack.outputs = made;
    Ok(Ok(()))
}

/// Takes the exports back.
pub fn withdraw(session: &mut Session<'_, '_>) {
    for output in session.stack.outputs.clone() {
        if let Some(name) = &output.export {
            session.ctx.table_mut(&EXPORTS).delete(name.as_str());
        }
    }
}

/// A stack that imports the export.
pub fn user_of(session: &Session<'_, '_>, export: &str) -> Result<Option<String>, ApiError> {
    let first = session.ctx.table(&IMPORTS).first(&Range::within(&(export,)))?;
    match first {
        Some(((_, user), ())) => stack_name(session, &user).map(Some),
        None => Ok(None),
    }
}

fn stack_name(session: &Session<'_, '_>, key: &str) -> Result<String, ApiError> {
    let row = session.ctx.table(&STACKS).get(key)?;
    Ok(row.map(|row| row.name).unwrap_or_default())
}
