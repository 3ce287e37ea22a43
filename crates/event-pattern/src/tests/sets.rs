//! Sets of patterns find what the patterns find one by one.

use std::sync::Arc;

use super::reference::{Dice, any_pattern, any_value};
use super::{event, pattern};
use crate::{PatternSet, Value};

#[test]
fn a_set_finds_what_its_patterns_match_whatever_was_removed() {
    let mut dice = Dice(77);
    let mut set = PatternSet::new();
    let mut kept = std::collections::BTreeMap::new();
    for round in 0_u64..3_000 {
        let key = dice.below(60);
        if dice.below(4) == 0 {
            set.remove(&key);
            kept.remove(&key);
        } else {
            let mut text = any_pattern(&mut dice);
            if dice.below(5) == 0 {
                text =
                    format!(r#"{{"$or": [{text}, {}], "c": [0, 1, "x"]}}"#, any_pattern(&mut dice));
            }
            let pattern = Arc::new(pattern(&text));
            set.insert(key, pattern.clone());
            kept.insert(key, pattern);
        }
        let mut event = Value::Object(Vec::new());
        for name in ["a", "b", "c"] {
            event.set(name, any_value(&mut dice, 2));
        }
        let expected: Vec<&u64> = kept
            .iter()
            .filter(|(_, pattern)| pattern.matches(&event))
            .map(|(key, _)| key)
            .collect();
        assert_eq!(set.matching(&event), expected, "round {round}: {event}");
        assert_eq!(set.len(), kept.len());
    }
}

#[test]
fn every_term_is_looked_up() {
    let cases = [
        (r#"["text"]"#, r#""text""#),
        (r#"["10.0.0.1"]"#, r#""10.0.0.1""#),
        ("[15]", "1.5e1"),
        ("[123456789012]", "123456789012"),
        ("[true]", "true"),
        ("[false]", "false"),
        ("[null]", "null"),
        (r#"[{"prefix": "ö"}]"#, r#""öl""#),
        (r#"[{"equals-ignore-case": "ABC"}]"#, r#""aBc""#),
        (r#"["no", {"prefix": "pre"}, 7]"#, r#"["other", "prefixed"]"#),
    ];
    let mut set = PatternSet::new();
    for (key, (values, _)) in cases.iter().enumerate() {
        set.insert(key, Arc::new(pattern(&format!(r#"{{"d": {{"a": {values}}}}}"#))));
    }
    for (key, (_, value)) in cases.iter().enumerate() {
        let event = event(&format!(r#"{{"d": {{"a": {value}}}}}"#));
        assert_eq!(set.matching(&event), [&key], "{value}");
    }
    for key in 0..cases.len() {
        set.remove(&key);
    }
    assert!(set.is_empty());
    assert!(set.matching(&event(r#"{"d": {"a": "text"}}"#)).is_empty());
}

#[test]
fn unrelated_patterns_are_not_tried() {
    let mut set = PatternSet::new();
    for n in 0..10_000 {
        let text = format!(r#"{{"source": ["app"], "detail": {{"order": ["o-{n}"]}}}}"#);
        set.insert(n, Arc::new(pattern(&text)));
    }
    let event = event(r#"{"source": "app", "detail": {"order": "o-4711"}}"#);
    // Matching all of them each time would take minutes.
    for _ in 0..10_000 {
        assert_eq!(set.matching(&event), [&4_711]);
    }
}
