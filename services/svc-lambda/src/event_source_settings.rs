//! How a mapping reads its source: what its settings say, as the readers want it.

use event_sources::filter::Filters;
use event_sources::{kinesis, queue, stream};
use kernel::arn::Arn;
use kernel::{ApiError, Struct, Value};

use crate::event_source_errors as errors;

/// What is read.
#[derive(Clone, Debug)]
pub enum Source {
    Queue(Arn),
    /// Of a table of DynamoDB, or of Kinesis.
    Stream(Arn),
}

impl Source {
    pub fn of(text: &str) -> Result<Source, ApiError> {
        let refused = |kind: &str| Err(errors::not_implemented(&format!("{kind} as event source")));
        let arn = Arn::parse(text).ok_or_else(errors::unrecognized_source)?;
        match arn.service.as_str() {
            "sqs" => Ok(Source::Queue(arn)),
            "kinesis" if kinesis::is_stream(&arn) => Ok(Source::Stream(arn)),
            "kinesis" => refused("a registered consumer of a Kinesis stream"),
            "dynamodb" if stream::is_stream(&arn) => Ok(Source::Stream(arn)),
            "mq" => refused("an Amazon MQ broker"),
            "kafka" => refused("an Amazon MSK cluster"),
            "rds" => refused("a change stream of Amazon DocumentDB"),
            _ => Err(errors::unrecognized_source()),
        }
    }

    pub fn arn(&self) -> &Arn {
        match self {
            Source::Queue(arn) | Source::Stream(arn) => arn,
        }
    }

    pub fn is_kinesis(&self) -> bool {
        matches!(self, Source::Stream(arn) if stream::is_kinesis(arn))
    }

    pub fn is_ordered_queue(&self) -> bool {
        matches!(self, Source::Queue(arn) if queue::is_fifo(arn))
    }

    /// The field of an event that holds what was sent to the source, as text; empty where events
    /// have none.
    pub fn payload_field(&self) -> &'static str {
        match self {
            Source::Queue(_) => queue::PAYLOAD_FIELD,
            Source::Stream(arn) if stream::is_kinesis(arn) => kinesis::PAYLOAD_FIELD,
            Source::Stream(_) => "",
        }
    }

    /// Which events are wanted.
    pub fn filters(&self, settings: &Struct) -> Result<Filters, ApiError> {
        let criteria = settings.structure("FilterCriteria");
        let filters = criteria.and_then(|criteria| criteria.list("Filters")).unwrap_or_default();
        let filters = filters.iter().filter_map(Value::as_struct);
        let patterns = filters.filter_map(|filter| filter.str("Pattern"));
        Filters::compile(patterns, self.payload_field()).map_err(|_| errors::invalid_pattern())
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    pub batch_size: usize,
    /// How long a batch waits for more; 0 when it does not.
    pub window_s: u64,
    /// Batches of a queue that the function may have at a time, if that was said.
    pub concurrency: Option<u32>,
    /// Batches of a shard that are under way beside each other.
    pub lanes: usize,
    /// Attempts after the first; `None` without end.
    pub retries: Option<u64>,
    pub record_age_s: Option<i64>,
    pub is_bisecting: bool,
    /// The function says which records have failed.
    pub is_reporting: bool,
    pub on_failure: Option<Arn>,
    /// The length of tumbling windows; 0 without.
    pub tumbling_s: i64,
    /// Its events are counted.
    pub is_measured: bool,
}

impl Settings {
    pub fn of(settings: &Struct) -> Settings {
        let number = |name: &str| settings.int(name).unwrap_or(0).max(0);
        // -1 is "infinite".
        let unless_infinite = |name: &str| settings.int(name).filter(|value| *value >= 0);
        let scaling = settings.structure("ScalingConfig");
        let concurrency = scaling.and_then(|scaling| scaling.int("MaximumConcurrency"));
        let destinations = settings.structure("DestinationConfig");
        let on_failure = destinations.and_then(|it| it.structure("OnFailure"));
        let on_failure = on_failure.and_then(|it| it.str("Destination"));
        Settings {
            batch_size: number("BatchSize").max(1) as usize,
            window_s: number("MaximumBatchingWindowInSeconds").unsigned_abs(),
            concurrency: concurrency.map(|it| it as u32),
            lanes: number("ParallelizationFactor").max(1) as usize,
            retries: unless_infinite("MaximumRetryAttempts").map(i64::cast_unsigned),
            record_age_s: unless_infinite("MaximumRecordAgeInSeconds"),
            is_bisecting: settings.bool("BisectBatchOnFunctionError") == Some(true),
            is_reporting: settings.list("FunctionResponseTypes").is_some_and(|it| !it.is_empty()),
            on_failure: on_failure.and_then(Arn::parse),
            tumbling_s: number("TumblingWindowInSeconds"),
            is_measured: settings.get("MetricsConfig").is_some(),
        }
    }
}
