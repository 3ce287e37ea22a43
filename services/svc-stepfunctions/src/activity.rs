//! Activities, and tasks that somebody else ends by their token.

use std::collections::BTreeMap;
use std::time::Duration;

use asl::host::Host;
use asl::{Failure, Frame, PAYLOAD_MAX};
use kernel::{ApiError, Ctx, Struct, Timestamp, WaitedFor, page};
use serde_json::Value as Json;
use store::Range;

use crate::api::{
    ActivityListItemBuilder, CreateActivityInput, CreateActivityOutput, DeleteActivityInput,
    DeleteActivityOutput, DescribeActivityInput, DescribeActivityOutput, GetActivityTaskInput,
    GetActivityTaskOutput, ListActivitiesInput, ListActivitiesOutput, SendTaskFailureInput,
    SendTaskFailureOutput, SendTaskHeartbeatInput, SendTaskHeartbeatOutput, SendTaskSuccessInput,
    SendTaskSuccessOutput,
};
use crate::history::page_size;
use crate::machine::{owned_key, read_token};
use crate::runner::Runner;
use crate::state::{ACTIVITIES, ActivityRow, TOKENS, TokenRow, WAITING_TASKS, arn};
use crate::{ending, errors, limits, names, tag, task};

pub fn create_activity(
    ctx: &mut Ctx<'_>,
    input: CreateActivityInput<'_>,
) -> Result<CreateActivityOutput, ApiError> {
    let name = input.name();
    names::check(name)?;
    if input.encryption_configuration().is_some_and(|it| it.type_() != "AWS_OWNED_KEY") {
        return Err(errors::not_implemented("the encryption of activities by customers' keys"));
    }
    let activity_arn = arn(ctx, &format!("activity:{name}"));
    let output = CreateActivityOutput::new().activity_arn(&activity_arn);
    if let Some(row) = ctx.table(&ACTIVITIES).get(name)? {
        return Ok(output.creation_date(Timestamp::from_micros(row.created)));
    }
    let count = ctx.table(&ACTIVITIES).keys(&Range::all()).take(limits::ACTIVITIES_MAX).count();
    if count == limits::ACTIVITIES_MAX {
        return Err(errors::too_many_activities());
    }
    let mut tags = BTreeMap::new();
    if let Some(asked) = input.tags() {
        tag::add(&mut tags, asked, &activity_arn)?;
    }
    let now = ctx.now();
    let row = ActivityRow { id: ctx.chance().u64(), created: now.micros(), tags };
    ctx.table_mut(&ACTIVITIES).put(name, &row);
    Ok(output.creation_date(now))
}

/// The name in an activity's ARN.
fn name_of(ctx: &Ctx<'_>, activity_arn: &str) -> Result<String, ApiError> {
    let mut parts = names::resource(ctx, activity_arn, &["activity"])?;
    match parts.len() {
        1 => Ok(parts.remove(0)),
        _ => Err(errors::invalid_arn(activity_arn)),
    }
}

fn find(ctx: &Ctx<'_>, activity_arn: &str) -> Result<(String, ActivityRow), ApiError> {
    let name = name_of(ctx, activity_arn)?;
    let row = ctx.table(&ACTIVITIES).get(&name)?;
    Ok((name, row.ok_or_else(|| errors::no_such_activity(activity_arn))?))
}

pub fn describe_activity(
    ctx: &mut Ctx<'_>,
    input: DescribeActivityInput<'_>,
) -> Result<DescribeActivityOutput, ApiError> {
    let (name, row) = find(ctx, input.activity_arn())?;
    Ok(DescribeActivityOutput::new()
        .activity_arn(input.activity_arn())
        .name(name)
        .creation_date(Timestamp::from_micros(row.created))
        .encryption_configuration(owned_key()))
}

pub fn delete_activity(
    ctx: &mut Ctx<'_>,
    input: DeleteActivityInput<'_>,
) -> Result<DeleteActivityOutput, ApiError> {
    let name = name_of(ctx, input.activity_arn())?;
    if let Some(row) = ctx.table(&ACTIVITIES).get(&name)? {
        ctx.table_mut(&WAITING_TASKS).delete_range(&Range::within(&(row.id,)))?;
    }
    ctx.table_mut(&ACTIVITIES).delete(&name);
    Ok(DeleteActivityOutput::new())
}

pub fn list_activities(
    ctx: &mut Ctx<'_>,
    input: ListActivitiesInput<'_>,
) -> Result<ListActivitiesOutput, ApiError> {
    const OPERATION: &str = "ListActivities";
    let most = page_size(input.max_results());
    let mut range = Range::all();
    if let Some(token) = input.next_token() {
        range = range.after(read_token(OPERATION, token)?.as_str());
    }
    let rows = ctx.table(&ACTIVITIES).scan(&range).take(most + 1);
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    let has_more = rows.len() > most;
    rows.truncate(most);
    let token =
        rows.last().filter(|_| has_more).map(|(name, _)| page::encode(OPERATION, name.as_bytes()));
    let activities = rows.iter().map(|(name, row)| {
        ActivityListItemBuilder::new()
            .activity_arn(arn(ctx, &format!("activity:{name}")))
            .name(name)
            .creation_date(Timestamp::from_micros(row.created))
    });
    let activities = activities.collect::<Vec<_>>();
    Ok(ListActivitiesOutput::new().activities(activities).next_token(token))
}

/// "If no task is available within 60 seconds, GetActivityTask returns a taskToken with a null
/// string."
pub fn get_activity_task(
    ctx: &mut Ctx<'_>,
    input: GetActivityTaskInput<'_>,
) -> Result<WaitedFor<GetActivityTaskOutput>, ApiError> {
    let (_, activity) = find(ctx, input.activity_arn())?;
    loop {
        let first = ctx.table(&WAITING_TASKS).first(&Range::within(&(activity.id,)))?;
        let Some((key, row)) = first else { break };
        ctx.table_mut(&WAITING_TASKS).delete(&key);
        let token = key.2;
        let Some((mut runner, mut frame, held)) = awaited(ctx, &token)? else { continue };
        let mut details = Struct::new();
        if let Some(worker) = input.worker_name() {
            details.set("workerName", worker);
        }
        let started = task::described(&held.resource, "Started", details);
        frame.last_event = runner.note(frame.last_event, started);
        runner.put_frame(&frame)?;
        runner.save();
        let output = GetActivityTaskOutput::new().task_token(token).input(row.text);
        return Ok(WaitedFor::Ready(output));
    }
    let deadline = ctx.waiting_since() + Duration::from_secs(limits::POLL_SECONDS);
    if ctx.now() >= deadline {
        return Ok(WaitedFor::Ready(GetActivityTaskOutput::new()));
    }
    Ok(WaitedFor::NotYet { topic: ending::topic(activity.id), until: deadline })
}

/// The frame that waits for a token, if it still does.
fn awaited<'c, 'w>(
    ctx: &'c mut Ctx<'w>,
    token: &str,
) -> Result<Option<(Runner<'c, 'w>, Frame, TokenRow)>, ApiError> {
    let Some(row) = ctx.table(&TOKENS).get(token)? else { return Ok(None) };
    let Some(runner) = Runner::load(ctx, row.uid)? else { return Ok(None) };
    let frame = runner.awaiting(row.frame, row.ticket)?;
    Ok(frame.map(|frame| (runner, frame, row)))
}

/// As [`awaited`], or why not.
fn held<'c, 'w>(
    ctx: &'c mut Ctx<'w>,
    token: &str,
) -> Result<(Runner<'c, 'w>, Frame, TokenRow), ApiError> {
    if !ctx.table(&TOKENS).contains(token)? {
        return Err(errors::invalid_token());
    }
    awaited(ctx, token)?.ok_or_else(errors::task_timed_out)
}

pub fn send_task_success(
    ctx: &mut Ctx<'_>,
    input: SendTaskSuccessInput<'_>,
) -> Result<SendTaskSuccessOutput, ApiError> {
    if input.output().len() > PAYLOAD_MAX {
        return Err(errors::invalid_output("the output is longer than 262144 bytes"));
    }
    let output: Json = serde_json::from_str(input.output())
        .map_err(|error| errors::invalid_output(&error.to_string()))?;
    let (mut runner, mut frame, row) = held(ctx, input.task_token())?;
    let outcome = task::succeed(&mut runner, &mut frame, &row.resource, output);
    runner.interpret(|interpreter| interpreter.task_ended(frame, outcome))?;
    Ok(SendTaskSuccessOutput::new())
}

pub fn send_task_failure(
    ctx: &mut Ctx<'_>,
    input: SendTaskFailureInput<'_>,
) -> Result<SendTaskFailureOutput, ApiError> {
    let (mut runner, mut frame, row) = held(ctx, input.task_token())?;
    let failure = Failure {
        error: input.error().unwrap_or_default().to_owned(),
        cause: input.cause().map(str::to_owned),
        location: None,
    };
    let outcome = task::fail(&mut runner, &mut frame, &row.resource, failure);
    runner.interpret(|interpreter| interpreter.task_ended(frame, outcome))?;
    Ok(SendTaskFailureOutput::new())
}

pub fn send_task_heartbeat(
    ctx: &mut Ctx<'_>,
    input: SendTaskHeartbeatInput<'_>,
) -> Result<SendTaskHeartbeatOutput, ApiError> {
    let (runner, frame, _) = held(ctx, input.task_token())?;
    runner.interpret(|interpreter| interpreter.heartbeat(frame))?;
    Ok(SendTaskHeartbeatOutput::new())
}
