//! CloudWatch Logs: the map of its operations.
//!
//! Groups are in [`group`], [`group_list`] and [`tag`], streams in [`stream`]. Events come by
//! [`put`], into chunks that [`state`] describes, and go by [`get`] and [`search`], which read them
//! through [`reader`]; [`pattern`] is the language of filters. What filters make of events is
//! [`filters`], with [`metric_filter`], [`subscription`] and [`delivery`]; queries are [`query`],
//! their language is [`insights`]. What is sensitive is masked by [`protection`];
//! [`account_policy`] is for all groups. The README says what is not done.

#[rustfmt::skip]
pub mod api;
mod access;
mod account_policy;
mod charge;
mod delivery;
mod destination;
mod emf;
mod encryption;
mod errors;
mod export;
mod filters;
mod get;
mod group;
mod group_list;
mod insights;
mod jobs;
mod limits;
mod listing;
mod live_tail;
mod log_fields;
mod metric_filter;
mod pattern;
mod pointer;
mod position;
mod protection;
mod protection_audit;
mod put;
mod query;
mod query_definition;
mod query_run;
mod reader;
mod resource_policy;
mod search;
mod state;
mod stream;
mod subscription;
mod tag;
#[cfg(test)]
mod tests;

use kernel::service::Work;
use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "logs",
    operations: &[
        op!(write api::AssociateKmsKey, group::associate_kms_key),
        op!(write api::CancelExportTask, export::cancel_export_task),
        op!(write export::CreateExportTask, export::create_export_task),
        op!(write api::CreateLogGroup, group::create_log_group),
        op!(write api::CreateLogStream, stream::create_log_stream),
        op!(write api::DeleteAccountPolicy, account_policy::delete_account_policy),
        op!(write api::DeleteDataProtectionPolicy, protection::delete_data_protection_policy),
        op!(write api::DeleteDestination, destination::delete_destination),
        op!(write api::DeleteLogGroup, group::delete_log_group),
        op!(write api::DeleteLogStream, stream::delete_log_stream),
        op!(write api::DeleteMetricFilter, metric_filter::delete_metric_filter),
        op!(write api::DeleteQueryDefinition, query_definition::delete_query_definition),
        op!(write api::DeleteResourcePolicy, resource_policy::delete_resource_policy),
        op!(write api::DeleteRetentionPolicy, group::delete_retention_policy),
        op!(write api::DeleteSubscriptionFilter, subscription::delete_subscription_filter),
        op!(read api::DescribeAccountPolicies, account_policy::describe_account_policies),
        op!(read api::DescribeDestinations, destination::describe_destinations),
        op!(read api::DescribeExportTasks, export::describe_export_tasks),
        op!(read api::DescribeLogGroups, group_list::describe_log_groups),
        op!(read api::DescribeLogStreams, stream::describe_log_streams),
        op!(read api::DescribeMetricFilters, metric_filter::describe_metric_filters),
        op!(read api::DescribeQueries, query::describe_queries),
        op!(read api::DescribeQueryDefinitions, query_definition::describe_query_definitions),
        op!(read api::DescribeResourcePolicies, resource_policy::describe_resource_policies),
        op!(read api::DescribeSubscriptionFilters, subscription::describe_subscription_filters),
        op!(write api::DisassociateKmsKey, group::disassociate_kms_key),
        op!(read api::FilterLogEvents, search::filter_log_events),
        op!(read api::GetDataProtectionPolicy, protection::get_data_protection_policy),
        op!(read api::GetLogEvents, get::get_log_events),
        op!(read api::GetLogGroupFields, log_fields::get_log_group_fields),
        op!(read api::GetLogRecord, log_fields::get_log_record),
        op!(read api::GetQueryResults, query::get_query_results),
        op!(read api::ListLogGroups, group_list::list_log_groups),
        op!(read api::ListTagsForResource, tag::list_tags_for_resource),
        op!(read api::ListTagsLogGroup, tag::list_tags_log_group),
        op!(write api::PutAccountPolicy, account_policy::put_account_policy),
        op!(write api::PutDataProtectionPolicy, protection::put_data_protection_policy),
        op!(write api::PutDestination, destination::put_destination),
        op!(write api::PutDestinationPolicy, destination::put_destination_policy),
        op!(write api::PutLogEvents, put::put_log_events),
        op!(write api::PutLogGroupDeletionProtection, group::put_log_group_deletion_protection),
        op!(write api::PutMetricFilter, metric_filter::put_metric_filter),
        op!(write api::PutQueryDefinition, query_definition::put_query_definition),
        op!(write api::PutResourcePolicy, resource_policy::put_resource_policy),
        op!(write api::PutRetentionPolicy, group::put_retention_policy),
        op!(write api::PutSubscriptionFilter, subscription::put_subscription_filter),
        op!(work api::StartLiveTail, live_tail::begin, live_tail::work, live_tail::complete),
        op!(write api::StartQuery, query::start_query),
        op!(write api::StopQuery, query::stop_query),
        op!(write api::TagLogGroup, tag::tag_log_group),
        op!(write api::TagResource, tag::tag_resource),
        op!(read api::TestMetricFilter, metric_filter::test_metric_filter),
        op!(write api::UntagLogGroup, tag::untag_log_group),
        op!(write api::UntagResource, tag::untag_resource),
    ],
    steps: &[
        Op { name: delivery::DELIVER, run: Run::Write(delivery::deliver), stage: None },
        Op { name: export::EXPORT, run: Run::Write(export::export), stage: None },
        Op { name: filters::APPLY, run: Run::Write(filters::apply), stage: None },
        Op { name: jobs::DROP_GROUP, run: Run::Write(jobs::drop_group_rows), stage: None },
        Op { name: jobs::DROP_STREAM, run: Run::Write(jobs::drop_stream_rows), stage: None },
        Op { name: jobs::EXPIRE, run: Run::Write(jobs::expire), stage: None },
        Op { name: live_tail::UPDATE, run: Run::Wait(live_tail::update), stage: None },
        Op { name: query::FORGET, run: Run::Write(query::forget), stage: None },
        Op { name: query_run::PAGE, run: Run::Read(query_run::read_page), stage: None },
        Op {
            name: query_run::RUN,
            run: Run::Work(Work {
                begin: query_run::begin,
                work: query_run::work,
                complete: query_run::complete,
            }),
            stage: None,
        },
        Op {
            name: metric_filter::MINUTE_OVER,
            run: Run::Write(metric_filter::minute_over),
            stage: None,
        },
    ],
    on_reset: Some(encryption::forget),
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
