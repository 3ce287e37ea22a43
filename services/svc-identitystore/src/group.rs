//! Groups.

use kernel::{ApiError, Ctx, Struct};
use store::Range;

use crate::api::{
    CreateGroupInput, CreateGroupOutput, DeleteGroupInput, DeleteGroupOutput, DescribeGroupInput,
    DescribeGroupOutput, GetGroupIdInput, GetGroupIdOutput, GroupBuilder, ListGroupsInput,
    ListGroupsOutput, UpdateGroupInput, UpdateGroupOutput,
};
use crate::attribute;
use crate::errors;
use crate::listing::Page;
use crate::state::{EntityRow, GROUP_NAMES, GROUPS, IdRow, MEMBERSHIPS, OF_GROUPS, OF_USERS};
use crate::store::{arn, bare, check_revision, open, shown, writer};
use crate::user::alternate;

pub fn create_group(
    ctx: &mut Ctx<'_>,
    input: CreateGroupInput<'_>,
) -> Result<CreateGroupOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let mut attributes = input.0.clone();
    attributes.remove("IdentityStoreId");
    claim(ctx, &store, &attributes, None)?;
    let id = ctx.chance().uuid();
    let (now, by) = (ctx.now().micros(), writer(ctx));
    let row = EntityRow {
        attributes,
        revision: 1,
        created: now,
        updated: now,
        created_by: by.clone(),
        updated_by: by,
    };
    put(ctx, &store, &id, &row);
    Ok(CreateGroupOutput::new()
        .group_arn(arn(ctx, "group", &id))
        .group_id(id)
        .identity_store_id(store)
        .revision(row.revision.to_string()))
}

/// Takes the display name, which groups must have and which is unique without its case.
fn claim(
    ctx: &Ctx<'_>,
    store: &str,
    attributes: &Struct,
    own: Option<&str>,
) -> Result<(), ApiError> {
    let Some(name) = attributes.str("DisplayName") else {
        return Err(errors::validation("displayName is a required attribute"));
    };
    let holder = ctx.table(&GROUP_NAMES).get(&(store, name.to_lowercase().as_str()))?;
    match holder {
        Some(row) if Some(row.id.as_str()) != own => Err(errors::duplicate("GroupDisplayName")),
        _ => Ok(()),
    }
}

fn put(ctx: &mut Ctx<'_>, store: &str, id: &str, row: &EntityRow) {
    let name = row.text("DisplayName").to_lowercase();
    ctx.table_mut(&GROUPS).put(&(store, id), row);
    ctx.table_mut(&GROUP_NAMES).put(&(store, name.as_str()), &IdRow { id: id.to_owned() });
}

pub fn find(ctx: &Ctx<'_>, store: &str, id: &str) -> Result<EntityRow, ApiError> {
    let row = ctx.table(&GROUPS).get(&(store, id))?;
    row.ok_or_else(|| errors::not_found("GROUP", id))
}

fn describe(ctx: &Ctx<'_>, store: &str, id: &str, row: &EntityRow) -> Struct {
    shown(row)
        .with("IdentityStoreId", store)
        .with("GroupId", id)
        .with("GroupArn", arn(ctx, "group", id))
}

pub fn describe_group(
    ctx: &mut Ctx<'_>,
    input: DescribeGroupInput<'_>,
) -> Result<DescribeGroupOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let id = bare(input.group_id());
    let row = find(ctx, &store, id)?;
    Ok(DescribeGroupOutput(describe(ctx, &store, id, &row)))
}

pub fn list_groups(
    ctx: &mut Ctx<'_>,
    input: ListGroupsInput<'_>,
) -> Result<ListGroupsOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let page = Page::read("ListGroups", input.next_token(), input.max_results())?;
    let mut wanted = None;
    for filter in input.filters().into_iter().flatten() {
        if !filter.attribute_path().eq_ignore_ascii_case("DisplayName") {
            return Err(errors::validation("ListGroups filters by DisplayName alone."));
        }
        wanted = Some(filter.attribute_value());
    }
    let mut range = Range::within(&(store.as_str(),));
    if let Some(after) = &page.after {
        range = range.after(&(store.as_str(), after.as_str()));
    }
    let mut found = Vec::new();
    for entry in ctx.table(&GROUPS).scan(&range) {
        let ((_, id), row) = entry?;
        if wanted.is_none_or(|name| row.text("DisplayName") == name) {
            let shown = describe(ctx, &store, &id, &row);
            found.push((id, GroupBuilder(shown)));
        }
        if page.is_full(&found) {
            break;
        }
    }
    let (items, token) = page.cut(found);
    Ok(ListGroupsOutput::new().groups(items).next_token(token))
}

pub fn get_group_id(
    ctx: &mut Ctx<'_>,
    input: GetGroupIdInput<'_>,
) -> Result<GetGroupIdOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let (path, value) = alternate(input.0)?;
    if !path.eq_ignore_ascii_case("displayName") {
        return Err(errors::validation("A group is found by displayName."));
    }
    let name = value.to_lowercase();
    let row = ctx.table(&GROUP_NAMES).get(&(store.as_str(), name.as_str()))?;
    let id = row.ok_or_else(|| errors::not_found("GROUP", &value))?.id;
    Ok(GetGroupIdOutput::new()
        .group_arn(arn(ctx, "group", &id))
        .group_id(id)
        .identity_store_id(store))
}

pub fn update_group(
    ctx: &mut Ctx<'_>,
    input: UpdateGroupInput<'_>,
) -> Result<UpdateGroupOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let id = bare(input.group_id());
    let mut row = find(ctx, &store, id)?;
    check_revision(&row, input.0.str("Revision"))?;
    let before = row.text("DisplayName").to_lowercase();
    for operation in input.operations() {
        attribute::apply(&mut row.attributes, operation, &attribute::OF_GROUPS)?;
    }
    claim(ctx, &store, &row.attributes, Some(id))?;
    ctx.table_mut(&GROUP_NAMES).delete(&(store.as_str(), before.as_str()));
    row.revision += 1;
    row.updated = ctx.now().micros();
    row.updated_by = writer(ctx);
    put(ctx, &store, id, &row);
    Ok(UpdateGroupOutput::new()
        .group_arn(arn(ctx, "group", id))
        .group_id(id)
        .identity_store_id(store)
        .revision(row.revision.to_string()))
}

/// With the group go its memberships.
pub fn delete_group(
    ctx: &mut Ctx<'_>,
    input: DeleteGroupInput<'_>,
) -> Result<DeleteGroupOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let id = bare(input.group_id());
    let row = find(ctx, &store, id)?;
    check_revision(&row, input.0.str("Revision"))?;
    let mut memberships = Vec::new();
    for entry in ctx.table(&OF_GROUPS).scan(&Range::within(&(store.as_str(), id))) {
        let ((_, _, user), membership) = entry?;
        memberships.push((user, membership.id));
    }
    for (user, membership) in memberships {
        ctx.table_mut(&OF_GROUPS).delete(&(store.as_str(), id, user.as_str()));
        ctx.table_mut(&OF_USERS).delete(&(store.as_str(), user.as_str(), id));
        ctx.table_mut(&MEMBERSHIPS).delete(&(store.as_str(), membership.as_str()));
    }
    let name = row.text("DisplayName").to_lowercase();
    ctx.table_mut(&GROUP_NAMES).delete(&(store.as_str(), name.as_str()));
    ctx.table_mut(&GROUPS).delete(&(store.as_str(), id));
    Ok(DeleteGroupOutput::new())
}
