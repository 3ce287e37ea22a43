//! The tables of ACME and their rows. Times are microseconds of virtual time.

use std::collections::BTreeMap;

use kernel::{Struct, Table};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// Endpoint → whose it is: clients do not say.
pub static DIRECTORIES: Table<String, DirectoryRow> = Table::world("acm", "acme_directories");
/// Id → endpoint.
pub static ENDPOINTS: Table<String, EndpointRow> = Table::regional("acm", "acme_endpoints");
/// (endpoint, domain name) → its validation.
pub static VALIDATIONS: Table<(String, String), ValidationRow> =
    Table::regional("acm", "acme_validations");
/// (endpoint, id of a validation) → its domain name.
pub static DOMAINS: Table<(String, String), NameRow> = Table::regional("acm", "acme_domains");
/// (endpoint, id) → external account binding.
pub static BINDINGS: Table<(String, String), BindingRow> = Table::regional("acm", "acme_bindings");
/// (endpoint, id of a key) → its binding.
pub static KEYS: Table<(String, String), NameRow> = Table::regional("acm", "acme_keys");
/// (endpoint, id) → account.
pub static CLIENTS: Table<(String, String), ClientRow> = Table::regional("acm", "acme_accounts");
/// (endpoint, thumbprint of a key) → its account.
pub static THUMBPRINTS: Table<(String, String), NameRow> =
    Table::regional("acm", "acme_thumbprints");
/// (endpoint, id) → order.
pub static ORDERS: Table<(String, String), OrderRow> = Table::regional("acm", "acme_orders");
/// (endpoint, serial number) → the certificate.
pub static SERIALS: Table<(String, String), NameRow> = Table::regional("acm", "acme_serials");
/// Endpoint → the nonces that it has given out.
pub static NONCES: Table<String, NonceRow> = Table::regional("acm", "acme_nonces");
/// (operation, idempotency token) → what it has asked for.
pub static ASKED: Table<(String, String), AskedRow> = Table::regional("acm", "acme_tokens");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct DirectoryRow {
    #[n(0)]
    pub account: String,
    #[n(1)]
    pub region: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct EndpointRow {
    #[n(0)]
    pub created: i64,
    #[n(1)]
    pub updated: i64,
    /// Whether accounts must say how their owners are reached.
    #[n(2)]
    pub is_contact_required: bool,
    /// Of keys that may be certified; none: all that public certificates have.
    #[n(3)]
    pub algorithms: Vec<String>,
    #[n(4)]
    pub tags: BTreeMap<String, String>,
    /// Of the certificates that it issues.
    #[n(5)]
    pub certificate_tags: BTreeMap<String, String>,
    #[n(6)]
    pub token: Option<String>,
    /// How many of each there are.
    #[n(7)]
    pub validations: u64,
    #[n(8)]
    pub bindings: u64,
    #[n(9)]
    pub accounts: u64,
    /// How many certificates it has issued.
    #[n(10)]
    #[cbor(default)]
    pub certificates: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Found {
    #[n(0)]
    Looking,
    #[n(1)]
    Valid,
    #[n(2)]
    Invalid,
}

/// Which names a validated domain stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ScopeRow {
    #[n(0)]
    pub exact: bool,
    #[n(1)]
    pub subdomains: bool,
    #[n(2)]
    pub wildcards: bool,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ValidationRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub created: i64,
    #[n(2)]
    pub updated: i64,
    #[n(3)]
    pub scope: ScopeRow,
    #[n(4)]
    pub zone: Option<String>,
    #[n(5)]
    pub found: Found,
    /// Why it is invalid.
    #[n(6)]
    pub failure: Option<String>,
    /// When the step that looks for the record comes next, and until when it does.
    #[n(7)]
    pub looked_at: i64,
    #[n(8)]
    pub deadline: i64,
    #[n(9)]
    pub tags: BTreeMap<String, String>,
    #[n(10)]
    pub token: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct BindingRow {
    /// What clients call its key.
    #[n(0)]
    pub key_id: String,
    #[n(1)]
    pub sealed_key: ByteVec,
    #[n(2)]
    pub role: String,
    #[n(3)]
    pub created: i64,
    #[n(4)]
    pub updated: i64,
    #[n(5)]
    pub expires: Option<i64>,
    #[n(6)]
    pub revoked: Option<i64>,
    #[n(7)]
    pub last_used: Option<i64>,
    #[n(8)]
    pub tags: BTreeMap<String, String>,
    #[n(9)]
    pub token: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Standing {
    #[n(0)]
    Valid,
    /// By its own client.
    #[n(1)]
    Deactivated,
    /// By RevokeAcmeAccount.
    #[n(2)]
    Revoked,
}

/// An account of ACME.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ClientRow {
    /// The key's text (RFC 7638).
    #[n(0)]
    pub key: String,
    #[n(1)]
    pub standing: Standing,
    #[n(2)]
    pub contacts: Vec<String>,
    #[n(3)]
    pub created: i64,
    #[n(4)]
    pub binding: String,
    /// Of its binding, which may be gone.
    #[n(5)]
    pub role: String,
    /// Its last orders.
    #[n(6)]
    pub orders: Vec<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct OrderRow {
    #[n(0)]
    pub account: String,
    #[n(1)]
    pub names: Vec<String>,
    #[n(2)]
    pub created: i64,
    #[n(3)]
    pub expires: i64,
    /// Once it is issued.
    #[n(4)]
    pub certificate: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct NameRow {
    #[n(0)]
    pub name: String,
}

/// The last nonces: each is a number.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct NonceRow {
    /// How many were given out.
    #[n(0)]
    pub given: u64,
    /// A bit for each of the last ones, by its number: whether it was used.
    #[n(1)]
    pub used: ByteVec,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AskedRow {
    #[n(0)]
    pub arn: String,
    #[n(1)]
    pub at: i64,
    #[n(2)]
    pub asked: Struct,
}

store::row!(
    DirectoryRow,
    EndpointRow,
    ValidationRow,
    BindingRow,
    ClientRow,
    OrderRow,
    NameRow,
    NonceRow,
    AskedRow
);
