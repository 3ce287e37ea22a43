//! What a statement says, with its parameters filled in.

use std::collections::BTreeSet;

use super::plan;
use crate::attribute::{Attribute, Item};
use crate::expression::condition::Condition;
use crate::expression::{Path, Update};
use crate::fine_grained::{self, Keys};
use crate::state::TableRow;

#[derive(Debug)]
pub enum Statement {
    Select(Select),
    Insert {
        table: String,
        item: Item,
        is_tolerant: bool,
    },
    Update {
        table: String,
        update: Update,
        condition: Condition,
        returning: Returning,
    },
    Delete {
        table: String,
        condition: Condition,
        returning: Returning,
    },
    /// `EXISTS(SELECT …)`: the condition check of transactions.
    Exists(Select),
}

#[derive(Debug)]
pub struct Select {
    pub table: String,
    pub index: Option<String>,
    /// `None` for `*`.
    pub columns: Option<Vec<Path>>,
    pub condition: Option<Condition>,
    /// Names, and whether descending.
    pub order: Vec<(String, bool)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returning {
    Nothing,
    AllOld,
    AllNew,
    ModifiedOld,
    ModifiedNew,
}

impl Statement {
    pub fn table(&self) -> &str {
        match self {
            Statement::Select(select) | Statement::Exists(select) => &select.table,
            Statement::Insert { table, .. }
            | Statement::Update { table, .. }
            | Statement::Delete { table, .. } => table,
        }
    }

    /// The action of policies.
    pub fn action(&self) -> &'static str {
        match self {
            Statement::Select(_) | Statement::Exists(_) => "PartiQLSelect",
            Statement::Insert { .. } => "PartiQLInsert",
            Statement::Update { .. } => "PartiQLUpdate",
            Statement::Delete { .. } => "PartiQLDelete",
        }
    }

    pub fn index(&self) -> Option<&str> {
        match self {
            Statement::Select(select) | Statement::Exists(select) => select.index.as_deref(),
            _ => None,
        }
    }

    fn condition(&self) -> Option<&Condition> {
        match self {
            Statement::Select(select) | Statement::Exists(select) => select.condition.as_ref(),
            Statement::Update { condition, .. } | Statement::Delete { condition, .. } => {
                Some(condition)
            }
            Statement::Insert { .. } => None,
        }
    }

    /// What policies may ask of the statement.
    pub fn condition_keys(&self, row: &TableRow) -> Keys {
        let index = self.index().and_then(|name| row.index(name));
        let hash = index.and_then(|index| index.hash.first()).unwrap_or(&row.hash);
        let leading = match (self, self.condition()) {
            (Statement::Insert { item, .. }, _) => item.get(hash).into_iter().collect(),
            (_, Some(condition)) => plan::leading(condition, hash),
            (_, None) => Vec::new(),
        };
        let mut out = Keys::new();
        if let Statement::Select(_) = self {
            out.push((fine_grained::FULL_SCAN, leading.is_empty().to_string()));
        }
        let shown = leading.into_iter().filter_map(fine_grained::shown);
        out.extend(shown.map(|value| (fine_grained::LEADING, value)));
        let names = self.names().into_iter();
        out.extend(names.map(|name| (fine_grained::ATTRIBUTES, name)));
        out
    }

    /// The top-level attributes that it speaks of.
    fn names(&self) -> BTreeSet<String> {
        let mut out = BTreeSet::new();
        if let Some(condition) = self.condition() {
            condition.paths(&mut |path| {
                out.insert(path.root.clone());
            });
        }
        match self {
            Statement::Select(select) | Statement::Exists(select) => {
                out.extend(select.columns.iter().flatten().map(|path| path.root.clone()));
            }
            Statement::Insert { item, .. } => {
                out.extend(item.iter().map(|(name, _)| name.to_owned()));
            }
            Statement::Update { update, .. } => {
                out.extend(update.paths().map(|path| path.root.clone()));
            }
            Statement::Delete { .. } => {}
        }
        out
    }

    pub fn is_read(&self) -> bool {
        matches!(self, Statement::Select(_))
    }
}

/// A value of an expression while a condition is read.
#[derive(Clone, Debug)]
pub enum Term {
    Path(Path),
    Size(Path),
    Value(Attribute),
    Missing,
}
