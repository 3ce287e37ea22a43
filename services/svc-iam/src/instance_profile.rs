//! Instance profiles: how instances get a role.

use auth::directory::{self, ROLES};
use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    AddRoleToInstanceProfileInput, AddRoleToInstanceProfileOutput, CreateInstanceProfileInput,
    CreateInstanceProfileOutput, DeleteInstanceProfileInput, DeleteInstanceProfileOutput,
    GetInstanceProfileInput, GetInstanceProfileOutput, InstanceProfileBuilder,
    ListInstanceProfilesForRoleInput, ListInstanceProfilesForRoleOutput, ListInstanceProfilesInput,
    ListInstanceProfilesOutput, RemoveRoleFromInstanceProfileInput,
    RemoveRoleFromInstanceProfileOutput,
};
use crate::common::{Page, arn, new_id, new_tags, path, show_tags_if_any, starts_with_path, time};
use crate::entity::find_role;
use crate::errors;
use crate::limits::{INSTANCE_PROFILES_MAX, ROLES_PER_PROFILE_MAX};
use crate::role;
use crate::state::{INSTANCE_PROFILES, InstanceProfileRow, PROFILES_OF_ROLES};

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateInstanceProfileInput<'_>,
) -> Result<CreateInstanceProfileOutput, ApiError> {
    let name = input.instance_profile_name();
    let profiles = ctx.table(&INSTANCE_PROFILES);
    if profiles.contains(&directory::key(name))? {
        return Err(errors::instance_profile_exists(name));
    }
    let count = profiles.keys(&Range::all()).take(INSTANCE_PROFILES_MAX).count();
    if count >= INSTANCE_PROFILES_MAX {
        return Err(errors::quota("InstanceProfilesPerAccount", INSTANCE_PROFILES_MAX));
    }
    let row = InstanceProfileRow {
        name: name.to_owned(),
        path: path(input.path()),
        id: new_id(ctx, "AIPA"),
        created: ctx.now().micros(),
        role: None,
        tags: new_tags(input.tags())?,
    };
    put(ctx, &row);
    Ok(CreateInstanceProfileOutput::new().instance_profile(show(ctx, &row)?))
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetInstanceProfileInput<'_>,
) -> Result<GetInstanceProfileOutput, ApiError> {
    let row = find(ctx, input.instance_profile_name())?;
    Ok(GetInstanceProfileOutput::new().instance_profile(show(ctx, &row)?))
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListInstanceProfilesInput<'_>,
) -> Result<ListInstanceProfilesOutput, ApiError> {
    let page = Page::read("ListInstanceProfiles", input.marker(), input.max_items())?;
    let mut range = Range::all();
    if let Some(after) = &page.after {
        range = range.after(after);
    }
    let mut found = Vec::new();
    for entry in ctx.table(&INSTANCE_PROFILES).scan(&range) {
        let (key, row) = entry?;
        if starts_with_path(&row.path, input.path_prefix()) {
            found.push((key, show(ctx, &row)?));
        }
        if found.len() > page.max {
            break;
        }
    }
    let cut = page.cut(found);
    Ok(ListInstanceProfilesOutput::new()
        .is_truncated(cut.is_truncated())
        .instance_profiles(cut.items)
        .marker(cut.marker))
}

pub fn list_for_role(
    ctx: &mut Ctx<'_>,
    input: ListInstanceProfilesForRoleInput<'_>,
) -> Result<ListInstanceProfilesForRoleOutput, ApiError> {
    let role = find_role(ctx, input.role_name())?;
    let page = Page::read("ListInstanceProfilesForRole", input.marker(), input.max_items())?;
    let mut found = Vec::new();
    for row in of_role(ctx, &directory::key(&role.name))? {
        found.push((directory::key(&row.name), show(ctx, &row)?));
    }
    let cut = page.cut_whole(found);
    Ok(ListInstanceProfilesForRoleOutput::new()
        .is_truncated(cut.is_truncated())
        .instance_profiles(cut.items)
        .marker(cut.marker))
}

pub fn of_role(ctx: &Ctx<'_>, role: &str) -> Result<Vec<InstanceProfileRow>, ApiError> {
    let mut rows = Vec::new();
    for entry in ctx.table(&PROFILES_OF_ROLES).keys(&Range::within(&(role,))) {
        let (_, profile) = entry?;
        rows.extend(ctx.table(&INSTANCE_PROFILES).get(&profile)?);
    }
    Ok(rows)
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteInstanceProfileInput<'_>,
) -> Result<DeleteInstanceProfileOutput, ApiError> {
    let row = find(ctx, input.instance_profile_name())?;
    if row.role.is_some() {
        return Err(errors::delete_conflict("remove roles from instance profile"));
    }
    ctx.table_mut(&INSTANCE_PROFILES).delete(&directory::key(&row.name));
    Ok(DeleteInstanceProfileOutput::new())
}

pub fn add_role(
    ctx: &mut Ctx<'_>,
    input: AddRoleToInstanceProfileInput<'_>,
) -> Result<AddRoleToInstanceProfileOutput, ApiError> {
    let mut row = find(ctx, input.instance_profile_name())?;
    let role = directory::key(&find_role(ctx, input.role_name())?.name);
    if row.role.is_some() {
        return Err(errors::quota("InstanceSessionsPerInstanceProfile", ROLES_PER_PROFILE_MAX));
    }
    let profile = directory::key(&row.name);
    ctx.table_mut(&PROFILES_OF_ROLES).put(&(role.as_str(), profile.as_str()), &());
    row.role = Some(role);
    put(ctx, &row);
    Ok(AddRoleToInstanceProfileOutput::new())
}

pub fn remove_role(
    ctx: &mut Ctx<'_>,
    input: RemoveRoleFromInstanceProfileInput<'_>,
) -> Result<RemoveRoleFromInstanceProfileOutput, ApiError> {
    let mut row = find(ctx, input.instance_profile_name())?;
    let role = directory::key(input.role_name());
    if row.role.as_ref() != Some(&role) {
        return Err(errors::no_such("role", input.role_name()));
    }
    row.role = None;
    let profile = directory::key(&row.name);
    ctx.table_mut(&PROFILES_OF_ROLES).delete(&(role.as_str(), profile.as_str()));
    put(ctx, &row);
    Ok(RemoveRoleFromInstanceProfileOutput::new())
}

pub fn find(ctx: &Ctx<'_>, name: &str) -> Result<InstanceProfileRow, ApiError> {
    let row = ctx.table(&INSTANCE_PROFILES).get(&directory::key(name))?;
    row.ok_or_else(|| errors::no_such_instance_profile(name))
}

pub fn put(ctx: &mut Ctx<'_>, row: &InstanceProfileRow) {
    ctx.table_mut(&INSTANCE_PROFILES).put(&directory::key(&row.name), row);
}

pub fn show(ctx: &Ctx<'_>, row: &InstanceProfileRow) -> Result<InstanceProfileBuilder, ApiError> {
    let role = match &row.role {
        Some(role) => ROLES.at(ctx.tx(), &ctx.scope()).get(role)?,
        None => None,
    };
    let roles: Vec<_> = role.iter().map(|role| role::show(ctx, role)).collect();
    Ok(InstanceProfileBuilder::new()
        .path(&row.path)
        .instance_profile_name(&row.name)
        .instance_profile_id(&row.id)
        .arn(arn(ctx, "instance-profile", &row.path, &row.name))
        .create_date(time(row.created))
        .roles(roles)
        .tags(show_tags_if_any(&row.tags)))
}
