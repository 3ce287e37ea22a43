//! Tables and rows. All but the tokens are of an account's region: a registry.

use bytes::Bytes;
use kernel::{BlobId, Table};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

pub static REPOSITORIES: Table<String, RepositoryRow> = Table::regional("ecr", "repositories");
/// (repository, digest)
pub static IMAGES: Table<(String, String), ImageRow> = Table::regional("ecr", "images");
/// (repository, digest): the manifest as it was put.
pub static MANIFESTS: Table<(String, String), Bytes> = Table::regional("ecr", "manifests");
/// (repository, tag)
pub static TAGS: Table<(String, String), TagRow> = Table::regional("ecr", "image-tags");
/// (repository, digest, tag)
pub static TAGS_OF: Table<(String, String, String), ()> = Table::regional("ecr", "tags-of-images");
/// (repository, digest)
pub static LAYERS: Table<(String, String), LayerRow> = Table::regional("ecr", "layers");
/// (repository, digest of a layer, digest of an image that has it)
pub static USES: Table<(String, String, String), ()> = Table::regional("ecr", "layer-uses");
/// (repository, digest of an image, digest of an index that lists it or of what refers to it)
pub static PARENTS: Table<(String, String, String), ()> = Table::regional("ecr", "parents");
/// (repository, digest of the subject, digest of the referrer)
pub static REFERRERS: Table<(String, String, String), ()> = Table::regional("ecr", "referrers");
/// (repository, upload)
pub static UPLOADS: Table<(String, String), UploadRow> = Table::regional("ecr", "uploads");
/// (repository, upload, first byte)
pub static PARTS: Table<(String, String, u64), PartRow> = Table::regional("ecr", "upload-parts");
/// (repository): the last preview.
pub static PREVIEWS: Table<String, PreviewRow> = Table::regional("ecr", "lifecycle-previews");
/// By the SHA-256 of the password, in hexadecimal digits.
pub static TOKENS: Table<String, TokenRow> = Table::world("ecr", "tokens");
/// (when it ends, SHA-256 of the password)
pub static TOKEN_ENDS: Table<(i64, String), ()> = Table::world("ecr", "token-ends");

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct RepositoryRow {
    #[n(0)]
    pub created_us: i64,
    #[n(1)]
    pub mutability: Mutability,
    /// Wildcards of tags to which the opposite applies.
    #[n(2)]
    pub exclusions: Vec<String>,
    #[n(3)]
    pub tags: Vec<(String, String)>,
    #[n(4)]
    pub policy: Option<String>,
    #[n(5)]
    pub lifecycle: Option<LifecycleRow>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Mutability {
    #[n(0)]
    Mutable,
    #[n(1)]
    Immutable,
    #[n(2)]
    ImmutableWithExclusion,
    #[n(3)]
    MutableWithExclusion,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct LifecycleRow {
    #[n(0)]
    pub text: String,
    #[n(1)]
    pub evaluated_us: i64,
    /// Counts up with each policy: an evaluation that was planned for an earlier one is void.
    #[n(2)]
    pub number: u64,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct PreviewRow {
    #[n(0)]
    pub text: String,
    #[n(1)]
    pub expiring: Vec<ExpiringRow>,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct ExpiringRow {
    #[n(0)]
    pub digest: String,
    #[n(1)]
    pub tags: Vec<String>,
    #[n(2)]
    pub pushed_us: i64,
    #[n(3)]
    pub priority: u64,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct ImageRow {
    #[n(0)]
    pub pushed_us: i64,
    #[n(1)]
    pub media_type: String,
    /// Of its layers, its configuration and its manifest, in bytes.
    #[n(2)]
    pub size: u64,
    /// Digests: layers and configuration.
    #[n(3)]
    pub layers: Vec<String>,
    /// Digests: the images that an index lists.
    #[n(4)]
    pub images: Vec<String>,
    /// To what it refers, which need not be there.
    #[n(5)]
    pub subject: Option<String>,
    #[n(6)]
    pub artifact_type: Option<String>,
    #[n(7)]
    pub pulled_us: Option<i64>,
}

/// Of an image: of one only at a time.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct TagRow {
    #[n(0)]
    pub digest: String,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub enum SegmentRow {
    #[n(0)]
    Inline(#[n(0)] ByteVec),
    #[n(1)]
    File(#[n(0)] BlobId, #[n(1)] u64),
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct LayerRow {
    #[n(0)]
    pub size: u64,
    #[n(1)]
    pub segments: Vec<SegmentRow>,
    /// Part of the links by which it is downloaded.
    #[n(2)]
    pub secret: String,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct UploadRow {
    #[n(0)]
    pub created_us: i64,
    /// Bytes that have come.
    #[n(1)]
    pub received: u64,
    #[n(2)]
    pub parts: u64,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct PartRow {
    #[n(0)]
    pub segments: Vec<SegmentRow>,
}

/// For whom a token stands.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct TokenRow {
    #[n(0)]
    pub expires_us: i64,
    #[n(1)]
    pub account: String,
    #[n(2)]
    pub region: String,
    /// `None`: the root of the account.
    #[n(3)]
    pub identity: Option<IdentityRow>,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct IdentityRow {
    #[n(0)]
    pub arn: String,
    #[n(1)]
    pub unique_id: String,
    #[n(2)]
    pub access_key_id: String,
    #[n(3)]
    pub is_session: bool,
}

store::row!(RepositoryRow, PreviewRow, ImageRow, LayerRow, UploadRow, PartRow, TagRow, TokenRow);
