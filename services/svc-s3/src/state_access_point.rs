//! Rows of access points, and of what S3 Control sets for a whole account.
//!
//! They are S3's, since S3 asks for them with every request that comes through an access point; the
//! operations of S3 Control call steps of S3.

use kernel::Table;
use minicbor::{Decode, Encode};

/// Of an account's region, by name.
pub static ACCESS_POINTS: Table<String, AccessPointRow> = Table::regional("s3", "access-points");
/// (bucket, name): which access points lead to a bucket of another's or of the same account.
pub static POINTS_OF_BUCKET: Table<(String, String), ()> =
    Table::regional("s3", "access-points-of-bucket");
/// By alias.
pub static POINT_ALIASES: Table<String, PointAliasRow> = Table::world("s3", "access-point-aliases");
/// Bits of the public access block of the whole account.
pub static ACCOUNT_BLOCK: Table<(), u64> = Table::global("s3", "account-public-access");

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct AccessPointRow {
    #[n(0)]
    pub alias: String,
    #[n(1)]
    pub bucket: String,
    #[n(2)]
    pub bucket_account: String,
    #[n(3)]
    pub created_us: i64,
    /// Bits of its public access block.
    #[n(4)]
    pub block: u8,
    /// Requests from elsewhere are refused.
    #[n(5)]
    pub vpc: Option<String>,
    #[n(6)]
    pub policy: Option<String>,
    #[n(7)]
    pub is_policy_public: bool,
    #[n(8)]
    pub tags: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct PointAliasRow {
    #[n(0)]
    pub account: String,
    #[n(1)]
    pub region: String,
    #[n(2)]
    pub name: String,
}

store::row!(AccessPointRow, PointAliasRow);
