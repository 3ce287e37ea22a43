//! From a key condition to the stretch of one partition that a query reads.

use kernel::ApiError;

use super::condition::{Comparator, Condition, Operand};
use super::path::Path;
use crate::attribute::Attribute;
use crate::errors;
use crate::key::{ItemKey, Place, SortRange};
use crate::state::KeySchema;

/// A condition on one attribute of the key.
#[derive(Clone, Debug)]
pub struct Term {
    pub attribute: String,
    pub range: SortRange,
}

/// One partition, and which of its sort keys.
#[derive(Clone, Debug)]
pub struct Stretch {
    pub hash: Vec<Attribute>,
    /// Leading sort keys that must be equal, and the condition on the next one.
    pub equal: Vec<Attribute>,
    pub range: SortRange,
}

impl Stretch {
    /// The keys of the stretch in a table or index.
    pub fn keys(&self, space: u64) -> store::Range<Place> {
        let mut prefix = ItemKey::partition(space, &self.hash);
        for element in &self.equal {
            prefix = prefix.then(element);
        }
        self.range.below(&prefix)
    }
}

/// The terms of a KeyConditionExpression.
pub fn terms(condition: &Condition) -> Result<Vec<Term>, ApiError> {
    let mut out: Vec<Term> = Vec::new();
    collect(condition, &mut out)?;
    Ok(out)
}

fn collect(condition: &Condition, out: &mut Vec<Term>) -> Result<(), ApiError> {
    let (path, range) = match condition {
        Condition::And(all) => return all.iter().try_for_each(|one| collect(one, out)),
        Condition::Compare(comparator, left, right) => {
            let (comparator, path, value) = match (left, right) {
                (Operand::Path(path), Operand::Value(value)) => (*comparator, path, value),
                (Operand::Value(value), Operand::Path(path)) => (comparator.flipped(), path, value),
                (Operand::Path(_), Operand::Path(_)) => {
                    return Err(condition_fault("Multiple attribute names used in one condition"));
                }
                (Operand::Value(_), Operand::Value(_)) => {
                    return Err(condition_fault("No key attribute specified"));
                }
                _ => return Err(nested()),
            };
            (path, comparison(comparator, value.clone())?)
        }
        Condition::Between(operand, low, high) => match (operand, low, high) {
            (Operand::Path(path), Operand::Value(low), Operand::Value(high)) => {
                (path, SortRange::Between(low.clone(), high.clone()))
            }
            (Operand::Value(_), Operand::Value(_), Operand::Value(_)) => {
                return Err(condition_fault("No key attribute specified"));
            }
            (Operand::Path(_), _, _) => {
                return Err(condition_fault("Multiple attribute names used in one condition"));
            }
            _ => return Err(unsupported()),
        },
        Condition::BeginsWith(operand, start) => match (operand, start) {
            (Operand::Path(path), Operand::Value(start)) => {
                (path, SortRange::BeginsWith(start.clone()))
            }
            _ => return Err(condition_fault("Multiple attribute names used in one condition")),
        },
        other => return Err(operator_fault(other)),
    };
    push(out, path, range)
}

fn comparison(comparator: Comparator, value: Attribute) -> Result<SortRange, ApiError> {
    Ok(match comparator {
        Comparator::Equal => SortRange::Equal(value),
        Comparator::Less => SortRange::Less(value),
        Comparator::AtMost => SortRange::AtMost(value),
        Comparator::Greater => SortRange::Greater(value),
        Comparator::AtLeast => SortRange::AtLeast(value),
        Comparator::NotEqual => return Err(named_operator_fault("<>")),
    })
}

fn push(out: &mut Vec<Term>, path: &Path, range: SortRange) -> Result<(), ApiError> {
    if !path.is_top() {
        return Err(errors::validation(
            "Invalid KeyConditionExpression: KeyConditionExpressions cannot have conditions on \
             nested attributes",
        ));
    }
    if out.iter().any(|term| term.attribute == path.root) {
        return Err(errors::validation(
            "KeyConditionExpressions must only contain one condition per key",
        ));
    }
    out.push(Term { attribute: path.root.clone(), range });
    Ok(())
}

fn condition_fault(reason: &str) -> ApiError {
    errors::validation(format!("Invalid condition in KeyConditionExpression: {reason}"))
}

fn nested() -> ApiError {
    errors::validation("KeyConditionExpressions cannot contain nested operations")
}

fn unsupported() -> ApiError {
    errors::validation("Query key condition not supported")
}

fn named_operator_fault(name: &str) -> ApiError {
    errors::validation(format!("Invalid operator used in KeyConditionExpression: {name}"))
}

fn operator_fault(condition: &Condition) -> ApiError {
    named_operator_fault(match condition {
        Condition::Or(_) => "OR",
        Condition::Not(_) => "NOT",
        Condition::In(..) => "IN",
        Condition::Exists(_) => "attribute_exists",
        Condition::NotExists(_) => "attribute_not_exists",
        Condition::Type(..) => "attribute_type",
        Condition::Contains(..) => "contains",
        _ => return nested(),
    })
}

/// The stretch that the terms name in a table or index of this schema.
pub fn stretch(terms: Vec<Term>, schema: &KeySchema<'_>) -> Result<Stretch, ApiError> {
    let mut terms = terms;
    let mut take = |name: &str| {
        let at = terms.iter().position(|term| term.attribute == name)?;
        Some(terms.remove(at).range)
    };
    let mut hash = Vec::with_capacity(schema.hash.len());
    for part in &schema.hash {
        match take(part.name) {
            Some(SortRange::Equal(value)) => {
                check_type(&value, part.kind.name())?;
                hash.push(value);
            }
            Some(_) => return Err(unsupported()),
            None => return Err(missed(part.name)),
        }
    }
    let mut equal = Vec::new();
    let mut range = SortRange::All;
    for part in &schema.range {
        let Some(found) = take(part.name) else { break };
        check_range(&found, part.kind.name())?;
        match found {
            SortRange::Equal(value) => equal.push(value),
            other => {
                range = other;
                break;
            }
        }
    }
    match terms.first() {
        None => Ok(Stretch { hash, equal, range }),
        // Something else is asked for than the key has, or in another order.
        Some(left) => match schema.range.iter().find(|part| part.name != left.attribute) {
            Some(part) if equal.is_empty() && matches!(range, SortRange::All) => {
                Err(missed(part.name))
            }
            _ => Err(unsupported()),
        },
    }
}

fn missed(name: &str) -> ApiError {
    errors::validation(format!("Query condition missed key schema element: {name}"))
}

fn check_type(value: &Attribute, wanted: &str) -> Result<(), ApiError> {
    if value.type_name() != wanted {
        return Err(errors::invalid("Condition parameter type does not match schema type"));
    }
    let is_empty = matches!(value, Attribute::S(text) if text.is_empty())
        || matches!(value, Attribute::B(bytes) if bytes.is_empty());
    if is_empty {
        let kind = if wanted == "S" { "string" } else { "binary" };
        return Err(errors::validation(format!(
            "One or more parameter values are not valid. The AttributeValue for a key attribute \
             cannot contain an empty {kind} value."
        )));
    }
    Ok(())
}

fn check_range(range: &SortRange, wanted: &str) -> Result<(), ApiError> {
    match range {
        SortRange::All => Ok(()),
        SortRange::Equal(value)
        | SortRange::Less(value)
        | SortRange::AtMost(value)
        | SortRange::Greater(value)
        | SortRange::AtLeast(value)
        | SortRange::BeginsWith(value) => check_type(value, wanted),
        SortRange::Between(low, high) => {
            check_type(low, wanted)?;
            check_type(high, wanted)
        }
    }
}
