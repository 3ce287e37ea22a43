//! The keys by which digests are signed: a pair for each region, drawn when the region's first
//! digest is due. "CloudTrail uses different private/public key pairs per Region."
//!
//! Private keys are sealed by AES-256-GCM under a key derived from the world's root key.

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use bytes::Bytes;
use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng as _, SeedableRng as _};
use kernel::{ApiError, Ctx, OpResult, Region, Struct, Timestamp, Value, page};
use rsa::PrivateKey;
use rsa::pkcs1::EncodeRsaPublicKey as _;
use rsa::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _};
use sha2::{Digest as _, Sha256};

use crate::api::{ListPublicKeysInput, ListPublicKeysOutput, PublicKeyBuilder};
use crate::delivery::hex;
use crate::errors;
use crate::state::{ANYWHERE, KEYS, KeyRow};

const BITS: usize = 2048;
const NONCE_BYTES: usize = 12;
/// Ours: keys are not renewed. AWS does not tell how long its own are valid.
const VALID_DAYS: i64 = 3_650;
const DAY_US: i64 = 24 * 60 * 60 * 1_000_000;

pub fn find(ctx: &Ctx<'_>, region: Region) -> Result<Option<KeyRow>, ApiError> {
    Ok(KEYS.at(ctx.tx(), &ANYWHERE).get(region.as_str())?)
}

/// From the regions that are `Missing` and a `Seed` to private keys (PKCS#8) by region.
pub fn draw(plan: &Struct) -> OpResult {
    let mut out = Struct::new();
    let seed = plan.blob("Seed").and_then(|seed| <[u8; 32]>::try_from(seed.as_ref()).ok());
    let Some(seed) = seed else { return Ok(out) };
    let mut generator = ChaCha20Rng::from_seed(seed);
    for region in plan.list("Missing").unwrap_or_default().iter().filter_map(Value::as_str) {
        let key = PrivateKey::new(&mut generator, BITS).map_err(|_| ApiError::internal())?;
        let key = key.to_pkcs8_der().map_err(|_| ApiError::internal())?;
        out.set(region.to_owned(), Bytes::copy_from_slice(key.as_bytes()));
    }
    Ok(out)
}

/// Keeps drawn keys; not when a region has one meanwhile, which it keeps.
pub fn keep(ctx: &mut Ctx<'_>, drawn: &Struct) -> Result<bool, ApiError> {
    for region in drawn.iter().filter_map(|(region, _)| Region::parse(region)) {
        if find(ctx, region)?.is_some() {
            return Ok(false);
        }
    }
    for (region, key) in drawn.iter() {
        let (Some(region), Some(key)) = (Region::parse(region), key.as_blob()) else { continue };
        let private = read(key)?;
        let from = ctx.now().micros().div_euclid(DAY_US) * DAY_US;
        let row = KeyRow {
            sealed: seal(ctx, region, key)?,
            fingerprint: fingerprint(&private)?,
            public: public(&private)?,
            from,
            until: from + VALID_DAYS * DAY_US,
        };
        KEYS.at_mut(ctx.tx_mut(), &ANYWHERE).put(region.as_str(), &row);
    }
    Ok(true)
}

/// PKCS #1 v1.5 over SHA-256.
pub fn sign(key: &PrivateKey, text: &[u8]) -> Result<Vec<u8>, ApiError> {
    let digest = Sha256::digest(text);
    // The signature is the same whatever is drawn: it blinds the private operation, for which
    // numbers that nobody else knows are good enough.
    let mut seed = Sha256::new();
    seed.update(key.to_pkcs8_der().map_err(|_| ApiError::internal())?.as_bytes());
    seed.update(digest);
    let mut generator = ChaCha20Rng::from_seed(seed.finalize().into());
    key.pkcs1v15_sign_prehash_with_rng::<Sha256, _>(&mut generator, &digest).map_err(|error| {
        tracing::error!(%error, "a digest could not be signed");
        ApiError::internal()
    })
}

pub fn read(key: &[u8]) -> Result<PrivateKey, ApiError> {
    PrivateKey::from_pkcs8_der(key).map_err(|_| ApiError::internal())
}

fn public(key: &PrivateKey) -> Result<Vec<u8>, ApiError> {
    let public = key.to_public_key().to_pkcs1_der().map_err(|_| ApiError::internal())?;
    Ok(public.as_bytes().to_vec())
}

/// By which digests name the key.
pub fn fingerprint(key: &PrivateKey) -> Result<String, ApiError> {
    Ok(hex(&Sha256::digest(public(key)?)[..16]))
}

fn cipher(ctx: &Ctx<'_>) -> Result<Aes256Gcm, ApiError> {
    let key = ctx.root_key()?.derive(b"digest keys", b"cloudtrail");
    Ok(Aes256Gcm::new(&key.into()))
}

fn seal(ctx: &mut Ctx<'_>, region: Region, key: &[u8]) -> Result<Vec<u8>, ApiError> {
    let mut nonce = [0; NONCE_BYTES];
    ChaCha20Rng::from_seed(ctx.secret_seed()?).fill_bytes(&mut nonce);
    let payload = Payload { msg: key, aad: region.as_str().as_bytes() };
    let sealed = cipher(ctx)?.encrypt(&Nonce::from(nonce), payload);
    Ok([nonce.to_vec(), sealed.map_err(|_| ApiError::internal())?].concat())
}

/// The key of a region (PKCS #8), in the clear: for the length of a step.
pub fn open(ctx: &Ctx<'_>, region: Region, sealed: &[u8]) -> Result<Vec<u8>, ApiError> {
    let split = sealed.split_at_checked(NONCE_BYTES);
    let (nonce, sealed) = split.ok_or_else(ApiError::internal)?;
    let nonce = Nonce::try_from(nonce).map_err(|_| ApiError::internal())?;
    let payload = Payload { msg: sealed, aad: region.as_str().as_bytes() };
    cipher(ctx)?.decrypt(&nonce, payload).map_err(|_| {
        tracing::error!(%region, "the root key does not open the key of digests");
        ApiError::internal()
    })
}

/// The public keys that were valid in a time; without one, now.
pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListPublicKeysInput<'_>,
) -> Result<ListPublicKeysOutput, ApiError> {
    let now = ctx.now();
    let start = input.start_time().unwrap_or(now);
    let end = input.end_time().unwrap_or(now.max(start));
    if start > end {
        return Err(errors::bad_time_range());
    }
    // A region has one key, so there is no second page.
    if input.next_token().is_some_and(|it| page::decode("ListPublicKeys", it).is_none()) {
        return Err(errors::bad_list_token());
    }
    let row = find(ctx, ctx.region())?;
    let row = row.filter(|row| row.from <= end.micros() && row.until >= start.micros());
    let keys: Vec<PublicKeyBuilder> = row
        .map(|row| {
            PublicKeyBuilder::new()
                .value(Bytes::from(row.public))
                .validity_start_time(Timestamp::from_micros(row.from))
                .validity_end_time(Timestamp::from_micros(row.until))
                .fingerprint(row.fingerprint)
        })
        .into_iter()
        .collect();
    Ok(ListPublicKeysOutput::new().public_key_list(keys))
}
