//! Sign and Verify.

use bytes::Bytes;
use kernel::{ApiError, Ctx};

use crate::api::{
    SignInput, SignOutput, VerifyInput, VerifyOutput, key_usage_type as usage, message_type,
};
use crate::errors;
use crate::grant;
use crate::last_use;
use crate::locate::{self, Aliases};
use crate::material::{self, Message, SignFault};
use crate::state::Key;
use crate::vault;

pub fn sign(ctx: &mut Ctx<'_>, input: SignInput<'_>) -> Result<SignOutput, ApiError> {
    grant::check_tokens(ctx, input.grant_tokens())?;
    let name = input.signing_algorithm();
    let key = find(ctx, input.key_id(), "Sign", name)?;
    let (_, secret) = vault::current(ctx, &key)?;
    let mut generator = vault::generator(ctx)?;
    let message = message(input.message(), input.message_type());
    let signed = material::sign(key.row.spec(), &secret, name, message, &mut generator);
    let signature = signed.map_err(|fault| refusal(fault, name))?;
    if input.dry_run() == Some(true) {
        return Err(errors::dry_run());
    }
    last_use::note(ctx, &key, "Sign")?;
    Ok(SignOutput::new()
        .key_id(key.arn())
        .signature(Bytes::from(signature))
        .signing_algorithm(name))
}

pub fn verify(ctx: &mut Ctx<'_>, input: VerifyInput<'_>) -> Result<VerifyOutput, ApiError> {
    grant::check_tokens(ctx, input.grant_tokens())?;
    let name = input.signing_algorithm();
    let key = find(ctx, input.key_id(), "Verify", name)?;
    let (_, secret) = vault::current(ctx, &key)?;
    let message = message(input.message(), input.message_type());
    let verified = material::verify(key.row.spec(), &secret, name, message, input.signature());
    if !verified.map_err(|fault| refusal(fault, name))? {
        return Err(errors::invalid_signature());
    }
    if input.dry_run() == Some(true) {
        return Err(errors::dry_run());
    }
    last_use::note(ctx, &key, "Verify")?;
    Ok(VerifyOutput::new().key_id(key.arn()).signature_valid(true).signing_algorithm(name))
}

fn find(ctx: &Ctx<'_>, id: &str, operation: &str, algorithm: &str) -> Result<Key, ApiError> {
    let key = locate::find(ctx, id, Aliases::Taken)?;
    key.check_usable()?;
    key.check_usage(usage::SIGN_VERIFY, operation)?;
    key.check_algorithm(algorithm)?;
    Ok(key)
}

fn message<'m>(bytes: &'m [u8], kind: Option<&str>) -> Message<'m> {
    match kind {
        Some(message_type::DIGEST) => Message::Digest(bytes),
        Some(message_type::EXTERNAL_MU) => Message::Mu(bytes),
        _ => Message::Raw(bytes),
    }
}

fn refusal(fault: SignFault, algorithm: &str) -> ApiError {
    match fault {
        SignFault::DigestLength => {
            errors::validation(format!("Digest is invalid length for algorithm {algorithm}."))
        }
        SignFault::MessageType => errors::validation(format!(
            "Algorithm {algorithm} does not take messages of that MessageType."
        )),
        SignFault::Key => ApiError::internal(),
    }
}
