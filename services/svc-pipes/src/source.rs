//! Where a pipe reads. A source is one case of [`Source`]: what it receives, what it is told when
//! that is done with, and what its parameters are called.

mod queue;

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Struct, Timestamp, Topic};

use crate::api::{self, PipeSourceParameters};
use crate::errors;
use crate::limits;
use crate::state::{Pipe, Record};

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
/// How clusters of Kafka outside AWS are written.
const SELF_MANAGED_KAFKA: &str = "smk://";

#[derive(Debug)]
pub enum Source {
    Queue(Arn),
}

/// What a look at a source finds.
#[derive(Debug)]
pub enum Received {
    Records(Vec<Record>),
    /// Nothing now; look again when the topic is woken, or then.
    Nothing {
        topic: Topic,
        until: Timestamp,
    },
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
            "kinesis" => refused("a Kinesis stream"),
            "dynamodb" => refused("a DynamoDB stream"),
            "mq" => refused("an Amazon MQ broker"),
            "kafka" => refused("an Amazon MSK cluster"),
            _ => Err(errors::invalid_source()),
        }
    }

    pub fn arn(&self) -> &Arn {
        match self {
            Source::Queue(arn) => arn,
        }
    }

    /// `eventSource` of its records.
    pub fn event_source(&self) -> &'static str {
        match self {
            Source::Queue(_) => queue::EVENT_SOURCE,
        }
    }

    /// The field of an event that holds what was sent to the source, as text.
    pub fn payload_field(&self) -> &'static str {
        match self {
            Source::Queue(_) => queue::PAYLOAD_FIELD,
        }
    }

    pub fn check_parameters(&self, parameters: &Struct) -> Result<(), ApiError> {
        let service = self.arn().service.as_str();
        let is_wrong = |(block, of): (&str, &str)| parameters.get(block).is_some() && of != service;
        if BLOCKS.into_iter().any(is_wrong) {
            return Err(errors::wrong_source_parameters());
        }
        Ok(())
    }

    /// Whether the pipe's role may read the source; else the reason for the pipe's state.
    pub fn check(&self, ctx: &mut Ctx<'_>, pipe: &Pipe) -> Result<(), String> {
        match self {
            Source::Queue(arn) => queue::check(ctx, pipe, arn),
        }
    }

    /// At most `max` records.
    pub fn receive(
        &self,
        ctx: &mut Ctx<'_>,
        pipe: &Pipe,
        max: usize,
    ) -> Result<Received, ApiError> {
        match self {
            Source::Queue(arn) => queue::receive(ctx, pipe, arn, max),
        }
    }

    /// These records are done with.
    pub fn acknowledge(&self, ctx: &mut Ctx<'_>, pipe: &Pipe, done: &[&Record]) {
        match self {
            Source::Queue(arn) => queue::acknowledge(ctx, pipe, arn, done),
        }
    }

    /// Why the pipe stops when the source has refused it so.
    pub fn reason(&self, error: &ApiError) -> String {
        match self {
            Source::Queue(_) => queue::reason(error),
        }
    }
}

pub fn batch_size(parameters: &Struct) -> i64 {
    let queue = PipeSourceParameters(parameters).sqs_queue_parameters();
    queue
        .and_then(api::PipeSourceSqsQueueParameters::batch_size)
        .unwrap_or(limits::QUEUE_BATCH_DEFAULT)
}

pub fn set_batch_size(parameters: &mut Struct, size: i64) {
    let mut block = parameters.structure(QUEUE_BLOCK).cloned().unwrap_or_default();
    block.set("BatchSize", size);
    parameters.set(QUEUE_BLOCK, block);
}

/// How long a batch waits for more; 0 when it does not.
pub fn window_s(parameters: &Struct) -> i64 {
    let queue = PipeSourceParameters(parameters).sqs_queue_parameters();
    queue
        .and_then(api::PipeSourceSqsQueueParameters::maximum_batching_window_in_seconds)
        .unwrap_or_default()
}
