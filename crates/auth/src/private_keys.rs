//! Private keys that IAM keeps and STS uses: by which encrypted assertions of SAML are opened, and
//! by which tokens for others are signed. They are enciphered under the world's root key, each
//! bound to its account and its own id.

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use kernel::{ApiError, Ctx};

const NONCE: usize = 12;

/// A key (PKCS #8) of the call's account as it is kept.
pub fn seal(ctx: &mut Ctx<'_>, id: &str, pkcs8: &[u8]) -> Result<Vec<u8>, ApiError> {
    let nonce: [u8; NONCE] = ctx.chance().bytes();
    let place = format!("{}/{id}", ctx.account());
    let payload = Payload { msg: pkcs8, aad: place.as_bytes() };
    let sealed = cipher(ctx)?.encrypt(&Nonce::from(nonce), payload);
    let sealed = sealed.map_err(|_| ApiError::internal())?;
    Ok([&nonce[..], &sealed].concat())
}

/// The key of this id of an account.
pub fn open(ctx: &Ctx<'_>, account: &str, id: &str, sealed: &[u8]) -> Result<Vec<u8>, ApiError> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or_else(ApiError::internal)?;
    let place = format!("{account}/{id}");
    let payload = Payload { msg: sealed, aad: place.as_bytes() };
    let opened = cipher(ctx)?.decrypt(&Nonce::from(*nonce), payload);
    opened.map_err(|_| ApiError::internal())
}

fn cipher(ctx: &Ctx<'_>) -> Result<Aes256Gcm, ApiError> {
    let key: [u8; 32] = ctx.root_key()?.derive(b"private keys of identity providers", b"auth");
    Ok(Aes256Gcm::new(&key.into()))
}
