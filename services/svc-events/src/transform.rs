//! What a target gets of an event: all of it, a constant, a part, or a template filled in.
//!
//! A placeholder in a template stands for JSON where JSON stands, and for text within a string.
//! What is not in the event is an empty text. Source: EventBridge User Guide, "Amazon EventBridge
//! input transformation", with its examples.

use event_pattern::Value;
use event_pattern::json::{write_escaped, write_string};
use kernel::{Struct, Timestamp};

use crate::path::Path;

const RULE_ARN: &str = "aws.events.rule-arn";
const RULE_NAME: &str = "aws.events.rule-name";
const INGESTION_TIME: &str = "aws.events.event.ingestion-time";
/// The event without its detail.
const EVENT: &str = "aws.events.event";
const EVENT_JSON: &str = "aws.events.event.json";
const PREDEFINED: [&str; 5] = [RULE_ARN, RULE_NAME, INGESTION_TIME, EVENT, EVENT_JSON];

/// What a transformation knows besides the event.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    pub rule_arn: &'a str,
    pub rule_name: &'a str,
    pub ingested: Timestamp,
}

/// The input of a target (in the shape of the API) for an event.
pub fn input(target: &Struct, json: &str, event: &Value, around: Around<'_>) -> String {
    if let Some(constant) = target.str("Input") {
        return constant.to_owned();
    }
    if let Some(path) = target.str("InputPath") {
        let found = Path::parse(path).and_then(|path| path.find(event));
        return found.unwrap_or(Value::Null).to_string();
    }
    match target.structure("InputTransformer") {
        Some(transformer) => fill(transformer, event, around),
        None => json.to_owned(),
    }
}

fn fill(transformer: &Struct, event: &Value, around: Around<'_>) -> String {
    let template = transformer.str("InputTemplate").unwrap_or_default();
    let paths = transformer.structure("InputPathsMap");
    let value_of = |name: &str| match name {
        RULE_ARN => Some(Value::string(around.rule_arn)),
        RULE_NAME => Some(Value::string(around.rule_name)),
        INGESTION_TIME => Some(Value::string(around.ingested.iso8601())),
        EVENT_JSON => Some(event.clone()),
        EVENT => {
            let members = event.as_object().unwrap_or_default().iter();
            let members = members.filter(|(name, _)| name != "detail").cloned();
            Some(Value::Object(members.collect()))
        }
        _ => paths.and_then(|paths| paths.str(name)).and_then(Path::parse)?.find(event),
    };
    let mut out = String::with_capacity(template.len());
    for part in parts(template) {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Placeholder { name, is_in_string: true } => match value_of(name) {
                None | Some(Value::Null) => {}
                Some(Value::String(text)) => write_escaped(&text, &mut out),
                Some(value) => write_escaped(&value.to_string(), &mut out),
            },
            Part::Placeholder { name, is_in_string: false } => match value_of(name) {
                None => write_string("", &mut out),
                Some(value) => value.write_to(&mut out),
            },
        }
    }
    out
}

/// The first placeholder of a template that stands for nothing.
pub fn unknown_placeholder(transformer: &Struct) -> Option<String> {
    let template = transformer.str("InputTemplate").unwrap_or_default();
    let paths = transformer.structure("InputPathsMap");
    parts(template).into_iter().find_map(|part| match part {
        Part::Placeholder { name, .. } => {
            let is_known =
                PREDEFINED.contains(&name) || paths.is_some_and(|paths| paths.get(name).is_some());
            (!is_known).then(|| name.to_owned())
        }
        Part::Text(_) => None,
    })
}

/// Whether a template is JSON once it is filled in: one value, or one on each line.
pub fn is_json(template: &str) -> bool {
    let mut sample = String::with_capacity(template.len());
    for part in parts(template) {
        match part {
            Part::Text(text) => sample.push_str(text),
            Part::Placeholder { is_in_string: true, .. } => {}
            Part::Placeholder { is_in_string: false, .. } => sample.push('0'),
        }
    }
    let mut lines = sample.lines().filter(|line| !line.trim().is_empty());
    Value::parse(&sample).is_ok() || lines.all(|line| Value::parse(line).is_ok())
}

enum Part<'t> {
    Text(&'t str),
    Placeholder { name: &'t str, is_in_string: bool },
}

/// Cuts a template at its placeholders.
fn parts(template: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut from, mut is_in_string, mut is_escaped) = (0, false, false);
    let mut at = 0;
    let bytes = template.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_in_string => is_escaped = true,
            b'"' => is_in_string = !is_in_string,
            b'<' => {
                if let Some(name) = placeholder(&template[at + 1..]) {
                    parts.push(Part::Text(&template[from..at]));
                    parts.push(Part::Placeholder { name, is_in_string });
                    from = at + name.len() + 2;
                    at = from;
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    parts.push(Part::Text(&template[from..]));
    parts
}

/// The name up to a closing bracket, if nothing but a name stands before it.
fn placeholder(rest: &str) -> Option<&str> {
    let (name, _) = rest.split_once('>')?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    (!name.is_empty() && name.chars().all(is_part)).then_some(name)
}
