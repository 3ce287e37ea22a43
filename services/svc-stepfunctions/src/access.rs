//! What each operation acts on, in the words of policies.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Step
//! Functions".

use kernel::arn::Arn;
use kernel::{Access, ApiError, Ctx, Struct};

use crate::state;

/// Members that name what an operation acts on.
const RESOURCES: [&str; 7] = [
    "stateMachineArn",
    "stateMachineVersionArn",
    "stateMachineAliasArn",
    "executionArn",
    "activityArn",
    "resourceArn",
    "mapRunArn",
];

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let action = format!("states:{operation}");
    let name = input.str("name").unwrap_or_default();
    let resource = match operation {
        "CreateStateMachine" => state::machine_arn(ctx, name),
        "CreateActivity" => state::arn(ctx, &format!("activity:{name}")),
        "CreateStateMachineAlias" => {
            let routes = input.list("routingConfiguration").unwrap_or_default();
            let first = routes.first().and_then(kernel::Value::as_struct);
            let version = first.and_then(|route| route.str("stateMachineVersionArn"));
            version.and_then(|arn| arn.rsplit_once(':')).map_or("*", |(machine, _)| machine).into()
        }
        _ => {
            let named = RESOURCES.iter().find_map(|member| input.str(member));
            named.unwrap_or("*").to_owned()
        }
    };
    let owner = Arn::parse(&resource).and_then(|arn| arn.account_id());
    let access = Access::new(ctx, action, resource);
    Ok(Some(match owner {
        Some(owner) => access.owned_by(owner),
        None => access,
    }))
}
