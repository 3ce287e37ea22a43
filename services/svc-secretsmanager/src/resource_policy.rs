//! Policies of secrets: who else may read one.
//!
//! Source: User Guide, "Resource-based policies"; API Reference, PutResourcePolicy.

use kernel::{ApiError, Ctx};
use policy::principal::PrincipalPattern;
use policy::{Effect, Kind, Policy};

use crate::api::{
    DeleteResourcePolicyInput, DeleteResourcePolicyOutput, GetResourcePolicyInput,
    GetResourcePolicyOutput, ListResourcePoliciesInput, ListResourcePoliciesOutput,
    PutResourcePolicyInput, PutResourcePolicyOutput, ResourcePolicySummaryBuilder,
    ValidateResourcePolicyInput, ValidateResourcePolicyOutput, ValidationErrorsEntryBuilder, error,
};
use crate::errors;
use crate::locate;
use crate::replication;

/// The only policy that a secret can have here.
const NAME: &str = "default";

pub fn put_resource_policy(
    ctx: &mut Ctx<'_>,
    input: PutResourcePolicyInput<'_>,
) -> Result<PutResourcePolicyOutput, ApiError> {
    check_name(input.policy_name())?;
    let mut secret = locate::get_to_administer(ctx, input.secret_id())?;
    let policy = parse(input.resource_policy())?;
    if input.block_public_policy() == Some(true) && is_public(&policy) {
        return Err(error::public_policy_exception(
            "The resource policy grants access to everybody, which BlockPublicPolicy refuses.",
        ));
    }
    if ctx.unknown_principal(input.resource_policy())?.is_some() {
        return Err(error::malformed_policy_document_exception(
            "This resource policy contains an unsupported principal.",
        ));
    }
    secret.row.policy = Some(ctx.bind_policy(input.resource_policy())?);
    locate::save(ctx, &secret);
    replication::sync(ctx, &mut secret)?;
    Ok(PutResourcePolicyOutput::new().arn(secret.arn()).name(secret.name))
}

pub fn get_resource_policy(
    ctx: &mut Ctx<'_>,
    input: GetResourcePolicyInput<'_>,
) -> Result<GetResourcePolicyOutput, ApiError> {
    check_name(input.policy_name())?;
    let secret = locate::get_live(ctx, input.secret_id())?;
    let policy = secret.row.policy.as_deref().map(|bound| ctx.show_policy(bound)).transpose()?;
    Ok(GetResourcePolicyOutput::new().arn(secret.arn()).resource_policy(policy).name(secret.name))
}

pub fn delete_resource_policy(
    ctx: &mut Ctx<'_>,
    input: DeleteResourcePolicyInput<'_>,
) -> Result<DeleteResourcePolicyOutput, ApiError> {
    check_name(input.policy_name())?;
    let mut secret = locate::get_to_administer(ctx, input.secret_id())?;
    secret.row.policy = None;
    locate::save(ctx, &secret);
    replication::sync(ctx, &mut secret)?;
    Ok(DeleteResourcePolicyOutput::new().arn(secret.arn()).name(secret.name))
}

pub fn list_resource_policies(
    ctx: &mut Ctx<'_>,
    input: ListResourcePoliciesInput<'_>,
) -> Result<ListResourcePoliciesOutput, ApiError> {
    if input.next_token().is_some() {
        return Err(errors::invalid_token());
    }
    let secret = locate::get_live(ctx, input.secret_id())?;
    let names = secret.row.policy.map(|_| ResourcePolicySummaryBuilder::new().policy_name(NAME));
    Ok(ListResourcePoliciesOutput::new().resource_policies(names.into_iter().collect::<Vec<_>>()))
}

pub fn validate_resource_policy(
    ctx: &mut Ctx<'_>,
    input: ValidateResourcePolicyInput<'_>,
) -> Result<ValidateResourcePolicyOutput, ApiError> {
    if let Some(id) = input.secret_id() {
        locate::get_live(ctx, id)?;
    }
    let policy = parse(input.resource_policy())?;
    let fault = |name: &str, message: &str| {
        ValidationErrorsEntryBuilder::new().check_name(name).error_message(message)
    };
    let faults: Vec<_> = is_public(&policy)
        .then(|| fault("PUBLIC_POLICY", "The resource policy grants access to everybody."))
        .into_iter()
        .collect();
    Ok(ValidateResourcePolicyOutput::new()
        .policy_validation_passed(faults.is_empty())
        .validation_errors(faults))
}

fn check_name(name: Option<&str>) -> Result<(), ApiError> {
    match name {
        None | Some(NAME) => Ok(()),
        Some(_) => Err(errors::not_implemented("several policies of one secret (PolicyName)")),
    }
}

fn parse(text: &str) -> Result<Policy, ApiError> {
    Policy::parse(text, Kind::Resource).map_err(|fault| {
        error::malformed_policy_document_exception(format!(
            "This resource policy contains a syntax error: {fault}"
        ))
    })
}

/// Whether a statement allows everybody something, without a condition.
fn is_public(policy: &Policy) -> bool {
    policy.statements.iter().any(|statement| {
        let everybody = statement.principals.as_ref().is_some_and(|principals| {
            principals.is_exclusion || principals.list.contains(&PrincipalPattern::Everyone)
        });
        statement.effect == Effect::Allow && everybody && statement.conditions.is_empty()
    })
}
