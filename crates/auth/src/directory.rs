//! The directory of an account: its users, groups, roles, managed policies, identity providers and
//! MFA devices.
//!
//! IAM writes it; the authorizer and STS read it, at every request of theirs. So it is here, below
//! both, as the access keys are. What only IAM itself needs stands in IAM's own tables.
//!
//! Names are told apart without their case ("IAM and AWS STS quotas": names "are not distinguished
//! by case"), so keys of tables are names in lower case.
//!
//! Invariant: whoever changes what a decision depends on calls [`touch`] in the same transaction;
//! caches hold what they know under the [`stamp`] that they found.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Ctx;
use minicbor::{Decode, Encode};
use store::{Scope, StoreError, Table, Tx};

pub mod managed;

pub static USERS: Table<String, UserRow> = Table::global("auth", "users");
pub static GROUPS: Table<String, GroupRow> = Table::global("auth", "groups");
pub static ROLES: Table<String, RoleRow> = Table::global("auth", "roles");
pub static POLICIES: Table<String, PolicyRow> = Table::global("auth", "policies");
/// (group, user)
pub static MEMBERS: Table<(String, String), ()> = Table::global("auth", "members");
/// (ARN of a policy, [`use_kind`], name of the entity)
pub static ATTACHMENTS: Table<(String, String, String), ()> = Table::global("auth", "attachments");
/// (user, access key id)
pub static USER_KEYS: Table<(String, String), ()> = Table::global("auth", "user-keys");
/// By serial number.
pub static MFA_DEVICES: Table<String, MfaDeviceRow> = Table::global("auth", "mfa-devices");
/// (owner: a user, or the empty name of the root; serial number)
pub static OWNED_MFA_DEVICES: Table<(String, String), ()> = Table::global("auth", "owned-mfa");
/// By URL without its scheme.
pub static OIDC_PROVIDERS: Table<String, OidcProviderRow> = Table::global("auth", "oidc");
pub static SAML_PROVIDERS: Table<String, SamlProviderRow> = Table::global("auth", "saml");
/// When access keys and roles (by id) were last used.
pub static USES: Table<String, UseRow> = Table::global("auth", "uses");
/// (unique id of a user or role, service): when it was last used for the service.
pub static SERVICE_USES: Table<(String, String), UseRow> = Table::global("auth", "service-uses");
static STAMPS: Table<String, u64> = Table::global("auth", "stamps");

const STAMP: &str = "directory";

/// How an entity uses a policy.
pub mod use_kind {
    pub const USER: &str = "user";
    pub const GROUP: &str = "group";
    pub const ROLE: &str = "role";
    pub const USER_BOUNDARY: &str = "user-boundary";
    pub const ROLE_BOUNDARY: &str = "role-boundary";
}

pub type Tags = BTreeMap<String, String>;

/// The policies that a user, a group or a role holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Holdings {
    /// Documents by name.
    #[n(0)]
    pub inline: BTreeMap<String, String>,
    /// ARNs of managed policies.
    #[n(1)]
    pub attached: BTreeSet<String>,
    /// The ARN of the permissions boundary. Groups have none.
    #[n(2)]
    pub boundary: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct UserRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub path: String,
    #[n(2)]
    pub id: String,
    #[n(3)]
    pub created: i64,
    #[n(4)]
    pub holdings: Holdings,
    /// Groups by their keys.
    #[n(5)]
    pub groups: BTreeSet<String>,
    #[n(6)]
    pub tags: Tags,
    #[n(7)]
    pub password: Option<PasswordRow>,
}

/// A login profile. Passwords are kept as salted digests.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PasswordRow {
    #[n(0)]
    pub salt: String,
    #[n(1)]
    pub digest: String,
    #[n(2)]
    pub created: i64,
    #[n(3)]
    pub changed: i64,
    #[n(4)]
    pub is_reset_required: bool,
    /// Digests of earlier passwords, the latest first, with this one's salt.
    #[n(5)]
    pub earlier: Vec<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct GroupRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub path: String,
    #[n(2)]
    pub id: String,
    #[n(3)]
    pub created: i64,
    #[n(4)]
    pub holdings: Holdings,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RoleRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub path: String,
    #[n(2)]
    pub id: String,
    #[n(3)]
    pub created: i64,
    #[n(4)]
    pub holdings: Holdings,
    #[n(5)]
    pub trust: String,
    #[n(6)]
    pub description: Option<String>,
    #[n(7)]
    pub session_s_max: i64,
    #[n(8)]
    pub tags: Tags,
    /// The service to which a service-linked role belongs.
    #[n(9)]
    pub linked_service: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PolicyRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub path: String,
    #[n(2)]
    pub id: String,
    #[n(3)]
    pub created: i64,
    #[n(4)]
    pub updated: i64,
    #[n(5)]
    pub description: Option<String>,
    #[n(6)]
    pub versions: BTreeMap<u32, VersionRow>,
    #[n(7)]
    pub default_version: u32,
    /// Numbers are not used again.
    #[n(8)]
    pub last_version: u32,
    #[n(9)]
    pub tags: Tags,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct VersionRow {
    #[n(0)]
    pub document: String,
    #[n(1)]
    pub created: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MfaDeviceRow {
    /// Without its path.
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub seed: Vec<u8>,
    /// `None` until it is enabled; the root's is the empty name.
    #[n(2)]
    pub owner: Option<String>,
    #[n(3)]
    pub enabled: Option<i64>,
    /// The step of the last code that was taken: codes are good for one use.
    #[n(4)]
    pub last_step: i64,
    #[n(5)]
    pub tags: Tags,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct OidcProviderRow {
    /// Without its scheme.
    #[n(0)]
    pub url: String,
    #[n(1)]
    pub client_ids: Vec<String>,
    #[n(2)]
    pub thumbprints: Vec<String>,
    #[n(3)]
    pub created: i64,
    #[n(4)]
    pub tags: Tags,
    /// Whether the URL is one of plain HTTP, which only this machine's may be.
    #[n(5)]
    pub is_plain: bool,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SamlProviderRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub metadata: String,
    #[n(2)]
    pub created: i64,
    #[n(3)]
    pub valid_until: i64,
    #[n(4)]
    pub tags: Tags,
    #[n(5)]
    pub uuid: String,
    /// `Required` or `Allowed`; assertions need not be encrypted otherwise.
    #[n(6)]
    pub encryption: Option<String>,
    #[n(7)]
    #[cbor(default)]
    pub private_keys: Vec<SamlKeyRow>,
}

/// A private key of a SAML provider (`private_keys`).
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SamlKeyRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub added: i64,
    #[n(2)]
    pub sealed: Vec<u8>,
}

#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
#[cbor(map)]
pub struct UseRow {
    #[n(0)]
    pub at: i64,
    #[n(1)]
    pub region: String,
    /// As in actions: `s3`.
    #[n(2)]
    pub service: String,
}

store::row!(
    UserRow,
    GroupRow,
    RoleRow,
    PolicyRow,
    MfaDeviceRow,
    OidcProviderRow,
    SamlProviderRow,
    UseRow
);

impl PolicyRow {
    pub fn default_document(&self) -> &str {
        self.versions.get(&self.default_version).map_or("", |version| version.document.as_str())
    }
}

/// The key under which something of this name stands.
pub fn key(name: &str) -> String {
    name.to_ascii_lowercase()
}

/// What changes with every change of an account's directory; `None` before the first.
pub fn stamp(tx: &Tx, account: &Scope) -> Result<Option<u64>, StoreError> {
    STAMPS.at(tx, account).get(STAMP)
}

/// Says that the directory of the call's account has changed. The new stamp is drawn, so that one
/// of a transaction that is taken back never comes again.
pub fn touch(ctx: &mut Ctx<'_>) {
    let stamp = ctx.chance().u64();
    let scope = ctx.scope();
    STAMPS.at_mut(ctx.tx_mut(), &scope).put(STAMP, &stamp);
}

/// `arn:aws:iam::111111111111:user/path/name`, by its kind, its path and its name.
pub fn arn(partition: &str, account: &str, kind: &str, path: &str, name: &str) -> String {
    format!("arn:{partition}:iam::{account}:{kind}{path}{name}")
}

/// The name at the end of an ARN of a user, role or policy.
pub fn name_of(arn: &str) -> Option<&str> {
    let resource = arn.splitn(6, ':').nth(5)?;
    resource.rsplit('/').next()
}

/// The scope in which an account's directory stands.
pub fn scope_of(account: &str) -> Option<Scope> {
    let account = world::AccountId::parse(account)?;
    Some(Scope::new(account.digits(), world::Region::DEFAULT.as_str()))
}
