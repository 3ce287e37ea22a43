//! The limits and times of Private CA that the model does not have.
//!
//! Sources: [A] API Reference (and botocore's model) of the operation or type that is named;
//! [G] User Guide, the page that is named; [Q] "AWS Private CA endpoints and quotas"; [O] our own.
//! Of [G] and [Q] only excerpts could be read: unverified.

use std::time::Duration;

/// [Q] Private authorities of an account in a region.
pub const AUTHORITIES_MAX: u64 = 200;
/// [Q] Certificates of an authority with a complete list of what is revoked.
pub const CERTIFICATES_MAX: u64 = 1_000_000;
/// [O] Revoked certificates that one list names (AWS: 1,000,000): a list is made in memory.
pub const REVOKED_MAX: usize = 100_000;
/// [O] Certificates of one audit report, for the same reason.
pub const REPORTED_MAX: usize = 100_000;
/// [A] TagCertificateAuthority
pub const TAGS_MAX: usize = 50;
/// [A] CreateCertificateAuthority, IssueCertificate: tokens "time out after five minutes".
pub const IDEMPOTENCY: Duration = Duration::from_mins(5);
/// [O] How long drawing a key, and issuing, take at least.
pub const KEY_DELAY: Duration = Duration::from_secs(1);
pub const ISSUE_DELAY: Duration = Duration::from_secs(1);
/// [A] IssueCertificate: "issuance time minus 60 minutes".
pub const NOT_BEFORE_MARGIN_S: i64 = 3_600;
/// [A] CreateCertificateAuthority: UsageMode SHORT_LIVED_CERTIFICATE.
pub const SHORT_LIVED_DAYS_MAX: i64 = 7;
/// [A] DeleteCertificateAuthority
pub const RESTORATION_DAYS: i64 = 30;
/// [A] CrlConfiguration: a list follows a revocation after "approximately 30 minutes"; a failed
/// one is tried again "every 15 minutes".
pub const CRL_DELAY: Duration = Duration::from_mins(30);
pub const CRL_RETRY: Duration = Duration::from_mins(15);
/// [O] The first list, once it can be signed.
pub const CRL_FIRST_DELAY: Duration = Duration::from_secs(1);
/// [A] CreateCertificateAuthorityAuditReport: "a maximum of one report every 30 minutes".
pub const REPORT_INTERVAL: Duration = Duration::from_mins(30);
/// [O]
pub const REPORT_DELAY: Duration = Duration::from_secs(1);
/// [A] ListCertificateAuthorities: "the action only returns a maximum of 100 items".
pub const PAGE_MAX: usize = 100;
/// [A] ImportCertificateAuthorityCertificate
pub const CERTIFICATE_BYTES_MAX: usize = 32 * 1024;
pub const CHAIN_BYTES_MAX: usize = 2 * 1024 * 1024;
/// [O] Certificates of a chain.
pub const CHAIN_MAX: usize = 10;
/// [A] ApiPassthrough: names and extensions (the model has the same; also of requests).
pub const EXTENSIONS_MAX: usize = 40;
/// [O] The smallest key that is certified.
pub const RSA_BITS_MIN: usize = 2_048;
/// [O] How long a response of OCSP is good: as long as "responses may take … to reflect the new
/// status" (OcspConfiguration, "up to 60 minutes"), which here they do at once.
pub const OCSP_SECONDS: i64 = 3_600;
