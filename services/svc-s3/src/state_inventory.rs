//! Rows of inventories: what they list, and the files of one that is being made.

use kernel::Table;
use minicbor::{Decode, Encode};

/// (bucket id, configuration id)
pub static INVENTORIES: Table<(u64, String), InventoryRow> = Table::regional("s3", "inventories");
/// (bucket id, configuration id, number of the file)
pub static INVENTORY_FILES: Table<(u64, String, u64), InventoryFileRow> =
    Table::regional("s3", "inventory-files");

#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct InventoryRow {
    #[n(0)]
    pub is_enabled: bool,
    #[n(1)]
    pub has_all_versions: bool,
    #[n(2)]
    pub prefix: Option<String>,
    /// Else daily.
    #[n(3)]
    pub is_weekly: bool,
    #[n(4)]
    pub fields: Vec<String>,
    #[n(5)]
    pub to: InventoryTargetRow,
    /// The chain of jobs that makes it; a configuration that is put again has another.
    #[n(6)]
    pub chain: u64,
}

#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct InventoryTargetRow {
    /// The bucket's ARN.
    #[n(0)]
    pub bucket: String,
    #[n(1)]
    pub account: Option<String>,
    #[n(2)]
    pub prefix: Option<String>,
    /// It says that S3 is to encrypt, as it does anyway.
    #[n(3)]
    pub names_encryption: bool,
    /// By which the list is to be encrypted.
    #[n(4)]
    pub kms_key: Option<String>,
    /// Else CSV.
    #[n(5)]
    #[cbor(default)]
    pub is_parquet: bool,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct InventoryFileRow {
    #[n(0)]
    pub key: String,
    #[n(1)]
    pub size: u64,
    #[n(2)]
    pub md5: String,
}

store::row!(InventoryRow, InventoryFileRow);
