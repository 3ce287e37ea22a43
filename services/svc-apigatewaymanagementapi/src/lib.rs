//! ApiGateway.

use kernel::service::{ServiceDef, Validation};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "apigatewaymanagementapi",
    operations: &[],
    steps: &[],
    on_reset: None,
    validation: Validation::Standard,
    access: None,
};
