//! What could be left out: actions, resources and statements that others cover.

use std::collections::BTreeMap;

use crate::catalog;
use crate::json::{Member, Value};
use crate::pattern::{covers, covers_resource, has_wildcard, open};
use crate::place::{Location, Place, Report};

/// "All of the contents of an action are redundant": entries that another entry covers.
pub fn check_actions(actions: &Place<'_>, report: &mut Report) {
    let entries: Vec<(String, &str, Place<'_>)> = actions
        .texts()
        .into_iter()
        .map(|(text, place)| (text.to_ascii_lowercase(), text, place))
        .collect();
    let texts: Vec<&str> = entries.iter().map(|(folded, _, _)| folded.as_str()).collect();
    let found =
        covered(&texts, report, |wide, narrow, report| covers(wide, narrow, &mut report.budget));
    let Some(first) = found.first() else { return };
    let values = [found.len().to_string(), entries[*first].1.to_owned()];
    let locations: Vec<Location> = found.iter().map(|at| entries[*at].2.here()).collect();
    report.add(&catalog::REDUNDANT_ACTION, &[&values[0], &values[1]], locations);
}

pub fn check_resources(resources: &Place<'_>, report: &mut Report) {
    let entries = resources.texts();
    let texts: Vec<&str> = entries.iter().map(|(text, _)| *text).collect();
    let found = covered(&texts, report, |wide, narrow, report| {
        // A variable of the wide one is something in particular, one of the narrow one anything.
        !wide.contains("${") && covers_resource(wide, &open(narrow), &mut report.budget)
    });
    if found.is_empty() {
        return;
    }
    let locations: Vec<Location> = found.iter().map(|at| entries[*at].1.here()).collect();
    report.add(&catalog::REDUNDANT_RESOURCE, &[&found.len().to_string()], locations);
}

/// Which entries are covered by another; of equal ones all but the first. Nothing is said when the
/// list is too long to be compared.
fn covered(
    texts: &[&str],
    report: &mut Report,
    mut covers: impl FnMut(&str, &str, &mut Report) -> bool,
) -> Vec<usize> {
    let mut first: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, text) in texts.iter().enumerate() {
        first.entry(text).or_insert(at);
    }
    let wide: Vec<&str> = first.keys().copied().filter(|it| has_wildcard(it)).collect();
    let mut found = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let is_repeated = first.get(text).is_some_and(|it| *it != at);
        if is_repeated || wide.iter().any(|it| it != text && covers(it, text, report)) {
            found.push(at);
        }
        if report.budget.is_spent() {
            return Vec::new();
        }
    }
    found
}

/// Statements that say the same, whatever their Sid.
pub fn check_statements(statements: &[Place<'_>], report: &mut Report) {
    let mut groups: BTreeMap<String, Vec<Location>> = BTreeMap::new();
    for statement in statements {
        if let Value::Map(members) = &statement.node.value {
            groups.entry(canonical(members)).or_default().push(statement.here());
        }
    }
    for locations in groups.into_values().filter(|it| it.len() > 1) {
        report.add(&catalog::REDUNDANT_STATEMENT, &[], locations);
    }
}

/// The statement without its Sid and its spaces, members in order.
fn canonical(members: &[Member]) -> String {
    let mut parts: Vec<String> = members
        .iter()
        .filter(|it| it.key != "Sid")
        .map(|it| format!("{:?}:{}", it.key, show(&it.node.value)))
        .collect();
    parts.sort_unstable();
    parts.join(",")
}

fn show(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(text) => text.clone(),
        Value::Text(text) => format!("{text:?}"),
        Value::List(items) => {
            let mut items: Vec<String> = items.iter().map(|it| show(&it.value)).collect();
            items.sort_unstable();
            // A list of one is that one.
            if items.len() == 1 { items.remove(0) } else { format!("[{}]", items.join(",")) }
        }
        Value::Map(members) => format!("{{{}}}", canonical_map(members)),
    }
}

fn canonical_map(members: &[Member]) -> String {
    let mut parts: Vec<String> =
        members.iter().map(|it| format!("{:?}:{}", it.key, show(&it.node.value))).collect();
    parts.sort_unstable();
    parts.join(",")
}
