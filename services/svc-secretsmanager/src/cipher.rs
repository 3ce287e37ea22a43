//! Values of secrets: encrypted by a data key of KMS, which KMS encrypts by the secret's key.
//!
//! KMS is asked as the caller, so that the key's policy decides, and sees which secret and version
//! it is for in the encryption context.
//!
//! Source: User Guide, "Secret encryption and decryption in AWS Secrets Manager".

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use bytes::Bytes;
use kernel::{ApiError, Ask, Ctx, Struct};

use crate::errors;
use crate::state::{Secret, VersionRow};

const MANAGED_KEY: &str = "alias/aws/secretsmanager";
const NONCE_BYTES: usize = 12;

/// A value in the clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clear {
    Text(String),
    Binary(Bytes),
}

impl Clear {
    fn bytes(&self) -> &[u8] {
        match self {
            Clear::Text(text) => text.as_bytes(),
            Clear::Binary(bytes) => bytes,
        }
    }
}

fn context(secret: &Secret, version: &str) -> Struct {
    Struct::new().with("SecretARN", secret.arn()).with("SecretVersionId", version)
}

fn ask(secret: &Secret, operation: &'static str, version: &str) -> Ask {
    Ask::to("kms", operation)
        .with("EncryptionContext", context(secret, version))
        .in_region(secret.region)
        .in_account(secret.account)
}

/// Encrypts a version of a secret.
pub fn seal(
    ctx: &mut Ctx<'_>,
    secret: &Secret,
    version: &str,
    clear: &Clear,
) -> Result<VersionRow, ApiError> {
    let key = key_of(ctx, secret)?;
    let generate =
        ask(secret, "GenerateDataKey", version).with("KeyId", key).with("KeySpec", "AES_256");
    let answer = ctx.call(generate).map_err(|cause| errors::encryption(&cause))?;
    let data_key = answer.blob("Plaintext").ok_or_else(ApiError::internal)?.clone();
    sealed(ctx, version, clear, (&data_key, &answer))
}

/// The same for a replica of another account, whose key lets the caller encrypt, not more: "You
/// must also have … kms:Encrypt permission for the AWS KMS key that encrypts the replica secret"
/// (AssociateCrossAccountReplica).
pub fn seal_for_another(
    ctx: &mut Ctx<'_>,
    replica: &Secret,
    version: &str,
    clear: &Clear,
) -> Result<VersionRow, ApiError> {
    let key = replica.row.kms_key.clone().ok_or_else(ApiError::internal)?;
    let data_key = Bytes::copy_from_slice(&ctx.secret_seed()?);
    let encrypt =
        ask(replica, "Encrypt", version).with("KeyId", key).with("Plaintext", data_key.clone());
    let answer = ctx.call(encrypt).map_err(|cause| errors::encryption(&cause))?;
    sealed(ctx, version, clear, (&data_key, &answer))
}

fn sealed(
    ctx: &mut Ctx<'_>,
    version: &str,
    clear: &Clear,
    (data_key, answer): (&[u8], &Struct),
) -> Result<VersionRow, ApiError> {
    let seed = ctx.secret_seed()?;
    let nonce = &seed[..NONCE_BYTES];
    let payload = Payload { msg: clear.bytes(), aad: version.as_bytes() };
    let sealed = cipher(data_key)?
        .encrypt(&Nonce::try_from(nonce).map_err(|_| ApiError::internal())?, payload)
        .map_err(|_| ApiError::internal())?;
    Ok(VersionRow {
        id: version.to_owned(),
        created: ctx.now().micros(),
        is_binary: matches!(clear, Clear::Binary(_)),
        value: [nonce, &sealed].concat().into(),
        data_key: answer.blob("CiphertextBlob").ok_or_else(ApiError::internal)?.to_vec().into(),
        kms_key: answer.str("KeyId").unwrap_or_default().to_owned(),
    })
}

/// The key by which a secret is encrypted; the account's managed one is made when it is needed.
fn key_of(ctx: &mut Ctx<'_>, secret: &Secret) -> Result<String, ApiError> {
    if let Some(key) = &secret.row.kms_key
        && key != MANAGED_KEY
    {
        return Ok(key.clone());
    }
    let describe = Ask::to("kms", "DescribeKey")
        .with("KeyId", MANAGED_KEY)
        .in_region(secret.region)
        .in_account(secret.account);
    let answer = ctx.call(describe).map_err(|cause| errors::encryption(&cause))?;
    let arn = answer.structure("KeyMetadata").and_then(|it| it.str("Arn"));
    Ok(arn.ok_or_else(ApiError::internal)?.to_owned())
}

pub fn open(ctx: &mut Ctx<'_>, secret: &Secret, version: &VersionRow) -> Result<Clear, ApiError> {
    let decrypt = ask(secret, "Decrypt", &version.id)
        .with("KeyId", version.kms_key.as_str())
        .with("CiphertextBlob", Bytes::copy_from_slice(&version.data_key));
    let answer = ctx.call(decrypt).map_err(|cause| errors::decryption(&cause))?;
    let data_key = answer.blob("Plaintext").ok_or_else(ApiError::internal)?;
    let (nonce, sealed) =
        version.value.split_at_checked(NONCE_BYTES).ok_or_else(ApiError::internal)?;
    let payload = Payload { msg: sealed, aad: version.id.as_bytes() };
    let clear = cipher(data_key)?
        .decrypt(&Nonce::try_from(nonce).map_err(|_| ApiError::internal())?, payload)
        .map_err(|_| ApiError::internal())?;
    if version.is_binary {
        return Ok(Clear::Binary(clear.into()));
    }
    String::from_utf8(clear).map(Clear::Text).map_err(|_| ApiError::internal())
}

fn cipher(key: &[u8]) -> Result<Aes256Gcm, ApiError> {
    Aes256Gcm::new_from_slice(key).map_err(|_| ApiError::internal())
}
