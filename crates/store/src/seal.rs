//! Contents that only who has their key can read: encrypted piece by piece on the way to the disk,
//! so that any range can be read again without the rest.
//!
//! A piece is AES-256-GCM of [`PIECE`] bytes, by a key that belongs to this content alone (derived
//! from the caller's secret and the content's id) and a nonce that is the piece's number. A piece
//! that was changed, moved or cut does not open. A content of two layers is sealed so twice, by
//! keys that have nothing to do with each other.

use std::fmt;

use aes_gcm::aead::{AeadInOut as _, KeyInit as _};
use aes_gcm::{Aes256Gcm, Nonce, Tag};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

use crate::blob::{BlobFile, BlobId};
use crate::error::StoreError;

/// Bytes of a piece before it is sealed.
const PIECE: usize = 64 * 1024;
const TAG: usize = 16;
/// For what purpose the key of each layer is derived, the innermost first.
const LAYERS: [&[u8]; 2] = [b"content", b"content, second layer"];

/// A secret of 32 bytes by which contents are sealed, once or twice.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct SealKey {
    secret: [u8; 32],
    is_double: bool,
}

impl SealKey {
    pub fn new(secret: [u8; 32]) -> SealKey {
        SealKey { secret, is_double: false }
    }

    /// Of contents that are sealed in two layers.
    pub fn double(secret: [u8; 32]) -> SealKey {
        SealKey { secret, is_double: true }
    }

    pub fn is_double(&self) -> bool {
        self.is_double
    }

    /// The secret itself, for a copy of the world that is to be read elsewhere.
    pub fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    /// The secret, and how many layers there are where it is not one.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.secret.to_vec();
        if self.is_double {
            bytes.push(LAYERS.len() as u8);
        }
        bytes
    }

    /// From [`SealKey::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Option<SealKey> {
        let (secret, layers) = bytes.split_at_checked(32)?;
        let secret = secret.try_into().ok()?;
        match layers {
            [] => Some(SealKey::new(secret)),
            [layers] if usize::from(*layers) == LAYERS.len() => Some(SealKey::double(secret)),
            _ => None,
        }
    }

    /// How long a content is once it is sealed.
    pub fn sealed_len(&self, len: u64) -> u64 {
        len + len.div_ceil(PIECE as u64) * (self.layers() * TAG) as u64
    }

    fn layers(&self) -> usize {
        if self.is_double { LAYERS.len() } else { 1 }
    }

    /// By which the secret is recognised, and which does not tell it.
    pub fn fingerprint(&self, salt: &[u8]) -> [u8; 32] {
        self.derive(b"fingerprint", salt)
    }

    /// A key for one purpose, from which nobody learns this one.
    pub fn derive(&self, purpose: &[u8], salt: &[u8]) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.secret).expect("HMAC takes keys of any length");
        mac.update(purpose);
        mac.update(salt);
        mac.finalize().into_bytes().into()
    }

    /// Of each layer, the innermost first.
    fn ciphers(&self, id: BlobId) -> Vec<Aes256Gcm> {
        let cipher =
            |purpose: &&[u8]| Aes256Gcm::new(&self.derive(purpose, &id.0.to_be_bytes()).into());
        LAYERS[..self.layers()].iter().map(cipher).collect()
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(…)")
    }
}

fn nonce(piece: u64) -> Nonce<aes_gcm::aead::consts::U12> {
    let mut nonce = [0; 12];
    nonce[4..].copy_from_slice(&piece.to_be_bytes());
    nonce.into()
}

/// Seals a content as it is written.
pub(crate) struct Sealer {
    key: SealKey,
    ciphers: Vec<Aes256Gcm>,
    /// Less than a piece.
    rest: Vec<u8>,
    pieces: u64,
}

impl Sealer {
    pub fn new(key: &SealKey, id: BlobId) -> Sealer {
        let rest = Vec::with_capacity(PIECE + key.layers() * TAG);
        Sealer { key: *key, ciphers: key.ciphers(id), rest, pieces: 0 }
    }

    pub fn sealed_len(&self, len: u64) -> u64 {
        self.key.sealed_len(len)
    }

    /// Takes bytes and hands on the pieces that are full.
    pub fn push(
        &mut self,
        mut bytes: &[u8],
        mut put: impl FnMut(&[u8]) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        while self.rest.len() + bytes.len() >= PIECE {
            let (now, later) = bytes.split_at(PIECE - self.rest.len());
            self.rest.extend_from_slice(now);
            bytes = later;
            put(self.seal())?;
            self.rest.clear();
        }
        self.rest.extend_from_slice(bytes);
        Ok(())
    }

    /// The last piece, which may be shorter.
    pub fn finish(mut self) -> Vec<u8> {
        if self.rest.is_empty() {
            return Vec::new();
        }
        self.seal();
        self.rest
    }

    fn seal(&mut self) -> &[u8] {
        for cipher in &self.ciphers {
            let tag = cipher
                .encrypt_inout_detached(&nonce(self.pieces), b"", self.rest.as_mut_slice().into())
                .expect("a piece is far shorter than what the cipher takes");
            self.rest.extend_from_slice(&tag);
        }
        self.pieces += 1;
        &self.rest
    }
}

/// Opens a sealed content as it is read.
pub(crate) struct Opener {
    ciphers: Vec<Aes256Gcm>,
    /// Of the content before it was sealed.
    len: u64,
}

impl Opener {
    pub fn new(key: &SealKey, id: BlobId, len: u64) -> Opener {
        Opener { ciphers: key.ciphers(id), len }
    }

    /// Fills `buffer` with the content's bytes from `offset`.
    pub fn read(
        &self,
        sealed: &BlobFile,
        offset: u64,
        buffer: &mut [u8],
    ) -> Result<(), StoreError> {
        let corrupt =
            || StoreError::corrupt(format!("content {}", sealed.id()), "a sealed piece is damaged");
        if offset + buffer.len() as u64 > self.len {
            return Err(corrupt());
        }
        let tags = self.ciphers.len() * TAG;
        let mut piece = Vec::with_capacity(PIECE + tags);
        let mut done = 0;
        while done < buffer.len() {
            let at = offset + done as u64;
            let number = at / PIECE as u64;
            let start = number * PIECE as u64;
            let piece_len = (self.len - start).min(PIECE as u64) as usize;
            piece.resize(piece_len + tags, 0);
            sealed.read_at(number * (PIECE + tags) as u64, &mut piece)?;
            for cipher in self.ciphers.iter().rev() {
                let inner_len = piece.len() - TAG;
                let (bytes, tag) = piece.split_at_mut(inner_len);
                let tag = Tag::try_from(&*tag).expect("it was cut to its length");
                cipher
                    .decrypt_inout_detached(&nonce(number), b"", (&mut *bytes).into(), &tag)
                    .map_err(|_| corrupt())?;
                piece.truncate(inner_len);
            }
            let skip = (at - start) as usize;
            let count = (piece_len - skip).min(buffer.len() - done);
            buffer[done..done + count].copy_from_slice(&piece[skip..skip + count]);
            done += count;
        }
        Ok(())
    }
}
