//! Imported key material: the client wraps it with a public key made for this, and brings it with
//! the token that carries the private key, sealed.
//!
//! To draw and to use the wrapping key takes long, so both operations work outside the writer.
//!
//! Source: Developer Guide, "Importing key material for AWS KMS keys".

mod keep;
mod token;

pub use keep::{EXPIRE, delete_imported_key_material, expire_on_its_day, import_key_material};

use bytes::Bytes;
use kernel::service::WorkEnv;
use kernel::{ApiError, Ctx, OpResult, Struct, Timestamp};

use crate::api::{
    GetParametersForImportInput, GetParametersForImportOutput, ImportKeyMaterialInput,
    algorithm_spec as algorithm, wrapping_key_spec,
};
use crate::errors;
use crate::limits;
use crate::locate;
use crate::material;
use crate::spec::{Curve, Hash, Spec};
use crate::state::Key;
use crate::vault;
use token::Token;

pub fn plan_parameters(ctx: &mut Ctx<'_>, input: GetParametersForImportInput<'_>) -> OpResult {
    let key = importable(ctx, input.key_id())?;
    let bits = match input.wrapping_key_spec() {
        wrapping_key_spec::RSA_2048 => 2048_i64,
        wrapping_key_spec::RSA_3072 => 3072,
        wrapping_key_spec::RSA_4096 => 4096,
        other => {
            return Err(errors::unsupported(format!("{other} is for the regions of China only.")));
        }
    };
    check_algorithm(&key, input.wrapping_algorithm(), bits)?;
    let seed = Bytes::copy_from_slice(&ctx.secret_seed()?);
    Ok(Struct::new().with("Bits", bits).with("Seed", seed))
}

fn check_algorithm(key: &Key, name: &str, bits: i64) -> Result<(), ApiError> {
    let spec = key.row.spec();
    let is_possible = match name {
        algorithm::RSA_AES_KEY_WRAP_SHA_1 | algorithm::RSA_AES_KEY_WRAP_SHA_256 => {
            spec.is_asymmetric()
        }
        algorithm::RSAES_OAEP_SHA_1 | algorithm::RSAES_OAEP_SHA_256 => match spec {
            Spec::Rsa(_) => false,
            Spec::Elliptic(Curve::P521) => bits > 2048,
            _ => true,
        },
        // "As of October 10, 2023, KMS does not support RSAES_PKCS1_V1_5."
        _ => false,
    };
    if is_possible {
        return Ok(());
    }
    Err(errors::unsupported(format!(
        "Key material of {} cannot be wrapped by {name} with a key of {bits} bits.",
        key.row.spec
    )))
}

pub fn draw_wrapping_key(_env: &WorkEnv, plan: Struct) -> OpResult {
    let seed = plan.blob("Seed").and_then(|seed| seed[..].try_into().ok());
    let seed = seed.ok_or_else(ApiError::internal)?;
    let bits = plan.int("Bits").unwrap_or_default() as usize;
    let drawn = material::wrapping_key(bits, &mut material::generator(seed));
    let (private, public) = drawn.ok_or_else(ApiError::internal)?;
    Ok(Struct::new().with("Private", Bytes::from(private)).with("Public", Bytes::from(public)))
}

pub fn get_parameters_for_import(
    ctx: &mut Ctx<'_>,
    input: GetParametersForImportInput<'_>,
    drawn: Struct,
) -> Result<GetParametersForImportOutput, ApiError> {
    let key = importable(ctx, input.key_id())?;
    let until = Timestamp::from_secs(ctx.now().secs() + limits::IMPORT_HOURS * 60 * 60);
    let token = Token {
        key: key.id.clone(),
        algorithm: input.wrapping_algorithm().to_owned(),
        until: until.micros(),
        private: drawn.blob("Private").ok_or_else(ApiError::internal)?.to_vec(),
    };
    let sealed = token.seal(ctx)?;
    Ok(GetParametersForImportOutput::new()
        .key_id(key.arn())
        .import_token(Bytes::from(sealed))
        .public_key(drawn.blob("Public"))
        .parameters_valid_to(until))
}

/// A key whose material is imported.
fn importable(ctx: &Ctx<'_>, id: &str) -> Result<Key, ApiError> {
    let key = locate::managed(ctx, id)?;
    if !key.row.is_external {
        return Err(errors::wrong_origin(&key.arn(), key.row.origin()));
    }
    key.check_not_pending_deletion()?;
    Ok(key)
}

pub fn plan_import(ctx: &mut Ctx<'_>, input: ImportKeyMaterialInput<'_>) -> OpResult {
    let key = importable(ctx, input.key_id())?;
    let token = Token::open(ctx, input.import_token())?.filter(|token| token.key == key.id);
    let token = token.ok_or_else(errors::invalid_import_token)?;
    if token.until <= ctx.now().micros() {
        return Err(errors::expired_import_token());
    }
    keep::check_times(ctx, input)?;
    let seed = Bytes::copy_from_slice(&vault_seed(ctx)?);
    Ok(Struct::new()
        .with("Private", Bytes::from(token.private))
        .with("Algorithm", token.algorithm)
        .with("Wrapped", input.encrypted_key_material().clone())
        .with("Seed", seed))
}

fn vault_seed(ctx: &mut Ctx<'_>) -> Result<[u8; 32], ApiError> {
    let mut generator = vault::generator(ctx)?;
    let seed = material::random_bytes(&mut generator, 32);
    seed.try_into().map_err(|_| ApiError::internal())
}

pub fn unwrap_planned(_env: &WorkEnv, plan: Struct) -> OpResult {
    let bytes = |name: &str| plan.blob(name).map(|it| &it[..]).unwrap_or_default();
    let name = plan.str("Algorithm").unwrap_or_default();
    let hash = Hash::of_algorithm(name).ok_or_else(ApiError::internal)?;
    let seed = bytes("Seed").try_into().map_err(|_| ApiError::internal())?;
    let has_aes_key = name.starts_with("RSA_AES_KEY_WRAP");
    let mut generator = material::generator(seed);
    let unwrapped =
        material::unwrap_key(bytes("Private"), hash, has_aes_key, bytes("Wrapped"), &mut generator);
    let unwrapped = unwrapped.ok_or_else(errors::invalid_ciphertext)?;
    Ok(Struct::new().with("Material", Bytes::from(unwrapped)))
}
