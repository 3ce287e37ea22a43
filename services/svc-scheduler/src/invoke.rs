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
use crate::metrics;
use crate::outside;
use crate::state::{SCHEDULES, ScheduleRow, schedule_arn};
use crate::target::Invocation;

/// `Group`, `Name`, `Generation`, `Due` (seconds).
pub const COME_DUE: &str = "ComeDue";
/// The same, `Attempt` (from 1), `IsLast`: no time comes after this; and after the first attempt,
/// `First`: when that was, in microseconds.
pub const ATTEMPT: &str = "Attempt";

/// Attempts that end in a bug of ours are made again: the schedule is not to blame.
pub const AFTER_BUGS: Retry =
    Retry { retries_max: 2, delay_ms: 60_000, growth_percent: 100, delay_ms_max: 60_000 };

/// Why an attempt has failed.
#[derive(Clone, Debug)]
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
    let Some(prepared) = Prepared::of(ctx, input)? else { return Ok(Struct::new()) };
    ctx.meter_for("Scheduler-Invocations", &prepared.arn, 1);
    metrics::count(ctx, &metrics::ATTEMPTS, &prepared.run.group);
    let session = ctx.chance().hex(32);
    let asked = match &prepared.unusable {
        Some(failure) => Err(failure.clone()),
        None => prepared.invocation().ask(ctx, &session).map_err(Failure::from),
    };
    let outcome = match asked {
        Err(failure) => Err(failure),
        Ok(ask) if outside::takes_time(ctx, &ask) => {
            outside::leave(ctx, prepared.told(input));
            return Ok(Struct::new());
        }
        Ok(ask) => match ctx.call(ask) {
            Ok(output) => judge(&output),
            Err(error) => Err(Failure::from(error)),
        },
    };
    settle(ctx, &prepared, input, outcome);
    Ok(Struct::new())
}

/// After an attempt: it is done, there is another one later, or it is given up.
pub fn settle(
    ctx: &mut Ctx<'_>,
    prepared: &Prepared,
    input: &Struct,
    outcome: Result<(), Failure>,
) {
    let Err(failure) = outcome else {
        complete(ctx, &prepared.run, input);
        return;
    };
    let group = &prepared.run.group;
    metrics::count(ctx, &metrics::TARGET_ERRORS, group);
    if failure.is_throttling() {
        metrics::count(ctx, &metrics::TARGET_THROTTLED, group);
    }
    let number = prepared.number;
    let first = input.int("First").unwrap_or(ctx.now().micros());
    match next_attempt(ctx, api::Target(&prepared.opened), number, first) {
        Ok(at) if !failure.is_permanent => {
            let input = input.clone().with("Attempt", number + 1).with("First", first);
            enqueue_attempt(ctx, input, at);
        }
        next => {
            metrics::count(ctx, &metrics::DROPPED, group);
            let exhausted = next.err().filter(|_| !failure.is_permanent);
            let letter = dead_letter::Letter {
                invocation: &prepared.invocation(),
                failure: &failure,
                exhausted,
                execution_id: &prepared.execution_id,
                retries: number - 1,
            };
            match letter.send(ctx) {
                None => {}
                Some(Ok(())) => metrics::count(ctx, &metrics::DEAD_LETTERS, group),
                Some(Err(_)) => metrics::count(ctx, &metrics::DEAD_LETTERS_FAILED, group),
            }
            complete(ctx, &prepared.run, input);
        }
    }
}

/// An attempt that is to be made.
pub struct Prepared {
    pub run: Run,
    pub arn: String,
    number: i64,
    execution_id: String,
    /// Of the event that a target without an input gets.
    event_id: String,
    opened: Struct,
    payload: String,
    /// The input cannot be opened.
    pub unusable: Option<Failure>,
}

impl Prepared {
    /// `None` when the schedule has been changed or deleted since the job was left.
    pub fn of(ctx: &mut Ctx<'_>, input: &Struct) -> Result<Option<Prepared>, ApiError> {
        let Some(run) = Run::read(ctx, input)? else { return Ok(None) };
        let number = input.int("Attempt").unwrap_or(1);
        let told = |name: &str| input.str(name).map(str::to_owned);
        let execution_id = told("ExecutionId").unwrap_or_else(|| ctx.chance().hex(16));
        let event_id = told("EventId").unwrap_or_else(|| ctx.chance().uuid());
        let arn = schedule_arn(ctx, &run.group, &run.name).to_string();
        let (opened, unusable) = encryption::open_to_invoke(ctx, &run.row.definition, &arn)?;
        let payload = match api::Target(&opened).input() {
            Some(text) => fill(text, &arn, run.due, &execution_id, number),
            None => default_event(ctx, &event_id, &arn, run.due),
        };
        let prepared =
            Prepared { run, arn, number, execution_id, event_id, opened, payload, unusable };
        Ok(Some(prepared))
    }

    pub fn invocation(&self) -> Invocation<'_> {
        Invocation {
            target: api::Target(&self.opened),
            schedule_arn: &self.arn,
            payload: &self.payload,
            due: self.run.due,
        }
    }

    /// The job's input with what makes another step prepare the same attempt.
    fn told(&self, input: &Struct) -> Struct {
        let input = input.clone().with("ExecutionId", self.execution_id.as_str());
        input.with("EventId", self.event_id.as_str())
    }
}

/// A time of a schedule that has come.
pub struct Run {
    pub group: String,
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

/// PutEvents succeeds as a call even when its one entry does not.
pub fn judge(output: &Struct) -> Result<(), Failure> {
    let entry = output.list("Entries").and_then(|entries| entries.first()?.as_struct());
    match (output.int("FailedEntryCount"), entry) {
        (Some(1..), Some(entry)) => Err(Failure {
            code: entry.str("ErrorCode").unwrap_or_default().to_owned(),
            message: entry.str("ErrorMessage").unwrap_or_default().to_owned(),
            is_permanent: false,
        }),
        _ => Ok(()),
    }
}

impl Failure {
    fn is_throttling(&self) -> bool {
        self.code.contains("Throttl") || self.code.contains("TooManyRequests")
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
fn default_event(ctx: &Ctx<'_>, id: &str, arn: &str, due: i64) -> String {
    json!({
        "version": "0",
        "id": id,
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
