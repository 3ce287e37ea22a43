//! RevokeCertificate.

use kernel::{ApiError, Ctx};

use crate::api::{
    RevokeCertificateInput, RevokeCertificateOutput, certificate_authority_status, error,
};
use crate::crl;
use crate::errors;
use crate::events;
use crate::issue;
use crate::limits;
use crate::locate;
use crate::serial;
use crate::state::{CERTIFICATES, REVOKED, RevokedRow};

pub fn revoke_certificate(
    ctx: &mut Ctx<'_>,
    input: RevokeCertificateInput<'_>,
) -> Result<RevokeCertificateOutput, ApiError> {
    let mut authority = locate::get_live(ctx, input.certificate_authority_arn())?;
    let status = authority.row.status_at(ctx.now());
    let is_settled = [certificate_authority_status::ACTIVE, certificate_authority_status::DISABLED]
        .contains(&status);
    if !is_settled {
        return Err(errors::in_status(status));
    }
    let given = input.certificate_serial();
    let serial = serial::normal(given)
        .ok_or_else(|| errors::request(format!("{given} is not a serial number.")))?;
    let key = (authority.id.as_str(), serial.as_str());
    let mut row = ctx.table(&CERTIFICATES).get(&key)?.ok_or_else(|| errors::not_found(given))?;
    let Some(der) = &row.certificate else {
        return Err(errors::in_progress("The certificate"));
    };
    if row.revoked.is_some() {
        return Err(error::request_already_processed_exception(format!(
            "The certificate {given} is revoked already."
        )));
    }
    // Its list would have to be its own judge.
    if authority.row.certificate.as_ref() == Some(der) {
        return Err(errors::request("The authority's own certificate cannot be revoked by it."));
    }
    if authority.row.revoked >= limits::REVOKED_MAX as u64 {
        return Err(errors::limit(format!(
            "The authority's list names {} certificates, which is its quota.",
            limits::REVOKED_MAX
        )));
    }
    let revoked = RevokedRow {
        at: ctx.now().micros(),
        reason: input.revocation_reason().to_owned(),
        not_after: row.not_after,
    };
    row.revoked = Some(revoked.clone());
    ctx.table_mut(&CERTIFICATES).put(&key, &row);
    ctx.table_mut(&REVOKED).put(&key, &revoked);
    authority.row.revoked += 1;
    crl::plan(ctx, &mut authority, limits::CRL_DELAY);
    locate::save(ctx, &authority);
    let arn = issue::arn(&authority, &serial);
    events::revoked(ctx, &authority, arn);
    Ok(RevokeCertificateOutput::new())
}
