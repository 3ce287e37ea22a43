//! CheckAccessNotGranted: whether a policy may allow one of the listed actions on one of the listed
//! resources.
//!
//! What a condition allows is allowed by somebody ("might allow"), and what a condition denies is
//! not surely denied. Texts: the API model's own examples.

use kernel::{ApiError, Ctx};

use crate::api::{
    CheckAccessNotGrantedInput, CheckAccessNotGrantedOutput, check_access_not_granted_result,
};
use crate::errors;
use crate::grant::{self, Dimension, Grant, Reading, Set, any_covers, any_meets};
use crate::limits;
use crate::pattern::{Budget, has_wildcard};

pub fn check_access_not_granted(
    _: &mut Ctx<'_>,
    input: CheckAccessNotGrantedInput<'_>,
) -> Result<CheckAccessNotGrantedOutput, ApiError> {
    let access = input.access().get(0).ok_or_else(errors::no_access_given)?;
    let actions: Vec<&str> = access.actions().into_iter().flatten().collect();
    let resources: Vec<&str> = access.resources().into_iter().flatten().collect();
    if actions.is_empty() && resources.is_empty() {
        return Err(errors::no_access_given());
    }
    let reading =
        Reading { name: "policyDocument", policy_type: input.policy_type(), is_reference: false };
    let grants = grant::read(input.policy_document(), &reading)?;
    let wanted =
        Wanted { actions: read_actions(&actions)?, resources: read_resources(&resources)? };
    let mut budget = Budget::new(limits::COMPARISONS_MAX);
    let denials: Vec<&Grant> =
        grants.iter().filter(|it| !it.is_allow && it.conditions.is_empty()).collect();
    let allowing: Vec<&Grant> = grants
        .iter()
        .filter(|it| it.is_allow && wanted.is_allowed(it, &denials, &mut budget))
        .collect();
    if budget.is_spent() {
        return Err(errors::too_complex());
    }
    if allowing.is_empty() {
        return Ok(CheckAccessNotGrantedOutput::new()
            .result(check_access_not_granted_result::PASS)
            .message(
                "The policy document does not grant access to perform the listed actions or \
                 resources.",
            ));
    }
    let what = "One or more of the listed actions or resources in the statement with";
    let reasons: Vec<_> = allowing.iter().map(|it| it.reason(what)).collect();
    Ok(CheckAccessNotGrantedOutput::new()
        .result(check_access_not_granted_result::FAIL)
        .message(
            "The policy document grants access to perform one or more of the listed actions or \
             resources.",
        )
        .reasons(reasons))
}

fn read_actions(actions: &[&str]) -> Result<Vec<Set>, ApiError> {
    if actions.is_empty() {
        return Ok(vec![Set::Pattern("*".to_owned())]);
    }
    let sets = actions.iter().map(|action| {
        let is_action = *action == "*"
            || action
                .split_once(':')
                .is_some_and(|(prefix, name)| !prefix.is_empty() && !name.is_empty());
        let set = Set::Pattern(action.to_ascii_lowercase());
        if is_action { Ok(set) } else { Err(errors::bad_action(action)) }
    });
    sets.collect()
}

/// "You can only use a wildcard in the portion of the ARN that specifies the resource ID."
fn read_resources(resources: &[&str]) -> Result<Vec<Set>, ApiError> {
    if resources.is_empty() {
        return Ok(vec![Set::Pattern("*".to_owned())]);
    }
    let sets = resources.iter().map(|resource| {
        let parts: Vec<&str> = resource.splitn(6, ':').collect();
        let is_arn = parts.len() == 6 && parts[0] == "arn";
        let is_fixed = !parts.iter().take(5).any(|it| has_wildcard(it));
        if *resource != "*" && !(is_arn && is_fixed) {
            return Err(errors::bad_resource(resource));
        }
        Ok(Set::Pattern((*resource).to_owned()))
    });
    sets.collect()
}

struct Wanted {
    actions: Vec<Set>,
    resources: Vec<Set>,
}

impl Wanted {
    /// Whether something of it is allowed by the statement and not surely denied.
    fn is_allowed(&self, allow: &Grant, denials: &[&Grant], budget: &mut Budget) -> bool {
        let actions = meeting(&allow.actions, &self.actions, Dimension::Plain, budget);
        if actions.is_empty() {
            return false;
        }
        let resources = meeting(&allow.resources, &self.resources, Dimension::Resource, budget);
        actions.iter().any(|action| {
            resources.iter().any(|resource| {
                allow.principals.iter().any(|principal| {
                    !denials.iter().any(|deny| {
                        is_within(&deny.actions, action, Dimension::Plain, budget)
                            && is_within(&deny.resources, resource, Dimension::Resource, budget)
                            && any_covers(&deny.principals, principal, Dimension::Principal, budget)
                    })
                })
            })
        })
    }
}

/// An entry of the statement and one that is asked for, which have something in common.
type Common<'s> = (&'s Set, &'s Set);

fn meeting<'s>(
    own: &'s [Set],
    wanted: &'s [Set],
    dimension: Dimension,
    budget: &mut Budget,
) -> Vec<Common<'s>> {
    let mut found = Vec::new();
    for wanted in wanted {
        for own in own {
            if any_meets(std::slice::from_ref(own), wanted, dimension, budget) {
                found.push((own, wanted));
            }
        }
    }
    found
}

/// Whether what both have in common is surely within the sets.
fn is_within(sets: &[Set], both: &Common<'_>, dimension: Dimension, budget: &mut Budget) -> bool {
    any_covers(sets, both.0, dimension, budget) || any_covers(sets, both.1, dimension, budget)
}
