//! The limits and times of ACM that the model does not have.
//!
//! Sources: [Q] User Guide, "Quotas"; [A] API Reference of the operation or type that is named;
//! [G] User Guide, the page that is named; [N] AWS's announcement of 18 February 2026 as the press
//! quotes it; [O] our own.

use std::time::Duration;

/// [Q] By default; AWS raises it to 100 on request.
pub const NAMES_MAX: usize = 10;
/// [Q] Those that ACM issues, and those imported.
pub const CERTIFICATES_MAX: u64 = 2_500;
pub const IMPORTED_MAX: u64 = 2_500;
/// [A] AddTagsToCertificate
pub const TAGS_MAX: usize = 50;
/// [A] RequestCertificate: of the common name.
pub const COMMON_NAME_LEN_MAX: usize = 64;
/// [A] RequestCertificate: "time out after one hour".
pub const IDEMPOTENCY: Duration = Duration::from_hours(1);
/// [G] "Troubleshoot certificate validation"
pub const VALIDATION_TIME: Duration = Duration::from_hours(72);
/// [N] Public certificates.
pub const PUBLIC_DAYS: i64 = 198;
/// [N] So many days before its end a public certificate is renewed.
pub const PUBLIC_RENEWAL_DAYS: i64 = 45;
/// [G] "Request a private certificate": valid 13 months, as public ones once were; unverified.
pub const PRIVATE_DAYS: i64 = 395;
/// [G] "Renewal for certificates in AWS Private CA": 60 days before the end; unverified.
pub const PRIVATE_RENEWAL_DAYS: i64 = 60;
/// [O] How often a private authority is asked for what it is to issue.
pub const COLLECT_DELAY: Duration = Duration::from_secs(2);
/// [G] "Amazon EventBridge support for ACM": when a renewal waits for somebody.
pub const ACTION_DAYS: [i64; 6] = [45, 30, 15, 7, 3, 1];
/// [G] The same: from when on a certificate's end is told, unless the account says otherwise.
pub const EXPIRY_EVENT_DAYS: i64 = 45;
pub const EXPIRY_EVENT_DAYS_PUBLIC: i64 = 30;
/// [A] AWS::CertificateManager::Account
pub const EXPIRY_EVENT_DAYS_MAX: i64 = 45;
/// [O] When the record of a name is taken to be there, after the request.
pub const DNS_DELAY: Duration = Duration::from_secs(30);
/// [O] How often a name is looked at again.
pub const DNS_RETRY: Duration = Duration::from_hours(1);
/// [A] ImportCertificate
pub const PRIVATE_KEY_BYTES_MAX: usize = 5_120;
pub const OCSP_URL_LEN_MAX: usize = 1_000;
/// [O] Certificates of a chain that is imported.
pub const CHAIN_MAX: usize = 10;
/// [A] ExportCertificate
pub const PASSPHRASE_LEN_MIN: usize = 4;
/// [A] ListCertificates: MaxItems
pub const PAGE_DEFAULT: usize = 1_000;
/// [A] SearchCertificates: MaxResults
pub const SEARCH_PAGE_DEFAULT: usize = 100;
/// [O] How deeply filter statements nest.
pub const FILTER_DEPTH_MAX: usize = 10;
/// [A] CertificateSummary: names that a list shows of a certificate.
pub const LISTED_NAMES_MAX: usize = 100;
/// [O] Revoked certificates that the list of the world's authority names: the latest.
pub const REVOKED_LISTED_MAX: usize = 10_000;

// ACME. The User Guide has quotas for it on a page that could not be read: all of these are ours.

/// [O] Until an endpoint is active.
pub const ENDPOINT_DELAY: Duration = Duration::from_secs(2);
pub const ENDPOINTS_MAX: usize = 100;
/// [O] Of one endpoint.
pub const VALIDATIONS_MAX: u64 = 1_000;
pub const BINDINGS_MAX: u64 = 1_000;
pub const ACCOUNTS_MAX: u64 = 10_000;
pub const ACME_CERTIFICATES_MAX: u64 = 100_000;
/// [O] Ten years: how far away a binding's expiry may be.
pub const BINDING_SECONDS_MAX: i64 = 315_360_000;
/// [O] MaxResults without one; the most is the model's.
pub const ACME_PAGE_DEFAULT: usize = 100;
/// [O] How long an order may be finalized.
pub const ORDER_TIME: Duration = Duration::from_hours(168);
/// [O] Orders of an account that are kept, the last ones.
pub const ORDERS_KEPT_MAX: usize = 100;
/// [O] Names of an order; what AWS raises the quota of a certificate to.
pub const ORDER_NAMES_MAX: usize = 100;
/// RFC 1035, 2.3.4
pub const NAME_LEN_MAX: usize = 253;
/// [O] Of an account.
pub const CONTACTS_MAX: usize = 10;
pub const CONTACT_LEN_MAX: usize = 254;
