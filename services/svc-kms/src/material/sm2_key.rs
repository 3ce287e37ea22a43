//! SM2, the curve of GB/T 32918: signatures, encryption and agreement.
//!
//! Source: Developer Guide, "Key spec reference", SM2 key spec (China Regions only): signatures are
//! over SM3 with the distinguishing ID 1234567812345678, ciphertexts are in ASN.1.

use chacha20::ChaCha20Rng;
use chacha20::rand_core::Rng as _;
use sm2::dsa::signature::hazmat::{PrehashSigner as _, PrehashVerifier as _};
use sm2::dsa::signature::{Signer as _, Verifier as _};
use sm2::dsa::{Signature, SigningKey};
use sm2::pkcs8::{
    DecodePrivateKey as _, DecodePublicKey as _, EncodePrivateKey as _, EncodePublicKey as _,
};
use sm2::pke::{DecryptingKey, EncryptingKey};
use sm2::{FieldBytes, PublicKey, SecretKey};

use super::{Message, SignFault};

const DISTINGUISHING_ID: &str = "1234567812345678";
/// Of SM3.
const DIGEST_BYTES: usize = 32;

pub fn draw(generator: &mut ChaCha20Rng) -> Option<Vec<u8>> {
    let key = loop {
        let mut bytes = FieldBytes::default();
        generator.fill_bytes(&mut bytes);
        if let Ok(key) = SecretKey::from_bytes(&bytes) {
            break key;
        }
    };
    Some(key.to_pkcs8_der().ok()?.as_bytes().to_vec())
}

fn read(material: &[u8]) -> Option<SecretKey> {
    SecretKey::from_pkcs8_der(material).ok()
}

pub fn public_key(material: &[u8]) -> Option<Vec<u8>> {
    Some(read(material)?.public_key().to_public_key_der().ok()?.as_bytes().to_vec())
}

fn check(message: Message<'_>) -> Result<(), SignFault> {
    match message {
        Message::Digest(bytes) if bytes.len() != DIGEST_BYTES => Err(SignFault::DigestLength),
        Message::Mu(_) => Err(SignFault::MessageType),
        Message::Raw(_) | Message::Digest(_) => Ok(()),
    }
}

/// The signature in DER. A digest is that of the signer's identity and the message.
pub fn sign(material: &[u8], message: Message<'_>) -> Result<Vec<u8>, SignFault> {
    check(message)?;
    let key = read(material).ok_or(SignFault::Key)?;
    let key = SigningKey::new(DISTINGUISHING_ID, &key).map_err(|_| SignFault::Key)?;
    let signature: Result<Signature, _> = match message {
        Message::Raw(bytes) | Message::Mu(bytes) => key.try_sign(bytes),
        Message::Digest(bytes) => key.sign_prehash(bytes),
    };
    Ok(signature.map_err(|_| SignFault::Key)?.to_der().as_bytes().to_vec())
}

pub fn verify(material: &[u8], message: Message<'_>, signature: &[u8]) -> Result<bool, SignFault> {
    check(message)?;
    let key = read(material).ok_or(SignFault::Key)?;
    let key = SigningKey::new(DISTINGUISHING_ID, &key).map_err(|_| SignFault::Key)?;
    let Ok(signature) = Signature::from_der(signature) else { return Ok(false) };
    let key = key.verifying_key();
    Ok(match message {
        Message::Raw(bytes) | Message::Mu(bytes) => key.verify(bytes, &signature).is_ok(),
        Message::Digest(bytes) => key.verify_prehash(bytes, &signature).is_ok(),
    })
}

pub fn encrypt(material: &[u8], plaintext: &[u8], generator: &mut ChaCha20Rng) -> Option<Vec<u8>> {
    EncryptingKey::new(read(material)?.public_key()).encrypt_der(generator, plaintext).ok()
}

pub fn decrypt(material: &[u8], ciphertext: &[u8]) -> Option<Vec<u8>> {
    DecryptingKey::new(read(material)?).decrypt_der(ciphertext).ok()
}

pub fn agree(material: &[u8], public: &[u8]) -> Option<Vec<u8>> {
    let public = PublicKey::from_public_key_der(public).ok()?;
    Some(read(material)?.diffie_hellman(&public).raw_secret_bytes().to_vec())
}
