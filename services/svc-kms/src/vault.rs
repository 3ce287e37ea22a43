//! Key material at rest: sealed by AES-256-GCM under a key that is derived from the world's root
//! key, bound to the key and the number to which it belongs.
//!
//! The root key lies in a file of its own (see `kernel`'s `secrets`), so that neither the rows nor
//! a copy of the database tell what the keys are.

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use chacha20::ChaCha20Rng;
use kernel::{ApiError, Ctx};
use store::Range;

use crate::errors;
use crate::material;
use crate::spec::Hash;
use crate::state::{Key, MATERIALS, MaterialRow, Place};

const NONCE_BYTES: usize = 12;

/// A generator of secrets for this call.
pub fn generator(ctx: &mut Ctx<'_>) -> Result<ChaCha20Rng, ApiError> {
    Ok(material::generator(ctx.secret_seed()?))
}

/// Seals bytes for a purpose, under the root key.
pub fn seal(
    ctx: &Ctx<'_>,
    purpose: &[u8],
    bound_to: &[u8],
    plaintext: &[u8],
    generator: &mut ChaCha20Rng,
) -> Result<Vec<u8>, ApiError> {
    let nonce = material::random_bytes(generator, NONCE_BYTES);
    let key = ctx.root_key()?.derive(purpose, b"kms");
    let sealed = encrypt(&key, &nonce, bound_to, plaintext);
    Ok([nonce, sealed].concat())
}

/// `None` for what was not sealed so.
pub fn open(
    ctx: &Ctx<'_>,
    purpose: &[u8],
    bound_to: &[u8],
    sealed: &[u8],
) -> Result<Option<Vec<u8>>, ApiError> {
    let Some((nonce, sealed)) = sealed.split_at_checked(NONCE_BYTES) else { return Ok(None) };
    let key = ctx.root_key()?.derive(purpose, b"kms");
    Ok(decrypt(&key, nonce, bound_to, sealed))
}

pub fn encrypt(key: &[u8; 32], nonce: &[u8], bound_to: &[u8], plaintext: &[u8]) -> Vec<u8> {
    let nonce = Nonce::try_from(nonce).expect("nonces are made of 12 bytes");
    Aes256Gcm::new(key.into())
        .encrypt(&nonce, Payload { msg: plaintext, aad: bound_to })
        .expect("inputs of KMS are far shorter than what the cipher takes")
}

pub fn decrypt(key: &[u8; 32], nonce: &[u8], bound_to: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let nonce = Nonce::try_from(nonce).ok()?;
    Aes256Gcm::new(key.into()).decrypt(&nonce, Payload { msg: sealed, aad: bound_to }).ok()
}

const MATERIAL: &[u8] = b"material";

fn bound_to(place: &Place, number: u32) -> Vec<u8> {
    [place.account.as_str().as_bytes(), place.id.as_bytes(), &number.to_be_bytes()].concat()
}

/// Keeps a material; answers its row, which the caller puts.
pub fn keep(
    ctx: &Ctx<'_>,
    place: &Place,
    number: u32,
    material: &[u8],
    generator: &mut ChaCha20Rng,
) -> Result<MaterialRow, ApiError> {
    let sealed = seal(ctx, MATERIAL, &bound_to(place, number), material, generator)?;
    Ok(MaterialRow {
        id: material_id(ctx, place, material)?.into(),
        sealed: Some(sealed.into()),
        rotated: None,
        is_on_demand: false,
        is_pending: false,
        expires: None,
        description: None,
    })
}

/// By which a material is known, and which does not tell it: the same bytes in the same key have
/// the same id.
pub fn material_id(ctx: &Ctx<'_>, place: &Place, bytes: &[u8]) -> Result<Vec<u8>, ApiError> {
    let key = ctx.root_key()?.derive(b"material id", place.id.as_bytes());
    Ok(material::mac(Hash::Sha256, &key, bytes))
}

/// The material of that number; `None` when it is not there.
pub fn material(
    ctx: &Ctx<'_>,
    key: &Key,
    number: u32,
) -> Result<Option<(MaterialRow, Vec<u8>)>, ApiError> {
    let row = ctx.table_in(&MATERIALS, key.scope()).get(&(key.id.clone(), number))?;
    let Some(row) = row else { return Ok(None) };
    let Some(sealed) = &row.sealed else { return Ok(None) };
    let place = key.place();
    let Some(material) = open(ctx, MATERIAL, &bound_to(&place, number), sealed)? else {
        tracing::error!(key = key.arn(), number, "the root key does not open its material");
        return Err(ApiError::internal());
    };
    Ok(Some((row, material)))
}

/// What the key encrypts, signs and so on by now.
pub fn current(ctx: &Ctx<'_>, key: &Key) -> Result<(MaterialRow, Vec<u8>), ApiError> {
    material(ctx, key, key.row.current)?.ok_or_else(|| errors::pending_import(&key.arn()))
}

/// All materials that a key has had, oldest first.
pub fn all(ctx: &Ctx<'_>, key: &Key) -> Result<Vec<(u32, MaterialRow)>, ApiError> {
    let range = Range::within(&(key.id.clone(),));
    let rows = ctx.table_in(&MATERIALS, key.scope()).scan(&range);
    rows.map(|pair| pair.map(|((_, number), row)| (number, row)).map_err(ApiError::from)).collect()
}

pub fn put(ctx: &mut Ctx<'_>, place: &Place, number: u32, row: &MaterialRow) {
    ctx.table_mut_in(&MATERIALS, place.scope()).put(&(place.id.clone(), number), row);
}

/// 64 digits, as answers show ids of materials.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
