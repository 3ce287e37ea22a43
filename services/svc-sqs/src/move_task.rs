//! Dead-letter queue redrive: StartMessageMoveTask, CancelMessageMoveTask, ListMessageMoveTasks,
//! and the step that moves.
//!
//! Source: "Configure a dead-letter queue redrive" in the Developer Guide: messages go oldest
//! first and are new ones where they arrive, with a new id and a new time.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use data_keys::Held;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct};
use serde_json::{Value as Json, json};
use std::time::Duration;
use store::Range;

use crate::access;
use crate::api::error;
use crate::api::{
    CancelMessageMoveTaskInput, CancelMessageMoveTaskOutput, ListMessageMoveTasksInput,
    ListMessageMoveTasksOutput, ListMessageMoveTasksResultEntryBuilder, StartMessageMoveTaskInput,
    StartMessageMoveTaskOutput,
};
use crate::encryption;
use crate::errors;
use crate::levels;
use crate::limits;
use crate::messages;
use crate::queue;
use crate::redrive;
use crate::state::{
    MESSAGES, MOVE_TASKS, MessageRow, MoveTaskRow, Queue, TaskStatus, whole_millis,
};

/// The step of a running task: `Source` (a queue's name), `Queue` (its id), `Task` (its number).
pub const MOVE_MESSAGES: &str = "MoveMessages";

/// Failure reasons as ListMessageMoveTasks tells them.
const NO_SOURCE: &str = "CouldNotDetermineMessageSource";
const NO_DESTINATION: &str = "AWS.SimpleQueueService.NonExistentQueue";
const NOT_AUTHORIZED: &str = "AccessDenied";

pub fn start_message_move_task(
    ctx: &mut Ctx<'_>,
    input: StartMessageMoveTaskInput<'_>,
) -> Result<StartMessageMoveTaskOutput, ApiError> {
    let source_arn = input.source_arn();
    let source = queue::find_by_arn(ctx, source_arn)?;
    let source = source.ok_or_else(|| errors::no_such_resource("SourceArn"))?;
    if !redrive::is_dead_letter_queue(ctx, &source)? {
        let message = "Source queue must be configured as a Dead Letter Queue.";
        return Err(errors::invalid_parameter(message));
    }
    access::check_move(ctx, &source, input.destination_arn())?;
    check_destination(ctx, &source, input.destination_arn())?;
    let per_second = input.max_number_of_messages_per_second();
    if per_second.is_some_and(|rate| !limits::MOVES_PER_SECOND.contains(&rate)) {
        return Err(errors::invalid_parameter(
            "Value for parameter MaxNumberOfMessagesPerSecond is invalid. Reason: \
             MaxNumberOfMessagesPerSecond must be an integer between 1 and 500.",
        ));
    }
    let tasks = tasks(ctx, &source, usize::MAX)?;
    if tasks.iter().any(|(_, task)| task.is_active()) {
        return Err(errors::invalid_parameter(
            "There is already a task running. Only one active task is allowed for a source queue \
             arn at a given time.",
        ));
    }
    // One place is for the one that begins.
    for (number, _) in tasks.iter().skip(*limits::MOVE_TASKS.end() as usize - 1) {
        ctx.table_mut(&MOVE_TASKS).delete(&(source.row.id, *number));
    }
    messages::settle(ctx, &source, limits::EXPIRED_PER_CALL_MAX)?;
    let now = ctx.now();
    let cutoff = source.cutoff(now);
    let index = messages::index(ctx, &source)?;
    let (to_move, last_sequence) = (index.counts(cutoff).visible, index.last_sequence());
    let newest = tasks.first().map_or(0, |(number, _)| *number);
    let number = now.micros().cast_unsigned().max(newest + 1);
    let row = MoveTaskRow {
        task_id: ctx.chance().uuid(),
        status: TaskStatus::Running,
        destination_arn: input.destination_arn().map(str::to_owned),
        per_second: per_second.map(|rate| rate as u32),
        moved: 0,
        to_move: to_move as u64,
        failure: None,
        started: now.micros(),
        last_sequence,
    };
    ctx.table_mut(&MOVE_TASKS).put(&(source.row.id, number), &row);
    enqueue_step(ctx, &source, number, None);
    Ok(StartMessageMoveTaskOutput::new().task_handle(encode_handle(&row.task_id, source_arn)))
}

pub fn cancel_message_move_task(
    ctx: &mut Ctx<'_>,
    input: CancelMessageMoveTaskInput<'_>,
) -> Result<CancelMessageMoveTaskOutput, ApiError> {
    let Some((task_id, source_arn)) = decode_handle(input.task_handle()) else {
        return Err(errors::invalid_parameter("Value for parameter TaskHandle is invalid."));
    };
    let source = queue::find_by_arn(ctx, &source_arn)?;
    let source = source.ok_or_else(|| errors::no_such_resource("SourceArn"))?;
    let tasks = tasks(ctx, &source, usize::MAX)?;
    let task = tasks.into_iter().find(|(_, task)| task.task_id == task_id);
    let Some((number, mut task)) = task else {
        return Err(error::resource_not_found_exception("Task does not exist."));
    };
    if task.status != TaskStatus::Running {
        return Err(error::unsupported_operation("Only active tasks can be cancelled."));
    }
    task.status = TaskStatus::Cancelling;
    ctx.table_mut(&MOVE_TASKS).put(&(source.row.id, number), &task);
    Ok(CancelMessageMoveTaskOutput::new().approximate_number_of_messages_moved(task.moved))
}

pub fn list_message_move_tasks(
    ctx: &mut Ctx<'_>,
    input: ListMessageMoveTasksInput<'_>,
) -> Result<ListMessageMoveTasksOutput, ApiError> {
    let max = input.max_results().unwrap_or(*limits::MOVE_TASKS.start());
    if !limits::MOVE_TASKS.contains(&max) {
        return Err(errors::invalid_parameter(
            "Value for parameter MaxResults is invalid. Reason: MaxResults must be an integer \
             between 1 and 10.",
        ));
    }
    let source_arn = input.source_arn();
    let source = queue::find_by_arn(ctx, source_arn)?;
    let source = source.ok_or_else(|| errors::no_such_resource("SourceArn"))?;
    let tasks = tasks(ctx, &source, max as usize)?;
    let shown: Vec<_> = tasks.into_iter().map(|(_, task)| show(task, source_arn)).collect();
    Ok(ListMessageMoveTasksOutput::new().results(shown))
}

/// Moves some messages, as many as a second allows, and leaves the next step.
pub fn move_messages(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Source").unwrap_or_default();
    let queue_id = input.int("Queue").unwrap_or_default().cast_unsigned();
    let number = input.int("Task").unwrap_or_default().cast_unsigned();
    // The queue may have been deleted, and made again under its name.
    let source = queue::find(ctx, name)?.filter(|queue| queue.row.id == queue_id);
    let Some(source) = source else { return Ok(Struct::new()) };
    let Some(mut task) = ctx.table(&MOVE_TASKS).get(&(queue_id, number))? else {
        return Ok(Struct::new());
    };
    match task.status {
        TaskStatus::Running => advance(ctx, &source, &mut task)?,
        TaskStatus::Cancelling => task.status = TaskStatus::Cancelled,
        TaskStatus::Completed | TaskStatus::Cancelled | TaskStatus::Failed => {}
    }
    ctx.table_mut(&MOVE_TASKS).put(&(queue_id, number), &task);
    if task.is_active() {
        enqueue_step(ctx, &source, number, task.per_second.map(|_| Duration::from_secs(1)));
    }
    Ok(Struct::new())
}

impl MoveTaskRow {
    fn is_active(&self) -> bool {
        matches!(self.status, TaskStatus::Running | TaskStatus::Cancelling)
    }
}

fn advance(ctx: &mut Ctx<'_>, source: &Queue, task: &mut MoveTaskRow) -> Result<(), ApiError> {
    messages::settle(ctx, source, limits::EXPIRED_PER_CALL_MAX)?;
    let max = task.per_second.map_or(limits::MOVED_PER_STEP_MAX, |rate| rate as usize);
    let mut moved = 0;
    while moved < max {
        let ready = messages::index(ctx, source)?.next_ready(max - moved);
        let ready: Vec<_> = ready.into_iter().filter(|it| *it <= task.last_sequence).collect();
        if ready.is_empty() {
            task.status = TaskStatus::Completed;
            return Ok(());
        }
        for sequence in ready {
            if let Err(reason) = move_one(ctx, source, task, sequence)? {
                task.status = TaskStatus::Failed;
                task.failure = Some(reason.to_owned());
                return Ok(());
            }
            task.moved += 1;
            moved += 1;
        }
    }
    Ok(())
}

/// Moves a message, or says why the task ends here.
fn move_one(
    ctx: &mut Ctx<'_>,
    source: &Queue,
    task: &MoveTaskRow,
    sequence: u64,
) -> Result<Result<(), &'static str>, ApiError> {
    let row = ctx.table(&MESSAGES).get(&(source.row.space, sequence))?;
    let row = row.ok_or_else(ApiError::internal)?;
    let Some(arn) = task.destination_arn.as_ref().or(row.source_arn.as_ref()) else {
        return Ok(Err(NO_SOURCE));
    };
    let target = queue::find_by_arn(ctx, arn)?;
    let target = target.filter(|target| target.row.is_fifo == source.row.is_fifo);
    let Some(target) = target else { return Ok(Err(NO_DESTINATION)) };
    // A destination that the task names was asked for when it began.
    if task.destination_arn.is_none() && access::check_send(ctx, &target).is_err() {
        return Ok(Err(NOT_AUTHORIZED));
    }
    let (row, held) = match reseal(ctx, source, &target, row) {
        Ok(resealed) => resealed,
        Err(error) => return kms_failure(&error).map(Err).ok_or(error),
    };
    let found = messages::index(ctx, source)?.find(sequence);
    let (entry, place) = found.ok_or_else(ApiError::internal)?;
    messages::remove(ctx, source, entry, place)?;
    let mut moved = MessageRow {
        id: ctx.chance().uuid(),
        sent: whole_millis(ctx.now()),
        delayed_until: None,
        source_arn: None,
        received_before: 0,
        first_received_before: None,
        ..row
    };
    if let Some(held) = &held {
        encryption::seal(ctx, &mut moved, held)?;
    }
    messages::add(ctx, &target, &moved, held.as_ref().map(|held| &*held.wrapped))?;
    levels::touch(ctx, &source.name);
    levels::touch(ctx, &target.name);
    Ok(Ok(()))
}

/// The message in the clear, and the data key by which the target enciphers it.
fn reseal(
    ctx: &mut Ctx<'_>,
    source: &Queue,
    target: &Queue,
    row: MessageRow,
) -> Result<(MessageRow, Option<Held>), ApiError> {
    let row = encryption::open(ctx, source, row)?;
    Ok((row, encryption::to_send(ctx, target)?))
}

/// Why a task ends whose caller may not use a key of KMS, or whose key cannot be used.
fn kms_failure(error: &ApiError) -> Option<&'static str> {
    Some(match error.code() {
        "KmsAccessDenied" => "KMS.AccessDeniedException",
        "KmsDisabled" => "KMS.DisabledException",
        "KmsInvalidKeyUsage" => "KMS.InvalidKeyUsageException",
        "KmsInvalidState" => "KMS.InvalidStateException",
        "KmsNotFound" => "KMS.NotFoundException",
        "KmsOptInRequired" => "KMS.OptInRequired",
        "KmsThrottled" => "KMS.ThrottlingException",
        _ => return None,
    })
}

fn enqueue_step(ctx: &mut Ctx<'_>, source: &Queue, number: u64, pause: Option<Duration>) {
    let input = Struct::new()
        .with("Source", source.name.as_str())
        .with("Queue", source.row.id.cast_signed())
        .with("Task", number.cast_signed());
    let job = Job::now(Ask::to("sqs", MOVE_MESSAGES).with_input(input));
    let now = ctx.now();
    ctx.enqueue(match pause {
        Some(pause) => job.at(now + pause),
        None => job,
    });
}

/// The newest tasks of a queue, newest first. No more than ten are kept.
fn tasks(ctx: &Ctx<'_>, source: &Queue, max: usize) -> Result<Vec<(u64, MoveTaskRow)>, ApiError> {
    let range = Range::within(&(source.row.id,)).reversed();
    let rows = ctx.table(&MOVE_TASKS).scan(&range).take(max);
    let rows = rows.map(|row| row.map(|((_, number), row)| (number, row)));
    Ok(rows.collect::<Result<_, _>>()?)
}

fn check_destination(
    ctx: &Ctx<'_>,
    source: &Queue,
    destination: Option<&str>,
) -> Result<(), ApiError> {
    let Some(arn) = destination else { return Ok(()) };
    let target = queue::find_by_arn(ctx, arn)?;
    let target = target.ok_or_else(|| errors::no_such_resource("DestinationArn"))?;
    if target.row.id == source.row.id {
        let message = "Source queue arn and destination queue arn cannot be the same.";
        return Err(errors::invalid_parameter(message));
    }
    if target.row.is_fifo != source.row.is_fifo {
        let message = "Source queue and destination queue must be of the same type.";
        return Err(errors::invalid_parameter(message));
    }
    Ok(())
}

fn show(task: MoveTaskRow, source_arn: &str) -> ListMessageMoveTasksResultEntryBuilder {
    let is_running = task.status == TaskStatus::Running;
    let handle = is_running.then(|| encode_handle(&task.task_id, source_arn));
    ListMessageMoveTasksResultEntryBuilder::new()
        .task_handle(handle)
        .status(match task.status {
            TaskStatus::Running => "RUNNING",
            TaskStatus::Completed => "COMPLETED",
            TaskStatus::Cancelling => "CANCELLING",
            TaskStatus::Cancelled => "CANCELLED",
            TaskStatus::Failed => "FAILED",
        })
        .source_arn(source_arn)
        .destination_arn(task.destination_arn)
        .max_number_of_messages_per_second(task.per_second)
        .approximate_number_of_messages_moved(task.moved)
        .approximate_number_of_messages_to_move(task.to_move)
        .failure_reason(task.failure)
        .started_timestamp(task.started.div_euclid(1_000))
}

/// As AWS's handles: a JSON object in base64.
fn encode_handle(task_id: &str, source_arn: &str) -> String {
    STANDARD.encode(json!({ "taskId": task_id, "sourceArn": source_arn }).to_string())
}

pub fn decode_handle(handle: &str) -> Option<(String, String)> {
    let bytes = STANDARD.decode(handle).ok()?;
    let parts: Json = serde_json::from_slice(&bytes).ok()?;
    let part = |name: &str| parts.get(name)?.as_str().map(str::to_owned);
    Some((part("taskId")?, part("sourceArn")?))
}
