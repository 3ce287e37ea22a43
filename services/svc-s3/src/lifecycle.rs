//! Lifecycle configurations: the operations, what a rule means for one object, and the headers
//! that tell of it.
//!
//! What runs once a day is in `daily.rs`, how rules are read in `lifecycle_read.rs`. Source: S3
//! User Guide, "Managing the lifecycle of objects".

use kernel::{ApiError, Ctx, Struct, Timestamp};

use crate::api::{
    DeleteBucketLifecycleInput, DeleteBucketLifecycleOutput, GetBucketLifecycleConfigurationInput,
    GetBucketLifecycleConfigurationOutput, PutBucketLifecycleConfigurationInput,
    PutBucketLifecycleConfigurationOutput,
};
use crate::bucket::{self, Bucket};
use crate::daily;
use crate::errors;
use crate::lifecycle_read;
use crate::limits::TRANSITION_BYTES_MIN;
use crate::lock::SECONDS_PER_DAY;
use crate::names;
use crate::state::{ObjectRow, UploadRow};
use crate::state_lifecycle::{DueRow, ExpirationRow, FilterRow, LIFECYCLES, LifecycleRow, RuleRow};
use crate::state_settings::Feature;
use crate::storage_class;

const VARIES: &str = "varies_by_storage_class";
const SAME: &str = "all_storage_classes_128K";
pub const MICROS_PER_DAY: i64 = SECONDS_PER_DAY as i64 * 1_000_000;

pub fn put_bucket_lifecycle_configuration(
    ctx: &mut Ctx,
    input: PutBucketLifecycleConfigurationInput<'_>,
) -> Result<PutBucketLifecycleConfigurationOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let given = input.lifecycle_configuration().ok_or_else(errors::malformed_xml)?;
    let varies_by_class = match input.transition_default_minimum_object_size() {
        None | Some(SAME) => false,
        Some(VARIES) => true,
        Some(other) => {
            return Err(errors::invalid_argument(
                "x-amz-transition-default-minimum-object-size",
                other,
                "Invalid TransitionDefaultMinimumObjectSize.",
            ));
        }
    };
    let rules = lifecycle_read::read_rules(ctx, given.rules())?;
    ctx.table_mut(&LIFECYCLES).put(&bucket.row.id, &LifecycleRow { rules, varies_by_class });
    bucket.set_feature(ctx, Feature::Lifecycle, true);
    daily::begin(ctx, &mut bucket);
    let minimum = if varies_by_class { VARIES } else { SAME };
    Ok(PutBucketLifecycleConfigurationOutput::new().transition_default_minimum_object_size(minimum))
}

pub fn get_bucket_lifecycle_configuration(
    ctx: &mut Ctx,
    input: GetBucketLifecycleConfigurationInput<'_>,
) -> Result<GetBucketLifecycleConfigurationOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let Some(row) = of(ctx, &bucket)? else {
        return Err(ApiError::new(
            "NoSuchLifecycleConfiguration",
            "The lifecycle configuration does not exist",
        )
        .with_status(404)
        .with_member("BucketName", bucket.name));
    };
    let rules = row.rules.iter().map(lifecycle_read::show_rule);
    Ok(GetBucketLifecycleConfigurationOutput::new()
        .rules(rules.collect::<Vec<_>>())
        .transition_default_minimum_object_size(if row.varies_by_class { VARIES } else { SAME }))
}

pub fn delete_bucket_lifecycle(
    ctx: &mut Ctx,
    input: DeleteBucketLifecycleInput<'_>,
) -> Result<DeleteBucketLifecycleOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    ctx.table_mut(&LIFECYCLES).delete(&bucket.row.id);
    bucket.set_feature(ctx, Feature::Lifecycle, false);
    Ok(DeleteBucketLifecycleOutput::new())
}

/// The bucket's configuration, if it has one.
pub fn of(ctx: &Ctx, bucket: &Bucket) -> Result<Option<LifecycleRow>, ApiError> {
    if !bucket.has(Feature::Lifecycle) {
        return Ok(None);
    }
    Ok(ctx.table_in(&LIFECYCLES, bucket.scope).get(&bucket.row.id)?)
}

/// So many days after a moment, rounded to the next day's midnight.
///
/// Source: "Lifecycle rules: Based on an object's age".
pub fn midnight_after(micros: i64, days: u32) -> i64 {
    let day = micros.div_euclid(MICROS_PER_DAY);
    (day + i64::from(days) + 1) * MICROS_PER_DAY
}

impl DueRow {
    /// When it is due for what has been so since `since_us`.
    pub fn at(self, since_us: i64) -> i64 {
        match self {
            DueRow::Days(days) => midnight_after(since_us, days),
            DueRow::Date(date) => date,
        }
    }
}

impl FilterRow {
    pub fn fits_key(&self, key: &str) -> bool {
        self.prefix.as_ref().is_none_or(|prefix| key.starts_with(prefix.as_str()))
    }

    pub fn fits(&self, key: &str, object: &ObjectRow) -> bool {
        self.fits_key(key)
            && self.tags.iter().all(|tag| object.tags.contains(tag))
            && self.larger_than.is_none_or(|size| object.size > size)
            && self.smaller_than.is_none_or(|size| object.size < size)
    }

    /// Whether it asks for nothing but a key: what delete markers have.
    pub fn is_of_keys_only(&self) -> bool {
        self.tags.is_empty() && !self.names_size()
    }

    fn names_size(&self) -> bool {
        self.larger_than.is_some() || self.smaller_than.is_some()
    }
}

impl RuleRow {
    /// When the current version expires by this rule.
    pub fn expires_at(&self, modified_us: i64) -> Option<i64> {
        match self.expiration {
            Some(ExpirationRow::At(due)) if self.is_enabled => Some(due.at(modified_us)),
            _ => None,
        }
    }
}

impl LifecycleRow {
    pub fn enabled(&self) -> impl Iterator<Item = &RuleRow> {
        self.rules.iter().filter(|rule| rule.is_enabled)
    }

    /// The first expiration of a current version: when, and by which rule.
    fn expiration(&self, key: &str, modified_us: i64, object: &ObjectRow) -> Option<(i64, &str)> {
        let rules = self.enabled().filter(|rule| rule.filter.fits(key, object));
        let due = rules.filter_map(|rule| Some((rule.expires_at(modified_us)?, rule.id.as_str())));
        due.min_by_key(|(at, _)| *at)
    }

    /// Whether an object is large enough to be moved by a rule.
    ///
    /// Source: "Constraints", minimum sizes: a rule that names sizes of its own overrides.
    pub fn is_large_enough(&self, rule: &RuleRow, size: u64, class: &str) -> bool {
        let is_archive = storage_class::is_archive(class);
        size >= TRANSITION_BYTES_MIN
            || rule.filter.names_size()
            || (self.varies_by_class && is_archive)
    }
}

/// Tells when an object expires, in answers about current versions.
pub fn show_expiration(
    ctx: &Ctx,
    bucket: &Bucket,
    (key, modified_us, object): (&str, i64, &ObjectRow),
    output: &mut Struct,
) -> Result<(), ApiError> {
    let Some(row) = of(ctx, bucket)? else { return Ok(()) };
    if let Some((at, rule)) = row.expiration(key, modified_us, object) {
        let date = Timestamp::from_micros(at).http_date();
        let rule = names::url_encode(rule).replace('+', "%20");
        output.set("Expiration", format!("expiry-date=\"{date}\", rule-id=\"{rule}\""));
    }
    Ok(())
}

/// Tells when an upload is aborted.
pub fn show_abortion(
    ctx: &Ctx,
    bucket: &Bucket,
    key: &str,
    upload: &UploadRow,
    output: &mut Struct,
) -> Result<(), ApiError> {
    let Some(row) = of(ctx, bucket)? else { return Ok(()) };
    let rules = row.enabled().filter(|rule| rule.filter.fits_key(key));
    let due = rules.filter_map(|rule| Some((rule.abort_days?, rule.id.as_str())));
    if let Some((days, rule)) = due.min_by_key(|(days, _)| *days) {
        let at = midnight_after(upload.initiated_us, days);
        output.set("AbortDate", Timestamp::from_micros(at));
        output.set("AbortRuleId", rule);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn micros(text: &str) -> i64 {
        let at: jiff::Timestamp = text.parse().expect("a time");
        Timestamp::from_jiff(at).micros()
    }

    /// The examples of the User Guide.
    #[test]
    fn days_are_rounded_to_the_next_midnight() {
        let at = midnight_after(micros("2014-01-15T10:30:00Z"), 3);
        assert_eq!(at, micros("2014-01-19T00:00:00Z"));
        let at = midnight_after(micros("2014-01-02T11:30:00Z"), 5);
        assert_eq!(at, micros("2014-01-08T00:00:00Z"));
        let date = DueRow::Date(micros("2020-01-01T00:00:00Z"));
        assert_eq!(date.at(micros("2024-01-01T00:00:00Z")), micros("2020-01-01T00:00:00Z"));
    }
}
