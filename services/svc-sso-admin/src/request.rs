//! What takes its time: assignments made and removed, permission sets provisioned. A request is
//! answered at once and done by a step; its status tells what came of it.

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use store::Range;

use crate::api::{
    AccountAssignmentOperationStatusBuilder, AccountAssignmentOperationStatusMetadataBuilder,
    DescribeAccountAssignmentCreationStatusInput, DescribeAccountAssignmentCreationStatusOutput,
    DescribeAccountAssignmentDeletionStatusInput, DescribeAccountAssignmentDeletionStatusOutput,
    DescribePermissionSetProvisioningStatusInput, DescribePermissionSetProvisioningStatusOutput,
    ListAccountAssignmentCreationStatusInput, ListAccountAssignmentCreationStatusOutput,
    ListAccountAssignmentDeletionStatusInput, ListAccountAssignmentDeletionStatusOutput,
    ListPermissionSetProvisioningStatusInput, ListPermissionSetProvisioningStatusOutput,
    OperationStatusFilter, PermissionSetProvisioningStatusBuilder,
    PermissionSetProvisioningStatusMetadataBuilder, status_values, target_type,
};
use crate::errors;
use crate::instance::{Instance, PRINCIPAL};
use crate::listing::Page;
use crate::permission_set;
use crate::state::{REQUESTS, RequestRow};
use crate::{assignment, provision};

/// The step that does what was asked: `Instance`, `Kind`, `Request`.
pub const RUN: &str = "RunRequest";

pub const CREATION: &str = "creation";
pub const DELETION: &str = "deletion";
pub const PROVISIONING: &str = "provisioning";

/// Takes a request and leaves its step.
pub fn begin(ctx: &mut Ctx<'_>, instance: &Instance, kind: &str, row: &RequestRow) -> String {
    let id = ctx.chance().uuid();
    ctx.table_mut(&REQUESTS).put(&(instance.id.as_str(), kind, id.as_str()), row);
    let ask = Ask::to("sso-admin", RUN)
        .with("Instance", instance.id.as_str())
        .with("Kind", kind)
        .with("Request", id.as_str())
        .as_service(PRINCIPAL);
    ctx.enqueue(Job::now(ask));
    id
}

pub fn run(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let place = (text("Instance"), text("Kind"), text("Request"));
    // The instance may be gone by now.
    let Ok(instance) = Instance::open(ctx, place.0) else { return Ok(Struct::new()) };
    let Some(mut row) = ctx.table(&REQUESTS).get(&place)? else { return Ok(Struct::new()) };
    let done = match place.1 {
        CREATION => assignment::make(ctx, &instance, &row),
        DELETION => assignment::unmake(ctx, &instance, &row),
        _ => provision::run(ctx, &instance, &row),
    };
    match done {
        Ok(()) => status_values::SUCCEEDED.clone_into(&mut row.status),
        Err(error) => {
            status_values::FAILED.clone_into(&mut row.status);
            row.failure = Some(error.message().to_owned());
        }
    }
    ctx.table_mut(&REQUESTS).put(&place, &row);
    Ok(Struct::new())
}

fn find(ctx: &Ctx<'_>, instance: &Instance, kind: &str, id: &str) -> Result<RequestRow, ApiError> {
    let row = ctx.table(&REQUESTS).get(&(instance.id.as_str(), kind, id))?;
    row.ok_or_else(|| errors::not_found(format!("Request {id}")))
}

pub fn show_assignment(
    ctx: &Ctx<'_>,
    instance: &Instance,
    id: &str,
    row: &RequestRow,
) -> AccountAssignmentOperationStatusBuilder {
    AccountAssignmentOperationStatusBuilder::new()
        .status(&row.status)
        .request_id(id)
        .failure_reason(row.failure.as_deref())
        .target_id(row.account.as_deref())
        .target_type(target_type::AWS_ACCOUNT)
        .permission_set_arn(permission_set::arn(ctx, instance, &row.set))
        .principal_type(&row.principal_kind)
        .principal_id(&row.principal)
        .created_date(Timestamp::from_micros(row.created))
}

pub fn show_provisioning(
    ctx: &Ctx<'_>,
    instance: &Instance,
    id: &str,
    row: &RequestRow,
) -> PermissionSetProvisioningStatusBuilder {
    PermissionSetProvisioningStatusBuilder::new()
        .status(&row.status)
        .request_id(id)
        .account_id(row.account.as_deref())
        .permission_set_arn(permission_set::arn(ctx, instance, &row.set))
        .failure_reason(row.failure.as_deref())
        .created_date(Timestamp::from_micros(row.created))
}

pub fn describe_creation(
    ctx: &mut Ctx<'_>,
    input: DescribeAccountAssignmentCreationStatusInput<'_>,
) -> Result<DescribeAccountAssignmentCreationStatusOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    let id = input.account_assignment_creation_request_id();
    let row = find(ctx, &instance, CREATION, id)?;
    let shown = show_assignment(ctx, &instance, id, &row);
    Ok(DescribeAccountAssignmentCreationStatusOutput::new()
        .account_assignment_creation_status(shown))
}

pub fn describe_deletion(
    ctx: &mut Ctx<'_>,
    input: DescribeAccountAssignmentDeletionStatusInput<'_>,
) -> Result<DescribeAccountAssignmentDeletionStatusOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    let id = input.account_assignment_deletion_request_id();
    let row = find(ctx, &instance, DELETION, id)?;
    let shown = show_assignment(ctx, &instance, id, &row);
    Ok(DescribeAccountAssignmentDeletionStatusOutput::new()
        .account_assignment_deletion_status(shown))
}

pub fn describe_provisioning(
    ctx: &mut Ctx<'_>,
    input: DescribePermissionSetProvisioningStatusInput<'_>,
) -> Result<DescribePermissionSetProvisioningStatusOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    let id = input.provision_permission_set_request_id();
    let row = find(ctx, &instance, PROVISIONING, id)?;
    let shown = show_provisioning(ctx, &instance, id, &row);
    Ok(DescribePermissionSetProvisioningStatusOutput::new()
        .permission_set_provisioning_status(shown))
}

/// Requests of a kind, by their ids.
fn all(
    ctx: &Ctx<'_>,
    instance: &Instance,
    kind: &str,
    filter: Option<OperationStatusFilter<'_>>,
) -> Result<Vec<(String, RequestRow)>, ApiError> {
    let status = filter.and_then(OperationStatusFilter::status);
    let mut found = Vec::new();
    for entry in ctx.table(&REQUESTS).scan(&Range::within(&(instance.id.as_str(), kind))) {
        let ((_, _, id), row) = entry?;
        if status.is_none_or(|status| row.status == status) {
            found.push((id, row));
        }
    }
    Ok(found)
}

fn summary(
    (id, row): (String, RequestRow),
) -> (String, AccountAssignmentOperationStatusMetadataBuilder) {
    let shown = AccountAssignmentOperationStatusMetadataBuilder::new()
        .status(&row.status)
        .request_id(&id)
        .created_date(Timestamp::from_micros(row.created));
    (id, shown)
}

pub fn list_creations(
    ctx: &mut Ctx<'_>,
    input: ListAccountAssignmentCreationStatusInput<'_>,
) -> Result<ListAccountAssignmentCreationStatusOutput, ApiError> {
    let operation = "ListAccountAssignmentCreationStatus";
    let page = Page::read(operation, input.next_token(), input.max_results())?;
    let instance = Instance::open(ctx, input.instance_arn())?;
    let found = all(ctx, &instance, CREATION, input.filter())?;
    let (items, token) = page.cut(found.into_iter().map(summary).collect());
    Ok(ListAccountAssignmentCreationStatusOutput::new()
        .account_assignments_creation_status(items)
        .next_token(token))
}

pub fn list_deletions(
    ctx: &mut Ctx<'_>,
    input: ListAccountAssignmentDeletionStatusInput<'_>,
) -> Result<ListAccountAssignmentDeletionStatusOutput, ApiError> {
    let operation = "ListAccountAssignmentDeletionStatus";
    let page = Page::read(operation, input.next_token(), input.max_results())?;
    let instance = Instance::open(ctx, input.instance_arn())?;
    let found = all(ctx, &instance, DELETION, input.filter())?;
    let (items, token) = page.cut(found.into_iter().map(summary).collect());
    Ok(ListAccountAssignmentDeletionStatusOutput::new()
        .account_assignments_deletion_status(items)
        .next_token(token))
}

pub fn list_provisionings(
    ctx: &mut Ctx<'_>,
    input: ListPermissionSetProvisioningStatusInput<'_>,
) -> Result<ListPermissionSetProvisioningStatusOutput, ApiError> {
    let operation = "ListPermissionSetProvisioningStatus";
    let page = Page::read(operation, input.next_token(), input.max_results())?;
    let instance = Instance::open(ctx, input.instance_arn())?;
    let show = |(id, row): (String, RequestRow)| {
        let shown = PermissionSetProvisioningStatusMetadataBuilder::new()
            .status(&row.status)
            .request_id(&id)
            .created_date(Timestamp::from_micros(row.created));
        (id, shown)
    };
    let found = all(ctx, &instance, PROVISIONING, input.filter())?;
    let (items, token) = page.cut(found.into_iter().map(show).collect());
    Ok(ListPermissionSetProvisioningStatusOutput::new()
        .permission_sets_provisioning_status(items)
        .next_token(token))
}
