//! The tables of Identity Center's administration. An instance reaches over accounts, and the
//! portal asks from none, so they are the world's.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Table;
use minicbor::{Decode, Encode};

pub static INSTANCES: Table<String, InstanceRow> = Table::world("sso-admin", "instances");
/// By account.
pub static OF_ACCOUNTS: Table<String, IdRow> = Table::world("sso-admin", "of-accounts");
/// By identity store.
pub static OF_STORES: Table<String, IdRow> = Table::world("sso-admin", "of-stores");
/// (instance, permission set)
pub static SETS: Table<(String, String), SetRow> = Table::world("sso-admin", "permission-sets");
/// (instance, name)
pub static SET_NAMES: Table<(String, String), IdRow> = Table::world("sso-admin", "set-names");
/// (instance, account, permission set, principal)
pub static ASSIGNMENTS: Table<(String, String, String, String), KindRow> =
    Table::world("sso-admin", "assignments");
/// (instance, principal, account, permission set)
pub static OF_PRINCIPALS: Table<(String, String, String, String), KindRow> =
    Table::world("sso-admin", "of-principals");
/// (instance, permission set, account)
pub static PROVISIONED: Table<(String, String, String), ProvisionedRow> =
    Table::world("sso-admin", "provisioned");
/// (instance, kind of request, request)
pub static REQUESTS: Table<(String, String, String), RequestRow> =
    Table::world("sso-admin", "requests");

/// (instance, application)
pub static APPLICATIONS: Table<(String, String), ApplicationRow> =
    Table::world("sso-admin", "applications");
/// (instance, application, principal)
pub static APPLICATION_ASSIGNMENTS: Table<(String, String, String), KindRow> =
    Table::world("sso-admin", "application-assignments");
/// (instance, principal, application)
pub static APPLICATIONS_OF: Table<(String, String, String), KindRow> =
    Table::world("sso-admin", "applications-of");
/// (instance, trusted token issuer)
pub static TOKEN_ISSUERS: Table<(String, String), TokenIssuerRow> =
    Table::world("sso-admin", "token-issuers");
/// (instance, client token)
pub static CLIENT_TOKENS: Table<(String, String), ClientTokenRow> =
    Table::world("sso-admin", "client-tokens");

/// By instance.
pub static ACCESS_ATTRIBUTES: Table<String, AccessAttributesRow> =
    Table::world("sso-admin", "access-attributes");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct InstanceRow {
    #[n(0)]
    pub account: String,
    #[n(1)]
    pub region: String,
    #[n(2)]
    pub store: String,
    #[n(3)]
    pub name: Option<String>,
    #[n(4)]
    pub created: i64,
    #[n(5)]
    pub tags: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct IdRow {
    #[n(0)]
    pub id: String,
}

/// Keys of session tags, and the attributes of users that are their values.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AccessAttributesRow {
    #[n(0)]
    pub sources: BTreeMap<String, String>,
}

/// `USER` or `GROUP`.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct KindRow {
    #[n(0)]
    pub kind: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SetRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub description: Option<String>,
    #[n(2)]
    pub session: String,
    #[n(3)]
    pub session_s: i64,
    #[n(4)]
    pub relay_state: Option<String>,
    #[n(5)]
    pub created: i64,
    /// ARNs of policies that AWS manages.
    #[n(6)]
    pub managed: BTreeSet<String>,
    /// (path, name) of policies that each account has.
    #[n(7)]
    pub references: BTreeSet<(String, String)>,
    #[n(8)]
    pub inline: Option<String>,
    #[n(9)]
    pub boundary: Option<BoundaryRow>,
    #[n(10)]
    pub tags: BTreeMap<String, String>,
    /// Counts changes of what the accounts' roles are made of.
    #[n(11)]
    pub version: u64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct BoundaryRow {
    #[n(0)]
    pub managed: Option<String>,
    #[n(1)]
    pub reference: Option<(String, String)>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ProvisionedRow {
    /// The role's name.
    #[n(0)]
    pub role: String,
    /// Of the permission set when the role was made or changed.
    #[n(1)]
    pub version: u64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RequestRow {
    #[n(0)]
    pub status: String,
    #[n(1)]
    pub failure: Option<String>,
    #[n(2)]
    pub set: String,
    /// `None`: all accounts in which the permission set is.
    #[n(3)]
    pub account: Option<String>,
    #[n(4)]
    pub principal: String,
    #[n(5)]
    pub principal_kind: String,
    #[n(6)]
    pub created: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ApplicationRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub description: Option<String>,
    #[n(2)]
    pub status: String,
    /// Where the portal leads to.
    #[n(3)]
    pub url: Option<String>,
    /// The portal does not show it.
    #[n(4)]
    pub is_hidden: bool,
    #[n(5)]
    pub created: i64,
    #[n(6)]
    pub tags: BTreeMap<String, String>,
    /// Nobody need be assigned.
    #[n(7)]
    pub is_open: bool,
    /// Access scopes, with the applications that they are for.
    #[n(8)]
    pub scopes: BTreeMap<String, Vec<String>>,
    #[n(9)]
    pub actor_policy: Option<String>,
    /// By grant type.
    #[n(10)]
    pub grants: BTreeMap<String, GrantRow>,
    #[n(11)]
    pub client_token: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct GrantRow {
    #[n(0)]
    pub redirects: Vec<String>,
    #[n(1)]
    pub issuers: Vec<AudienceRow>,
}

/// A trusted token issuer (ARN), and for whom its tokens may be.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AudienceRow {
    #[n(0)]
    pub issuer: String,
    #[n(1)]
    pub audiences: Vec<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TokenIssuerRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub url: String,
    /// The claim that says who it is.
    #[n(2)]
    pub claim: String,
    /// The attribute of users with which it is compared.
    #[n(3)]
    pub path: String,
    #[n(4)]
    pub tags: BTreeMap<String, String>,
    #[n(5)]
    pub client_token: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ClientTokenRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub request: String,
}

store::row!(
    ApplicationRow,
    TokenIssuerRow,
    ClientTokenRow,
    InstanceRow,
    AccessAttributesRow,
    IdRow,
    KindRow,
    SetRow,
    BoundaryRow,
    ProvisionedRow,
    RequestRow
);
