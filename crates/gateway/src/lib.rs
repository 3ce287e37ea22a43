//! Everything between a socket and the door. Start with [`pipeline`]: it reads like the drawing in
//! ARCHITECTURE.md.
#![allow(clippy::disallowed_methods)] // sockets, tasks and real time are this crate's business

mod browser;
mod control;
mod declared;
mod exercised;
mod form_body;
mod form_upload;
mod intake;
mod payload;
mod pipeline;
mod reply;
mod server;

use std::sync::Arc;

use kernel::door::World;

pub use exercised::Exercised;
pub use server::serve;

/// What the gateway needs to know.
#[derive(Debug)]
pub struct Gateway {
    pub world: Arc<World>,
    pub version: &'static str,
    /// Refuse access keys that the world does not know.
    pub is_strict: bool,
    /// The authority in URLs of answers to requests without a `Host`.
    pub authority: String,
    pub exercised: Exercised,
}

/// Settings that exist, and what they mean.
pub const SETTINGS: &[(&str, &str)] = &[(
    "sqs.standard_semantics",
    "strict (default): standard queues keep order and deliver once; relaxed: as AWS may",
)];
