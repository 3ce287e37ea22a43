//! Definitions as they are read while they run: machines within machines, and their states.
//!
//! A definition is kept as its JSON. That it is one that can run has been seen by
//! [`validate`](crate::validate) before.

use serde_json::{Map, Value};

use crate::frame::Place;

/// What the fields of a state are when they are absent and what they may be is JSONPath's.
const JSONATA: &str = "JSONata";

#[derive(Debug)]
pub struct Definition {
    json: Value,
}

/// The states of a definition, of a branch, or of an item processor.
#[derive(Clone, Copy, Debug)]
pub struct Machine<'d> {
    json: &'d Value,
    is_jsonata: bool,
}

#[derive(Clone, Copy, Debug)]
pub struct State<'d> {
    pub name: &'d str,
    json: &'d Map<String, Value>,
    is_jsonata: bool,
}

impl Definition {
    pub fn parse(text: &str) -> Result<Definition, serde_json::Error> {
        serde_json::from_str(text).map(|json| Definition { json })
    }

    pub fn json(&self) -> &Value {
        &self.json
    }

    pub fn timeout_seconds(&self) -> Option<i64> {
        self.json.get("TimeoutSeconds").and_then(Value::as_i64)
    }

    pub fn machine(&self) -> Machine<'_> {
        let language = self.json.get("QueryLanguage").and_then(Value::as_str);
        Machine { json: &self.json, is_jsonata: language == Some(JSONATA) }
    }

    /// The machine at a place within machines.
    pub fn machine_at(&self, places: &[Place]) -> Option<Machine<'_>> {
        let mut machine = self.machine();
        for place in places {
            let state = machine.state(&place.state)?;
            let json = match state.kind() {
                "Parallel" => state.json.get("Branches")?.get(place.branch as usize)?,
                _ => state.processor()?,
            };
            machine = Machine { json, ..machine };
        }
        Some(machine)
    }
}

impl<'d> Machine<'d> {
    pub fn start_at(self) -> &'d str {
        self.json.get("StartAt").and_then(Value::as_str).unwrap_or_default()
    }

    pub fn state(self, name: &str) -> Option<State<'d>> {
        let states = self.json.get("States")?.as_object()?;
        let (name, json) = states.get_key_value(name)?;
        let json = json.as_object()?;
        let language = json.get("QueryLanguage").and_then(Value::as_str);
        let is_jsonata = language.map_or(self.is_jsonata, |language| language == JSONATA);
        Some(State { name, json, is_jsonata })
    }
}

impl<'d> State<'d> {
    pub fn kind(&self) -> &'d str {
        self.text("Type").unwrap_or_default()
    }

    pub fn is_jsonata(&self) -> bool {
        self.is_jsonata
    }

    pub fn value(&self, field: &str) -> Option<&'d Value> {
        self.json.get(field)
    }

    pub fn text(&self, field: &str) -> Option<&'d str> {
        self.json.get(field).and_then(Value::as_str)
    }

    /// What a Map runs for each item.
    pub fn processor(&self) -> Option<&'d Value> {
        self.value("ItemProcessor").or_else(|| self.value("Iterator"))
    }

    pub fn branches(&self) -> &'d [Value] {
        self.value("Branches").and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// Retriers or catchers.
    pub fn list(&self, field: &str) -> &'d [Value] {
        self.value(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }
}
