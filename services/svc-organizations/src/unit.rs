//! Organizational units, and walking the tree.

use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::child_type as child;
use crate::api::parent_type as parent;
use crate::api::{
    ChildBuilder, CreateOrganizationalUnitInput, CreateOrganizationalUnitOutput,
    DeleteOrganizationalUnitInput, DeleteOrganizationalUnitOutput, DescribeOrganizationalUnitInput,
    DescribeOrganizationalUnitOutput, ListChildrenInput, ListChildrenOutput,
    ListOrganizationalUnitsForParentInput, ListOrganizationalUnitsForParentOutput,
    ListParentsInput, ListParentsOutput, OrganizationalUnitBuilder, ParentBuilder,
    UpdateOrganizationalUnitInput, UpdateOrganizationalUnitOutput,
};
use crate::control;
use crate::errors;
use crate::limits::{DEPTH_MAX, UNITS_MAX};
use crate::policy;
use crate::state::{ATTACHMENTS, TAGS, TagsRow, UNITS, UnitRow};
use crate::tree::{Node, Organization, check_tags, cut};

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateOrganizationalUnitInput<'_>,
) -> Result<CreateOrganizationalUnitOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let parent = input.parent_id();
    if !organization.is_parent(ctx, parent)? {
        return Err(errors::no_parent());
    }
    let units = organization.units(ctx)?;
    check_name(&units, parent, input.name())?;
    if units.len() >= UNITS_MAX {
        let message = "You have exceeded the number of OUs that you can have in an organization.";
        return Err(errors::constraint("OU_NUMBER_LIMIT_EXCEEDED", message));
    }
    if organization.path(ctx, parent)?.len() > DEPTH_MAX {
        let message = "You have exceeded the number of levels of OUs below the root.";
        return Err(errors::constraint("OU_DEPTH_LIMIT_EXCEEDED", message));
    }
    let tags = input.tags().into_iter().flatten();
    let tags: std::collections::BTreeMap<String, String> =
        tags.map(|tag| (tag.key().to_owned(), tag.value().to_owned())).collect();
    check_tags(&tags)?;
    let suffix = organization.row.root.trim_start_matches("r-");
    let id = format!("ou-{suffix}-{}", ctx.chance().hex(8));
    let row = UnitRow { name: input.name().to_owned(), parent: parent.to_owned() };
    ctx.table_mut(&UNITS).put(&(organization.id.as_str(), id.as_str()), &row);
    if !tags.is_empty() {
        ctx.table_mut(&TAGS).put(&(organization.id.as_str(), id.as_str()), &TagsRow { tags });
    }
    policy::attach_defaults(ctx, &organization, &id);
    let shown = show(ctx, &organization, &id, &row);
    Ok(CreateOrganizationalUnitOutput::new().organizational_unit(shown))
}

fn check_name(units: &[(String, UnitRow)], parent: &str, name: &str) -> Result<(), ApiError> {
    if units.iter().any(|(_, row)| row.parent == parent && row.name == name) {
        return Err(errors::duplicate_unit());
    }
    Ok(())
}

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeOrganizationalUnitInput<'_>,
) -> Result<DescribeOrganizationalUnitOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    let id = input.organizational_unit_id();
    let row = organization.unit(ctx, id)?.ok_or_else(errors::no_unit)?;
    let shown = show(ctx, &organization, id, &row);
    Ok(DescribeOrganizationalUnitOutput::new().organizational_unit(shown))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateOrganizationalUnitInput<'_>,
) -> Result<UpdateOrganizationalUnitOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let id = input.organizational_unit_id();
    let mut row = organization.unit(ctx, id)?.ok_or_else(errors::no_unit)?;
    if let Some(name) = input.name().filter(|name| *name != row.name) {
        check_name(&organization.units(ctx)?, &row.parent, name)?;
        row.name = name.to_owned();
        ctx.table_mut(&UNITS).put(&(organization.id.as_str(), id), &row);
    }
    let shown = show(ctx, &organization, id, &row);
    Ok(UpdateOrganizationalUnitOutput::new().organizational_unit(shown))
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteOrganizationalUnitInput<'_>,
) -> Result<DeleteOrganizationalUnitOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let id = input.organizational_unit_id();
    organization.unit(ctx, id)?.ok_or_else(errors::no_unit)?;
    let has_units = organization.units(ctx)?.iter().any(|(_, row)| row.parent == id);
    let has_accounts = organization.accounts(ctx)?.iter().any(|(_, row)| row.parent == id);
    if has_units || has_accounts {
        return Err(errors::unit_not_empty());
    }
    let place = (organization.id.as_str(), id);
    ctx.table_mut(&UNITS).delete(&place);
    ctx.table_mut(&TAGS).delete(&place);
    ctx.table_mut(&ATTACHMENTS).delete_range(&Range::within(&place))?;
    control::renew(ctx, &organization)?;
    Ok(DeleteOrganizationalUnitOutput::new())
}

pub fn list_for_parent(
    ctx: &mut Ctx<'_>,
    input: ListOrganizationalUnitsForParentInput<'_>,
) -> Result<ListOrganizationalUnitsForParentOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    if !organization.is_parent(ctx, input.parent_id())? {
        return Err(errors::no_parent());
    }
    let units = organization.units(ctx)?.into_iter();
    let below = units.filter(|(_, row)| row.parent == input.parent_id());
    let shown = below.map(|(id, row)| (id.clone(), show(ctx, &organization, &id, &row))).collect();
    let name = "ListOrganizationalUnitsForParent";
    let (units, token) = cut(name, input.next_token(), input.max_results(), shown)?;
    Ok(ListOrganizationalUnitsForParentOutput::new().organizational_units(units).next_token(token))
}

pub fn list_children(
    ctx: &mut Ctx<'_>,
    input: ListChildrenInput<'_>,
) -> Result<ListChildrenOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    let parent = input.parent_id();
    if !organization.is_parent(ctx, parent)? {
        return Err(errors::no_parent());
    }
    let ids: Vec<String> = if input.child_type() == child::ACCOUNT {
        let accounts = organization.accounts(ctx)?.into_iter();
        accounts.filter(|(_, row)| row.parent == parent).map(|(id, _)| id).collect()
    } else {
        let units = organization.units(ctx)?.into_iter();
        units.filter(|(_, row)| row.parent == parent).map(|(id, _)| id).collect()
    };
    let kind = input.child_type();
    let shown = ids.into_iter().map(|id| (id.clone(), ChildBuilder::new().id(id).type_(kind)));
    let (children, token) =
        cut("ListChildren", input.next_token(), input.max_results(), shown.collect())?;
    Ok(ListChildrenOutput::new().children(children).next_token(token))
}

pub fn list_parents(
    ctx: &mut Ctx<'_>,
    input: ListParentsInput<'_>,
) -> Result<ListParentsOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    let above = match organization.node(ctx, input.child_id())? {
        Some(Node::Unit(row)) => row.parent,
        Some(Node::Account(row)) => row.parent,
        Some(Node::Root) | None => return Err(errors::no_child()),
    };
    let is_root = above == organization.row.root;
    let kind = if is_root { parent::ROOT } else { parent::ORGANIZATIONAL_UNIT };
    let shown = vec![(above.clone(), ParentBuilder::new().id(above).type_(kind))];
    let (parents, token) = cut("ListParents", input.next_token(), input.max_results(), shown)?;
    Ok(ListParentsOutput::new().parents(parents).next_token(token))
}

fn show(
    ctx: &Ctx<'_>,
    organization: &Organization,
    id: &str,
    row: &UnitRow,
) -> OrganizationalUnitBuilder {
    OrganizationalUnitBuilder::new()
        .id(id)
        .arn(organization.arn(ctx, "ou", &format!("/{id}")))
        .name(&row.name)
}
