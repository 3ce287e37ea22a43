//! The tables of Secrets Manager and their rows. Times are microseconds of virtual time.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{AccountId, Region, Scope, Table};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// Name → secret.
pub static SECRETS: Table<String, SecretRow> = Table::regional("secretsmanager", "secrets");
/// (id of the secret, number of the version in the order of their making)
pub static VERSIONS: Table<(u64, u64), VersionRow> = Table::regional("secretsmanager", "versions");
/// (id of the secret, id of the version) → its number.
pub static VERSION_IDS: Table<(u64, String), u64> =
    Table::regional("secretsmanager", "version-ids");
/// Id of the secret → the day on which its value was last read.
pub static ACCESSED: Table<u64, u64> = Table::regional("secretsmanager", "accessed");

pub const CURRENT: &str = "AWSCURRENT";
pub const PREVIOUS: &str = "AWSPREVIOUS";
pub const PENDING: &str = "AWSPENDING";

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SecretRow {
    /// Of this secret alone, in all its regions: one that is made again has another.
    #[n(0)]
    pub id: u64,
    /// The six characters at the end of its ARN.
    #[n(1)]
    pub suffix: String,
    #[n(2)]
    pub created: i64,
    #[n(3)]
    pub changed: i64,
    #[n(4)]
    pub description: Option<String>,
    /// As the client has named it; the account's managed key otherwise.
    #[n(5)]
    pub kms_key: Option<String>,
    #[n(6)]
    pub tags: BTreeMap<String, String>,
    /// Staging label → id of the version.
    #[n(7)]
    pub stages: BTreeMap<String, String>,
    #[n(8)]
    pub policy: Option<String>,
    #[n(9)]
    pub deletion: Option<DeletionRow>,
    /// Of a replica: where its primary is. Of a primary with replicas: where it is itself.
    #[n(10)]
    pub primary_region: Option<String>,
    #[n(11)]
    pub replicas: BTreeMap<String, ReplicaRow>,
    #[n(12)]
    pub next_version: u64,
    /// Of a replica of another account's secret: that secret.
    #[n(13)]
    #[cbor(default)]
    pub cross_primary: Option<LinkRow>,
    /// Of a secret with a replica in another account: that replica.
    #[n(14)]
    #[cbor(default)]
    pub cross_replica: Option<LinkRow>,
    /// Once rotation was configured.
    #[n(15)]
    #[cbor(default)]
    pub rotation: Option<RotationRow>,
    /// The service that has made it for its own use, and alone may change it.
    #[n(16)]
    #[cbor(default)]
    pub owner: Option<String>,
}

/// Which function rotates a secret, and when.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RotationRow {
    /// The function's ARN.
    #[n(0)]
    pub function: String,
    #[n(1)]
    pub days: Option<i64>,
    #[n(2)]
    pub expression: Option<String>,
    #[n(3)]
    pub duration: Option<String>,
    #[n(4)]
    pub is_enabled: bool,
    /// When it was rotated last.
    #[n(5)]
    pub last: Option<i64>,
    /// Seconds: when the next window ends.
    #[n(6)]
    pub next: Option<i64>,
    /// Another one whenever the next rotation is planned: jobs of an older one do nothing.
    #[n(7)]
    pub generation: u64,
    #[n(8)]
    pub run: Option<RotationRunRow>,
}

/// A rotation on its way.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RotationRunRow {
    /// The id of the version to come.
    #[n(0)]
    pub version: String,
    /// Which of the four steps the function has.
    #[n(1)]
    pub step: u32,
    #[n(2)]
    pub failures: u32,
    /// Of the call of the function whose answer counts.
    #[n(3)]
    pub number: u64,
    /// By which the function's calls are known (`RotationToken`).
    #[n(4)]
    pub token: String,
    /// Only a test of the configuration.
    #[n(5)]
    pub is_test: bool,
}

/// The other end of a replication between accounts, as it is seen from this end.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct LinkRow {
    #[n(0)]
    pub arn: String,
    #[n(1)]
    pub status: String,
    #[n(2)]
    pub message: Option<String>,
    /// As which the primary's account replicates.
    #[n(3)]
    pub role: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct DeletionRow {
    /// When it was asked for.
    #[n(0)]
    pub asked: i64,
    #[n(1)]
    pub at: i64,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct ReplicaRow {
    #[n(0)]
    pub kms_key: Option<String>,
    /// Why it could not be replicated.
    #[n(1)]
    pub failure: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct VersionRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub created: i64,
    #[n(2)]
    pub is_binary: bool,
    /// Encrypted by the data key.
    #[n(3)]
    pub value: ByteVec,
    /// The data key, encrypted by KMS.
    #[n(4)]
    pub data_key: ByteVec,
    /// The ARN of the key of KMS.
    #[n(5)]
    pub kms_key: String,
}

store::row!(SecretRow, VersionRow);

/// A secret that was found.
#[derive(Clone, Debug)]
pub struct Secret {
    pub account: AccountId,
    pub region: Region,
    pub name: String,
    pub row: SecretRow,
}

impl Secret {
    pub fn scope(&self) -> Scope {
        Scope::new(self.account.digits(), self.region.as_str())
    }

    pub fn arn(&self) -> String {
        let resource = format!("secret:{}-{}", self.name, self.row.suffix);
        Arn::regional("secretsmanager", self.region, self.account, &resource).to_string()
    }

    pub fn is_replica(&self) -> bool {
        self.row.primary_region.as_deref().is_some_and(|it| it != self.region.as_str())
    }

    /// The labels of a version.
    pub fn stages_of(&self, version: &str) -> Vec<String> {
        let stages = self.row.stages.iter().filter(|(_, id)| *id == version);
        stages.map(|(stage, _)| stage.clone()).collect()
    }
}
