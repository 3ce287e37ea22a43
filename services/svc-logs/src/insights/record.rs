//! Events as rows of fields: those that CloudWatch Logs makes (`@message`), those that it finds in
//! a message (JSON, lines of Lambda), and those that commands make.
//!
//! Source: "Supported logs and discovered fields": nested members are named with dots and numbers
//! of items, up to 200 fields of an event; of Lambda's logs the request's id, durations and memory,
//! and the fields of the first JSON fragment. That true and false are shown as 1 and 0 is our
//! memory of the console [U].

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value as Json;

use super::value::Value;
use crate::limits;
use crate::pointer;
use crate::position::Position;

const LAMBDA: &str = "/aws/lambda/";

/// An event as it is queried.
#[derive(Clone, Debug)]
pub struct Event {
    pub position: Position,
    pub ingested: i64,
    pub message: String,
    /// As it came, where it is masked and the query may see it.
    pub raw: Option<String>,
    pub stream: String,
    pub group: Rc<str>,
    /// `ACCOUNT:GROUP`
    pub log: Rc<str>,
}

#[derive(Clone, Debug)]
pub struct Row {
    event: Option<Rc<Event>>,
    found: Rc<OnceCell<BTreeMap<String, Value>>>,
    made: Vec<(String, Value)>,
}

impl Row {
    pub fn of_event(event: Event) -> Row {
        Row { event: Some(Rc::new(event)), found: Rc::default(), made: Vec::new() }
    }

    pub fn of_values(made: Vec<(String, Value)>) -> Row {
        Row { event: None, found: Rc::default(), made }
    }

    pub fn set(&mut self, name: &str, value: Value) {
        match self.made.iter_mut().find(|(known, _)| known == name) {
            Some(slot) => slot.1 = value,
            None => self.made.push((name.to_owned(), value)),
        }
    }

    pub fn pointer(&self) -> Option<String> {
        self.event.as_ref().map(|event| pointer::write(&event.group, event.position))
    }

    /// The message as it came.
    pub fn unmasked(&self) -> Value {
        let raw = self.event.as_ref().and_then(|event| event.raw.as_ref());
        raw.map_or_else(|| self.get("@message"), |raw| Value::Text(raw.clone()))
    }

    /// The time by which `bin` counts.
    pub fn time(&self) -> i64 {
        match &self.event {
            Some(event) => event.position.at(),
            None => match self.get("@timestamp") {
                Value::Time(at) => at,
                _ => 0,
            },
        }
    }

    pub fn get(&self, name: &str) -> Value {
        if let Some((_, value)) = self.made.iter().find(|(known, _)| known == name) {
            return value.clone();
        }
        let Some(event) = &self.event else { return self.inside_made(name) };
        let text = |text: &str| Value::Text(text.to_owned());
        match name {
            "@timestamp" => Value::Time(event.position.at()),
            "@ingestionTime" => Value::Time(event.ingested),
            "@message" => text(&event.message),
            "@logStream" => text(&event.stream),
            "@log" => text(&event.log),
            "@ptr" => Value::Text(pointer::write(&event.group, event.position)),
            _ => {
                let found = self.found.get_or_init(|| discover(&event.group, &event.message));
                match found.get(name) {
                    Some(value) => value.clone(),
                    None => self.inside_made(name),
                }
            }
        }
    }

    /// A list or structure that is no field by itself, since its members are: of a JSON text that a
    /// command has made, or of the message.
    pub fn document(&self, name: &str) -> Option<Json> {
        let made = self.made.iter().find_map(|(known, value)| {
            let Value::Text(text) = value else { return None };
            let rest = name.strip_prefix(known.as_str())?;
            let path = if rest.is_empty() { "" } else { rest.strip_prefix('.')? };
            member(serde_json::from_str(text).ok()?, path)
        });
        made.or_else(|| member(json_in(&self.event.as_ref()?.message)?, name))
    }

    /// A member of a JSON text that a command has made: `y.z` of `jsonParse(x) as y`.
    fn inside_made(&self, name: &str) -> Value {
        let inside = |(known, value): &(String, Value)| {
            let rest = name.strip_prefix(known.as_str())?.strip_prefix('.')?;
            let Value::Text(text) = value else { return None };
            let mut found = BTreeMap::new();
            flatten("", &serde_json::from_str(text).ok()?, &mut found);
            found.remove(rest)
        };
        self.made.iter().find_map(inside).unwrap_or(Value::Missing)
    }
}

/// What a path of names and numbers leads to.
fn member(document: Json, path: &str) -> Option<Json> {
    path.split('.').filter(|part| !part.is_empty()).try_fold(document, |inner, part| match inner {
        Json::Object(mut members) => members.remove(part),
        Json::Array(items) => items.into_iter().nth(part.parse().ok()?),
        _ => None,
    })
}

/// The fields that are found in a message.
pub fn discover(group: &str, message: &str) -> BTreeMap<String, Value> {
    let mut found = BTreeMap::new();
    if let Some(document) = json_in(message) {
        flatten("", &document, &mut found);
        return found;
    }
    if group.starts_with(LAMBDA) {
        of_lambda(message, &mut found);
    }
    found
}

fn json_in(message: &str) -> Option<Json> {
    let message = message.trim();
    let is_object = message.starts_with('{') && message.ends_with('}');
    if is_object { serde_json::from_str(message).ok() } else { None }
}

fn flatten(name: &str, value: &Json, found: &mut BTreeMap<String, Value>) {
    if found.len() >= limits::FIELDS_PER_EVENT_MAX {
        return;
    }
    let under = |part: &str| {
        if name.is_empty() { part.to_owned() } else { format!("{name}.{part}") }
    };
    match value {
        Json::Null => {}
        Json::Bool(is_so) => {
            found.insert(name.to_owned(), Value::flag(*is_so));
        }
        Json::Number(number) => {
            let value = number.as_f64().map_or(Value::Missing, Value::Number);
            found.insert(name.to_owned(), value);
        }
        Json::String(text) => {
            found.insert(name.to_owned(), Value::Text(text.clone()));
        }
        Json::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                flatten(&under(&at.to_string()), item, found);
            }
        }
        Json::Object(members) => {
            for (part, member) in members {
                flatten(&under(part), member, found);
            }
        }
    }
}

/// `START`, `END` and `REPORT` lines, and the request's id of others.
fn of_lambda(message: &str, found: &mut BTreeMap<String, Value>) {
    for kind in ["START", "END", "REPORT"] {
        let Some(rest) = message.strip_prefix(kind) else { continue };
        let Some(rest) = rest.strip_prefix(" RequestId: ") else { continue };
        found.insert("@type".to_owned(), Value::Text(kind.to_owned()));
        let id = rest.split_whitespace().next().unwrap_or_default();
        found.insert("@requestId".to_owned(), Value::Text(id.to_owned()));
        report(rest, found);
        return;
    }
    let id = message.split('\t').nth(1).filter(|part| is_request_id(part));
    if let Some(id) = id {
        found.insert("@requestId".to_owned(), Value::Text(id.to_owned()));
    }
    if let Some(at) = message.find('{') {
        let mut documents = serde_json::Deserializer::from_str(&message[at..]).into_iter::<Json>();
        if let Some(Ok(document @ Json::Object(_))) = documents.next() {
            flatten("", &document, found);
        }
    }
}

fn is_request_id(text: &str) -> bool {
    text.len() == 36 && text.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-')
}

/// What a `REPORT` line measures, between tabs; memory is counted in bytes.
fn report(line: &str, found: &mut BTreeMap<String, Value>) {
    const PARTS: [(&str, &str, f64); 5] = [
        ("Duration: ", "@duration", 1.0),
        ("Billed Duration: ", "@billedDuration", 1.0),
        ("Init Duration: ", "@initDuration", 1.0),
        ("Memory Size: ", "@memorySize", 1e6),
        ("Max Memory Used: ", "@maxMemoryUsed", 1e6),
    ];
    for part in line.split('\t').map(str::trim) {
        for (label, name, scale) in PARTS {
            let number = part.strip_prefix(label).and_then(|rest| rest.split(' ').next());
            if let Some(number) = number.and_then(|it| it.parse::<f64>().ok()) {
                found.insert(name.to_owned(), Value::Number(number * scale));
            }
        }
        if let Some(id) = part.strip_prefix("XRAY TraceId: ") {
            found.insert("@xrayTraceId".to_owned(), Value::Text(id.to_owned()));
        }
    }
}
