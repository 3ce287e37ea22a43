//! Rows of what is set on a bucket beyond the ordinary.
//!
//! Small settings lie in the bucket's own row, which every operation reads anyway; documents lie
//! in tables of their own, and a bit in the bucket's row says whether there is one. So a bucket
//! without a feature pays nothing for it.

use bytes::Bytes;
use kernel::Table;
use minicbor::{Decode, Encode};

use crate::state::LockMode;

// All by bucket id.
pub static NOTIFICATIONS: Table<u64, NotificationRow> = Table::regional("s3", "notifications");
/// The text of bucket policies.
pub static POLICIES: Table<u64, Bytes> = Table::regional("s3", "policies");

/// What a bucket has in a table of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    Notifications,
    Policy,
    Lifecycle,
    Tiering,
    Website,
    Replication,
    Logging,
    // 7 was another.
    Inventory = 8,
    Analytics,
    /// Of requests.
    Metrics,
}

impl Feature {
    fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// Everything that most buckets do not have.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct SettingsRow {
    /// Bits of [`Feature`].
    #[n(0)]
    #[cbor(default)]
    features: u32,
    /// Bits of the public access block; `None`: all four, as every bucket begins.
    #[n(1)]
    public_access: Option<u8>,
    /// `None`: BucketOwnerEnforced, as every bucket begins.
    #[n(2)]
    pub ownership: Option<Ownership>,
    /// `None`: private.
    #[n(3)]
    pub acl: Option<AclRow>,
    #[n(4)]
    #[cbor(default)]
    pub is_policy_public: bool,
    #[n(5)]
    #[cbor(default)]
    pub is_requester_paying: bool,
    /// `None`: Object Lock is off.
    #[n(6)]
    pub lock: Option<BucketLockRow>,
    #[n(7)]
    pub encryption: Option<EncryptionRow>,
    /// The chain of jobs that look after the bucket once a day.
    #[n(8)]
    pub daily: Option<u64>,
    /// Transfer Acceleration; `None`: never set.
    #[n(9)]
    pub is_accelerated: Option<bool>,
    /// Policies may ask for the bucket's tags.
    #[n(10)]
    #[cbor(default)]
    pub is_abac: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct BucketLockRow {
    /// Of objects that are made without a retention of their own.
    #[n(0)]
    pub default: Option<RetentionRow>,
}

#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct RetentionRow {
    #[n(0)]
    pub mode: LockMode,
    #[n(1)]
    pub count: u32,
    /// Else in days.
    #[n(2)]
    pub in_years: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct EncryptionRow {
    #[n(0)]
    pub allows_customer_keys: bool,
    #[n(1)]
    pub has_bucket_key: bool,
    /// By a key of KMS; else by S3's own.
    #[n(2)]
    #[cbor(default)]
    pub is_kms: bool,
    /// As it was given; `None`: the managed key of whoever writes.
    #[n(3)]
    pub kms_key: Option<String>,
    /// By a key of KMS, in two layers.
    #[n(4)]
    #[cbor(default)]
    pub is_double: bool,
}

/// Who owns what others upload, and whether ACLs count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Ownership {
    /// The controls were deleted: as `ObjectWriter`.
    #[n(0)]
    Deleted,
    #[n(1)]
    ObjectWriter,
    #[n(2)]
    BucketOwnerPreferred,
}

/// The public access block of a bucket, or of a whole account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PublicAccess {
    pub blocks_acls: bool,
    pub ignores_acls: bool,
    pub blocks_policies: bool,
    pub restricts_buckets: bool,
}

impl PublicAccess {
    pub const ALL: PublicAccess = PublicAccess {
        blocks_acls: true,
        ignores_acls: true,
        blocks_policies: true,
        restricts_buckets: true,
    };
    /// The bits of a block that was deleted.
    const DELETED: u8 = 16;

    pub fn from_bits(bits: u8) -> PublicAccess {
        PublicAccess {
            blocks_acls: bits & 1 != 0,
            ignores_acls: bits & 2 != 0,
            blocks_policies: bits & 4 != 0,
            restricts_buckets: bits & 8 != 0,
        }
    }

    /// What either blocks.
    #[must_use]
    pub fn joined(self, other: PublicAccess) -> PublicAccess {
        PublicAccess::from_bits(self.bits() | other.bits())
    }

    pub fn bits(self) -> u8 {
        u8::from(self.blocks_acls)
            | u8::from(self.ignores_acls) << 1
            | u8::from(self.blocks_policies) << 2
            | u8::from(self.restricts_buckets) << 3
    }
}

/// Who may do what by an access control list, besides the owner's full control where the list is
/// absent.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct AclRow {
    #[n(0)]
    pub grants: Vec<GrantRow>,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct GrantRow {
    #[n(0)]
    pub grantee: Grantee,
    #[n(1)]
    pub permission: Permission,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub enum Grantee {
    /// An account by its canonical user id.
    #[n(0)]
    User(#[n(0)] String),
    #[n(1)]
    AllUsers,
    #[n(2)]
    AuthenticatedUsers,
    #[n(3)]
    LogDelivery,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Permission {
    #[n(0)]
    FullControl,
    #[n(1)]
    Write,
    #[n(2)]
    WriteAcp,
    #[n(3)]
    Read,
    #[n(4)]
    ReadAcp,
}

impl SettingsRow {
    /// `None` when the block was deleted.
    pub fn public_access(&self) -> Option<PublicAccess> {
        match self.public_access {
            None => Some(PublicAccess::ALL),
            Some(PublicAccess::DELETED) => None,
            Some(bits) => Some(PublicAccess::from_bits(bits)),
        }
    }

    pub fn set_public_access(&mut self, access: Option<PublicAccess>) {
        self.public_access = match access {
            Some(PublicAccess::ALL) => None,
            Some(access) => Some(access.bits()),
            None => Some(PublicAccess::DELETED),
        };
    }

    pub fn has(&self, feature: Feature) -> bool {
        self.features & feature.bit() != 0
    }

    pub fn set(&mut self, feature: Feature, has: bool) {
        if has {
            self.features |= feature.bit();
        } else {
            self.features &= !feature.bit();
        }
    }
}

/// To whom a bucket's events go.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct NotificationRow {
    #[n(0)]
    pub targets: Vec<NotificationTarget>,
    #[n(1)]
    pub has_event_bridge: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum TargetKind {
    #[n(0)]
    Queue,
    #[n(1)]
    Topic,
    #[n(2)]
    Function,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct NotificationTarget {
    #[n(0)]
    pub kind: TargetKind,
    #[n(1)]
    pub id: String,
    #[n(2)]
    pub arn: String,
    #[n(3)]
    pub events: Vec<String>,
    #[n(4)]
    pub prefix: Option<String>,
    #[n(5)]
    pub suffix: Option<String>,
}

store::row!(NotificationRow);
