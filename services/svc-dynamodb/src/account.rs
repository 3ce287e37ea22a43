//! DescribeLimits and DescribeEndpoints.

use kernel::{ApiError, Ctx};

use crate::api::{
    DescribeEndpointsInput, DescribeEndpointsOutput, DescribeLimitsInput, DescribeLimitsOutput,
    EndpointBuilder,
};
use crate::limits;

/// [A] DescribeEndpoints: how long a client may keep the answer.
const CACHE_MINUTES: u32 = 1_440;

pub fn describe_limits(
    _: &mut Ctx<'_>,
    _: DescribeLimitsInput<'_>,
) -> Result<DescribeLimitsOutput, ApiError> {
    Ok(DescribeLimitsOutput::new()
        .account_max_read_capacity_units(limits::ACCOUNT_UNITS_MAX)
        .account_max_write_capacity_units(limits::ACCOUNT_UNITS_MAX)
        .table_max_read_capacity_units(limits::TABLE_UNITS_MAX)
        .table_max_write_capacity_units(limits::TABLE_UNITS_MAX))
}

/// The endpoint by which the client came: there is no other.
pub fn describe_endpoints(
    ctx: &mut Ctx<'_>,
    _: DescribeEndpointsInput<'_>,
) -> Result<DescribeEndpointsOutput, ApiError> {
    let endpoint = &ctx.origin().endpoint;
    let address = endpoint.split_once("://").map_or(endpoint.as_str(), |(_, address)| address);
    let endpoint = EndpointBuilder::new().address(address).cache_period_in_minutes(CACHE_MINUTES);
    Ok(DescribeEndpointsOutput::new().endpoints(vec![endpoint]))
}
