//! What is told of one certificate.

use certificates::Facts;
use kernel::{ApiError, Ctx, Timestamp};

use crate::acme::place;
use crate::api::{
    CertificateDetailBuilder, CertificateOptionsBuilder, DescribeCertificateInput,
    DescribeCertificateOutput, DomainValidationBuilder, DomainValidationMethodUpdateSummaryBuilder,
    ExtendedKeyUsageBuilder, GetCertificateInput, GetCertificateOutput, KeyUsageBuilder,
    RenewalSummaryBuilder, ResourceRecordBuilder, UpdateSummaryBuilder, certificate_export,
    certificate_key_pair_origin, certificate_transparency_logging_preference, domain_status,
    record_type, renewal_eligibility, renewal_status, update_status, update_type,
    validation_method,
};
use crate::errors;
use crate::locate;
use crate::mail;
use crate::names;
use crate::state::{Answer, Certificate, CertificateRow, DomainRow, Kind, Method, Renewal, Status};

pub fn describe_certificate(
    ctx: &mut Ctx<'_>,
    input: DescribeCertificateInput<'_>,
) -> Result<DescribeCertificateOutput, ApiError> {
    let certificate = locate::get(ctx, input.certificate_arn())?;
    Ok(DescribeCertificateOutput::new().certificate(detail(ctx, &certificate)?))
}

fn time(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

fn detail(ctx: &Ctx<'_>, it: &Certificate) -> Result<CertificateDetailBuilder, ApiError> {
    let row = &it.row;
    let facts = facts(row)?;
    let mut detail = CertificateDetailBuilder::new()
        .certificate_arn(&it.arn)
        .domain_name(&row.domain)
        .subject_alternative_names(row.names.clone())
        .created_at(time(row.created))
        .status(row.status_at(ctx.now()))
        .key_algorithm(&row.algorithm)
        .in_use_by(Vec::<String>::new())
        .type_(row.kind.as_str())
        .issued_at(row.issued.map(time))
        .imported_at(row.imported.map(time))
        .failure_reason(row.failure.as_deref())
        .revoked_at(row.revoked.as_ref().map(|it| time(it.at)))
        .revocation_reason(row.revoked.as_ref().map(|it| it.reason.as_str()))
        .renewal_eligibility(eligibility(ctx, row))
        .options(options(row))
        .certificate_authority_arn(row.authority.as_deref())
        .certificate_key_pair_origin(origin(row))
        .acme_endpoint_arn(row.acme.as_ref().map(|it| place::endpoint_arn(ctx, &it.endpoint)))
        .acme_account_id(row.acme.as_ref().map(|it| it.account.as_str()));
    if let Some(renewal) = &row.renewal {
        let summary = RenewalSummaryBuilder::new()
            .renewal_status(renewal_name(renewal.status))
            .domain_validation_options(validations(ctx, row, &renewal.domains)?)
            .renewal_status_reason(renewal.reason.as_deref())
            .updated_at(time(renewal.updated));
        detail = detail.renewal_summary(summary);
    }
    if row.kind == Kind::Amazon {
        let domains = validations(ctx, row, &row.domains)?;
        detail = detail.domain_validation_options(domains).update_summary(update(row));
    }
    Ok(match facts {
        None => detail.subject(format!("CN={}", row.domain)),
        Some(facts) => with_facts(detail, row, facts),
    })
}

pub fn renewal_name(status: Renewal) -> &'static str {
    match status {
        Renewal::Automatic => renewal_status::PENDING_AUTO_RENEWAL,
        Renewal::Validation => renewal_status::PENDING_VALIDATION,
        Renewal::Success => renewal_status::SUCCESS,
        Renewal::Failed => renewal_status::FAILED,
    }
}

fn with_facts(
    detail: CertificateDetailBuilder,
    row: &CertificateRow,
    facts: Facts,
) -> CertificateDetailBuilder {
    let usages = facts.usages.into_iter().map(|it| KeyUsageBuilder::new().name(it));
    let extended = facts.extended_usages.into_iter();
    let extended = extended.map(|(name, oid)| ExtendedKeyUsageBuilder::new().name(name).oid(oid));
    detail
        .serial(facts.serial)
        .subject(facts.subject)
        .issuer(facts.issuer_name)
        .not_before(time(row.not_before))
        .not_after(time(row.not_after))
        .signature_algorithm(facts.signature)
        .key_usages(usages.collect::<Vec<_>>())
        .extended_key_usages(extended.collect::<Vec<_>>())
}

/// What the certificate itself says, once there is one.
pub fn facts(row: &CertificateRow) -> Result<Option<Facts>, ApiError> {
    let Some(der) = &row.certificate else { return Ok(None) };
    certificates::read(der).map(Some).ok_or_else(|| {
        tracing::error!(domain = row.domain, "a certificate that is kept cannot be read");
        ApiError::internal()
    })
}

pub fn eligibility(ctx: &Ctx<'_>, row: &CertificateRow) -> &'static str {
    if row.is_renewable(ctx.now()) {
        renewal_eligibility::ELIGIBLE
    } else {
        renewal_eligibility::INELIGIBLE
    }
}

pub fn export_option(row: &CertificateRow) -> &'static str {
    if row.is_exportable { certificate_export::ENABLED } else { certificate_export::DISABLED }
}

pub fn origin(row: &CertificateRow) -> &'static str {
    match row.kind {
        _ if row.acme.is_some() => certificate_key_pair_origin::ACME,
        Kind::Imported => certificate_key_pair_origin::CUSTOMER_PROVIDED,
        Kind::Amazon | Kind::Private => certificate_key_pair_origin::AWS_MANAGED,
    }
}

fn options(row: &CertificateRow) -> CertificateOptionsBuilder {
    // Only what ACM issues is written into logs.
    let logging = match row.kind {
        Kind::Amazon => certificate_transparency_logging_preference::ENABLED,
        Kind::Imported | Kind::Private => certificate_transparency_logging_preference::DISABLED,
    };
    CertificateOptionsBuilder::new()
        .certificate_transparency_logging_preference(row.logging.as_deref().unwrap_or(logging))
        .export(export_option(row))
}

fn validations(
    ctx: &Ctx<'_>,
    row: &CertificateRow,
    domains: &[DomainRow],
) -> Result<Vec<DomainValidationBuilder>, ApiError> {
    domains.iter().map(|it| validation(ctx, row, it)).collect()
}

fn validation(
    ctx: &Ctx<'_>,
    row: &CertificateRow,
    it: &DomainRow,
) -> Result<DomainValidationBuilder, ApiError> {
    let built = DomainValidationBuilder::new()
        .domain_name(&it.name)
        .validation_domain(&it.validation_domain)
        .validation_method(it.method.as_str())
        .validation_status(answer_name(it.answer));
    Ok(match it.method {
        Method::Email => built.validation_emails(mail::addresses(it)),
        // The record is that of a domain validation, which is there without the certificate.
        Method::Dns if row.acme.is_some() => built,
        Method::Dns => built.resource_record(record(ctx, &it.name)?),
    })
}

pub fn answer_name(answer: Answer) -> &'static str {
    match answer {
        Answer::Pending => domain_status::PENDING_VALIDATION,
        Answer::Success => domain_status::SUCCESS,
        Answer::Failed => domain_status::FAILED,
    }
}

/// The record that shows a domain to be the account's.
pub fn record(ctx: &Ctx<'_>, domain: &str) -> Result<ResourceRecordBuilder, ApiError> {
    let (name, value) = names::record(ctx, domain)?;
    Ok(ResourceRecordBuilder::new().name(name).type_(record_type::CNAME).value(value))
}

fn update(row: &CertificateRow) -> Option<UpdateSummaryBuilder> {
    let update = row.update.as_ref()?;
    let methods = DomainValidationMethodUpdateSummaryBuilder::new()
        .from(validation_method::EMAIL)
        .to(validation_method::DNS);
    Some(
        UpdateSummaryBuilder::new()
            .status(match update.answer {
                Answer::Pending => update_status::PENDING_DOMAIN_VALIDATION,
                Answer::Success => update_status::SUCCESS,
                Answer::Failed => update_status::FAILED,
            })
            .type_(update_type::DOMAIN_VALIDATION_METHOD)
            .domain_validation_method_update_summary(methods)
            .requested_at(time(update.requested))
            .updated_at(time(update.updated)),
    )
}

pub fn get_certificate(
    ctx: &mut Ctx<'_>,
    input: GetCertificateInput<'_>,
) -> Result<GetCertificateOutput, ApiError> {
    let certificate = locate::get(ctx, input.certificate_arn())?;
    let (body, chain) = texts(&certificate)?;
    Ok(GetCertificateOutput::new().certificate(body).certificate_chain(chain))
}

/// The certificate and its chain as PEM.
pub fn texts(certificate: &Certificate) -> Result<(String, Option<String>), ApiError> {
    let row = &certificate.row;
    let Some(der) = &row.certificate else {
        return Err(match row.status {
            Status::Pending => errors::in_progress(&certificate.arn),
            _ => errors::not_found(&certificate.arn),
        });
    };
    let text = |der: &[u8]| format!("{}\n", certificates::encode("CERTIFICATE", der));
    let chain: String = row.chain.iter().map(|it| text(it)).collect();
    Ok((text(der), (!chain.is_empty()).then_some(chain)))
}
