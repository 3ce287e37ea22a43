//! Streams: made, described, listed and deleted.

use std::collections::BTreeMap;
use std::sync::Arc;

use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx};
use store::Range;

use crate::api::{
    CreateDeliveryStreamInput, CreateDeliveryStreamOutput, DeleteDeliveryStreamInput,
    DeleteDeliveryStreamOutput, DirectPutSourceConfiguration, ListDeliveryStreamsInput,
    ListDeliveryStreamsOutput, delivery_stream_type,
};
use crate::destination;
use crate::encryption;
use crate::errors;
use crate::limits;
use crate::state::{STREAMS, SourceRow, Status, Stream, StreamRow, TOTALS, arn};
use crate::tag;
use crate::transition;

pub fn find(ctx: &Ctx<'_>, name: &str) -> Result<Stream, ApiError> {
    match ctx.table(&STREAMS).get_shared(name)? {
        Some(row) => Ok(Stream { name: name.to_owned(), row }),
        None => Err(errors::not_found(ctx, name)),
    }
}

/// A stream that may be changed now.
pub fn find_active(ctx: &Ctx<'_>, name: &str) -> Result<Stream, ApiError> {
    let stream = find(ctx, name)?;
    if stream.row.status != Status::Active {
        return Err(errors::wrong_state(ctx, name, stream.row.status.name()));
    }
    Ok(stream)
}

pub fn create_delivery_stream(
    ctx: &mut Ctx<'_>,
    input: CreateDeliveryStreamInput<'_>,
) -> Result<CreateDeliveryStreamOutput, ApiError> {
    let name = input.delivery_stream_name();
    if ctx.table(&STREAMS).contains(name)? {
        return Err(errors::exists(ctx, name));
    }
    let source = read_source(ctx, input)?;
    let destination = destination::read_new(ctx, input.0)?;
    let mut tags = BTreeMap::new();
    if let Some(wanted) = input.tags() {
        tag::add(&mut tags, wanted)?;
    }
    let mut totals = ctx.table(&TOTALS).get("")?.unwrap_or_default();
    if totals.streams >= limits::STREAMS_MAX {
        return Err(errors::too_many_streams(limits::STREAMS_MAX));
    }
    let arn = arn(ctx, name).to_string();
    let encryption = match input.delivery_stream_encryption_configuration_input() {
        Some(_) if !matches!(source, SourceRow::DirectPut { .. }) => {
            return Err(errors::invalid(
                "Server-side encryption is for Firehose streams whose source is DirectPut.",
            ));
        }
        Some(asked) => Some(encryption::begin(ctx, &arn, Some(asked))?),
        None => None,
    };
    totals.streams += 1;
    ctx.table_mut(&TOTALS).put("", &totals);
    let row = StreamRow {
        id: ctx.chance().u64(),
        status: Status::Active,
        created: ctx.now().micros(),
        updated: None,
        source,
        destination,
        version: 1,
        tags,
        encryption,
        key_changes: Vec::new(),
    };
    let mut stream = Stream { name: name.to_owned(), row: Arc::new(row) };
    transition::creating(ctx, &mut stream)?;
    stream.save(ctx);
    Ok(CreateDeliveryStreamOutput::new().delivery_stream_arn(arn))
}

fn read_source(
    ctx: &mut Ctx<'_>,
    input: CreateDeliveryStreamInput<'_>,
) -> Result<SourceRow, ApiError> {
    if input.msk_source_configuration().is_some() {
        return Err(errors::not_implemented("Amazon MSK as the source of Firehose streams"));
    }
    if input.database_source_configuration().is_some() {
        return Err(errors::not_implemented("databases as the source of Firehose streams"));
    }
    let kinesis = input.kinesis_stream_source_configuration();
    let kind = input.delivery_stream_type().unwrap_or(delivery_stream_type::DIRECT_PUT);
    match (kind, kinesis) {
        (delivery_stream_type::DIRECT_PUT, None) => {
            let hint = input.direct_put_source_configuration();
            Ok(SourceRow::DirectPut {
                hint: hint.map(DirectPutSourceConfiguration::throughput_hint_in_m_bs),
            })
        }
        (delivery_stream_type::DIRECT_PUT, Some(_)) => Err(errors::invalid(
            "KinesisSourceStreamConfig is not applicable for DirectPut stream type.",
        )),
        (delivery_stream_type::KINESIS_STREAM_AS_SOURCE, Some(source)) => {
            if input.direct_put_source_configuration().is_some() {
                return Err(errors::invalid(
                    "DirectPutSourceConfiguration is for the stream type DirectPut.",
                ));
            }
            let (stream, role) = (source.kinesis_stream_arn(), source.role_arn());
            destination::check_role(ctx, role)?;
            check_kinesis(ctx, stream, role)?;
            Ok(SourceRow::Kinesis { stream: stream.to_owned(), role: role.to_owned(), since: 0 })
        }
        (delivery_stream_type::KINESIS_STREAM_AS_SOURCE, None) => Err(errors::invalid(
            "KinesisStreamSourceConfiguration is required for KinesisStreamAsSource.",
        )),
        _ => Err(errors::not_implemented(&format!("the source {kind} of Firehose streams"))),
    }
}

/// A stream that is not there, or that the role may not read, is told at once.
fn check_kinesis(ctx: &mut Ctx<'_>, stream: &str, role: &str) -> Result<(), ApiError> {
    let arn = Arn::parse(stream);
    let place = arn.as_ref().and_then(|arn| Some((arn.account_id()?, arn.region()?)));
    let (Some((account, region)), Some(role)) = (place, Arn::parse(role)) else {
        return Err(errors::invalid(format!("{stream} is no stream of Kinesis.")));
    };
    if region != ctx.region() {
        return Err(errors::invalid(format!(
            "The source {stream} is not in the region of the Firehose stream."
        )));
    }
    let ask = Ask::to("kinesis", "DescribeStreamSummary")
        .with("StreamARN", stream)
        .as_role(&role, crate::deliver::SESSION)
        .in_account(account);
    match ctx.call(ask) {
        Ok(_) => Ok(()),
        Err(error) => Err(errors::invalid(format!(
            "The source {stream} cannot be used by role {role}: {}",
            error.message()
        ))),
    }
}

pub fn delete_delivery_stream(
    ctx: &mut Ctx<'_>,
    input: DeleteDeliveryStreamInput<'_>,
) -> Result<DeleteDeliveryStreamOutput, ApiError> {
    let name = input.delivery_stream_name();
    let mut stream = find(ctx, name)?;
    match stream.row.status {
        // "You can't delete a Firehose stream that is in the CREATING state."
        Status::Creating => {
            return Err(errors::wrong_state(ctx, name, stream.row.status.name()));
        }
        Status::Active => transition::deleting(ctx, &mut stream)?,
        Status::Deleting => {}
    }
    Ok(DeleteDeliveryStreamOutput::new())
}

pub fn list_delivery_streams(
    ctx: &mut Ctx<'_>,
    input: ListDeliveryStreamsInput<'_>,
) -> Result<ListDeliveryStreamsOutput, ApiError> {
    let limit = input.limit().unwrap_or(limits::LIST_DEFAULT).max(1) as usize;
    let range = match input.exclusive_start_delivery_stream_name() {
        Some(name) => Range::all().after(name),
        None => Range::all(),
    };
    let wanted = input.delivery_stream_type();
    let mut names = Vec::new();
    let mut has_more = false;
    for entry in ctx.table(&STREAMS).scan(&range) {
        let (name, row) = entry?;
        if wanted.is_some_and(|wanted| row.source.name() != wanted) {
            continue;
        }
        if names.len() == limit {
            has_more = true;
            break;
        }
        names.push(name);
    }
    Ok(ListDeliveryStreamsOutput::new()
        .delivery_stream_names(names)
        .has_more_delivery_streams(has_more))
}
