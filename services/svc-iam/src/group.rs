//! Groups and their members.

use auth::directory::{self, ATTACHMENTS, GROUPS, GroupRow, Holdings, MEMBERS, USERS, use_kind};
use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    AddUserToGroupInput, AddUserToGroupOutput, CreateGroupInput, CreateGroupOutput,
    DeleteGroupInput, DeleteGroupOutput, GetGroupInput, GetGroupOutput, GroupBuilder,
    ListGroupsForUserInput, ListGroupsForUserOutput, ListGroupsInput, ListGroupsOutput,
    RemoveUserFromGroupInput, RemoveUserFromGroupOutput, UpdateGroupInput, UpdateGroupOutput,
};
use crate::common::{Page, arn, new_id, path, starts_with_path, time};
use crate::entity::{find_group, find_user, put_group, put_user};
use crate::errors;
use crate::limits::{GROUPS_MAX, GROUPS_PER_USER_MAX};
use crate::user;

pub fn create_group(
    ctx: &mut Ctx<'_>,
    input: CreateGroupInput<'_>,
) -> Result<CreateGroupOutput, ApiError> {
    let name = input.group_name();
    let groups = GROUPS.at(ctx.tx(), &ctx.scope());
    if groups.contains(&directory::key(name))? {
        return Err(errors::exists("Group", name));
    }
    if groups.keys(&Range::all()).take(GROUPS_MAX).count() >= GROUPS_MAX {
        return Err(errors::quota("GroupsPerAccount", GROUPS_MAX));
    }
    let row = GroupRow {
        name: name.to_owned(),
        path: path(input.path()),
        id: new_id(ctx, "AGPA"),
        created: ctx.now().micros(),
        holdings: Holdings::default(),
    };
    put_group(ctx, &row);
    Ok(CreateGroupOutput::new().group(show(ctx, &row)))
}

pub fn get_group(ctx: &mut Ctx<'_>, input: GetGroupInput<'_>) -> Result<GetGroupOutput, ApiError> {
    let group = find_group(ctx, input.group_name())?;
    let page = Page::read("GetGroup", input.marker(), input.max_items())?;
    let key = directory::key(&group.name);
    let mut range = Range::within(&(key.as_str(),));
    if let Some(after) = &page.after {
        range = range.after(&(key.as_str(), after.as_str()));
    }
    let members = MEMBERS.at(ctx.tx(), &ctx.scope());
    let keys: Vec<_> = members.keys(&range).take(page.max + 1).collect::<Result<_, _>>()?;
    let mut users = Vec::new();
    for (_, member) in keys {
        if let Some(row) = USERS.at(ctx.tx(), &ctx.scope()).get(&member)? {
            users.push((member, user::show(ctx, &row)));
        }
    }
    let cut = page.cut(users);
    Ok(GetGroupOutput::new()
        .group(show(ctx, &group))
        .is_truncated(cut.is_truncated())
        .users(cut.items)
        .marker(cut.marker))
}

pub fn list_groups(
    ctx: &mut Ctx<'_>,
    input: ListGroupsInput<'_>,
) -> Result<ListGroupsOutput, ApiError> {
    let page = Page::read("ListGroups", input.marker(), input.max_items())?;
    let mut range = Range::all();
    if let Some(after) = &page.after {
        range = range.after(after);
    }
    let mut found = Vec::new();
    for entry in GROUPS.at(ctx.tx(), &ctx.scope()).scan(&range) {
        let (key, row) = entry?;
        if starts_with_path(&row.path, input.path_prefix()) {
            found.push((key, show(ctx, &row)));
        }
        if found.len() > page.max {
            break;
        }
    }
    let cut = page.cut(found);
    Ok(ListGroupsOutput::new()
        .is_truncated(cut.is_truncated())
        .groups(cut.items)
        .marker(cut.marker))
}

pub fn list_groups_for_user(
    ctx: &mut Ctx<'_>,
    input: ListGroupsForUserInput<'_>,
) -> Result<ListGroupsForUserOutput, ApiError> {
    let user = find_user(ctx, input.user_name())?;
    let page = Page::read("ListGroupsForUser", input.marker(), input.max_items())?;
    let mut groups = Vec::new();
    for key in &user.groups {
        if let Some(row) = GROUPS.at(ctx.tx(), &ctx.scope()).get(key)? {
            groups.push((key.clone(), show(ctx, &row)));
        }
    }
    let cut = page.cut_whole(groups);
    Ok(ListGroupsForUserOutput::new()
        .is_truncated(cut.is_truncated())
        .groups(cut.items)
        .marker(cut.marker))
}

pub fn update_group(
    ctx: &mut Ctx<'_>,
    input: UpdateGroupInput<'_>,
) -> Result<UpdateGroupOutput, ApiError> {
    let old = find_group(ctx, input.group_name())?;
    let mut new = old.clone();
    if let Some(path) = input.new_path() {
        path.clone_into(&mut new.path);
    }
    if let Some(name) = input.new_group_name() {
        name.clone_into(&mut new.name);
    }
    let (from, to) = (directory::key(&old.name), directory::key(&new.name));
    if from != to {
        rename(ctx, &new, &from, &to)?;
    }
    put_group(ctx, &new);
    Ok(UpdateGroupOutput::new())
}

fn rename(ctx: &mut Ctx<'_>, group: &GroupRow, from: &str, to: &str) -> Result<(), ApiError> {
    let scope = ctx.scope();
    if GROUPS.at(ctx.tx(), &scope).contains(to)? {
        return Err(errors::exists("Group", &group.name));
    }
    GROUPS.at_mut(ctx.tx_mut(), &scope).delete(from);
    for member in members_of(ctx, from)? {
        if let Some(mut user) = USERS.at(ctx.tx(), &scope).get(&member)? {
            user.groups.remove(from);
            user.groups.insert(to.to_owned());
            put_user(ctx, &user);
        }
        let mut members = MEMBERS.at_mut(ctx.tx_mut(), &scope);
        members.delete(&(from, member.as_str()));
        members.put(&(to, member.as_str()), &());
    }
    for policy in &group.holdings.attached {
        let mut uses = ATTACHMENTS.at_mut(ctx.tx_mut(), &scope);
        uses.delete(&(policy.as_str(), use_kind::GROUP, from));
        uses.put(&(policy.as_str(), use_kind::GROUP, to), &());
    }
    Ok(())
}

pub fn delete_group(
    ctx: &mut Ctx<'_>,
    input: DeleteGroupInput<'_>,
) -> Result<DeleteGroupOutput, ApiError> {
    let group = find_group(ctx, input.group_name())?;
    let key = directory::key(&group.name);
    if !MEMBERS.at(ctx.tx(), &ctx.scope()).is_empty(&Range::within(&(key.as_str(),)))? {
        return Err(errors::delete_conflict("remove users from group"));
    }
    if !group.holdings.inline.is_empty() {
        return Err(errors::delete_conflict("delete policies"));
    }
    if !group.holdings.attached.is_empty() {
        return Err(errors::delete_conflict("detach all policies"));
    }
    let scope = ctx.scope();
    GROUPS.at_mut(ctx.tx_mut(), &scope).delete(&key);
    directory::touch(ctx);
    Ok(DeleteGroupOutput::new())
}

pub fn add_user_to_group(
    ctx: &mut Ctx<'_>,
    input: AddUserToGroupInput<'_>,
) -> Result<AddUserToGroupOutput, ApiError> {
    let group = directory::key(&find_group(ctx, input.group_name())?.name);
    let mut user = find_user(ctx, input.user_name())?;
    user.groups.insert(group.clone());
    if user.groups.len() > GROUPS_PER_USER_MAX {
        return Err(errors::quota("GroupsPerUser", GROUPS_PER_USER_MAX));
    }
    let (scope, member) = (ctx.scope(), directory::key(&user.name));
    MEMBERS.at_mut(ctx.tx_mut(), &scope).put(&(group, member), &());
    put_user(ctx, &user);
    Ok(AddUserToGroupOutput::new())
}

pub fn remove_user_from_group(
    ctx: &mut Ctx<'_>,
    input: RemoveUserFromGroupInput<'_>,
) -> Result<RemoveUserFromGroupOutput, ApiError> {
    let group = directory::key(&find_group(ctx, input.group_name())?.name);
    let mut user = find_user(ctx, input.user_name())?;
    user.groups.remove(&group);
    let (scope, member) = (ctx.scope(), directory::key(&user.name));
    MEMBERS.at_mut(ctx.tx_mut(), &scope).delete(&(group, member));
    put_user(ctx, &user);
    Ok(RemoveUserFromGroupOutput::new())
}

fn members_of(ctx: &Ctx<'_>, group: &str) -> Result<Vec<String>, ApiError> {
    let members = MEMBERS.at(ctx.tx(), &ctx.scope());
    let users = members.keys(&Range::within(&(group,))).map(|key| key.map(|(_, user)| user));
    Ok(users.collect::<Result<_, _>>()?)
}

pub fn show(ctx: &Ctx<'_>, row: &GroupRow) -> GroupBuilder {
    GroupBuilder::new()
        .path(&row.path)
        .group_name(&row.name)
        .group_id(&row.id)
        .arn(arn(ctx, "group", &row.path, &row.name))
        .create_date(time(row.created))
}
