//! The results of a Map Run: as the state's result, or as files in a bucket.
//!
//! Source: Step Functions Developer Guide, "ResultWriter (Map)" (the manifest, the files of each
//! status, transformations and types of output). AWS's files hold up to 5 GB; ours as much as a
//! step may have in memory, so there may be more of them. [U]: what stands in files of pending
//! children, and the order of members.

use asl::map_run::Writer;
use asl::{Failure, PAYLOAD_MAX, failure};
use bytes::Bytes;
use kernel::arn::Arn;
use kernel::body::Body;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use serde_json::{Map, Value as Json, json};
use store::Range;

use crate::map_run::{self, child_machine, run_arn};
use crate::map_state::{MAP_CHILDREN, MAP_PLANS, MapChildRow, MapPhase, MapRunRow, WrittenRow};
use crate::state::{self, EXECUTIONS, REVISIONS, machine_arn};
use crate::{ending, task};

/// The step that writes a file: `Run`.
pub const WRITE: &str = "MapRunWrite";

const KINDS: [&str; 3] = ["SUCCEEDED", "FAILED", "PENDING"];
/// So much goes into a file, and so many results: our bounds.
const FILE_BYTES_MAX: usize = 8 << 20;
const FILE_RESULTS_MAX: usize = 10_000;

fn kind_of(child: &MapChildRow) -> &'static str {
    match child.status.as_str() {
        "SUCCEEDED" => "SUCCEEDED",
        "PENDING" | "PENDING_REDRIVE" if child.name.is_none() => "PENDING",
        _ => "FAILED",
    }
}

/// The result of the state; or why there is none.
pub fn result(
    ctx: &mut Ctx<'_>,
    id: &str,
    row: &MapRunRow,
) -> Result<Result<Json, Failure>, ApiError> {
    let plan = ctx.table(&MAP_PLANS).get(id)?.ok_or_else(ApiError::internal)?.plan;
    if let Some((bucket, prefix)) = plan.writer.as_ref().and_then(|writer| writer.to.as_ref())
        && row.children > 0
    {
        return Ok(Ok(json!({
            "MapRunArn": run_arn(ctx, row, id),
            "ResultWriterDetails": {"Bucket": bucket, "Key": key(prefix, id, "manifest.json")},
        })));
    }
    let too_large = || {
        let state = row.places.last().map_or("", |place| place.state.as_str());
        Failure::new(
            failure::DATA_LIMIT_EXCEEDED,
            format!(
                "The state/task '{state}' returned a result with a size exceeding the maximum \
                 number of bytes service limit."
            ),
        )
    };
    if row.output_bytes > PAYLOAD_MAX as u64 {
        return Ok(Err(too_large()));
    }
    let writer = plan.writer.unwrap_or_default();
    let transformation = writer.transformation.as_deref().unwrap_or("COMPACT");
    let (mut results, mut size) = (Vec::new(), 0);
    for index in 0..row.children {
        let Some(child) = ctx.table(&MAP_CHILDREN).get(&(id, index))? else { continue };
        for result in shown(ctx, row, &child, transformation)? {
            size += result.to_string().len();
            if size > PAYLOAD_MAX {
                return Ok(Err(too_large()));
            }
            results.push(result);
        }
    }
    Ok(Ok(Json::Array(results)))
}

fn key(prefix: &str, id: &str, name: &str) -> String {
    let prefix = prefix.trim_end_matches('/');
    if prefix.is_empty() { format!("{id}/{name}") } else { format!("{prefix}/{id}/{name}") }
}

/// What stands of a child in results. "If a child workflow execution fails, Step Functions returns
/// its execution result unchanged."
fn shown(
    ctx: &Ctx<'_>,
    row: &MapRunRow,
    child: &MapChildRow,
    transformation: &str,
) -> Result<Vec<Json>, ApiError> {
    let machine = child_machine(row);
    let Some(name) = &child.name else {
        return Ok(vec![json!({
            "Input": child.input,
            "InputDetails": {"Included": true},
            "StateMachineArn": machine_arn(ctx, &machine),
            "Status": child.status,
        })]);
    };
    let key = (machine, name.clone());
    let Some(execution) = ctx.table(&EXECUTIONS).get(&key)? else { return Ok(Vec::new()) };
    if child.status == "SUCCEEDED" && transformation != "NONE" {
        let output = ending::parsed(execution.output.as_deref().unwrap_or("null"));
        return Ok(match output {
            Json::Array(items) if transformation == "FLATTEN" => items,
            output => vec![output],
        });
    }
    let mut shown = Map::new();
    let date = |at: i64| json!(Timestamp::from_micros(at).iso8601_millis());
    if let Some(cause) = &execution.cause {
        shown.insert("Cause".to_owned(), json!(cause));
    }
    if let Some(error) = &execution.error {
        shown.insert("Error".to_owned(), json!(error));
    }
    let arn = state::execution_arn(ctx, row.is_express, &key.0, name);
    shown.insert("ExecutionArn".to_owned(), json!(arn));
    shown.insert("Input".to_owned(), json!(execution.input));
    shown.insert("InputDetails".to_owned(), json!({"Included": true}));
    shown.insert("Name".to_owned(), json!(name.split(':').next()));
    if let Some(output) = &execution.output {
        shown.insert("Output".to_owned(), json!(output));
        shown.insert("OutputDetails".to_owned(), json!({"Included": true}));
    }
    if !row.is_express {
        let (status, reason) = ending::redrive_status(ctx, &key.0, &execution)?;
        shown.insert("RedriveCount".to_owned(), json!(execution.redrives));
        shown.insert("RedriveStatus".to_owned(), json!(status));
        if let Some(reason) = reason {
            shown.insert("RedriveStatusReason".to_owned(), json!(reason));
        }
    }
    shown.insert("StartDate".to_owned(), date(execution.started));
    shown.insert("StateMachineArn".to_owned(), json!(machine_arn(ctx, &key.0)));
    shown.insert("Status".to_owned(), json!(execution.status));
    if let Some(stopped) = execution.stopped {
        shown.insert("StopDate".to_owned(), date(stopped));
    }
    Ok(vec![Json::Object(shown)])
}

/// A file as it grows.
#[derive(Default)]
struct File {
    text: String,
    results: usize,
}

impl File {
    fn add(&mut self, result: &Json, is_lines: bool) {
        if self.results > 0 {
            self.text.push(if is_lines { '\n' } else { ',' });
        }
        self.text.push_str(&result.to_string());
        self.results += 1;
    }

    fn is_full(&self) -> bool {
        self.text.len() >= FILE_BYTES_MAX || self.results >= FILE_RESULTS_MAX
    }

    fn whole(self, is_lines: bool) -> String {
        if is_lines { self.text } else { format!("[{}]", self.text) }
    }
}

/// The step [`WRITE`]: a file of results, or at last the manifest.
pub fn write(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((id, mut row)) = map_run::of_step(ctx, input)? else { return Ok(Struct::new()) };
    let Some(mut written) = row.written.take().filter(|_| row.phase == MapPhase::Writing) else {
        return Ok(Struct::new());
    };
    let plan = ctx.table(&MAP_PLANS).get(&id)?.ok_or_else(ApiError::internal)?.plan;
    let writer = plan.writer.unwrap_or_default();
    let outcome = if let Some(kind) = KINDS.get(written.kind as usize) {
        write_file(ctx, &id, &mut row, &writer, &mut written, kind)?
    } else {
        let outcome = write_manifest(ctx, &id, &row, &writer, &written)?;
        if outcome.is_ok() {
            map_run::conclude(ctx, &id, &mut row)?;
            return Ok(Struct::new());
        }
        outcome
    };
    match outcome {
        Ok(()) => {
            row.written = Some(written);
            map_run::keep(ctx, &id, &row);
            map_run::leave(ctx, &row, WRITE, &id);
        }
        Err(cause) => {
            // What has failed before stays the reason.
            if row.error.is_none() {
                row.error = Some(failure::RESULT_WRITER_FAILED.to_owned());
                row.cause = Some(cause);
            }
            map_run::conclude(ctx, &id, &mut row)?;
        }
    }
    Ok(Struct::new())
}

fn write_file(
    ctx: &mut Ctx<'_>,
    id: &str,
    row: &mut MapRunRow,
    writer: &Writer,
    written: &mut WrittenRow,
    kind: &str,
) -> Result<Result<(), String>, ApiError> {
    let transformation = writer.transformation.as_deref().unwrap_or("NONE");
    let mut file = File::default();
    let (mut items, mut executions) = (0, 0);
    let mut next = None;
    let range = Range::within(&(id,)).from(&(id, written.next));
    for (looked_at, entry) in ctx.table(&MAP_CHILDREN).scan(&range).enumerate() {
        let ((_, index), child) = entry?;
        if file.is_full() || looked_at >= FILE_RESULTS_MAX {
            next = Some(index);
            break;
        }
        if kind_of(&child) != kind {
            continue;
        }
        executions += 1;
        items += u64::from(child.items);
        for result in shown(ctx, row, &child, transformation)? {
            file.add(&result, writer.is_lines);
        }
    }
    if executions > 0 {
        let extension = if writer.is_lines { "jsonl" } else { "json" };
        let name = format!("{kind}_{}.{extension}", written.files);
        let text = file.whole(writer.is_lines);
        let size = text.len() as u64;
        let key = match put(ctx, id, row, writer, &name, text)? {
            Ok(key) => key,
            Err(cause) => return Ok(Err(cause)),
        };
        written.done.push((written.kind, key, size));
        written.files += 1;
        row.executions.written += executions;
        row.items.written += items;
    }
    if let Some(index) = next {
        written.next = index;
    } else {
        (written.next, written.files) = (0, 0);
        written.kind += 1;
    }
    Ok(Ok(()))
}

fn write_manifest(
    ctx: &mut Ctx<'_>,
    id: &str,
    row: &MapRunRow,
    writer: &Writer,
    written: &WrittenRow,
) -> Result<Result<(), String>, ApiError> {
    let files = |kind: u32| -> Vec<Json> {
        let files = written.done.iter().filter(|(of, _, _)| *of == kind);
        files.map(|(_, key, size)| json!({"Key": key, "Size": size})).collect()
    };
    let bucket = writer.to.as_ref().map(|(bucket, _)| bucket);
    let manifest = json!({
        "DestinationBucket": bucket,
        "MapRunArn": run_arn(ctx, row, id),
        "ResultFiles": {"FAILED": files(1), "PENDING": files(2), "SUCCEEDED": files(0)},
    });
    let put = put(ctx, id, row, writer, "manifest.json", manifest.to_string())?;
    Ok(put.map(drop))
}

/// Writes an object as the state machine's role: its key, or why it could not.
fn put(
    ctx: &mut Ctx<'_>,
    id: &str,
    row: &MapRunRow,
    writer: &Writer,
    name: &str,
    text: String,
) -> Result<Result<String, String>, ApiError> {
    let Some((bucket, prefix)) = &writer.to else { return Err(ApiError::internal()) };
    let revision = ctx.table(&REVISIONS).get_shared(&(row.machine_id, row.revision.clone()))?;
    let role = revision.and_then(|revision| Arn::parse(&revision.role));
    let Some(role) = role else { return Ok(Err("The state machine has no role.".to_owned())) };
    let key = key(prefix, id, name);
    let ask = Ask::to("s3", "PutObject")
        .with("Bucket", bucket.as_str())
        .with("Key", key.as_str())
        .with("ContentType", "application/json")
        .with("Body", Body::from(Bytes::from(text)))
        .as_role(&role, &task::session(id));
    Ok(match ctx.call(ask) {
        Ok(_) => Ok(key),
        Err(error) => Err(format!("{}: {}", error.code(), error.message())),
    })
}
