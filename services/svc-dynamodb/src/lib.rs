//! Amazon DynamoDB: the map of its operations.
//!
//! What an item is: [`attribute`], [`number`], [`codec`], [`key`], [`values`]. What tables are:
//! [`state`], [`table`], [`schema`], [`update_table`], [`delete_table`], [`describe`]. The way of
//! a write: [`put`], [`update_item`], [`batch`] and [`transact`] lead to [`write`](mod@write); that
//! of a read: [`get`], and [`query`] over [`read`], to [`answer`]. [`expression`] is the language
//! of conditions, and [`legacy`] what was before it. [`vector`] is of vector indexes. The README
//! says what is not done.

mod access;
mod account;
mod answer;
#[rustfmt::skip]
pub mod api;
mod archive;
mod attribute;
mod backup;
mod batch;
mod buckets;
mod capacity;
mod charge;
mod codec;
mod delete_table;
mod describe;
mod disassociate;
mod encryption;
mod errors;
mod export;
mod expression;
mod fine_grained;
mod get;
mod global_table;
mod guard;
mod history;
mod import;
mod index;
mod insights;
mod ion;
mod json;
mod key;
mod keys;
mod kinesis_destination;
mod legacy;
mod limits;
mod locks;
mod metrics;
mod names;
mod number;
mod overrides;
mod partiql;
mod pins;
mod put;
mod query;
mod read;
mod recovery;
mod replica;
mod replicate;
mod resource_policy;
mod restore;
mod scaling;
mod schema;
mod state;
mod stream;
mod stream_read;
mod strong;
mod table;
mod tag;
#[cfg(test)]
mod tests;
mod throttle;
mod transact;
mod transition;
mod ttl;
mod update_item;
mod update_table;
mod values;
mod vector;
mod write;

use kernel::access::AccessRules;
use kernel::service::Work;
use kernel::{Op, Run, ServiceDef, Validation, op};

pub use insights::PAGES;

pub static SERVICE: ServiceDef = ServiceDef {
    name: "dynamodb",
    operations: &[
        op!(write api::BatchExecuteStatement, partiql::batch_execute_statement),
        op!(read api::BatchGetItem, batch::batch_get_item),
        op!(write api::BatchWriteItem, batch::batch_write_item),
        op!(write api::CreateBackup, backup::create_backup),
        op!(write api::CreateGlobalTable, global_table::create_global_table),
        op!(write api::CreateTable, table::create_table),
        op!(write api::DeleteBackup, backup::delete_backup),
        op!(write api::DeleteItem, put::delete_item),
        op!(write api::DeleteResourcePolicy, resource_policy::delete_resource_policy),
        op!(write api::DeleteTable, delete_table::delete_table),
        op!(read api::DescribeBackup, backup::describe_backup),
        op!(read api::DescribeContinuousBackups, recovery::describe_continuous_backups),
        op!(read api::DescribeContributorInsights, insights::describe),
        op!(read api::DescribeEndpoints, account::describe_endpoints),
        op!(read api::DescribeExport, export::describe_export),
        op!(read api::DescribeGlobalTable, global_table::describe_global_table),
        op!(read api::DescribeGlobalTableSettings, scaling::settings::describe_settings),
        op!(read api::DescribeImport, import::describe_import),
        op!(
            read api::DescribeKinesisStreamingDestination,
            kinesis_destination::describe_kinesis_streaming_destination
        ),
        op!(read api::DescribeLimits, account::describe_limits),
        op!(read api::DescribeTable, table::describe_table),
        op!(read api::DescribeTableReplicaAutoScaling, scaling::replicas::describe),
        op!(read api::DescribeTimeToLive, ttl::describe_time_to_live),
        op!(
            write api::DisableKinesisStreamingDestination,
            kinesis_destination::disable_kinesis_streaming_destination
        ),
        op!(
            write api::EnableKinesisStreamingDestination,
            kinesis_destination::enable_kinesis_streaming_destination
        ),
        op!(write api::ExecuteStatement, partiql::execute_statement),
        op!(write api::ExecuteTransaction, partiql::execute_transaction),
        op!(write api::ExportTableToPointInTime, export::export_table_to_point_in_time),
        op!(read api::GetItem, get::get_item),
        op!(read api::GetResourcePolicy, resource_policy::get_resource_policy),
        op!(write api::ImportTable, import::import_table),
        op!(read api::ListBackups, backup::list_backups),
        op!(read api::ListContributorInsights, insights::list),
        op!(read api::ListExports, export::list_exports),
        op!(read api::ListGlobalTables, global_table::list_global_tables),
        op!(read api::ListImports, import::list_imports),
        op!(read api::ListTables, table::list_tables),
        op!(read api::ListTagsOfResource, tag::list_tags_of_resource),
        op!(write api::PutItem, put::put_item),
        op!(write api::PutResourcePolicy, resource_policy::put_resource_policy),
        op!(read api::Query, query::query),
        op!(write api::RestoreTableFromBackup, backup::restore_table_from_backup),
        op!(write api::RestoreTableToPointInTime, recovery::restore_table_to_point_in_time),
        op!(read api::Scan, query::scan),
        op!(read api::SearchVectors, vector::search::search_vectors),
        op!(write api::TagResource, tag::tag_resource),
        op!(read api::TransactGetItems, transact::transact_get_items),
        op!(write api::TransactWriteItems, transact::transact_write_items),
        op!(write api::UntagResource, tag::untag_resource),
        op!(write api::UpdateContinuousBackups, recovery::update_continuous_backups),
        op!(write api::UpdateContributorInsights, insights::update),
        op!(write api::UpdateGlobalTable, global_table::update_global_table),
        op!(write api::UpdateGlobalTableSettings, scaling::settings::update),
        op!(write api::UpdateItem, update_item::update_item),
        op!(
            write api::UpdateKinesisStreamingDestination,
            kinesis_destination::update_kinesis_streaming_destination
        ),
        op!(write api::UpdateTable, update_table::update_table),
        op!(write api::UpdateTableReplicaAutoScaling, scaling::replicas::update),
        op!(write api::UpdateTimeToLive, ttl::update_time_to_live),
    ],
    steps: &[
        Op { name: replica::ADOPT, run: Run::Write(replica::adopted), stage: None },
        Op { name: replica::FILL, run: Run::Write(replica::fill), stage: None },
        Op { name: replica::REMOVE, run: Run::Write(replica::remove), stage: None },
        Op { name: disassociate::FINISH, run: Run::Write(disassociate::finish), stage: None },
        Op { name: disassociate::FORGET, run: Run::Write(disassociate::forget), stage: None },
        Op { name: replica::SYNC, run: Run::Write(replica::synced), stage: None },
        Op { name: overrides::SET, run: Run::Write(overrides::set), stage: None },
        Op { name: replicate::APPLY, run: Run::Write(replicate::apply), stage: None },
        Op { name: insights::PAGE, run: Run::Read(insights::contributors), stage: None },
        Op { name: scaling::set::SET, run: Run::Write(scaling::set::set), stage: None },
        Op { name: strong::VOUCH, run: Run::Read(strong::vouched), stage: None },
        Op { name: strong::KEEP, run: Run::Write(strong::keep), stage: None },
        Op { name: ttl::RESUME, run: Run::Write(ttl::resume), stage: None },
        Op { name: archive::WATCH, run: Run::Write(archive::look), stage: None },
        Op { name: backup::EXPIRE, run: Run::Write(backup::expire), stage: None },
        Op {
            name: kinesis_destination::DELIVER,
            run: Run::Write(kinesis_destination::deliver),
            stage: None,
        },
        Op { name: pins::PRUNE, run: Run::Write(pins::prune), stage: None },
        Op { name: restore::RESTORE, run: Run::Write(restore::restore_rows), stage: None },
        Op { name: delete_table::DROP, run: Run::Write(delete_table::drop_rows), stage: None },
        Op { name: export::step::EXPORT, run: Run::Write(export::step::export_rows), stage: None },
        Op {
            name: import::step::IMPORT,
            run: Run::Work(Work {
                begin: import::step::begin,
                work: import::step::work,
                complete: import::step::complete,
            }),
            stage: None,
        },
        Op { name: index::APPLY, run: Run::Write(index::apply), stage: None },
        Op { name: index::FILL, run: Run::Write(index::fill), stage: None },
        Op { name: stream_read::DESCRIBE, run: Run::Read(stream_read::describe), stage: None },
        Op { name: stream_read::LIST, run: Run::Read(stream_read::list), stage: None },
        Op { name: stream_read::AWAIT, run: Run::Wait(stream_read::await_change), stage: None },
        Op { name: stream_read::POLICY, run: Run::Read(stream_read::policy), stage: None },
        Op { name: stream_read::POSITION, run: Run::Read(stream_read::position), stage: None },
        Op { name: stream_read::RECORDS_STEP, run: Run::Read(stream_read::records), stage: None },
        Op { name: stream::TRIM, run: Run::Write(stream::trim), stage: None },
        Op { name: transition::FINISH, run: Run::Write(transition::finish), stage: None },
        Op { name: ttl::EXPIRE, run: Run::Write(ttl::expire), stage: None },
        Op { name: ttl::LIST, run: Run::Write(ttl::list), stage: None },
    ],
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
