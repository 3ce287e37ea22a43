//! How stacks are made, changed and removed: step by step, as jobs of the scheduler.
//!
//! An operation has phases ([`phases`]), a phase has items, an item is a resource. [`proceed`]
//! begins the next item whose needs are met ([`begin`]); an item makes its calls ([`run`], one by
//! one in [`call`], beside transactions in [`work`]) and, when it must wait, goes on later by a job
//! of its own. What is no call of a service is in [`custom`], [`wait`] and [`nested`]; answers from
//! outside come in by [`answer`]. Every change of a state is an event ([`events`]).

pub mod answer;
pub mod begin;
pub mod call;
pub mod custom;
pub mod events;
pub mod item;
pub mod lookup;
pub mod nested;
pub mod outputs;
pub mod phases;
pub mod policy;
pub mod revert;
pub mod run;
pub mod start;
pub mod wait;
pub mod work;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};

use crate::caller::CallerRow;
use crate::session::Session;
use crate::state::{ItemState, OPERATIONS, OperationRow, Phase};

/// Begins what can begin.
pub const PROCEED: &str = "ProceedWithStack";
/// Goes on with an item.
pub const RUN: &str = "RunStackItem";
/// The time of a stack's creation is over.
pub const EXPIRE: &str = "ExpireStack";

/// Of a job: which operation of which stack, in which phase, and which item.
#[derive(Clone, Debug)]
pub struct Ticket {
    pub stack: String,
    pub operation: u64,
    pub turn: u32,
    pub item: u32,
}

impl Ticket {
    pub fn read(input: &Struct) -> Option<Ticket> {
        Some(Ticket {
            stack: input.str("Stack")?.to_owned(),
            operation: input.str("Operation")?.parse().ok()?,
            turn: u32::try_from(input.int("Turn")?).ok()?,
            item: u32::try_from(input.int("Item")?).ok()?,
        })
    }

    pub fn input(&self) -> Struct {
        Struct::new()
            .with("Stack", self.stack.as_str())
            .with("Operation", self.operation.to_string())
            .with("Turn", i64::from(self.turn))
            .with("Item", i64::from(self.item))
    }

    /// Leaves a step for then, or for as soon as possible: as whoever has asked for the operation.
    pub fn enqueue(
        &self,
        ctx: &mut Ctx<'_>,
        caller: &CallerRow,
        step: &'static str,
        at: Option<Timestamp>,
    ) {
        let mut ask = Ask::to("cloudformation", step).with_input(self.input());
        ask.principal = Some(caller.principal());
        let job = Job::now(ask);
        ctx.enqueue(match at {
            Some(at) => job.at(at),
            None => job,
        });
    }
}

/// The operation that a ticket is for, if it is still under way in that phase.
pub fn operation(ctx: &Ctx<'_>, ticket: &Ticket) -> Result<Option<OperationRow>, ApiError> {
    let row = ctx.table(&OPERATIONS).get(ticket.stack.as_str())?;
    Ok(row.filter(|row| row.id == ticket.operation && row.turn == ticket.turn))
}

pub fn save(session: &mut Session<'_, '_>, operation: &OperationRow) {
    let key = session.key.as_str();
    session.ctx.table_mut(&OPERATIONS).put(key, operation);
    session.save();
}

/// The ticket of an operation in its present phase.
pub fn ticket(session: &Session<'_, '_>, operation: &OperationRow, item: u32) -> Ticket {
    Ticket { stack: session.key.clone(), operation: operation.id, turn: operation.turn, item }
}

pub fn go_on(session: &mut Session<'_, '_>, operation: &OperationRow) {
    let ticket = ticket(session, operation, 0);
    ticket.enqueue(session.ctx, &operation.caller, PROCEED, None);
}

/// The step [`PROCEED`].
pub fn proceed(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(ticket) = Ticket::read(input) else { return Ok(Struct::new()) };
    let Some(mut operation) = operation(ctx, &ticket)? else { return Ok(Struct::new()) };
    let Some(mut session) = Session::open(ctx, &ticket.stack)? else { return Ok(Struct::new()) };
    let stops = operation.is_cancelled
        || matches!(operation.phase, Phase::Forward | Phase::Revert)
            && !operation.failed.is_empty();
    if !stops && let Some(at) = next(&operation) {
        begin::begin(&mut session, &mut operation, at)?;
        go_on(&mut session, &operation);
    } else if !operation.items.iter().any(|item| is_under_way(item.state)) {
        phases::finish(&mut session, &mut operation)?;
    } else if stops {
        item::cancel(&mut session, &mut operation)?;
    }
    // The last phase takes the operation's row away by itself.
    if session.ctx.table(&OPERATIONS).contains(session.key.as_str())? {
        save(&mut session, &operation);
    } else {
        session.save();
    }
    Ok(Struct::new())
}

fn is_under_way(state: ItemState) -> bool {
    matches!(state, ItemState::Running | ItemState::Working)
}

/// The first item whose needs are met.
fn next(operation: &OperationRow) -> Option<usize> {
    let is_done = |at: &u32| {
        operation.items.get(*at as usize).is_none_or(|item| item.state == ItemState::Done)
    };
    let can_begin = |item: &crate::state::ItemRow| {
        item.state == ItemState::Waiting && item.needs.iter().all(is_done)
    };
    operation.items.iter().position(can_begin)
}

/// The step [`EXPIRE`]: of a creation that takes longer than it may.
pub fn expire(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(ticket) = Ticket::read(input) else { return Ok(Struct::new()) };
    let Some(mut operation) = operation(ctx, &ticket)? else { return Ok(Struct::new()) };
    let Some(mut session) = Session::open(ctx, &ticket.stack)? else { return Ok(Struct::new()) };
    session.stack.reason = Some("Stack creation time exceeded the specified timeout.".to_owned());
    operation.is_cancelled = true;
    save(&mut session, &operation);
    go_on(&mut session, &operation);
    Ok(Struct::new())
}
