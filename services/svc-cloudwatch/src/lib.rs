//! Amazon CloudWatch: the map of its operations.
//!
//! Numbers come by [`put_data`] and, of the other services, by [`vended`] and [`fold`]; they are
//! kept by [`series`] and [`levels`] and read by [`read`], for [`statistics`] and [`get_data`],
//! whose expressions are [`math`]. Alarms are in [`alarm`]; when one is looked at decides
//! [`watch`].

mod access;
mod alarm;
#[rustfmt::skip]
pub mod api;
mod dashboard;
mod errors;
mod fold;
mod get_data;
mod label;
mod levels;
mod limits;
mod list;
mod math;
mod put_data;
mod query;
mod read;
mod reset;
mod series;
mod stat;
mod state;
mod statistics;
mod tag;
#[cfg(test)]
mod tests;
mod vended;
mod watch;

use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub use vended::Meters;

use alarm::{act, describe, history, manage, put};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "cloudwatch",
    operations: &[
        op!(write api::DeleteAlarms, manage::delete_alarms),
        op!(write api::DeleteDashboards, dashboard::delete_dashboards),
        op!(read api::DescribeAlarmHistory, history::describe_alarm_history),
        op!(read api::DescribeAlarms, describe::describe_alarms),
        op!(read api::DescribeAlarmsForMetric, describe::describe_alarms_for_metric),
        op!(write api::DisableAlarmActions, manage::disable_alarm_actions),
        op!(write api::EnableAlarmActions, manage::enable_alarm_actions),
        op!(read api::GetDashboard, dashboard::get_dashboard),
        // Whoever asks about metrics takes first what was reported and is in no row yet.
        op!(write api::GetMetricData, get_data::get_metric_data),
        op!(write api::GetMetricStatistics, statistics::get_metric_statistics),
        op!(read api::ListDashboards, dashboard::list_dashboards),
        op!(write api::ListMetrics, list::list_metrics),
        op!(write api::ListTagsForResource, tag::list_tags_for_resource),
        op!(write api::PutCompositeAlarm, put::put_composite_alarm),
        op!(write api::PutDashboard, dashboard::put_dashboard),
        op!(write api::PutMetricAlarm, put::put_metric_alarm),
        op!(write api::PutMetricData, put_data::put_metric_data),
        op!(write api::SetAlarmState, manage::set_alarm_state),
        op!(write api::TagResource, tag::tag_resource),
        op!(write api::UntagResource, tag::untag_resource),
    ],
    steps: &[
        Op { name: watch::TICK_STEP, run: Run::Write(watch::tick), stage: None },
        Op { name: act::ACT, run: Run::Write(act::act), stage: None },
    ],
    on_reset: Some(reset::on_reset),
    validation: Validation::Query,
    access: Some(AccessRules { of: access::of, denied: "AccessDenied" }),
};
