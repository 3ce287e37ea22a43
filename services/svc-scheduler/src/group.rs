//! Schedule groups. The group `default` is always there and cannot be made or deleted.

use std::collections::BTreeMap;
use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp, page};
use store::Range;

use crate::api::{
    CreateScheduleGroupInput, CreateScheduleGroupOutput, DeleteScheduleGroupInput,
    DeleteScheduleGroupOutput, GetScheduleGroupInput, GetScheduleGroupOutput,
    ListScheduleGroupsInput, ListScheduleGroupsOutput, ScheduleGroupSummaryBuilder,
    schedule_group_state,
};
use crate::errors;
use crate::idempotence::is_repeated;
use crate::limits;
use crate::state::{DEFAULT_GROUP, GROUPS, GroupRow, SCHEDULES, group_arn};
use crate::tag;

/// The step that deletes the schedules of a group, then the group: `Name`.
pub const DROP_GROUP: &str = "DropGroup";

pub fn create_schedule_group(
    ctx: &mut Ctx<'_>,
    input: CreateScheduleGroupInput<'_>,
) -> Result<CreateScheduleGroupOutput, ApiError> {
    let name = input.name();
    let arn = group_arn(ctx, name).to_string();
    let output = CreateScheduleGroupOutput::new().schedule_group_arn(&arn);
    if is_repeated(ctx, "CreateScheduleGroup", &arn, input.0)? {
        return Ok(output);
    }
    if name == DEFAULT_GROUP {
        return Err(errors::not_on_default_group());
    }
    if ctx.table(&GROUPS).contains(name)? {
        return Err(errors::group_exists(name));
    }
    if ctx.table(&GROUPS).keys(&Range::all()).take(limits::GROUPS_MAX).count() == limits::GROUPS_MAX
    {
        return Err(errors::too_many_groups());
    }
    let mut tags = BTreeMap::new();
    if let Some(asked) = input.tags() {
        tag::add(&mut tags, asked)?;
    }
    let now = ctx.now().micros();
    let row = GroupRow { created: now, modified: now, is_being_deleted: false, tags };
    ctx.table_mut(&GROUPS).put(name, &row);
    Ok(output)
}

/// The group is DELETING until its schedules are gone; until then they may come due.
pub fn delete_schedule_group(
    ctx: &mut Ctx<'_>,
    input: DeleteScheduleGroupInput<'_>,
) -> Result<DeleteScheduleGroupOutput, ApiError> {
    let name = input.name();
    let arn = group_arn(ctx, name).to_string();
    if is_repeated(ctx, "DeleteScheduleGroup", &arn, input.0)? {
        return Ok(DeleteScheduleGroupOutput::new());
    }
    if name == DEFAULT_GROUP {
        return Err(errors::not_on_default_group());
    }
    let mut row = find(ctx, name)?;
    if row.is_being_deleted {
        return Err(errors::group_is_being_deleted(name));
    }
    row.is_being_deleted = true;
    row.modified = ctx.now().micros();
    ctx.table_mut(&GROUPS).put(name, &row);
    let start = ctx.now() + Duration::from_secs(limits::GROUP_DELETION_SECONDS);
    ctx.enqueue(Job::now(drop_ask(name)).at(start));
    Ok(DeleteScheduleGroupOutput::new())
}

pub fn drop_group(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Name").ok_or_else(ApiError::internal)?;
    let keys = ctx.table(&SCHEDULES).keys(&Range::within(&(name,)));
    let keys = keys.take(limits::DROPPED_PER_STEP_MAX).collect::<Result<Vec<_>, _>>()?;
    for key in &keys {
        ctx.table_mut(&SCHEDULES).delete(key);
    }
    if keys.len() < limits::DROPPED_PER_STEP_MAX {
        ctx.table_mut(&GROUPS).delete(name);
    } else {
        ctx.enqueue(Job::now(drop_ask(name)));
    }
    Ok(Struct::new())
}

pub fn get_schedule_group(
    ctx: &mut Ctx<'_>,
    input: GetScheduleGroupInput<'_>,
) -> Result<GetScheduleGroupOutput, ApiError> {
    let row = find(ctx, input.name())?;
    Ok(GetScheduleGroupOutput::new()
        .arn(group_arn(ctx, input.name()).to_string())
        .name(input.name())
        .state(state_name(&row))
        .creation_date(Timestamp::from_micros(row.created))
        .last_modification_date(Timestamp::from_micros(row.modified)))
}

/// By name, the group `default` in its place.
pub fn list_schedule_groups(
    ctx: &mut Ctx<'_>,
    input: ListScheduleGroupsInput<'_>,
) -> Result<ListScheduleGroupsOutput, ApiError> {
    const OPERATION: &str = "ListScheduleGroups";
    let max = input.max_results().unwrap_or(limits::LIST_RESULTS_MAX) as usize;
    let prefix = input.name_prefix().unwrap_or_default();
    let mut range = Range::all().starting_with(prefix);
    let after = match input.next_token() {
        None => None,
        Some(token) => {
            let name = page::decode(OPERATION, token).and_then(|it| String::from_utf8(it).ok());
            Some(name.ok_or_else(errors::invalid_next_token)?)
        }
    };
    if let Some(after) = &after {
        range = range.after(after);
    }
    let rows = ctx.table(&GROUPS).scan(&range).take(max + 1);
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    let is_default_due = DEFAULT_GROUP.starts_with(prefix)
        && after.is_none_or(|after| after.as_str() < DEFAULT_GROUP);
    if is_default_due && rows.iter().all(|(name, _)| name != DEFAULT_GROUP) {
        let at = rows.partition_point(|(name, _)| name.as_str() < DEFAULT_GROUP);
        rows.insert(at, (DEFAULT_GROUP.to_owned(), default_group()));
    }
    let has_more = rows.len() > max;
    rows.truncate(max);
    let last = rows.last().filter(|_| has_more);
    let token = last.map(|(name, _)| page::encode(OPERATION, name.as_bytes()));
    let summaries = rows.iter().map(|(name, row)| {
        ScheduleGroupSummaryBuilder::new()
            .arn(group_arn(ctx, name).to_string())
            .name(name)
            .state(state_name(row))
            .creation_date(Timestamp::from_micros(row.created))
            .last_modification_date(Timestamp::from_micros(row.modified))
    });
    let summaries = summaries.collect::<Vec<_>>();
    Ok(ListScheduleGroupsOutput::new().schedule_groups(summaries).next_token(token))
}

pub fn find(ctx: &Ctx<'_>, name: &str) -> Result<GroupRow, ApiError> {
    match ctx.table(&GROUPS).get(name)? {
        Some(row) => Ok(row),
        None if name == DEFAULT_GROUP => Ok(default_group()),
        None => Err(errors::no_such_group(name)),
    }
}

fn default_group() -> GroupRow {
    let created = Timestamp::from_secs(limits::DEFAULT_GROUP_CREATED_SECONDS).micros();
    GroupRow { created, modified: created, is_being_deleted: false, tags: BTreeMap::new() }
}

fn state_name(row: &GroupRow) -> &'static str {
    if row.is_being_deleted { schedule_group_state::DELETING } else { schedule_group_state::ACTIVE }
}

fn drop_ask(name: &str) -> Ask {
    Ask::to("scheduler", DROP_GROUP).with("Name", name)
}
