//! Amazon CloudWatch: the map of its operations.
//!
//! Numbers come by [`put_data`] and, of the other services, by [`vended`] and [`fold`]; they are
//! kept by [`series`] and [`levels`] and read by [`read`], for [`statistics`] and [`get_data`],
//! whose expressions are [`math`]. Alarms are in [`alarm`]; when one is looked at decides
//! [`watch`]. What is usual for a metric is [`anomaly`]'s; [`stream`] and [`streaming`] hand on
//! what comes.

mod access;
mod alarm;
mod anomaly;
#[rustfmt::skip]
pub mod api;
mod charge;
mod dashboard;
mod errors;
mod fold;
mod get_data;
mod label;
mod levels;
mod limits;
mod list;
mod math;
mod metrics_insights;
mod put_data;
mod query;
mod read;
mod reckoned;
mod reset;
mod series;
mod stat;
mod state;
mod statistics;
mod stream;
mod streaming;
mod tag;
#[cfg(test)]
mod tests;
mod vended;
mod watch;

use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub use vended::Meters;

use alarm::{act, describe, history, manage, put};
use anomaly::detectors;

pub static SERVICE: ServiceDef = ServiceDef {
    name: "cloudwatch",
    operations: &[
        op!(write api::DeleteAlarms, manage::delete_alarms),
        op!(write api::DeleteAnomalyDetector, detectors::delete_anomaly_detector),
        op!(write api::DeleteDashboards, dashboard::delete_dashboards),
        op!(write api::DeleteMetricStream, stream::delete_metric_stream),
        op!(read api::DescribeAlarmHistory, history::describe_alarm_history),
        op!(read api::DescribeAlarms, describe::describe_alarms),
        op!(read api::DescribeAlarmsForMetric, describe::describe_alarms_for_metric),
        op!(read api::DescribeAnomalyDetectors, detectors::describe_anomaly_detectors),
        op!(write api::DisableAlarmActions, manage::disable_alarm_actions),
        op!(write api::EnableAlarmActions, manage::enable_alarm_actions),
        op!(read api::GetDashboard, dashboard::get_dashboard),
        // Whoever asks about metrics takes first what was reported and is in no row yet.
        op!(write api::GetMetricData, get_data::get_metric_data),
        op!(write api::GetMetricStatistics, statistics::get_metric_statistics),
        op!(read api::GetMetricStream, stream::get_metric_stream),
        op!(read api::ListDashboards, dashboard::list_dashboards),
        op!(read api::ListMetricStreams, stream::list_metric_streams),
        op!(write api::ListMetrics, list::list_metrics),
        op!(write api::ListTagsForResource, tag::list_tags_for_resource),
        op!(write api::PutAnomalyDetector, detectors::put_anomaly_detector),
        op!(write api::PutCompositeAlarm, put::put_composite_alarm),
        op!(write api::PutDashboard, dashboard::put_dashboard),
        op!(write api::PutMetricAlarm, put::put_metric_alarm),
        op!(write api::PutMetricData, put_data::put_metric_data),
        op!(write api::PutMetricStream, stream::put_metric_stream),
        op!(write api::SetAlarmState, manage::set_alarm_state),
        op!(write api::StartMetricStreams, stream::start_metric_streams),
        op!(write api::StopMetricStreams, stream::stop_metric_streams),
        op!(write api::TagResource, tag::tag_resource),
        op!(write api::UntagResource, tag::untag_resource),
    ],
    steps: &[
        Op { name: watch::TICK_STEP, run: Run::Write(watch::tick), stage: None },
        Op { name: act::ACT, run: Run::Write(act::act), stage: None },
        Op { name: streaming::TELL, run: Run::Write(streaming::tell), stage: None },
        Op { name: streaming::SEND, run: Run::Write(streaming::send), stage: None },
    ],
    on_reset: Some(reset::on_reset),
    validation: Validation::Query,
    access: Some(AccessRules { of: access::of, denied: "AccessDenied" }),
};
