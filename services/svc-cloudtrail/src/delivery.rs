//! Log files on their way: every five minutes, what a trail takes of what was recorded goes into
//! its bucket, in a file for each account and region.
//!
//! Of a big delivery the events are read in one transaction, packed outside of any, and put into
//! the bucket in another, so that it holds nobody up.
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
use kernel::service::WorkEnv;
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Region, Scope, Struct, Timestamp, Value};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use store::Range;

use crate::charge;
use crate::find::Trail;
use crate::insight;
use crate::limits::{DELIVERY_S, FILE_EVENTS_MAX};
use crate::log_group;
use crate::recorder;
use crate::selector::{self, Facts};
use crate::state::{
    ANYWHERE, DATA_EVENTS, EVENTS, EventKey, EventRow, FileRow, LOGGING, PLACES, PROGRESS,
    ProgressRow, TRAILS,
};
use crate::watch;

pub const DELIVER: &str = "Deliver";
/// The same as work outside transactions.
pub const PACK: &str = "DeliverMuch";
const PRINCIPAL: &str = "cloudtrail.amazonaws.com";
/// What passes between the turns of a step.
const PIECES: &str = "Pieces";
const HAS_MORE: &str = "HasMore";
/// The records again, of a trail that delivers to a log group.
const FOR_LOGS: &str = "ForLogs";
/// Ours: files of one run of the job, and data events that it takes away.
const FILES_MAX: usize = 20;
const TAKEN_MAX: usize = 5_000;
/// Ours: so many events are packed within the transaction that puts them into the bucket; a turn
/// outside of it would cost more.
const AT_ONCE_MAX: usize = 100;

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

/// The step: delivers what is little, leaves what is much to [`PACK`], and leaves the next step
/// while the trail logs.
pub fn step(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    recorder::settle(ctx)?;
    let Some(mut trail) = trail_of(ctx, input)? else { return Ok(Struct::new()) };
    let (mut pieces, has_more) = gather(ctx, &trail)?;
    let records = |piece: &Value| {
        let records = piece.as_struct().and_then(|piece| piece.list("Records"));
        records.map_or(0, <[Value]>::len)
    };
    if pieces.iter().map(records).sum::<usize>() > AT_ONCE_MAX {
        ctx.enqueue(Job::now(of_trail(&trail, PACK)));
        return Ok(Struct::new());
    }
    pieces.iter_mut().for_each(pack);
    put_all(ctx, &mut trail, &pieces)?;
    go_on(ctx, &trail, has_more);
    Ok(Struct::new())
}

/// Saves the trail and leaves its next delivery.
fn go_on(ctx: &mut Ctx<'_>, trail: &Trail, has_more: bool) {
    trail.save(ctx);
    if has_more {
        enqueue(ctx, trail, ctx.now());
    } else if trail.row.is_logging {
        enqueue(ctx, trail, next_time(ctx.now()));
    }
}

/// The plan of [`PACK`]: what the next files are to hold.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    recorder::settle(ctx)?;
    let Some(trail) = trail_of(ctx, input)? else { return Ok(Struct::new()) };
    let (pieces, has_more) = gather(ctx, &trail)?;
    Ok(Struct::new().with(PIECES, pieces).with(HAS_MORE, has_more))
}

/// Packs them, which takes its time with many events.
pub fn work(_: &WorkEnv, mut plan: Struct) -> OpResult {
    if let Some(Value::List(pieces)) = plan.get_mut(PIECES) {
        pieces.iter_mut().for_each(pack);
    }
    Ok(plan)
}

/// Puts them into the bucket, and leaves the next step while the trail logs.
pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, packed: Struct) -> OpResult {
    let Some(mut trail) = trail_of(ctx, input)? else { return Ok(Struct::new()) };
    put_all(ctx, &mut trail, packed.list(PIECES).unwrap_or_default())?;
    go_on(ctx, &trail, packed.bool(HAS_MORE) == Some(true));
    Ok(Struct::new())
}

/// Delivers at once what has come in everywhere, as far as one step does.
pub fn deliver(ctx: &mut Ctx<'_>, trail: &mut Trail) -> Result<(), ApiError> {
    let (mut pieces, _) = gather(ctx, trail)?;
    pieces.iter_mut().for_each(pack);
    put_all(ctx, trail, &pieces)
}

/// The next pieces of what a trail has to deliver, and whether there is more.
fn gather(ctx: &Ctx<'_>, trail: &Trail) -> Result<(Vec<Value>, bool), ApiError> {
    let mut pieces = Vec::new();
    for (place, last) in places(ctx, trail)? {
        let mut progress = progress(ctx, trail, place)?;
        while last > progress.management.min(progress.data) {
            if pieces.len() == FILES_MAX {
                return Ok((pieces, true));
            }
            let batch = Batch::take(ctx, trail, place, &progress)?;
            let has_more = batch.has_more;
            let records: Vec<Value> = batch.records.into_iter().map(Value::from).collect();
            let for_logs = if trail.row.log_group.is_some() { records.clone() } else { Vec::new() };
            let piece = Struct::new()
                .with(FOR_LOGS, for_logs)
                .with("Account", place.account.as_str())
                .with("Region", place.region.as_str())
                .with("Since", keys_value((progress.management, progress.data)))
                .with("Until", keys_value((batch.management, batch.data)))
                .with("Oldest", batch.oldest)
                .with("Newest", batch.newest)
                .with("ManagementEvents", batch.counts.0)
                .with("DataEvents", batch.counts.1)
                .with("Records", records);
            pieces.push(Value::from(piece));
            (progress.management, progress.data) = (batch.management, batch.data);
            if !has_more {
                break;
            }
        }
    }
    Ok((pieces, false))
}

/// Two keys of events, as text between the turns of a step.
fn keys_value((management, data): (EventKey, EventKey)) -> String {
    let (a, b) = (management, data);
    format!("{} {} {} {} {} {}", a.0, a.1, a.2, b.0, b.1, b.2)
}

fn keys_of(text: &str) -> Option<(EventKey, EventKey)> {
    let mut parts = text.split(' ');
    let mut key = || -> Option<EventKey> {
        let (at, turn, number) = (parts.next()?, parts.next()?, parts.next()?);
        Some((at.parse().ok()?, turn.parse().ok()?, number.parse().ok()?))
    };
    Some((key()?, key()?))
}

/// From records to what lies in the bucket; a piece without records stays one.
fn pack(piece: &mut Value) {
    let Value::Struct(piece) = piece else { return };
    let Some(Value::List(records)) = piece.remove("Records") else { return };
    let records: Vec<&str> = records.iter().filter_map(Value::as_str).collect();
    if records.is_empty() {
        return;
    }
    let text = format!("{{\"Records\":[{}]}}", records.join(","));
    piece.set("Hash", hex(&Sha256::digest(&text)));
    piece.set("Body", Bytes::from(gzip(text.as_bytes())));
}

/// Puts packed pieces into the bucket, in their order. What the trail has delivered meanwhile is
/// left out; after a refusal the rest of the place waits for the next time.
fn put_all(ctx: &mut Ctx<'_>, trail: &mut Trail, pieces: &[Value]) -> Result<(), ApiError> {
    let mut refused: Vec<Place> = Vec::new();
    for piece in pieces.iter().filter_map(Value::as_struct) {
        let text = |name: &str| piece.str(name).unwrap_or_default();
        let (account, region) = (AccountId::parse(text("Account")), Region::parse(text("Region")));
        let (Some(account), Some(region)) = (account, region) else { continue };
        let place = Place { account, region };
        let mut progress = progress(ctx, trail, place)?;
        let since = keys_of(text("Since"));
        if refused.contains(&place) || since != Some((progress.management, progress.data)) {
            continue;
        }
        if let Some(until) = keys_of(text("Until")) {
            (progress.management, progress.data) = until;
        }
        if let Some(body) = piece.blob("Body") {
            let file = match write_file(ctx, trail, place, piece, body.clone()) {
                Ok(file) => file,
                Err(error) => {
                    trail.row.delivery_error = Some(error.code().to_owned());
                    refused.push(place);
                    continue;
                }
            };
            charge::delivered(ctx, trail, place, piece)?;
            trail.row.delivery_error = None;
            trail.row.delivered = Some(ctx.now().micros());
            log_group::deliver(ctx, trail, place, piece.list(FOR_LOGS).unwrap_or_default());
            notify(ctx, trail, &file);
            if trail.row.is_validated {
                progress.files.push(file);
            }
        }
        save_progress(ctx, trail, place, &progress);
        take_away(ctx, place)?;
    }
    Ok(())
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
    /// How many events of either kind are in it.
    counts: (i64, i64),
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
            counts: (0, 0),
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
            batch.counts.0 += i64::from(batch.add(trail, row));
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
            batch.counts.1 += i64::from(batch.add(trail, row));
        }
        if !batch.has_more {
            // All that was recorded by now has been looked at, in both tables.
            let last = batch.management.max(batch.data);
            (batch.management, batch.data) = (last, last);
        }
        Ok(batch)
    }

    /// Whether the trail takes the event.
    fn add(&mut self, trail: &Trail, row: EventRow) -> bool {
        let is_left = (row.is_delivery && !trail.row.logs_itself)
            || (row.is_global && !trail.row.has_global_events)
            || !selector::takes(&trail.row, Facts::of(&row));
        if is_left {
            return false;
        }
        self.oldest = self.oldest.min(row.at);
        self.newest = self.newest.max(row.at);
        self.records.push(row.record);
        true
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
    piece: &Struct,
    packed: Bytes,
) -> Result<FileRow, ApiError> {
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
        hash: piece.str("Hash").unwrap_or_default().to_owned(),
        oldest: piece.int("Oldest").unwrap_or_default(),
        newest: piece.int("Newest").unwrap_or_default(),
    };
    put(ctx, trail, key, Some(Content { packed, metadata: Vec::new() }))?;
    Ok(file)
}

/// What all keys of a trail begin with: `prefix/AWSLogs/organization/account/`.
pub fn folder(trail: &Trail, organization: Option<&str>, account: &str) -> String {
    let prefix = trail.row.prefix.as_ref().map_or(String::new(), |prefix| format!("{prefix}/"));
    let organization = organization.map_or(String::new(), |id| format!("{id}/"));
    format!("{prefix}AWSLogs/{organization}{account}/")
}

/// What a file holds.
#[derive(Debug)]
pub struct Content {
    /// By [`gzip`].
    pub packed: Bytes,
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
                .with("Body", Body::from(content.packed));
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

pub fn gzip(text: &[u8]) -> Vec<u8> {
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
            let mut data = progress(ctx, &trail, place)?.data;
            if !trail.row.data_insights.is_empty()
                && account == place.account
                && let Some(counted) = insight::data_position(ctx, &trail, place)?
            {
                data = data.min(counted);
            }
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
