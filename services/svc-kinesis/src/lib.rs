//! Amazon Kinesis Data Streams: the map of its operations.
//!
//! Streams are in [`stream`], [`describe`] and [`settings`], what is of all of them in [`account`];
//! their shards in [`shard`], listed by [`listing`] and changed by [`reshard`] and [`on_demand`].
//! The way of a record is [`put`] and [`read`] or [`subscribe`], numbered by [`sequence`], held
//! back by [`throttle`], enciphered by [`encryption`], and removed by [`jobs`] when it is old. Who
//! may do what is [`access`]. The README says what is not done.

mod access;
mod account;
#[rustfmt::skip]
pub mod api;
mod charge;
mod consumer;
mod describe;
mod encryption;
mod errors;
mod iterator;
mod jobs;
mod limits;
mod listing;
mod on_demand;
mod put;
mod read;
mod reshard;
mod resource_policy;
mod sequence;
mod settings;
mod shard;
mod state;
mod stream;
mod subscribe;
mod tag;
#[cfg(test)]
mod tests;
mod throttle;
mod transition;

use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "kinesis",
    operations: &[
        op!(write api::AddTagsToStream, tag::add_tags_to_stream),
        op!(write api::CreateStream, stream::create_stream),
        op!(write api::DecreaseStreamRetentionPeriod, settings::decrease_stream_retention_period),
        op!(write api::DeleteResourcePolicy, resource_policy::delete_resource_policy),
        op!(write api::DeleteStream, stream::delete_stream),
        op!(write api::DeregisterStreamConsumer, consumer::deregister_stream_consumer),
        op!(read api::DescribeAccountSettings, account::describe_account_settings),
        op!(read api::DescribeLimits, describe::describe_limits),
        op!(read api::DescribeStream, describe::describe_stream),
        op!(read api::DescribeStreamConsumer, consumer::describe_stream_consumer),
        op!(read api::DescribeStreamSummary, describe::describe_stream_summary),
        op!(read api::GetRecords, read::get_records),
        op!(read api::GetResourcePolicy, resource_policy::get_resource_policy),
        op!(read api::GetShardIterator, read::get_shard_iterator),
        op!(write api::IncreaseStreamRetentionPeriod, settings::increase_stream_retention_period),
        op!(read api::ListShards, listing::list_shards),
        op!(read api::ListStreamConsumers, consumer::list_stream_consumers),
        op!(read api::ListStreams, listing::list_streams),
        op!(read api::ListTagsForResource, tag::list_tags_for_resource),
        op!(read api::ListTagsForStream, tag::list_tags_for_stream),
        op!(write api::MergeShards, reshard::merge_shards),
        op!(write api::PutRecord, put::put_record),
        op!(write api::PutRecords, put::put_records),
        op!(write api::PutResourcePolicy, resource_policy::put_resource_policy),
        op!(write api::RegisterStreamConsumer, consumer::register_stream_consumer),
        op!(write api::RemoveTagsFromStream, tag::remove_tags_from_stream),
        op!(write api::SplitShard, reshard::split_shard),
        op!(write api::StartStreamEncryption, encryption::start_stream_encryption),
        op!(write api::StopStreamEncryption, encryption::stop_stream_encryption),
        op!(
            work api::SubscribeToShard,
            subscribe::begin,
            subscribe::work,
            subscribe::complete
        ),
        op!(write api::TagResource, tag::tag_resource),
        op!(write api::UntagResource, tag::untag_resource),
        op!(write api::UpdateAccountSettings, account::update_account_settings),
        op!(write api::UpdateMaxRecordSize, settings::update_max_record_size),
        op!(write api::UpdateShardCount, reshard::update_shard_count),
        op!(write api::UpdateStreamMode, settings::update_stream_mode),
        op!(
            write api::UpdateStreamRecordDistributionStrategy,
            settings::update_stream_record_distribution_strategy
        ),
        op!(write api::UpdateStreamWarmThroughput, account::update_stream_warm_throughput),
    ],
    steps: &[
        Op { name: read::AWAIT, run: Run::Wait(read::await_records), stage: None },
        Op { name: jobs::DROP_ROWS, run: Run::Write(jobs::drop_rows), stage: None },
        Op { name: jobs::TRIM, run: Run::Write(jobs::trim), stage: None },
        Op { name: on_demand::GROW, run: Run::Write(on_demand::grow), stage: None },
        Op { name: subscribe::EVENT, run: Run::Wait(subscribe::next_event), stage: None },
        Op { name: transition::FINISH, run: Run::Write(transition::finish), stage: None },
    ],
    on_reset: Some(encryption::forget),
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
