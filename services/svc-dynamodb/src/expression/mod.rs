//! Expressions: conditions, filters, key conditions, projections and updates.
//!
//! An expression is cut into tokens ([`lexer`]), parsed by its grammar ([`parser`]), and resolved
//! ([`resolve`]): placeholders are replaced, and functions, operands and reserved words checked,
//! with DynamoDB's words for each fault. What comes out is judged against items by [`condition`],
//! cut out of them by [`projection`], and applied to them by [`update`]; [`key_condition`] says
//! which stretch of a table or an index is read.

pub mod condition;
pub mod key_condition;
pub mod lexer;
mod parser;
pub mod path;
pub mod placeholders;
pub mod projection;
mod reserved;
mod resolve;
#[cfg(test)]
mod tests;
pub mod update;

use kernel::ApiError;

use crate::errors;

pub use condition::Condition;
pub use path::Path;
pub use placeholders::{Placeholders, Uses};
pub use projection::Projection;
pub use update::Update;

/// What an expression is for; messages begin with its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Condition,
    Filter,
    KeyCondition,
    Projection,
    Update,
    Search,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Kind::Condition => "ConditionExpression",
            Kind::Filter => "FilterExpression",
            Kind::KeyCondition => "KeyConditionExpression",
            Kind::Projection => "ProjectionExpression",
            Kind::Update => "UpdateExpression",
            Kind::Search => "SearchConditionExpression",
        }
    }

    fn fault(self, reason: impl AsRef<str>) -> ApiError {
        errors::validation(format!("Invalid {}: {}", self.name(), reason.as_ref()))
    }
}

/// Reads a condition, a filter or a key condition.
pub fn condition(
    kind: Kind,
    text: &str,
    placeholders: &mut Placeholders,
) -> Result<Condition, ApiError> {
    let raw = parser::condition(kind, text)?;
    resolve::Resolver { kind, placeholders }.condition(&raw)
}

pub fn projection(text: &str, placeholders: &mut Placeholders) -> Result<Projection, ApiError> {
    let kind = Kind::Projection;
    let raw = parser::projection(text)?;
    let paths = resolve::Resolver { kind, placeholders }.paths(&raw)?;
    path::check_apart(kind, paths.iter())?;
    Ok(Projection::new(paths))
}

pub fn update(text: &str, placeholders: &mut Placeholders) -> Result<Update, ApiError> {
    let raw = parser::update(text)?;
    resolve::Resolver { kind: Kind::Update, placeholders }.update(&raw)
}
