//! Tables and rows.
//!
//! Bucket names are one space for the whole world; a bucket's rows lie in its owner's account,
//! its objects' rows in its owner's account and the bucket's region, keyed by the bucket's id.
//!
//! Invariant: `CURRENT` has a key's newest version exactly when that is an object; all other
//! versions, and delete markers, are in `VERSIONS`, newest first. So listings of current objects
//! never walk over old versions.

use bytes::Bytes;
use kernel::{BlobId, Table};
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

use crate::state_kms::KmsRow;
use crate::state_replication::ReplicatedRow;
use crate::state_settings::{AclRow, SettingsRow};

/// Who owns a bucket name.
pub static NAMES: Table<String, NameRow> = Table::world("s3", "names");
pub static BUCKETS: Table<String, BucketRow> = Table::global("s3", "buckets");
/// How many buckets an account has.
pub static BUCKET_COUNT: Table<(), u64> = Table::global("s3", "bucket-count");
/// (bucket, key)
pub static CURRENT: Table<(u64, String), VersionRow> = Table::regional("s3", "current");
/// (bucket, key, sequence counted from the end)
pub static VERSIONS: Table<(u64, String, u64), VersionRow> = Table::regional("s3", "versions");
/// (bucket, key): the sequence of the null version, when that is in `VERSIONS`.
pub static NULLS: Table<(u64, String), u64> = Table::regional("s3", "nulls");
/// (bucket, key, sequence): the bytes of small objects, apart from the rows that are listed.
pub static INLINE: Table<(u64, String, u64), Bytes> = Table::regional("s3", "inline");
/// (bucket, key, sequence): what objects of more than one segment consist of.
pub static MANIFESTS: Table<(u64, String, u64), ManifestRow> = Table::regional("s3", "manifests");
/// (bucket, key, sequence)
pub static UPLOADS: Table<(u64, String, u64), UploadRow> = Table::regional("s3", "uploads");
/// (bucket, the upload's nonce, part number)
pub static PARTS: Table<(u64, [u8; 16], u16), PartRow> = Table::regional("s3", "parts");
/// (bucket, the upload's nonce): what was answered to CompleteMultipartUpload.
pub static COMPLETED: Table<(u64, [u8; 16]), CompletedRow> = Table::regional("s3", "completed");

/// The random part of version and upload ids.
pub type Nonce = ByteArray<16>;

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct NameRow {
    #[n(0)]
    pub account: String,
    #[n(1)]
    pub region: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct BucketRow {
    /// World-unique; a bucket made again under the same name has another.
    #[n(0)]
    pub id: u64,
    #[n(1)]
    pub region: String,
    #[n(2)]
    pub created_us: i64,
    #[n(3)]
    pub versioning: Versioning,
    #[n(4)]
    #[cbor(default)]
    pub tags: Vec<(String, String)>,
    #[n(5)]
    #[cbor(default)]
    pub cors: Vec<CorsRow>,
    /// What most buckets do not have.
    #[n(6)]
    pub settings: Option<Box<SettingsRow>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Versioning {
    #[n(0)]
    Never,
    #[n(1)]
    Enabled,
    #[n(2)]
    Suspended,
}

#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct CorsRow {
    #[n(0)]
    pub id: Option<String>,
    #[n(1)]
    pub allowed_headers: Vec<String>,
    #[n(2)]
    pub allowed_methods: Vec<String>,
    #[n(3)]
    pub allowed_origins: Vec<String>,
    #[n(4)]
    pub expose_headers: Vec<String>,
    #[n(5)]
    pub max_age_seconds: Option<i64>,
}

/// A version of a key: an object or a delete marker.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct VersionRow {
    /// Grows with every version of a key.
    #[n(0)]
    pub sequence: u64,
    /// `None`: the null version.
    #[n(1)]
    pub nonce: Option<Nonce>,
    #[n(2)]
    pub modified_us: i64,
    /// `None`: a delete marker.
    #[n(3)]
    pub object: Option<ObjectRow>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ObjectRow {
    #[n(0)]
    pub size: u64,
    /// Of the content; of the parts' MD5s when it came in parts.
    #[n(1)]
    pub md5: ByteArray<16>,
    /// 0: it came in one piece.
    #[n(2)]
    pub parts_count: u16,
    #[n(3)]
    pub checksum: ChecksumRow,
    #[n(4)]
    pub content: ContentRow,
    #[n(5)]
    pub attributes: AttributesRow,
    #[n(6)]
    #[cbor(default)]
    pub tags: Vec<(String, String)>,
    /// What most objects do not have.
    #[n(7)]
    pub more: Option<Box<MoreRow>>,
}

/// What an object may have besides.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct MoreRow {
    /// The owner's account, where that is not the bucket's owner.
    #[n(0)]
    pub owner: Option<String>,
    /// `None`: private.
    #[n(1)]
    pub acl: Option<AclRow>,
    #[n(2)]
    pub lock: Option<LockRow>,
    /// What is kept of the customer's key by which the content is encrypted.
    #[n(3)]
    pub sealed: Option<SealedRow>,
    #[n(4)]
    pub restore: Option<RestoreRow>,
    /// Of objects in INTELLIGENT_TIERING.
    #[n(5)]
    pub tiering: Option<AccessRow>,
    /// `None`: it was never subject to replication.
    #[n(6)]
    pub replicated: Option<ReplicatedRow>,
    /// How its key is kept, where that is one of KMS.
    #[n(7)]
    pub kms: Option<Box<KmsRow>>,
    /// How many annotations it has.
    #[n(8)]
    #[cbor(default)]
    pub annotations: u32,
    /// Since when it is in its storage class, if a lifecycle has moved it there.
    #[n(20)]
    pub class_since_us: Option<i64>,
}

/// A copy that was asked for of an object in an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct RestoreRow {
    /// When it can be read.
    #[n(0)]
    pub ready_us: i64,
    /// When it goes again. 0: never (the object itself leaves the archive).
    #[n(1)]
    pub expires_us: i64,
    #[n(2)]
    pub tier: RetrievalTier,
    #[n(3)]
    pub days: u32,
}

/// How fast a copy is made, the slowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum RetrievalTier {
    #[n(0)]
    Bulk,
    #[n(1)]
    Standard,
    #[n(2)]
    Expedited,
}

/// When an object was last read, and where that has led.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AccessRow {
    /// To the day, roughly.
    #[n(0)]
    pub accessed_us: i64,
    /// `None`: a tier that is there at once.
    #[n(1)]
    pub archive: Option<ArchiveTier>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub enum ArchiveTier {
    #[n(0)]
    Archive,
    #[n(1)]
    DeepArchive,
}

/// How a version is locked.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct LockRow {
    /// `None`: without a retention period.
    #[n(0)]
    pub mode: Option<LockMode>,
    #[n(1)]
    pub until_us: i64,
    /// Legal hold; `None`: never set.
    #[n(2)]
    pub hold: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum LockMode {
    #[n(0)]
    Governance,
    #[n(1)]
    Compliance,
}

/// By which a customer's key is recognised.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct SealedRow {
    #[n(0)]
    pub salt: ByteArray<16>,
    #[n(1)]
    pub fingerprint: ByteArray<32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Algorithm {
    #[n(0)]
    Crc32,
    #[n(1)]
    Crc32c,
    #[n(2)]
    Crc64nvme,
    #[n(3)]
    Sha1,
    #[n(4)]
    Sha256,
    #[n(5)]
    Sha512,
    #[n(6)]
    Md5,
    #[n(7)]
    Xxhash64,
    #[n(8)]
    Xxhash3,
    #[n(9)]
    Xxhash128,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum ChecksumKind {
    #[n(0)]
    FullObject,
    #[n(1)]
    Composite,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct ChecksumRow {
    #[n(0)]
    pub algorithm: Algorithm,
    #[n(1)]
    pub kind: ChecksumKind,
    #[n(2)]
    pub value: ByteVec,
}

/// Where an object's bytes are.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub enum ContentRow {
    #[n(0)]
    Empty,
    /// In `INLINE`.
    #[n(1)]
    Inline,
    #[n(2)]
    File(#[n(0)] FileRow),
    /// In several places: in `MANIFESTS`.
    #[n(3)]
    Manifest,
}

/// A stretch of a content file.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct FileRow {
    #[n(0)]
    pub blob: BlobId,
    #[n(1)]
    pub offset: u64,
    #[n(2)]
    pub len: u64,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub enum SegmentRow {
    #[n(0)]
    Inline(#[n(0)] ByteVec),
    #[n(1)]
    File(#[n(0)] FileRow),
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ManifestRow {
    /// One entry without a checksum for objects that did not come in parts.
    #[n(0)]
    pub parts: Vec<ManifestPart>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ManifestPart {
    #[n(0)]
    pub number: u16,
    #[n(1)]
    pub size: u64,
    #[n(2)]
    pub checksum: Option<ByteVec>,
    #[n(3)]
    pub segments: Vec<SegmentRow>,
}

/// What a client says of an object when it makes it.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct AttributesRow {
    #[n(0)]
    pub cache_control: Option<String>,
    #[n(1)]
    pub content_disposition: Option<String>,
    #[n(2)]
    pub content_encoding: Option<String>,
    #[n(3)]
    pub content_language: Option<String>,
    #[n(4)]
    pub content_type: Option<String>,
    #[n(5)]
    pub expires: Option<String>,
    #[n(6)]
    pub website_redirect_location: Option<String>,
    /// `None`: STANDARD.
    #[n(7)]
    pub storage_class: Option<String>,
    #[n(8)]
    #[cbor(default)]
    pub metadata: Vec<(String, String)>,
}

/// A multipart upload in progress.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct UploadRow {
    #[n(0)]
    pub nonce: Nonce,
    #[n(1)]
    pub initiated_us: i64,
    /// `None`: the client named none; CRC64NVME is taken all the same.
    #[n(2)]
    pub algorithm: Option<Algorithm>,
    #[n(3)]
    pub kind: ChecksumKind,
    #[n(4)]
    pub attributes: AttributesRow,
    #[n(5)]
    #[cbor(default)]
    pub tags: Vec<(String, String)>,
    /// The ARN of who began it.
    #[n(6)]
    pub initiator: String,
    /// Of the object to be.
    #[n(7)]
    pub more: Option<Box<MoreRow>>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PartRow {
    #[n(0)]
    pub size: u64,
    #[n(1)]
    pub md5: ByteArray<16>,
    /// By the upload's algorithm.
    #[n(2)]
    pub checksum: ByteVec,
    #[n(3)]
    pub modified_us: i64,
    #[n(4)]
    pub segments: Vec<SegmentRow>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct CompletedRow {
    #[n(0)]
    pub key: String,
    #[n(1)]
    pub e_tag: String,
    #[n(2)]
    pub checksum: ChecksumRow,
    #[n(3)]
    pub parts_count: u16,
    #[n(4)]
    pub version_id: Option<String>,
    /// Encrypted by a customer's key.
    #[n(5)]
    #[cbor(default)]
    pub is_sealed: bool,
    #[n(6)]
    pub kms: Option<KmsRow>,
}

store::row!(NameRow, BucketRow, VersionRow, ManifestRow, UploadRow, PartRow, CompletedRow,);
