//! Tables and rows. All are of an account's region.

use bytes::Bytes;
use kernel::{BlobId, Table};
use minicbor::bytes::{ByteArray, ByteVec};
use minicbor::{Decode, Encode};

pub static VAULTS: Table<String, VaultRow> = Table::regional("glacier", "vaults");
/// (vault, archive)
pub static ARCHIVES: Table<(String, String), ArchiveRow> = Table::regional("glacier", "archives");
/// (vault, upload)
pub static UPLOADS: Table<(String, String), UploadRow> = Table::regional("glacier", "uploads");
/// (vault, upload, first byte)
pub static PARTS: Table<(String, String, u64), PartRow> = Table::regional("glacier", "parts");
/// (vault, job)
pub static JOBS: Table<(String, String), JobRow> = Table::regional("glacier", "jobs");
/// (vault, job): the text of an inventory that was retrieved.
pub static LISTS: Table<(String, String), Bytes> = Table::regional("glacier", "lists");
/// Of the account.
pub static RETRIEVAL_POLICY: Table<(), RetrievalPolicyRow> =
    Table::regional("glacier", "retrieval-policy");
/// (when, job): bytes that Standard retrievals have asked for.
pub static RETRIEVED: Table<(i64, String), u64> = Table::regional("glacier", "retrieved");
pub static CAPACITY: Table<String, CapacityRow> = Table::regional("glacier", "capacity");

/// The SHA-256 of a tree.
pub type Hash = ByteArray<32>;

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct VaultRow {
    #[n(0)]
    pub created_us: i64,
    /// As of the last inventory.
    #[n(1)]
    pub archives: u64,
    #[n(2)]
    pub bytes: u64,
    #[n(3)]
    pub inventory_us: Option<i64>,
    /// Something was added or removed since, and an inventory is to be taken.
    #[n(4)]
    pub is_inventory_due: bool,
    #[n(5)]
    pub policy: Option<String>,
    #[n(6)]
    pub lock: Option<LockRow>,
    #[n(7)]
    pub notifications: Option<NotificationsRow>,
    #[n(8)]
    pub tags: Vec<(String, String)>,
    /// World-unique: a vault that is made again under its name has another.
    #[n(9)]
    pub id: u64,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct LockRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub policy: String,
    #[n(2)]
    pub created_us: i64,
    /// `None`: locked.
    #[n(3)]
    pub expires_us: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct NotificationsRow {
    #[n(0)]
    pub topic: String,
    #[n(1)]
    pub events: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub enum SegmentRow {
    #[n(0)]
    Inline(#[n(0)] ByteVec),
    #[n(1)]
    File(#[n(0)] BlobId, #[n(1)] u64),
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ArchiveRow {
    #[n(0)]
    pub created_us: i64,
    #[n(1)]
    pub description: String,
    #[n(2)]
    pub size: u64,
    #[n(3)]
    pub hash: Hash,
    #[n(4)]
    pub segments: Vec<SegmentRow>,
    /// Inventories show it until the next one is taken.
    #[n(5)]
    pub deleted_us: Option<i64>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct UploadRow {
    #[n(0)]
    pub created_us: i64,
    #[n(1)]
    pub description: String,
    #[n(2)]
    pub part_size: u64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PartRow {
    #[n(0)]
    pub size: u64,
    #[n(1)]
    pub hash: Hash,
    #[n(2)]
    pub segments: Vec<SegmentRow>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct JobRow {
    #[n(0)]
    pub created_us: i64,
    #[n(1)]
    pub description: Option<String>,
    /// When it was finished.
    #[n(2)]
    pub completed_us: Option<i64>,
    #[n(3)]
    pub topic: Option<String>,
    #[n(4)]
    pub kind: JobKind,
}

#[derive(Clone, Debug, Encode, Decode)]
pub enum JobKind {
    #[n(0)]
    Archive(#[n(0)] RetrievalRow),
    #[n(1)]
    Inventory(#[n(0)] InventoryRow),
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RetrievalRow {
    #[n(0)]
    pub archive: String,
    #[n(1)]
    pub tier: String,
    /// First byte, and the one behind the last.
    #[n(2)]
    pub from: u64,
    #[n(3)]
    pub to: u64,
    #[n(4)]
    pub size: u64,
    #[n(5)]
    pub hash: Hash,
    #[n(6)]
    pub about: String,
    /// References of its own: an archive that is deleted meanwhile still comes.
    #[n(7)]
    pub segments: Vec<SegmentRow>,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct InventoryRow {
    #[n(0)]
    pub is_csv: bool,
    #[n(1)]
    pub from_us: Option<i64>,
    #[n(2)]
    pub to_us: Option<i64>,
    #[n(3)]
    pub limit: Option<u64>,
    /// The archive after which it begins.
    #[n(4)]
    pub after: Option<String>,
    /// What is there when it is finished: its length, and where the next one begins.
    #[n(5)]
    pub len: Option<u64>,
    #[n(6)]
    pub next: Option<String>,
    #[n(7)]
    pub tier: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Strategy {
    #[n(0)]
    FreeTier,
    #[n(1)]
    BytesPerHour,
    #[n(2)]
    None,
}

#[derive(Clone, Copy, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RetrievalPolicyRow {
    #[n(0)]
    pub strategy: Strategy,
    #[n(1)]
    pub bytes_per_hour: Option<u64>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct CapacityRow {
    #[n(0)]
    pub from_us: i64,
    #[n(1)]
    pub to_us: i64,
}

store::row!(VaultRow, ArchiveRow, UploadRow, PartRow, JobRow, RetrievalPolicyRow, CapacityRow);
