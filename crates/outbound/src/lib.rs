//! What leaves the machine: HTTP requests and mail.
//!
//! Everything here blocks and is for the `work` of operations ([`kernel::service::Work`]), outside
//! transactions; [`in_place`] is the exception. [`http`] makes one request, [`mail`] sends one
//! letter; [`postman`] takes letters of the world's outbox to a mail server when the
//! settings name one.
//!
//! Whom to write to is decided by the service whose job that is. What holds for all of them
//! stands here: every figure has a limit, and no request of ours is answered by the control
//! endpoints ([`http::MARK`]).

pub mod http;
pub mod in_place;
pub mod mail;
pub mod postman;
mod url;

#[cfg(test)]
mod tests;

/// The setting with the certificates (PEM) of the authorities that TLS trusts in place of the
/// public ones: for endpoints and mail servers with certificates of one's own.
pub const CA_BUNDLE: &str = "outbound.ca_bundle";
