//! An experiment on its way, in steps on the virtual clock: it begins, its actions end one after
//! the other, and when the last has ended so does the experiment.

use std::time::Duration;

use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Value};

use crate::check::{selection, start_after};
use crate::state::{ACTIVE, EXPERIMENTS, ExperimentRow, LEVER, LEVERS, experiment_arn};
use crate::{catalogue, duration, inject, limits};

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
    row.started = Some(ctx.now().micros());
    let is_complete = resolve(ctx, &mut row);
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
fn resolve(ctx: &mut Ctx, row: &mut ExperimentRow) -> bool {
    let targets = row.spec.structure("targets").cloned().unwrap_or_default();
    for (name, value) in targets.iter() {
        let Some(target) = value.as_struct() else { continue };
        let arns = target.list("resourceArns").unwrap_or_default();
        let mut arns: Vec<String> =
            arns.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        let mode = target.str("selectionMode").unwrap_or_default();
        let count = selection(mode, arns.len()).unwrap_or(0);
        while arns.len() > count {
            let one = ctx.chance().below(arns.len() as u64) as usize;
            arns.remove(one);
        }
        arns.sort();
        row.resolved.insert(name.to_owned(), arns);
    }
    row.resolved.values().all(|arns| !arns.is_empty())
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
    for fault in faults {
        ctx.remove_fault(fault);
    }
    go_on(ctx, &id, row)
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
    for action in row.actions.values_mut().filter(|it| it.status == "running") {
        "stopped".clone_into(&mut action.status);
        action.ended = Some(now);
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
    let mut faults = Vec::new();
    if let Some((action, (key, _))) = action.and_then(|it| it.target.map(|target| (it, target))) {
        let target = described.structure("targets").and_then(|it| it.str(key));
        let arns = target.and_then(|target| row.resolved.get(target)).cloned().unwrap_or_default();
        let role = row.spec.str("roleArn").unwrap_or_default();
        for arn in arns {
            let ask = Ask::to("fis", inject::INJECT)
                .with("action", action.id)
                .with("target", arn)
                .with("parameters", parameters.clone())
                .with("experiment", experiment_arn(ctx, id))
                .with("until", (now + lasts).micros());
            let ask = match Arn::parse(role) {
                Some(role) => ask.as_role(&role, id),
                None => ask,
            };
            match ctx.call(ask) {
                Ok(output) => {
                    let made = output.list("faults").unwrap_or_default();
                    faults.extend(made.iter().filter_map(Value::as_int).map(|it| it as u64));
                }
                Err(error) => {
                    for fault in faults {
                        ctx.remove_fault(fault);
                    }
                    let failed = row.actions.entry(name.to_owned()).or_default();
                    "failed".clone_into(&mut failed.status);
                    error.message().clone_into(&mut failed.reason);
                    (failed.started, failed.ended) = (Some(now.micros()), Some(now.micros()));
                    return Err(error);
                }
            }
        }
    }
    let started = row.actions.entry(name.to_owned()).or_default();
    "running".clone_into(&mut started.status);
    "Action is running.".clone_into(&mut started.reason);
    started.started = Some(now.micros());
    started.faults = faults;
    let ask = Ask::to("fis", END_ACTION).with("id", id).with("action", name);
    ctx.enqueue(Job::now(ask).at(now + lasts));
    Ok(())
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
    ctx.table_mut(&EXPERIMENTS).put(id, &row);
    ctx.table_mut(&ACTIVE).delete(id);
    let due = ctx.now() + limits::RETENTION;
    ctx.enqueue(Job::now(Ask::to("fis", FORGET).with("id", id)).at(due));
}

fn open(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<(String, ExperimentRow)>, ApiError> {
    let id = input.str("id").unwrap_or_default();
    let row = ctx.table(&EXPERIMENTS).get(id)?.filter(|row| !row.has_ended());
    Ok(row.map(|row| (id.to_owned(), row)))
}
