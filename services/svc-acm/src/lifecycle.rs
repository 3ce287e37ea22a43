//! Export, change, revocation and deletion.

use kernel::{ApiError, Ctx};

use crate::api::{
    DeleteCertificateInput, DeleteCertificateOutput, ExportCertificateInput,
    ExportCertificateOutput, RevokeCertificateInput, RevokeCertificateOutput,
    UpdateCertificateOptionsInput, UpdateCertificateOptionsOutput, revocation_reason,
    validation_method,
};
use crate::describe;
use crate::errors;
use crate::events;
use crate::limits;
use crate::locate;
use crate::state::{
    Answer, CERTIFICATES, Certificate, Kind, Method, REVOKED, RevokedRow, Status, TOKENS,
    UpdateRow, count,
};
use crate::validation;
use crate::vault;

pub fn export_certificate(
    ctx: &mut Ctx<'_>,
    input: ExportCertificateInput<'_>,
) -> Result<ExportCertificateOutput, ApiError> {
    let mut certificate = locate::get(ctx, input.certificate_arn())?;
    if !certificate.row.is_exportable {
        return Err(errors::validation(format!(
            "Certificate {} is not exportable.",
            certificate.arn
        )));
    }
    if input.passphrase().len() < limits::PASSPHRASE_LEN_MIN {
        return Err(errors::validation(format!(
            "The passphrase must have at least {} characters.",
            limits::PASSPHRASE_LEN_MIN
        )));
    }
    if certificate.row.acme.is_some() {
        return Err(errors::validation(format!(
            "The private key of {} is not ACM's: its ACME client has it.",
            certificate.arn
        )));
    }
    let (body, chain) = describe::texts(&certificate)?;
    let sealed = certificate.row.sealed_key.clone().ok_or_else(ApiError::internal)?;
    let plain = vault::open(ctx, &vault::place(ctx, &certificate.id), &sealed)?;
    let key = certificates::Key::from_pkcs8(&plain).ok_or_else(ApiError::internal)?;
    let seed = ctx.secret_seed()?;
    let (parts, _) = seed.as_chunks::<16>();
    let text = key
        .to_encrypted_pem(input.passphrase(), parts[0], parts[1])
        .ok_or_else(ApiError::internal)?;
    certificate.row.is_exported = true;
    certificate.row.was_exported = true;
    locate::save(ctx, &certificate);
    Ok(ExportCertificateOutput::new()
        .certificate(body)
        .certificate_chain(chain)
        .private_key(format!("{text}\n")))
}

pub fn update_certificate_options(
    ctx: &mut Ctx<'_>,
    input: UpdateCertificateOptionsInput<'_>,
) -> Result<UpdateCertificateOptionsOutput, ApiError> {
    let mut certificate = locate::get(ctx, input.certificate_arn())?;
    let options = input.options();
    if certificate.row.kind != Kind::Amazon {
        return Err(errors::validation("Options are those of certificates that ACM has issued."));
    }
    if let Some(export) = options.export()
        && export != describe::export_option(&certificate.row)
    {
        return Err(errors::validation(
            "Export cannot be changed once the certificate was requested.",
        ));
    }
    if let Some(preference) = options.certificate_transparency_logging_preference() {
        certificate.row.logging = Some(preference.to_owned());
    }
    match options.validation_method() {
        None => {}
        Some(validation_method::DNS) if certificate.row.method == Some(Method::Email) => {
            let pending = certificate.row.update.as_ref();
            if pending.is_some_and(|it| it.answer == Answer::Pending) {
                return Err(errors::conflict("The validation method is being changed already."));
            }
            if certificate.row.status != Status::Issued {
                return Err(errors::state(
                    "The validation method of an issued certificate alone can be changed.",
                ));
            }
            let now = ctx.now();
            let (requested, updated) = (now.micros(), now.micros());
            certificate.row.update =
                Some(UpdateRow { answer: Answer::Pending, requested, updated });
            validation::plan(ctx, &mut certificate, now + limits::DNS_DELAY);
        }
        Some(_) => {
            return Err(errors::validation(
                "The validation method can be changed from EMAIL to DNS only.",
            ));
        }
    }
    locate::save(ctx, &certificate);
    Ok(UpdateCertificateOptionsOutput::new())
}

/// "You can only revoke certificates that have been previously exported."
pub fn revoke_certificate(
    ctx: &mut Ctx<'_>,
    input: RevokeCertificateInput<'_>,
) -> Result<RevokeCertificateOutput, ApiError> {
    let mut certificate = locate::get(ctx, input.certificate_arn())?;
    let row = &certificate.row;
    if row.kind != Kind::Amazon || !row.was_exported {
        return Err(errors::validation(
            "A public certificate that was exported can be revoked; others cannot.",
        ));
    }
    if row.status == Status::Revoked {
        return Err(errors::conflict(format!("{} is revoked already.", certificate.arn)));
    }
    let reason = input.revocation_reason();
    if [revocation_reason::CERTIFICATE_HOLD, revocation_reason::REMOVE_FROM_CRL].contains(&reason) {
        return Err(errors::validation("Revoking is for good: the reason is not accepted."));
    }
    revoke(ctx, &mut certificate, reason)?;
    Ok(RevokeCertificateOutput::new().certificate_arn(certificate.arn))
}

/// Revokes an issued certificate, and saves it.
pub fn revoke(
    ctx: &mut Ctx<'_>,
    certificate: &mut Certificate,
    reason: &str,
) -> Result<(), ApiError> {
    let facts = describe::facts(&certificate.row)?.ok_or_else(ApiError::internal)?;
    let revoked = RevokedRow { at: ctx.now().micros(), reason: reason.to_owned() };
    let serial = facts.serial.replace(':', "");
    ctx.table_mut(&REVOKED).put(&(revoked.at, serial), &revoked);
    certificate.row.revoked = Some(revoked);
    certificate.row.status = Status::Revoked;
    certificate.row.watched_at = 0;
    locate::save(ctx, certificate);
    events::revoked(ctx, certificate);
    Ok(())
}

pub fn delete_certificate(
    ctx: &mut Ctx<'_>,
    input: DeleteCertificateInput<'_>,
) -> Result<DeleteCertificateOutput, ApiError> {
    let certificate = locate::get(ctx, input.certificate_arn())?;
    ctx.table_mut(&CERTIFICATES).delete(certificate.id.as_str());
    if let Some(token) = &certificate.row.token {
        let row = ctx.table(&TOKENS).get(token.as_str())?;
        if row.is_some_and(|row| row.id == certificate.id) {
            ctx.table_mut(&TOKENS).delete(token.as_str());
        }
    }
    // "Certificates issued through ACME do not count toward this total."
    if certificate.row.acme.is_none() {
        count(ctx, certificate.row.kind, -1)?;
    }
    Ok(DeleteCertificateOutput::new())
}
