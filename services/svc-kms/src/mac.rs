//! GenerateMac and VerifyMac.

use bytes::Bytes;
use kernel::{ApiError, Ctx};

use crate::api::{
    GenerateMacInput, GenerateMacOutput, VerifyMacInput, VerifyMacOutput, key_usage_type as usage,
};
use crate::errors;
use crate::grant;
use crate::last_use;
use crate::locate::{self, Aliases};
use crate::material;
use crate::spec::Hash;
use crate::state::Key;
use crate::vault;

pub fn generate_mac(
    ctx: &mut Ctx<'_>,
    input: GenerateMacInput<'_>,
) -> Result<GenerateMacOutput, ApiError> {
    grant::check_tokens(ctx, input.grant_tokens())?;
    let name = input.mac_algorithm();
    let key = find(ctx, input.key_id(), "GenerateMac", name)?;
    let mac = compute(ctx, &key, name, input.message())?;
    if input.dry_run() == Some(true) {
        return Err(errors::dry_run());
    }
    last_use::note(ctx, &key, "GenerateMac")?;
    Ok(GenerateMacOutput::new().mac(Bytes::from(mac)).mac_algorithm(name).key_id(key.arn()))
}

pub fn verify_mac(
    ctx: &mut Ctx<'_>,
    input: VerifyMacInput<'_>,
) -> Result<VerifyMacOutput, ApiError> {
    grant::check_tokens(ctx, input.grant_tokens())?;
    let name = input.mac_algorithm();
    let key = find(ctx, input.key_id(), "VerifyMac", name)?;
    let mac = compute(ctx, &key, name, input.message())?;
    if !is_equal(&mac, input.mac()) {
        return Err(errors::invalid_mac());
    }
    if input.dry_run() == Some(true) {
        return Err(errors::dry_run());
    }
    last_use::note(ctx, &key, "VerifyMac")?;
    Ok(VerifyMacOutput::new().key_id(key.arn()).mac_valid(true).mac_algorithm(name))
}

fn find(ctx: &Ctx<'_>, id: &str, operation: &str, algorithm: &str) -> Result<Key, ApiError> {
    let key = locate::find(ctx, id, Aliases::Taken)?;
    key.check_usable()?;
    key.check_usage(usage::GENERATE_VERIFY_MAC, operation)?;
    key.check_algorithm(algorithm)?;
    Ok(key)
}

fn compute(ctx: &Ctx<'_>, key: &Key, algorithm: &str, message: &[u8]) -> Result<Vec<u8>, ApiError> {
    let (_, secret) = vault::current(ctx, key)?;
    let hash = Hash::of_algorithm(algorithm).ok_or_else(ApiError::internal)?;
    Ok(material::mac(hash, &secret, message))
}

/// In a time that does not tell where they differ.
fn is_equal(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
}
