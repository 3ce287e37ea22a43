//! API Gateway: the map of the service. Each operation's function lives in the file of its
//! resource; nothing here decides anything.

use kernel::service::{ServiceDef, Validation};

mod api;
#[cfg(test)]
mod tests;

pub static SERVICE: ServiceDef = ServiceDef {
    name: "apigateway",
    operations: &[],
    steps: &[],
    on_reset: None,
    validation: Validation::Standard,
    access: None,
};
