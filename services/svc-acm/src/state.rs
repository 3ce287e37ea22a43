//! The tables of ACM and their rows. Times are microseconds of virtual time.

use std::collections::BTreeMap;

use kernel::{Ctx, Table, Timestamp};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::api::{certificate_status, certificate_type, validation_method};

/// Id → certificate.
pub static CERTIFICATES: Table<String, CertificateRow> = Table::regional("acm", "certificates");
/// Idempotency token → the request that bore it.
pub static TOKENS: Table<String, TokenRow> = Table::regional("acm", "tokens");
/// By one name: what the account has configured and how much it has.
pub static ACCOUNTS: Table<String, AccountRow> = Table::regional("acm", "account");
pub const ACCOUNT: &str = "account";
/// By one name: the world's own authority.
pub static AUTHORITIES: Table<String, AuthorityRow> = Table::world("acm", "authority");
pub const AUTHORITY: &str = "current";
/// (when, serial number) of what the world's authority has revoked.
pub static REVOKED: Table<(i64, String), RevokedRow> = Table::world("acm", "revoked");

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Kind {
    #[n(0)]
    Amazon,
    #[n(1)]
    Imported,
    /// Of a private authority.
    #[n(2)]
    Private,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Status {
    #[n(0)]
    Pending,
    #[n(1)]
    Issued,
    #[n(2)]
    TimedOut,
    #[n(3)]
    Failed,
    #[n(4)]
    Revoked,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Method {
    #[n(0)]
    Dns,
    #[n(1)]
    Email,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Answer {
    #[n(0)]
    Pending,
    #[n(1)]
    Success,
    #[n(2)]
    Failed,
}

/// How one of a certificate's names is or was validated.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct DomainRow {
    #[n(0)]
    pub name: String,
    /// To whose addresses mail goes.
    #[n(1)]
    pub validation_domain: String,
    #[n(2)]
    pub method: Method,
    #[n(3)]
    pub answer: Answer,
    /// What a letter's link must show; empty for DNS.
    #[n(4)]
    pub secret: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct CertificateRow {
    #[n(0)]
    pub domain: String,
    /// All names; the first is `domain`.
    #[n(1)]
    pub names: Vec<String>,
    #[n(2)]
    pub kind: Kind,
    #[n(3)]
    pub created: i64,
    #[n(4)]
    pub status: Status,
    /// `RSA_2048`
    #[n(5)]
    pub algorithm: String,
    #[n(6)]
    pub method: Option<Method>,
    #[n(7)]
    pub domains: Vec<DomainRow>,
    /// DER.
    #[n(8)]
    pub certificate: Option<ByteVec>,
    /// Each has signed the one before it.
    #[n(9)]
    pub chain: Vec<ByteVec>,
    #[n(10)]
    pub sealed_key: Option<ByteVec>,
    #[n(11)]
    pub issued: Option<i64>,
    #[n(12)]
    pub imported: Option<i64>,
    #[n(13)]
    pub not_before: i64,
    #[n(14)]
    pub not_after: i64,
    #[n(15)]
    pub tags: BTreeMap<String, String>,
    /// Whether the certificate may leave with its key.
    #[n(16)]
    pub is_exportable: bool,
    /// Since it was issued or last renewed.
    #[n(17)]
    pub is_exported: bool,
    #[n(18)]
    pub was_exported: bool,
    #[n(19)]
    pub revoked: Option<RevokedRow>,
    #[n(20)]
    pub failure: Option<String>,
    #[n(21)]
    pub renewal: Option<RenewalRow>,
    /// When the step that watches its end comes next.
    #[n(22)]
    pub watched_at: i64,
    /// When the step that validates its names comes next.
    #[n(23)]
    pub validated_at: i64,
    /// Until when the names must be validated.
    #[n(24)]
    pub deadline: i64,
    /// CertificateTransparencyLoggingPreference, which no longer means anything.
    #[n(25)]
    pub logging: Option<String>,
    #[n(26)]
    pub token: Option<String>,
    #[n(27)]
    pub update: Option<UpdateRow>,
    /// The ARN of the private authority that issues it.
    #[n(28)]
    pub authority: Option<String>,
    /// How that authority signs: `SHA256WITHRSA`.
    #[n(29)]
    pub scheme: Option<String>,
    /// What was asked of the private authority and has not come yet.
    #[n(30)]
    pub order: Option<OrderRow>,
    /// Of a client of ACME.
    #[n(31)]
    pub acme: Option<OfAcme>,
}

/// By which endpoint and for which account of it a certificate was issued.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct OfAcme {
    #[n(0)]
    pub endpoint: String,
    #[n(1)]
    pub account: String,
}

/// A certificate that a private authority is to issue.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct OrderRow {
    /// Of the certificate, at the authority.
    #[n(0)]
    pub arn: String,
    #[n(1)]
    pub sealed_key: ByteVec,
}

/// A change of the way of validation, from mail to DNS.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct UpdateRow {
    #[n(0)]
    pub answer: Answer,
    #[n(1)]
    pub requested: i64,
    #[n(2)]
    pub updated: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Renewal {
    /// It is being made.
    #[n(0)]
    Automatic,
    /// Somebody has to do something.
    #[n(1)]
    Validation,
    #[n(2)]
    Success,
    #[n(3)]
    Failed,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RenewalRow {
    #[n(0)]
    pub status: Renewal,
    #[n(1)]
    pub updated: i64,
    #[n(2)]
    pub domains: Vec<DomainRow>,
    /// Why it has failed.
    #[n(3)]
    pub reason: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RevokedRow {
    #[n(0)]
    pub at: i64,
    #[n(1)]
    pub reason: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TokenRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub at: i64,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct AccountRow {
    /// DaysBeforeExpiry, once it was said.
    #[n(0)]
    pub days_before_expiry: Option<i64>,
    /// The last configuration's token, when it came, and what it said.
    #[n(1)]
    pub token: Option<(String, i64, i64)>,
    /// Certificates by kind: those that were requested, and those imported.
    #[n(2)]
    pub amazon: u64,
    #[n(3)]
    pub imported: u64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AuthorityRow {
    #[n(0)]
    pub root: ByteVec,
    #[n(1)]
    pub intermediate: ByteVec,
    /// The intermediate's. The root's is not kept: it has done its work.
    #[n(2)]
    pub sealed_key: ByteVec,
}

store::row!(CertificateRow, TokenRow, AccountRow, AuthorityRow, RevokedRow);

/// A certificate that was found.
#[derive(Clone, Debug)]
pub struct Certificate {
    pub id: String,
    pub arn: String,
    pub row: CertificateRow,
}

impl Method {
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Dns => validation_method::DNS,
            Method::Email => validation_method::EMAIL,
        }
    }
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Amazon => certificate_type::AMAZON_ISSUED,
            Kind::Imported => certificate_type::IMPORTED,
            Kind::Private => certificate_type::PRIVATE,
        }
    }
}

impl CertificateRow {
    /// The status that is shown: an issued certificate expires without anybody's doing.
    pub fn status_at(&self, now: Timestamp) -> &'static str {
        match self.status {
            Status::Pending => certificate_status::PENDING_VALIDATION,
            Status::Issued if self.not_after <= now.micros() => certificate_status::EXPIRED,
            Status::Issued => certificate_status::ISSUED,
            Status::TimedOut => certificate_status::VALIDATION_TIMED_OUT,
            Status::Failed => certificate_status::FAILED,
            Status::Revoked => certificate_status::REVOKED,
        }
    }

    /// Whether ACM renews it: nothing here uses certificates, so it must have been exported.
    /// Clients of ACME renew theirs.
    pub fn is_renewable(&self, now: Timestamp) -> bool {
        self.kind != Kind::Imported
            && self.acme.is_none()
            && self.status == Status::Issued
            && self.not_after > now.micros()
            && self.is_exported
    }
}

/// How many of a kind there are: changed when one comes or goes.
pub fn count(ctx: &mut Ctx<'_>, kind: Kind, by: i64) -> Result<u64, kernel::ApiError> {
    let mut row = ctx.table(&ACCOUNTS).get(ACCOUNT)?.unwrap_or_default();
    let counter = match kind {
        Kind::Amazon | Kind::Private => &mut row.amazon,
        Kind::Imported => &mut row.imported,
    };
    *counter = counter.saturating_add_signed(by);
    let count = *counter;
    ctx.table_mut(&ACCOUNTS).put(ACCOUNT, &row);
    Ok(count)
}
