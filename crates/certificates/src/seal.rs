//! Private keys at rest: AES-256-GCM under a key that the service derives from the root key, bound
//! to the place at which they are kept.

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};

const NONCE_BYTES: usize = 12;

/// The nonce must be used once under this key.
pub fn seal(key: &[u8; 32], nonce: [u8; NONCE_BYTES], bound_to: &[u8], plain: &[u8]) -> Vec<u8> {
    let sealed = Aes256Gcm::new(key.into())
        .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: bound_to })
        .expect("private keys are far shorter than what the cipher takes");
    [nonce.as_slice(), &sealed].concat()
}

/// `None` for what was not sealed so.
pub fn open(key: &[u8; 32], bound_to: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES)?;
    let nonce = Nonce::try_from(nonce).ok()?;
    Aes256Gcm::new(key.into()).decrypt(&nonce, Payload { msg: sealed, aad: bound_to }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_opens_with_its_key_at_its_place_alone() {
        let sealed = seal(&[1; 32], [2; 12], b"here", b"secret");
        assert_eq!(open(&[1; 32], b"here", &sealed).as_deref(), Some(&b"secret"[..]));
        assert_eq!(open(&[1; 32], b"there", &sealed), None);
        assert_eq!(open(&[3; 32], b"here", &sealed), None);
        assert_eq!(open(&[1; 32], b"here", &sealed[..5]), None);
    }
}
