//! Intrinsic functions of JSONPath: `States.Format('{} of {}', $.a, States.ArrayLength($.b))`.
//!
//! Source: Step Functions Developer Guide, "Intrinsic functions for JSONPath states".

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonata::Moment;
use serde_json::Value;

use crate::failure::{Failure, INTRINSIC_FAILURE};
use crate::functions::{self, whole};
use crate::scope::Scope;

/// How deep calls may be nested ("up to 10").
pub const DEPTH_MAX: usize = 10;
/// Characters that Base64 and hashes take ("up to 10,000").
const TEXT_MAX: usize = 10_000;

#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    name: String,
    arguments: Vec<Argument>,
}

#[derive(Clone, Debug, PartialEq)]
enum Argument {
    Literal(Value),
    /// A text as it stands between the quotes, with its backslashes: `States.Format` reads them.
    Text(String),
    Path(String),
    Call(Call),
}

const NAMES: [&str; 18] = [
    "Array",
    "ArrayContains",
    "ArrayGetItem",
    "ArrayLength",
    "ArrayPartition",
    "ArrayRange",
    "ArrayUnique",
    "Base64Decode",
    "Base64Encode",
    "Format",
    "Hash",
    "JsonMerge",
    "JsonToString",
    "MathAdd",
    "MathRandom",
    "StringSplit",
    "StringToJson",
    "UUID",
];

/// `None` where the text is no call of a function that there is.
pub fn parse(text: &str) -> Option<Call> {
    let mut rest = text.trim();
    let call = parse_call(&mut rest, 1)?;
    rest.trim().is_empty().then_some(call)
}

fn parse_call(rest: &mut &str, depth: usize) -> Option<Call> {
    if depth > DEPTH_MAX {
        return None;
    }
    let (name, after) = rest.strip_prefix("States.")?.split_once('(')?;
    let name = name.trim();
    if !NAMES.contains(&name) {
        return None;
    }
    *rest = after.trim_start();
    let mut arguments = Vec::new();
    if let Some(after) = rest.strip_prefix(')') {
        *rest = after;
        return Some(Call { name: name.to_owned(), arguments });
    }
    loop {
        arguments.push(parse_argument(rest, depth)?);
        *rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix(')') {
            *rest = after;
            return Some(Call { name: name.to_owned(), arguments });
        }
        *rest = rest.strip_prefix(',')?.trim_start();
    }
}

fn parse_argument(rest: &mut &str, depth: usize) -> Option<Argument> {
    if rest.starts_with("States.") {
        return parse_call(rest, depth + 1).map(Argument::Call);
    }
    if let Some(after) = rest.strip_prefix('\'') {
        let mut escaped = false;
        for (at, c) in after.char_indices() {
            match c {
                '\\' if !escaped => escaped = true,
                '\'' if !escaped => {
                    *rest = &after[at + 1..];
                    return Some(Argument::Text(after[..at].to_owned()));
                }
                _ => escaped = false,
            }
        }
        return None;
    }
    if rest.starts_with('$') {
        let end = end_of_path(rest)?;
        let (path, after) = rest.split_at(end);
        let path = path.trim_end();
        crate::path::Path::parse(path)?;
        *rest = after;
        return Some(Argument::Path(path.to_owned()));
    }
    let end = rest.find([',', ')'])?;
    let (word, after) = rest.split_at(end);
    let value: Value = serde_json::from_str(word.trim()).ok()?;
    *rest = after;
    (value.is_number() || value.is_null() || value.is_boolean()).then_some(Argument::Literal(value))
}

/// The first comma or bracket that is no part of the path.
fn end_of_path(text: &str) -> Option<usize> {
    let (mut open, mut quote) = (0_usize, None);
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(mark), c) if c == mark => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '[' | '(') => open += 1,
            (None, ']') => open = open.saturating_sub(1),
            (None, ')') if open > 0 => open -= 1,
            (None, ',' | ')') if open == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

impl Call {
    pub fn value(
        &self,
        scope: &Scope<'_>,
        field: &str,
        moment: &mut Moment,
    ) -> Result<Value, Failure> {
        let mut values = Vec::with_capacity(self.arguments.len());
        for argument in &self.arguments {
            values.push(match argument {
                Argument::Literal(value) => value.clone(),
                Argument::Text(text) if self.name == "Format" && values.is_empty() => {
                    Value::String(text.clone())
                }
                Argument::Text(text) => Value::String(unescaped(text)),
                Argument::Path(path) => scope.path(path, field)?,
                Argument::Call(call) => call.value(scope, field, moment)?,
            });
        }
        apply(&self.name, &values, moment).map_err(|reason| {
            Failure::new(
                INTRINSIC_FAILURE,
                format!("Invalid arguments in States.{}: {reason}", self.name),
            )
        })
    }
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    out
}

fn apply(name: &str, args: &[Value], moment: &mut Moment) -> Result<Value, String> {
    match (name, args) {
        ("Array", _) => Ok(Value::Array(args.to_vec())),
        ("ArrayContains", [Value::Array(items), wanted]) => Ok(items.contains(wanted).into()),
        ("ArrayGetItem", [Value::Array(items), index]) => {
            let at = whole(index).and_then(|at| usize::try_from(at).ok());
            let item = at.and_then(|at| items.get(at)).ok_or("the index is out of bounds")?;
            Ok(item.clone())
        }
        ("ArrayLength", [Value::Array(items)]) => Ok(items.len().into()),
        ("ArrayPartition", _) => functions::partition(args),
        ("ArrayRange", _) => functions::range(args),
        ("ArrayUnique", [Value::Array(items)]) => Ok(unique(items)),
        ("Base64Decode", [Value::String(text)]) if text.len() <= TEXT_MAX => {
            let bytes = STANDARD.decode(text).map_err(|error| error.to_string())?;
            let text = String::from_utf8(bytes).map_err(|_| "the bytes are no UTF-8")?;
            Ok(Value::String(text))
        }
        ("Base64Encode", [Value::String(text)]) if text.len() <= TEXT_MAX => {
            Ok(Value::String(STANDARD.encode(text)))
        }
        ("Format", [Value::String(template), values @ ..]) => format(template, values),
        ("Hash", [data, algorithm]) => {
            let text = match data {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            };
            if text.len() > TEXT_MAX {
                return Err(format!("the data has more than {TEXT_MAX} characters"));
            }
            functions::hash(&[Value::String(text), algorithm.clone()])
        }
        ("JsonMerge", [Value::Object(one), Value::Object(other), Value::Bool(false)]) => {
            let mut merged = one.clone();
            merged.extend(other.clone());
            Ok(Value::Object(merged))
        }
        ("JsonMerge", [_, _, Value::Bool(true)]) => {
            Err("only the shallow merging mode is supported".to_owned())
        }
        ("JsonToString", [value]) => Ok(Value::String(value.to_string())),
        ("MathAdd", [one, other]) => {
            let sum = whole(one).zip(whole(other)).and_then(|(one, other)| one.checked_add(other));
            sum.map(Value::from).ok_or_else(|| "two integers are wanted".to_owned())
        }
        ("MathRandom", [first, last] | [first, last, _]) => {
            let first = whole(first).ok_or("integers are wanted")?;
            let last = whole(last).filter(|last| *last > first).ok_or("the range is empty")?;
            let draw = match args.get(2).map(whole) {
                None => moment.draw(),
                Some(seed) => {
                    let seed = seed.ok_or("the seed is no integer")?.cast_unsigned();
                    Moment { milliseconds: 0, seed }.draw()
                }
            };
            let span = last.abs_diff(first);
            Ok(Value::from(first.wrapping_add((draw % span).cast_signed())))
        }
        ("StringSplit", [Value::String(text), Value::String(separators)]) => {
            let parts = text.split(|c| separators.contains(c)).filter(|part| !part.is_empty());
            Ok(Value::Array(parts.map(Value::from).collect()))
        }
        ("StringToJson", [Value::String(text)]) => {
            serde_json::from_str(text).map_err(|error| error.to_string())
        }
        ("UUID", []) => Ok(Value::String(functions::uuid(moment))),
        _ => Err("the arguments are of other kinds or another number".to_owned()),
    }
}

fn unique(items: &[Value]) -> Value {
    let mut seen = std::collections::BTreeSet::new();
    let first = items.iter().filter(|item| seen.insert(item.to_string()));
    Value::Array(first.cloned().collect())
}

/// Puts values in the places of `{}`; `\{`, `\}`, `\'` and `\\` stand for themselves.
fn format(template: &str, values: &[Value]) -> Result<Value, String> {
    let mut out = String::with_capacity(template.len());
    let mut values = values.iter();
    let mut chars = template.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            '{' if chars.peek() == Some(&'}') => {
                chars.next();
                match values.next().ok_or("there are fewer values than places")? {
                    Value::String(text) => out.push_str(text),
                    value @ (Value::Null | Value::Bool(_) | Value::Number(_)) => {
                        out.push_str(&value.to_string());
                    }
                    value => out.push_str(&value.to_string()),
                }
            }
            '{' | '}' => return Err("there is a brace without its other half".to_owned()),
            c => out.push(c),
        }
    }
    match values.next() {
        None => Ok(Value::String(out)),
        Some(_) => Err("there are more values than places".to_owned()),
    }
}
