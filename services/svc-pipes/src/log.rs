//! The log of a pipe: records of what its executions do, and their way to a log group or a bucket.
//!
//! They are delivered as vended logs: by `delivery.logs.amazonaws.com`, which the policy of the log
//! group or the bucket must let in. When a pipe is given a log, that is seen to in the caller's
//! name. Records for a bucket are gathered for five minutes. What cannot be delivered is lost.
//!
//! Sources: EventBridge User Guide, "Logging Amazon EventBridge Pipes performance", "EventBridge
//! Pipes log schema reference"; CloudWatch Logs User Guide, "Enabling logging from AWS services"
//! (policies). [U]: the names of steps in records, of log streams and of objects, the five minutes,
//! and which of the three data fields is cut first.

use std::io::Write as _;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::arn::Arn;
use kernel::body::Body;
use kernel::scheduler::{Job, Retry};
use kernel::{ApiError, Ask, Ctx, OpResult, Struct};
use serde_json::Value as Json;
use store::Range;
use targets::log_group::{Entry, Writing};

use crate::limits;
use crate::log_access::{self, PRINCIPAL};
use crate::state::{LOGS, Pipe};

/// The step: `Id`, `Arn`, `Name`, `To` (an S3LogDestination).
pub const DELIVER: &str = "DeliverLog";
const AFTER_BUGS: Retry =
    Retry { retries_max: 8, delay_ms: 1_000, growth_percent: 200, delay_ms_max: 60_000 };

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Off,
    Error,
    Info,
    Trace,
}

/// What a pipe's LogConfiguration asks for.
#[derive(Clone, Copy, Debug)]
pub struct Configuration<'p> {
    pub level: Level,
    /// Records have the data of the execution.
    pub has_data: bool,
    row: Option<&'p Struct>,
}

impl Level {
    fn of(text: Option<&str>) -> Level {
        match text {
            Some("ERROR") => Level::Error,
            Some("INFO") => Level::Info,
            Some("TRACE") => Level::Trace,
            _ => Level::Off,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Level::Off => "OFF",
            Level::Error => "ERROR",
            Level::Info => "INFO",
            Level::Trace => "TRACE",
        }
    }
}

impl<'p> Configuration<'p> {
    pub fn of(row: Option<&'p Struct>) -> Configuration<'p> {
        let level = Level::of(row.and_then(|row| row.str("Level")));
        let data = row.and_then(|row| row.list("IncludeExecutionData"));
        let has_data = data.is_some_and(|data| !data.is_empty());
        Configuration { level, has_data, row }
    }

    /// Puts data into a record, as far as a record may have it.
    pub fn add_data(&self, record: &mut Json, data: &[(&str, Option<&str>)]) {
        if !self.has_data {
            return;
        }
        let mut room = limits::LOG_RECORD_DATA_BYTES_MAX;
        let mut cut = Vec::new();
        for (name, text) in data {
            let Some(text) = text else { continue };
            let kept = &text[..text.floor_char_boundary(room)];
            if kept.len() < text.len() {
                cut.push(Json::from(*name));
            }
            room -= kept.len();
            record[*name] = Json::from(kept);
        }
        if !cut.is_empty() {
            record["truncatedFields"] = Json::Array(cut);
        }
    }

    pub fn write(&self, ctx: &mut Ctx<'_>, pipe: &Pipe, arn: &str, records: &[Json]) {
        let Some(row) = self.row else { return };
        let lines: Vec<String> = records.iter().map(Json::to_string).collect();
        let told = |result: Result<(), ApiError>, to: &str| {
            if let Err(error) = result {
                tracing::info!(pipe = arn, to, %error, "records of a log are lost");
            }
        };
        let part = |name: &str, member: &str| row.structure(name)?.str(member);
        if let Some(group) = part("CloudwatchLogsLogDestination", "LogGroupArn") {
            told(to_group(ctx, pipe, group, &lines), group);
        }
        if let Some(to) = row.structure("S3LogDestination") {
            gather(ctx, pipe, arn, to, &lines);
        }
    }
}

fn to_group(ctx: &mut Ctx<'_>, pipe: &Pipe, group: &str, lines: &[String]) -> Result<(), ApiError> {
    let group = Arn::parse(group).ok_or_else(ApiError::internal)?;
    let millis = ctx.now().millis();
    let entries = lines.iter().map(|line| Entry { millis, message: line.clone() });
    let writing = Writing::to(&group, &pipe.name, entries.collect());
    let writing = writing.map_err(|_| ApiError::internal())?;
    let source = log_access::source(ctx);
    let account = ctx.account();
    writing.write(ctx, |ask| ask.as_service(PRINCIPAL).for_source(&*source, account))
}

/// Keeps records until their object is written.
fn gather(ctx: &mut Ctx<'_>, pipe: &Pipe, arn: &str, to: &Struct, lines: &[String]) {
    let id = pipe.row.id;
    let is_first = ctx.table(&LOGS).keys(&Range::within(&(id,))).next().is_none();
    if is_first {
        let input = Struct::new()
            .with("Id", id.cast_signed())
            .with("Arn", arn)
            .with("Name", pipe.name.as_str())
            .with("To", to.clone());
        let due = ctx.now() + Duration::from_secs(limits::LOG_GATHER_SECONDS);
        enqueue(ctx, input, Some(due));
    }
    // A transaction may carry several events, one after the other.
    let transaction = ctx.transaction();
    let told = ctx.table(&LOGS).keys(&Range::within(&(id, transaction))).count() as u64;
    for (number, line) in (told..).zip(lines) {
        ctx.table_mut(&LOGS).put(&(id, transaction, number), &line.clone().into_bytes());
    }
}

fn enqueue(ctx: &mut Ctx<'_>, input: Struct, due: Option<kernel::Timestamp>) {
    let job = Job::now(Ask::to("pipes", DELIVER).with_input(input)).with_retry(AFTER_BUGS);
    ctx.enqueue(match due {
        Some(due) => job.at(due),
        None => job,
    });
}

/// Writes what was gathered as one object.
pub fn deliver(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.int("Id").unwrap_or_default().cast_unsigned();
    let rows = ctx.table(&LOGS).scan(&Range::within(&(id,)));
    let rows = rows.take(limits::LOG_RECORDS_PER_OBJECT_MAX).collect::<Result<Vec<_>, _>>()?;
    let is_last = rows.len() < limits::LOG_RECORDS_PER_OBJECT_MAX;
    let mut text = Vec::new();
    for (key, line) in rows {
        text.extend_from_slice(&line);
        text.push(b'\n');
        ctx.table_mut(&LOGS).delete(&key);
    }
    let arn = input.str("Arn").unwrap_or_default();
    if let Some(to) = input.structure("To").filter(|_| !text.is_empty()) {
        let name = input.str("Name").unwrap_or_default();
        if let Err(error) = put(ctx, name, to, &text) {
            tracing::info!(pipe = arn, %error, "records of a log are lost");
        }
    }
    if !is_last {
        enqueue(ctx, input.clone(), None);
    }
    Ok(Struct::new())
}

fn put(ctx: &mut Ctx<'_>, pipe: &str, to: &Struct, text: &[u8]) -> Result<(), ApiError> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).expect("memory takes what is written");
    let packed = encoder.finish().expect("memory takes what is written");
    let key = object_key(ctx, pipe, to.str("Prefix").unwrap_or_default());
    let source = log_access::source(ctx);
    let ask = Ask::to("s3", "PutObject")
        .with("Bucket", to.str("BucketName").unwrap_or_default())
        .with("Key", key)
        .with("ACL", "bucket-owner-full-control")
        .with("ContentType", "application/json")
        .with("ContentEncoding", "gzip")
        .with("ExpectedBucketOwner", to.str("BucketOwner").unwrap_or_default())
        .with("Body", Body::from(bytes::Bytes::from(packed)))
        .as_service(PRINCIPAL)
        .for_source(source, ctx.account());
    log_access::call_s3(ctx, ask).map(drop)
}

fn object_key(ctx: &mut Ctx<'_>, pipe: &str, prefix: &str) -> String {
    let (account, region) = (ctx.account(), ctx.region());
    let now = ctx.now().to_jiff();
    let day = now.strftime("%Y/%m/%d/%H").to_string();
    let minute = now.strftime("%Y%m%dT%H%MZ").to_string();
    let luck = ctx.chance().hex(8);
    let prefix = match prefix.trim_end_matches('/') {
        "" => String::new(),
        prefix => format!("{prefix}/"),
    };
    format!(
        "{prefix}AWSLogs/{account}/pipes/{region}/{pipe}/{day}/{account}_pipes_{region}_{pipe}_\
         {minute}_{luck}.log.gz"
    )
}
