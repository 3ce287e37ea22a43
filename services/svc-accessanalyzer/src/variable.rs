//! Policy variables: `${key}` and `${key, 'default'}`.
//!
//! Source: IAM User Guide, "IAM policy elements: Variables and tags".

use crate::catalog;
use crate::place::{Location, Place, Report};

/// A variable in a text: where it begins, how long it is, what stands in its braces. Without a
/// closing brace it goes on to the end.
struct Variable<'t> {
    start: usize,
    length: usize,
    inner: &'t str,
    is_closed: bool,
}

pub fn is_in(text: &str) -> bool {
    text.contains("${")
}

/// Places are counted in characters.
fn variables(text: &str) -> Vec<Variable<'_>> {
    let mut found = Vec::new();
    let (mut rest, mut before) = (text, 0);
    while let Some(at) = rest.find("${") {
        let start = before + rest[..at].chars().count();
        let body = &rest[at + 2..];
        let (inner, is_closed) = match body.find('}') {
            Some(end) => (&body[..end], true),
            None => (body, false),
        };
        let length = inner.chars().count() + 2 + usize::from(is_closed);
        found.push(Variable { start, length, inner, is_closed });
        before = start + length;
        rest = body.get(inner.len() + usize::from(is_closed)..).unwrap_or_default();
    }
    found
}

fn place_of(place: &Place<'_>, variable: &Variable<'_>) -> Vec<Location> {
    vec![place.part(variable.start, variable.length)]
}

/// In elements that have variables.
pub fn check(place: &Place<'_>, has_variables: bool, report: &mut Report) {
    for variable in variables(place.text().unwrap_or_default()) {
        let at = place_of(place, &variable);
        if !has_variables {
            report.add(&catalog::VARIABLE_UNSUPPORTED_IN_VERSION, &[], at);
            continue;
        }
        if !variable.is_closed {
            report.add(&catalog::MISSING_BRACE_IN_VARIABLE, &[], at);
            continue;
        }
        let (key, default) = match variable.inner.split_once(',') {
            Some((key, default)) => (key, Some(default.trim())),
            None => (variable.inner, None),
        };
        if key.trim().is_empty() {
            report.add(&catalog::EMPTY_VARIABLE, &[], at);
        } else if key.trim() != key || key.contains(' ') {
            report.add(&catalog::UNSUPPORTED_SPACE_IN_VARIABLE, &[], at);
        } else if default.is_some_and(|it| !is_quoted(it)) {
            report.add(&catalog::MISSING_QUOTE_IN_VARIABLE, &[], at);
        }
    }
}

fn is_quoted(text: &str) -> bool {
    text.len() >= 2 && text.starts_with('\'') && text.ends_with('\'')
}

/// In elements that have none.
pub fn refuse(place: &Place<'_>, report: &mut Report) {
    for variable in variables(place.text().unwrap_or_default()) {
        let values = [variable.inner];
        let at = place_of(place, &variable);
        report.add(&catalog::VARIABLE_UNSUPPORTED_IN_ELEMENT, &values, at);
    }
}
