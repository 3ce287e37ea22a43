//! Which objects a job is about: from a list in S3, or from the listing of a bucket.
//!
//! Read in steps of bounded length, as the job's role. Source: S3 User Guide, "Specifying a
//! manifest" (CSV without a head, keys percent-encoded; a manifest whose ETag is another fails the
//! job), "Generating a manifest automatically"; S3 Control API Reference, S3JobManifestGenerator.

use bytes::Bytes;
use kernel::body::Segment;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Value};

use crate::errors;
use crate::job::{self, text};
use crate::job_inventory;
use crate::job_operation::decode;
use crate::job_output;
use crate::job_run;
use crate::limits::{MANIFEST_PIECE, TASKS_MAX};
use crate::state::{JobRow, TASKS, TaskRow};

/// Reads a stretch of the manifest, or of the bucket.
pub const PREPARE: &str = "PrepareJob";

const CSV: &str = "S3BatchOperations_CSV_20180820";
const FILTERS: [&str; 9] = [
    "CreatedAfter",
    "CreatedBefore",
    "EligibleForReplication",
    "KeyNameConstraint",
    "MatchAnyObjectEncryption",
    "ObjectReplicationStatuses",
    "ObjectSizeGreaterThanBytes",
    "ObjectSizeLessThanBytes",
    "MatchAnyStorageClass",
];

pub fn check(asked: &Struct) -> Result<(), ApiError> {
    match (asked.structure("Manifest"), asked.structure("ManifestGenerator")) {
        (Some(manifest), None) => check_manifest(manifest),
        (None, Some(generator)) => check_generator(generator),
        _ => Err(errors::bad_request("A job has either a manifest or a manifest generator.")),
    }
}

fn check_manifest(manifest: &Struct) -> Result<(), ApiError> {
    let spec = manifest.structure("Spec").ok_or_else(ApiError::internal)?;
    let location = manifest.structure("Location").ok_or_else(ApiError::internal)?;
    place(location)?;
    if text(spec, "Format") == job_inventory::FORMAT {
        return match spec.list("Fields") {
            None => Ok(()),
            Some(_) => Err(errors::bad_request("An inventory says itself what its fields are.")),
        };
    }
    if text(spec, "Format") != CSV {
        return Err(errors::bad_request("Unknown format of a manifest."));
    }
    let fields = fields(spec);
    let count = |name: &str| fields.iter().filter(|field| **field == name).count();
    if count("Bucket") != 1 || count("Key") != 1 || count("VersionId") > 1 {
        return Err(errors::bad_request("The fields of a manifest are Bucket, Key and VersionId."));
    }
    Ok(())
}

fn fields(spec: &Struct) -> Vec<&str> {
    spec.list("Fields").unwrap_or_default().iter().filter_map(Value::as_str).collect()
}

pub fn place(location: &Struct) -> Result<(&str, &str), ApiError> {
    let object = text(location, "ObjectArn").splitn(6, ':').nth(5);
    let object = object.and_then(|it| it.split_once('/'));
    object.ok_or_else(|| errors::bad_request("Invalid ARN of the manifest's object."))
}

fn check_generator(generator: &Struct) -> Result<(), ApiError> {
    let given = generator.structure("S3JobManifestGenerator");
    let given = given.ok_or_else(|| errors::bad_request("Invalid manifest generator."))?;
    job_output::check(given)?;
    let filter = given.structure("Filter").cloned().unwrap_or_default();
    match filter.iter().find(|(name, _)| !FILTERS.contains(name)) {
        Some((name, _)) => Err(errors::not_implemented(name)),
        None => Ok(()),
    }
}

/// Input: `JobId`; while it goes on `From` (a byte), `File` (of an inventory) or `Next` (of a
/// listing).
pub fn prepare(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let id = text(input, "JobId");
    let mut row = job::find(ctx, id)?;
    if row.has_ended() {
        return Ok(Struct::new());
    }
    "Preparing".clone_into(&mut row.status);
    let asked = row.asked.clone();
    let read = job::take_on(ctx, id, &row).and_then(|()| match asked.structure("Manifest") {
        Some(manifest) if job_inventory::is_one(manifest) => {
            job_inventory::read(ctx, manifest, input)
        }
        Some(manifest) => read_manifest(ctx, manifest, input),
        None => list(ctx, &asked, input),
    });
    match read {
        Err(error) => {
            job::fail(ctx, id, &mut row, (error.code(), error.message()))?;
        }
        Ok((tasks, more)) => {
            for task in tasks {
                ctx.table_mut(&TASKS).put(&(id, row.total), &task);
                row.total += 1;
            }
            if row.total > TASKS_MAX {
                let words = "The manifest has too many entries.";
                job::fail(ctx, id, &mut row, ("ManifestTooLarge", words))?;
                return Ok(Struct::new());
            }
            job::save(ctx, id, &row);
            match more {
                Some(more) => {
                    let more = more.with("JobId", id);
                    let ask = job::step(&row, id, PREPARE)?.with_input(more);
                    ctx.enqueue(Job::now(ask));
                }
                None if job_output::location(&row.asked).is_some() => {
                    ctx.enqueue(Job::now(job::step(&row, id, job_output::WRITE)?));
                }
                None => prepared(ctx, id, &mut row)?,
            }
        }
    }
    Ok(Struct::new())
}

/// Its tasks are known: it may run, once it is confirmed.
pub fn prepared(ctx: &mut Ctx, id: &str, row: &mut JobRow) -> Result<(), ApiError> {
    if row.asked.bool("ConfirmationRequired") == Some(true) {
        job::suspend(ctx, id, row);
        return Ok(());
    }
    job_run::make_ready(ctx, id, row)
}

/// Tasks, and the input of the next step where there is one.
pub type Read = (Vec<TaskRow>, Option<Struct>);

fn read_manifest(ctx: &mut Ctx, manifest: &Struct, input: &Struct) -> Result<Read, ApiError> {
    let spec = manifest.structure("Spec").ok_or_else(ApiError::internal)?;
    let location = manifest.structure("Location").ok_or_else(ApiError::internal)?;
    let (bucket, key) = place(location)?;
    let from = input.int("From").unwrap_or(0);
    let last = from + MANIFEST_PIECE as i64 - 1;
    let e_tag = text(location, "ETag").trim_matches('"');
    let mut ask = Ask::to("s3", "GetObject")
        .with("Bucket", bucket)
        .with("Key", key)
        .with("IfMatch", format!("\"{e_tag}\""))
        .with("Range", format!("bytes={from}-{last}"));
    if let Some(version) = location.str("ObjectVersionId") {
        ask = ask.with("VersionId", version);
    }
    let answer = ctx.call(ask)?;
    let total = answer.str("ContentRange").and_then(|it| it.rsplit_once('/'));
    let total = total.and_then(|(_, total)| total.parse::<i64>().ok()).unwrap_or(0);
    let piece = bytes_of(&answer)?;
    let is_last = from + piece.len() as i64 >= total;
    let end = match piece.iter().rposition(|byte| *byte == b'\n') {
        _ if is_last => piece.len(),
        Some(at) => at + 1,
        None => return Err(errors::bad_manifest("A line of the manifest is too long.")),
    };
    let lines = std::str::from_utf8(&piece[..end]);
    let lines = lines.map_err(|_| errors::bad_manifest("The manifest is not text."))?;
    let fields = fields(spec);
    let lines = lines.lines().filter(|line| !line.trim().is_empty());
    let tasks = lines.map(|line| task(line, &fields)).collect::<Result<Vec<_>, _>>()?;
    let next = (!is_last).then(|| Struct::new().with("From", from + end as i64));
    Ok((tasks, next))
}

pub fn bytes_of(answer: &Struct) -> Result<Bytes, ApiError> {
    let body = answer.body("Body").ok_or_else(ApiError::internal)?;
    let mut bytes = Vec::with_capacity(body.len() as usize);
    for segment in &body.segments {
        match segment {
            Segment::Inline(piece) => bytes.extend_from_slice(piece),
            Segment::File { file, offset, len } => {
                let start = bytes.len();
                bytes.resize(start + *len as usize, 0);
                file.read_at(*offset, &mut bytes[start..])?;
            }
        }
    }
    Ok(bytes.into())
}

pub fn task(line: &str, fields: &[&str]) -> Result<TaskRow, ApiError> {
    let values = split(line);
    if values.len() != fields.len() {
        return Err(errors::bad_manifest("A line of the manifest has other fields than its spec."));
    }
    let value = |name: &str| {
        let at = fields.iter().position(|field| *field == name)?;
        Some(values[at].as_str()).filter(|it| !it.is_empty())
    };
    let key = value("Key").and_then(decode);
    match (value("Bucket"), key) {
        (Some(bucket), Some(key)) => Ok(TaskRow {
            bucket: bucket.to_owned(),
            key,
            version: value("VersionId").filter(|it| *it != "null").map(str::to_owned),
            outcome: None,
        }),
        _ => Err(errors::bad_manifest("A line of the manifest names no bucket or no key.")),
    }
}

/// The values of a line, which may stand in quotation marks.
pub fn split(line: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut is_quoted = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                values.last_mut().expect("there is one").push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => values.push(String::new()),
            other => values.last_mut().expect("there is one").push(other),
        }
    }
    values
}

fn list(ctx: &mut Ctx, asked: &Struct, input: &Struct) -> Result<Read, ApiError> {
    let generator = asked.structure("ManifestGenerator");
    let given = generator.and_then(|it| it.structure("S3JobManifestGenerator"));
    let given = given.ok_or_else(ApiError::internal)?;
    let bucket = text(given, "SourceBucket").rsplit(':').next().unwrap_or("").to_owned();
    // Replication is of all versions; everything else acts on the current ones.
    let is_replication =
        asked.structure("Operation").is_some_and(|it| it.get("S3ReplicateObject").is_some());
    let mut ask = Ask::to("s3", "ListForBatch")
        .with("Bucket", bucket.as_str())
        .with("Versions", is_replication)
        .with("Filter", given.structure("Filter").cloned().unwrap_or_default());
    if let Some(owner) = given.str("ExpectedBucketOwner") {
        ask = ask.with("Owner", owner);
    }
    if let Some(next) = input.structure("Next") {
        ask = ask.with("Next", next.clone());
    }
    let answer = ctx.call(ask)?;
    let objects = answer.list("Entries").unwrap_or_default().iter().filter_map(Value::as_struct);
    let tasks = objects.map(|object| TaskRow {
        bucket: bucket.clone(),
        key: text(object, "Key").to_owned(),
        version: object.str("VersionId").map(str::to_owned),
        outcome: None,
    });
    let next = answer.structure("Next");
    Ok((tasks.collect(), next.map(|next| Struct::new().with("Next", next.clone()))))
}
