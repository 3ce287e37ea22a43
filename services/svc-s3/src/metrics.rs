//! Request metrics: the operations on a bucket's configurations of them.
//!
//! What is counted is in `metrics_count.rs`. Source: S3 API Reference,
//! PutBucketMetricsConfiguration, MetricsFilter, MetricsAndOperator; S3 User Guide, "CloudWatch
//! metrics configurations". [U]: what a wrong filter is refused with.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};

use crate::access_point;
use crate::api::{
    DeleteBucketMetricsConfigurationInput, DeleteBucketMetricsConfigurationOutput,
    GetBucketMetricsConfigurationInput, GetBucketMetricsConfigurationOutput,
    ListBucketMetricsConfigurationsInput, ListBucketMetricsConfigurationsOutput,
    MetricsAndOperatorBuilder, MetricsConfigurationBuilder, MetricsFilter, MetricsFilterBuilder,
    PutBucketMetricsConfigurationInput, PutBucketMetricsConfigurationOutput, TagBuilder,
};
use crate::bucket;
use crate::configurations;
use crate::errors;
use crate::limits::METRICS_MAX;
use crate::state_lifecycle::FilterForm;
use crate::state_metrics::{METRICS, MetricsRow};
use crate::state_settings::Feature;
use crate::tags;

pub fn put_bucket_metrics_configuration(
    ctx: &mut Ctx,
    input: PutBucketMetricsConfigurationInput<'_>,
) -> Result<PutBucketMetricsConfigurationOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let given = input.metrics_configuration();
    configurations::check_id("a metrics", input.id(), given.id())?;
    configurations::check_room(ctx, &METRICS, &bucket, given.id(), METRICS_MAX)?;
    let row = given.filter().map(read_filter).transpose()?.unwrap_or_default();
    ctx.table_mut(&METRICS).put(&(bucket.row.id, given.id()), &row);
    bucket.set_feature(ctx, Feature::Metrics, true);
    Ok(PutBucketMetricsConfigurationOutput::new())
}

/// One of a prefix, a tag and an access point, or two and more of them in an `And`.
fn read_filter(filter: MetricsFilter<'_>) -> Result<MetricsRow, ApiError> {
    let given = [
        filter.prefix().is_some(),
        filter.tag().is_some(),
        filter.access_point_arn().is_some(),
        filter.and().is_some(),
    ];
    if given.iter().filter(|is_given| **is_given).count() != 1 {
        return Err(errors::malformed_xml());
    }
    let (row, point) = match filter.and() {
        None => {
            let row = configurations::filter_of(filter.prefix(), filter.tag());
            (row, filter.access_point_arn())
        }
        Some(and) => {
            let row = configurations::filter_of_all(and.prefix(), and.tags())?;
            let others =
                usize::from(and.prefix().is_some()) + usize::from(and.access_point_arn().is_some());
            if others + row.tags.len() < 2 {
                return Err(errors::malformed_xml());
            }
            (row, and.access_point_arn())
        }
    };
    if let Some(point) = point.filter(|point| !is_point(point)) {
        let message = "The ARN of the access point is not valid";
        return Err(errors::invalid_argument("AccessPointArn", point, message));
    }
    Ok(MetricsRow { filter: Some(row), point: point.map(str::to_owned) })
}

fn is_point(arn: &str) -> bool {
    Arn::parse(arn).and_then(|arn| access_point::of_arn(&arn)).is_some()
}

fn show(id: &str, row: &MetricsRow) -> MetricsConfigurationBuilder {
    let filter = row.filter.as_ref().map(|filter| {
        let (prefix, point) = (filter.prefix.as_deref(), row.point.as_deref());
        let shown = MetricsFilterBuilder::new();
        if filter.form == FilterForm::And {
            let tags = (!filter.tags.is_empty()).then(|| tags::builders(&filter.tags));
            let and = MetricsAndOperatorBuilder::new();
            return shown.and(and.prefix(prefix).tags(tags).access_point_arn(point));
        }
        let tag = filter.tags.first();
        let tag = tag.map(|(key, value)| TagBuilder::new().key(key).value(value));
        shown.prefix(prefix).tag(tag).access_point_arn(point)
    });
    MetricsConfigurationBuilder::new().id(id).filter(filter)
}

pub fn get_bucket_metrics_configuration(
    ctx: &mut Ctx,
    input: GetBucketMetricsConfigurationInput<'_>,
) -> Result<GetBucketMetricsConfigurationOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let row = ctx.table(&METRICS).get(&(bucket.row.id, input.id()))?;
    let row = row.ok_or_else(errors::no_such_configuration)?;
    Ok(GetBucketMetricsConfigurationOutput::new().metrics_configuration(show(input.id(), &row)))
}

pub fn delete_bucket_metrics_configuration(
    ctx: &mut Ctx,
    input: DeleteBucketMetricsConfigurationInput<'_>,
) -> Result<DeleteBucketMetricsConfigurationOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    configurations::remove(ctx, &METRICS, Feature::Metrics, &mut bucket, input.id())?;
    Ok(DeleteBucketMetricsConfigurationOutput::new())
}

pub fn list_bucket_metrics_configurations(
    ctx: &mut Ctx,
    input: ListBucketMetricsConfigurationsInput<'_>,
) -> Result<ListBucketMetricsConfigurationsOutput, ApiError> {
    const OPERATION: &str = "ListBucketMetricsConfigurations";
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let token = input.continuation_token();
    let page = configurations::page(ctx, &METRICS, OPERATION, &bucket, token)?;
    let shown = page.rows.iter().map(|(name, row)| show(name, row));
    Ok(ListBucketMetricsConfigurationsOutput::new()
        .is_truncated(page.next.is_some())
        .continuation_token(token)
        .next_continuation_token(page.next)
        .metrics_configuration_list(shown.collect::<Vec<_>>()))
}
