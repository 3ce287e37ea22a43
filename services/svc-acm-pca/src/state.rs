//! The tables of Private CA and their rows. Times are microseconds of virtual time.

use std::collections::BTreeMap;

use kernel::{Ctx, Struct, Table, Timestamp};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::api::{audit_report_status, certificate_authority_status};

/// Id → authority.
pub static AUTHORITIES: Table<String, AuthorityRow> = Table::regional("acm-pca", "authorities");
/// (authority, serial number) → what it has issued.
pub static CERTIFICATES: Table<(String, String), CertificateRow> =
    Table::regional("acm-pca", "certificates");
/// The same: what its next list of revoked certificates names.
pub static REVOKED: Table<(String, String), RevokedRow> = Table::regional("acm-pca", "revoked");
/// (authority, or nothing for authorities; token) → the request that bore it.
pub static TOKENS: Table<(String, String), TokenRow> = Table::regional("acm-pca", "tokens");
/// (authority, report)
pub static REPORTS: Table<(String, String), ReportRow> = Table::regional("acm-pca", "reports");
/// Hash of an authority's key → the authority, if it answers by OCSP: clients do not say whose.
pub static RESPONDERS: Table<Vec<u8>, ResponderRow> = Table::world("acm-pca", "responders");
/// By one name: how many authorities there are.
pub static COUNTS: Table<String, CountRow> = Table::regional("acm-pca", "counts");
const COUNT: &str = "authorities";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Status {
    #[n(0)]
    Creating,
    #[n(1)]
    Pending,
    #[n(2)]
    Active,
    #[n(3)]
    Disabled,
    #[n(4)]
    Deleted,
    #[n(5)]
    Failed,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AuthorityRow {
    #[n(0)]
    pub is_root: bool,
    #[n(1)]
    pub status: Status,
    #[n(2)]
    pub created: i64,
    #[n(3)]
    pub changed: i64,
    /// CertificateAuthorityConfiguration as it was given.
    #[n(4)]
    pub configuration: Struct,
    /// PKCS #8, once it is drawn.
    #[n(5)]
    pub sealed_key: Option<ByteVec>,
    /// The request for its certificate, DER.
    #[n(6)]
    pub request: Option<ByteVec>,
    #[n(7)]
    pub certificate: Option<ByteVec>,
    /// Each has signed the one before it.
    #[n(8)]
    pub chain: Vec<ByteVec>,
    #[n(9)]
    pub not_before: i64,
    #[n(10)]
    pub not_after: i64,
    /// The list of what is revoked, if there is one.
    #[n(11)]
    pub crl: Option<CrlRow>,
    #[n(12)]
    pub tags: BTreeMap<String, String>,
    #[n(13)]
    pub policy: Option<String>,
    #[n(14)]
    pub permission: Option<PermissionRow>,
    #[n(15)]
    pub usage_mode: String,
    #[n(16)]
    pub storage_standard: String,
    /// Of a deleted one: until when it can be restored, and to what.
    #[n(17)]
    pub restorable_until: i64,
    #[n(18)]
    pub deleted_from: Option<Status>,
    /// How many certificates it has issued, and revoked ones that lists name.
    #[n(19)]
    pub issued: u64,
    #[n(20)]
    pub revoked: u64,
    /// The number of the last list, and when the step that makes the next one comes.
    #[n(21)]
    pub crl_number: u64,
    #[n(22)]
    pub crl_at: i64,
    /// When the last audit report was asked for.
    #[n(23)]
    pub reported: Option<i64>,
    #[n(24)]
    pub token: Option<String>,
    /// Whether it answers by OCSP, and where.
    #[n(25)]
    pub ocsp: Option<OcspRow>,
}

impl AuthorityRow {
    /// What the authority, and what a certificate of it, is billed as.
    pub fn usage_types(&self) -> (&'static str, &'static str) {
        match self.usage_mode.as_str() {
            "SHORT_LIVED_CERTIFICATE" => {
                ("ShortLivedCertificatePrivateCA", "ShortLivedCertificatesIssued")
            }
            _ => ("PaidPrivateCA", "PrivateCertificatesIssued"),
        }
    }
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct CrlRow {
    /// CrlConfiguration as it was given.
    #[n(0)]
    pub configuration: Struct,
    /// The address that certificates tell, if they tell one.
    #[n(1)]
    pub url: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct OcspRow {
    /// OcspCustomCname
    #[n(0)]
    pub name: Option<String>,
    /// The address that certificates tell.
    #[n(1)]
    pub url: String,
}

/// Whose key it is.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ResponderRow {
    #[n(0)]
    pub account: String,
    #[n(1)]
    pub region: String,
    /// The authority.
    #[n(2)]
    pub id: String,
}

/// What `acm.amazonaws.com` may do.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PermissionRow {
    #[n(0)]
    pub actions: Vec<String>,
    #[n(1)]
    pub source_account: String,
    #[n(2)]
    pub created: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct CertificateRow {
    #[n(0)]
    pub template: String,
    /// When it was asked for.
    #[n(1)]
    pub issued: i64,
    /// The service that has asked, if it was one.
    #[n(2)]
    pub service: Option<String>,
    #[n(3)]
    pub not_before: i64,
    #[n(4)]
    pub not_after: i64,
    #[n(5)]
    pub certificate: Option<ByteVec>,
    #[n(6)]
    pub chain: Vec<ByteVec>,
    /// What is to be signed, until it is.
    #[n(7)]
    pub pending: Option<PendingRow>,
    #[n(8)]
    pub revoked: Option<RevokedRow>,
    /// Why it could not be made.
    #[n(9)]
    pub is_failed: bool,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PendingRow {
    /// `SHA256WITHRSA`
    #[n(0)]
    pub scheme: String,
    /// Names and SubjectPublicKeyInfo, DER.
    #[n(1)]
    pub issuer: ByteVec,
    #[n(2)]
    pub subject: ByteVec,
    #[n(3)]
    pub public: ByteVec,
    #[n(4)]
    pub extensions: Vec<ExtensionRow>,
    /// What stands above the certificate, once there is one.
    #[n(5)]
    pub chain: Vec<ByteVec>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ExtensionRow {
    #[n(0)]
    pub oid: String,
    #[n(1)]
    pub is_critical: bool,
    #[n(2)]
    pub value: ByteVec,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RevokedRow {
    #[n(0)]
    pub at: i64,
    #[n(1)]
    pub reason: String,
    #[n(2)]
    pub not_after: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TokenRow {
    /// The authority's id, or the certificate's serial number.
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub at: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum ReportStatus {
    #[n(0)]
    Creating,
    #[n(1)]
    Success,
    #[n(2)]
    Failed,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ReportRow {
    #[n(0)]
    pub status: ReportStatus,
    #[n(1)]
    pub bucket: String,
    #[n(2)]
    pub key: String,
    #[n(3)]
    pub created: i64,
    /// `JSON` or `CSV`.
    #[n(4)]
    pub format: String,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct CountRow {
    #[n(0)]
    pub count: u64,
}

store::row!(AuthorityRow, CertificateRow, RevokedRow, TokenRow, ReportRow, CountRow, ResponderRow);

/// An authority that was found.
#[derive(Clone, Debug)]
pub struct Authority {
    pub id: String,
    pub arn: String,
    pub row: AuthorityRow,
}

impl AuthorityRow {
    /// The status that is shown: an authority expires without anybody's doing.
    pub fn status_at(&self, now: Timestamp) -> &'static str {
        match self.status {
            Status::Creating => certificate_authority_status::CREATING,
            Status::Pending => certificate_authority_status::PENDING_CERTIFICATE,
            Status::Active | Status::Disabled if self.not_after <= now.micros() => {
                certificate_authority_status::EXPIRED
            }
            Status::Active => certificate_authority_status::ACTIVE,
            Status::Disabled => certificate_authority_status::DISABLED,
            Status::Deleted => certificate_authority_status::DELETED,
            Status::Failed => certificate_authority_status::FAILED,
        }
    }

    pub fn key_algorithm(&self) -> &str {
        self.configuration.str("KeyAlgorithm").unwrap_or_default()
    }

    /// With which it signs its request and its lists.
    pub fn signing_algorithm(&self) -> &str {
        self.configuration.str("SigningAlgorithm").unwrap_or_default()
    }
}

impl ReportStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            ReportStatus::Creating => audit_report_status::CREATING,
            ReportStatus::Success => audit_report_status::SUCCESS,
            ReportStatus::Failed => audit_report_status::FAILED,
        }
    }
}

/// How many authorities there are: changed when one comes or goes.
pub fn count(ctx: &mut Ctx<'_>, by: i64) -> Result<u64, kernel::ApiError> {
    let mut row = ctx.table(&COUNTS).get(COUNT)?.unwrap_or_default();
    row.count = row.count.saturating_add_signed(by);
    ctx.table_mut(&COUNTS).put(COUNT, &row);
    Ok(row.count)
}
