//! ACME: endpoints, and the servers (RFC 8555) that they are.
//!
//! Administrators make an [`endpoint`], say in [`domain`] which names it may certify, and give out
//! [`binding`]s, by which clients come to an account ([`registration`], shown by [`account`]).
//! What clients say comes in by [`server`]; [`message`] finds out who says it, [`order`] and
//! [`issuance`] do it. What the role of a binding decides is asked as that role, by [`role`].

pub mod account;
pub mod binding;
pub mod domain;
pub mod endpoint;
pub mod issuance;
pub mod listing;
pub mod message;
pub mod nonce;
pub mod order;
pub mod place;
pub mod registration;
pub mod role;
pub mod server;
pub mod state;
pub mod tags;
pub mod token;

pub use role::SERVICE as ACME;
pub use server::SITES;
