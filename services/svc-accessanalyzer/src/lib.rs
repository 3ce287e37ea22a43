//! IAM Access Analyzer: findings about policy documents, and what a policy grants at most.
//!
//! - [`validate`] is ValidatePolicy. [`json`] reads a document and keeps where everything stands;
//!   [`place`] walks through it; [`catalog`] is the table of checks, [`names`] what is known of
//!   services, actions and condition keys. The checks themselves are in [`statement`],
//!   [`principal`], [`action`], [`resource`], [`condition`], [`values`], [`variable`],
//!   [`redundant`], [`roles`] and [`typed`].
//! - [`granted`], [`newly`] and [`public`] are the three custom checks, over [`grant`].

mod access;
mod action;
#[rustfmt::skip]
pub mod api;
mod catalog;
mod condition;
mod errors;
mod grant;
mod granted;
mod json;
mod limits;
mod names;
mod newly;
mod pattern;
mod place;
mod principal;
mod public;
mod redundant;
mod resource;
mod roles;
mod statement;
mod typed;
mod validate;
mod values;
mod variable;

#[cfg(test)]
mod tests;

use kernel::access::AccessRules;
use kernel::op;
use kernel::service::{ServiceDef, Validation};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "accessanalyzer",
    operations: &[
        op!(read api::CheckAccessNotGranted, granted::check_access_not_granted),
        op!(read api::CheckNoNewAccess, newly::check_no_new_access),
        op!(read api::CheckNoPublicAccess, public::check_no_public_access),
        op!(read api::ValidatePolicy, validate::validate_policy),
    ],
    steps: &[],
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
