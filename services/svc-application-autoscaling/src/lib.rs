//! Application Auto Scaling: the map of its operations.

#[rustfmt::skip]
pub mod api;
#[cfg(test)]
mod tests;

use kernel::service::{ServiceDef, Validation};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "application-autoscaling",
    operations: &[],
    steps: &[],
    on_reset: None,
    validation: Validation::Standard,
    access: None,
};
