//! Rows of request metrics: what is counted of a bucket's requests.

use kernel::Table;
use minicbor::{Decode, Encode};

use crate::state_lifecycle::FilterRow;

/// (bucket id, configuration id)
pub static METRICS: Table<(u64, String), MetricsRow> = Table::regional("s3", "request-metrics");

#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct MetricsRow {
    /// `None`: all requests count.
    #[n(0)]
    pub filter: Option<FilterRow>,
    /// The ARN of the access point through which requests must come, besides.
    #[n(1)]
    pub point: Option<String>,
}

store::row!(MetricsRow);
