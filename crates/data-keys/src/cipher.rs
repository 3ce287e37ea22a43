//! Sealing by AES-256-GCM: a random nonce, then what is enciphered.

use std::fmt;

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use kernel::{ApiError, Ctx};

const NONCE_BYTES: usize = 12;
const KEY_BYTES: usize = 32;

/// A data key in the clear. Never kept.
#[derive(Clone)]
pub struct DataKey([u8; KEY_BYTES]);

impl DataKey {
    pub(crate) fn of_bytes(bytes: &[u8]) -> Result<DataKey, ApiError> {
        bytes.try_into().map(DataKey).map_err(|_| ApiError::internal())
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(&self.0.into())
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(…)")
    }
}

/// Seals a content; `about` says what it is and is needed to open it.
pub fn seal(
    ctx: &mut Ctx<'_>,
    key: &DataKey,
    about: &str,
    clear: &[u8],
) -> Result<Vec<u8>, ApiError> {
    let seed = ctx.secret_seed()?;
    let nonce = &seed[..NONCE_BYTES];
    let payload = Payload { msg: clear, aad: about.as_bytes() };
    let sealed = key
        .cipher()
        .encrypt(&Nonce::try_from(nonce).map_err(|_| ApiError::internal())?, payload)
        .map_err(|_| ApiError::internal())?;
    Ok([nonce, &sealed].concat())
}

/// Opens what [`seal`] has sealed.
pub fn open(key: &DataKey, about: &str, sealed: &[u8]) -> Result<Vec<u8>, ApiError> {
    let parts = sealed.split_at_checked(NONCE_BYTES);
    let (nonce, sealed) = parts.ok_or_else(ApiError::internal)?;
    let payload = Payload { msg: sealed, aad: about.as_bytes() };
    key.cipher()
        .decrypt(&Nonce::try_from(nonce).map_err(|_| ApiError::internal())?, payload)
        .map_err(|_| ApiError::internal())
}
