//! Inputs, outputs, errors and enums of the implemented operations of CloudTrail Data.
//!
//! Written by `cargo xtask codegen cloudtrail-data` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::List;
use kernel::view::kind::{Items, Text};
use kernel::{builder, operations, view};

operations! {
    PutAuditEvents: PutAuditEventsInput, PutAuditEventsOutput;
}

view! { PutAuditEventsInput<'a> {
    audit_events "auditEvents": required List<'a, AuditEvent<'a>>,
    channel_arn "channelArn": required &'a str,
    external_id "externalId": optional &'a str,
} }

builder! { PutAuditEventsOutput {
    failed "failed": Items<ResultErrorEntryBuilder>,
    successful "successful": Items<AuditEventResultEntryBuilder>,
} }

view! { AuditEvent<'a> {
    event_data "eventData": required &'a str,
    event_data_checksum "eventDataChecksum": optional &'a str,
    id "id": required &'a str,
} }

builder! { AuditEventResultEntryBuilder {
    event_id "eventID": Text,
    id "id": Text,
} }

builder! { ResultErrorEntryBuilder {
    error_code "errorCode": Text,
    error_message "errorMessage": Text,
    id "id": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        channel_insufficient_permission "ChannelInsufficientPermission" 400;
        channel_not_found "ChannelNotFound" 400;
        channel_unsupported_schema "ChannelUnsupportedSchema" 400;
        duplicated_audit_event_id "DuplicatedAuditEventId" 400;
        invalid_channel_arn "InvalidChannelARN" 400;
        unsupported_operation_exception "UnsupportedOperationException" 400;
    }
}
