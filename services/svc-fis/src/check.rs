//! Whether an experiment template can run: what its actions and targets say, and that they agree.

use std::collections::BTreeSet;

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Region, Struct, Value, Zone};

use crate::catalogue::{self, Action, Does};
use crate::duration;
use crate::errors::{invalid, not_implemented, too_many, unknown_action};
use crate::{limits, log, stop_condition};

/// The template in the shape of the API.
pub fn template(ctx: &Ctx<'_>, spec: &Struct) -> Result<(), ApiError> {
    options(spec)?;
    stop_conditions(ctx, spec)?;
    role(ctx, spec.str("roleArn").unwrap_or_default())?;
    let targets = spec.structure("targets").cloned().unwrap_or_default();
    if targets.len() > limits::TARGETS_MAX {
        return Err(too_many("targets in a template", limits::TARGETS_MAX));
    }
    for (name, value) in targets.iter() {
        target(name, value)?;
    }
    let actions = spec.structure("actions").cloned().unwrap_or_default();
    if actions.is_empty() {
        return Err(invalid("An experiment template has at least one action."));
    }
    if actions.len() > limits::ACTIONS_MAX {
        return Err(too_many("actions in a template", limits::ACTIONS_MAX));
    }
    for (name, value) in actions.iter() {
        let Some(described) = value.as_struct() else { continue };
        action(ctx, name, described, &targets)?;
    }
    order(&actions)
}

fn options(spec: &Struct) -> Result<(), ApiError> {
    if spec.structure("experimentReportConfiguration").is_some() {
        return Err(not_implemented("reports of experiments"));
    }
    let Some(logs) = spec.structure("logConfiguration") else { return Ok(()) };
    if logs.structure("cloudWatchLogsConfiguration").is_some() {
        return Err(not_implemented("logs of experiments in CloudWatch Logs"));
    }
    if logs.int("logSchemaVersion") != Some(log::SCHEMA_VERSION) {
        return Err(invalid(format!("The log schema version is {}.", log::SCHEMA_VERSION)));
    }
    match logs.structure("s3Configuration").and_then(|it| it.str("bucketName")) {
        Some(_) => Ok(()),
        None => Err(invalid("A log configuration names a bucket.")),
    }
}

fn stop_conditions(ctx: &Ctx<'_>, spec: &Struct) -> Result<(), ApiError> {
    let conditions = spec.list("stopConditions").unwrap_or_default();
    for condition in conditions.iter().filter_map(Value::as_struct) {
        match condition.str("source") {
            Some("none") => {}
            Some(stop_condition::SOURCE) => stop_condition::check(ctx, condition)?,
            source => {
                let source = source.unwrap_or_default();
                return Err(invalid(format!("{source} is not a source of stop conditions.")));
            }
        }
    }
    Ok(())
}

fn role(ctx: &Ctx<'_>, arn: &str) -> Result<(), ApiError> {
    let parsed = Arn::parse(arn).filter(|it| it.service == "iam");
    let is_role = parsed.as_ref().is_some_and(|it| it.resource.starts_with("role/"));
    if !is_role || parsed.and_then(|it| it.account_id()) != Some(ctx.account()) {
        return Err(invalid(format!("{arn} is not the ARN of a role of this account.")));
    }
    ctx.authorize_pass_role(arn, "fis.amazonaws.com")
}

fn target(name: &str, value: &Value) -> Result<(), ApiError> {
    let Some(target) = value.as_struct() else { return Ok(()) };
    let kind = target.str("resourceType").unwrap_or_default();
    if !catalogue::ACTIONS.iter().any(|it| it.target.is_some_and(|(_, of)| of == kind)) {
        let message =
            format!("Target {name}: {kind} is not a resource type that is available here.");
        return Err(invalid(message));
    }
    let is_given = |member: &str| match target.get(member) {
        Some(Value::List(list)) => !list.is_empty(),
        Some(Value::Struct(map)) => !map.is_empty(),
        _ => false,
    };
    if is_given("parameters") {
        return Err(invalid(format!("Target {name}: {kind} has no parameters.")));
    }
    let arns = target.list("resourceArns").unwrap_or_default();
    match (arns.is_empty(), is_given("resourceTags")) {
        (true, false) => {
            let message = format!("Target {name} names neither resources nor tags.");
            return Err(invalid(message));
        }
        (false, true) => {
            return Err(invalid(format!("Target {name} names both resources and tags.")));
        }
        _ => {}
    }
    for arn in arns.iter().filter_map(Value::as_str) {
        if !is_of_kind(arn, kind) {
            return Err(invalid(format!("Target {name}: {arn} is not the ARN of a {kind}.")));
        }
    }
    let mode = target.str("selectionMode").unwrap_or_default();
    match selection(mode, arns.len()) {
        Some(_) => Ok(()),
        None => Err(invalid(format!("Target {name}: {mode} is not a selection mode."))),
    }
}

fn is_of_kind(arn: &str, kind: &str) -> bool {
    let Some(arn) = Arn::parse(arn) else { return false };
    match kind {
        catalogue::ROLE => arn.service == "iam" && arn.resource.starts_with("role/"),
        catalogue::TABLE => arn.service == "dynamodb" && arn.resource.starts_with("table/"),
        _ => arn.service == "s3" && !arn.resource.is_empty() && !arn.resource.contains('/'),
    }
}

/// How many of `count` resources are chosen: `ALL`, `COUNT(n)` or `PERCENT(n)`
/// (a percentage is rounded down and a count that is too large takes all [U]); of none the
/// experiment says so.
pub fn selection(mode: &str, count: usize) -> Option<usize> {
    let number = |kind: &str| -> Option<usize> {
        mode.strip_prefix(kind)?.strip_prefix('(')?.strip_suffix(')')?.parse().ok()
    };
    if mode == "ALL" {
        return Some(count);
    }
    if let Some(wanted) = number("COUNT").filter(|wanted| *wanted > 0) {
        return Some(wanted.min(count));
    }
    let percent = number("PERCENT").filter(|percent| (1..=100).contains(percent))?;
    Some(count * percent / 100)
}

fn action(ctx: &Ctx<'_>, name: &str, described: &Struct, targets: &Struct) -> Result<(), ApiError> {
    let id = described.str("actionId").unwrap_or_default();
    let action = catalogue::find(id).ok_or_else(|| unknown_action(name, id))?;
    let nothing = Struct::new();
    let parameters = described.structure("parameters").unwrap_or(&nothing);
    for (given, _) in parameters.iter() {
        if !action.parameters.iter().any(|it| it.name == given) {
            return Err(invalid(format!("Action {name}: {id} has no parameter {given} here.")));
        }
    }
    for parameter in action.parameters.iter().filter(|it| it.is_required) {
        if parameters.str(parameter.name).is_none() {
            return Err(invalid(format!("Action {name}: {} is required.", parameter.name)));
        }
    }
    if action.does == Does::DarkZone {
        let zone = parameters.str("zone").unwrap_or_default();
        if Zone::parse(zone).is_none_or(|zone| zone.region() != ctx.region()) {
            let message = format!("Action {name}: {zone} is not the id of a zone of this Region.");
            return Err(invalid(message));
        }
    }
    let text = parameters.str("duration").unwrap_or_default();
    let allowed = limits::DURATION_MIN..=limits::DURATION_MAX;
    if duration::parse(text).is_none_or(|duration| !allowed.contains(&duration)) {
        let message = format!("Action {name}: the duration {text} is not of PT1M to PT12H.");
        return Err(invalid(message));
    }
    match action.does {
        Does::InternalError | Does::Throttle | Does::Unavailable => {
            injection(ctx, name, parameters)?;
        }
        Does::PauseBucket => {
            let region = parameters.str("region").unwrap_or_default();
            if Region::parse(region).is_none() {
                return Err(invalid(format!("Action {name}: there is no Region {region}.")));
            }
        }
        // In the dark the experiment itself would stand still, and never end.
        Does::DarkRegion => {
            let region = parameters.str("region").unwrap_or_default();
            if Region::parse(region).is_none_or(|region| region == ctx.region()) {
                let message = format!("Action {name}: {region} is not another Region.");
                return Err(invalid(message));
            }
        }
        Does::Wait | Does::PauseTable | Does::DarkZone => {}
    }
    of_target(name, action, described, targets)
}

fn injection(ctx: &Ctx<'_>, name: &str, parameters: &Struct) -> Result<(), ApiError> {
    let percentage = parameters.str("percentage").and_then(|text| text.parse::<u32>().ok());
    if percentage.is_none_or(|percentage| !(1..=100).contains(&percentage)) {
        return Err(invalid(format!("Action {name}: the percentage is a number of 1 to 100.")));
    }
    let service = parameters.str("service").unwrap_or_default();
    let operations = operations(parameters);
    if operations.is_empty() || operations.len() > limits::OPERATIONS_MAX {
        let message = format!("Action {name}: 1 to {} operations.", limits::OPERATIONS_MAX);
        return Err(invalid(message));
    }
    let is_absent = |operation: &&str| !ctx.has_operation(service, operation);
    match operations.iter().find(|operation| is_absent(operation)) {
        Some(operation) => {
            Err(invalid(format!("Action {name}: {service} has no operation {operation} here.")))
        }
        None => Ok(()),
    }
}

pub fn operations(parameters: &Struct) -> Vec<&str> {
    let listed = parameters.str("operations").unwrap_or_default();
    listed.split(',').map(str::trim).filter(|it| !it.is_empty()).collect()
}

fn of_target(
    name: &str,
    action: &Action,
    described: &Struct,
    targets: &Struct,
) -> Result<(), ApiError> {
    let nothing = Struct::new();
    let given = described.structure("targets").unwrap_or(&nothing);
    let Some((key, kind)) = action.target else {
        if given.is_empty() {
            return Ok(());
        }
        return Err(invalid(format!("Action {name}: {} has no targets.", action.id)));
    };
    let Some(target) = given.str(key).filter(|_| given.len() == 1) else {
        return Err(invalid(format!("Action {name} takes one target, {key}.")));
    };
    match targets.structure(target).and_then(|it| it.str("resourceType")) {
        Some(of) if of == kind => Ok(()),
        Some(of) => Err(invalid(format!("Action {name}: {target} is a {of} and not a {kind}."))),
        None => Err(invalid(format!("Action {name}: there is no target {target}."))),
    }
}

/// Actions wait for actions that exist, and never for themselves.
fn order(actions: &Struct) -> Result<(), ApiError> {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for (name, value) in actions.iter() {
        for after in start_after(value) {
            if actions.get(after).is_none() {
                return Err(invalid(format!("Action {name}: there is no action {after}.")));
            }
        }
    }
    // Each turn finishes at least one action, or there is a circle.
    for _ in 0..actions.len() {
        let ready = actions.iter().filter(|(_, it)| start_after(it).all(|it| done.contains(it)));
        let ready: Vec<&str> = ready.map(|(name, _)| name).collect();
        done.extend(ready);
    }
    match actions.iter().find(|(name, _)| !done.contains(name)) {
        Some((name, _)) => Err(invalid(format!("Action {name} waits for itself."))),
        None => Ok(()),
    }
}

pub fn start_after(action: &Value) -> impl Iterator<Item = &str> {
    let list = action.as_struct().and_then(|it| it.list("startAfter")).unwrap_or_default();
    list.iter().filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::selection;

    #[test]
    fn selection_modes() {
        assert_eq!(selection("ALL", 5), Some(5));
        assert_eq!(selection("COUNT(2)", 5), Some(2));
        assert_eq!(selection("COUNT(9)", 5), Some(5));
        assert_eq!(selection("PERCENT(50)", 5), Some(2));
        assert_eq!(selection("PERCENT(10)", 5), Some(0));
        for mode in ["", "all", "COUNT(0)", "COUNT(-1)", "COUNT", "PERCENT(101)", "PERCENT(0)"] {
            assert_eq!(selection(mode, 5), None, "{mode}");
        }
    }
}
