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
    /// Those that clients seldom ask for.
    pub rare: RareSet,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RareSet {
    pub sha512: bool,
    pub xxhash64: bool,
    pub xxhash3: bool,
    pub xxhash128: bool,
}

impl RareSet {
    pub const NONE: RareSet =
        RareSet { sha512: false, xxhash64: false, xxhash3: false, xxhash128: false };
    pub const ALL: RareSet =
        RareSet { sha512: true, xxhash64: true, xxhash3: true, xxhash128: true };

    const fn is_empty(self) -> bool {
        !(self.sha512 || self.xxhash64 || self.xxhash3 || self.xxhash128)
    }

    const fn union(self, other: RareSet) -> RareSet {
        RareSet {
            sha512: self.sha512 || other.sha512,
            xxhash64: self.xxhash64 || other.xxhash64,
            xxhash3: self.xxhash3 || other.xxhash3,
            xxhash128: self.xxhash128 || other.xxhash128,
        }
    }
}

impl DigestSet {
    pub const NONE: DigestSet = DigestSet {
        sha256: false,
        sha1: false,
        crc32: false,
        crc32c: false,
        crc64nvme: false,
        rare: RareSet::NONE,
    };
    pub const ALL: DigestSet = DigestSet {
        sha256: true,
        sha1: true,
        crc32: true,
        crc32c: true,
        crc64nvme: true,
        rare: RareSet::ALL,
    };

    /// Of one of the rare ones.
    pub const fn of_rare(rare: RareSet) -> DigestSet {
        DigestSet { rare, ..DigestSet::NONE }
    }

    #[must_use]
    pub const fn union(self, other: DigestSet) -> DigestSet {
        DigestSet {
            sha256: self.sha256 || other.sha256,
            sha1: self.sha1 || other.sha1,
            crc32: self.crc32 || other.crc32,
            crc32c: self.crc32c || other.crc32c,
            crc64nvme: self.crc64nvme || other.crc64nvme,
            rare: self.rare.union(other.rare),
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
    /// `None`: none of them was asked for.
    pub rare: Option<Box<RareDigests>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RareDigests {
    pub sha512: Option<[u8; 64]>,
    pub xxhash64: Option<u64>,
    pub xxhash3: Option<u64>,
    pub xxhash128: Option<u128>,
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
    rare: Option<Box<RareHasher>>,
}

/// In a place of its own: its states are large.
struct RareHasher {
    set: RareSet,
    sha512: Option<sha2::Sha512>,
    xxhash64: Option<xxhash_rust::xxh64::Xxh64>,
    /// Gives both XXHASH3 and XXHASH128.
    xxhash3: Option<xxhash_rust::xxh3::Xxh3>,
}

impl RareHasher {
    fn new(set: RareSet) -> RareHasher {
        RareHasher {
            set,
            sha512: set.sha512.then(sha2::Sha512::new),
            xxhash64: set.xxhash64.then(|| xxhash_rust::xxh64::Xxh64::new(0)),
            xxhash3: (set.xxhash3 || set.xxhash128).then(xxhash_rust::xxh3::Xxh3::new),
        }
    }

    fn update(&mut self, bytes: &[u8]) {
        if let Some(sha512) = &mut self.sha512 {
            sha512.update(bytes);
        }
        if let Some(xxhash64) = &mut self.xxhash64 {
            xxhash64.update(bytes);
        }
        if let Some(xxhash3) = &mut self.xxhash3 {
            xxhash3.update(bytes);
        }
    }

    fn finish(self) -> RareDigests {
        let xxhash3 = self.xxhash3.as_ref();
        RareDigests {
            sha512: self.sha512.map(|hash| hash.finalize().into()),
            xxhash64: self.xxhash64.map(|hash| hash.digest()),
            xxhash3: xxhash3.filter(|_| self.set.xxhash3).map(xxhash_rust::xxh3::Xxh3::digest),
            xxhash128: xxhash3
                .filter(|_| self.set.xxhash128)
                .map(xxhash_rust::xxh3::Xxh3::digest128),
        }
    }
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
            rare: (!set.rare.is_empty()).then(|| Box::new(RareHasher::new(set.rare))),
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
        if let Some(rare) = &mut self.rare {
            rare.update(bytes);
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
            rare: self.rare.map(|rare| Box::new(rare.finish())),
        }
    }
}
