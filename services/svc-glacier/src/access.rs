//! On what an operation acts, and what policies of vaults may ask of it.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3
//! Glacier"; Developer Guide, "Access control with vault access policies".

use kernel::arn::Arn;
use kernel::{Access, AccountId, ApiError, Ctx, Scope, Struct};

use crate::errors;
use crate::state::{ARCHIVES, VAULTS};
use crate::vault::text;
use crate::vault_policy;

const DAY_US: i64 = 24 * 3600 * 1_000_000;
/// The caller's own account.
const OWN: &str = "-";

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let given = text(input, "accountId");
    let account = match given {
        OWN => ctx.account(),
        _ => AccountId::parse(given)
            .ok_or_else(|| errors::invalid(format!("Invalid account ID: {given}")))?,
    };
    let action = format!("glacier:{operation}");
    let Some(name) = input.str("vaultName") else {
        return Ok(Some(Access::new(ctx, action, "*").owned_by(account)));
    };
    let arn = Arn::regional("glacier", ctx.region(), account, &format!("vaults/{name}"));
    let mut access = Access::new(ctx, action, arn.to_string()).owned_by(account);
    let scope = Scope::new(account.digits(), ctx.region().as_str());
    let Some(row) = ctx.table_in(&VAULTS, scope).get(name)? else { return Ok(Some(access)) };
    let now = ctx.now().micros();
    access.policy = vault_policy::joined(&row, now);
    for (name, value) in &row.tags {
        access = access.with_key(format!("glacier:ResourceTag/{name}"), value.as_str());
    }
    if let Some(archive) = input.str("archiveId") {
        let archive = ctx.table_in(&ARCHIVES, scope).get(&(name, archive))?;
        if let Some(archive) = archive {
            let days = (now - archive.created_us) / DAY_US;
            access = access.with_key("glacier:ArchiveAgeInDays", days.to_string());
        }
    }
    Ok(Some(access))
}
