//! Assignments: who has which permission set in which account.

use kernel::{ApiError, Ask, Ctx, Value};
use store::Range;

use crate::api::{
    AccountAssignmentBuilder, AccountAssignmentForPrincipalBuilder, CreateAccountAssignmentInput,
    CreateAccountAssignmentOutput, DeleteAccountAssignmentInput, DeleteAccountAssignmentOutput,
    ListAccountAssignmentsFilter, ListAccountAssignmentsForPrincipalInput,
    ListAccountAssignmentsForPrincipalOutput, ListAccountAssignmentsInput,
    ListAccountAssignmentsOutput, principal_type, status_values,
};
use crate::errors;
use crate::instance::{Instance, PRINCIPAL};
use crate::listing::Page;
use crate::permission_set::{self, PermissionSet};
use crate::provision;
use crate::request::{self, CREATION, DELETION, show_assignment};
use crate::state::{ASSIGNMENTS, KindRow, OF_PRINCIPALS, RequestRow};

fn pending(ctx: &Ctx<'_>, set: &PermissionSet, account: &str, who: (&str, &str)) -> RequestRow {
    RequestRow {
        status: status_values::IN_PROGRESS.to_owned(),
        failure: None,
        set: set.id.clone(),
        account: Some(account.to_owned()),
        principal: who.0.to_owned(),
        principal_kind: who.1.to_owned(),
        created: ctx.now().micros(),
    }
}

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateAccountAssignmentInput<'_>,
) -> Result<CreateAccountAssignmentOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    let set = PermissionSet::open(ctx, &instance, input.permission_set_arn())?;
    let row = pending(ctx, &set, input.target_id(), (input.principal_id(), input.principal_type()));
    let id = request::begin(ctx, &instance, CREATION, &row);
    let shown = show_assignment(ctx, &instance, &id, &row);
    Ok(CreateAccountAssignmentOutput::new().account_assignment_creation_status(shown))
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteAccountAssignmentInput<'_>,
) -> Result<DeleteAccountAssignmentOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    let set = PermissionSet::open(ctx, &instance, input.permission_set_arn())?;
    let row = pending(ctx, &set, input.target_id(), (input.principal_id(), input.principal_type()));
    let id = request::begin(ctx, &instance, DELETION, &row);
    let shown = show_assignment(ctx, &instance, &id, &row);
    Ok(DeleteAccountAssignmentOutput::new().account_assignment_deletion_status(shown))
}

/// Does what a request for an assignment has asked.
pub fn make(ctx: &mut Ctx<'_>, instance: &Instance, row: &RequestRow) -> Result<(), ApiError> {
    let account = row.account.as_deref().unwrap_or_default();
    if !instance.reaches(ctx, account)? {
        return Err(errors::not_found(format!("Account {account}")));
    }
    let ask = Ask::to("identitystore", "NameOf")
        .with("Store", instance.row.store.as_str())
        .with("Id", row.principal.as_str())
        .with("Kind", row.principal_kind.as_str())
        .as_service(PRINCIPAL);
    if ctx.call(ask)?.str("Name").is_none() {
        let kind = &row.principal_kind;
        return Err(errors::not_found(format!("{kind} {}", row.principal)));
    }
    provision::call_apply(ctx, instance, &row.set, account)?;
    let kind = KindRow { kind: row.principal_kind.clone() };
    let (id, set, principal) = (instance.id.as_str(), row.set.as_str(), row.principal.as_str());
    ctx.table_mut(&ASSIGNMENTS).put(&(id, account, set, principal), &kind);
    ctx.table_mut(&OF_PRINCIPALS).put(&(id, principal, account, set), &kind);
    Ok(())
}

/// The last assignment of a permission set in an account takes its role along.
pub fn unmake(ctx: &mut Ctx<'_>, instance: &Instance, row: &RequestRow) -> Result<(), ApiError> {
    let account = row.account.as_deref().unwrap_or_default();
    let (id, set, principal) = (instance.id.as_str(), row.set.as_str(), row.principal.as_str());
    let place = (id, account, set, principal);
    if !ctx.table(&ASSIGNMENTS).contains(&place)? {
        return Err(errors::not_found("Assignment"));
    }
    ctx.table_mut(&ASSIGNMENTS).delete(&place);
    ctx.table_mut(&OF_PRINCIPALS).delete(&(id, principal, account, set));
    if ctx.table(&ASSIGNMENTS).is_empty(&Range::within(&(id, account, set)))? {
        provision::call_remove(ctx, instance, set, account)?;
    }
    Ok(())
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListAccountAssignmentsInput<'_>,
) -> Result<ListAccountAssignmentsOutput, ApiError> {
    let page = Page::read("ListAccountAssignments", input.next_token(), input.max_results())?;
    let instance = Instance::open(ctx, input.instance_arn())?;
    let set = PermissionSet::open(ctx, &instance, input.permission_set_arn())?;
    let place = (instance.id.as_str(), input.account_id(), set.id.as_str());
    let arn = permission_set::arn(ctx, &instance, &set.id);
    let mut found = Vec::new();
    for entry in ctx.table(&ASSIGNMENTS).scan(&Range::within(&place)) {
        let ((_, account, _, principal), row) = entry?;
        let shown = AccountAssignmentBuilder::new()
            .account_id(account)
            .permission_set_arn(&arn)
            .principal_type(row.kind)
            .principal_id(&principal);
        found.push((principal, shown));
    }
    let (items, token) = page.cut(found);
    Ok(ListAccountAssignmentsOutput::new().account_assignments(items).next_token(token))
}

/// What a principal has: (account, permission set, principal, its kind). A user has what its groups
/// have.
pub fn of_principal(
    ctx: &mut Ctx<'_>,
    instance: &str,
    store: &str,
    who: (&str, &str),
) -> Result<Vec<(String, String, String, String)>, ApiError> {
    let mut found = Vec::new();
    for principal in with_groups(ctx, store, who)? {
        let range = Range::within(&(instance, principal.as_str()));
        for entry in ctx.table(&OF_PRINCIPALS).scan(&range) {
            let ((_, principal, account, set), row) = entry?;
            found.push((account, set, principal, row.kind));
        }
    }
    found.sort();
    Ok(found)
}

/// A principal, and of a user its groups.
pub fn with_groups(
    ctx: &mut Ctx<'_>,
    store: &str,
    (principal, kind): (&str, &str),
) -> Result<Vec<String>, ApiError> {
    let mut principals = vec![principal.to_owned()];
    if kind == principal_type::USER {
        let ask = Ask::to("identitystore", "GroupsOf")
            .with("Store", store)
            .with("User", principal)
            .as_service(PRINCIPAL);
        let answer = ctx.call(ask)?;
        let groups = answer.list("Groups").unwrap_or_default();
        principals.extend(groups.iter().filter_map(Value::as_str).map(str::to_owned));
    }
    Ok(principals)
}

pub fn list_for_principal(
    ctx: &mut Ctx<'_>,
    input: ListAccountAssignmentsForPrincipalInput<'_>,
) -> Result<ListAccountAssignmentsForPrincipalOutput, ApiError> {
    let operation = "ListAccountAssignmentsForPrincipal";
    let page = Page::read(operation, input.next_token(), input.max_results())?;
    let instance = Instance::open(ctx, input.instance_arn())?;
    let wanted =
        input.filter().and_then(ListAccountAssignmentsFilter::account_id).map(str::to_owned);
    let who = (input.principal_id(), input.principal_type());
    let store = instance.row.store.clone();
    let all = of_principal(ctx, &instance.id, &store, who)?;
    let mut found = Vec::new();
    for (account, set, principal, kind) in all {
        if wanted.as_ref().is_none_or(|wanted| *wanted == account) {
            let shown = AccountAssignmentForPrincipalBuilder::new()
                .account_id(&account)
                .permission_set_arn(permission_set::arn(ctx, &instance, &set))
                .principal_id(&principal)
                .principal_type(kind);
            found.push((format!("{account} {set} {principal}"), shown));
        }
    }
    let (items, token) = page.cut(found);
    Ok(ListAccountAssignmentsForPrincipalOutput::new().account_assignments(items).next_token(token))
}
