//! Access points, their policies, and the account's public access block: each a step of S3.

use kernel::{ApiError, Ask, Ctx, Struct};

use crate::api::{
    CreateAccessPointInput, CreateAccessPointOutput, DeleteAccessPointInput,
    DeleteAccessPointOutput, DeleteAccessPointPolicyInput, DeleteAccessPointPolicyOutput,
    DeletePublicAccessBlockInput, DeletePublicAccessBlockOutput, GetAccessPointInput,
    GetAccessPointOutput, GetAccessPointPolicyInput, GetAccessPointPolicyOutput,
    GetAccessPointPolicyStatusInput, GetAccessPointPolicyStatusOutput, GetPublicAccessBlockInput,
    GetPublicAccessBlockOutput, ListAccessPointsInput, ListAccessPointsOutput,
    PutAccessPointPolicyInput, PutAccessPointPolicyOutput, PutPublicAccessBlockInput,
    PutPublicAccessBlockOutput,
};

/// Calls a step of S3 with the input as it is.
pub fn step(ctx: &mut Ctx, name: &'static str, input: &Struct) -> Result<Struct, ApiError> {
    ctx.call(Ask::to("s3", name).with_input(input.clone()))
}

pub fn create_access_point(
    ctx: &mut Ctx,
    input: CreateAccessPointInput<'_>,
) -> Result<CreateAccessPointOutput, ApiError> {
    step(ctx, "PutPoint", input.0).map(CreateAccessPointOutput)
}

pub fn get_access_point(
    ctx: &mut Ctx,
    input: GetAccessPointInput<'_>,
) -> Result<GetAccessPointOutput, ApiError> {
    step(ctx, "GetPoint", input.0).map(GetAccessPointOutput)
}

pub fn delete_access_point(
    ctx: &mut Ctx,
    input: DeleteAccessPointInput<'_>,
) -> Result<DeleteAccessPointOutput, ApiError> {
    step(ctx, "DeletePoint", input.0).map(DeleteAccessPointOutput)
}

pub fn list_access_points(
    ctx: &mut Ctx,
    input: ListAccessPointsInput<'_>,
) -> Result<ListAccessPointsOutput, ApiError> {
    step(ctx, "ListPoints", input.0).map(ListAccessPointsOutput)
}

pub fn put_access_point_policy(
    ctx: &mut Ctx,
    input: PutAccessPointPolicyInput<'_>,
) -> Result<PutAccessPointPolicyOutput, ApiError> {
    step(ctx, "PutPointPolicy", input.0).map(PutAccessPointPolicyOutput)
}

pub fn get_access_point_policy(
    ctx: &mut Ctx,
    input: GetAccessPointPolicyInput<'_>,
) -> Result<GetAccessPointPolicyOutput, ApiError> {
    step(ctx, "GetPointPolicy", input.0).map(GetAccessPointPolicyOutput)
}

pub fn get_access_point_policy_status(
    ctx: &mut Ctx,
    input: GetAccessPointPolicyStatusInput<'_>,
) -> Result<GetAccessPointPolicyStatusOutput, ApiError> {
    step(ctx, "GetPointPolicyStatus", input.0).map(GetAccessPointPolicyStatusOutput)
}

pub fn delete_access_point_policy(
    ctx: &mut Ctx,
    input: DeleteAccessPointPolicyInput<'_>,
) -> Result<DeleteAccessPointPolicyOutput, ApiError> {
    step(ctx, "DeletePointPolicy", input.0).map(DeleteAccessPointPolicyOutput)
}

pub fn put_public_access_block(
    ctx: &mut Ctx,
    input: PutPublicAccessBlockInput<'_>,
) -> Result<PutPublicAccessBlockOutput, ApiError> {
    step(ctx, "PutAccountBlock", input.0).map(PutPublicAccessBlockOutput)
}

pub fn get_public_access_block(
    ctx: &mut Ctx,
    input: GetPublicAccessBlockInput<'_>,
) -> Result<GetPublicAccessBlockOutput, ApiError> {
    step(ctx, "GetAccountBlock", input.0).map(GetPublicAccessBlockOutput)
}

pub fn delete_public_access_block(
    ctx: &mut Ctx,
    input: DeletePublicAccessBlockInput<'_>,
) -> Result<DeletePublicAccessBlockOutput, ApiError> {
    step(ctx, "DeleteAccountBlock", input.0).map(DeletePublicAccessBlockOutput)
}
