//! Key material: drawn, checked, used. Pure functions over bytes, by the libraries of RustCrypto
//! and dalek; who may use which key when is decided elsewhere.
//!
//! Symmetric and HMAC keys are bytes, all others PKCS#8 (DER).

mod capsule;
mod edwards;
mod elliptic;
mod hash;
mod lattice;
mod rsa_key;
mod sm2_key;
#[cfg(test)]
mod tests;

use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng as _, SeedableRng as _};

pub use capsule::{decapsulate, encapsulate};
pub use hash::mac;
pub use rsa_key::{unwrap_key, wrapping_key};

use crate::spec::{Hash, Spec};

/// Why something cannot be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignFault {
    /// A digest of the wrong length.
    DigestLength,
    /// The algorithm does not take that type of message.
    MessageType,
    /// What is kept is no key of its kind, or the library refuses.
    Key,
}

/// What is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Message<'m> {
    Raw(&'m [u8]),
    Digest(&'m [u8]),
    /// The representative of ML-DSA.
    Mu(&'m [u8]),
}

/// A generator of secrets.
pub fn generator(seed: [u8; 32]) -> ChaCha20Rng {
    ChaCha20Rng::from_seed(seed)
}

pub fn random_bytes(generator: &mut ChaCha20Rng, len: usize) -> Vec<u8> {
    let mut bytes = vec![0; len];
    generator.fill_bytes(&mut bytes);
    bytes
}

/// A fresh key; `None` when the library cannot.
pub fn draw(spec: Spec, generator: &mut ChaCha20Rng) -> Option<Vec<u8>> {
    match spec {
        Spec::Symmetric | Spec::Hmac(_) => {
            spec.secret_bytes().map(|len| random_bytes(generator, len))
        }
        Spec::Rsa(bits) => rsa_key::draw(bits, generator),
        Spec::Elliptic(curve) => elliptic::draw(curve, generator),
        Spec::Edwards => edwards::draw(generator),
        Spec::Sm2 => sm2_key::draw(generator),
        Spec::MlDsa(set) => lattice::draw(set, generator),
        Spec::MlKem(set) => capsule::draw(set, generator),
    }
}

/// Whether imported bytes are a key of that kind.
pub fn is_valid(spec: Spec, material: &[u8]) -> bool {
    match spec.secret_bytes() {
        Some(len) => material.len() == len,
        None => public_key(spec, material).is_some(),
    }
}

/// The public key as SubjectPublicKeyInfo (DER).
pub fn public_key(spec: Spec, material: &[u8]) -> Option<Vec<u8>> {
    match spec {
        Spec::Symmetric | Spec::Hmac(_) => None,
        Spec::Rsa(bits) => rsa_key::public_key(bits, material),
        Spec::Elliptic(curve) => elliptic::public_key(curve, material),
        Spec::Edwards => edwards::public_key(material),
        Spec::Sm2 => sm2_key::public_key(material),
        Spec::MlDsa(set) => lattice::public_key(set, material),
        Spec::MlKem(set) => capsule::public_key(set, material),
    }
}

/// Encrypts by RSAES-OAEP or SM2PKE; `None` for what is too long.
pub fn encrypt(
    spec: Spec,
    material: &[u8],
    algorithm: &str,
    plaintext: &[u8],
    generator: &mut ChaCha20Rng,
) -> Option<Vec<u8>> {
    if spec == Spec::Sm2 {
        return sm2_key::encrypt(material, plaintext, generator);
    }
    rsa_key::encrypt(material, Hash::of_algorithm(algorithm)?, plaintext, generator)
}

pub fn decrypt(
    spec: Spec,
    material: &[u8],
    algorithm: &str,
    ciphertext: &[u8],
    generator: &mut ChaCha20Rng,
) -> Option<Vec<u8>> {
    if spec == Spec::Sm2 {
        return sm2_key::decrypt(material, ciphertext);
    }
    rsa_key::decrypt(material, Hash::of_algorithm(algorithm)?, ciphertext, generator)
}

pub fn sign(
    spec: Spec,
    material: &[u8],
    algorithm: &str,
    message: Message<'_>,
    generator: &mut ChaCha20Rng,
) -> Result<Vec<u8>, SignFault> {
    match spec {
        Spec::Rsa(_) => {
            let (padding, hash) = rsa_key::scheme(algorithm).ok_or(SignFault::Key)?;
            let digest = hash::digest(hash, message)?;
            rsa_key::sign(material, padding, hash, &digest, generator).ok_or(SignFault::Key)
        }
        Spec::Elliptic(curve) => {
            let hash = Hash::of_algorithm(algorithm).ok_or(SignFault::Key)?;
            let digest = hash::digest(hash, message)?;
            elliptic::sign(curve, material, &digest).ok_or(SignFault::Key)
        }
        Spec::Edwards => edwards::sign(material, algorithm, message),
        Spec::Sm2 => sm2_key::sign(material, message),
        Spec::MlDsa(set) => lattice::sign(set, material, message, generator),
        Spec::Symmetric | Spec::Hmac(_) | Spec::MlKem(_) => Err(SignFault::Key),
    }
}

/// Whether the signature is of that message by that key.
pub fn verify(
    spec: Spec,
    material: &[u8],
    algorithm: &str,
    message: Message<'_>,
    signature: &[u8],
) -> Result<bool, SignFault> {
    Ok(match spec {
        Spec::Rsa(_) => {
            let (padding, hash) = rsa_key::scheme(algorithm).ok_or(SignFault::Key)?;
            let digest = hash::digest(hash, message)?;
            rsa_key::verify(material, padding, hash, &digest, signature)
        }
        Spec::Elliptic(curve) => {
            let hash = Hash::of_algorithm(algorithm).ok_or(SignFault::Key)?;
            let digest = hash::digest(hash, message)?;
            elliptic::verify(curve, material, &digest, signature)
        }
        Spec::Edwards => edwards::verify(material, algorithm, message, signature)?,
        Spec::Sm2 => sm2_key::verify(material, message, signature)?,
        Spec::MlDsa(set) => lattice::verify(set, material, message, signature)?,
        Spec::Symmetric | Spec::Hmac(_) | Spec::MlKem(_) => return Err(SignFault::Key),
    })
}

/// The secret shared with the owner of a public key (DER); `None` when that is none of the curve.
pub fn agree(spec: Spec, material: &[u8], public: &[u8]) -> Option<Vec<u8>> {
    match spec {
        Spec::Elliptic(curve) => elliptic::agree(curve, material, public),
        Spec::Sm2 => sm2_key::agree(material, public),
        _ => None,
    }
}
