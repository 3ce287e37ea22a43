//! What the accounts of an organization have used of what its control policies let them.
//!
//! Source: [A] GenerateOrganizationsAccessReport, GetOrganizationsAccessReport: a report lists the
//! services that the SCPs on the way from the root to the entity allow, or one SCP, and of each the
//! last use by the accounts at or below the entity. The authorizer records the uses of users and
//! roles (`auth::directory::SERVICE_USES`); AWS's reports count roots and refused attempts too.

use std::collections::BTreeMap;

use auth::directory::{self, SERVICE_USES, UseRow};
use kernel::{ApiError, Ask, Ctx, Struct, Value};
use policy::{Effect, Kind, Policy};
use store::Range;

use crate::api::{
    AccessDetailBuilder, ErrorDetailsBuilder, GenerateOrganizationsAccessReportInput,
    GenerateOrganizationsAccessReportOutput, GetOrganizationsAccessReportInput,
    GetOrganizationsAccessReportOutput, job_status_type as status, sort_key_type as order,
};
use crate::common::{Page, time};
use crate::errors;
use crate::last_accessed::{SERVICES, grants};
use crate::root_access;
use crate::state::{ORGANIZATION_REPORTS, OrganizationReportRow, ServiceReportRow};

/// "Tracking period": 400 days.
const TRACKED_MICROS: i64 = 400 * 24 * 3_600 * 1_000_000;

/// Reports are ready at once.
pub fn generate(
    ctx: &mut Ctx<'_>,
    input: GenerateOrganizationsAccessReportInput<'_>,
) -> Result<GenerateOrganizationsAccessReportOutput, ApiError> {
    check_caller(ctx)?;
    let made = ctx.now().micros();
    let path = input.entity_path();
    let ask = Ask::to("organizations", "TellEntity").with("EntityPath", path);
    let ask = match input.organizations_policy_id() {
        Some(id) => ask.with("PolicyId", id),
        None => ask,
    };
    let told = ctx.call(ask.as_service("iam.amazonaws.com"))?;
    let mut row = OrganizationReportRow { made, services: Vec::new(), failure: None };
    if told.is_empty() {
        let message = format!("There is no such entity or policy in the organization: {path}");
        row.failure = Some(("InvalidInput".to_owned(), message));
    } else {
        row.services = services(ctx, &told, input.organizations_policy_id(), made)?;
    }
    let id = ctx.chance().uuid();
    ctx.table_mut(&ORGANIZATION_REPORTS).put(id.as_str(), &row);
    Ok(GenerateOrganizationsAccessReportOutput::new().job_id(id))
}

/// "You must be signed in using your Organizations management account credentials … SCPs must be
/// enabled for your organization root." Our words.
fn check_caller(ctx: &mut Ctx<'_>) -> Result<(), ApiError> {
    let standing = root_access::find(ctx)?;
    let Some(standing) = standing.filter(|standing| standing.is_management) else {
        let message = "Only the management account of an organization may have this report.";
        return Err(ApiError::new("AccessDenied", message).with_status(403));
    };
    if standing.has_service_control {
        return Ok(());
    }
    Err(errors::invalid_input("Service control policies are not enabled in the organization."))
}

fn services(
    ctx: &Ctx<'_>,
    told: &Struct,
    policy: Option<&str>,
    made: i64,
) -> Result<Vec<ServiceReportRow>, ApiError> {
    let accounts = told.list("Accounts").unwrap_or_default().iter().filter_map(Value::as_struct);
    let accounts: Vec<&Struct> = accounts.collect();
    // No policy limits the management account.
    let own = ctx.account();
    let is_management = accounts.iter().any(|account| account.str("Id") == Some(own.as_str()));
    let levels = match told.str("Policy") {
        _ if is_management => Vec::new(),
        Some(document) => vec![vec![document]],
        None => levels(told),
    };
    let levels: Vec<Vec<Policy>> = levels
        .into_iter()
        .map(|level| level.into_iter().filter_map(|it| Policy::parse(it, Kind::Accepted).ok()))
        .map(Iterator::collect)
        .collect();
    let mut found: BTreeMap<&str, ServiceReportRow> = BTreeMap::new();
    for (namespace, name) in SERVICES {
        if levels.iter().all(|level| lets(level, namespace)) {
            let row = ServiceReportRow {
                namespace: namespace.to_owned(),
                name: name.to_owned(),
                ..ServiceReportRow::default()
            };
            found.insert(namespace, row);
        }
    }
    for account in accounts {
        let mut policies = account.list("Policies").unwrap_or_default().iter();
        let is_bound = policy.is_none_or(|id| policies.any(|it| it.as_str() == Some(id)));
        if is_bound || is_management {
            add_uses(ctx, &mut found, account, made)?;
        }
    }
    Ok(found.into_values().collect())
}

fn levels(told: &Struct) -> Vec<Vec<&str>> {
    fn texts(level: &Value) -> Vec<&str> {
        level.as_list().unwrap_or_default().iter().filter_map(Value::as_str).collect()
    }
    told.list("Levels").unwrap_or_default().iter().map(texts).collect()
}

/// Whether a level allows something of a service and does not deny all of it.
fn lets(level: &[Policy], service: &str) -> bool {
    let denies = |policy: &Policy| {
        policy.statements.iter().any(|statement| {
            let is_whole = |text: &str| text == "*" || text == format!("{service}:*");
            let resources = statement.resources.as_ref();
            statement.effect == Effect::Deny
                && statement.conditions.is_empty()
                && !statement.actions.is_exclusion
                && statement.actions.list.iter().any(|it| is_whole(it.text()))
                && resources.is_some_and(|it| {
                    !it.is_exclusion && it.list.iter().any(|pattern| pattern.text() == "*")
                })
        })
    };
    level.iter().any(|policy| grants(policy, service)) && !level.iter().any(denies)
}

fn add_uses(
    ctx: &Ctx<'_>,
    found: &mut BTreeMap<&str, ServiceReportRow>,
    account: &Struct,
    made: i64,
) -> Result<(), ApiError> {
    let (id, path) = (account.str("Id").unwrap_or_default(), account.str("Path"));
    let Some(scope) = directory::scope_of(id) else { return Ok(()) };
    let mut last: BTreeMap<String, UseRow> = BTreeMap::new();
    for entry in SERVICE_USES.at(ctx.tx(), &scope).scan(&Range::all()) {
        let ((_, service), row) = entry?;
        let is_later = last.get(&service).is_none_or(|other| other.at < row.at);
        if is_later && row.at + TRACKED_MICROS > made {
            last.insert(service, row);
        }
    }
    for (service, used) in last {
        let Some(row) = found.get_mut(service.as_str()) else { continue };
        row.accounts += 1;
        if row.at.is_none_or(|at| at < used.at) {
            row.at = Some(used.at);
            row.region = Some(used.region);
            row.path = path.map(str::to_owned);
        }
    }
    Ok(())
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetOrganizationsAccessReportInput<'_>,
) -> Result<GetOrganizationsAccessReportOutput, ApiError> {
    let page = Page::read("GetOrganizationsAccessReport", input.marker(), input.max_items())?;
    let row = ctx.table(&ORGANIZATION_REPORTS).get(input.job_id())?;
    let row = row.ok_or_else(|| errors::no_such("report job", input.job_id()))?;
    let told = GetOrganizationsAccessReportOutput::new()
        .job_creation_date(time(row.made))
        .job_completion_date(time(row.made));
    if let Some((code, message)) = row.failure {
        let details = ErrorDetailsBuilder::new().code(code).message(message);
        return Ok(told.job_status(status::FAILED).error_details(details));
    }
    let mut services = row.services;
    let unused = services.iter().filter(|service| service.at.is_none()).count();
    let count = services.len();
    match input.sort_key() {
        Some(order::SERVICE_NAMESPACE_DESCENDING) => services.reverse(),
        Some(order::LAST_AUTHENTICATED_TIME_ASCENDING) => services.sort_by_key(|it| it.at),
        Some(order::LAST_AUTHENTICATED_TIME_DESCENDING) => {
            services.sort_by_key(|it| std::cmp::Reverse(it.at));
        }
        _ => {}
    }
    let shown = services.into_iter().enumerate().map(|(at, it)| (format!("{at:06}"), show(&it)));
    let cut = page.cut_whole(shown);
    Ok(told
        .job_status(status::COMPLETED)
        .number_of_services_accessible(count)
        .number_of_services_not_accessed(unused)
        .is_truncated(cut.is_truncated())
        .access_details(cut.items)
        .marker(cut.marker))
}

fn show(row: &ServiceReportRow) -> AccessDetailBuilder {
    AccessDetailBuilder::new()
        .service_name(&row.name)
        .service_namespace(&row.namespace)
        .region(row.region.as_deref())
        .entity_path(row.path.as_deref())
        .last_authenticated_time(row.at.map(time))
        .total_authenticated_entities(row.accounts)
}
