//! Configurations of request metrics: which objects' requests CloudWatch is to count.
//!
//! They are kept for CloudWatch, which counts; S3 itself shows nothing of them. Source: S3 API
//! Reference, PutBucketMetricsConfiguration; S3 User Guide, "CloudWatch metrics configurations".

use kernel::{ApiError, Ctx};
use store::Range;

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
use crate::limits::{METRICS_ID_LEN_MAX, METRICS_MAX};
use crate::state_lifecycle::{FilterForm, FilterRow};
use crate::state_settings::{Feature, METRICS, MetricsConfigurationRow};
use crate::tags;

pub fn put_bucket_metrics_configuration(
    ctx: &mut Ctx,
    input: PutBucketMetricsConfigurationInput<'_>,
) -> Result<PutBucketMetricsConfigurationOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let given = input.metrics_configuration();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let is_id = !given.id().is_empty()
        && given.id().len() <= METRICS_ID_LEN_MAX
        && given.id().bytes().all(is_plain);
    if given.id() != input.id() || !is_id {
        return Err(errors::invalid_argument(
            "id",
            input.id(),
            "The id of a metrics configuration has up to 64 letters, digits, periods, dashes and \
             underscores, and is that of the request.",
        ));
    }
    let row = MetricsConfigurationRow { filter: given.filter().map(read).transpose()? };
    let id = bucket.row.id;
    let is_new = !ctx.table(&METRICS).contains(&(id, given.id()))?;
    let count = ctx.table(&METRICS).keys(&Range::within(&(id,))).count();
    if is_new && count >= METRICS_MAX {
        return Err(errors::too_many_configurations(METRICS_MAX));
    }
    ctx.table_mut(&METRICS).put(&(id, given.id()), &row);
    bucket.set_feature(ctx, Feature::Metrics, true);
    Ok(PutBucketMetricsConfigurationOutput::new())
}

fn read(filter: MetricsFilter<'_>) -> Result<FilterRow, ApiError> {
    let names_point = filter.access_point_arn().is_some()
        || filter.and().is_some_and(|and| and.access_point_arn().is_some());
    if names_point {
        return Err(errors::not_implemented("AccessPointArn"));
    }
    let own = |prefix: Option<&str>| prefix.map(str::to_owned);
    match (filter.prefix(), filter.tag(), filter.and()) {
        (Some(prefix), None, None) => {
            Ok(FilterRow { prefix: own(Some(prefix)), ..FilterRow::default() })
        }
        (None, Some(tag), None) => Ok(FilterRow {
            tags: vec![(tag.key().to_owned(), tag.value().to_owned())],
            ..FilterRow::default()
        }),
        (None, None, Some(and)) => Ok(FilterRow {
            form: FilterForm::And,
            prefix: own(and.prefix()),
            tags: and.tags().map(tags::read_object).transpose()?.unwrap_or_default(),
            ..FilterRow::default()
        }),
        _ => Err(errors::malformed_xml()),
    }
}

fn show(id: &str, row: &MetricsConfigurationRow) -> MetricsConfigurationBuilder {
    let filter = row.filter.as_ref().map(|filter| {
        let shown = MetricsFilterBuilder::new();
        if filter.form == FilterForm::And {
            let tags = (!filter.tags.is_empty()).then(|| tags::builders(&filter.tags));
            let and = MetricsAndOperatorBuilder::new();
            return shown.and(and.prefix(filter.prefix.as_deref()).tags(tags));
        }
        let tag = filter.tags.first();
        let tag = tag.map(|(key, value)| TagBuilder::new().key(key).value(value));
        shown.prefix(filter.prefix.as_deref()).tag(tag)
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
