//! RequestCertificate: what is asked for, and what begins with it.

use kernel::{ApiError, Ctx};
use std::collections::BTreeMap;

use crate::api::{
    CertificateOptions, RequestCertificateInput, RequestCertificateOutput, certificate_export,
    key_algorithm, validation_method,
};
use crate::errors;
use crate::limits;
use crate::locate;
use crate::mail;
use crate::names;
use crate::private;
use crate::state::{
    Answer, Certificate, CertificateRow, DomainRow, Kind, Method, Status, TOKENS, TokenRow, count,
};
use crate::tag;
use crate::validation;

const SECRET_LEN: usize = 32;

pub fn request_certificate(
    ctx: &mut Ctx<'_>,
    input: RequestCertificateInput<'_>,
) -> Result<RequestCertificateOutput, ApiError> {
    if let Some(arn) = repeated(ctx, input.idempotency_token())? {
        return Ok(RequestCertificateOutput::new().certificate_arn(arn));
    }
    if input.managed_by().is_some() {
        return Err(errors::not_implemented("certificates that CloudFront manages"));
    }
    let names = all_names(input)?;
    if let Some(authority) = input.certificate_authority_arn() {
        return request_private(ctx, names, authority, input);
    }
    let method = match input.validation_method() {
        None | Some(validation_method::EMAIL) => Method::Email,
        Some(validation_method::DNS) => Method::Dns,
        Some(_) => {
            return Err(errors::validation(
                "HTTP validation is for certificates that CloudFront manages.",
            ));
        }
    };
    let mut row = new_row(ctx, names, Kind::Amazon, algorithm(input.key_algorithm())?);
    row.method = Some(method);
    row.domains = domains(ctx, &row.names, method, input)?;
    read_options(&mut row, input.options())?;
    if let Some(tags) = input.tags() {
        tag::add(&mut row.tags, tags)?;
    }
    if count(ctx, Kind::Amazon, 1)? > limits::CERTIFICATES_MAX {
        return Err(errors::limit(format!(
            "The account has {} certificates, which is its quota.",
            limits::CERTIFICATES_MAX
        )));
    }
    let mut certificate = keep(ctx, row, input.idempotency_token());
    begin(ctx, &mut certificate)?;
    locate::save(ctx, &certificate);
    Ok(RequestCertificateOutput::new().certificate_arn(certificate.arn))
}

/// Of a private authority any name may be asked for, and nobody is asked whose it is: that is the
/// authority's business. ("Validation … if you are requesting a public certificate.")
fn request_private(
    ctx: &mut Ctx<'_>,
    names: Vec<String>,
    authority: &str,
    input: RequestCertificateInput<'_>,
) -> Result<RequestCertificateOutput, ApiError> {
    let algorithm = input.key_algorithm().unwrap_or(key_algorithm::RSA_2048);
    if algorithm == key_algorithm::RSA_1024 {
        return Err(errors::validation("RSA_1024 keys are for imported certificates alone."));
    }
    let mut row = new_row(ctx, names, Kind::Private, algorithm.to_owned());
    read_options(&mut row, input.options())?;
    row.is_exportable = true;
    row.authority = Some(authority.to_owned());
    if let Some(tags) = input.tags() {
        tag::add(&mut row.tags, tags)?;
    }
    if count(ctx, Kind::Private, 1)? > limits::CERTIFICATES_MAX {
        return Err(errors::limit(format!(
            "The account has {} certificates, which is its quota.",
            limits::CERTIFICATES_MAX
        )));
    }
    let certificate = keep(ctx, row, input.idempotency_token());
    locate::save(ctx, &certificate);
    private::plan(ctx, &certificate, false);
    Ok(RequestCertificateOutput::new().certificate_arn(certificate.arn))
}

/// Fails what no public authority certifies; asks for all else to be validated.
fn begin(ctx: &mut Ctx<'_>, certificate: &mut Certificate) -> Result<(), ApiError> {
    let failure = certificate.row.names.iter().find_map(|name| names::failure(name));
    if let Some(failure) = failure {
        certificate.row.status = Status::Failed;
        certificate.row.failure = Some(failure.to_owned());
        for domain in &mut certificate.row.domains {
            domain.answer = Answer::Failed;
        }
        return Ok(());
    }
    let is_by_mail = certificate.row.method == Some(Method::Email);
    if is_by_mail {
        mail::ask(ctx, certificate, &certificate.row.domains.clone())?;
    }
    let first = if is_by_mail { limits::VALIDATION_TIME } else { limits::DNS_DELAY };
    validation::plan(ctx, certificate, ctx.now() + first);
    Ok(())
}

/// The certificate that the same token has asked for within the last hour.
fn repeated(ctx: &Ctx<'_>, token: Option<&str>) -> Result<Option<String>, ApiError> {
    let Some(token) = token else { return Ok(None) };
    let Some(row) = ctx.table(&TOKENS).get(token)? else { return Ok(None) };
    let is_fresh = ctx.now().micros() < row.at + limits::IDEMPOTENCY.as_micros() as i64;
    Ok(is_fresh.then(|| locate::arn(ctx, &row.id)))
}

/// Each name once, the certificate's own first.
fn all_names(input: RequestCertificateInput<'_>) -> Result<Vec<String>, ApiError> {
    let domain = input.domain_name().to_ascii_lowercase();
    if domain.len() > limits::COMMON_NAME_LEN_MAX {
        return Err(errors::validation(format!(
            "The first domain name can be no longer than {} characters.",
            limits::COMMON_NAME_LEN_MAX
        )));
    }
    let mut names = vec![domain];
    for name in input.subject_alternative_names().into_iter().flatten() {
        let name = name.to_ascii_lowercase();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.len() > limits::NAMES_MAX {
        return Err(errors::limit(format!(
            "The request has {} domain names; the quota is {} for a certificate.",
            names.len(),
            limits::NAMES_MAX
        )));
    }
    Ok(names)
}

fn algorithm(asked: Option<&str>) -> Result<String, ApiError> {
    let asked = asked.unwrap_or(key_algorithm::RSA_2048);
    let is_offered =
        [key_algorithm::RSA_2048, key_algorithm::EC_PRIME256V1, key_algorithm::EC_SECP384R1]
            .contains(&asked);
    if !is_offered {
        return Err(errors::validation(format!(
            "The key algorithm {asked} is not offered for public certificates."
        )));
    }
    Ok(asked.to_owned())
}

/// How each name is to be validated, by the options of the request.
fn domains(
    ctx: &mut Ctx<'_>,
    names: &[String],
    method: Method,
    input: RequestCertificateInput<'_>,
) -> Result<Vec<DomainRow>, ApiError> {
    let mut parents = BTreeMap::new();
    for option in input.domain_validation_options().into_iter().flatten() {
        let name = option.domain_name().to_ascii_lowercase();
        let parent = option.validation_domain().to_ascii_lowercase();
        if !names.contains(&name) {
            return Err(errors::domain_options(format!("{name} is no name of this request.")));
        }
        if !names::is_within(&name, &parent) {
            return Err(errors::domain_options(format!(
                "{parent} is neither {name} nor a domain above it."
            )));
        }
        parents.insert(name, parent);
    }
    let mut domains = Vec::with_capacity(names.len());
    for name in names {
        let own = name.trim_start_matches("*.").to_owned();
        domains.push(DomainRow {
            name: name.clone(),
            validation_domain: parents.remove(name).unwrap_or(own),
            method,
            answer: Answer::Pending,
            secret: match method {
                Method::Email => ctx.chance().hex(SECRET_LEN),
                Method::Dns => String::new(),
            },
        });
    }
    Ok(domains)
}

fn read_options(
    row: &mut CertificateRow,
    options: Option<CertificateOptions<'_>>,
) -> Result<(), ApiError> {
    let Some(options) = options else { return Ok(()) };
    if options.validation_method().is_some() {
        return Err(errors::validation(
            "ValidationMethod of the options is for UpdateCertificateOptions.",
        ));
    }
    row.is_exportable = options.export() == Some(certificate_export::ENABLED);
    row.logging = options.certificate_transparency_logging_preference().map(str::to_owned);
    Ok(())
}

pub fn new_row(ctx: &Ctx<'_>, names: Vec<String>, kind: Kind, algorithm: String) -> CertificateRow {
    let now = ctx.now();
    CertificateRow {
        domain: names.first().cloned().unwrap_or_default(),
        names,
        kind,
        created: now.micros(),
        status: Status::Pending,
        algorithm,
        method: None,
        domains: Vec::new(),
        certificate: None,
        chain: Vec::new(),
        sealed_key: None,
        issued: None,
        imported: None,
        not_before: 0,
        not_after: 0,
        tags: BTreeMap::new(),
        is_exportable: false,
        is_exported: false,
        was_exported: false,
        revoked: None,
        failure: None,
        renewal: None,
        watched_at: 0,
        validated_at: 0,
        deadline: (now + limits::VALIDATION_TIME).micros(),
        logging: None,
        token: None,
        update: None,
        authority: None,
        scheme: None,
        order: None,
        acme: None,
    }
}

/// Gives the certificate its ARN. The caller saves it.
pub fn keep(ctx: &mut Ctx<'_>, mut row: CertificateRow, token: Option<&str>) -> Certificate {
    let id = ctx.chance().uuid();
    if let Some(token) = token {
        row.token = Some(token.to_owned());
        let at = ctx.now().micros();
        ctx.table_mut(&TOKENS).put(token, &TokenRow { id: id.clone(), at });
    }
    let arn = locate::arn(ctx, &id);
    Certificate { id, arn, row }
}
