//! What of objects is billed: bytes by storage class, small objects and archives with their
//! overhead, moves between classes, and what leaves a class too early.
//!
//! Usage is called as in AWS's reports (User Guide, "Understanding your AWS billing and usage
//! reports for Amazon S3"). Minimum sizes and durations, and the 8 KB and 32 KB of each archived
//! object: User Guide, "Understanding and managing Amazon S3 storage classes".

use kernel::{ApiError, Ctx};

use crate::bucket::Bucket;
use crate::state::{ArchiveTier, ObjectRow, VersionRow};
use crate::storage_class::{DEEP_ARCHIVE, GLACIER, INTELLIGENT_TIERING};

/// What objects of the infrequent classes are billed at least.
const SMALL_BYTES: u64 = 128 * 1024;
/// Of an archived object, in its class and in STANDARD.
const ARCHIVE_OVERHEAD_BYTES: u64 = 32 * 1024;
const NAME_OVERHEAD_BYTES: u64 = 8 * 1024;
const HOUR_US: i64 = 3_600_000_000;
pub const STANDARD_BYTES: &str = "TimedStorage-ByteHrs";

/// A level and how much an object adds to it.
type Weight = (&'static str, u64);

fn weights(object: &ObjectRow) -> Vec<Weight> {
    let size = object.size;
    let small = SMALL_BYTES.saturating_sub(size);
    let mut weights = match object.attributes.class() {
        "STANDARD_IA" => {
            vec![("TimedStorage-SIA-ByteHrs", size), ("TimedStorage-SIA-SmObjects", small)]
        }
        "ONEZONE_IA" => {
            vec![("TimedStorage-ZIA-ByteHrs", size), ("TimedStorage-ZIA-SmObjects", small)]
        }
        "GLACIER_IR" => {
            vec![("TimedStorage-GIR-ByteHrs", size), ("TimedStorage-GIR-SmObjects", small)]
        }
        GLACIER => archived("TimedStorage-GlacierByteHrs", size),
        DEEP_ARCHIVE => archived("TimedStorage-GDA-ByteHrs", size),
        INTELLIGENT_TIERING => {
            let tier = match object.archive_tier() {
                None => "TimedStorage-INT-FA-ByteHrs",
                Some(ArchiveTier::Archive) => "TimedStorage-INT-AA-ByteHrs",
                Some(ArchiveTier::DeepArchive) => "TimedStorage-INT-DAA-ByteHrs",
            };
            let watched = u64::from(size >= SMALL_BYTES);
            vec![(tier, size), ("Monitoring-Automation-INT", watched)]
        }
        _ => vec![(STANDARD_BYTES, size)],
    };
    if object.is_archived() && object.restore().is_some() {
        weights.push((STANDARD_BYTES, size));
    }
    weights
}

fn archived(usage: &'static str, size: u64) -> Vec<Weight> {
    vec![(usage, size + ARCHIVE_OVERHEAD_BYTES), (STANDARD_BYTES, NAME_OVERHEAD_BYTES)]
}

fn weigh(ctx: &mut Ctx, bucket: &Bucket, object: &ObjectRow, sign: i64) -> Result<(), ApiError> {
    for (usage, amount) in weights(object) {
        ctx.meter_level(usage, &bucket.name, sign * amount.cast_signed())?;
    }
    Ok(())
}

/// A version has come into being.
pub fn came(ctx: &mut Ctx, bucket: &Bucket, row: &VersionRow) -> Result<(), ApiError> {
    let Some(object) = &row.object else { return Ok(()) };
    if let Some(usage) = put_usage(object.attributes.class()) {
        ctx.count_as(usage);
    }
    weigh(ctx, bucket, object, 1)
}

/// A version is gone; one that has not stayed for its class's least time pays for the rest.
pub fn went(ctx: &mut Ctx, bucket: &Bucket, row: &VersionRow) -> Result<(), ApiError> {
    let Some(object) = &row.object else { return Ok(()) };
    leave_class(ctx, bucket, row, object);
    weigh(ctx, bucket, object, -1)
}

/// An object has another class, tier or temporary copy than before.
pub fn changed(
    ctx: &mut Ctx,
    bucket: &Bucket,
    old: &VersionRow,
    new: &VersionRow,
) -> Result<(), ApiError> {
    let (Some(before), Some(after)) = (&old.object, &new.object) else { return Ok(()) };
    if weights(before) == weights(after) {
        return Ok(());
    }
    if before.attributes.class() != after.attributes.class() {
        leave_class(ctx, bucket, old, before);
        ctx.meter_for(move_usage(after.attributes.class()), &bucket.name, 1);
    }
    weigh(ctx, bucket, before, -1)?;
    weigh(ctx, bucket, after, 1)
}

/// An object is read: what is billed besides the request.
pub fn read(ctx: &mut Ctx, object: &ObjectRow, bytes: u64) {
    let class = object.attributes.class();
    let usage = match class {
        "STANDARD_IA" => Some(("Requests-SIA-Tier2", Some("Retrieval-SIA"))),
        "ONEZONE_IA" => Some(("Requests-ZIA-Tier2", Some("Retrieval-ZIA"))),
        "GLACIER_IR" => Some(("Requests-GIR-Tier2", Some("Retrieval-GIR"))),
        INTELLIGENT_TIERING => Some(("Requests-INT-Tier2", None)),
        GLACIER => Some(("Requests-GLACIER-Tier2", None)),
        DEEP_ARCHIVE => Some(("Requests-GDA-Tier2", None)),
        _ => None,
    };
    if let Some((request, retrieval)) = usage {
        ctx.count_as(request);
        if let Some(retrieval) = retrieval {
            ctx.meter(retrieval, bytes);
        }
    }
    ctx.meter_out(bytes);
}

/// A copy is asked for of an archived object: by class and speed (0: bulk, 1: standard, 2: fast).
pub fn restored(ctx: &mut Ctx, object: &ObjectRow, speed: u8) {
    let is_deep = object.attributes.class() == DEEP_ARCHIVE;
    let (request, bytes) = match (object.attributes.class(), speed) {
        (INTELLIGENT_TIERING, _) => return,
        (_, 0) if is_deep => ("Requests-GDA-Tier5", "Bulk-Retrieval-Bytes:GDA"),
        (_, 0) => ("Requests-Tier5", "Bulk-Retrieval-Bytes"),
        (_, 1) if is_deep => ("Requests-GDA-Tier3", "Standard-Retrieval-Bytes:GDA"),
        (_, 1) => ("Requests-Tier3:RestoreObject", "Standard-Retrieval-Bytes"),
        _ => ("Requests-Tier6", "Expedited-Retrieval-Bytes"),
    };
    ctx.count_as(request);
    ctx.meter(bytes, object.size);
}

/// What a query of an object of that class is billed as: bytes scanned, bytes returned.
pub fn select_usage(class: &str) -> (&'static str, &'static str) {
    match class {
        "STANDARD_IA" => ("Select-Scanned-SIA-Bytes", "Select-Returned-SIA-Bytes"),
        "ONEZONE_IA" => ("Select-Scanned-ZIA-Bytes", "Select-Returned-ZIA-Bytes"),
        "GLACIER_IR" => ("Select-Scanned-GIR-Bytes", "Select-Returned-GIR-Bytes"),
        INTELLIGENT_TIERING => ("Select-Scanned-INT-Bytes", "Select-Returned-INT-Bytes"),
        _ => ("Select-Scanned-Bytes", "Select-Returned-Bytes"),
    }
}

fn leave_class(ctx: &Ctx, bucket: &Bucket, row: &VersionRow, object: &ObjectRow) {
    let Some((usage, days)) = least_stay(object.attributes.class()) else { return };
    let since = object.more.as_ref().and_then(|more| more.class_since_us);
    let end = since.unwrap_or(row.modified_us) + days * 24 * HOUR_US;
    let hours = (end - ctx.now().micros()).max(0).cast_unsigned() / HOUR_US.cast_unsigned();
    let billed = match object.attributes.class() {
        GLACIER | DEEP_ARCHIVE => object.size + ARCHIVE_OVERHEAD_BYTES,
        _ => object.size.max(SMALL_BYTES),
    };
    ctx.meter_for(usage, &bucket.name, billed.saturating_mul(hours));
}

fn least_stay(class: &str) -> Option<(&'static str, i64)> {
    Some(match class {
        "STANDARD_IA" => ("EarlyDelete-SIA", 30),
        "ONEZONE_IA" => ("EarlyDelete-ZIA", 30),
        "GLACIER_IR" => ("EarlyDelete-GIR", 90),
        GLACIER => ("EarlyDelete-ByteHrs", 90),
        DEEP_ARCHIVE => ("EarlyDelete-GDA", 180),
        _ => return None,
    })
}

fn put_usage(class: &str) -> Option<&'static str> {
    Some(match class {
        "STANDARD_IA" => "Requests-SIA-Tier1",
        "ONEZONE_IA" => "Requests-ZIA-Tier1",
        "GLACIER_IR" => "Requests-GIR-Tier1",
        INTELLIGENT_TIERING => "Requests-INT-Tier1",
        GLACIER => "Requests-GLACIER-Tier1",
        DEEP_ARCHIVE => "Requests-GDA-Tier1",
        _ => return None,
    })
}

fn move_usage(class: &str) -> &'static str {
    match class {
        GLACIER => "Requests-Tier3:S3-GlacierTransition",
        DEEP_ARCHIVE => "Requests-Tier3:S3-GDATransition",
        "GLACIER_IR" => "Requests-Tier4:S3-GIRTransition",
        INTELLIGENT_TIERING => "Requests-Tier4:S3-INTTransition",
        "ONEZONE_IA" => "Requests-Tier4:S3-ZIATransition",
        _ => "Requests-Tier4:S3-SIATransition",
    }
}
