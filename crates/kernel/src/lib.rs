//! The vocabulary of Nephele and its one door.
//!
//! What a service crate needs stands in [`value`], [`error`], [`arn`], [`call`], [`service`] and
//! [`ctx`]; what runs a call in [`door`]; what runs later in [`scheduler`]. No HTTP, no XML, no
//! JSON, and no knowledge of any single AWS service.
#![allow(clippy::disallowed_methods)] // the door spawns blocking work and waits in real time

pub mod access;
pub mod arn;
pub mod audit;
pub mod blobs;
mod blocking;
pub mod body;
pub mod call;
mod codec;
pub mod ctx;
mod darkness;
mod delays;
pub mod distribution;
pub mod door;
pub mod error;
mod fault_row;
pub mod faults;
mod guard;
mod job;
pub mod json_text;
pub mod meta;
pub mod meter;
pub mod metrics;
pub mod outbox;
pub mod page;
mod parking;
mod partial;
pub mod resident;
pub mod scan;
pub mod scheduler;
pub mod secrets;
pub mod service;
pub mod snapshots;
pub mod time_machine;
pub mod trace;
pub mod trace_tree;
mod turn;
pub mod value;
pub mod view;
mod volatile;
pub mod waiters;
pub mod whereabouts;
pub mod zones;

#[cfg(test)]
mod tests;

pub use access::{Access, AccessRules, Admission, Explanation};
pub use call::{Ask, Call, Identity, Origin, Principal, Source};
pub use ctx::Ctx;
pub use error::ApiError;
pub use service::{
    Op, OpResult, Operation, Page, Run, ServiceDef, StagePlan, Validation, WaitedFor,
};
pub use store::{BlobId, DigestSet, Digests, RareSet, Scope, Table};
pub use value::{Struct, Value};
pub use waiters::Topic;
pub use world::{AccountId, Region, Timestamp};
pub use zones::Zone;
