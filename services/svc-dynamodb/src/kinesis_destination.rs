//! Kinesis streaming destinations: every change of a table's items goes into a stream of Kinesis.
//!
//! A change leaves a job in its own commit, which puts a record into the stream. What the stream
//! does not take is tried again for a day; so changes come at least once, and not always in order.
//!
//! Sources: "Using Kinesis Data Streams to capture changes to DynamoDB" in the Developer Guide (a
//! day of retries; order); the record as users show those that AWS has sent them
//! (awslabs/amazon-kinesis-client#1370), with its precision where that is microseconds.

use std::time::Duration;

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Principal, Struct, Timestamp};
use minicbor::{Decode, Encode};
use serde_json::json;

use crate::api::{
    self, DescribeKinesisStreamingDestinationInput, DescribeKinesisStreamingDestinationOutput,
    DisableKinesisStreamingDestinationInput, DisableKinesisStreamingDestinationOutput,
    EnableKinesisStreamingConfigurationBuilder, EnableKinesisStreamingDestinationInput,
    EnableKinesisStreamingDestinationOutput, KinesisDataStreamDestinationBuilder,
    UpdateKinesisStreamingConfigurationBuilder, UpdateKinesisStreamingDestinationInput,
    UpdateKinesisStreamingDestinationOutput, approximate_creation_date_time_precision,
    destination_status, error,
};
use crate::attribute::Item;
use crate::errors;
use crate::json::item_json;
use crate::names;
use crate::state::{TableRef, TableRow};
use crate::write::{Before, Cause};

/// The step: `Stream`, `Key`, `Data`, `Until`, `Attempt`.
pub const DELIVER: &str = "DeliverToKinesis";

/// "DynamoDB … retries for up to 24 hours."
const RETRY_SECONDS: i64 = 24 * 3_600;
const DELAY_SECONDS_MAX: u64 = 60;
/// Destinations that are remembered of a table, those that were disabled included.
const REMEMBERED_MAX: usize = 10;

/// A stream into which a table's changes go, or went.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct DestinationRow {
    #[n(0)]
    pub stream: String,
    #[n(1)]
    pub is_active: bool,
    #[n(2)]
    pub is_in_micros: bool,
}

/// Where a table's changes go now.
pub fn active(row: &TableRow) -> Option<&DestinationRow> {
    row.destinations.iter().find(|destination| destination.is_active)
}

fn precision(is_in_micros: bool) -> &'static str {
    if is_in_micros {
        approximate_creation_date_time_precision::MICROSECOND
    } else {
        approximate_creation_date_time_precision::MILLISECOND
    }
}

pub fn enable_kinesis_streaming_destination(
    ctx: &mut Ctx<'_>,
    input: EnableKinesisStreamingDestinationInput<'_>,
) -> Result<EnableKinesisStreamingDestinationOutput, ApiError> {
    let mut table = names::find_active(ctx, input.table_name())?;
    let stream = input.stream_arn();
    let configuration = input.enable_kinesis_streaming_configuration();
    let wanted = configuration.and_then(
        api::EnableKinesisStreamingConfiguration::approximate_creation_date_time_precision,
    );
    let is_in_micros = wanted == Some(approximate_creation_date_time_precision::MICROSECOND);
    check_stream(ctx, stream)?;
    if let Some(other) = active(&table.row) {
        // The words are ours: unverified.
        let message = if other.stream == stream {
            "Table is already streaming to this Kinesis data stream"
        } else {
            "Table is already streaming to another Kinesis data stream"
        };
        return Err(error::resource_in_use_exception(message));
    }
    let destinations = &mut table.row.destinations;
    destinations.retain(|destination| destination.stream != stream);
    destinations.truncate(REMEMBERED_MAX - 1);
    let row = DestinationRow { stream: stream.to_owned(), is_active: true, is_in_micros };
    destinations.insert(0, row);
    names::save(ctx, &table);
    let shown = EnableKinesisStreamingConfigurationBuilder::new()
        .approximate_creation_date_time_precision(precision(is_in_micros));
    Ok(EnableKinesisStreamingDestinationOutput::new()
        .table_name(table.name.as_str())
        .stream_arn(stream)
        .destination_status(destination_status::ENABLING)
        .enable_kinesis_streaming_configuration(configuration.map(|_| shown)))
}

pub fn disable_kinesis_streaming_destination(
    ctx: &mut Ctx<'_>,
    input: DisableKinesisStreamingDestinationInput<'_>,
) -> Result<DisableKinesisStreamingDestinationOutput, ApiError> {
    let mut table = names::find_active(ctx, input.table_name())?;
    let destination = find(&mut table, input.stream_arn())?;
    destination.is_active = false;
    names::save(ctx, &table);
    Ok(DisableKinesisStreamingDestinationOutput::new()
        .table_name(table.name.as_str())
        .stream_arn(input.stream_arn())
        .destination_status(destination_status::DISABLING))
}

pub fn update_kinesis_streaming_destination(
    ctx: &mut Ctx<'_>,
    input: UpdateKinesisStreamingDestinationInput<'_>,
) -> Result<UpdateKinesisStreamingDestinationOutput, ApiError> {
    let mut table = names::find_active(ctx, input.table_name())?;
    let configuration = input.update_kinesis_streaming_configuration();
    let wanted = configuration.and_then(
        api::UpdateKinesisStreamingConfiguration::approximate_creation_date_time_precision,
    );
    let Some(wanted) = wanted else {
        // The words are ours: unverified.
        return Err(errors::ours("ApproximateCreationDateTimePrecision must be given".to_owned()));
    };
    let is_in_micros = wanted == approximate_creation_date_time_precision::MICROSECOND;
    let destination = find(&mut table, input.stream_arn())?;
    if destination.is_in_micros == is_in_micros {
        // The words are ours: unverified.
        return Err(errors::ours(format!(
            "The precision of the Kinesis streaming destination is {wanted} already"
        )));
    }
    destination.is_in_micros = is_in_micros;
    names::save(ctx, &table);
    let shown = UpdateKinesisStreamingConfigurationBuilder::new()
        .approximate_creation_date_time_precision(wanted);
    Ok(UpdateKinesisStreamingDestinationOutput::new()
        .table_name(table.name.as_str())
        .stream_arn(input.stream_arn())
        .destination_status(destination_status::UPDATING)
        .update_kinesis_streaming_configuration(shown))
}

pub fn describe_kinesis_streaming_destination(
    ctx: &mut Ctx<'_>,
    input: DescribeKinesisStreamingDestinationInput<'_>,
) -> Result<DescribeKinesisStreamingDestinationOutput, ApiError> {
    let table = names::find(ctx, input.table_name())?;
    let shown = table.row.destinations.iter().map(|destination| {
        let status = if destination.is_active {
            destination_status::ACTIVE
        } else {
            destination_status::DISABLED
        };
        KinesisDataStreamDestinationBuilder::new()
            .stream_arn(destination.stream.as_str())
            .destination_status(status)
            .approximate_creation_date_time_precision(precision(destination.is_in_micros))
    });
    Ok(DescribeKinesisStreamingDestinationOutput::new()
        .table_name(table.name.as_str())
        .kinesis_data_stream_destinations(shown.collect::<Vec<_>>()))
}

fn find<'t>(table: &'t mut TableRef, stream: &str) -> Result<&'t mut DestinationRow, ApiError> {
    let mut destinations = table.row.destinations.iter_mut();
    let found = destinations.find(|it| it.is_active && it.stream == stream);
    found.ok_or_else(|| {
        // The words are ours: unverified.
        error::resource_not_found_exception(format!(
            "Table is not streaming to the Kinesis data stream {stream}"
        ))
    })
}

/// The stream must be there, in the table's account and region.
fn check_stream(ctx: &mut Ctx<'_>, text: &str) -> Result<(), ApiError> {
    let arn = Arn::parse(text).filter(|arn| arn.service == "kinesis");
    let is_here =
        |arn: &Arn| arn.region == ctx.region().as_str() && arn.account == ctx.account().as_str();
    if !arn.as_ref().is_some_and(is_here) {
        // The words are ours: unverified.
        return Err(errors::ours(format!(
            "The Kinesis data stream must be of the table's account and Region: {text}"
        )));
    }
    let ask = by_service(ctx, Ask::to("kinesis", "DescribeStreamSummary").with("StreamARN", text));
    ctx.call(ask).map(drop).map_err(|error| match error.code() {
        "ResourceNotFoundException" => error::resource_not_found_exception(error.message()),
        _ => error,
    })
}

/// As the service-linked role of the table's account, which may do just this for the account.
fn by_service(ctx: &Ctx<'_>, mut ask: Ask) -> Ask {
    ask.principal = Some(Principal::Root(ctx.account()));
    ask
}

/// Leaves the record of a change to be put into the table's stream.
pub fn tell(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    before: &Before,
    after: Option<&Item>,
    cause: &Cause,
) {
    let Some(destination) = active(&table.row) else { return };
    let old = before.item.as_ref();
    let Some(some) = after.or(old) else { return };
    let keys = some.only(table.row.key_names());
    let event = match (old, after) {
        (None, _) => "INSERT",
        (Some(_), Some(_)) => "MODIFY",
        (Some(_), None) => "REMOVE",
    };
    let now = ctx.now();
    let at = if destination.is_in_micros { now.micros() } else { now.millis() };
    let size = keys.size() + after.map_or(0, Item::size) + old.map_or(0, Item::size);
    let mut change = json!({ "ApproximateCreationDateTime": at, "Keys": item_json(&keys) });
    if let Some(after) = after {
        change["NewImage"] = item_json(after);
    }
    if let Some(old) = old {
        change["OldImage"] = item_json(old);
    }
    change["SizeBytes"] = size.into();
    if destination.is_in_micros {
        change["ApproximateCreationDateTimePrecision"] = precision(true).into();
    }
    let identity = match cause {
        Cause::TimeToLive => json!({
            "type": "Service", "principalId": "dynamodb.amazonaws.com",
        }),
        _ => json!(null),
    };
    let record = json!({
        "awsRegion": ctx.region().as_str(),
        "eventID": ctx.chance().uuid(),
        "eventName": event,
        "userIdentity": identity,
        "recordFormat": "application/json",
        "tableName": table.name,
        "dynamodb": change,
        "eventSource": "aws:dynamodb",
    });
    // "A change data capture unit is one change of up to 1 KB."
    let units = size.div_ceil(1_024).max(1) as u64;
    ctx.meter_for("ChangeDataCaptureUnits-Kinesis", &names::table_arn(ctx, &table.name), units);
    let until = now.secs() + RETRY_SECONDS;
    let input = Struct::new()
        .with("Stream", destination.stream.as_str())
        // Changes of an item stay in one shard.
        .with("Key", format!("{:08x}", before.key.partition_hash()))
        .with("Data", Bytes::from(record.to_string()))
        .with("Until", until)
        .with("Attempt", 0);
    ctx.enqueue(Job::now(Ask::to("dynamodb", DELIVER).with_input(input)));
}

/// The step: puts a record, or leaves it for later.
pub fn deliver(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let data = input.blob("Data").cloned().unwrap_or_default();
    let ask = Ask::to("kinesis", "PutRecord")
        .with("StreamARN", input.str("Stream").unwrap_or_default())
        .with("PartitionKey", input.str("Key").unwrap_or_default())
        .with("Data", data);
    let ask = by_service(ctx, ask);
    let Err(error) = ctx.call(ask) else { return Ok(Struct::new()) };
    let attempt = input.int("Attempt").unwrap_or_default();
    let delay = 1_u64.checked_shl(attempt.clamp(0, 16) as u32).unwrap_or(DELAY_SECONDS_MAX);
    let next: Timestamp = ctx.now() + Duration::from_secs(delay.min(DELAY_SECONDS_MAX));
    if next.secs() > input.int("Until").unwrap_or_default() {
        tracing::warn!(code = error.code(), "a change is not put into its Kinesis stream");
        return Ok(Struct::new());
    }
    let mut input = input.clone();
    input.set("Attempt", attempt + 1);
    ctx.enqueue(Job::now(Ask::to("dynamodb", DELIVER).with_input(input)).at(next));
    Ok(Struct::new())
}
