//! The pattern language of events: does this JSON match that pattern?
//!
//! The language is EventBridge's, whole: exact values, `prefix`, `suffix`, `equals-ignore-case`,
//! `wildcard`, `anything-but` in all its forms, `numeric`, `exists`, `cidr`, and `$or`. Where the
//! documentation is silent, event-ruler, the engine behind EventBridge, is the reference. Nothing
//! here knows an AWS service.
//!
//! - A [`Pattern`] is compiled once and matches many events ([`json::Value`]).
//! - A [`PatternSet`] holds many patterns and finds those that match.
//! - [`operator::Operator`] judges a single value: filter policies of SNS have the same operators.
//!   A policy on message attributes is a pattern whose event is an object of the attributes.
//!
//! ```text
//! let pattern = Pattern::compile(r#"{"detail": {"state": [{"prefix": "run"}]}}"#)?;
//! assert!(pattern.matches(&Value::parse(r#"{"detail": {"state": "running"}}"#)?));
//! ```
//!
//! Bounds: a pattern has at most [`compile::BRANCHES_MAX`] branches and is nested at most
//! [`compile::DEPTH_MAX`] deep, its wildcards are at most [`wildcard::COMPLEXITY_MAX`] complex, and
//! matching takes time in proportion to the event. How long a pattern's text may be is for the
//! caller to say.

mod address;
pub mod compile;
pub mod json;
mod matching;
mod number;
pub mod operator;
mod pattern;
mod set;
#[cfg(test)]
mod tests;
pub mod wildcard;

pub use compile::Invalid;
pub use json::Value;
pub use pattern::Pattern;
pub use set::PatternSet;
