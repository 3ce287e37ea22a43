//! Object Lock: until when a version may not be removed, and by whom it may be all the same.
//!
//! The operations are in `lock_operations.rs`. Source: S3 User Guide, "Locking objects with Object
//! Lock", "Object Lock considerations", "Managing Object Lock".

use std::time::Duration;

use kernel::{ApiError, Ctx, Struct, Timestamp};

use crate::access::{self, ObjectAsked};
use crate::bucket::Bucket;
use crate::errors;
use crate::state::{LockMode, LockRow, MoreRow, ObjectRow};
use crate::state_settings::BucketLockRow;

pub const SECONDS_PER_DAY: u64 = 24 * 60 * 60;
/// A year of a retention period has so many days.
const DAYS_PER_YEAR: u64 = 365;

impl LockMode {
    pub fn name(self) -> &'static str {
        match self {
            LockMode::Governance => "GOVERNANCE",
            LockMode::Compliance => "COMPLIANCE",
        }
    }

    pub fn parse(name: &str) -> Option<LockMode> {
        match name {
            "GOVERNANCE" => Some(LockMode::Governance),
            "COMPLIANCE" => Some(LockMode::Compliance),
            _ => None,
        }
    }
}

impl Bucket {
    pub fn has_default_retention(&self) -> bool {
        self.lock().is_some_and(|lock| lock.default.is_some())
    }

    /// `None` where Object Lock is not on.
    pub fn lock(&self) -> Option<&BucketLockRow> {
        self.row.settings.as_ref().and_then(|settings| settings.lock.as_ref())
    }
}

impl ObjectRow {
    pub fn lock(&self) -> Option<&LockRow> {
        self.more.as_ref().and_then(|more| more.lock.as_ref())
    }
}

/// The lock that a request asks for.
pub fn read(ctx: &Ctx, bucket: &Bucket, input: &Struct) -> Result<Option<LockRow>, ApiError> {
    let mode = input.str("ObjectLockMode");
    let until = input.timestamp("ObjectLockRetainUntilDate");
    let hold = input.str("ObjectLockLegalHoldStatus");
    if mode.is_none() && until.is_none() && hold.is_none() {
        return Ok(None);
    }
    if bucket.lock().is_none() {
        return Err(errors::invalid_request("Bucket is missing ObjectLockConfiguration"));
    }
    let mut lock = match (mode, until) {
        (Some(mode), Some(until)) => {
            let Some(mode) = LockMode::parse(mode) else {
                return Err(errors::invalid_argument(
                    "x-amz-object-lock-mode",
                    mode,
                    "Unknown wormMode directive.",
                ));
            };
            check_date(ctx, until)?;
            LockRow { mode: Some(mode), until_us: until.micros(), hold: None }
        }
        (None, None) => LockRow::default(),
        _ => {
            return Err(errors::invalid_argument(
                "x-amz-object-lock-mode",
                mode.unwrap_or(""),
                "x-amz-object-lock-retain-until-date and x-amz-object-lock-mode must both be \
                 supplied",
            ));
        }
    };
    lock.hold = hold.map(read_hold).transpose()?;
    Ok(Some(lock))
}

pub fn check_date(ctx: &Ctx, until: Timestamp) -> Result<(), ApiError> {
    if until <= ctx.now() {
        return Err(errors::invalid_argument(
            "x-amz-object-lock-retain-until-date",
            &until.iso8601(),
            "The retain until date must be in the future!",
        ));
    }
    Ok(())
}

pub fn read_hold(status: &str) -> Result<bool, ApiError> {
    match status {
        "ON" => Ok(true),
        "OFF" => Ok(false),
        _ => Err(errors::invalid_argument(
            "x-amz-object-lock-legal-hold",
            status,
            "Legal Hold must be either of 'ON' or 'OFF'",
        )),
    }
}

/// What is made without a retention gets the bucket's.
pub fn apply_default(ctx: &Ctx, bucket: &Bucket, more: &mut Option<Box<MoreRow>>) {
    let Some(default) = bucket.lock().and_then(|lock| lock.default_of(ctx.now())) else { return };
    let lock = more.get_or_insert_default().lock.get_or_insert_default();
    if lock.mode.is_none() {
        lock.mode = default.mode;
        lock.until_us = default.until_us;
    }
}

impl BucketLockRow {
    fn default_of(self, now: Timestamp) -> Option<LockRow> {
        let retention = self.default?;
        let days_each = if retention.in_years { DAYS_PER_YEAR } else { 1 };
        let days = u64::from(retention.count) * days_each;
        let until = now + Duration::from_secs(days * SECONDS_PER_DAY);
        Some(LockRow { mode: Some(retention.mode), until_us: until.micros(), hold: None })
    }
}

impl LockRow {
    /// The mode of a retention that has not ended.
    pub fn active_mode(&self, now: Timestamp) -> Option<LockMode> {
        self.mode.filter(|_| self.until_us > now.micros())
    }

    pub fn is_held(&self) -> bool {
        self.hold == Some(true)
    }

    /// Whether nobody may remove the version, not even with the permission to bypass.
    pub fn keeps(&self, now: Timestamp) -> bool {
        self.is_held() || self.active_mode(now).is_some()
    }

    /// Tells of the lock in an answer to GetObject or HeadObject.
    pub fn show(&self, output: &mut Struct, shows_retention: bool, shows_hold: bool) {
        if let Some(mode) = self.mode.filter(|_| shows_retention) {
            output.set("ObjectLockMode", mode.name());
            output.set("ObjectLockRetainUntilDate", Timestamp::from_micros(self.until_us));
        }
        if let Some(hold) = self.hold.filter(|_| shows_hold) {
            output.set("ObjectLockLegalHoldStatus", hold_name(hold));
        }
    }
}

pub fn hold_name(hold: bool) -> &'static str {
    if hold { "ON" } else { "OFF" }
}

/// Whether a caller who asks to bypass governance may; asked when it matters.
pub fn may_bypass(ctx: &Ctx, object: ObjectAsked<'_>, asks: bool) -> bool {
    asks && access::authorize_object(ctx, object, &["s3:BypassGovernanceRetention"], Vec::new)
        .is_ok()
}

/// Refuses to remove a version that is locked.
pub fn check_removal(
    ctx: &Ctx,
    asked: ObjectAsked<'_>,
    object: &ObjectRow,
    asks_bypass: bool,
) -> Result<(), ApiError> {
    let Some(lock) = object.lock() else { return Ok(()) };
    let is_locked = lock.is_held()
        || match lock.active_mode(ctx.now()) {
            None => false,
            Some(LockMode::Compliance) => true,
            Some(LockMode::Governance) => !may_bypass(ctx, asked, asks_bypass),
        };
    if is_locked { Err(errors::object_locked()) } else { Ok(()) }
}
