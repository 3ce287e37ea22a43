//! RSA: OAEP, PSS and PKCS #1 v1.5. Private operations are blinded.

use aes_kw::{KeyInit as _, KwpAes256};
use chacha20::ChaCha20Rng;
use rsa::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, EncodePublicKey as _};
use rsa::traits::PublicKeyParts as _;
use rsa::{PrivateKey, PublicKey};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

use crate::spec::{Hash, Padding};

/// Padding and hash of a signing algorithm.
pub fn scheme(algorithm: &str) -> Option<(Padding, Hash)> {
    let padding = match algorithm {
        _ if algorithm.starts_with("RSASSA_PSS_") => Padding::Pss,
        _ if algorithm.starts_with("RSASSA_PKCS1_V1_5_") => Padding::Pkcs1,
        _ => return None,
    };
    Some((padding, Hash::of_algorithm(algorithm)?))
}

pub fn draw(bits: usize, generator: &mut ChaCha20Rng) -> Option<Vec<u8>> {
    let key = PrivateKey::new(generator, bits).ok()?;
    Some(key.to_pkcs8_der().ok()?.as_bytes().to_vec())
}

pub fn public_key(bits: usize, material: &[u8]) -> Option<Vec<u8>> {
    let key = read(material)?;
    if key.size() * 8 != bits {
        return None;
    }
    Some(key.as_public_key().to_public_key_der().ok()?.as_bytes().to_vec())
}

pub fn encrypt(
    material: &[u8],
    hash: Hash,
    plaintext: &[u8],
    generator: &mut ChaCha20Rng,
) -> Option<Vec<u8>> {
    let key: PublicKey = read(material)?.to_public_key();
    match hash {
        Hash::Sha1 => key.oaep_encrypt_with_rng::<Sha1, _>(generator, plaintext),
        Hash::Sha256 => key.oaep_encrypt_with_rng::<Sha256, _>(generator, plaintext),
        _ => return None,
    }
    .ok()
}

pub fn decrypt(
    material: &[u8],
    hash: Hash,
    ciphertext: &[u8],
    generator: &mut ChaCha20Rng,
) -> Option<Vec<u8>> {
    let key = read(material)?;
    match hash {
        Hash::Sha1 => key.oaep_decrypt_with_rng::<Sha1, _>(generator, ciphertext),
        Hash::Sha256 => key.oaep_decrypt_with_rng::<Sha256, _>(generator, ciphertext),
        _ => return None,
    }
    .ok()
}

pub fn sign(
    material: &[u8],
    padding: Padding,
    hash: Hash,
    digest: &[u8],
    generator: &mut ChaCha20Rng,
) -> Option<Vec<u8>> {
    let key = read(material)?;
    match (padding, hash) {
        (Padding::Pss, Hash::Sha256) => {
            key.pss_sign_prehash_with_rng::<Sha256, _>(generator, digest)
        }
        (Padding::Pss, Hash::Sha384) => {
            key.pss_sign_prehash_with_rng::<Sha384, _>(generator, digest)
        }
        (Padding::Pss, Hash::Sha512) => {
            key.pss_sign_prehash_with_rng::<Sha512, _>(generator, digest)
        }
        (Padding::Pkcs1, Hash::Sha256) => {
            key.pkcs1v15_sign_prehash_with_rng::<Sha256, _>(generator, digest)
        }
        (Padding::Pkcs1, Hash::Sha384) => {
            key.pkcs1v15_sign_prehash_with_rng::<Sha384, _>(generator, digest)
        }
        (Padding::Pkcs1, Hash::Sha512) => {
            key.pkcs1v15_sign_prehash_with_rng::<Sha512, _>(generator, digest)
        }
        (_, Hash::Sha1 | Hash::Sha224) => return None,
    }
    .ok()
}

pub fn verify(
    material: &[u8],
    padding: Padding,
    hash: Hash,
    digest: &[u8],
    signature: &[u8],
) -> bool {
    let Some(key) = read(material) else { return false };
    let key = key.as_public_key();
    match (padding, hash) {
        (Padding::Pss, Hash::Sha256) => key.pss_verify_prehash::<Sha256>(digest, signature),
        (Padding::Pss, Hash::Sha384) => key.pss_verify_prehash::<Sha384>(digest, signature),
        (Padding::Pss, Hash::Sha512) => key.pss_verify_prehash::<Sha512>(digest, signature),
        (Padding::Pkcs1, Hash::Sha256) => key.pkcs1v15_verify_prehash::<Sha256>(digest, signature),
        (Padding::Pkcs1, Hash::Sha384) => key.pkcs1v15_verify_prehash::<Sha384>(digest, signature),
        (Padding::Pkcs1, Hash::Sha512) => key.pkcs1v15_verify_prehash::<Sha512>(digest, signature),
        (_, Hash::Sha1 | Hash::Sha224) => return false,
    }
    .is_ok()
}

/// A key pair by which material is wrapped on its way here: private (PKCS#8) and public (SPKI).
pub fn wrapping_key(bits: usize, generator: &mut ChaCha20Rng) -> Option<(Vec<u8>, Vec<u8>)> {
    let private = draw(bits, generator)?;
    let public = public_key(bits, &private)?;
    Some((private, public))
}

/// Takes the wrapping off material: OAEP alone, or OAEP around an AES key that wraps the material
/// (RFC 5649).
pub fn unwrap_key(
    private: &[u8],
    hash: Hash,
    has_aes_key: bool,
    wrapped: &[u8],
    generator: &mut ChaCha20Rng,
) -> Option<Vec<u8>> {
    if !has_aes_key {
        return decrypt(private, hash, wrapped, generator);
    }
    let (wrapped_aes_key, wrapped) = wrapped.split_at_checked(read(private)?.size())?;
    let aes_key = decrypt(private, hash, wrapped_aes_key, generator)?;
    let aes_key: [u8; 32] = aes_key.try_into().ok()?;
    let mut material = vec![0; wrapped.len()];
    let material = KwpAes256::new(&aes_key.into()).unwrap_key(wrapped, &mut material).ok()?;
    Some(material.to_vec())
}

fn read(material: &[u8]) -> Option<PrivateKey> {
    PrivateKey::from_pkcs8_der(material).ok()
}
