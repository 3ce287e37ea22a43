//! Encrypted assertions (XML Encryption 1.1): AES in CBC or GCM, its key by RSA-OAEP.
//!
//! RSA with PKCS #1 v1.5 padding and 3DES are refused: they have been broken as XML uses them. CBC
//! tells nobody whether a padding was right: every failure is the same.

use aes::cipher::consts::U16;
use aes::cipher::{BlockModeDecrypt, KeyIvInit};
use aes_gcm::aead::{Aead, KeyInit as _, consts::U12};
use aes_gcm::{Aes128Gcm, Aes256Gcm, Nonce};
use rsa::PrivateKey;
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::traits::Decryptor as _;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

use crate::base64;
use crate::namespace::{ASSERTION, ENCRYPTION, ENCRYPTION_11, SIGNATURE};
use crate::tree::{self, Element};

/// Why an assertion stays shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncryptionFault {
    #[error("the assertion is encrypted in a way that is not read here")]
    Unsupported,
    #[error("none of the keys opens the assertion")]
    Shut,
}

const IV_BYTES: usize = 16;
const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;

/// Opens an `EncryptedAssertion` by one of these private keys (PKCS #8).
pub fn open(encrypted: &Element, keys: &[Vec<u8>]) -> Result<Element, EncryptionFault> {
    use EncryptionFault::{Shut, Unsupported};
    let data = encrypted.only(ENCRYPTION, "EncryptedData").ok_or(Unsupported)?;
    let cipher = method(data)?;
    let sealed = cipher_value(data)?;
    let wrapped = wrapped_key(encrypted, data).ok_or(Unsupported)?;
    let padding = Padding::of(wrapped.only(ENCRYPTION, "EncryptionMethod").ok_or(Unsupported)?)?;
    let wrapped = cipher_value(wrapped)?;
    for key in keys {
        let Ok(key) = PrivateKey::from_pkcs8_der(key) else { continue };
        let Some(content_key) = padding.unwrap(key, &wrapped) else { continue };
        let Some(plain) = decipher(cipher, &content_key, &sealed) else { continue };
        let text = String::from_utf8(plain).map_err(|_| Shut)?;
        let assertion = tree::read_within(&text, &encrypted.scope).map_err(|_| Shut)?;
        return if assertion.is(ASSERTION, "Assertion") { Ok(assertion) } else { Err(Shut) };
    }
    Err(Shut)
}

fn method(element: &Element) -> Result<&str, EncryptionFault> {
    let method = element.only(ENCRYPTION, "EncryptionMethod");
    method.and_then(|it| it.attribute("Algorithm")).ok_or(EncryptionFault::Unsupported)
}

fn cipher_value(element: &Element) -> Result<Vec<u8>, EncryptionFault> {
    let value = element.only(ENCRYPTION, "CipherData");
    let value = value.and_then(|it| it.only(ENCRYPTION, "CipherValue")).and_then(Element::text);
    value.and_then(base64).ok_or(EncryptionFault::Unsupported)
}

/// The key stands within the data's `KeyInfo` or beside the data.
fn wrapped_key<'e>(encrypted: &'e Element, data: &'e Element) -> Option<&'e Element> {
    let within = data.only(SIGNATURE, "KeyInfo").and_then(|it| it.only(ENCRYPTION, "EncryptedKey"));
    within.or_else(|| encrypted.only(ENCRYPTION, "EncryptedKey"))
}

/// The digests of RSA-OAEP.
struct Padding {
    digest: Digest,
    mask: Digest,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Digest {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Padding {
    fn of(method: &Element) -> Result<Padding, EncryptionFault> {
        let unsupported = EncryptionFault::Unsupported;
        let digest = match method.only(SIGNATURE, "DigestMethod") {
            None => Digest::Sha1,
            Some(it) => match it.attribute("Algorithm").ok_or(unsupported)? {
                "http://www.w3.org/2000/09/xmldsig#sha1" => Digest::Sha1,
                "http://www.w3.org/2001/04/xmlenc#sha256" => Digest::Sha256,
                "http://www.w3.org/2001/04/xmldsig-more#sha384" => Digest::Sha384,
                "http://www.w3.org/2001/04/xmlenc#sha512" => Digest::Sha512,
                _ => return Err(unsupported),
            },
        };
        if method.all(ENCRYPTION, "OAEPparams").next().is_some() {
            return Err(unsupported);
        }
        let mask = match method.attribute("Algorithm").ok_or(unsupported)? {
            "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p" => Digest::Sha1,
            "http://www.w3.org/2009/xmlenc11#rsa-oaep" => {
                match method.only(ENCRYPTION_11, "MGF").and_then(|it| it.attribute("Algorithm")) {
                    None | Some("http://www.w3.org/2009/xmlenc11#mgf1sha1") => Digest::Sha1,
                    Some("http://www.w3.org/2009/xmlenc11#mgf1sha256") => Digest::Sha256,
                    Some("http://www.w3.org/2009/xmlenc11#mgf1sha384") => Digest::Sha384,
                    Some("http://www.w3.org/2009/xmlenc11#mgf1sha512") => Digest::Sha512,
                    Some(_) => return Err(unsupported),
                }
            }
            _ => return Err(unsupported),
        };
        Ok(Padding { digest, mask })
    }

    fn unwrap(&self, key: PrivateKey, wrapped: &[u8]) -> Option<Vec<u8>> {
        macro_rules! open {
            ($digest:ty, $mask:ty) => {
                rsa::oaep::DecryptingKey::<$digest, $mask>::new(key).decrypt(wrapped)
            };
        }
        use Digest::{Sha1 as One, Sha256 as Two, Sha384 as Three, Sha512 as Five};
        let opened = match (self.digest, self.mask) {
            (One, One) => open!(Sha1, Sha1),
            (Two, One) => open!(Sha256, Sha1),
            (Three, One) => open!(Sha384, Sha1),
            (Five, One) => open!(Sha512, Sha1),
            (Two, Two) => open!(Sha256, Sha256),
            (Three, Three) => open!(Sha384, Sha384),
            (Five, Five) => open!(Sha512, Sha512),
            _ => return None,
        };
        opened.ok()
    }
}

fn decipher(method: &str, key: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    match method {
        "http://www.w3.org/2009/xmlenc11#aes128-gcm" => {
            gcm(&Aes128Gcm::new_from_slice(key).ok()?, sealed)
        }
        "http://www.w3.org/2009/xmlenc11#aes256-gcm" => {
            gcm(&Aes256Gcm::new_from_slice(key).ok()?, sealed)
        }
        "http://www.w3.org/2001/04/xmlenc#aes128-cbc" => {
            chained::<cbc::Decryptor<aes::Aes128>>(key, sealed)
        }
        "http://www.w3.org/2001/04/xmlenc#aes256-cbc" => {
            chained::<cbc::Decryptor<aes::Aes256>>(key, sealed)
        }
        _ => None,
    }
}

fn gcm(cipher: &impl Aead<NonceSize = U12>, sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE_BYTES)?;
    if sealed.len() < TAG_BYTES {
        return None;
    }
    let nonce: [u8; NONCE_BYTES] = nonce.try_into().ok()?;
    cipher.decrypt(&Nonce::from(nonce), sealed).ok()
}

fn chained<C>(key: &[u8], sealed: &[u8]) -> Option<Vec<u8>>
where
    C: BlockModeDecrypt<BlockSize = U16> + KeyIvInit,
{
    let (iv, blocks) = sealed.split_at_checked(IV_BYTES)?;
    if blocks.is_empty() || blocks.len() % IV_BYTES != 0 {
        return None;
    }
    let mut cipher = C::new_from_slices(key, iv).ok()?;
    let mut plain = blocks.to_vec();
    for block in plain.chunks_exact_mut(IV_BYTES) {
        cipher.decrypt_block(block.try_into().ok()?);
    }
    unpad(plain)
}

/// The last byte says how many are padding, whatever they are (XML Encryption, 5.2.1).
fn unpad(mut plain: Vec<u8>) -> Option<Vec<u8>> {
    let padding = usize::from(*plain.last()?);
    if padding == 0 || padding > IV_BYTES {
        return None;
    }
    plain.truncate(plain.len() - padding);
    Some(plain)
}
