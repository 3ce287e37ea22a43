//! Filters: `[?(@.price < 10 && @.kind == 'book')]`.

use std::cmp::Ordering;

use serde_json::Value;

use super::{Segment, TooMany, select_all};

#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    Any(Vec<Filter>),
    All(Vec<Filter>),
    Not(Box<Filter>),
    Exists(Operand),
    Compare(Operand, Comparison, Operand),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// `@…`
    Item(Vec<Segment>),
    /// `$…`
    Root(Vec<Segment>),
    Literal(Value),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    Different,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

impl Filter {
    pub fn holds(&self, item: &Value, root: &Value) -> Result<bool, TooMany> {
        Ok(match self {
            Filter::Any(filters) => {
                for filter in filters {
                    if filter.holds(item, root)? {
                        return Ok(true);
                    }
                }
                false
            }
            Filter::All(filters) => {
                for filter in filters {
                    if !filter.holds(item, root)? {
                        return Ok(false);
                    }
                }
                true
            }
            Filter::Not(filter) => !filter.holds(item, root)?,
            Filter::Exists(operand) => operand.value(item, root)?.is_some(),
            Filter::Compare(left, comparison, right) => {
                let (left, right) = (left.value(item, root)?, right.value(item, root)?);
                compare(left, *comparison, right)
            }
        })
    }
}

impl Operand {
    fn value<'v>(&'v self, item: &'v Value, root: &'v Value) -> Result<Option<&'v Value>, TooMany> {
        Ok(match self {
            Operand::Item(segments) => select_all(segments, item, root)?.first().copied(),
            Operand::Root(segments) => select_all(segments, root, root)?.first().copied(),
            Operand::Literal(value) => Some(value),
        })
    }
}

fn compare(left: Option<&Value>, comparison: Comparison, right: Option<&Value>) -> bool {
    let (Some(left), Some(right)) = (left, right) else {
        return comparison == Comparison::Different && left.is_some() != right.is_some();
    };
    let order = match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64().partial_cmp(&right.as_f64()),
        (Value::String(left), Value::String(right)) => Some(left.cmp(right)),
        _ => (left == right).then_some(Ordering::Equal),
    };
    match comparison {
        Comparison::Equal => order == Some(Ordering::Equal),
        Comparison::Different => order != Some(Ordering::Equal),
        Comparison::Less => order == Some(Ordering::Less),
        Comparison::AtMost => order.is_some_and(Ordering::is_le),
        Comparison::Greater => order == Some(Ordering::Greater),
        Comparison::AtLeast => order.is_some_and(Ordering::is_ge),
    }
}
