//! Queries of JQ, as MetadataExtraction has them: `{customer: .id, day: .at|strftime("%d")}`.
//!
//! A query runs over every record that comes in, in the transaction that takes it. So this is the
//! part of JQ that ends by itself: paths, constructions, operators, conditions and functions over
//! values, without definitions, recursion, variables and reductions; and what one evaluation may do
//! is counted ([`QUERY_STEPS_MAX`](crate::limits::QUERY_STEPS_MAX)). What of JQ is not here is
//! refused when the stream is made.
//!
//! Source: the manual of jq 1.6 ("JsonParsingEngine: JQ-1.6").

mod eval;
mod function;
mod lexer;
mod parser;
mod value;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use serde_json::Value as Json;

use self::eval::Run;
use self::parser::Expr;
use self::value::V;

/// Queries that are kept read.
const COMPILED_MAX: usize = 256;

static COMPILED: LazyLock<Mutex<BTreeMap<String, Arc<Query>>>> = LazyLock::new(Mutex::default);

/// A query that was read.
#[derive(Debug)]
pub struct Query(Expr);

/// Why a text is no query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// JQ has it, but it is not here.
    pub is_unsupported: bool,
    pub message: String,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl Refusal {
    fn syntax(message: impl Into<String>) -> Refusal {
        Refusal { is_unsupported: false, message: message.into() }
    }

    fn unsupported(what: impl std::fmt::Display) -> Refusal {
        Refusal { is_unsupported: true, message: format!("{what} in queries of JQ") }
    }
}

/// Reads a query, or remembers that it was read. What is kept decides nothing: reading it again
/// gives the same.
pub fn compile(text: &str) -> Result<Arc<Query>, Refusal> {
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(query) = compiled.get(text) {
        return Ok(query.clone());
    }
    let query = Arc::new(Query(parser::parse(text)?));
    if compiled.len() >= COMPILED_MAX {
        compiled.pop_first();
    }
    compiled.insert(text.to_owned(), query.clone());
    Ok(query)
}

impl Query {
    /// Its first output for a record.
    pub fn first(&self, input: &Json) -> Result<Json, String> {
        let outputs = Run::new().all(&self.0, &V::of(input))?;
        match outputs.first() {
            Some(output) => Ok(output.json()),
            None => Err("The query has no result.".to_owned()),
        }
    }

    /// The names of the object that it makes, where it is written as one.
    pub fn names(&self) -> Option<Vec<&str>> {
        let Expr::Object(entries) = &self.0 else { return None };
        entries.iter().map(|(name, _)| name.literal()).collect()
    }
}

#[cfg(test)]
mod tests;
