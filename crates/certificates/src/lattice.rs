//! ML-DSA (FIPS 204).

use chacha20::ChaCha20Rng;
use chacha20::rand_core::Rng as _;
use ml_dsa::pkcs8::{
    DecodePrivateKey as _, DecodePublicKey as _, EncodePrivateKey as _, EncodePublicKey as _,
};
use ml_dsa::signature::Keypair as _;
use ml_dsa::{MlDsa44, MlDsa65, MlDsa87, Seed, Signature, SigningKey, VerifyingKey};

use crate::key::Algorithm;

/// Runs the expression with the parameters of the set under the given name.
macro_rules! on {
    ($set:expr, $name:ident => $body:expr) => {
        match $set {
            Algorithm::MlDsa44 => {
                type $name = MlDsa44;
                $body
            }
            Algorithm::MlDsa65 => {
                type $name = MlDsa65;
                $body
            }
            Algorithm::MlDsa87 => {
                type $name = MlDsa87;
                $body
            }
            _ => None,
        }
    };
}

/// PKCS #8.
pub fn draw(set: Algorithm, generator: &mut ChaCha20Rng) -> Option<Vec<u8>> {
    let mut seed = Seed::default();
    generator.fill_bytes(&mut seed);
    on!(set, P => {
        let key = SigningKey::<P>::from_seed(&seed);
        Some(key.to_pkcs8_der().ok()?.as_bytes().to_vec())
    })
}

/// SubjectPublicKeyInfo; `None` for what is no key of the set.
pub fn public(set: Algorithm, pkcs8: &[u8]) -> Option<Vec<u8>> {
    on!(set, P => {
        let key = SigningKey::<P>::from_pkcs8_der(pkcs8).ok()?;
        Some(key.verifying_key().to_public_key_der().ok()?.as_bytes().to_vec())
    })
}

pub fn sign(
    set: Algorithm,
    pkcs8: &[u8],
    message: &[u8],
    generator: &mut ChaCha20Rng,
) -> Option<Vec<u8>> {
    on!(set, P => {
        let key = SigningKey::<P>::from_pkcs8_der(pkcs8).ok()?;
        let signature = key.expanded_key().sign_randomized(message, &[], generator).ok()?;
        Some(signature.encode().to_vec())
    })
}

/// `None` for what is no key or no signature of the set.
pub fn is_signed(set: Algorithm, spki: &[u8], message: &[u8], signature: &[u8]) -> Option<bool> {
    on!(set, P => {
        let key = VerifyingKey::<P>::from_public_key_der(spki).ok()?;
        let signature = Signature::<P>::try_from(signature).ok()?;
        Some(key.verify_with_context(message, &[], &signature))
    })
}
