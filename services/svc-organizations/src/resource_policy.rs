//! The organization's resource policy: by it the management account lets members manage policies
//! ("Delegated administrator for AWS Organizations").

use kernel::{ApiError, Ctx};
use policy::{Kind, Policy};

use crate::api::{
    DeleteResourcePolicyInput, DeleteResourcePolicyOutput, DescribeResourcePolicyInput,
    DescribeResourcePolicyOutput, PutResourcePolicyInput, PutResourcePolicyOutput,
    ResourcePolicyBuilder, ResourcePolicySummaryBuilder, error,
};
use crate::errors;
use crate::state::{RESOURCE_POLICIES, ResourcePolicyRow, TAGS, TagsRow};
use crate::tree::{Organization, check_tags};

pub fn put(
    ctx: &mut Ctx<'_>,
    input: PutResourcePolicyInput<'_>,
) -> Result<PutResourcePolicyOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let fault = |text: String| errors::invalid_input("INVALID_RESOURCE_POLICY_JSON", &text);
    Policy::parse(input.content(), Kind::Accepted).map_err(|error| fault(error.to_string()))?;
    if let Some(absent) = ctx.unknown_principal(input.content())? {
        return Err(errors::invalid_input(
            "INVALID_PRINCIPAL",
            &format!("You specified an invalid principal element in the policy: {absent}"),
        ));
    }
    let tags = input.tags().into_iter().flatten();
    let tags = tags.map(|tag| (tag.key().to_owned(), tag.value().to_owned())).collect();
    check_tags(&tags)?;
    let known = ctx.table(&RESOURCE_POLICIES).get(organization.id.as_str())?;
    let id = known.map_or_else(|| format!("rp-{}", ctx.chance().hex(8)), |row| row.id);
    let row = ResourcePolicyRow { id, content: ctx.bind_policy(input.content())? };
    ctx.table_mut(&RESOURCE_POLICIES).put(organization.id.as_str(), &row);
    if !tags.is_empty() {
        let place = (organization.id.as_str(), row.id.as_str());
        ctx.table_mut(&TAGS).put(&place, &TagsRow { tags });
    }
    let shown = show(ctx, &organization, &row)?;
    Ok(PutResourcePolicyOutput::new().resource_policy(shown))
}

pub fn find(ctx: &Ctx<'_>, organization: &str) -> Result<Option<ResourcePolicyRow>, ApiError> {
    Ok(ctx.table(&RESOURCE_POLICIES).get(organization)?)
}

fn missing() -> ApiError {
    error::resource_policy_not_found_exception(
        "We can't find a resource policy request with the \
                                                parameter that you specified.",
    )
}

pub fn describe(
    ctx: &mut Ctx<'_>,
    _: DescribeResourcePolicyInput<'_>,
) -> Result<DescribeResourcePolicyOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    let row = find(ctx, &organization.id)?.ok_or_else(missing)?;
    let shown = show(ctx, &organization, &row)?;
    Ok(DescribeResourcePolicyOutput::new().resource_policy(shown))
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    _: DeleteResourcePolicyInput<'_>,
) -> Result<DeleteResourcePolicyOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let row = find(ctx, &organization.id)?.ok_or_else(missing)?;
    ctx.table_mut(&RESOURCE_POLICIES).delete(organization.id.as_str());
    ctx.table_mut(&TAGS).delete(&(organization.id.as_str(), row.id.as_str()));
    Ok(DeleteResourcePolicyOutput::new())
}

fn show(
    ctx: &Ctx<'_>,
    organization: &Organization,
    row: &ResourcePolicyRow,
) -> Result<ResourcePolicyBuilder, ApiError> {
    let arn = organization.arn(ctx, "resourcepolicy", &format!("/{}", row.id));
    let summary = ResourcePolicySummaryBuilder::new().id(&row.id).arn(arn);
    let content = ctx.show_policy(&row.content)?;
    Ok(ResourcePolicyBuilder::new().resource_policy_summary(summary).content(content))
}
