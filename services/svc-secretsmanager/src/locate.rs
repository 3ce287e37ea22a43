//! Which secret a request means: by its name, its ARN, or its ARN without the six characters.

use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ctx, Scope};

use crate::errors;
use crate::state::{SECRETS, Secret};

const SUFFIX_LEN: usize = 6;

/// A name that a secret may have, and the six characters that it then has.
type Candidate = (String, Option<String>);

/// The account in which the secret is, and the names that it may have.
fn names(ctx: &Ctx<'_>, id: &str) -> Option<(AccountId, Vec<Candidate>)> {
    if !id.starts_with("arn:") {
        return Some((ctx.account(), vec![(id.to_owned(), None)]));
    }
    let arn = Arn::parse(id).filter(|arn| arn.service == "secretsmanager")?;
    let account = arn.account_id().filter(|_| arn.region() == Some(ctx.region()))?;
    let name = arn.resource.strip_prefix("secret:")?;
    let mut names = vec![(name.to_owned(), None)];
    if let Some((whole, suffix)) = name.rsplit_once('-')
        && suffix.len() == SUFFIX_LEN
    {
        names.insert(0, (whole.to_owned(), Some(suffix.to_owned())));
    }
    Some((account, names))
}

pub fn find(ctx: &Ctx<'_>, id: &str) -> Result<Option<Secret>, ApiError> {
    let Some((account, names)) = names(ctx, id) else { return Ok(None) };
    let scope = Scope::new(account.digits(), ctx.region().as_str());
    for (name, suffix) in names {
        let row = ctx.table_in(&SECRETS, scope).get(name.as_str())?;
        let row = row.filter(|row| suffix.as_ref().is_none_or(|suffix| *suffix == row.suffix));
        if let Some(row) = row {
            return Ok(Some(Secret { account, region: ctx.region(), name, row }));
        }
    }
    Ok(None)
}

/// The account of the secret that a request names.
pub fn owner(ctx: &Ctx<'_>, id: &str) -> Option<AccountId> {
    names(ctx, id).map(|(account, _)| account)
}

pub fn get(ctx: &Ctx<'_>, id: &str) -> Result<Secret, ApiError> {
    find(ctx, id)?.ok_or_else(errors::not_found)
}

/// A secret that is not marked for deletion.
pub fn get_live(ctx: &Ctx<'_>, id: &str) -> Result<Secret, ApiError> {
    let secret = get(ctx, id)?;
    if secret.row.deletion.is_some() {
        return Err(errors::marked_for_deletion());
    }
    Ok(secret)
}

/// A secret that may be changed here.
pub fn get_to_change(ctx: &Ctx<'_>, id: &str) -> Result<Secret, ApiError> {
    let secret = get_to_administer(ctx, id)?;
    if secret.row.cross_primary.is_some() {
        return Err(errors::is_cross_account_replica());
    }
    check_owner(ctx, &secret)?;
    Ok(secret)
}

/// Services "restrict updating managed secrets, or deleting them without a recovery period" (User
/// Guide, "Secrets managed by other services").
pub fn check_owner(ctx: &Ctx<'_>, secret: &Secret) -> Result<(), ApiError> {
    match secret.row.owner.as_deref() {
        Some(owner) if ctx.via() != Some(owner) => Err(errors::is_managed(&secret.name, owner)),
        _ => Ok(()),
    }
}

/// A secret whose policy and tags may be changed here: also a replica of another account's, of
/// which they are not.
pub fn get_to_administer(ctx: &Ctx<'_>, id: &str) -> Result<Secret, ApiError> {
    let secret = get_live(ctx, id)?;
    if secret.is_replica() {
        return Err(errors::is_replica());
    }
    Ok(secret)
}

pub fn save(ctx: &mut Ctx<'_>, secret: &Secret) {
    let scope = secret.scope();
    ctx.table_mut_in(&SECRETS, scope).put(secret.name.as_str(), &secret.row);
    charge(ctx, secret, secret.row.deletion.is_none());
}

/// A secret is billed by the month, unless it is marked for deletion; a replica is one more.
pub fn charge(ctx: &mut Ctx<'_>, secret: &Secret, is_billed: bool) {
    let level = u64::from(is_billed);
    let usage = "AWSSecretsManager-Secrets";
    // A store that cannot be read fails the operation anyway.
    let _ = ctx.meter_level_in(secret.scope(), usage, &secret.arn(), level);
}
