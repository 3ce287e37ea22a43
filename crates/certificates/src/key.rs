//! Private keys: drawn, read in the forms that clients have, exported, and used for signing.

use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng as _;
use p256::ecdsa::signature::hazmat::PrehashSigner as _;
use pkcs8::{DecodePrivateKey as _, EncodePrivateKey as _, EncodePublicKey as _};
use rsa::pkcs1::DecodeRsaPrivateKey as _;
use rsa::traits::PublicKeyParts as _;
use sha2::{Digest as _, Sha256, Sha384, Sha512};

use crate::lattice;
use crate::pem;
use crate::scheme::Scheme;

/// Kinds of keys, under the names of ACM and Private CA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Algorithm {
    /// By the bits of its modulus.
    Rsa(usize),
    P256,
    P384,
    P521,
    MlDsa44,
    MlDsa65,
    MlDsa87,
}

impl Algorithm {
    pub fn parse(name: &str) -> Option<Algorithm> {
        Some(match name {
            "RSA_1024" => Algorithm::Rsa(1024),
            "RSA_2048" => Algorithm::Rsa(2048),
            "RSA_3072" => Algorithm::Rsa(3072),
            "RSA_4096" => Algorithm::Rsa(4096),
            "EC_prime256v1" => Algorithm::P256,
            "EC_secp384r1" => Algorithm::P384,
            "EC_secp521r1" => Algorithm::P521,
            "ML_DSA_44" => Algorithm::MlDsa44,
            "ML_DSA_65" => Algorithm::MlDsa65,
            "ML_DSA_87" => Algorithm::MlDsa87,
            _ => return None,
        })
    }

    /// `None` for RSA of sizes that have no name.
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            Algorithm::Rsa(1024) => "RSA_1024",
            Algorithm::Rsa(2048) => "RSA_2048",
            Algorithm::Rsa(3072) => "RSA_3072",
            Algorithm::Rsa(4096) => "RSA_4096",
            Algorithm::Rsa(_) => return None,
            Algorithm::P256 => "EC_prime256v1",
            Algorithm::P384 => "EC_secp384r1",
            Algorithm::P521 => "EC_secp521r1",
            Algorithm::MlDsa44 => "ML_DSA_44",
            Algorithm::MlDsa65 => "ML_DSA_65",
            Algorithm::MlDsa87 => "ML_DSA_87",
        })
    }

    pub fn is_rsa(self) -> bool {
        matches!(self, Algorithm::Rsa(_))
    }

    pub(crate) fn is_lattice(self) -> bool {
        matches!(self, Algorithm::MlDsa44 | Algorithm::MlDsa65 | Algorithm::MlDsa87)
    }
}

const LATTICES: [Algorithm; 3] = [Algorithm::MlDsa44, Algorithm::MlDsa65, Algorithm::MlDsa87];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

/// Why a text is no key that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFault {
    Malformed,
    /// It needs a passphrase.
    Encrypted,
    /// Of a kind that is not known here.
    Unsupported,
}

/// Iterations of PBKDF2 for exported keys: what OpenSSL takes.
const PASSPHRASE_ROUNDS: u32 = 2_048;

/// A private key.
pub struct Key {
    algorithm: Algorithm,
    pkcs8: Vec<u8>,
    secret: Secret,
}

enum Secret {
    Rsa(Box<rsa::PrivateKey>),
    P256(p256::SecretKey),
    P384(p384::SecretKey),
    P521(p521::SecretKey),
    /// Of a set; its encoding is the key.
    Lattice(Algorithm),
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Key").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

/// A generator of secrets.
pub fn generator(seed: [u8; 32]) -> ChaCha20Rng {
    ChaCha20Rng::from_seed(seed)
}

impl Key {
    /// A fresh key. RSA takes its time: not within a transaction.
    pub fn draw(algorithm: Algorithm, generator: &mut ChaCha20Rng) -> Option<Key> {
        use chacha20::rand_core::Rng as _;
        macro_rules! elliptic {
            ($curve:ident, $kind:ident) => {{
                let key = loop {
                    let mut bytes = $curve::FieldBytes::default();
                    generator.fill_bytes(&mut bytes);
                    if algorithm == Algorithm::P521 {
                        // 521 bits in 66 bytes.
                        bytes[0] &= 1;
                    }
                    // A number beyond the order is drawn again.
                    if let Ok(key) = $curve::SecretKey::from_bytes(&bytes) {
                        break key;
                    }
                };
                Secret::$kind(key)
            }};
        }
        let secret = match algorithm {
            Algorithm::Rsa(bits) => {
                Secret::Rsa(Box::new(rsa::PrivateKey::new(generator, bits).ok()?))
            }
            Algorithm::P256 => elliptic!(p256, P256),
            Algorithm::P384 => elliptic!(p384, P384),
            Algorithm::P521 => elliptic!(p521, P521),
            Algorithm::MlDsa44 | Algorithm::MlDsa65 | Algorithm::MlDsa87 => {
                return Key::of_lattice(algorithm, lattice::draw(algorithm, generator)?);
            }
        };
        Key::of(secret)
    }

    fn of_lattice(algorithm: Algorithm, pkcs8: Vec<u8>) -> Option<Key> {
        lattice::public(algorithm, &pkcs8)?;
        Some(Key { algorithm, pkcs8, secret: Secret::Lattice(algorithm) })
    }

    fn of(secret: Secret) -> Option<Key> {
        let (algorithm, pkcs8) = match &secret {
            Secret::Rsa(key) => (Algorithm::Rsa(key.size() * 8), key.to_pkcs8_der()),
            Secret::P256(key) => (Algorithm::P256, key.to_pkcs8_der()),
            Secret::P384(key) => (Algorithm::P384, key.to_pkcs8_der()),
            Secret::P521(key) => (Algorithm::P521, key.to_pkcs8_der()),
            Secret::Lattice(_) => return None,
        };
        let pkcs8 = pkcs8.ok()?.as_bytes().to_vec();
        Some(Key { algorithm, pkcs8, secret })
    }

    pub fn from_pkcs8(der: &[u8]) -> Option<Key> {
        let secret = rsa::PrivateKey::from_pkcs8_der(der)
            .map(|key| Secret::Rsa(Box::new(key)))
            .or_else(|_| p256::SecretKey::from_pkcs8_der(der).map(Secret::P256))
            .or_else(|_| p384::SecretKey::from_pkcs8_der(der).map(Secret::P384))
            .or_else(|_| p521::SecretKey::from_pkcs8_der(der).map(Secret::P521));
        match secret {
            Ok(secret) => Key::of(secret),
            Err(_) => LATTICES.into_iter().find_map(|it| Key::of_lattice(it, der.to_vec())),
        }
    }

    /// PKCS #8, or the older forms of RSA (PKCS #1) and elliptic curves (SEC 1), as PEM.
    pub fn from_pem(text: &str) -> Result<Key, KeyFault> {
        let blocks = pem::blocks(text).map_err(|_| KeyFault::Malformed)?;
        // OpenSSL writes the curve's parameters before the key.
        let block = blocks.iter().find(|block| block.label.ends_with("PRIVATE KEY"));
        let block = block.ok_or(KeyFault::Malformed)?;
        let der = &block.der;
        if block.has_headers || block.label == "ENCRYPTED PRIVATE KEY" {
            return Err(KeyFault::Encrypted);
        }
        match block.label.as_str() {
            "PRIVATE KEY" => Key::from_pkcs8(der),
            "RSA PRIVATE KEY" => {
                let key = rsa::PrivateKey::from_pkcs1_der(der).ok();
                key.and_then(|key| Key::of(Secret::Rsa(Box::new(key))))
            }
            "EC PRIVATE KEY" => p256::SecretKey::from_sec1_der(der)
                .map(Secret::P256)
                .or_else(|_| p384::SecretKey::from_sec1_der(der).map(Secret::P384))
                .or_else(|_| p521::SecretKey::from_sec1_der(der).map(Secret::P521))
                .ok()
                .and_then(Key::of),
            _ => None,
        }
        .ok_or(KeyFault::Unsupported)
    }

    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The public key as SubjectPublicKeyInfo (DER).
    pub fn public(&self) -> Vec<u8> {
        match &self.secret {
            Secret::Rsa(key) => key.to_public_key().to_public_key_der(),
            Secret::P256(key) => key.public_key().to_public_key_der(),
            Secret::P384(key) => key.public_key().to_public_key_der(),
            Secret::P521(key) => key.public_key().to_public_key_der(),
            Secret::Lattice(set) => {
                return lattice::public(*set, &self.pkcs8).expect("it was read before");
            }
        }
        .expect("keys that were read have an encoding")
        .as_bytes()
        .to_vec()
    }

    /// PKCS #8 under a passphrase: PBES2 with PBKDF2 (HMAC-SHA-256) and AES-256-CBC.
    pub fn to_encrypted_pem(
        &self,
        passphrase: &[u8],
        salt: [u8; 16],
        vector: [u8; 16],
    ) -> Option<String> {
        let scheme = pkcs8::pkcs5::pbes2::Parameters::generate_pbkdf2_sha256_aes256cbc(
            PASSPHRASE_ROUNDS,
            &salt,
            vector,
        )
        .ok()?;
        let info = pkcs8::PrivateKeyInfoRef::try_from(self.pkcs8.as_slice()).ok()?;
        let sealed = info.encrypt_with_params(scheme, passphrase).ok()?;
        Some(pem::encode("ENCRYPTED PRIVATE KEY", sealed.as_bytes()))
    }

    /// In a scheme of its own kind; `None` in others.
    pub fn sign_in(&self, scheme: Scheme, message: &[u8]) -> Option<Vec<u8>> {
        if !scheme.is_of(self.algorithm) {
            return None;
        }
        match scheme {
            Scheme::Pkcs1(hash) | Scheme::Ecdsa(hash) => self.sign(hash, message),
            Scheme::Pss(hash) => {
                let Secret::Rsa(key) = &self.secret else { return None };
                let digest = digest(hash, message);
                let mut salt = self.numbers(&digest);
                let rng = &mut salt;
                match hash {
                    Hash::Sha256 => key.pss_sign_prehash_with_rng::<Sha256, _>(rng, &digest),
                    Hash::Sha384 => key.pss_sign_prehash_with_rng::<Sha384, _>(rng, &digest),
                    Hash::Sha512 => key.pss_sign_prehash_with_rng::<Sha512, _>(rng, &digest),
                }
                .ok()
            }
            Scheme::MlDsa(set) => {
                let mut numbers = self.numbers(&digest(Hash::Sha256, message));
                lattice::sign(set, &self.pkcs8, message, &mut numbers)
            }
        }
    }

    /// Numbers that nobody else knows, the same for the same message.
    fn numbers(&self, digest: &[u8]) -> ChaCha20Rng {
        let mut seed = Sha256::new();
        seed.update(&self.pkcs8);
        seed.update(digest);
        generator(seed.finalize().into())
    }

    /// PKCS #1 v1.5 or ECDSA (DER). `None` when the library refuses.
    pub fn sign(&self, hash: Hash, message: &[u8]) -> Option<Vec<u8>> {
        let mut digest = digest(hash, message);
        if self.algorithm == Algorithm::P521 && digest.len() < DIGEST_BYTES_OF_P521 {
            // A digest is a number here: the library wants more digits, not a larger one.
            let zeros = vec![0; DIGEST_BYTES_OF_P521 - digest.len()];
            digest.splice(..0, zeros);
        }
        macro_rules! elliptic {
            ($curve:ident, $key:expr) => {{
                let key = $curve::ecdsa::SigningKey::from($key.clone());
                let signature: $curve::ecdsa::Signature = key.sign_prehash(&digest).ok()?;
                Some(signature.to_der().as_bytes().to_vec())
            }};
        }
        match &self.secret {
            Secret::Rsa(key) => {
                // The blinding needs numbers that nobody else knows, not fresh ones.
                let mut blinding = self.numbers(&digest);
                match hash {
                    Hash::Sha256 => {
                        key.pkcs1v15_sign_prehash_with_rng::<Sha256, _>(&mut blinding, &digest)
                    }
                    Hash::Sha384 => {
                        key.pkcs1v15_sign_prehash_with_rng::<Sha384, _>(&mut blinding, &digest)
                    }
                    Hash::Sha512 => {
                        key.pkcs1v15_sign_prehash_with_rng::<Sha512, _>(&mut blinding, &digest)
                    }
                }
                .ok()
            }
            Secret::P256(key) => elliptic!(p256, key),
            Secret::P384(key) => elliptic!(p384, key),
            Secret::P521(key) => elliptic!(p521, key),
            Secret::Lattice(_) => None,
        }
    }
}

/// The whole field: what `p521` takes without a shift.
pub(crate) const DIGEST_BYTES_OF_P521: usize = 66;

pub(crate) fn digest(hash: Hash, message: &[u8]) -> Vec<u8> {
    match hash {
        Hash::Sha256 => Sha256::digest(message).to_vec(),
        Hash::Sha384 => Sha384::digest(message).to_vec(),
        Hash::Sha512 => Sha512::digest(message).to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_from_their_encoding() {
        let mut generator = generator([9; 32]);
        for algorithm in [Algorithm::P256, Algorithm::P384, Algorithm::P521, Algorithm::Rsa(1024)] {
            let key = Key::draw(algorithm, &mut generator).expect("it is drawn");
            assert_eq!(key.algorithm(), algorithm);
            let text = pem::encode("PRIVATE KEY", key.pkcs8());
            let again = Key::from_pem(&text).expect("it is read");
            assert_eq!(again.public(), key.public());
            let name = algorithm.name().expect("it has one");
            assert_eq!(Algorithm::parse(name), Some(algorithm));
        }
    }

    #[test]
    fn what_is_no_key_is_told_apart() {
        assert_eq!(Key::from_pem("nothing").err(), Some(KeyFault::Malformed));
        let of = |label: &str| Key::from_pem(&pem::encode(label, &[1, 2, 3])).err();
        assert_eq!(of("ENCRYPTED PRIVATE KEY"), Some(KeyFault::Encrypted));
        assert_eq!(of("PRIVATE KEY"), Some(KeyFault::Unsupported));
        assert_eq!(of("EC PRIVATE KEY"), Some(KeyFault::Unsupported));
    }
}
