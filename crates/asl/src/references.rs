//! Which variables the states of a definition refer to: what DescribeStateMachine shows.
//!
//! Expressions are read as text: names that an expression itself binds (by `:=` or as a function's
//! parameters) and functions that are called are no variables.
//!
//! Source: API Reference, DescribeStateMachine (`variableReferences`); Developer Guide, "Passing
//! data between states with variables".

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::definition::Definition;
use crate::scope;
use crate::validate;

/// Machines within the state: their states are shown by themselves.
const MACHINES: [&str; 3] = ["Branches", "ItemProcessor", "Iterator"];

/// State names and the variables that each refers to; states without any are left out.
pub fn of(definition: &Definition) -> BTreeMap<String, Vec<String>> {
    let json = definition.json();
    let root = json.get("QueryLanguage").and_then(Value::as_str) == Some("JSONata");
    let mut found = BTreeMap::new();
    for (location, state) in validate::states(json) {
        let own = state.get("QueryLanguage").and_then(Value::as_str);
        let is_jsonata = own.map_or(root, |language| language == "JSONata");
        let mut names = BTreeSet::new();
        for (field, value) in state.as_object().into_iter().flatten() {
            if !MACHINES.contains(&field.as_str()) {
                collect(field, value, is_jsonata, &mut names);
            }
        }
        let name = location.rsplit("/States/").next().unwrap_or_default();
        if !names.is_empty() {
            found.insert(name.to_owned(), names.into_iter().collect());
        }
    }
    found
}

fn collect(field: &str, value: &Value, is_jsonata: bool, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                collect(name, value, is_jsonata, names);
            }
        }
        Value::Array(items) => {
            for item in items {
                collect(field, item, is_jsonata, names);
            }
        }
        Value::String(text) if is_jsonata => {
            if let Some(text) = scope::expression(text) {
                names.extend(mentioned(text));
            }
        }
        Value::String(text)
            if field.ends_with(".$") || field.ends_with("Path") || field == "Variable" =>
        {
            names.extend(mentioned(text));
        }
        _ => {}
    }
}

/// The names behind single dollars.
fn mentioned(text: &str) -> BTreeSet<String> {
    let (mut names, mut bound) = (BTreeSet::new(), BTreeSet::new());
    let (mut quote, mut previous, mut parameters) = (None, ' ', false);
    for (at, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), _) if open == character && previous != '\\' => quote = None,
            (None, '\'' | '"') => quote = Some(character),
            (None, '(') => parameters |= text[..at].trim_end().ends_with("function"),
            (None, ')') => parameters = false,
            (None, '$') if previous != '$' => {
                let name: String = text[at + 1..]
                    .chars()
                    .take_while(|it| it.is_alphanumeric() || *it == '_')
                    .collect();
                let after = text[at + 1 + name.len()..].trim_start();
                let begins = name.chars().next().is_some_and(|it| it.is_alphabetic() || it == '_');
                if begins && name != "states" && !after.starts_with('(') {
                    let is_bound = parameters || after.starts_with(":=");
                    (if is_bound { &mut bound } else { &mut names }).insert(name);
                }
            }
            _ => {}
        }
        previous = character;
    }
    names.difference(&bound).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_tell_their_variables() {
        let definition = Definition::parse(
            r#"{"StartAt": "A", "States": {
                "A": {"Type": "Pass", "Parameters": {"a.$": "$x.y", "b.$": "$.c",
                    "d.$": "$$.Execution.Id", "e.$": "States.Format('$no {}', $z)",
                    "plain": "$p"}, "Next": "M"},
                "M": {"Type": "Map", "QueryLanguage": "JSONata", "End": true,
                    "Items": "{% ($l := $w; $map($l, function($i) { $i + $v }) ~> $sum()) %}",
                    "ItemProcessor": {"StartAt": "I", "States": {
                        "I": {"Type": "Pass", "QueryLanguage": "JSONata", "End": true,
                            "Output": "{% $states.input & $u %}"}}}}}}"#,
        );
        let found = of(&definition.unwrap());
        let of = |name: &str| found[name].join(" ");
        assert_eq!((of("A"), of("M"), of("I")), ("x z".into(), "v w".into(), "u".into()));
        assert_eq!(found.len(), 3);
    }
}
