//! Rows. Resources are kept as the structures that the model describes: what a client sets is what
//! it gets; what acts reads them by the same names. [`crate::docs`] makes, finds and lists them.

use kernel::Struct;
use minicbor::{Decode, Encode};
use store::Table;

pub const SERVICE: &str = "apigateway";

/// APIs by id.
pub static APIS: Table<String, DocRow> = Table::regional(SERVICE, "apis");
/// What belongs to an API: (API, kind, id). A kind is one of [`crate::docs::part`].
pub static PARTS: Table<(String, String, String), DocRow> = Table::regional(SERVICE, "parts");
/// What a deployment has frozen: (API, deployment).
pub static SNAPSHOTS: Table<(String, String), DocRow> = Table::regional(SERVICE, "snapshots");
/// What belongs to no API: (kind, id). A kind is one of [`crate::docs::own`].
pub static OWN: Table<(String, String), DocRow> = Table::regional(SERVICE, "own");
/// (kind, one, other): see [`crate::docs::link`].
pub static LINKS: Table<(String, String, String), DocRow> = Table::regional(SERVICE, "links");
/// Whose APIs and domain names are, for requests that only know a host: (kind, name).
pub static PLACES: Table<(String, String), PlaceRow> = Table::world(SERVICE, "places");
/// Token buckets by what they are for.
pub static BUCKETS: Table<String, BucketRow> = Table::regional(SERVICE, "buckets");
/// What a key has used of a plan: (plan, key, day).
pub static USAGE: Table<(String, String, String), UsageRow> = Table::regional(SERVICE, "usage");
/// What authorizers have said: (API and stage, authorizer and identity).
pub static VERDICTS: Table<(String, String), VerdictRow> = Table::regional(SERVICE, "verdicts");

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct DocRow {
    #[n(0)]
    pub doc: Struct,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PlaceRow {
    #[n(0)]
    pub account: String,
    #[n(1)]
    pub region: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct BucketRow {
    /// Tokens that were there at that time.
    #[n(0)]
    pub tokens: f64,
    /// Microseconds.
    #[n(1)]
    pub at: i64,
}

#[derive(Clone, Copy, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct UsageRow {
    /// On that day.
    #[n(0)]
    pub used: i64,
    /// Of the period, when the day's last request had been counted.
    #[n(1)]
    pub remaining: i64,
    /// What UpdateUsage has set the remaining quota to, less what there was.
    #[n(2)]
    #[cbor(default)]
    pub extension: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct VerdictRow {
    /// The authorizer's answer, as JSON.
    #[n(0)]
    pub answer: String,
    /// Microseconds.
    #[n(1)]
    pub expires: i64,
}

store::row!(DocRow);
store::row!(PlaceRow);
store::row!(BucketRow);
store::row!(UsageRow);
store::row!(VerdictRow);
