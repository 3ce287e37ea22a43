//! ML-DSA (FIPS 204).

use chacha20::ChaCha20Rng;
use chacha20::rand_core::Rng as _;
use ml_dsa::pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, EncodePublicKey as _};
use ml_dsa::signature::Keypair as _;
use ml_dsa::{MlDsa44, MlDsa65, MlDsa87, Seed, Signature, SigningKey};

use super::{Message, SignFault};
use crate::spec::Lattice;

const MU_BYTES: usize = 64;

/// Runs the expression with the parameters of the set under the given name.
macro_rules! on {
    ($set:expr, $name:ident => $body:expr) => {
        match $set {
            Lattice::MlDsa44 => {
                type $name = MlDsa44;
                $body
            }
            Lattice::MlDsa65 => {
                type $name = MlDsa65;
                $body
            }
            Lattice::MlDsa87 => {
                type $name = MlDsa87;
                $body
            }
        }
    };
}

pub fn draw(set: Lattice, generator: &mut ChaCha20Rng) -> Option<Vec<u8>> {
    let mut seed = Seed::default();
    generator.fill_bytes(&mut seed);
    on!(set, P => {
        let key = SigningKey::<P>::from_seed(&seed);
        Some(key.to_pkcs8_der().ok()?.as_bytes().to_vec())
    })
}

pub fn public_key(set: Lattice, material: &[u8]) -> Option<Vec<u8>> {
    on!(set, P => {
        let key = SigningKey::<P>::from_pkcs8_der(material).ok()?;
        Some(key.verifying_key().to_public_key_der().ok()?.as_bytes().to_vec())
    })
}

pub fn sign(
    set: Lattice,
    material: &[u8],
    message: Message<'_>,
    generator: &mut ChaCha20Rng,
) -> Result<Vec<u8>, SignFault> {
    on!(set, P => {
        let key = SigningKey::<P>::from_pkcs8_der(material).map_err(|_| SignFault::Key)?;
        let key = key.expanded_key();
        let signature = match message {
            Message::Raw(bytes) => key.sign_randomized(bytes, &[], generator),
            Message::Mu(mu) => key.sign_mu_randomized(&representative(mu)?.into(), generator),
            Message::Digest(_) => return Err(SignFault::MessageType),
        };
        Ok(signature.map_err(|_| SignFault::Key)?.encode().to_vec())
    })
}

pub fn verify(
    set: Lattice,
    material: &[u8],
    message: Message<'_>,
    signature: &[u8],
) -> Result<bool, SignFault> {
    on!(set, P => {
        let key = SigningKey::<P>::from_pkcs8_der(material).map_err(|_| SignFault::Key)?;
        let key = key.verifying_key();
        let signature = Signature::<P>::try_from(signature);
        Ok(match message {
            Message::Raw(bytes) => {
                signature.is_ok_and(|it| key.verify_with_context(bytes, &[], &it))
            }
            Message::Mu(mu) => {
                let mu = representative(mu)?.into();
                signature.is_ok_and(|it| key.verify_mu(&mu, &it))
            }
            Message::Digest(_) => return Err(SignFault::MessageType),
        })
    })
}

fn representative(mu: &[u8]) -> Result<[u8; MU_BYTES], SignFault> {
    mu.try_into().map_err(|_| SignFault::DigestLength)
}
