//! Updates, resolved, and what they make of an item.

use kernel::ApiError;

use super::path::{Path, Step};
use super::projection::Projection;
use crate::attribute::{Attribute, Item, Remainder};
use crate::errors;
use crate::values::number_fault;

/// The actions of an update. Invariant: no two of their paths overlap.
#[derive(Clone, Debug, Default)]
pub struct Update {
    pub sets: Vec<(Path, Source)>,
    pub removes: Vec<Path>,
    pub adds: Vec<(Path, Attribute)>,
    pub deletes: Vec<(Path, Attribute)>,
}

/// What SET assigns.
#[derive(Clone, Debug)]
pub enum Source {
    Path(Path),
    Value(Attribute),
    IfNotExists(Path, Box<Source>),
    Append(Box<Source>, Box<Source>),
    Sum { is_plus: bool, left: Box<Source>, right: Box<Source> },
}

impl Update {
    pub fn paths(&self) -> impl Iterator<Item = &Path> + Clone {
        let sets = self.sets.iter().map(|(path, _)| path);
        let adds = self.adds.iter().map(|(path, _)| path);
        let deletes = self.deletes.iter().map(|(path, _)| path);
        sets.chain(&self.removes).chain(adds).chain(deletes)
    }

    /// What UPDATED_OLD and UPDATED_NEW show.
    pub fn touched(&self) -> Projection {
        Projection::new(self.paths().cloned().collect())
    }

    /// The item afterwards. Every operand is read from the item as it was before.
    pub fn apply(&self, before: &Item) -> Result<Item, ApiError> {
        let mut after = before.clone();
        let mut values = Vec::with_capacity(self.sets.len());
        for (path, source) in &self.sets {
            values.push((path, source.of(before)?));
        }
        // Elements past the end of a list are appended in the order of their indexes.
        values.sort_by_key(|(path, _)| last_index(path));
        for (path, value) in values {
            set(&mut after, path, value)?;
        }
        for (path, value) in &self.adds {
            let sum = added(path.find(before), value)?;
            set(&mut after, path, sum)?;
        }
        for (path, value) in &self.deletes {
            let Some(set_before) = path.find(before) else { continue };
            match set_before.difference(value).ok_or_else(wrong_operand)? {
                Remainder::Set(left) => set(&mut after, path, left)?,
                Remainder::Nothing => remove(&mut after, path)?,
            }
        }
        // From the back, so that the indexes before stay what they were.
        let mut removes: Vec<&Path> = self.removes.iter().collect();
        removes.sort_by_key(|path| std::cmp::Reverse(last_index(path)));
        for path in removes {
            remove(&mut after, path)?;
        }
        Ok(after)
    }
}

/// What ADD makes of a value: a sum, or a set with more elements.
pub fn added(before: Option<&Attribute>, value: &Attribute) -> Result<Attribute, ApiError> {
    match (before, value) {
        (None, value) => Ok(value.clone()),
        (Some(Attribute::N(before)), Attribute::N(value)) => {
            before.add(*value).map(Attribute::N).map_err(number_fault)
        }
        (Some(before), value) => before.union(value).ok_or_else(wrong_operand),
    }
}

fn last_index(path: &Path) -> usize {
    match path.steps.last() {
        Some(Step::Index(index)) => *index,
        _ => 0,
    }
}

fn wrong_operand() -> ApiError {
    errors::validation("An operand in the update expression has an incorrect data type")
}

fn absent_operand() -> ApiError {
    errors::validation(
        "The provided expression refers to an attribute that does not exist in the item",
    )
}

fn no_such_place() -> ApiError {
    errors::validation("The document path provided in the update expression is invalid for update")
}

impl Source {
    fn of(&self, item: &Item) -> Result<Attribute, ApiError> {
        match self {
            Source::Value(value) => Ok(value.clone()),
            Source::Path(path) => path.find(item).cloned().ok_or_else(absent_operand),
            Source::IfNotExists(path, other) => match path.find(item) {
                Some(value) => Ok(value.clone()),
                None => other.of(item),
            },
            Source::Append(first, second) => match (first.of(item)?, second.of(item)?) {
                (Attribute::L(mut first), Attribute::L(second)) => {
                    first.extend(second);
                    Ok(Attribute::L(first))
                }
                _ => Err(wrong_operand()),
            },
            Source::Sum { is_plus, left, right } => match (left.of(item)?, right.of(item)?) {
                (Attribute::N(left), Attribute::N(right)) => {
                    let sum = if *is_plus { left.add(right) } else { left.subtract(right) };
                    sum.map(Attribute::N).map_err(number_fault)
                }
                _ => Err(wrong_operand()),
            },
        }
    }
}

/// What holds the last step of the path; `None` for a top-level attribute.
fn parent<'i>(item: &'i mut Item, path: &Path) -> Result<Option<&'i mut Attribute>, ApiError> {
    let Some((_, steps)) = path.steps.split_last() else { return Ok(None) };
    let root = item.get_mut(&path.root).ok_or_else(no_such_place)?;
    let found = steps.iter().try_fold(root, |at, step| match (at, step) {
        (Attribute::M(map), Step::Field(name)) => map.get_mut(name),
        (Attribute::L(items), Step::Index(index)) => items.get_mut(*index),
        _ => None,
    });
    found.map(Some).ok_or_else(no_such_place)
}

fn set(item: &mut Item, path: &Path, value: Attribute) -> Result<(), ApiError> {
    match (parent(item, path)?, path.steps.last()) {
        (None, _) => item.insert(path.root.as_str(), value),
        (Some(Attribute::M(map)), Some(Step::Field(name))) => map.insert(name.as_str(), value),
        (Some(Attribute::L(items)), Some(Step::Index(index))) => match items.get_mut(*index) {
            Some(slot) => *slot = value,
            None => items.push(value),
        },
        _ => return Err(no_such_place()),
    }
    Ok(())
}

fn remove(item: &mut Item, path: &Path) -> Result<(), ApiError> {
    match (parent(item, path)?, path.steps.last()) {
        (None, _) => {
            item.remove(&path.root);
        }
        (Some(Attribute::M(map)), Some(Step::Field(name))) => {
            map.remove(name);
        }
        (Some(Attribute::L(items)), Some(Step::Index(index))) => {
            if *index < items.len() {
                items.remove(*index);
            }
        }
        _ => return Err(no_such_place()),
    }
    Ok(())
}
