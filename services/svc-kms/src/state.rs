//! The tables of KMS and their rows. Times are microseconds of virtual time.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{AccountId, Region, Scope, Struct, Table};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::api::{key_state, origin_type};
use crate::spec::Spec;

/// Key id → key.
pub static KEYS: Table<String, KeyRow> = Table::regional("kms", "keys");
/// (key id, number): what a key encrypts by and has encrypted by.
pub static MATERIALS: Table<(String, u32), MaterialRow> = Table::regional("kms", "materials");
/// `alias/…` → key.
pub static ALIASES: Table<String, AliasRow> = Table::regional("kms", "aliases");
/// (key id, `alias/…`)
pub static ALIASES_OF: Table<(String, String), ()> = Table::regional("kms", "aliases-of");
/// (key id, grant id)
pub static GRANTS: Table<(String, String), GrantRow> = Table::regional("kms", "grants");
/// (key id, grantee, grant id)
pub static GRANTEES: Table<(String, String, String), ()> = Table::regional("kms", "grantees");
/// Key id → how it was last used.
pub static LAST_USES: Table<String, LastUseRow> = Table::regional("kms", "last-uses");
pub static KEY_STORES: Table<String, KeyStoreRow> = Table::regional("kms", "key-stores");
/// (key store, external key)
pub static EXTERNAL_KEYS: Table<(String, String), ()> = Table::regional("kms", "external-keys");
/// (retiring principal, account of the key, key id, grant id), in the principal's own account.
pub static RETIRABLE: Table<(String, String, String, String), ()> =
    Table::regional("kms", "retirable");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct KeyRow {
    #[n(0)]
    pub created: i64,
    #[n(1)]
    pub spec: String,
    #[n(2)]
    pub usage: String,
    /// Its material is imported.
    #[n(3)]
    pub is_external: bool,
    #[n(4)]
    pub description: String,
    #[n(5)]
    pub is_enabled: bool,
    #[n(6)]
    pub policy: String,
    #[n(7)]
    pub tags: BTreeMap<String, String>,
    /// The service for which AWS manages the key: `s3`.
    #[n(8)]
    pub managed_for: Option<String>,
    /// Of a multi-Region key.
    #[n(9)]
    pub set: Option<SetRow>,
    #[n(10)]
    pub deletion: Option<DeletionRow>,
    #[n(11)]
    pub rotation: Option<RotationRow>,
    /// The number of the material by which it encrypts.
    #[n(12)]
    pub current: u32,
    /// The number of the next material.
    #[n(13)]
    pub next_material: u32,
    #[n(14)]
    pub on_demand_rotations: u32,
    /// Materials, other than ones that wait for a rotation, that are deleted or have expired.
    #[n(15)]
    pub missing_materials: u32,
    #[n(16)]
    pub grants: u32,
    /// Of a key in an external key store.
    #[n(17)]
    pub external: Option<ExternalRow>,
    /// Its uses are noted from its first day on.
    #[n(18)]
    pub is_tracked: Option<bool>,
}

/// The external key by which a key encrypts.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ExternalRow {
    #[n(0)]
    pub store: String,
    #[n(1)]
    pub key: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct LastUseRow {
    #[n(0)]
    pub operation: String,
    #[n(1)]
    pub at: i64,
    #[n(2)]
    pub request: String,
}

/// An external key store.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct KeyStoreRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub endpoint: String,
    #[n(2)]
    pub path: String,
    #[n(3)]
    pub access_key: String,
    /// Sealed.
    #[n(4)]
    pub secret: ByteVec,
    #[n(5)]
    pub created: i64,
    /// The connection's state.
    #[n(6)]
    pub connection: String,
    /// Why it could not be connected.
    #[n(7)]
    pub failure: Option<String>,
    /// Counts the attempts to connect.
    #[n(8)]
    pub attempt: u64,
}

/// The regions of a multi-Region key; every one of them knows all.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SetRow {
    #[n(0)]
    pub primary: String,
    #[n(1)]
    pub replicas: Vec<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct DeletionRow {
    #[n(0)]
    pub days: i64,
    /// Absent as long as a primary key has replicas.
    #[n(1)]
    pub at: Option<i64>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RotationRow {
    #[n(0)]
    pub days: i64,
    #[n(1)]
    pub next: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MaterialRow {
    #[n(0)]
    pub id: ByteVec,
    /// Sealed; absent when it was deleted or has expired.
    #[n(1)]
    pub sealed: Option<ByteVec>,
    /// When the key began to encrypt by it; absent for the first one, and for one that waits.
    #[n(2)]
    pub rotated: Option<i64>,
    #[n(3)]
    pub is_on_demand: bool,
    /// It was imported and waits for a rotation.
    #[n(4)]
    pub is_pending: bool,
    #[n(5)]
    pub expires: Option<i64>,
    #[n(6)]
    pub description: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AliasRow {
    #[n(0)]
    pub key: String,
    #[n(1)]
    pub created: i64,
    #[n(2)]
    pub updated: i64,
}

#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
#[cbor(map)]
pub struct GrantRow {
    #[n(0)]
    pub created: i64,
    #[n(1)]
    pub name: Option<String>,
    #[n(2)]
    pub grantee: String,
    #[n(3)]
    pub is_grantee_service: bool,
    #[n(4)]
    pub retiring: Option<String>,
    #[n(5)]
    pub is_retiring_service: bool,
    #[n(6)]
    pub operations: Vec<String>,
    #[n(7)]
    pub context_equals: Option<BTreeMap<String, String>>,
    #[n(8)]
    pub context_subset: Option<BTreeMap<String, String>>,
    #[n(9)]
    pub source_arn: Option<String>,
    #[n(10)]
    pub issuer: String,
}

store::row!(KeyStoreRow, LastUseRow, KeyRow, MaterialRow, AliasRow, GrantRow);

/// A key that was found.
#[derive(Clone, Debug)]
pub struct Key {
    pub account: AccountId,
    pub region: Region,
    pub id: String,
    pub row: KeyRow,
}

/// Where a key may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub account: AccountId,
    pub region: Region,
    pub id: String,
}

impl Place {
    pub fn scope(&self) -> Scope {
        Scope::new(self.account.digits(), self.region.as_str())
    }

    pub fn arn(&self) -> String {
        key_arn(self.region, self.account, &self.id)
    }
}

pub fn key_arn(region: Region, account: AccountId, id: &str) -> String {
    Arn::regional("kms", region, account, &format!("key/{id}")).to_string()
}

pub fn alias_arn(region: Region, account: AccountId, name: &str) -> String {
    Arn::regional("kms", region, account, name).to_string()
}

impl Key {
    pub fn place(&self) -> Place {
        Place { account: self.account, region: self.region, id: self.id.clone() }
    }

    pub fn scope(&self) -> Scope {
        Scope::new(self.account.digits(), self.region.as_str())
    }

    pub fn arn(&self) -> String {
        key_arn(self.region, self.account, &self.id)
    }

    /// What a step answers that has done something to the key of itself: CloudTrail records it.
    pub fn service_event(&self, name: &'static str) -> Struct {
        Struct::new()
            .with("Name", name)
            .with("ResourceType", "AWS::KMS::Key")
            .with("ResourceArn", self.arn())
    }
}

impl KeyRow {
    pub fn spec(&self) -> Spec {
        Spec::parse(&self.spec).expect("only known specs are stored")
    }

    pub fn origin(&self) -> &'static str {
        match &self.external {
            Some(_) => origin_type::EXTERNAL_KEY_STORE,
            None if self.is_external => origin_type::EXTERNAL,
            None => origin_type::AWS_KMS,
        }
    }

    /// The key state in the model's words.
    pub fn state(&self) -> &'static str {
        match &self.deletion {
            Some(DeletionRow { at: None, .. }) => key_state::PENDING_REPLICA_DELETION,
            Some(_) => key_state::PENDING_DELETION,
            None if self.lacks_material() => key_state::PENDING_IMPORT,
            None if self.is_enabled => key_state::ENABLED,
            None => key_state::DISABLED,
        }
    }

    pub fn lacks_material(&self) -> bool {
        self.next_material == 0 || self.missing_materials > 0
    }

    /// Whether it has more than one material in its life.
    pub fn rotates(&self) -> bool {
        self.spec() == Spec::Symmetric
    }

    pub fn is_primary_in(&self, region: &str) -> bool {
        self.set.as_ref().is_none_or(|set| set.primary == region)
    }
}
