//! The management API of WebSocket APIs: what a backend does with a client's connection.
//!
//! Connections are API Gateway's: each operation is a step of `apigatewayv2`.

mod access;
#[rustfmt::skip]
pub mod api;
mod connection;
#[cfg(test)]
mod tests;

use kernel::{AccessRules, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "apigatewaymanagementapi",
    operations: &[
        op!(write api::DeleteConnection, connection::delete),
        op!(read api::GetConnection, connection::get),
        op!(write api::PostToConnection, connection::post),
    ],
    steps: &[],
    on_reset: None,
    // What is too long has an error of its own.
    validation: Validation::RequiredOnly,
    access: Some(AccessRules { of: access::of, denied: "ForbiddenException" }),
};
