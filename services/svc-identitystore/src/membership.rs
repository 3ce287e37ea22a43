//! Memberships: which user is in which group.

use kernel::{ApiError, Ctx, Struct, Timestamp};
use store::Range;

use crate::api::{
    CreateGroupMembershipInput, CreateGroupMembershipOutput, DeleteGroupMembershipInput,
    DeleteGroupMembershipOutput, DescribeGroupMembershipInput, DescribeGroupMembershipOutput,
    GetGroupMembershipIdInput, GetGroupMembershipIdOutput, GroupMembershipBuilder,
    GroupMembershipExistenceResultBuilder, IsMemberInGroupsInput, IsMemberInGroupsOutput,
    ListGroupMembershipsForMemberInput, ListGroupMembershipsForMemberOutput,
    ListGroupMembershipsInput, ListGroupMembershipsOutput, MemberId, MemberIdBuilder,
};
use crate::entity::{GROUP, USER};
use crate::errors;
use crate::listing::Page;
use crate::state::{IdRow, MEMBERSHIPS, MembershipRow, OF_GROUPS, OF_USERS};
use crate::store::{arn, bare, open, writer};

const KIND: &str = "GROUP_MEMBERSHIP";

fn user_of(member: MemberId<'_>) -> Result<&str, ApiError> {
    let id = member.user_id().map(bare);
    id.ok_or_else(|| errors::validation("MemberId must have a UserId."))
}

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateGroupMembershipInput<'_>,
) -> Result<CreateGroupMembershipOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let (group, user) = (bare(input.group_id()), user_of(input.member_id())?);
    GROUP.find(ctx, &store, group)?;
    USER.find(ctx, &store, user)?;
    if ctx.table(&OF_GROUPS).contains(&(store.as_str(), group, user))? {
        return Err(errors::duplicate("GroupMembership"));
    }
    let id = ctx.chance().uuid();
    let row = MembershipRow {
        group: group.to_owned(),
        user: user.to_owned(),
        created: ctx.now().micros(),
        created_by: writer(ctx),
    };
    let index = IdRow { id: id.clone() };
    ctx.table_mut(&MEMBERSHIPS).put(&(store.as_str(), id.as_str()), &row);
    ctx.table_mut(&OF_GROUPS).put(&(store.as_str(), group, user), &index);
    ctx.table_mut(&OF_USERS).put(&(store.as_str(), user, group), &index);
    Ok(CreateGroupMembershipOutput::new()
        .membership_arn(arn(ctx, "membership", &id))
        .membership_id(id)
        .identity_store_id(store))
}

fn find(ctx: &Ctx<'_>, store: &str, id: &str) -> Result<MembershipRow, ApiError> {
    let row = ctx.table(&MEMBERSHIPS).get(&(store, id))?;
    row.ok_or_else(|| errors::not_found(KIND, id))
}

fn describe(ctx: &Ctx<'_>, store: &str, id: &str, row: &MembershipRow) -> Struct {
    let created = Timestamp::from_micros(row.created);
    Struct::new()
        .with("IdentityStoreId", store)
        .with("MembershipId", id)
        .with("MembershipArn", arn(ctx, "membership", id))
        .with("GroupId", row.group.as_str())
        .with("MemberId", MemberIdBuilder::new().user_id(&row.user).0)
        .with("CreatedAt", created)
        .with("UpdatedAt", created)
        .with("CreatedBy", row.created_by.as_str())
        .with("UpdatedBy", row.created_by.as_str())
}

pub fn describe_one(ctx: &Ctx<'_>, store: &str, id: &str) -> Result<Struct, ApiError> {
    let row = find(ctx, store, id)?;
    Ok(describe(ctx, store, id, &row))
}

pub fn describe_membership(
    ctx: &mut Ctx<'_>,
    input: DescribeGroupMembershipInput<'_>,
) -> Result<DescribeGroupMembershipOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let shown = describe_one(ctx, &store, bare(input.membership_id()))?;
    Ok(DescribeGroupMembershipOutput(shown))
}

pub fn get_id(
    ctx: &mut Ctx<'_>,
    input: GetGroupMembershipIdInput<'_>,
) -> Result<GetGroupMembershipIdOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let (group, user) = (bare(input.group_id()), user_of(input.member_id())?);
    let row = ctx.table(&OF_GROUPS).get(&(store.as_str(), group, user))?;
    let id = row.ok_or_else(|| errors::not_found(KIND, user))?.id;
    Ok(GetGroupMembershipIdOutput::new()
        .membership_arn(arn(ctx, "membership", &id))
        .membership_id(id)
        .identity_store_id(store))
}

pub fn is_member_in_groups(
    ctx: &mut Ctx<'_>,
    input: IsMemberInGroupsInput<'_>,
) -> Result<IsMemberInGroupsOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let user = user_of(input.member_id())?;
    USER.find(ctx, &store, user)?;
    let mut results = Vec::new();
    for group in input.group_ids() {
        let group = bare(group);
        GROUP.find(ctx, &store, group)?;
        let is_member = ctx.table(&OF_GROUPS).contains(&(store.as_str(), group, user))?;
        results.push(
            GroupMembershipExistenceResultBuilder::new()
                .group_id(group)
                .member_id(MemberIdBuilder::new().user_id(user))
                .membership_exists(is_member),
        );
    }
    Ok(IsMemberInGroupsOutput::new().results(results))
}

pub fn list_of_group(
    ctx: &mut Ctx<'_>,
    input: ListGroupMembershipsInput<'_>,
) -> Result<ListGroupMembershipsOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let page = Page::read("ListGroupMemberships", input.next_token(), input.max_results())?;
    let group = bare(input.group_id());
    GROUP.find(ctx, &store, group)?;
    let mut range = Range::within(&(store.as_str(), group));
    if let Some(after) = &page.after {
        range = range.after(&(store.as_str(), group, after.as_str()));
    }
    let mut found = Vec::new();
    for entry in ctx.table(&OF_GROUPS).scan(&range) {
        let ((_, _, user), row) = entry?;
        found.push((user, GroupMembershipBuilder(describe_one(ctx, &store, &row.id)?)));
        if page.is_full(&found) {
            break;
        }
    }
    let (items, token) = page.cut(found);
    Ok(ListGroupMembershipsOutput::new().group_memberships(items).next_token(token))
}

pub fn list_of_member(
    ctx: &mut Ctx<'_>,
    input: ListGroupMembershipsForMemberInput<'_>,
) -> Result<ListGroupMembershipsForMemberOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let operation = "ListGroupMembershipsForMember";
    let page = Page::read(operation, input.next_token(), input.max_results())?;
    let user = user_of(input.member_id())?;
    USER.find(ctx, &store, user)?;
    let mut range = Range::within(&(store.as_str(), user));
    if let Some(after) = &page.after {
        range = range.after(&(store.as_str(), user, after.as_str()));
    }
    let mut found = Vec::new();
    for entry in ctx.table(&OF_USERS).scan(&range) {
        let ((_, _, group), row) = entry?;
        found.push((group, GroupMembershipBuilder(describe_one(ctx, &store, &row.id)?)));
        if page.is_full(&found) {
            break;
        }
    }
    let (items, token) = page.cut(found);
    Ok(ListGroupMembershipsForMemberOutput::new().group_memberships(items).next_token(token))
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteGroupMembershipInput<'_>,
) -> Result<DeleteGroupMembershipOutput, ApiError> {
    let store = open(ctx, input.identity_store_id())?;
    let id = bare(input.membership_id());
    let row = find(ctx, &store, id)?;
    let (group, user) = (row.group.as_str(), row.user.as_str());
    ctx.table_mut(&OF_GROUPS).delete(&(store.as_str(), group, user));
    ctx.table_mut(&OF_USERS).delete(&(store.as_str(), user, group));
    ctx.table_mut(&MEMBERSHIPS).delete(&(store.as_str(), id));
    Ok(DeleteGroupMembershipOutput::new())
}
