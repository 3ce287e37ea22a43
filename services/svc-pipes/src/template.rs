//! Input templates: JSON or text with placeholders such as `<$.body.id>` and
//! `<aws.pipes.pipe-name>`.
//!
//! Source: User Guide, "Amazon EventBridge Pipes input transformation", to the letter: strings get
//! their quotes, objects and arrays are put in as they are, and lose their quotes inside a string
//! and in free text; what does not exist does not appear.

use kernel::ApiError;
use serde_json::Value as Json;

use crate::errors;
use crate::path;

/// "Reserved variables".
const RESERVED: [&str; 8] = [
    "aws.pipes.pipe-arn",
    "aws.pipes.pipe-name",
    "aws.pipes.source-arn",
    "aws.pipes.enrichment-arn",
    "aws.pipes.target-arn",
    "aws.pipes.event.ingestion-time",
    "aws.pipes.event",
    "aws.pipes.event.json",
];
const NAMESPACE: &str = "aws.";
/// Stands for what does not exist until the whole is read as JSON; no text has it.
const ABSENT: &str = "\u{fdd0}absent\u{fdd0}";

/// What placeholders can stand for.
#[derive(Debug)]
pub struct Values<'a> {
    pub pipe_arn: &'a str,
    pub pipe_name: &'a str,
    pub source_arn: &'a str,
    pub enrichment_arn: Option<&'a str>,
    pub target_arn: &'a str,
    pub ingestion_time: &'a str,
    /// The event as it came.
    pub event: &'a Json,
    /// The event with its payload opened, if that is JSON.
    pub opened: &'a Json,
    pub is_json: bool,
}

enum Piece<'t> {
    Text(&'t str),
    Placeholder { name: &'t str, is_in_string: bool },
}

/// Refuses reserved variables that there are not. Paths are never refused.
pub fn check(template: &str) -> Result<(), ApiError> {
    for piece in pieces(template) {
        if let Piece::Placeholder { name, .. } = piece
            && name.starts_with(NAMESPACE)
            && !RESERVED.contains(&name)
        {
            return Err(errors::invalid_placeholder());
        }
    }
    Ok(())
}

/// What the target gets.
pub fn fill(template: &str, values: &Values<'_>) -> String {
    let pieces = pieces(template);
    // Free text is all string, whatever quotes it has.
    let is_json = template.trim_start().starts_with(['{', '[', '"']);
    let mut out = String::with_capacity(template.len());
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Placeholder { name, is_in_string } => {
                let value = values.get(name);
                out.push_str(&match value {
                    Some(value) if is_in_string || !is_json => plain(&value),
                    None if is_in_string || !is_json => String::new(),
                    Some(value) => value.to_string(),
                    None => Json::from(ABSENT).to_string(),
                });
            }
        }
    }
    if !is_json {
        return out;
    }
    match serde_json::from_str::<Json>(&out) {
        // A string by itself is its text.
        Ok(Json::String(text)) => text,
        Ok(mut json) if out.contains(ABSENT) => {
            remove_absent(&mut json);
            json.to_string()
        }
        Ok(_) => out,
        Err(_) => out.replace(&Json::from(ABSENT).to_string(), ""),
    }
}

impl Values<'_> {
    fn get(&self, name: &str) -> Option<Json> {
        let text = |text: &str| Some(Json::from(text));
        match name {
            "aws.pipes.pipe-arn" => text(self.pipe_arn),
            "aws.pipes.pipe-name" => text(self.pipe_name),
            "aws.pipes.source-arn" => text(self.source_arn),
            "aws.pipes.enrichment-arn" => self.enrichment_arn.and_then(text),
            "aws.pipes.target-arn" => text(self.target_arn),
            "aws.pipes.event.ingestion-time" => text(self.ingestion_time),
            "aws.pipes.event" => Some(self.event.clone()),
            "aws.pipes.event.json" => self.is_json.then(|| self.opened.clone()),
            _ => path::find(self.opened, name),
        }
    }
}

/// Text and placeholders in turn. What is between angle brackets but is neither a path nor a
/// variable is text.
fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut begin, mut at) = (0, 0);
    let mut is_in_string = false;
    let bytes = template.as_bytes();
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if is_in_string => at += 1,
            b'"' => is_in_string = !is_in_string,
            b'<' => {
                if let Some(name) = placeholder(&template[at..]) {
                    if begin < at {
                        pieces.push(Piece::Text(&template[begin..at]));
                    }
                    pieces.push(Piece::Placeholder { name, is_in_string });
                    at += name.len() + 1;
                    begin = at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    if begin < template.len() {
        pieces.push(Piece::Text(&template[begin..]));
    }
    pieces
}

fn placeholder(text: &str) -> Option<&str> {
    let name = text.strip_prefix('<')?.split_once('>')?.0;
    (name.starts_with('$') || name.starts_with(NAMESPACE)).then_some(name)
}

/// As text: strings without quotes and escapes, all else without its quotes.
fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string().replace("\\\"", "").replace('"', ""),
    }
}

fn remove_absent(json: &mut Json) {
    let is_absent = |value: &Json| value.as_str() == Some(ABSENT);
    match json {
        Json::Array(items) => {
            items.retain(|item| !is_absent(item));
            items.iter_mut().for_each(remove_absent);
        }
        Json::Object(members) => {
            members.retain(|_, value| !is_absent(value));
            members.values_mut().for_each(remove_absent);
        }
        _ => {}
    }
}
