//! Checksums taken while bytes arrive: the MD5 that ETags need, and those a caller asked for.

use crc_fast::CrcAlgorithm;
use md5::Digest as _;

/// Which checksums to take besides the MD5, which is always taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DigestSet {
    pub sha256: bool,
    pub sha1: bool,
    pub crc32: bool,
    pub crc32c: bool,
    pub crc64nvme: bool,
}

impl DigestSet {
    pub const NONE: DigestSet =
        DigestSet { sha256: false, sha1: false, crc32: false, crc32c: false, crc64nvme: false };
    pub const ALL: DigestSet =
        DigestSet { sha256: true, sha1: true, crc32: true, crc32c: true, crc64nvme: true };

    #[must_use]
    pub const fn union(self, other: DigestSet) -> DigestSet {
        DigestSet {
            sha256: self.sha256 || other.sha256,
            sha1: self.sha1 || other.sha1,
            crc32: self.crc32 || other.crc32,
            crc32c: self.crc32c || other.crc32c,
            crc64nvme: self.crc64nvme || other.crc64nvme,
        }
    }
}

/// Length and checksums of a sequence of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digests {
    pub len: u64,
    pub md5: [u8; 16],
    pub sha256: Option<[u8; 32]>,
    pub sha1: Option<[u8; 20]>,
    pub crc32: Option<u32>,
    pub crc32c: Option<u32>,
    pub crc64nvme: Option<u64>,
}

impl Digests {
    /// Of bytes that are all there.
    pub fn of(bytes: &[u8], set: DigestSet) -> Digests {
        let mut hasher = Hasher::new(set);
        hasher.update(bytes);
        hasher.finish()
    }
}

/// Takes the checksums of a set, piece by piece.
pub struct Hasher {
    len: u64,
    /// `None`: [`Hasher::hand_over_md5`] has given it away.
    md5: Option<md5::Md5>,
    sha256: Option<sha2::Sha256>,
    sha1: Option<sha1::Sha1>,
    crc32: Option<crc_fast::Digest>,
    crc32c: Option<crc_fast::Digest>,
    crc64nvme: Option<crc_fast::Digest>,
}

impl Hasher {
    pub fn new(set: DigestSet) -> Hasher {
        let crc = |wanted: bool, algorithm| wanted.then(|| crc_fast::Digest::new(algorithm));
        Hasher {
            len: 0,
            md5: Some(md5::Md5::new()),
            sha256: set.sha256.then(sha2::Sha256::new),
            sha1: set.sha1.then(sha1::Sha1::new),
            crc32: crc(set.crc32, CrcAlgorithm::Crc32IsoHdlc),
            crc32c: crc(set.crc32c, CrcAlgorithm::Crc32Iscsi),
            crc64nvme: crc(set.crc64nvme, CrcAlgorithm::Crc64Nvme),
        }
    }

    pub fn len(&self) -> u64 {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    pub fn update(&mut self, bytes: &[u8]) {
        self.len += bytes.len() as u64;
        if let Some(md5) = &mut self.md5 {
            md5.update(bytes);
        }
        if let Some(sha256) = &mut self.sha256 {
            sha256.update(bytes);
        }
        if let Some(sha1) = &mut self.sha1 {
            sha1.update(bytes);
        }
        for crc in [&mut self.crc32, &mut self.crc32c, &mut self.crc64nvme].into_iter().flatten() {
            crc.update(bytes);
        }
    }

    /// From now on somebody else takes the MD5, of which nothing was taken yet.
    pub fn hand_over_md5(&mut self) {
        assert!(self.is_empty(), "the MD5 is one of all bytes");
        self.md5 = None;
    }

    pub fn finish(self) -> Digests {
        assert!(self.md5.is_some(), "the MD5 is here");
        self.finish_with([0; 16])
    }

    /// As [`Hasher::finish`], where the MD5 was taken elsewhere.
    pub fn finish_with(self, md5: [u8; 16]) -> Digests {
        Digests {
            len: self.len,
            md5: self.md5.map_or(md5, |md5| md5.finalize().into()),
            sha256: self.sha256.map(|hash| hash.finalize().into()),
            sha1: self.sha1.map(|hash| hash.finalize().into()),
            crc32: self.crc32.map(|crc| crc.finalize() as u32),
            crc32c: self.crc32c.map(|crc| crc.finalize() as u32),
            crc64nvme: self.crc64nvme.map(|crc| crc.finalize()),
        }
    }
}
