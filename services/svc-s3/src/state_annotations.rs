//! Rows of objects' annotations.

use kernel::Table;
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

use crate::state::{ChecksumRow, SegmentRow};
use crate::state_replication::ReplicatedRow;

/// (bucket, key, sequence, name)
pub static ANNOTATIONS: Table<(u64, String, u64, String), AnnotationRow> =
    Table::regional("s3", "annotations");
/// The same key: the payloads, apart from the rows that are listed.
pub static ANNOTATION_PAYLOADS: Table<(u64, String, u64, String), PayloadRow> =
    Table::regional("s3", "annotation-payloads");

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct AnnotationRow {
    #[n(0)]
    pub modified_us: i64,
    #[n(1)]
    pub size: u64,
    #[n(2)]
    pub md5: ByteArray<16>,
    #[n(3)]
    pub checksum: ChecksumRow,
    /// `None`: it goes nowhere.
    #[n(4)]
    pub replicated: Option<ReplicatedRow>,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct PayloadRow {
    #[n(0)]
    pub segments: Vec<SegmentRow>,
}

store::row!(AnnotationRow, PayloadRow);
