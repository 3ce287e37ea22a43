//! The parameters before expressions: Expected, QueryFilter, ScanFilter, KeyConditions,
//! AttributesToGet, AttributeUpdates and ConditionalOperator, turned into what expressions become.

use kernel::view::{List, Map};
use kernel::{ApiError, Value};

use crate::api::{
    AttributeValueUpdate, Condition as LegacyCondition, ExpectedAttributeValue, attribute_action,
    comparison_operator as operator,
};
use crate::attribute::{Attribute, Item, Remainder};
use crate::errors;
use crate::expression::condition::{Comparator, Condition, Operand};
use crate::expression::key_condition::Term;
use crate::expression::{Path, Projection, update};
use crate::key::SortRange;
use crate::values;

/// Refuses requests that mix both kinds of parameters.
pub fn check_mixture(old: &[(&str, bool)], expressions: &[(&str, bool)]) -> Result<(), ApiError> {
    let names = |of: &[(&str, bool)]| {
        let present = of.iter().filter(|(_, is_there)| *is_there).map(|(name, _)| *name);
        present.collect::<Vec<_>>().join(", ")
    };
    let (old, new) = (names(old), names(expressions));
    if old.is_empty() || new.is_empty() {
        return Ok(());
    }
    Err(errors::validation(format!(
        "Can not use both expression and non-expression parameters in the same request: \
         Non-expression parameters: {{{old}}} Expression parameters: {{{new}}}"
    )))
}

/// AttributesToGet.
pub fn attributes_to_get(names: Option<List<'_, &str>>) -> Result<Option<Projection>, ApiError> {
    let Some(names) = names else { return Ok(None) };
    let mut paths: Vec<Path> = Vec::with_capacity(names.len());
    for name in names {
        if paths.iter().any(|path| path.root == name) {
            return Err(errors::invalid(format!("Duplicate value in attribute name: {name}")));
        }
        paths.push(Path::top(name));
    }
    Ok(Some(Projection::new(paths)))
}

/// Expected of a write.
pub fn expected(
    given: Option<Map<'_, ExpectedAttributeValue<'_>>>,
    conditional_operator: Option<&str>,
) -> Result<Option<Condition>, ApiError> {
    let count = given.map_or(0, Map::len);
    check_conditional_operator(conditional_operator, count)?;
    let Some(given) = given.filter(|given| !given.is_empty()) else { return Ok(None) };
    let mut all = Vec::with_capacity(count);
    for (name, one) in given.iter() {
        all.push(expected_one(name, one)?);
    }
    Ok(Some(joined(all, conditional_operator)))
}

fn expected_one(name: &str, one: ExpectedAttributeValue<'_>) -> Result<Condition, ApiError> {
    let refuse =
        |reason: &str| Err(errors::ours_invalid(format!("{reason} for Attribute: {name}")));
    let list = one.attribute_value_list();
    match (one.comparison_operator(), one.value(), one.exists()) {
        (Some(_), _, Some(_)) => refuse("Exists and ComparisonOperator cannot be used together"),
        (Some(_), Some(_), _) if list.is_some() => {
            refuse("Value and AttributeValueList cannot be used together")
        }
        (Some(operator), Some(value), None) => {
            let value = values::read(&Value::Struct(value.0.clone()))?;
            compared(name, operator, vec![value])
        }
        (Some(operator), None, None) => compared(name, operator, read_list(list)?),
        (None, ..) if list.is_some() => {
            refuse("AttributeValueList can only be used with a ComparisonOperator")
        }
        (None, Some(_), Some(false)) => refuse("Value cannot be used when Exists is set to FALSE"),
        (None, None, Some(false)) => Ok(Condition::NotExists(Path::top(name))),
        (None, Some(value), _) => {
            let value = values::read(&Value::Struct(value.0.clone()))?;
            let path = Operand::Path(Path::top(name));
            Ok(Condition::Compare(Comparator::Equal, path, Operand::Value(value)))
        }
        (None, None, exists) => {
            let word = if exists.is_some() { "TRUE" } else { "null" };
            refuse(&format!("Value must be provided when Exists is set to {word}"))
        }
    }
}

/// QueryFilter or ScanFilter.
pub fn filter(
    given: Option<Map<'_, LegacyCondition<'_>>>,
    conditional_operator: Option<&str>,
) -> Result<Option<Condition>, ApiError> {
    let count = given.map_or(0, Map::len);
    check_conditional_operator(conditional_operator, count)?;
    let Some(given) = given.filter(|given| !given.is_empty()) else { return Ok(None) };
    let mut all = Vec::with_capacity(count);
    for (name, one) in given.iter() {
        let list = read_list(one.attribute_value_list())?;
        all.push(compared(name, one.comparison_operator(), list)?);
    }
    Ok(Some(joined(all, conditional_operator)))
}

/// KeyConditions of a query.
pub fn key_conditions(given: Map<'_, LegacyCondition<'_>>) -> Result<Vec<Term>, ApiError> {
    let mut out = Vec::with_capacity(given.len());
    for (name, one) in given.iter() {
        let list = read_list(one.attribute_value_list())?;
        // Checks the number and the types of the operands.
        compared(name, one.comparison_operator(), list.clone())?;
        let mut list = list.into_iter();
        let mut next = || list.next().expect("the number of operands is checked");
        let range = match one.comparison_operator() {
            operator::EQ => SortRange::Equal(next()),
            operator::LT => SortRange::Less(next()),
            operator::LE => SortRange::AtMost(next()),
            operator::GT => SortRange::Greater(next()),
            operator::GE => SortRange::AtLeast(next()),
            operator::BEGINS_WITH => SortRange::BeginsWith(next()),
            operator::BETWEEN => SortRange::Between(next(), next()),
            _ => {
                return Err(errors::validation(
                    "Attempted conditional constraint is not an indexable operation",
                ));
            }
        };
        out.push(Term { attribute: name.to_owned(), range });
    }
    Ok(out)
}

fn check_conditional_operator(given: Option<&str>, conditions: usize) -> Result<(), ApiError> {
    match (given, conditions) {
        (None, _) | (Some(_), 2..) => Ok(()),
        (Some(_), 0) => {
            Err(errors::validation("ConditionalOperator cannot be used without Filter or Expected"))
        }
        (Some(_), 1) => Err(errors::validation(
            "ConditionalOperator can only be used when Filter or Expected has two or more elements",
        )),
    }
}

fn joined(mut all: Vec<Condition>, conditional_operator: Option<&str>) -> Condition {
    if all.len() == 1 {
        return all.remove(0);
    }
    if conditional_operator == Some("OR") { Condition::Or(all) } else { Condition::And(all) }
}

fn read_list(
    list: Option<List<'_, crate::api::AttributeValue<'_>>>,
) -> Result<Vec<Attribute>, ApiError> {
    let Some(list) = list else { return Ok(Vec::new()) };
    list.values().iter().map(values::read).collect()
}

/// One legacy comparison as a condition.
fn compared(name: &str, operator: &str, list: Vec<Attribute>) -> Result<Condition, ApiError> {
    check_operands(name, operator, &list)?;
    let path = || Path::top(name);
    let left = || Operand::Path(path());
    let mut list = list.into_iter();
    let mut next = || Operand::Value(list.next().expect("the number of operands is checked"));
    let compare = |comparator: Comparator, value| Condition::Compare(comparator, left(), value);
    Ok(match operator {
        operator::EQ => compare(Comparator::Equal, next()),
        operator::NE => compare(Comparator::NotEqual, next()),
        operator::LT => compare(Comparator::Less, next()),
        operator::LE => compare(Comparator::AtMost, next()),
        operator::GT => compare(Comparator::Greater, next()),
        operator::GE => compare(Comparator::AtLeast, next()),
        operator::BETWEEN => Condition::Between(left(), next(), next()),
        operator::BEGINS_WITH => Condition::BeginsWith(left(), next()),
        operator::CONTAINS => Condition::Contains(left(), next()),
        operator::NOT_CONTAINS => Condition::Not(Box::new(Condition::Contains(left(), next()))),
        operator::NULL => Condition::NotExists(path()),
        operator::NOT_NULL => Condition::Exists(path()),
        _ => Condition::In(left(), list.map(Operand::Value).collect()),
    })
}

fn check_operands(name: &str, operator: &str, list: &[Attribute]) -> Result<(), ApiError> {
    let is_count = match operator {
        operator::NULL | operator::NOT_NULL => list.is_empty(),
        operator::BETWEEN => list.len() == 2,
        operator::IN => !list.is_empty(),
        _ => list.len() == 1,
    };
    if list.is_empty() && !is_count {
        return Err(errors::invalid(format!(
            "Value or AttributeValueList must be used with ComparisonOperator: {operator} for \
             Attribute: {name}"
        )));
    }
    if !is_count {
        return Err(errors::invalid(format!(
            "Invalid number of argument(s) for the {operator} ComparisonOperator"
        )));
    }
    let is_type = |value: &Attribute| match operator {
        operator::LT
        | operator::LE
        | operator::GT
        | operator::GE
        | operator::BETWEEN
        | operator::CONTAINS
        | operator::NOT_CONTAINS
        | operator::IN => value.is_ordered(),
        operator::BEGINS_WITH => matches!(value, Attribute::S(_) | Attribute::B(_)),
        _ => true,
    };
    if let Some(wrong) = list.iter().find(|value| !is_type(value)) {
        return Err(errors::invalid(format!(
            "ComparisonOperator {operator} is not valid for {} AttributeValue type",
            wrong.type_name()
        )));
    }
    if operator == operator::BETWEEN {
        match list[0].order(&list[1]) {
            None => {
                return Err(errors::invalid(
                    "AttributeValues inside AttributeValueList must be of same type",
                ));
            }
            Some(order) if order.is_gt() => {
                return Err(errors::validation(
                    "The BETWEEN condition was provided a range where the lower bound is greater \
                     than the upper bound",
                ));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// AttributeUpdates, ready to be applied.
#[derive(Debug, Default)]
pub struct Updates {
    actions: Vec<(String, Action)>,
}

#[derive(Debug)]
enum Action {
    Put(Attribute),
    Add(Attribute),
    Remove,
    Subtract(Attribute),
}

impl Updates {
    pub fn read(given: Map<'_, AttributeValueUpdate<'_>>) -> Result<Updates, ApiError> {
        let mut out = Updates::default();
        for (name, one) in given.iter() {
            let value =
                one.value().map(|it| values::read(&Value::Struct(it.0.clone()))).transpose()?;
            let action = one.action().unwrap_or(attribute_action::PUT);
            out.actions.push((name.to_owned(), Action::read(action, value)?));
        }
        Ok(out)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.actions.iter().map(|(name, _)| name.as_str())
    }

    /// Whether it can make an item where there is none: deletions alone do not.
    pub fn makes_items(&self) -> bool {
        let deletes = |action: &Action| matches!(action, Action::Remove | Action::Subtract(_));
        self.actions.is_empty() || !self.actions.iter().all(|(_, action)| deletes(action))
    }

    pub fn touched(&self) -> Projection {
        Projection::new(self.names().map(Path::top).collect())
    }

    pub fn apply(&self, before: &Item) -> Result<Item, ApiError> {
        let mut after = before.clone();
        for (name, action) in &self.actions {
            match action {
                Action::Put(value) => after.insert(name.as_str(), value.clone()),
                Action::Remove => {
                    after.remove(name);
                }
                Action::Add(value) => {
                    let old = before.get(name);
                    let sum = match (old, value) {
                        (Some(Attribute::L(old)), Attribute::L(value)) => {
                            Attribute::L(old.iter().chain(value).cloned().collect())
                        }
                        _ => update::added(old, value).map_err(type_mismatch)?,
                    };
                    after.insert(name.as_str(), sum);
                }
                Action::Subtract(value) => {
                    let Some(old) = before.get(name) else { continue };
                    match old.difference(value).ok_or_else(mismatch)? {
                        Remainder::Set(left) => after.insert(name.as_str(), left),
                        Remainder::Nothing => {
                            after.remove(name);
                        }
                    }
                }
            }
        }
        Ok(after)
    }
}

fn mismatch() -> ApiError {
    errors::validation("Type mismatch for attribute to update")
}

/// Sums that are out of range keep their own words.
fn type_mismatch(error: ApiError) -> ApiError {
    if error.message().starts_with("An operand") { mismatch() } else { error }
}

impl Action {
    fn read(action: &str, value: Option<Attribute>) -> Result<Action, ApiError> {
        match (action, value) {
            (attribute_action::PUT, Some(value)) => Ok(Action::Put(value)),
            (attribute_action::ADD, Some(value)) => {
                let is_type = value.is_set() || matches!(value, Attribute::N(_) | Attribute::L(_));
                if is_type {
                    return Ok(Action::Add(value));
                }
                Err(errors::invalid(format!(
                    "ADD action is not supported for the type {}",
                    value.type_name()
                )))
            }
            (attribute_action::DELETE, None) => Ok(Action::Remove),
            (attribute_action::DELETE, Some(value)) if value.is_set() => {
                Ok(Action::Subtract(value))
            }
            (attribute_action::DELETE, Some(value)) => Err(errors::invalid(format!(
                "DELETE action with value is not supported for the type {}",
                value.type_name()
            ))),
            _ => Err(errors::invalid(
                "Only DELETE action is allowed when no attribute value is specified",
            )),
        }
    }
}
