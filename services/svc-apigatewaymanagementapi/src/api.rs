//! Inputs, outputs, errors and enums of the implemented operations of ApiGatewayManagementApi.
//!
//! Written by `cargo xtask codegen apigatewaymanagementapi` from `operations.txt` and the model;
//! not to be edited.

use bytes::Bytes;
use kernel::view::kind::{Text, Time};
use kernel::{builder, operations, view};

operations! {
    DeleteConnection: DeleteConnectionInput, DeleteConnectionOutput;
    GetConnection: GetConnectionInput, GetConnectionOutput;
    PostToConnection: PostToConnectionInput, PostToConnectionOutput;
}

view! { DeleteConnectionInput<'a> {
    connection_id "ConnectionId": required &'a str,
} }

builder! { DeleteConnectionOutput {
} }

view! { GetConnectionInput<'a> {
    connection_id "ConnectionId": required &'a str,
} }

builder! { GetConnectionOutput {
    connected_at "ConnectedAt": Time,
    identity "Identity": IdentityBuilder,
    last_active_at "LastActiveAt": Time,
} }

view! { PostToConnectionInput<'a> {
    data "Data": required &'a Bytes,
    connection_id "ConnectionId": required &'a str,
} }

builder! { PostToConnectionOutput {
} }

builder! { IdentityBuilder {
    source_ip "SourceIp": Text,
    user_agent "UserAgent": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        forbidden_exception "ForbiddenException" 403;
        gone_exception "GoneException" 410;
        limit_exceeded_exception "LimitExceededException" 429;
        payload_too_large_exception "PayloadTooLargeException" 413;
    }
}
