//! `Action` and `NotAction`: whether what they name exists.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Action"; the lists of [`names`].

use crate::catalog;
use crate::limits::COMPARISONS_MAX;
use crate::names;
use crate::pattern::{Budget, has_wildcard, meets};
use crate::place::{Place, Report};
use crate::variable;

/// Names of operations that are mistaken for actions, and what is meant.
const OPERATIONS: &[(&str, &str)] = &[
    // The reply that the examples of terraform-iam-policy-validator show.
    (
        "s3:ListBuckets",
        "s3:ListAllMyBuckets? The API called ListBuckets authorizes against the IAM action \
         s3:ListAllMyBuckets.",
    ),
];

pub fn check(actions: &Place<'_>, report: &mut Report) {
    for (text, place) in actions.texts() {
        variable::refuse(&place, report);
        if text != "*" && !variable::is_in(text) {
            check_one(text, &place, report);
        }
    }
}

fn check_one(text: &str, place: &Place<'_>, report: &mut Report) {
    // An action without a service is one that does not exist.
    let Some((prefix, name)) = text.split_once(':') else {
        report.add(&catalog::INVALID_ACTION, &[text, ""], vec![place.here()]);
        return;
    };
    if has_wildcard(prefix) {
        report.add(&catalog::WILDCARD_IN_SERVICE_NAME, &[], vec![place.here()]);
        return;
    }
    if !names::is_service(prefix) {
        let near = report.may_suggest().then(|| names::nearest(prefix, names::services()));
        let suggestion = near.flatten().map(|it| format!(" Did you mean {it}?"));
        let values = [prefix, suggestion.as_deref().unwrap_or_default()];
        report.add(&catalog::INVALID_SERVICE_IN_ACTION, &values, vec![place.here()]);
        return;
    }
    let Some(known) = names::actions(prefix) else { return };
    if exists(&name.to_ascii_lowercase(), known) {
        return;
    }
    let mistaken = OPERATIONS.iter().find(|(it, _)| it.eq_ignore_ascii_case(text));
    let suggestion = if let Some((_, meant)) = mistaken {
        Some(format!(" Did you mean {meant}"))
    } else {
        let names = known.iter().copied();
        let near = report.may_suggest().then(|| names::nearest(name, names)).flatten();
        near.map(|it| format!(" Did you mean {prefix}:{it}?"))
    };
    let values = [text, suggestion.as_deref().unwrap_or_default()];
    report.add(&catalog::INVALID_ACTION, &values, vec![place.here()]);
}

/// Whether an action of the service has that name, or one that the pattern takes.
fn exists(wanted: &str, known: &[&str]) -> bool {
    let head = wanted.split(['*', '?']).next().unwrap_or_default();
    let begins =
        |name: &str| name.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head));
    if head.len() == wanted.len() {
        return known.iter().any(|it| it.eq_ignore_ascii_case(wanted));
    }
    // A budget of its own: a few hundred names at most, each short.
    let mut budget = Budget::new(COMPARISONS_MAX);
    let mut alike = known.iter().filter(|it| begins(it));
    alike.any(|it| meets(wanted, &it.to_ascii_lowercase(), &mut budget))
}
