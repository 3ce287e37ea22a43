//! Which certificate a request means.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};

use crate::errors;
use crate::state::{CERTIFICATES, Certificate};

const PREFIX: &str = "certificate/";

/// The id of a certificate of this account and region.
fn id_of(ctx: &Ctx<'_>, arn: &str) -> Result<String, ApiError> {
    let parsed = Arn::parse(arn).filter(|it| it.service == "acm");
    let parsed = parsed.ok_or_else(|| errors::invalid_arn(arn))?;
    let id = parsed.resource.strip_prefix(PREFIX).ok_or_else(|| errors::invalid_arn(arn))?;
    let is_here =
        parsed.account_id() == Some(ctx.account()) && parsed.region() == Some(ctx.region());
    if !is_here {
        return Err(errors::not_found(arn));
    }
    Ok(id.to_owned())
}

pub fn get(ctx: &Ctx<'_>, arn: &str) -> Result<Certificate, ApiError> {
    let id = id_of(ctx, arn)?;
    by_id(ctx, &id)?.ok_or_else(|| errors::not_found(arn))
}

pub fn by_id(ctx: &Ctx<'_>, id: &str) -> Result<Option<Certificate>, ApiError> {
    let row = ctx.table(&CERTIFICATES).get(id)?;
    Ok(row.map(|row| Certificate { id: id.to_owned(), arn: arn(ctx, id), row }))
}

pub fn arn(ctx: &Ctx<'_>, id: &str) -> String {
    ctx.arn(&format!("{PREFIX}{id}")).to_string()
}

pub fn save(ctx: &mut Ctx<'_>, certificate: &Certificate) {
    ctx.table_mut(&CERTIFICATES).put(certificate.id.as_str(), &certificate.row);
}
