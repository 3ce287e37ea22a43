//! Roles and their trust policies.

use std::borrow::Cow;

use auth::directory::{self, Holdings, ROLES, RoleRow, USES, use_kind};
use auth::principals;
use kernel::{ApiError, Ctx};
use policy::{Kind, Policy};
use store::Range;

use crate::access::is_identity_center;
use crate::api::{
    CreateRoleInput, CreateRoleOutput, DeleteRoleInput, DeleteRoleOutput, GetRoleInput,
    GetRoleOutput, ListRolesInput, ListRolesOutput, RoleBuilder, RoleLastUsedBuilder,
    UpdateAssumeRolePolicyInput, UpdateAssumeRolePolicyOutput, UpdateRoleDescriptionInput,
    UpdateRoleDescriptionOutput, UpdateRoleInput, UpdateRoleOutput,
};
use crate::common::{
    Page, arn, boundary, chars, encode, new_id, new_tags, path, show_tags_if_any, starts_with_path,
    time,
};
use crate::entity::{RESERVED, find_own_role, find_role, put_role};
use crate::errors;
use crate::limits::{ROLES_MAX, SESSION_SECONDS_DEFAULT, TRUST_CHARS_MAX};
use crate::policy as managed;
use crate::role_template;
use crate::state::{PROFILES_OF_ROLES, ROLE_SOURCES};

pub fn create_role(
    ctx: &mut Ctx<'_>,
    input: CreateRoleInput<'_>,
) -> Result<CreateRoleOutput, ApiError> {
    let name = input.role_name();
    check_new(ctx, name)?;
    let path = path(input.path());
    if path.starts_with("/aws-service-role/") {
        return Err(errors::validation(
            "The specified path is reserved for service-linked roles: /aws-service-role/",
        ));
    }
    if path.starts_with(RESERVED) && !is_identity_center(ctx) {
        return Err(errors::validation("The specified path is reserved for AWS: /aws-reserved/"));
    }
    check_trust(ctx, input.assume_role_policy_document())?;
    let tags = new_tags(input.tags())?;
    let limit = managed::check_boundary(ctx, input.permissions_boundary())?;
    let row = RoleRow {
        name: name.to_owned(),
        path,
        id: new_id(ctx, "AROA"),
        created: ctx.now().micros(),
        holdings: Holdings { boundary: limit.clone(), ..Holdings::default() },
        trust: principals::bind(ctx.tx(), input.assume_role_policy_document())?.into_owned(),
        description: input.description().map(str::to_owned),
        session_s_max: input.max_session_duration().unwrap_or(SESSION_SECONDS_DEFAULT),
        tags,
        linked_service: None,
    };
    if let Some(arn) = &limit {
        managed::note_use(ctx, arn, use_kind::ROLE_BOUNDARY, name);
    }
    put_role(ctx, &row);
    Ok(CreateRoleOutput::new().role(show_whole(ctx, &row)?))
}

/// Whether there may be another role of this name.
pub fn check_new(ctx: &Ctx<'_>, name: &str) -> Result<(), ApiError> {
    let roles = ROLES.at(ctx.tx(), &ctx.scope());
    if roles.contains(&directory::key(name))? {
        return Err(errors::exists("Role", name));
    }
    if roles.keys(&Range::all()).take(ROLES_MAX).count() >= ROLES_MAX {
        return Err(errors::quota("RolesPerAccount", ROLES_MAX));
    }
    Ok(())
}

/// Reads a trust policy; the users and roles that it names must be there ([`principals`]).
pub fn check_trust(ctx: &Ctx<'_>, document: &str) -> Result<(), ApiError> {
    if chars(document) > TRUST_CHARS_MAX {
        return Err(errors::quota("ACLSizePerRole", TRUST_CHARS_MAX));
    }
    Policy::parse(document, Kind::Trust).map_err(|error| errors::malformed_policy(&error))?;
    let own = ctx.account();
    match principals::unknown(ctx.tx(), document, Some(own.as_str()))? {
        Some(principal) => Err(errors::invalid_principal(&principal)),
        None => Ok(()),
    }
}

pub fn get_role(ctx: &mut Ctx<'_>, input: GetRoleInput<'_>) -> Result<GetRoleOutput, ApiError> {
    let role = find_role(ctx, input.role_name())?;
    Ok(GetRoleOutput::new().role(show_whole(ctx, &role)?))
}

pub fn list_roles(
    ctx: &mut Ctx<'_>,
    input: ListRolesInput<'_>,
) -> Result<ListRolesOutput, ApiError> {
    let page = Page::read("ListRoles", input.marker(), input.max_items())?;
    let mut range = Range::all();
    if let Some(after) = &page.after {
        range = range.after(after);
    }
    let mut found = Vec::new();
    for entry in ROLES.at(ctx.tx(), &ctx.scope()).scan(&range) {
        let (key, row) = entry?;
        if starts_with_path(&row.path, input.path_prefix()) {
            found.push((key, show(ctx, &row)));
        }
        if found.len() > page.max {
            break;
        }
    }
    let cut = page.cut(found);
    Ok(ListRolesOutput::new().is_truncated(cut.is_truncated()).roles(cut.items).marker(cut.marker))
}

pub fn update_role(
    ctx: &mut Ctx<'_>,
    input: UpdateRoleInput<'_>,
) -> Result<UpdateRoleOutput, ApiError> {
    let mut role = find_own_role(ctx, input.role_name())?;
    if let Some(description) = input.description() {
        role.description = Some(description.to_owned());
    }
    if let Some(seconds) = input.max_session_duration() {
        role.session_s_max = seconds;
    }
    put_role(ctx, &role);
    Ok(UpdateRoleOutput::new())
}

pub fn update_role_description(
    ctx: &mut Ctx<'_>,
    input: UpdateRoleDescriptionInput<'_>,
) -> Result<UpdateRoleDescriptionOutput, ApiError> {
    let mut role = find_own_role(ctx, input.role_name())?;
    role.description = Some(input.description().to_owned());
    put_role(ctx, &role);
    Ok(UpdateRoleDescriptionOutput::new().role(show_whole(ctx, &role)?))
}

pub fn update_assume_role_policy(
    ctx: &mut Ctx<'_>,
    input: UpdateAssumeRolePolicyInput<'_>,
) -> Result<UpdateAssumeRolePolicyOutput, ApiError> {
    let mut role = find_own_role(ctx, input.role_name())?;
    check_trust(ctx, input.policy_document())?;
    role.trust = principals::bind(ctx.tx(), input.policy_document())?.into_owned();
    put_role(ctx, &role);
    Ok(UpdateAssumeRolePolicyOutput::new())
}

pub fn delete_role(
    ctx: &mut Ctx<'_>,
    input: DeleteRoleInput<'_>,
) -> Result<DeleteRoleOutput, ApiError> {
    let role = find_own_role(ctx, input.role_name())?;
    let key = directory::key(&role.name);
    let profiles = ctx.table(&PROFILES_OF_ROLES);
    if !profiles.is_empty(&Range::within(&(key.as_str(),)))? {
        return Err(errors::delete_conflict("remove roles from instance profile"));
    }
    if !role.holdings.inline.is_empty() {
        return Err(errors::delete_conflict("delete policies"));
    }
    if !role.holdings.attached.is_empty() {
        return Err(errors::delete_conflict("detach all policies"));
    }
    remove(ctx, &role);
    Ok(DeleteRoleOutput::new())
}

pub fn remove(ctx: &mut Ctx<'_>, role: &RoleRow) {
    if let Some(arn) = &role.holdings.boundary {
        managed::forget_use(ctx, arn, use_kind::ROLE_BOUNDARY, &role.name);
    }
    let scope = ctx.scope();
    ROLES.at_mut(ctx.tx_mut(), &scope).delete(&directory::key(&role.name));
    USES.at_mut(ctx.tx_mut(), &scope).delete(&role.id);
    ctx.table_mut(&ROLE_SOURCES).delete(&role.id);
    principals::forget(ctx, &role.id);
    directory::touch(ctx);
}

/// As lists show it ([A] ListRoles: no boundary, no last use, no tags).
pub fn show(ctx: &Ctx<'_>, row: &RoleRow) -> RoleBuilder {
    RoleBuilder::new()
        .path(&row.path)
        .role_name(&row.name)
        .role_id(&row.id)
        .arn(arn(ctx, "role", &row.path, &row.name))
        .create_date(time(row.created))
        .assume_role_policy_document(encode(&trust(ctx, row)))
        .description(row.description.as_deref())
        .max_session_duration(row.session_s_max)
}

/// The trust policy, with the names of those who still are.
pub fn trust<'r>(ctx: &Ctx<'_>, row: &'r RoleRow) -> Cow<'r, str> {
    principals::shown(ctx.tx(), &row.trust).unwrap_or(Cow::Borrowed(&row.trust))
}

pub fn show_whole(ctx: &Ctx<'_>, row: &RoleRow) -> Result<RoleBuilder, ApiError> {
    Ok(show(ctx, row)
        .permissions_boundary(boundary(row.holdings.boundary.as_ref()))
        .tags(show_tags_if_any(&row.tags))
        .role_last_used(last_used(ctx, row)?)
        .source_role_template(role_template::source(ctx, row)?))
}

/// Empty as long as nobody has used the role.
pub fn last_used(ctx: &Ctx<'_>, row: &RoleRow) -> Result<RoleLastUsedBuilder, ApiError> {
    let used = USES.at(ctx.tx(), &ctx.scope()).get(&row.id)?;
    Ok(match used {
        None => RoleLastUsedBuilder::new(),
        Some(used) => RoleLastUsedBuilder::new().last_used_date(time(used.at)).region(used.region),
    })
}
