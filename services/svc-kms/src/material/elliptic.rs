//! ECDSA and ECDH over the curves of NIST and secp256k1.

use chacha20::ChaCha20Rng;
use p256::ecdsa::signature::hazmat::{PrehashSigner as _, PrehashVerifier as _};
use p256::pkcs8::{
    DecodePrivateKey as _, DecodePublicKey as _, EncodePrivateKey as _, EncodePublicKey as _,
};

use crate::spec::Curve;

/// Runs the expression with the crate of the curve under the given name.
macro_rules! on {
    ($curve:expr, $name:ident => $body:expr) => {
        match $curve {
            Curve::P256 => {
                use p256 as $name;
                $body
            }
            Curve::P384 => {
                use p384 as $name;
                $body
            }
            Curve::P521 => {
                use p521 as $name;
                $body
            }
            Curve::K256 => {
                use k256 as $name;
                $body
            }
        }
    };
}

pub fn draw(curve: Curve, generator: &mut ChaCha20Rng) -> Option<Vec<u8>> {
    on!(curve, c => {
        let key = loop {
            // A number beyond the order is drawn again: almost never, but for P-521.
            let mut bytes = c::FieldBytes::default();
            fill(&mut bytes, curve, generator);
            if let Ok(key) = c::SecretKey::from_bytes(&bytes) {
                break key;
            }
        };
        Some(key.to_pkcs8_der().ok()?.as_bytes().to_vec())
    })
}

fn fill(bytes: &mut [u8], curve: Curve, generator: &mut ChaCha20Rng) {
    use chacha20::rand_core::Rng as _;
    generator.fill_bytes(bytes);
    if curve == Curve::P521 {
        // 521 bits in 66 bytes.
        bytes[0] &= 1;
    }
}

pub fn public_key(curve: Curve, material: &[u8]) -> Option<Vec<u8>> {
    on!(curve, c => {
        let key = c::SecretKey::from_pkcs8_der(material).ok()?;
        Some(key.public_key().to_public_key_der().ok()?.as_bytes().to_vec())
    })
}

/// The signature in DER, as KMS answers it.
pub fn sign(curve: Curve, material: &[u8], digest: &[u8]) -> Option<Vec<u8>> {
    on!(curve, c => {
        let key = c::ecdsa::SigningKey::from(c::SecretKey::from_pkcs8_der(material).ok()?);
        let signature: c::ecdsa::Signature = key.sign_prehash(digest).ok()?;
        Some(signature.to_der().as_bytes().to_vec())
    })
}

pub fn verify(curve: Curve, material: &[u8], digest: &[u8], signature: &[u8]) -> bool {
    on!(curve, c => {
        let Ok(key) = c::SecretKey::from_pkcs8_der(material) else { return false };
        let Ok(signature) = c::ecdsa::Signature::from_der(signature) else { return false };
        let key = c::ecdsa::VerifyingKey::from(key.public_key());
        // secp256k1's library takes the lower of the two forms only; KMS takes both.
        key.verify_prehash(digest, &signature).is_ok()
            || key.verify_prehash(digest, &signature.normalize_s()).is_ok()
    })
}

pub fn agree(curve: Curve, material: &[u8], public: &[u8]) -> Option<Vec<u8>> {
    on!(curve, c => {
        let key = c::SecretKey::from_pkcs8_der(material).ok()?;
        let public = c::PublicKey::from_public_key_der(public).ok()?;
        Some(key.diffie_hellman(&public).raw_secret_bytes().to_vec())
    })
}
