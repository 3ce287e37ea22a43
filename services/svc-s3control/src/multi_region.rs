//! Multi-Region Access Points: each operation a step of S3, which asks for their rows with every
//! request that comes through one.

use kernel::{ApiError, Ctx};

use crate::access_point::step;
use crate::api::{
    CreateMultiRegionAccessPointInput, CreateMultiRegionAccessPointOutput,
    DeleteMultiRegionAccessPointInput, DeleteMultiRegionAccessPointOutput,
    DescribeMultiRegionAccessPointOperationInput, DescribeMultiRegionAccessPointOperationOutput,
    GetMultiRegionAccessPointInput, GetMultiRegionAccessPointOutput,
    GetMultiRegionAccessPointPolicyInput, GetMultiRegionAccessPointPolicyOutput,
    GetMultiRegionAccessPointPolicyStatusInput, GetMultiRegionAccessPointPolicyStatusOutput,
    GetMultiRegionAccessPointRoutesInput, GetMultiRegionAccessPointRoutesOutput,
    ListMultiRegionAccessPointsInput, ListMultiRegionAccessPointsOutput,
    PutMultiRegionAccessPointPolicyInput, PutMultiRegionAccessPointPolicyOutput,
    SubmitMultiRegionAccessPointRoutesInput, SubmitMultiRegionAccessPointRoutesOutput,
};

pub fn create_multi_region_access_point(
    ctx: &mut Ctx,
    input: CreateMultiRegionAccessPointInput<'_>,
) -> Result<CreateMultiRegionAccessPointOutput, ApiError> {
    step(ctx, "PutMultiRegion", input.0).map(CreateMultiRegionAccessPointOutput)
}

pub fn delete_multi_region_access_point(
    ctx: &mut Ctx,
    input: DeleteMultiRegionAccessPointInput<'_>,
) -> Result<DeleteMultiRegionAccessPointOutput, ApiError> {
    step(ctx, "DeleteMultiRegion", input.0).map(DeleteMultiRegionAccessPointOutput)
}

pub fn describe_multi_region_access_point_operation(
    ctx: &mut Ctx,
    input: DescribeMultiRegionAccessPointOperationInput<'_>,
) -> Result<DescribeMultiRegionAccessPointOperationOutput, ApiError> {
    step(ctx, "DescribeMultiRegionRequest", input.0)
        .map(DescribeMultiRegionAccessPointOperationOutput)
}

pub fn get_multi_region_access_point(
    ctx: &mut Ctx,
    input: GetMultiRegionAccessPointInput<'_>,
) -> Result<GetMultiRegionAccessPointOutput, ApiError> {
    step(ctx, "GetMultiRegion", input.0).map(GetMultiRegionAccessPointOutput)
}

pub fn list_multi_region_access_points(
    ctx: &mut Ctx,
    input: ListMultiRegionAccessPointsInput<'_>,
) -> Result<ListMultiRegionAccessPointsOutput, ApiError> {
    step(ctx, "ListMultiRegions", input.0).map(ListMultiRegionAccessPointsOutput)
}

pub fn put_multi_region_access_point_policy(
    ctx: &mut Ctx,
    input: PutMultiRegionAccessPointPolicyInput<'_>,
) -> Result<PutMultiRegionAccessPointPolicyOutput, ApiError> {
    step(ctx, "PutMultiRegionPolicy", input.0).map(PutMultiRegionAccessPointPolicyOutput)
}

pub fn get_multi_region_access_point_policy(
    ctx: &mut Ctx,
    input: GetMultiRegionAccessPointPolicyInput<'_>,
) -> Result<GetMultiRegionAccessPointPolicyOutput, ApiError> {
    step(ctx, "GetMultiRegionPolicy", input.0).map(GetMultiRegionAccessPointPolicyOutput)
}

pub fn get_multi_region_access_point_policy_status(
    ctx: &mut Ctx,
    input: GetMultiRegionAccessPointPolicyStatusInput<'_>,
) -> Result<GetMultiRegionAccessPointPolicyStatusOutput, ApiError> {
    step(ctx, "GetMultiRegionPolicyStatus", input.0)
        .map(GetMultiRegionAccessPointPolicyStatusOutput)
}

pub fn get_multi_region_access_point_routes(
    ctx: &mut Ctx,
    input: GetMultiRegionAccessPointRoutesInput<'_>,
) -> Result<GetMultiRegionAccessPointRoutesOutput, ApiError> {
    step(ctx, "GetMultiRegionRoutes", input.0).map(GetMultiRegionAccessPointRoutesOutput)
}

pub fn submit_multi_region_access_point_routes(
    ctx: &mut Ctx,
    input: SubmitMultiRegionAccessPointRoutesInput<'_>,
) -> Result<SubmitMultiRegionAccessPointRoutesOutput, ApiError> {
    step(ctx, "SubmitMultiRegionRoutes", input.0).map(SubmitMultiRegionAccessPointRoutesOutput)
}
