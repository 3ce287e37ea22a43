//! AWS's words for violations: paths, values and constraints.
//!
//! Source of the wording: replies of DynamoDB, Lambda, KMS and IAM as AWS's documentation and
//! support articles quote them.

use std::fmt::{self, Display, Formatter, Write};

use kernel::value::Value;

use crate::model::{Shape, ShapeKind};

/// A value is shown up to this many characters.
const SHOWN_MAX: usize = 1_024;

/// Where a value stands in the input: `requestItems.table.member.1.member.key`.
#[derive(Clone, Copy)]
pub(super) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Option<Step<'a>>,
}

#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    Member(&'a str),
    /// Counted from one.
    Item(usize),
    Key(&'a str),
}

impl<'a> Path<'a> {
    pub(super) const ROOT: Path<'static> = Path { parent: None, step: None };

    pub(super) fn then(&'a self, step: Step<'a>) -> Path<'a> {
        Path { parent: Some(self), step: Some(step) }
    }

    pub(super) fn is_root(&self) -> bool {
        self.step.is_none()
    }
}

impl Display for Path<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Some(step) = self.step else { return Ok(()) };
        if let Some(parent) = self.parent.filter(|parent| !parent.is_root()) {
            write!(f, "{parent}.")?;
        }
        match step {
            Step::Member(name) => f.write_str(&lower_camel(name)),
            Step::Item(number) => write!(f, "{number}.member"),
            Step::Key(key) => write!(f, "{key}.member"),
        }
    }
}

/// `QueueName` → `queueName`, `KMSKeyId` → `kMSKeyId`, as AWS's own validator does.
fn lower_camel(name: &str) -> String {
    let mut chars = name.chars();
    match chars.next() {
        Some(first) => first.to_ascii_lowercase().to_string() + chars.as_str(),
        None => String::new(),
    }
}

/// A value as AWS prints it in messages: lists in brackets, maps in braces.
pub(super) fn shown(value: &Value) -> String {
    let mut out = String::new();
    show(value, &mut out);
    match out.char_indices().nth(SHOWN_MAX) {
        Some((at, _)) => out[..at].to_owned(),
        None => out,
    }
}

fn show(value: &Value, out: &mut String) {
    if out.len() > SHOWN_MAX * 4 {
        return; // cut later anyway
    }
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(&value.to_string()),
        Value::Int(value) => out.push_str(&value.to_string()),
        Value::Float(value) => out.push_str(&value.to_string()),
        Value::String(text) => out.push_str(text),
        Value::Timestamp(at) => out.push_str(&at.iso8601()),
        Value::Blob(bytes) => show_len(bytes.len() as u64, out),
        Value::Body(body) => show_len(body.len(), out),
        Value::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { ", " });
                show(item, out);
            }
            out.push(']');
        }
        Value::Struct(entries) => {
            out.push('{');
            for (at, (key, item)) in entries.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { ", " });
                out.push_str(key);
                out.push('=');
                show(item, out);
            }
            out.push('}');
        }
    }
}

fn show_len(len: u64, out: &mut String) {
    write!(out, "[{len} bytes]").expect("a String takes every write");
}

pub(super) fn maximum(shape: &Shape) -> Option<String> {
    let word = if is_number(shape) { "value" } else { "length" };
    shape.max.map(|max| format!("Member must have {word} less than or equal to {max}"))
}

pub(super) fn minimum(shape: &Shape) -> Option<String> {
    let word = if is_number(shape) { "value" } else { "length" };
    shape.min.map(|min| format!("Member must have {word} greater than or equal to {min}"))
}

const PATTERN: &str = "Member must satisfy regular expression pattern: ";

pub(super) fn pattern(shape: &Shape) -> Option<String> {
    let pattern = shape.pattern?;
    Some(format!("{PATTERN}{pattern}"))
}

pub(super) fn is_pattern(constraint: &str) -> bool {
    constraint.starts_with(PATTERN)
}

/// IAM refuses the characters of a name or a path in a sentence of its own; the words are those
/// that users of its clients quote (app-sre/qontract-reconcile#2640, cfn-lint#782).
pub(super) fn of_iam(shape: &Shape, member: &str) -> Option<String> {
    let rule = match shape.pattern? {
        r"[\w+=,.@-]+" => {
            "It must contain only alphanumeric characters and/or the following: +=,.@_-"
        }
        r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)" | r"((/[A-Za-z0-9\.,\+@=_-]+)*)/" => {
            "It must begin and end with / and contain only alphanumeric characters and/or / \
             characters."
        }
        _ => return None,
    };
    Some(format!("The specified value for {member} is invalid. {rule}"))
}

pub(super) fn values(shape: &Shape) -> Option<String> {
    let values = (!shape.values.is_empty()).then(|| shape.values.join(", "))?;
    Some(format!("Member must satisfy enum value set: [{values}]"))
}

fn is_number(shape: &Shape) -> bool {
    matches!(
        shape.kind,
        ShapeKind::Byte
            | ShapeKind::Short
            | ShapeKind::Integer
            | ShapeKind::Long
            | ShapeKind::Float
            | ShapeKind::Double
    )
}
