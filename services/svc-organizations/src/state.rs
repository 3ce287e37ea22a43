//! The tables of Organizations. An organization reaches over accounts, so they are the world's.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Table;
use minicbor::{Decode, Encode};

/// By account: which organization it is in, and where.
pub static MEMBERS: Table<String, MemberRow> = Table::world("organizations", "members");
pub static ORGANIZATIONS: Table<String, OrganizationRow> = Table::world("organizations", "all");
/// (organization, unit)
pub static UNITS: Table<(String, String), UnitRow> = Table::world("organizations", "units");
/// (organization, account)
pub static ACCOUNTS: Table<(String, String), ()> = Table::world("organizations", "accounts");
/// (organization, policy)
pub static POLICIES: Table<(String, String), PolicyRow> = Table::world("organizations", "policies");
/// (organization, target, policy)
pub static ATTACHMENTS: Table<(String, String, String), ()> =
    Table::world("organizations", "attachments");
/// (organization, request)
pub static CREATIONS: Table<(String, String), CreationRow> =
    Table::world("organizations", "creations");
/// (organization, target, policy) → when, in microseconds: management policies of one target are
/// evaluated in this order.
pub static ATTACHED_AT: Table<(String, String, String), u64> =
    Table::world("organizations", "attached-at");
/// By organization.
pub static RESOURCE_POLICIES: Table<String, ResourcePolicyRow> =
    Table::world("organizations", "resource-policies");
pub static HANDSHAKES: Table<String, HandshakeRow> = Table::world("organizations", "handshakes");
/// Transfers of responsibility, by id.
pub static TRANSFERS: Table<String, TransferRow> = Table::world("organizations", "transfers");
/// (management account, `inbound` or `outbound`, transfer)
pub static TRANSFERS_OF: Table<(String, String, String), ()> =
    Table::world("organizations", "transfers-of");
/// By management account: the account in the GovCloud that goes with it.
pub static GOV_CLOUD: Table<String, GovCloudRow> = Table::world("organizations", "gov-cloud");
/// (organization, account, service principal) → when, in microseconds.
pub static DELEGATIONS: Table<(String, String, String), u64> =
    Table::world("organizations", "delegations");
/// (organization, service principal) → when, in microseconds.
pub static TRUSTED: Table<(String, String), u64> = Table::world("organizations", "trusted");
/// (organization, resource)
pub static TAGS: Table<(String, String), TagsRow> = Table::world("organizations", "tags");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct OrganizationRow {
    #[n(0)]
    pub management: String,
    #[n(1)]
    pub root: String,
    #[n(2)]
    pub has_all_features: bool,
    /// Types of policies that are enabled.
    #[n(3)]
    pub enabled: BTreeSet<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MemberRow {
    #[n(0)]
    pub organization: String,
    #[n(1)]
    pub parent: String,
    #[n(2)]
    pub name: String,
    #[n(3)]
    pub email: String,
    #[n(4)]
    pub is_created: bool,
    #[n(5)]
    pub joined: i64,
    /// Of one that is being closed or is closed: as the model calls its state.
    #[n(6)]
    pub state: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct UnitRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub parent: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PolicyRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub description: String,
    #[n(2)]
    pub kind: String,
    #[n(3)]
    pub content: String,
    #[n(4)]
    pub is_aws: bool,
    #[n(5)]
    #[cbor(default)]
    pub updated: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ResourcePolicyRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub content: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct CreationRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub email: String,
    #[n(2)]
    pub requested: i64,
    #[n(3)]
    pub completed: Option<i64>,
    #[n(4)]
    pub account: Option<String>,
    #[n(5)]
    pub failure: Option<String>,
    #[n(6)]
    pub role: String,
    /// Whether a second account in the GovCloud is to be made with it.
    #[n(7)]
    #[cbor(default)]
    pub is_gov_cloud: bool,
    #[n(8)]
    pub gov_cloud_account: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct HandshakeRow {
    #[n(0)]
    pub organization: String,
    #[n(1)]
    pub management: String,
    #[n(2)]
    pub account: String,
    #[n(3)]
    pub state: String,
    #[n(4)]
    pub requested: i64,
    #[n(5)]
    pub expires: i64,
    #[n(6)]
    pub notes: Option<String>,
    #[n(7)]
    pub tags: BTreeMap<String, String>,
    /// As the model calls it; none: an invitation.
    #[n(8)]
    pub action: Option<String>,
    /// Of an approval: the handshake of the organization that it is for.
    #[n(9)]
    pub parent: Option<String>,
    /// When it was accepted, declined or canceled.
    #[n(10)]
    pub ended: Option<i64>,
    /// The transfer of responsibility that it is about.
    #[n(11)]
    pub transfer: Option<String>,
}

/// An account pays the bills of another organization, by invitation.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TransferRow {
    #[n(0)]
    pub name: String,
    /// The management account whose bills they are.
    #[n(1)]
    pub source: String,
    /// The management account that has invited, and pays.
    #[n(2)]
    pub target: String,
    #[n(3)]
    pub start: i64,
    #[n(4)]
    pub end: Option<i64>,
    /// As the model calls it; that an invitation has expired is told by its time.
    #[n(5)]
    pub status: String,
    #[n(6)]
    pub handshake: String,
    /// Of the invitation.
    #[n(7)]
    pub expires: i64,
    /// When the invitation was declined or canceled.
    #[n(8)]
    pub ended: Option<i64>,
    #[n(9)]
    pub source_email: String,
    #[n(10)]
    pub target_email: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct GovCloudRow {
    #[n(0)]
    pub account: String,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct TagsRow {
    #[n(0)]
    pub tags: BTreeMap<String, String>,
}

store::row!(
    OrganizationRow,
    MemberRow,
    UnitRow,
    PolicyRow,
    ResourcePolicyRow,
    CreationRow,
    HandshakeRow,
    TransferRow,
    GovCloudRow,
    TagsRow
);
