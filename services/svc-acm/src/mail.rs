//! Letters to the owners of domains, and what comes of their answers.
//!
//! Source: User Guide, "AWS Certificate Manager email validation" (the five addresses).

use kernel::outbox::{Letter, LetterKind};
use kernel::{ApiError, Ctx, OpResult, Struct};

use crate::api::{ResendValidationEmailInput, ResendValidationEmailOutput};
use crate::errors;
use crate::issue;
use crate::limits;
use crate::locate;
use crate::names::{self, MAILBOXES};
use crate::page;
use crate::state::{Answer, Certificate, DomainRow, Method, Renewal, Status};
use crate::validation;

/// The step that takes an owner's answer: `Id`, `Domain`, `Secret`.
pub const APPROVE: &str = "Approve";

const FROM: &str = "no-reply@certificates.amazon.com";

/// To whom the letters of a name go.
pub fn addresses(domain: &DomainRow) -> Vec<String> {
    MAILBOXES.iter().map(|it| format!("{it}@{}", domain.validation_domain)).collect()
}

/// Writes to the owners of names that have not answered.
pub fn ask(
    ctx: &mut Ctx<'_>,
    certificate: &Certificate,
    domains: &[DomainRow],
) -> Result<(), ApiError> {
    for domain in domains.iter().filter(|it| it.answer == Answer::Pending) {
        let link = page::approval_link(ctx, certificate, domain);
        let body = format!(
            "A certificate was requested for your domain.\n\n\
             Domain: {}\nAWS account: {}\nRegion: {}\nCertificate: {}\n\n\
             To approve the request, go to\n{link}\n\n\
             If you do not approve it, do nothing.\n",
            domain.name,
            ctx.account(),
            ctx.region().as_str(),
            certificate.arn,
        );
        for to in addresses(domain) {
            ctx.post(Letter {
                kind: LetterKind::Email,
                from: FROM.to_owned(),
                to,
                subject: format!("Certificate request for {}", domain.name),
                body: body.clone(),
                attributes: Vec::new(),
            })?;
        }
    }
    Ok(())
}

pub fn resend_validation_email(
    ctx: &mut Ctx<'_>,
    input: ResendValidationEmailInput<'_>,
) -> Result<ResendValidationEmailOutput, ApiError> {
    let mut certificate = locate::get(ctx, input.certificate_arn())?;
    let name = input.domain().to_ascii_lowercase();
    let parent = input.validation_domain().to_ascii_lowercase();
    let is_first = certificate.row.status == Status::Pending;
    let domains = if is_first {
        Some(&mut certificate.row.domains)
    } else {
        let renewal = certificate.row.renewal.as_mut();
        renewal.filter(|it| it.status == Renewal::Validation).map(|it| &mut it.domains)
    };
    let domains = domains.filter(|it| it.iter().all(|domain| domain.method == Method::Email));
    let domains = domains
        .ok_or_else(|| errors::state("The certificate does not wait for validation by mail."))?;
    let domain = domains
        .iter_mut()
        .find(|it| it.name == name)
        .ok_or_else(|| errors::domain_options(format!("{name} is no name of this certificate.")))?;
    if !names::is_within(&name, &parent) {
        return Err(errors::domain_options(format!(
            "{parent} is neither {name} nor a domain above it."
        )));
    }
    domain.validation_domain = parent;
    let domain = domain.clone();
    ask(ctx, &certificate, &[domain])?;
    if is_first {
        // 72 hours from the last letter.
        let deadline = ctx.now() + limits::VALIDATION_TIME;
        certificate.row.deadline = deadline.micros();
        validation::plan(ctx, &mut certificate, deadline);
    }
    locate::save(ctx, &certificate);
    Ok(ResendValidationEmailOutput::new())
}

/// The step [`APPROVE`].
pub fn approve(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(mut certificate) = locate::by_id(ctx, input.str("Id").unwrap_or_default())? else {
        return Ok(Struct::new());
    };
    let text = |name: &str| input.str(name).unwrap_or_default();
    let row = &mut certificate.row;
    let is_renewal = row.status == Status::Issued;
    let domains = if is_renewal {
        row.renewal.as_mut().filter(|it| it.status == Renewal::Validation).map(|it| &mut it.domains)
    } else {
        (row.status == Status::Pending).then_some(&mut row.domains)
    };
    let Some(domains) = domains else { return Ok(Struct::new()) };
    let Some(domain) =
        domains.iter_mut().find(|it| is_answered(it, text("Domain"), text("Secret")))
    else {
        return Ok(Struct::new());
    };
    domain.answer = Answer::Success;
    if domains.iter().all(|it| it.answer == Answer::Success) {
        let now = ctx.now();
        if let Some(renewal) = certificate.row.renewal.as_mut().filter(|_| is_renewal) {
            (renewal.status, renewal.updated) = (Renewal::Automatic, now.micros());
        }
        issue::plan(ctx, &certificate, is_renewal);
    }
    locate::save(ctx, &certificate);
    Ok(Struct::new())
}

/// Whether that is the answer to the letters of this name.
pub fn is_answered(domain: &DomainRow, name: &str, secret: &str) -> bool {
    domain.name == name && !domain.secret.is_empty() && domain.secret == secret
}
