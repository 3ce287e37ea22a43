//! YAML → JSON. Events are pulled one by one, so that depth is bounded here and not by the stack.

use serde_json::{Map, Number, Value as Json, json};
use yaml_rust2::parser::{Event, Parser, Tag};
use yaml_rust2::scanner::TScalarStyle;

use crate::{Problem, Result, error, format_error};

/// Deeper templates are refused, as `serde_json` refuses deeper JSON.
const DEPTH_MAX: usize = 120;

/// A collection that has begun.
struct Open {
    tag: Option<Tag>,
    /// Of a mapping whose value comes next.
    key: Option<String>,
    value: Json,
}

pub fn parse(text: &str) -> Result<Json> {
    let mut parser = Parser::new_from_str(text);
    let mut open: Vec<Open> = Vec::new();
    let mut document = None;
    loop {
        let (event, marker) = parser.next_token().map_err(|problem| {
            let at = problem.marker();
            format_error(format_args!(
                "YAML not well-formed. (line {}, column {})",
                at.line(),
                at.col() + 1
            ))
        })?;
        let done = match event {
            Event::StreamEnd => break,
            Event::Alias(_) => {
                return Err(error("YAML aliases are not allowed in CloudFormation templates"));
            }
            Event::Scalar(text, ..) if open.last().is_some_and(awaits_key) => {
                Some(Json::String(text))
            }
            Event::Scalar(text, style, _, tag) => Some(scalar(text, style, tag)?),
            Event::SequenceStart(_, tag) => {
                open.push(Open { tag, key: None, value: Json::Array(Vec::new()) });
                None
            }
            Event::MappingStart(_, tag) => {
                open.push(Open { tag, key: None, value: Json::Object(Map::new()) });
                None
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(ended) => Some(tagged(ended.tag, ended.value)?),
                None => None,
            },
            _ => None,
        };
        if open.len() > DEPTH_MAX {
            return Err(format_error("The template is nested too deeply."));
        }
        let Some(value) = done else { continue };
        match open.last_mut() {
            Some(around) => put(around, value, marker.line())?,
            None if document.is_none() => document = Some(value),
            None => return Err(format_error("a template is one document.")),
        }
    }
    document.ok_or_else(|| format_error("unsupported structure."))
}

/// What a mapping has next is the name of a member, whatever it looks like.
fn awaits_key(open: &Open) -> bool {
    open.value.is_object() && open.key.is_none()
}

fn put(around: &mut Open, value: Json, line: usize) -> Result<()> {
    match &mut around.value {
        Json::Array(items) => items.push(value),
        Json::Object(members) => match around.key.take() {
            Some(key) => {
                if members.insert(key.clone(), value).is_some() {
                    return Err(error(format_args!(
                        "duplicate key '{key}' in the template (line {line})"
                    )));
                }
            }
            None => around.key = Some(key_of(value)?),
        },
        _ => {}
    }
    Ok(())
}

fn key_of(value: Json) -> Result<String> {
    match value {
        Json::String(text) => Ok(text),
        Json::Number(number) => Ok(number.to_string()),
        Json::Bool(value) => Ok(value.to_string()),
        _ => Err(format_error("a name in the template is no text.")),
    }
}

fn scalar(text: String, style: TScalarStyle, tag: Option<Tag>) -> Result<Json> {
    let is_plain = matches!(style, TScalarStyle::Plain);
    match tag {
        Some(tag) if tag.handle == "!" => function(&tag.suffix, Json::String(text)),
        Some(tag) if tag.suffix == "str" => Ok(Json::String(text)),
        _ if is_plain => Ok(plain(text)),
        _ => Ok(Json::String(text)),
    }
}

fn tagged(tag: Option<Tag>, value: Json) -> Result<Json> {
    match tag {
        Some(tag) if tag.handle == "!" => function(&tag.suffix, value),
        _ => Ok(value),
    }
}

fn function(name: &str, argument: Json) -> Result<Json> {
    let argument = match (name, argument) {
        ("GetAtt", Json::String(text)) => match text.split_once('.') {
            Some((resource, attribute)) => json!([resource, attribute]),
            None => {
                return Err(error(
                    "every Fn::GetAtt object requires two non-empty parameters, \
                 the resource name and the resource attribute",
                ));
            }
        },
        (_, argument) => argument,
    };
    let name = match name {
        "Ref" | "Condition" => name.to_owned(),
        _ if name.chars().all(char::is_alphanumeric) => format!("Fn::{name}"),
        _ => return Err(Problem(format!("Template format error: unknown tag !{name}"))),
    };
    Ok(json!({ name: argument }))
}

/// Numbers and booleans where nothing is lost by it: `1.10`, `007` and `yes` stay text.
fn plain(text: String) -> Json {
    match text.as_str() {
        "" | "~" | "null" | "Null" | "NULL" => return Json::Null,
        "true" | "True" | "TRUE" => return Json::Bool(true),
        "false" | "False" | "FALSE" => return Json::Bool(false),
        _ => {}
    }
    if let Ok(number) = text.parse::<i64>()
        && number.to_string() == text
    {
        return number.into();
    }
    let is_decimal = text.contains('.') && !text.ends_with('.');
    if is_decimal
        && let Ok(number) = text.parse::<f64>()
        && number.to_string() == text
        && let Some(number) = Number::from_f64(number)
    {
        return Json::Number(number);
    }
    Json::String(text)
}
