//! Centralized root access: what an organization's management account, or its delegated
//! administrator for IAM, may do in the place of its members' roots. STS issues the sessions
//! (`AssumeRoot`) and asks here.
//!
//! Sources: [A] EnableOrganizationsRootCredentialsManagement, EnableOrganizationsRootSessions and
//! their relatives; "Centralize root access for member accounts" and "Perform a privileged task on
//! an AWS Organizations member account" (IAM User Guide). The messages are the model's descriptions
//! of the errors.

use std::collections::BTreeSet;

use kernel::{ApiError, Ask, Ctx, OpResult, Struct};
use store::Range;

use crate::api::feature_type::{ROOT_CREDENTIALS_MANAGEMENT, ROOT_SESSIONS};
use crate::api::{
    DisableOrganizationsRootCredentialsManagementInput,
    DisableOrganizationsRootCredentialsManagementOutput, DisableOrganizationsRootSessionsInput,
    DisableOrganizationsRootSessionsOutput, EnableOrganizationsRootCredentialsManagementInput,
    EnableOrganizationsRootCredentialsManagementOutput, EnableOrganizationsRootSessionsInput,
    EnableOrganizationsRootSessionsOutput, ListOrganizationsFeaturesInput,
    ListOrganizationsFeaturesOutput, error,
};
use crate::state::{FeaturesRow, ROOT_FEATURES};

/// STS's question: `Target`, an account, and `Feature`. An error is a refusal.
pub const CHECK: &str = "CheckRootAccess";
const SERVICE: &str = "iam.amazonaws.com";

/// The organization of the account that calls.
#[derive(Debug)]
pub struct Standing {
    pub id: String,
    pub management: String,
    pub has_all_features: bool,
    pub has_service_control: bool,
    pub is_trusted: bool,
    pub is_administrator: bool,
    pub is_management: bool,
}

pub fn find(ctx: &mut Ctx<'_>) -> Result<Option<Standing>, ApiError> {
    if !ctx.has_operation("organizations", "TellOrganization") {
        return Ok(None);
    }
    let ask = Ask::to("organizations", "TellOrganization");
    let told = ctx.call(ask.with("Service", SERVICE).as_service(SERVICE))?;
    let Some(id) = told.str("Id") else { return Ok(None) };
    let flag = |name: &str| told.bool(name).unwrap_or(false);
    let management = told.str("Management").unwrap_or_default();
    Ok(Some(Standing {
        id: id.to_owned(),
        management: management.to_owned(),
        has_all_features: flag("HasAllFeatures"),
        has_service_control: flag("HasServiceControl"),
        is_trusted: flag("IsTrusted"),
        is_administrator: flag("IsAdministrator"),
        is_management: management == ctx.account().as_str(),
    }))
}

/// The organization for which the account of the call may manage roots.
fn administered(ctx: &mut Ctx<'_>) -> Result<Standing, ApiError> {
    let standing = find(ctx)?.ok_or_else(|| {
        error::organization_not_found_exception(
            "The request was rejected because no organization is associated with your account.",
        )
    })?;
    if !standing.is_management && !standing.is_administrator {
        return Err(error::account_not_management_or_delegated_administrator_exception(
            "The request was rejected because the account making the request is not the \
             management account or delegated administrator account for centralized root access.",
        ));
    }
    if !standing.has_all_features {
        return Err(error::organization_not_in_all_features_mode_exception(
            "The request was rejected because your organization does not have All features \
             enabled.",
        ));
    }
    if !standing.is_trusted {
        return Err(error::service_access_not_enabled_exception(
            "The request was rejected because trusted access is not enabled for IAM in \
             Organizations.",
        ));
    }
    Ok(standing)
}

fn features(ctx: &Ctx<'_>, organization: &str) -> Result<BTreeSet<String>, ApiError> {
    let row = ctx.table(&ROOT_FEATURES).get(organization)?;
    Ok(row.map(|row| row.features).unwrap_or_default())
}

/// The organization, and what it has enabled now.
type Told = (String, Vec<String>);

fn change(ctx: &mut Ctx<'_>, feature: &str, is_on: bool) -> Result<Told, ApiError> {
    let standing = administered(ctx)?;
    if is_on && !standing.is_management {
        return Err(error::caller_is_not_management_account_exception(
            "The request was rejected because the account making the request is not the \
             management account for the organization.",
        ));
    }
    let mut features = features(ctx, &standing.id)?;
    if is_on {
        features.insert(feature.to_owned());
    } else {
        features.remove(feature);
    }
    let enabled = features.iter().cloned().collect();
    ctx.table_mut(&ROOT_FEATURES).put(standing.id.as_str(), &FeaturesRow { features });
    Ok((standing.id, enabled))
}

pub fn enable_credentials_management(
    ctx: &mut Ctx<'_>,
    _: EnableOrganizationsRootCredentialsManagementInput<'_>,
) -> Result<EnableOrganizationsRootCredentialsManagementOutput, ApiError> {
    let (id, enabled) = change(ctx, ROOT_CREDENTIALS_MANAGEMENT, true)?;
    Ok(EnableOrganizationsRootCredentialsManagementOutput::new()
        .organization_id(id)
        .enabled_features(enabled))
}

pub fn disable_credentials_management(
    ctx: &mut Ctx<'_>,
    _: DisableOrganizationsRootCredentialsManagementInput<'_>,
) -> Result<DisableOrganizationsRootCredentialsManagementOutput, ApiError> {
    let (id, enabled) = change(ctx, ROOT_CREDENTIALS_MANAGEMENT, false)?;
    Ok(DisableOrganizationsRootCredentialsManagementOutput::new()
        .organization_id(id)
        .enabled_features(enabled))
}

pub fn enable_sessions(
    ctx: &mut Ctx<'_>,
    _: EnableOrganizationsRootSessionsInput<'_>,
) -> Result<EnableOrganizationsRootSessionsOutput, ApiError> {
    let (id, enabled) = change(ctx, ROOT_SESSIONS, true)?;
    Ok(EnableOrganizationsRootSessionsOutput::new().organization_id(id).enabled_features(enabled))
}

pub fn disable_sessions(
    ctx: &mut Ctx<'_>,
    _: DisableOrganizationsRootSessionsInput<'_>,
) -> Result<DisableOrganizationsRootSessionsOutput, ApiError> {
    let (id, enabled) = change(ctx, ROOT_SESSIONS, false)?;
    Ok(DisableOrganizationsRootSessionsOutput::new().organization_id(id).enabled_features(enabled))
}

pub fn list(
    ctx: &mut Ctx<'_>,
    _: ListOrganizationsFeaturesInput<'_>,
) -> Result<ListOrganizationsFeaturesOutput, ApiError> {
    let standing = administered(ctx)?;
    let enabled: Vec<String> = features(ctx, &standing.id)?.into_iter().collect();
    Ok(ListOrganizationsFeaturesOutput::new()
        .organization_id(standing.id)
        .enabled_features(enabled))
}

/// Whether the account of the call may take on the root of a member for a task of the feature.
pub fn check(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let standing = administered(ctx)?;
    let (target, feature) = (input.str("Target"), input.str("Feature"));
    let (target, feature) = (target.unwrap_or_default(), feature.unwrap_or_default());
    let place = auth::organization::find(ctx.tx(), target)?;
    let is_member = place.is_some_and(|it| it.organization == standing.id && !it.is_closed);
    let may = is_member
        && target != standing.management
        && features(ctx, &standing.id)?.contains(feature);
    if may {
        return Ok(Struct::new());
    }
    Err(ApiError::new("AccessDenied", "The organization does not let it.").with_status(403))
}

/// Organizations that are gone leave their features behind, under ids that never come again.
pub fn forget_all(ctx: &mut Ctx<'_>) -> Result<(), ApiError> {
    ctx.table_mut(&ROOT_FEATURES).delete_range(&Range::all())?;
    Ok(())
}
