//! Policies of repositories, and what the registry says of itself.
//!
//! Source: User Guide, "Private repository policies".

use kernel::{ApiError, Ctx};
use policy::{Kind, Policy};

use crate::api::{
    DeleteRepositoryPolicyInput, DeleteRepositoryPolicyOutput, DescribeRegistryInput,
    DescribeRegistryOutput, GetRepositoryPolicyInput, GetRepositoryPolicyOutput,
    ReplicationConfigurationBuilder, ReplicationRuleBuilder, SetRepositoryPolicyInput,
    SetRepositoryPolicyOutput,
};
use crate::errors;
use crate::repository;

fn check(ctx: &Ctx<'_>, text: &str) -> Result<(), ApiError> {
    Policy::parse(text, Kind::Resource).map_err(|_| errors::invalid_policy())?;
    if ctx.unknown_principal(text)?.is_some() {
        return Err(errors::invalid_policy());
    }
    Ok(())
}

pub fn set_repository_policy(
    ctx: &mut Ctx<'_>,
    input: SetRepositoryPolicyInput<'_>,
) -> Result<SetRepositoryPolicyOutput, ApiError> {
    let name = input.repository_name();
    let mut row = repository::find(ctx, name)?;
    // Without a resource in its statements: they are about the repository itself.
    let text = with_resource(input.policy_text())?;
    check(ctx, &text)?;
    row.policy = Some(ctx.bind_policy(&text)?);
    repository::save(ctx, name, &row);
    Ok(SetRepositoryPolicyOutput::new()
        .registry_id(ctx.account().to_string())
        .repository_name(name)
        .policy_text(input.policy_text()))
}

/// Statements of repositories' policies name no resource; the language wants one.
fn with_resource(text: &str) -> Result<String, ApiError> {
    let mut document: serde_json::Value =
        serde_json::from_str(text).map_err(|_| errors::invalid_policy())?;
    let add = |statement: &mut serde_json::Value| match statement.as_object_mut() {
        Some(statement) if !statement.contains_key("NotResource") => {
            statement.entry("Resource").or_insert_with(|| "*".into());
        }
        _ => {}
    };
    match document.get_mut("Statement") {
        Some(serde_json::Value::Array(statements)) => statements.iter_mut().for_each(add),
        Some(statement) => add(statement),
        None => return Err(errors::invalid_policy()),
    }
    Ok(document.to_string())
}

/// As it was given: the resource that stands for the repository is taken out again.
fn shown(ctx: &Ctx<'_>, bound: &str) -> Result<String, ApiError> {
    let text = ctx.show_policy(bound)?;
    let Ok(mut document) = serde_json::from_str::<serde_json::Value>(&text) else {
        return Ok(text);
    };
    let take = |statement: &mut serde_json::Value| {
        if let Some(statement) = statement.as_object_mut()
            && statement.get("Resource").and_then(serde_json::Value::as_str) == Some("*")
        {
            statement.shift_remove("Resource");
        }
    };
    match document.get_mut("Statement") {
        Some(serde_json::Value::Array(statements)) => statements.iter_mut().for_each(take),
        Some(statement) => take(statement),
        None => {}
    }
    Ok(document.to_string())
}

pub fn get_repository_policy(
    ctx: &mut Ctx<'_>,
    input: GetRepositoryPolicyInput<'_>,
) -> Result<GetRepositoryPolicyOutput, ApiError> {
    let name = input.repository_name();
    let row = repository::find(ctx, name)?;
    let bound = row.policy.ok_or_else(|| errors::no_repository_policy(name, ctx.account()))?;
    Ok(GetRepositoryPolicyOutput::new()
        .registry_id(ctx.account().to_string())
        .repository_name(name)
        .policy_text(shown(ctx, &bound)?))
}

pub fn delete_repository_policy(
    ctx: &mut Ctx<'_>,
    input: DeleteRepositoryPolicyInput<'_>,
) -> Result<DeleteRepositoryPolicyOutput, ApiError> {
    let name = input.repository_name();
    let mut row = repository::find(ctx, name)?;
    let bound = row.policy.take();
    let bound = bound.ok_or_else(|| errors::no_repository_policy(name, ctx.account()))?;
    repository::save(ctx, name, &row);
    Ok(DeleteRepositoryPolicyOutput::new()
        .registry_id(ctx.account().to_string())
        .repository_name(name)
        .policy_text(shown(ctx, &bound)?))
}

/// Nothing is replicated here, and so there are no rules.
pub fn describe_registry(
    ctx: &mut Ctx<'_>,
    _: DescribeRegistryInput<'_>,
) -> Result<DescribeRegistryOutput, ApiError> {
    let rules = Vec::<ReplicationRuleBuilder>::new();
    Ok(DescribeRegistryOutput::new()
        .registry_id(ctx.account().to_string())
        .replication_configuration(ReplicationConfigurationBuilder::new().rules(rules)))
}
