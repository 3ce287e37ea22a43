//! Scheduled actions: put, described and deleted; and run, on the virtual clock.
//!
//! A scheduled action has one job, [`RUN`] at its next time, which leaves the job of the time after
//! that. Changing it gives it another generation: jobs of an older one do nothing.
//!
//! Sources: the API model; User Guide, "Scheduled scaling" and "Manage scheduled scaling".

use cron::{Kind, Schedule, TimeZone};
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use store::Range;

use crate::activity;
use crate::api::{
    DeleteScheduledActionInput, DeleteScheduledActionOutput, DescribeScheduledActionsInput,
    DescribeScheduledActionsOutput, PutScheduledActionInput, PutScheduledActionOutput,
    ScalableTargetActionBuilder, ScheduledActionBuilder, scaling_activity_status_code as status,
};
use crate::dimension;
use crate::errors;
use crate::limits::{LATE_SECONDS_MAX, PAGE_MAX, SCHEDULED_MAX};
use crate::listing::{Page, check_filter};
use crate::scale::{self, with_key};
use crate::state::{SCHEDULED, ScheduledRow, TARGETS, TargetKey, scheduled_action_arn};
use crate::target;

const OPERATION: &str = "DescribeScheduledActions";
/// The target, `Name`, `Generation`, `Due` (seconds).
pub const RUN: &str = "RunScheduledAction";
const UTC: &str = "UTC";

type ScheduledKey = (String, String, String, String);

pub fn put(
    ctx: &mut Ctx<'_>,
    input: PutScheduledActionInput<'_>,
) -> Result<PutScheduledActionOutput, ApiError> {
    let (namespace, dimension) = (input.service_namespace(), input.scalable_dimension());
    let key = target::key(namespace, input.resource_id(), dimension);
    let scaled = dimension::parse(&key)?;
    target::find(ctx, &key)?;
    let name = input.scheduled_action_name();
    let place = (key.0.clone(), key.1.clone(), key.2.clone(), name.to_owned());
    let old = ctx.table(&SCHEDULED).get(&place)?;
    let is_new = old.is_none();
    let mut row = match old {
        Some(old) => old,
        None => begin(ctx, &key)?,
    };
    // "If you don't specify start and end times, the old values are deleted."
    row.start = input.start_time().map(Timestamp::micros);
    row.end = input.end_time().map(Timestamp::micros);
    if let Some(schedule) = input.schedule() {
        schedule.clone_into(&mut row.schedule);
    }
    if let Some(timezone) = input.timezone() {
        row.timezone = Some(timezone.to_owned());
    }
    if let Some(action) = input.scalable_target_action() {
        (row.least, row.most) = (action.min_capacity(), action.max_capacity());
    } else if is_new {
        return Err(errors::invalid("ScalableTargetAction is required."));
    }
    check(ctx, &row)?;
    match (row.least, row.most) {
        (None, None) => {
            let message = "ScalableTargetAction needs MinCapacity, MaxCapacity or both.";
            return Err(errors::invalid(message));
        }
        (least, most) => target::check_bounds(
            scaled,
            least.unwrap_or(scaled.least().min(most.unwrap_or_default())),
            most.unwrap_or(i64::MAX),
        )?,
    }
    row.generation = ctx.chance().u64();
    ctx.table_mut(&SCHEDULED).put(&place, &row);
    let now = ctx.now().secs();
    enqueue(ctx, (&key, name), &row, now);
    Ok(PutScheduledActionOutput::new())
}

fn begin(ctx: &Ctx<'_>, key: &TargetKey) -> Result<ScheduledRow, ApiError> {
    let range = Range::within(&(key.0.as_str(), key.1.as_str(), key.2.as_str()));
    if ctx.table(&SCHEDULED).keys(&range).count() >= SCHEDULED_MAX {
        return Err(errors::too_many("scheduled actions of a scalable target", SCHEDULED_MAX));
    }
    Ok(ScheduledRow {
        generation: 0,
        created: ctx.now().micros(),
        schedule: String::new(),
        timezone: None,
        start: None,
        end: None,
        least: None,
        most: None,
    })
}

fn check(ctx: &Ctx<'_>, row: &ScheduledRow) -> Result<(), ApiError> {
    if row.schedule.is_empty() {
        return Err(errors::invalid("Schedule is required."));
    }
    let schedule = Schedule::parse(&row.schedule).map_err(|reason| {
        errors::invalid(format!("The schedule {} is not valid: {reason}.", row.schedule))
    })?;
    let timezone = row.timezone.as_deref().unwrap_or(UTC);
    let Some(zone) = cron::zone(timezone) else {
        return Err(errors::invalid(format!("The time zone {timezone} is not known.")));
    };
    if let (Some(start), Some(end)) = (row.start, row.end)
        && start >= end
    {
        return Err(errors::invalid("StartTime must be before EndTime."));
    }
    let now = ctx.now().secs();
    if schedule.kind() == Kind::At && schedule.next_after(now - 1, &zone, 0).is_none() {
        return Err(errors::invalid(format!("The time of {} has passed.", row.schedule)));
    }
    Ok(())
}

impl ScheduledRow {
    /// The first time after `after`, in seconds, within the bounds of the action.
    pub fn next_due(&self, after: i64) -> Option<i64> {
        let schedule = Schedule::parse(&self.schedule).ok()?;
        let zone = cron::zone(self.timezone.as_deref().unwrap_or(UTC))?;
        let secs = |micros: i64| Timestamp::from_micros(micros).secs();
        let start = self.start.map(secs);
        let after = start.map_or(after, |start| after.max(start - 1));
        let due = self.due_after(&schedule, &zone, after, start)?;
        let is_over = self.end.is_some_and(|end| due > secs(end));
        (!is_over).then_some(due)
    }

    /// A rate begins at its start; without one, a period after it was made [U].
    fn due_after(
        &self,
        schedule: &Schedule,
        zone: &TimeZone,
        after: i64,
        start: Option<i64>,
    ) -> Option<i64> {
        let created = Timestamp::from_micros(self.created).secs();
        let after = match (schedule.kind(), start) {
            (Kind::Rate, None) => after.max(created),
            _ => after,
        };
        schedule.next_after(after, zone, start.unwrap_or(created))
    }
}

fn enqueue(ctx: &mut Ctx<'_>, (key, name): (&TargetKey, &str), row: &ScheduledRow, after: i64) {
    let Some(due) = row.next_due(after) else { return };
    let input = with_key(key)
        .with("Name", name)
        .with("Generation", row.generation.cast_signed())
        .with("Due", due);
    let ask = Ask::to("application-autoscaling", RUN).with_input(input);
    ctx.enqueue(Job::now(ask).at(Timestamp::from_secs(due)));
}

/// The step: a time has come.
pub fn run(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let key = scale::read_key(input);
    let name = input.str("Name").unwrap_or_default();
    let place = (key.0.as_str(), key.1.as_str(), key.2.as_str(), name);
    let Some(row) = ctx.table(&SCHEDULED).get(&place)? else { return Ok(Struct::new()) };
    if input.int("Generation") != Some(row.generation.cast_signed()) {
        return Ok(Struct::new());
    }
    let due = input.int("Due").unwrap_or_default();
    let now = ctx.now().secs();
    // What was missed during a stop of the world is not caught up on.
    let from = if now - due > LATE_SECONDS_MAX { now } else { due };
    enqueue(ctx, (&key, name), &row, from);
    apply(ctx, &key, name, &row)?;
    Ok(Struct::new())
}

fn apply(
    ctx: &mut Ctx<'_>,
    key: &TargetKey,
    name: &str,
    row: &ScheduledRow,
) -> Result<(), ApiError> {
    let Some(mut target) = ctx.table(&TARGETS).get(key)? else { return Ok(()) };
    if target.suspended.scheduled {
        return Ok(());
    }
    let what = match (row.least, row.most) {
        (Some(least), Some(most)) => format!("min capacity to {least} and max capacity to {most}"),
        (Some(least), None) => format!("min capacity to {least}"),
        (None, Some(most)) => format!("max capacity to {most}"),
        (None, None) => return Ok(()),
    };
    let told = (format!("Setting {what}"), format!("scheduled action name {name} was triggered"));
    let (least, most) = (row.least.unwrap_or(target.least), row.most.unwrap_or(target.most));
    if least > most {
        let message = format!("Failed to set {what}: the maximum would be below the minimum.");
        return activity::note(ctx, key, told, (status::FAILED, message));
    }
    (target.least, target.most) = (least, most);
    ctx.table_mut(&TARGETS).put(key, &target);
    let message = format!("Successfully set {what}");
    activity::note(ctx, key, told, (status::SUCCESSFUL, message))?;
    scale::enqueue_bound(ctx, key, true)
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteScheduledActionInput<'_>,
) -> Result<DeleteScheduledActionOutput, ApiError> {
    let (namespace, dimension) = (input.service_namespace(), input.scalable_dimension());
    let key = target::key(namespace, input.resource_id(), dimension);
    let name = input.scheduled_action_name();
    let place = (key.0.as_str(), key.1.as_str(), key.2.as_str(), name);
    if !ctx.table(&SCHEDULED).contains(&place)? {
        return Err(errors::no_scheduled_action(&key, name));
    }
    ctx.table_mut(&SCHEDULED).delete(&place);
    Ok(DeleteScheduledActionOutput::new())
}

/// Of a target that goes.
pub fn drop_all(ctx: &mut Ctx<'_>, key: &TargetKey) -> Result<(), ApiError> {
    let range = Range::within(&(key.0.as_str(), key.1.as_str(), key.2.as_str()));
    ctx.table_mut(&SCHEDULED).delete_range(&range)?;
    Ok(())
}

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeScheduledActionsInput<'_>,
) -> Result<DescribeScheduledActionsOutput, ApiError> {
    let namespace = input.service_namespace();
    let (resource, dimension) = (input.resource_id(), input.scalable_dimension());
    check_filter(resource.is_some(), dimension)?;
    let page = Page::read(OPERATION, (input.max_results(), PAGE_MAX), input.next_token())?;
    let mut range = match (resource, dimension) {
        (Some(resource), Some(dimension)) => Range::within(&(namespace, resource, dimension)),
        (Some(resource), None) => Range::within(&(namespace, resource)),
        _ => Range::within(&(namespace,)),
    };
    if let Some([resource, dimension, name]) = page.after_of::<3>()? {
        range = range.after(&(namespace, resource, dimension, name));
    }
    let names = input.scheduled_action_names();
    let rows = ctx.table(&SCHEDULED).scan(&range);
    let position = |key: &ScheduledKey| vec![key.1.clone(), key.2.clone(), key.3.clone()];
    let (found, token) = page.cut(rows, position, |key, row| {
        let is_meant = names.is_none_or(|names| names.is_empty() || names.contains(&key.3));
        is_meant.then(|| (key.clone(), row))
    })?;
    let mut shown = Vec::new();
    for (key, row) in found {
        shown.push(show(ctx, key, row)?);
    }
    Ok(DescribeScheduledActionsOutput::new().scheduled_actions(shown).next_token(token))
}

fn show(
    ctx: &Ctx<'_>,
    key: ScheduledKey,
    row: ScheduledRow,
) -> Result<ScheduledActionBuilder, ApiError> {
    let target_key = (key.0.clone(), key.1.clone(), key.2.clone());
    let target = ctx.table(&TARGETS).get(&target_key)?;
    let id = target.map(|target| target.id).unwrap_or_default();
    let action = ScalableTargetActionBuilder::new().min_capacity(row.least).max_capacity(row.most);
    Ok(ScheduledActionBuilder::new()
        .scheduled_action_arn(scheduled_action_arn(ctx, &id, &target_key, &key.3))
        .scheduled_action_name(key.3)
        .service_namespace(key.0)
        .schedule(row.schedule)
        .timezone(row.timezone)
        .resource_id(key.1)
        .scalable_dimension(key.2)
        .start_time(row.start.map(Timestamp::from_micros))
        .end_time(row.end.map(Timestamp::from_micros))
        .scalable_target_action(action)
        .creation_time(Timestamp::from_micros(row.created)))
}
