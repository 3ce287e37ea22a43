//! Change, deletion and restoration of authorities.

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use store::Range;

use crate::api::{
    DeleteCertificateAuthorityInput, DeleteCertificateAuthorityOutput,
    RestoreCertificateAuthorityInput, RestoreCertificateAuthorityOutput,
    UpdateCertificateAuthorityInput, UpdateCertificateAuthorityOutput,
    certificate_authority_status,
};
use crate::crl;
use crate::crl_configuration;
use crate::errors;
use crate::limits;
use crate::locate;
use crate::ocsp;
use crate::state::{AUTHORITIES, Authority, CERTIFICATES, REPORTS, REVOKED, Status, TOKENS, count};

/// The step: `Id`, `At`.
pub const END: &str = "End";

const DAY: Duration = Duration::from_hours(24);

/// "Your private CA must be in the ACTIVE or DISABLED state before you can update it."
pub fn update_certificate_authority(
    ctx: &mut Ctx<'_>,
    input: UpdateCertificateAuthorityInput<'_>,
) -> Result<UpdateCertificateAuthorityOutput, ApiError> {
    let mut authority = locate::get_live(ctx, input.certificate_authority_arn())?;
    let status = authority.row.status_at(ctx.now());
    let is_settled = [certificate_authority_status::ACTIVE, certificate_authority_status::DISABLED]
        .contains(&status);
    if !is_settled {
        return Err(errors::in_status(status));
    }
    match input.status() {
        None => {}
        Some(certificate_authority_status::ACTIVE) => authority.row.status = Status::Active,
        Some(certificate_authority_status::DISABLED) => authority.row.status = Status::Disabled,
        Some(other) => {
            return Err(errors::arguments(format!(
                "The status can be set to ACTIVE or DISABLED, not to {other}."
            )));
        }
    }
    let id = authority.id.clone();
    if let Some(crl) = crl_configuration::read(ctx, &id, input.revocation_configuration())? {
        authority.row.crl = crl;
        // The list is to be where the configuration says now.
        authority.row.crl_at = 0;
        crl::plan(ctx, &mut authority, limits::CRL_FIRST_DELAY);
    }
    if let Some(ocsp) = ocsp::read(ctx, input.revocation_configuration())? {
        authority.row.ocsp = ocsp;
        ocsp::announce(ctx, &authority)?;
    }
    authority.row.changed = ctx.now().micros();
    locate::save(ctx, &authority);
    Ok(UpdateCertificateAuthorityOutput::new())
}

/// "A private CA deleted in the CREATING or FAILED state … cannot be restored."
pub fn delete_certificate_authority(
    ctx: &mut Ctx<'_>,
    input: DeleteCertificateAuthorityInput<'_>,
) -> Result<DeleteCertificateAuthorityOutput, ApiError> {
    let mut authority = locate::get_live(ctx, input.certificate_authority_arn())?;
    let now = ctx.now();
    let is_expired = authority.row.status_at(now) == certificate_authority_status::EXPIRED;
    match authority.row.status {
        Status::Creating | Status::Failed => {
            forget(ctx, &authority)?;
            return Ok(DeleteCertificateAuthorityOutput::new());
        }
        Status::Active if !is_expired => {
            return Err(errors::state(
                "The certificate authority must be in the DISABLED state to be deleted.",
            ));
        }
        _ => {}
    }
    let days = input.permanent_deletion_time_in_days().unwrap_or(limits::RESTORATION_DAYS);
    let until = now + DAY * days as u32;
    authority.row.deleted_from = Some(authority.row.status);
    authority.row.status = Status::Deleted;
    authority.row.restorable_until = until.micros();
    authority.row.changed = now.micros();
    authority.row.crl_at = 0;
    locate::save(ctx, &authority);
    let ask = Ask::to("acm-pca", END).with("Id", authority.id).with("At", until.micros());
    ctx.enqueue(Job::now(ask).at(until));
    Ok(DeleteCertificateAuthorityOutput::new())
}

/// "The status of a restored CA is set to its pre-deletion status."
pub fn restore_certificate_authority(
    ctx: &mut Ctx<'_>,
    input: RestoreCertificateAuthorityInput<'_>,
) -> Result<RestoreCertificateAuthorityOutput, ApiError> {
    let mut authority = locate::get(ctx, input.certificate_authority_arn())?;
    let (Status::Deleted, Some(before)) = (authority.row.status, authority.row.deleted_from) else {
        return Err(errors::in_status(authority.row.status_at(ctx.now())));
    };
    authority.row.status = before;
    authority.row.deleted_from = None;
    authority.row.restorable_until = 0;
    authority.row.changed = ctx.now().micros();
    crl::plan(ctx, &mut authority, limits::CRL_FIRST_DELAY);
    locate::save(ctx, &authority);
    Ok(RestoreCertificateAuthorityOutput::new())
}

/// The step [`END`]: what was deleted is gone for good.
pub fn end(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let found = locate::by_id(ctx, input.str("Id").unwrap_or_default())?;
    let is_due = |it: &Authority| {
        it.row.status == Status::Deleted
            && input.int("At") == Some(it.row.restorable_until)
            && ctx.now() >= Timestamp::from_micros(it.row.restorable_until)
    };
    if let Some(authority) = found.filter(is_due) {
        forget(ctx, &authority)?;
    }
    Ok(Struct::new())
}

fn forget(ctx: &mut Ctx<'_>, authority: &Authority) -> Result<(), ApiError> {
    let id = authority.id.as_str();
    ctx.table_mut(&AUTHORITIES).delete(id);
    ctx.table_mut(&CERTIFICATES).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&REVOKED).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&REPORTS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&TOKENS).delete_range(&Range::within(&(id,)))?;
    if let Some(token) = &authority.row.token {
        ctx.table_mut(&TOKENS).delete(&("", token.as_str()));
    }
    ocsp::forget(ctx, authority);
    count(ctx, -1)?;
    Ok(())
}
