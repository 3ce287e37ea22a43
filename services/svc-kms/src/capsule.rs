//! Encapsulate and Decapsulate: secrets that two parties share by ML-KEM.

use bytes::Bytes;
use kernel::{ApiError, Ctx};

use crate::api::{
    DecapsulateInput, DecapsulateOutput, EncapsulateInput, EncapsulateOutput,
    key_usage_type as usage,
};
use crate::errors;
use crate::grant;
use crate::last_use;
use crate::locate::{self, Aliases};
use crate::material;
use crate::spec::{Capsule, Spec};
use crate::state::Key;
use crate::vault;

pub fn encapsulate(
    ctx: &mut Ctx<'_>,
    input: EncapsulateInput<'_>,
) -> Result<EncapsulateOutput, ApiError> {
    grant::check_tokens(ctx, input.grant_tokens())?;
    let algorithm = input.encapsulation_algorithm();
    let (key, set) = find(ctx, input.key_id(), "Encapsulate", algorithm)?;
    let (_, material) = vault::current(ctx, &key)?;
    let mut generator = vault::generator(ctx)?;
    let made = material::encapsulate(set, &material, &mut generator);
    let (capsule, secret) = made.ok_or_else(ApiError::internal)?;
    if input.dry_run() == Some(true) {
        return Err(errors::dry_run());
    }
    last_use::note(ctx, &key, "Encapsulate")?;
    Ok(EncapsulateOutput::new()
        .key_id(key.arn())
        .shared_secret(Bytes::from(secret))
        .shared_secret_ciphertext_blob(Bytes::from(capsule))
        .encapsulation_algorithm(algorithm))
}

pub fn decapsulate(
    ctx: &mut Ctx<'_>,
    input: DecapsulateInput<'_>,
) -> Result<DecapsulateOutput, ApiError> {
    grant::check_tokens(ctx, input.grant_tokens())?;
    let algorithm = input.encapsulation_algorithm();
    let (key, set) = find(ctx, input.key_id(), "Decapsulate", algorithm)?;
    let (_, material) = vault::current(ctx, &key)?;
    let secret = material::decapsulate(set, &material, input.shared_secret_ciphertext_blob());
    let secret = secret.ok_or_else(errors::invalid_ciphertext)?;
    if input.dry_run() == Some(true) {
        return Err(errors::dry_run());
    }
    last_use::note(ctx, &key, "Decapsulate")?;
    Ok(DecapsulateOutput::new()
        .key_id(key.arn())
        .shared_secret(Bytes::from(secret))
        .encapsulation_algorithm(algorithm))
}

fn find(
    ctx: &Ctx<'_>,
    id: &str,
    operation: &str,
    algorithm: &str,
) -> Result<(Key, Capsule), ApiError> {
    let key = locate::find(ctx, id, Aliases::Taken)?;
    key.check_usable()?;
    key.check_usage(usage::ENCAPSULATE_DECAPSULATE, operation)?;
    key.check_algorithm(algorithm)?;
    match key.row.spec() {
        Spec::MlKem(set) => Ok((key, set)),
        _ => Err(errors::incompatible(algorithm, &key.row.spec)),
    }
}
