//! What each operation acts on, in the words of policies.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon
//! Elastic Container Registry".

use kernel::{Access, AccountId, ApiError, Ctx, Scope, Struct, Value};

use crate::state::REPOSITORIES;
use crate::tag;

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let action = format!("ecr:{operation}");
    let registry = input.str("registryId").and_then(AccountId::parse);
    let owner = registry.unwrap_or_else(|| ctx.account());
    if let Some(name) = input.str("repositoryName") {
        let access = repository(ctx, action, owner, name)?;
        if operation == "CreateRepository" && input.get("tags").is_some() {
            let tagging = repository(ctx, "ecr:TagResource".to_owned(), owner, name)?;
            ctx.authorize(&with_tags(tagging, input))?;
        }
        return Ok(Some(with_tags(access, input)));
    }
    if let Some(arn) = input.str("resourceArn") {
        let owner = kernel::arn::Arn::parse(arn).and_then(|it| it.account_id()).unwrap_or(owner);
        let access = repository(ctx, action, owner, &tag::repository_of(arn)?)?;
        return Ok(Some(with_tags(access, input)));
    }
    if let Some([first, others @ ..]) = input.list("repositoryNames") {
        for name in others.iter().filter_map(Value::as_str) {
            let access = repository(ctx, action.clone(), owner, name)?;
            ctx.authorize(&access)?;
        }
        let name = first.as_str().unwrap_or_default();
        return repository(ctx, action, owner, name).map(Some);
    }
    Ok(Some(Access::new(ctx, action, "*").owned_by(owner)))
}

/// Access to a repository, with its policy and its tags.
pub fn repository(
    ctx: &Ctx<'_>,
    action: String,
    owner: AccountId,
    name: &str,
) -> Result<Access, ApiError> {
    let arn = kernel::arn::Arn::regional("ecr", ctx.region(), owner, &format!("repository/{name}"));
    let mut access = Access::new(ctx, action, arn.to_string()).owned_by(owner);
    let scope = Scope::new(owner.digits(), ctx.region().as_str());
    if let Some(row) = ctx.table_in(&REPOSITORIES, scope).get(name)? {
        access.policy = row.policy;
        for (key, value) in row.tags {
            access = access
                .with_key(format!("aws:ResourceTag/{key}"), value.as_str())
                .with_key(format!("ecr:ResourceTag/{key}"), value);
        }
    }
    Ok(access)
}

/// The tags that a request would set or remove.
fn with_tags(mut access: Access, input: &Struct) -> Access {
    let tags = input.list("tags").unwrap_or_default().iter().filter_map(Value::as_struct);
    for tag in tags {
        let key = tag.str("Key").unwrap_or_default();
        let value = tag.str("Value").unwrap_or_default();
        access =
            access.with_key("aws:TagKeys", key).with_key(format!("aws:RequestTag/{key}"), value);
    }
    for key in input.list("tagKeys").unwrap_or_default() {
        access = access.with_key("aws:TagKeys", key.as_str().unwrap_or_default());
    }
    access
}
