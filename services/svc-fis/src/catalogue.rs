//! What an experiment may do here, and to what: a table.
//!
//! Sources: "AWS FIS Actions reference" and "Targets for AWS FIS". Of AWS's actions those stand
//! here whose resources the world has, and two of Nephele's own. The injections of API errors are
//! for Amazon EC2 and Kinesis only in AWS; here they are for every service of the world.

use kernel::{ApiError, Ctx, Struct, Value, page};

use crate::api::{
    GetActionInput, GetTargetResourceTypeInput, ListActionsInput, ListTargetResourceTypesInput,
};
use crate::errors;
use crate::limits::PAGE;

#[derive(Debug)]
pub struct Action {
    pub id: &'static str,
    pub description: &'static str,
    /// The key under which an action names its target, and the type of that.
    pub target: Option<(&'static str, &'static str)>,
    pub parameters: &'static [Parameter],
    pub does: Does,
    /// The permission that the experiment's role needs on its targets.
    pub permission: &'static str,
}

#[derive(Debug)]
pub struct Parameter {
    pub name: &'static str,
    pub description: &'static str,
    pub is_required: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    Wait,
    InternalError,
    Throttle,
    Unavailable,
    PauseTable,
    PauseBucket,
    DarkRegion,
    DarkZone,
}

pub const ROLE: &str = "aws:iam:role";
pub const TABLE: &str = "aws:dynamodb:global-table";
pub const BUCKET: &str = "aws:s3:bucket";

const DURATION: Parameter = Parameter {
    name: "duration",
    description: "The duration, from one minute to 12 hours (ISO 8601).",
    is_required: true,
};

const INJECTION: &[Parameter] = &[
    DURATION,
    Parameter {
        name: "service",
        description: "The namespace of the API that is to fail.",
        is_required: true,
    },
    Parameter {
        name: "percentage",
        description: "The percentage (1-100) of calls to inject the fault into.",
        is_required: true,
    },
    Parameter {
        name: "operations",
        description: "The operations to inject the fault into, separated using commas.",
        is_required: true,
    },
];

const fn injection(
    id: &'static str,
    description: &'static str,
    permission: &'static str,
    does: Does,
) -> Action {
    let target = Some(("Roles", ROLE));
    Action { id, description, target, parameters: INJECTION, does, permission }
}

/// By id.
pub static ACTIONS: [Action; 8] = [
    Action {
        id: "aws:dynamodb:global-table-pause-replication",
        description: "Pauses the replication of a global table to its replicas.",
        target: Some(("Tables", TABLE)),
        parameters: &[DURATION],
        does: Does::PauseTable,
        permission: "dynamodb:PutResourcePolicy",
    },
    injection(
        "aws:fis:inject-api-internal-error",
        "Injects internal errors into requests made by the target IAM role.",
        "fis:InjectApiInternalError",
        Does::InternalError,
    ),
    injection(
        "aws:fis:inject-api-throttle-error",
        "Injects throttling errors into requests made by the target IAM role.",
        "fis:InjectApiThrottleError",
        Does::Throttle,
    ),
    injection(
        "aws:fis:inject-api-unavailable-error",
        "Injects unavailable errors into requests made by the target IAM role.",
        "fis:InjectApiUnavailableError",
        Does::Unavailable,
    ),
    Action {
        id: "aws:fis:wait",
        description: "Runs the wait action.",
        target: None,
        parameters: &[DURATION],
        does: Does::Wait,
        permission: "",
    },
    Action {
        id: "aws:s3:bucket-pause-replication",
        description: "Pauses replication from the target buckets to destination buckets.",
        target: Some(("Buckets", BUCKET)),
        parameters: &[
            DURATION,
            Parameter {
                name: "region",
                description: "The Region where the destination buckets are located.",
                is_required: true,
            },
        ],
        does: Does::PauseBucket,
        permission: "s3:PauseReplication",
    },
    // AWS has scenarios of many actions for these, on resources that the world does not have.
    Action {
        id: "nephele:region:power-interruption",
        description: "Lets another Region go dark: Nephele's own action.",
        target: None,
        parameters: &[
            DURATION,
            Parameter {
                name: "region",
                description: "The Region that goes dark.",
                is_required: true,
            },
        ],
        does: Does::DarkRegion,
        permission: "fis:InjectRegionPowerInterruption",
    },
    Action {
        id: "nephele:zone:power-interruption",
        description: "Lets an availability zone go dark: Nephele's own action.",
        target: None,
        parameters: &[
            DURATION,
            Parameter {
                name: "zone",
                description: "The ID of an availability zone of the Region, such as use1-az1.",
                is_required: true,
            },
        ],
        does: Does::DarkZone,
        permission: "fis:InjectZonePowerInterruption",
    },
];

/// (type, description), by type.
static RESOURCE_TYPES: [(&str, &str); 3] = [
    (TABLE, "Amazon DynamoDB global tables."),
    (ROLE, "IAM roles."),
    (BUCKET, "Amazon S3 buckets."),
];

pub fn find(id: &str) -> Option<&'static Action> {
    ACTIONS.iter().find(|action| action.id == id)
}

pub fn get_action(ctx: &mut Ctx, input: GetActionInput<'_>) -> Result<Struct, ApiError> {
    let action = find(input.id()).ok_or_else(|| errors::no_action(input.id()))?;
    let parameters: Struct = action
        .parameters
        .iter()
        .map(|it| {
            let told = Struct::new().with("description", it.description);
            (it.name, told.with("required", it.is_required))
        })
        .collect();
    let shown = summary(ctx, action).with("parameters", parameters);
    Ok(Struct::new().with("action", shown))
}

pub fn list_actions(ctx: &mut Ctx, input: ListActionsInput<'_>) -> Result<Struct, ApiError> {
    let from = position("ListActions", input.next_token())?;
    let count = input.max_results().map_or(PAGE, |max| max as usize);
    let rest = ACTIONS.iter().skip_while(|it| from.as_deref().is_some_and(|from| it.id <= from));
    let shown: Vec<&Action> = rest.take(count + 1).collect();
    let actions = shown.iter().take(count).map(|it| Value::Struct(summary(ctx, it))).collect();
    let output = Struct::new().with("actions", Value::List(actions));
    Ok(with_token(output, "ListActions", (shown.len() > count).then(|| shown[count - 1].id)))
}

fn summary(ctx: &Ctx<'_>, action: &Action) -> Struct {
    let targets: Struct = action
        .target
        .iter()
        .map(|(key, kind)| (*key, Struct::new().with("resourceType", *kind)))
        .collect();
    Struct::new()
        .with("id", action.id)
        .with("arn", ctx.arn(&format!("action/{}", action.id)).to_string())
        .with("description", action.description)
        .with("targets", targets)
        .with("tags", Struct::new())
}

pub fn get_target_resource_type(
    _: &mut Ctx,
    input: GetTargetResourceTypeInput<'_>,
) -> Result<Struct, ApiError> {
    let wanted = input.resource_type();
    let found = RESOURCE_TYPES.iter().find(|(id, _)| *id == wanted);
    let (id, description) = found.ok_or_else(|| errors::no_resource_type(wanted))?;
    let shown = Struct::new().with("resourceType", *id).with("description", *description);
    Ok(Struct::new().with("targetResourceType", shown.with("parameters", Struct::new())))
}

pub fn list_target_resource_types(
    _: &mut Ctx,
    input: ListTargetResourceTypesInput<'_>,
) -> Result<Struct, ApiError> {
    const OPERATION: &str = "ListTargetResourceTypes";
    let from = position(OPERATION, input.next_token())?;
    let count = input.max_results().map_or(PAGE, |max| max as usize);
    let rest =
        RESOURCE_TYPES.iter().skip_while(|it| from.as_deref().is_some_and(|from| it.0 <= from));
    let shown: Vec<_> = rest.take(count + 1).collect();
    let types = shown.iter().take(count).map(|(id, description)| {
        Value::Struct(Struct::new().with("resourceType", *id).with("description", *description))
    });
    let output = Struct::new().with("targetResourceTypes", Value::List(types.collect()));
    Ok(with_token(output, OPERATION, (shown.len() > count).then(|| shown[count - 1].0)))
}

/// After which entry a page begins.
pub fn position(operation: &str, token: Option<&str>) -> Result<Option<String>, ApiError> {
    let Some(token) = token else { return Ok(None) };
    let position = page::decode(operation, token).and_then(|it| String::from_utf8(it).ok());
    position.map(Some).ok_or_else(|| errors::invalid("The next token is not valid."))
}

pub fn with_token(output: Struct, operation: &str, last: Option<&str>) -> Struct {
    match last {
        Some(last) => output.with("nextToken", page::encode(operation, last.as_bytes())),
        None => output,
    }
}
