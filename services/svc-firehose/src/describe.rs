//! DescribeDeliveryStream.

use kernel::{ApiError, Ctx, Struct, Timestamp, Value};

use crate::api::{
    DeliveryStreamDescriptionBuilder, DescribeDeliveryStreamInput, DescribeDeliveryStreamOutput,
};
use crate::encryption;
use crate::state::{DestinationRow, Kind, SourceRow};
use crate::stream;

pub const DESTINATION_ID: &str = "destinationId-000000000001";
/// What an S3 destination has of an extended one.
const PLAIN: [&str; 8] = [
    "RoleARN",
    "BucketARN",
    "Prefix",
    "ErrorOutputPrefix",
    "BufferingHints",
    "CompressionFormat",
    "EncryptionConfiguration",
    "CloudWatchLoggingOptions",
];

pub fn describe_delivery_stream(
    ctx: &mut Ctx<'_>,
    input: DescribeDeliveryStreamInput<'_>,
) -> Result<DescribeDeliveryStreamOutput, ApiError> {
    let stream = stream::find(ctx, input.delivery_stream_name())?;
    let row = &stream.row;
    // A stream has one destination: whoever goes on after it finds none.
    let is_first = input.exclusive_start_destination_id().is_none_or(|id| id < DESTINATION_ID);
    let mut destinations = Vec::new();
    if is_first {
        destinations.push(Value::from(show_destination(&row.destination)));
    }
    let mut description = DeliveryStreamDescriptionBuilder::new()
        .delivery_stream_name(stream.name.as_str())
        .delivery_stream_arn(stream.arn(ctx))
        .delivery_stream_status(row.status.name())
        .delivery_stream_type(row.source.name())
        .version_id(row.version.to_string())
        .create_timestamp(Timestamp::from_micros(row.created))
        .last_update_timestamp(row.updated.map(Timestamp::from_micros))
        .has_more_destinations(false);
    if let Some(row) = &row.encryption {
        let shown = encryption::show(row);
        description = description.delivery_stream_encryption_configuration(shown);
    }
    if let Some(source) = show_source(&row.source) {
        description.0.set("Source", source);
    }
    description.0.set("Destinations", destinations);
    Ok(DescribeDeliveryStreamOutput::new().delivery_stream_description(description))
}

fn show_source(source: &SourceRow) -> Option<Struct> {
    match source {
        SourceRow::DirectPut { hint } => {
            let hint = Struct::new().with("ThroughputHintInMBs", (*hint)?);
            Some(Struct::new().with("DirectPutSourceDescription", hint))
        }
        SourceRow::Kinesis { stream, role, since } => {
            let mut shown = Struct::new().with("KinesisStreamARN", stream).with("RoleARN", role);
            if *since > 0 {
                shown.set("DeliveryStartTimestamp", Timestamp::from_micros(*since));
            }
            Some(Struct::new().with("KinesisStreamSourceDescription", shown))
        }
    }
}

fn show_destination(row: &DestinationRow) -> Struct {
    let out = Struct::new().with("DestinationId", DESTINATION_ID);
    let mut shown = row.config.clone();
    match row.kind {
        Kind::S3 => {
            let plain =
                PLAIN.iter().filter_map(|name| Some((*name, row.config.get(name)?.clone())));
            let plain: Struct = plain.collect();
            if let Some(backup) = shown.remove("S3BackupConfiguration") {
                shown.set("S3BackupDescription", backup);
            }
            out.with("S3DestinationDescription", plain)
                .with("ExtendedS3DestinationDescription", shown)
        }
        Kind::Http => {
            if let Some(Value::Struct(endpoint)) = shown.get_mut("EndpointConfiguration") {
                endpoint.remove("AccessKey");
            }
            if let Some(bucket) = shown.remove("S3Configuration") {
                shown.set("S3DestinationDescription", bucket);
            }
            out.with("HttpEndpointDestinationDescription", shown)
        }
    }
}
