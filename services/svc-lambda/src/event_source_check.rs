//! What a client asks of an event source mapping: refused, or with the defaults filled in.
//!
//! The settings are kept in the shape of the API ([`MEMBERS`] of the inputs); which of them a
//! source takes is a table.

use kernel::{ApiError, Ctx, Struct, Value};

use crate::event_source_errors as errors;
use crate::event_source_function::Function;
use crate::event_source_limits as limits;
use crate::event_source_settings::Source;
use crate::poll_measures::EVENT_COUNT;
use event_sources::{queue, stream};

/// Which sources take a setting.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    All,
    Queues,
    Streams,
    /// Sources that are not here.
    Others,
}

/// The members that say how a source is read.
const MEMBERS: [(&str, Of); 23] = [
    ("BatchSize", Of::All),
    ("FilterCriteria", Of::All),
    ("MaximumBatchingWindowInSeconds", Of::All),
    ("FunctionResponseTypes", Of::All),
    ("KMSKeyArn", Of::All),
    ("MetricsConfig", Of::All),
    ("ScalingConfig", Of::Queues),
    ("ProvisionedPollerConfig", Of::Queues),
    ("ParallelizationFactor", Of::Streams),
    ("StartingPosition", Of::Streams),
    ("StartingPositionTimestamp", Of::Streams),
    ("DestinationConfig", Of::Streams),
    ("MaximumRecordAgeInSeconds", Of::Streams),
    ("BisectBatchOnFunctionError", Of::Streams),
    ("MaximumRetryAttempts", Of::Streams),
    ("TumblingWindowInSeconds", Of::Streams),
    ("LoggingConfig", Of::Others),
    ("Topics", Of::Others),
    ("Queues", Of::Others),
    ("SourceAccessConfigurations", Of::Others),
    ("AmazonManagedKafkaEventSourceConfig", Of::Others),
    ("SelfManagedKafkaEventSourceConfig", Of::Others),
    ("DocumentDBEventSourceConfig", Of::Others),
];
/// Settings of ours that nothing here acts on; an empty value asks for nothing.
const NOT_HERE: [(&str, &str); 2] = [
    ("KMSKeyArn", "encryption of filter criteria with a customer managed key (KMSKeyArn)"),
    ("ProvisionedPollerConfig", "provisioned pollers (ProvisionedPollerConfig)"),
];

/// What is in force once `asked` is added to the settings that were. `old` is empty for a new
/// mapping.
pub fn settings(
    ctx: &Ctx<'_>,
    source: &Source,
    old: &Struct,
    asked: &Struct,
) -> Result<Struct, ApiError> {
    let mut new = old.clone();
    for (name, of) in MEMBERS {
        let Some(value) = asked.get(name) else { continue };
        if is_empty(value) {
            new.remove(name);
            continue;
        }
        let fits = match of {
            Of::All => true,
            Of::Queues => matches!(source, Source::Queue(_)),
            Of::Streams => matches!(source, Source::Stream(_)),
            Of::Others => false,
        };
        if name == "StartingPosition" && !fits {
            return Err(errors::position_of_queue());
        }
        if !fits {
            return Err(errors::unsupported(name));
        }
        if let Some((_, feature)) = NOT_HERE.iter().find(|(it, _)| *it == name) {
            return Err(errors::not_implemented(feature));
        }
        if name == "MetricsConfig" {
            check_metrics(value)?;
        }
        new.set(name, value.clone());
    }
    fill_defaults(source, &mut new);
    check_batches(source, &new)?;
    check_filters(source, &new)?;
    if matches!(source, Source::Stream(_)) {
        check_position(ctx, source, &new)?;
        check_failures(&new)?;
    }
    Ok(new)
}

/// Other groups than this one are of Kafka.
fn check_metrics(config: &Value) -> Result<(), ApiError> {
    let metrics = config.as_struct().and_then(|it| it.list("Metrics")).unwrap_or_default();
    match metrics.iter().filter_map(Value::as_str).find(|it| *it != EVENT_COUNT) {
        Some(other) => Err(errors::unsupported_metrics(other)),
        None => Ok(()),
    }
}

/// "To remove the configuration, pass an empty value."
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Struct(members) => members.iter().all(|(_, member)| is_empty(member)),
        Value::List(items) => items.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    }
}

fn fill_defaults(source: &Source, settings: &mut Struct) {
    let mut default = |name: &'static str, value: Value| {
        if settings.get(name).is_none() {
            settings.set(name, value);
        }
    };
    default("MaximumBatchingWindowInSeconds", Value::Int(0));
    default("FunctionResponseTypes", Value::List(Vec::new()));
    match source {
        Source::Queue(_) => default("BatchSize", Value::Int(limits::QUEUE_BATCH_DEFAULT)),
        Source::Stream(_) => {
            default("BatchSize", Value::Int(limits::STREAM_BATCH_DEFAULT));
            default("ParallelizationFactor", Value::Int(1));
            default("DestinationConfig", Value::Struct(Struct::new()));
            default("MaximumRecordAgeInSeconds", Value::Int(-1));
            default("BisectBatchOnFunctionError", Value::Bool(false));
            default("MaximumRetryAttempts", Value::Int(-1));
            default("TumblingWindowInSeconds", Value::Int(0));
        }
    }
}

fn check_batches(source: &Source, settings: &Struct) -> Result<(), ApiError> {
    let size = settings.int("BatchSize").unwrap_or_default();
    let window = settings.int("MaximumBatchingWindowInSeconds").unwrap_or_default();
    if source.is_ordered_queue() {
        if window > 0 {
            return Err(errors::window_on_fifo());
        }
        if size > limits::BATCH_WITHOUT_WINDOW_MAX {
            return Err(errors::batch_on_fifo());
        }
    }
    let is_queue = matches!(source, Source::Queue(_));
    if is_queue && size > limits::BATCH_WITHOUT_WINDOW_MAX && window == 0 {
        return Err(errors::no_window());
    }
    Ok(())
}

fn check_filters(source: &Source, settings: &Struct) -> Result<(), ApiError> {
    let criteria = settings.structure("FilterCriteria");
    let filters = criteria.and_then(|criteria| criteria.list("Filters")).unwrap_or_default();
    if filters.len() > limits::FILTERS_MAX {
        return Err(errors::too_many_filters(limits::FILTERS_MAX));
    }
    let patterns = filters.iter().filter_map(Value::as_struct);
    let mut patterns = patterns.filter_map(|filter| filter.str("Pattern"));
    if patterns.any(|text| text.chars().count() > limits::PATTERN_CHARS_MAX) {
        return Err(errors::filters_too_long(limits::PATTERN_CHARS_MAX));
    }
    source.filters(settings).map(drop)
}

fn check_position(ctx: &Ctx<'_>, source: &Source, settings: &Struct) -> Result<(), ApiError> {
    let position = settings.str("StartingPosition").ok_or_else(errors::no_position)?;
    let at = settings.timestamp("StartingPositionTimestamp");
    if position != "AT_TIMESTAMP" {
        return match at {
            None => Ok(()),
            Some(_) => Err(errors::wrong_timestamp(
                "StartingPositionTimestamp is only valid with the starting position AT_TIMESTAMP.",
            )),
        };
    }
    if !source.is_kinesis() {
        return Err(errors::unsupported_position(&source.arn().to_string()));
    }
    match at {
        None => Err(errors::wrong_timestamp(
            "StartingPositionTimestamp is required with the starting position AT_TIMESTAMP.",
        )),
        Some(at) if at > ctx.now() => {
            Err(errors::wrong_timestamp("StartingPositionTimestamp cannot be in the future."))
        }
        Some(_) => Ok(()),
    }
}

fn check_failures(settings: &Struct) -> Result<(), ApiError> {
    let age = settings.int("MaximumRecordAgeInSeconds").unwrap_or(-1);
    if (0..limits::RECORD_AGE_MIN_SECONDS).contains(&age) {
        return Err(errors::record_age_too_small());
    }
    let destinations = settings.structure("DestinationConfig");
    let of = |name: &str| {
        let block = destinations.and_then(|destinations| destinations.structure(name));
        block.and_then(|block| block.str("Destination")).filter(|text| !text.is_empty())
    };
    if of("OnSuccess").is_some() {
        return Err(errors::unsupported("OnSuccess"));
    }
    let Some(text) = of("OnFailure") else { return Ok(()) };
    if text.starts_with("kafka://") {
        return Err(errors::not_implemented("a Kafka topic as the destination of failures"));
    }
    let arn = kernel::arn::Arn::parse(text);
    let is_known = arn.is_some_and(|arn| match arn.service.as_str() {
        "sqs" | "sns" => arn.account_id().is_some() && arn.resource.strip_suffix(".fifo").is_none(),
        "s3" => !arn.resource.contains('/'),
        _ => false,
    });
    if is_known { Ok(()) } else { Err(errors::invalid_destination(text)) }
}

/// Whether the function's role may read the source, and the source fits the function.
pub fn source(ctx: &mut Ctx<'_>, source: &Source, function: &Function) -> Result<(), ApiError> {
    let arn = source.arn();
    if arn.region != ctx.region().as_str() {
        return Err(errors::other_region());
    }
    let reader = function.reader();
    match source {
        Source::Queue(queue) => {
            let timeout = queue::attribute(ctx, &reader, queue, "VisibilityTimeout");
            let timeout = timeout.map_err(|error| match error.code() {
                "QueueDoesNotExist" => errors::no_queue(),
                _ => errors::cannot_receive(),
            })?;
            let queue_s = timeout.and_then(|text| text.parse().ok()).unwrap_or(0);
            if queue_s < function.timeout_s {
                return Err(errors::visibility_too_short(queue_s, function.timeout_s));
            }
        }
        Source::Stream(stream) => {
            let described = stream::describe(ctx, &reader, stream);
            described.map_err(|error| match error.code() {
                "ResourceNotFoundException" => errors::no_stream(&stream.to_string()),
                _ => errors::cannot_access_stream(&stream.to_string(), source.is_kinesis()),
            })?;
        }
    }
    Ok(())
}
