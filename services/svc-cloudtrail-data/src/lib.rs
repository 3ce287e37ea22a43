//! AWS CloudTrail Data Service: events from outside of AWS, into channels of CloudTrail Lake.
//!
//! The channel and its stores are CloudTrail's: this service calls a step of it.

mod access;
#[rustfmt::skip]
pub mod api;
mod events;
#[cfg(test)]
mod tests;

use kernel::{AccessRules, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "cloudtrail-data",
    operations: &[op!(write api::PutAuditEvents, events::put)],
    steps: &[],
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
