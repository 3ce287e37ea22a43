//! The tables that IAM alone needs. Users, groups, roles, managed policies, providers and MFA
//! devices are in the directory (`auth::directory`), since the authorizer and STS read them.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Table;
use minicbor::{Decode, Encode};

pub static INSTANCE_PROFILES: Table<String, InstanceProfileRow> =
    Table::global("iam", "instance-profiles");
/// (role, instance profile)
pub static PROFILES_OF_ROLES: Table<(String, String), ()> =
    Table::global("iam", "profiles-of-roles");
/// Under the name `alias`.
pub static ALIAS: Table<String, TextRow> = Table::global("iam", "alias");
/// All aliases of the world, and whose they are.
pub static ALIASES: Table<String, TextRow> = Table::world("iam", "aliases");
/// Under the name `policy`.
pub static PASSWORD_POLICY: Table<String, PasswordPolicyRow> =
    Table::global("iam", "password-policy");
/// Under the name `report`.
pub static REPORT: Table<String, ReportRow> = Table::global("iam", "report");
/// (user's id, key's id): a user keeps its keys under a new name.
pub static SSH_KEYS: Table<(String, String), SshKeyRow> = Table::global("iam", "ssh-keys");
/// (user's id, credential's id)
pub static SERVICE_CREDENTIALS: Table<(String, String), ServiceCredentialRow> =
    Table::global("iam", "service-credentials");
/// By name.
pub static SERVER_CERTIFICATES: Table<String, ServerCertificateRow> =
    Table::global("iam", "server-certificates");
/// (owner's id, certificate's id): a user's, or the account's number for the root.
pub static SIGNING_CERTIFICATES: Table<(String, String), SigningCertificateRow> =
    Table::global("iam", "signing-certificates");
/// By fingerprint: the certificate's id.
pub static SIGNING_FINGERPRINTS: Table<String, TextRow> =
    Table::global("iam", "signing-fingerprints");
/// By organization.
pub static ROOT_FEATURES: Table<String, FeaturesRow> = Table::world("iam", "root-features");
/// Under the name `root`: when it was made, in microseconds.
pub static ROOT_PASSWORD: Table<String, u64> = Table::global("iam", "root-password");
/// By job.
pub static ORGANIZATION_REPORTS: Table<String, OrganizationReportRow> =
    Table::global("iam", "organization-reports");
/// By job.
pub static ACCESS_REPORTS: Table<String, AccessReportRow> = Table::global("iam", "access-reports");
pub static DELETION_TASKS: Table<String, TextRow> = Table::global("iam", "deletion-tasks");

/// Delegation requests by id. Requester and owner are two accounts, so they are the world's.
pub static DELEGATIONS: Table<String, DelegationRow> = Table::world("iam", "delegations");
/// (requester, its workflow) → the request.
pub static DELEGATION_WORKFLOWS: Table<(String, String), TextRow> =
    Table::world("iam", "delegation-workflows");
/// (owner's account, request)
pub static DELEGATIONS_OWNED: Table<(String, String), ()> =
    Table::world("iam", "delegations-owned");
/// Digests of exchange tokens → the request.
pub static DELEGATION_TOKENS: Table<String, TextRow> = Table::world("iam", "delegation-tokens");
/// By unique id of a role that was made from a template.
pub static ROLE_SOURCES: Table<String, RoleSourceRow> = Table::global("iam", "role-sources");
/// By name: `RoleManager/Enabled`.
pub static ACCOUNT_PROPERTIES: Table<String, TextRow> = Table::global("iam", "account-properties");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct DelegationRow {
    /// The account that asks, and its alias.
    #[n(0)]
    pub requester: String,
    #[n(1)]
    pub requester_name: Option<String>,
    #[n(2)]
    pub workflow: String,
    #[n(3)]
    pub owner_account: Option<String>,
    /// The ARN of who has claimed it.
    #[n(4)]
    pub owner: Option<String>,
    #[n(5)]
    pub description: String,
    #[n(6)]
    pub message: Option<String>,
    #[n(7)]
    pub template: String,
    #[n(8)]
    pub parameters: Vec<ParameterRow>,
    /// The template filled in.
    #[n(9)]
    pub policy: String,
    #[n(10)]
    pub redirect_url: Option<String>,
    /// The ARN of a topic.
    #[n(11)]
    pub channel: String,
    #[n(12)]
    pub session_s: i64,
    #[n(13)]
    pub is_sent_by_owner: bool,
    /// As the model calls it; that it has expired is told by the time as well.
    #[n(14)]
    pub state: String,
    #[n(15)]
    pub created: i64,
    #[n(16)]
    pub updated: i64,
    #[n(17)]
    pub expires: i64,
    #[n(18)]
    pub notes: Option<String>,
    #[n(19)]
    pub rejection: Option<String>,
    #[n(20)]
    pub approver: Option<ApproverRow>,
    /// When the exchange token was sent, which is when the session begins; and its digest.
    #[n(21)]
    pub finalized: Option<i64>,
    #[n(22)]
    pub token: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ParameterRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub values: Vec<String>,
    #[n(2)]
    pub is_list: bool,
}

/// Who has accepted a request, as it was then: the delegated session acts as it.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ApproverRow {
    #[n(0)]
    pub account: String,
    #[n(1)]
    pub arn: String,
    #[n(2)]
    pub unique_id: String,
    /// The role of a role's session, else the same ARN.
    #[n(3)]
    pub issuer: String,
    /// Whether it is a user that nobody has made.
    #[n(4)]
    pub is_unmade: bool,
    /// Of its session.
    #[n(5)]
    pub tags: BTreeMap<String, String>,
    #[n(6)]
    pub source_identity: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RoleSourceRow {
    #[n(0)]
    pub template: String,
    #[n(1)]
    pub minor_version: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct InstanceProfileRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub path: String,
    #[n(2)]
    pub id: String,
    #[n(3)]
    pub created: i64,
    /// By its key in the directory.
    #[n(4)]
    pub role: Option<String>,
    #[n(5)]
    pub tags: BTreeMap<String, String>,
}

/// A row of one text.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TextRow {
    #[n(0)]
    pub text: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PasswordPolicyRow {
    #[n(0)]
    pub chars_min: i64,
    #[n(1)]
    pub symbols: bool,
    #[n(2)]
    pub numbers: bool,
    #[n(3)]
    pub upper: bool,
    #[n(4)]
    pub lower: bool,
    #[n(5)]
    pub users_may_change: bool,
    #[n(6)]
    pub age_days_max: Option<i64>,
    #[n(7)]
    pub reuse_prevention: Option<i64>,
    #[n(8)]
    pub hard_expiry: Option<bool>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ReportRow {
    #[n(0)]
    pub content: String,
    #[n(1)]
    pub made: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SshKeyRow {
    #[n(0)]
    pub body: String,
    #[n(1)]
    pub fingerprint: String,
    #[n(2)]
    pub is_active: bool,
    #[n(3)]
    pub uploaded: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ServiceCredentialRow {
    #[n(0)]
    pub service: String,
    #[n(1)]
    pub name: String,
    #[n(2)]
    pub salt: String,
    #[n(3)]
    pub digest: String,
    #[n(4)]
    pub is_active: bool,
    #[n(5)]
    pub created: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ServerCertificateRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub path: String,
    #[n(2)]
    pub id: String,
    #[n(3)]
    pub uploaded: i64,
    /// In seconds, as the certificate says it.
    #[n(4)]
    pub expires: i64,
    #[n(5)]
    pub body: String,
    #[n(6)]
    pub chain: Option<String>,
    #[n(7)]
    pub tags: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SigningCertificateRow {
    #[n(0)]
    pub body: String,
    #[n(1)]
    pub fingerprint: String,
    #[n(2)]
    pub is_active: bool,
    #[n(3)]
    pub uploaded: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AccessReportRow {
    #[n(0)]
    pub arn: String,
    #[n(1)]
    pub made: i64,
}

/// What an organization has of centralized root access, as the model calls it.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct FeaturesRow {
    #[n(0)]
    pub features: BTreeSet<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct OrganizationReportRow {
    #[n(0)]
    pub made: i64,
    #[n(1)]
    pub services: Vec<ServiceReportRow>,
    /// Why there is none: code and message.
    #[n(2)]
    pub failure: Option<(String, String)>,
}

/// A service that the control policies let an entity use.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct ServiceReportRow {
    #[n(0)]
    pub namespace: String,
    #[n(1)]
    pub name: String,
    /// The last use.
    #[n(2)]
    pub at: Option<i64>,
    #[n(3)]
    pub region: Option<String>,
    #[n(4)]
    pub path: Option<String>,
    /// How many accounts have used it.
    #[n(5)]
    pub accounts: i64,
}

store::row!(
    DelegationRow,
    RoleSourceRow,
    FeaturesRow,
    OrganizationReportRow,
    InstanceProfileRow,
    TextRow,
    PasswordPolicyRow,
    ReportRow,
    SshKeyRow,
    ServiceCredentialRow,
    ServerCertificateRow,
    SigningCertificateRow,
    AccessReportRow
);
