//! The tables of Parameter Store and their rows. Times are microseconds of virtual time.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{Ctx, Table};
use minicbor::{Decode, Encode};

/// Name → parameter.
pub static PARAMETERS: Table<String, ParameterRow> = Table::regional("ssm", "parameters");
/// (name, version)
pub static VERSIONS: Table<(String, u64), VersionRow> = Table::regional("ssm", "versions");
/// Tier → how many parameters have it.
pub static COUNTS: Table<String, u64> = Table::regional("ssm", "counts");
/// Setting → its value, where it is not the default.
pub static SETTINGS: Table<String, SettingRow> = Table::regional("ssm", "settings");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ParameterRow {
    #[n(0)]
    pub kind: String,
    #[n(1)]
    pub tier: String,
    #[n(2)]
    pub version: u64,
    #[n(3)]
    pub tags: BTreeMap<String, String>,
    /// Label → version.
    #[n(4)]
    pub labels: BTreeMap<String, u64>,
    #[n(5)]
    pub policies: Vec<PolicyRow>,
    /// Grows when the policies are set or a value is put: steps of before are void.
    #[n(6)]
    pub policy_generation: u64,
    /// Of the newest version, for filters.
    #[n(7)]
    pub key_id: Option<String>,
    #[n(8)]
    pub data_type: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PolicyRow {
    #[n(0)]
    pub kind: String,
    /// As the client has written it.
    #[n(1)]
    pub text: String,
    #[n(2)]
    pub is_done: bool,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct VersionRow {
    /// Of a SecureString: the ciphertext in base64.
    #[n(0)]
    pub value: String,
    #[n(1)]
    pub kind: String,
    #[n(2)]
    pub key_id: Option<String>,
    #[n(3)]
    pub modified: i64,
    #[n(4)]
    pub user: String,
    #[n(5)]
    pub description: Option<String>,
    #[n(6)]
    pub allowed_pattern: Option<String>,
    #[n(7)]
    pub tier: String,
    #[n(8)]
    pub data_type: String,
    #[n(9)]
    pub policies: Vec<PolicyRow>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SettingRow {
    #[n(0)]
    pub value: String,
    #[n(1)]
    pub modified: i64,
    #[n(2)]
    pub user: String,
}

store::row!(ParameterRow, VersionRow, SettingRow);

pub fn arn(ctx: &Ctx<'_>, name: &str) -> String {
    let separator = if name.starts_with('/') { "" } else { "/" };
    ctx.arn(&format!("parameter{separator}{name}")).to_string()
}

/// The names that a parameter of that ARN may have: a first slash is the ARN's.
pub fn names_in_arn(arn: &Arn) -> Option<[String; 2]> {
    let rest = arn.resource.strip_prefix("parameter")?.strip_prefix('/')?;
    Some([format!("/{rest}"), rest.to_owned()])
}
