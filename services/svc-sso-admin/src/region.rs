//! The Regions of an instance: its own. Others cannot be added here.

use kernel::{ApiError, Ctx, Timestamp};

use crate::api::{
    DescribeRegionInput, DescribeRegionOutput, ListRegionsInput, ListRegionsOutput,
    RegionMetadataBuilder, region_status,
};
use crate::errors;
use crate::instance::Instance;
use crate::listing::Page;

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeRegionInput<'_>,
) -> Result<DescribeRegionOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    if input.region_name() != instance.row.region {
        return Err(errors::not_found(format!("Region {}", input.region_name())));
    }
    Ok(DescribeRegionOutput::new()
        .region_name(&instance.row.region)
        .status(region_status::ACTIVE)
        .added_date(Timestamp::from_micros(instance.row.created))
        .is_primary_region(true))
}

pub fn list(ctx: &mut Ctx<'_>, input: ListRegionsInput<'_>) -> Result<ListRegionsOutput, ApiError> {
    let page = Page::read("ListRegions", input.next_token(), input.max_results())?;
    let instance = Instance::open(ctx, input.instance_arn())?;
    let shown = RegionMetadataBuilder::new()
        .region_name(&instance.row.region)
        .status(region_status::ACTIVE)
        .added_date(Timestamp::from_micros(instance.row.created))
        .is_primary_region(true);
    let (items, token) = page.cut(vec![(instance.row.region.clone(), shown)]);
    Ok(ListRegionsOutput::new().regions(items).next_token(token))
}
