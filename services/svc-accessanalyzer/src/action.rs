//! `Action` and `NotAction`: whether what they name exists.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Action"; the lists of [`names`].

use crate::catalog;
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
        let suggestion = names::nearest(prefix, names::services());
        let suggestion = suggestion.map(|it| format!(" Did you mean {it}?")).unwrap_or_default();
        let values = [prefix, suggestion.as_str()];
        report.add(&catalog::INVALID_SERVICE_IN_ACTION, &values, vec![place.here()]);
        return;
    }
    let Some(known) = names::actions(prefix) else { return };
    let wanted = name.to_ascii_lowercase();
    // A budget of its own: a few hundred names, each short.
    let mut budget = Budget::new(crate::limits::COMPARISONS_MAX);
    let exists = known.iter().any(|it| meets(&wanted, &it.to_ascii_lowercase(), &mut budget));
    if exists {
        return;
    }
    let mistaken = OPERATIONS.iter().find(|(it, _)| it.eq_ignore_ascii_case(text));
    let suggestion = match mistaken {
        Some((_, meant)) => format!(" Did you mean {meant}"),
        None => names::nearest(name, known.iter().copied())
            .map(|it| format!(" Did you mean {prefix}:{it}?"))
            .unwrap_or_default(),
    };
    report.add(&catalog::INVALID_ACTION, &[text, &suggestion], vec![place.here()]);
}
