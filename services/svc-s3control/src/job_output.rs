//! The manifest that a job has generated, written to a bucket: packed files of CSV, and the
//! document that names them. Then the job goes on.
//!
//! Written as the job's role. Source: S3 Control API Reference, S3ManifestOutputLocation,
//! S3GeneratedManifestDescriptor; S3 User Guide, "Granting permissions for Batch Operations" (the
//! role writes the manifest), "Locating your inventory list" (the document's members). [U]: the
//! keys below the prefix.

use std::io::Write as _;

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::body::Body;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, DigestSet, Digests, OpResult, Struct};
use serde_json::json;
use store::Range;

use crate::errors;
use crate::job::{self, text};
use crate::job_manifest;
use crate::job_operation::encode;
use crate::job_report::{bucket, digits};
use crate::limits::REPORT_LINES;
use crate::state::{JOBS, JobRow, TASKS, TaskRow};

/// Writes a stretch of it.
pub const WRITE: &str = "WriteJobManifest";

pub const FORMAT: &str = "S3InventoryReport_CSV_20211130";

fn generator(asked: &Struct) -> Option<&Struct> {
    asked.structure("ManifestGenerator")?.structure("S3JobManifestGenerator")
}

/// Where a job wants its manifest, if it does.
pub fn location(asked: &Struct) -> Option<&Struct> {
    let generator = generator(asked)?;
    let is_wanted = generator.bool("EnableManifestOutput") == Some(true);
    generator.structure("ManifestOutputLocation").filter(|_| is_wanted)
}

pub fn check(generator: &Struct) -> Result<(), ApiError> {
    if generator.bool("EnableManifestOutput") != Some(true) {
        return Ok(());
    }
    let location = generator.structure("ManifestOutputLocation");
    let is_right =
        location.is_some_and(|it| bucket(it).is_some() && text(it, "ManifestFormat") == FORMAT);
    if is_right {
        return Ok(());
    }
    Err(errors::bad_request("The location of a manifest has a bucket's ARN and a format."))
}

/// Input: `JobId`, `From` (a task).
pub fn write(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let id = text(input, "JobId");
    let Some(mut row) = ctx.table(&JOBS).get(id)?.filter(|row| !row.is_stopped()) else {
        return Ok(Struct::new());
    };
    let asked = row.asked.clone();
    let location = location(&asked).ok_or_else(ApiError::internal)?;
    let from = input.int("From").unwrap_or(0) as u64;
    let written =
        job::take_on(ctx, id, &row).and_then(|()| stretch(ctx, id, &mut row, (location, from)));
    match written {
        Err(error) => {
            let words = format!("The manifest cannot be written: {}", error.message());
            job::fail(ctx, id, &mut row, (error.code(), &words))?;
        }
        Ok(true) => {
            job::save(ctx, id, &row);
            let next = (from + REPORT_LINES as u64) as i64;
            ctx.enqueue(Job::now(job::step(&row, id, WRITE)?.with("From", next)));
        }
        Ok(false) => job_manifest::prepared(ctx, id, &mut row)?,
    }
    Ok(Struct::new())
}

/// Writes a file, or the document at the end; whether there is more.
fn stretch(
    ctx: &mut Ctx,
    id: &str,
    row: &mut JobRow,
    (location, from): (&Struct, u64),
) -> Result<bool, ApiError> {
    let range = Range::within(&(id,)).from(&(id, from));
    let tasks = ctx.table(&TASKS).scan(&range).take(REPORT_LINES);
    let tasks = tasks.map(|entry| entry.map(|(_, task)| task)).collect::<Result<Vec<_>, _>>()?;
    let folder = match location.str("ManifestPrefix") {
        Some(prefix) => format!("{prefix}/job-{id}"),
        None => format!("job-{id}"),
    };
    let has_versions = row.asked.structure("Operation").is_some_and(|it| {
        // As the list was made.
        it.get("S3ReplicateObject").is_some()
    });
    if !tasks.is_empty() {
        let lines: String = tasks.iter().map(|task| line(task, has_versions)).collect();
        let packed = pack(&lines);
        let key = format!("{folder}/data/{}.csv.gz", ctx.chance().uuid());
        let (size, md5) = (packed.len() as u64, md5(&packed));
        put(ctx, location, &key, packed)?;
        row.manifest_files.push((key, size, md5));
    }
    if tasks.len() == REPORT_LINES {
        return Ok(true);
    }
    let document = document(ctx, row, location, has_versions);
    let key = format!("{folder}/manifest.json");
    let answer = put(ctx, location, &key, document)?;
    let arn = format!("{}/{key}", text(location, "Bucket"));
    row.generated = Some((arn, text(&answer, "ETag").trim_matches('"').to_owned()));
    Ok(false)
}

fn line(task: &TaskRow, has_version: bool) -> String {
    let key = encode(&task.key);
    if has_version {
        let version = task.version.as_deref().unwrap_or("");
        return format!("\"{}\",\"{key}\",\"{version}\"\n", task.bucket);
    }
    format!("\"{}\",\"{key}\"\n", task.bucket)
}

fn document(ctx: &Ctx, row: &JobRow, location: &Struct, has_versions: bool) -> Bytes {
    let source = generator(&row.asked).map_or("", |it| text(it, "SourceBucket"));
    let files = row.manifest_files.iter();
    let files = files.map(|(key, size, md5)| json!({"key": key, "size": size, "MD5checksum": md5}));
    let schema = if has_versions { "Bucket, Key, VersionId" } else { "Bucket, Key" };
    let document = json!({
        "sourceBucket": source.rsplit(':').next(),
        "destinationBucket": text(location, "Bucket"),
        "version": "2021-11-30",
        "creationTimestamp": (ctx.now().micros() / 1_000).to_string(),
        "fileFormat": "CSV",
        "fileSchema": schema,
        "files": files.collect::<Vec<_>>(),
    });
    Bytes::from(document.to_string())
}

fn md5(bytes: &Bytes) -> String {
    digits(&Digests::of(bytes, DigestSet::NONE).md5)
}

fn pack(text: &str) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).expect("memory takes everything");
    Bytes::from(encoder.finish().expect("memory takes everything"))
}

fn put(ctx: &mut Ctx, location: &Struct, key: &str, bytes: Bytes) -> OpResult {
    let mut ask = Ask::to("s3", "PutObject")
        .with("Bucket", bucket(location).unwrap_or(""))
        .with("Key", key)
        .with("Body", Body::from(bytes));
    if let Some(owner) = location.str("ExpectedManifestBucketOwner") {
        ask = ask.with("ExpectedBucketOwner", owner);
    }
    let encryption = location.structure("ManifestEncryption");
    if let Some(kms) = encryption.and_then(|it| it.structure("SSEKMS")) {
        ask = ask.with("ServerSideEncryption", "aws:kms").with("SSEKMSKeyId", text(kms, "KeyId"));
    } else if encryption.is_some_and(|it| it.get("SSES3").is_some()) {
        ask = ask.with("ServerSideEncryption", "AES256");
    }
    ctx.call(ask)
}
