//! The executions of a Map Run: begun as many as may run at a time, counted when they end, stopped
//! when the run fails.

use asl::Failure;
use asl::failure::TOLERANCE_EXCEEDED;
use kernel::scheduler::Job;
use kernel::{ApiError, Ctx, OpResult, Struct};
use store::Range;

use crate::execution::{self, Beginning};
use crate::map_run::{self, CONCURRENCY_MAX, child_machine};
use crate::map_state::{
    MAP_CHILDREN, MAP_PLANS, MAP_QUEUE, MAP_RUNNING, MapChildRow, MapPhase, MapRunRow, WrittenRow,
};
use crate::runner::{Runner, number};
use crate::state::{EXECUTIONS, MapChildKey};
use crate::{ending, map_writer};

/// The step that begins children: `Run`.
pub const GO_ON: &str = "MapRunGoOn";
/// The step that stops them: `Run`, `After`.
pub const STOP: &str = "MapRunStop";
/// The step that queues those that a redrive is to go on with: `Run`.
pub const REQUEUE: &str = "MapRunRequeue";
/// The step by which a child's end is told: `Run`, `Index`.
pub const ENDED: &str = "MapChildEnded";

/// Children that a step begins, stops or queues: our bound.
const PER_STEP_MAX: usize = 100;

/// The step [`GO_ON`].
pub fn go_on(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    if let Some((id, mut row)) = map_run::of_step(ctx, input)?
        && row.phase == MapPhase::Running
    {
        fill(ctx, &id, &mut row)?;
    }
    Ok(Struct::new())
}

/// Begins as many children as may run.
fn fill(ctx: &mut Ctx<'_>, id: &str, row: &mut MapRunRow) -> Result<(), ApiError> {
    let most = match row.max_concurrency {
        0 => CONCURRENCY_MAX,
        most => most.min(CONCURRENCY_MAX),
    };
    for _ in 0..PER_STEP_MAX {
        if row.executions.running >= u64::from(most) {
            map_run::keep(ctx, id, row);
            return Ok(());
        }
        let range = Range::within(&(id,)).from(&(id, row.queue_from));
        let Some((key, ())) = ctx.table(&MAP_QUEUE).first(&range)? else {
            if row.executions.running == 0 {
                return settle(ctx, id, row);
            }
            map_run::keep(ctx, id, row);
            return Ok(());
        };
        ctx.table_mut(&MAP_QUEUE).delete(&key);
        row.queue_from = key.1 + 1;
        begin(ctx, id, row, key.1)?;
    }
    map_run::keep(ctx, id, row);
    map_run::leave(ctx, row, GO_ON, id);
    Ok(())
}

fn begin(ctx: &mut Ctx<'_>, id: &str, row: &mut MapRunRow, index: u64) -> Result<(), ApiError> {
    let key = (id.to_owned(), index);
    let Some(mut child) = ctx.table(&MAP_CHILDREN).get(&key)? else { return Ok(()) };
    shift(row, &mut child, "RUNNING");
    ctx.table_mut(&MAP_RUNNING).put(&key, &());
    let machine = child_machine(row);
    if let Some(name) = &child.name
        && !row.is_express
    {
        let of = (machine, name.clone());
        ctx.table_mut(&MAP_CHILDREN).put(&key, &child);
        return execution::revive(ctx, &of, None);
    }
    let input = match (child.input.take(), &child.name) {
        (Some(input), _) => input,
        // "When you redrive a Map Run, the Express child workflows are rerun using the
        // StartExecution API action."
        (None, Some(name)) => {
            let old = ctx.table(&EXECUTIONS).get(&(machine.clone(), name.clone()))?;
            old.map(|old| old.input).unwrap_or_default()
        }
        (None, None) => String::new(),
    };
    let mut name = ctx.chance().uuid();
    if row.is_express {
        name = format!("{name}:{}", ctx.chance().uuid());
    }
    child.name = Some(name.clone());
    ctx.table_mut(&MAP_CHILDREN).put(&key, &child);
    execution::begin(
        ctx,
        Beginning {
            machine,
            machine_id: row.machine_id,
            revision: row.revision.clone(),
            version: None,
            alias: None,
            is_express: row.is_express,
            name,
            input: &input,
            trace_header: None,
            child: Some(MapChildKey { run: id.to_owned(), index }),
            places: row.places.clone(),
        },
    )?;
    Ok(())
}

/// A child is counted as something else.
fn shift(row: &mut MapRunRow, child: &mut MapChildRow, to: &str) {
    for (counts, many) in [(&mut row.executions, 1), (&mut row.items, u64::from(child.items))] {
        let from = counts.of(&child.status);
        *from = from.saturating_sub(many);
        *counts.of(to) += many;
    }
    to.clone_into(&mut child.status);
}

/// Leaves word that an execution of a run has ended.
pub fn tell(runner: &mut Runner<'_, '_>, child: &MapChildKey) {
    let ask =
        runner.step(ENDED).with("Run", child.run.as_str()).with("Index", child.index.cast_signed());
    runner.ctx.enqueue(Job::now(ask));
}

/// The step [`ENDED`].
pub fn ended(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((id, mut row)) = map_run::of_step(ctx, input)? else { return Ok(Struct::new()) };
    let key = (id.clone(), number(input, "Index"));
    if !ctx.table(&MAP_RUNNING).contains(&key)? {
        return Ok(Struct::new());
    }
    let Some(mut child) = ctx.table(&MAP_CHILDREN).get(&key)? else { return Ok(Struct::new()) };
    let name = child.name.clone().unwrap_or_default();
    let execution = ctx.table(&EXECUTIONS).get(&(child_machine(&row), name))?;
    let Some(execution) = execution.filter(|it| it.stopped.is_some()) else {
        return Ok(Struct::new());
    };
    ctx.table_mut(&MAP_RUNNING).delete(&key);
    shift(&mut row, &mut child, &execution.status);
    ctx.table_mut(&MAP_CHILDREN).put(&key, &child);
    row.output_bytes += execution.output.map_or(0, |output| output.len() as u64);
    match row.phase {
        MapPhase::Running if is_exceeded(&row) => {
            let cause = "The specified tolerated failure threshold was exceeded";
            map_run::fail(ctx, &id, &mut row, &Failure::new(TOLERANCE_EXCEEDED, cause))?;
        }
        MapPhase::Running => fill(ctx, &id, &mut row)?,
        MapPhase::Stopping if row.executions.running == 0 => settle(ctx, &id, &mut row)?,
        _ => map_run::keep(ctx, &id, &row),
    }
    Ok(Struct::new())
}

/// "The Map Run fails if the number of failed items exceeds this value"; of a count and a
/// percentage either is enough. Without both none may fail.
fn is_exceeded(row: &MapRunRow) -> bool {
    let failed = row.items.failed + row.items.timed_out + row.items.aborted;
    match (row.tolerated_count, row.tolerated_percentage) {
        (None, None) => failed > 0,
        (count, percentage) => {
            let share = failed as f64 * 100.0 / row.items.total().max(1) as f64;
            count.is_some_and(|most| failed > most) || percentage.is_some_and(|most| share > most)
        }
    }
}

/// No child runs, and none is to begin.
fn settle(ctx: &mut Ctx<'_>, id: &str, row: &mut MapRunRow) -> Result<(), ApiError> {
    if row.status == "ABORTED" {
        row.phase = MapPhase::Over;
        map_run::keep(ctx, id, row);
        return Ok(());
    }
    let plan = ctx.table(&MAP_PLANS).get(id)?.ok_or_else(ApiError::internal)?.plan;
    if plan.writer.is_some_and(|writer| writer.to.is_some()) && row.children > 0 {
        row.phase = MapPhase::Writing;
        row.written = Some(WrittenRow::default());
        map_run::keep(ctx, id, row);
        map_run::leave(ctx, row, map_writer::WRITE, id);
        return Ok(());
    }
    map_run::conclude(ctx, id, row)
}

/// The step [`STOP`].
pub fn stop(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((id, mut row)) = map_run::of_step(ctx, input)? else { return Ok(Struct::new()) };
    if row.phase != MapPhase::Stopping {
        return Ok(Struct::new());
    }
    if row.executions.running == 0 {
        settle(ctx, &id, &mut row)?;
        return Ok(Struct::new());
    }
    let mut range = Range::within(&(id.as_str(),));
    if let Some(after) = input.int("After") {
        range = range.after(&(id.as_str(), after.cast_unsigned()));
    }
    let keys = ctx.table(&MAP_RUNNING).keys(&range).take(PER_STEP_MAX);
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    for key in &keys {
        let child = ctx.table(&MAP_CHILDREN).get(key)?;
        let name = child.and_then(|child| child.name).unwrap_or_default();
        let execution = ctx.table(&EXECUTIONS).get(&(child_machine(&row), name))?;
        let Some(execution) = execution else { continue };
        if let Some(runner) = Runner::load(ctx, execution.uid)? {
            let failure = Failure { error: String::new(), cause: None, location: None };
            ending::stop(runner, "ABORTED", &failure)?;
        }
    }
    if let Some((_, last)) = keys.last().filter(|_| keys.len() == PER_STEP_MAX) {
        let ask = map_run::step(ctx, &row, STOP, &id).with("After", last.cast_signed());
        ctx.enqueue(Job::now(ask));
    }
    Ok(Struct::new())
}

/// The step [`REQUEUE`].
pub fn requeue(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((id, mut row)) = map_run::of_step(ctx, input)? else { return Ok(Struct::new()) };
    let MapPhase::Requeueing { next } = row.phase else { return Ok(Struct::new()) };
    let last = row.children.min(next + PER_STEP_MAX as u64);
    for index in next..last {
        let key = (id.clone(), index);
        let Some(mut child) = ctx.table(&MAP_CHILDREN).get(&key)? else { continue };
        if !matches!(child.status.as_str(), "SUCCEEDED" | "PENDING") {
            shift(&mut row, &mut child, "PENDING_REDRIVE");
            ctx.table_mut(&MAP_CHILDREN).put(&key, &child);
            ctx.table_mut(&MAP_QUEUE).put(&key, &());
        }
    }
    if last < row.children {
        row.phase = MapPhase::Requeueing { next: last };
        map_run::keep(ctx, &id, &row);
        map_run::leave(ctx, &row, REQUEUE, &id);
    } else {
        row.phase = MapPhase::Running;
        fill(ctx, &id, &mut row)?;
    }
    Ok(Struct::new())
}
