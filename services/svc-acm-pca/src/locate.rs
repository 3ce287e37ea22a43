//! Which authority a request means, and in which state it must be.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Scope};

use crate::errors;
use crate::state::{AUTHORITIES, Authority, AuthorityRow, Status};

const PREFIX: &str = "certificate-authority/";

/// The id in an authority's ARN, and whose it is; the region must be the call's.
pub fn parse(ctx: &Ctx<'_>, arn: &str) -> Result<(Scope, String), ApiError> {
    let parsed = Arn::parse(arn).filter(|it| it.service == "acm-pca");
    let parsed = parsed.ok_or_else(|| errors::invalid_arn(arn))?;
    let id = parsed.resource.strip_prefix(PREFIX).filter(|it| !it.contains('/'));
    let id = id.ok_or_else(|| errors::invalid_arn(arn))?;
    let owner = parsed.account_id().ok_or_else(|| errors::invalid_arn(arn))?;
    if parsed.region() != Some(ctx.region()) {
        return Err(errors::not_found(arn));
    }
    Ok((Scope::new(owner.digits(), ctx.region().as_str()), id.to_owned()))
}

/// The row of an authority of any account, for the question whether somebody may.
pub fn peek(ctx: &Ctx<'_>, arn: &str) -> Result<Option<AuthorityRow>, ApiError> {
    let (scope, id) = parse(ctx, arn)?;
    Ok(ctx.table_in(&AUTHORITIES, scope).get(id.as_str())?)
}

/// An authority of the account in which the call runs: by now that is its owner's.
pub fn get(ctx: &Ctx<'_>, arn: &str) -> Result<Authority, ApiError> {
    let (scope, id) = parse(ctx, arn)?;
    if scope != ctx.scope() {
        return Err(errors::not_found(arn));
    }
    by_id(ctx, &id)?.ok_or_else(|| errors::not_found(arn))
}

/// One that is not deleted.
pub fn get_live(ctx: &Ctx<'_>, arn: &str) -> Result<Authority, ApiError> {
    let authority = get(ctx, arn)?;
    if authority.row.status == Status::Deleted {
        return Err(errors::in_status(authority.row.status_at(ctx.now())));
    }
    Ok(authority)
}

pub fn by_id(ctx: &Ctx<'_>, id: &str) -> Result<Option<Authority>, ApiError> {
    let row = ctx.table(&AUTHORITIES).get(id)?;
    Ok(row.map(|row| Authority { id: id.to_owned(), arn: arn(ctx, id), row }))
}

pub fn arn(ctx: &Ctx<'_>, id: &str) -> String {
    ctx.arn(&format!("{PREFIX}{id}")).to_string()
}

pub fn save(ctx: &mut Ctx<'_>, authority: &Authority) {
    ctx.table_mut(&AUTHORITIES).put(authority.id.as_str(), &authority.row);
    // "You are charged from the time you create it until you delete it"; what lies in a store that
    // cannot be read is not billed.
    let level = u64::from(authority.row.status != Status::Deleted);
    let _ = ctx.meter_level_to(authority.row.usage_types().0, &authority.arn, level, 0);
}
