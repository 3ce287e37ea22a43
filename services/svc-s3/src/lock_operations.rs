//! The operations of Object Lock. Its rules are in `lock.rs`.

use kernel::{ApiError, Ctx, Timestamp};

use crate::access::{self, ObjectAsked};
use crate::api::{
    DefaultRetention, DefaultRetentionBuilder, GetObjectLegalHoldInput, GetObjectLegalHoldOutput,
    GetObjectLockConfigurationInput, GetObjectLockConfigurationOutput, GetObjectRetentionInput,
    GetObjectRetentionOutput, ObjectLockConfigurationBuilder, ObjectLockLegalHold,
    ObjectLockLegalHoldBuilder, ObjectLockRetention, ObjectLockRetentionBuilder,
    ObjectLockRuleBuilder, PutObjectLegalHoldInput, PutObjectLegalHoldOutput,
    PutObjectLockConfigurationInput, PutObjectLockConfigurationOutput, PutObjectRetentionInput,
    PutObjectRetentionOutput,
};
use crate::bucket::{self, Bucket};
use crate::errors;
use crate::events::{self, Event};
use crate::limits::{RETENTION_DAYS_MAX, RETENTION_YEARS_MAX};
use crate::lock;
use crate::replication_plan;
use crate::state::{LockMode, LockRow, ObjectRow, VersionRow, Versioning};
use crate::state_settings::{BucketLockRow, RetentionRow};
use crate::versions;

pub fn put_object_lock_configuration(
    ctx: &mut Ctx,
    input: PutObjectLockConfigurationInput<'_>,
) -> Result<PutObjectLockConfigurationOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let given = input.object_lock_configuration().ok_or_else(errors::malformed_xml)?;
    if given.object_lock_enabled() != Some("Enabled") {
        return Err(errors::malformed_xml());
    }
    if bucket.row.versioning != Versioning::Enabled {
        return Err(errors::invalid_bucket_state(
            "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
        ));
    }
    let default = match given.rule() {
        None => None,
        Some(rule) => {
            let retention = rule.default_retention().ok_or_else(errors::malformed_xml)?;
            Some(read_default(retention)?)
        }
    };
    bucket.change(ctx, |settings| settings.lock = Some(BucketLockRow { default }));
    Ok(PutObjectLockConfigurationOutput::new().request_charged(access::charged(
        ctx,
        &bucket,
        input.request_payer(),
    )))
}

fn read_default(given: DefaultRetention<'_>) -> Result<RetentionRow, ApiError> {
    if given.default_event_hold().is_some() {
        return Err(errors::not_implemented("DefaultEventHold"));
    }
    let mode = given.mode().and_then(LockMode::parse).ok_or_else(errors::malformed_xml)?;
    let (count, max, in_years) = match (given.days(), given.years()) {
        (Some(days), None) => (days, RETENTION_DAYS_MAX, false),
        (None, Some(years)) => (years, RETENTION_YEARS_MAX, true),
        _ => return Err(errors::malformed_xml()),
    };
    if count < 1 {
        let message = "Default retention period must be a positive integer value.";
        return Err(errors::invalid_argument("Days", &count.to_string(), message));
    }
    if count > i64::from(max) {
        let message = "Default retention period too large";
        return Err(errors::invalid_argument("Days", &count.to_string(), message));
    }
    Ok(RetentionRow { mode, count: count as u32, in_years })
}

pub fn get_object_lock_configuration(
    ctx: &mut Ctx,
    input: GetObjectLockConfigurationInput<'_>,
) -> Result<GetObjectLockConfigurationOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let Some(lock) = bucket.lock() else {
        return Err(ApiError::new(
            "ObjectLockConfigurationNotFoundError",
            "Object Lock configuration does not exist for this bucket",
        )
        .with_status(404)
        .with_member("BucketName", bucket.name));
    };
    let rule = lock.default.map(|it| {
        let retention = DefaultRetentionBuilder::new()
            .mode(it.mode.name())
            .days((!it.in_years).then_some(i64::from(it.count)))
            .years(it.in_years.then_some(i64::from(it.count)));
        ObjectLockRuleBuilder::new().default_retention(retention)
    });
    let configuration =
        ObjectLockConfigurationBuilder::new().object_lock_enabled("Enabled").rule(rule);
    Ok(GetObjectLockConfigurationOutput::new().object_lock_configuration(configuration))
}

/// The version whose lock is asked for or changed, in a bucket that has locks.
fn find(
    ctx: &Ctx,
    bucket: &Bucket,
    key: &str,
    version_id: Option<&str>,
) -> Result<(VersionRow, ObjectRow), ApiError> {
    if bucket.lock().is_none() {
        return Err(errors::invalid_request("Bucket is missing Object Lock Configuration"));
    }
    versions::find(ctx, bucket, key, version_id)
}

fn no_lock() -> ApiError {
    ApiError::new(
        "NoSuchObjectLockConfiguration",
        "The specified object does not have a ObjectLock configuration",
    )
    .with_status(404)
}

pub fn put_object_retention(
    ctx: &mut Ctx,
    input: PutObjectRetentionInput<'_>,
) -> Result<PutObjectRetentionOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let (key, version_id) = (input.key(), input.version_id());
    let (mut row, mut object) = find(ctx, &bucket, key, version_id)?;
    let before = object.lock().cloned().unwrap_or_default();
    let mut after = read_retention(ctx, input.retention())?;
    after.hold = before.hold;
    if !is_tightened(ctx.now(), &before, &after) {
        let asked = ObjectAsked { bucket: &bucket, key, version_id, is_revealing: false };
        let asks = input.bypass_governance_retention() == Some(true);
        let is_compliance = before.mode == Some(LockMode::Compliance);
        if is_compliance || !lock::may_bypass(ctx, asked, asks) {
            return Err(errors::object_locked());
        }
    }
    set_lock(&mut object, after);
    row.object = Some(object);
    replication_plan::note_change(ctx, &bucket, key, &mut row)?;
    versions::replace(ctx, &bucket, key, &row)?;
    events::tell(ctx, &bucket, || {
        let mut event = Event::about("s3:ObjectRetention:Put", "", &bucket, (key, &row));
        event.detail_type = None;
        event
    })?;
    Ok(PutObjectRetentionOutput::new().request_charged(access::charged(
        ctx,
        &bucket,
        input.request_payer(),
    )))
}

fn read_retention(ctx: &Ctx, given: Option<ObjectLockRetention<'_>>) -> Result<LockRow, ApiError> {
    let Some(given) = given else { return Ok(LockRow::default()) };
    if given.event_hold().is_some() || given.event_hold_duration().is_some() {
        return Err(errors::not_implemented("EventHold"));
    }
    match (given.mode(), given.retain_until_date()) {
        (None, None) => Ok(LockRow::default()),
        (Some(mode), Some(until)) => {
            let mode = LockMode::parse(mode).ok_or_else(errors::malformed_xml)?;
            lock::check_date(ctx, until)?;
            Ok(LockRow { mode: Some(mode), until_us: until.micros(), hold: None })
        }
        _ => Err(errors::malformed_xml()),
    }
}

/// Whether a retention takes nothing away from the one before: anybody who may set one may do so.
fn is_tightened(now: Timestamp, before: &LockRow, after: &LockRow) -> bool {
    let Some(mode) = before.active_mode(now) else { return true };
    let keeps_mode = after.mode == Some(mode) || after.mode == Some(LockMode::Compliance);
    keeps_mode && after.until_us >= before.until_us
}

fn set_lock(object: &mut ObjectRow, lock: LockRow) {
    object.change_more(|more| more.lock = Some(lock).filter(|it| *it != LockRow::default()));
}

pub fn get_object_retention(
    ctx: &mut Ctx,
    input: GetObjectRetentionInput<'_>,
) -> Result<GetObjectRetentionOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let (_, object) = find(ctx, &bucket, input.key(), input.version_id())?;
    let lock = object.lock().ok_or_else(no_lock)?;
    let mode = lock.mode.ok_or_else(no_lock)?;
    let retention = ObjectLockRetentionBuilder::new()
        .mode(mode.name())
        .retain_until_date(Timestamp::from_micros(lock.until_us));
    Ok(GetObjectRetentionOutput::new().retention(retention))
}

pub fn put_object_legal_hold(
    ctx: &mut Ctx,
    input: PutObjectLegalHoldInput<'_>,
) -> Result<PutObjectLegalHoldOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let (mut row, mut object) = find(ctx, &bucket, input.key(), input.version_id())?;
    let status = input.legal_hold().and_then(ObjectLockLegalHold::status);
    let hold = match status {
        Some("ON") => true,
        Some("OFF") => false,
        _ => return Err(errors::malformed_xml()),
    };
    let mut lock = object.lock().cloned().unwrap_or_default();
    lock.hold = Some(hold);
    set_lock(&mut object, lock);
    row.object = Some(object);
    replication_plan::note_change(ctx, &bucket, input.key(), &mut row)?;
    versions::replace(ctx, &bucket, input.key(), &row)?;
    Ok(PutObjectLegalHoldOutput::new().request_charged(access::charged(
        ctx,
        &bucket,
        input.request_payer(),
    )))
}

pub fn get_object_legal_hold(
    ctx: &mut Ctx,
    input: GetObjectLegalHoldInput<'_>,
) -> Result<GetObjectLegalHoldOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let (_, object) = find(ctx, &bucket, input.key(), input.version_id())?;
    let hold = object.lock().and_then(|lock| lock.hold).ok_or_else(no_lock)?;
    let hold = ObjectLockLegalHoldBuilder::new().status(lock::hold_name(hold));
    Ok(GetObjectLegalHoldOutput::new().legal_hold(hold))
}
