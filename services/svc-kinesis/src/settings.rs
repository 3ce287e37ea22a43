//! What of a stream can be changed: retention, the size of records, the capacity mode, and how
//! records are distributed.

use kernel::{ApiError, Ctx};

use crate::account;
use crate::api::{
    DecreaseStreamRetentionPeriodInput, DecreaseStreamRetentionPeriodOutput,
    IncreaseStreamRetentionPeriodInput, IncreaseStreamRetentionPeriodOutput,
    UpdateMaxRecordSizeInput, UpdateMaxRecordSizeOutput, UpdateStreamModeInput,
    UpdateStreamModeOutput, UpdateStreamRecordDistributionStrategyInput,
    UpdateStreamRecordDistributionStrategyOutput, record_distribution_strategy, stream_mode,
};
use crate::charge;
use crate::errors;
use crate::jobs;
use crate::limits;
use crate::reshard;
use crate::state::Stream;
use crate::stream::{self, Named, named};
use crate::transition;

const DAY_MICROS: i64 = 24 * 3_600_000_000;

/// Counts a change of which there are only so many in a day.
pub fn count_today(
    times: &mut Vec<i64>,
    now: i64,
    most: usize,
    what: &str,
) -> Result<(), ApiError> {
    times.retain(|at| *at > now - DAY_MICROS);
    if times.len() >= most {
        return Err(errors::too_often(what, most));
    }
    times.push(now);
    Ok(())
}

pub fn increase_stream_retention_period(
    ctx: &mut Ctx<'_>,
    input: IncreaseStreamRetentionPeriodInput<'_>,
) -> Result<IncreaseStreamRetentionPeriodOutput, ApiError> {
    let stream = stream::find_active(ctx, named!(input))?;
    let hours = input.retention_period_hours();
    if hours < stream.row.retention_h {
        return Err(errors::invalid(format!(
            "The requested retention period ({hours} hours) of stream {} is shorter than the one \
             that it has ({} hours).",
            stream.name, stream.row.retention_h
        )));
    }
    retain(ctx, stream, hours)?;
    Ok(IncreaseStreamRetentionPeriodOutput::new())
}

pub fn decrease_stream_retention_period(
    ctx: &mut Ctx<'_>,
    input: DecreaseStreamRetentionPeriodInput<'_>,
) -> Result<DecreaseStreamRetentionPeriodOutput, ApiError> {
    let stream = stream::find_active(ctx, named!(input))?;
    let hours = input.retention_period_hours();
    if hours > stream.row.retention_h {
        return Err(errors::invalid(format!(
            "The requested retention period ({hours} hours) of stream {} is longer than the one \
             that it has ({} hours).",
            stream.name, stream.row.retention_h
        )));
    }
    retain(ctx, stream, hours)?;
    Ok(DecreaseStreamRetentionPeriodOutput::new())
}

fn retain(ctx: &mut Ctx<'_>, mut stream: Stream, hours: i64) -> Result<(), ApiError> {
    if !limits::RETENTION_HOURS.contains(&hours) {
        let (least, most) = (limits::RETENTION_HOURS.start(), limits::RETENTION_HOURS.end());
        return Err(errors::invalid(format!(
            "The retention period of a stream is {least} to {most} hours; {hours} were requested."
        )));
    }
    // The same period again changes nothing.
    if hours == stream.row.retention_h {
        return Ok(());
    }
    // "It does not make previous, expired data … accessible."
    let gone = stream.horizon(ctx.now());
    let is_shorter = hours < stream.row.retention_h;
    let row = stream.row_mut();
    row.floor = gone;
    row.retention_h = hours;
    if is_shorter {
        jobs::watch_anew(ctx, &stream.row)?;
    }
    transition::updating(ctx, &mut stream);
    stream.save(ctx);
    charge::keep(ctx, &stream)
}

pub fn update_max_record_size(
    ctx: &mut Ctx<'_>,
    input: UpdateMaxRecordSizeInput<'_>,
) -> Result<UpdateMaxRecordSizeOutput, ApiError> {
    let named = Named { name: None, arn: input.stream_arn(), id: input.stream_id() };
    let mut stream = stream::find_active(ctx, named)?;
    stream.row_mut().max_record_kib = input.max_record_size_in_ki_b();
    transition::updating(ctx, &mut stream);
    stream.save(ctx);
    Ok(UpdateMaxRecordSizeOutput::new())
}

pub fn update_stream_mode(
    ctx: &mut Ctx<'_>,
    input: UpdateStreamModeInput<'_>,
) -> Result<UpdateStreamModeOutput, ApiError> {
    let named = Named { name: None, arn: Some(input.stream_arn()), id: input.stream_id() };
    let mut stream = stream::find_active(ctx, named)?;
    let is_on_demand = input.stream_mode_details().stream_mode() == stream_mode::ON_DEMAND;
    let warm = match input.warm_throughput_mi_bps() {
        // "This field is only valid when the stream mode is being updated to on-demand."
        Some(_) if !is_on_demand => return Err(errors::on_demand_only("Warm throughput")),
        Some(mibps) => Some((mibps, account::warm_shards(ctx, mibps)?)),
        None => None,
    };
    if is_on_demand == stream.row.is_on_demand {
        return Ok(UpdateStreamModeOutput::new());
    }
    let now = ctx.now().micros();
    let shards = stream.row.open.len() as i64;
    count_today(
        &mut stream.row_mut().mode_changes,
        now,
        limits::MODE_CHANGES_PER_DAY,
        "The capacity mode of a stream can be switched",
    )?;
    if is_on_demand {
        stream::count_on_demand(ctx, 1)?;
        stream::count_shards(ctx, &stream.row, -shards)?;
        let row = stream.row_mut();
        row.is_on_demand = true;
        row.warm_mibps = warm.map(|(mibps, _)| mibps);
        if let Some((_, target)) = warm {
            reshard::scale(ctx, row, target)?;
        }
    } else {
        let row = stream.row_mut();
        row.is_on_demand = false;
        row.is_auto = false;
        row.warm_mibps = None;
        stream::count_on_demand(ctx, -1)?;
        stream::count_shards(ctx, &stream.row, shards)?;
    }
    transition::updating(ctx, &mut stream);
    stream.save(ctx);
    charge::keep(ctx, &stream)?;
    Ok(UpdateStreamModeOutput::new())
}

pub fn update_stream_record_distribution_strategy(
    ctx: &mut Ctx<'_>,
    input: UpdateStreamRecordDistributionStrategyInput<'_>,
) -> Result<UpdateStreamRecordDistributionStrategyOutput, ApiError> {
    let named = Named { name: None, arn: Some(input.stream_arn()), id: input.stream_id() };
    let mut stream = stream::find_active(ctx, named)?;
    if !stream.row.is_on_demand {
        return Err(errors::on_demand_only("The record distribution strategy"));
    }
    stream.row_mut().is_auto =
        input.record_distribution_strategy() == record_distribution_strategy::AUTO;
    stream.save(ctx);
    Ok(UpdateStreamRecordDistributionStrategyOutput::new())
}
