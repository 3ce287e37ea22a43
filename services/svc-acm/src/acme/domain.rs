//! Domain validations: which names an endpoint may certify.
//!
//! Source: User Guide, "ACME domain validation": a CNAME for each endpoint and domain, and a scope
//! of three settings. Nothing is looked up in DNS: see [`crate::validation`]. Without a scope the
//! domain alone is validated, and a wildcard below a subdomain needs both settings: not verified.

use std::collections::BTreeMap;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use store::Range;

use super::place::{self, Place, Validation};
use super::state::{
    DOMAINS, ENDPOINTS, EndpointRow, Found, NameRow, ScopeRow, VALIDATIONS, ValidationRow,
};
use super::{listing, token};
use crate::api::{
    AcmeDomainValidationBuilder, AcmeDomainValidationSummaryBuilder,
    CreateAcmeDomainValidationInput, CreateAcmeDomainValidationOutput,
    DeleteAcmeDomainValidationInput, DeleteAcmeDomainValidationOutput,
    DescribeAcmeDomainValidationInput, DescribeAcmeDomainValidationOutput,
    DnsPrevalidationDetailsBuilder, DomainScope, DomainScopeBuilder, FailureDetailsBuilder,
    ListAcmeDomainValidationsInput, ListAcmeDomainValidationsOutput, PrevalidationDetailsBuilder,
    PrevalidationOptions, ResourceRecordBuilder, UpdateAcmeDomainValidationInput,
    UpdateAcmeDomainValidationOutput, acme_domain_validation_failure_reason as reasons,
    acme_domain_validation_status, domain_scope_option, prevalidation_type, record_type,
};
use crate::errors;
use crate::limits;
use crate::names;
use crate::tag;
use crate::validation;

/// The step: `Endpoint`, `Domain`, `At`.
pub const LOOK: &str = "LookForAcmeRecord";

const CREATE: &str = "CreateAcmeDomainValidation";
const LIST: &str = "ListAcmeDomainValidations";

pub fn create_acme_domain_validation(
    ctx: &mut Ctx<'_>,
    input: CreateAcmeDomainValidationInput<'_>,
) -> Result<CreateAcmeDomainValidationOutput, ApiError> {
    let output = CreateAcmeDomainValidationOutput::new();
    if let Some(arn) = token::repeated(ctx, CREATE, input.0)? {
        return Ok(output.acme_domain_validation_arn(arn));
    }
    let (endpoint, mut owner) = place::endpoint(ctx, input.acme_endpoint_arn())?;
    let (scope, zone) = options(input.prevalidation_options())?;
    let domain = input.domain_name().to_owned();
    if ctx.table(&VALIDATIONS).contains(&(&*endpoint, &*domain))? {
        return Err(errors::conflict(format!(
            "The ACME endpoint has a validation of {domain} already."
        )));
    }
    if owner.validations >= limits::VALIDATIONS_MAX {
        return Err(errors::quota("domain validations of an endpoint", limits::VALIDATIONS_MAX));
    }
    let mut tags = BTreeMap::new();
    if let Some(asked) = input.tags() {
        tag::add_of_acme(&mut tags, asked)?;
    }
    let id = ctx.chance().uuid();
    let arn = place::validation_arn(ctx, &endpoint, &id);
    let now = ctx.now().micros();
    let mut row = ValidationRow {
        id: id.clone(),
        created: now,
        updated: now,
        scope,
        zone,
        found: Found::Looking,
        failure: None,
        looked_at: 0,
        deadline: 0,
        tags,
        token: token::keep(ctx, CREATE, input.0, &arn),
    };
    begin(ctx, &endpoint, &domain, &mut row);
    ctx.table_mut(&VALIDATIONS).put(&(&*endpoint, &*domain), &row);
    ctx.table_mut(&DOMAINS).put(&(&*endpoint, &*id), &NameRow { name: domain });
    owner.validations += 1;
    ctx.table_mut(&ENDPOINTS).put(endpoint.as_str(), &owner);
    Ok(output.acme_domain_validation_arn(arn))
}

fn options(asked: PrevalidationOptions<'_>) -> Result<(ScopeRow, Option<String>), ApiError> {
    let dns = asked
        .dns_prevalidation()
        .ok_or_else(|| errors::validation("PrevalidationOptions must have DnsPrevalidation."))?;
    let is_on = |option: Option<&str>| option == Some(domain_scope_option::ENABLED);
    let scope = match dns.domain_scope() {
        None => ScopeRow { exact: true, subdomains: false, wildcards: false },
        Some(scope) => ScopeRow {
            exact: is_on(DomainScope::exact_domain(scope)),
            subdomains: is_on(scope.subdomains()),
            wildcards: is_on(scope.wildcards()),
        },
    };
    if !(scope.exact || scope.subdomains || scope.wildcards) {
        return Err(errors::validation("DomainScope must enable at least one kind of names."));
    }
    Ok((scope, dns.hosted_zone_id().map(str::to_owned)))
}

/// Fails what no public authority certifies; has the record of all else looked for.
fn begin(ctx: &mut Ctx<'_>, endpoint: &str, domain: &str, row: &mut ValidationRow) {
    row.failure = names::failure(domain).map(str::to_owned);
    if row.failure.is_some() {
        row.found = Found::Invalid;
        return;
    }
    row.found = Found::Looking;
    row.deadline = (ctx.now() + limits::VALIDATION_TIME).micros();
    plan(ctx, endpoint, domain, row, ctx.now() + limits::DNS_DELAY);
}

fn plan(ctx: &mut Ctx<'_>, endpoint: &str, domain: &str, row: &mut ValidationRow, at: Timestamp) {
    row.looked_at = at.micros();
    let ask = Ask::to("acm", LOOK)
        .with("Endpoint", endpoint)
        .with("Domain", domain)
        .with("At", at.micros());
    ctx.enqueue(Job::now(ask).at(at));
}

/// The step [`LOOK`].
pub fn look(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let (endpoint, domain) = (text("Endpoint"), text("Domain"));
    let found = ctx.table(&VALIDATIONS).get(&(endpoint, domain))?;
    let is_due =
        |it: &ValidationRow| it.found == Found::Looking && Some(it.looked_at) == input.int("At");
    let Some(mut row) = found.filter(is_due) else { return Ok(Struct::new()) };
    let now = ctx.now();
    if row.zone.is_some() {
        // There is no Route 53 here, and so no hosted zone.
        (row.found, row.failure) = (Found::Invalid, Some(reasons::HOSTED_ZONE_NOT_FOUND.into()));
    } else if validation::finds_records(ctx) {
        row.found = Found::Valid;
    } else if now.micros() >= row.deadline {
        (row.found, row.failure) = (Found::Invalid, Some(reasons::TIMED_OUT.into()));
    } else {
        let next = Timestamp::from_micros(row.deadline).min(now + limits::DNS_RETRY);
        plan(ctx, endpoint, domain, &mut row, next);
    }
    if row.found != Found::Looking {
        row.updated = now.micros();
    }
    ctx.table_mut(&VALIDATIONS).put(&(endpoint, domain), &row);
    Ok(Struct::new())
}

pub fn describe_acme_domain_validation(
    ctx: &mut Ctx<'_>,
    input: DescribeAcmeDomainValidationInput<'_>,
) -> Result<DescribeAcmeDomainValidationOutput, ApiError> {
    let Validation { endpoint, domain, row } =
        place::validation(ctx, input.acme_domain_validation_arn())?;
    let told = AcmeDomainValidationBuilder::new()
        .acme_domain_validation_arn(place::validation_arn(ctx, &endpoint, &row.id))
        .acme_endpoint_arn(place::endpoint_arn(ctx, &endpoint))
        .prevalidation_type(prevalidation_type::DNS_PREVALIDATION)
        .prevalidation_details(details(ctx, &endpoint, &domain, &row)?)
        .domain_name(domain)
        .status(status(&row))
        .failure_details(failure(&row))
        .created_at(Timestamp::from_micros(row.created))
        .updated_at(Timestamp::from_micros(row.updated));
    Ok(DescribeAcmeDomainValidationOutput::new().acme_domain_validation(told))
}

fn status(row: &ValidationRow) -> &'static str {
    match row.found {
        Found::Looking => acme_domain_validation_status::VALIDATING,
        Found::Valid => acme_domain_validation_status::VALID,
        Found::Invalid => acme_domain_validation_status::INVALID,
    }
}

fn failure(row: &ValidationRow) -> Option<FailureDetailsBuilder> {
    let reason = row.failure.as_deref()?;
    let message = match reason {
        reasons::HOSTED_ZONE_NOT_FOUND => "The hosted zone does not exist.",
        reasons::TIMED_OUT => "The CNAME record was not found within 72 hours.",
        reasons::DOMAIN_NOT_ALLOWED => "No certificates are issued for this domain.",
        _ => "The name is no public domain.",
    };
    Some(FailureDetailsBuilder::new().reason(reason).message(message))
}

fn details(
    ctx: &Ctx<'_>,
    endpoint: &str,
    domain: &str,
    row: &ValidationRow,
) -> Result<PrevalidationDetailsBuilder, ApiError> {
    let option = |is_on: bool| {
        if is_on { domain_scope_option::ENABLED } else { domain_scope_option::DISABLED }
    };
    let scope = DomainScopeBuilder::new()
        .exact_domain(option(row.scope.exact))
        .subdomains(option(row.scope.subdomains))
        .wildcards(option(row.scope.wildcards));
    let (name, value) = names::record_of_endpoint(ctx, endpoint, domain)?;
    let record = ResourceRecordBuilder::new().name(name).type_(record_type::CNAME).value(value);
    let dns = DnsPrevalidationDetailsBuilder::new()
        .domain_scope(scope)
        .hosted_zone_id(row.zone.as_deref())
        .resource_record(record);
    Ok(PrevalidationDetailsBuilder::new().dns_prevalidation(dns))
}

pub fn list_acme_domain_validations(
    ctx: &mut Ctx<'_>,
    input: ListAcmeDomainValidationsInput<'_>,
) -> Result<ListAcmeDomainValidationsOutput, ApiError> {
    let (endpoint, _) = place::endpoint(ctx, input.acme_endpoint_arn())?;
    let place = (input.next_token(), input.max_results());
    let (found, token) = listing::of_endpoint(ctx, &VALIDATIONS, &endpoint, LIST, place)?;
    let mut told = Vec::with_capacity(found.len());
    for (domain, row) in &found {
        let summary = AcmeDomainValidationSummaryBuilder::new()
            .acme_domain_validation_arn(place::validation_arn(ctx, &endpoint, &row.id))
            .acme_endpoint_arn(place::endpoint_arn(ctx, &endpoint))
            .domain_name(domain)
            .prevalidation_type(prevalidation_type::DNS_PREVALIDATION)
            .prevalidation_details(details(ctx, &endpoint, domain, row)?)
            .status(status(row))
            .failure_details(failure(row))
            .created_at(Timestamp::from_micros(row.created))
            .updated_at(Timestamp::from_micros(row.updated));
        told.push(summary);
    }
    Ok(ListAcmeDomainValidationsOutput::new().acme_domain_validations(told).next_token(token))
}

/// What is not valid, or is to be found elsewhere now, is looked for anew.
pub fn update_acme_domain_validation(
    ctx: &mut Ctx<'_>,
    input: UpdateAcmeDomainValidationInput<'_>,
) -> Result<UpdateAcmeDomainValidationOutput, ApiError> {
    let Validation { endpoint, domain, mut row } =
        place::validation(ctx, input.acme_domain_validation_arn())?;
    if let Some(asked) = input.prevalidation_options() {
        let (scope, zone) = options(asked)?;
        let is_elsewhere = zone != row.zone;
        (row.scope, row.zone) = (scope, zone);
        row.updated = ctx.now().micros();
        if is_elsewhere || row.found == Found::Invalid {
            begin(ctx, &endpoint, &domain, &mut row);
        }
        ctx.table_mut(&VALIDATIONS).put(&(&*endpoint, &*domain), &row);
    }
    Ok(UpdateAcmeDomainValidationOutput::new())
}

pub fn delete_acme_domain_validation(
    ctx: &mut Ctx<'_>,
    input: DeleteAcmeDomainValidationInput<'_>,
) -> Result<DeleteAcmeDomainValidationOutput, ApiError> {
    let arn = input.acme_domain_validation_arn();
    if !matches!(place::parse(ctx, arn), Some(Place::Validation(..))) {
        return Err(errors::elsewhere(arn));
    }
    let output = DeleteAcmeDomainValidationOutput::new();
    let Ok(Validation { endpoint, domain, row }) = place::validation(ctx, arn) else {
        return Ok(output);
    };
    token::drop(ctx, CREATE, row.token.as_deref(), arn)?;
    ctx.table_mut(&VALIDATIONS).delete(&(&*endpoint, &*domain));
    ctx.table_mut(&DOMAINS).delete(&(&*endpoint, &*row.id));
    if let Some(mut owner) = ctx.table(&ENDPOINTS).get(endpoint.as_str())? {
        owner.validations = owner.validations.saturating_sub(1);
        ctx.table_mut(&ENDPOINTS).put(endpoint.as_str(), &owner);
    }
    Ok(output)
}

/// Of all validations of an endpoint that goes.
pub fn forget_tokens(ctx: &mut Ctx<'_>, endpoint: &str) -> Result<(), ApiError> {
    let all: Result<Vec<_>, _> =
        ctx.table(&VALIDATIONS).scan(&Range::within(&(endpoint,))).collect();
    for (_, row) in all? {
        let arn = place::validation_arn(ctx, endpoint, &row.id);
        token::drop(ctx, CREATE, row.token.as_deref(), &arn)?;
    }
    Ok(())
}

/// Of names, those that the endpoint may not certify now.
pub fn not_covered(
    ctx: &Ctx<'_>,
    endpoint: &str,
    names: &[String],
) -> Result<Vec<String>, ApiError> {
    let mut missing = Vec::new();
    for name in names {
        if !is_covered(ctx, endpoint, name)? {
            missing.push(name.clone());
        }
    }
    Ok(missing)
}

fn is_covered(ctx: &Ctx<'_>, endpoint: &str, name: &str) -> Result<bool, ApiError> {
    let (is_wildcard, plain) = match name.strip_prefix("*.") {
        Some(plain) => (true, plain),
        None => (false, name),
    };
    let mut domain = Some(plain);
    while let Some(it) = domain {
        let row = ctx.table(&VALIDATIONS).get(&(endpoint, it))?;
        let row = row.filter(|row| row.found == Found::Valid);
        if row.is_some_and(|row| covers(row.scope, is_wildcard, it == plain)) {
            return Ok(true);
        }
        domain = it.split_once('.').map(|(_, above)| above);
    }
    Ok(false)
}

fn covers(scope: ScopeRow, is_wildcard: bool, is_domain: bool) -> bool {
    match (is_wildcard, is_domain) {
        (false, true) => scope.exact,
        (false, false) => scope.subdomains,
        (true, true) => scope.wildcards,
        (true, false) => scope.wildcards && scope.subdomains,
    }
}

/// Whether keys of this kind may be certified.
pub fn takes_algorithm(endpoint: &EndpointRow, algorithm: &str) -> bool {
    use crate::api::key_algorithm::{EC_PRIME256V1, EC_SECP384R1, RSA_2048};
    let is_public = [RSA_2048, EC_PRIME256V1, EC_SECP384R1].contains(&algorithm);
    let all = &endpoint.algorithms;
    is_public && (all.is_empty() || all.iter().any(|it| it == algorithm))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_setting_of_a_scope_stands_for_names_of_its_own() {
        let scope = |exact, subdomains, wildcards| ScopeRow { exact, subdomains, wildcards };
        assert!(covers(scope(true, false, false), false, true));
        assert!(!covers(scope(true, false, false), false, false));
        assert!(!covers(scope(false, true, true), false, true));
        assert!(covers(scope(false, true, false), false, false));
        assert!(covers(scope(false, false, true), true, true));
        assert!(!covers(scope(true, true, false), true, true));
        assert!(!covers(scope(true, false, true), true, false));
        assert!(covers(scope(false, true, true), true, false));
    }
}
