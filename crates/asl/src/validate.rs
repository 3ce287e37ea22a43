//! What is wrong with a definition.
//!
//! The codes are those of the API Reference ("ValidateStateMachineDefinitionDiagnostic"), which
//! says of the messages that their wording may change; they are ours but for the few that are
//! marked as AWS's.

mod distributed;
mod fields;
mod rules;
mod templates;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

pub use rules::{resources, states};

/// State names are at most so long ("must be less than or equal to 80 characters").
pub const NAME_MAX: usize = 80;
/// Machines within machines.
pub const DEPTH_MAX: usize = 16;
/// So many findings are told.
pub const FINDINGS_MAX: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub is_error: bool,
    pub code: &'static str,
    pub message: String,
    /// `/States/Name/Next`
    pub location: String,
}

impl Finding {
    /// As it stands in the message of an `InvalidDefinition`.
    pub fn text(&self) -> String {
        match self.location.as_str() {
            "" => format!("{}: {}", self.code, self.message),
            location => format!("{}: {} at {location}", self.code, self.message),
        }
    }
}

const SCHEMA: &str = "SCHEMA_VALIDATION_FAILED";

/// What is wrong with a definition, and what looks as if it were.
pub fn findings(text: &str) -> Vec<Finding> {
    let mut validator =
        Validator { findings: Vec::new(), names: BTreeSet::new(), labels: BTreeSet::new() };
    if text.trim().is_empty() {
        validator.error("MISSING_DESCRIPTION", "The definition is empty.", "");
        return validator.findings;
    }
    match serde_json::from_str::<Value>(text) {
        Err(error) => validator.error("INVALID_JSON_DESCRIPTION", error.to_string(), ""),
        Ok(Value::Object(root)) => {
            let language = root.get("QueryLanguage").and_then(Value::as_str);
            let place = Here { location: "", is_jsonata: language == Some("JSONata"), depth: 0 };
            validator.unknown(&root, &fields::ROOT, "");
            validator.one_of(&root, "QueryLanguage", &fields::LANGUAGES, "");
            validator.machine(&root, place);
        }
        Ok(_) => validator.error(SCHEMA, "Expected value of type Object", "/"),
    }
    validator.findings.truncate(FINDINGS_MAX);
    validator.findings
}

/// Where a machine stands.
#[derive(Clone, Copy, Debug)]
struct Here<'l> {
    location: &'l str,
    is_jsonata: bool,
    depth: usize,
}

#[derive(Debug)]
struct Validator {
    findings: Vec<Finding>,
    /// Of states, throughout the definition.
    names: BTreeSet<String>,
    labels: BTreeSet<String>,
}

impl Validator {
    fn error(&mut self, code: &'static str, message: impl Into<String>, location: &str) {
        let (message, location) = (message.into(), location.to_owned());
        self.findings.push(Finding { is_error: true, code, message, location });
    }

    fn warning(&mut self, code: &'static str, message: &str, location: &str) {
        let (message, location) = (message.to_owned(), location.to_owned());
        self.findings.push(Finding { is_error: false, code, message, location });
    }

    fn required(&mut self, of: &Map<String, Value>, names: &[&str], location: &str) {
        let missing: Vec<&str> =
            names.iter().copied().filter(|name| !of.contains_key(*name)).collect();
        if !missing.is_empty() {
            let message = format!("These fields are required: [{}]", missing.join(", "));
            self.error(SCHEMA, message, location);
        }
    }

    fn unknown(&mut self, of: &Map<String, Value>, known: &[&str], location: &str) {
        for name in of.keys().filter(|name| !known.contains(&name.as_str())) {
            self.error(SCHEMA, "Field is not supported", &format!("{location}/{name}"));
        }
    }

    fn one_of(&mut self, of: &Map<String, Value>, name: &str, values: &[&str], location: &str) {
        let Some(value) = of.get(name) else { return };
        if !value.as_str().is_some_and(|value| values.contains(&value)) {
            let message = format!("Value must be one of: [{}]", values.join(", "));
            self.error(SCHEMA, message, &format!("{location}/{name}"));
        }
    }

    fn number(&mut self, of: &Map<String, Value>, name: &str, least: f64, location: &str) {
        let Some(value) = of.get(name) else { return };
        // JSONata may stand in its place.
        if value.as_str().is_some_and(|text| crate::scope::expression(text).is_some()) {
            return;
        }
        let is_fit = value.as_f64().is_some_and(|number| number >= least);
        if !is_fit {
            let message = format!("Expected a number of at least {least}");
            self.error(SCHEMA, message, &format!("{location}/{name}"));
        }
    }

    fn machine(&mut self, machine: &Map<String, Value>, here: Here<'_>) {
        let location = here.location;
        if here.depth > DEPTH_MAX {
            self.error("TOO_DEEPLY_NESTED", "The states are too deeply nested.", location);
            return;
        }
        self.required(machine, &["StartAt", "States"], location);
        self.number(machine, "TimeoutSeconds", 1.0, location);
        let Some(states) = machine.get("States").and_then(Value::as_object) else { return };
        if states.is_empty() {
            let message = "There must be at least one state";
            self.error(SCHEMA, message, &format!("{location}/States"));
            return;
        }
        let mut reached = BTreeSet::new();
        let mut has_end = false;
        if let Some(start) = machine.get("StartAt").and_then(Value::as_str) {
            self.target(states, start, "Next", &format!("{location}/StartAt"));
            reached.insert(start.to_owned());
        }
        for (name, state) in states {
            let location = format!("{location}/States/{name}");
            if name.is_empty() || name.chars().count() > NAME_MAX {
                let message = format!("A name has 1 to {NAME_MAX} characters");
                self.error("INVALID_STATE_NAME", message, &location);
            }
            if !self.names.insert(name.clone()) {
                let message = format!("The name '{name}' stands for more than one state");
                self.error("DUPLICATE_STATE_NAME", message, &location);
            }
            let Some(state) = state.as_object() else {
                self.error(SCHEMA, "Expected value of type Object", &location);
                continue;
            };
            let targets = self.state(states, state, Here { location: &location, ..here });
            has_end |= state.get("End") == Some(&Value::Bool(true))
                || matches!(state.get("Type").and_then(Value::as_str), Some("Succeed" | "Fail"));
            reached.extend(targets);
        }
        for name in states.keys().filter(|name| !reached.contains(*name)) {
            let message = format!("State \"{name}\" is not reachable.");
            let location = format!("{location}/States/{name}");
            self.error("MISSING_TRANSITION_TARGET", message, &location);
        }
        if !has_end {
            let message = "No state ends the machine";
            self.error("MISSING_END_STATE", message, &format!("{location}/States"));
        }
    }

    /// AWS's words: users have quoted `MISSING_TRANSITION_TARGET: Missing 'Next' target: …`, of a
    /// StartAt too, and `State "…" is not reachable.`
    fn target(&mut self, states: &Map<String, Value>, name: &str, field: &str, location: &str) {
        if !states.contains_key(name) {
            let message = format!("Missing '{field}' target: {name}");
            self.error("MISSING_TRANSITION_TARGET", message, location);
        }
    }

    /// Answers the states to which it leads.
    fn state(
        &mut self,
        states: &Map<String, Value>,
        state: &Map<String, Value>,
        here: Here<'_>,
    ) -> Vec<String> {
        let location = here.location;
        self.required(state, &["Type"], location);
        let Some(kind) = state.get("Type").and_then(Value::as_str) else { return Vec::new() };
        if !fields::KINDS.contains(&kind) {
            let message = format!("Value must be one of: [{}]", fields::KINDS.join(", "));
            self.error(SCHEMA, message, &format!("{location}/Type"));
            return Vec::new();
        }
        self.one_of(state, "QueryLanguage", &fields::LANGUAGES, location);
        let own = state.get("QueryLanguage").and_then(Value::as_str);
        if here.is_jsonata && own == Some("JSONPath") {
            let message = "A state of a machine in JSONata cannot be in JSONPath";
            self.error(SCHEMA, message, &format!("{location}/QueryLanguage"));
        }
        let is_jsonata = here.is_jsonata || own == Some("JSONata");
        self.state_fields(state, kind, is_jsonata, location);
        self.templates(state, kind, is_jsonata, location);
        let inner = Here { is_jsonata, ..here };
        match kind {
            "Wait" => self.wait(state, is_jsonata, location),
            "Task" => self.task(state, location),
            "Parallel" => self.parallel(state, here),
            "Map" => self.map(state, here),
            _ => {}
        }
        let mut targets = self.errors(states, state, inner);
        match kind {
            "Choice" => targets.extend(self.choice(states, state, inner)),
            "Succeed" | "Fail" => {}
            _ => targets.extend(self.next(states, state, location)),
        }
        targets
    }

    fn next(
        &mut self,
        states: &Map<String, Value>,
        state: &Map<String, Value>,
        location: &str,
    ) -> Option<String> {
        let ends = state.get("End") == Some(&Value::Bool(true));
        match (state.get("Next"), ends) {
            (None, false) => {
                self.error(SCHEMA, "Missing 'Next' or 'End'", location);
                None
            }
            (Some(_), true) => {
                let message = "There should only be one of the following fields: [Next, End]";
                self.error(SCHEMA, message, location);
                None
            }
            (Some(Value::String(next)), false) => {
                self.target(states, next, "Next", &format!("{location}/Next"));
                Some(next.clone())
            }
            (Some(_), false) => {
                let location = format!("{location}/Next");
                self.error(SCHEMA, "Expected value of type String", &location);
                None
            }
            (None, true) => None,
        }
    }
}
