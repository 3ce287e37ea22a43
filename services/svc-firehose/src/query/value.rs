//! Values while a query runs: shared, so that handing one on costs nothing.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Number, Value as Json};

#[derive(Clone, Debug)]
pub enum V {
    Null,
    Bool(bool),
    Number(f64),
    Text(Rc<str>),
    Array(Rc<Vec<V>>),
    Object(Rc<BTreeMap<String, V>>),
}

/// Up to this, whole numbers are exact.
const WHOLE_MAX: f64 = 1e17;

impl V {
    pub fn of(json: &Json) -> V {
        match json {
            Json::Null => V::Null,
            Json::Bool(value) => V::Bool(*value),
            Json::Number(number) => V::Number(number.as_f64().unwrap_or_default()),
            Json::String(text) => V::Text(text.as_str().into()),
            Json::Array(items) => V::Array(Rc::new(items.iter().map(V::of).collect())),
            Json::Object(entries) => {
                let entries = entries.iter().map(|(name, value)| (name.clone(), V::of(value)));
                V::Object(Rc::new(entries.collect()))
            }
        }
    }

    pub fn json(&self) -> Json {
        match self {
            V::Null => Json::Null,
            V::Bool(value) => Json::Bool(*value),
            V::Number(number) => number_json(*number),
            V::Text(text) => Json::String(text.as_ref().to_owned()),
            V::Array(items) => Json::Array(items.iter().map(V::json).collect()),
            V::Object(entries) => {
                let entries = entries.iter().map(|(name, value)| (name.clone(), value.json()));
                Json::Object(entries.collect::<Map<_, _>>())
            }
        }
    }

    pub fn text(text: impl AsRef<str>) -> V {
        V::Text(text.as_ref().into())
    }

    pub fn is_true(&self) -> bool {
        !matches!(self, V::Null | V::Bool(false))
    }

    /// As `type` calls it.
    pub fn kind(&self) -> &'static str {
        match self {
            V::Null => "null",
            V::Bool(_) => "boolean",
            V::Number(_) => "number",
            V::Text(_) => "string",
            V::Array(_) => "array",
            V::Object(_) => "object",
        }
    }

    /// As `tostring` makes it.
    pub fn to_text(&self) -> String {
        match self {
            V::Text(text) => text.as_ref().to_owned(),
            other => other.json().to_string(),
        }
    }

    /// null < false < true < numbers < strings < arrays < objects.
    pub fn order(&self, other: &V) -> Ordering {
        let rank = |value: &V| match value {
            V::Null => 0,
            V::Bool(false) => 1,
            V::Bool(true) => 2,
            V::Number(_) => 3,
            V::Text(_) => 4,
            V::Array(_) => 5,
            V::Object(_) => 6,
        };
        match (self, other) {
            (V::Number(a), V::Number(b)) => a.total_cmp(b),
            (V::Text(a), V::Text(b)) => a.cmp(b),
            (V::Array(a), V::Array(b)) => {
                let first = a.iter().zip(b.iter()).map(|(a, b)| a.order(b));
                first.into_iter().find(|it| it.is_ne()).unwrap_or(a.len().cmp(&b.len()))
            }
            (V::Object(a), V::Object(b)) => {
                let names = a.keys().cmp(b.keys());
                let mut values = a.values().zip(b.values()).map(|(a, b)| a.order(b));
                names.then_with(|| values.find(|it| it.is_ne()).unwrap_or(Ordering::Equal))
            }
            _ => rank(self).cmp(&rank(other)),
        }
    }
}

fn number_json(number: f64) -> Json {
    if number.fract() == 0.0 && number.abs() < WHOLE_MAX {
        return Json::Number(Number::from(number as i64));
    }
    Number::from_f64(number).map_or(Json::Null, Json::Number)
}
