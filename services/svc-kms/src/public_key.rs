//! GetPublicKey and DeriveSharedSecret.

use bytes::Bytes;
use kernel::{ApiError, Ctx};

use crate::api::{
    DeriveSharedSecretInput, DeriveSharedSecretOutput, GetPublicKeyInput, GetPublicKeyOutput,
    key_usage_type as usage,
};
use crate::errors;
use crate::grant;
use crate::last_use;
use crate::locate::{self, Aliases};
use crate::material;
use crate::vault;

pub fn get_public_key(
    ctx: &mut Ctx<'_>,
    input: GetPublicKeyInput<'_>,
) -> Result<GetPublicKeyOutput, ApiError> {
    grant::check_tokens(ctx, input.grant_tokens())?;
    let key = locate::find(ctx, input.key_id(), Aliases::Taken)?;
    let spec = key.row.spec();
    if !spec.is_asymmetric() {
        return Err(errors::unsupported(format!(
            "{} is a {} key, which has no public key.",
            key.arn(),
            key.row.spec
        )));
    }
    key.check_usable()?;
    let (_, secret) = vault::current(ctx, &key)?;
    let public = material::public_key(spec, &secret).ok_or_else(ApiError::internal)?;
    let algorithms = spec.algorithms(&key.row.usage).to_vec();
    let output = GetPublicKeyOutput::new()
        .key_id(key.arn())
        .public_key(Bytes::from(public))
        .customer_master_key_spec(&key.row.spec)
        .key_spec(&key.row.spec)
        .key_usage(&key.row.usage);
    Ok(match key.row.usage.as_str() {
        usage::ENCRYPT_DECRYPT => output.encryption_algorithms(algorithms),
        usage::SIGN_VERIFY => output.signing_algorithms(algorithms),
        usage::KEY_AGREEMENT => output.key_agreement_algorithms(algorithms),
        _ => output.encapsulation_algorithms(algorithms),
    })
}

pub fn derive_shared_secret(
    ctx: &mut Ctx<'_>,
    input: DeriveSharedSecretInput<'_>,
) -> Result<DeriveSharedSecretOutput, ApiError> {
    grant::check_tokens(ctx, input.grant_tokens())?;
    if input.recipient().is_some() {
        return Err(errors::not_implemented("Recipient (attested enclaves)"));
    }
    let key = locate::find(ctx, input.key_id(), Aliases::Taken)?;
    key.check_usable()?;
    key.check_usage(usage::KEY_AGREEMENT, "DeriveSharedSecret")?;
    key.check_algorithm(input.key_agreement_algorithm())?;
    let (_, secret) = vault::current(ctx, &key)?;
    let shared = material::agree(key.row.spec(), &secret, input.public_key()).ok_or_else(|| {
        errors::validation(format!(
            "PublicKey is no public key of the spec {} in DER.",
            key.row.spec
        ))
    })?;
    if input.dry_run() == Some(true) {
        return Err(errors::dry_run());
    }
    last_use::note(ctx, &key, "DeriveSharedSecret")?;
    Ok(DeriveSharedSecretOutput::new()
        .key_id(key.arn())
        .shared_secret(Bytes::from(shared))
        .key_agreement_algorithm(input.key_agreement_algorithm())
        .key_origin(key.row.origin()))
}
