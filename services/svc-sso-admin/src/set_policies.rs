//! The policies of permission sets: AWS's, the accounts' own by name, inline, and a boundary.
//!
//! Roles that were made of a permission set stay as they are until it is provisioned again ([A]
//! CreateAccountAssignment).

use auth::directory::managed;
use kernel::{ApiError, Ctx};
use policy::{Kind, Policy};

use crate::api::{
    AttachCustomerManagedPolicyReferenceToPermissionSetInput as AttachReferenceInput,
    AttachCustomerManagedPolicyReferenceToPermissionSetOutput as AttachReferenceOutput,
    AttachManagedPolicyToPermissionSetInput, AttachManagedPolicyToPermissionSetOutput,
    AttachedManagedPolicyBuilder, CustomerManagedPolicyReference,
    CustomerManagedPolicyReferenceBuilder, DeleteInlinePolicyFromPermissionSetInput,
    DeleteInlinePolicyFromPermissionSetOutput, DeletePermissionsBoundaryFromPermissionSetInput,
    DeletePermissionsBoundaryFromPermissionSetOutput,
    DetachCustomerManagedPolicyReferenceFromPermissionSetInput as DetachReferenceInput,
    DetachCustomerManagedPolicyReferenceFromPermissionSetOutput as DetachReferenceOutput,
    DetachManagedPolicyFromPermissionSetInput, DetachManagedPolicyFromPermissionSetOutput,
    GetInlinePolicyForPermissionSetInput, GetInlinePolicyForPermissionSetOutput,
    GetPermissionsBoundaryForPermissionSetInput, GetPermissionsBoundaryForPermissionSetOutput,
    ListCustomerManagedPolicyReferencesInPermissionSetInput as ListReferencesInput,
    ListCustomerManagedPolicyReferencesInPermissionSetOutput as ListReferencesOutput,
    ListManagedPoliciesInPermissionSetInput, ListManagedPoliciesInPermissionSetOutput,
    PermissionsBoundaryBuilder, PutInlinePolicyToPermissionSetInput,
    PutInlinePolicyToPermissionSetOutput, PutPermissionsBoundaryToPermissionSetInput,
    PutPermissionsBoundaryToPermissionSetOutput,
};
use crate::errors;
use crate::instance::Instance;
use crate::limits::{INLINE_CHARS_MAX, POLICIES_MAX};
use crate::listing::Page;
use crate::permission_set::PermissionSet;
use crate::state::BoundaryRow;

fn open(ctx: &Ctx<'_>, instance: &str, set: &str) -> Result<(Instance, PermissionSet), ApiError> {
    let instance = Instance::open(ctx, instance)?;
    let set = PermissionSet::open(ctx, &instance, set)?;
    Ok((instance, set))
}

fn check_room(set: &PermissionSet) -> Result<(), ApiError> {
    if set.row.managed.len() + set.row.references.len() >= POLICIES_MAX {
        let message = format!("A permission set has {POLICIES_MAX} managed policies at most.");
        return Err(errors::quota(message));
    }
    Ok(())
}

pub fn attach_managed(
    ctx: &mut Ctx<'_>,
    input: AttachManagedPolicyToPermissionSetInput<'_>,
) -> Result<AttachManagedPolicyToPermissionSetOutput, ApiError> {
    let (instance, mut set) = open(ctx, input.instance_arn(), input.permission_set_arn())?;
    let arn = input.managed_policy_arn();
    if managed::find(arn).is_none() {
        return Err(errors::not_found(format!("Managed policy {arn}")));
    }
    if set.row.managed.contains(arn) {
        return Err(errors::conflict(format!("{arn} is attached to the permission set already.")));
    }
    check_room(&set)?;
    set.row.managed.insert(arn.to_owned());
    set.change(ctx, &instance);
    Ok(AttachManagedPolicyToPermissionSetOutput::new())
}

pub fn detach_managed(
    ctx: &mut Ctx<'_>,
    input: DetachManagedPolicyFromPermissionSetInput<'_>,
) -> Result<DetachManagedPolicyFromPermissionSetOutput, ApiError> {
    let (instance, mut set) = open(ctx, input.instance_arn(), input.permission_set_arn())?;
    let arn = input.managed_policy_arn();
    if !set.row.managed.remove(arn) {
        return Err(errors::not_found(format!("Managed policy {arn}")));
    }
    set.change(ctx, &instance);
    Ok(DetachManagedPolicyFromPermissionSetOutput::new())
}

pub fn list_managed(
    ctx: &mut Ctx<'_>,
    input: ListManagedPoliciesInPermissionSetInput<'_>,
) -> Result<ListManagedPoliciesInPermissionSetOutput, ApiError> {
    let operation = "ListManagedPoliciesInPermissionSet";
    let page = Page::read(operation, input.next_token(), input.max_results())?;
    let (_, set) = open(ctx, input.instance_arn(), input.permission_set_arn())?;
    let show = |arn: &String| {
        let name = arn.rsplit('/').next().unwrap_or(arn);
        (arn.clone(), AttachedManagedPolicyBuilder::new().name(name).arn(arn))
    };
    let (items, token) = page.cut(set.row.managed.iter().map(show).collect());
    Ok(ListManagedPoliciesInPermissionSetOutput::new()
        .attached_managed_policies(items)
        .next_token(token))
}

fn reference(given: CustomerManagedPolicyReference<'_>) -> (String, String) {
    (given.path().unwrap_or("/").to_owned(), given.name().to_owned())
}

fn show_reference((path, name): &(String, String)) -> CustomerManagedPolicyReferenceBuilder {
    CustomerManagedPolicyReferenceBuilder::new().name(name).path(path)
}

pub fn attach_reference(
    ctx: &mut Ctx<'_>,
    input: AttachReferenceInput<'_>,
) -> Result<AttachReferenceOutput, ApiError> {
    let (instance, mut set) = open(ctx, input.instance_arn(), input.permission_set_arn())?;
    check_room(&set)?;
    if !set.row.references.insert(reference(input.customer_managed_policy_reference())) {
        return Err(errors::conflict("The policy is attached to the permission set already."));
    }
    set.change(ctx, &instance);
    Ok(AttachReferenceOutput::new())
}

pub fn detach_reference(
    ctx: &mut Ctx<'_>,
    input: DetachReferenceInput<'_>,
) -> Result<DetachReferenceOutput, ApiError> {
    let (instance, mut set) = open(ctx, input.instance_arn(), input.permission_set_arn())?;
    if !set.row.references.remove(&reference(input.customer_managed_policy_reference())) {
        return Err(errors::not_found("Customer managed policy reference"));
    }
    set.change(ctx, &instance);
    Ok(DetachReferenceOutput::new())
}

pub fn list_references(
    ctx: &mut Ctx<'_>,
    input: ListReferencesInput<'_>,
) -> Result<ListReferencesOutput, ApiError> {
    let operation = "ListCustomerManagedPolicyReferencesInPermissionSet";
    let page = Page::read(operation, input.next_token(), input.max_results())?;
    let (_, set) = open(ctx, input.instance_arn(), input.permission_set_arn())?;
    let all = set.row.references.iter();
    let shown = all.map(|it| (format!("{}{}", it.0, it.1), show_reference(it))).collect();
    let (items, token) = page.cut(shown);
    Ok(ListReferencesOutput::new().customer_managed_policy_references(items).next_token(token))
}

pub fn put_inline(
    ctx: &mut Ctx<'_>,
    input: PutInlinePolicyToPermissionSetInput<'_>,
) -> Result<PutInlinePolicyToPermissionSetOutput, ApiError> {
    let (instance, mut set) = open(ctx, input.instance_arn(), input.permission_set_arn())?;
    let text = input.inline_policy();
    if text.chars().filter(|it| !it.is_whitespace()).count() > INLINE_CHARS_MAX {
        return Err(errors::quota(format!(
            "An inline policy has {INLINE_CHARS_MAX} characters at most."
        )));
    }
    Policy::parse(text, Kind::Identity).map_err(|error| errors::validation(error.to_string()))?;
    set.row.inline = Some(text.to_owned());
    set.change(ctx, &instance);
    Ok(PutInlinePolicyToPermissionSetOutput::new())
}

/// Empty where there is none.
pub fn get_inline(
    ctx: &mut Ctx<'_>,
    input: GetInlinePolicyForPermissionSetInput<'_>,
) -> Result<GetInlinePolicyForPermissionSetOutput, ApiError> {
    let (_, set) = open(ctx, input.instance_arn(), input.permission_set_arn())?;
    let text = set.row.inline.unwrap_or_default();
    Ok(GetInlinePolicyForPermissionSetOutput::new().inline_policy(text))
}

pub fn delete_inline(
    ctx: &mut Ctx<'_>,
    input: DeleteInlinePolicyFromPermissionSetInput<'_>,
) -> Result<DeleteInlinePolicyFromPermissionSetOutput, ApiError> {
    let (instance, mut set) = open(ctx, input.instance_arn(), input.permission_set_arn())?;
    if set.row.inline.take().is_none() {
        return Err(errors::not_found("Inline policy"));
    }
    set.change(ctx, &instance);
    Ok(DeleteInlinePolicyFromPermissionSetOutput::new())
}

pub fn put_boundary(
    ctx: &mut Ctx<'_>,
    input: PutPermissionsBoundaryToPermissionSetInput<'_>,
) -> Result<PutPermissionsBoundaryToPermissionSetOutput, ApiError> {
    let (instance, mut set) = open(ctx, input.instance_arn(), input.permission_set_arn())?;
    let given = input.permissions_boundary();
    let boundary = BoundaryRow {
        managed: given.managed_policy_arn().map(str::to_owned),
        reference: given.customer_managed_policy_reference().map(reference),
    };
    if boundary.managed.is_some() == boundary.reference.is_some() {
        return Err(errors::validation(
            "A boundary is either a ManagedPolicyArn or a CustomerManagedPolicyReference.",
        ));
    }
    if let Some(arn) = boundary.managed.as_deref().filter(|arn| managed::find(arn).is_none()) {
        return Err(errors::not_found(format!("Managed policy {arn}")));
    }
    set.row.boundary = Some(boundary);
    set.change(ctx, &instance);
    Ok(PutPermissionsBoundaryToPermissionSetOutput::new())
}

pub fn get_boundary(
    ctx: &mut Ctx<'_>,
    input: GetPermissionsBoundaryForPermissionSetInput<'_>,
) -> Result<GetPermissionsBoundaryForPermissionSetOutput, ApiError> {
    let (_, set) = open(ctx, input.instance_arn(), input.permission_set_arn())?;
    let boundary = set.row.boundary.ok_or_else(|| errors::not_found("Permissions boundary"))?;
    let shown = PermissionsBoundaryBuilder::new()
        .managed_policy_arn(boundary.managed.as_deref())
        .customer_managed_policy_reference(boundary.reference.as_ref().map(show_reference));
    Ok(GetPermissionsBoundaryForPermissionSetOutput::new().permissions_boundary(shown))
}

pub fn delete_boundary(
    ctx: &mut Ctx<'_>,
    input: DeletePermissionsBoundaryFromPermissionSetInput<'_>,
) -> Result<DeletePermissionsBoundaryFromPermissionSetOutput, ApiError> {
    let (instance, mut set) = open(ctx, input.instance_arn(), input.permission_set_arn())?;
    if set.row.boundary.take().is_none() {
        return Err(errors::not_found("Permissions boundary"));
    }
    set.change(ctx, &instance);
    Ok(DeletePermissionsBoundaryFromPermissionSetOutput::new())
}
