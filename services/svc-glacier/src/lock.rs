//! Vault locks: a policy that is tried for 24 hours and then either let go or held for ever.
//!
//! Source: API Reference, InitiateVaultLock, CompleteVaultLock, AbortVaultLock, GetVaultLock;
//! Developer Guide, "Amazon S3 Glacier Vault Lock".

use kernel::{ApiError, Ctx, Struct};

use crate::api::{
    AbortVaultLockInput, AbortVaultLockOutput, CompleteVaultLockInput, CompleteVaultLockOutput,
    GetVaultLockInput, GetVaultLockOutput, InitiateVaultLockInput, InitiateVaultLockOutput,
};
use crate::errors;
use crate::limits::LOCK_S;
use crate::state::LockRow;
use crate::vault::{self, text, time};
use crate::vault_policy;

const ID_LEN: usize = 24;

/// Whether it counts: it is locked, or its time to be tried is not over.
pub fn holds(lock: &LockRow, now_us: i64) -> bool {
    lock.expires_us.is_none_or(|expires| now_us < expires)
}

fn current(ctx: &Ctx, vault: &vault::Vault) -> Option<LockRow> {
    vault.row.lock.clone().filter(|lock| holds(lock, ctx.now().micros()))
}

pub fn initiate_vault_lock(
    ctx: &mut Ctx,
    input: InitiateVaultLockInput<'_>,
) -> Result<InitiateVaultLockOutput, ApiError> {
    let mut vault = vault::find(ctx, input.0)?;
    let policy = vault_policy::read(ctx, input.0, "policy")?;
    match current(ctx, &vault) {
        Some(lock) if lock.expires_us.is_none() => {
            return Err(errors::lock_refused("The vault is locked, which cannot be changed."));
        }
        Some(_) => {
            return Err(errors::lock_refused(
                "A lock of the vault is in progress; abort it first.",
            ));
        }
        None => {}
    }
    let created_us = ctx.now().micros();
    let lock = LockRow {
        id: ctx.chance().alphanumeric(ID_LEN),
        policy: ctx.bind_policy(policy)?,
        created_us,
        expires_us: Some(created_us + LOCK_S * 1_000_000),
    };
    let output = Struct::new().with("lockId", lock.id.as_str());
    vault.row.lock = Some(lock);
    vault.save(ctx);
    Ok(InitiateVaultLockOutput(output))
}

pub fn get_vault_lock(
    ctx: &mut Ctx,
    input: GetVaultLockInput<'_>,
) -> Result<GetVaultLockOutput, ApiError> {
    let vault = vault::find(ctx, input.0)?;
    let lock = current(ctx, &vault).ok_or_else(|| errors::nothing_set("lock policy"))?;
    let mut output = Struct::new()
        .with("Policy", ctx.show_policy(&lock.policy)?)
        .with("State", if lock.expires_us.is_none() { "Locked" } else { "InProgress" })
        .with("CreationDate", time(lock.created_us));
    if let Some(expires) = lock.expires_us {
        output.set("ExpirationDate", time(expires));
    }
    Ok(GetVaultLockOutput(output))
}

pub fn complete_vault_lock(
    ctx: &mut Ctx,
    input: CompleteVaultLockInput<'_>,
) -> Result<CompleteVaultLockOutput, ApiError> {
    let mut vault = vault::find(ctx, input.0)?;
    let lock = current(ctx, &vault).ok_or_else(|| errors::nothing_set("lock policy"))?;
    if lock.id != text(input.0, "lockId") {
        return Err(errors::lock_refused("The lock ID is not that of the lock in progress."));
    }
    // Again with the same id it succeeds, too.
    vault.row.lock = Some(LockRow { expires_us: None, ..lock });
    vault.save(ctx);
    Ok(CompleteVaultLockOutput(Struct::new()))
}

pub fn abort_vault_lock(
    ctx: &mut Ctx,
    input: AbortVaultLockInput<'_>,
) -> Result<AbortVaultLockOutput, ApiError> {
    let mut vault = vault::find(ctx, input.0)?;
    if current(ctx, &vault).is_some_and(|lock| lock.expires_us.is_none()) {
        return Err(errors::lock_refused("The vault is locked, which cannot be changed."));
    }
    vault.row.lock = None;
    vault.save(ctx);
    Ok(AbortVaultLockOutput(Struct::new()))
}
