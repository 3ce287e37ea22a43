//! Document paths: `a.b[1]`, resolved.

use std::fmt;

use kernel::ApiError;

use super::Kind;
use crate::attribute::{Attribute, Item};

#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    pub root: String,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Field(String),
    Index(usize),
}

impl Path {
    pub fn top(name: impl Into<String>) -> Path {
        Path { root: name.into(), steps: Vec::new() }
    }

    pub fn is_top(&self) -> bool {
        self.steps.is_empty()
    }

    pub fn find<'i>(&self, item: &'i Item) -> Option<&'i Attribute> {
        let root = item.get(&self.root)?;
        self.steps.iter().try_fold(root, |at, step| match (at, step) {
            (Attribute::M(map), Step::Field(name)) => map.get(name),
            (Attribute::L(items), Step::Index(index)) => items.get(*index),
            _ => None,
        })
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}", self.root)?;
        for step in &self.steps {
            match step {
                Step::Field(name) => write!(f, ", {name}")?,
                Step::Index(index) => write!(f, ", [{index}]")?,
            }
        }
        f.write_str("]")
    }
}

/// Refuses paths of which one lies within another, or that need a value to be of two types.
pub fn check_apart<'p>(
    kind: Kind,
    paths: impl Iterator<Item = &'p Path> + Clone,
) -> Result<(), ApiError> {
    let mut rest = paths;
    while let Some(one) = rest.next() {
        for two in rest.clone() {
            let Some(how) = relation(one, two) else { continue };
            return Err(kind.fault(format!(
                "Two document paths {how} with each other; must remove or rewrite one of these \
                 paths; path one: {one}, path two: {two}"
            )));
        }
    }
    Ok(())
}

fn relation(one: &Path, two: &Path) -> Option<&'static str> {
    if one.root != two.root {
        return None;
    }
    for (first, second) in one.steps.iter().zip(&two.steps) {
        match (first, second) {
            (Step::Field(first), Step::Field(second)) if first == second => {}
            (Step::Index(first), Step::Index(second)) if first == second => {}
            (Step::Field(_), Step::Field(_)) | (Step::Index(_), Step::Index(_)) => return None,
            _ => return Some("conflict"),
        }
    }
    Some("overlap")
}
