//! CreateCertificateAuthority: an authority begins with a key, which is drawn as work outside
//! transactions, and the request for its own certificate.

use std::collections::BTreeMap;

use bytes::Bytes;
use certificates::extension::{self, Extension};
use certificates::{Algorithm, Key, Scheme, form};
use kernel::scheduler::Job;
use kernel::service::WorkEnv;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Value};

use crate::api::{
    CreateCertificateAuthorityInput, CreateCertificateAuthorityOutput, access_method_type,
    certificate_authority_type, certificate_authority_usage_mode, key_storage_security_standard,
};
use crate::crl_configuration;
use crate::errors;
use crate::events;
use crate::limits;
use crate::locate;
use crate::ocsp;
use crate::state::{Authority, AuthorityRow, Status, count};
use crate::subject;
use crate::tag;
use crate::token;
use crate::vault;

/// The step: `Id`.
pub const DRAW: &str = "DrawKey";

pub fn create_certificate_authority(
    ctx: &mut Ctx<'_>,
    input: CreateCertificateAuthorityInput<'_>,
) -> Result<CreateCertificateAuthorityOutput, ApiError> {
    if let Some(id) = token::repeated(ctx, "", input.idempotency_token())? {
        let arn = locate::arn(ctx, &id);
        return Ok(CreateCertificateAuthorityOutput::new().certificate_authority_arn(arn));
    }
    let configuration = input.certificate_authority_configuration();
    check_algorithms(configuration.key_algorithm(), configuration.signing_algorithm())?;
    if input.key_storage_security_standard()
        == Some(key_storage_security_standard::CCPC_LEVEL_1_OR_HIGHER)
    {
        return Err(errors::arguments(format!(
            "A certificate authority cannot be created in this region with the specified security \
             standard {}.",
            key_storage_security_standard::CCPC_LEVEL_1_OR_HIGHER
        )));
    }
    // What cannot be written is refused now, and not when the key is there.
    subject::name(configuration.subject().0)?;
    csr_extensions(configuration.0)?;
    let id = ctx.chance().uuid();
    let crl = crl_configuration::read(ctx, &id, input.revocation_configuration())?;
    let ocsp = ocsp::read(ctx, input.revocation_configuration())?;
    let mut tags = BTreeMap::new();
    if let Some(asked) = input.tags() {
        tag::add(&mut tags, asked)?;
    }
    if count(ctx, 1)? > limits::AUTHORITIES_MAX {
        return Err(errors::limit(format!(
            "The account has {} private authorities, which is its quota.",
            limits::AUTHORITIES_MAX
        )));
    }
    let mut row = new_row(ctx, input);
    row.crl = crl.flatten();
    row.ocsp = ocsp.flatten();
    row.tags = tags;
    token::keep(ctx, "", input.idempotency_token(), &id);
    let arn = locate::arn(ctx, &id);
    locate::save(ctx, &Authority { id: id.clone(), arn: arn.clone(), row });
    let ask = Ask::to("acm-pca", DRAW).with("Id", id);
    ctx.enqueue(Job::now(ask).at(ctx.now() + limits::KEY_DELAY));
    Ok(CreateCertificateAuthorityOutput::new().certificate_authority_arn(arn))
}

fn new_row(ctx: &Ctx<'_>, input: CreateCertificateAuthorityInput<'_>) -> AuthorityRow {
    let now = ctx.now();
    let is_root = input.certificate_authority_type() == certificate_authority_type::ROOT;
    AuthorityRow {
        is_root,
        status: Status::Creating,
        created: now.micros(),
        changed: now.micros(),
        configuration: input.certificate_authority_configuration().0.clone(),
        sealed_key: None,
        request: None,
        certificate: None,
        chain: Vec::new(),
        not_before: 0,
        not_after: 0,
        crl: None,
        tags: BTreeMap::new(),
        policy: None,
        permission: None,
        usage_mode: input
            .usage_mode()
            .unwrap_or(certificate_authority_usage_mode::GENERAL_PURPOSE)
            .to_owned(),
        storage_standard: input
            .key_storage_security_standard()
            .unwrap_or(key_storage_security_standard::FIPS_140_2_LEVEL_3_OR_HIGHER)
            .to_owned(),
        restorable_until: 0,
        deleted_from: None,
        issued: 0,
        revoked: 0,
        crl_number: 0,
        crl_at: 0,
        reported: None,
        token: input.idempotency_token().map(str::to_owned),
        ocsp: None,
    }
}

fn check_algorithms(key: &str, signing: &str) -> Result<(), ApiError> {
    let algorithm = Algorithm::parse(key)
        .ok_or_else(|| errors::arguments(format!("{key} keys are not offered in this region.")))?;
    if !Scheme::parse(signing).is_some_and(|it| it.is_of(algorithm)) {
        return Err(errors::arguments(format!(
            "The signing algorithm {signing} is not one of {key} keys."
        )));
    }
    Ok(())
}

/// What the request for the authority's certificate asks for besides its name.
fn csr_extensions(configuration: &Struct) -> Result<Vec<Extension>, ApiError> {
    let Some(wanted) = configuration.structure("CsrExtensions") else { return Ok(Vec::new()) };
    let mut out = Vec::new();
    if let Some(usage) = wanted.structure("KeyUsage") {
        out.push(extension::key_usage(&subject::key_usage(usage)));
    }
    let invalid = || errors::arguments("The SubjectInformationAccess is not valid.");
    let mut accesses = Vec::new();
    let list = wanted.list("SubjectInformationAccess").unwrap_or_default();
    for it in list.iter().filter_map(Value::as_struct) {
        let method = it.structure("AccessMethod").ok_or_else(invalid)?;
        let named = match method.str("AccessMethodType") {
            Some(access_method_type::CA_REPOSITORY) => Some("1.3.6.1.5.5.7.48.5"),
            Some(access_method_type::RESOURCE_PKI_MANIFEST) => Some("1.3.6.1.5.5.7.48.10"),
            Some(access_method_type::RESOURCE_PKI_NOTIFY) => Some("1.3.6.1.5.5.7.48.13"),
            _ => None,
        };
        let method = match (named, method.str("CustomObjectIdentifier")) {
            (Some(oid), None) | (None, Some(oid)) => oid.to_owned(),
            _ => return Err(invalid()),
        };
        let place = it.structure("AccessLocation").ok_or_else(invalid)?;
        accesses.push((method, subject::general_name(place)?));
    }
    if !accesses.is_empty() {
        out.push(extension::subject_information(&accesses).ok_or_else(invalid)?);
    }
    Ok(out)
}

fn waiting(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<Authority>, ApiError> {
    let found = locate::by_id(ctx, input.str("Id").unwrap_or_default())?;
    Ok(found.filter(|it| it.row.status == Status::Creating))
}

/// The step [`DRAW`]: what the work has to know.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(authority) = waiting(ctx, input)? else { return Ok(Struct::new()) };
    Ok(Struct::new()
        .with("Seed", Bytes::copy_from_slice(&ctx.secret_seed()?))
        .with("Configuration", authority.row.configuration))
}

/// Draws the key and signs the request; without state.
pub fn work(_env: &WorkEnv, plan: Struct) -> OpResult {
    let (Some(seed), Some(wanted)) = (plan.blob("Seed"), plan.structure("Configuration")) else {
        return Ok(Struct::new());
    };
    let seed: [u8; 32] = seed.as_ref().try_into().map_err(|_| ApiError::internal())?;
    let text = |name: &str| wanted.str(name).unwrap_or_default();
    let algorithm = Algorithm::parse(text("KeyAlgorithm")).ok_or_else(ApiError::internal)?;
    let scheme = Scheme::parse(text("SigningAlgorithm")).ok_or_else(ApiError::internal)?;
    let mut generator = certificates::generator(seed);
    let key = Key::draw(algorithm, &mut generator).ok_or_else(ApiError::internal)?;
    let name = subject::name(wanted.structure("Subject").ok_or_else(ApiError::internal)?)?;
    let request = form::request_of(&name, &csr_extensions(wanted)?, &key, scheme);
    Ok(Struct::new()
        .with("Key", Bytes::copy_from_slice(key.pkcs8()))
        .with("Request", Bytes::from(request.ok_or_else(ApiError::internal)?)))
}

/// Keeps what was made.
pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, made: Struct) -> OpResult {
    let (Some(key), Some(request)) = (made.blob("Key"), made.blob("Request")) else {
        return Ok(Struct::new());
    };
    let Some(mut authority) = waiting(ctx, input)? else { return Ok(Struct::new()) };
    authority.row.sealed_key = Some(vault::seal(ctx, &authority.id, key)?);
    authority.row.request = Some(request.to_vec().into());
    authority.row.status = Status::Pending;
    authority.row.changed = ctx.now().micros();
    locate::save(ctx, &authority);
    events::created(ctx, &authority);
    Ok(Struct::new())
}
