//! Jobs at work: one job of an account's region at a time, the most urgent first, some tasks in a
//! step.
//!
//! Copies, checksums and changes of encryption have to read bytes, which takes its time: each is a
//! job of S3's own (`BatchCopy`), which tells here what has come of it. Functions are called by
//! [`job_function`](crate::job_function).

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct};
use store::Range;

use crate::job::{self, text};
use crate::job_function;
use crate::job_operation;
use crate::job_report;
use crate::limits::{BATCH, FAILURES_MIN};
use crate::state::{IdRow, JOBS, JobRow, OutcomeRow, READY, RUNNING, TASKS, TaskRow};

/// Runs some tasks of the job.
pub const RUN: &str = "RunJob";
/// What a report says of a task that has gone well and has no other result.
const SUCCESS: &str = "Successful";
/// S3 tells what has become of a copy.
pub const TASK_DONE: &str = "TaskDone";

/// A job may run, when its turn comes.
pub fn make_ready(ctx: &mut Ctx, id: &str, row: &mut JobRow) -> Result<(), ApiError> {
    "Ready".clone_into(&mut row.status);
    job::save(ctx, id, row);
    ctx.table_mut(&READY).put(&row.place(id), &());
    if ctx.table(&RUNNING).get(&())?.is_none() {
        next(ctx)?;
    }
    Ok(())
}

/// Goes on with the most urgent job.
pub fn next(ctx: &mut Ctx) -> Result<(), ApiError> {
    let first = ctx.table(&READY).first(&Range::all())?;
    let Some(((_, id), ())) = first else {
        ctx.table_mut(&RUNNING).delete(&());
        return Ok(());
    };
    let row = job::find(ctx, &id)?;
    if let Some(before) = ctx.table(&RUNNING).get(&())?.filter(|before| before.job != id) {
        pause(ctx, &before.job)?;
    }
    ctx.table_mut(&RUNNING).put(&(), &IdRow { job: id.clone() });
    ctx.enqueue(Job::now(job::step(&row, &id, RUN)?));
    Ok(())
}

/// A more urgent job has come before one that was at work.
fn pause(ctx: &mut Ctx, id: &str) -> Result<(), ApiError> {
    if let Some(mut row) = ctx.table(&JOBS).get(id)?.filter(|row| row.status == "Active") {
        "Paused".clone_into(&mut row.status);
        job::save(ctx, id, &row);
    }
    Ok(())
}

pub fn run(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let id = text(input, "JobId");
    let Some(mut row) = ctx.table(&JOBS).get(id)?.filter(|row| !row.is_stopped()) else {
        next(ctx)?;
        return Ok(Struct::new());
    };
    if let Err(error) = job::take_on(ctx, id, &row) {
        job::fail(ctx, id, &mut row, (error.code(), error.message()))?;
        next(ctx)?;
        return Ok(Struct::new());
    }
    if row.started_us.is_none() {
        row.started_us = Some(ctx.now().micros());
    }
    "Active".clone_into(&mut row.status);
    let operation = row.asked.structure("Operation").cloned().unwrap_or_default();
    for _ in 0..BATCH {
        let number = row.succeeded + row.failed;
        let Some(task) = ctx.table(&TASKS).get(&(id, number))? else { break };
        if let Some(call) = operation.structure(job_function::OPERATION) {
            match job_function::call(ctx, call, (id, number), &task, 1) {
                Ok(()) => {
                    job::save(ctx, id, &row);
                    return Ok(Struct::new());
                }
                Err(error) => note(ctx, (id, number), &mut row, task, Err(error)),
            }
            continue;
        }
        let (name, request) =
            job_operation::of_task(&operation, &task).ok_or_else(ApiError::internal)?;
        if matches!(name, "CopyObject" | "UpdateObjectEncryption" | "ComputeChecksum") {
            job::save(ctx, id, &row);
            let copy = Ask::to("s3", "BatchCopy")
                .with("Operation", name)
                .with("Input", request)
                .with("JobId", id)
                .with("Account", ctx.account().as_str());
            ctx.enqueue(Job::now(copy));
            return Ok(Struct::new());
        }
        let outcome = ctx.call(Ask::to("s3", name).with_input(request));
        let failure = match outcome {
            // What a replication says that has not arrived.
            Ok(answer) => answer
                .str("Reason")
                .map(|reason| ApiError::new(reason.to_owned(), text(&answer, "Message"))),
            Err(error) => Some(error),
        };
        note(ctx, (id, number), &mut row, task, failure.map_or(Ok(SUCCESS), Err));
    }
    go_on(ctx, id, &mut row)
}

fn note(
    ctx: &mut Ctx,
    (id, number): (&str, u64),
    row: &mut JobRow,
    mut task: TaskRow,
    outcome: Result<&str, ApiError>,
) {
    task.outcome = Some(match outcome {
        Ok(message) => {
            row.succeeded += 1;
            OutcomeRow { code: String::new(), status: 200, message: message.to_owned() }
        }
        Err(error) => {
            row.failed += 1;
            OutcomeRow {
                code: error.code().to_owned(),
                status: error.status(),
                message: error.message().to_owned(),
            }
        }
    });
    ctx.table_mut(&TASKS).put(&(id, number), &task);
}

fn go_on(ctx: &mut Ctx, id: &str, row: &mut JobRow) -> OpResult {
    let done = row.succeeded + row.failed;
    let fails = done >= FAILURES_MIN && row.failed * 2 > done;
    if fails {
        row.failure = Some((
            "JobFailureThresholdExceeded".to_owned(),
            "More than half of the tasks have failed.".to_owned(),
        ));
    }
    if fails || done >= row.total {
        ctx.table_mut(&READY).delete(&row.place(id));
        let status = if fails { "Failing" } else { "Completing" };
        status.clone_into(&mut row.status);
        job::save(ctx, id, row);
        ctx.enqueue(Job::now(job::step(row, id, job_report::REPORT)?));
    } else {
        job::save(ctx, id, row);
    }
    next(ctx)?;
    Ok(Struct::new())
}

/// Input: `JobId`; `Code`, `Status` and `Message` where it has failed; `Message` where it has a
/// result.
pub fn task_done(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let id = text(input, "JobId");
    let Some(mut row) = ctx.table(&JOBS).get(id)?.filter(|row| !row.has_ended()) else {
        next(ctx)?;
        return Ok(Struct::new());
    };
    let number = row.succeeded + row.failed;
    if let Some(task) = ctx.table(&TASKS).get(&(id, number))? {
        let outcome = match input.str("Code") {
            None => Ok(input.str("Message").unwrap_or(SUCCESS)),
            Some(code) => {
                let status = u16::try_from(input.int("Status").unwrap_or(500)).unwrap_or(500);
                let message = text(input, "Message");
                Err(ApiError::new(code.to_owned(), message).with_status(status))
            }
        };
        note(ctx, (id, number), &mut row, task, outcome);
    }
    if row.is_stopped() {
        // It was cancelled meanwhile; the report was written without this task.
        job::save(ctx, id, &row);
        next(ctx)?;
        return Ok(Struct::new());
    }
    go_on(ctx, id, &mut row)
}
