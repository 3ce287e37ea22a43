//! Resource policies of streams and registered consumers. [`crate::access`] gives them to the door,
//! which evaluates them.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};
use policy::{Kind, Policy};

use crate::api::{
    DeleteResourcePolicyInput, DeleteResourcePolicyOutput, GetResourcePolicyInput,
    GetResourcePolicyOutput, PutResourcePolicyInput, PutResourcePolicyOutput, error,
};
use crate::consumer;
use crate::errors;
use crate::limits;
use crate::state::{POLICIES, PolicyRow};
use crate::stream::{self, Named};

pub fn put_resource_policy(
    ctx: &mut Ctx<'_>,
    input: PutResourcePolicyInput<'_>,
) -> Result<PutResourcePolicyOutput, ApiError> {
    let resource = find(ctx, input.resource_arn(), input.stream_id())?;
    let document = input.policy();
    if document.len() > limits::POLICY_BYTES_MAX {
        return Err(errors::invalid(format!(
            "A resource policy has at most {} bytes.",
            limits::POLICY_BYTES_MAX
        )));
    }
    if let Err(reason) = Policy::parse(document, Kind::Resource) {
        return Err(errors::invalid(format!("The resource policy is not valid: {reason}")));
    }
    let document = ctx.bind_policy(document)?;
    ctx.table_mut(&POLICIES).put(&resource, &PolicyRow { document });
    Ok(PutResourcePolicyOutput::new())
}

pub fn get_resource_policy(
    ctx: &mut Ctx<'_>,
    input: GetResourcePolicyInput<'_>,
) -> Result<GetResourcePolicyOutput, ApiError> {
    let resource = find(ctx, input.resource_arn(), input.stream_id())?;
    match ctx.table(&POLICIES).get(&resource)? {
        Some(row) => {
            let document = ctx.show_policy(&row.document)?;
            Ok(GetResourcePolicyOutput::new().policy(document))
        }
        None => Err(none(input.resource_arn())),
    }
}

pub fn delete_resource_policy(
    ctx: &mut Ctx<'_>,
    input: DeleteResourcePolicyInput<'_>,
) -> Result<DeleteResourcePolicyOutput, ApiError> {
    let resource = find(ctx, input.resource_arn(), input.stream_id())?;
    if !ctx.table(&POLICIES).contains(&resource)? {
        return Err(none(input.resource_arn()));
    }
    ctx.table_mut(&POLICIES).delete(&resource);
    Ok(DeleteResourcePolicyOutput::new())
}

/// [U]
fn none(arn: &str) -> ApiError {
    error::resource_not_found_exception(format!("No resource policy was found for {arn}."))
}

/// `stream/NAME` or `stream/NAME/consumer/NAME:TIME`, if it is there.
fn find(ctx: &Ctx<'_>, text: &str, stream_id: Option<&str>) -> Result<String, ApiError> {
    stream::find(ctx, Named { name: None, arn: Some(text), id: stream_id })?;
    let arn = Arn::parse(text).ok_or_else(|| errors::stream_not_found(ctx, text))?;
    if arn.resource.contains("/consumer/") {
        consumer::by_arn(ctx, text)?;
    }
    Ok(arn.resource)
}
