//! The value of an expression for a row.

use std::cmp::Ordering;

use super::record::Row;
use super::value::Value;
use super::{Expression, Operator};

/// What expressions see besides the row.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The time of the query in milliseconds.
    pub now: i64,
    /// Of the aggregates of a `stats`, in the order in which they stand.
    pub aggregates: &'a [Value],
}

impl Expression {
    pub fn value(&self, row: &Row, around: Around<'_>) -> Value {
        let mut next = 0;
        self.value_with(row, around, &mut next)
    }

    fn value_with(&self, row: &Row, around: Around<'_>, next: &mut usize) -> Value {
        match self {
            Expression::Number(number) => Value::Number(*number),
            Expression::Text(text) => Value::Text(text.clone()),
            Expression::Regex(regex) => Value::Text(regex.as_str().to_owned()),
            Expression::Field(name) => row.get(name),
            Expression::Unmask => row.unmasked(),
            Expression::Period(ms) => Value::Number(*ms as f64),
            Expression::Not(inner) => Value::flag(!inner.value_with(row, around, next).is_true()),
            Expression::Negative(inner) => {
                let number = inner.value_with(row, around, next).number();
                number.map_or(Value::Missing, |it| Value::Number(-it))
            }
            Expression::Binary(operator, left, right) => {
                let left = left.value_with(row, around, next);
                match (operator, &**right) {
                    (Operator::Like, Expression::Regex(regex)) => {
                        Value::flag(left.text().is_some_and(|text| regex.is_match(&text)))
                    }
                    (Operator::And, _) if !left.is_true() => Value::Number(0.0),
                    (Operator::Or, _) if left.is_true() => Value::Number(1.0),
                    (_, right) => combine(*operator, &left, &right.value_with(row, around, next)),
                }
            }
            Expression::In(inner, list) => {
                let value = inner.value_with(row, around, next);
                let is_equal = |it: &Expression| {
                    let other = it.value(row, around);
                    value.compare(&other) == Some(Ordering::Equal)
                };
                Value::flag(list.iter().any(is_equal))
            }
            Expression::Call(function, arguments) => {
                let values: Vec<Value> =
                    arguments.iter().map(|it| it.value_with(row, around, next)).collect();
                function.call(&values, around.now, row.time())
            }
            Expression::Aggregate(..) => {
                let value = around.aggregates.get(*next).cloned();
                *next += 1;
                value.unwrap_or(Value::Missing)
            }
        }
    }
}

fn combine(operator: Operator, left: &Value, right: &Value) -> Value {
    let ordered = |is_so: fn(Ordering) -> bool| Value::flag(left.compare(right).is_some_and(is_so));
    match operator {
        Operator::And | Operator::Or => Value::flag(right.is_true()),
        Operator::Equal => ordered(Ordering::is_eq),
        Operator::NotEqual => ordered(Ordering::is_ne),
        Operator::Less => ordered(Ordering::is_lt),
        Operator::LessOrEqual => ordered(Ordering::is_le),
        Operator::Greater => ordered(Ordering::is_gt),
        Operator::GreaterOrEqual => ordered(Ordering::is_ge),
        Operator::Like => match (left.text(), right.text()) {
            (Some(text), Some(part)) => Value::flag(text.contains(&part)),
            _ => Value::Number(0.0),
        },
        Operator::Plus
        | Operator::Minus
        | Operator::Times
        | Operator::Over
        | Operator::Modulo
        | Operator::Power => match (left.number(), right.number()) {
            (Some(left), Some(right)) => calculate(operator, left, right),
            _ => Value::Missing,
        },
    }
}

fn calculate(operator: Operator, left: f64, right: f64) -> Value {
    let result = match operator {
        Operator::Plus => left + right,
        Operator::Minus => left - right,
        Operator::Times => left * right,
        Operator::Over => left / right,
        Operator::Modulo => left % right,
        _ => left.powf(right),
    };
    if result.is_finite() { Value::Number(result) } else { Value::Missing }
}
