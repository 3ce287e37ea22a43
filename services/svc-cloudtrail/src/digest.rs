//! Digest files: every hour, a signed list of the log files of the hour and their hashes, which
//! holds the hash and the signature of the digest before it.
//!
//! Source: User Guide, "CloudTrail digest file structure" and "Custom implementations of CloudTrail
//! log file integrity validation" (what is signed: end, place, hash and the previous signature).

use std::time::Duration;

use bytes::Bytes;
use kernel::scheduler::Job;
use kernel::service::WorkEnv;
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Region, Struct, Timestamp, Value};
use serde_json::{Map, Value as Json, json};
use sha2::{Digest as _, Sha256};

use crate::delivery::{self, Content, Place, hex};
use crate::find::Trail;
use crate::keys;
use crate::limits::DIGEST_S;
use crate::state::{DigestRow, FileRow, ProgressRow, TrailRow};

pub const DIGEST: &str = "Digest";
const ALGORITHM: &str = "SHA256withRSA";
/// Stands for the fingerprint until the key is drawn. No name of AWS's has such characters.
const FINGERPRINT: &str = "<fingerprint>";

/// Leaves the job of the next digest.
pub fn enqueue(ctx: &mut Ctx<'_>, trail: &Trail) {
    let at = ctx.now() + Duration::from_secs(DIGEST_S);
    ctx.enqueue(Job::now(of_chain(trail)).at(at));
}

fn of_chain(trail: &Trail) -> Ask {
    delivery::of_trail(trail, DIGEST).with("Since", trail.row.digest_since)
}

/// The trail of a step, if it still continues the chain for which the step was left.
fn trail_of(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<Trail>, ApiError> {
    let trail = delivery::trail_of(ctx, input)?;
    let is_due = |row: &TrailRow| row.is_validated && Some(row.digest_since) == input.int("Since");
    Ok(trail.filter(|trail| is_due(&trail.row)))
}

/// What is to be signed in each place, and by which keys; which regions have none yet, and what
/// to draw them from.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(trail) = trail_of(ctx, input)? else { return Ok(Struct::new()) };
    let mut missing: Vec<Value> = Vec::new();
    let mut known = Struct::new();
    let mut places: Vec<Value> = Vec::new();
    for place in delivery::known_places(ctx, &trail)? {
        let name = place.region.as_str();
        let region = Value::from(name);
        if let Some(row) = keys::find(ctx, place.region)? {
            known.set(name, keys::open(ctx, place.region, &row.sealed).map(Bytes::from)?);
        } else if !missing.contains(&region) {
            missing.push(region);
        }
        let progress = delivery::progress(ctx, &trail, place)?;
        let object = object_key(&trail, place, ctx.now());
        let previous = progress.digest.as_ref().map(|digest| digest.signature.as_str());
        places.push(Value::from(
            Struct::new()
                .with("Account", place.account.as_str())
                .with("Region", name)
                .with("Text", text(&trail, place, &progress, (&object, ctx.now())).to_string())
                .with("Object", object)
                .with("Files", progress.files.len() as i64)
                .with("Previous", previous.unwrap_or("null")),
        ));
    }
    Ok(Struct::new()
        .with("Missing", missing)
        .with("Known", known)
        .with("Places", places)
        .with("Bucket", trail.row.bucket.as_str())
        .with("End", ctx.now().micros())
        .with("Seed", Bytes::copy_from_slice(&ctx.secret_seed()?)))
}

/// Draws keys, signs and packs, which takes its time.
pub fn work(_: &WorkEnv, plan: Struct) -> OpResult {
    if plan.is_empty() {
        return Ok(plan);
    }
    let drawn = keys::draw(&plan)?;
    let known = plan.structure("Known");
    let end = plan.int("End").unwrap_or_default();
    let bucket = plan.str("Bucket").unwrap_or_default();
    let mut signed: Vec<Value> = Vec::new();
    for place in plan.list("Places").unwrap_or_default().iter().filter_map(Value::as_struct) {
        let text = |name: &str| place.str(name).unwrap_or_default();
        let region = text("Region");
        let key = drawn.blob(region).or_else(|| known.and_then(|known| known.blob(region)));
        let key = keys::read(key.ok_or_else(ApiError::internal)?)?;
        let body = text("Text").replacen(FINGERPRINT, &keys::fingerprint(&key)?, 1);
        let hash = hex(&Sha256::digest(&body));
        let (object, previous) = (text("Object"), text("Previous"));
        let to_sign = format!("{}\n{bucket}/{object}\n{hash}\n{previous}", time(end));
        let signature = hex(&keys::sign(&key, to_sign.as_bytes())?);
        let mut done = place.clone();
        done.remove("Text");
        done.set("Hash", hash);
        done.set("Signature", signature);
        done.set("Body", Bytes::from(delivery::gzip(body.as_bytes())));
        signed.push(Value::from(done));
    }
    Ok(Struct::new().with("Drawn", drawn).with("Places", signed).with("End", end))
}

/// Writes a digest for each place, and leaves the next job while the trail logs.
pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, made: Struct) -> OpResult {
    let trail = trail_of(ctx, input)?;
    if let Some(drawn) = made.structure("Drawn")
        && !keys::keep(ctx, drawn)?
    {
        // Another trail's digest has given the region a key: this one is made anew, with that.
        if let Some(trail) = &trail {
            ctx.enqueue(Job::now(of_chain(trail)));
        }
        return Ok(Struct::new());
    }
    let Some(mut trail) = trail else { return Ok(Struct::new()) };
    let end = made.int("End").unwrap_or_default();
    for place in made.list("Places").unwrap_or_default().iter().filter_map(Value::as_struct) {
        match write(ctx, &trail, place, end) {
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

fn write(ctx: &mut Ctx<'_>, trail: &Trail, made: &Struct, end: i64) -> Result<(), ApiError> {
    let text = |name: &str| made.str(name).unwrap_or_default().to_owned();
    let (account, region) = (AccountId::parse(&text("Account")), Region::parse(&text("Region")));
    let (Some(account), Some(region)) = (account, region) else { return Ok(()) };
    let place = Place { account, region };
    let (object, signature) = (text("Object"), text("Signature"));
    let packed = made.blob("Body").cloned().unwrap_or_default();
    let metadata =
        vec![("signature", signature.clone()), ("signature-algorithm", ALGORITHM.to_owned())];
    delivery::put(ctx, trail, object.clone(), Some(Content { packed, metadata }))?;
    let mut progress = delivery::progress(ctx, trail, place)?;
    // What has been delivered since is for the next digest.
    let told = made.int("Files").unwrap_or_default() as usize;
    progress.files.drain(..told.min(progress.files.len()));
    let bucket = trail.row.bucket.clone();
    let digest = DigestRow { bucket, key: object, hash: text("Hash"), signature, end };
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
    (object, end): (&str, Timestamp),
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
    set("digestPublicKeyFingerprint", json!(FINGERPRINT));
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
