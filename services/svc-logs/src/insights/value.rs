//! Values of fields and expressions, and how they are written.

use std::cmp::Ordering;

use super::dates;

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Of a field that an event does not have.
    Missing,
    /// Conditions are 1 and 0.
    Number(f64),
    Text(String),
    /// Milliseconds since 1970.
    Time(i64),
}

impl Value {
    pub fn flag(is_so: bool) -> Value {
        Value::Number(if is_so { 1.0 } else { 0.0 })
    }

    pub fn is_true(&self) -> bool {
        match self {
            Value::Number(number) => *number != 0.0,
            Value::Text(text) => text == "1" || text.eq_ignore_ascii_case("true"),
            Value::Missing => false,
            Value::Time(_) => true,
        }
    }

    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(*number),
            Value::Time(at) => Some(*at as f64),
            Value::Text(text) => text.trim().parse().ok().filter(|it: &f64| it.is_finite()),
            Value::Missing => None,
        }
    }

    /// As results show it; `None` for what is missing.
    pub fn text(&self) -> Option<String> {
        match self {
            Value::Missing => None,
            Value::Number(number) => Some(written(*number)),
            Value::Text(text) => Some(text.clone()),
            Value::Time(at) => Some(dates::written(*at)),
        }
    }

    /// By number where both are numbers, by text otherwise; `None` where one is missing.
    pub fn compare(&self, other: &Value) -> Option<Ordering> {
        if let (Some(one), Some(two)) = (self.number(), other.number()) {
            return one.partial_cmp(&two);
        }
        Some(self.text()?.cmp(&other.text()?))
    }

    /// For sorting: what is missing comes first.
    pub fn order(&self, other: &Value) -> Ordering {
        let is_missing = |value: &Value| *value == Value::Missing;
        match self.compare(other) {
            Some(order) => order,
            None => is_missing(other).cmp(&is_missing(self)),
        }
    }
}

/// Whole numbers without a point.
fn written(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        format!("{number:.0}")
    } else {
        number.to_string()
    }
}
