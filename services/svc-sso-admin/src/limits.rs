//! Limits of IAM Identity Center.
//!
//! Source: "IAM Identity Center quotas" in its User Guide; what is marked [U] is not verified.

/// Policies of AWS and of the customer in a permission set, together.
pub const POLICIES_MAX: usize = 20;
/// [U] An inline policy, in characters that count.
pub const INLINE_CHARS_MAX: usize = 10_240;
/// Sessions: "minimum 1 hour, maximum 12 hours".
pub const SESSION_SECONDS_MIN: i64 = 3_600;
pub const SESSION_SECONDS_MAX: i64 = 43_200;
/// [A] MaxResults.
pub const PAGE_DEFAULT: i64 = 100;
pub const TAGS_MAX: usize = 50;

/// [U] Applications and trusted token issuers of an instance.
pub const APPLICATIONS_MAX: usize = 500;
pub const TOKEN_ISSUERS_MAX: usize = 20;
/// [U] Access scopes of an application.
pub const SCOPES_MAX: usize = 100;
/// Our own: what an ActorPolicy takes.
pub const ACTOR_POLICY_BYTES_MAX: usize = 20 * 1024;
/// What the model lets pages have at most.
pub const APPLICATIONS_PAGE: i64 = 50;
pub const SCOPES_PAGE: i64 = 10;

/// Values of session tags, in characters ("IAM and AWS STS quotas").
pub const TAG_VALUE_CHARS_MAX: usize = 256;
