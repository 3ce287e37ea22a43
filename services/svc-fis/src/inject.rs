//! What an action does to the world: a step that runs as the experiment's role, so that the role's
//! trust and its permissions decide.

use kernel::arn::Arn;
use kernel::faults::{Effect, Fault, Target};
use kernel::{Access, ApiError, Ask, Ctx, OpResult, Region, Struct, Timestamp, Value, Zone};

use crate::catalogue::{self, Action, Does};
use crate::check::operations;
use crate::errors;

/// Input: `action`, `target` (an ARN), `parameters`, `experiment` (its ARN), `until`. Output:
/// `faults`.
pub const INJECT: &str = "InjectFault";
/// The steps by which replicas are made: what a pause holds.
const COPY_OBJECT: &str = "Replicate";
const COPY_ITEM: &str = "ApplyReplicatedWrite";
/// Our words.
const MESSAGE: &str = "An experiment of AWS FIS has injected this error.";

pub fn inject(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let id = input.str("action").unwrap_or_default();
    let action = catalogue::find(id).ok_or_else(|| errors::no_action(id))?;
    let target = input.str("target").unwrap_or_default();
    let nothing = Struct::new();
    let parameters = input.structure("parameters").unwrap_or(&nothing);
    let until = Timestamp::from_micros(input.int("until").unwrap_or_default());
    authorize(ctx, action, target, input.str("experiment").unwrap_or_default())?;
    let faults = match action.does {
        Does::Wait => Vec::new(),
        Does::InternalError | Does::Throttle | Does::Unavailable => {
            injections(ctx, action.does, target, parameters)
        }
        Does::PauseTable => pause_table(ctx, target),
        Does::DarkRegion => {
            let region = parameters.str("region").and_then(Region::parse);
            vec![(Target { region, ..Target::default() }, Effect::Dark, 100)]
        }
        Does::DarkZone => {
            let zone = parameters.str("zone").and_then(Zone::parse);
            vec![(Target { zone, ..Target::default() }, Effect::Dark, 100)]
        }
        Does::PauseBucket => pause_bucket(ctx, target, parameters)?,
    };
    let mut made = Vec::new();
    for (target, effect, percent) in faults {
        let from = ctx.now();
        let fault = Fault { id: 0, target, effect, percent, from, until: Some(until) };
        match ctx.add_fault(fault)? {
            Some(id) => made.push(Value::Int(id as i64)),
            None => return Err(errors::invalid("The world has as many faults as it takes.")),
        }
    }
    Ok(Struct::new().with("faults", Value::List(made)))
}

/// Errors of APIs are injected into an experiment; a pause acts on its table or bucket ("Actions
/// reference", permissions).
fn authorize(
    ctx: &Ctx<'_>,
    action: &Action,
    target: &str,
    experiment: &str,
) -> Result<(), ApiError> {
    let is_injection = action.permission.starts_with("fis:");
    let resource = if is_injection { experiment } else { target };
    ctx.authorize(&Access::new(ctx, action.permission, resource))
}

type Planned = (Target, Effect, u32);

fn injections(ctx: &Ctx<'_>, does: Does, role: &str, parameters: &Struct) -> Vec<Planned> {
    let service = parameters.str("service").unwrap_or_default();
    let percent = parameters.str("percentage").and_then(|text| text.parse().ok()).unwrap_or(100);
    let effect = || match does {
        Does::Throttle => Effect::Throttle { per_second: None },
        Does::Unavailable => Effect::Error {
            code: "ServiceUnavailable".to_owned(),
            status: 503,
            message: MESSAGE.to_owned(),
        },
        _ => Effect::Error {
            code: "InternalError".to_owned(),
            status: 500,
            message: MESSAGE.to_owned(),
        },
    };
    let planned = operations(parameters).into_iter().map(|operation| {
        let target = Target {
            account: Arn::parse(role).and_then(|it| it.account_id()),
            region: Some(ctx.region()),
            service: Some(service.to_owned()),
            operation: Some(operation.to_owned()),
            resource: None,
            role: Some(role.to_owned()),
            zone: None,
        };
        (target, effect(), percent)
    });
    planned.collect()
}

/// Writes of this region's replica wait on their way out, and those of others on their way in.
fn pause_table(ctx: &Ctx<'_>, arn: &str) -> Vec<Planned> {
    let table = arn.rsplit('/').next().unwrap_or_default();
    let held = hold(ctx, ("dynamodb", COPY_ITEM), format!("Table={table}"));
    vec![held]
}

/// The destinations of a bucket that are in the region which the action names.
fn pause_bucket(
    ctx: &mut Ctx<'_>,
    arn: &str,
    parameters: &Struct,
) -> Result<Vec<Planned>, ApiError> {
    let bucket = arn.rsplit(':').next().unwrap_or_default().to_owned();
    let region = parameters.str("region").and_then(Region::parse).unwrap_or(ctx.region());
    let ask = Ask::to("s3", "GetBucketReplication").with("Bucket", bucket.as_str());
    let configuration = ctx.call(ask)?;
    let rules = configuration.structure("ReplicationConfiguration").and_then(|it| it.list("Rules"));
    let mut destinations: Vec<String> = Vec::new();
    for rule in rules.unwrap_or_default().iter().filter_map(Value::as_struct) {
        let destination = rule.structure("Destination").and_then(|it| it.str("Bucket"));
        destinations.extend(destination.map(str::to_owned));
    }
    destinations.sort();
    destinations.dedup();
    let mut held = Vec::new();
    for destination in destinations {
        let name = destination.rsplit(':').next().unwrap_or_default().to_owned();
        let ask = Ask::to("s3", "GetBucketLocation").with("Bucket", name);
        let located = ctx.call(ask)?;
        let place = located.str("LocationConstraint").filter(|place| !place.is_empty());
        if Region::parse(place.unwrap_or("us-east-1")) == Some(region) {
            let resource = format!("Bucket={bucket}&Destination={destination}");
            held.push(hold(ctx, ("s3", COPY_OBJECT), resource));
        }
    }
    Ok(held)
}

fn hold(ctx: &Ctx<'_>, (service, step): (&str, &str), resource: String) -> Planned {
    let target = Target {
        account: Some(ctx.account()),
        region: Some(ctx.region()),
        service: Some(service.to_owned()),
        operation: Some(step.to_owned()),
        resource: Some(resource),
        role: None,
        zone: None,
    };
    (target, Effect::Hold, 100)
}
