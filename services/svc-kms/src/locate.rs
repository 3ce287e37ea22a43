//! Which key a request means, and whether the key is in a state for it.
//!
//! A key is named by its id, its ARN, an alias or an alias's ARN; operations that manage keys do
//! not take aliases. A resource of another account is named by an ARN.

use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ctx, Scope};

use crate::errors;
use crate::state::{ALIASES, KEYS, Key, Place, alias_arn};

/// Whether an operation takes aliases for keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aliases {
    Taken,
    Refused,
}

/// A key that a request names, which need not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    pub place: Place,
    /// The alias by which it is named.
    pub alias: Option<String>,
}

pub fn named(ctx: &Ctx<'_>, text: &str, aliases: Aliases) -> Result<Named, ApiError> {
    let (account, resource) = if text.starts_with("arn:") {
        of_arn(ctx, text)?
    } else {
        (ctx.account(), text.to_owned())
    };
    if !resource.starts_with("alias/") {
        if !is_key_id(&resource) {
            return Err(errors::invalid_key_id(text));
        }
        return Ok(Named { place: place(ctx, account, resource), alias: None });
    }
    if aliases == Aliases::Refused {
        return Err(errors::invalid_key_id(text));
    }
    let scope = Scope::new(account.digits(), ctx.region().as_str());
    let row = ctx.table_in(&ALIASES, scope).get(resource.as_str())?;
    let row =
        row.ok_or_else(|| errors::alias_not_found(&alias_arn(ctx.region(), account, &resource)))?;
    Ok(Named { place: place(ctx, account, row.key), alias: Some(resource) })
}

/// The account, and the key id or `alias/…`.
fn of_arn(ctx: &Ctx<'_>, text: &str) -> Result<(AccountId, String), ApiError> {
    let arn = Arn::parse(text).filter(|arn| arn.service == "kms");
    let arn = arn.ok_or_else(|| errors::invalid_key_id(text))?;
    if arn.region() != Some(ctx.region()) {
        return Err(errors::invalid_arn(&arn.region));
    }
    let account = arn.account_id().ok_or_else(|| errors::invalid_key_id(text))?;
    let is_key = arn.resource.starts_with("key/");
    if !is_key && !arn.resource.starts_with("alias/") {
        return Err(errors::invalid_key_id(text));
    }
    Ok((account, arn.resource.strip_prefix("key/").unwrap_or(&arn.resource).to_owned()))
}

fn place(ctx: &Ctx<'_>, account: AccountId, id: String) -> Place {
    Place { account, region: ctx.region(), id }
}

fn is_key_id(text: &str) -> bool {
    let digits = text.strip_prefix("mrk-").unwrap_or(text);
    let is_plain = digits.bytes().all(|it| it.is_ascii_hexdigit() || it == b'-');
    is_plain && matches!(digits.len(), 32 | 36)
}

pub fn at(ctx: &Ctx<'_>, place: &Place) -> Result<Option<Key>, ApiError> {
    let row = ctx.table_in(&KEYS, place.scope()).get(place.id.as_str())?;
    let Place { account, region, id } = place.clone();
    Ok(row.map(|row| Key { account, region, id, row }))
}

pub fn find(ctx: &Ctx<'_>, text: &str, aliases: Aliases) -> Result<Key, ApiError> {
    let named = named(ctx, text, aliases)?;
    at(ctx, &named.place)?.ok_or_else(|| errors::key_not_found(&named.place.arn()))
}

/// The key, for an operation of its owner's account that does not take aliases.
pub fn managed(ctx: &Ctx<'_>, text: &str) -> Result<Key, ApiError> {
    find(ctx, text, Aliases::Refused)
}

pub fn save(ctx: &mut Ctx<'_>, key: &Key) {
    let scope = key.scope();
    ctx.table_mut_in(&KEYS, scope).put(key.id.as_str(), &key.row);
    charge(ctx, key, key.row.deletion.is_none());
}

/// A customer's key is billed by the month, unless it waits for its deletion.
pub fn charge(ctx: &mut Ctx<'_>, key: &Key, is_billed: bool) {
    if key.row.managed_for.is_none() {
        // A store that cannot be read fails the operation anyway.
        let _ = ctx.meter_level_in(key.scope(), "KMS-Keys", &key.arn(), u64::from(is_billed));
    }
}

impl Key {
    pub fn check_not_pending_deletion(&self) -> Result<(), ApiError> {
        if self.row.deletion.is_some() {
            return Err(errors::pending_deletion(&self.arn()));
        }
        Ok(())
    }

    /// Whether it may be used for cryptography now.
    pub fn check_usable(&self) -> Result<(), ApiError> {
        self.check_not_pending_deletion()?;
        if self.row.lacks_material() {
            return Err(errors::pending_import(&self.arn()));
        }
        if !self.row.is_enabled {
            return Err(errors::disabled(&self.arn()));
        }
        Ok(())
    }

    pub fn check_usage(&self, usage: &str, operation: &str) -> Result<(), ApiError> {
        if self.row.usage == usage {
            return Ok(());
        }
        Err(errors::wrong_usage(&self.arn(), &self.row.usage, operation))
    }

    pub fn check_algorithm(&self, algorithm: &str) -> Result<(), ApiError> {
        if self.row.spec().algorithms(&self.row.usage).contains(&algorithm) {
            return Ok(());
        }
        Err(errors::incompatible(algorithm, &self.row.spec))
    }

    /// What AWS manages is not for others to change.
    pub fn check_customers(&self) -> Result<(), ApiError> {
        if self.row.managed_for.is_some() {
            return Err(errors::managed(&self.arn()));
        }
        Ok(())
    }
}
