//! Rows of S3 Access Grants, all of an account's region.

use kernel::Table;
use minicbor::{Decode, Encode};

/// There is one at most.
pub static INSTANCES: Table<(), InstanceRow> = Table::regional("s3control", "grants-instances");
/// By id.
pub static LOCATIONS: Table<String, LocationRow> = Table::regional("s3control", "grants-locations");
/// By scope: the id.
pub static SCOPES: Table<String, GrantIdRow> = Table::regional("s3control", "grants-scopes");
/// By id.
pub static GRANTS: Table<String, GrantRow> = Table::regional("s3control", "grants");
/// (location, grant)
pub static GRANTS_OF_LOCATION: Table<(String, String), ()> =
    Table::regional("s3control", "grants-of-location");
/// (grantee, grant)
pub static GRANTS_OF_GRANTEE: Table<(String, String), ()> =
    Table::regional("s3control", "grants-of-grantee");

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct InstanceRow {
    #[n(0)]
    pub created_us: i64,
    #[n(1)]
    pub tags: Vec<(String, String)>,
    /// Its own policy, and since when it has it.
    #[n(2)]
    pub policy: Option<(String, i64)>,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct LocationRow {
    #[n(0)]
    pub created_us: i64,
    /// `s3://`, `s3://bucket`, `s3://bucket/prefix`.
    #[n(1)]
    pub scope: String,
    /// The role's ARN.
    #[n(2)]
    pub role: String,
    #[n(3)]
    pub tags: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct GrantIdRow {
    #[n(0)]
    pub id: String,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct GrantRow {
    #[n(0)]
    pub created_us: i64,
    #[n(1)]
    pub location: String,
    #[n(2)]
    pub sub_prefix: Option<String>,
    /// The ARN of a user or a role.
    #[n(3)]
    pub grantee: String,
    #[n(4)]
    pub permission: String,
    /// The whole path: of an object, or what paths begin with, up to the star at its end.
    #[n(5)]
    pub scope: String,
    #[n(6)]
    pub is_object: bool,
    #[n(7)]
    pub tags: Vec<(String, String)>,
}

store::row!(InstanceRow, LocationRow, GrantIdRow, GrantRow);
