//! Schedules: making, changing, showing and deleting them.

use data_keys::Asker;
use kernel::scheduler::Job;
use kernel::{ApiError, Ctx, Timestamp};

use crate::api::{
    CreateScheduleInput, CreateScheduleOutput, DeleteScheduleInput, DeleteScheduleOutput,
    FlexibleTimeWindowBuilder, GetScheduleInput, GetScheduleOutput, TargetBuilder,
    UpdateScheduleInput, UpdateScheduleOutput, action_after_completion, flexible_time_window_mode,
    schedule_state,
};
use crate::definition;
use crate::encryption;
use crate::errors;
use crate::group;
use crate::idempotence::is_repeated;
use crate::invoke;
use crate::state::{DEFAULT_GROUP, SCHEDULES, ScheduleRow, schedule_arn};

pub fn create_schedule(
    ctx: &mut Ctx<'_>,
    input: CreateScheduleInput<'_>,
) -> Result<CreateScheduleOutput, ApiError> {
    let (group, name) = (input.group_name().unwrap_or(DEFAULT_GROUP), input.name());
    let arn = schedule_arn(ctx, group, name).to_string();
    let output = CreateScheduleOutput::new().schedule_arn(&arn);
    if is_repeated(ctx, "CreateSchedule", &arn, input.0)? {
        return Ok(output);
    }
    let mut definition = definition::read(ctx, input)?;
    if group::find(ctx, group)?.is_being_deleted {
        return Err(errors::group_is_being_deleted(group));
    }
    let key = (group.to_owned(), name.to_owned());
    if ctx.table(&SCHEDULES).contains(&key)? {
        return Err(errors::schedule_exists(name));
    }
    encryption::seal(ctx, &mut definition, &arn)?;
    let now = ctx.now().micros();
    let generation = ctx.chance().u64();
    let row = ScheduleRow { generation, created: now, modified: now, definition };
    put(ctx, key, &row);
    Ok(output)
}

/// Replaces all that was asked for: what is left out takes its default.
pub fn update_schedule(
    ctx: &mut Ctx<'_>,
    input: UpdateScheduleInput<'_>,
) -> Result<UpdateScheduleOutput, ApiError> {
    let (group, name) = (input.group_name().unwrap_or(DEFAULT_GROUP), input.name());
    let arn = schedule_arn(ctx, group, name).to_string();
    let output = UpdateScheduleOutput::new().schedule_arn(&arn);
    if is_repeated(ctx, "UpdateSchedule", &arn, input.0)? {
        return Ok(output);
    }
    let mut definition = definition::read(ctx, CreateScheduleInput::from(input.0))?;
    let mut row = find(ctx, group, name)?;
    encryption::seal(ctx, &mut definition, &arn)?;
    row.generation = ctx.chance().u64();
    row.modified = ctx.now().micros();
    row.definition = definition;
    put(ctx, (group.to_owned(), name.to_owned()), &row);
    Ok(output)
}

pub fn delete_schedule(
    ctx: &mut Ctx<'_>,
    input: DeleteScheduleInput<'_>,
) -> Result<DeleteScheduleOutput, ApiError> {
    let (group, name) = (input.group_name().unwrap_or(DEFAULT_GROUP), input.name());
    let arn = schedule_arn(ctx, group, name).to_string();
    if !is_repeated(ctx, "DeleteSchedule", &arn, input.0)? {
        find(ctx, group, name)?;
        ctx.table_mut(&SCHEDULES).delete(&(group.to_owned(), name.to_owned()));
    }
    Ok(DeleteScheduleOutput::new())
}

pub fn get_schedule(
    ctx: &mut Ctx<'_>,
    input: GetScheduleInput<'_>,
) -> Result<GetScheduleOutput, ApiError> {
    let (group, name) = (input.group_name().unwrap_or(DEFAULT_GROUP), input.name());
    let row = find(ctx, group, name)?;
    let definition = row.definition;
    let arn = schedule_arn(ctx, group, name).to_string();
    let target = encryption::open(ctx, &definition, &arn, Asker::Caller);
    let target = target.map_err(|error| errors::of_kms(&error))?;
    let window = match definition.window_minutes {
        None => FlexibleTimeWindowBuilder::new().mode(flexible_time_window_mode::OFF),
        Some(minutes) => FlexibleTimeWindowBuilder::new()
            .mode(flexible_time_window_mode::FLEXIBLE)
            .maximum_window_in_minutes(minutes),
    };
    let action = if definition.is_deleted_after_completion {
        action_after_completion::DELETE
    } else {
        action_after_completion::NONE
    };
    Ok(GetScheduleOutput::new()
        .arn(arn)
        .kms_key_arn(definition.key)
        .group_name(group)
        .name(name)
        .schedule_expression(definition.expression)
        .schedule_expression_timezone(definition.timezone)
        .start_date(definition.start.map(Timestamp::from_micros))
        .end_date(definition.end.map(Timestamp::from_micros))
        .description(definition.description)
        .state(state_name(definition.is_enabled))
        .creation_date(Timestamp::from_micros(row.created))
        .last_modification_date(Timestamp::from_micros(row.modified))
        .target(TargetBuilder(target))
        .flexible_time_window(window)
        .action_after_completion(action))
}

pub fn state_name(is_enabled: bool) -> &'static str {
    if is_enabled { schedule_state::ENABLED } else { schedule_state::DISABLED }
}

fn find(ctx: &Ctx<'_>, group: &str, name: &str) -> Result<ScheduleRow, ApiError> {
    let row = ctx.table(&SCHEDULES).get(&(group.to_owned(), name.to_owned()))?;
    row.ok_or_else(|| errors::no_such_schedule(name))
}

/// Keeps the schedule and leaves its one job: those of earlier generations are void.
fn put(ctx: &mut Ctx<'_>, key: (String, String), row: &ScheduleRow) {
    ctx.table_mut(&SCHEDULES).put(&key, row);
    if !row.definition.is_enabled {
        return;
    }
    if let Some(due) = row.first_due(ctx.now()) {
        let mut at = Timestamp::from_secs(due);
        if ctx.is_nested() {
            // A schedule that makes schedules does not do so without end in one moment.
            at = at.max(ctx.now() + std::time::Duration::from_secs(1));
        }
        let ask = invoke::come_due_ask(&key.0, &key.1, row.generation, due);
        ctx.enqueue(Job::now(ask).at(at));
    }
}
