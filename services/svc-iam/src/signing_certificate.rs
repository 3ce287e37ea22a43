//! Signing certificates of users and of the root: what requests in SOAP were verified by. No
//! service takes such requests any more, here as there; they are kept, shown and switched.
//!
//! Source: [A] UploadSigningCertificate.

use std::fmt::Write as _;

use kernel::{ApiError, Ctx};
use sha2::{Digest as _, Sha256};
use store::Range;

use crate::api::status_type::{ACTIVE, INACTIVE};
use crate::api::{
    DeleteSigningCertificateInput, DeleteSigningCertificateOutput, ListSigningCertificatesInput,
    ListSigningCertificatesOutput, SigningCertificateBuilder, UpdateSigningCertificateInput,
    UpdateSigningCertificateOutput, UploadSigningCertificateInput, UploadSigningCertificateOutput,
    error,
};
use crate::common::{Page, time};
use crate::errors;
use crate::limits::SIGNING_CERTIFICATES_MAX;
use crate::server_certificate::one_certificate;
use crate::state::{SIGNING_CERTIFICATES, SIGNING_FINGERPRINTS, SigningCertificateRow, TextRow};
use crate::user::{self, Owner};

/// [A] certificateIdType: 24 to 128 letters and digits.
const ID_CHARS: usize = 32;

pub fn upload(
    ctx: &mut Ctx<'_>,
    input: UploadSigningCertificateInput<'_>,
) -> Result<UploadSigningCertificateOutput, ApiError> {
    let owner = user::owner(ctx, input.user_name())?;
    let der = one_certificate(input.certificate_body())?;
    let facts = certificates::read(&der).ok_or_else(errors::malformed_certificate)?;
    if facts.not_after < ctx.now().secs() {
        return Err(error::invalid_certificate_exception("The certificate has expired."));
    }
    if of(ctx, &owner.id)?.len() >= SIGNING_CERTIFICATES_MAX {
        return Err(errors::quota("CertificatesPerUser", SIGNING_CERTIFICATES_MAX));
    }
    let fingerprint = fingerprint(&der);
    if ctx.table(&SIGNING_FINGERPRINTS).contains(&fingerprint)? {
        return Err(error::duplicate_certificate_exception(
            "The certificate is already associated with a user of this account.",
        ));
    }
    let id = ctx.chance().base32(ID_CHARS).to_ascii_uppercase();
    let row = SigningCertificateRow {
        body: input.certificate_body().trim().to_owned(),
        fingerprint: fingerprint.clone(),
        is_active: true,
        uploaded: ctx.now().micros(),
    };
    ctx.table_mut(&SIGNING_FINGERPRINTS).put(&fingerprint, &TextRow { text: id.clone() });
    ctx.table_mut(&SIGNING_CERTIFICATES).put(&(owner.id.as_str(), id.as_str()), &row);
    Ok(UploadSigningCertificateOutput::new().certificate(show(&owner, &id, &row)))
}

fn fingerprint(der: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(der) {
        write!(text, "{byte:02x}").expect("writing to a string cannot fail");
    }
    text
}

/// The certificates of a user, or of the root, by the id of the owner.
pub fn of(ctx: &Ctx<'_>, owner: &str) -> Result<Vec<(String, SigningCertificateRow)>, ApiError> {
    let rows = ctx.table(&SIGNING_CERTIFICATES).scan(&Range::within(&(owner,)));
    let rows = rows.map(|entry| entry.map(|((_, id), row)| (id, row)));
    Ok(rows.collect::<Result<_, _>>()?)
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListSigningCertificatesInput<'_>,
) -> Result<ListSigningCertificatesOutput, ApiError> {
    let page = Page::read("ListSigningCertificates", input.marker(), input.max_items())?;
    let owner = user::owner(ctx, input.user_name())?;
    let rows = of(ctx, &owner.id)?;
    let cut = page.cut_whole(rows.into_iter().map(|(id, row)| {
        let shown = show(&owner, &id, &row);
        (id, shown)
    }));
    Ok(ListSigningCertificatesOutput::new()
        .is_truncated(cut.is_truncated())
        .certificates(cut.items)
        .marker(cut.marker))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateSigningCertificateInput<'_>,
) -> Result<UpdateSigningCertificateOutput, ApiError> {
    let owner = user::owner(ctx, input.user_name())?;
    let id = input.certificate_id();
    let mut row = find(ctx, &owner.id, id)?;
    row.is_active = match input.status() {
        ACTIVE => true,
        INACTIVE => false,
        other => return Err(errors::validation(format!("Status {other} cannot be set."))),
    };
    ctx.table_mut(&SIGNING_CERTIFICATES).put(&(owner.id.as_str(), id), &row);
    Ok(UpdateSigningCertificateOutput::new())
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteSigningCertificateInput<'_>,
) -> Result<DeleteSigningCertificateOutput, ApiError> {
    let owner = user::owner(ctx, input.user_name())?;
    let id = input.certificate_id();
    let row = find(ctx, &owner.id, id)?;
    ctx.table_mut(&SIGNING_FINGERPRINTS).delete(&row.fingerprint);
    ctx.table_mut(&SIGNING_CERTIFICATES).delete(&(owner.id.as_str(), id));
    Ok(DeleteSigningCertificateOutput::new())
}

fn find(ctx: &Ctx<'_>, owner: &str, id: &str) -> Result<SigningCertificateRow, ApiError> {
    let row = ctx.table(&SIGNING_CERTIFICATES).get(&(owner, id))?;
    row.ok_or_else(|| errors::no_such_signing_certificate(id))
}

fn show(owner: &Owner, id: &str, row: &SigningCertificateRow) -> SigningCertificateBuilder {
    SigningCertificateBuilder::new()
        .user_name(owner.name().unwrap_or("root"))
        .certificate_id(id)
        .certificate_body(&row.body)
        .status(if row.is_active { ACTIVE } else { INACTIVE })
        .upload_date(time(row.uploaded))
}
