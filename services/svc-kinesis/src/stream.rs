//! Streams: found by name or ARN, made and deleted.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};
use store::Range;

use crate::account;
use crate::api::{
    CreateStreamInput, CreateStreamOutput, DeleteStreamInput, DeleteStreamOutput,
    StreamModeDetails, record_distribution_strategy, stream_mode,
};
use crate::charge;
use crate::errors;
use crate::jobs;
use crate::limits;
use crate::shard;
use crate::state::{CONSUMERS, POLICIES, STREAMS, Status, Stream, StreamRow, TOTALS, TotalsRow};
use crate::tag;
use crate::transition;

/// Where an input names its stream.
#[derive(Clone, Copy, Debug, Default)]
pub struct Named<'a> {
    pub name: Option<&'a str>,
    pub arn: Option<&'a str>,
    pub id: Option<&'a str>,
}

/// Makes a [`Named`] of an input with all three members.
macro_rules! named {
    ($input:expr) => {
        $crate::stream::Named {
            name: $input.stream_name(),
            arn: $input.stream_arn(),
            id: $input.stream_id(),
        }
    };
}
pub(crate) use named;

/// The stream that is meant, in whatever state.
pub fn find(ctx: &Ctx<'_>, named: Named<'_>) -> Result<Stream, ApiError> {
    if named.id.is_some() {
        return Err(errors::reserved("StreamId"));
    }
    let name = match (named.name, named.arn) {
        (None, None) => return Err(errors::no_stream_named()),
        (Some(name), None) => name.to_owned(),
        (name, Some(text)) => {
            let arn = Arn::parse(text);
            let found = arn.as_ref().and_then(|arn| shard::stream_name(ctx, arn));
            let found = found.ok_or_else(|| errors::stream_not_found(ctx, text))?;
            if name.is_some_and(|name| name != found) {
                return Err(errors::names_differ());
            }
            found
        }
    };
    by_name(ctx, name)
}

pub fn by_name(ctx: &Ctx<'_>, name: String) -> Result<Stream, ApiError> {
    match ctx.table(&STREAMS).get_shared(&name)? {
        Some(row) => Ok(Stream { name, row }),
        None => Err(errors::stream_not_found(ctx, &name)),
    }
}

/// A stream that holds records. One that is being made does not yet.
pub fn find_with_records(ctx: &Ctx<'_>, named: Named<'_>) -> Result<Stream, ApiError> {
    let stream = find(ctx, named)?;
    if errors::is_unreadable(stream.row.status) {
        return Err(errors::stream_not_found(ctx, &stream.name));
    }
    Ok(stream)
}

/// A stream that may be changed now.
pub fn find_active(ctx: &Ctx<'_>, named: Named<'_>) -> Result<Stream, ApiError> {
    let stream = find(ctx, named)?;
    if stream.row.status != Status::Active {
        return Err(errors::not_active(ctx, &stream));
    }
    Ok(stream)
}

pub fn totals(ctx: &Ctx<'_>) -> Result<TotalsRow, ApiError> {
    Ok(ctx.table(&TOTALS).get("")?.unwrap_or_default())
}

pub fn save_totals(ctx: &mut Ctx<'_>, totals: &TotalsRow) {
    ctx.table_mut(&TOTALS).put("", totals);
}

pub fn shard_limit(ctx: &Ctx<'_>) -> u64 {
    match ctx.region().as_str() {
        "us-east-1" | "us-west-2" | "eu-west-1" => limits::ACCOUNT_SHARDS_LARGE,
        _ => limits::ACCOUNT_SHARDS_USUAL,
    }
}

/// Counts shards that are opened or closed, within the account's limit.
pub fn count_shards(ctx: &mut Ctx<'_>, row: &StreamRow, change: i64) -> Result<(), ApiError> {
    if row.is_on_demand || change == 0 {
        return Ok(());
    }
    let mut totals = totals(ctx)?;
    let limit = shard_limit(ctx);
    let more = change.max(0).cast_unsigned();
    if more > 0 && totals.open_shards + more > limit {
        return Err(errors::too_many_shards(ctx, limit, totals.open_shards, more));
    }
    totals.open_shards = totals.open_shards.saturating_add_signed(change);
    save_totals(ctx, &totals);
    Ok(())
}

/// Counts a stream that becomes an on-demand one, within the account's limit.
pub fn count_on_demand(ctx: &mut Ctx<'_>, change: i64) -> Result<(), ApiError> {
    let mut totals = totals(ctx)?;
    if change > 0 && totals.on_demand >= limits::ON_DEMAND_STREAMS_MAX {
        let limit = limits::ON_DEMAND_STREAMS_MAX;
        return Err(errors::too_many_on_demand(ctx, totals.on_demand, limit));
    }
    totals.on_demand = totals.on_demand.saturating_add_signed(change);
    save_totals(ctx, &totals);
    Ok(())
}

pub fn create_stream(
    ctx: &mut Ctx<'_>,
    input: CreateStreamInput<'_>,
) -> Result<CreateStreamOutput, ApiError> {
    let name = input.stream_name();
    let mode = input.stream_mode_details().map(StreamModeDetails::stream_mode);
    let is_on_demand = mode == Some(stream_mode::ON_DEMAND);
    let mut shards = wanted_shards(input.shard_count(), is_on_demand)?;
    if let Some(mibps) = input.warm_throughput_mi_bps() {
        if !is_on_demand {
            return Err(errors::on_demand_only("Warm throughput"));
        }
        shards = account::warm_shards(ctx, mibps)?;
    }
    let strategy = input.record_distribution_strategy();
    if strategy == Some(record_distribution_strategy::AUTO) && !is_on_demand {
        return Err(errors::on_demand_only("The record distribution strategy AUTO"));
    }
    if ctx.table(&STREAMS).contains(name)? {
        return Err(errors::stream_exists(ctx, name));
    }
    let mut tags = BTreeMap::new();
    if let Some(wanted) = input.tags() {
        tag::add(&mut tags, wanted)?;
    }
    let mut row = StreamRow {
        id: ctx.chance().u64(),
        status: Status::Active,
        is_on_demand,
        created: ctx.now().micros(),
        retention_h: *limits::RETENTION_HOURS.start(),
        floor: 0,
        max_record_kib: input.max_record_size_in_ki_b().unwrap_or(limits::RECORD_KIB_DEFAULT),
        is_auto: strategy == Some(record_distribution_strategy::AUTO),
        kms_key: None,
        tags,
        open: Vec::new(),
        next_shard: 0,
        consumers: 0,
        scalings: Vec::new(),
        mode_changes: Vec::new(),
        key_starts: Vec::new(),
        key_stops: Vec::new(),
        name: name.to_owned(),
        warm_mibps: input.warm_throughput_mi_bps(),
    };
    if is_on_demand {
        count_on_demand(ctx, 1)?;
    }
    count_shards(ctx, &row, shards.cast_signed())?;
    for range in shard::uniform(shards) {
        let open = shard::open(ctx, &mut row, range, &[]);
        row.open.push(open);
    }
    let mut stream = Stream { name: name.to_owned(), row: Arc::new(row) };
    transition::creating(ctx, &mut stream)?;
    stream.save(ctx);
    charge::keep(ctx, &stream)?;
    Ok(CreateStreamOutput::new())
}

fn wanted_shards(count: Option<i64>, is_on_demand: bool) -> Result<u64, ApiError> {
    match (count, is_on_demand) {
        (None, true) => Ok(limits::ON_DEMAND_SHARDS.cast_unsigned()),
        (Some(_), true) => {
            Err(errors::invalid("ShardCount cannot be given for streams with the ON_DEMAND mode."))
        }
        (None, false) => {
            Err(errors::invalid("ShardCount is required for streams with the PROVISIONED mode."))
        }
        (Some(count), false) => {
            let count = count.max(1).cast_unsigned();
            let most = limits::SHARDS_PER_STREAM_MAX;
            if count > most {
                let message = format!("A stream has at most {most} shards.");
                return Err(errors::limit(message));
            }
            Ok(count)
        }
    }
}

pub fn delete_stream(
    ctx: &mut Ctx<'_>,
    input: DeleteStreamInput<'_>,
) -> Result<DeleteStreamOutput, ApiError> {
    let mut stream = find(ctx, named!(input))?;
    if stream.row.status == Status::Deleting {
        return Err(errors::not_active(ctx, &stream));
    }
    if stream.row.consumers > 0 && input.enforce_consumer_deletion() != Some(true) {
        return Err(crate::api::error::resource_in_use_exception(format!(
            "Stream {} under account {} has registered consumers: delete them first, or set \
             EnforceConsumerDeletion.",
            stream.name,
            ctx.account()
        )));
    }
    if !transition::deleting(ctx, &mut stream)? {
        remove(ctx, &stream)?;
    }
    Ok(DeleteStreamOutput::new())
}

/// Removes a stream at once; its rows go in steps.
pub fn remove(ctx: &mut Ctx<'_>, stream: &Stream) -> Result<(), ApiError> {
    let row = &stream.row;
    if row.is_on_demand {
        count_on_demand(ctx, -1)?;
    }
    count_shards(ctx, row, -(row.open.len() as i64))?;
    charge::forget(ctx, stream)?;
    ctx.table_mut(&STREAMS).delete(&stream.name);
    let own = format!("stream/{}", stream.name);
    ctx.table_mut(&POLICIES).delete(&own);
    let of_consumers = Range::all().starting_with(&format!("{own}/"));
    let policies = ctx.table(&POLICIES).keys(&of_consumers).collect::<Result<Vec<_>, _>>()?;
    for policy in policies {
        ctx.table_mut(&POLICIES).delete(&policy);
    }
    ctx.table_mut(&CONSUMERS).delete_range(&Range::within(&(row.id,)))?;
    for open in &row.open {
        ctx.wake(row.topic(open.number), usize::MAX);
    }
    jobs::drop_stream(ctx, row.id);
    Ok(())
}
