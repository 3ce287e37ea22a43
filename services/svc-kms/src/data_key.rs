//! Data keys: secrets for others to encrypt by, in the clear and encrypted by a key of KMS; and
//! random bytes.
//!
//! To draw an RSA pair takes seconds, so pairs are drawn outside the writer.

use bytes::Bytes;
use kernel::service::WorkEnv;
use kernel::view::{List, Map};
use kernel::{ApiError, Ctx, OpResult, Struct};

use crate::api::{
    GenerateDataKeyInput, GenerateDataKeyOutput, GenerateDataKeyPairInput,
    GenerateDataKeyPairOutput, GenerateDataKeyPairWithoutPlaintextInput,
    GenerateDataKeyPairWithoutPlaintextOutput, GenerateDataKeyWithoutPlaintextInput,
    GenerateDataKeyWithoutPlaintextOutput, GenerateRandomInput, GenerateRandomOutput,
    data_key_spec, encryption_algorithm_spec as algorithm, key_usage_type as usage,
};
use crate::encrypt::{self, By, Encrypted};
use crate::errors;
use crate::grant;
use crate::key;
use crate::key_store;
use crate::last_use;
use crate::locate::{self, Aliases};
use crate::material;
use crate::spec::Spec;
use crate::state::Key;
use crate::vault;

pub fn generate_random(
    ctx: &mut Ctx<'_>,
    input: GenerateRandomInput<'_>,
) -> Result<GenerateRandomOutput, ApiError> {
    if let Some(store) = input.custom_key_store_id() {
        // Only CloudHSM's stores make random bytes, and none is one.
        key_store::find(ctx, store)?;
        return Err(errors::unsupported(format!(
            "{store} is an external key store, which makes no random bytes."
        )));
    }
    if input.recipient().is_some() {
        return Err(errors::not_implemented("Recipient (attested enclaves)"));
    }
    let Some(len) = input.number_of_bytes() else {
        return Err(errors::validation("NumberOfBytes is required."));
    };
    let mut generator = vault::generator(ctx)?;
    let bytes = material::random_bytes(&mut generator, len as usize);
    Ok(GenerateRandomOutput::new().plaintext(Bytes::from(bytes)))
}

pub fn generate_data_key(
    ctx: &mut Ctx<'_>,
    input: GenerateDataKeyInput<'_>,
) -> Result<GenerateDataKeyOutput, ApiError> {
    if input.recipient().is_some() {
        return Err(errors::not_implemented("Recipient (attested enclaves)"));
    }
    let asked = Asked {
        operation: "GenerateDataKey",
        key: input.key_id(),
        tokens: input.grant_tokens(),
        context: input.encryption_context(),
        is_dry: input.dry_run() == Some(true),
    };
    let len = length(input.key_spec(), input.number_of_bytes())?;
    let (key, secret, encrypted) = draw(ctx, asked, len)?;
    Ok(GenerateDataKeyOutput::new()
        .ciphertext_blob(encrypted.ciphertext)
        .plaintext(Bytes::from(secret))
        .key_id(key.arn())
        .key_material_id(encrypted.material_id))
}

pub fn generate_data_key_without_plaintext(
    ctx: &mut Ctx<'_>,
    input: GenerateDataKeyWithoutPlaintextInput<'_>,
) -> Result<GenerateDataKeyWithoutPlaintextOutput, ApiError> {
    let asked = Asked {
        operation: "GenerateDataKeyWithoutPlaintext",
        key: input.key_id(),
        tokens: input.grant_tokens(),
        context: input.encryption_context(),
        is_dry: input.dry_run() == Some(true),
    };
    let len = length(input.key_spec(), input.number_of_bytes())?;
    let (key, _, encrypted) = draw(ctx, asked, len)?;
    Ok(GenerateDataKeyWithoutPlaintextOutput::new()
        .ciphertext_blob(encrypted.ciphertext)
        .key_id(key.arn())
        .key_material_id(encrypted.material_id))
}

fn length(spec: Option<&str>, bytes: Option<i64>) -> Result<usize, ApiError> {
    match (spec, bytes) {
        (Some(data_key_spec::AES_128), None) => Ok(16),
        (Some(_), None) => Ok(32),
        (None, Some(bytes)) => Ok(bytes as usize),
        _ => Err(errors::validation("Please specify either number of bytes or key spec.")),
    }
}

/// What the four operations have in common.
struct Asked<'a> {
    operation: &'static str,
    key: &'a str,
    tokens: Option<List<'a, &'a str>>,
    context: Option<Map<'a, &'a str>>,
    is_dry: bool,
}

impl Asked<'_> {
    /// The key by which the secret is encrypted: a symmetric one.
    fn find(&self, ctx: &Ctx<'_>) -> Result<Key, ApiError> {
        grant::check_tokens(ctx, self.tokens)?;
        let key = locate::find(ctx, self.key, Aliases::Taken)?;
        key.check_usable()?;
        key.check_usage(usage::ENCRYPT_DECRYPT, self.operation)?;
        key.check_algorithm(algorithm::SYMMETRIC_DEFAULT)?;
        Ok(key)
    }

    fn encrypt(&self, ctx: &mut Ctx<'_>, key: &Key, secret: &[u8]) -> Result<Encrypted, ApiError> {
        let by = By {
            key,
            operation: self.operation,
            algorithm: algorithm::SYMMETRIC_DEFAULT,
            context: self.context,
        };
        encrypt::by_key(ctx, by, secret)
    }

    /// Pairs are not made by keys that lie in custom key stores.
    fn find_for_pair(&self, ctx: &Ctx<'_>) -> Result<Key, ApiError> {
        let key = self.find(ctx)?;
        if key.row.external.is_some() {
            return Err(errors::wrong_origin(&key.arn(), key.row.origin()));
        }
        Ok(key)
    }
}

fn draw(
    ctx: &mut Ctx<'_>,
    asked: Asked<'_>,
    len: usize,
) -> Result<(Key, Vec<u8>, Encrypted), ApiError> {
    let key = asked.find(ctx)?;
    let mut generator = vault::generator(ctx)?;
    let secret = material::random_bytes(&mut generator, len);
    encrypt::refuse_dry_use_outside(&key, asked.is_dry)?;
    let encrypted = asked.encrypt(ctx, &key, &secret)?;
    if asked.is_dry {
        return Err(errors::dry_run());
    }
    last_use::note(ctx, &key, asked.operation)?;
    Ok((key, secret, encrypted))
}

impl<'a> From<GenerateDataKeyPairInput<'a>> for Asked<'a> {
    fn from(input: GenerateDataKeyPairInput<'a>) -> Asked<'a> {
        Asked {
            operation: "GenerateDataKeyPair",
            key: input.key_id(),
            tokens: input.grant_tokens(),
            context: input.encryption_context(),
            is_dry: input.dry_run() == Some(true),
        }
    }
}

impl<'a> From<GenerateDataKeyPairWithoutPlaintextInput<'a>> for Asked<'a> {
    fn from(input: GenerateDataKeyPairWithoutPlaintextInput<'a>) -> Asked<'a> {
        Asked {
            operation: "GenerateDataKeyPairWithoutPlaintext",
            key: input.key_id(),
            tokens: input.grant_tokens(),
            context: input.encryption_context(),
            is_dry: input.dry_run() == Some(true),
        }
    }
}

pub fn plan_pair(ctx: &mut Ctx<'_>, input: GenerateDataKeyPairInput<'_>) -> OpResult {
    if input.recipient().is_some() {
        return Err(errors::not_implemented("Recipient (attested enclaves)"));
    }
    plan(ctx, &input.into(), input.key_pair_spec())
}

pub fn plan_pair_without_plaintext(
    ctx: &mut Ctx<'_>,
    input: GenerateDataKeyPairWithoutPlaintextInput<'_>,
) -> OpResult {
    plan(ctx, &input.into(), input.key_pair_spec())
}

fn plan(ctx: &mut Ctx<'_>, asked: &Asked<'_>, spec: &str) -> OpResult {
    asked.find_for_pair(ctx)?;
    let Some(kind) = Spec::parse(spec) else {
        return Err(errors::not_implemented(&format!("key pairs of the spec {spec}")));
    };
    if !kind.is_made_in(ctx.region().partition()) {
        return Err(errors::unsupported("SM2 pairs are made in the regions of China only."));
    }
    if asked.is_dry {
        return Err(errors::dry_run());
    }
    let seed = Bytes::copy_from_slice(&ctx.secret_seed()?);
    Ok(Struct::new().with("Spec", spec).with("Seed", seed))
}

pub fn draw_pair(_env: &WorkEnv, plan: Struct) -> OpResult {
    let spec = plan.str("Spec").and_then(Spec::parse).ok_or_else(ApiError::internal)?;
    let seed = plan.blob("Seed").and_then(|seed| seed[..].try_into().ok());
    let private = key::draw(spec, seed.ok_or_else(ApiError::internal)?)?;
    let public = material::public_key(spec, &private).ok_or_else(ApiError::internal)?;
    Ok(Struct::new().with("Private", Bytes::from(private)).with("Public", Bytes::from(public)))
}

pub fn generate_data_key_pair(
    ctx: &mut Ctx<'_>,
    input: GenerateDataKeyPairInput<'_>,
    drawn: Struct,
) -> Result<GenerateDataKeyPairOutput, ApiError> {
    let asked = Asked::from(input);
    let private = drawn.blob("Private").ok_or_else(ApiError::internal)?;
    let key = asked.find_for_pair(ctx)?;
    let encrypted = asked.encrypt(ctx, &key, private)?;
    last_use::note(ctx, &key, asked.operation)?;
    Ok(GenerateDataKeyPairOutput::new()
        .private_key_ciphertext_blob(encrypted.ciphertext)
        .private_key_plaintext(private)
        .public_key(drawn.blob("Public"))
        .key_id(key.arn())
        .key_pair_spec(input.key_pair_spec())
        .key_material_id(encrypted.material_id))
}

pub fn generate_data_key_pair_without_plaintext(
    ctx: &mut Ctx<'_>,
    input: GenerateDataKeyPairWithoutPlaintextInput<'_>,
    drawn: Struct,
) -> Result<GenerateDataKeyPairWithoutPlaintextOutput, ApiError> {
    let asked = Asked::from(input);
    let private = drawn.blob("Private").ok_or_else(ApiError::internal)?;
    let key = asked.find_for_pair(ctx)?;
    let encrypted = asked.encrypt(ctx, &key, private)?;
    last_use::note(ctx, &key, asked.operation)?;
    Ok(GenerateDataKeyPairWithoutPlaintextOutput::new()
        .private_key_ciphertext_blob(encrypted.ciphertext)
        .public_key(drawn.blob("Public"))
        .key_id(key.arn())
        .key_pair_spec(input.key_pair_spec())
        .key_material_id(encrypted.material_id))
}
