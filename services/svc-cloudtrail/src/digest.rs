//! Digest files: every hour, a signed list of the log files of the hour and their hashes, which
//! holds the hash and the signature of the digest before it.
//!
//! Source: User Guide, "CloudTrail digest file structure" and "Custom implementations of CloudTrail
//! log file integrity validation" (what is signed: end, place, hash and the previous signature).

use std::time::Duration;

use bytes::Bytes;
use kernel::scheduler::Job;
use kernel::service::WorkEnv;
use kernel::{ApiError, Ctx, OpResult, Struct, Timestamp, Value};
use serde_json::{Map, Value as Json, json};
use sha2::{Digest as _, Sha256};

use crate::delivery::{self, Content, Place, hex};
use crate::find::Trail;
use crate::keys;
use crate::limits::DIGEST_S;
use crate::state::{DigestRow, FileRow, ProgressRow, TrailRow};

pub const DIGEST: &str = "Digest";
const ALGORITHM: &str = "SHA256withRSA";

/// Leaves the job of the next digest.
pub fn enqueue(ctx: &mut Ctx<'_>, trail: &Trail) {
    let ask = delivery::of_trail(trail, DIGEST).with("Since", trail.row.digest_since);
    let at = ctx.now() + Duration::from_secs(DIGEST_S);
    ctx.enqueue(Job::now(ask).at(at));
}

/// The trail of a step, if it still continues the chain for which the step was left.
fn trail_of(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<Trail>, ApiError> {
    let trail = delivery::trail_of(ctx, input)?;
    let is_due = |row: &TrailRow| row.is_validated && Some(row.digest_since) == input.int("Since");
    Ok(trail.filter(|trail| is_due(&trail.row)))
}

/// Which regions have no key yet, and what to draw them from.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(trail) = trail_of(ctx, input)? else { return Ok(Struct::new()) };
    let mut missing: Vec<Value> = Vec::new();
    for place in delivery::known_places(ctx, &trail)? {
        let region = Value::from(place.region.as_str());
        if !missing.contains(&region) && keys::find(ctx, place.region)?.is_none() {
            missing.push(region);
        }
    }
    let mut plan = Struct::new().with("Missing", missing);
    plan.set("Seed", Bytes::copy_from_slice(&ctx.secret_seed()?));
    Ok(plan)
}

/// Draws the keys, which takes its time.
pub fn work(_: &WorkEnv, plan: Struct) -> OpResult {
    keys::draw(&plan)
}

/// Writes a digest for each place, and leaves the next job while the trail logs.
pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, drawn: Struct) -> OpResult {
    keys::keep(ctx, &drawn)?;
    let Some(mut trail) = trail_of(ctx, input)? else { return Ok(Struct::new()) };
    for place in delivery::known_places(ctx, &trail)? {
        match write(ctx, &trail, place) {
            Ok(()) => {
                trail.row.digested = Some(ctx.now().micros());
                trail.row.digest_error = None;
            }
            // The files wait for the next digest.
            Err(error) => trail.row.digest_error = Some(error.code().to_owned()),
        }
    }
    trail.save(ctx);
    if trail.row.is_logging {
        enqueue(ctx, &trail);
    }
    Ok(Struct::new())
}

fn write(ctx: &mut Ctx<'_>, trail: &Trail, place: Place) -> Result<(), ApiError> {
    let Some(key) = keys::find(ctx, place.region)? else { return Ok(()) };
    let mut progress = delivery::progress(ctx, trail, place)?;
    let end = ctx.now();
    let object = object_key(trail, place, end);
    let text = text(trail, place, &progress, (&object, &key.fingerprint, end)).to_string();
    let hash = hex(&Sha256::digest(&text));
    let previous = progress.digest.as_ref().map_or("null", |digest| &digest.signature);
    let bucket = &trail.row.bucket;
    let to_sign = format!("{}\n{bucket}/{object}\n{hash}\n{previous}", time(end.micros()));
    let signature = hex(&keys::sign(ctx, place.region, &key, to_sign.as_bytes())?);
    let metadata =
        vec![("signature", signature.clone()), ("signature-algorithm", ALGORITHM.to_owned())];
    delivery::put(ctx, trail, object.clone(), Some(Content { text, metadata }))?;
    progress.files.clear();
    let bucket = bucket.clone();
    let digest = DigestRow { bucket, key: object, hash, signature, end: end.micros() };
    progress.digest = Some(digest);
    delivery::save_progress(ctx, trail, place, &progress);
    Ok(())
}

fn object_key(trail: &Trail, place: Place, end: Timestamp) -> String {
    let at = end.to_jiff();
    let (account, region, home) = (place.account, place.region, trail.region);
    format!(
        "{}CloudTrail-Digest/{region}/{}/{account}_CloudTrail-Digest_{region}_{}_{home}_{}.json.gz",
        delivery::folder(trail, trail.row.organization.as_deref(), account.as_str()),
        at.strftime("%Y/%m/%d"),
        trail.row.name,
        at.strftime("%Y%m%dT%H%M%SZ"),
    )
}

fn text(
    trail: &Trail,
    place: Place,
    progress: &ProgressRow,
    (object, fingerprint, end): (&str, &str, Timestamp),
) -> Json {
    let previous = progress.digest.as_ref();
    let start = previous.map_or(trail.row.digest_since, |digest| digest.end);
    let files = &progress.files;
    let newest = files.iter().map(|file| file.newest).max();
    let oldest = files.iter().map(|file| file.oldest).min();
    let mut out = Map::new();
    let mut set = |name: &str, value: Json| drop(out.insert(name.to_owned(), value));
    set("awsAccountId", json!(place.account.as_str()));
    set("digestStartTime", json!(time(start)));
    set("digestEndTime", json!(time(end.micros())));
    set("digestS3Bucket", json!(trail.row.bucket));
    set("digestS3Object", json!(object));
    set("digestPublicKeyFingerprint", json!(fingerprint));
    set("digestSignatureAlgorithm", json!(ALGORITHM));
    set("newestEventTime", json!(newest.map(time)));
    set("oldestEventTime", json!(oldest.map(time)));
    set("previousDigestS3Bucket", json!(previous.map(|digest| &digest.bucket)));
    set("previousDigestS3Object", json!(previous.map(|digest| &digest.key)));
    set("previousDigestHashValue", json!(previous.map(|digest| &digest.hash)));
    set("previousDigestHashAlgorithm", json!(previous.map(|_| "SHA-256")));
    set("previousDigestSignature", json!(previous.map(|digest| &digest.signature)));
    set("logFiles", Json::Array(files.iter().map(file_json).collect()));
    Json::Object(out)
}

fn file_json(file: &FileRow) -> Json {
    json!({
        "s3Bucket": file.bucket,
        "s3Object": file.key,
        "hashValue": file.hash,
        "hashAlgorithm": "SHA-256",
        "newestEventTime": time(file.newest),
        "oldestEventTime": time(file.oldest),
    })
}

/// Whole seconds.
fn time(micros: i64) -> String {
    Timestamp::from_secs(Timestamp::from_micros(micros).secs()).iso8601()
}
