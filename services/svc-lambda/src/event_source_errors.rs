//! What is wrong with an event source mapping, in AWS's words.
//!
//! Seen in replies of AWS that users have pasted into public issues: [`visibility_too_short`],
//! [`queue_exists`], [`stream_exists`], [`no_window`], [`window_on_fifo`],
//! [`cannot_access_stream`]. [U] marks words of which we remember AWS's or that are our own, and
//! could not verify.

use kernel::ApiError;

pub fn invalid(message: impl Into<String>) -> ApiError {
    ApiError::new("InvalidParameterValueException", message.into()).with_member("Type", "User")
}

fn of_status(code: &'static str, status: u16, message: String) -> ApiError {
    ApiError::new(code, message).with_status(status).with_member("Type", "User")
}

pub fn not_implemented(feature: &str) -> ApiError {
    ApiError::new("NotImplemented", format!("Nephele does not implement {feature}."))
        .with_status(501)
}

/// [U]
pub fn no_such_mapping() -> ApiError {
    let message = "The resource you requested does not exist.";
    of_status("ResourceNotFoundException", 404, message.to_owned())
}

/// [U]
pub fn in_use(what: &str) -> ApiError {
    let message = format!("Cannot {what} the event source mapping because it is in use.");
    of_status("ResourceInUseException", 400, message)
}

/// [U]
pub fn unrecognized_source() -> ApiError {
    invalid("Unrecognized event source.")
}

/// [U]
pub fn other_region() -> ApiError {
    invalid("The event source must be in the same Region as the function.")
}

pub fn queue_exists(source: &str, function: &str, uuid: &str) -> ApiError {
    let message = format!(
        "An event source mapping with SQS arn (\" {source} \") and function (\" {function} \") \
         already exists. Please update or delete the existing mapping with UUID {uuid}"
    );
    of_status("ResourceConflictException", 409, message)
}

pub fn stream_exists(source: &str, function: &str, uuid: &str) -> ApiError {
    let message = format!(
        "The event source arn (\" {source} \") and function (\" {function} \") provided mapping \
         already exists. Please update or delete the existing mapping with UUID {uuid}"
    );
    of_status("ResourceConflictException", 409, message)
}

pub fn visibility_too_short(queue_s: i64, function_s: i64) -> ApiError {
    invalid(format!(
        "Queue visibility timeout: {queue_s} seconds is less than Function timeout: {function_s} \
         seconds"
    ))
}

pub fn no_window() -> ApiError {
    invalid(
        "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater \
         than 10",
    )
}

pub fn window_on_fifo() -> ApiError {
    invalid("Batching window is not supported for FIFO queues")
}

/// [U]
pub fn batch_on_fifo() -> ApiError {
    invalid("Batch size must be at most 10 for FIFO queues")
}

/// [U]
pub fn cannot_receive() -> ApiError {
    invalid("The provided execution role does not have permissions to call ReceiveMessage on SQS")
}

/// [U]
pub fn no_queue() -> ApiError {
    invalid(
        "Error occurred while ReceiveMessage. SQS Error Code: \
         AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not \
         exist.",
    )
}

pub fn cannot_access_stream(stream: &str, is_kinesis: bool) -> ApiError {
    let shards = if is_kinesis { "ListShards, " } else { "" };
    invalid(format!(
        "Cannot access stream {stream}. Please ensure the role can perform the GetRecords, \
         GetShardIterator, DescribeStream, {shards}and ListStreams Actions on your stream in IAM."
    ))
}

/// [U]
pub fn no_stream(stream: &str) -> ApiError {
    invalid(format!("Stream not found: {stream}"))
}

/// [U]
pub fn no_position() -> ApiError {
    invalid(
        "1 validation error detected: Value null at 'startingPosition' failed to satisfy \
         constraint: Member must not be null.",
    )
}

/// [U]
pub fn position_of_queue() -> ApiError {
    invalid("StartingPosition is not valid for SQS event sources.")
}

/// [U]
pub fn unsupported_position(stream: &str) -> ApiError {
    invalid(format!("Unsupported starting position for arn type: {stream}"))
}

/// [U]
pub fn wrong_timestamp(message: &'static str) -> ApiError {
    invalid(message)
}

/// [U]
pub fn unsupported(parameter: &str) -> ApiError {
    invalid(format!("Unsupported {parameter} parameter for given event source mapping type."))
}

/// [U]
pub fn invalid_pattern() -> ApiError {
    invalid("Invalid filter pattern definition.")
}

/// [U]
pub fn too_many_filters(most: usize) -> ApiError {
    invalid(format!("An event source mapping has at most {most} filters."))
}

/// [U]
pub fn record_age_too_small() -> ApiError {
    invalid("MaximumRecordAgeInSeconds must be -1 or at least 60.")
}

/// [U]
pub fn invalid_destination(arn: &str) -> ApiError {
    invalid(format!("The destination ARN {arn} is invalid."))
}

/// [U]
pub fn filters_too_long(most: usize) -> ApiError {
    invalid(format!("A filter pattern has at most {most} characters."))
}

/// [U]
pub fn invalid_marker() -> ApiError {
    invalid("The marker is not valid.")
}

/// [U]
pub fn unsupported_metrics(metrics: &str) -> ApiError {
    invalid(format!("The metrics {metrics} are not supported for this event source."))
}
