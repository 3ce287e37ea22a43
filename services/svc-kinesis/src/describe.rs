//! DescribeStream, DescribeStreamSummary and DescribeLimits.

use kernel::{ApiError, Ctx, Timestamp};
use store::Range;

use crate::account;
use crate::api::{
    DescribeLimitsInput, DescribeLimitsOutput, DescribeStreamInput, DescribeStreamOutput,
    DescribeStreamSummaryInput, DescribeStreamSummaryOutput, EnhancedMetricsBuilder,
    StreamDescriptionBuilder, StreamDescriptionSummaryBuilder, StreamModeDetailsBuilder,
    encryption_type, record_distribution_strategy, stream_mode,
};
use crate::errors;
use crate::limits;
use crate::shard;
use crate::state::{SHARDS, Status, Stream, StreamRow};
use crate::stream::{self, named};

pub fn mode(row: &StreamRow) -> StreamModeDetailsBuilder {
    let mode = if row.is_on_demand { stream_mode::ON_DEMAND } else { stream_mode::PROVISIONED };
    StreamModeDetailsBuilder::new().stream_mode(mode)
}

/// The time of a stream's making as clients are told it.
pub fn created(row: &StreamRow) -> Timestamp {
    Timestamp::from_secs(row.created.div_euclid(1_000_000))
}

fn encryption(row: &StreamRow) -> &'static str {
    if row.kms_key.is_some() { encryption_type::KMS } else { encryption_type::NONE }
}

/// Nothing is monitored by the shard.
fn monitoring() -> Vec<EnhancedMetricsBuilder> {
    vec![EnhancedMetricsBuilder::new().shard_level_metrics(Vec::<&str>::new())]
}

pub fn describe_stream(
    ctx: &mut Ctx<'_>,
    input: DescribeStreamInput<'_>,
) -> Result<DescribeStreamOutput, ApiError> {
    let stream = stream::find(ctx, named!(input))?;
    let row = &stream.row;
    let limit = input.limit().unwrap_or(limits::DESCRIBED_SHARDS_MAX);
    let limit = limit.min(limits::DESCRIBED_SHARDS_MAX) as usize;
    let mut range = Range::within(&(row.id,));
    if let Some(after) = input.exclusive_start_shard_id() {
        let number =
            shard::number_of(after).ok_or_else(|| errors::shard_not_found(ctx, &stream, after))?;
        range = range.after(&(row.id, number));
    }
    let horizon = stream.horizon(ctx.now());
    let mut shards = Vec::new();
    let mut has_more = false;
    for entry in ctx.table(&SHARDS).scan(&range) {
        let ((_, number), shard) = entry?;
        if shard.is_expired(horizon) || row.status == Status::Creating {
            continue;
        }
        if shards.len() >= limit {
            has_more = true;
            break;
        }
        shards.push(shard.show(row.id, number));
    }
    Ok(DescribeStreamOutput::new().stream_description(
        StreamDescriptionBuilder::new()
            .stream_name(stream.name.as_str())
            .stream_arn(stream.arn(ctx))
            .stream_status(row.status.name())
            .stream_mode_details(mode(row))
            .shards(shards)
            .has_more_shards(has_more)
            .retention_period_hours(row.retention_h)
            .stream_creation_timestamp(created(row))
            .enhanced_monitoring(monitoring())
            .encryption_type(encryption(row))
            .key_id(row.kms_key.as_deref()),
    ))
}

pub fn describe_stream_summary(
    ctx: &mut Ctx<'_>,
    input: DescribeStreamSummaryInput<'_>,
) -> Result<DescribeStreamSummaryOutput, ApiError> {
    let stream = stream::find(ctx, named!(input))?;
    Ok(DescribeStreamSummaryOutput::new().stream_description_summary(summary(ctx, &stream)?))
}

fn summary(ctx: &Ctx<'_>, stream: &Stream) -> Result<StreamDescriptionSummaryBuilder, ApiError> {
    let row = &stream.row;
    let strategy = if row.is_auto {
        record_distribution_strategy::AUTO
    } else {
        record_distribution_strategy::USER_PARTITION_KEY
    };
    let open = if row.status == Status::Creating { 0 } else { row.open.len() };
    Ok(StreamDescriptionSummaryBuilder::new()
        .stream_name(stream.name.as_str())
        .stream_arn(stream.arn(ctx))
        .stream_status(row.status.name())
        .stream_mode_details(mode(row))
        .retention_period_hours(row.retention_h)
        .stream_creation_timestamp(created(row))
        .enhanced_monitoring(monitoring())
        .encryption_type(encryption(row))
        .key_id(row.kms_key.as_deref())
        .open_shard_count(open as i64)
        .consumer_count(row.consumers.cast_signed())
        .max_record_size_in_ki_b(row.max_record_kib)
        .record_distribution_strategy(row.is_on_demand.then_some(strategy))
        .warm_throughput(account::warm(ctx, row)?))
}

pub fn describe_limits(
    ctx: &mut Ctx<'_>,
    _input: DescribeLimitsInput<'_>,
) -> Result<DescribeLimitsOutput, ApiError> {
    let totals = stream::totals(ctx)?;
    Ok(DescribeLimitsOutput::new()
        .shard_limit(stream::shard_limit(ctx).cast_signed())
        .open_shard_count(totals.open_shards.cast_signed())
        .on_demand_stream_count(totals.on_demand.cast_signed())
        .on_demand_stream_count_limit(limits::ON_DEMAND_STREAMS_MAX.cast_signed()))
}
