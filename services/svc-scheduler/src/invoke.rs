//! How a schedule comes to its target: it comes due, it is attempted, and again, and is given up.
//!
//! A schedule has one job, [`COME_DUE`] at its next time, which leaves the job of the time after
//! that. Each time that has come is a chain of [`ATTEMPT`] jobs of its own, so that neither a
//! failing target nor a flexible window delays what comes after. Jobs of an earlier generation of
//! the schedule do nothing.

use std::time::Duration;

use kernel::scheduler::{Job, Retry};
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use serde_json::json;

use crate::api;
use crate::dead_letter::{self, Condition};
use crate::encryption;
use crate::limits;
use crate::state::{SCHEDULES, ScheduleRow, schedule_arn};
use crate::target::Invocation;

/// `Group`, `Name`, `Generation`, `Due` (seconds).
pub const COME_DUE: &str = "ComeDue";
/// The same, `Attempt` (from 1), `IsLast`: no time comes after this; and after the first attempt,
/// `First`: when that was, in microseconds.
pub const ATTEMPT: &str = "Attempt";

/// Attempts that end in a bug of ours are made again: the schedule is not to blame.
const AFTER_BUGS: Retry =
    Retry { retries_max: 2, delay_ms: 60_000, growth_percent: 100, delay_ms_max: 60_000 };

/// Why an attempt has failed.
#[derive(Debug)]
pub struct Failure {
    pub code: String,
    pub message: String,
    pub is_permanent: bool,
}

pub fn come_due_ask(group: &str, name: &str, generation: u64, due: i64) -> Ask {
    Ask::to("scheduler", COME_DUE)
        .with("Group", group)
        .with("Name", name)
        .with("Generation", generation.cast_signed())
        .with("Due", due)
}

pub fn come_due(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(run) = Run::read(ctx, input)? else { return Ok(Struct::new()) };
    let next = run.row.next_due(run.due, ctx.now());
    if let Some(next) = next {
        let ask = come_due_ask(&run.group, &run.name, run.row.generation, next);
        ctx.enqueue(Job::now(ask).at(Timestamp::from_secs(next)));
    }
    let input = input.clone().with("Attempt", 1).with("IsLast", next.is_none());
    let window_s = run.row.definition.window_minutes.unwrap_or_default() as u64 * 60;
    let delay = if window_s > 0 { ctx.chance().below(window_s) } else { 0 };
    let at = ctx.now() + Duration::from_secs(delay);
    enqueue_attempt(ctx, input, at);
    Ok(Struct::new())
}

pub fn attempt(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(run) = Run::read(ctx, input)? else { return Ok(Struct::new()) };
    let number = input.int("Attempt").unwrap_or(1);
    let execution_id = ctx.chance().hex(16);
    let arn = schedule_arn(ctx, &run.group, &run.name).to_string();
    let (opened, unusable) = encryption::open_to_invoke(ctx, &run.row.definition, &arn)?;
    let target = api::Target(&opened);
    let payload = match target.input() {
        Some(text) => fill(text, &arn, run.due, &execution_id, number),
        None => default_event(ctx, &arn, run.due),
    };
    ctx.meter_for("Scheduler-Invocations", &arn, 1);
    let invocation = Invocation { target, schedule_arn: arn, payload, due: run.due };
    let called = unusable.map_or_else(|| call(ctx, &invocation), Err);
    let Err(failure) = called else {
        complete(ctx, &run, input);
        return Ok(Struct::new());
    };
    let first = input.int("First").unwrap_or(ctx.now().micros());
    match next_attempt(ctx, target, number, first) {
        Ok(at) if !failure.is_permanent => {
            let input = input.clone().with("Attempt", number + 1).with("First", first);
            enqueue_attempt(ctx, input, at);
        }
        next => {
            let exhausted = next.err().filter(|_| !failure.is_permanent);
            let letter = dead_letter::Letter {
                invocation: &invocation,
                failure: &failure,
                exhausted,
                execution_id: &execution_id,
                retries: number - 1,
            };
            letter.send(ctx);
            complete(ctx, &run, input);
        }
    }
    Ok(Struct::new())
}

/// A time of a schedule that has come.
struct Run {
    group: String,
    name: String,
    row: ScheduleRow,
    /// Seconds.
    due: i64,
}

impl Run {
    /// `None` when the schedule has been changed or deleted since the job was left.
    fn read(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<Run>, ApiError> {
        let text = |name| input.str(name).unwrap_or_default().to_owned();
        let (group, name) = (text("Group"), text("Name"));
        let row = ctx.table(&SCHEDULES).get(&(group.clone(), name.clone()))?;
        let generation = input.int("Generation").unwrap_or_default().cast_unsigned();
        let row = row.filter(|row| row.generation == generation);
        let due = input.int("Due").unwrap_or_default();
        Ok(row.map(|row| Run { group, name, row, due }))
    }
}

fn enqueue_attempt(ctx: &mut Ctx<'_>, input: Struct, at: Timestamp) {
    let ask = Ask::to("scheduler", ATTEMPT).with_input(input);
    ctx.enqueue(Job::now(ask).at(at).with_retry(AFTER_BUGS));
}

fn call(ctx: &mut Ctx<'_>, invocation: &Invocation<'_>) -> Result<(), Failure> {
    let session = ctx.chance().hex(32);
    let ask = invocation.ask(ctx, &session)?;
    let output = ctx.call(ask)?;
    // PutEvents succeeds as a call even when its one entry does not.
    let entry = output.list("Entries").and_then(|entries| entries.first()?.as_struct().cloned());
    match (output.int("FailedEntryCount"), entry) {
        (Some(1..), Some(entry)) => Err(Failure {
            code: entry.str("ErrorCode").unwrap_or_default().to_owned(),
            message: entry.str("ErrorMessage").unwrap_or_default().to_owned(),
            is_permanent: false,
        }),
        _ => Ok(()),
    }
}

impl From<ApiError> for Failure {
    /// What will never work is not tried again: a denial, and an input that the target does not
    /// take. A resource that is missing may come (the guide's example of a dead letter, whose
    /// queue does not exist, has an exhausted retry condition).
    fn from(error: ApiError) -> Failure {
        let code = error.code();
        let is_denied = error.status() == 403 || code.starts_with("AccessDenied");
        let is_malformed = code.starts_with("Validation")
            || code.starts_with("InvalidParameter")
            || code.starts_with("MissingParameter");
        Failure {
            is_permanent: is_denied || is_malformed || error.status() == 501,
            code: code.to_owned(),
            message: error.message().to_owned(),
        }
    }
}

/// When to try again after attempt `number`; or why not.
fn next_attempt(
    ctx: &Ctx<'_>,
    target: api::Target<'_>,
    number: i64,
    first: i64,
) -> Result<Timestamp, Condition> {
    let policy = target.retry_policy();
    let retries_max = policy.and_then(api::RetryPolicy::maximum_retry_attempts);
    if number > retries_max.unwrap_or(limits::RETRY_ATTEMPTS_MAX) {
        return Err(Condition::MaximumRetryAttempts);
    }
    let age_max = policy.and_then(api::RetryPolicy::maximum_event_age_in_seconds);
    let age_max = age_max.unwrap_or(limits::EVENT_AGE_SECONDS_MAX) as u64;
    let end = Timestamp::from_micros(first) + Duration::from_secs(age_max);
    if ctx.now() >= end {
        return Err(Condition::MaximumEventAgeInSeconds);
    }
    // The last attempt is made at the very end of the event's life.
    Ok((ctx.now() + backoff(number)).min(end))
}

pub fn backoff(number: i64) -> Duration {
    let doublings = (number - 1).clamp(0, 30) as u32;
    let seconds = limits::BACKOFF_SECONDS_MIN << doublings;
    Duration::from_secs(seconds.min(limits::BACKOFF_SECONDS_MAX) as u64)
}

/// A schedule that has had its last time goes, if it was made so.
fn complete(ctx: &mut Ctx<'_>, run: &Run, input: &Struct) {
    let is_last = input.bool("IsLast").unwrap_or_default();
    if is_last && run.row.definition.is_deleted_after_completion {
        ctx.table_mut(&SCHEDULES).delete(&(run.group.clone(), run.name.clone()));
    }
}

/// Puts the context attributes in the place of their keywords.
fn fill(text: &str, arn: &str, due: i64, execution_id: &str, attempt: i64) -> String {
    text.replace("<aws.scheduler.schedule-arn>", arn)
        .replace("<aws.scheduler.scheduled-time>", &Timestamp::from_secs(due).iso8601())
        .replace("<aws.scheduler.execution-id>", execution_id)
        .replace("<aws.scheduler.attempt-number>", &attempt.to_string())
}

/// What a target without an input gets. Its detail is a string, as AWS's is.
fn default_event(ctx: &mut Ctx<'_>, arn: &str, due: i64) -> String {
    json!({
        "version": "0",
        "id": ctx.chance().uuid(),
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": ctx.account().as_str(),
        "time": Timestamp::from_secs(due).iso8601(),
        "region": ctx.region().as_str(),
        "resources": [arn],
        "detail": "{}",
    })
    .to_string()
}
