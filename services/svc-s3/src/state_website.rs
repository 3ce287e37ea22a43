//! Rows of what a bucket is as a website.

use kernel::Table;
use minicbor::{Decode, Encode};

/// By bucket id.
pub static WEBSITES: Table<u64, WebsiteRow> = Table::regional("s3", "websites");

#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct WebsiteRow {
    /// The index document's suffix. `None`: all requests go elsewhere.
    #[n(0)]
    pub index: Option<String>,
    /// The key of the error document.
    #[n(1)]
    pub error: Option<String>,
    #[n(2)]
    pub elsewhere: Option<ElsewhereRow>,
    #[n(3)]
    pub rules: Vec<RoutingRow>,
}

/// To where all requests go.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct ElsewhereRow {
    #[n(0)]
    pub host: String,
    #[n(1)]
    pub protocol: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct RoutingRow {
    #[n(0)]
    pub has_condition: bool,
    #[n(1)]
    pub prefix: Option<String>,
    /// The status that the request comes to without the rule.
    #[n(2)]
    pub error: Option<u16>,
    #[n(3)]
    pub protocol: Option<String>,
    #[n(4)]
    pub host: Option<String>,
    #[n(5)]
    pub replace_prefix: Option<String>,
    #[n(6)]
    pub replace_key: Option<String>,
    #[n(7)]
    pub status: Option<u16>,
}

store::row!(WebsiteRow);
