//! The states of a pipe: on its way (CREATING, STARTING, …) for a moment, then where it should be.

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct};

use crate::api::{StartPipeInput, StartPipeOutput, StopPipeInput, StopPipeOutput};
use crate::errors;
use crate::limits;
use crate::pipe::{find, summary};
use crate::run;
use crate::source::Source;
use crate::state::{BATCHES, FLIGHTS, PIPES, Pipe, SHARDS, State};
use store::Range;

/// The step that ends a passing state: `Name`, `Generation`.
pub const SETTLE: &str = "Settle";

pub fn start_pipe(
    ctx: &mut Ctx<'_>,
    input: StartPipeInput<'_>,
) -> Result<StartPipeOutput, ApiError> {
    let mut pipe = find(ctx, input.name())?;
    if pipe.row.state == State::Running {
        return Err(errors::wrong_state(&pipe.name, pipe.row.state.name()));
    }
    check_settled(&pipe)?;
    pipe.row.definition.is_to_run = true;
    pipe.row.modified = ctx.now().micros();
    pass(ctx, &mut pipe, State::Starting);
    Ok(StartPipeOutput(summary(ctx, &pipe)))
}

pub fn stop_pipe(ctx: &mut Ctx<'_>, input: StopPipeInput<'_>) -> Result<StopPipeOutput, ApiError> {
    let mut pipe = find(ctx, input.name())?;
    if pipe.row.state != State::Running {
        return Err(errors::wrong_state(&pipe.name, pipe.row.state.name()));
    }
    pipe.row.definition.is_to_run = false;
    pipe.row.modified = ctx.now().micros();
    pass(ctx, &mut pipe, State::Stopping);
    Ok(StopPipeOutput(summary(ctx, &pipe)))
}

/// Only a pipe that is not on its way can be sent another way.
pub fn check_settled(pipe: &Pipe) -> Result<(), ApiError> {
    if pipe.row.state.is_passing() {
        return Err(errors::wrong_state(&pipe.name, pipe.row.state.name()));
    }
    Ok(())
}

/// Puts the pipe in a passing state: its poller ends, and a moment later it settles.
pub fn pass(ctx: &mut Ctx<'_>, pipe: &mut Pipe, state: State) {
    pipe.row.state = state;
    pipe.row.reason = None;
    pipe.row.generation = ctx.chance().u64();
    ctx.table_mut(&PIPES).put(&pipe.name, &pipe.row);
    // What the poller holds will be visible in the source again.
    ctx.table_mut(&BATCHES).delete(&pipe.row.id);
    ctx.wake(pipe.topic(), usize::MAX);
    let ask = Ask::to("pipes", SETTLE)
        .with("Name", &pipe.name)
        .with("Generation", pipe.row.generation.cast_signed());
    let at = ctx.now() + Duration::from_secs(limits::TRANSITION_SECONDS);
    ctx.enqueue(Job::now(ask).at(at));
}

/// What the pipe's readers have under way is nobody's any more.
fn drop_work(ctx: &mut Ctx<'_>, pipe: &Pipe) -> Result<(), ApiError> {
    ctx.table_mut(&FLIGHTS).delete_range(&Range::within(&(pipe.row.id,)))?;
    Ok(())
}

pub fn settle(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Name").unwrap_or_default();
    let generation = input.int("Generation").unwrap_or_default().cast_unsigned();
    let Some(row) = ctx.table(&PIPES).get(name)? else { return Ok(Struct::new()) };
    if row.generation != generation {
        return Ok(Struct::new());
    }
    let mut pipe = Pipe { name: name.to_owned(), row };
    drop_work(ctx, &pipe)?;
    if pipe.row.state == State::Deleting {
        ctx.table_mut(&PIPES).delete(name);
        ctx.table_mut(&SHARDS).delete_range(&Range::within(&(pipe.row.id,)))?;
        return Ok(Struct::new());
    }
    if !pipe.row.definition.is_to_run {
        pipe.row.state = State::Stopped;
        ctx.table_mut(&PIPES).put(name, &pipe.row);
        return Ok(Struct::new());
    }
    let source = Source::of(&pipe.row.definition.source)?;
    match source.check(ctx, &pipe) {
        Ok(()) => {
            pipe.row.state = State::Running;
            pipe.row.started.get_or_insert(ctx.now().micros());
            run::enqueue_poll(ctx, &pipe, ctx.now());
        }
        Err(reason) => {
            pipe.row.state = match pipe.row.state {
                State::Creating => State::CreateFailed,
                State::Updating => State::UpdateFailed,
                _ => State::StartFailed,
            };
            pipe.row.reason = Some(reason);
        }
    }
    ctx.table_mut(&PIPES).put(name, &pipe.row);
    Ok(Struct::new())
}

/// Stops a pipe that cannot go on, and says why.
pub fn disable(ctx: &mut Ctx<'_>, pipe: &mut Pipe, reason: String) {
    pipe.row.state = State::Stopped;
    pipe.row.reason = Some(reason);
    pipe.row.generation = ctx.chance().u64();
    ctx.table_mut(&PIPES).put(&pipe.name, &pipe.row);
    ctx.table_mut(&BATCHES).delete(&pipe.row.id);
}
