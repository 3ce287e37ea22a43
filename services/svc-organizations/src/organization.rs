//! The organization itself, and its root.

use std::collections::BTreeSet;

use kernel::{AccountId, ApiError, Ctx};
use store::Range;

use crate::api::organization_feature_set::{ALL, CONSOLIDATED_BILLING};
use crate::api::policy_type::SERVICE_CONTROL_POLICY;
use crate::api::policy_type_status::ENABLED;
use crate::api::{
    CreateOrganizationInput, CreateOrganizationOutput, DeleteOrganizationInput,
    DeleteOrganizationOutput, DescribeOrganizationInput, DescribeOrganizationOutput,
    ListRootsInput, ListRootsOutput, OrganizationBuilder, PolicyTypeSummaryBuilder, RootBuilder,
};
use crate::errors;
use crate::policy;
use crate::state::{
    ACCOUNTS, ATTACHED_AT, ATTACHMENTS, CREATIONS, DELEGATIONS, MEMBERS, MemberRow, ORGANIZATIONS,
    OrganizationRow, POLICIES, RESOURCE_POLICIES, TAGS, TRUSTED, UNITS,
};
use crate::tree::{Organization, cut};
use crate::{account, control, gov_cloud, transfer};

pub fn create_organization(
    ctx: &mut Ctx<'_>,
    input: CreateOrganizationInput<'_>,
) -> Result<CreateOrganizationOutput, ApiError> {
    let account = ctx.account().to_string();
    if ctx.table(&MEMBERS).contains(&account)? {
        return Err(errors::already_in_organization());
    }
    let organization = Organization {
        id: format!("o-{}", ctx.chance().hex(10)),
        row: OrganizationRow {
            management: account.clone(),
            root: format!("r-{}", ctx.chance().hex(4)),
            has_all_features: input.feature_set() != Some(CONSOLIDATED_BILLING),
            enabled: BTreeSet::new(),
        },
    };
    organization.save(ctx);
    policy::add_aws_policies(ctx, &organization);
    let member = MemberRow {
        organization: organization.id.clone(),
        parent: organization.row.root.clone(),
        name: format!("account {account}"),
        email: format!("{account}@example.com"),
        is_created: false,
        joined: ctx.now().micros(),
        state: None,
    };
    account::put(ctx, &organization, &account, &member);
    control::renew(ctx, &organization)?;
    Ok(CreateOrganizationOutput::new().organization(show(ctx, &organization)?))
}

pub fn describe_organization(
    ctx: &mut Ctx<'_>,
    _: DescribeOrganizationInput<'_>,
) -> Result<DescribeOrganizationOutput, ApiError> {
    let organization = Organization::of(ctx)?;
    Ok(DescribeOrganizationOutput::new().organization(show(ctx, &organization)?))
}

pub fn delete_organization(
    ctx: &mut Ctx<'_>,
    _: DeleteOrganizationInput<'_>,
) -> Result<DeleteOrganizationOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    if organization.accounts(ctx)?.len() > 1 {
        return Err(errors::not_empty());
    }
    if transfer::has_any(ctx, &organization.row.management)? {
        let message = "You cannot delete organization due to an ongoing responsibility transfer \
                       process.";
        return Err(errors::constraint("ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS", message));
    }
    remove(ctx, &organization)?;
    Ok(DeleteOrganizationOutput::new())
}

fn remove(ctx: &mut Ctx<'_>, organization: &Organization) -> Result<(), ApiError> {
    for (account, _) in organization.accounts(ctx)? {
        account::take(ctx, organization, &account);
    }
    let id = organization.id.as_str();
    ctx.table_mut(&ORGANIZATIONS).delete(id);
    ctx.table_mut(&UNITS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&ACCOUNTS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&POLICIES).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&ATTACHMENTS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&ATTACHED_AT).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&RESOURCE_POLICIES).delete(id);
    ctx.table_mut(&CREATIONS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&DELEGATIONS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&TRUSTED).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&TAGS).delete_range(&Range::within(&(id,)))?;
    transfer::forget(ctx, &organization.row.management)
}

/// An account that is reset leaves its organization, or takes it along when it manages it.
pub fn on_reset(ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<(), ApiError> {
    let closed = account.map(|account| account.to_string());
    auth::organization::reopen(ctx.tx_mut(), closed.as_deref())?;
    gov_cloud::forget(ctx, closed.as_deref())?;
    let members = ctx.table(&MEMBERS).scan(&Range::all());
    let members: Vec<_> = members.collect::<Result<_, _>>()?;
    for (id, member) in members {
        if account.is_some_and(|account| account.as_str() != id) {
            continue;
        }
        let Ok(organization) = Organization::find(ctx, &member.organization) else { continue };
        if organization.row.management == id {
            remove(ctx, &organization)?;
        } else {
            account::take(ctx, &organization, &id);
        }
    }
    Ok(())
}

pub fn list_roots(
    ctx: &mut Ctx<'_>,
    input: ListRootsInput<'_>,
) -> Result<ListRootsOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    let root = vec![(organization.row.root.clone(), show_root(ctx, &organization))];
    let (roots, token) = cut("ListRoots", input.next_token(), input.max_results(), root)?;
    Ok(ListRootsOutput::new().roots(roots).next_token(token))
}

pub fn show_root(ctx: &Ctx<'_>, organization: &Organization) -> RootBuilder {
    let types = organization.row.enabled.iter();
    let types = types.map(|kind| PolicyTypeSummaryBuilder::new().type_(kind).status(ENABLED));
    let root = &organization.row.root;
    RootBuilder::new()
        .id(root)
        .arn(organization.arn(ctx, "root", &format!("/{root}")))
        .name("Root")
        .policy_types(types.collect::<Vec<_>>())
}

fn show(ctx: &Ctx<'_>, organization: &Organization) -> Result<OrganizationBuilder, ApiError> {
    let management = &organization.row.management;
    let member = organization.account(ctx, management)?.ok_or_else(ApiError::internal)?;
    // [A] Organization: "Do not use. This field is deprecated" and tells of this type alone.
    let available = organization.row.has_all_features.then(|| {
        vec![PolicyTypeSummaryBuilder::new().type_(SERVICE_CONTROL_POLICY).status(ENABLED)]
    });
    let features = if organization.row.has_all_features { ALL } else { CONSOLIDATED_BILLING };
    Ok(OrganizationBuilder::new()
        .id(&organization.id)
        .arn(organization.arn(ctx, "organization", ""))
        .feature_set(features)
        .master_account_arn(organization.arn(ctx, "account", &format!("/{management}")))
        .master_account_id(management)
        .master_account_email(member.email)
        .available_policy_types(available.unwrap_or_default()))
}
