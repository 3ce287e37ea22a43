//! Amazon DynamoDB Streams: reading the records of what has changed in tables.
//!
//! The records are DynamoDB's; this service has no state. It asks steps of DynamoDB for streams,
//! shards and records ([`dynamodb`]), and gives positions the form of iterators ([`iterator`]),
//! which live for 15 minutes.

mod access;
#[rustfmt::skip]
pub mod api;
mod dynamodb;
mod iterator;
mod limits;
mod streams;
#[cfg(test)]
mod tests;

use kernel::access::AccessRules;
use kernel::{ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "dynamodbstreams",
    operations: &[
        op!(read api::DescribeStream, streams::describe_stream),
        op!(read api::GetRecords, streams::get_records),
        op!(read api::GetShardIterator, streams::get_shard_iterator),
        op!(read api::ListStreams, streams::list_streams),
    ],
    steps: &[],
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
