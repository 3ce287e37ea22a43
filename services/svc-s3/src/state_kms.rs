//! Rows of encryption by keys of KMS.

use kernel::Table;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// (bucket, requester, key as it was named): data keys that serve for several objects.
pub static BUCKET_KEYS: Table<(u64, String, String), BucketKeyRow> =
    Table::regional("s3", "bucket-keys");

/// How an object's key is kept.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct KmsRow {
    /// The ARN of the key of KMS.
    #[n(0)]
    pub key: String,
    #[n(1)]
    pub has_bucket_key: bool,
    /// The caller's part of the encryption context.
    #[n(2)]
    pub context: Vec<(String, String)>,
    /// A data key, encrypted by KMS.
    #[n(3)]
    pub data_key: ByteVec,
    /// The object's key, encrypted by the data key.
    #[n(4)]
    pub wrapped: ByteVec,
    /// The content is sealed in two layers.
    #[n(5)]
    #[cbor(default)]
    pub is_double: bool,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct BucketKeyRow {
    #[n(0)]
    pub arn: String,
    /// Encrypted by KMS.
    #[n(1)]
    pub data_key: ByteVec,
    /// The same, sealed by the world's root key.
    #[n(2)]
    pub sealed: ByteVec,
    #[n(3)]
    pub until_us: i64,
}

store::row!(BucketKeyRow);
