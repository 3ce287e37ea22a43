//! `GetAccountAuthorizationDetails`: everything that says who may do what, in one list.

use auth::directory::managed::{self, ManagedPolicy};
use auth::directory::{
    self, GROUPS, GroupRow, Holdings, POLICIES, PolicyRow, ROLES, RoleRow, USERS, UserRow,
};
use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::entity_type as kind;
use crate::api::{
    AttachedPolicyBuilder, GetAccountAuthorizationDetailsInput,
    GetAccountAuthorizationDetailsOutput, GroupDetailBuilder, ManagedPolicyDetailBuilder,
    PolicyDetailBuilder, RoleDetailBuilder, UserDetailBuilder,
};
use crate::common::{Page, arn, boundary, encode, show_tags, time};
use crate::policy::{self, Usage};
use crate::{attachment, instance_profile, role, version};

/// What a page is cut from, in the order of the list.
enum Detail {
    User(UserRow),
    Group(GroupRow),
    Role(RoleRow),
    Own(PolicyRow),
    Aws(&'static ManagedPolicy),
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetAccountAuthorizationDetailsInput<'_>,
) -> Result<GetAccountAuthorizationDetailsOutput, ApiError> {
    let page = Page::read("GetAccountAuthorizationDetails", input.marker(), input.max_items())?;
    let is_wanted =
        |kind: &str| input.filter().is_none_or(|kinds| kinds.is_empty() || kinds.contains(kind));
    let mut all: Vec<(String, Detail)> = Vec::new();
    let (tx, scope) = (ctx.tx(), ctx.scope());
    if is_wanted(kind::USER) {
        for entry in USERS.at(tx, &scope).scan(&Range::all()) {
            let (key, row) = entry?;
            all.push((format!("0{key}"), Detail::User(row)));
        }
    }
    if is_wanted(kind::GROUP) {
        for entry in GROUPS.at(tx, &scope).scan(&Range::all()) {
            let (key, row) = entry?;
            all.push((format!("1{key}"), Detail::Group(row)));
        }
    }
    if is_wanted(kind::ROLE) {
        for entry in ROLES.at(tx, &scope).scan(&Range::all()) {
            let (key, row) = entry?;
            all.push((format!("2{key}"), Detail::Role(row)));
        }
    }
    if is_wanted(kind::LOCAL_MANAGED_POLICY) {
        for entry in POLICIES.at(tx, &scope).scan(&Range::all()) {
            let (key, row) = entry?;
            all.push((format!("3{key}"), Detail::Own(row)));
        }
    }
    if is_wanted(kind::AWS_MANAGED_POLICY) {
        let key = |policy: &ManagedPolicy| format!("4{}", directory::key(&policy.name));
        all.extend(managed::all().map(|policy| (key(policy), Detail::Aws(policy))));
    }
    let cut = page.cut_whole(all);
    let (is_truncated, marker) = (cut.is_truncated(), cut.marker);
    let (mut users, mut groups, mut roles, mut policies) = (vec![], vec![], vec![], vec![]);
    for detail in cut.items {
        match detail {
            Detail::User(row) => users.push(of_user(ctx, &row)?),
            Detail::Group(row) => groups.push(of_group(ctx, &row)),
            Detail::Role(row) => roles.push(of_role(ctx, &row)?),
            Detail::Own(row) => policies.push(of_policy(ctx, &row)?),
            Detail::Aws(policy) => policies.push(of_aws_policy(ctx, policy)?),
        }
    }
    Ok(GetAccountAuthorizationDetailsOutput::new()
        .user_detail_list(users)
        .group_detail_list(groups)
        .role_detail_list(roles)
        .policies(policies)
        .is_truncated(is_truncated)
        .marker(marker))
}

fn inline(holdings: &Holdings) -> Vec<PolicyDetailBuilder> {
    let shown = |(name, document): (&String, &String)| {
        PolicyDetailBuilder::new().policy_name(name).policy_document(encode(document))
    };
    holdings.inline.iter().map(shown).collect()
}

fn attached(holdings: &Holdings) -> Vec<AttachedPolicyBuilder> {
    holdings.attached.iter().map(|arn| attachment::show(arn)).collect()
}

fn of_user(ctx: &Ctx<'_>, row: &UserRow) -> Result<UserDetailBuilder, ApiError> {
    let mut groups = Vec::new();
    for group in &row.groups {
        groups.extend(GROUPS.at(ctx.tx(), &ctx.scope()).get(group)?.map(|group| group.name));
    }
    Ok(UserDetailBuilder::new()
        .path(&row.path)
        .user_name(&row.name)
        .user_id(&row.id)
        .arn(arn(ctx, "user", &row.path, &row.name))
        .create_date(time(row.created))
        .user_policy_list(inline(&row.holdings))
        .group_list(groups)
        .attached_managed_policies(attached(&row.holdings))
        .permissions_boundary(boundary(row.holdings.boundary.as_ref()))
        .tags(show_tags(&row.tags)))
}

fn of_group(ctx: &Ctx<'_>, row: &GroupRow) -> GroupDetailBuilder {
    GroupDetailBuilder::new()
        .path(&row.path)
        .group_name(&row.name)
        .group_id(&row.id)
        .arn(arn(ctx, "group", &row.path, &row.name))
        .create_date(time(row.created))
        .group_policy_list(inline(&row.holdings))
        .attached_managed_policies(attached(&row.holdings))
}

fn of_role(ctx: &Ctx<'_>, row: &RoleRow) -> Result<RoleDetailBuilder, ApiError> {
    let mut profiles = Vec::new();
    for profile in instance_profile::of_role(ctx, &directory::key(&row.name))? {
        profiles.push(instance_profile::show(ctx, &profile)?);
    }
    Ok(RoleDetailBuilder::new()
        .path(&row.path)
        .role_name(&row.name)
        .role_id(&row.id)
        .arn(arn(ctx, "role", &row.path, &row.name))
        .create_date(time(row.created))
        .assume_role_policy_document(encode(&role::trust(ctx, row)))
        .instance_profile_list(profiles)
        .role_policy_list(inline(&row.holdings))
        .attached_managed_policies(attached(&row.holdings))
        .permissions_boundary(boundary(row.holdings.boundary.as_ref()))
        .tags(show_tags(&row.tags))
        .role_last_used(role::last_used(ctx, row)?))
}

fn of_policy(ctx: &Ctx<'_>, row: &PolicyRow) -> Result<ManagedPolicyDetailBuilder, ApiError> {
    let arn = policy::own_arn(ctx, row);
    let usage = Usage::of(ctx, &arn)?;
    let versions: Vec<_> = row
        .versions
        .iter()
        .rev()
        .map(|(number, it)| version::show(row, *number).document(encode(&it.document)))
        .collect();
    Ok(ManagedPolicyDetailBuilder::new()
        .policy_name(&row.name)
        .policy_id(&row.id)
        .arn(arn)
        .path(&row.path)
        .default_version_id(format!("v{}", row.default_version))
        .attachment_count(usage.attachments)
        .permissions_boundary_usage_count(usage.boundaries)
        .is_attachable(true)
        .description(row.description.as_deref())
        .create_date(time(row.created))
        .update_date(time(row.updated))
        .policy_version_list(versions))
}

fn of_aws_policy(
    ctx: &Ctx<'_>,
    policy: &ManagedPolicy,
) -> Result<ManagedPolicyDetailBuilder, ApiError> {
    let arn = policy.arn(ctx.region().partition());
    let usage = Usage::of(ctx, &arn)?;
    let version = version::show_aws(policy).document(encode(&policy.document));
    Ok(ManagedPolicyDetailBuilder::new()
        .policy_name(policy.name.as_str())
        .policy_id(policy.id.as_str())
        .arn(arn)
        .path(policy.path.as_str())
        .default_version_id(format!("v{}", policy.version))
        .attachment_count(usage.attachments)
        .permissions_boundary_usage_count(usage.boundaries)
        .is_attachable(true)
        .create_date(policy.created)
        .update_date(policy.updated)
        .policy_version_list(vec![version]))
}
