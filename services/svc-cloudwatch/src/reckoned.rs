//! Metrics that are reckoned from the meter when somebody asks for them: what is owed, and how much
//! buckets keep.
//!
//! Both come at marks of the clock: charges each six hours ("several times daily"), sizes once a
//! day. Between two marks nothing happens; whoever asks, or an alarm at the first minute after a
//! mark, has the marks that have passed written down as ordinary data.
//!
//! Sources: AWS Billing User Guide and CloudWatch User Guide, "Create a billing alarm" (namespace,
//! name, dimensions); S3 User Guide, "Metrics and dimensions" (storage metrics and StorageType).

use std::collections::BTreeMap;

use billing::{Granularity, Month, Query, products};
use kernel::distribution::Distribution;
use kernel::meter::{self, MICROS_PER_HOUR, Usage};
use kernel::{ApiError, Ctx, Region, Timestamp};

use crate::series::{self, Datum};
use crate::state::RECKONED;

pub const BILLING: &str = "AWS/Billing";
pub const STORAGE: &str = "AWS/S3";
const CHARGES: &str = "EstimatedCharges";
const SIZE: &str = "BucketSizeBytes";
const SIX_HOURS: i64 = 6 * 3_600;
const DAY: i64 = 24 * 3_600;
/// How far back is reckoned when nobody has asked before.
const BACK_S: i64 = 14 * DAY;

/// What the meter calls bytes of a bucket, and the storage type.
const STORAGE_TYPES: [(&str, &str); 13] = [
    ("TimedStorage-ByteHrs", "StandardStorage"),
    ("TimedStorage-SIA-ByteHrs", "StandardIAStorage"),
    ("TimedStorage-SIA-SmObjects", "StandardIASizeOverhead"),
    ("TimedStorage-ZIA-ByteHrs", "OneZoneIAStorage"),
    ("TimedStorage-ZIA-SmObjects", "OneZoneIASizeOverhead"),
    ("TimedStorage-GIR-ByteHrs", "GlacierInstantRetrievalStorage"),
    ("TimedStorage-GIR-SmObjects", "GlacierIRSizeOverhead"),
    ("TimedStorage-GlacierByteHrs", "GlacierStorage"),
    ("TimedStorage-GDA-ByteHrs", "DeepArchiveStorage"),
    ("TimedStorage-INT-FA-ByteHrs", "IntelligentTieringFAStorage"),
    ("TimedStorage-INT-IA-ByteHrs", "IntelligentTieringIAStorage"),
    ("TimedStorage-INT-AA-ByteHrs", "IntelligentTieringAAStorage"),
    ("TimedStorage-INT-DAA-ByteHrs", "IntelligentTieringDAAStorage"),
];

fn every(namespace: &str) -> Option<i64> {
    match namespace {
        BILLING => Some(SIX_HOURS),
        STORAGE => Some(DAY),
        _ => None,
    }
}

/// When the next numbers of a metric come, in seconds.
pub fn next_mark(namespace: &str, name: &str, now: i64) -> Option<i64> {
    let is_reckoned = [(BILLING, CHARGES), (STORAGE, SIZE)].contains(&(namespace, name));
    let every = every(namespace).filter(|_| is_reckoned)?;
    Some(now - now.rem_euclid(every) + every)
}

/// Writes down the marks that have passed.
pub fn catch_up(ctx: &mut Ctx<'_>, namespace: &str) -> Result<(), ApiError> {
    let Some(every) = every(namespace) else { return Ok(()) };
    if namespace == BILLING && ctx.region() != Region::DEFAULT {
        return Ok(());
    }
    let now = ctx.now().secs();
    let latest = now - now.rem_euclid(every);
    let last = ctx.table(&RECKONED).get(namespace)?.map(u64::cast_signed);
    let oldest = latest - BACK_S;
    let first = last.map_or(oldest, |last| (last + every).max(oldest));
    if first > latest {
        return Ok(());
    }
    ctx.table_mut(&RECKONED).put(namespace, &latest.cast_unsigned());
    let mut mark = first;
    if namespace == STORAGE {
        return sizes(ctx, first, latest);
    }
    while mark <= latest {
        charges(ctx, mark)?;
        mark += every;
    }
    Ok(())
}

fn keep(
    ctx: &mut Ctx<'_>,
    (namespace, name, unit): (&str, &str, &str),
    dimensions: &[(&str, &str)],
    (at, value): (i64, f64),
) -> Result<(), ApiError> {
    let pairs: Vec<(String, String)> =
        dimensions.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let key = series::key_of(namespace, name, &pairs);
    let values = Distribution::of(value, 1.0);
    let unit = series::unit_number(unit);
    let datum = Datum { at, unit, is_high_resolution: false, values: &values };
    let scope = ctx.scope();
    series::record(ctx, scope, &key, &datum)
}

/// What the account owes for the month up to the mark, in all and by service.
fn charges(ctx: &mut Ctx<'_>, mark: i64) -> Result<(), ApiError> {
    let end = meter::hour_of(Timestamp::from_secs(mark));
    // At the first hour of a month the month before is over.
    let start = Month::of_hour(end).hours().start;
    let hours = start..end;
    let mut by_service: BTreeMap<&str, f64> = BTreeMap::new();
    if !hours.is_empty() {
        let accounts = Some(vec![ctx.account()]);
        let query = Query { accounts, hours, granularity: Granularity::Monthly, free_tier: None };
        for item in billing::items(ctx, &query)? {
            let code = products::of(item.service).map_or(item.service, |product| product.code);
            *by_service.entry(code).or_default() += item.cost.to_f64();
        }
    }
    let what = (BILLING, CHARGES, "None");
    let total: f64 = by_service.values().sum();
    keep(ctx, what, &[("Currency", "USD")], (mark, cents(total)))?;
    for (code, cost) in by_service {
        let dimensions = [("Currency", "USD"), ("ServiceName", code)];
        keep(ctx, what, &dimensions, (mark, cents(cost)))?;
    }
    Ok(())
}

fn cents(dollars: f64) -> f64 {
    (dollars * 100.0).round() / 100.0
}

/// What buckets kept at the end of each day before a mark; the number is of the day's beginning.
fn sizes(ctx: &mut Ctx<'_>, first: i64, latest: i64) -> Result<(), ApiError> {
    let hour = |at: i64| meter::hour_of(Timestamp::from_secs(at));
    let (account, region) = (ctx.account(), ctx.region());
    let all = ctx.usage(Some(&[account]), &(hour(first) - 1..hour(latest)))?;
    let is_here =
        |usage: &&Usage| usage.is_level && usage.service == "s3" && usage.region == region;
    let mut found: BTreeMap<(i64, String, &str), f64> = BTreeMap::new();
    for usage in all.iter().filter(is_here) {
        let kind = STORAGE_TYPES.iter().find(|(quantity, _)| *quantity == usage.quantity);
        let Some((_, kind)) = kind else { continue };
        let mut mark = first;
        while mark <= latest {
            if usage.hours.contains(&(hour(mark) - 1)) {
                let bytes = usage.per_hour as f64 / MICROS_PER_HOUR as f64;
                let key = (mark - DAY, usage.resource.clone(), *kind);
                *found.entry(key).or_default() += bytes;
            }
            mark += DAY;
        }
    }
    for ((at, bucket, kind), bytes) in found {
        let dimensions = [("BucketName", bucket.as_str()), ("StorageType", kind)];
        keep(ctx, (STORAGE, SIZE, "Bytes"), &dimensions, (at, bytes.round()))?;
    }
    Ok(())
}
