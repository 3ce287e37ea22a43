//! Export tasks: events of a group as objects of a bucket.
//!
//! A task is carried out in steps of one object each, stream by stream. CloudWatch Logs writes as
//! itself (`logs.REGION.amazonaws.com`), so the bucket's policy decides; that it may look at the
//! bucket's ACL and write a test object is seen before a task is taken.
//!
//! Sources: "Exporting log data to Amazon S3" and "Export log data to Amazon S3 using the AWS CLI"
//! in the CloudWatch Logs User Guide: the bucket's policy, `aws-logs-write-test`, names of objects.

use bytes::Bytes;
use kernel::body::{Body, Segment};
use kernel::scheduler::Job;
use kernel::{Access, ApiError, Ask, Ctx, OpResult, Operation, Principal, Struct, Timestamp};
use store::Range;

use crate::api::{
    CancelExportTaskInput, CancelExportTaskOutput, CreateExportTaskInput, CreateExportTaskOutput,
    DescribeExportTasksInput, DescribeExportTasksOutput, ExportTaskBuilder,
    ExportTaskExecutionInfoBuilder, ExportTaskStatusBuilder, error, export_task_status_code,
};
use crate::delivery::gzip;
use crate::encryption;
use crate::errors;
use crate::group;
use crate::limits;
use crate::listing::Page;
use crate::position::Position;
use crate::protection::Masks;
use crate::reader::{Reader, Streams};
use crate::state::{
    Class, EXPORT_TIMES, EXPORTS, ExportRow, ExportStatus, Group, STREAMS, StreamRow,
};

/// `Task`, `Stream` (the one that is exported), `After` (an event's id), `Number` (of the object).
pub const EXPORT: &str = "ExportEvents";

const PREFIX_DEFAULT: &str = "exportedlogs";
const TEST_OBJECT: &str = "aws-logs-write-test";
const TEST_CONTENT: &str = "Permission Check Successful";

kernel::view! { PlainInput<'a> {} }

/// The operation by hand: its input's member `from` hides the function by which `op!` makes views.
#[derive(Debug)]
pub struct CreateExportTask;

impl Operation for CreateExportTask {
    const NAME: &'static str = "CreateExportTask";
    type Input<'a> = PlainInput<'a>;
    type Output = CreateExportTaskOutput;
}

pub fn create_export_task(
    ctx: &mut Ctx<'_>,
    input: PlainInput<'_>,
) -> Result<CreateExportTaskOutput, ApiError> {
    let input = CreateExportTaskInput(input.0);
    let group = group::find(ctx, input.log_group_name())?;
    if group.row.class != Class::Standard {
        return Err(errors::not_for_class("CreateExportTask", group.row.class.name()));
    }
    let (from, to) = (input.from(), input.to());
    if from > to || to < group.row.created {
        // [U]
        return Err(errors::invalid(
            "The specified time range is not valid: it must not end before it begins or before \
             the log group was created.",
        ));
    }
    let prefix = input.destination_prefix().unwrap_or(PREFIX_DEFAULT).trim_matches('/');
    if prefix.len() > limits::EXPORT_PREFIX_BYTES_MAX {
        // [U]
        return Err(errors::invalid("destinationPrefix is too long."));
    }
    let bucket = input.destination();
    check_caller(ctx, bucket)?;
    if active(ctx)? >= limits::EXPORTS_ACTIVE_MAX {
        return Err(errors::limit_exceeded());
    }
    check_bucket(ctx, bucket, prefix)?;
    let id = ctx.chance().uuid();
    let created = ctx.now().millis();
    let row = ExportRow {
        name: input.task_name().map(str::to_owned),
        group: group.name.clone(),
        group_id: group.row.id,
        stream_prefix: input.log_stream_name_prefix().map(str::to_owned),
        from,
        to,
        bucket: bucket.to_owned(),
        prefix: prefix.to_owned(),
        status: ExportStatus::Pending,
        message: "Task is pending".to_owned(),
        created,
        completed: None,
    };
    ctx.table_mut(&EXPORTS).put(&id, &row);
    ctx.table_mut(&EXPORT_TIMES).put(&(created, id.as_str()), &());
    let input = Struct::new().with("Task", id.as_str());
    ctx.enqueue(Job::now(Ask::to("logs", EXPORT).with_input(input)));
    Ok(CreateExportTaskOutput::new().task_id(id))
}

/// "You must use credentials that have permission to write to the S3 bucket."
fn check_caller(ctx: &Ctx<'_>, bucket: &str) -> Result<(), ApiError> {
    if !matches!(ctx.principal(), Principal::Identity(_)) {
        return Ok(());
    }
    let arn = format!("arn:{}:s3:::{bucket}/*", ctx.region().partition());
    ctx.authorize(&Access::new(ctx, "s3:PutObject", arn))
}

/// How many tasks are pending or running.
fn active(ctx: &Ctx<'_>) -> Result<usize, ApiError> {
    let newest = ctx.table(&EXPORT_TIMES).keys(&Range::all().reversed());
    let mut count = 0;
    // One task at a time is taken, so only the newest can be active.
    for key in newest.take(limits::EXPORTS_ACTIVE_MAX) {
        let row = ctx.table(&EXPORTS).get(&key?.1)?;
        count += usize::from(row.is_some_and(|row| row.is_active()));
    }
    Ok(count)
}

fn check_bucket(ctx: &mut Ctx<'_>, bucket: &str, prefix: &str) -> Result<(), ApiError> {
    let refused = |what: &str| {
        errors::invalid(format!(
            "{what} call on the given bucket failed. Please check if CloudWatch Logs has been \
             granted permission to perform this operation."
        ))
    };
    let ask = acting(ctx, Ask::to("s3", "GetBucketAcl").with("Bucket", bucket));
    ctx.call(ask).map_err(|error| match error.code() {
        "NoSuchBucket" => errors::not_found("bucket"),
        _ => refused("GetBucketAcl"),
    })?;
    let key = joined(prefix, TEST_OBJECT);
    put_object(ctx, bucket, &key, Bytes::from_static(TEST_CONTENT.as_bytes()))
        .map_err(|_| refused("PutObject"))
}

/// As CloudWatch Logs, for any group of the account.
fn acting(ctx: &Ctx<'_>, ask: Ask) -> Ask {
    let source = ctx.arn("log-group:*").to_string();
    ask.as_service(encryption::principal(ctx.region())).for_source(source, ctx.account())
}

fn put_object(ctx: &mut Ctx<'_>, bucket: &str, key: &str, content: Bytes) -> Result<(), ApiError> {
    let body = Body { segments: vec![Segment::Inline(content)], ..Body::default() };
    let ask = Ask::to("s3", "PutObject").with("Bucket", bucket).with("Key", key).with("Body", body);
    let ask = acting(ctx, ask);
    ctx.call(ask).map(drop)
}

fn joined(prefix: &str, rest: &str) -> String {
    if prefix.is_empty() { rest.to_owned() } else { format!("{prefix}/{rest}") }
}

/// The step: exports one object.
pub fn export(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let done = Ok(Struct::new());
    let id = input.str("Task").unwrap_or_default().to_owned();
    let Some(mut row) = ctx.table(&EXPORTS).get(&id)?.filter(ExportRow::is_active) else {
        return done;
    };
    let group = group::find(ctx, &row.group).ok().filter(|group| group.row.id == row.group_id);
    let Some(group) = group else {
        finish(ctx, &id, row, ExportStatus::Failed, "The log group was deleted.");
        return done;
    };
    if row.status == ExportStatus::Pending {
        row.status = ExportStatus::Running;
        "Task is running".clone_into(&mut row.message);
        ctx.table_mut(&EXPORTS).put(&id, &row);
    }
    let Some((name, stream)) = next_stream(ctx, &group, &row, input)? else {
        finish(ctx, &id, row, ExportStatus::Completed, "Completed successfully");
        return done;
    };
    let after = input.str("After").and_then(Position::of_digits);
    let number = input.int("Number").unwrap_or_default();
    let (text, last) = gather(ctx, group, &row, (&stream, after))?;
    if !text.is_empty() {
        let folder = format!("{id}/{}/{number:06}.gz", name.replace('/', "-"));
        let key = joined(&row.prefix, &folder);
        if let Err(error) = put_object(ctx, &row.bucket, &key, Bytes::from(gzip(text.as_bytes()))) {
            finish(ctx, &id, row, ExportStatus::Failed, error.message());
            return done;
        }
    }
    let mut next = Struct::new().with("Task", id).with("Stream", name);
    match last {
        Some(last) => {
            next.set("After", last.digits());
            next.set("Number", number + 1);
        }
        None => next.set("IsOver", true),
    }
    ctx.enqueue(Job::now(Ask::to("logs", EXPORT).with_input(next)));
    done
}

/// The stream of this step: the one before, while it is not over, or the next one.
fn next_stream(
    ctx: &Ctx<'_>,
    group: &Group,
    row: &ExportRow,
    input: &Struct,
) -> Result<Option<(String, StreamRow)>, ApiError> {
    let id = group.row.id;
    let prefix = row.stream_prefix.as_deref().unwrap_or_default();
    let mut range = Range::within(&(id,)).starting_with(prefix);
    if let Some(name) = input.str("Stream") {
        let is_over = input.bool("IsOver") == Some(true);
        range = if is_over { range.after(&(id, name)) } else { range.from(&(id, name)) };
    }
    let found = ctx.table(&STREAMS).first(&range)?;
    Ok(found.map(|((_, name), row)| (name, row)))
}

/// The lines of an object, and its last event if there may be more of the stream.
fn gather(
    ctx: &mut Ctx<'_>,
    group: Group,
    row: &ExportRow,
    (stream, after): (&StreamRow, Option<Position>),
) -> Result<(String, Option<Position>), ApiError> {
    let floor = group.floor(ctx.now().millis());
    let from = after.map_or(Position::at_time(row.from.max(floor)), Position::next);
    let to = Position::at_time(row.to.saturating_add(1));
    let masks = Masks::of(ctx, &group)?;
    let streams = Streams::Few(vec![stream.id]);
    let mut reader = Reader::new(group, streams, (from, to), false).masked(masks);
    let mut text = String::new();
    while let Some(event) = reader.next(ctx)? {
        let at = Timestamp::from_millis(event.position.at());
        text.push_str(&at.iso8601_millis());
        text.push(' ');
        text.push_str(&event.message);
        text.push('\n');
        if text.len() >= limits::EXPORTED_BYTES_PER_OBJECT {
            return Ok((text, Some(event.position)));
        }
    }
    Ok((text, None))
}

fn finish(ctx: &mut Ctx<'_>, id: &str, mut row: ExportRow, status: ExportStatus, words: &str) {
    row.status = status;
    words.clone_into(&mut row.message);
    row.completed = Some(ctx.now().millis());
    ctx.table_mut(&EXPORTS).put(id, &row);
}

pub fn cancel_export_task(
    ctx: &mut Ctx<'_>,
    input: CancelExportTaskInput<'_>,
) -> Result<CancelExportTaskOutput, ApiError> {
    let id = input.task_id();
    let row = ctx.table(&EXPORTS).get(id)?.ok_or_else(|| errors::not_found("export task"))?;
    if !row.is_active() {
        // [U]
        return Err(error::invalid_operation_exception(
            "The specified export task is not pending or running.",
        ));
    }
    finish(ctx, id, row, ExportStatus::Cancelled, "Task was cancelled");
    Ok(CancelExportTaskOutput::new())
}

pub fn describe_export_tasks(
    ctx: &mut Ctx<'_>,
    input: DescribeExportTasksInput<'_>,
) -> Result<DescribeExportTasksOutput, ApiError> {
    let operation = "DescribeExportTasks";
    let page = Page::read(operation, input.limit(), limits::DESCRIBE_MAX, input.next_token())?;
    if let Some(id) = input.task_id() {
        let row = ctx.table(&EXPORTS).get(id)?;
        let shown: Vec<_> = row.iter().map(|row| show(id, row)).collect();
        return Ok(DescribeExportTasksOutput::new().export_tasks(shown));
    }
    // Newest first; the token is the time and id of the last one.
    let mut range = Range::all().reversed();
    if let Some((time, id)) = page.after.as_deref().and_then(|after| after.split_once(' ')) {
        let time: i64 = time.parse().map_err(|_| errors::bad_token())?;
        range = range.before(&(time, id));
    }
    let mut found = Vec::new();
    for key in ctx.table(&EXPORT_TIMES).keys(&range) {
        let (time, id) = key?;
        let Some(row) = ctx.table(&EXPORTS).get(&id)? else { continue };
        if input.status_code().is_none_or(|status| status == row.status.name()) {
            found.push((format!("{time} {id}"), show(&id, &row)));
            if found.len() > page.max {
                break;
            }
        }
    }
    let (found, token) = page.cut(found, |(key, _)| key.clone());
    let shown: Vec<_> = found.into_iter().map(|(_, task)| task).collect();
    Ok(DescribeExportTasksOutput::new().export_tasks(shown).next_token(token))
}

fn show(id: &str, row: &ExportRow) -> ExportTaskBuilder {
    let status = ExportTaskStatusBuilder::new().code(row.status.name()).message(&row.message);
    let info = ExportTaskExecutionInfoBuilder::new()
        .creation_time(row.created)
        .completion_time(row.completed);
    ExportTaskBuilder::new()
        .task_id(id)
        .task_name(row.name.as_deref())
        .log_group_name(&row.group)
        .from(row.from)
        .to(row.to)
        .destination(&row.bucket)
        .destination_prefix(&row.prefix)
        .status(status)
        .execution_info(info)
}

impl ExportRow {
    fn is_active(&self) -> bool {
        matches!(self.status, ExportStatus::Pending | ExportStatus::Running)
    }
}

impl ExportStatus {
    fn name(self) -> &'static str {
        match self {
            ExportStatus::Pending => export_task_status_code::PENDING,
            ExportStatus::Running => export_task_status_code::RUNNING,
            ExportStatus::Completed => export_task_status_code::COMPLETED,
            ExportStatus::Cancelled => export_task_status_code::CANCELLED,
            ExportStatus::Failed => export_task_status_code::FAILED,
        }
    }
}
