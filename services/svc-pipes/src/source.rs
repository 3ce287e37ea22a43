//! Where a pipe reads: what its parameters say of the source, and why it cannot be read. The
//! reading itself is in the crate `event-sources`.

use event_sources::filter::Filters;
use event_sources::{kinesis, queue, stream};
use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Struct};

use crate::api::{Filter, FilterCriteria, PipeSourceParameters};
use crate::errors;
use crate::limits;
use crate::state::Pipe;

/// Blocks of parameters, and the service to whose resources each belongs.
const BLOCKS: [(&str, &str); 7] = [
    ("SqsQueueParameters", "sqs"),
    ("KinesisStreamParameters", "kinesis"),
    ("DynamoDBStreamParameters", "dynamodb"),
    ("ActiveMQBrokerParameters", "mq"),
    ("RabbitMQBrokerParameters", "mq"),
    ("ManagedStreamingKafkaParameters", "kafka"),
    ("SelfManagedKafkaParameters", "smk"),
];
const QUEUE_BLOCK: &str = "SqsQueueParameters";
const CHANGES_BLOCK: &str = "DynamoDBStreamParameters";
const KINESIS_BLOCK: &str = "KinesisStreamParameters";
/// The blocks of sources that are read shard by shard.
pub const STREAM_BLOCKS: [&str; 2] = [CHANGES_BLOCK, KINESIS_BLOCK];
/// How clusters of Kafka outside AWS are written.
const SELF_MANAGED_KAFKA: &str = "smk://";

#[derive(Debug)]
pub enum Source {
    Queue(Arn),
    /// Of a table of DynamoDB, or of Kinesis.
    Stream(Arn),
}

impl Source {
    pub fn of(text: &str) -> Result<Source, ApiError> {
        let refused = |kind: &str| {
            Err(errors::not_implemented(&format!("{kind} ({text}) as the source of a pipe")))
        };
        if text.starts_with(SELF_MANAGED_KAFKA) {
            return refused("self-managed Apache Kafka");
        }
        let arn = Arn::parse(text).ok_or_else(errors::invalid_source)?;
        match arn.service.as_str() {
            "sqs" => Ok(Source::Queue(arn)),
            "kinesis" if kinesis::is_stream(&arn) => Ok(Source::Stream(arn)),
            "kinesis" => refused("a registered consumer of a Kinesis stream"),
            "dynamodb" if stream::is_stream(&arn) => Ok(Source::Stream(arn)),
            "mq" => refused("an Amazon MQ broker"),
            "kafka" => refused("an Amazon MSK cluster"),
            _ => Err(errors::invalid_source()),
        }
    }

    pub fn arn(&self) -> &Arn {
        match self {
            Source::Queue(arn) | Source::Stream(arn) => arn,
        }
    }

    /// `eventSource` of its records.
    pub fn event_source(&self) -> &'static str {
        match self {
            Source::Queue(_) => queue::EVENT_SOURCE,
            Source::Stream(arn) if stream::is_kinesis(arn) => kinesis::EVENT_SOURCE,
            Source::Stream(_) => stream::EVENT_SOURCE,
        }
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

    pub fn check_parameters(&self, parameters: &Struct) -> Result<(), ApiError> {
        let service = self.arn().service.as_str();
        let is_wrong = |(block, of): (&str, &str)| parameters.get(block).is_some() && of != service;
        if BLOCKS.into_iter().any(is_wrong) {
            return Err(errors::wrong_source_parameters());
        }
        let Source::Stream(_) = self else { return Ok(()) };
        let Some(block) = parameters.structure(self.block()) else {
            return Err(errors::no_starting_position(self.block()));
        };
        let is_at_time = block.str("StartingPosition") == Some("AT_TIMESTAMP");
        if is_at_time != block.timestamp("StartingPositionTimestamp").is_some() {
            return Err(errors::wrong_starting_timestamp());
        }
        let dead_letter = block.structure("DeadLetterConfig").and_then(|it| it.str("Arn"));
        if let Some(text) = dead_letter {
            let arn = Arn::parse(text).filter(|arn| ["sqs", "sns"].contains(&&*arn.service));
            let is_ordered = |arn: &Arn| arn.resource.strip_suffix(".fifo").is_some();
            if arn.is_none_or(|arn| is_ordered(&arn)) {
                return Err(errors::invalid_dead_letter());
            }
        }
        Ok(())
    }

    fn block(&self) -> &'static str {
        match self {
            Source::Queue(_) => QUEUE_BLOCK,
            Source::Stream(arn) if stream::is_kinesis(arn) => KINESIS_BLOCK,
            Source::Stream(_) => CHANGES_BLOCK,
        }
    }

    /// The size of batches, if it was given.
    pub fn given_batch_size(&self, parameters: &Struct) -> Option<i64> {
        parameters.structure(self.block()).and_then(|block| block.int("BatchSize"))
    }

    pub fn default_batch_size(&self) -> i64 {
        match self {
            Source::Queue(_) => limits::QUEUE_BATCH_DEFAULT,
            Source::Stream(_) => limits::STREAM_BATCH_DEFAULT,
        }
    }

    pub fn set_batch_size(&self, parameters: &mut Struct, size: i64) {
        let mut block = parameters.structure(self.block()).cloned().unwrap_or_default();
        block.set("BatchSize", size);
        parameters.set(self.block(), block);
    }

    /// Which events are wanted.
    pub fn filters(&self, parameters: &Struct) -> Result<Filters, ApiError> {
        let criteria = PipeSourceParameters(parameters).filter_criteria();
        let filters = criteria.and_then(FilterCriteria::filters);
        let patterns = filters.into_iter().flatten().filter_map(Filter::pattern);
        Filters::compile(patterns, self.payload_field())
            .map_err(|invalid| errors::invalid_pattern(&invalid.reason()))
    }

    /// Whether the pipe's role may read the source; else the reason for the pipe's state.
    pub fn check(&self, ctx: &mut Ctx<'_>, pipe: &Pipe) -> Result<(), String> {
        let checked = match self {
            Source::Queue(arn) => {
                queue::attribute(ctx, &pipe.reader(), arn, "QueueArn").map(|_| true)
            }
            Source::Stream(arn) => {
                stream::describe(ctx, &pipe.reader(), arn).map(|described| described.is_enabled)
            }
        };
        match checked {
            Ok(true) => Ok(()),
            Ok(false) => Err(STREAM_GONE.to_owned()),
            Err(error) => Err(self.reason(&error)),
        }
    }

    /// Why the pipe stops when the source has refused it so: the guide's sentences ("Pipe failure
    /// states"), and their like for a missing queue.
    pub fn reason(&self, error: &ApiError) -> String {
        let reason = match (self, error.code()) {
            (Source::Queue(_), "QueueDoesNotExist") => {
                "Queue not found. To resume processing please delete the pipe and create a new one."
            }
            (Source::Queue(_), _) => {
                "Pipes does not have required permissions to perform Queue operations \
                 (sqs:ReceiveMessage, sqs:DeleteMessage and sqs:GetQueueAttributes)"
            }
            (Source::Stream(_), "ResourceNotFoundException") => STREAM_GONE,
            (Source::Stream(arn), _) if stream::is_kinesis(arn) => {
                "Pipes does not have required permissions to perform Stream operations \
                 (kinesis:DescribeStreamSummary, kinesis:ListShards, kinesis:GetShardIterator and \
                 kinesis:GetRecords)"
            }
            (Source::Stream(_), _) => {
                "Pipes does not have required permissions to perform Stream operations \
                 (dynamodb:DescribeStream, dynamodb:GetRecords and dynamodb:GetShardIterator)"
            }
        };
        reason.to_owned()
    }
}

/// The guide's sentence ("Pipe failure states").
pub const STREAM_GONE: &str =
    "Stream not found. To resume processing please delete the pipe and create a new one.";

/// How a pipe reads its source: the members of its block of parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    pub batch_size: usize,
    /// How long a batch waits for more; 0 when it does not.
    pub window_s: u64,
    /// Batches of a shard that are under way beside each other.
    pub lanes: usize,
    /// Attempts after the first; `None` without end.
    pub retries: Option<u64>,
    pub record_age_s: Option<i64>,
    pub is_bisecting: bool,
    pub dead_letter: Option<Arn>,
}

impl Settings {
    /// Of parameters that [`Source::set_batch_size`] has seen.
    pub fn of(parameters: &Struct) -> Settings {
        let none = Struct::new();
        let mut blocks = [QUEUE_BLOCK, CHANGES_BLOCK, KINESIS_BLOCK].into_iter();
        let block = blocks.find_map(|name| parameters.structure(name)).unwrap_or(&none);
        // -1 is "infinite".
        let unless_infinite = |name: &str| block.int(name).filter(|value| *value >= 0);
        let dead_letter = block.structure("DeadLetterConfig").and_then(|it| it.str("Arn"));
        Settings {
            batch_size: block.int("BatchSize").unwrap_or(1).max(1) as usize,
            window_s: block.int("MaximumBatchingWindowInSeconds").unwrap_or(0).max(0) as u64,
            lanes: block.int("ParallelizationFactor").unwrap_or(1).max(1) as usize,
            retries: unless_infinite("MaximumRetryAttempts").map(i64::cast_unsigned),
            record_age_s: unless_infinite("MaximumRecordAgeInSeconds"),
            is_bisecting: block.str("OnPartialBatchItemFailure").is_some(),
            dead_letter: dead_letter.and_then(Arn::parse),
        }
    }
}
