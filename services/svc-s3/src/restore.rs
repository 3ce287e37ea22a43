//! Archived objects: that they cannot be read at once, and copies that are asked for and come
//! after a while.
//!
//! Source: S3 User Guide, "Working with archived objects", "Restoring an archived object",
//! "Archive retrieval options"; S3 API Reference, RestoreObject.

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, Struct, Timestamp};
use serde_json::json;

use crate::access;
use crate::api::{GlacierJobParameters, RestoreObjectInput, RestoreObjectOutput, RestoreRequest};
use crate::bucket::{self, Bucket};
use crate::errors;
use crate::events::{self, Event, SERVICE_PRINCIPAL};
use crate::lifecycle::midnight_after;
use crate::limits;
use crate::state::{ArchiveTier, ObjectRow, RestoreRow, RetrievalTier, VersionRow};
use crate::storage_class::{self, DEEP_ARCHIVE};
use crate::storage_meter;
use crate::versions;

/// A copy is ready.
pub const FINISH_RESTORE: &str = "FinishRestore";
/// A copy goes.
pub const EXPIRE_RESTORE: &str = "ExpireRestore";

impl RetrievalTier {
    fn parse(name: &str) -> Option<RetrievalTier> {
        match name {
            "Standard" => Some(RetrievalTier::Standard),
            "Bulk" => Some(RetrievalTier::Bulk),
            "Expedited" => Some(RetrievalTier::Expedited),
            _ => None,
        }
    }
}

impl ObjectRow {
    pub fn restore(&self) -> Option<RestoreRow> {
        self.more.as_ref().and_then(|more| more.restore)
    }

    /// Whether its bytes are there to be read.
    pub fn is_readable(&self, now: Timestamp) -> bool {
        !self.is_archived() || self.restore().is_some_and(|restore| restore.is_there(now))
    }

    fn is_deep(&self) -> bool {
        self.attributes.class() == DEEP_ARCHIVE
            || self.archive_tier() == Some(ArchiveTier::DeepArchive)
    }
}

impl RestoreRow {
    fn is_there(&self, now: Timestamp) -> bool {
        self.ready_us <= now.micros() && (self.expires_us == 0 || now.micros() < self.expires_us)
    }

    pub fn is_ongoing(&self, now: Timestamp) -> bool {
        now.micros() < self.ready_us
    }

    /// As the header `x-amz-restore` says it.
    pub fn text(&self, now: Timestamp) -> String {
        if self.is_ongoing(now) || self.expires_us == 0 {
            return "ongoing-request=\"true\"".to_owned();
        }
        let date = Timestamp::from_micros(self.expires_us).http_date();
        format!("ongoing-request=\"false\", expiry-date=\"{date}\"")
    }
}

/// Refuses to read what lies in an archive.
pub fn check_readable(ctx: &Ctx, object: &ObjectRow) -> Result<(), ApiError> {
    if object.is_readable(ctx.now()) {
        return Ok(());
    }
    Err(invalid_state("The operation is not valid for the object's storage class", object))
}

fn invalid_state(message: &str, object: &ObjectRow) -> ApiError {
    let error = crate::api::error::invalid_object_state(message)
        .with_member("StorageClass", object.attributes.class());
    match object.archive_tier() {
        Some(tier) => error.with_member("AccessTier", tier.name()),
        None => error,
    }
}

/// Refuses to copy what lies in an archive.
pub fn check_copyable(ctx: &Ctx, object: &ObjectRow) -> Result<(), ApiError> {
    if object.is_readable(ctx.now()) {
        return Ok(());
    }
    Err(crate::api::error::object_not_in_active_tier_error(
        "The source object of the COPY action is not in the active tier and is only stored in \
         Amazon S3 Glacier.",
    ))
}

/// Tells of a copy in an answer to GetObject or HeadObject.
pub fn show(ctx: &Ctx, object: &ObjectRow, output: &mut Struct) {
    if let Some(restore) = object.restore() {
        output.set("Restore", restore.text(ctx.now()));
    }
}

pub fn restore_object(
    ctx: &mut Ctx,
    input: RestoreObjectInput<'_>,
) -> Result<RestoreObjectOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let key = input.key();
    let (mut row, mut object) = versions::find(ctx, &bucket, key, input.version_id())?;
    let request = input.restore_request().ok_or_else(errors::malformed_xml)?;
    if request.type_().is_some()
        || request.select_parameters().is_some()
        || request.output_location().is_some()
    {
        return Err(errors::not_implemented("RestoreRequest.Type"));
    }
    if !object.is_archived() {
        return Err(invalid_state(
            "Restore is not allowed for the object's current storage class",
            &object,
        ));
    }
    let asked = Asked::read(request, &object)?;
    let before = object.restore();
    let restore = next(ctx, &object, asked)?;
    if !before.is_some_and(|before| before.is_there(ctx.now())) {
        storage_meter::restored(ctx, &object, asked.tier as u8);
    }
    object.change_more(|more| more.restore = Some(restore));
    row.object = Some(object);
    versions::replace(ctx, &bucket, key, &row)?;
    schedule(ctx, &bucket, (key, &row), restore);
    let was_there = before.is_some_and(|before| before.is_there(ctx.now()));
    if !was_there {
        tell(ctx, &bucket, (key, &row), Told::Initiated)?;
    }
    let mut output = RestoreObjectOutput::new().request_charged(access::charged(
        ctx,
        &bucket,
        input.request_payer(),
    ));
    // "200 OK" where there is a copy whose time is changed, "202 Accepted" else.
    output.0.set(":status", if was_there { 200 } else { 202 });
    Ok(output)
}

#[derive(Clone, Copy)]
struct Asked {
    tier: RetrievalTier,
    /// 0 for objects that leave the archive.
    days: u32,
}

impl Asked {
    fn read(request: RestoreRequest<'_>, object: &ObjectRow) -> Result<Asked, ApiError> {
        let tier =
            request.glacier_job_parameters().map(GlacierJobParameters::tier).or(request.tier());
        let tier = match tier {
            None => RetrievalTier::Standard,
            Some(name) => RetrievalTier::parse(name).ok_or_else(errors::malformed_xml)?,
        };
        if tier == RetrievalTier::Expedited && object.is_deep() {
            return Err(errors::invalid_argument(
                "Tier",
                "Expedited",
                "Retrieval option is not supported by this storage class",
            ));
        }
        let is_tiered = object.archive_tier().is_some();
        match (request.days(), is_tiered) {
            (None, true) => Ok(Asked { tier, days: 0 }),
            (Some(days), true) => Err(errors::invalid_argument(
                "Days",
                &days.to_string(),
                "Days cannot be specified for objects in the INTELLIGENT_TIERING storage class",
            )),
            (None, false) => Err(errors::malformed_xml()),
            (Some(days), false) => match i32::try_from(days) {
                Ok(days) if days > 0 => Ok(Asked { tier, days: days as u32 }),
                _ => Err(errors::invalid_argument(
                    "Days",
                    &days.to_string(),
                    "'Days' must be a positive integer",
                )),
            },
        }
    }
}

/// What becomes of the copy that is there, or under way, or not yet.
fn next(ctx: &mut Ctx, object: &ObjectRow, asked: Asked) -> Result<RestoreRow, ApiError> {
    let now = ctx.now();
    match object.restore() {
        Some(before) if before.is_there(now) => {
            // "Upon completion … the time you request": the period begins anew, now.
            let expires_us = midnight_after(now.micros(), asked.days);
            Ok(RestoreRow { expires_us, days: asked.days, ..before })
        }
        Some(before) if before.is_ongoing(now) => {
            let is_upgrade = asked.tier > before.tier && asked.days == before.days;
            if !is_upgrade {
                return Err(ApiError::new(
                    "RestoreAlreadyInProgress",
                    "Object restore is already in progress",
                )
                .with_status(409));
            }
            let upgraded = begin(ctx, object, asked);
            let is_sooner = upgraded.ready_us < before.ready_us;
            Ok(if is_sooner { upgraded } else { RestoreRow { tier: asked.tier, ..before } })
        }
        _ => Ok(begin(ctx, object, asked)),
    }
}

fn begin(ctx: &mut Ctx, object: &ObjectRow, asked: Asked) -> RestoreRow {
    let (least, most) = match (asked.tier, object.is_deep()) {
        (RetrievalTier::Expedited, _) => limits::EXPEDITED_S,
        (RetrievalTier::Standard, false) => limits::STANDARD_S,
        (RetrievalTier::Standard, true) => limits::DEEP_STANDARD_S,
        (RetrievalTier::Bulk, false) => limits::BULK_S,
        (RetrievalTier::Bulk, true) => limits::DEEP_BULK_S,
    };
    let wait = least + ctx.chance().below(most - least + 1);
    let ready = ctx.now() + Duration::from_secs(wait);
    let expires_us = if asked.days == 0 { 0 } else { midnight_after(ready.micros(), asked.days) };
    RestoreRow { ready_us: ready.micros(), expires_us, tier: asked.tier, days: asked.days }
}

/// Leaves the jobs that end the waiting and the copy.
fn schedule(ctx: &mut Ctx, bucket: &Bucket, (key, row): (&str, &VersionRow), restore: RestoreRow) {
    let ask = |step: &'static str, stamp: i64| {
        Ask::to("s3", step)
            .with("Bucket", bucket.name.as_str())
            .with("Key", key)
            .with("VersionId", row.version_id())
            .with("Stamp", stamp)
            .as_service(SERVICE_PRINCIPAL)
    };
    if restore.is_ongoing(ctx.now()) {
        let due = Timestamp::from_micros(restore.ready_us);
        ctx.enqueue(Job::now(ask(FINISH_RESTORE, restore.ready_us)).at(due));
    }
    if restore.expires_us > 0 {
        let due = Timestamp::from_micros(restore.expires_us);
        ctx.enqueue(Job::now(ask(EXPIRE_RESTORE, restore.expires_us)).at(due));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Initiated,
    Completed,
    Expired,
}

fn tell(
    ctx: &mut Ctx,
    bucket: &Bucket,
    (key, row): (&str, &VersionRow),
    told: Told,
) -> Result<(), ApiError> {
    events::tell(ctx, bucket, || {
        let (name, detail_type) = match told {
            Told::Initiated => ("s3:ObjectRestore:Post", "Object Restore Initiated"),
            Told::Completed => ("s3:ObjectRestore:Completed", "Object Restore Completed"),
            Told::Expired => ("s3:ObjectRestore:Delete", "Object Restore Expired"),
        };
        let mut event = Event::about(name, detail_type, bucket, (key, row));
        let object = row.object.as_ref();
        let class = object.map_or(storage_class::STANDARD, |it| it.attributes.class());
        if told != Told::Expired {
            event.detail.push(("source-storage-class", json!(class)));
        }
        let expires = object.and_then(ObjectRow::restore).map(|it| it.expires_us);
        if let (Told::Completed, Some(expires)) = (told, expires.filter(|at| *at > 0)) {
            let expires = Timestamp::from_micros(expires);
            event.detail.push(("restore-expiry-time", json!(expires.iso8601())));
            let data = json!({"restoreEventData": {
                "lifecycleRestorationExpiryTime": expires.iso8601_millis(),
                "lifecycleRestoreStorageClass": class,
            }});
            event.record = Some(("glacierEventData", data));
        }
        event
    })
}

/// The version of a job, if its copy is still the one that the job was left for.
fn of_job(
    ctx: &Ctx,
    input: &Struct,
    stamp: impl Fn(RestoreRow) -> i64,
) -> Result<Option<(Bucket, VersionRow, RestoreRow)>, ApiError> {
    let text = |name: &str| input.str(name).unwrap_or("");
    let Some(bucket) = bucket::open_for_anybody(ctx, text("Bucket"))? else { return Ok(None) };
    let id = crate::names::parse_version_id(text("VersionId"))?;
    let row = versions::find_version(ctx, &bucket, text("Key"), id)?;
    let restore = row.as_ref().and_then(|row| row.object.as_ref()).and_then(ObjectRow::restore);
    let (Some(row), Some(restore)) = (row, restore) else { return Ok(None) };
    let is_same = input.int("Stamp") == Some(stamp(restore));
    Ok(is_same.then_some((bucket, row, restore)))
}

pub fn finish_restore(ctx: &mut Ctx, input: &Struct) -> Result<Struct, ApiError> {
    let found = of_job(ctx, input, |restore| restore.ready_us)?;
    let Some((bucket, mut row, restore)) = found else { return Ok(Struct::new()) };
    let key = input.str("Key").unwrap_or("");
    if restore.expires_us == 0
        && let Some(object) = &mut row.object
    {
        // Out of the archive for good, until nobody reads it for long enough again.
        let now = ctx.now().micros();
        object.change_more(|more| {
            more.restore = None;
            more.tiering = Some(crate::state::AccessRow { accessed_us: now, archive: None });
        });
        versions::replace(ctx, &bucket, key, &row)?;
    }
    tell(ctx, &bucket, (key, &row), Told::Completed)?;
    Ok(Struct::new())
}

pub fn expire_restore(ctx: &mut Ctx, input: &Struct) -> Result<Struct, ApiError> {
    let found = of_job(ctx, input, |restore| restore.expires_us)?;
    let Some((bucket, mut row, _)) = found else { return Ok(Struct::new()) };
    let key = input.str("Key").unwrap_or("");
    if let Some(object) = &mut row.object {
        object.change_more(|more| more.restore = None);
    }
    versions::replace(ctx, &bucket, key, &row)?;
    tell(ctx, &bucket, (key, &row), Told::Expired)?;
    Ok(Struct::new())
}
