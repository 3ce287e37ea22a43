//! What each kind of states demands.

use serde_json::{Map, Value};

use super::{Here, SCHEMA, Validator};
use crate::choice;

impl Validator {
    fn exactly_one(&mut self, of: &Map<String, Value>, names: &[&str], location: &str) {
        match names.iter().filter(|name| of.contains_key(**name)).count() {
            1 => {}
            0 => {
                let message = format!("One of these fields is required: [{}]", names.join(", "));
                self.error(SCHEMA, message, location);
            }
            _ => {
                let message = format!(
                    "There should only be one of the following fields: [{}]",
                    names.join(", ")
                );
                self.error(SCHEMA, message, location);
            }
        }
    }

    pub(super) fn wait(&mut self, state: &Map<String, Value>, is_jsonata: bool, location: &str) {
        let names: &[&str] = if is_jsonata {
            &["Seconds", "Timestamp"]
        } else {
            &["Seconds", "SecondsPath", "Timestamp", "TimestampPath"]
        };
        self.exactly_one(state, names, location);
        self.number(state, "Seconds", 0.0, location);
        if let Some(text) = state.get("Timestamp").and_then(Value::as_str) {
            let is_expression = is_jsonata && crate::scope::expression(text).is_some();
            if !is_expression && choice::timestamp(text).is_none() {
                let location = format!("{location}/Timestamp");
                self.error(SCHEMA, "Value is not a valid timestamp", &location);
            }
        }
    }

    pub(super) fn task(&mut self, state: &Map<String, Value>, location: &str) {
        self.required(state, &["Resource"], location);
        self.number(state, "TimeoutSeconds", 1.0, location);
        self.number(state, "HeartbeatSeconds", 1.0, location);
        for name in ["TimeoutSeconds", "HeartbeatSeconds"] {
            let path = format!("{name}Path");
            if state.contains_key(name) && state.contains_key(&path) {
                self.exactly_one(state, &[name, &path], location);
            }
        }
        let number = |name: &str| state.get(name).and_then(Value::as_f64);
        if let (Some(timeout), Some(heartbeat)) =
            (number("TimeoutSeconds"), number("HeartbeatSeconds"))
            && heartbeat >= timeout
        {
            let message = "HeartbeatSeconds must be less than TimeoutSeconds";
            self.error(SCHEMA, message, location);
        }
        let Some(resource) = state.get("Resource") else { return };
        let is_arn = resource.as_str().is_some_and(|text| {
            let parts: Vec<&str> = text.splitn(6, ':').collect();
            parts.len() == 6 && parts[0] == "arn" && parts.iter().skip(5).all(|it| !it.is_empty())
        });
        if !is_arn {
            // AWS's words, as users have quoted them.
            let location = format!("{location}/Resource");
            self.error(SCHEMA, "Value is not a valid resource ARN", &location);
        }
    }

    pub(super) fn parallel(&mut self, state: &Map<String, Value>, here: Here<'_>) {
        self.required(state, &["Branches"], here.location);
        let Some(branches) = state.get("Branches") else { return };
        let location = format!("{}/Branches", here.location);
        let Some(branches) = branches.as_array().filter(|branches| !branches.is_empty()) else {
            self.error(SCHEMA, "Expected a list that is not empty", &location);
            return;
        };
        for (at, branch) in branches.iter().enumerate() {
            let location = format!("{location}[{at}]");
            let Some(branch) = branch.as_object() else {
                self.error(SCHEMA, "Expected value of type Object", &location);
                continue;
            };
            self.unknown(branch, &["Comment", "StartAt", "States"], &location);
            self.machine(branch, Here { location: &location, depth: here.depth + 1, ..here });
        }
    }

    pub(super) fn map(&mut self, state: &Map<String, Value>, here: Here<'_>) {
        self.exactly_one(state, &["ItemProcessor", "Iterator"], here.location);
        self.number(state, "MaxConcurrency", 0.0, here.location);
        let own = state.get("QueryLanguage").and_then(Value::as_str);
        let is_jsonata = here.is_jsonata || own == Some("JSONata");
        self.distributed(state, is_jsonata, here.location);
        if state.contains_key("ItemSelector") && state.contains_key("Parameters") {
            self.exactly_one(state, &["ItemSelector", "Parameters"], here.location);
        }
        for name in ["ItemProcessor", "Iterator"] {
            let Some(processor) = state.get(name) else { continue };
            let location = format!("{}/{name}", here.location);
            let Some(processor) = processor.as_object() else {
                self.error(SCHEMA, "Expected value of type Object", &location);
                continue;
            };
            let known = ["Comment", "ProcessorConfig", "StartAt", "States"];
            self.unknown(processor, &known, &location);
            if let Some(config) = processor.get("ProcessorConfig").and_then(Value::as_object) {
                let location = format!("{location}/ProcessorConfig");
                self.unknown(config, &["Mode", "ExecutionType"], &location);
                self.one_of(config, "Mode", &["INLINE", "DISTRIBUTED"], &location);
                self.one_of(config, "ExecutionType", &["STANDARD", "EXPRESS"], &location);
            }
            self.machine(processor, Here { location: &location, depth: here.depth + 1, ..here });
        }
    }

    pub(super) fn choice(
        &mut self,
        states: &Map<String, Value>,
        state: &Map<String, Value>,
        here: Here<'_>,
    ) -> Vec<String> {
        let location = here.location;
        let mut targets = Vec::new();
        if let Some(default) = state.get("Default").and_then(Value::as_str) {
            self.target(states, default, "Default", &format!("{location}/Default"));
            targets.push(default.to_owned());
        }
        self.required(state, &["Choices"], location);
        let Some(choices) = state.get("Choices") else { return targets };
        let Some(choices) = choices.as_array().filter(|choices| !choices.is_empty()) else {
            let location = format!("{location}/Choices");
            self.error(SCHEMA, "Expected a list that is not empty", &location);
            return targets;
        };
        for (at, rule) in choices.iter().enumerate() {
            let location = format!("{location}/Choices[{at}]");
            let Some(rule) = rule.as_object() else {
                self.error(SCHEMA, "Expected value of type Object", &location);
                continue;
            };
            self.required(rule, &["Next"], &location);
            if let Some(next) = rule.get("Next").and_then(Value::as_str) {
                self.target(states, next, "Next", &format!("{location}/Next"));
                targets.push(next.to_owned());
            }
            if here.is_jsonata {
                self.required(rule, &["Condition"], &location);
                let known = ["Comment", "Condition", "Next", "Assign", "Output"];
                self.unknown(rule, &known, &location);
                self.jsonata(rule.get("Condition"), &format!("{location}/Condition"));
                self.jsonata(rule.get("Output"), &format!("{location}/Output"));
            } else {
                self.rule(rule, true, &location, 0);
            }
            self.assign(rule.get("Assign"), here.is_jsonata, &location);
        }
        targets
    }

    fn rule(&mut self, rule: &Map<String, Value>, is_outer: bool, location: &str, depth: usize) {
        if depth > super::DEPTH_MAX {
            self.error("TOO_DEEPLY_NESTED", "The rules are too deeply nested.", location);
            return;
        }
        let own: &[&str] = if is_outer { &["Comment", "Next", "Assign"] } else { &["Comment"] };
        let operators: Vec<&String> = rule
            .keys()
            .filter(|name| !own.contains(&name.as_str()) && *name != "Variable")
            .collect();
        let [operator] = operators[..] else {
            let message = "A rule has exactly one operator";
            self.error(SCHEMA, message, location);
            return;
        };
        let here = format!("{location}/{operator}");
        match operator.as_str() {
            "And" | "Or" => {
                let rules = rule[operator].as_array().filter(|rules| !rules.is_empty());
                let Some(rules) = rules else {
                    self.error(SCHEMA, "Expected a list that is not empty", &here);
                    return;
                };
                for (at, inner) in rules.iter().enumerate() {
                    self.inner_rule(inner, &format!("{here}[{at}]"), depth);
                }
            }
            "Not" => self.inner_rule(&rule[operator], &here, depth),
            name if choice::is_operator(name) => {
                self.required(rule, &["Variable"], location);
                self.path(rule.get("Variable"), &format!("{location}/Variable"));
                if name.ends_with("Path") {
                    self.path(rule.get(operator), &here);
                } else {
                    self.operand(name, &rule[operator], &here);
                }
            }
            _ => self.error(SCHEMA, "Field is not supported", &here),
        }
    }

    fn inner_rule(&mut self, rule: &Value, location: &str, depth: usize) {
        match rule.as_object() {
            Some(rule) => self.rule(rule, false, location, depth + 1),
            None => self.error(SCHEMA, "Expected value of type Object", location),
        }
    }

    fn operand(&mut self, operator: &str, value: &Value, location: &str) {
        let is_fit = if operator.starts_with("Numeric") {
            value.is_number()
        } else if operator.starts_with("Boolean") || operator.starts_with("Is") {
            value.is_boolean()
        } else if operator.starts_with("Timestamp") {
            value.as_str().is_some_and(|text| choice::timestamp(text).is_some())
        } else {
            value.is_string()
        };
        if !is_fit {
            self.error(SCHEMA, format!("Value is not suitable for {operator}"), location);
        }
    }

    /// Retriers and catchers. Answers where catchers lead.
    pub(super) fn errors(
        &mut self,
        states: &Map<String, Value>,
        state: &Map<String, Value>,
        here: Here<'_>,
    ) -> Vec<String> {
        let mut targets = Vec::new();
        for field in ["Retry", "Catch"] {
            let Some(list) = state.get(field) else { continue };
            let location = format!("{}/{field}", here.location);
            let Some(list) = list.as_array() else {
                self.error(SCHEMA, "Expected value of type Array", &location);
                continue;
            };
            for (at, item) in list.iter().enumerate() {
                let location = format!("{location}[{at}]");
                let Some(item) = item.as_object() else {
                    self.error(SCHEMA, "Expected value of type Object", &location);
                    continue;
                };
                self.error_equals(item, at + 1 == list.len(), &location);
                if field == "Retry" {
                    self.retrier(item, &location);
                    continue;
                }
                self.required(item, &["Next"], &location);
                let known = ["Comment", "ErrorEquals", "Next", "ResultPath", "Assign", "Output"];
                self.unknown(item, &known, &location);
                if let Some(next) = item.get("Next").and_then(Value::as_str) {
                    self.target(states, next, "Next", &format!("{location}/Next"));
                    targets.push(next.to_owned());
                }
                self.assign(item.get("Assign"), here.is_jsonata, &location);
                self.jsonata(item.get("Output"), &format!("{location}/Output"));
                self.reference(item.get("ResultPath"), &format!("{location}/ResultPath"));
            }
        }
        targets
    }

    fn retrier(&mut self, item: &Map<String, Value>, location: &str) {
        let known = [
            "Comment",
            "ErrorEquals",
            "IntervalSeconds",
            "MaxAttempts",
            "BackoffRate",
            "MaxDelaySeconds",
            "JitterStrategy",
        ];
        self.unknown(item, &known, location);
        self.number(item, "IntervalSeconds", 1.0, location);
        self.number(item, "MaxAttempts", 0.0, location);
        self.number(item, "BackoffRate", 1.0, location);
        self.number(item, "MaxDelaySeconds", 1.0, location);
        self.one_of(item, "JitterStrategy", &["FULL", "NONE"], location);
    }

    fn error_equals(&mut self, item: &Map<String, Value>, is_last: bool, location: &str) {
        self.required(item, &["ErrorEquals"], location);
        let Some(names) = item.get("ErrorEquals") else { return };
        let location = format!("{location}/ErrorEquals");
        let names = names.as_array().filter(|names| !names.is_empty());
        let Some(names) = names.filter(|names| names.iter().all(Value::is_string)) else {
            self.error(SCHEMA, "Expected a list of names that is not empty", &location);
            return;
        };
        if names.iter().any(|name| name == "States.ALL") && (names.len() > 1 || !is_last) {
            let message = "States.ALL must stand alone, and in the last entry";
            self.error(SCHEMA, message, &location);
        }
    }
}

/// The resources of all tasks, with their places.
pub fn resources(definition: &Value) -> Vec<(String, String)> {
    let states = states(definition).into_iter();
    let named = states.filter_map(|(location, state)| {
        let resource = state.get("Resource").and_then(Value::as_str)?;
        Some((format!("{location}/Resource"), resource.to_owned()))
    });
    named.collect()
}

/// All states, of machines within machines too, with their places.
pub fn states(definition: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    let mut waiting = vec![(String::new(), definition)];
    while let Some((location, machine)) = waiting.pop() {
        let states = machine.get("States").and_then(Value::as_object);
        for (name, state) in states.into_iter().flatten() {
            let location = format!("{location}/States/{name}");
            for inner in ["ItemProcessor", "Iterator"] {
                if let Some(machine) = state.get(inner) {
                    waiting.push((format!("{location}/{inner}"), machine));
                }
            }
            let branches = state.get("Branches").and_then(Value::as_array);
            for (at, branch) in branches.into_iter().flatten().enumerate() {
                waiting.push((format!("{location}/Branches[{at}]"), branch));
            }
            found.push((location, state));
        }
    }
    found
}
