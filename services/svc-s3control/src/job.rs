//! S3 Batch Operations: jobs are made, shown, listed and told what to do.
//!
//! Their lists of tasks come from `job_manifest.rs`, they run in `job_run.rs`, and `job_report.rs`
//! tells what has come of it. All of that is done as the job's role.
//!
//! Source: S3 Control API Reference, CreateJob, DescribeJob, ListJobs, UpdateJobStatus,
//! UpdateJobPriority; S3 User Guide, "Managing S3 Batch Operations jobs" (statuses, priorities).

use std::time::Duration;

use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Source, Struct, Timestamp, page};
use store::Range;

use crate::api::{
    CreateJobInput, CreateJobOutput, DescribeJobInput, DescribeJobOutput, ListJobsInput,
    ListJobsOutput, UpdateJobPriorityInput, UpdateJobPriorityOutput, UpdateJobStatusInput,
    UpdateJobStatusOutput,
};
use crate::errors;
use crate::job_manifest::{self, PREPARE};
use crate::job_operation;
use crate::job_output;
use crate::job_report;
use crate::job_run;
use crate::limits::{KEPT_S, PAGE, SUSPENDED_S};
use crate::state::{IdRow, JOBS, JobRow, READY, TASKS, TOKENS};
use crate::tag;

/// Ends a job that nobody confirms, and removes one that has ended.
pub const TIDY: &str = "TidyJob";

pub const SESSION: &str = "s3-batch-operations";
/// As whom Batch Operations takes on the role of a job, without `.amazonaws.com`.
const PRINCIPAL: &str = "batchoperations.s3";
/// API, FailureReason: up to 256 characters.
const REASON_CHARS_MAX: usize = 256;
const SHOWN: [&str; 6] =
    ["ConfirmationRequired", "Description", "Manifest", "Operation", "Report", "ManifestGenerator"];

pub fn text<'a>(input: &'a Struct, name: &str) -> &'a str {
    input.str(name).unwrap_or("")
}

pub fn find(ctx: &Ctx, id: &str) -> Result<JobRow, ApiError> {
    ctx.table(&JOBS).get(id)?.ok_or_else(|| errors::no_such_job(id))
}

pub fn save(ctx: &mut Ctx, id: &str, row: &JobRow) {
    ctx.table_mut(&JOBS).put(id, row);
}

impl JobRow {
    pub fn role(&self) -> Result<Arn, ApiError> {
        Arn::parse(text(&self.asked, "RoleArn")).ok_or_else(ApiError::internal)
    }

    pub fn place(&self, id: &str) -> (u64, String) {
        (u64::from(u32::MAX - self.priority), id.to_owned())
    }

    pub fn has_ended(&self) -> bool {
        matches!(self.status.as_str(), "Complete" | "Failed" | "Cancelled")
    }

    /// It runs no more tasks.
    pub fn is_stopped(&self) -> bool {
        self.has_ended() || matches!(self.status.as_str(), "Cancelling" | "Completing" | "Failing")
    }
}

/// A step of a job, to be run as its role.
pub fn step(row: &JobRow, id: &str, name: &'static str) -> Result<Ask, ApiError> {
    Ok(Ask::to("s3control", name).with("JobId", id).as_role(&row.role()?, SESSION))
}

/// Whether Batch Operations may act as the role of a job; each of its steps does.
///
/// Source: S3 User Guide, "Granting permissions for Batch Operations", "Trust policy".
pub fn take_on(ctx: &Ctx, id: &str, row: &JobRow) -> Result<(), ApiError> {
    let source = Source { arn: arn(ctx, id), account: ctx.account() };
    ctx.authorize_take_on(&row.role()?, PRINCIPAL, Some(&source))
}

pub fn create_job(ctx: &mut Ctx, input: CreateJobInput<'_>) -> Result<CreateJobOutput, ApiError> {
    let asked = input.0;
    let token = text(asked, "ClientRequestToken");
    if let Some(IdRow { job: id }) = ctx.table(&TOKENS).get(token)? {
        let earlier = find(ctx, &id)?;
        if earlier.asked != *asked {
            return Err(errors::idempotency(token));
        }
        return Ok(CreateJobOutput(Struct::new().with("JobId", id)));
    }
    job_operation::check(ctx, asked.structure("Operation").ok_or_else(ApiError::internal)?)?;
    job_manifest::check(asked)?;
    job_report::check(asked)?;
    let role = Arn::parse(text(asked, "RoleArn")).filter(|arn| arn.service == "iam");
    let role = role.filter(|arn| arn.account_id() == Some(ctx.account()));
    let role = role.ok_or_else(|| errors::bad_request("Invalid role ARN."))?;
    ctx.authorize_pass_role(&role.to_string(), &format!("{PRINCIPAL}.amazonaws.com"))?;
    let priority = u32::try_from(asked.int("Priority").unwrap_or(-1));
    let priority = priority.map_err(|_| errors::bad_request("Invalid job priority."))?;
    let id = ctx.chance().uuid();
    let row = JobRow {
        asked: asked.clone(),
        created_us: ctx.now().micros(),
        status: "New".to_owned(),
        priority,
        total: 0,
        succeeded: 0,
        failed: 0,
        update_reason: None,
        failure: None,
        ended_us: None,
        suspended_us: None,
        tags: tag::read(asked)?,
        files: Vec::new(),
        started_us: None,
        generated: None,
        manifest_files: Vec::new(),
    };
    save(ctx, &id, &row);
    ctx.table_mut(&TOKENS).put(token, &IdRow { job: id.clone() });
    ctx.enqueue(Job::now(step(&row, &id, PREPARE)?));
    Ok(CreateJobOutput(Struct::new().with("JobId", id)))
}

fn arn(ctx: &Ctx, id: &str) -> String {
    Arn::regional("s3", ctx.region(), ctx.account(), &format!("job/{id}")).to_string()
}

fn progress(ctx: &Ctx, row: &JobRow) -> Struct {
    let until = row.ended_us.unwrap_or_else(|| ctx.now().micros());
    let active = row.started_us.map_or(0, |at| (until - at) / 1_000_000);
    Struct::new()
        .with("TotalNumberOfTasks", row.total as i64)
        .with("NumberOfTasksSucceeded", row.succeeded as i64)
        .with("NumberOfTasksFailed", row.failed as i64)
        .with("Timers", Struct::new().with("ElapsedTimeInActiveSeconds", active))
}

pub fn describe_job(
    ctx: &mut Ctx,
    input: DescribeJobInput<'_>,
) -> Result<DescribeJobOutput, ApiError> {
    let id = text(input.0, "JobId");
    let row = find(ctx, id)?;
    let mut shown = Struct::new()
        .with("JobId", id)
        .with("JobArn", arn(ctx, id))
        .with("Status", row.status.as_str())
        .with("Priority", row.priority)
        .with("ProgressSummary", progress(ctx, &row))
        .with("CreationTime", Timestamp::from_micros(row.created_us))
        .with("RoleArn", text(&row.asked, "RoleArn"));
    for name in SHOWN {
        if let Some(value) = row.asked.get(name) {
            shown.set(name, value.clone());
        }
    }
    if let Some((arn, e_tag)) = &row.generated {
        let location = Struct::new().with("ObjectArn", arn.as_str()).with("ETag", e_tag.as_str());
        let descriptor =
            Struct::new().with("Format", job_output::FORMAT).with("Location", location);
        shown.set("GeneratedManifestDescriptor", descriptor);
    }
    if let Some(reason) = &row.update_reason {
        shown.set("StatusUpdateReason", reason.as_str());
    }
    if let Some((code, reason)) = &row.failure {
        let failure =
            Struct::new().with("FailureCode", code.as_str()).with("FailureReason", reason.as_str());
        shown.set("FailureReasons", vec![failure]);
    }
    if let Some(at) = row.ended_us {
        shown.set("TerminationDate", Timestamp::from_micros(at));
    }
    if let Some(at) = row.suspended_us {
        shown.set("SuspendedDate", Timestamp::from_micros(at));
        shown.set("SuspendedCause", "AwaitingConfirmation");
    }
    Ok(DescribeJobOutput(Struct::new().with("Job", shown)))
}

pub fn list_jobs(ctx: &mut Ctx, input: ListJobsInput<'_>) -> Result<ListJobsOutput, ApiError> {
    const OPERATION: &str = "ListJobs";
    let max = input.0.int("MaxResults").unwrap_or(PAGE as i64);
    let max = usize::try_from(max).unwrap_or(0).clamp(1, PAGE);
    let wanted = input.0.list("JobStatuses").unwrap_or_default();
    let mut range = Range::all();
    if let Some(token) = input.0.str("NextToken") {
        let after = page::decode(OPERATION, token).and_then(|it| String::from_utf8(it).ok());
        range = range.after(after.ok_or_else(errors::invalid_next_token)?.as_str());
    }
    let mut shown: Vec<Struct> = Vec::new();
    let mut last = String::new();
    let mut next = None;
    for entry in ctx.table(&JOBS).scan(&range) {
        let (id, row) = entry?;
        let is_wanted = |it: &kernel::Value| it.as_str() == Some(row.status.as_str());
        if !wanted.is_empty() && !wanted.iter().any(is_wanted) {
            continue;
        }
        if shown.len() == max {
            next = Some(page::encode(OPERATION, last.as_bytes()));
            break;
        }
        let operation = row.asked.structure("Operation").and_then(job_operation::name);
        let mut job = Struct::new()
            .with("JobId", id.as_str())
            .with("Operation", operation.unwrap_or(""))
            .with("Priority", row.priority)
            .with("Status", row.status.as_str())
            .with("CreationTime", Timestamp::from_micros(row.created_us))
            .with("ProgressSummary", progress(ctx, &row));
        if let Some(text) = row.asked.str("Description") {
            job.set("Description", text);
        }
        if let Some(at) = row.ended_us {
            job.set("TerminationDate", Timestamp::from_micros(at));
        }
        shown.push(job);
        last = id;
    }
    let mut output = Struct::new().with("Jobs", shown);
    if let Some(next) = next {
        output.set("NextToken", next);
    }
    Ok(ListJobsOutput(output))
}

pub fn update_job_priority(
    ctx: &mut Ctx,
    input: UpdateJobPriorityInput<'_>,
) -> Result<UpdateJobPriorityOutput, ApiError> {
    let id = text(input.0, "JobId");
    let mut row = find(ctx, id)?;
    let priority = u32::try_from(input.0.int("Priority").unwrap_or(-1));
    let priority = priority.map_err(|_| errors::bad_request("Invalid job priority."))?;
    if row.has_ended() {
        return Err(errors::job_status(&row.status));
    }
    let was_ready = ctx.table(&READY).contains(&row.place(id))?;
    ctx.table_mut(&READY).delete(&row.place(id));
    row.priority = priority;
    if was_ready {
        ctx.table_mut(&READY).put(&row.place(id), &());
    }
    save(ctx, id, &row);
    Ok(UpdateJobPriorityOutput(Struct::new().with("JobId", id).with("Priority", priority)))
}

pub fn update_job_status(
    ctx: &mut Ctx,
    input: UpdateJobStatusInput<'_>,
) -> Result<UpdateJobStatusOutput, ApiError> {
    let id = text(input.0, "JobId");
    let mut row = find(ctx, id)?;
    row.update_reason = input.0.str("StatusUpdateReason").map(str::to_owned);
    match text(input.0, "RequestedJobStatus") {
        "Ready" if row.status == "Suspended" => {
            row.suspended_us = None;
            save(ctx, id, &row);
            job_run::make_ready(ctx, id, &mut row)?;
        }
        "Cancelled" if !row.is_stopped() && row.started_us.is_some() => {
            // What has been done is reported.
            ctx.table_mut(&READY).delete(&row.place(id));
            "Cancelling".clone_into(&mut row.status);
            save(ctx, id, &row);
            ctx.enqueue(Job::now(step(&row, id, job_report::REPORT)?));
        }
        "Cancelled" if !row.is_stopped() => end(ctx, id, &mut row, "Cancelled")?,
        "Ready" | "Cancelled" => return Err(errors::job_status(&row.status)),
        _ => return Err(errors::bad_request("Invalid requested job status.")),
    }
    let mut output = Struct::new().with("JobId", id).with("Status", row.status.as_str());
    if let Some(reason) = &row.update_reason {
        output.set("StatusUpdateReason", reason.as_str());
    }
    Ok(UpdateJobStatusOutput(output))
}

/// A job goes no further.
pub fn end(
    ctx: &mut Ctx,
    id: &str,
    row: &mut JobRow,
    status: &'static str,
) -> Result<(), ApiError> {
    ctx.table_mut(&READY).delete(&row.place(id));
    status.clone_into(&mut row.status);
    row.ended_us = Some(ctx.now().micros());
    row.suspended_us = None;
    save(ctx, id, row);
    tidy_later(ctx, id, KEPT_S);
    Ok(())
}

pub fn fail(
    ctx: &mut Ctx,
    id: &str,
    row: &mut JobRow,
    failure: (&str, &str),
) -> Result<(), ApiError> {
    let reason: String = failure.1.chars().take(REASON_CHARS_MAX).collect();
    row.failure = Some((failure.0.to_owned(), reason));
    end(ctx, id, row, "Failed")
}

pub fn tidy_later(ctx: &mut Ctx, id: &str, seconds: u64) {
    let due = ctx.now() + Duration::from_secs(seconds);
    ctx.enqueue(Job::now(Ask::to("s3control", TIDY).with("JobId", id)).at(due));
}

/// Waits for its confirmation.
pub fn suspend(ctx: &mut Ctx, id: &str, row: &mut JobRow) {
    "Suspended".clone_into(&mut row.status);
    row.suspended_us = Some(ctx.now().micros());
    save(ctx, id, row);
    tidy_later(ctx, id, SUSPENDED_S);
}

pub fn tidy(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let id = text(input, "JobId");
    let Some(mut row) = ctx.table(&JOBS).get(id)? else { return Ok(Struct::new()) };
    if row.status == "Suspended" {
        fail(ctx, id, &mut row, ("JobExpired", "The job was not confirmed in time."))?;
    } else if row.has_ended() {
        ctx.table_mut(&JOBS).delete(id);
        ctx.table_mut(&TOKENS).delete(text(&row.asked, "ClientRequestToken"));
        ctx.table_mut(&TASKS).delete_range(&Range::within(&(id,)))?;
    }
    Ok(Struct::new())
}
