//! Properties and methods of values: those of Java's classes that templates use, of `$input` and
//! of `$util`. What is unknown answers null, as a reference that cannot be resolved.

use regex::Regex;
use serde_json::Value as Json;

use crate::limits::{ITEMS_MAX, TEXT_BYTES_MAX};
use crate::path::json_path;
use crate::value::{Entries, Value};
use crate::{Scope, TemplateError, util};

pub fn property(scope: &mut Scope, of: &Value, name: &str) -> Value {
    match of {
        Value::Map(_) => of.entry(name).unwrap_or(Value::Null),
        Value::Entry(entry) => match name {
            "key" => Value::text(entry.0.as_str()),
            "value" => entry.1.clone(),
            _ => Value::Null,
        },
        Value::Input if name == "body" => Value::text(scope.input.body.as_str()),
        Value::List(items) if name == "empty" => Value::Bool(items.borrow().is_empty()),
        Value::Text(text) if name == "empty" => Value::Bool(text.is_empty()),
        Value::Text(text) if name == "bytes" => {
            Value::list(text.bytes().map(|byte| Value::Int(byte.into())).collect())
        }
        _ => Value::Null,
    }
}

pub fn index(of: &Value, index: &Value) -> Value {
    match (of, index) {
        (Value::List(items), Value::Int(at)) => {
            let items = items.borrow();
            let at = usize::try_from(*at).ok().and_then(|at| items.get(at).cloned());
            at.unwrap_or(Value::Null)
        }
        (Value::Map(_), key) => of.entry(&key.to_text()).unwrap_or(Value::Null),
        _ => Value::Null,
    }
}

pub fn call(
    scope: &mut Scope,
    of: &Value,
    name: &str,
    arguments: &[Value],
) -> Result<Value, TemplateError> {
    match (name, arguments) {
        ("toString", []) if !of.is_null() => return Ok(Value::text(of.to_text())),
        ("equals", [other]) if !of.is_null() => return Ok(Value::Bool(of.equals(other))),
        _ => {}
    }
    match of {
        Value::Input => Ok(input(scope, name, arguments)),
        Value::Util => util::call(name, arguments),
        Value::Text(text) => string(text, name, arguments),
        Value::List(items) => {
            // A list may be added to itself.
            let arguments: Vec<Value> = arguments.to_vec();
            list(&mut items.borrow_mut(), of, name, &arguments)
        }
        Value::Map(entries) => map(&mut entries.borrow_mut(), of, name, arguments),
        Value::Entry(entry) => Ok(match name {
            "getKey" => Value::text(entry.0.as_str()),
            "getValue" => entry.1.clone(),
            _ => Value::Null,
        }),
        Value::Int(_) | Value::Float(_) => Ok(number(of, name, arguments)),
        Value::Bool(_) | Value::Null => Ok(Value::Null),
    }
}

/// The body as JSON; without a body an empty object.
fn document(scope: &mut Scope) -> Value {
    if scope.document.is_none() {
        let body = scope.input.body.trim();
        let json = if body.is_empty() {
            Json::Object(serde_json::Map::new())
        } else {
            serde_json::from_str(body).unwrap_or_else(|_| Json::from(body))
        };
        scope.document = Some(Value::from_json(&json));
    }
    scope.document.clone().unwrap_or(Value::Null)
}

fn input(scope: &mut Scope, name: &str, arguments: &[Value]) -> Value {
    match (name, arguments) {
        ("path", [path]) => {
            if &*path.to_text() == "$" {
                return document(scope);
            }
            let document = document(scope).to_json(0);
            json_path(&document, &path.to_text()).map_or(Value::Null, |it| Value::from_json(&it))
        }
        // A path that leads nowhere is an empty string.
        ("json", [path]) => {
            let document = document(scope).to_json(0);
            let found = json_path(&document, &path.to_text());
            Value::text(found.map_or_else(|| "\"\"".to_owned(), |it| it.to_string()))
        }
        ("params", []) => {
            let input = &scope.input;
            let all = [
                ("path", &input.path),
                ("querystring", &input.querystring),
                ("header", &input.header),
            ];
            let all = all.map(|(name, of)| (name.to_owned(), object(of)));
            Value::map(all.into())
        }
        ("params", [wanted]) => parameter(scope, &wanted.to_text()),
        _ => Value::Null,
    }
}

fn object(of: &Json) -> Value {
    if of.is_null() { Value::map(Vec::new()) } else { Value::from_json(of) }
}

/// "Searches the path, then the query string, then the header (in that order)".
fn parameter(scope: &Scope, name: &str) -> Value {
    let input = &scope.input;
    for of in [&input.path, &input.querystring] {
        if let Some(found) = of.get(name) {
            return Value::from_json(found);
        }
    }
    let headers = input.header.as_object().into_iter().flatten();
    let found = headers.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map_or(Value::text(""), |(_, value)| Value::from_json(value))
}

fn int(value: Option<&Value>) -> Option<usize> {
    match value {
        Some(Value::Int(int)) => usize::try_from(*int).ok(),
        _ => None,
    }
}

/// Positions count characters: those outside the basic plane are one here and two in Java.
fn string(text: &str, name: &str, arguments: &[Value]) -> Result<Value, TemplateError> {
    let argument = |at: usize| arguments.get(at).map(Value::to_text).unwrap_or_default();
    let first = argument(0);
    let position =
        |at: Option<usize>| Value::Int(at.map_or(-1, |at| text[..at].chars().count() as i64));
    let flag = Value::Bool;
    Ok(match name {
        "length" => Value::Int(text.chars().count() as i64),
        "isEmpty" => flag(text.is_empty()),
        "isBlank" => flag(text.trim().is_empty()),
        "contains" => flag(text.contains(&first)),
        "startsWith" => flag(text.starts_with(&first)),
        "endsWith" => flag(text.ends_with(&first)),
        "equalsIgnoreCase" => flag(text.to_lowercase() == first.to_lowercase()),
        "matches" => flag(regex(&format!("^(?:{first})$"))?.is_match(text)),
        "compareTo" => Value::Int(text.cmp(&first) as i64),
        "indexOf" => position(text.find(&first)),
        "lastIndexOf" => position(text.rfind(&first)),
        "toLowerCase" => Value::text(text.to_lowercase()),
        "toUpperCase" => Value::text(text.to_uppercase()),
        "trim" | "strip" => Value::text(text.trim()),
        "concat" => bounded(format!("{text}{first}"))?,
        "replace" => bounded(text.replace(&first, &argument(1)))?,
        "replaceAll" => bounded(regex(&first)?.replace_all(text, argument(1)).into_owned())?,
        "replaceFirst" => bounded(regex(&first)?.replace(text, argument(1)).into_owned())?,
        "charAt" => match int(arguments.first()).and_then(|at| text.chars().nth(at)) {
            Some(found) => Value::text(found.to_string()),
            None => Value::Null,
        },
        "substring" => substring(text, arguments),
        "split" => split(text, &first, int(arguments.get(1)))?,
        "toCharArray" => Value::list(text.chars().map(|it| Value::text(it.to_string())).collect()),
        "getBytes" => Value::list(text.bytes().map(|it| Value::Int(it.into())).collect()),
        "valueOf" => Value::text(first),
        _ => Value::Null,
    })
}

fn bounded(text: String) -> Result<Value, TemplateError> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(TemplateError::new("A text is too long"));
    }
    Ok(Value::text(text))
}

fn regex(pattern: &str) -> Result<Regex, TemplateError> {
    Regex::new(pattern).map_err(|_| TemplateError::new("A regular expression cannot be read"))
}

/// A range outside the text is an exception in Java, and so nothing.
fn substring(text: &str, arguments: &[Value]) -> Value {
    let characters: Vec<char> = text.chars().collect();
    let from = int(arguments.first()).unwrap_or(0);
    let to = if arguments.len() > 1 { int(arguments.get(1)) } else { Some(characters.len()) };
    match to.and_then(|to| characters.get(from..to)) {
        Some(part) => Value::text(part.iter().collect::<String>()),
        None => Value::Null,
    }
}

/// "Trailing empty strings are not included in the resulting array."
fn split(text: &str, pattern: &str, limit: Option<usize>) -> Result<Value, TemplateError> {
    let regex = regex(pattern)?;
    let mut parts: Vec<&str> = match limit {
        Some(limit) if limit > 0 => regex.splitn(text, limit).collect(),
        _ => regex.split(text).collect(),
    };
    if limit.is_none() {
        while parts.len() > 1 && parts.last().is_some_and(|last| last.is_empty()) {
            parts.pop();
        }
    }
    Ok(Value::list(parts.into_iter().map(Value::text).collect()))
}

fn list(
    items: &mut Vec<Value>,
    own: &Value,
    name: &str,
    arguments: &[Value],
) -> Result<Value, TemplateError> {
    let is_own = |value: &Value| match (value, own) {
        (Value::List(one), Value::List(other)) => std::rc::Rc::ptr_eq(one, other),
        _ => false,
    };
    if arguments.iter().any(is_own) {
        return Err(TemplateError::new("A list cannot be put into itself"));
    }
    let first = arguments.first();
    let at = int(first).filter(|at| *at < items.len());
    let equals = |item: &Value| first.is_some_and(|first| item.equals(first));
    if items.len() >= ITEMS_MAX && matches!(name, "add" | "addAll") {
        return Err(TemplateError::new("A list is too long"));
    }
    Ok(match (name, arguments) {
        ("size" | "length", []) => Value::Int(items.len() as i64),
        ("isEmpty", []) => Value::Bool(items.is_empty()),
        ("get", [_]) => at.map_or(Value::Null, |at| items[at].clone()),
        ("set", [_, value]) => match at {
            Some(at) => std::mem::replace(&mut items[at], value.clone()),
            None => Value::Null,
        },
        ("add", [value]) => {
            items.push(value.clone());
            Value::Bool(true)
        }
        ("add", [_, value]) => {
            let at = int(first).filter(|at| *at <= items.len());
            if let Some(at) = at {
                items.insert(at, value.clone());
            }
            Value::Null
        }
        ("addAll", [Value::List(others)]) => {
            items.extend(others.borrow().iter().take(ITEMS_MAX).cloned());
            Value::Bool(true)
        }
        ("remove", [Value::Int(_)]) => at.map_or(Value::Null, |at| items.remove(at)),
        ("remove", [_]) => {
            let found = items.iter().position(equals);
            Value::Bool(found.map(|at| items.remove(at)).is_some())
        }
        ("clear", []) => {
            items.clear();
            Value::Null
        }
        ("contains", [_]) => Value::Bool(items.iter().any(equals)),
        ("indexOf", [_]) => Value::Int(items.iter().position(equals).map_or(-1, |at| at as i64)),
        ("subList", [_, to]) => {
            let range = int(first).zip(int(Some(to)));
            let part = range.and_then(|(from, to)| items.get(from..to));
            part.map_or(Value::Null, |part| Value::list(part.to_vec()))
        }
        _ => Value::Null,
    })
}

/// Sets an entry; answers what was there.
pub fn put(entries: &mut Entries, name: &str, value: Value) -> Result<Value, TemplateError> {
    if let Some((_, slot)) = entries.iter_mut().find(|(known, _)| known == name) {
        return Ok(std::mem::replace(slot, value));
    }
    // Entries are looked for one by one.
    if entries.len() >= ITEMS_MAX / 100 {
        return Err(TemplateError::new("A map is too large"));
    }
    entries.push((name.to_owned(), value));
    Ok(Value::Null)
}

fn map(
    entries: &mut Entries,
    own: &Value,
    name: &str,
    arguments: &[Value],
) -> Result<Value, TemplateError> {
    let is_own = |value: &Value| match (value, own) {
        (Value::Map(one), Value::Map(other)) => std::rc::Rc::ptr_eq(one, other),
        _ => false,
    };
    if arguments.iter().any(is_own) {
        return Err(TemplateError::new("A map cannot be put into itself"));
    }
    let key = arguments.first().map(Value::to_text).unwrap_or_default();
    let at = entries.iter().position(|(known, _)| *known == key);
    Ok(match (name, arguments) {
        ("size", []) => Value::Int(entries.len() as i64),
        ("isEmpty", []) => Value::Bool(entries.is_empty()),
        ("get", [_]) => at.map_or(Value::Null, |at| entries[at].1.clone()),
        ("getOrDefault", [_, other]) => at.map_or(other.clone(), |at| entries[at].1.clone()),
        ("put", [_, value]) => put(entries, &key, value.clone())?,
        ("putIfAbsent", [_, value]) if at.is_none() => put(entries, &key, value.clone())?,
        ("putAll", [Value::Map(others)]) => {
            for (name, value) in others.borrow().iter() {
                put(entries, name, value.clone())?;
            }
            Value::Null
        }
        ("remove", [_]) => at.map_or(Value::Null, |at| entries.remove(at).1),
        ("clear", []) => {
            entries.clear();
            Value::Null
        }
        ("containsKey", [_]) => Value::Bool(at.is_some()),
        ("containsValue", [value]) => {
            Value::Bool(entries.iter().any(|(_, known)| known.equals(value)))
        }
        ("keySet", []) => {
            Value::list(entries.iter().map(|(name, _)| Value::text(name.as_str())).collect())
        }
        ("values", []) => Value::list(entries.iter().map(|(_, value)| value.clone()).collect()),
        ("entrySet", []) => {
            let entries = entries.iter().cloned();
            Value::list(entries.map(|entry| Value::Entry(std::rc::Rc::new(entry))).collect())
        }
        _ => Value::Null,
    })
}

/// Templates reach `Integer.parseInt` by way of a number that they have set.
fn number(of: &Value, name: &str, arguments: &[Value]) -> Value {
    let float = of.as_float().unwrap_or_default();
    let parsed = arguments.first().map(Value::to_text).unwrap_or_default();
    match (name, arguments.len()) {
        ("intValue" | "longValue", 0) => Value::Int(float as i64),
        ("doubleValue" | "floatValue", 0) => Value::Float(float),
        ("parseInt" | "parseLong", 1) => parsed.trim().parse().map_or(Value::Null, Value::Int),
        ("parseDouble" | "parseFloat", 1) => {
            parsed.trim().parse().map_or(Value::Null, Value::Float)
        }
        ("valueOf", 1) if matches!(of, Value::Int(_)) => {
            parsed.trim().parse().map_or(Value::Null, Value::Int)
        }
        ("valueOf", 1) => parsed.trim().parse().map_or(Value::Null, Value::Float),
        ("compareTo", 1) => match arguments[0].as_float() {
            Some(other) => Value::Int(float.total_cmp(&other) as i64),
            None => Value::Null,
        },
        _ => Value::Null,
    }
}
