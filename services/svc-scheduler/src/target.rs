//! What a schedule calls: templated targets, told from the ARN of a resource, and universal ones,
//! which name an operation and bring its input as JSON.
//!
//! Sources: User Guide, "Using templated targets", "Using universal targets".

use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, Struct};
use targets::{BusEvent, Delivery, Unsupported};

use crate::api::{self, TargetBuilder};
use crate::definition;
use crate::errors;
use crate::limits;

const UNIVERSAL: &str = "aws-sdk:";
/// Services with templated targets.
const TEMPLATED: [&str; 12] = [
    "codebuild",
    "codepipeline",
    "ecs",
    "events",
    "firehose",
    "inspector",
    "kinesis",
    "lambda",
    "sagemaker",
    "sns",
    "sqs",
    "states",
];
/// Templated targets whose input must be JSON (API Reference, Target).
const JSON_ONLY: [&str; 3] = ["events", "lambda", "states"];
/// Blocks of parameters, and the service to whose targets each belongs. Those of event buses of
/// the second version belong to none that is known here.
const BLOCKS: [(&str, &str); 7] = [
    ("EcsParameters", "ecs"),
    ("EventBridgeParameters", "events"),
    ("EventBridgePutEventsV2Parameters", ""),
    ("EventBridgePutRawEventsParameters", ""),
    ("KinesisParameters", "kinesis"),
    ("SageMakerPipelineParameters", "sagemaker"),
    ("SqsParameters", "sqs"),
];
/// "Using universal targets", Unsupported actions: what only reads.
const READING: [&str; 25] = [
    "get",
    "describe",
    "list",
    "poll",
    "receive",
    "search",
    "scan",
    "query",
    "select",
    "read",
    "lookup",
    "discover",
    "validate",
    "batchget",
    "batchdescribe",
    "batchread",
    "transactget",
    "adminget",
    "adminlist",
    "testmigration",
    "retrieve",
    "testconnection",
    "translatedocument",
    "isauthorized",
    "invokemodel",
];

/// A call to be made for a schedule.
#[derive(Debug)]
pub struct Invocation<'a> {
    pub target: api::Target<'a>,
    pub schedule_arn: &'a str,
    /// What the target gets; context attributes are filled in.
    pub payload: &'a str,
    /// Seconds.
    pub due: i64,
}

/// Checks what a client asks for; answers it as it is kept.
pub fn read(ctx: &Ctx<'_>, target: api::Target<'_>) -> Result<Struct, ApiError> {
    let arn = Arn::parse(target.arn()).ok_or_else(errors::not_an_arn)?;
    if target.input().is_some_and(|input| input.len() > limits::INPUT_BYTES_MAX) {
        return Err(errors::input_too_long());
    }
    check_parameters(target, &arn)?;
    match universal(&arn) {
        Some((service, action)) => check_universal(ctx, target, service, action)?,
        None => check_templated(ctx, target, &arn)?,
    }
    let policy = definition::retry_policy(target.retry_policy());
    Ok(TargetBuilder(target.0.clone()).retry_policy(policy).into())
}

impl Invocation<'_> {
    /// The call, as the schedule's role; or the refusal that the target would answer.
    pub fn ask(&self, ctx: &Ctx<'_>, session: &str) -> Result<Ask, ApiError> {
        let arn = Arn::parse(self.target.arn()).ok_or_else(errors::not_an_arn)?;
        let role = Arn::parse(self.target.role_arn()).ok_or_else(errors::not_an_arn)?;
        let ask = match universal(&arn) {
            Some((service, action)) => self.universal_ask(ctx, service, action)?,
            None => targets::delivery(&arn, &self.delivery()).map_err(|_| errors::not_an_arn())?,
        };
        if !ctx.has_operation(&ask.service, &ask.operation) {
            return Err(errors::target_not_implemented(self.target.arn()));
        }
        Ok(ask.as_role(&role, session))
    }

    fn universal_ask(&self, ctx: &Ctx<'_>, service: &str, action: &str) -> Result<Ask, ApiError> {
        let (service, operation) =
            ctx.sdk_operation(service, action).ok_or_else(|| errors::unsupported_action(action))?;
        let input = ctx
            .bind_json(service, operation, self.payload)
            .map_err(api::error::validation_exception)?;
        Ok(Ask::to(service, operation).with_input(input))
    }

    fn delivery(&self) -> Delivery {
        let event = self.target.event_bridge_parameters().map(|parameters| BusEvent {
            source: parameters.source().to_owned(),
            detail_type: parameters.detail_type().to_owned(),
            detail: self.payload.to_owned(),
            resources: vec![self.schedule_arn.to_owned()],
            time: Some(self.due),
        });
        let group = self.target.sqs_parameters().and_then(api::SqsParameters::message_group_id);
        Delivery {
            body: self.payload.to_owned(),
            message_group_id: group.map(str::to_owned),
            partition_key: self
                .target
                .kinesis_parameters()
                .map(|parameters| parameters.partition_key().to_owned()),
            event,
            ..Delivery::default()
        }
    }
}

/// Service and action of a universal target.
fn universal(arn: &Arn) -> Option<(&str, &str)> {
    let is_universal =
        arn.service == "scheduler" && arn.region.is_empty() && arn.account.is_empty();
    arn.resource.strip_prefix(UNIVERSAL).filter(|_| is_universal)?.split_once(':')
}

fn check_parameters(target: api::Target<'_>, arn: &Arn) -> Result<(), ApiError> {
    for (block, service) in BLOCKS {
        if target.0.get(block).is_some() && arn.service != service {
            return Err(errors::parameters_not_supported(block));
        }
    }
    let has = |block: &str| target.0.get(block).is_some();
    let is_fifo = arn.service == "sqs" && arn.resource.strip_suffix(".fifo").is_some();
    let group = target.sqs_parameters().and_then(api::SqsParameters::message_group_id);
    match arn.service.as_str() {
        "sqs" if is_fifo && group.is_none() => Err(errors::parameters_missing("SqsParameters")),
        "sqs" if !is_fifo && group.is_some() => Err(errors::parameters_not_valid("MessageGroupId")),
        "events" if !has("EventBridgeParameters") => {
            Err(errors::parameters_missing("EventBridgeParameters"))
        }
        "kinesis" if !has("KinesisParameters") => {
            Err(errors::parameters_missing("KinesisParameters"))
        }
        _ => Ok(()),
    }
}

fn check_universal(
    ctx: &Ctx<'_>,
    target: api::Target<'_>,
    service_id: &str,
    action: &str,
) -> Result<(), ApiError> {
    let lower = action.to_ascii_lowercase();
    if READING.iter().any(|prefix| lower.starts_with(prefix)) {
        return Err(errors::unsupported_action(action));
    }
    let (service, operation) =
        ctx.sdk_operation(service_id, action).ok_or_else(|| errors::unsupported_action(action))?;
    if !ctx.has_operation(service, operation) {
        return Err(errors::target_not_implemented(target.arn()));
    }
    let input = target.input().ok_or_else(errors::no_input)?;
    check_json(input)
}

fn check_templated(ctx: &Ctx<'_>, target: api::Target<'_>, arn: &Arn) -> Result<(), ApiError> {
    if !TEMPLATED.contains(&arn.service.as_str()) {
        return Err(errors::unsupported_service(&arn.service));
    }
    let region = ctx.region();
    if arn.region != region.as_str() {
        return Err(errors::other_region(region.as_str()));
    }
    if JSON_ONLY.contains(&arn.service.as_str())
        && let Some(input) = target.input()
    {
        check_json(input)?;
    }
    match targets::delivery(arn, &Delivery::default()) {
        Ok(ask) if ctx.can_call(&ask.service, &ask.operation) => Ok(()),
        Ok(_) | Err(Unsupported::NotATarget) => Err(errors::target_not_implemented(target.arn())),
        Err(Unsupported::Incomplete) => Err(errors::not_an_arn()),
    }
}

fn check_json(text: &str) -> Result<(), ApiError> {
    serde_json::from_str::<serde_json::Value>(text)
        .map(|_| ())
        .map_err(|_| errors::input_is_no_json())
}
