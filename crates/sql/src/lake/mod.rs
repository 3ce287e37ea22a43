//! Queries over stores of events: SELECT in the words of Trino, as CloudTrail Lake takes them.
//!
//! A statement is parsed by `sqlparser`, planned here, where every expression has a type
//! ([`types`], [`typed`]), and run by the engine. Values that hold values (`userIdentity`,
//! `requestParameters`, `resources`) stay JSON in their bytes; only what a query names of them is
//! looked at.
//!
//! - [`schema`] has the columns, [`scan`] reads events into batches of them;
//! - [`words`] and [`syntax`] look at the text and the tree;
//! - [`query`] plans SELECT, GROUP BY, ORDER BY and sets, [`from`] tables and joins, [`aggregate`]
//!   aggregates, [`expression`] and [`call`] expressions;
//! - [`functions`] and [`times`] compute expressions row by row;
//! - [`run`] hands the plan to the engine, [`shown`] writes values as text.

mod aggregate;
mod call;
mod expression;
mod from;
mod functions;
mod query;
mod run;
mod scan;
pub mod schema;
mod shown;
mod syntax;
mod times;
mod typed;
mod types;
mod words;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::fault::Fault;

pub use run::{Answer, Bounds};
pub use types::Field;

/// The events of a store, each a record in JSON without spaces; read anew at each scan.
pub trait Events: Send + Sync {
    /// At least those whose `eventTime` is in these times; others are left out by the query.
    fn open(&self, times: Times) -> Box<dyn Iterator<Item = Result<String, String>> + Send>;
}

/// From and to these milliseconds since 1970, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    pub from: i64,
    pub to: i64,
}

impl Times {
    pub const ALL: Times = Times { from: i64::MIN, to: i64::MAX };
}

/// A table of a statement: its columns, and where its rows are.
#[derive(Clone)]
pub struct Table {
    pub columns: &'static [Field],
    pub events: Arc<dyn Events>,
}

/// Finds a table by the name that a statement gives it.
pub type Lookup<'l> = &'l mut dyn FnMut(&str) -> Result<Table, Fault>;

/// Plans a statement and answers the names of its columns: whether it can be run.
pub fn check(text: &str, lookup: Lookup<'_>, now_ms: i64) -> Result<Vec<String>, Fault> {
    let planned = query::plan(text, lookup, now_ms)?;
    Ok(planned.columns.into_iter().map(|(name, _)| name).collect())
}

/// Runs a statement to its end on the caller's thread.
pub fn run(text: &str, lookup: Lookup<'_>, now_ms: i64, bounds: &Bounds) -> Result<Answer, Fault> {
    run::run(query::plan(text, lookup, now_ms)?, bounds)
}

/// A moment as events write it, in milliseconds since 1970.
pub fn millis_of(text: &str) -> Option<i64> {
    times::parse(text)
}
