//! CloudWatch Logs: the map of its operations.
//!
//! Groups are in [`group`], [`group_list`] and [`tag`], streams in [`stream`]. Events come by [`put`],
//! into chunks that [`state`] describes, and go by [`get`] and [`search`], which read them through
//! [`reader`]; [`pattern`] is the language of filters. The README says what is not done.

#[rustfmt::skip]
pub mod api;
mod access;
mod charge;
mod encryption;
mod errors;
mod filters;
mod get;
mod group;
mod group_list;
mod jobs;
mod limits;
mod listing;
mod live_tail;
mod pattern;
mod position;
mod put;
mod reader;
mod search;
mod state;
mod stream;
mod tag;
#[cfg(test)]
mod tests;

use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "logs",
    operations: &[
        op!(write api::AssociateKmsKey, group::associate_kms_key),
        op!(write api::CreateLogGroup, group::create_log_group),
        op!(write api::CreateLogStream, stream::create_log_stream),
        op!(write api::DeleteLogGroup, group::delete_log_group),
        op!(write api::DeleteLogStream, stream::delete_log_stream),
        op!(write api::DeleteRetentionPolicy, group::delete_retention_policy),
        op!(read api::DescribeLogGroups, group_list::describe_log_groups),
        op!(read api::DescribeLogStreams, stream::describe_log_streams),
        op!(write api::DisassociateKmsKey, group::disassociate_kms_key),
        op!(read api::FilterLogEvents, search::filter_log_events),
        op!(read api::GetLogEvents, get::get_log_events),
        op!(read api::ListLogGroups, group_list::list_log_groups),
        op!(read api::ListTagsForResource, tag::list_tags_for_resource),
        op!(read api::ListTagsLogGroup, tag::list_tags_log_group),
        op!(write api::PutLogEvents, put::put_log_events),
        op!(write api::PutLogGroupDeletionProtection, group::put_log_group_deletion_protection),
        op!(write api::PutRetentionPolicy, group::put_retention_policy),
        op!(write api::TagLogGroup, tag::tag_log_group),
        op!(write api::TagResource, tag::tag_resource),
        op!(write api::UntagLogGroup, tag::untag_log_group),
        op!(write api::UntagResource, tag::untag_resource),
    ],
    steps: &[
        Op { name: jobs::DROP_GROUP, run: Run::Write(jobs::drop_group_rows), stage: None },
        Op { name: jobs::DROP_STREAM, run: Run::Write(jobs::drop_stream_rows), stage: None },
        Op { name: jobs::EXPIRE, run: Run::Write(jobs::expire), stage: None },
    ],
    on_reset: Some(encryption::forget),
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
