//! `Condition`: operators and keys. The values are checked in [`values`](crate::values).
//!
//! Sources: IAM User Guide, "IAM JSON policy elements: Condition operators", "Set operators for
//! multivalued context keys"; the keys of [`names`].

use std::collections::BTreeMap;

use policy::condition::{Comparison, Operator, SetOperator};

use crate::catalog;
use crate::json::Member;
use crate::names;
use crate::place::{Location, Place, Report};
use crate::validate::{Setting, expect_kind};
use crate::values;

/// A key under an operator.
pub struct Entry<'p, 'n> {
    pub operator: Operator,
    /// As it was written.
    pub operator_name: &'n str,
    pub key: &'n str,
    pub values: &'p Place<'n>,
}

pub fn check(block: &Place<'_>, setting: Setting, report: &mut Report) {
    if !expect_kind(block, "Object", report) {
        return;
    }
    let operators = block.members();
    if operators.is_empty() {
        report.add(&catalog::EMPTY_OBJECT_CONDITION, &[], vec![block.here()]);
    }
    for (member, keys) in &operators {
        let operator = read_operator(block, member, report);
        if !expect_kind(keys, "Object", report) {
            continue;
        }
        let entries = keys.members();
        if entries.is_empty() {
            report.add(&catalog::EMPTY_OBJECT_CONDITION, &[], vec![keys.here()]);
        }
        check_capitals(keys, report);
        for (entry, values) in &entries {
            check_key(keys, entry, report);
            let Some(operator) = operator else { continue };
            let (operator_name, key) = (member.key.as_str(), entry.key.as_str());
            let entry = Entry { operator, operator_name, key, values };
            check_type(&entry, report);
            values::check(&entry, setting, report);
        }
    }
    check_pairs(block, report);
}

fn read_operator(block: &Place<'_>, member: &Member, report: &mut Report) -> Option<Operator> {
    let name = member.key.as_str();
    let operator = Operator::parse(name);
    if operator.is_some() {
        return operator;
    }
    let at = vec![block.key(member)];
    let (qualifier, plain) = match name.split_once(':') {
        Some((qualifier, plain)) => (Some(qualifier), plain),
        None => (None, name),
    };
    match (qualifier, plain) {
        (None, "NullIfExists") => report.add(&catalog::NULL_WITH_IF_EXISTS, &[], at),
        (Some("ForAllValues" | "ForAnyValue"), "Null") => {
            report.add(&catalog::NULL_WITH_QUALIFIER, &[], at);
        }
        _ => report.add(&catalog::INVALID_CONDITION_OPERATOR, &[name], at),
    }
    None
}

/// "Condition key names are not case-sensitive."
fn check_capitals(keys: &Place<'_>, report: &mut Report) {
    let mut seen: BTreeMap<String, Vec<(String, Location)>> = BTreeMap::new();
    for (member, _) in keys.members() {
        let entry = seen.entry(member.key.to_ascii_lowercase()).or_default();
        entry.push((member.key.clone(), keys.key(member)));
    }
    for found in seen.into_values().filter(|it| it.len() > 1) {
        let name = found[0].0.clone();
        let locations = found.into_iter().map(|(_, location)| location).collect();
        report.add(&catalog::DUPLICATE_KEYS_WITH_DIFFERENT_CASE, &[&name], locations);
    }
}

fn check_key(keys: &Place<'_>, member: &Member, report: &mut Report) {
    let key = member.key.as_str();
    let at = vec![keys.key(member)];
    let Some((prefix, rest)) = key.split_once(':').filter(|(prefix, _)| !prefix.is_empty()) else {
        report.add(&catalog::INVALID_CONDITION_KEY_FORMAT, &[], at);
        return;
    };
    if rest.is_empty() {
        report.add(&catalog::INVALID_CONDITION_KEY_FORMAT, &[], at);
    } else if key.eq_ignore_ascii_case("aws:ARN") {
        report.add(&catalog::DEPRECATED_GLOBAL_CONDITION_KEY, &[], at);
    } else if names::lacks_tag(key) {
        let form = format!("{}/", key.trim_end_matches('/'));
        report.add(&catalog::MISSING_TAG_KEY_IN_CONDITION, &[key, &form], at);
    } else if names::key_type(key).is_some() || is_of_provider(prefix) {
        // Known, or a claim of an identity provider, which may be anything.
    } else if prefix.eq_ignore_ascii_case("aws") {
        report.add(&catalog::INVALID_GLOBAL_CONDITION_KEY, &[key], at);
    } else if names::knows_keys(prefix) {
        report.add(&catalog::INVALID_SERVICE_CONDITION_KEY, &[key, prefix], at);
    } else if !names::is_service(prefix) && !names::is_key_prefix(prefix) {
        report.add(&catalog::INVALID_SERVICE, &[prefix], at);
    }
}

fn is_of_provider(prefix: &str) -> bool {
    prefix.contains(['.', '/'])
}

/// The name of a type, and which comparisons go with it.
type Fitting = (&'static str, fn(Comparison) -> bool);

/// Which operators go with a type. Identifiers that are texts may be ARNs, and the other way.
fn fitting(kind: &str) -> Option<Fitting> {
    use Comparison as C;
    fn is_text(comparison: C) -> bool {
        let is_binary = comparison == C::BinaryEquals;
        is_binary
            || matches!(
                comparison,
                C::StringEquals | C::StringEqualsIgnoreCase | C::StringLike | C::Arn
            )
    }
    Some(match kind.strip_prefix("ArrayOf").unwrap_or(kind) {
        "String" => ("String", is_text),
        "ARN" => ("ARN", is_text),
        "Bool" => ("Boolean", |it| it == C::Bool),
        "Numeric" => ("Numeric", |it| matches!(it, C::Numeric(_))),
        "Date" => ("Date", |it| matches!(it, C::Date(_) | C::Numeric(_))),
        "IPAddress" => ("IpAddress", |it| it == C::IpAddress),
        _ => return None,
    })
}

fn check_type(entry: &Entry<'_, '_>, report: &mut Report) {
    let Operator { set, comparison, .. } = entry.operator;
    let Some(kind) = names::key_type(entry.key) else { return };
    if comparison == Comparison::Null {
        return;
    }
    let at = || vec![entry.values.here()];
    if let Some((name, fits)) = fitting(kind)
        && !fits(comparison)
    {
        let values = [name, entry.operator_name, entry.key];
        report.add(&catalog::TYPE_MISMATCH, &values, at());
    }
    let is_multivalued = kind.starts_with("ArrayOf");
    if is_multivalued && set.is_none() {
        report.add(&catalog::MISSING_QUALIFIER, &[entry.key], at());
    }
    if set == Some(SetOperator::ForAnyValue) && entry.key.ends_with(":aud") {
        report.add(&catalog::FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE, &[entry.key], at());
    }
    if !is_multivalued && set == Some(SetOperator::ForAllValues) {
        report.add(&catalog::FORALLVALUES_WITH_SINGLE_VALUED_KEY, &[entry.key], at());
    }
}

/// Keys that want another beside them: the pair that the reference names.
const PAIRS: &[(&str, &str)] = &[("aws:VpcSourceIp", "aws:SourceVpc")];

fn check_pairs(block: &Place<'_>, report: &mut Report) {
    let operators = block.members();
    let keys = |wanted: &str| -> Vec<Location> {
        let all = operators.iter().flat_map(|(_, keys)| {
            keys.members().into_iter().map(|(member, _)| (member, keys.key(member)))
        });
        let found = all.filter(|(member, _)| member.key.eq_ignore_ascii_case(wanted));
        found.map(|(_, location)| location).collect()
    };
    for (key, partner) in PAIRS {
        let found = keys(key);
        if !found.is_empty() && keys(partner).is_empty() {
            report.add(&catalog::MISSING_PAIRED_CONDITION_KEYS, &[key, partner], found);
        }
    }
}
