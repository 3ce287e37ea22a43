//! Rows of server access logging.

use kernel::Table;
use minicbor::{Decode, Encode};

use crate::state_settings::GrantRow;

/// By bucket id.
pub static LOGGINGS: Table<u64, LoggingRow> = Table::regional("s3", "loggings");
/// (bucket id, transaction): what was asked of a bucket and is not yet delivered.
pub static LOG_LINES: Table<(u64, u64), LogLineRow> = Table::regional("s3", "log-lines");

#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct LoggingRow {
    #[n(0)]
    pub bucket: String,
    #[n(1)]
    pub prefix: String,
    /// `None`: as written without a key format, which means the simple one.
    #[n(2)]
    pub format: Option<KeyFormat>,
    /// What is granted of each log object besides what its owner has.
    #[n(3)]
    #[cbor(default)]
    pub grants: Vec<GrantRow>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum KeyFormat {
    #[n(0)]
    Simple,
    #[n(1)]
    ByEventTime,
    #[n(2)]
    ByDeliveryTime,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct LogLineRow {
    #[n(0)]
    pub at_us: i64,
    #[n(1)]
    pub line: String,
}

store::row!(LoggingRow, LogLineRow);
