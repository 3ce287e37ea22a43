//! The ciphertexts of symmetric keys, which name the key and the material, so that Decrypt needs
//! nothing else.
//!
//! ```text
//! "NKM" 1 | account, 12 digits | length of the key id, key id | number of the material, 4 bytes |
//! salt, 16 bytes | nonce, 12 bytes | AES-256-GCM
//! ```
//!
//! The cipher's key is derived from the material and the salt, as AWS's is, so that no key sees
//! many messages. All before the ciphertext, and the encryption context, are authenticated.

use chacha20::ChaCha20Rng;
use kernel::view::Map;
use kernel::{AccountId, ApiError};

use crate::errors;
use crate::limits;
use crate::material;
use crate::spec::Hash;
use crate::vault;

const MAGIC: &[u8; 4] = b"NKM\x01";
const SALT_BYTES: usize = 16;
const NONCE_BYTES: usize = 12;

/// What a ciphertext tells to anybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    pub account: AccountId,
    pub key: String,
    pub material: u32,
}

/// A ciphertext that was taken apart.
pub struct Envelope<'e> {
    pub header: Header,
    head: &'e [u8],
    salt: &'e [u8],
    nonce: &'e [u8],
    body: &'e [u8],
}

impl Header {
    fn encode(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(self.account.as_str().as_bytes());
        out.push(self.key.len() as u8);
        out.extend_from_slice(self.key.as_bytes());
        out.extend_from_slice(&self.material.to_be_bytes());
        out
    }
}

impl<'e> Envelope<'e> {
    /// `None` for what is no ciphertext of a symmetric key.
    pub fn read(bytes: &'e [u8]) -> Option<Envelope<'e>> {
        let (magic, rest) = bytes.split_at_checked(MAGIC.len())?;
        let (account, rest) = rest.split_at_checked(12)?;
        let (len, rest) = rest.split_first()?;
        let (key, rest) = rest.split_at_checked(usize::from(*len))?;
        let (number, rest) = rest.split_first_chunk::<4>()?;
        let head = &bytes[..bytes.len() - rest.len()];
        let (salt, rest) = rest.split_at_checked(SALT_BYTES)?;
        let (nonce, body) = rest.split_at_checked(NONCE_BYTES)?;
        if magic != MAGIC {
            return None;
        }
        let header = Header {
            account: AccountId::parse(std::str::from_utf8(account).ok()?)?,
            key: std::str::from_utf8(key).ok()?.to_owned(),
            material: u32::from_be_bytes(*number),
        };
        Some(Envelope { header, head, salt, nonce, body })
    }

    /// The plaintext; `None` when anything was changed or the context is another.
    pub fn open(&self, secret: &[u8], context: &[u8]) -> Option<Vec<u8>> {
        let key = message_key(secret, self.salt);
        let bound_to = [self.head, self.salt, context].concat();
        vault::decrypt(&key, self.nonce, &bound_to, self.body)
    }
}

pub fn close(
    header: &Header,
    secret: &[u8],
    context: &[u8],
    plaintext: &[u8],
    generator: &mut ChaCha20Rng,
) -> Vec<u8> {
    let head = header.encode();
    let salt = material::random_bytes(generator, SALT_BYTES);
    let nonce = material::random_bytes(generator, NONCE_BYTES);
    let bound_to = [head.as_slice(), &salt, context].concat();
    let body = vault::encrypt(&message_key(secret, &salt), &nonce, &bound_to, plaintext);
    [head, salt, nonce, body].concat()
}

fn message_key(secret: &[u8], salt: &[u8]) -> [u8; 32] {
    let key = material::mac(Hash::Sha256, secret, &[b"message", salt].concat());
    key.try_into().expect("the code is of 32 bytes")
}

/// An encryption context as bytes: its pairs in the order of their keys, each with its length.
pub fn context_bytes(context: Option<Map<'_, &str>>) -> Result<Vec<u8>, ApiError> {
    let mut pairs: Vec<_> = context.map_or_else(Vec::new, |map| map.iter().collect());
    pairs.sort_unstable();
    let mut out = Vec::new();
    for text in pairs.into_iter().flat_map(|(key, value)| [key, value]) {
        out.extend_from_slice(&(text.len() as u32).to_be_bytes());
        out.extend_from_slice(text.as_bytes());
    }
    if out.len() > limits::CONTEXT_BYTES_MAX {
        return Err(errors::validation(format!(
            "The encryption context is longer than {} bytes.",
            limits::CONTEXT_BYTES_MAX
        )));
    }
    Ok(out)
}
