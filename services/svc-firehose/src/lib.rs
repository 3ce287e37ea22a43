//! Firehose: the map of the service. Each operation's function lives in the file of its
//! resource; nothing here decides anything.

use kernel::service::{ServiceDef, Validation};

#[rustfmt::skip]
pub mod api;
#[cfg(test)]
mod tests;

pub static SERVICE: ServiceDef = ServiceDef {
    name: "firehose",
    operations: &[],
    steps: &[],
    on_reset: None,
    validation: Validation::Standard,
    access: None,
};
