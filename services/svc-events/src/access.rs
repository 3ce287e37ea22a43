//! On what an operation acts, and under which name policies speak of it.
//!
//! Source: "Actions, resources, and condition keys for Amazon EventBridge" (Service Authorization
//! Reference); EventBridge User Guide, "Permissions for event buses" (what a bus's policy can open
//! to other accounts).

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{Access, ApiError, Ctx, Struct, Value};

use crate::bus;
use crate::names::{BusRef, Resource};
use crate::rule;

/// Where an operation's input names what it acts on.
#[derive(Clone, Copy)]
enum Place {
    /// The members with the bus and the rule.
    Rule(&'static str),
    /// The member with the bus.
    Bus(&'static str),
    /// The member with the bus: all its rules.
    Rules(&'static str),
    /// The ARN of whatever it is.
    Arn,
    /// The kind of resource and the member with its name.
    Named(&'static str, &'static str),
    Nowhere,
}

fn place(operation: &str) -> Option<Place> {
    Some(match operation {
        // Its entries may be for several buses.
        "PutEvents" => return None,
        "PutRule" | "DeleteRule" | "DescribeRule" | "EnableRule" | "DisableRule" => {
            Place::Rule("Name")
        }
        "PutTargets" | "RemoveTargets" | "ListTargetsByRule" => Place::Rule("Rule"),
        "CreateEventBus" | "UpdateEventBus" | "DeleteEventBus" | "DescribeEventBus" => {
            Place::Bus("Name")
        }
        "ListRules" | "ListRuleNamesByTarget" => Place::Rules("EventBusName"),
        "PutPermission" | "RemovePermission" => Place::Bus("EventBusName"),
        "TagResource" | "UntagResource" | "ListTagsForResource" => Place::Arn,
        "CreateEndpoint" | "UpdateEndpoint" | "DeleteEndpoint" | "DescribeEndpoint" => {
            Place::Named("endpoint", "Name")
        }
        "CreateArchive" | "UpdateArchive" | "DeleteArchive" | "DescribeArchive" => {
            Place::Named("archive", "ArchiveName")
        }
        "StartReplay" | "CancelReplay" | "DescribeReplay" => Place::Named("replay", "ReplayName"),
        "CreateConnection"
        | "UpdateConnection"
        | "DeleteConnection"
        | "DescribeConnection"
        | "DeauthorizeConnection" => Place::Named("connection", "Name"),
        "CreateApiDestination"
        | "UpdateApiDestination"
        | "DeleteApiDestination"
        | "DescribeApiDestination" => Place::Named("api-destination", "Name"),
        _ => Place::Nowhere,
    })
}

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let Some(place) = place(operation) else { return Ok(None) };
    let action = format!("events:{operation}");
    let access = match place {
        Place::Rule(member) => {
            let at = BusRef::read(ctx, input.str("EventBusName"));
            of_rule(ctx, action, &at, input.str(member).unwrap_or_default())?
        }
        // AWS names a resource here, too (globaldothealth/list issue 2539); its form is unverified.
        Place::Rules(member) => {
            let at = BusRef::read(ctx, input.str(member));
            Access::new(ctx, action, at.rule_arn("*")).owned_by(at.account)
        }
        Place::Bus(member) => of_bus(ctx, action, &BusRef::read(ctx, input.str(member)))?,
        Place::Arn => {
            let text = input.str("ResourceARN").unwrap_or_default();
            let arn = Arn::parse(text);
            let owner = arn.as_ref().and_then(Arn::account_id).unwrap_or_else(|| ctx.account());
            let region = arn.as_ref().and_then(Arn::region).unwrap_or_else(|| ctx.region());
            let at = |name: String| BusRef { account: owner, region, name };
            match arn.as_ref().and_then(Resource::of) {
                Some(Resource::Rule { bus, rule }) => of_rule(ctx, action, &at(bus), &rule)?,
                Some(Resource::Bus(name)) => of_bus(ctx, action, &at(name))?,
                _ => Access::new(ctx, action, text).owned_by(owner),
            }
        }
        Place::Named(kind, member) => {
            let name = input.str(member).unwrap_or_default();
            let arn = ctx.arn(&format!("{kind}/{name}")).to_string();
            Access::new(ctx, action, arn)
        }
        Place::Nowhere => {
            let at = BusRef::read(ctx, input.str("EventBusName"));
            Access::new(ctx, action, "*").owned_by(at.account)
        }
    };
    Ok(Some(with_tags(with_targets(access, operation, input), input)))
}

/// A rule is reached by others through the policy of its bus.
fn of_rule(ctx: &Ctx<'_>, action: String, at: &BusRef, name: &str) -> Result<Access, ApiError> {
    let policy = bus::get(ctx, at)?.and_then(|row| row.policy);
    let access = Access::new(ctx, action, at.rule_arn(name)).owned_by(at.account);
    let access = access.with_policy(policy);
    let Some(row) = rule::get(ctx, at, name)? else { return Ok(access) };
    let access = access.with_key("events:creatorAccount", row.created_by);
    let access = match row.managed_by {
        Some(service) => access.with_key("events:ManagedBy", service),
        None => access,
    };
    Ok(of_tagged(access, &row.tags))
}

fn of_bus(ctx: &Ctx<'_>, action: String, at: &BusRef) -> Result<Access, ApiError> {
    let row = bus::get(ctx, at)?.unwrap_or_default();
    let access = Access::new(ctx, action, at.arn()).owned_by(at.account).with_policy(row.policy);
    Ok(of_tagged(access, &row.tags))
}

/// Giving tags to what is being made needs the permission to tag it.
pub fn to_tag(ctx: &Ctx<'_>, arn: &str, input: &Struct) -> Access {
    with_tags(Access::new(ctx, "events:TagResource", arn), input)
}

fn of_tagged(access: Access, tags: &BTreeMap<String, String>) -> Access {
    tags.iter().fold(access, |access, (key, value)| {
        access.with_key(format!("aws:ResourceTag/{key}"), value)
    })
}

fn with_tags(mut access: Access, input: &Struct) -> Access {
    for tag in input.list("Tags").unwrap_or_default().iter().filter_map(Value::as_struct) {
        let (key, value) = (tag.str("Key").unwrap_or_default(), tag.str("Value"));
        access = access
            .with_key("aws:TagKeys", key)
            .with_key(format!("aws:RequestTag/{key}"), value.unwrap_or_default());
    }
    for key in input.list("TagKeys").unwrap_or_default().iter().filter_map(Value::as_str) {
        access = access.with_key("aws:TagKeys", key);
    }
    access
}

fn with_targets(mut access: Access, operation: &str, input: &Struct) -> Access {
    if operation == "PutTargets" {
        for target in input.list("Targets").unwrap_or_default() {
            if let Some(arn) = target.as_struct().and_then(|target| target.str("Arn")) {
                access = access.with_key("events:TargetArn", arn);
            }
        }
    }
    access
}
