//! The tables of identity stores. A store is found by its id from any account (the portal and the
//! sign-in page have none), so they are the world's.

use kernel::{Struct, Table};
use minicbor::{Decode, Encode};

pub static STORES: Table<String, StoreRow> = Table::world("identitystore", "stores");
/// (store, user)
pub static USERS: Table<(String, String), EntityRow> = Table::world("identitystore", "users");
/// (store, user name in lower case)
pub static USER_NAMES: Table<(String, String), IdRow> = Table::world("identitystore", "user-names");
/// (store, group)
pub static GROUPS: Table<(String, String), EntityRow> = Table::world("identitystore", "groups");
/// (store, display name in lower case)
pub static GROUP_NAMES: Table<(String, String), IdRow> =
    Table::world("identitystore", "group-names");
/// (store, membership)
pub static MEMBERSHIPS: Table<(String, String), MembershipRow> =
    Table::world("identitystore", "memberships");
/// (store, group, user)
pub static OF_GROUPS: Table<(String, String, String), IdRow> =
    Table::world("identitystore", "of-groups");
/// (store, user, group)
pub static OF_USERS: Table<(String, String, String), IdRow> =
    Table::world("identitystore", "of-users");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct StoreRow {
    #[n(0)]
    pub account: String,
    #[n(1)]
    pub region: String,
    /// Whom the network lets in ([`crate::network`]).
    #[n(2)]
    pub network: Option<NetworkRow>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct NetworkRow {
    #[n(0)]
    pub is_endpoint_required: bool,
    #[n(1)]
    pub vpcs: Vec<String>,
    #[n(2)]
    pub addresses: Vec<String>,
}

/// A user or a group: its attributes as the model names them.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct EntityRow {
    #[n(0)]
    pub attributes: Struct,
    #[n(1)]
    pub revision: u64,
    #[n(2)]
    pub created: i64,
    #[n(3)]
    pub updated: i64,
    #[n(4)]
    pub created_by: String,
    #[n(5)]
    pub updated_by: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct IdRow {
    #[n(0)]
    pub id: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MembershipRow {
    #[n(0)]
    pub group: String,
    #[n(1)]
    pub user: String,
    #[n(2)]
    pub created: i64,
    #[n(3)]
    pub created_by: String,
}

store::row!(StoreRow, EntityRow, IdRow, MembershipRow);

impl EntityRow {
    pub fn text(&self, attribute: &str) -> &str {
        self.attributes.str(attribute).unwrap_or_default()
    }
}
