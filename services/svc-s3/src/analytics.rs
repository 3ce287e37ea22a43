//! Storage class analysis: the operations on its configurations.
//!
//! What is counted is in `analytics_count.rs`, what a day comes to and its export in
//! `analytics_run.rs`. Source: S3 API Reference, PutBucketAnalyticsConfiguration; S3 User Guide,
//! "Amazon S3 analytics – Storage Class Analysis".

use kernel::{ApiError, Ctx};
use store::Range;

use crate::analytics_run;
use crate::api::{
    AnalyticsAndOperatorBuilder, AnalyticsConfiguration, AnalyticsConfigurationBuilder,
    AnalyticsExportDestinationBuilder, AnalyticsFilter, AnalyticsFilterBuilder,
    AnalyticsS3BucketDestination, AnalyticsS3BucketDestinationBuilder,
    DeleteBucketAnalyticsConfigurationInput, DeleteBucketAnalyticsConfigurationOutput,
    GetBucketAnalyticsConfigurationInput, GetBucketAnalyticsConfigurationOutput,
    ListBucketAnalyticsConfigurationsInput, ListBucketAnalyticsConfigurationsOutput,
    PutBucketAnalyticsConfigurationInput, PutBucketAnalyticsConfigurationOutput,
    StorageClassAnalysisBuilder, StorageClassAnalysisDataExportBuilder, TagBuilder,
};
use crate::bucket::{self, Bucket};
use crate::configurations;
use crate::errors;
use crate::limits::ANALYTICS_MAX;
use crate::replication::destination_name;
use crate::state_analytics::{
    ANALYTICS, ANALYTICS_COUNTS, ANALYTICS_DAYS, AnalyticsRow, ExportRow,
};
use crate::state_lifecycle::{FilterForm, FilterRow};
use crate::state_settings::Feature;
use crate::tags;

const SCHEMA: &str = "V_1";

pub fn put_bucket_analytics_configuration(
    ctx: &mut Ctx,
    input: PutBucketAnalyticsConfigurationInput<'_>,
) -> Result<PutBucketAnalyticsConfigurationOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let given = input.analytics_configuration();
    configurations::check_id("an analytics", input.id(), given.id())?;
    configurations::check_room(ctx, &ANALYTICS, &bucket, given.id(), ANALYTICS_MAX)?;
    let id = bucket.row.id;
    let before = ctx.table(&ANALYTICS).get(&(id, given.id()))?;
    let filter = given.filter().map(read_filter).transpose()?;
    let is_same = before.as_ref().is_some_and(|before| before.filter == filter);
    let since_us = match &before {
        Some(before) if is_same => before.since_us,
        _ => {
            // What was counted by another filter says nothing of this one.
            forget_counts(ctx, id, given.id())?;
            ctx.now().micros()
        }
    };
    let to = read_target(ctx, &bucket, given)?;
    let row = AnalyticsRow { filter, to, chain: ctx.chance().u64(), since_us };
    ctx.table_mut(&ANALYTICS).put(&(id, given.id()), &row);
    bucket.set_feature(ctx, Feature::Analytics, true);
    analytics_run::begin(ctx, &bucket, given.id(), &row);
    Ok(PutBucketAnalyticsConfigurationOutput::new())
}

fn read_filter(filter: AnalyticsFilter<'_>) -> Result<FilterRow, ApiError> {
    match filter.and() {
        Some(and) => configurations::filter_of_all(and.prefix(), and.tags()),
        None => Ok(configurations::filter_of(filter.prefix(), filter.tag())),
    }
}

fn read_target(
    ctx: &Ctx,
    bucket: &Bucket,
    given: AnalyticsConfiguration<'_>,
) -> Result<Option<ExportRow>, ApiError> {
    let Some(export) = given.storage_class_analysis().data_export() else { return Ok(None) };
    let target: AnalyticsS3BucketDestination<'_> = export.destination().s3_bucket_destination();
    if export.output_schema_version() != SCHEMA || target.format() != "CSV" {
        return Err(errors::malformed_xml());
    }
    let invalid = |message: &str| errors::invalid_argument("Bucket", target.bucket(), message);
    let name = destination_name(target.bucket()).ok_or_else(|| invalid("Invalid bucket ARN."))?;
    let found = bucket::open_for_anybody(ctx, name)?;
    let found = found.ok_or_else(|| invalid("The destination bucket does not exist."))?;
    if found.region() != bucket.region() {
        return Err(invalid("The destination bucket must be in the same Region."));
    }
    Ok(Some(ExportRow {
        bucket: target.bucket().to_owned(),
        account: target.bucket_account_id().map(str::to_owned),
        prefix: target.prefix().map(str::to_owned),
    }))
}

fn show(id: &str, row: &AnalyticsRow) -> AnalyticsConfigurationBuilder {
    let filter = row.filter.as_ref().map(|filter| {
        let shown = AnalyticsFilterBuilder::new();
        if filter.form == FilterForm::And {
            let tags = (!filter.tags.is_empty()).then(|| tags::builders(&filter.tags));
            let and = AnalyticsAndOperatorBuilder::new();
            return shown.and(and.prefix(filter.prefix.as_deref()).tags(tags));
        }
        let tag = filter.tags.first();
        let tag = tag.map(|(key, value)| TagBuilder::new().key(key).value(value));
        shown.prefix(filter.prefix.as_deref()).tag(tag)
    });
    let export = row.to.as_ref().map(|to| {
        let target = AnalyticsS3BucketDestinationBuilder::new()
            .format("CSV")
            .bucket_account_id(to.account.as_deref())
            .bucket(&to.bucket)
            .prefix(to.prefix.as_deref());
        StorageClassAnalysisDataExportBuilder::new()
            .output_schema_version(SCHEMA)
            .destination(AnalyticsExportDestinationBuilder::new().s3_bucket_destination(target))
    });
    AnalyticsConfigurationBuilder::new()
        .id(id)
        .filter(filter)
        .storage_class_analysis(StorageClassAnalysisBuilder::new().data_export(export))
}

pub fn get_bucket_analytics_configuration(
    ctx: &mut Ctx,
    input: GetBucketAnalyticsConfigurationInput<'_>,
) -> Result<GetBucketAnalyticsConfigurationOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let row = ctx.table(&ANALYTICS).get(&(bucket.row.id, input.id()))?;
    let row = row.ok_or_else(errors::no_such_configuration)?;
    Ok(GetBucketAnalyticsConfigurationOutput::new().analytics_configuration(show(input.id(), &row)))
}

pub fn delete_bucket_analytics_configuration(
    ctx: &mut Ctx,
    input: DeleteBucketAnalyticsConfigurationInput<'_>,
) -> Result<DeleteBucketAnalyticsConfigurationOutput, ApiError> {
    let mut bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    configurations::remove(ctx, &ANALYTICS, Feature::Analytics, &mut bucket, input.id())?;
    forget_counts(ctx, bucket.row.id, input.id())?;
    Ok(DeleteBucketAnalyticsConfigurationOutput::new())
}

fn forget_counts(ctx: &mut Ctx, bucket: u64, id: &str) -> Result<(), ApiError> {
    ctx.table_mut(&ANALYTICS_COUNTS).delete_range(&Range::within(&(bucket, id)))?;
    ctx.table_mut(&ANALYTICS_DAYS).delete_range(&Range::within(&(bucket, id)))?;
    Ok(())
}

pub fn list_bucket_analytics_configurations(
    ctx: &mut Ctx,
    input: ListBucketAnalyticsConfigurationsInput<'_>,
) -> Result<ListBucketAnalyticsConfigurationsOutput, ApiError> {
    const OPERATION: &str = "ListBucketAnalyticsConfigurations";
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let token = input.continuation_token();
    let page = configurations::page(ctx, &ANALYTICS, OPERATION, &bucket, token)?;
    let shown = page.rows.iter().map(|(name, row)| show(name, row));
    Ok(ListBucketAnalyticsConfigurationsOutput::new()
        .is_truncated(page.next.is_some())
        .continuation_token(token)
        .next_continuation_token(page.next)
        .analytics_configuration_list(shown.collect::<Vec<_>>()))
}
