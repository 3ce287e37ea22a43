//! ListCertificateDomainValidations: how each name of a certificate is validated, and how it is to
//! be validated from now on.

use kernel::{ApiError, Ctx, page};

use crate::api::{
    DnsValidationChallengeBuilder, DomainValidationSummaryBuilder, EmailValidationChallengeBuilder,
    ListCertificateDomainValidationsInput, ListCertificateDomainValidationsOutput,
    ValidationChallengeBuilder, ValidationConfigurationBuilder, validation_method,
};
use crate::describe;
use crate::errors;
use crate::limits;
use crate::locate;
use crate::mail;
use crate::state::{Answer, DomainRow, Method, UpdateRow};

const OPERATION: &str = "ListCertificateDomainValidations";

pub fn list_certificate_domain_validations(
    ctx: &mut Ctx<'_>,
    input: ListCertificateDomainValidationsInput<'_>,
) -> Result<ListCertificateDomainValidationsOutput, ApiError> {
    let certificate = locate::get(ctx, input.certificate_arn())?;
    let start = match input.next_token() {
        None => 0,
        Some(token) => page::decode(OPERATION, token)
            .and_then(|it| String::from_utf8(it).ok()?.parse::<usize>().ok())
            .ok_or_else(|| errors::arguments("The NextToken is not valid."))?,
    };
    let limit = input.max_items().map_or(limits::PAGE_DEFAULT, |it| it as usize);
    let update = certificate.row.update.as_ref().filter(|it| it.answer == Answer::Pending);
    let domains = certificate.row.domains.iter();
    let told: Result<Vec<_>, ApiError> =
        domains.skip(start).take(limit).map(|it| summary(ctx, it, update)).collect();
    let end = start.saturating_add(limit);
    let token = (end < certificate.row.domains.len())
        .then(|| page::encode(OPERATION, end.to_string().as_bytes()));
    Ok(ListCertificateDomainValidationsOutput::new()
        .domain_validation_summary_list(told?)
        .next_token(token))
}

fn summary(
    ctx: &Ctx<'_>,
    it: &DomainRow,
    update: Option<&UpdateRow>,
) -> Result<DomainValidationSummaryBuilder, ApiError> {
    let challenge = match it.method {
        Method::Dns => by_dns(ctx, &it.name)?,
        Method::Email => ValidationChallengeBuilder::new().email_validation_challenge(
            EmailValidationChallengeBuilder::new()
                .validation_domain(&it.validation_domain)
                .validation_emails(mail::addresses(it)),
        ),
    };
    let active = ValidationConfigurationBuilder::new()
        .validation_method(it.method.as_str())
        .validation_status(describe::answer_name(it.answer))
        .validation_challenge(challenge);
    let told = DomainValidationSummaryBuilder::new()
        .domain_name(&it.name)
        .active_validation_configuration(active);
    let Some(update) = update else { return Ok(told) };
    let requested = ValidationConfigurationBuilder::new()
        .validation_method(validation_method::DNS)
        .validation_status(describe::answer_name(update.answer))
        .validation_challenge(by_dns(ctx, &it.name)?);
    Ok(told.requested_validation_configuration(requested))
}

fn by_dns(ctx: &Ctx<'_>, name: &str) -> Result<ValidationChallengeBuilder, ApiError> {
    let record = describe::record(ctx, name)?;
    let challenge = DnsValidationChallengeBuilder::new().resource_record(record);
    Ok(ValidationChallengeBuilder::new().dns_validation_challenge(challenge))
}
