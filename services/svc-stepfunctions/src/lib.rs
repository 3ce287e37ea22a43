//! Step Functions: the map of its operations.

use kernel::service::{ServiceDef, Validation};

#[rustfmt::skip]
pub mod api;

pub static SERVICE: ServiceDef = ServiceDef {
    name: "stepfunctions",
    operations: &[],
    steps: &[],
    on_reset: None,
    validation: Validation::Standard,
    access: None,
};
