//! Access policies of vaults, and what they and a lock's policy say together.
//!
//! Source: API Reference, SetVaultAccessPolicy and the others; Developer Guide, "Vault access
//! policies", "Vault lock policies".

use kernel::{ApiError, Ctx, Struct};
use policy::{Kind, Policy};
use serde_json::{Value as Json, json};

use crate::api::{
    DeleteVaultAccessPolicyInput, DeleteVaultAccessPolicyOutput, GetVaultAccessPolicyInput,
    GetVaultAccessPolicyOutput, SetVaultAccessPolicyInput, SetVaultAccessPolicyOutput,
};
use crate::errors;
use crate::limits::POLICY_BYTES_MAX;
use crate::lock;
use crate::state::VaultRow;
use crate::vault;

/// The policy in the document of a request, held against the language.
pub fn read<'a>(ctx: &Ctx, input: &'a Struct, member: &str) -> Result<&'a str, ApiError> {
    let text = input.structure(member).and_then(|it| it.str("Policy"));
    let text = text.ok_or_else(|| errors::missing("Required parameter missing: Policy"))?;
    if text.len() > POLICY_BYTES_MAX {
        return Err(errors::invalid(format!(
            "The policy is longer than {POLICY_BYTES_MAX} bytes."
        )));
    }
    Policy::parse(text, Kind::Resource).map_err(|_| {
        errors::invalid("The policy is not valid: it does not follow the language.")
    })?;
    if let Some(absent) = ctx.unknown_principal(text)? {
        return Err(errors::invalid(format!("The policy names {absent}, who does not exist.")));
    }
    Ok(text)
}

/// The statements of the access policy and of a lock that holds.
pub fn joined(row: &VaultRow, now_us: i64) -> Option<String> {
    let lock = row.lock.as_ref().filter(|lock| lock::holds(lock, now_us));
    let texts = [row.policy.as_deref(), lock.map(|lock| lock.policy.as_str())];
    let mut statements = Vec::new();
    for document in texts.iter().flatten().filter_map(|it| serde_json::from_str::<Json>(it).ok()) {
        match &document["Statement"] {
            Json::Array(list) => statements.extend(list.iter().cloned()),
            one => statements.push(one.clone()),
        }
    }
    let is_any = !statements.is_empty();
    is_any.then(|| json!({"Version": "2012-10-17", "Statement": statements}).to_string())
}

pub fn set_vault_access_policy(
    ctx: &mut Ctx,
    input: SetVaultAccessPolicyInput<'_>,
) -> Result<SetVaultAccessPolicyOutput, ApiError> {
    let mut vault = vault::find(ctx, input.0)?;
    vault.row.policy = Some(ctx.bind_policy(read(ctx, input.0, "policy")?)?);
    vault.save(ctx);
    Ok(SetVaultAccessPolicyOutput(Struct::new()))
}

pub fn get_vault_access_policy(
    ctx: &mut Ctx,
    input: GetVaultAccessPolicyInput<'_>,
) -> Result<GetVaultAccessPolicyOutput, ApiError> {
    let vault = vault::find(ctx, input.0)?;
    let bound = vault.row.policy.ok_or_else(|| errors::nothing_set("access policy"))?;
    let policy = Struct::new().with("Policy", ctx.show_policy(&bound)?);
    Ok(GetVaultAccessPolicyOutput(Struct::new().with("policy", policy)))
}

pub fn delete_vault_access_policy(
    ctx: &mut Ctx,
    input: DeleteVaultAccessPolicyInput<'_>,
) -> Result<DeleteVaultAccessPolicyOutput, ApiError> {
    let mut vault = vault::find(ctx, input.0)?;
    vault.row.policy = None;
    vault.save(ctx);
    Ok(DeleteVaultAccessPolicyOutput(Struct::new()))
}
