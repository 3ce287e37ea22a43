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

/// Values of session tags, in characters ("IAM and AWS STS quotas").
pub const TAG_VALUE_CHARS_MAX: usize = 256;
