//! Amazon EventBridge: the map of its operations.
//!
//! The way of an event is [`put_events`], [`routing`] (which rules match, by [`index`]),
//! [`delivery`] and, for HTTP endpoints, [`invocation`]. Rules fire by themselves in [`schedule`].
//! Events are kept in [`archive`] and come back in [`replay`]. Global endpoints are in
//! [`endpoint`], [`failover`] and [`replication`]. Buses, rules and targets are in the
//! files of their names. The README says what is not done.

mod access;
#[rustfmt::skip]
pub mod api;
mod api_destination;
mod api_target;
mod archive;
mod bus;
mod connection;
mod connection_secret;
mod delivery;
mod destination_call;
mod encryption;
mod endpoint;
mod endpoint_call;
mod errors;
mod event;
mod failover;
mod failure;
mod http_parts;
mod index;
mod invocation;
mod limits;
mod listing;
mod log_target;
mod metrics;
mod names;
mod oauth;
mod parcel;
mod path;
mod pattern;
mod permission;
mod put_events;
mod replay;
mod replication;
mod routing;
mod rule;
mod schedule;
mod state;
mod tag;
mod target;
mod target_check;
#[cfg(test)]
mod tests;
mod transform;

use kernel::service::Work;
use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "events",
    operations: &[
        op!(write api::CancelReplay, replay::cancel_replay),
        op!(write api::CreateApiDestination, api_destination::create_api_destination),
        op!(write api::CreateArchive, archive::create_archive),
        op!(write api::CreateConnection, connection::create_connection),
        op!(write api::CreateEndpoint, endpoint::create_endpoint),
        op!(write api::CreateEventBus, bus::create_event_bus),
        op!(write api::DeauthorizeConnection, connection::deauthorize_connection),
        op!(write api::DeleteApiDestination, api_destination::delete_api_destination),
        op!(write api::DeleteArchive, archive::delete_archive),
        op!(write api::DeleteConnection, connection::delete_connection),
        op!(write api::DeleteEndpoint, endpoint::delete_endpoint),
        op!(write api::DeleteEventBus, bus::delete_event_bus),
        op!(write api::DeleteRule, rule::delete_rule),
        op!(read api::DescribeApiDestination, api_destination::describe_api_destination),
        op!(read api::DescribeArchive, archive::describe_archive),
        op!(read api::DescribeConnection, connection::describe_connection),
        op!(read api::DescribeEndpoint, endpoint::describe_endpoint),
        op!(read api::DescribeEventBus, bus::describe_event_bus),
        op!(read api::DescribeReplay, replay::describe_replay),
        op!(read api::DescribeRule, rule::describe_rule),
        op!(write api::DisableRule, rule::disable_rule),
        op!(write api::EnableRule, rule::enable_rule),
        op!(read api::ListApiDestinations, api_destination::list_api_destinations),
        op!(read api::ListArchives, archive::list_archives),
        op!(read api::ListConnections, connection::list_connections),
        op!(read api::ListEndpoints, endpoint::list_endpoints),
        op!(read api::ListEventBuses, bus::list_event_buses),
        op!(read api::ListReplays, replay::list_replays),
        op!(read api::ListRuleNamesByTarget, rule::list_rule_names_by_target),
        op!(read api::ListRules, rule::list_rules),
        op!(read api::ListTagsForResource, tag::list_tags_for_resource),
        op!(read api::ListTargetsByRule, target::list_targets_by_rule),
        op!(write api::PutEvents, put_events::put_events),
        op!(write api::PutPermission, permission::put_permission),
        op!(write api::PutRule, rule::put_rule),
        op!(write api::PutTargets, target::put_targets),
        op!(write api::RemovePermission, permission::remove_permission),
        op!(write api::RemoveTargets, target::remove_targets),
        op!(write api::StartReplay, replay::start_replay),
        op!(write api::TagResource, tag::tag_resource),
        op!(read api::TestEventPattern, pattern::test_event_pattern),
        op!(write api::UntagResource, tag::untag_resource),
        op!(write api::UpdateApiDestination, api_destination::update_api_destination),
        op!(write api::UpdateArchive, archive::update_archive),
        op!(write api::UpdateConnection, connection::update_connection),
        op!(write api::UpdateEndpoint, endpoint::update_endpoint),
        op!(write api::UpdateEventBus, bus::update_event_bus),
    ],
    steps: &[
        Op { name: destination_call::CALL, run: Run::Write(destination_call::admit), stage: None },
        Op {
            name: destination_call::MAKE,
            run: Run::Work(Work {
                begin: destination_call::begin,
                work: invocation::work,
                complete: destination_call::complete,
            }),
            stage: None,
        },
        Op { name: destination_call::LOST, run: Run::Write(destination_call::lost), stage: None },
        Op { name: endpoint_call::CALL, run: Run::Write(endpoint_call::admit), stage: None },
        Op { name: endpoint_call::LOST, run: Run::Write(endpoint_call::lost), stage: None },
        Op {
            name: endpoint_call::MAKE,
            run: Run::Work(Work {
                begin: endpoint_call::begin,
                work: endpoint_call::work,
                complete: endpoint_call::complete,
            }),
            stage: None,
        },
        Op { name: archive::EXPIRE_EVENTS, run: Run::Write(archive::expire_events), stage: None },
        Op {
            name: endpoint::SETTLE_ENDPOINT,
            run: Run::Write(endpoint::settle_endpoint),
            stage: None,
        },
        Op { name: delivery::DELIVER, run: Run::Write(delivery::deliver), stage: None },
        Op {
            name: delivery::DELIVERY_FAILED,
            run: Run::Write(delivery::delivery_failed),
            stage: None,
        },
        Op { name: invocation::BEGIN_HELD, run: Run::Write(invocation::begin_held), stage: None },
        Op {
            name: invocation::INVOKE,
            run: Run::Work(Work {
                begin: invocation::begin,
                work: invocation::work,
                complete: invocation::complete,
            }),
            stage: None,
        },
        Op {
            name: invocation::INVOKE_FAILED,
            run: Run::Write(invocation::invocation_failed),
            stage: None,
        },
        Op {
            name: oauth::AUTHORIZE,
            run: Run::Work(Work {
                begin: oauth::begin,
                work: oauth::work,
                complete: oauth::complete,
            }),
            stage: None,
        },
        Op { name: replay::DROP_REPLAY, run: Run::Write(replay::drop_replay), stage: None },
        Op { name: replay::RUN_REPLAY, run: Run::Write(replay::run_replay), stage: None },
        Op { name: routing::TAKE_EVENT, run: Run::Write(routing::take_event), stage: None },
        Op { name: schedule::FIRE_RULE, run: Run::Write(schedule::fire_rule), stage: None },
    ],
    on_reset: Some(encryption::forget),
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
