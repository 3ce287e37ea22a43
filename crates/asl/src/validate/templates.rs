//! Paths, payload templates and JSONata within states.

use serde_json::{Map, Value};

use super::{SCHEMA, Validator};
use crate::intrinsic;
use crate::path::Path;
use crate::scope;

/// Templates of JSONPath.
const PAYLOADS: [&str; 5] =
    ["Parameters", "ResultSelector", "ItemSelector", "Credentials", "Assign"];
/// Paths, some of which may be intrinsic functions.
const PATHS: [&str; 11] = [
    "InputPath",
    "OutputPath",
    "ItemsPath",
    "SecondsPath",
    "TimestampPath",
    "TimeoutSecondsPath",
    "HeartbeatSecondsPath",
    "MaxConcurrencyPath",
    "ErrorPath",
    "ToleratedFailureCountPath",
    "ToleratedFailurePercentagePath",
];
/// What is evaluated in JSONata.
const EVALUATED: [&str; 14] = [
    "Arguments",
    "Output",
    "Items",
    "ItemSelector",
    "Credentials",
    "Seconds",
    "Timestamp",
    "TimeoutSeconds",
    "HeartbeatSeconds",
    "MaxConcurrency",
    "ToleratedFailureCount",
    "ToleratedFailurePercentage",
    "Error",
    "Cause",
];

impl Validator {
    pub(super) fn templates(
        &mut self,
        state: &Map<String, Value>,
        kind: &str,
        is_jsonata: bool,
        location: &str,
    ) {
        self.assign(state.get("Assign"), is_jsonata, location);
        if is_jsonata {
            for field in EVALUATED {
                self.jsonata(state.get(field), &format!("{location}/{field}"));
            }
            return;
        }
        for field in PAYLOADS {
            if let Some(template) = state.get(field) {
                self.payload(template, &format!("{location}/{field}"));
            }
        }
        for field in PATHS {
            self.path(state.get(field), &format!("{location}/{field}"));
        }
        self.path(state.get("CausePath"), &format!("{location}/CausePath"));
        self.reference(state.get("ResultPath"), &format!("{location}/ResultPath"));
        for field in ["Error", "Cause"] {
            if state.get(field).and_then(Value::as_str).is_some_and(looks_like_path) {
                let message = "The value looks like a path, but the field's name does not end with \
                               'Path'";
                self.warning("NO_PATH", message, &format!("{location}/{field}"));
            }
        }
        if kind == "Pass" && state.get("Result").is_some_and(has_path) {
            let message = "The Result of a Pass state is taken as it stands";
            self.warning("PASS_RESULT_IS_STATIC", message, &format!("{location}/Result"));
        }
    }

    /// A path, or an intrinsic function; null stands for none.
    pub(super) fn path(&mut self, value: Option<&Value>, location: &str) {
        let Some(value) = value.filter(|value| !value.is_null()) else { return };
        let is_path = value
            .as_str()
            .is_some_and(|text| Path::parse(text).is_some() || intrinsic::parse(text).is_some());
        if !is_path {
            self.error(SCHEMA, "Value is not a valid JSONPath", location);
        }
    }

    pub(super) fn reference(&mut self, value: Option<&Value>, location: &str) {
        let Some(value) = value.filter(|value| !value.is_null()) else { return };
        let path = value.as_str().and_then(Path::parse);
        if !path.is_some_and(|path| path.is_reference()) {
            self.error(SCHEMA, "Value is not a Reference Path", location);
        }
    }

    pub(super) fn payload(&mut self, template: &Value, location: &str) {
        match template {
            Value::Object(members) => {
                for (name, value) in members {
                    let here = format!("{location}/{name}");
                    if !name.ends_with(".$") {
                        if value.as_str().is_some_and(looks_like_path) {
                            let message = "The value looks like a path, but the field's name does \
                                           not end with '.$'";
                            self.warning("NO_DOLLAR", message, &here);
                        }
                        self.payload(value, &here);
                        continue;
                    }
                    let is_fit = value.as_str().is_some_and(|text| {
                        Path::parse(text).is_some() || intrinsic::parse(text).is_some()
                    });
                    if !is_fit {
                        // AWS's words, as users have quoted them.
                        let message = format!(
                            "The value for the field '{name}' must be a valid JSONPath or a valid \
                             intrinsic function call"
                        );
                        self.error(SCHEMA, message, &here);
                    }
                }
            }
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.payload(item, &format!("{location}[{at}]"));
                }
            }
            _ => {}
        }
    }

    pub(super) fn assign(&mut self, value: Option<&Value>, is_jsonata: bool, location: &str) {
        let Some(value) = value else { return };
        let location = format!("{location}/Assign");
        let Some(members) = value.as_object() else {
            self.error(SCHEMA, "Expected value of type Object", &location);
            return;
        };
        for name in members.keys() {
            let plain = if is_jsonata { name } else { name.strip_suffix(".$").unwrap_or(name) };
            let mut chars = plain.chars();
            let is_name = chars.next().is_some_and(|c| c.is_alphabetic() || c == '_')
                && chars.all(|c| c.is_alphanumeric() || c == '_');
            if !is_name || plain == "states" || plain.len() > super::NAME_MAX {
                let message = format!("'{plain}' is no name of a variable");
                self.error(SCHEMA, message, &format!("{location}/{name}"));
            }
        }
        if is_jsonata {
            self.jsonata(Some(value), &location);
        } else {
            self.payload(value, &location);
        }
    }

    /// Every expression in a template must be one.
    pub(super) fn jsonata(&mut self, value: Option<&Value>, location: &str) {
        match value {
            Some(Value::Object(members)) => {
                for (name, value) in members {
                    self.jsonata(Some(value), &format!("{location}/{name}"));
                }
            }
            Some(Value::Array(items)) => {
                for (at, item) in items.iter().enumerate() {
                    self.jsonata(Some(item), &format!("{location}[{at}]"));
                }
            }
            Some(Value::String(text)) => {
                let Some(source) = scope::expression(text) else { return };
                if let Err(error) = jsonata::Expression::parse(source) {
                    let message = format!("Invalid JSONata expression: {error}");
                    self.error(SCHEMA, message, location);
                }
            }
            _ => {}
        }
    }
}

fn looks_like_path(text: &str) -> bool {
    (text.starts_with("$.") && Path::parse(text).is_some()) || intrinsic::parse(text).is_some()
}

fn has_path(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.keys().any(|name| name.ends_with(".$")),
        Value::String(text) => looks_like_path(text),
        _ => false,
    }
}
