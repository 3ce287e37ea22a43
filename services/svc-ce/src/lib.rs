//! AWS Cost Explorer: the map of its operations.
//!
//! What was used and what it costs is crate `billing`'s; this service reads requests
//! ([`question`]), sums up ([`cost`]), lists what there is ([`values`]), looks ahead
//! ([`forecast`]), and keeps which tags divide costs ([`allocation`]). Operations that look at
//! usage are of kind write: they also see what is not folded into rows yet.

#[rustfmt::skip]
pub mod api;
mod allocation;
mod cost;
mod errors;
mod forecast;
mod limits;
mod question;
#[cfg(test)]
mod tests;
mod values;

use kernel::op;
use kernel::service::{ServiceDef, Validation};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "ce",
    operations: &[
        op!(write api::GetCostAndUsage, cost::get_cost_and_usage),
        op!(write api::GetCostAndUsageWithResources, cost::get_cost_and_usage_with_resources),
        op!(write api::GetCostForecast, forecast::get_cost_forecast),
        op!(write api::GetDimensionValues, values::get_dimension_values),
        op!(write api::GetTags, values::get_tags),
        op!(write api::GetUsageForecast, forecast::get_usage_forecast),
        op!(write api::ListCostAllocationTags, allocation::list_cost_allocation_tags),
        op!(
            write api::UpdateCostAllocationTagsStatus,
            allocation::update_cost_allocation_tags_status
        ),
    ],
    steps: &[],
    on_reset: None,
    validation: Validation::Standard,
    access: None,
};
