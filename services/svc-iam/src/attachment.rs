//! Attaching managed policies to users, groups and roles, and bounding users and roles by them.

use auth::directory::{self, ATTACHMENTS, GROUPS, ROLES, USERS, use_kind};
use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    AttachGroupPolicyInput, AttachGroupPolicyOutput, AttachRolePolicyInput, AttachRolePolicyOutput,
    AttachUserPolicyInput, AttachUserPolicyOutput, AttachedPolicyBuilder,
    DeleteRolePermissionsBoundaryInput, DeleteRolePermissionsBoundaryOutput,
    DeleteUserPermissionsBoundaryInput, DeleteUserPermissionsBoundaryOutput,
    DetachGroupPolicyInput, DetachGroupPolicyOutput, DetachRolePolicyInput, DetachRolePolicyOutput,
    DetachUserPolicyInput, DetachUserPolicyOutput, ListAttachedGroupPoliciesInput,
    ListAttachedGroupPoliciesOutput, ListAttachedRolePoliciesInput, ListAttachedRolePoliciesOutput,
    ListAttachedUserPoliciesInput, ListAttachedUserPoliciesOutput, ListEntitiesForPolicyInput,
    ListEntitiesForPolicyOutput, PolicyGroupBuilder, PolicyRoleBuilder, PolicyUserBuilder,
    PutRolePermissionsBoundaryInput, PutRolePermissionsBoundaryOutput,
    PutUserPermissionsBoundaryInput, PutUserPermissionsBoundaryOutput, entity_type,
};
use crate::common::{Cut, Page, starts_with_path};
use crate::entity::{Entity, Kind};
use crate::errors;
use crate::limits::ATTACHED_MAX;
use crate::policy;

fn attach(ctx: &mut Ctx<'_>, kind: Kind, name: &str, arn: &str) -> Result<(), ApiError> {
    let mut entity = Entity::find_to_change(ctx, kind, name)?;
    policy::check_attachable(ctx, arn)?;
    let attached = &mut entity.holdings_mut().attached;
    if !attached.insert(arn.to_owned()) {
        return Ok(());
    }
    if attached.len() > ATTACHED_MAX {
        return Err(errors::quota(&format!("PoliciesPer{}", kind.title()), ATTACHED_MAX));
    }
    policy::note_use(ctx, arn, kind.use_kind(), &entity.key);
    entity.save(ctx);
    Ok(())
}

fn detach(ctx: &mut Ctx<'_>, kind: Kind, name: &str, arn: &str) -> Result<(), ApiError> {
    let mut entity = Entity::find_to_change(ctx, kind, name)?;
    if !entity.holdings_mut().attached.remove(arn) {
        return Err(errors::attached_not_found(arn));
    }
    policy::forget_use(ctx, arn, kind.use_kind(), &entity.key);
    entity.save(ctx);
    Ok(())
}

/// In the order of names, as [`Page`] needs it.
fn list(
    ctx: &Ctx<'_>,
    kind: Kind,
    name: &str,
    prefix: Option<&str>,
    page: &Page,
) -> Result<Cut<AttachedPolicyBuilder>, ApiError> {
    let entity = Entity::find(ctx, kind, name)?;
    let is_below = |arn: &&String| {
        let resource = arn.splitn(6, ':').nth(5).and_then(|it| it.strip_prefix("policy"));
        starts_with_path(resource.unwrap_or_default(), prefix)
    };
    let shown = |arn: &String| (arn.clone(), show(arn));
    Ok(page.cut_whole(entity.holdings().attached.iter().filter(is_below).map(shown)))
}

pub fn show(arn: &str) -> AttachedPolicyBuilder {
    let name = directory::name_of(arn).unwrap_or_default();
    AttachedPolicyBuilder::new().policy_name(name).policy_arn(arn)
}

pub fn attach_user_policy(
    ctx: &mut Ctx<'_>,
    input: AttachUserPolicyInput<'_>,
) -> Result<AttachUserPolicyOutput, ApiError> {
    attach(ctx, Kind::User, input.user_name(), input.policy_arn())?;
    Ok(AttachUserPolicyOutput::new())
}

pub fn attach_group_policy(
    ctx: &mut Ctx<'_>,
    input: AttachGroupPolicyInput<'_>,
) -> Result<AttachGroupPolicyOutput, ApiError> {
    attach(ctx, Kind::Group, input.group_name(), input.policy_arn())?;
    Ok(AttachGroupPolicyOutput::new())
}

pub fn attach_role_policy(
    ctx: &mut Ctx<'_>,
    input: AttachRolePolicyInput<'_>,
) -> Result<AttachRolePolicyOutput, ApiError> {
    attach(ctx, Kind::Role, input.role_name(), input.policy_arn())?;
    Ok(AttachRolePolicyOutput::new())
}

pub fn detach_user_policy(
    ctx: &mut Ctx<'_>,
    input: DetachUserPolicyInput<'_>,
) -> Result<DetachUserPolicyOutput, ApiError> {
    detach(ctx, Kind::User, input.user_name(), input.policy_arn())?;
    Ok(DetachUserPolicyOutput::new())
}

pub fn detach_group_policy(
    ctx: &mut Ctx<'_>,
    input: DetachGroupPolicyInput<'_>,
) -> Result<DetachGroupPolicyOutput, ApiError> {
    detach(ctx, Kind::Group, input.group_name(), input.policy_arn())?;
    Ok(DetachGroupPolicyOutput::new())
}

pub fn detach_role_policy(
    ctx: &mut Ctx<'_>,
    input: DetachRolePolicyInput<'_>,
) -> Result<DetachRolePolicyOutput, ApiError> {
    detach(ctx, Kind::Role, input.role_name(), input.policy_arn())?;
    Ok(DetachRolePolicyOutput::new())
}

pub fn list_attached_user_policies(
    ctx: &mut Ctx<'_>,
    input: ListAttachedUserPoliciesInput<'_>,
) -> Result<ListAttachedUserPoliciesOutput, ApiError> {
    let page = Page::read("ListAttachedUserPolicies", input.marker(), input.max_items())?;
    let cut = list(ctx, Kind::User, input.user_name(), input.path_prefix(), &page)?;
    Ok(ListAttachedUserPoliciesOutput::new()
        .is_truncated(cut.is_truncated())
        .attached_policies(cut.items)
        .marker(cut.marker))
}

pub fn list_attached_group_policies(
    ctx: &mut Ctx<'_>,
    input: ListAttachedGroupPoliciesInput<'_>,
) -> Result<ListAttachedGroupPoliciesOutput, ApiError> {
    let page = Page::read("ListAttachedGroupPolicies", input.marker(), input.max_items())?;
    let cut = list(ctx, Kind::Group, input.group_name(), input.path_prefix(), &page)?;
    Ok(ListAttachedGroupPoliciesOutput::new()
        .is_truncated(cut.is_truncated())
        .attached_policies(cut.items)
        .marker(cut.marker))
}

pub fn list_attached_role_policies(
    ctx: &mut Ctx<'_>,
    input: ListAttachedRolePoliciesInput<'_>,
) -> Result<ListAttachedRolePoliciesOutput, ApiError> {
    let page = Page::read("ListAttachedRolePolicies", input.marker(), input.max_items())?;
    let cut = list(ctx, Kind::Role, input.role_name(), input.path_prefix(), &page)?;
    Ok(ListAttachedRolePoliciesOutput::new()
        .is_truncated(cut.is_truncated())
        .attached_policies(cut.items)
        .marker(cut.marker))
}

// Permissions boundaries.

fn bound(ctx: &mut Ctx<'_>, kind: Kind, name: &str, arn: Option<&str>) -> Result<(), ApiError> {
    let mut entity = Entity::find_to_change(ctx, kind, name)?;
    let arn = policy::check_boundary(ctx, arn)?;
    let use_kind =
        if kind == Kind::User { use_kind::USER_BOUNDARY } else { use_kind::ROLE_BOUNDARY };
    match entity.holdings_mut().boundary.take() {
        Some(old) => policy::forget_use(ctx, &old, use_kind, &entity.key),
        None if arn.is_none() => {
            let message = format!("{} does not have a permissions boundary.", kind.title());
            return Err(crate::api::error::no_such_entity_exception(message));
        }
        None => {}
    }
    if let Some(arn) = &arn {
        policy::note_use(ctx, arn, use_kind, &entity.key);
    }
    entity.holdings_mut().boundary = arn;
    entity.save(ctx);
    Ok(())
}

pub fn put_user_permissions_boundary(
    ctx: &mut Ctx<'_>,
    input: PutUserPermissionsBoundaryInput<'_>,
) -> Result<PutUserPermissionsBoundaryOutput, ApiError> {
    bound(ctx, Kind::User, input.user_name(), Some(input.permissions_boundary()))?;
    Ok(PutUserPermissionsBoundaryOutput::new())
}

pub fn put_role_permissions_boundary(
    ctx: &mut Ctx<'_>,
    input: PutRolePermissionsBoundaryInput<'_>,
) -> Result<PutRolePermissionsBoundaryOutput, ApiError> {
    bound(ctx, Kind::Role, input.role_name(), Some(input.permissions_boundary()))?;
    Ok(PutRolePermissionsBoundaryOutput::new())
}

pub fn delete_user_permissions_boundary(
    ctx: &mut Ctx<'_>,
    input: DeleteUserPermissionsBoundaryInput<'_>,
) -> Result<DeleteUserPermissionsBoundaryOutput, ApiError> {
    bound(ctx, Kind::User, input.user_name(), None)?;
    Ok(DeleteUserPermissionsBoundaryOutput::new())
}

pub fn delete_role_permissions_boundary(
    ctx: &mut Ctx<'_>,
    input: DeleteRolePermissionsBoundaryInput<'_>,
) -> Result<DeleteRolePermissionsBoundaryOutput, ApiError> {
    bound(ctx, Kind::Role, input.role_name(), None)?;
    Ok(DeleteRolePermissionsBoundaryOutput::new())
}

// Who has a policy.

/// An entity of one of three kinds: its name, its id, its path.
enum Holder {
    Group(String, String),
    User(String, String),
    Role(String, String),
}

pub fn list_entities_for_policy(
    ctx: &mut Ctx<'_>,
    input: ListEntitiesForPolicyInput<'_>,
) -> Result<ListEntitiesForPolicyOutput, ApiError> {
    let arn = input.policy_arn();
    policy::find(ctx, arn)?;
    let page = Page::read("ListEntitiesForPolicy", input.marker(), input.max_items())?;
    let mut found = Vec::new();
    for entry in ATTACHMENTS.at(ctx.tx(), &ctx.scope()).keys(&Range::within(&(arn,))) {
        let (_, kind, name) = entry?;
        if !is_wanted(input, &kind) {
            continue;
        }
        let Some((holder, path)) = holder(ctx, &kind, &name)? else { continue };
        if starts_with_path(&path, input.path_prefix()) {
            found.push((format!("{kind}/{name}"), holder));
        }
    }
    found.sort_by(|left, right| left.0.cmp(&right.0));
    let cut = page.cut_whole(found);
    let (mut groups, mut users, mut roles) = (Vec::new(), Vec::new(), Vec::new());
    let is_truncated = cut.is_truncated();
    for holder in cut.items {
        match holder {
            Holder::Group(name, id) => {
                groups.push(PolicyGroupBuilder::new().group_name(name).group_id(id));
            }
            Holder::User(name, id) => {
                users.push(PolicyUserBuilder::new().user_name(name).user_id(id));
            }
            Holder::Role(name, id) => {
                roles.push(PolicyRoleBuilder::new().role_name(name).role_id(id));
            }
        }
    }
    Ok(ListEntitiesForPolicyOutput::new()
        .policy_groups(groups)
        .policy_users(users)
        .policy_roles(roles)
        .is_truncated(is_truncated)
        .marker(cut.marker))
}

fn is_wanted(input: ListEntitiesForPolicyInput<'_>, kind: &str) -> bool {
    let is_boundary = matches!(kind, use_kind::USER_BOUNDARY | use_kind::ROLE_BOUNDARY);
    let by_usage = match input.policy_usage_filter() {
        None => true,
        Some("PermissionsBoundary") => is_boundary,
        Some(_) => !is_boundary,
    };
    let by_kind = match input.entity_filter() {
        Some(entity_type::USER) => kind.starts_with(use_kind::USER),
        Some(entity_type::ROLE) => kind.starts_with(use_kind::ROLE),
        Some(entity_type::GROUP) => kind == use_kind::GROUP,
        _ => true,
    };
    by_usage && by_kind
}

fn holder(ctx: &Ctx<'_>, kind: &str, name: &str) -> Result<Option<(Holder, String)>, ApiError> {
    let (tx, scope) = (ctx.tx(), ctx.scope());
    Ok(match kind {
        use_kind::GROUP => {
            let row = GROUPS.at(tx, &scope).get(name)?;
            row.map(|row| (Holder::Group(row.name, row.id), row.path))
        }
        use_kind::USER | use_kind::USER_BOUNDARY => {
            let row = USERS.at(tx, &scope).get(name)?;
            row.map(|row| (Holder::User(row.name, row.id), row.path))
        }
        _ => {
            let row = ROLES.at(tx, &scope).get(name)?;
            row.map(|row| (Holder::Role(row.name, row.id), row.path))
        }
    })
}
