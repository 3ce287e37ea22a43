//! Ed25519, plain and prehashed.

use chacha20::ChaCha20Rng;
use ed25519_dalek::pkcs8::{
    DecodePrivateKey as _, EncodePrivateKey as _, EncodePublicKey as _, KeypairBytes,
};
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _};
use sha2::Sha512;
use sha2::digest::{FixedOutput, HashMarker, Output, OutputSizeUser, Reset, Update};

use super::{Message, SignFault};
use crate::api::signing_algorithm_spec::{ED25519_PH_SHA_512, ED25519_SHA_512};

const DIGEST_BYTES: usize = 64;

pub fn draw(generator: &mut ChaCha20Rng) -> Option<Vec<u8>> {
    let secret_key = SigningKey::generate(generator).to_bytes();
    // Without the public key, which many readers do not expect there (RFC 8410, section 7).
    let key = KeypairBytes { secret_key, public_key: None };
    Some(key.to_pkcs8_der().ok()?.as_bytes().to_vec())
}

pub fn public_key(material: &[u8]) -> Option<Vec<u8>> {
    let key = SigningKey::from_pkcs8_der(material).ok()?;
    Some(key.verifying_key().to_public_key_der().ok()?.as_bytes().to_vec())
}

pub fn sign(material: &[u8], algorithm: &str, message: Message<'_>) -> Result<Vec<u8>, SignFault> {
    let key = SigningKey::from_pkcs8_der(material).map_err(|_| SignFault::Key)?;
    let signature = match (algorithm, message) {
        (ED25519_SHA_512, Message::Raw(bytes)) => key.sign(bytes),
        (ED25519_PH_SHA_512, Message::Digest(digest)) => {
            key.sign_prehashed(taken(digest)?, None).map_err(|_| SignFault::Key)?
        }
        _ => return Err(SignFault::MessageType),
    };
    Ok(signature.to_bytes().to_vec())
}

pub fn verify(
    material: &[u8],
    algorithm: &str,
    message: Message<'_>,
    signature: &[u8],
) -> Result<bool, SignFault> {
    let key = SigningKey::from_pkcs8_der(material).map_err(|_| SignFault::Key)?.verifying_key();
    let signature = Signature::from_slice(signature);
    Ok(match (algorithm, message) {
        (ED25519_SHA_512, Message::Raw(bytes)) => {
            signature.is_ok_and(|it| key.verify(bytes, &it).is_ok())
        }
        (ED25519_PH_SHA_512, Message::Digest(digest)) => {
            let taken = taken(digest)?;
            signature.is_ok_and(|it| key.verify_prehashed(taken, None, &it).is_ok())
        }
        _ => return Err(SignFault::MessageType),
    })
}

/// A digest that the client has taken, in the form of one that is being taken.
fn taken(digest: &[u8]) -> Result<Taken, SignFault> {
    digest.try_into().map(Taken).map_err(|_| SignFault::DigestLength)
}

#[derive(Clone)]
struct Taken([u8; DIGEST_BYTES]);

impl Default for Taken {
    fn default() -> Taken {
        Taken([0; DIGEST_BYTES])
    }
}

impl HashMarker for Taken {}

impl OutputSizeUser for Taken {
    type OutputSize = <Sha512 as OutputSizeUser>::OutputSize;
}

impl Update for Taken {
    /// Nothing is added to a digest that was taken.
    fn update(&mut self, _: &[u8]) {}
}

impl FixedOutput for Taken {
    fn finalize_into(self, out: &mut Output<Self>) {
        out.copy_from_slice(&self.0);
    }
}

impl Reset for Taken {
    fn reset(&mut self) {}
}
