//! Permissions of ACM: that it may renew what it has issued.
//!
//! Source: API Reference, CreatePermission ("At this time, the only valid principal is
//! acm.amazonaws.com").

use kernel::{ApiError, Ctx, Timestamp};

use crate::access::ACM;
use crate::api::{
    CreatePermissionInput, CreatePermissionOutput, DeletePermissionInput, DeletePermissionOutput,
    ListPermissionsInput, ListPermissionsOutput, PermissionBuilder, error,
};
use crate::errors;
use crate::listing;
use crate::locate;
use crate::state::PermissionRow;

pub fn create_permission(
    ctx: &mut Ctx<'_>,
    input: CreatePermissionInput<'_>,
) -> Result<CreatePermissionOutput, ApiError> {
    let mut authority = locate::get_live(ctx, input.certificate_authority_arn())?;
    check_principal(input.principal())?;
    if authority.row.permission.is_some() {
        return Err(error::permission_already_exists_exception(
            "The permission is given to the principal already.",
        ));
    }
    let source_account = input.source_account().unwrap_or(ctx.account().as_str()).to_owned();
    let mut actions: Vec<String> = input.actions().into_iter().map(str::to_owned).collect();
    actions.sort();
    actions.dedup();
    let created = ctx.now().micros();
    authority.row.permission = Some(PermissionRow { actions, source_account, created });
    locate::save(ctx, &authority);
    Ok(CreatePermissionOutput::new())
}

pub fn delete_permission(
    ctx: &mut Ctx<'_>,
    input: DeletePermissionInput<'_>,
) -> Result<DeletePermissionOutput, ApiError> {
    let mut authority = locate::get_live(ctx, input.certificate_authority_arn())?;
    check_principal(input.principal())?;
    let account = input.source_account().unwrap_or(ctx.account().as_str()).to_owned();
    let given = authority.row.permission.take().filter(|it| it.source_account == account);
    if given.is_none() {
        return Err(errors::not_found(input.principal()));
    }
    locate::save(ctx, &authority);
    Ok(DeletePermissionOutput::new())
}

pub fn list_permissions(
    ctx: &mut Ctx<'_>,
    input: ListPermissionsInput<'_>,
) -> Result<ListPermissionsOutput, ApiError> {
    let authority = locate::get_live(ctx, input.certificate_authority_arn())?;
    // There is one principal, so there is one page.
    listing::position("ListPermissions", input.next_token())?;
    let told = authority.row.permission.as_ref().map(|it| {
        PermissionBuilder::new()
            .certificate_authority_arn(&authority.arn)
            .created_at(Timestamp::from_micros(it.created))
            .principal(ACM)
            .source_account(&it.source_account)
            .actions(it.actions.clone())
    });
    Ok(ListPermissionsOutput::new().permissions(told.into_iter().collect::<Vec<_>>()))
}

fn check_principal(principal: &str) -> Result<(), ApiError> {
    if principal == ACM {
        return Ok(());
    }
    Err(errors::failed(format!("{principal} is not a principal that can be given permissions.")))
}
