//! How executions end, and who gets to know.

use asl::Failure;
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp, Topic};
use serde_json::{Value as Json, json};
use targets::{BusEvent, Delivery};

use crate::answer;
use crate::history;
use crate::limits;
use crate::runner::{Runner, number};
use crate::state::{
    self, BY_START, CHILDREN, EVENTS, EXECUTIONS, ExecutionRow, FRAME_TOKENS, FRAMES, ITEMS,
    LISTENERS, MACHINES, PRINCIPAL, RESULTS, RUNS, SERVICE, TOKENS, TOKENS_OF,
};
use crate::{machine, map_children, map_run, measures, task};

/// The step that ends an execution that takes too long: `Uid`.
pub const TIME_OUT: &str = "TimeOut";
/// The step that forgets an execution: `Uid`, `Machine`, `Name`.
pub const FORGET: &str = "Forget";

pub fn topic(uid: u64) -> Topic {
    Topic { service: SERVICE, id: uid }
}

pub fn succeeded(
    runner: &mut Runner<'_, '_>,
    last_event: u64,
    output: &str,
) -> Result<(), ApiError> {
    let details = history::with_data(Struct::new(), "output", output);
    let details = Some(("executionSucceededEventDetails".to_owned(), details));
    runner.note_last(last_event, ("ExecutionSucceeded".to_owned(), details));
    end(runner, "SUCCEEDED", |row| row.output = Some(output.to_owned()))
}

pub fn failed(
    runner: &mut Runner<'_, '_>,
    last_event: u64,
    failure: &Failure,
) -> Result<(), ApiError> {
    let details = Some(("executionFailedEventDetails".to_owned(), history::of_failure(failure)));
    runner.note_last(last_event, ("ExecutionFailed".to_owned(), details));
    end(runner, "FAILED", |row| set_failure(row, failure))
}

/// Ends an execution whose frames are aborted: `ABORTED` or `TIMED_OUT`.
pub fn cut_off(
    runner: &mut Runner<'_, '_>,
    status: &'static str,
    failure: &Failure,
) -> Result<(), ApiError> {
    let what = if status == "ABORTED" { "Aborted" } else { "TimedOut" };
    let member = format!("execution{what}EventDetails");
    let details = Some((member, history::of_failure(failure)));
    let last = runner.run.events;
    runner.note_last(last, (format!("Execution{what}"), details));
    end(runner, status, |row| set_failure(row, failure))
}

fn set_failure(row: &mut ExecutionRow, failure: &Failure) {
    row.error = (!failure.error.is_empty()).then(|| history::shortened(&failure.error, 256));
    row.cause = failure.cause.as_deref().map(|cause| history::shortened(cause, 32_768));
}

fn end(
    runner: &mut Runner<'_, '_>,
    status: &'static str,
    set: impl FnOnce(&mut ExecutionRow),
) -> Result<(), ApiError> {
    runner.run.is_running = false;
    let key = (runner.run.machine.clone(), runner.run.name.clone());
    let now = runner.ctx.now();
    let Some(mut row) = runner.ctx.table(&EXECUTIONS).get(&key)? else { return Ok(()) };
    status.clone_into(&mut row.status);
    row.stopped = Some(now.micros());
    set(&mut row);
    runner.ctx.table_mut(&EXECUTIONS).put(&key, &row);
    runner.ctx.wake(topic(runner.uid), usize::MAX);
    measures::ended(runner.ctx, &key.0, status, now.micros() - row.started);
    if row.is_express {
        meter_express(runner, &row);
        answer::tell(runner.ctx, &key, &row)?;
    } else {
        tell(runner.ctx, &key.0, &key.1, &row);
        tell_listener(runner, &key.1)?;
    }
    if let Some(child) = runner.run.child.clone() {
        map_children::tell(runner, &child);
    }
    let is_fleeting = row.is_express && row.child.is_none();
    let kept = if is_fleeting { limits::EXPRESS_SECONDS_MAX } else { limits::RETENTION_SECONDS };
    let forget = runner.step(FORGET).with("Machine", key.0.as_str()).with("Name", key.1.as_str());
    let at = Timestamp::from_micros(now.micros() + kept * 1_000_000);
    runner.ctx.enqueue(Job::now(forget).at(at));
    if row.child.is_some() {
        return Ok(());
    }
    machine::release(runner.ctx, &key.0, row.machine_id)
}

/// Requests and gigabyte-seconds: "rounded up to the nearest 100ms", "billed in 64-MB chunks" (Step
/// Functions pricing). What an execution takes of memory is not measured: one chunk is counted.
fn meter_express(runner: &Runner<'_, '_>, row: &ExecutionRow) {
    const CHUNK_BYTES: u64 = 64 << 20;
    let micros = row.stopped.unwrap_or(row.started) - row.started;
    let tenths = micros.div_euclid(100_000) + i64::from(micros.rem_euclid(100_000) > 0);
    runner.ctx.meter("StepFunctions-Request", 1);
    let byte_seconds = CHUNK_BYTES * tenths.max(1).unsigned_abs() / 10;
    runner.ctx.meter("StepFunctions-Memory-Duration", byte_seconds);
}

/// "Step Functions Execution Status Change" on the account's default bus.
///
/// Source: Developer Guide, "Automating event delivery with EventBridge".
pub fn tell(ctx: &mut Ctx<'_>, machine: &str, name: &str, row: &ExecutionRow) {
    if !ctx.has_operation("events", "PutEvents") {
        return;
    }
    let arn = state::execution_arn(ctx, row.is_express, machine, name);
    let machine_arn = state::machine_arn(ctx, machine);
    let Ok((status, reason)) = redrive_status(ctx, machine, row) else { return };
    let output_len = row.output.as_ref().map_or(0, String::len);
    let has_output = output_len <= limits::EVENT_DATA_MAX;
    let has_input = has_output && output_len + row.input.len() <= limits::EVENT_DATA_MAX;
    let millis = |at: i64| at / 1_000;
    let included = |is: bool| json!({"included": is});
    let detail = json!({
        "executionArn": arn,
        "stateMachineArn": machine_arn,
        "name": name,
        "status": row.status,
        "startDate": millis(row.started),
        "stopDate": row.stopped.map(millis),
        "input": has_input.then_some(&row.input),
        "output": row.output.as_ref().filter(|_| has_output),
        "inputDetails": included(has_input),
        "outputDetails": row.output.as_ref().map(|_| included(has_output)),
        "error": row.error,
        "cause": row.cause,
        "stateMachineVersionArn": row.version.map(|version| format!("{machine_arn}:{version}")),
        "stateMachineAliasArn": row.alias.as_ref().map(|alias| format!("{machine_arn}:{alias}")),
        "redriveCount": row.redrives,
        "redriveDate": row.redriven.map(millis),
        "redriveStatus": status,
        "redriveStatusReason": reason,
    });
    let event = BusEvent {
        source: "aws.states".to_owned(),
        detail_type: "Step Functions Execution Status Change".to_owned(),
        detail: detail.to_string(),
        resources: vec![arn],
        time: Some(ctx.now().secs()),
    };
    let account = ctx.account();
    let bus = Arn::regional("events", ctx.region(), account, "event-bus/default");
    let delivery = Delivery { event: Some(event), ..Delivery::default() };
    let Ok(ask) = targets::delivery(&bus, &delivery) else { return };
    ctx.enqueue(Job::now(ask.as_service(PRINCIPAL).for_source(machine_arn, account)));
}

/// Whether an execution can be redriven, and why not, in the words of the API Reference
/// (DescribeExecution, `redriveStatusReason`).
pub fn redrive_status(
    ctx: &Ctx<'_>,
    machine: &str,
    row: &ExecutionRow,
) -> Result<(&'static str, Option<&'static str>), ApiError> {
    const YEAR: i64 = limits::STANDARD_SECONDS_MAX * 1_000_000;
    let now = ctx.now().micros();
    let redrivable = match &row.child {
        Some(_) => "REDRIVABLE_BY_MAP_RUN",
        None => "REDRIVABLE",
    };
    let reason = match row.stopped {
        None => "Execution is RUNNING and cannot be redriven",
        Some(_) if row.status == "SUCCEEDED" => "Execution is SUCCEEDED and cannot be redriven",
        Some(_) if row.is_express && row.child.is_some() => return Ok((redrivable, None)),
        Some(_) if row.is_express => "Execution is of an EXPRESS state machine",
        Some(stopped) if now > stopped + limits::REDRIVE_SECONDS * 1_000_000 => {
            "Execution redrivable period exceeded"
        }
        Some(_) if now > row.started + YEAR => "Execution has exceeded the max execution time",
        Some(_) => {
            let name = machine.split('/').next().unwrap_or_default();
            let of = ctx.table(&MACHINES).get(name)?.filter(|it| it.id == row.machine_id);
            let run = ctx.table(&RUNS).get(&row.uid)?;
            if of.is_none_or(|of| of.is_deleting) {
                "State machine is in DELETING status"
            } else if run.is_none_or(|run| run.events + 1 >= limits::HISTORY_MAX) {
                "Execution history event limit exceeded"
            } else {
                return Ok((redrivable, None));
            }
        }
    };
    Ok(("NOT_REDRIVABLE", Some(reason)))
}

/// The task of another execution that has waited for this one goes on.
fn tell_listener(runner: &mut Runner<'_, '_>, name: &str) -> Result<(), ApiError> {
    let uid = runner.uid;
    let Some(listener) = runner.ctx.table(&LISTENERS).get(&uid)? else { return Ok(()) };
    runner.ctx.table_mut(&LISTENERS).delete(&uid);
    let ask = Ask::to(SERVICE, task::CHILD_ENDED)
        .with("Uid", listener.uid.cast_signed())
        .with("Frame", listener.frame.cast_signed())
        .with("Ticket", listener.ticket.cast_signed())
        .with("Resource", listener.resource)
        .with("Machine", runner.run.machine.as_str())
        .with("Name", name)
        .as_service(PRINCIPAL);
    runner.ctx.enqueue(Job::now(ask));
    Ok(())
}

/// The step [`TIME_OUT`].
pub fn time_out(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let (uid, redrives) = (number(input, "Uid"), number(input, "Redrives"));
    let Some(runner) = Runner::load(ctx, uid)? else { return Ok(Struct::new()) };
    if u64::from(runner.run.redrives) != redrives {
        return Ok(Struct::new());
    }
    let failure = Failure { error: String::new(), cause: None, location: None };
    stop(runner, "TIMED_OUT", &failure)?;
    Ok(Struct::new())
}

/// Ends a running execution from outside.
pub fn stop(
    mut runner: Runner<'_, '_>,
    status: &'static str,
    failure: &Failure,
) -> Result<(), ApiError> {
    let revision = runner.revision.clone();
    asl::Interpreter::new(&revision.definition.definition, &mut runner).abort()?;
    cut_off(&mut runner, status, failure)?;
    runner.save();
    Ok(())
}

/// The step [`FORGET`]: the history first, by as much as a step may, then the rest.
pub fn forget(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let uid = number(input, "Uid");
    let key = (
        input.str("Machine").unwrap_or_default().to_owned(),
        input.str("Name").unwrap_or_default().to_owned(),
    );
    let row = ctx.table(&EXECUTIONS).get(&key)?.filter(|row| row.uid == uid);
    let Some(row) = row.filter(|row| row.stopped.is_some()) else { return Ok(Struct::new()) };
    let range = store::Range::within(&(uid,));
    let events = ctx.table(&EVENTS).keys(&range).take(limits::DROPPED_PER_STEP_MAX);
    let events = events.collect::<Result<Vec<_>, _>>()?;
    for event in &events {
        ctx.table_mut(&EVENTS).delete(event);
    }
    if events.len() == limits::DROPPED_PER_STEP_MAX || !map_run::forget(ctx, uid)? {
        let again = Ask::to(SERVICE, FORGET).with_input(input.clone());
        ctx.enqueue(Job::now(again));
        return Ok(Struct::new());
    }
    ctx.table_mut(&FRAMES).delete_range(&store::Range::within(&(uid,)))?;
    ctx.table_mut(&CHILDREN).delete_range(&store::Range::within(&(uid,)))?;
    let tokens = ctx
        .table(&TOKENS_OF)
        .keys(&store::Range::within(&(uid,)))
        .collect::<Result<Vec<_>, _>>()?;
    for (_, token) in &tokens {
        ctx.table_mut(&TOKENS).delete(token);
    }
    ctx.table_mut(&TOKENS_OF).delete_range(&store::Range::within(&(uid,)))?;
    ctx.table_mut(&FRAME_TOKENS).delete_range(&store::Range::within(&(uid,)))?;
    ctx.table_mut(&ITEMS).delete_range(&store::Range::within(&(uid,)))?;
    ctx.table_mut(&RESULTS).delete_range(&store::Range::within(&(uid,)))?;
    ctx.table_mut(&RUNS).delete(&uid);
    ctx.table_mut(&BY_START).delete(&(key.0.clone(), row.started, key.1.clone()));
    ctx.table_mut(&EXECUTIONS).delete(&key);
    Ok(Struct::new())
}

pub fn parsed(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_default()
}
