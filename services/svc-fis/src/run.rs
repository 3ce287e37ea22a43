//! An experiment on its way, in steps on the virtual clock: it begins, its actions end one after
//! the other, and when the last has ended so does the experiment.

use std::time::Duration;

use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Struct, Timestamp, Value};
use serde_json::json;

use crate::check::{selection, start_after};
use crate::state::{ACTIVE, ActionRow, EXPERIMENTS, ExperimentRow, LEVER, LEVERS, experiment_arn};
use crate::{account, catalogue, duration, errors, find, inject, limits, log, stop_condition};

/// Input of all: `id`; of the end of an action `action`, too.
pub const BEGIN: &str = "BeginExperiment";
pub const END_ACTION: &str = "EndAction";
pub const STOP: &str = "StopActions";
pub const FORGET: &str = "ForgetExperiment";

pub fn begin(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let Some((id, mut row)) = open(ctx, input)? else { return Ok(Struct::new()) };
    if row.status != "initiating" {
        return Ok(Struct::new());
    }
    if ctx.table(&LEVERS).get(LEVER)?.unwrap_or_default().is_engaged {
        end_all(&mut row, "cancelled", ctx.now().micros());
        finish(ctx, &id, row, "cancelled", "The safety lever is engaged.");
        return Ok(Struct::new());
    }
    if stop_condition::is_met(ctx, &row)? {
        end_all(&mut row, "cancelled", ctx.now().micros());
        finish(ctx, &id, row, "stopped", "A stop condition is met already.");
        return Ok(Struct::new());
    }
    row.started = Some(ctx.now().micros());
    let began = json!({
        "experiment_template_id": row.template,
        "experiment_start_time": log::time(ctx.now()),
    });
    log::note(ctx, (&id, &mut row), "experiment-start", began);
    let is_complete = match resolve(ctx, &id, &mut row) {
        Ok(is_complete) => is_complete,
        Err(error) => {
            end_all(&mut row, "cancelled", ctx.now().micros());
            let reason = format!("Targets could not be resolved: {}", error.message());
            finish(ctx, &id, row, "failed", &reason);
            return Ok(Struct::new());
        }
    };
    let mode = row.spec.structure("experimentOptions");
    let skips = mode.and_then(|it| it.str("emptyTargetResolutionMode")) == Some("skip");
    if !is_complete && !skips {
        end_all(&mut row, "cancelled", ctx.now().micros());
        finish(ctx, &id, row, "failed", "A target has resolved to no resources.");
        return Ok(Struct::new());
    }
    if row.skips_actions {
        end_all(&mut row, "skipped", ctx.now().micros());
        finish(ctx, &id, row, "completed", "Experiment completed.");
        return Ok(Struct::new());
    }
    "running".clone_into(&mut row.status);
    "Experiment is running.".clone_into(&mut row.reason);
    go_on(ctx, &id, row)
}

/// Chooses the resources of each target; whether each has some.
fn resolve(ctx: &mut Ctx, id: &str, row: &mut ExperimentRow) -> Result<bool, ApiError> {
    let targets = row.spec.structure("targets").cloned().unwrap_or_default();
    for (name, value) in targets.iter() {
        let Some(target) = value.as_struct() else { continue };
        let started =
            json!({"target_resolution_start_time": log::time(ctx.now()), "target_name": name});
        log::note(ctx, (id, row), "target-resolution-start", started);
        let mut arns = identify(ctx, id, row, target)?;
        let mode = target.str("selectionMode").unwrap_or_default();
        let count = selection(mode, arns.len()).unwrap_or(0);
        while arns.len() > count {
            let one = ctx.chance().below(arns.len() as u64) as usize;
            arns.remove(one);
        }
        arns.sort();
        note_resolved(ctx, (id, row), (name, target), &arns);
        row.resolved.insert(name.to_owned(), arns);
    }
    Ok(row.resolved.values().all(|arns| !arns.is_empty()))
}

/// The resources that a target means: those that it names, or those of the accounts that have its
/// tags and pass its filters.
fn identify(
    ctx: &mut Ctx,
    id: &str,
    row: &ExperimentRow,
    target: &Struct,
) -> Result<Vec<String>, ApiError> {
    let texts = |list: &[Value]| -> Vec<String> {
        list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let arns = target.list("resourceArns").unwrap_or_default();
    let filters = target.list("filters").unwrap_or_default();
    if !arns.is_empty() && filters.is_empty() {
        return Ok(texts(arns));
    }
    let mut found = Vec::new();
    for account in account::accounts_of(ctx, row) {
        let ask = Ask::to("fis", find::FIND)
            .with("type", target.str("resourceType").unwrap_or_default())
            .with("arns", Value::List(arns.to_vec()))
            .with("tags", target.structure("resourceTags").cloned().unwrap_or_default())
            .with("filters", Value::List(filters.to_vec()));
        let ask = account::as_role_in(ctx, (id, row), account, ask)?;
        found.extend(texts(ctx.call(ask)?.list("arns").unwrap_or_default()));
    }
    Ok(found)
}

fn note_resolved(
    ctx: &Ctx<'_>,
    (id, row): (&str, &mut ExperimentRow),
    (name, target): (&str, &Struct),
    arns: &[String],
) {
    let now = log::time(ctx.now());
    let resolved: Vec<_> = arns.iter().map(|arn| json!({"arn": arn})).collect();
    let details = json!({
        "target_resolution_end_time": now,
        "target_name": name,
        "target_type": target.str("resourceType"),
        "account_id": ctx.account().as_str(),
        "resolved_targets": resolved,
        "page": 1,
        "total_pages": 1,
    });
    log::note(ctx, (id, row), "target-resolution-detail", details);
    let ended = json!({"target_resolution_end_time": now, "target_name": name});
    log::note(ctx, (id, row), "target-resolution-end", ended);
}

pub fn end_action(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let Some((id, mut row)) = open(ctx, input)? else { return Ok(Struct::new()) };
    let name = input.str("action").unwrap_or_default();
    let Some(action) = row.actions.get_mut(name).filter(|it| it.status == "running") else {
        return Ok(Struct::new());
    };
    "completed".clone_into(&mut action.status);
    "Action completed.".clone_into(&mut action.reason);
    action.ended = Some(ctx.now().micros());
    let faults = std::mem::take(&mut action.faults);
    meter(ctx, &id, &row, name);
    for fault in faults {
        ctx.remove_fault(fault);
    }
    note_end(ctx, (&id, &mut row), name);
    go_on(ctx, &id, row)
}

/// "You are charged based on the duration that an action is active": minutes that were begun, and
/// once more for each further account.
fn meter(ctx: &Ctx<'_>, id: &str, row: &ExperimentRow, name: &str) {
    let Some(ActionRow { started: Some(started), ended: Some(ended), .. }) = row.actions.get(name)
    else {
        return;
    };
    let minutes = (ended - started).max(0).cast_unsigned().div_ceil(60_000_000);
    let further = account::accounts_of(ctx, row).len().saturating_sub(1) as u64;
    let arn = experiment_arn(ctx, id);
    ctx.meter_for("Action-Minutes", &arn, minutes);
    ctx.meter_for("Action-Minutes-AdditionalAccount", &arn, minutes * further);
}

fn note_end(ctx: &Ctx<'_>, (id, row): (&str, &mut ExperimentRow), name: &str) {
    let described = row.spec.structure("actions").and_then(|it| it.structure(name));
    let action = described.and_then(|it| it.str("actionId")).unwrap_or_default().to_owned();
    let Some(ran) = row.actions.get(name) else { return };
    let details = json!({
        "action_name": name,
        "action_id": action,
        "action_end_time": log::time(ctx.now()),
        "action_state": {"status": ran.status, "reason": ran.reason},
    });
    log::note(ctx, (id, row), "action-end", details);
}

pub fn stop(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let Some((id, row)) = open(ctx, input)? else { return Ok(Struct::new()) };
    halt(ctx, &id, row, "stopped", "Experiment was stopped.");
    Ok(Struct::new())
}

/// Its time to be remembered is over.
pub fn forget(ctx: &mut Ctx, input: &Struct) -> OpResult {
    ctx.table_mut(&EXPERIMENTS).delete(input.str("id").unwrap_or_default());
    Ok(Struct::new())
}

/// Ends what runs, and the experiment.
pub fn halt(ctx: &mut Ctx, id: &str, mut row: ExperimentRow, status: &str, reason: &str) {
    for action in row.actions.values_mut() {
        for fault in std::mem::take(&mut action.faults) {
            ctx.remove_fault(fault);
        }
    }
    let now = ctx.now().micros();
    let is_running = |(_, it): &(&String, &mut ActionRow)| it.status == "running";
    let mut stopped = Vec::new();
    for (name, action) in row.actions.iter_mut().filter(is_running) {
        "stopped".clone_into(&mut action.status);
        "Action was stopped.".clone_into(&mut action.reason);
        action.ended = Some(now);
        stopped.push(name.clone());
    }
    for name in stopped {
        meter(ctx, id, &row, &name);
        note_end(ctx, (id, &mut row), &name);
    }
    end_all(&mut row, "cancelled", now);
    finish(ctx, id, row, status, reason);
}

/// Starts the actions whose turn it is, and ends the experiment after the last.
fn go_on(ctx: &mut Ctx, id: &str, mut row: ExperimentRow) -> OpResult {
    let actions = row.spec.structure("actions").cloned().unwrap_or_default();
    for (name, described) in actions.iter() {
        let is_done = |name: &str| {
            row.actions
                .get(name)
                .is_some_and(|it| matches!(it.status.as_str(), "completed" | "skipped"))
        };
        let is_pending = row.actions.get(name).is_some_and(|it| it.status == "pending");
        if !is_pending || !start_after(described).all(is_done) {
            continue;
        }
        let Some(described) = described.as_struct() else { continue };
        if let Err(error) = start(ctx, id, &mut row, (name, described)) {
            let reason = format!("Action {name} failed: {}", error.message());
            halt(ctx, id, row, "failed", &reason);
            return Ok(Struct::new());
        }
    }
    let is_over = row.actions.values().all(|it| it.ended.is_some());
    if is_over {
        finish(ctx, id, row, "completed", "Experiment completed.");
    } else {
        ctx.table_mut(&EXPERIMENTS).put(id, &row);
    }
    Ok(Struct::new())
}

fn start(
    ctx: &mut Ctx,
    id: &str,
    row: &mut ExperimentRow,
    (name, described): (&str, &Struct),
) -> Result<(), ApiError> {
    let now = ctx.now();
    let nothing = Struct::new();
    let parameters = described.structure("parameters").unwrap_or(&nothing);
    let action = described.str("actionId").and_then(catalogue::find);
    let lasts = parameters.str("duration").and_then(duration::parse).unwrap_or(Duration::ZERO);
    let began = json!({
        "action_name": name,
        "action_id": described.str("actionId"),
        "experiment_role_arn": row.spec.str("roleArn"),
        "action_start_time": log::time(now),
        "action_targets": log::json_of(described.structure("targets")),
        "parameters": log::json_of(described.structure("parameters")),
    });
    log::note(ctx, (id, row), "action-start", began);
    let lasting = Lasting { until: now + lasts, parameters };
    let faults = match action {
        Some(action) => match strike(ctx, (id, row), action, described, lasting) {
            Ok(faults) => faults,
            Err(error) => {
                note_failure(ctx, (id, row), (name, described), &error);
                return Err(error);
            }
        },
        None => Vec::new(),
    };
    let started = row.actions.entry(name.to_owned()).or_default();
    "running".clone_into(&mut started.status);
    "Action is running.".clone_into(&mut started.reason);
    started.started = Some(now.micros());
    started.faults = faults;
    let ask = Ask::to("fis", END_ACTION).with("id", id).with("action", name);
    ctx.enqueue(Job::now(ask).at(now + lasts));
    Ok(())
}

/// What an action is given besides its targets.
#[derive(Clone, Copy)]
struct Lasting<'a> {
    until: Timestamp,
    parameters: &'a Struct,
}

/// Does to each target what the action does; the faults that were made. All or none.
fn strike(
    ctx: &mut Ctx,
    (id, row): (&str, &ExperimentRow),
    action: &catalogue::Action,
    described: &Struct,
    lasting: Lasting<'_>,
) -> Result<Vec<u64>, ApiError> {
    let arns = match action.target {
        Some((key, _)) => {
            let target = described.structure("targets").and_then(|it| it.str(key));
            target.and_then(|target| row.resolved.get(target)).cloned().unwrap_or_default()
        }
        // Once, at the experiment's own place.
        None if action.does == catalogue::Does::Wait => Vec::new(),
        None => vec![experiment_arn(ctx, id)],
    };
    let mut faults: Vec<u64> = Vec::new();
    for arn in arns {
        let ask = Ask::to("fis", inject::INJECT)
            .with("action", action.id)
            .with("target", arn.as_str())
            .with("parameters", lasting.parameters.clone())
            .with("experiment", experiment_arn(ctx, id))
            .with("until", lasting.until.micros());
        let asked = owner_of(ctx, (id, row), action, &arn)
            .and_then(|account| account::as_role_in(ctx, (id, row), account, ask));
        match asked.and_then(|ask| ctx.call(ask)) {
            Ok(output) => {
                let made = output.list("faults").unwrap_or_default();
                faults.extend(made.iter().filter_map(Value::as_int).map(|it| it as u64));
            }
            Err(error) => {
                for fault in faults {
                    ctx.remove_fault(fault);
                }
                return Err(error);
            }
        }
    }
    Ok(faults)
}

/// The account whose resource it is: ARNs of buckets do not say.
fn owner_of(
    ctx: &mut Ctx,
    (id, row): (&str, &ExperimentRow),
    action: &catalogue::Action,
    arn: &str,
) -> Result<AccountId, ApiError> {
    let accounts = account::accounts_of(ctx, row);
    if let [only] = accounts.as_slice() {
        return Ok(*only);
    }
    if let Some(account) = Arn::parse(arn).and_then(|it| it.account_id()) {
        return Ok(account);
    }
    for account in accounts {
        let ask = Ask::to("fis", find::FIND)
            .with("type", action.target.map_or("", |(_, kind)| kind))
            .with("arns", vec![Value::from(arn)]);
        let ask = account::as_role_in(ctx, (id, row), account, ask)?;
        if !ctx.call(ask)?.list("arns").unwrap_or_default().is_empty() {
            return Ok(account);
        }
    }
    Err(errors::invalid(format!("{arn} is in none of the target accounts.")))
}

fn note_failure(
    ctx: &Ctx<'_>,
    (id, row): (&str, &mut ExperimentRow),
    (name, described): (&str, &Struct),
    error: &ApiError,
) {
    let now = ctx.now();
    let failed = row.actions.entry(name.to_owned()).or_default();
    "failed".clone_into(&mut failed.status);
    error.message().clone_into(&mut failed.reason);
    (failed.started, failed.ended) = (Some(now.micros()), Some(now.micros()));
    let details = json!({
        "action_name": name,
        "action_id": described.str("actionId"),
        "error_information": error.message(),
    });
    log::note(ctx, (id, row), "action-error", details);
}

/// Those that have not begun.
fn end_all(row: &mut ExperimentRow, status: &str, now: i64) {
    for action in row.actions.values_mut().filter(|it| it.ended.is_none()) {
        status.clone_into(&mut action.status);
        action.reason.clear();
        action.ended = Some(now);
    }
}

fn finish(ctx: &mut Ctx, id: &str, mut row: ExperimentRow, status: &str, reason: &str) {
    status.clone_into(&mut row.status);
    reason.clone_into(&mut row.reason);
    row.ended = Some(ctx.now().micros());
    let details = json!({
        "experiment_end_time": log::time(ctx.now()),
        "experiment_state": {"status": status, "reason": reason},
    });
    log::note(ctx, (id, &mut row), "experiment-end", details);
    ctx.table_mut(&EXPERIMENTS).put(id, &row);
    ctx.table_mut(&ACTIVE).delete(id);
    log::deliver_later(ctx, id, &row);
    let due = ctx.now() + limits::RETENTION;
    ctx.enqueue(Job::now(Ask::to("fis", FORGET).with("id", id)).at(due));
}

fn open(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<(String, ExperimentRow)>, ApiError> {
    let id = input.str("id").unwrap_or_default();
    let row = ctx.table(&EXPERIMENTS).get(id)?.filter(|row| !row.has_ended());
    Ok(row.map(|row| (id.to_owned(), row)))
}
