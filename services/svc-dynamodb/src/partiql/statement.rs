//! What a statement says, with its parameters filled in.

use crate::attribute::{Attribute, Item};
use crate::expression::condition::Condition;
use crate::expression::{Path, Update};

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

    pub fn is_read(&self) -> bool {
        matches!(self, Statement::Select(_))
    }
}

/// A value of an expression while a condition is read.
#[derive(Debug)]
pub enum Term {
    Path(Path),
    Size(Path),
    Value(Attribute),
    Missing,
}
