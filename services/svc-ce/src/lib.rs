//! AWS Cost Explorer: the map of its operations.
//!
//! What was used and what it costs is crate `billing`'s; this service reads requests
//! ([`question`]), sums up ([`cost`]), compares months ([`comparison`]), lists what there is
//! ([`values`]), looks ahead ([`forecast`]), and keeps which tags divide costs ([`allocation`])
//! and the cost categories ([`category`], applied by [`categorize`]). Anomalies: monitors
//! ([`anomaly_monitor`]) find them each day ([`anomaly_find`]) and tell subscribers
//! ([`anomaly_subscription`], [`anomaly_tell`]). Operations that look at usage are of kind write:
//! they also see what is not folded into rows yet.

mod access;
mod allocation;
mod anomaly;
mod anomaly_find;
mod anomaly_monitor;
mod anomaly_state;
mod anomaly_subscription;
mod anomaly_tell;
#[rustfmt::skip]
pub mod api;
mod categorize;
mod category;
mod comparison;
mod cost;
mod drivers;
mod errors;
mod forecast;
mod limits;
mod question;
mod tagging;
#[cfg(test)]
mod tests;
mod values;

use kernel::access::AccessRules;
use kernel::service::{ServiceDef, Validation};
use kernel::{Op, Run, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "ce",
    operations: &[
        op!(write api::CreateAnomalyMonitor, anomaly_monitor::create_anomaly_monitor),
        op!(
            write api::CreateAnomalySubscription,
            anomaly_subscription::create_anomaly_subscription
        ),
        op!(write api::CreateCostCategoryDefinition, category::create_cost_category_definition),
        op!(write api::DeleteAnomalyMonitor, anomaly_monitor::delete_anomaly_monitor),
        op!(
            write api::DeleteAnomalySubscription,
            anomaly_subscription::delete_anomaly_subscription
        ),
        op!(write api::DeleteCostCategoryDefinition, category::delete_cost_category_definition),
        op!(read api::DescribeCostCategoryDefinition, category::describe_cost_category_definition),
        op!(read api::GetAnomalies, anomaly::get_anomalies),
        op!(read api::GetAnomalyMonitors, anomaly_monitor::get_anomaly_monitors),
        op!(read api::GetAnomalySubscriptions, anomaly_subscription::get_anomaly_subscriptions),
        op!(write api::GetCostAndUsage, cost::get_cost_and_usage),
        op!(write api::GetCostAndUsageComparisons, comparison::get_cost_and_usage_comparisons),
        op!(write api::GetCostAndUsageWithResources, cost::get_cost_and_usage_with_resources),
        op!(write api::GetCostComparisonDrivers, drivers::get_cost_comparison_drivers),
        op!(write api::GetCostCategories, category::get_cost_categories),
        op!(write api::GetCostForecast, forecast::get_cost_forecast),
        op!(write api::GetDimensionValues, values::get_dimension_values),
        op!(write api::GetTags, values::get_tags),
        op!(write api::GetUsageForecast, forecast::get_usage_forecast),
        op!(write api::ListCostAllocationTags, allocation::list_cost_allocation_tags),
        op!(
            read api::ListCostAllocationTagBackfillHistory,
            allocation::list_cost_allocation_tag_backfill_history
        ),
        op!(read api::ListCostCategoryDefinitions, category::list_cost_category_definitions),
        op!(read api::ListTagsForResource, tagging::list_tags_for_resource),
        op!(write api::ProvideAnomalyFeedback, anomaly::provide_anomaly_feedback),
        op!(
            write api::StartCostAllocationTagBackfill,
            allocation::start_cost_allocation_tag_backfill
        ),
        op!(write api::TagResource, tagging::tag_resource),
        op!(write api::UntagResource, tagging::untag_resource),
        op!(write api::UpdateAnomalyMonitor, anomaly_monitor::update_anomaly_monitor),
        op!(
            write api::UpdateAnomalySubscription,
            anomaly_subscription::update_anomaly_subscription
        ),
        op!(
            write api::UpdateCostAllocationTagsStatus,
            allocation::update_cost_allocation_tags_status
        ),
        op!(write api::UpdateCostCategoryDefinition, category::update_cost_category_definition),
    ],
    steps: &[
        Op { name: anomaly_find::FIND, run: Run::Write(anomaly_find::step), stage: None },
        Op { name: allocation::CHANGES, run: Run::Write(allocation::changes_step), stage: None },
    ],
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
