//! Values of SecureStrings, encrypted by KMS as the caller.
//!
//! A standard parameter is encrypted by KMS itself, an advanced one by a data key of KMS.
//!
//! Source: User Guide, "AWS KMS encryption for Parameter Store SecureString parameters".

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use kernel::{ApiError, Ask, Ctx, Struct};

use crate::api::parameter_tier as tier;
use crate::errors;
use crate::state::arn;

pub const MANAGED_KEY: &str = "alias/aws/ssm";
const NONCE_BYTES: usize = 12;

fn ask(ctx: &Ctx<'_>, name: &str, operation: &'static str) -> Ask {
    let context = Struct::new().with("PARAMETER_ARN", arn(ctx, name));
    Ask::to("kms", operation).with("EncryptionContext", context)
}

/// Encrypts a value; answers it in base64.
pub fn seal(
    ctx: &mut Ctx<'_>,
    name: &str,
    of_tier: &str,
    key: &str,
    value: &str,
) -> Result<String, ApiError> {
    if key == MANAGED_KEY {
        // It is made when it is first needed.
        ctx.call(Ask::to("kms", "DescribeKey").with("KeyId", key)).map_err(errors::of_kms)?;
    }
    if of_tier != tier::ADVANCED {
        let encrypt = ask(ctx, name, "Encrypt")
            .with("KeyId", key)
            .with("Plaintext", Bytes::copy_from_slice(value.as_bytes()));
        let answer = ctx.call(encrypt).map_err(errors::of_kms)?;
        return Ok(BASE64.encode(answer.blob("CiphertextBlob").ok_or_else(ApiError::internal)?));
    }
    let generate = ask(ctx, name, "GenerateDataKey").with("KeyId", key).with("KeySpec", "AES_256");
    let answer = ctx.call(generate).map_err(errors::of_kms)?;
    let blob = |member: &str| answer.blob(member).ok_or_else(ApiError::internal);
    let (data_key, sealed_key) = (blob("Plaintext")?, blob("CiphertextBlob")?);
    let seed = ctx.secret_seed()?;
    let nonce = &seed[..NONCE_BYTES];
    let sealed = cipher(data_key)?
        .encrypt(&to_nonce(nonce)?, Payload { msg: value.as_bytes(), aad: name.as_bytes() })
        .map_err(|_| ApiError::internal())?;
    let mut out = (sealed_key.len() as u16).to_be_bytes().to_vec();
    out.extend_from_slice(sealed_key);
    out.extend_from_slice(nonce);
    out.extend_from_slice(&sealed);
    Ok(BASE64.encode(out))
}

pub fn open(ctx: &mut Ctx<'_>, name: &str, of_tier: &str, value: &str) -> Result<String, ApiError> {
    let sealed = BASE64.decode(value).map_err(|_| ApiError::internal())?;
    let decrypt = |ctx: &mut Ctx<'_>, blob: Vec<u8>| -> Result<Bytes, ApiError> {
        let decrypt = ask(ctx, name, "Decrypt").with("CiphertextBlob", Bytes::from(blob));
        let answer = ctx.call(decrypt).map_err(errors::of_kms)?;
        answer.blob("Plaintext").cloned().ok_or_else(ApiError::internal)
    };
    let clear = if of_tier == tier::ADVANCED {
        let (len, rest) = sealed.split_first_chunk::<2>().ok_or_else(ApiError::internal)?;
        let len = usize::from(u16::from_be_bytes(*len));
        let (sealed_key, rest) = rest.split_at_checked(len).ok_or_else(ApiError::internal)?;
        let (nonce, body) = rest.split_at_checked(NONCE_BYTES).ok_or_else(ApiError::internal)?;
        let data_key = decrypt(ctx, sealed_key.to_vec())?;
        cipher(&data_key)?
            .decrypt(&to_nonce(nonce)?, Payload { msg: body, aad: name.as_bytes() })
            .map_err(|_| ApiError::internal())?
    } else {
        decrypt(ctx, sealed)?.to_vec()
    };
    String::from_utf8(clear).map_err(|_| ApiError::internal())
}

fn cipher(key: &[u8]) -> Result<Aes256Gcm, ApiError> {
    Aes256Gcm::new_from_slice(key).map_err(|_| ApiError::internal())
}

fn to_nonce(bytes: &[u8]) -> Result<Nonce<aes_gcm::aead::consts::U12>, ApiError> {
    Nonce::try_from(bytes).map_err(|_| ApiError::internal())
}
