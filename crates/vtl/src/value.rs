//! Values as templates see them: Java's, shared where Java shares them.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::rc::Rc;

use serde_json::{Map, Value as Json};

use crate::limits::DEPTH_MAX;

/// Entries of a map in the order in which they came.
pub type Entries = Vec<(String, Value)>;

#[derive(Clone, Debug)]
pub enum Value {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Rc<str>),
    List(Rc<RefCell<Vec<Value>>>),
    Map(Rc<RefCell<Entries>>),
    /// An entry of a map's `entrySet()`.
    Entry(Rc<(String, Value)>),
    /// `$input` and `$util`.
    Input,
    Util,
}

impl Value {
    pub fn text(text: impl Into<Rc<str>>) -> Value {
        Value::Text(text.into())
    }

    pub fn list(items: Vec<Value>) -> Value {
        Value::List(Rc::new(RefCell::new(items)))
    }

    pub fn map(entries: Entries) -> Value {
        Value::Map(Rc::new(RefCell::new(entries)))
    }

    pub fn from_json(json: &Json) -> Value {
        match json {
            Json::Null => Value::Null,
            Json::Bool(flag) => Value::Bool(*flag),
            Json::Number(number) => match number.as_i64() {
                Some(int) => Value::Int(int),
                None => Value::Float(number.as_f64().unwrap_or_default()),
            },
            Json::String(text) => Value::text(text.as_str()),
            Json::Array(items) => Value::list(items.iter().map(Value::from_json).collect()),
            Json::Object(entries) => {
                let entries = entries.iter();
                Value::map(entries.map(|(k, v)| (k.clone(), Value::from_json(v))).collect())
            }
        }
    }

    /// A map may have been put into itself: what lies deeper than [`DEPTH_MAX`] is left out.
    pub fn to_json(&self, depth: usize) -> Json {
        if depth > DEPTH_MAX {
            return Json::Null;
        }
        match self {
            Value::Null | Value::Input | Value::Util => Json::Null,
            Value::Bool(flag) => Json::Bool(*flag),
            Value::Int(int) => Json::from(*int),
            Value::Float(float) => Json::from(*float),
            Value::Text(text) => Json::from(&**text),
            Value::List(items) => {
                Json::Array(items.borrow().iter().map(|item| item.to_json(depth + 1)).collect())
            }
            Value::Map(entries) => {
                let entries = entries.borrow();
                let entries = entries.iter().map(|(k, v)| (k.clone(), v.to_json(depth + 1)));
                Json::Object(entries.collect::<Map<_, _>>())
            }
            Value::Entry(entry) => {
                let entry = [(entry.0.clone(), entry.1.to_json(depth + 1))];
                Json::Object(entry.into_iter().collect())
            }
        }
    }

    /// As Java's `toString` writes it.
    pub fn write(&self, out: &mut String, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        match self {
            Value::Null | Value::Input | Value::Util => out.push_str("null"),
            Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Value::Int(int) => {
                let _ = write!(out, "{int}");
            }
            Value::Float(float) => out.push_str(&float_text(*float)),
            Value::Text(text) => out.push_str(text),
            Value::List(items) => {
                out.push('[');
                for (at, item) in items.borrow().iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    item.write(out, depth + 1);
                }
                out.push(']');
            }
            Value::Map(entries) => {
                out.push('{');
                for (at, (name, value)) in entries.borrow().iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    out.push_str(name);
                    out.push('=');
                    value.write(out, depth + 1);
                }
                out.push('}');
            }
            Value::Entry(entry) => {
                out.push_str(&entry.0);
                out.push('=');
                entry.1.write(out, depth + 1);
            }
        }
    }

    pub fn to_text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, 0);
        out
    }

    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// Only null and false are not true.
    pub fn is_true(&self) -> bool {
        !matches!(self, Value::Null | Value::Bool(false))
    }

    pub fn as_float(&self) -> Option<f64> {
        match self {
            Value::Int(int) => Some(*int as f64),
            Value::Float(float) => Some(*float),
            _ => None,
        }
    }

    /// Values of different classes are compared by what they are written as (Velocity 1.7).
    pub fn equals(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Null, Value::Null) => true,
            (Value::Null, _) | (_, Value::Null) => false,
            (Value::Int(one), Value::Int(other)) => one == other,
            _ => match (self.as_float(), other.as_float()) {
                (Some(one), Some(other)) => one.total_cmp(&other).is_eq(),
                _ => self.to_text() == other.to_text(),
            },
        }
    }

    pub fn entry(&self, name: &str) -> Option<Value> {
        let Value::Map(entries) = self else { return None };
        entries.borrow().iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }
}

/// Java writes whole doubles with a fraction.
fn float_text(float: f64) -> String {
    if float.is_finite() && float.fract() == 0.0 && float.abs() < 1e7 {
        return format!("{float:.1}");
    }
    if float.is_nan() {
        return "NaN".to_owned();
    }
    float.to_string()
}
