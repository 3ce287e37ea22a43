//! `Principal` and `NotPrincipal`.
//!
//! Source: IAM User Guide, "AWS JSON policy elements: Principal".

use crate::catalog;
use crate::json::Value;
use crate::pattern::has_wildcard;
use crate::place::{Location, Place, Report};
use crate::statement::is_allow;
use crate::validate::expect_kind;
use crate::variable;

const KEYS: &[&str] = &["AWS", "CanonicalUser", "Federated", "Service"];

pub fn check(place: &Place<'_>, report: &mut Report) {
    match &place.node.value {
        Value::Text(text) if text == "*" => {}
        Value::Map(members) if members.is_empty() => {
            report.add(&catalog::EMPTY_OBJECT_PRINCIPAL, &[], vec![place.here()]);
        }
        Value::Map(_) => check_kinds(place, report),
        _ if place.is_empty_list() => {
            report.add(&catalog::EMPTY_ARRAY_PRINCIPAL, &[], vec![place.here()]);
        }
        _ => report.add(&catalog::INVALID_PRINCIPAL_FORMAT, &[], vec![place.here()]),
    }
}

fn check_kinds(place: &Place<'_>, report: &mut Report) {
    for (member, values) in place.members() {
        let kind = member.key.as_str();
        if !KEYS.contains(&kind) {
            report.add(&catalog::INVALID_PRINCIPAL_KEY, &[kind], vec![place.key(member)]);
            continue;
        }
        if values.is_empty_list() {
            report.add(&catalog::EMPTY_ARRAY_PRINCIPAL, &[], vec![values.here()]);
        }
        for value in values.each() {
            if expect_kind(&value, "String", report) {
                check_one(kind, &value, report);
            }
        }
    }
}

fn check_one(kind: &str, value: &Place<'_>, report: &mut Report) {
    let text = value.text().unwrap_or_default();
    // `*` alone is everybody, of accounts and of identity providers.
    let is_everybody = text == "*" && matches!(kind, "AWS" | "Federated");
    if has_wildcard(text) && !is_everybody {
        report.add(&catalog::UNSUPPORTED_WILDCARD_IN_PRINCIPAL, &[kind], vec![value.here()]);
    }
    if kind == "AWS" && is_unique_id(text) {
        let check = match &text[..4] {
            "AROA" => &catalog::INVALID_ROLE_REFERENCE,
            _ => &catalog::INVALID_USER_REFERENCE,
        };
        report.add(check, &[text], vec![value.here()]);
    }
    variable::refuse(value, report);
}

/// What AWS puts in the place of a role or user.
fn is_unique_id(text: &str) -> bool {
    let is_long = text.len() >= 16;
    let is_plain = text.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit());
    is_long && is_plain && (text.starts_with("AROA") || text.starts_with("AIDA"))
}

/// Identity providers do not call AssumeRole: the CLI's example of validate-policy.
pub fn check_assumption(statement: &Place<'_>, report: &mut Report) {
    let principals = statement.member("Principal").and_then(|it| it.member("Federated"));
    let (Some(principals), Some(actions)) = (principals, statement.member("Action")) else {
        return;
    };
    if !is_allow(statement) || principals.texts().is_empty() {
        return;
    }
    for (action, place) in actions.texts() {
        if !action.eq_ignore_ascii_case("sts:AssumeRole") {
            continue;
        }
        let names: Vec<&str> = principals.texts().into_iter().map(|(text, _)| text).collect();
        let mut locations: Vec<Location> = vec![place.here()];
        locations.extend(principals.texts().iter().map(|(_, place)| place.here()));
        let values = [action, &names.join(", ")];
        report.add(&catalog::MISMATCHED_ACTION_FOR_PRINCIPAL, &values, locations);
    }
}
