//! Groups.

use kernel::{ApiError, Ctx, Struct};

use crate::api::{
    CreateGroupInput, CreateGroupOutput, DeleteGroupInput, DeleteGroupOutput, DescribeGroupInput,
    DescribeGroupOutput, GetGroupIdInput, GetGroupIdOutput, GroupBuilder, ListGroupsInput,
    ListGroupsOutput, UpdateGroupInput, UpdateGroupOutput,
};
use crate::entity::GROUP;
use crate::errors;
use crate::listing::Page;
use crate::state::EntityRow;
use crate::store::{arn, bare, open, shown};
use crate::user::alternate;

pub fn create_group(
    ctx: &mut Ctx<'_>,
    input: CreateGroupInput<'_>,
) -> Result<CreateGroupOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let (id, row) = GROUP.create(ctx, &store, input.0, check)?;
    Ok(CreateGroupOutput::new()
        .group_arn(arn(ctx, "group", &id))
        .group_id(id)
        .identity_store_id(store)
        .revision(row.revision.to_string()))
}

fn check(attributes: &Struct) -> Result<(), ApiError> {
    match attributes.str("DisplayName") {
        Some(_) => Ok(()),
        None => Err(errors::validation("displayName is a required attribute")),
    }
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
    let row = GROUP.find(ctx, &store, id)?;
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
    let found = GROUP.list(ctx, &store, &page, wanted)?.into_iter().map(|(id, row)| {
        let shown = describe(ctx, &store, &id, &row);
        (id, GroupBuilder(shown))
    });
    let (items, token) = page.cut(found.collect());
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
    let id = GROUP.named(ctx, &store, &value)?;
    let id = id.ok_or_else(|| errors::not_found("GROUP", &value))?;
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
    let revision = input.0.str("Revision");
    let row = GROUP.update(ctx, (&store, id), revision, input.operations(), check)?;
    Ok(UpdateGroupOutput::new()
        .group_arn(arn(ctx, "group", id))
        .group_id(id)
        .identity_store_id(store)
        .revision(row.revision.to_string()))
}

pub fn delete_group(
    ctx: &mut Ctx<'_>,
    input: DeleteGroupInput<'_>,
) -> Result<DeleteGroupOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    GROUP.delete(ctx, (&store, bare(input.group_id())), input.0.str("Revision"))?;
    Ok(DeleteGroupOutput::new())
}
