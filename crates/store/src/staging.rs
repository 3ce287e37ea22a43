//! Contents being written: their bytes on the way to the disk, and the checksums that are taken.

use std::fs::File;
use std::io::Write as _;
use std::sync::Arc;

use bytes::Bytes;

use crate::blob::{Backing, BlobId, BlobStore, Content, INLINE_MAX, Staged};
use crate::blob::{create_file, remove_if_there};
use crate::digest::{DigestSet, Hasher};
use crate::error::StoreError;
use crate::seal::{SealKey, Sealer};
use crate::space::Kind;

/// Bytes are written to the disk in pieces of this length.
const WRITE_BYTES: usize = 256 * 1024;
/// From so many bytes on, the MD5 of a content is taken beside those of others.
const LANES_BYTES_MIN: u64 = 128 * 1024;
/// A client's word alone allocates no more of the disk.
const ALLOCATED_AHEAD_MAX: u64 = 64 * 1024 * 1024;

/// A content that is being written. Dropping it unfinished leaves nothing behind.
pub struct Staging {
    store: Arc<BlobStore>,
    id: BlobId,
    hasher: Hasher,
    /// What was not yet written to the file; in memory, everything.
    buffer: Vec<u8>,
    /// Opened when the bytes outgrow `INLINE_MAX`.
    file: Option<File>,
    /// What the caller announced, as it will be on the disk; 0 when it did not.
    expected_len: u64,
    sealer: Option<Sealer>,
    /// Where the MD5 is taken, if it is not here: what is written goes there afterwards.
    md5: Option<md5_lanes::Stream>,
}

impl Staging {
    pub(crate) fn new(store: Arc<BlobStore>, id: BlobId, set: DigestSet) -> Staging {
        Staging {
            store,
            id,
            hasher: Hasher::new(set),
            buffer: Vec::new(),
            file: None,
            expected_len: 0,
            sealer: None,
            md5: None,
        }
    }

    pub(crate) fn sealed_by(mut self, key: &SealKey) -> Staging {
        self.sealer = Some(Sealer::new(key, self.id));
        self
    }

    /// How many bytes were written so far.
    pub fn len(&self) -> u64 {
        self.hasher.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Announces the whole length before the first write, where it is known: a disk without room is
    /// found out at once, and a file allocated in one piece is written faster. The bytes that come
    /// may be fewer or more.
    pub fn expect_len(&mut self, len: u64) -> Result<(), StoreError> {
        if len > WRITE_BYTES as u64
            && let Backing::Disk(disk) = &self.store.backing
        {
            let len = self.sealer.as_ref().map_or(len, |sealer| sealer.sealed_len(len));
            disk.space.admit(len, Kind::Adds)?;
            self.expected_len = len;
        }
        Ok(())
    }

    /// Announces the whole length as [`Staging::expect_len`] does, to a content that many others
    /// may come in beside: the MD5s of long ones are taken together. Who calls this awaits
    /// [`Staging::keep_pace`] between writes, and finishes by [`Staging::finish_beside_others`].
    pub fn expect_beside_others(&mut self, len: u64) -> Result<(), StoreError> {
        self.expect_len(len.min(ALLOCATED_AHEAD_MAX))?;
        // What is sealed lies in the buffer as it must not be hashed; what memory keeps stays.
        let is_plain_file = self.sealer.is_none() && matches!(self.store.backing, Backing::Disk(_));
        if len >= LANES_BYTES_MIN && is_plain_file {
            self.md5 = self.store.lanes.stream();
            if self.md5.is_some() {
                self.hasher.hand_over_md5();
                self.buffer.reserve_exact(WRITE_BYTES.min(len as usize));
            }
        }
        Ok(())
    }

    /// Waits until not much of what was written is still to be hashed.
    pub async fn keep_pace(&self) {
        if let Some(md5) = &self.md5 {
            md5.keep_pace().await;
        }
    }

    /// As [`Staging::finish`], after the MD5 that may be taken elsewhere.
    pub async fn finish_beside_others(mut self) -> Result<Staged, StoreError> {
        let Some(md5) = self.md5.take() else { return self.finish() };
        let rest = std::mem::take(&mut self.buffer);
        if self.file.is_none() && rest.len() <= INLINE_MAX {
            // Less came than was announced.
            md5.push(rest.clone());
            self.buffer = rest;
        } else {
            self.write_out(&rest)?;
            md5.push(rest);
        }
        let md5 = md5.finish().await;
        self.finish_from(INLINE_MAX, Some(md5))
    }

    /// Appends. This blocks on the disk.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        self.hasher.update(bytes);
        match self.sealer.take() {
            None => self.put(bytes),
            Some(mut sealer) => {
                let pushed = sealer.push(bytes, |sealed| self.put(sealed));
                self.sealer = Some(sealer);
                pushed
            }
        }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        let is_disk = matches!(self.store.backing, Backing::Disk(_));
        if is_disk && self.buffer.len() + bytes.len() > WRITE_BYTES {
            let mut buffer = std::mem::take(&mut self.buffer);
            self.write_out(&buffer)?;
            self.buffer = if let Some(md5) = &self.md5 {
                md5.push(buffer)
            } else {
                buffer.clear();
                buffer
            };
            if bytes.len() >= WRITE_BYTES && self.md5.is_none() {
                return self.write_out(bytes);
            }
            self.buffer.reserve_exact(WRITE_BYTES.max(bytes.len()));
        }
        self.buffer.extend_from_slice(bytes);
        Ok(())
    }

    /// Appends to the file, which is made when it is first needed.
    fn write_out(&mut self, bytes: &[u8]) -> Result<(), StoreError> {
        let Backing::Disk(disk) = &self.store.backing else { return Ok(()) };
        let path = disk.staging.join(self.id.to_string());
        disk.space.admit(bytes.len() as u64, Kind::Adds)?;
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(create_file(&path, self.expected_len)?),
        };
        file.write_all(bytes).map_err(|error| StoreError::path("cannot write", &path, error))
    }

    /// Puts the content into place. It survives the process's death; the next commit's ticket
    /// covers its durability.
    pub fn finish(self) -> Result<Staged, StoreError> {
        self.finish_from(INLINE_MAX, None)
    }

    /// As [`Staging::finish`], of a content that never stays inline, however short.
    pub(crate) fn finish_as_file(self) -> Result<Staged, StoreError> {
        self.finish_from(0, None)
    }

    fn finish_from(
        mut self,
        inline_max: usize,
        md5: Option<[u8; 16]>,
    ) -> Result<Staged, StoreError> {
        let is_sealed = self.sealer.is_some() && !self.is_empty();
        let len = self.sealer.as_ref().map_or(self.len(), |sealer| sealer.sealed_len(self.len()));
        if let Some(sealer) = self.sealer.take() {
            self.put(&sealer.finish())?;
        }
        let buffer = std::mem::take(&mut self.buffer);
        let hasher = std::mem::replace(&mut self.hasher, Hasher::new(DigestSet::NONE));
        let digests = match md5 {
            Some(md5) => hasher.finish_with(md5),
            None => hasher.finish(),
        };
        if self.file.is_none() && buffer.len() <= inline_max && !is_sealed {
            // At its exact length: the row keeps it.
            let bytes = Bytes::from(buffer.into_boxed_slice());
            return Ok(Staged { content: Content::Inline(bytes), digests });
        }
        match &self.store.backing {
            Backing::Memory(map) => {
                map.lock().insert(self.id, Bytes::from(buffer.into_boxed_slice()));
            }
            Backing::Disk(disk) => {
                let path = disk.staging.join(self.id.to_string());
                let file = match &mut self.file {
                    Some(file) => file,
                    None => self.file.insert(create_file(&path, self.expected_len)?),
                };
                disk.finish(self.id, file, &buffer)?;
                if len < self.expected_len {
                    // Gives back what was allocated in vain.
                    file.set_len(len)
                        .map_err(|error| StoreError::path("cannot cut", &path, error))?;
                }
                // Nothing is left to clean up.
                self.file = None;
            }
        }
        Ok(Staged { content: Content::File { id: self.id, len: digests.len }, digests })
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if self.file.is_some()
            && let Backing::Disk(disk) = &self.store.backing
            && let Err(error) = remove_if_there(&disk.staging.join(self.id.to_string()))
        {
            tracing::warn!(%error, "an unfinished content stays until the next start");
        }
    }
}
