//! A statement: which elements it has and must have; the elements themselves are checked by the
//! modules that are named after them.

use crate::action;
use crate::catalog;
use crate::condition;
use crate::place::{Place, Report};
use crate::principal;
use crate::redundant;
use crate::resource;
use crate::roles;
use crate::typed;
use crate::validate::{Setting, Subject, check_elements, expect_kind};
use crate::variable;

const ELEMENTS: &[&str] = &[
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

pub fn check(statement: &Place<'_>, setting: Setting, report: &mut Report) {
    if !expect_kind(statement, "Object", report) {
        return;
    }
    check_elements(statement, ELEMENTS, report);
    check_sid(statement, setting, report);
    check_effect(statement, report);
    check_principal(statement, setting, report);
    check_action(statement, report);
    check_resource(statement, setting, report);
    typed::check(statement, setting, report);
    if let Some(block) = statement.member("Condition") {
        condition::check(&block, setting, report);
    }
    if setting.subject == Subject::Identity {
        roles::check(statement, report);
    }
}

/// `Action` or `NotAction`, and the like; a finding, if both are there.
fn either<'n>(
    statement: &Place<'n>,
    name: &'static str,
    negation: &'static str,
    report: &mut Report,
) -> Vec<Place<'n>> {
    let found: Vec<_> =
        [name, negation].into_iter().filter_map(|it| statement.member(it)).collect();
    if found.len() == 2 {
        let locations = found.iter().map(Place::here).collect();
        report.add(&catalog::UNSUPPORTED_ELEMENT_COMBINATION, &[name, negation], locations);
    }
    found
}

fn check_sid(statement: &Place<'_>, setting: Setting, report: &mut Report) {
    let Some(sid) = statement.member("Sid") else { return };
    if !expect_kind(&sid, "String", report) {
        return;
    }
    let text = sid.text().unwrap_or_default();
    if text.is_empty() {
        report.add(&catalog::EMPTY_SID_VALUE, &[], vec![sid.here()]);
    }
    // Policies of resources are kept by their services, of which some take other characters.
    let is_plain = text.bytes().all(|it| it.is_ascii_alphanumeric());
    if !is_plain && setting.subject != Subject::Resource {
        report.add(&catalog::UNSUPPORTED_SID, &[], vec![sid.here()]);
    }
    variable::refuse(&sid, report);
}

fn check_effect(statement: &Place<'_>, report: &mut Report) {
    let Some(effect) = statement.member("Effect") else {
        report.add(&catalog::MISSING_EFFECT, &[], vec![statement.here()]);
        return;
    };
    if !expect_kind(&effect, "String", report) {
        return;
    }
    let text = effect.text().unwrap_or_default();
    if !matches!(text, "Allow" | "Deny") {
        report.add(&catalog::INVALID_EFFECT, &[text], vec![effect.here()]);
    }
}

pub fn is_allow(statement: &Place<'_>) -> bool {
    statement.member("Effect").is_some_and(|it| it.text() == Some("Allow"))
}

fn check_principal(statement: &Place<'_>, setting: Setting, report: &mut Report) {
    let found = either(statement, "Principal", "NotPrincipal", report);
    match setting.subject {
        Subject::Identity => {
            for place in &found {
                let values = ["IDENTITY_POLICY"];
                report.add(&catalog::UNSUPPORTED_PRINCIPAL, &values, vec![place.here()]);
            }
        }
        Subject::ServiceControl => {
            for place in &found {
                report.add(&catalog::SCP_SYNTAX_ERROR_PRINCIPAL, &[], vec![place.here()]);
            }
        }
        Subject::Resource | Subject::Trust | Subject::ResourceControl => {
            if found.is_empty() {
                report.add(&catalog::MISSING_PRINCIPAL, &[], vec![statement.here()]);
            }
            if setting.subject == Subject::ResourceControl {
                return;
            }
            for place in &found {
                principal::check(place, report);
            }
            let negation = statement.member("NotPrincipal").filter(|_| is_allow(statement));
            if let Some(place) = negation {
                report.add(&catalog::ALLOW_WITH_NOT_PRINCIPAL, &[], vec![place.here()]);
            }
            principal::check_assumption(statement, report);
        }
    }
}

fn check_action(statement: &Place<'_>, report: &mut Report) {
    let found = either(statement, "Action", "NotAction", report);
    if found.is_empty() {
        report.add(&catalog::MISSING_ACTION, &[], vec![statement.here()]);
    }
    for place in &found {
        if place.is_empty_list() {
            report.add(&catalog::EMPTY_ARRAY_ACTION, &[], vec![place.here()]);
        }
        if expect_texts(place, report) {
            action::check(place, report);
        }
        redundant::check_actions(place, report);
    }
}

fn check_resource(statement: &Place<'_>, setting: Setting, report: &mut Report) {
    let found = either(statement, "Resource", "NotResource", report);
    // "All policies except role trust policies"; a policy of no named type may be one, as in the
    // CLI's example of validate-policy.
    let is_needed = match setting.subject {
        Subject::Trust => false,
        Subject::Resource => setting.resource.is_some(),
        _ => true,
    };
    if found.is_empty() && is_needed {
        report.add(&catalog::MISSING_RESOURCE, &[], vec![statement.here()]);
    }
    for place in &found {
        if place.is_empty_list() {
            report.add(&catalog::EMPTY_ARRAY_RESOURCE, &[], vec![place.here()]);
        }
        if expect_texts(place, report) {
            resource::check(place, setting, report);
        }
        redundant::check_resources(place, report);
    }
}

/// A text or a list of texts. Wrong entries of a list are told one by one; whether anything is left
/// to look at.
fn expect_texts(place: &Place<'_>, report: &mut Report) -> bool {
    for entry in place.each() {
        expect_kind(&entry, "String", report);
    }
    !place.texts().is_empty()
}
