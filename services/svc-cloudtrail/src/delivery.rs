//! Log files on their way: every five minutes, what a trail takes of what was recorded goes into
//! its bucket, in a file for each account and region.
//!
//! CloudTrail delivers as itself (`cloudtrail.amazonaws.com`, for the trail), so the policy of the
//! bucket decides at each file. What cannot be delivered stays where it is until the next time.
//!
//! Source: User Guide, "Getting and viewing your CloudTrail log files", "CloudTrail log file name
//! format", "Configuring Amazon SNS notifications for CloudTrail".

use std::io::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use kernel::body::Body;
use kernel::scheduler::Job;
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Region, Scope, Struct, Timestamp, Value};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::Range;

use crate::find::Trail;
use crate::limits::{DELIVERY_S, FILE_EVENTS_MAX};
use crate::recorder;
use crate::selector::{self, Facts};
use crate::state::{
    ANYWHERE, DATA_EVENTS, EVENTS, EventKey, EventRow, FileRow, LOGGING, PLACES, PROGRESS,
    ProgressRow, TRAILS,
};
use crate::watch;

pub const DELIVER: &str = "Deliver";
const PRINCIPAL: &str = "cloudtrail.amazonaws.com";
/// Ours: files of one run of the job, and data events that it takes away.
const FILES_MAX: usize = 20;
const TAKEN_MAX: usize = 5_000;

/// A place where events are: an account and a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub account: AccountId,
    pub region: Region,
}

impl Place {
    pub fn scope(self) -> Scope {
        Scope::new(self.account.digits(), self.region.as_str())
    }
}

/// Leaves the job of the next delivery.
pub fn enqueue(ctx: &mut Ctx<'_>, trail: &Trail, at: Timestamp) {
    let ask = of_trail(trail, DELIVER);
    ctx.enqueue(Job::now(ask).at(at));
}

/// A step for the trail's present run.
pub fn of_trail(trail: &Trail, step: &'static str) -> Ask {
    Ask::to("cloudtrail", step)
        .with("Name", trail.row.name.as_str())
        .with("Run", trail.row.run.cast_signed())
        .as_service(PRINCIPAL)
        .in_account(trail.account)
        .in_region(trail.region)
}

/// The trail of a step, if it is still in the run that the step was left for.
pub fn trail_of(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<Trail>, ApiError> {
    let (account, region) = (ctx.account(), ctx.region());
    let name = input.str("Name").unwrap_or_default();
    let row = ctx.table(&TRAILS).get(&(region.as_str(), name))?;
    let trail = row.map(|row| Trail { account, region, row });
    Ok(trail.filter(|trail| Some(trail.row.run.cast_signed()) == input.int("Run")))
}

/// "About every five minutes": at the full ones.
pub fn next_time(now: Timestamp) -> Timestamp {
    Timestamp::from_secs((now.secs().div_euclid(DELIVERY_S) + 1) * DELIVERY_S)
}

/// The step: delivers, and leaves the next one while the trail logs.
pub fn step(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    recorder::settle(ctx)?;
    let Some(mut trail) = trail_of(ctx, input)? else { return Ok(Struct::new()) };
    let has_more = deliver(ctx, &mut trail)?;
    trail.save(ctx);
    if has_more {
        enqueue(ctx, &trail, ctx.now());
    } else if trail.row.is_logging {
        enqueue(ctx, &trail, next_time(ctx.now()));
    }
    Ok(Struct::new())
}

/// Delivers what has come in everywhere; whether there is more.
pub fn deliver(ctx: &mut Ctx<'_>, trail: &mut Trail) -> Result<bool, ApiError> {
    let mut files = 0;
    for (place, last) in places(ctx, trail)? {
        loop {
            let mut progress = progress(ctx, trail, place)?;
            if last <= progress.management.min(progress.data) {
                break;
            }
            if files >= FILES_MAX {
                return Ok(true);
            }
            let batch = Batch::take(ctx, trail, place, &progress)?;
            progress.management = batch.management;
            progress.data = batch.data;
            if !batch.records.is_empty() {
                files += 1;
                let file = match write_file(ctx, trail, place, &batch) {
                    Ok(file) => file,
                    Err(error) => {
                        trail.row.delivery_error = Some(error.code().to_owned());
                        break;
                    }
                };
                trail.row.delivery_error = None;
                trail.row.delivered = Some(ctx.now().micros());
                notify(ctx, trail, &file);
                if trail.row.is_validated {
                    progress.files.push(file);
                }
            }
            save_progress(ctx, trail, place, &progress);
            take_away(ctx, place)?;
            if !batch.has_more {
                break;
            }
        }
    }
    Ok(false)
}

/// Where a trail's events may be, and the last event there.
fn places(ctx: &Ctx<'_>, trail: &Trail) -> Result<Vec<(Place, EventKey)>, ApiError> {
    let account = trail.account.to_string();
    let own = Range::within(&(account.as_str(),));
    let range = if trail.row.is_organization { Range::all() } else { own };
    let mut out = Vec::new();
    for entry in PLACES.at(ctx.tx(), &ANYWHERE).scan(&range) {
        let ((account, region), row) = entry?;
        let (Some(account), Some(region)) = (AccountId::parse(&account), Region::parse(&region))
        else {
            continue;
        };
        if trail.is_in(region) && watch::covers(ctx.tx(), trail.account, &trail.row, account) {
            out.push((Place { account, region }, row.last));
        }
    }
    Ok(out)
}

type ProgressKey<'k> = (&'k str, &'k str, &'k str, &'k str);

fn progress_key<'k>(trail: &'k Trail, place: &'k Place) -> ProgressKey<'k> {
    let home = (trail.region.as_str(), trail.row.name.as_str());
    (home.0, home.1, place.account.as_str(), place.region.as_str())
}

pub fn progress(ctx: &Ctx<'_>, trail: &Trail, place: Place) -> Result<ProgressRow, ApiError> {
    let row = ctx.table_in(&PROGRESS, trail.scope()).get(&progress_key(trail, &place))?;
    let after = trail.row.started_after;
    Ok(row.unwrap_or(ProgressRow { management: after, data: after, ..ProgressRow::default() }))
}

pub fn save_progress(ctx: &mut Ctx<'_>, trail: &Trail, place: Place, row: &ProgressRow) {
    ctx.table_mut_in(&PROGRESS, trail.scope()).put(&progress_key(trail, &place), row);
}

/// The events of one file.
#[derive(Debug)]
struct Batch {
    records: Vec<String>,
    oldest: i64,
    newest: i64,
    management: EventKey,
    data: EventKey,
    has_more: bool,
}

impl Batch {
    fn take(
        ctx: &Ctx<'_>,
        trail: &Trail,
        place: Place,
        progress: &ProgressRow,
    ) -> Result<Batch, ApiError> {
        let mut batch = Batch {
            records: Vec::new(),
            oldest: i64::MAX,
            newest: i64::MIN,
            management: progress.management,
            data: progress.data,
            has_more: false,
        };
        let events = ctx.table_in(&EVENTS, place.scope());
        let mut seen = 0;
        for entry in events.scan(&until_end(trail, Range::all().after(&progress.management))) {
            if seen == FILE_EVENTS_MAX {
                batch.has_more = true;
                break;
            }
            let (key, row) = entry?;
            seen += 1;
            batch.management = key;
            batch.add(trail, row);
        }
        let events = ctx.table_in(&DATA_EVENTS, place.scope());
        for entry in events.scan(&until_end(trail, Range::all().after(&progress.data))) {
            if seen >= FILE_EVENTS_MAX {
                batch.has_more = true;
                break;
            }
            let (key, row) = entry?;
            seen += 1;
            batch.data = key;
            batch.add(trail, row);
        }
        if !batch.has_more {
            // All that was recorded by now has been looked at, in both tables.
            let last = batch.management.max(batch.data);
            (batch.management, batch.data) = (last, last);
        }
        Ok(batch)
    }

    fn add(&mut self, trail: &Trail, row: EventRow) {
        let is_left = (row.is_delivery && !trail.row.logs_itself)
            || (row.is_global && !trail.row.has_global_events)
            || !selector::takes(&trail.row, Facts::of(&row));
        if is_left {
            return;
        }
        self.oldest = self.oldest.min(row.at);
        self.newest = self.newest.max(row.at);
        self.records.push(row.record);
    }
}

fn until_end(trail: &Trail, range: Range<EventKey>) -> Range<EventKey> {
    match &trail.row.ended_before {
        Some(end) => range.before(end),
        None => range,
    }
}

fn write_file(
    ctx: &mut Ctx<'_>,
    trail: &Trail,
    place: Place,
    batch: &Batch,
) -> Result<FileRow, ApiError> {
    let text = format!("{{\"Records\":[{}]}}", batch.records.join(","));
    let unique = ctx.chance().alphanumeric(16);
    let now = ctx.now().to_jiff();
    let (account, region) = (place.account, place.region);
    let key = format!(
        "{}CloudTrail/{region}/{}/{account}_CloudTrail_{region}_{}_{unique}.json.gz",
        folder(trail, trail.row.organization.as_deref(), account.as_str()),
        now.strftime("%Y/%m/%d"),
        now.strftime("%Y%m%dT%H%MZ"),
    );
    let file = FileRow {
        bucket: trail.row.bucket.clone(),
        key: key.clone(),
        hash: hex(&Sha256::digest(&text)),
        oldest: batch.oldest,
        newest: batch.newest,
    };
    put(ctx, trail, key, Some(Content { text, metadata: Vec::new() }))?;
    Ok(file)
}

/// What all keys of a trail begin with: `prefix/AWSLogs/organization/account/`.
pub fn folder(trail: &Trail, organization: Option<&str>, account: &str) -> String {
    let prefix = trail.row.prefix.as_ref().map_or(String::new(), |prefix| format!("{prefix}/"));
    let organization = organization.map_or(String::new(), |id| format!("{id}/"));
    format!("{prefix}AWSLogs/{organization}{account}/")
}

/// What a file holds, before it is packed.
#[derive(Debug)]
pub struct Content {
    pub text: String,
    pub metadata: Vec<(&'static str, String)>,
}

/// Puts an object; without content, a folder.
pub fn put(
    ctx: &mut Ctx<'_>,
    trail: &Trail,
    key: String,
    content: Option<Content>,
) -> Result<(), ApiError> {
    let mut ask = Ask::to("s3", "PutObject")
        .with("Bucket", trail.row.bucket.as_str())
        .with("Key", key)
        .with("ACL", "bucket-owner-full-control");
    match content {
        None => ask = ask.with("Body", Body::from(Bytes::new())),
        Some(content) => {
            ask = ask
                .with("ContentType", "application/json")
                .with("ContentEncoding", "gzip")
                .with("Body", Body::from(Bytes::from(gzip(content.text.as_bytes()))));
            if !content.metadata.is_empty() {
                let metadata: Struct = content
                    .metadata
                    .into_iter()
                    .map(|(name, text)| (name.to_owned(), text))
                    .collect();
                ask = ask.with("Metadata", metadata);
            }
        }
    }
    if let Some(id) = &trail.row.key {
        // By which the key's policy tells the trails apart that may use it.
        let context = json!({"aws:cloudtrail:arn": trail.arn()}).to_string();
        ask = ask
            .with("ServerSideEncryption", "aws:kms")
            .with("SSEKMSKeyId", id.as_str())
            .with("SSEKMSEncryptionContext", BASE64_STANDARD.encode(context));
    }
    call_s3(ctx, as_cloudtrail(trail, ask)).map(|_| ())
}

/// The call as CloudTrail makes it for the trail.
pub fn as_cloudtrail(trail: &Trail, ask: Ask) -> Ask {
    ask.as_service(PRINCIPAL).for_source(trail.arn(), trail.account)
}

/// Makes a call to S3 in the region of its bucket, wherever the trail is.
pub fn call_s3(ctx: &mut Ctx<'_>, ask: Ask) -> OpResult {
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

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).expect("a Vec takes every write");
    encoder.finish().expect("a Vec takes every write")
}

fn notify(ctx: &mut Ctx<'_>, trail: &mut Trail, file: &FileRow) {
    if trail.row.topic.is_none() {
        return;
    }
    let message = json!({"s3Bucket": file.bucket, "s3ObjectKey": [file.key]});
    match publish(ctx, trail, message.to_string()) {
        Ok(()) => {
            trail.row.notified = Some(ctx.now().micros());
            trail.row.notification_error = None;
        }
        Err(error) => trail.row.notification_error = Some(error.code().to_owned()),
    }
}

/// Publishes to the trail's topic, in the topic's region.
pub fn publish(ctx: &mut Ctx<'_>, trail: &Trail, message: String) -> Result<(), ApiError> {
    let Some(topic) = &trail.row.topic else { return Ok(()) };
    let mut ask =
        Ask::to("sns", "Publish").with("TopicArn", topic.as_str()).with("Message", message);
    let mut parts = topic.split(':').skip(3);
    if let Some(region) = parts.next().and_then(Region::parse) {
        ask = ask.in_region(region);
    }
    ctx.call(as_cloudtrail(trail, ask)).map(|_| ())
}

/// Takes the data events away that every trail has looked at.
fn take_away(ctx: &mut Ctx<'_>, place: Place) -> Result<(), ApiError> {
    let mut seen: Option<EventKey> = None;
    let logging: Vec<(String, String, String)> =
        LOGGING.at(ctx.tx(), &ANYWHERE).keys(&Range::all()).collect::<Result<_, _>>()?;
    for (account, region, name) in logging {
        let (Some(account), Some(region)) = (AccountId::parse(&account), Region::parse(&region))
        else {
            continue;
        };
        let scope = Scope::new(account.digits(), region.as_str());
        let row = ctx.table_in(&TRAILS, scope).get(&(region.as_str(), name.as_str()))?;
        let Some(row) = row else { continue };
        let trail = Trail { account, region, row };
        if trail.is_in(place.region) && watch::covers(ctx.tx(), account, &trail.row, place.account)
        {
            let data = progress(ctx, &trail, place)?.data;
            seen = Some(seen.map_or(data, |seen| seen.min(data)));
        }
    }
    let Some(seen) = seen else { return Ok(()) };
    let range = Range::all().before(&(seen.0, seen.1, seen.2.saturating_add(1)));
    let rows = ctx.table_in(&DATA_EVENTS, place.scope());
    let keys: Vec<EventKey> = rows.keys(&range).take(TAKEN_MAX).collect::<Result<_, _>>()?;
    for key in keys {
        ctx.table_mut_in(&DATA_EVENTS, place.scope()).delete(&key);
    }
    Ok(())
}

pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The places of a trail's progress; its home is always among them.
pub fn known_places(ctx: &Ctx<'_>, trail: &Trail) -> Result<Vec<Place>, ApiError> {
    let home = Place { account: trail.account, region: trail.region };
    let mut out = vec![home];
    let range = Range::within(&(trail.region.as_str(), trail.row.name.as_str()));
    for key in ctx.table_in(&PROGRESS, trail.scope()).keys(&range) {
        let (_, _, account, region) = key?;
        if let (Some(account), Some(region)) = (AccountId::parse(&account), Region::parse(&region))
        {
            let place = Place { account, region };
            if place != home {
                out.push(place);
            }
        }
    }
    Ok(out)
}
