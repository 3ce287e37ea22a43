//! What an `Audit` statement writes down, and its way into a bucket.
//!
//! A record says where in a message something was found, not what. Records of a topic are gathered
//! for five minutes and put into the bucket as one object, as vended logs are: by
//! `delivery.logs.amazonaws.com`, which the bucket's policy must let in. When a policy is given to
//! a topic, that is seen to in the caller's name, as AWS does it.
//!
//! Sources: "Audit destination log example" in the Developer Guide (a record); "Logs sent to Amazon
//! S3" in the guide of CloudWatch Logs (principal, statements of the bucket's policy). That an
//! object's key is built as those of other vended logs, and the five minutes, are unverified [U].

use std::collections::BTreeMap;
use std::io::Write as _;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::body::Body;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Region, Struct, Value};
use serde_json::{Value as Json, json};
use store::Range;

use super::detect::Detector;
use super::policy::Audit;
use crate::delivery::UNTIL_IT_WORKS;
use crate::errors;
use crate::limits;
use crate::state::{FINDINGS, FindingRow, Topic};

/// The step: `Topic` by id, `TopicArn`, `Name`.
pub const DELIVER_FINDINGS: &str = "DeliverFindings";

const PRINCIPAL: &str = "delivery.logs.amazonaws.com";
const GATHER: Duration = Duration::from_mins(5);

/// A message that is looked at.
pub struct Noted<'a> {
    pub id: &'a str,
    pub caller: &'a str,
    pub body: &'a str,
    pub detectors: &'a [Detector],
}

/// Takes a sample, and writes down what is in it.
pub fn note(ctx: &mut Ctx<'_>, topic: &Topic, audit: &Audit, noted: Noted<'_>) {
    if ctx.chance().below(100) >= audit.percent {
        return;
    }
    let found = findings(noted.detectors, noted.body);
    let bucket = if found.is_empty() { &audit.no_findings } else { &audit.findings };
    let Some(bucket) = bucket else { return };
    let record = json!({
        "messageId": noted.id,
        "auditTimestamp": ctx.now().iso8601(),
        "callerPrincipal": noted.caller,
        "resourceArn": topic.arn,
        "dataIdentifiers": found,
    });
    let id = topic.row.id;
    let is_first = {
        let range = Range::within(&(id,));
        ctx.table_in(&FINDINGS, topic.scope).keys(&range).next().is_none()
    };
    if is_first {
        let due = ctx.now() + GATHER;
        go_on(ctx, topic_input(topic), topic, due);
    }
    let row = FindingRow { bucket: bucket.clone(), record: record.to_string() };
    let key = (id, ctx.now().micros(), noted.id.to_owned());
    ctx.table_mut_in(&FINDINGS, topic.scope).put(&key, &row);
}

fn topic_input(topic: &Topic) -> Struct {
    Struct::new()
        .with("Topic", topic.row.id.cast_signed())
        .with("TopicArn", topic.arn.clone())
        .with("Name", topic.name.clone())
}

fn go_on(ctx: &mut Ctx<'_>, input: Struct, topic: &Topic, due: kernel::Timestamp) {
    let ask = Ask::to("sns", DELIVER_FINDINGS)
        .with_input(input)
        .in_account(topic.owner)
        .in_region(topic.region);
    ctx.enqueue(Job::now(ask).at(due).with_retry(UNTIL_IT_WORKS));
}

/// By identifier, how often and where: characters, counted from 1, the last one included.
fn findings(detectors: &[Detector], body: &str) -> Vec<Json> {
    let mut out = Vec::new();
    for detector in detectors {
        let spans = detector.find(body);
        if spans.is_empty() {
            continue;
        }
        let shown = spans.iter().take(limits::DETECTIONS_PER_RECORD_MAX);
        let (mut at, mut characters) = (0, 0);
        let detections = shown.map(|span| {
            characters += body[at..span.start].chars().count();
            let start = characters + 1;
            characters += body[span.clone()].chars().count();
            at = span.end;
            json!({ "start": start, "end": characters })
        });
        let detections: Vec<_> = detections.collect();
        out.push(json!({
            "name": detector.name(),
            "count": spans.len(),
            "detections": detections,
        }));
    }
    out
}

/// Puts what was gathered into its buckets.
pub fn deliver(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.int("Topic").unwrap_or_default().cast_unsigned();
    let rows = ctx.table(&FINDINGS).scan(&Range::within(&(id,)));
    let rows = rows.take(limits::FINDINGS_PER_OBJECT_MAX).collect::<Result<Vec<_>, _>>()?;
    let is_last = rows.len() < limits::FINDINGS_PER_OBJECT_MAX;
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for (key, row) in rows {
        let text = texts.entry(row.bucket).or_default();
        text.push_str(&row.record);
        text.push('\n');
        ctx.table_mut(&FINDINGS).delete(&key);
    }
    let arn = input.str("TopicArn").unwrap_or_default();
    for (bucket, text) in texts {
        let key = object_key(ctx, input.str("Name").unwrap_or_default());
        if let Err(error) = put(ctx, arn, &bucket, key, &text) {
            tracing::warn!(topic = arn, bucket, %error, "findings of an audit are lost");
        }
    }
    if !is_last {
        let ask = Ask::to("sns", DELIVER_FINDINGS).with_input(input.clone());
        ctx.enqueue(Job::now(ask).with_retry(UNTIL_IT_WORKS));
    }
    Ok(Struct::new())
}

fn object_key(ctx: &mut Ctx<'_>, topic: &str) -> String {
    let (account, region) = (ctx.account(), ctx.region());
    let now = ctx.now().to_jiff();
    let day = now.strftime("%Y/%m/%d/%H").to_string();
    let minute = now.strftime("%Y%m%dT%H%MZ").to_string();
    let luck = ctx.chance().hex(8);
    format!(
        "AWSLogs/{account}/SNS/{region}/{topic}/{day}/{account}_SNS_{region}_{topic}_{minute}_\
         {luck}.log.gz"
    )
}

fn put(
    ctx: &mut Ctx<'_>,
    topic: &str,
    bucket: &str,
    key: String,
    text: &str,
) -> Result<(), ApiError> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).expect("memory takes what is written");
    let packed = encoder.finish().expect("memory takes what is written");
    let ask = Ask::to("s3", "PutObject")
        .with("Bucket", bucket)
        .with("Key", key)
        .with("ACL", "bucket-owner-full-control")
        .with("ContentType", "application/json")
        .with("ContentEncoding", "gzip")
        .with("Body", Body::from(bytes::Bytes::from(packed)))
        .as_service(PRINCIPAL)
        .for_source(topic, ctx.account());
    call_s3(ctx, ask).map(drop)
}

/// Makes a call to S3 in the region of its bucket.
fn call_s3(ctx: &mut Ctx<'_>, ask: Ask) -> OpResult {
    let moved = match ctx.call(ask.clone()) {
        Err(error) if error.code() == "PermanentRedirect" => error,
        answer => return answer,
    };
    let region = moved.members().get(":x-amz-bucket-region").and_then(Value::as_str);
    match region.and_then(Region::parse) {
        Some(region) => ctx.call(ask.in_region(region)),
        None => Err(moved),
    }
}

/// Sees to it that a bucket takes findings: its policy gets the statements that it lacks, as far
/// as the caller may change it.
pub fn admit(ctx: &mut Ctx<'_>, bucket: &str) -> Result<(), ApiError> {
    let refuse = |error: &ApiError| {
        errors::invalid_because(
            "DataProtectionPolicy",
            format_args!(
                "the bucket {bucket} does not take findings: {}: {}",
                error.code(),
                error.message()
            ),
        )
    };
    let current = call_s3(ctx, Ask::to("s3", "GetBucketPolicy").with("Bucket", bucket));
    let mut policy = match &current {
        Ok(output) => serde_json::from_str(output.str("Policy").unwrap_or_default())
            .map_err(|_| ApiError::internal())?,
        Err(error) if error.code() == "NoSuchBucketPolicy" => {
            json!({ "Version": "2012-10-17", "Statement": [] })
        }
        Err(error) => return Err(refuse(error)),
    };
    let wanted = statements(ctx, bucket);
    if policy["Statement"].is_object() {
        policy["Statement"] = json!([policy["Statement"]]);
    }
    let Some(list) = policy["Statement"].as_array_mut() else { return Ok(()) };
    let before = list.len();
    for statement in wanted {
        if !list.iter().any(|it| it["Sid"] == statement["Sid"]) {
            list.push(statement);
        }
    }
    if list.len() == before {
        return Ok(());
    }
    let ask =
        Ask::to("s3", "PutBucketPolicy").with("Bucket", bucket).with("Policy", policy.to_string());
    call_s3(ctx, ask).map(drop).map_err(|error| refuse(&error))
}

fn statements(ctx: &Ctx<'_>, bucket: &str) -> [Json; 2] {
    let (account, partition) = (ctx.account(), ctx.region().partition());
    let principal = json!({ "Service": PRINCIPAL });
    let write = json!({
        "Sid": format!("AWSLogDeliveryWrite{account}"),
        "Effect": "Allow",
        "Principal": principal,
        "Action": "s3:PutObject",
        "Resource": format!("arn:{partition}:s3:::{bucket}/AWSLogs/{account}/*"),
        "Condition": { "StringEquals": {
            "s3:x-amz-acl": "bucket-owner-full-control",
            "aws:SourceAccount": account.to_string(),
        }},
    });
    let acl = json!({
        "Sid": format!("AWSLogDeliveryAclCheck{account}"),
        "Effect": "Allow",
        "Principal": principal,
        "Action": "s3:GetBucketAcl",
        "Resource": format!("arn:{partition}:s3:::{bucket}"),
        "Condition": { "StringEquals": { "aws:SourceAccount": account.to_string() } },
    });
    [write, acl]
}
