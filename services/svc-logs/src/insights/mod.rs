//! The language of CloudWatch Logs Insights: a text becomes a [`Query`] ([`parser`]), which takes
//! events one by one and answers rows ([`pipeline`]). It knows no state and calls nobody.
//!
//! Source: "CloudWatch Logs Insights language query syntax" in the CloudWatch Logs User Guide, with
//! its pages of commands and functions, and "Supported logs and discovered fields". Where it leaves
//! something open (what a comparison with a missing field is) the README says what we do.

mod address;
mod cursor;
mod dates;
mod evaluate;
mod functions;
mod parser;
mod patterns;
mod pipeline;
mod record;
mod stats;
#[cfg(test)]
mod tests;
mod value;

pub use parser::compile;
pub use pipeline::Pipeline;
pub use record::{Event, discover};

/// Why a text is no query, and where.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    Malformed {
        message: String,
        start: usize,
        end: usize,
    },
    /// It is one, of a command that is not here.
    Absent(&'static str),
}

#[derive(Debug)]
pub struct Query {
    commands: Vec<Command>,
}

#[derive(Debug)]
enum Command {
    Fields(Vec<Named>),
    Display(Vec<Named>),
    Filter(Expression),
    Stats {
        shown: Vec<Named>,
        by: Vec<Named>,
    },
    Sort(Vec<(Expression, bool)>),
    Limit(usize),
    Dedup(Vec<String>),
    Parse {
        of: Expression,
        with: Template,
    },
    /// Rows that are alike become one.
    Pattern(Expression),
    /// A row for each item of a list.
    Unnest {
        of: Expression,
        into: String,
    },
    /// The message as it came.
    Unmask,
}

impl Query {
    /// Whether it wants to see what is masked.
    pub fn unmasks(&self) -> bool {
        self.commands.iter().any(|command| match command {
            Command::Unmask => true,
            Command::Fields(list) | Command::Display(list) => {
                list.iter().any(|named| named.expression.unmasks())
            }
            Command::Filter(it) | Command::Parse { of: it, .. } | Command::Pattern(it) => {
                it.unmasks()
            }
            Command::Unnest { of, .. } => of.unmasks(),
            Command::Stats { shown, by } => {
                shown.iter().chain(by).any(|named| named.expression.unmasks())
            }
            Command::Sort(keys) => keys.iter().any(|(it, _)| it.unmasks()),
            Command::Limit(_) | Command::Dedup(_) => false,
        })
    }
}

/// An expression and the name of what it gives.
#[derive(Clone, Debug)]
struct Named {
    expression: Expression,
    name: String,
}

/// What `parse` takes a text apart by.
#[derive(Debug)]
enum Template {
    /// The texts around the asterisks, and the names of what these stand for.
    Glob(Vec<String>, Vec<String>),
    Regex(regex::Regex),
}

#[derive(Clone, Debug)]
enum Expression {
    Number(f64),
    Text(String),
    Regex(regex::Regex),
    Field(String),
    /// Milliseconds: `5m`.
    Period(i64),
    Not(Box<Expression>),
    Negative(Box<Expression>),
    Binary(Operator, Box<Expression>, Box<Expression>),
    In(Box<Expression>, Vec<Expression>),
    Call(Function, Vec<Expression>),
    /// `unmask(@message)`
    Unmask,
    /// The place of an aggregate among those of its `stats`.
    Aggregate(stats::Aggregate, Vec<Expression>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Like,
    Plus,
    Minus,
    Times,
    Over,
    Modulo,
    Power,
}

use functions::Function;
