//! ListExecutions: of a state machine, and of a Map Run.

use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::api::{ExecutionListItemBuilder, ListExecutionsInput, ListExecutionsOutput};
use crate::history::page_size;
use crate::map_state::MAP_CHILDREN;
use crate::state::{BY_START, EXECUTIONS, ExecutionRow, MACHINES, execution_arn, machine_arn};
use crate::{errors, limits, machine, map_run, names};

/// The newest first.
pub fn list_executions(
    ctx: &mut Ctx<'_>,
    input: ListExecutionsInput<'_>,
) -> Result<ListExecutionsOutput, ApiError> {
    if let Some(run) = input.map_run_arn() {
        if input.state_machine_arn().is_some() {
            return Err(crate::api::error::validation_exception(
                "Either the stateMachineArn or the mapRunArn must be specified, not both",
            ));
        }
        return list_children(ctx, input, run);
    }
    if input.status_filter() == Some("PENDING_REDRIVE") {
        return Err(errors::validation(
            "The mapRunArn must be specified with the statusFilter PENDING_REDRIVE",
            "MISSING_REQUIRED_PARAMETER",
        ));
    }
    let Some(arn) = input.state_machine_arn() else {
        return Err(errors::validation(
            "Either the stateMachineArn or the mapRunArn must be specified",
            "MISSING_REQUIRED_PARAMETER",
        ));
    };
    list_of_machine(ctx, input, arn)
}

fn list_of_machine(
    ctx: &Ctx<'_>,
    input: ListExecutionsInput<'_>,
    arn: &str,
) -> Result<ListExecutionsOutput, ApiError> {
    const OPERATION: &str = "ListExecutions";
    let parts = names::resource(ctx, arn, &["stateMachine"])?;
    let machine = &parts[0];
    let qualifier = parts.get(1).map(String::as_str);
    match ctx.table(&MACHINES).get(machine)? {
        None => return Err(errors::no_such_machine(arn)),
        Some(row) if row.is_express => {
            return Err(errors::type_not_supported("EXPRESS state machines"));
        }
        Some(_) => {}
    }
    let most = page_size(input.max_results());
    let mut range = Range::within(&(machine.as_str(),));
    if let Some(token) = input.next_token() {
        let position = machine::read_token(OPERATION, token)?;
        let (started, name) = position.split_once(' ').ok_or_else(errors::invalid_token)?;
        let started: i64 = started.parse().map_err(|_| errors::invalid_token())?;
        range = range.before(&(machine.as_str(), started, name));
    }
    let mut found = Vec::new();
    let mut token = None;
    let keys = ctx.table(&BY_START).keys(&range.reversed());
    for (examined, key) in keys.enumerate() {
        let (_, started, name) = key?;
        if found.len() == most || examined == limits::EXAMINED_PER_PAGE_MAX {
            break;
        }
        let row = ctx.table(&EXECUTIONS).get(&(machine.as_str(), name.as_str()))?;
        token = Some(format!("{started} {name}"));
        let Some(row) = row else { continue };
        if is_wanted(input, &row, qualifier) {
            found.push(listed(ctx, machine, &name, &row));
        }
    }
    let has_more = match &token {
        Some(position) => {
            let (started, name) = position.split_once(' ').unwrap_or_default();
            let started: i64 = started.parse().unwrap_or_default();
            let range = Range::within(&(machine.as_str(),));
            let rest = range.before(&(machine.as_str(), started, name));
            !ctx.table(&BY_START).is_empty(&rest)?
        }
        None => false,
    };
    let token = token.filter(|_| has_more);
    let token = token.map(|position| page::encode(OPERATION, position.as_bytes()));
    Ok(ListExecutionsOutput::new().executions(found).next_token(token))
}

/// The executions of a Map Run, the last one first.
fn list_children(
    ctx: &Ctx<'_>,
    input: ListExecutionsInput<'_>,
    arn: &str,
) -> Result<ListExecutionsOutput, ApiError> {
    const OPERATION: &str = "ListExecutionsOfMapRun";
    let (id, run) = map_run::find(ctx, arn)?;
    let machine = map_run::child_machine(&run);
    let most = page_size(input.max_results());
    let mut range = Range::within(&(id.as_str(),));
    if let Some(token) = input.next_token() {
        let position = machine::read_token(OPERATION, token)?;
        let index: u64 = position.parse().map_err(|_| errors::invalid_token())?;
        range = range.before(&(id.as_str(), index));
    }
    let (mut found, mut last, mut has_more) = (Vec::new(), None, false);
    for (examined, entry) in ctx.table(&MAP_CHILDREN).scan(&range.reversed()).enumerate() {
        if found.len() == most || examined == limits::EXAMINED_PER_PAGE_MAX {
            has_more = true;
            break;
        }
        let ((_, index), child) = entry?;
        last = Some(index);
        let Some(name) = child.name else { continue };
        let Some(row) = ctx.table(&EXECUTIONS).get(&(machine.as_str(), name.as_str()))? else {
            continue;
        };
        let is_status = match input.status_filter() {
            Some("PENDING_REDRIVE") => child.status == "PENDING_REDRIVE",
            _ => is_wanted(input, &row, None),
        };
        if is_status {
            let shown = listed(ctx, &machine, &name, &row);
            found.push(shown.map_run_arn(arn).item_count(child.items));
        }
    }
    let token = last.filter(|_| has_more);
    let token = token.map(|index| page::encode(OPERATION, index.to_string().as_bytes()));
    Ok(ListExecutionsOutput::new().executions(found).next_token(token))
}

fn is_wanted(input: ListExecutionsInput<'_>, row: &ExecutionRow, of: Option<&str>) -> bool {
    let is_status = input.status_filter().is_none_or(|status| match status {
        "PENDING_REDRIVE" => false,
        status => row.status == status,
    });
    let is_redrive = match input.redrive_filter() {
        Some("REDRIVEN") => row.redrives > 0,
        Some(_) => row.redrives == 0,
        None => true,
    };
    let is_of = of.is_none_or(|of| {
        row.alias.as_deref() == Some(of) || row.version.is_some_and(|it| it.to_string() == of)
    });
    is_status && is_redrive && is_of
}

fn listed(
    ctx: &Ctx<'_>,
    machine: &str,
    name: &str,
    row: &ExecutionRow,
) -> ExecutionListItemBuilder {
    let arn = machine_arn(ctx, machine);
    ExecutionListItemBuilder::new()
        .execution_arn(execution_arn(ctx, row.is_express, machine, name))
        .name(name.split(':').next().unwrap_or_default())
        .status(&row.status)
        .start_date(Timestamp::from_micros(row.started))
        .stop_date(row.stopped.map(Timestamp::from_micros))
        .redrive_count(row.redrives)
        .redrive_date(row.redriven.map(Timestamp::from_micros))
        .state_machine_version_arn(row.version.map(|number| format!("{arn}:{number}")))
        .state_machine_alias_arn(row.alias.as_ref().map(|alias| format!("{arn}:{alias}")))
        .state_machine_arn(arn)
}
