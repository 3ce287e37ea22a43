//! From conditions to keys: which item a statement means, or which stretches of a table.

use kernel::ApiError;

use crate::attribute::{Attribute, Item};
use crate::errors;
use crate::expression::condition::{Comparator, Condition, Operand};
use crate::expression::key_condition::{Stretch, Term, stretch};
use crate::key::SortRange;
use crate::limits;
use crate::state::{KeySchema, TableRow};

/// The conditions that must all hold.
fn flatten(condition: Condition, out: &mut Vec<Condition>) {
    match condition {
        Condition::And(all) => all.into_iter().for_each(|one| flatten(one, out)),
        other => out.push(other),
    }
}

fn joined(mut all: Vec<Condition>) -> Option<Condition> {
    match all.len() {
        0 => None,
        1 => all.pop(),
        _ => Some(Condition::And(all)),
    }
}

/// The key that a condition names, and what else it asks.
pub fn key_and_rest(
    row: &TableRow,
    condition: Condition,
) -> Result<(Item, Option<Condition>), ApiError> {
    let mut all = Vec::new();
    flatten(condition, &mut all);
    let mut key = Item::new();
    for name in row.key_names() {
        let at = all.iter().position(|one| equality(one).is_some_and(|(other, _)| other == name));
        let Some(at) = at else {
            return Err(errors::validation(
                "Where clause does not contain a mandatory equality on all key attributes",
            ));
        };
        let (_, value) = equality(&all[at]).expect("just found");
        key.insert(name, value.clone());
        all.remove(at);
    }
    Ok((key, joined(all)))
}

/// `name = value`, of a top-level attribute.
fn equality(condition: &Condition) -> Option<(&str, &Attribute)> {
    match condition {
        Condition::Compare(Comparator::Equal, Operand::Path(path), Operand::Value(value))
        | Condition::Compare(Comparator::Equal, Operand::Value(value), Operand::Path(path))
            if path.is_top() =>
        {
            Some((&path.root, value))
        }
        _ => None,
    }
}

/// `name IN [values]`.
fn membership(condition: &Condition) -> Option<(&str, Vec<&Attribute>)> {
    let Condition::In(Operand::Path(path), among) = condition else { return None };
    let values = among.iter().map(|operand| match operand {
        Operand::Value(value) => Some(value),
        _ => None,
    });
    let values = values.collect::<Option<Vec<_>>>()?;
    path.is_top().then_some((path.root.as_str(), values))
}

/// The partition keys that a condition names.
pub fn leading<'c>(condition: &'c Condition, hash: &str) -> Vec<&'c Attribute> {
    if let Condition::And(all) = condition {
        let found = all.iter().map(|one| leading(one, hash));
        return found.into_iter().find(|values| !values.is_empty()).unwrap_or_default();
    }
    if let Some((name, value)) = equality(condition) {
        return if name == hash { vec![value] } else { Vec::new() };
    }
    membership(condition).filter(|(name, _)| *name == hash).map_or_else(Vec::new, |(_, it)| it)
}

/// A condition on a sort key that narrows what is read.
fn sort_range(condition: &Condition, name: &str) -> Option<SortRange> {
    let is_it = |operand: &Operand| match operand {
        Operand::Path(path) => path.is_top() && path.root == name,
        _ => false,
    };
    match condition {
        Condition::Compare(comparator, left, right) => {
            let (comparator, value) = match (left, right) {
                (left, Operand::Value(value)) if is_it(left) => (*comparator, value),
                (Operand::Value(value), right) if is_it(right) => (comparator.flipped(), value),
                _ => return None,
            };
            let value = value.clone();
            Some(match comparator {
                Comparator::Equal => SortRange::Equal(value),
                Comparator::Less => SortRange::Less(value),
                Comparator::AtMost => SortRange::AtMost(value),
                Comparator::Greater => SortRange::Greater(value),
                Comparator::AtLeast => SortRange::AtLeast(value),
                Comparator::NotEqual => return None,
            })
        }
        Condition::Between(operand, Operand::Value(low), Operand::Value(high))
            if is_it(operand) =>
        {
            Some(SortRange::Between(low.clone(), high.clone()))
        }
        Condition::BeginsWith(operand, Operand::Value(start)) if is_it(operand) => {
            Some(SortRange::BeginsWith(start.clone()))
        }
        _ => None,
    }
}

/// What a SELECT reads.
pub enum Reading {
    /// Every item: no partition is named.
    Scan,
    /// These stretches, one after the other.
    Stretches(Vec<Stretch>),
}

fn distinct(values: Vec<&Attribute>) -> Vec<Attribute> {
    let mut out: Vec<Attribute> = Vec::with_capacity(values.len());
    for value in values {
        if !out.contains(value) {
            out.push(value.clone());
        }
    }
    out
}

/// The terms of each partition, with each of the values for one more part of its key.
fn with_each(
    terms: Vec<Vec<Term>>,
    name: &str,
    values: &[Attribute],
) -> Result<Vec<Vec<Term>>, ApiError> {
    if terms.len() * values.len() > limits::IN_PARTITIONS_MAX {
        return Err(errors::ours(format!(
            "The IN conditions on the partition key name more than {} partitions",
            limits::IN_PARTITIONS_MAX
        )));
    }
    let mut out = Vec::with_capacity(terms.len() * values.len());
    for before in &terms {
        for value in values {
            let mut terms = before.clone();
            let range = SortRange::Equal(value.clone());
            terms.push(Term { attribute: name.to_owned(), range });
            out.push(terms);
        }
    }
    Ok(out)
}

/// The stretches that a condition names, and the filter that is left.
pub fn reading(
    schema: &KeySchema<'_>,
    condition: Option<Condition>,
) -> Result<(Reading, Option<Condition>), ApiError> {
    let mut all = Vec::new();
    if let Some(condition) = condition {
        flatten(condition, &mut all);
    }
    let mut terms: Vec<Vec<Term>> = vec![Vec::new()];
    let mut used = Vec::new();
    for part in &schema.hash {
        let found = all.iter().enumerate().find_map(|(at, one)| {
            let by_equality = equality(one).filter(|(name, _)| *name == part.name);
            if let Some((_, value)) = by_equality {
                return Some((at, vec![value]));
            }
            membership(one).filter(|(name, _)| *name == part.name).map(|(_, values)| (at, values))
        });
        let Some((at, values)) = found else {
            return Ok((Reading::Scan, joined(all)));
        };
        used.push(at);
        terms = with_each(terms, part.name, &distinct(values))?;
    }
    for part in &schema.range {
        let found = all.iter().enumerate().find_map(|(at, one)| {
            let range = sort_range(one, part.name).filter(|_| !used.contains(&at))?;
            Some((at, range))
        });
        let Some((at, range)) = found else { break };
        used.push(at);
        let is_equal = matches!(range, SortRange::Equal(_));
        for one in &mut terms {
            one.push(Term { attribute: part.name.to_owned(), range: range.clone() });
        }
        if !is_equal {
            break;
        }
    }
    let stretches = terms.into_iter().map(|terms| stretch(terms, schema));
    let stretches = stretches.collect::<Result<Vec<_>, _>>()?;
    let rest = all.into_iter().enumerate().filter(|(at, _)| !used.contains(at));
    let rest = rest.map(|(_, one)| one).collect();
    Ok((Reading::Stretches(stretches), joined(rest)))
}
