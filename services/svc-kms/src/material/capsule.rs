//! ML-KEM (FIPS 203): a secret in a capsule that the private key opens.

use chacha20::ChaCha20Rng;
use chacha20::rand_core::Rng as _;
use ml_kem::kem::{Decapsulate as _, Encapsulate as _};
use ml_kem::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, EncodePublicKey as _};
use ml_kem::{DecapsulationKey, MlKem512, MlKem768, MlKem1024, Seed};

use crate::spec::Capsule;

/// Runs the expression with the parameters of the set under the given name.
macro_rules! on {
    ($set:expr, $name:ident => $body:expr) => {
        match $set {
            Capsule::MlKem512 => {
                type $name = MlKem512;
                $body
            }
            Capsule::MlKem768 => {
                type $name = MlKem768;
                $body
            }
            Capsule::MlKem1024 => {
                type $name = MlKem1024;
                $body
            }
        }
    };
}

pub fn draw(set: Capsule, generator: &mut ChaCha20Rng) -> Option<Vec<u8>> {
    let mut seed = Seed::default();
    generator.fill_bytes(&mut seed);
    on!(set, P => {
        let key = DecapsulationKey::<P>::from_seed(seed);
        Some(key.to_pkcs8_der().ok()?.as_bytes().to_vec())
    })
}

pub fn public_key(set: Capsule, material: &[u8]) -> Option<Vec<u8>> {
    on!(set, P => {
        let key = DecapsulationKey::<P>::from_pkcs8_der(material).ok()?;
        Some(key.encapsulation_key().to_public_key_der().ok()?.as_bytes().to_vec())
    })
}

/// A capsule and the secret in it.
pub fn encapsulate(
    set: Capsule,
    material: &[u8],
    generator: &mut ChaCha20Rng,
) -> Option<(Vec<u8>, Vec<u8>)> {
    on!(set, P => {
        let key = DecapsulationKey::<P>::from_pkcs8_der(material).ok()?;
        let (capsule, secret) = key.encapsulation_key().encapsulate_with_rng(generator);
        Some((capsule.to_vec(), secret.to_vec()))
    })
}

/// The secret in a capsule; another one when the capsule was changed, and `None` for one of the
/// wrong length.
pub fn decapsulate(set: Capsule, material: &[u8], capsule: &[u8]) -> Option<Vec<u8>> {
    on!(set, P => {
        let key = DecapsulationKey::<P>::from_pkcs8_der(material).ok()?;
        Some(key.decapsulate_slice(capsule).ok()?.to_vec())
    })
}
