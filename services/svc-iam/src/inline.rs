//! Inline policies of users, groups and roles.

use kernel::{ApiError, Ctx};

use crate::api::{
    DeleteGroupPolicyInput, DeleteGroupPolicyOutput, DeleteRolePolicyInput, DeleteRolePolicyOutput,
    DeleteUserPolicyInput, DeleteUserPolicyOutput, GetGroupPolicyInput, GetGroupPolicyOutput,
    GetRolePolicyInput, GetRolePolicyOutput, GetUserPolicyInput, GetUserPolicyOutput,
    ListGroupPoliciesInput, ListGroupPoliciesOutput, ListRolePoliciesInput, ListRolePoliciesOutput,
    ListUserPoliciesInput, ListUserPoliciesOutput, PutGroupPolicyInput, PutGroupPolicyOutput,
    PutRolePolicyInput, PutRolePolicyOutput, PutUserPolicyInput, PutUserPolicyOutput,
};
use crate::common::{Cut, Page, chars, encode, parse_identity_policy};
use crate::entity::{Entity, Kind};
use crate::errors;

fn put(
    ctx: &mut Ctx<'_>,
    kind: Kind,
    name: &str,
    (policy, document): (&str, &str),
) -> Result<(), ApiError> {
    let mut entity = Entity::find_to_change(ctx, kind, name)?;
    parse_identity_policy(document)?;
    entity.holdings_mut().inline.insert(policy.to_owned(), document.to_owned());
    let total: usize = entity.holdings().inline.values().map(|document| chars(document)).sum();
    let max = kind.inline_chars_max();
    if total > max {
        return Err(errors::inline_too_large(max, kind.word(), entity.name()));
    }
    entity.save(ctx);
    Ok(())
}

/// The entity's own name, the policy's own name, the document as it is answered.
fn get(ctx: &Ctx<'_>, kind: Kind, name: &str, policy: &str) -> Result<(String, String), ApiError> {
    let entity = Entity::find(ctx, kind, name)?;
    match entity.holdings().inline.get(policy) {
        Some(document) => Ok((entity.name().to_owned(), encode(document))),
        None => Err(errors::no_such_inline_policy(kind.word(), policy)),
    }
}

fn delete(ctx: &mut Ctx<'_>, kind: Kind, name: &str, policy: &str) -> Result<(), ApiError> {
    let mut entity = Entity::find_to_change(ctx, kind, name)?;
    if entity.holdings_mut().inline.remove(policy).is_none() {
        return Err(errors::no_such_inline_policy(kind.word(), policy));
    }
    entity.save(ctx);
    Ok(())
}

fn list(ctx: &Ctx<'_>, kind: Kind, name: &str, page: &Page) -> Result<Cut<String>, ApiError> {
    let entity = Entity::find(ctx, kind, name)?;
    let names = entity.holdings().inline.keys().map(|name| (name.clone(), name.clone()));
    Ok(page.cut_whole(names))
}

pub fn put_user_policy(
    ctx: &mut Ctx<'_>,
    input: PutUserPolicyInput<'_>,
) -> Result<PutUserPolicyOutput, ApiError> {
    let policy = (input.policy_name(), input.policy_document());
    put(ctx, Kind::User, input.user_name(), policy)?;
    Ok(PutUserPolicyOutput::new())
}

pub fn put_group_policy(
    ctx: &mut Ctx<'_>,
    input: PutGroupPolicyInput<'_>,
) -> Result<PutGroupPolicyOutput, ApiError> {
    let policy = (input.policy_name(), input.policy_document());
    put(ctx, Kind::Group, input.group_name(), policy)?;
    Ok(PutGroupPolicyOutput::new())
}

pub fn put_role_policy(
    ctx: &mut Ctx<'_>,
    input: PutRolePolicyInput<'_>,
) -> Result<PutRolePolicyOutput, ApiError> {
    let policy = (input.policy_name(), input.policy_document());
    put(ctx, Kind::Role, input.role_name(), policy)?;
    Ok(PutRolePolicyOutput::new())
}

pub fn get_user_policy(
    ctx: &mut Ctx<'_>,
    input: GetUserPolicyInput<'_>,
) -> Result<GetUserPolicyOutput, ApiError> {
    let (name, document) = get(ctx, Kind::User, input.user_name(), input.policy_name())?;
    Ok(GetUserPolicyOutput::new()
        .user_name(name)
        .policy_name(input.policy_name())
        .policy_document(document))
}

pub fn get_group_policy(
    ctx: &mut Ctx<'_>,
    input: GetGroupPolicyInput<'_>,
) -> Result<GetGroupPolicyOutput, ApiError> {
    let (name, document) = get(ctx, Kind::Group, input.group_name(), input.policy_name())?;
    Ok(GetGroupPolicyOutput::new()
        .group_name(name)
        .policy_name(input.policy_name())
        .policy_document(document))
}

pub fn get_role_policy(
    ctx: &mut Ctx<'_>,
    input: GetRolePolicyInput<'_>,
) -> Result<GetRolePolicyOutput, ApiError> {
    let (name, document) = get(ctx, Kind::Role, input.role_name(), input.policy_name())?;
    Ok(GetRolePolicyOutput::new()
        .role_name(name)
        .policy_name(input.policy_name())
        .policy_document(document))
}

pub fn delete_user_policy(
    ctx: &mut Ctx<'_>,
    input: DeleteUserPolicyInput<'_>,
) -> Result<DeleteUserPolicyOutput, ApiError> {
    delete(ctx, Kind::User, input.user_name(), input.policy_name())?;
    Ok(DeleteUserPolicyOutput::new())
}

pub fn delete_group_policy(
    ctx: &mut Ctx<'_>,
    input: DeleteGroupPolicyInput<'_>,
) -> Result<DeleteGroupPolicyOutput, ApiError> {
    delete(ctx, Kind::Group, input.group_name(), input.policy_name())?;
    Ok(DeleteGroupPolicyOutput::new())
}

pub fn delete_role_policy(
    ctx: &mut Ctx<'_>,
    input: DeleteRolePolicyInput<'_>,
) -> Result<DeleteRolePolicyOutput, ApiError> {
    delete(ctx, Kind::Role, input.role_name(), input.policy_name())?;
    Ok(DeleteRolePolicyOutput::new())
}

pub fn list_user_policies(
    ctx: &mut Ctx<'_>,
    input: ListUserPoliciesInput<'_>,
) -> Result<ListUserPoliciesOutput, ApiError> {
    let page = Page::read("ListUserPolicies", input.marker(), input.max_items())?;
    let cut = list(ctx, Kind::User, input.user_name(), &page)?;
    Ok(ListUserPoliciesOutput::new()
        .is_truncated(cut.is_truncated())
        .policy_names(cut.items)
        .marker(cut.marker))
}

pub fn list_group_policies(
    ctx: &mut Ctx<'_>,
    input: ListGroupPoliciesInput<'_>,
) -> Result<ListGroupPoliciesOutput, ApiError> {
    let page = Page::read("ListGroupPolicies", input.marker(), input.max_items())?;
    let cut = list(ctx, Kind::Group, input.group_name(), &page)?;
    Ok(ListGroupPoliciesOutput::new()
        .is_truncated(cut.is_truncated())
        .policy_names(cut.items)
        .marker(cut.marker))
}

pub fn list_role_policies(
    ctx: &mut Ctx<'_>,
    input: ListRolePoliciesInput<'_>,
) -> Result<ListRolePoliciesOutput, ApiError> {
    let page = Page::read("ListRolePolicies", input.marker(), input.max_items())?;
    let cut = list(ctx, Kind::Role, input.role_name(), &page)?;
    Ok(ListRolePoliciesOutput::new()
        .is_truncated(cut.is_truncated())
        .policy_names(cut.items)
        .marker(cut.marker))
}
