//! Service-specific credentials: a name and a password for one service. CodeCommit and Keyspaces,
//! for which they are, are absent here; of a password a salted digest is kept.
//!
//! Source: [A] CreateServiceSpecificCredential ("a maximum of two sets of service-specific
//! credentials for each supported service per user"; `jane-at-123456789012`).

use kernel::{ApiError, Ctx};
use sha2::{Digest as _, Sha256};
use store::Range;

use crate::api::status_type::{ACTIVE, INACTIVE};
use crate::api::{
    CreateServiceSpecificCredentialInput, CreateServiceSpecificCredentialOutput,
    DeleteServiceSpecificCredentialInput, DeleteServiceSpecificCredentialOutput,
    ListServiceSpecificCredentialsInput, ListServiceSpecificCredentialsOutput,
    ResetServiceSpecificCredentialInput, ResetServiceSpecificCredentialOutput,
    ServiceSpecificCredentialBuilder, ServiceSpecificCredentialMetadataBuilder,
    UpdateServiceSpecificCredentialInput, UpdateServiceSpecificCredentialOutput, error,
};
use crate::common::{Page, new_id, time};
use crate::entity::find_user;
use crate::errors;
use crate::limits::SERVICE_CREDENTIALS_MAX;
use crate::state::{SERVICE_CREDENTIALS, ServiceCredentialRow};
use crate::user;

const SERVICES: [&str; 2] = ["codecommit.amazonaws.com", "cassandra.amazonaws.com"];
/// Their credentials are API keys, which end.
const SERVICES_WITH_KEYS: [&str; 2] = ["bedrock.amazonaws.com", "logs.amazonaws.com"];
const PASSWORD_CHARS: usize = 44;

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateServiceSpecificCredentialInput<'_>,
) -> Result<CreateServiceSpecificCredentialOutput, ApiError> {
    let user = find_user(ctx, input.user_name())?;
    let service = input.service_name();
    if SERVICES_WITH_KEYS.contains(&service) || input.credential_age_days().is_some() {
        return Err(errors::not_implemented("API keys of services"));
    }
    if !SERVICES.contains(&service) {
        return Err(error::service_not_supported_exception(format!(
            "No such service {service} is supported for Service Specific Credentials"
        )));
    }
    let mut names = Vec::new();
    for entry in ctx.table(&SERVICE_CREDENTIALS).scan(&Range::within(&(user.id.as_str(),))) {
        let (_, row) = entry?;
        if row.service == service {
            names.push(row.name);
        }
    }
    if names.len() >= SERVICE_CREDENTIALS_MAX {
        return Err(errors::quota("ServiceSpecificCredentialsPerUser", SERVICE_CREDENTIALS_MAX));
    }
    let first = format!("{}-at-{}", user.name, ctx.account());
    let second = format!("{}+1-at-{}", user.name, ctx.account());
    let name = if names.contains(&first) { second } else { first };
    let id = new_id(ctx, "ACCA");
    let mut row = ServiceCredentialRow {
        service: service.to_owned(),
        name,
        salt: String::new(),
        digest: String::new(),
        is_active: true,
        created: ctx.now().micros(),
    };
    let password = set_password(ctx, &mut row);
    ctx.table_mut(&SERVICE_CREDENTIALS).put(&(user.id.as_str(), id.as_str()), &row);
    let shown = show(&user.name, &id, &row).service_password(password);
    Ok(CreateServiceSpecificCredentialOutput::new().service_specific_credential(shown))
}

fn set_password(ctx: &mut Ctx<'_>, row: &mut ServiceCredentialRow) -> String {
    let password = ctx.chance().alphanumeric(PASSWORD_CHARS);
    row.salt = ctx.chance().alphanumeric(16);
    let digest = Sha256::digest(format!("{}{password}", row.salt));
    row.digest = auth::signing::hex(&digest);
    password
}

fn status(row: &ServiceCredentialRow) -> &'static str {
    if row.is_active { ACTIVE } else { INACTIVE }
}

fn show(user: &str, id: &str, row: &ServiceCredentialRow) -> ServiceSpecificCredentialBuilder {
    ServiceSpecificCredentialBuilder::new()
        .create_date(time(row.created))
        .service_name(&row.service)
        .service_user_name(&row.name)
        .service_specific_credential_id(id)
        .user_name(user)
        .status(status(row))
}

/// The owner of a credential and its row.
fn find(
    ctx: &Ctx<'_>,
    user: Option<&str>,
    id: &str,
) -> Result<(user::Owner, ServiceCredentialRow), ApiError> {
    let owner = user::owner(ctx, user)?;
    let row = ctx.table(&SERVICE_CREDENTIALS).get(&(owner.id.as_str(), id))?;
    let row = row.ok_or_else(|| errors::no_such("Service Specific Credential", id))?;
    Ok((owner, row))
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListServiceSpecificCredentialsInput<'_>,
) -> Result<ListServiceSpecificCredentialsOutput, ApiError> {
    if input.all_users() == Some(true) {
        return Err(errors::not_implemented("AllUsers of ListServiceSpecificCredentials"));
    }
    let page = Page::read("ListServiceSpecificCredentials", input.marker(), input.max_items())?;
    let owner = user::owner(ctx, input.user_name())?;
    let mut found = Vec::new();
    for entry in ctx.table(&SERVICE_CREDENTIALS).scan(&Range::within(&(owner.id.as_str(),))) {
        let ((_, id), row) = entry?;
        if input.service_name().is_some_and(|service| service != row.service) {
            continue;
        }
        let shown = ServiceSpecificCredentialMetadataBuilder::new()
            .user_name(owner.name())
            .status(status(&row))
            .service_user_name(&row.name)
            .create_date(time(row.created))
            .service_specific_credential_id(&id)
            .service_name(&row.service);
        found.push((id, shown));
    }
    let cut = page.cut_whole(found);
    Ok(ListServiceSpecificCredentialsOutput::new()
        .is_truncated(cut.is_truncated())
        .service_specific_credentials(cut.items)
        .marker(cut.marker))
}

pub fn reset(
    ctx: &mut Ctx<'_>,
    input: ResetServiceSpecificCredentialInput<'_>,
) -> Result<ResetServiceSpecificCredentialOutput, ApiError> {
    let id = input.service_specific_credential_id();
    let (owner, mut row) = find(ctx, input.user_name(), id)?;
    let password = set_password(ctx, &mut row);
    ctx.table_mut(&SERVICE_CREDENTIALS).put(&(owner.id.as_str(), id), &row);
    let shown = show(owner.name().unwrap_or_default(), id, &row).service_password(password);
    Ok(ResetServiceSpecificCredentialOutput::new().service_specific_credential(shown))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateServiceSpecificCredentialInput<'_>,
) -> Result<UpdateServiceSpecificCredentialOutput, ApiError> {
    let id = input.service_specific_credential_id();
    let (owner, mut row) = find(ctx, input.user_name(), id)?;
    row.is_active = match input.status() {
        ACTIVE => true,
        INACTIVE => false,
        other => return Err(errors::validation(format!("Status {other} cannot be set."))),
    };
    ctx.table_mut(&SERVICE_CREDENTIALS).put(&(owner.id.as_str(), id), &row);
    Ok(UpdateServiceSpecificCredentialOutput::new())
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteServiceSpecificCredentialInput<'_>,
) -> Result<DeleteServiceSpecificCredentialOutput, ApiError> {
    let id = input.service_specific_credential_id();
    let (owner, _) = find(ctx, input.user_name(), id)?;
    ctx.table_mut(&SERVICE_CREDENTIALS).delete(&(owner.id.as_str(), id));
    Ok(DeleteServiceSpecificCredentialOutput::new())
}
