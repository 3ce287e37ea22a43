//! Conditions, resolved, and whether an item fulfils one.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::path::Path;
use crate::attribute::{Attribute, Item};
use crate::number::Number;

#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    Compare(Comparator, Operand, Operand),
    Between(Operand, Operand, Operand),
    In(Operand, Vec<Operand>),
    Exists(Path),
    NotExists(Path),
    Type(Path, String),
    Contains(Operand, Operand),
    BeginsWith(Operand, Operand),
    Not(Box<Condition>),
    And(Vec<Condition>),
    Or(Vec<Condition>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparator {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    Path(Path),
    Value(Attribute),
    Size(Path),
}

impl Operand {
    fn of<'a>(&'a self, item: &'a Item) -> Option<Cow<'a, Attribute>> {
        match self {
            Operand::Path(path) => path.find(item).map(Cow::Borrowed),
            Operand::Value(value) => Some(Cow::Borrowed(value)),
            Operand::Size(path) => {
                let length = path.find(item)?.length()?;
                Some(Cow::Owned(Attribute::N(Number::from(length as i64))))
            }
        }
    }

    fn path(&self) -> Option<&Path> {
        match self {
            Operand::Path(path) | Operand::Size(path) => Some(path),
            Operand::Value(_) => None,
        }
    }
}

impl Comparator {
    pub fn parse(text: &str) -> Option<Comparator> {
        Some(match text {
            "=" => Comparator::Equal,
            "<>" => Comparator::NotEqual,
            "<" => Comparator::Less,
            "<=" => Comparator::AtMost,
            ">" => Comparator::Greater,
            ">=" => Comparator::AtLeast,
            _ => return None,
        })
    }

    /// The same with its sides changed over.
    pub fn flipped(self) -> Comparator {
        match self {
            Comparator::Less => Comparator::Greater,
            Comparator::AtMost => Comparator::AtLeast,
            Comparator::Greater => Comparator::Less,
            Comparator::AtLeast => Comparator::AtMost,
            same => same,
        }
    }

    /// What is absent equals nothing, and is neither less nor greater.
    fn holds(self, left: Option<&Attribute>, right: Option<&Attribute>) -> bool {
        let (Some(left), Some(right)) = (left, right) else {
            return self == Comparator::NotEqual;
        };
        match self {
            Comparator::Equal => left == right,
            Comparator::NotEqual => left != right,
            Comparator::Less => left.order(right).is_some_and(Ordering::is_lt),
            Comparator::AtMost => left.order(right).is_some_and(Ordering::is_le),
            Comparator::Greater => left.order(right).is_some_and(Ordering::is_gt),
            Comparator::AtLeast => left.order(right).is_some_and(Ordering::is_ge),
        }
    }
}

impl Condition {
    /// Whether the item fulfils it; one that does not exist is an empty item.
    pub fn holds(&self, item: &Item) -> bool {
        match self {
            Condition::Compare(comparator, left, right) => {
                comparator.holds(left.of(item).as_deref(), right.of(item).as_deref())
            }
            Condition::Between(operand, low, high) => {
                let operand = operand.of(item);
                let (low, high) = (low.of(item), high.of(item));
                Comparator::AtLeast.holds(operand.as_deref(), low.as_deref())
                    && Comparator::AtMost.holds(operand.as_deref(), high.as_deref())
            }
            Condition::In(operand, among) => {
                let Some(operand) = operand.of(item) else { return false };
                among.iter().any(|other| other.of(item).is_some_and(|other| other == operand))
            }
            Condition::Exists(path) => path.find(item).is_some(),
            Condition::NotExists(path) => path.find(item).is_none(),
            Condition::Type(path, name) => {
                path.find(item).is_some_and(|value| value.type_name() == name)
            }
            Condition::Contains(whole, part) => match (whole.of(item), part.of(item)) {
                (Some(whole), Some(part)) => whole.contains(&part),
                _ => false,
            },
            Condition::BeginsWith(whole, start) => match (whole.of(item), start.of(item)) {
                (Some(whole), Some(start)) => whole.begins_with(&start),
                _ => false,
            },
            Condition::Not(inner) => !inner.holds(item),
            Condition::And(all) => all.iter().all(|one| one.holds(item)),
            Condition::Or(all) => all.iter().any(|one| one.holds(item)),
        }
    }

    /// Calls `look` with every path in it.
    pub fn paths<'c>(&'c self, look: &mut dyn FnMut(&'c Path)) {
        let mut operands = |of: &[&'c Operand]| {
            of.iter().filter_map(|operand| operand.path()).for_each(&mut *look);
        };
        match self {
            Condition::Compare(_, one, two)
            | Condition::Contains(one, two)
            | Condition::BeginsWith(one, two) => operands(&[one, two]),
            Condition::Between(one, two, three) => operands(&[one, two, three]),
            Condition::In(one, among) => {
                operands(&[one]);
                for other in among {
                    operands(&[other]);
                }
            }
            Condition::Exists(path) | Condition::NotExists(path) | Condition::Type(path, _) => {
                look(path);
            }
            Condition::Not(inner) => inner.paths(look),
            Condition::And(all) | Condition::Or(all) => all.iter().for_each(|one| one.paths(look)),
        }
    }
}
