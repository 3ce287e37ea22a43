//! A policy generation at work: log files of a trail are read, some a step, as the access role.
//!
//! An event counts if it is of the principal, of the time that is asked about, a management event,
//! and was not refused. Its name is the action's, but for some ([`RENAMED`]); what is no action of
//! the service (names of it are known of the services that exist here) is left out, and the policy
//! is not complete.
//!
//! Sources: "IAM Access Analyzer policy generation": data events are no actions of the policy, and
//! `iam:PassRole` is not tracked; "Permissions required to generate a policy" (what the role may);
//! CloudTrail User Guide, "Finding your CloudTrail log files" (keys) and "userIdentity element".

use std::io::Read as _;

use flate2::read::GzDecoder;
use kernel::arn::Arn;
use kernel::body::{Body, Segment};
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp, Value};
use serde_json::Value as Json;

use crate::api::{job_error_code as code, job_status as status};
use crate::generation::{self, GENERATIONS, GenerationRow};
use crate::limits;
use crate::names;

/// `Job`
pub const GENERATE: &str = "GeneratePolicy";
const PRINCIPAL: &str = "access-analyzer";

/// Services whose events have another prefix than their actions.
const PREFIXES: [(&str, &str); 3] =
    [("monitoring", "cloudwatch"), ("email", "ses"), ("tagging", "tag")];
/// Events that are authorized as another action (Service Authorization Reference).
const RENAMED: [(&str, &str, &str); 12] = [
    ("s3", "ListBuckets", "ListAllMyBuckets"),
    ("s3", "HeadBucket", "ListBucket"),
    ("s3", "ListObjects", "ListBucket"),
    ("s3", "ListObjectVersions", "ListBucketVersions"),
    ("s3", "GetBucketEncryption", "GetEncryptionConfiguration"),
    ("s3", "PutBucketEncryption", "PutEncryptionConfiguration"),
    ("s3", "GetBucketLifecycle", "GetLifecycleConfiguration"),
    ("s3", "PutBucketLifecycle", "PutLifecycleConfiguration"),
    ("s3", "GetBucketReplication", "GetReplicationConfiguration"),
    ("s3", "PutBucketReplication", "PutReplicationConfiguration"),
    ("s3", "GetPublicAccessBlock", "GetBucketPublicAccessBlock"),
    ("s3", "PutPublicAccessBlock", "PutBucketPublicAccessBlock"),
];

/// Why a job fails.
struct Failure(&'static str, String);

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Failure {
        let code = match error.code() {
            it if it.contains("AccessDenied") => code::AUTHORIZATION_ERROR,
            it if it.contains("NotFound") || it.contains("NoSuch") => {
                code::RESOURCE_NOT_FOUND_ERROR
            }
            _ => code::SERVICE_ERROR,
        };
        Failure(code, error.message().to_owned())
    }
}

/// The step.
pub fn generate(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let id = input.str("Job").unwrap_or_default();
    let row = ctx.table(&GENERATIONS).get(id)?.filter(GenerationRow::is_active);
    let Some(mut row) = row else { return Ok(Struct::new()) };
    match go_on(ctx, &mut row) {
        Ok(false) => generation::go_on(ctx, id, &row),
        Ok(true) => {
            status::SUCCEEDED.clone_into(&mut row.status);
            row.completed = Some(ctx.now().micros());
        }
        Err(Failure(code, message)) => {
            status::FAILED.clone_into(&mut row.status);
            row.completed = Some(ctx.now().micros());
            row.error = Some((code.to_owned(), message));
        }
    }
    ctx.table_mut(&GENERATIONS).put(id, &row);
    Ok(Struct::new())
}

/// Some files; whether there are no more.
fn go_on(ctx: &mut Ctx<'_>, row: &mut GenerationRow) -> Result<bool, Failure> {
    let wrong = || Failure(code::SERVICE_ERROR, "The access role is no role.".to_owned());
    let role = Arn::parse(&row.role).ok_or_else(wrong)?;
    ctx.authorize_take_on(&role, PRINCIPAL, None)?;
    let (bucket, prefix) = match &row.place {
        Some(place) => place.clone(),
        None => place_of(ctx, row)?,
    };
    row.place = Some((bucket.clone(), prefix.clone()));
    let mut list = Ask::to("s3", "ListObjectsV2")
        .with("Bucket", bucket.as_str())
        .with("Prefix", prefix.as_str())
        .with("MaxKeys", limits::GENERATION_FILES_AT_ONCE);
    if let Some(after) = &row.after {
        list = list.with("StartAfter", after.as_str());
    }
    let listed = ctx.call(list)?;
    for entry in listed.list("Contents").unwrap_or_default().iter().filter_map(Value::as_struct) {
        let key = entry.str("Key").unwrap_or_default();
        row.after = Some(key.to_owned());
        if wants(row, &prefix, key) {
            read(ctx, row, &bucket, key)?;
        }
    }
    Ok(listed.bool("IsTruncated") != Some(true))
}

/// Where the trail has its files.
fn place_of(ctx: &mut Ctx<'_>, row: &GenerationRow) -> Result<(String, String), Failure> {
    let mut ask = Ask::to("cloudtrail", "GetTrail").with("Name", row.trail.as_str());
    if let Some(region) = Arn::parse(&row.trail).and_then(|arn| arn.region()) {
        ask = ask.in_region(region);
    }
    let answer = ctx.call(ask)?;
    let trail = answer.structure("Trail").cloned().unwrap_or_default();
    let bucket = trail.str("S3BucketName").unwrap_or_default().to_owned();
    let prefix = match trail.str("S3KeyPrefix") {
        Some(prefix) if !prefix.is_empty() => format!("{prefix}/"),
        _ => String::new(),
    };
    Ok((bucket, format!("{prefix}AWSLogs/{}/CloudTrail/", ctx.account())))
}

/// Whether a file is of a region and a day that are asked about: `REGION/YYYY/MM/DD/…json.gz`.
fn wants(row: &GenerationRow, prefix: &str, key: &str) -> bool {
    let rest = key.strip_prefix(prefix).unwrap_or_default();
    let parts: Vec<&str> = rest.split('/').collect();
    let [region, year, month, day, name] = parts[..] else { return false };
    let is_wanted = row.is_of_all_regions || row.regions.iter().any(|wanted| wanted == region);
    let day_of =
        |micros: i64| Timestamp::from_micros(micros).to_jiff().strftime("%Y%m%d").to_string();
    let day = [year, month, day].concat();
    // A file may have what came shortly before midnight.
    let next = row.end.saturating_add(limits::GENERATION_LATE_US);
    is_wanted && name.ends_with(".json.gz") && day >= day_of(row.start) && day <= day_of(next)
}

fn read(
    ctx: &mut Ctx<'_>,
    row: &mut GenerationRow,
    bucket: &str,
    key: &str,
) -> Result<(), Failure> {
    let object = ctx.call(Ask::to("s3", "GetObject").with("Bucket", bucket).with("Key", key))?;
    let empty = Body::empty();
    let packed = bytes_of(object.body("Body").unwrap_or(&empty))?;
    let bad = || Failure(code::SERVICE_ERROR, format!("The log file {key} cannot be read."));
    let mut text = String::new();
    let mut unpacked = GzDecoder::new(packed.as_slice()).take(limits::GENERATION_FILE_BYTES_MAX);
    unpacked.read_to_string(&mut text).map_err(|_| bad())?;
    let document: Json = serde_json::from_str(&text).map_err(|_| bad())?;
    for record in document["Records"].as_array().ok_or_else(bad)? {
        take(row, record);
    }
    Ok(())
}

fn bytes_of(body: &Body) -> Result<Vec<u8>, ApiError> {
    if body.len() > limits::GENERATION_FILE_BYTES_MAX {
        return Err(ApiError::new("FileTooLarge", "A log file of the trail is too large."));
    }
    let mut bytes = Vec::new();
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
    Ok(bytes)
}

/// Counts an event, if it is one that counts.
fn take(row: &mut GenerationRow, record: &Json) {
    let text = |name: &str| record[name].as_str().unwrap_or_default();
    let at = text("eventTime").parse::<jiff::Timestamp>().map(jiff::Timestamp::as_microsecond);
    let is_meant = at.is_ok_and(|at| (row.start..=row.end).contains(&at))
        && is_of(&record["userIdentity"], &row.principal)
        && !text("errorCode").contains("AccessDenied")
        && !text("errorCode").contains("UnauthorizedOperation");
    if !is_meant {
        return;
    }
    let source = text("eventSource").split('.').next().unwrap_or_default();
    let action = match record["managementEvent"].as_bool() {
        Some(false) => None,
        _ => action_of(source, text("eventName")),
    };
    match action {
        Some((prefix, name)) => {
            row.actions.entry(prefix).or_default().insert(name);
        }
        None => row.has_more = true,
    }
}

/// A user by its own ARN, a role by the one of its session's issuer.
fn is_of(identity: &Json, principal: &str) -> bool {
    let issuer = &identity["sessionContext"]["sessionIssuer"]["arn"];
    [&identity["arn"], issuer].iter().any(|arn| arn.as_str() == Some(principal))
}

fn action_of(source: &str, event: &str) -> Option<(String, String)> {
    let prefix = PREFIXES.iter().find(|(of, _)| *of == source).map_or(source, |it| it.1);
    let is_it = |it: &&(&str, &str, &str)| it.0 == prefix && it.1 == event;
    let name = RENAMED.iter().find(is_it).map_or(event, |it| it.2);
    // Events of Lambda have the version of its API behind the name: `CreateFunction20150331`.
    let dated = name.as_bytes().windows(8).position(|part| part.iter().all(u8::is_ascii_digit));
    let name = dated.map_or(name, |at| &name[..at]);
    let known = names::actions(prefix)?;
    known.contains(&name).then(|| (prefix.to_owned(), name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> GenerationRow {
        GenerationRow {
            principal: "arn:aws:iam::111111111111:role/app".to_owned(),
            regions: vec!["us-east-1".to_owned()],
            // 2030-01-01T00:00:00Z and a day later.
            start: 1_893_456_000_000_000,
            end: 1_893_542_400_000_000,
            ..GenerationRow::default()
        }
    }

    fn event(source: &str, name: &str, more: &str) -> Json {
        let text = format!(
            r#"{{"eventTime": "2030-01-01T10:00:00Z", "eventSource": "{source}.amazonaws.com",
            "eventName": "{name}", "userIdentity": {{
            "arn": "arn:aws:sts::111111111111:assumed-role/app/s", "sessionContext": {{
            "sessionIssuer": {{"arn": "arn:aws:iam::111111111111:role/app"}}}}}}{more}}}"#
        );
        serde_json::from_str(&text).expect("it is JSON")
    }

    #[test]
    fn files_are_chosen_by_region_and_day() {
        let is_wanted = |key: &str| wants(&row(), "AWSLogs/1/CloudTrail/", key);
        assert!(is_wanted("AWSLogs/1/CloudTrail/us-east-1/2030/01/01/a.json.gz"));
        assert!(is_wanted("AWSLogs/1/CloudTrail/us-east-1/2030/01/02/a.json.gz"));
        assert!(!is_wanted("AWSLogs/1/CloudTrail/us-east-1/2029/12/31/a.json.gz"));
        assert!(!is_wanted("AWSLogs/1/CloudTrail/us-east-1/2030/01/03/a.json.gz"));
        assert!(!is_wanted("AWSLogs/1/CloudTrail/eu-west-1/2030/01/01/a.json.gz"));
        assert!(!is_wanted("AWSLogs/1/CloudTrail/us-east-1/2030/01/01/a.txt"));
    }

    #[test]
    fn events_become_actions() {
        let mut row = row();
        take(&mut row, &event("s3", "ListBuckets", ""));
        take(&mut row, &event("sqs", "CreateQueue", ""));
        take(&mut row, &event("monitoring", "PutMetricAlarm", ""));
        take(&mut row, &event("iam", "CreateUser", r#", "errorCode": "AccessDenied""#));
        assert!(!row.has_more);
        take(&mut row, &event("s3", "GetObject", r#", "managementEvent": false"#));
        assert!(row.has_more);
        let all: Vec<String> = row
            .actions
            .iter()
            .flat_map(|(prefix, names)| names.iter().map(move |name| format!("{prefix}:{name}")))
            .collect();
        assert_eq!(all, ["cloudwatch:PutMetricAlarm", "s3:ListAllMyBuckets", "sqs:CreateQueue"]);
        assert_eq!(
            action_of("lambda", "CreateFunction20150331").map(|it| it.1).as_deref(),
            Some("CreateFunction")
        );
        assert_eq!(action_of("sqs", "Frobnicate"), None);
    }
}
