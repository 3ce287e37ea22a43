//! Analyzers of external access: what policies of an account's resources open to others.
//!
//! [`analyzer`] and [`rule`] are the resources of the API, [`finding`] what was found; [`scan`]
//! looks at the resources, page by page ([`collect`] asks their services), and [`reach`] says of
//! one policy who outside the account gets in by it. [`observer`] hears of changed policies at the
//! door.

pub mod analyzer;
mod collect;
mod events;
mod filter;
pub mod finding;
pub mod observer;
mod reach;
pub mod resource;
pub mod rule;
pub mod scan;
mod state;
pub mod tag;

pub use state::analyzer_arn as arn_of;
