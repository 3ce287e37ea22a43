//! The ciphertexts of symmetric keys, which name the key and the material, so that Decrypt needs
//! nothing else.
//!
//! ```text
//! "NKM" 1 | account, 12 digits | length of the key id, key id | number of the material, 4 bytes |
//! salt, 16 bytes | nonce, 12 bytes | AES-256-GCM
//! ```
//!
//! Those of keys in external key stores have the parts that the store's proxy has answered behind
//! the same head:
//!
//! ```text
//! "NKM" 2 | … | length of the vector, vector | tag, 16 bytes | length of metadata, metadata | body
//! ```
//!
//! What the proxy has encrypted is salt, nonce and AES-256-GCM as above.
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
const EXTERNAL_MAGIC: &[u8; 4] = b"NKM\x02";
const TAG_BYTES: usize = 16;
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
    sealed: Sealed<'e>,
}

enum Sealed<'e> {
    /// Salt, nonce and body.
    Own(&'e [u8]),
    External(External<'e>),
}

/// What a proxy has answered, in a ciphertext.
pub struct External<'e> {
    pub vector: &'e [u8],
    pub tag: &'e [u8],
    pub metadata: &'e [u8],
    pub body: &'e [u8],
}

/// The same, as it has come.
pub struct ExternalParts {
    pub vector: Vec<u8>,
    pub tag: Vec<u8>,
    pub metadata: Vec<u8>,
    pub body: Vec<u8>,
}

impl Header {
    fn encode(&self, magic: [u8; 4]) -> Vec<u8> {
        let mut out = magic.to_vec();
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
        let sealed = match magic {
            magic if magic == MAGIC => Sealed::Own(rest),
            magic if magic == EXTERNAL_MAGIC => Sealed::External(External::read(rest)?),
            _ => return None,
        };
        let header = Header {
            account: AccountId::parse(std::str::from_utf8(account).ok()?)?,
            key: std::str::from_utf8(key).ok()?.to_owned(),
            material: u32::from_be_bytes(*number),
        };
        Some(Envelope { header, head, sealed })
    }

    /// The plaintext; `None` when anything was changed or the context is another.
    pub fn open(&self, secret: &[u8], context: &[u8]) -> Option<Vec<u8>> {
        match &self.sealed {
            Sealed::Own(sealed) => open_inner(self.head, sealed, secret, context),
            Sealed::External(_) => None,
        }
    }

    /// The plaintext, from what the proxy has decrypted.
    pub fn open_decrypted(&self, inner: &[u8], secret: &[u8], context: &[u8]) -> Option<Vec<u8>> {
        open_inner(self.head, inner, secret, context)
    }

    /// What the proxy is to decrypt; `None` for a ciphertext that KMS opens alone.
    pub fn external(&self) -> Option<&External<'e>> {
        match &self.sealed {
            Sealed::Own(_) => None,
            Sealed::External(external) => Some(external),
        }
    }
}

impl<'e> External<'e> {
    fn read(bytes: &'e [u8]) -> Option<External<'e>> {
        let (len, rest) = bytes.split_first()?;
        let (vector, rest) = rest.split_at_checked(usize::from(*len))?;
        let (tag, rest) = rest.split_at_checked(TAG_BYTES)?;
        let (len, rest) = rest.split_first()?;
        let (metadata, body) = rest.split_at_checked(usize::from(*len))?;
        Some(External { vector, tag, metadata, body })
    }
}

fn open_inner(head: &[u8], sealed: &[u8], secret: &[u8], context: &[u8]) -> Option<Vec<u8>> {
    let (salt, rest) = sealed.split_at_checked(SALT_BYTES)?;
    let (nonce, body) = rest.split_at_checked(NONCE_BYTES)?;
    let bound_to = [head, salt, context].concat();
    vault::decrypt(&message_key(secret, salt), nonce, &bound_to, body)
}

pub fn close(
    header: &Header,
    secret: &[u8],
    context: &[u8],
    plaintext: &[u8],
    generator: &mut ChaCha20Rng,
) -> Vec<u8> {
    let head = header.encode(*MAGIC);
    let inner = close_inner(&head, secret, context, plaintext, generator);
    [head, inner].concat()
}

/// What is given to a proxy to be encrypted.
pub fn close_for_proxy(
    header: &Header,
    secret: &[u8],
    context: &[u8],
    plaintext: &[u8],
    generator: &mut ChaCha20Rng,
) -> Vec<u8> {
    close_inner(&header.encode(*EXTERNAL_MAGIC), secret, context, plaintext, generator)
}

/// The whole ciphertext of what a proxy has encrypted.
pub fn close_external(header: &Header, parts: &ExternalParts) -> Vec<u8> {
    let mut out = header.encode(*EXTERNAL_MAGIC);
    out.push(parts.vector.len() as u8);
    out.extend_from_slice(&parts.vector);
    out.extend_from_slice(&parts.tag);
    out.push(parts.metadata.len() as u8);
    out.extend_from_slice(&parts.metadata);
    out.extend_from_slice(&parts.body);
    out
}

fn close_inner(
    head: &[u8],
    secret: &[u8],
    context: &[u8],
    plaintext: &[u8],
    generator: &mut ChaCha20Rng,
) -> Vec<u8> {
    let salt = material::random_bytes(generator, SALT_BYTES);
    let nonce = material::random_bytes(generator, NONCE_BYTES);
    let bound_to = [head, &salt, context].concat();
    let body = vault::encrypt(&message_key(secret, &salt), &nonce, &bound_to, plaintext);
    [salt, nonce, body].concat()
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
