//! Tables and rows.

use std::collections::BTreeMap;

use kernel::Table;
use minicbor::{Decode, Encode};

/// By name.
pub static REPORTS: Table<String, ReportRow> = Table::global("cur", "reports");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ReportRow {
    /// Tells a report from an earlier one of that name.
    #[n(0)]
    pub id: u64,
    /// `HOURLY`, `DAILY` or `MONTHLY`.
    #[n(1)]
    pub time_unit: String,
    #[n(2)]
    pub bucket: String,
    #[n(3)]
    pub prefix: String,
    #[n(4)]
    pub region: String,
    /// Whether lines name resources.
    #[n(5)]
    pub with_resources: bool,
    /// Whether a delivery takes the place of the one before.
    #[n(6)]
    pub overwrites: bool,
    /// Kept as it was given. No charge is ever added to a month that is over, so there is
    /// nothing to refresh.
    #[n(7)]
    pub refreshes: Option<bool>,
    #[n(8)]
    pub tags: BTreeMap<String, String>,
    /// In microseconds.
    #[n(9)]
    pub delivered: Option<i64>,
    #[n(10)]
    pub status: Option<String>,
    /// The first hour of the month whose report was delivered last.
    #[n(11)]
    pub month: Option<u32>,
    /// Whether files are Parquet in the place of text.
    #[n(12)]
    #[cbor(default)]
    pub is_parquet: bool,
}

store::row!(ReportRow);
