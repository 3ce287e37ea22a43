//! Contents that only who has their key can read: encrypted piece by piece on the way to the disk,
//! so that any range can be read again without the rest.
//!
//! A piece is AES-256-GCM of [`PIECE`] bytes, by a key that belongs to this content alone (derived
//! from the caller's secret and the content's id) and a nonce that is the piece's number. A piece
//! that was changed, moved or cut does not open.

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
const SEALED_PIECE: usize = PIECE + TAG;

/// A secret of 32 bytes by which contents are sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct SealKey([u8; 32]);

impl SealKey {
    pub fn new(secret: [u8; 32]) -> SealKey {
        SealKey(secret)
    }

    /// The secret itself, for a copy of the world that is to be read elsewhere.
    pub fn secret(&self) -> &[u8; 32] {
        &self.0
    }

    /// By which the secret is recognised, and which does not tell it.
    pub fn fingerprint(&self, salt: &[u8]) -> [u8; 32] {
        self.derive(b"fingerprint", salt)
    }

    /// A key for one purpose, from which nobody learns this one.
    pub fn derive(&self, purpose: &[u8], salt: &[u8]) -> [u8; 32] {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes keys of any length");
        mac.update(purpose);
        mac.update(salt);
        mac.finalize().into_bytes().into()
    }

    fn cipher(&self, id: BlobId) -> Aes256Gcm {
        let key = self.derive(b"content", &id.0.to_be_bytes());
        Aes256Gcm::new(&key.into())
    }
}

impl fmt::Debug for SealKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealKey(…)")
    }
}

/// How long a content is once it is sealed.
pub fn sealed_len(len: u64) -> u64 {
    len + len.div_ceil(PIECE as u64) * TAG as u64
}

fn nonce(piece: u64) -> Nonce<aes_gcm::aead::consts::U12> {
    let mut nonce = [0; 12];
    nonce[4..].copy_from_slice(&piece.to_be_bytes());
    nonce.into()
}

/// Seals a content as it is written.
pub(crate) struct Sealer {
    cipher: Aes256Gcm,
    /// Less than a piece.
    rest: Vec<u8>,
    pieces: u64,
}

impl Sealer {
    pub fn new(key: &SealKey, id: BlobId) -> Sealer {
        Sealer { cipher: key.cipher(id), rest: Vec::with_capacity(SEALED_PIECE), pieces: 0 }
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
        let tag = self
            .cipher
            .encrypt_inout_detached(&nonce(self.pieces), b"", self.rest.as_mut_slice().into())
            .expect("a piece is far shorter than what the cipher takes");
        self.pieces += 1;
        self.rest.extend_from_slice(&tag);
        &self.rest
    }
}

/// Opens a sealed content as it is read.
pub(crate) struct Opener {
    cipher: Aes256Gcm,
    /// Of the content before it was sealed.
    len: u64,
}

impl Opener {
    pub fn new(key: &SealKey, id: BlobId, len: u64) -> Opener {
        Opener { cipher: key.cipher(id), len }
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
        let mut piece = Vec::with_capacity(SEALED_PIECE);
        let mut done = 0;
        while done < buffer.len() {
            let at = offset + done as u64;
            let number = at / PIECE as u64;
            let start = number * PIECE as u64;
            let piece_len = (self.len - start).min(PIECE as u64) as usize;
            piece.resize(piece_len + TAG, 0);
            sealed.read_at(number * SEALED_PIECE as u64, &mut piece)?;
            let (bytes, tag) = piece.split_at_mut(piece_len);
            let tag = Tag::try_from(&*tag).expect("it was cut to its length");
            self.cipher
                .decrypt_inout_detached(&nonce(number), b"", (&mut *bytes).into(), &tag)
                .map_err(|_| corrupt())?;
            let skip = (at - start) as usize;
            let count = (piece_len - skip).min(buffer.len() - done);
            buffer[done..done + count].copy_from_slice(&bytes[skip..skip + count]);
            done += count;
        }
        Ok(())
    }
}
