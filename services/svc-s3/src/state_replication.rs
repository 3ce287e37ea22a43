//! Rows of replication: a bucket's rules, and what has become of an object.

use kernel::Table;
use minicbor::{Decode, Encode};

use crate::state_lifecycle::FilterRow;

/// By bucket id.
pub static REPLICATIONS: Table<u64, ReplicationRow> = Table::regional("s3", "replications");

#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct ReplicationRow {
    /// The ARN of the role by which S3 acts.
    #[n(0)]
    pub role: String,
    #[n(1)]
    pub rules: Vec<ReplicationRuleRow>,
}

#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct ReplicationRuleRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub is_enabled: bool,
    #[n(2)]
    pub priority: Option<i64>,
    /// Of the form `Bare`: a rule of the first version.
    #[n(3)]
    pub filter: FilterRow,
    #[n(4)]
    pub to: DestinationRow,
    /// Delete markers; `None` in rules of the first version.
    #[n(5)]
    pub copies_markers: Option<bool>,
    /// Changes of what was replicated here from elsewhere.
    #[n(6)]
    pub syncs_replicas: Option<bool>,
    /// Objects that are encrypted by keys of KMS.
    #[n(7)]
    pub copies_kms: Option<bool>,
    #[n(8)]
    pub copies_existing: Option<bool>,
}

#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct DestinationRow {
    /// The bucket's ARN.
    #[n(0)]
    pub bucket: String,
    #[n(1)]
    pub account: Option<String>,
    #[n(2)]
    pub class: Option<String>,
    #[n(3)]
    pub overrides_owner: bool,
    /// Replication Time Control.
    #[n(4)]
    pub in_time: Option<bool>,
    #[n(5)]
    pub metrics: Option<MetricsRow>,
    /// By which replicas of what KMS encrypts are encrypted.
    #[n(6)]
    pub kms_key: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct MetricsRow {
    #[n(0)]
    pub is_enabled: bool,
    #[n(1)]
    pub threshold_minutes: Option<i64>,
}

/// How an object stands to its replicas.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub enum ReplicatedRow {
    /// It has come from elsewhere.
    #[n(0)]
    Replica,
    /// It goes to each of these.
    #[n(1)]
    Source(#[n(0)] Vec<TargetRow>),
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct TargetRow {
    /// The bucket's ARN.
    #[n(0)]
    pub bucket: String,
    #[n(1)]
    pub status: TargetStatus,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum TargetStatus {
    #[n(0)]
    Pending,
    #[n(1)]
    Completed,
    #[n(2)]
    Failed,
}

impl ReplicatedRow {
    /// Whether it has yet to arrive somewhere.
    pub fn is_on_its_way(&self) -> bool {
        match self {
            ReplicatedRow::Replica => false,
            ReplicatedRow::Source(targets) => {
                targets.iter().any(|target| target.status == TargetStatus::Pending)
            }
        }
    }

    /// As `x-amz-replication-status` says it: one destination that fails fails the whole.
    ///
    /// Source: User Guide, "Getting replication status information".
    pub fn status(&self) -> &'static str {
        let ReplicatedRow::Source(targets) = self else { return "REPLICA" };
        let has = |status| targets.iter().any(|target| target.status == status);
        match (has(TargetStatus::Pending), has(TargetStatus::Failed)) {
            (_, true) => "FAILED",
            (true, false) => "PENDING",
            (false, false) => "COMPLETED",
        }
    }
}

store::row!(ReplicationRow);
