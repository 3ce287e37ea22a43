//! Targets of rules: adding, removing and listing them. What may be a target is in
//! [`crate::target_check`].

use kernel::{ApiError, Ctx};

use crate::api::{
    ListTargetsByRuleInput, ListTargetsByRuleOutput, PutTargetsInput, PutTargetsOutput,
    PutTargetsResultEntryBuilder, RemoveTargetsInput, RemoveTargetsOutput,
    RemoveTargetsResultEntryBuilder, TargetBuilder,
};
use crate::bus;
use crate::errors;
use crate::limits;
use crate::listing::Page;
use crate::rule;
use crate::target_check;

pub fn put_targets(
    ctx: &mut Ctx<'_>,
    input: PutTargetsInput<'_>,
) -> Result<PutTargetsOutput, ApiError> {
    let bus = bus::find(ctx, input.event_bus_name())?.at;
    let rule = rule::find(ctx, &bus, input.rule())?;
    rule.refuse_managed(false)?;
    let given = input.targets();
    if given.len() > limits::TARGETS_PER_REQUEST_MAX {
        let message = "The maximum number of entries per request is 10.";
        return Err(errors::validation(message));
    }
    for target in given {
        target_check::check(ctx, target)?;
    }
    let mut row = rule.row.clone();
    for target in given {
        let kept = row.targets.iter_mut().find(|kept| kept.str("Id") == Some(target.id()));
        match kept {
            Some(kept) => {
                let mut replaced = target.0.clone();
                // "A PutTargets call without a role on the same target (same Id and Arn) will not
                // remove the role."
                let is_same = kept.str("Arn") == Some(target.arn());
                if let (true, None, Some(role)) = (is_same, target.role_arn(), kept.str("RoleArn"))
                {
                    replaced.set("RoleArn", role);
                }
                *kept = replaced;
            }
            None => row.targets.push(target.0.clone()),
        }
    }
    if row.targets.len() > limits::TARGETS_PER_RULE_MAX {
        return Err(errors::limit_exceeded());
    }
    rule.save(ctx, row)?;
    let none: Vec<PutTargetsResultEntryBuilder> = Vec::new();
    Ok(PutTargetsOutput::new().failed_entry_count(0).failed_entries(none))
}

pub fn remove_targets(
    ctx: &mut Ctx<'_>,
    input: RemoveTargetsInput<'_>,
) -> Result<RemoveTargetsOutput, ApiError> {
    let bus = bus::find(ctx, input.event_bus_name())?.at;
    let rule = rule::find(ctx, &bus, input.rule())?;
    rule.refuse_managed(input.force() == Some(true))?;
    if input.ids().len() > limits::TARGETS_PER_REQUEST_MAX {
        let message = "The maximum number of entries per request is 10.";
        return Err(errors::validation(message));
    }
    let mut row = rule.row.clone();
    let mut failed = Vec::new();
    for id in input.ids() {
        let before = row.targets.len();
        row.targets.retain(|target| target.str("Id") != Some(id));
        if row.targets.len() == before {
            failed.push(
                RemoveTargetsResultEntryBuilder::new()
                    .target_id(id)
                    .error_code("ResourceNotFoundException")
                    .error_message(format!(
                        "Rule {} does not have any targets with id {id}.",
                        rule.name
                    )),
            );
        }
    }
    rule.save(ctx, row)?;
    Ok(RemoveTargetsOutput::new().failed_entry_count(failed.len()).failed_entries(failed))
}

pub fn list_targets_by_rule(
    ctx: &mut Ctx<'_>,
    input: ListTargetsByRuleInput<'_>,
) -> Result<ListTargetsByRuleOutput, ApiError> {
    let page = Page::read("ListTargetsByRule", input.limit(), input.next_token())?;
    let bus = bus::find(ctx, input.event_bus_name())?.at;
    let mut targets = rule::find(ctx, &bus, input.rule())?.row.targets;
    // Pages go by id, so that a target which comes or goes does not shift them.
    targets.sort_by(|a, b| a.str("Id").cmp(&b.str("Id")));
    let items = targets.into_iter().map(|target| {
        let id = target.str("Id").unwrap_or_default().to_owned();
        Ok((id, TargetBuilder(target)))
    });
    let after = page.after.clone();
    let items = items.filter(|item: &Result<(String, _), ApiError>| {
        after.as_ref().is_none_or(|after| item.as_ref().is_ok_and(|(id, _)| id > after))
    });
    let (targets, next_token) = page.cut(items)?;
    Ok(ListTargetsByRuleOutput::new().targets(targets).next_token(next_token))
}
