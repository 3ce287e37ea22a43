//! Settings of the account: the minimum throughput billing commitment, which makes of on-demand
//! streams *On-demand Advantage* ones, and the warm throughput that it opens.
//!
//! A commitment lasts a day at least. Who ends it before has it ended when the day is over.
//!
//! Source: API reference, UpdateAccountSettings, DescribeAccountSettings,
//! UpdateStreamWarmThroughput.

use kernel::{ApiError, Ctx, Table, Timestamp};
use minicbor::{Decode, Encode};

use crate::api::{
    DescribeAccountSettingsInput, DescribeAccountSettingsOutput,
    MinimumThroughputBillingCommitmentOutputBuilder, UpdateAccountSettingsInput,
    UpdateAccountSettingsOutput, UpdateStreamWarmThroughputInput, UpdateStreamWarmThroughputOutput,
    WarmThroughputObjectBuilder, minimum_throughput_billing_commitment_input_status as wanted,
    minimum_throughput_billing_commitment_output_status as status,
};
use crate::errors;
use crate::limits;
use crate::reshard;
use crate::state::StreamRow;
use crate::stream::{self, named};
use crate::transition;

/// One row, of the key "".
pub static SETTINGS: Table<String, SettingsRow> = Table::regional("kinesis", "settings");

const DAY_MICROS: i64 = 24 * 3_600_000_000;

/// The commitment. Times are microseconds.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct SettingsRow {
    #[n(0)]
    pub started: Option<i64>,
    /// When it ends, or has ended.
    #[n(1)]
    pub ended: Option<i64>,
}

store::row!(SettingsRow);

impl SettingsRow {
    fn is_on(&self, now: i64) -> bool {
        self.started.is_some() && self.ended.is_none_or(|ended| ended > now)
    }

    fn show(&self, now: i64) -> MinimumThroughputBillingCommitmentOutputBuilder {
        let shown = MinimumThroughputBillingCommitmentOutputBuilder::new();
        let Some(started) = self.started else { return shown.status(status::DISABLED) };
        let shown = shown.started_at(Timestamp::from_micros(started));
        match self.ended {
            Some(ended) if ended <= now => {
                shown.status(status::DISABLED).ended_at(Timestamp::from_micros(ended))
            }
            ended => {
                let earliest = Timestamp::from_micros(started + DAY_MICROS);
                let status = match ended {
                    Some(_) => status::ENABLED_UNTIL_EARLIEST_ALLOWED_END,
                    None => status::ENABLED,
                };
                shown.status(status).earliest_allowed_end_at(earliest)
            }
        }
    }
}

fn settings(ctx: &Ctx<'_>) -> Result<SettingsRow, ApiError> {
    Ok(ctx.table(&SETTINGS).get("")?.unwrap_or_default())
}

/// Whether the account's on-demand streams are On-demand Advantage ones.
pub fn has_advantage(ctx: &Ctx<'_>) -> Result<bool, ApiError> {
    Ok(settings(ctx)?.is_on(ctx.now().micros()))
}

pub fn describe_account_settings(
    ctx: &mut Ctx<'_>,
    _input: DescribeAccountSettingsInput<'_>,
) -> Result<DescribeAccountSettingsOutput, ApiError> {
    let shown = settings(ctx)?.show(ctx.now().micros());
    Ok(DescribeAccountSettingsOutput::new().minimum_throughput_billing_commitment(shown))
}

pub fn update_account_settings(
    ctx: &mut Ctx<'_>,
    input: UpdateAccountSettingsInput<'_>,
) -> Result<UpdateAccountSettingsOutput, ApiError> {
    let mut row = settings(ctx)?;
    let now = ctx.now().micros();
    let is_on = row.is_on(now);
    match input.minimum_throughput_billing_commitment().status() {
        wanted::ENABLED if is_on => row.ended = None,
        wanted::ENABLED => row = SettingsRow { started: Some(now), ended: None },
        _ if is_on => {
            let earliest = row.started.map_or(now, |started| started + DAY_MICROS);
            row.ended = Some(earliest.max(now));
        }
        _ => {}
    }
    ctx.table_mut(&SETTINGS).put("", &row);
    Ok(UpdateAccountSettingsOutput::new().minimum_throughput_billing_commitment(row.show(now)))
}

pub fn update_stream_warm_throughput(
    ctx: &mut Ctx<'_>,
    input: UpdateStreamWarmThroughputInput<'_>,
) -> Result<UpdateStreamWarmThroughputOutput, ApiError> {
    let mut stream = stream::find_active(ctx, named!(input))?;
    if !stream.row.is_on_demand {
        return Err(errors::on_demand_only("Warm throughput"));
    }
    let target = warm_shards(ctx, input.warm_throughput_mi_bps())?;
    let before = shown_warm(&stream.row);
    reshard::scale(ctx, stream.row_mut(), target)?;
    stream.row_mut().warm_mibps = Some(input.warm_throughput_mi_bps());
    transition::updating(ctx, &mut stream);
    stream.save(ctx);
    Ok(UpdateStreamWarmThroughputOutput::new()
        .stream_arn(stream.arn(ctx))
        .stream_name(stream.name.as_str())
        .warm_throughput(
            WarmThroughputObjectBuilder::new()
                .target_mi_bps(input.warm_throughput_mi_bps())
                .current_mi_bps(before),
        ))
}

/// How many shards take so much, if the account may ask for it.
pub fn warm_shards(ctx: &Ctx<'_>, mibps: i64) -> Result<u64, ApiError> {
    if !has_advantage(ctx)? {
        return Err(errors::invalid(
            "Warm throughput needs MinimumThroughputBillingCommitment, which is not enabled for \
             the account.",
        ));
    }
    let most = limits::SHARDS_PER_STREAM_MAX.cast_signed();
    if mibps > most {
        return Err(errors::invalid(format!(
            "A stream has a warm throughput of at most {most} MiB/s."
        )));
    }
    Ok(mibps.max(limits::ON_DEMAND_SHARDS).cast_unsigned())
}

/// What a stream takes: each shard 1 MiB a second.
fn shown_warm(row: &StreamRow) -> i64 {
    row.open.len() as i64
}

/// "Only present for On-Demand Kinesis Data Streams in accounts that have
/// MinimumThroughputBillingCommitment enabled."
pub fn warm(
    ctx: &Ctx<'_>,
    row: &StreamRow,
) -> Result<Option<WarmThroughputObjectBuilder>, ApiError> {
    if !row.is_on_demand || !has_advantage(ctx)? {
        return Ok(None);
    }
    let current = shown_warm(row);
    let target = row.warm_mibps.unwrap_or(current);
    Ok(Some(WarmThroughputObjectBuilder::new().target_mi_bps(target).current_mi_bps(current)))
}
