//! Where a pipe writes: queues, topics, event buses, streams and log groups, one call an event;
//! functions and state machines, one call a batch; and API destinations.

use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, Struct};
use serde_json::Value as Json;
use targets::log_group::{self, Entry, Writing};
use targets::{BusEvent, Delivery, Unsupported};

use crate::api::{
    PipeTargetCloudWatchLogsParameters as Logs, PipeTargetEventBridgeEventBusParameters as Bus,
    PipeTargetKinesisStreamParameters as Stream, PipeTargetParameters,
    PipeTargetSqsQueueParameters as Queue,
};
use crate::asking::ASKED;
use crate::errors;
use crate::http_call;
use crate::path;
use crate::state::Pipe;

/// Blocks of parameters, and the services to whose resources each belongs (measured; see
/// `errors::wrong_target_parameters`).
const BLOCKS: [(&str, &[&str]); 12] = [
    ("LambdaFunctionParameters", &["lambda"]),
    ("StepFunctionStateMachineParameters", &["states"]),
    ("KinesisStreamParameters", &["kinesis"]),
    ("EcsTaskParameters", &["ecs"]),
    ("BatchJobParameters", &["batch"]),
    ("SqsQueueParameters", &["sqs"]),
    ("HttpParameters", &["events", "execute-api"]),
    ("RedshiftDataParameters", &["redshift", "redshift-serverless"]),
    ("SageMakerPipelineParameters", &["sagemaker"]),
    ("EventBridgeEventBusParameters", &["events"]),
    ("CloudWatchLogsParameters", &["logs"]),
    ("TimestreamParameters", &["timestream"]),
];
/// Services that pipes write to; see "Amazon EventBridge Pipes targets".
const KNOWN: [&str; 17] = [
    "batch",
    "ecs",
    "events",
    "execute-api",
    "firehose",
    "inspector",
    "kinesis",
    "lambda",
    "logs",
    "redshift",
    "redshift-serverless",
    "sagemaker",
    "sns",
    "sqs",
    "states",
    "timestream",
    "codebuild",
];
const FIRE_AND_FORGET: &str = "FIRE_AND_FORGET";
const BUS: &str = "event-bus/";

#[derive(Debug)]
pub struct Target {
    arn: Arn,
    is_destination: bool,
}

/// An event on its way to the target.
#[derive(Debug)]
pub struct Outgoing<'a> {
    /// What the template makes of it.
    pub text: String,
    /// The event itself with its payload opened, for parameters that are paths.
    pub opened: &'a Json,
    pub event_source: &'a str,
}

impl Target {
    pub fn of(ctx: &Ctx<'_>, text: &str) -> Result<Target, ApiError> {
        let arn = Arn::parse(text).ok_or_else(errors::invalid_target)?;
        let service = arn.service.as_str();
        if !KNOWN.contains(&service) {
            return Err(errors::invalid_target());
        }
        if service == "sns" && arn.resource.strip_suffix(".fifo").is_some() {
            return Err(errors::fifo_topic());
        }
        if http_call::is_destination(ctx, &arn) {
            return Ok(Target { arn, is_destination: true });
        }
        let refused = || errors::not_implemented(&format!("{text} as the target of a pipe"));
        let is_other = service == "events" && !arn.resource.starts_with(BUS);
        if is_other {
            return Err(refused());
        }
        if log_group::group_of(&arn).is_some() && ctx.can_call("logs", "PutLogEvents") {
            return Ok(Target { arn, is_destination: false });
        }
        match targets::delivery(&arn, &Delivery::default()) {
            Ok(ask) if ctx.can_call(&ask.service, &ask.operation) => {
                Ok(Target { arn, is_destination: false })
            }
            Ok(_) | Err(Unsupported::NotATarget) => Err(refused()),
            Err(Unsupported::Incomplete) => Err(errors::invalid_target()),
        }
    }

    pub fn arn(&self) -> &Arn {
        &self.arn
    }

    /// A batch goes to it as a whole: see [`crate::whole`].
    pub fn takes_batches(&self) -> bool {
        ASKED.contains(&self.arn.service.as_str())
    }

    /// Whether it is asked and answers later: a function or a state machine, unless its events are
    /// fired and forgotten.
    pub fn is_asked(&self, pipe: &Pipe) -> bool {
        let block = match self.arn.service.as_str() {
            "lambda" => "LambdaFunctionParameters",
            _ => "StepFunctionStateMachineParameters",
        };
        let block = pipe.row.definition.target_parameters.structure(block);
        let kind = block.and_then(|block| block.str("InvocationType"));
        self.takes_batches() && kind != Some(FIRE_AND_FORGET)
    }

    /// An API destination is asked and answers later: see [`crate::belt`].
    pub fn is_destination(&self) -> bool {
        self.is_destination
    }

    pub fn check_parameters(&self, parameters: &Struct) -> Result<(), ApiError> {
        let service = self.arn.service.as_str();
        let is_wrong = |(block, of): (&str, &[&str])| {
            parameters.get(block).is_some() && !of.contains(&service)
        };
        // Of the two blocks of `events`, one is of API destinations and one of buses.
        let other =
            if self.is_destination { "EventBridgeEventBusParameters" } else { "HttpParameters" };
        if BLOCKS.into_iter().any(is_wrong) || parameters.get(other).is_some() {
            return Err(errors::wrong_target_parameters());
        }
        if service == "kinesis" && parameters.structure("KinesisStreamParameters").is_none() {
            return Err(errors::no_partition_key());
        }
        Ok(())
    }

    /// Delivers; an error is the target's refusal.
    pub fn deliver(
        &self,
        ctx: &mut Ctx<'_>,
        pipe: &Pipe,
        outgoing: &Outgoing<'_>,
    ) -> Result<(), ApiError> {
        if self.arn.service == "logs" {
            return self.log(ctx, pipe, outgoing);
        }
        let ask = self.ask(pipe, outgoing)?;
        let output = ctx.call(crate::run::as_role(pipe, ask))?;
        // PutEvents succeeds as a call even when its one entry does not.
        let entry = output.list("Entries").and_then(|entries| entries.first()?.as_struct());
        match entry.and_then(|entry| Some((entry.str("ErrorCode")?, entry.str("ErrorMessage")))) {
            Some((code, message)) => {
                Err(ApiError::new(code.to_owned(), message.unwrap_or_default()))
            }
            None => Ok(()),
        }
    }

    /// An entry of the stream that the parameters name; else of one named after the pipe.
    fn log(&self, ctx: &mut Ctx<'_>, pipe: &Pipe, outgoing: &Outgoing<'_>) -> Result<(), ApiError> {
        let parameters = PipeTargetParameters(&pipe.row.definition.target_parameters);
        let logs = parameters.cloud_watch_logs_parameters();
        let resolve =
            |text: Option<&str>| text.and_then(|text| path::resolve(text, outgoing.opened));
        let stream = resolve(logs.and_then(Logs::log_stream_name));
        let stream = stream.as_deref().unwrap_or(&pipe.name);
        let millis = resolve(logs.and_then(Logs::timestamp)).and_then(|text| text.parse().ok());
        let millis = millis.unwrap_or(ctx.now().millis());
        let entry = Entry { millis, message: outgoing.text.clone() };
        let writing = Writing::to(&self.arn, stream, vec![entry]);
        let writing = writing.map_err(|_| errors::invalid_target())?;
        writing.write(ctx, |ask| crate::run::as_role(pipe, ask))
    }

    fn ask(&self, pipe: &Pipe, outgoing: &Outgoing<'_>) -> Result<Ask, ApiError> {
        let parameters = PipeTargetParameters(&pipe.row.definition.target_parameters);
        let resolve =
            |text: Option<&str>| text.and_then(|text| path::resolve(text, outgoing.opened));
        let queue = parameters.sqs_queue_parameters();
        let stream = parameters.kinesis_stream_parameters();
        let delivery = Delivery {
            body: outgoing.text.clone(),
            message_group_id: resolve(queue.and_then(Queue::message_group_id)),
            message_deduplication_id: resolve(queue.and_then(Queue::message_deduplication_id)),
            partition_key: resolve(stream.map(Stream::partition_key)),
            event: (self.arn.service == "events").then(|| bus_event(pipe, outgoing)),
            ..Delivery::default()
        };
        let mut ask =
            targets::delivery(&self.arn, &delivery).map_err(|_| errors::invalid_target())?;
        let bus = parameters.event_bridge_event_bus_parameters();
        if let Some(endpoint) = bus.and_then(Bus::endpoint_id) {
            ask.input.set("EndpointId", endpoint);
        }
        Ok(ask)
    }
}

/// Without parameters, events are from `Pipe NAME` and of the type `Event from aws:sqs`.
fn bus_event(pipe: &Pipe, outgoing: &Outgoing<'_>) -> BusEvent {
    let parameters = PipeTargetParameters(&pipe.row.definition.target_parameters);
    let bus = parameters.event_bridge_event_bus_parameters();
    let resolve = |text: Option<&str>| text.and_then(|text| path::resolve(text, outgoing.opened));
    let source = resolve(bus.and_then(Bus::source));
    let detail_type = resolve(bus.and_then(Bus::detail_type));
    let resources = bus.and_then(Bus::resources).into_iter().flatten();
    let time = resolve(bus.and_then(Bus::time));
    let time = time.and_then(|text| text.parse::<jiff::Timestamp>().ok());
    BusEvent {
        source: source.unwrap_or_else(|| format!("Pipe {}", pipe.name)),
        detail_type: detail_type.unwrap_or_else(|| format!("Event from {}", outgoing.event_source)),
        detail: outgoing.text.clone(),
        resources: resources.filter_map(|text| resolve(Some(text))).collect(),
        time: time.map(jiff::Timestamp::as_second),
    }
}
