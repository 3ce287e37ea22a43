//! Rows. Resources are kept as the structures that the model describes: what a client sets is what
//! it gets, and one file ([`crate::resource`]) makes, changes and lists all kinds of them.

use kernel::Struct;
use minicbor::{Decode, Encode};
use store::Table;

pub const SERVICE: &str = "apigatewayv2";

/// APIs by id.
pub static APIS: Table<String, DocRow> = Table::regional(SERVICE, "apis");
/// What belongs to an API: (API, kind, id).
pub static PARTS: Table<(String, String, String), DocRow> = Table::regional(SERVICE, "parts");
/// What a deployment has frozen: (API, deployment).
pub static SNAPSHOTS: Table<(String, String), DocRow> = Table::regional(SERVICE, "snapshots");
/// Whose the APIs are, for requests that only know an id.
pub static PLACES: Table<String, PlaceRow> = Table::world(SERVICE, "places");
/// Custom domain names.
pub static DOMAINS: Table<String, DocRow> = Table::regional(SERVICE, "domains");
/// Whose they are: a name is one account's, in the whole world.
pub static DOMAIN_PLACES: Table<String, PlaceRow> = Table::world(SERVICE, "domain-places");
/// (domain name, mapping).
pub static MAPPINGS: Table<(String, String), DocRow> = Table::regional(SERVICE, "mappings");
/// Open connections of WebSocket APIs: (API, connection).
pub static CONNECTIONS: Table<(String, String), ConnectionRow> =
    Table::regional(SERVICE, "connections");
/// Where connections are, for who only knows their ids.
pub static OPEN: Table<String, ConnectionPlaceRow> = Table::world(SERVICE, "open");
/// What connections are to get: (connection, number).
pub static OUTBOX: Table<(String, u64), MessageRow> = Table::regional(SERVICE, "outbox");

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
pub struct ConnectionRow {
    #[n(0)]
    pub stage: String,
    /// Microseconds.
    #[n(1)]
    pub connected: i64,
    #[n(2)]
    pub last_active: i64,
    #[n(3)]
    pub source_ip: String,
    #[n(4)]
    pub user_agent: String,
    /// Wakes who waits for messages.
    #[n(5)]
    pub topic: u64,
    /// The number of the next message.
    #[n(6)]
    pub next: u64,
    /// Bytes that wait.
    #[n(7)]
    pub waiting: u64,
    /// Set when somebody wants it ended: the code.
    #[n(8)]
    pub closing: Option<u32>,
    /// What the authorizer has said, as JSON; goes with every event.
    #[n(9)]
    pub authorizer: Option<String>,
    /// Who has signed the request that opened it: an ARN, and the parts of `identity`, as JSON.
    #[n(10)]
    pub identity: Option<String>,
    /// By which the client came.
    #[n(11)]
    pub host: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ConnectionPlaceRow {
    #[n(0)]
    pub account: String,
    #[n(1)]
    pub region: String,
    #[n(2)]
    pub api: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MessageRow {
    #[n(0)]
    pub data: minicbor::bytes::ByteVec,
}

store::row!(DocRow, PlaceRow, ConnectionRow, ConnectionPlaceRow, MessageRow);
