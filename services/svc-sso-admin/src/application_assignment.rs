//! Who may use an application: assigned users and groups, or everybody.

use kernel::{ApiError, Ask, Ctx};
use store::Range;

use crate::api::{
    ApplicationAssignmentBuilder, ApplicationAssignmentForPrincipalBuilder,
    CreateApplicationAssignmentInput, CreateApplicationAssignmentOutput,
    DeleteApplicationAssignmentInput, DeleteApplicationAssignmentOutput,
    DescribeApplicationAssignmentInput, DescribeApplicationAssignmentOutput,
    GetApplicationAssignmentConfigurationInput, GetApplicationAssignmentConfigurationOutput,
    ListApplicationAssignmentsFilter, ListApplicationAssignmentsForPrincipalInput,
    ListApplicationAssignmentsForPrincipalOutput, ListApplicationAssignmentsInput,
    ListApplicationAssignmentsOutput, PutApplicationAssignmentConfigurationInput,
    PutApplicationAssignmentConfigurationOutput,
};
use crate::application::{self, Application};
use crate::assignment::with_groups;
use crate::errors;
use crate::instance::{Instance, PRINCIPAL};
use crate::listing::Page;
use crate::state::{APPLICATION_ASSIGNMENTS, APPLICATIONS_OF, KindRow};

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateApplicationAssignmentInput<'_>,
) -> Result<CreateApplicationAssignmentOutput, ApiError> {
    let application = Application::open(ctx, input.application_arn())?;
    let (principal, kind) = (input.principal_id(), input.principal_type());
    let ask = Ask::to("identitystore", "NameOf")
        .with("Store", application.instance.row.store.as_str())
        .with("Id", principal)
        .with("Kind", kind)
        .as_service(PRINCIPAL);
    if ctx.call(ask)?.str("Name").is_none() {
        return Err(errors::not_found(format!("{kind} {principal}")));
    }
    let (instance, id) = (application.instance.id.as_str(), application.id.as_str());
    let place = (instance, id, principal);
    if ctx.table(&APPLICATION_ASSIGNMENTS).contains(&place)? {
        return Err(errors::conflict(format!(
            "{kind} {principal} is assigned to the application already."
        )));
    }
    let row = KindRow { kind: kind.to_owned() };
    ctx.table_mut(&APPLICATION_ASSIGNMENTS).put(&place, &row);
    ctx.table_mut(&APPLICATIONS_OF).put(&(instance, principal, id), &row);
    Ok(CreateApplicationAssignmentOutput::new())
}

/// The application, when the assignment is there.
fn find(
    ctx: &Ctx<'_>,
    arn: &str,
    (principal, kind): (&str, &str),
) -> Result<Application, ApiError> {
    let application = Application::open(ctx, arn)?;
    let place = (application.instance.id.as_str(), application.id.as_str(), principal);
    let row = ctx.table(&APPLICATION_ASSIGNMENTS).get(&place)?;
    if row.is_none_or(|row| row.kind != kind) {
        return Err(errors::not_found(format!("Assignment of {kind} {principal}")));
    }
    Ok(application)
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteApplicationAssignmentInput<'_>,
) -> Result<DeleteApplicationAssignmentOutput, ApiError> {
    let principal = input.principal_id();
    let who = (principal, input.principal_type());
    let application = find(ctx, input.application_arn(), who)?;
    let (instance, id) = (application.instance.id.as_str(), application.id.as_str());
    ctx.table_mut(&APPLICATION_ASSIGNMENTS).delete(&(instance, id, principal));
    ctx.table_mut(&APPLICATIONS_OF).delete(&(instance, principal, id));
    Ok(DeleteApplicationAssignmentOutput::new())
}

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeApplicationAssignmentInput<'_>,
) -> Result<DescribeApplicationAssignmentOutput, ApiError> {
    let who = (input.principal_id(), input.principal_type());
    let application = find(ctx, input.application_arn(), who)?;
    Ok(DescribeApplicationAssignmentOutput::new()
        .application_arn(application.arn(ctx))
        .principal_id(who.0)
        .principal_type(who.1))
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListApplicationAssignmentsInput<'_>,
) -> Result<ListApplicationAssignmentsOutput, ApiError> {
    let operation = "ListApplicationAssignments";
    let page = Page::read(operation, input.next_token(), input.max_results())?;
    let application = Application::open(ctx, input.application_arn())?;
    let place = (application.instance.id.as_str(), application.id.as_str());
    let arn = application.arn(ctx);
    let mut found = Vec::new();
    for entry in ctx.table(&APPLICATION_ASSIGNMENTS).scan(&Range::within(&place)) {
        let ((_, _, principal), row) = entry?;
        let shown = ApplicationAssignmentBuilder::new()
            .application_arn(&arn)
            .principal_id(&principal)
            .principal_type(row.kind);
        found.push((principal, shown));
    }
    let (items, token) = page.cut(found);
    Ok(ListApplicationAssignmentsOutput::new().application_assignments(items).next_token(token))
}

pub fn list_for_principal(
    ctx: &mut Ctx<'_>,
    input: ListApplicationAssignmentsForPrincipalInput<'_>,
) -> Result<ListApplicationAssignmentsForPrincipalOutput, ApiError> {
    let operation = "ListApplicationAssignmentsForPrincipal";
    let page = Page::read(operation, input.next_token(), input.max_results())?;
    let instance = Instance::open(ctx, input.instance_arn())?;
    let wanted = input.filter().and_then(ListApplicationAssignmentsFilter::application_arn);
    let who = (input.principal_id(), input.principal_type());
    let mut found = Vec::new();
    for (id, principal, kind) in of_principal(ctx, &instance.id, &instance.row.store, who)? {
        let arn = application::arn(ctx, &instance, &id);
        if wanted.is_none_or(|wanted| wanted == arn) {
            let shown = ApplicationAssignmentForPrincipalBuilder::new()
                .application_arn(&arn)
                .principal_id(&principal)
                .principal_type(kind);
            found.push((format!("{id} {principal}"), shown));
        }
    }
    let (items, token) = page.cut(found);
    Ok(ListApplicationAssignmentsForPrincipalOutput::new()
        .application_assignments(items)
        .next_token(token))
}

/// (application, principal, its kind), of a user with those of its groups.
pub fn of_principal(
    ctx: &mut Ctx<'_>,
    instance: &str,
    store: &str,
    who: (&str, &str),
) -> Result<Vec<(String, String, String)>, ApiError> {
    let mut found = Vec::new();
    for principal in with_groups(ctx, store, who)? {
        let range = Range::within(&(instance, principal.as_str()));
        for entry in ctx.table(&APPLICATIONS_OF).scan(&range) {
            let ((_, principal, id), row) = entry?;
            found.push((id, principal, row.kind));
        }
    }
    found.sort();
    Ok(found)
}

pub fn get_configuration(
    ctx: &mut Ctx<'_>,
    input: GetApplicationAssignmentConfigurationInput<'_>,
) -> Result<GetApplicationAssignmentConfigurationOutput, ApiError> {
    let application = Application::open(ctx, input.application_arn())?;
    Ok(GetApplicationAssignmentConfigurationOutput::new()
        .assignment_required(!application.row.is_open))
}

pub fn put_configuration(
    ctx: &mut Ctx<'_>,
    input: PutApplicationAssignmentConfigurationInput<'_>,
) -> Result<PutApplicationAssignmentConfigurationOutput, ApiError> {
    let mut application = Application::open(ctx, input.application_arn())?;
    application.row.is_open = !input.assignment_required();
    application.put(ctx);
    Ok(PutApplicationAssignmentConfigurationOutput::new())
}

/// With an application go its assignments.
pub fn clear(ctx: &mut Ctx<'_>, application: &Application) -> Result<(), ApiError> {
    let (instance, id) = (application.instance.id.as_str(), application.id.as_str());
    let range = Range::within(&(instance, id));
    let keys = ctx.table(&APPLICATION_ASSIGNMENTS).keys(&range);
    for (_, _, principal) in keys.collect::<Result<Vec<_>, _>>()? {
        ctx.table_mut(&APPLICATIONS_OF).delete(&(instance, principal.as_str(), id));
    }
    ctx.table_mut(&APPLICATION_ASSIGNMENTS).delete_range(&range)?;
    Ok(())
}
