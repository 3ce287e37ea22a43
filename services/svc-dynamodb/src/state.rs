//! The tables of DynamoDB and their rows.
//!
//! The items of a table lie in a *space*, a number of its own: a deleted table's items go later, in
//! steps, and a backup keeps a space alive after its table. Each index has a space in
//! [`ENTRIES`], with copies of what it projects. Nothing of a table is held in memory.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, OnceLock};

use kernel::{Ctx, Table, Timestamp};
use minicbor::{Decode, Encode};

use crate::archive::ArchiveRow;
use crate::codec::StoredItem;
use crate::encryption::EncryptionRow;
use crate::key::{ItemTable, Place};
use crate::kinesis_destination::DestinationRow;
use crate::names;
use crate::overrides::OverridesRow;
use crate::vector::VectorRow;

pub static TABLES: Table<String, TableRow> = Table::regional("dynamodb", "tables");
/// By space and key.
pub static ITEMS: ItemTable<StoredItem> = Table::regional("dynamodb", "items");
/// Entries of secondary indexes, by the space of the index, its key, and the item's key.
pub static ENTRIES: ItemTable<StoredItem> = Table::regional("dynamodb", "entries");
/// [`ITEMS`] and [`ENTRIES`], for those who read stretches of them.
pub static PLACED_ITEMS: Table<Place, StoredItem> = Table::regional("dynamodb", "items");
pub static PLACED_ENTRIES: Table<Place, StoredItem> = Table::regional("dynamodb", "entries");
/// By space: how many items there are, and how large they are.
pub static COUNTS: Table<u64, CountRow> = Table::regional("dynamodb", "counts");
/// Bytes of an item collection, by its partition: of tables with local secondary indexes.
pub static COLLECTIONS: ItemTable<u64> = Table::regional("dynamodb", "collections");
/// Tags by the name of the table.
pub static TAGS: Table<String, TagsRow> = Table::regional("dynamodb", "tags");
/// Resource policies by the resource: `table/NAME` or `table/NAME/stream/LABEL`.
pub static POLICIES: Table<String, PolicyRow> = Table::regional("dynamodb", "policies");
/// (token): what a transaction with that token did.
pub static TOKENS: Table<String, TokenRow> = Table::regional("dynamodb", "tokens");
/// (end in microseconds, token): which token is forgotten first.
pub static TOKEN_ENDS: Table<(i64, String), ()> = Table::regional("dynamodb", "token-ends");
/// By the item: until when a transaction holds it, in microseconds; only with the setting.
pub static LOCKS: ItemTable<u64> = Table::regional("dynamodb", "locks");

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum Status {
    #[n(0)]
    Creating,
    #[n(1)]
    Updating,
    #[n(2)]
    Deleting,
    #[n(3)]
    Active,
    /// Its items are in a backup: [`crate::archive`].
    #[n(4)]
    Archived,
}

impl Status {
    pub fn name(self) -> &'static str {
        match self {
            Status::Creating => "CREATING",
            Status::Updating => "UPDATING",
            Status::Deleting => "DELETING",
            Status::Active => "ACTIVE",
            Status::Archived => "ARCHIVED",
        }
    }
}

/// The types that keys may have.
#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum KeyKind {
    #[n(0)]
    S,
    #[n(1)]
    N,
    #[n(2)]
    B,
}

impl KeyKind {
    pub fn parse(name: &str) -> KeyKind {
        match name {
            "N" => KeyKind::N,
            "B" => KeyKind::B,
            _ => KeyKind::S,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            KeyKind::S => "S",
            KeyKind::N => "N",
            KeyKind::B => "B",
        }
    }
}

/// A table. Times are microseconds of virtual time.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TableRow {
    #[n(0)]
    pub space: u64,
    #[n(1)]
    pub id: String,
    #[n(2)]
    pub status: Status,
    #[n(3)]
    pub created: i64,
    #[n(4)]
    pub attributes: Vec<(String, KeyKind)>,
    #[n(5)]
    pub hash: String,
    #[n(6)]
    pub range: Option<String>,
    #[n(7)]
    pub indexes: Vec<IndexRow>,
    #[n(8)]
    pub billing: BillingRow,
    #[n(9)]
    pub capacity: CapacityRow,
    #[n(10)]
    pub stream: Option<StreamRow>,
    /// The attribute of TTL, while it is enabled.
    #[n(11)]
    pub ttl: Option<String>,
    #[n(12)]
    pub is_protected: bool,
    #[n(13)]
    pub class: ClassRow,
    #[n(14)]
    pub history: HistoryRow,
    #[n(15)]
    pub replication: Option<ReplicationRow>,
    #[n(16)]
    pub restored: Option<RestoredRow>,
    /// The stream that was enabled last, when none is now: DescribeTable goes on to name it.
    #[n(17)]
    pub last_stream: Option<String>,
    #[n(18)]
    pub warm: Option<(i64, i64)>,
    /// The table key, when it is not under a key that AWS owns.
    #[n(19)]
    pub encryption: Option<EncryptionRow>,
    /// Keys that are used most are counted, of the table or of an index.
    #[n(21)]
    #[cbor(default)]
    pub is_watched: bool,
    /// Streams of Kinesis into which its changes go, or went.
    #[n(24)]
    #[cbor(default)]
    pub destinations: Vec<DestinationRow>,
    /// Since when its KMS key cannot be used, as far as that has been seen.
    #[n(22)]
    pub inaccessible_since: Option<i64>,
    #[n(23)]
    pub archived: Option<ArchiveRow>,
    #[n(25)]
    #[cbor(default)]
    pub vectors: Vec<VectorRow>,
    /// What it has for itself as a replica.
    #[n(26)]
    #[cbor(default)]
    pub overrides: OverridesRow,
    #[cbor(skip)]
    pub arn: ArnMemo,
}

/// The table's ARN, put together by the first request that needs it and shared with the row. A copy
/// of the row, which may become another table's, begins without it.
#[derive(Debug, Default)]
pub struct ArnMemo(OnceLock<String>);

impl Clone for ArnMemo {
    fn clone(&self) -> ArnMemo {
        ArnMemo::default()
    }
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct IndexRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub space: u64,
    #[n(2)]
    pub is_local: bool,
    #[n(3)]
    pub hash: Vec<String>,
    #[n(4)]
    pub range: Vec<String>,
    #[n(5)]
    pub projection: ProjectionRow,
    #[n(6)]
    pub status: Status,
    #[n(7)]
    pub is_backfilling: bool,
    #[n(8)]
    pub capacity: CapacityRow,
    #[n(9)]
    pub warm: Option<(i64, i64)>,
}

#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
pub enum ProjectionRow {
    #[n(0)]
    All,
    #[n(1)]
    KeysOnly,
    #[n(2)]
    Include(#[n(0)] Vec<String>),
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct BillingRow {
    #[n(0)]
    pub is_on_demand: bool,
    /// When it became on-demand last.
    #[n(1)]
    pub on_demand_since: Option<i64>,
    /// When it was switched to on-demand, within the last day.
    #[n(2)]
    #[cbor(default)]
    pub switches: Vec<i64>,
}

impl BillingRow {
    /// Of a table that is made.
    pub fn new(is_on_demand: bool, now: i64) -> BillingRow {
        let on_demand_since = is_on_demand.then_some(now);
        BillingRow { is_on_demand, on_demand_since, switches: Vec::new() }
    }
}

/// Provisioned throughput, or the maximum of an on-demand table.
#[derive(Clone, Debug, Default, Encode, Decode, PartialEq, Eq)]
#[cbor(map)]
pub struct CapacityRow {
    #[n(0)]
    pub read: i64,
    #[n(1)]
    pub write: i64,
    #[n(2)]
    pub increased: Option<i64>,
    #[n(3)]
    pub decreased: Option<i64>,
    /// How often it was decreased on the day of the last decrease.
    #[n(4)]
    pub decreases: u32,
    #[n(5)]
    pub on_demand_read_max: Option<i64>,
    #[n(6)]
    pub on_demand_write_max: Option<i64>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct StreamRow {
    #[n(0)]
    pub id: u64,
    #[n(1)]
    pub label: String,
    #[n(2)]
    pub view: ViewType,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum ViewType {
    #[n(0)]
    KeysOnly,
    #[n(1)]
    NewImage,
    #[n(2)]
    OldImage,
    #[n(3)]
    NewAndOldImages,
}

impl ViewType {
    pub fn parse(name: &str) -> ViewType {
        match name {
            "NEW_IMAGE" => ViewType::NewImage,
            "OLD_IMAGE" => ViewType::OldImage,
            "NEW_AND_OLD_IMAGES" => ViewType::NewAndOldImages,
            _ => ViewType::KeysOnly,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            ViewType::KeysOnly => "KEYS_ONLY",
            ViewType::NewImage => "NEW_IMAGE",
            ViewType::OldImage => "OLD_IMAGE",
            ViewType::NewAndOldImages => "NEW_AND_OLD_IMAGES",
        }
    }
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct ClassRow {
    #[n(0)]
    pub is_infrequent_access: bool,
    #[n(1)]
    pub changed: Option<i64>,
    /// The change before that.
    #[n(2)]
    pub changed_before: Option<i64>,
}

/// What of a table's past is kept.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct HistoryRow {
    /// Point-in-time recovery is on, since then.
    #[n(0)]
    pub recovery_since: Option<i64>,
    #[n(1)]
    pub recovery_days: i64,
    /// The latest instant that a backup, an export or a restore holds on to.
    #[n(2)]
    pub pinned: Option<i64>,
}

impl HistoryRow {
    pub fn is_kept(&self) -> bool {
        self.recovery_since.is_some() || self.pinned.is_some()
    }
}

/// A global table's replica: who the others are.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct ReplicationRow {
    /// The same in all replicas.
    #[n(0)]
    pub group: String,
    #[n(1)]
    pub others: Vec<ReplicaRow>,
    /// Of version 2017.11.29.
    #[n(2)]
    #[cbor(default)]
    pub is_legacy: bool,
    /// Of a global table with multi-Region strong consistency.
    #[n(3)]
    #[cbor(default)]
    pub is_strong: bool,
    /// The region of its witness.
    #[n(4)]
    pub witness: Option<String>,
    /// This replica is not protected against disassociation, as replicas are by default.
    #[n(5)]
    #[cbor(default)]
    pub may_leave: bool,
    /// When another replica was made of this one last.
    #[n(6)]
    pub sourced: Option<i64>,
}

impl TableRow {
    pub fn is_legacy_replica(&self) -> bool {
        self.replication.as_ref().is_some_and(|replication| replication.is_legacy)
    }

    /// The other replicas of a table with multi-Region strong consistency, if it is one.
    pub fn strong(&self) -> Option<&ReplicationRow> {
        self.replication.as_ref().filter(|replication| replication.is_strong)
    }
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ReplicaRow {
    #[n(0)]
    pub region: String,
    #[n(1)]
    pub status: Status,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RestoredRow {
    #[n(0)]
    pub backup_arn: Option<String>,
    #[n(1)]
    pub table_arn: Option<String>,
    #[n(2)]
    pub instant: i64,
    #[n(3)]
    pub is_in_progress: bool,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct CountRow {
    #[n(0)]
    pub items: u64,
    #[n(1)]
    pub bytes: u64,
    /// By the space of the index.
    #[n(2)]
    pub indexes: BTreeMap<u64, (u64, u64)>,
    /// The size that was told to the meter last.
    #[n(3)]
    #[cbor(default)]
    pub metered: u64,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct TagsRow {
    #[n(0)]
    pub tags: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PolicyRow {
    #[n(0)]
    pub document: String,
    #[n(1)]
    pub revision: String,
    #[n(2)]
    pub changed: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TokenRow {
    #[n(0)]
    pub fingerprint: Vec<u8>,
    #[n(1)]
    pub end: i64,
    /// Reads that a repetition is charged for, by table.
    #[n(2)]
    pub reads: BTreeMap<String, u32>,
}

store::row!(TableRow, CountRow, TagsRow, PolicyRow, TokenRow);

/// A table that was found.
#[derive(Clone, Debug)]
pub struct TableRef {
    pub name: String,
    pub row: SharedRow,
}

impl TableRef {
    pub fn new(name: impl Into<String>, row: impl Into<SharedRow>) -> TableRef {
        TableRef { name: name.into(), row: row.into() }
    }

    /// Its ARN, of a table of the call's account and region.
    pub fn arn(&self, ctx: &Ctx<'_>) -> &str {
        self.row.arn.0.get_or_init(|| names::table_arn(ctx, &self.name))
    }
}

/// A table's row, which requests on items share with each other; who changes it has a copy.
#[derive(Clone, Debug)]
pub struct SharedRow(Arc<TableRow>);

impl From<TableRow> for SharedRow {
    fn from(row: TableRow) -> SharedRow {
        SharedRow(Arc::new(row))
    }
}

impl From<Arc<TableRow>> for SharedRow {
    fn from(row: Arc<TableRow>) -> SharedRow {
        SharedRow(row)
    }
}

impl Deref for SharedRow {
    type Target = TableRow;

    fn deref(&self) -> &TableRow {
        &self.0
    }
}

impl DerefMut for SharedRow {
    fn deref_mut(&mut self) -> &mut TableRow {
        Arc::make_mut(&mut self.0)
    }
}

/// A key schema with the types of its attributes.
#[derive(Clone, Debug)]
pub struct KeySchema<'t> {
    pub hash: Vec<KeyPart<'t>>,
    pub range: Vec<KeyPart<'t>>,
}

#[derive(Clone, Copy, Debug)]
pub struct KeyPart<'t> {
    pub name: &'t str,
    pub kind: KeyKind,
}

impl KeySchema<'_> {
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts().map(|part| part.name)
    }

    pub fn parts(&self) -> impl Iterator<Item = &KeyPart<'_>> {
        self.hash.iter().chain(&self.range)
    }
}

impl TableRow {
    pub fn kind_of(&self, attribute: &str) -> KeyKind {
        let found = self.attributes.iter().find(|(name, _)| name == attribute);
        found.map_or(KeyKind::S, |(_, kind)| *kind)
    }

    pub fn part<'t>(&'t self, name: &'t str) -> KeyPart<'t> {
        KeyPart { name, kind: self.kind_of(name) }
    }

    /// The table's own key.
    pub fn schema(&self) -> KeySchema<'_> {
        KeySchema {
            hash: vec![self.part(&self.hash)],
            range: self.range.iter().map(|name| self.part(name)).collect(),
        }
    }

    pub fn schema_of<'t>(&'t self, index: &'t IndexRow) -> KeySchema<'t> {
        KeySchema {
            hash: index.hash.iter().map(|name| self.part(name)).collect(),
            range: index.range.iter().map(|name| self.part(name)).collect(),
        }
    }

    /// The table's own key, part by part.
    pub fn key_parts(&self) -> impl Iterator<Item = KeyPart<'_>> {
        self.key_names().map(|name| self.part(name))
    }

    /// The keys of an index, part by part.
    pub fn index_parts<'t>(&'t self, index: &'t IndexRow) -> impl Iterator<Item = KeyPart<'t>> {
        index.hash.iter().chain(&index.range).map(|name| self.part(name))
    }

    /// The names of the table's key.
    pub fn key_names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.hash.as_str()).chain(self.range.as_deref())
    }

    pub fn is_key(&self, attribute: &str) -> bool {
        self.key_names().any(|name| name == attribute)
    }

    pub fn index(&self, name: &str) -> Option<&IndexRow> {
        self.indexes.iter().find(|index| index.name == name)
    }

    pub fn has_local_indexes(&self) -> bool {
        self.indexes.iter().any(|index| index.is_local)
    }
}

/// Seconds as AWS shows times of tables: with milliseconds.
pub fn shown_time(micros: i64) -> Timestamp {
    Timestamp::from_millis(micros.div_euclid(1_000))
}
