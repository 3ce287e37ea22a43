//! ApiGateway.

use kernel::service::{ServiceDef, Validation};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "apigatewayv2",
    operations: &[],
    steps: &[],
    on_reset: None,
    validation: Validation::Standard,
    access: None,
};
