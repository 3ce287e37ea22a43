//! Tests of the pattern language.

mod invalid;
mod operators;
mod reference;
mod sets;
mod structure;

use crate::{Pattern, Value};

#[track_caller]
fn event(text: &str) -> Value {
    match Value::parse(text) {
        Ok(value) => value,
        Err(error) => panic!("{text}: {error}"),
    }
}

#[track_caller]
fn pattern(text: &str) -> Pattern {
    match Pattern::compile(text) {
        Ok(pattern) => pattern,
        Err(error) => panic!("{text}: {error}"),
    }
}

/// Whether the field `a` of an event may have each value, given the field's list in the pattern.
#[track_caller]
fn check(values: &str, accepted: &[&str], refused: &[&str]) {
    let pattern = pattern(&format!(r#"{{"a": {values}}}"#));
    for value in accepted {
        let event = event(&format!(r#"{{"a": {value}}}"#));
        assert!(pattern.matches(&event), "{values} must accept {value}");
    }
    for value in refused {
        let event = event(&format!(r#"{{"a": {value}}}"#));
        assert!(!pattern.matches(&event), "{values} must refuse {value}");
    }
}
