//! Map Runs: what a Map state in distributed mode leaves to executions of its own.
//!
//! A run goes through three phases, each a chain of steps that do so much and leave the rest to the
//! next: items are read and become children ([`crate::map_reader`]), children run
//! ([`crate::map_children`]), results are written ([`crate::map_writer`]). What is kept in memory
//! is what one step needs.
//!
//! Source: Step Functions Developer Guide, "Using Map state in Distributed mode", "Viewing a
//! Distributed Map Run execution", "Redriving Map Runs"; API Reference, DescribeMapRun,
//! ListMapRuns, UpdateMapRun.

use asl::{Failure, Frame, MapRun};
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, Struct, Timestamp, page};
use serde_json::Value as Json;
use store::Range;

use crate::api::{
    DescribeMapRunInput, DescribeMapRunOutput, ListMapRunsInput, ListMapRunsOutput,
    MapRunExecutionCountsBuilder, MapRunItemCountsBuilder, MapRunListItemBuilder,
    UpdateMapRunInput, UpdateMapRunOutput,
};
use crate::history::page_size;
use crate::map_state::{
    Counts, MAP_CHILDREN, MAP_OPEN, MAP_PLANS, MAP_QUEUE, MAP_RUN_OF_FRAME, MAP_RUNNING, MAP_RUNS,
    MAP_RUNS_OF, MapPhase, MapPlanRow, MapRunRow,
};
use crate::runner::Runner;
use crate::state::{PRINCIPAL, SERVICE, TextRow, arn, machine_arn};
use crate::{errors, execution, limits, map_children, map_reader, map_writer};

/// The most children that run at a time ("10,000 parallel child workflow executions").
pub const CONCURRENCY_MAX: u32 = 10_000;

/// The name of the machine of a run's executions: `machine/label`.
pub fn child_machine(row: &MapRunRow) -> String {
    format!("{}/{}", row.machine, row.label)
}

pub fn run_arn(ctx: &Ctx<'_>, row: &MapRunRow, id: &str) -> String {
    arn(ctx, &format!("mapRun:{}:{id}", child_machine(row)))
}

/// A step of a run, as the service for the state machine.
pub fn step(ctx: &Ctx<'_>, row: &MapRunRow, name: &'static str, id: &str) -> Ask {
    Ask::to(SERVICE, name)
        .with("Run", id)
        .as_service(PRINCIPAL)
        .for_source(machine_arn(ctx, &row.machine), ctx.account())
}

pub fn leave(ctx: &mut Ctx<'_>, row: &MapRunRow, name: &'static str, id: &str) {
    let ask = step(ctx, row, name, id);
    ctx.enqueue(Job::now(ask));
}

pub fn start(runner: &mut Runner<'_, '_>, frame: &Frame, plan: MapRun) -> Result<String, ApiError> {
    let id = runner.ctx.chance().uuid();
    // "If you don't specify a Label, Step Functions automatically generates a unique label."
    let label = match &plan.label {
        Some(label) => label.clone(),
        None => runner.ctx.chance().uuid(),
    };
    // A run within a run belongs to the state machine, as all do.
    let machine = runner.run.machine.split('/').next().unwrap_or_default().to_owned();
    let row = MapRunRow {
        uid: runner.uid,
        frame: frame.id,
        ticket: frame.ticket,
        machine,
        label,
        execution_arn: runner.execution_arn(),
        machine_id: runner.run.machine_id,
        revision: runner.run.revision.clone(),
        places: asl::map_run::places(frame),
        is_express: plan.is_express,
        status: "RUNNING".to_owned(),
        phase: MapPhase::Reading,
        started: runner.ctx.now().micros(),
        stopped: None,
        max_concurrency: plan.max_concurrency,
        tolerated_count: plan.tolerated_count,
        tolerated_percentage: plan.tolerated_percentage,
        cursor: None,
        read: 0,
        children: 0,
        items: Counts::default(),
        executions: Counts::default(),
        output_bytes: 0,
        redrives: 0,
        redriven: None,
        error: None,
        cause: None,
        written: None,
        queue_from: 0,
    };
    runner.ctx.table_mut(&MAP_RUNS).put(&id, &row);
    runner.ctx.table_mut(&MAP_PLANS).put(&id, &MapPlanRow { plan });
    runner.ctx.table_mut(&MAP_RUNS_OF).put(&(row.uid, row.started, id.clone()), &());
    let of_frame = TextRow { text: id.clone() };
    runner.ctx.table_mut(&MAP_RUN_OF_FRAME).put(&(row.uid, row.frame), &of_frame);
    leave(runner.ctx, &row, map_reader::READ, &id);
    Ok(run_arn(runner.ctx, &row, &id))
}

/// The run under way, of a step's input.
pub fn of_step(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<(String, MapRunRow)>, ApiError> {
    let id = input.str("Run").unwrap_or_default().to_owned();
    Ok(ctx.table(&MAP_RUNS).get(&id)?.map(|row| (id, row)))
}

pub fn keep(ctx: &mut Ctx<'_>, id: &str, row: &MapRunRow) {
    ctx.table_mut(&MAP_RUNS).put(id, row);
}

/// The execution whose state waits for the run, with its frame.
pub fn parent<'c, 'w>(
    ctx: &'c mut Ctx<'w>,
    row: &MapRunRow,
) -> Result<Option<(Runner<'c, 'w>, Frame)>, ApiError> {
    let Some(runner) = Runner::load(ctx, row.uid)? else { return Ok(None) };
    let frame = runner.awaiting(row.frame, row.ticket)?;
    Ok(frame.map(|frame| (runner, frame)))
}

/// The run fails: what runs is stopped, what has not begun never does.
pub fn fail(
    ctx: &mut Ctx<'_>,
    id: &str,
    row: &mut MapRunRow,
    failure: &Failure,
) -> Result<(), ApiError> {
    row.error = Some(failure.error.clone());
    row.cause.clone_from(&failure.cause);
    row.phase = MapPhase::Stopping;
    keep(ctx, id, row);
    leave(ctx, row, map_children::STOP, id);
    Ok(())
}

/// The state that waits for a run is cut off, and the run with it.
pub fn abort(ctx: &mut Ctx<'_>, uid: u64, frame: u64) -> Result<(), ApiError> {
    let Some(found) = ctx.table(&MAP_RUN_OF_FRAME).get(&(uid, frame))? else { return Ok(()) };
    let Some(mut row) = ctx.table(&MAP_RUNS).get(&found.text)? else { return Ok(()) };
    if row.phase == MapPhase::Over {
        return Ok(());
    }
    "ABORTED".clone_into(&mut row.status);
    row.stopped = Some(ctx.now().micros());
    row.phase = MapPhase::Stopping;
    keep(ctx, &found.text, &row);
    leave(ctx, &row, map_children::STOP, &found.text);
    Ok(())
}

/// All is done: the state goes on.
pub fn finish(
    ctx: &mut Ctx<'_>,
    id: &str,
    row: &mut MapRunRow,
    result: Result<Json, Failure>,
) -> Result<(), ApiError> {
    row.phase = MapPhase::Over;
    if row.status == "RUNNING" {
        let is_success = row.error.is_none();
        (if is_success { "SUCCEEDED" } else { "FAILED" }).clone_into(&mut row.status);
        row.stopped = Some(ctx.now().micros());
    }
    keep(ctx, id, row);
    if let Some((runner, frame)) = parent(ctx, row)? {
        runner.interpret(|interpreter| interpreter.map_run_ended(frame, result))?;
    }
    Ok(())
}

/// "When you redrive a parent workflow, it redrives all the unsuccessful states, including a failed
/// Map Run": children that had not ended well go on, or begin if they never had.
pub fn redrive(
    runner: &mut Runner<'_, '_>,
    frame: &Frame,
) -> Result<Option<(String, u32)>, ApiError> {
    let key = (runner.uid, frame.id);
    let Some(found) = runner.ctx.table(&MAP_RUN_OF_FRAME).get(&key)? else { return Ok(None) };
    let id = found.text;
    let Some(mut row) = runner.ctx.table(&MAP_RUNS).get(&id)? else { return Ok(None) };
    let is_here = row.places.last().is_some_and(|place| place.state == frame.state);
    // What could not be read or written is a new run's to try.
    let is_readable = row.children > 0 && row.cursor.is_none();
    if !is_here || row.status == "SUCCEEDED" || !is_readable {
        return Ok(None);
    }
    "RUNNING".clone_into(&mut row.status);
    (row.stopped, row.error, row.cause, row.written) = (None, None, None, None);
    row.ticket = frame.ticket;
    row.phase = MapPhase::Requeueing { next: 0 };
    row.queue_from = 0;
    row.redrives += 1;
    row.redriven = Some(runner.ctx.now().micros());
    keep(runner.ctx, &id, &row);
    leave(runner.ctx, &row, map_children::REQUEUE, &id);
    Ok(Some((run_arn(runner.ctx, &row, &id), row.redrives)))
}

/// Forgets the runs of an execution, by as much as a step may; whether all are gone.
pub fn forget(ctx: &mut Ctx<'_>, uid: u64) -> Result<bool, ApiError> {
    let runs = ctx.table(&MAP_RUNS_OF).keys(&Range::within(&(uid,)));
    let Some((_, started, id)) = runs.take(1).next().transpose()? else {
        ctx.table_mut(&MAP_RUN_OF_FRAME).delete_range(&Range::within(&(uid,)))?;
        return Ok(true);
    };
    let range = Range::within(&(id.as_str(),));
    let children = ctx.table(&MAP_CHILDREN).keys(&range).take(limits::DROPPED_PER_STEP_MAX);
    let children = children.collect::<Result<Vec<_>, _>>()?;
    for key in &children {
        ctx.table_mut(&MAP_CHILDREN).delete(key);
        ctx.table_mut(&MAP_QUEUE).delete(key);
        ctx.table_mut(&MAP_RUNNING).delete(key);
    }
    if children.len() < limits::DROPPED_PER_STEP_MAX {
        ctx.table_mut(&MAP_OPEN).delete(&id);
        ctx.table_mut(&MAP_PLANS).delete(&id);
        ctx.table_mut(&MAP_RUNS).delete(&id);
        ctx.table_mut(&MAP_RUNS_OF).delete(&(uid, started, id));
    }
    Ok(false)
}

/// A run by its ARN.
pub fn find(ctx: &Ctx<'_>, text: &str) -> Result<(String, MapRunRow), ApiError> {
    let invalid = || errors::invalid_arn(text);
    let parsed = Arn::parse(text).ok_or_else(invalid)?;
    let name = parsed.resource.strip_prefix("mapRun:").ok_or_else(invalid)?;
    let (machine, id) = name.rsplit_once(':').ok_or_else(invalid)?;
    if parsed.account_id() != Some(ctx.account()) || parsed.region() != Some(ctx.region()) {
        return Err(invalid());
    }
    let row = ctx.table(&MAP_RUNS).get(id)?.filter(|row| child_machine(row) == machine);
    Ok((id.to_owned(), row.ok_or_else(|| errors::no_such_resource(text))?))
}

pub fn describe_map_run(
    ctx: &mut Ctx<'_>,
    input: DescribeMapRunInput<'_>,
) -> Result<DescribeMapRunOutput, ApiError> {
    let (_, row) = find(ctx, input.map_run_arn())?;
    let count = |number: u64| number.cast_signed();
    let (items, executions) = (&row.items, &row.executions);
    Ok(DescribeMapRunOutput::new()
        .map_run_arn(input.map_run_arn())
        .execution_arn(&row.execution_arn)
        .status(&row.status)
        .start_date(Timestamp::from_micros(row.started))
        .stop_date(row.stopped.map(Timestamp::from_micros))
        .max_concurrency(i64::from(row.max_concurrency))
        .tolerated_failure_percentage(row.tolerated_percentage.unwrap_or(0.0))
        .tolerated_failure_count(count(row.tolerated_count.unwrap_or(0)))
        .item_counts(
            MapRunItemCountsBuilder::new()
                .pending(count(items.pending))
                .running(count(items.running))
                .succeeded(count(items.succeeded))
                .failed(count(items.failed))
                .timed_out(count(items.timed_out))
                .aborted(count(items.aborted))
                .total(count(items.total()))
                .results_written(count(items.written))
                .failures_not_redrivable(0_i64)
                .pending_redrive(count(items.pending_redrive)),
        )
        .execution_counts(
            MapRunExecutionCountsBuilder::new()
                .pending(count(executions.pending))
                .running(count(executions.running))
                .succeeded(count(executions.succeeded))
                .failed(count(executions.failed))
                .timed_out(count(executions.timed_out))
                .aborted(count(executions.aborted))
                .total(count(executions.total()))
                .results_written(count(executions.written))
                .failures_not_redrivable(0_i64)
                .pending_redrive(count(executions.pending_redrive)),
        )
        .redrive_count(row.redrives)
        .redrive_date(row.redriven.map(Timestamp::from_micros)))
}

pub fn list_map_runs(
    ctx: &mut Ctx<'_>,
    input: ListMapRunsInput<'_>,
) -> Result<ListMapRunsOutput, ApiError> {
    const OPERATION: &str = "ListMapRuns";
    let (key, execution) = execution::find_standard(ctx, input.execution_arn())?;
    let most = page_size(input.max_results());
    let mut range = Range::within(&(execution.uid,));
    if let Some(token) = input.next_token() {
        let position = crate::machine::read_token(OPERATION, token)?;
        let (started, id) = position.split_once(' ').ok_or_else(errors::invalid_token)?;
        let started: i64 = started.parse().map_err(|_| errors::invalid_token())?;
        range = range.after(&(execution.uid, started, id));
    }
    let keys = ctx.table(&MAP_RUNS_OF).keys(&range).take(most + 1);
    let mut keys = keys.collect::<Result<Vec<_>, _>>()?;
    let has_more = keys.len() > most;
    keys.truncate(most);
    let token = keys
        .last()
        .filter(|_| has_more)
        .map(|(_, started, id)| page::encode(OPERATION, format!("{started} {id}").as_bytes()));
    let mut shown = Vec::with_capacity(keys.len());
    for (_, _, id) in keys {
        let Some(row) = ctx.table(&MAP_RUNS).get(&id)? else { continue };
        shown.push(
            MapRunListItemBuilder::new()
                .execution_arn(input.execution_arn())
                .map_run_arn(run_arn(ctx, &row, &id))
                .state_machine_arn(machine_arn(ctx, &key.0))
                .start_date(Timestamp::from_micros(row.started))
                .stop_date(row.stopped.map(Timestamp::from_micros)),
        );
    }
    Ok(ListMapRunsOutput::new().map_runs(shown).next_token(token))
}

pub fn update_map_run(
    ctx: &mut Ctx<'_>,
    input: UpdateMapRunInput<'_>,
) -> Result<UpdateMapRunOutput, ApiError> {
    let (id, mut row) = find(ctx, input.map_run_arn())?;
    if row.status != "RUNNING" {
        return Err(errors::validation(
            "A Map Run that has ended cannot be updated",
            "CANNOT_UPDATE_COMPLETED_MAP_RUN",
        ));
    }
    if let Some(most) = input.max_concurrency() {
        row.max_concurrency = u32::try_from(most).unwrap_or(u32::MAX);
    }
    if let Some(count) = input.tolerated_failure_count() {
        row.tolerated_count = Some(count.unsigned_abs());
    }
    if let Some(percentage) = input.tolerated_failure_percentage() {
        row.tolerated_percentage = Some(percentage);
    }
    keep(ctx, &id, &row);
    if row.phase == MapPhase::Running {
        leave(ctx, &row, map_children::GO_ON, &id);
    }
    Ok(UpdateMapRunOutput::new())
}

/// What a run that has ended answers its state.
pub fn conclude(ctx: &mut Ctx<'_>, id: &str, row: &mut MapRunRow) -> Result<(), ApiError> {
    let result = match &row.error {
        Some(error) => {
            Err(Failure { error: error.clone(), cause: row.cause.clone(), location: None })
        }
        None => map_writer::result(ctx, id, row)?,
    };
    finish(ctx, id, row, result)
}
