//! Rows of Multi-Region Access Points. They are S3's, since S3 asks for them with every request
//! that comes through one; the operations of S3 Control call steps of S3.

use kernel::Table;
use minicbor::{Decode, Encode};

/// Of an account, by name.
pub static MULTI_REGIONS: Table<String, MultiRegionRow> =
    Table::global("s3", "multi-region-access-points");
/// By alias.
pub static MULTI_REGION_ALIASES: Table<String, MultiRegionPlaceRow> =
    Table::world("s3", "multi-region-aliases");
/// What was asked for and takes its time, by the token in its ARN.
pub static MULTI_REGION_REQUESTS: Table<String, MultiRegionRequestRow> =
    Table::global("s3", "multi-region-requests");
/// Operation and client's token.
pub static MULTI_REGION_TOKENS: Table<(String, String), MultiRegionTokenRow> =
    Table::global("s3", "multi-region-tokens");

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct MultiRegionRow {
    /// With its end, `.mrap`.
    #[n(0)]
    pub alias: String,
    #[n(1)]
    pub created_us: i64,
    /// Bits of its public access block.
    #[n(2)]
    pub block: u8,
    #[n(3)]
    pub status: MultiRegionStatus,
    #[n(4)]
    pub routes: Vec<RouteRow>,
    /// The policy that counts.
    #[n(5)]
    pub established: Option<String>,
    /// The one that was asked for last.
    #[n(6)]
    pub proposed: Option<String>,
    #[n(7)]
    pub is_policy_public: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum MultiRegionStatus {
    #[n(0)]
    Creating,
    #[n(1)]
    Ready,
    #[n(2)]
    Deleting,
    /// One of its buckets is not there: it may be deleted.
    #[n(3)]
    PartiallyCreated,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct RouteRow {
    #[n(0)]
    pub bucket: String,
    #[n(1)]
    pub account: String,
    /// Empty as long as nobody has looked where the bucket is.
    #[n(2)]
    pub region: String,
    /// Whether requests are routed there.
    #[n(3)]
    pub is_active: bool,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct MultiRegionPlaceRow {
    #[n(0)]
    pub account: String,
    #[n(1)]
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct MultiRegionTokenRow {
    /// Of the request.
    #[n(0)]
    pub token: String,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct MultiRegionRequestRow {
    #[n(0)]
    pub created_us: i64,
    /// The operation's name.
    #[n(1)]
    pub operation: String,
    /// Its `Details`.
    #[n(2)]
    pub details: kernel::Struct,
    #[n(3)]
    pub status: RequestStatus,
    /// Code, words and resource of what went wrong.
    #[n(4)]
    pub error: Option<(String, String, String)>,
    #[n(5)]
    pub request_id: String,
    /// Where it was to act, and what came of it there.
    #[n(6)]
    pub regions: Vec<(String, RequestStatus)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum RequestStatus {
    #[n(0)]
    New,
    #[n(1)]
    Succeeded,
    #[n(2)]
    Failed,
}

impl RequestStatus {
    pub fn name(self) -> &'static str {
        match self {
            RequestStatus::New => "NEW",
            RequestStatus::Succeeded => "SUCCEEDED",
            RequestStatus::Failed => "FAILED",
        }
    }
}

impl MultiRegionStatus {
    pub fn name(self) -> &'static str {
        match self {
            MultiRegionStatus::Creating => "CREATING",
            MultiRegionStatus::Ready => "READY",
            MultiRegionStatus::Deleting => "DELETING",
            MultiRegionStatus::PartiallyCreated => "PARTIALLY_CREATED",
        }
    }
}

store::row!(MultiRegionRow, MultiRegionPlaceRow, MultiRegionTokenRow, MultiRegionRequestRow);
