//! The report of a job: what has become of each task, in files of CSV, and a manifest of them.
//!
//! Written as the job's role. Source: S3 User Guide, "Tracking job status and completion reports",
//! "Examples: S3 Batch Operations completion reports" (columns, keys, manifest).

use bytes::Bytes;
use kernel::body::Body;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, DigestSet, Digests, OpResult, Struct};
use serde_json::json;
use store::Range;

use crate::errors;
use crate::job::{self, text};
use crate::job_operation::encode;
use crate::limits::REPORT_LINES;
use crate::state::{JOBS, JobRow, TASKS, TaskRow};

/// Writes a stretch of the report.
pub const REPORT: &str = "ReportJob";

const FORMAT: &str = "Report_CSV_20180820";
const SCHEMA: &str = "Bucket, Key, VersionId, TaskStatus, ErrorCode, HTTPStatusCode, ResultMessage";

pub fn check(asked: &Struct) -> Result<(), ApiError> {
    let report = asked.structure("Report").ok_or_else(ApiError::internal)?;
    if report.bool("Enabled") != Some(true) {
        return Ok(());
    }
    let is_right = bucket(report).is_some()
        && text(report, "Format") == FORMAT
        && matches!(report.str("ReportScope"), Some("AllTasks" | "FailedTasksOnly"));
    if is_right {
        return Ok(());
    }
    Err(errors::bad_request("A report has a bucket's ARN, a format and a scope."))
}

pub fn bucket(report: &Struct) -> Option<&str> {
    report.str("Bucket")?.splitn(6, ':').nth(5).filter(|name| !name.is_empty())
}

fn folder(report: &Struct, id: &str) -> String {
    match report.str("Prefix") {
        Some(prefix) => format!("{prefix}/job-{id}"),
        None => format!("job-{id}"),
    }
}

/// Input: `JobId`, `From` (a task).
pub fn write(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let id = text(input, "JobId");
    let Some(mut row) = ctx.table(&JOBS).get(id)?.filter(|row| !row.has_ended()) else {
        return Ok(Struct::new());
    };
    if let Err(error) = job::take_on(ctx, id, &row) {
        job::fail(ctx, id, &mut row, (error.code(), error.message()))?;
        return Ok(Struct::new());
    }
    let asked = row.asked.clone();
    let report = asked.structure("Report").ok_or_else(ApiError::internal)?;
    if report.bool("Enabled") != Some(true) {
        return finish(ctx, id, row);
    }
    let from = input.int("From").unwrap_or(0) as u64;
    let range = Range::within(&(id,)).from(&(id, from));
    let tasks = ctx.table(&TASKS).scan(&range).take(REPORT_LINES);
    let tasks = tasks.map(|entry| entry.map(|(_, task)| task)).collect::<Result<Vec<_>, _>>()?;
    let written = write_files(ctx, id, &mut row, report, &tasks);
    if let Err(error) = written {
        let words = format!("The report cannot be written: {}", error.message());
        job::fail(ctx, id, &mut row, (error.code(), &words))?;
        return Ok(Struct::new());
    }
    if tasks.len() == REPORT_LINES {
        job::save(ctx, id, &row);
        let next = job::step(&row, id, REPORT)?.with("From", (from + REPORT_LINES as u64) as i64);
        ctx.enqueue(Job::now(next));
        return Ok(Struct::new());
    }
    if let Err(error) = write_manifest(ctx, id, &row, report) {
        let words = format!("The report cannot be written: {}", error.message());
        job::fail(ctx, id, &mut row, (error.code(), &words))?;
        return Ok(Struct::new());
    }
    finish(ctx, id, row)
}

fn finish(ctx: &mut Ctx, id: &str, mut row: JobRow) -> OpResult {
    let status = match row.status.as_str() {
        "Failing" => "Failed",
        "Cancelling" => "Cancelled",
        _ => "Complete",
    };
    job::end(ctx, id, &mut row, status)?;
    Ok(Struct::new())
}

fn write_files(
    ctx: &mut Ctx,
    id: &str,
    row: &mut JobRow,
    report: &Struct,
    tasks: &[TaskRow],
) -> Result<(), ApiError> {
    let has_all = report.str("ReportScope") == Some("AllTasks");
    for (status, is_wanted) in [("succeeded", has_all), ("failed", true)] {
        let lines: String = tasks.iter().filter_map(|task| line(task, status)).collect();
        if !is_wanted || lines.is_empty() {
            continue;
        }
        let name = ctx.chance().hex(40);
        let key = format!("{}/results/{name}.csv", folder(report, id));
        let md5 = put(ctx, report, &key, lines)?;
        row.files.push((status.to_owned(), key, md5));
    }
    Ok(())
}

fn line(task: &TaskRow, wanted: &str) -> Option<String> {
    let outcome = task.outcome.as_ref()?;
    let status = if outcome.code.is_empty() { "succeeded" } else { "failed" };
    let quoted = outcome.message.replace('"', "\"\"");
    (status == wanted).then(|| {
        format!(
            "{},{},{},{status},{},{},\"{quoted}\"\n",
            task.bucket,
            encode(&task.key),
            task.version.as_deref().unwrap_or(""),
            outcome.code,
            outcome.status,
        )
    })
}

fn write_manifest(ctx: &mut Ctx, id: &str, row: &JobRow, report: &Struct) -> Result<(), ApiError> {
    let bucket = bucket(report).unwrap_or("");
    let file = |(status, key, md5): &(String, String, String)| {
        json!({
            "TaskExecutionStatus": status,
            "Bucket": bucket,
            "MD5Checksum": md5,
            "Key": key,
        })
    };
    let manifest = json!({
        "Format": FORMAT,
        "ReportCreationDate": ctx.now().iso8601_millis(),
        "Results": row.files.iter().map(file).collect::<Vec<_>>(),
        "ReportSchema": SCHEMA,
    });
    let key = format!("{}/manifest.json", folder(report, id));
    let md5 = put(ctx, report, &key, manifest.to_string())?;
    put(ctx, report, &format!("{key}.md5"), md5)?;
    Ok(())
}

/// Writes a file; its MD5.
fn put(ctx: &mut Ctx, report: &Struct, key: &str, content: String) -> Result<String, ApiError> {
    let bytes = Bytes::from(content);
    let md5 = Digests::of(&bytes, DigestSet::NONE).md5;
    let mut ask = Ask::to("s3", "PutObject")
        .with("Bucket", bucket(report).unwrap_or(""))
        .with("Key", key)
        .with("Body", Body::from(bytes));
    if let Some(owner) = report.str("ExpectedBucketOwner") {
        ask = ask.with("ExpectedBucketOwner", owner);
    }
    ctx.call(ask)?;
    Ok(digits(&md5))
}

pub fn digits(md5: &[u8]) -> String {
    md5.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}
