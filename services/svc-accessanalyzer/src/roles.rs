//! Statements that give away roles: `iam:PassRole` and `iam:CreateServiceLinkedRole` on more than
//! single resources.

use crate::catalog::{self, Check};
use crate::pattern::covers;
use crate::place::{Location, Place, Report};
use crate::statement::is_allow;

/// What an action is told by, in the order of [`way`].
struct Family {
    action: &'static str,
    /// A condition key that narrows it enough.
    narrowed_by: Option<&'static str>,
    checks: [&'static Check; 6],
}

static PASS_ROLE: Family = Family {
    action: "iam:passrole",
    narrowed_by: Some("iam:PassedToService"),
    checks: [
        &catalog::PASS_ROLE_WITH_STAR_IN_RESOURCE,
        &catalog::PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE,
        &catalog::PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION,
        &catalog::PASS_ROLE_WITH_NOT_RESOURCE,
        &catalog::PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE,
        &catalog::PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE,
    ],
};

static CREATE_SLR: Family = Family {
    action: "iam:createservicelinkedrole",
    narrowed_by: Some("iam:AWSServiceName"),
    checks: [
        &catalog::CREATE_SLR_WITH_STAR_IN_RESOURCE,
        &catalog::CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE,
        &catalog::CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION,
        &catalog::CREATE_SLR_WITH_NOT_RESOURCE,
        &catalog::CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE,
        &catalog::CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE,
    ],
};

pub fn check(statement: &Place<'_>, report: &mut Report) {
    if !is_allow(statement) {
        return;
    }
    for family in [&PASS_ROLE, &CREATE_SLR] {
        if !is_narrowed(statement, family) {
            check_family(statement, family, report);
        }
    }
}

fn is_narrowed(statement: &Place<'_>, family: &Family) -> bool {
    let Some(key) = family.narrowed_by else { return false };
    let operators = statement.member("Condition").map(|it| it.members()).unwrap_or_default();
    let mut keys = operators.iter().flat_map(|(_, block)| block.members());
    keys.any(|(member, _)| member.key.eq_ignore_ascii_case(key))
}

fn check_family(statement: &Place<'_>, family: &Family, report: &mut Report) {
    let Some((way, mut locations)) = action_way(statement, family, report) else { return };
    if let Some(excepted) = statement.member("NotResource") {
        locations.push(excepted.here());
        report.add(family.checks[3 + way], &[], locations);
        return;
    }
    let Some(resources) = statement.member("Resource") else { return };
    let wide: Vec<Location> = resources
        .texts()
        .iter()
        .filter(|(text, _)| is_any_role(text))
        .map(|(_, place)| place.here())
        .collect();
    if !wide.is_empty() {
        locations.extend(wide);
        report.add(family.checks[way], &[], locations);
    }
}

/// How the action is among those of the statement, and where: by its name (0), by a wildcard (1),
/// or by not being excepted (2).
fn action_way(
    statement: &Place<'_>,
    family: &Family,
    report: &mut Report,
) -> Option<(usize, Vec<Location>)> {
    let mut naming = |place: &Place<'_>| -> Vec<(bool, Location)> {
        let texts = place.texts();
        let found = texts.iter().filter_map(|(text, place)| {
            let folded = text.to_ascii_lowercase();
            let is_named = folded == family.action;
            let is_meant = covers(&folded, family.action, &mut report.budget);
            is_meant.then(|| (is_named, place.here()))
        });
        found.collect()
    };
    if let Some(excepted) = statement.member("NotAction") {
        return naming(&excepted).is_empty().then(|| (2, vec![excepted.here()]));
    }
    let found = naming(&statement.member("Action")?);
    // Naming it is the plainer reason.
    if let Some((_, location)) = found.iter().find(|(is_named, _)| *is_named) {
        return Some((0, vec![location.clone()]));
    }
    (!found.is_empty()).then(|| (1, found.into_iter().map(|(_, location)| location).collect()))
}

/// `*`, or a pattern that takes roles of any name; "`arn:aws:iam::*:role/Service*` might not
/// generate a finding".
fn is_any_role(text: &str) -> bool {
    if text == "*" {
        return true;
    }
    let mut segments = text.splitn(6, ':');
    let service = segments.nth(2).unwrap_or("*");
    let resource = segments.nth(2).unwrap_or("*");
    matches!(service, "iam" | "*") && matches!(resource, "*" | "role/*" | "role*")
}
