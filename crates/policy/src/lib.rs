//! The language of IAM policies: read, evaluate, explain. Pure: it knows no service and no state.
//!
//! - [`document`] is a policy as data, [`parse`] reads it and says what is wrong with it in AWS's
//!   words ([`error`]).
//! - [`request`] is what is asked: who, what, on which resource, with which condition keys.
//! - [`statement`] says whether a statement applies to a request, and why not; its parts are
//!   [`pattern`] (wildcards, ARNs, variables), [`principal`] and [`condition`].
//! - [`evaluate`] combines the policies of all kinds as AWS does; [`explain`] tells of each
//!   statement what came of it; [`decision`] words the refusal.
//!
//! Sources: the IAM User Guide, named where they are followed.

pub mod condition;
pub mod decision;
pub mod document;
pub mod error;
pub mod evaluate;
pub mod explain;
mod json;
pub mod limits;
mod operand;
pub mod parse;
pub mod pattern;
pub mod principal;
pub mod public;
pub mod request;
pub mod statement;

#[cfg(test)]
mod tests;

pub use decision::{Decision, Outcome, PolicyType};
pub use document::{Effect, Kind, Policy, Statement, Version};
pub use error::{Fault, PolicyError};
pub use evaluate::{Attached, Policies, ResourceRule, evaluate};
pub use request::{Keys, Principal, PrincipalKind, Request};
