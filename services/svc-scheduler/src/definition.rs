//! What a schedule is to do, read from the input of CreateSchedule and UpdateSchedule (which have
//! the same members) and checked; and when it comes due.

use cron::{Kind, Schedule, TimeZone};
use kernel::{ApiError, Ctx, Timestamp};

use crate::api::{
    CreateScheduleInput, RetryPolicyBuilder, action_after_completion, flexible_time_window_mode,
    schedule_state,
};
use crate::errors;
use crate::limits;
use crate::state::{Definition, ScheduleRow};
use crate::target;

const UTC: &str = "UTC";
const PRINCIPAL: &str = "scheduler.amazonaws.com";

pub fn read(ctx: &Ctx<'_>, input: CreateScheduleInput<'_>) -> Result<Definition, ApiError> {
    let timezone = input.schedule_expression_timezone().unwrap_or(UTC);
    let definition = Definition {
        expression: input.schedule_expression().to_owned(),
        timezone: timezone.to_owned(),
        start: input.start_date().map(Timestamp::micros),
        end: input.end_date().map(Timestamp::micros),
        description: input.description().map(str::to_owned),
        is_enabled: input.state() != Some(schedule_state::DISABLED),
        target: target::read(ctx, input.target())?,
        window_minutes: read_window(input)?,
        is_deleted_after_completion: input.action_after_completion()
            == Some(action_after_completion::DELETE),
        key: input.kms_key_arn().map(str::to_owned),
        sealed: None,
    };
    let schedule = Schedule::parse(&definition.expression)
        .map_err(|_| errors::invalid_expression(&definition.expression))?;
    cron::zone(timezone).ok_or_else(|| errors::invalid_timezone(timezone))?;
    if schedule.kind() != Kind::At {
        check_dates(ctx, &definition)?;
    }
    check_role(ctx, input.target().role_arn())?;
    Ok(definition)
}

/// The retry policy that GetSchedule shows: what was asked for and defaults for the rest.
pub fn retry_policy(asked: Option<crate::api::RetryPolicy<'_>>) -> RetryPolicyBuilder {
    let age = asked.and_then(crate::api::RetryPolicy::maximum_event_age_in_seconds);
    let attempts = asked.and_then(crate::api::RetryPolicy::maximum_retry_attempts);
    RetryPolicyBuilder::new()
        .maximum_event_age_in_seconds(age.unwrap_or(limits::EVENT_AGE_SECONDS_MAX))
        .maximum_retry_attempts(attempts.unwrap_or(limits::RETRY_ATTEMPTS_MAX))
}

fn read_window(input: CreateScheduleInput<'_>) -> Result<Option<i64>, ApiError> {
    let window = input.flexible_time_window();
    let is_flexible = window.mode() == flexible_time_window_mode::FLEXIBLE;
    match window.maximum_window_in_minutes() {
        Some(_) if !is_flexible => Err(errors::length_without_window()),
        None if is_flexible => Err(errors::window_without_length()),
        minutes => Ok(minutes),
    }
}

fn check_dates(ctx: &Ctx<'_>, definition: &Definition) -> Result<(), ApiError> {
    let Some(start) = definition.start else { return Ok(()) };
    if definition.end.is_some_and(|end| start >= end) {
        return Err(errors::start_after_end());
    }
    let oldest = ctx.now().secs() - limits::START_DATE_AGE_SECONDS_MAX;
    if Timestamp::from_micros(start).secs() < oldest {
        return Err(errors::start_too_old());
    }
    Ok(())
}

/// The caller hands a role to the service and must be allowed to.
fn check_role(ctx: &Ctx<'_>, role: &str) -> Result<(), ApiError> {
    let account = kernel::arn::Arn::parse(role).and_then(|arn| arn.account_id());
    if account != Some(ctx.account()) {
        return Err(errors::role_of_other_account(role, ctx.account()));
    }
    ctx.authorize_pass_role(role, PRINCIPAL)
}

impl ScheduleRow {
    /// When it comes due first, in seconds. A one-time schedule of the past is due at once.
    pub fn first_due(&self, now: Timestamp) -> Option<i64> {
        let (schedule, zone) = self.parsed()?;
        let after = match schedule.kind() {
            Kind::At => i64::MIN,
            Kind::Rate => now.secs() - 1,
            Kind::Cron => self.start().map_or(now.secs(), |start| now.secs().max(start - 1)),
        };
        self.due_after(&schedule, &zone, after)
    }

    /// When it comes due after `due`, which is now or was when the world slept.
    pub fn next_due(&self, due: i64, now: Timestamp) -> Option<i64> {
        let (schedule, zone) = self.parsed()?;
        if schedule.kind() == Kind::At {
            return None;
        }
        let is_late = now.secs() - due > limits::LATE_SECONDS_MAX;
        self.due_after(&schedule, &zone, if is_late { now.secs() } else { due })
    }

    fn due_after(&self, schedule: &Schedule, zone: &TimeZone, after: i64) -> Option<i64> {
        let modified = Timestamp::from_micros(self.modified).secs();
        let due = schedule.next_after(after, zone, self.start().unwrap_or(modified))?;
        let end = self.definition.end.map(|end| Timestamp::from_micros(end).secs());
        let is_over = schedule.kind() != Kind::At && end.is_some_and(|end| due > end);
        (!is_over).then_some(due)
    }

    fn start(&self) -> Option<i64> {
        self.definition.start.map(|start| Timestamp::from_micros(start).secs())
    }

    /// `None` never happens: both were checked before the row was written.
    fn parsed(&self) -> Option<(Schedule, TimeZone)> {
        let schedule = Schedule::parse(&self.definition.expression).ok()?;
        Some((schedule, cron::zone(&self.definition.timezone)?))
    }
}
