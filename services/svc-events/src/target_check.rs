//! What may be a target, and with which parameters.
//!
//! All kinds of EventBridge's targets are accepted, also those whose service is not here yet: a
//! delivery to such a target fails and goes to its dead-letter queue.
//!
//! Sources: EventBridge User Guide, "Event bus targets"; API Reference, PutTargets and Target;
//! AWS's replies as quoted in issue threads of Terraform's provider and of CloudFormation.

use event_pattern::Value;
use kernel::arn::Arn;
use kernel::{ApiError, Ctx};

use crate::api::{DeadLetterConfig, KinesisParameters, SqsParameters, Target};
use crate::api_target;
use crate::errors;
use crate::names::{BusRef, Resource};
use crate::path::Path;
use crate::rule;
use crate::state::API_DESTINATIONS;
use crate::transform;

const FIFO_SUFFIX: &str = ".fifo";
/// Services whose resources can be targets.
const KINDS: [&str; 24] = [
    "appsync",
    "batch",
    "codebuild",
    "codepipeline",
    "ec2",
    "ecs",
    "events",
    "execute-api",
    "firehose",
    "glue",
    "inspector",
    "inspector2",
    "kinesis",
    "lambda",
    "logs",
    "redshift",
    "redshift-data",
    "redshift-serverless",
    "sagemaker",
    "sns",
    "sqs",
    "ssm",
    "ssm-incidents",
    "states",
];
/// Of those, the ones that need a role.
const KINDS_WITH_ROLE: [&str; 12] = [
    "appsync",
    "batch",
    "codebuild",
    "codepipeline",
    "ecs",
    "firehose",
    "glue",
    "kinesis",
    "redshift",
    "redshift-serverless",
    "sagemaker",
    "states",
];

pub fn check(ctx: &Ctx<'_>, target: Target<'_>) -> Result<(), ApiError> {
    let arn = read_arn(target.arn())?;
    check_kind(ctx, target, &arn)?;
    rule::check_role(ctx, target.role_arn())?;
    check_input(target)?;
    check_parameters(target, &arn)?;
    check_dead_letter(target)
}

fn read_arn(text: &str) -> Result<Arn, ApiError> {
    let wrong = || {
        errors::validation(format!(
            "Parameter {text} is not valid. Reason: Provided Arn is not in correct format."
        ))
    };
    let arn = Arn::parse(text).ok_or_else(wrong)?;
    let is_known = KINDS.contains(&arn.service.as_str());
    // A function's ARN names it with `function:`; buses and API destinations are ours.
    let is_shaped = match arn.service.as_str() {
        "events" => {
            matches!(Resource::of(&arn), Some(Resource::Bus(_) | Resource::ApiDestination(..)))
        }
        "lambda" => arn.resource.starts_with("function:"),
        "execute-api" => api_target::is_method(Some(&arn)),
        _ => true,
    };
    let is_placed = arn.account_id().is_some() && arn.region().is_some();
    if is_known && is_shaped && is_placed { Ok(arn) } else { Err(wrong()) }
}

fn check_kind(ctx: &Ctx<'_>, target: Target<'_>, arn: &Arn) -> Result<(), ApiError> {
    let destination = match Resource::of(arn) {
        Some(Resource::ApiDestination(name, id)) => Some((name, id)),
        _ => None,
    };
    let needs_role = KINDS_WITH_ROLE.contains(&arn.service.as_str()) || destination.is_some();
    if needs_role && target.role_arn().is_none() {
        let message = format!("RoleArn is required for target {}.", target.arn());
        return Err(errors::validation(message));
    }
    if let Some((name, id)) = destination {
        let is_here = *arn == ctx.arn(&arn.resource);
        let row = ctx.table(&API_DESTINATIONS).get(&name)?;
        if !is_here || row.is_none_or(|row| row.uuid != id) {
            let message = format!(
                "Parameter(s) {} not valid: the API destination does not exist.",
                target.arn()
            );
            return Err(errors::validation(message));
        }
    }
    let bus = BusRef::of_arn(target.arn());
    let is_transformed = target.input().is_some()
        || target.input_path().is_some()
        || target.input_transformer().is_some();
    if bus.is_some() && is_transformed {
        let message = format!(
            "Input, InputPath and InputTransformer are not supported for target {}.",
            target.arn()
        );
        return Err(errors::validation(message));
    }
    Ok(())
}

fn check_input(target: Target<'_>) -> Result<(), ApiError> {
    let id = target.id();
    let given = [
        target.input().is_some(),
        target.input_path().is_some(),
        target.input_transformer().is_some(),
    ];
    if given.iter().filter(|is_given| **is_given).count() > 1 {
        let message = format!(
            "Only one of Input, InputPath, or InputTransformer must be provided for target {id}."
        );
        return Err(errors::validation(message));
    }
    if let Some(input) = target.input()
        && let Err(fault) = Value::parse(input)
    {
        // As ansible-collections/community.aws issue 201 quotes it.
        let place = fault.source(input);
        let message = format!("JSON syntax error in input for target {id}: {place}");
        return Err(errors::validation(message));
    }
    if target.input_path().is_some_and(|path| Path::parse(path).is_none()) {
        let message = format!("InputPath for target {id} is not a valid JSON path.");
        return Err(errors::validation(message));
    }
    let Some(transformer) = target.input_transformer() else { return Ok(()) };
    for (name, path) in transformer.input_paths_map().into_iter().flat_map(kernel::view::Map::iter)
    {
        if name.to_ascii_lowercase().starts_with("aws.") || Path::parse(path).is_none() {
            let message =
                format!("InputPathsMap for target {id} has an invalid entry: {name}, {path}.");
            return Err(errors::validation(message));
        }
    }
    if let Some(name) = transform::unknown_placeholder(transformer.0) {
        let message = format!(
            "InputTemplate of target {id} names {name}, which InputPathsMap does not define."
        );
        return Err(errors::validation(message));
    }
    if !transform::is_json(transformer.input_template()) {
        let message =
            format!("Invalid InputTemplate for target {id}: it is not a valid JSON text.");
        return Err(errors::validation(message));
    }
    Ok(())
}

fn check_parameters(target: Target<'_>, arn: &Arn) -> Result<(), ApiError> {
    let id = target.id();
    let is_fifo = arn.service == "sqs" && arn.resource.ends_with(FIFO_SUFFIX);
    let group = target.sqs_parameters().and_then(SqsParameters::message_group_id);
    if is_fifo && group.is_none() {
        let message = format!("Parameter(s) SqsParameters must be specified for target: {id}.");
        return Err(errors::validation(message));
    }
    if arn.service == "ecs" && target.ecs_parameters().is_none() {
        let message = format!("Parameter(s) EcsParameters must be specified for target: {id}.");
        return Err(errors::validation(message));
    }
    if arn.service == "batch" && target.batch_parameters().is_none() {
        let message = format!("Parameter(s) BatchParameters must be specified for target: {id}.");
        return Err(errors::validation(message));
    }
    let key_path = target.kinesis_parameters().map(KinesisParameters::partition_key_path);
    if key_path.is_some_and(|path| Path::parse(path).is_none()) {
        let message = format!("PartitionKeyPath for target {id} is not a valid JSON path.");
        return Err(errors::validation(message));
    }
    Ok(())
}

/// A dead-letter queue is a standard queue of SQS.
fn check_dead_letter(target: Target<'_>) -> Result<(), ApiError> {
    let Some(text) = target.dead_letter_config().and_then(DeadLetterConfig::arn) else {
        return Ok(());
    };
    let queue = Arn::parse(text).filter(|arn| {
        let is_placed = arn.account_id().is_some() && arn.region().is_some();
        arn.service == "sqs" && is_placed && !arn.resource.ends_with(FIFO_SUFFIX)
    });
    if queue.is_some() {
        return Ok(());
    }
    let message =
        format!("Parameter {text} is not valid. Reason: Provided Arn is not in correct format.");
    Err(errors::validation(message))
}
