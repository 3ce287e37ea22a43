//! Rows of storage class analysis: configurations, what is counted in a day, and the days that
//! were.

use kernel::Table;
use minicbor::{Decode, Encode};

use crate::state_lifecycle::FilterRow;

/// (bucket id, configuration id)
pub static ANALYTICS: Table<(u64, String), AnalyticsRow> = Table::regional("s3", "analytics");
/// (bucket id, configuration id, kind of object): of the day that goes on.
pub static ANALYTICS_COUNTS: Table<(u64, String, u8), CountsRow> =
    Table::regional("s3", "analytics-counts");
/// (bucket id, configuration id, kind of object, day): what a day has come to.
pub static ANALYTICS_DAYS: Table<(u64, String, u8, u64), CountsRow> =
    Table::regional("s3", "analytics-days");

#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct AnalyticsRow {
    #[n(0)]
    pub filter: Option<FilterRow>,
    /// Without one nobody sees what is counted; it is counted all the same.
    #[n(1)]
    pub to: Option<ExportRow>,
    /// The chain of jobs that closes its days; a configuration that is put again has another.
    #[n(2)]
    pub chain: u64,
    #[n(3)]
    pub since_us: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct ExportRow {
    /// The bucket's ARN.
    #[n(0)]
    pub bucket: String,
    #[n(1)]
    pub account: Option<String>,
    #[n(2)]
    pub prefix: Option<String>,
}

/// Bytes and numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct CountsRow {
    #[n(0)]
    pub objects: u64,
    #[n(1)]
    pub uploaded: u64,
    #[n(2)]
    pub stored: u64,
    #[n(3)]
    pub retrieved: u64,
    #[n(4)]
    pub gets: u64,
    /// In days, of all age groups together: from which age on objects were seldom read.
    #[n(5)]
    pub observed_age: Option<u32>,
    #[n(6)]
    pub recommended_age: Option<u32>,
}

store::row!(AnalyticsRow, CountsRow);
