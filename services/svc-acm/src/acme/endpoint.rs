//! Endpoints: made, shown, changed, deleted with all that they have.
//!
//! Source: API Reference, CreateAcmeEndpoint and its kin; User Guide, "ACME endpoints". That an
//! endpoint takes a moment to become active is ours: how long AWS takes is not said.

use std::collections::BTreeMap;

use kernel::{AccountId, ApiError, Ctx, Timestamp};
use store::Range;

use super::listing;
use super::place::{self, Place};
use super::state::{
    BINDINGS, CLIENTS, DIRECTORIES, DOMAINS, DirectoryRow, ENDPOINTS, EndpointRow, KEYS, NONCES,
    ORDERS, SERIALS, THUMBPRINTS, VALIDATIONS,
};
use super::{binding, domain, token};
use crate::api::{
    AcmeEndpointBuilder, AcmeEndpointSummaryBuilder, CertificateAuthority,
    CertificateAuthorityBuilder, CreateAcmeEndpointInput, CreateAcmeEndpointOutput,
    DeleteAcmeEndpointInput, DeleteAcmeEndpointOutput, DescribeAcmeEndpointInput,
    DescribeAcmeEndpointOutput, ListAcmeEndpointsInput, ListAcmeEndpointsOutput,
    PublicCertificateAuthorityBuilder, TagBuilder, UpdateAcmeEndpointInput,
    UpdateAcmeEndpointOutput, acme_authorization_behavior, acme_contact, acme_endpoint_status,
};
use crate::errors;
use crate::limits;
use crate::tag;

const CREATE: &str = "CreateAcmeEndpoint";
const LIST: &str = "ListAcmeEndpoints";

impl EndpointRow {
    pub fn is_active(&self, now: Timestamp) -> bool {
        now.micros() >= self.created + limits::ENDPOINT_DELAY.as_micros() as i64
    }

    fn status(&self, now: Timestamp) -> &'static str {
        if self.is_active(now) {
            acme_endpoint_status::ACTIVE
        } else {
            acme_endpoint_status::CREATING
        }
    }

    fn contact(&self) -> &'static str {
        if self.is_contact_required { acme_contact::REQUIRED } else { acme_contact::NOT_REQUIRED }
    }

    fn authority(&self) -> CertificateAuthorityBuilder {
        let all = self.algorithms.clone();
        let public = PublicCertificateAuthorityBuilder::new();
        let public = if all.is_empty() { public } else { public.allowed_key_algorithms(all) };
        CertificateAuthorityBuilder::new().public_certificate_authority(public)
    }
}

pub fn create_acme_endpoint(
    ctx: &mut Ctx<'_>,
    input: CreateAcmeEndpointInput<'_>,
) -> Result<CreateAcmeEndpointOutput, ApiError> {
    if let Some(arn) = token::repeated(ctx, CREATE, input.0)? {
        return Ok(CreateAcmeEndpointOutput::new().acme_endpoint_arn(arn));
    }
    let algorithms = algorithms(input.certificate_authority())?;
    let (mut tags, mut certificate_tags) = (BTreeMap::new(), BTreeMap::new());
    if let Some(asked) = input.tags() {
        tag::add_of_acme(&mut tags, asked)?;
    }
    if let Some(asked) = input.certificate_tags() {
        tag::add_of_acme(&mut certificate_tags, asked)?;
    }
    let count = ctx.table(&ENDPOINTS).keys(&Range::all()).take(limits::ENDPOINTS_MAX).count();
    if count >= limits::ENDPOINTS_MAX {
        return Err(errors::quota("ACME endpoints", limits::ENDPOINTS_MAX as u64));
    }
    let id = ctx.chance().uuid();
    let arn = place::endpoint_arn(ctx, &id);
    let now = ctx.now().micros();
    let row = EndpointRow {
        created: now,
        updated: now,
        is_contact_required: input.contact() == Some(acme_contact::REQUIRED),
        algorithms,
        tags,
        certificate_tags,
        token: token::keep(ctx, CREATE, input.0, &arn),
        validations: 0,
        bindings: 0,
        accounts: 0,
        certificates: 0,
    };
    ctx.table_mut(&ENDPOINTS).put(id.as_str(), &row);
    let (account, region) = (ctx.account().to_string(), ctx.region().as_str().to_owned());
    ctx.table_mut(&DIRECTORIES).put(id.as_str(), &DirectoryRow { account, region });
    Ok(CreateAcmeEndpointOutput::new().acme_endpoint_arn(arn))
}

fn algorithms(asked: CertificateAuthority<'_>) -> Result<Vec<String>, ApiError> {
    let public = asked.public_certificate_authority().ok_or_else(|| {
        errors::validation("CertificateAuthority must have PublicCertificateAuthority.")
    })?;
    let mut algorithms: Vec<String> = Vec::new();
    for it in public.allowed_key_algorithms().into_iter().flatten() {
        if !algorithms.iter().any(|known| known == it) {
            algorithms.push(it.to_owned());
        }
    }
    Ok(algorithms)
}

pub fn describe_acme_endpoint(
    ctx: &mut Ctx<'_>,
    input: DescribeAcmeEndpointInput<'_>,
) -> Result<DescribeAcmeEndpointOutput, ApiError> {
    let (id, row) = place::endpoint(ctx, input.acme_endpoint_arn())?;
    let told = AcmeEndpointBuilder::new()
        .acme_endpoint_arn(place::endpoint_arn(ctx, &id))
        .endpoint_url(place::directory_url(ctx, &id))
        .status(row.status(ctx.now()))
        .authorization_behavior(acme_authorization_behavior::PRE_APPROVED)
        .contact(row.contact())
        .certificate_authority(row.authority())
        .certificate_tags(shown_tags(&row.certificate_tags))
        .created_at(Timestamp::from_micros(row.created))
        .updated_at(Timestamp::from_micros(row.updated));
    Ok(DescribeAcmeEndpointOutput::new().acme_endpoint(told))
}

/// A list of tags has at least one, so there is none where there are no tags.
fn shown_tags(tags: &BTreeMap<String, String>) -> Option<Vec<TagBuilder>> {
    let shown = tags.iter().map(|(key, value)| TagBuilder::new().key(key).value(value));
    (!tags.is_empty()).then(|| shown.collect())
}

pub fn list_acme_endpoints(
    ctx: &mut Ctx<'_>,
    input: ListAcmeEndpointsInput<'_>,
) -> Result<ListAcmeEndpointsOutput, ApiError> {
    let (after, limit) = listing::place(LIST, input.next_token(), input.max_results())?;
    let range = match &after {
        Some(after) => Range::all().after(after.as_str()),
        None => Range::all(),
    };
    let found: Result<Vec<_>, _> = ctx.table(&ENDPOINTS).scan(&range).take(limit + 1).collect();
    let (found, token) = listing::cut(LIST, found?, limit);
    let told = found.iter().map(|(id, row)| {
        AcmeEndpointSummaryBuilder::new()
            .acme_endpoint_arn(place::endpoint_arn(ctx, id))
            .endpoint_url(place::directory_url(ctx, id))
            .status(row.status(ctx.now()))
            .authorization_behavior(acme_authorization_behavior::PRE_APPROVED)
            .contact(row.contact())
            .certificate_authority(row.authority())
            .certificate_tags(shown_tags(&row.certificate_tags))
            .created_at(Timestamp::from_micros(row.created))
            .updated_at(Timestamp::from_micros(row.updated))
    });
    let told: Vec<_> = told.collect();
    Ok(ListAcmeEndpointsOutput::new().acme_endpoints(told).next_token(token))
}

/// AuthorizationBehavior has one value, which the model has checked: it changes nothing.
pub fn update_acme_endpoint(
    ctx: &mut Ctx<'_>,
    input: UpdateAcmeEndpointInput<'_>,
) -> Result<UpdateAcmeEndpointOutput, ApiError> {
    let arn = input.acme_endpoint_arn();
    let (id, mut row) = place::endpoint(ctx, arn)?;
    if !row.is_active(ctx.now()) {
        return Err(errors::conflict(format!("{arn} is being created.")));
    }
    if let Some(contact) = input.contact() {
        row.is_contact_required = contact == acme_contact::REQUIRED;
    }
    if let Some(authority) = input.certificate_authority() {
        row.algorithms = algorithms(authority)?;
    }
    row.updated = ctx.now().micros();
    ctx.table_mut(&ENDPOINTS).put(id.as_str(), &row);
    Ok(UpdateAcmeEndpointOutput::new())
}

/// "Any existing external account bindings and domain validations associated with the endpoint are
/// also deleted." Its certificates stay in ACM. Deleting what is not there is no error of the
/// operation.
pub fn delete_acme_endpoint(
    ctx: &mut Ctx<'_>,
    input: DeleteAcmeEndpointInput<'_>,
) -> Result<DeleteAcmeEndpointOutput, ApiError> {
    let arn = input.acme_endpoint_arn();
    let Some(Place::Endpoint(id)) = place::parse(ctx, arn) else {
        return Err(errors::elsewhere(arn));
    };
    let id = id.as_str();
    let Some(row) = ctx.table(&ENDPOINTS).get(id)? else {
        return Ok(DeleteAcmeEndpointOutput::new());
    };
    domain::forget_tokens(ctx, id)?;
    binding::forget_tokens(ctx, id)?;
    token::drop(ctx, CREATE, row.token.as_deref(), arn)?;
    ctx.table_mut(&VALIDATIONS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&DOMAINS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&BINDINGS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&KEYS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&CLIENTS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&THUMBPRINTS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&ORDERS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&SERIALS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&NONCES).delete(id);
    ctx.table_mut(&DIRECTORIES).delete(id);
    ctx.table_mut(&ENDPOINTS).delete(id);
    Ok(DeleteAcmeEndpointOutput::new())
}

/// Takes away what lies outside the account's rows.
pub fn on_reset(ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<(), ApiError> {
    let mut gone = Vec::new();
    for pair in ctx.table(&DIRECTORIES).scan(&Range::all()) {
        let (id, row) = pair?;
        if account.is_none_or(|account| account.as_str() == row.account) {
            gone.push(id);
        }
    }
    for id in gone {
        ctx.table_mut(&DIRECTORIES).delete(id.as_str());
    }
    Ok(())
}
