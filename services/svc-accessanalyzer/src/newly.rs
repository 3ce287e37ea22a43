//! CheckNoNewAccess: whether a policy allows what another does not.
//!
//! Each combination of an action, a resource and a principal that a statement of the new policy
//! allows must be allowed by one statement of the existing policy under no narrower conditions, and
//! what the existing policy denies of it must be denied by the new one. Where that cannot be told
//! the answer is FAIL: "the updated policy might allow new access" (API Reference).

use kernel::{ApiError, Ctx};
use policy::condition::Comparison;

use crate::api::{CheckNoNewAccessInput, CheckNoNewAccessOutput, check_no_new_access_result};
use crate::errors;
use crate::grant::{self, Condition, Dimension, Grant, Reading, Set, any_covers, any_meets};
use crate::limits;
use crate::pattern::Budget;

pub fn check_no_new_access(
    _: &mut Ctx<'_>,
    input: CheckNoNewAccessInput<'_>,
) -> Result<CheckNoNewAccessOutput, ApiError> {
    let policy_type = input.policy_type();
    let read =
        |text, name, is_reference| grant::read(text, &Reading { name, policy_type, is_reference });
    let new = read(input.new_policy_document(), "newPolicyDocument", false)?;
    let existing = read(input.existing_policy_document(), "existingPolicyDocument", true)?;
    let mut comparison =
        Comparing { new: &new, existing: &existing, budget: Budget::new(limits::COMPARISONS_MAX) };
    let mut reasons = Vec::new();
    for grant in new.iter().filter(|it| it.is_allow) {
        if comparison.is_new(grant) {
            reasons.push(grant.reason("New access in the statement with"));
        }
        if comparison.budget.is_spent() {
            return Err(errors::too_complex());
        }
    }
    if reasons.is_empty() {
        // The counterpart of the text of FAIL, which the CLI's example has: unverified.
        return Ok(CheckNoNewAccessOutput::new().result(check_no_new_access_result::PASS).message(
            "The modified permissions do not grant new access compared to your existing \
                 policy.",
        ));
    }
    Ok(CheckNoNewAccessOutput::new()
        .result(check_no_new_access_result::FAIL)
        .message("The modified permissions grant new access compared to your existing policy.")
        .reasons(reasons))
}

struct Comparing<'p> {
    new: &'p [Grant],
    existing: &'p [Grant],
    budget: Budget,
}

/// One combination.
#[derive(Clone, Copy)]
struct Corner<'p> {
    action: &'p Set,
    resource: &'p Set,
    principal: &'p Set,
}

impl Comparing<'_> {
    fn is_new(&mut self, grant: &Grant) -> bool {
        for action in &grant.actions {
            for resource in &grant.resources {
                for principal in &grant.principals {
                    let corner = Corner { action, resource, principal };
                    self.budget.spend(1);
                    if self.budget.is_spent() || self.is_corner_new(corner, grant) {
                        return true;
                    }
                }
            }
        }
        false
    }

    fn is_corner_new(&mut self, corner: Corner<'_>, grant: &Grant) -> bool {
        let (new, existing) = (self.new, self.existing);
        let budget = &mut self.budget;
        let is_denied = new
            .iter()
            .any(|it| !it.is_allow && it.conditions.is_empty() && corner.is_in(it, budget));
        if is_denied {
            return false;
        }
        let is_allowed = existing.iter().any(|it| {
            it.is_allow
                && corner.is_in(it, budget)
                && is_no_narrower(&it.conditions, &grant.conditions)
        });
        if !is_allowed {
            return true;
        }
        let denials = existing.iter().filter(|it| !it.is_allow);
        let mut denials = denials.filter(|it| corner.touches(it, budget)).collect::<Vec<_>>();
        denials.retain(|deny| {
            !new.iter().any(|it| {
                !it.is_allow
                    && corner.is_kept_from(it, deny, budget)
                    && is_no_narrower(&it.conditions, &deny.conditions)
            })
        });
        !denials.is_empty()
    }
}

impl Corner<'_> {
    /// Whether the statement's sets surely have all of it.
    fn is_in(self, grant: &Grant, budget: &mut Budget) -> bool {
        any_covers(&grant.actions, self.action, Dimension::Plain, budget)
            && any_covers(&grant.resources, self.resource, Dimension::Resource, budget)
            && any_covers(&grant.principals, self.principal, Dimension::Principal, budget)
    }

    /// Whether they may have some of it.
    fn touches(self, grant: &Grant, budget: &mut Budget) -> bool {
        any_meets(&grant.actions, self.action, Dimension::Plain, budget)
            && any_meets(&grant.resources, self.resource, Dimension::Resource, budget)
            && any_meets(&grant.principals, self.principal, Dimension::Principal, budget)
    }

    /// Whether the new denial has all of it that the old one has.
    fn is_kept_from(self, new: &Grant, old: &Grant, budget: &mut Budget) -> bool {
        let mut within = |sets: &[Set], own: &Set, old: &[Set], dimension| {
            any_covers(sets, own, dimension, budget)
                || old.iter().all(|it| any_covers(sets, it, dimension, budget))
        };
        within(&new.actions, self.action, &old.actions, Dimension::Plain)
            && within(&new.resources, self.resource, &old.resources, Dimension::Resource)
            && within(&new.principals, self.principal, &old.principals, Dimension::Principal)
    }
}

/// Whether all of `wide` is met whenever all of `narrow` is.
fn is_no_narrower(wide: &[Condition], narrow: &[Condition]) -> bool {
    wide.iter().all(|wide| narrow.iter().any(|narrow| follows(wide, narrow)))
}

/// Whether a condition is met whenever another is: the same operator and key, with more values, or
/// fewer where they are excepted. One with `IfExists` follows from the one without.
fn follows(wide: &Condition, narrow: &Condition) -> bool {
    let is_same = wide.name == narrow.name || wide.name == format!("{}IfExists", narrow.name);
    if wide.key != narrow.key || !is_same {
        return false;
    }
    let has_all =
        |of: &Condition, values: &Condition| values.values.iter().all(|it| of.values.contains(it));
    let is_ordered =
        matches!(wide.operator.comparison, Comparison::Numeric(_) | Comparison::Date(_));
    match wide.operator.is_negated && !is_ordered {
        true => has_all(narrow, wide),
        false if wide.operator.is_negated => has_all(wide, narrow) && has_all(narrow, wide),
        false => has_all(wide, narrow),
    }
}
