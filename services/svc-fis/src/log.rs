//! The log of an experiment: what happens in it, as lines of JSON, and their way into a bucket.
//!
//! Source: User Guide, "Experiment logging for AWS FIS" (log schema, version 2). AWS delivers while
//! the experiment runs; here the log is one object, when it has ended. That its key is built as
//! those of other vended logs are is unverified [U].

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::body::Body;
use kernel::scheduler::Job;
use kernel::{Ask, Ctx, OpResult, Struct, Timestamp};
use serde_json::{Map, Value as Json, json};

use crate::state::{EXPERIMENTS, ExperimentRow, experiment_arn};

/// Input: `id`.
pub const DELIVER: &str = "DeliverLog";
/// As whom vended logs are delivered ("Logs sent to Amazon S3").
const PRINCIPAL: &str = "delivery.logs.amazonaws.com";
pub const SCHEMA_VERSION: i64 = 2;

fn destination(spec: &Struct) -> Option<&Struct> {
    spec.structure("logConfiguration")?.structure("s3Configuration")
}

/// Notes what has happened, where a log is wished.
pub fn note(ctx: &Ctx<'_>, (id, row): (&str, &mut ExperimentRow), log_type: &str, details: Json) {
    if destination(&row.spec).is_none() {
        return;
    }
    let record = json!({
        "id": id,
        "log_type": log_type,
        "event_timestamp": time(ctx.now()),
        "version": SCHEMA_VERSION.to_string(),
        "details": details,
    });
    row.log.push(record.to_string());
}

/// Whole seconds.
pub fn time(at: Timestamp) -> String {
    Timestamp::from_secs(at.secs()).iso8601()
}

/// The texts of a map, as JSON.
pub fn json_of(map: Option<&Struct>) -> Json {
    let texts = map.into_iter().flat_map(Struct::iter);
    let texts: Map<String, Json> =
        texts.filter_map(|(name, value)| Some((name.to_owned(), value.as_str()?.into()))).collect();
    Json::Object(texts)
}

/// Leaves the job that delivers the log of an experiment that has ended.
pub fn deliver_later(ctx: &mut Ctx<'_>, id: &str, row: &ExperimentRow) {
    if destination(&row.spec).is_some() && !row.log.is_empty() {
        ctx.enqueue(Job::now(Ask::to("fis", DELIVER).with("id", id)));
    }
}

pub fn deliver(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let id = input.str("id").unwrap_or_default();
    let Some(mut row) = ctx.table(&EXPERIMENTS).get(id)? else { return Ok(Struct::new()) };
    let Some(to) = destination(&row.spec) else { return Ok(Struct::new()) };
    let ended = Timestamp::from_micros(row.ended.unwrap_or_default()).to_jiff();
    let (account, region) = (ctx.account(), ctx.region());
    let prefix = match to.str("prefix") {
        None | Some("") => String::new(),
        Some(prefix) => format!("{}/", prefix.trim_end_matches('/')),
    };
    let key = format!(
        "{prefix}AWSLogs/{account}/fis/{region}/{}/{account}_fis_{region}_{id}_{}.log.gz",
        ended.strftime("%Y/%m/%d/%H"),
        ended.strftime("%Y%m%dT%H%MZ"),
    );
    let ask = Ask::to("s3", "PutObject")
        .with("Bucket", to.str("bucketName").unwrap_or_default())
        .with("Key", key)
        .with("ACL", "bucket-owner-full-control")
        .with("ContentType", "application/json")
        .with("ContentEncoding", "gzip")
        .with("Body", Body::from(bytes::Bytes::from(packed(&row.log))))
        .as_service(PRINCIPAL)
        .for_source(experiment_arn(ctx, id), account);
    if let Err(error) = ctx.call(ask) {
        // Whoever looks for the log looks here next.
        row.reason = format!(
            "{} Its log could not be delivered: {}: {}",
            row.reason,
            error.code(),
            error.message()
        );
    }
    row.log.clear();
    ctx.table_mut(&EXPERIMENTS).put(id, &row);
    Ok(Struct::new())
}

fn packed(lines: &[String]) -> Vec<u8> {
    let mut text = lines.join("\n");
    text.push('\n');
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("memory takes what is written");
    encoder.finish().expect("memory takes what is written")
}
