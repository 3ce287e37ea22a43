//! AWS's figures. The API reference of STS, 2011-06-15, is the source where none is named; what
//! its model says (lengths, patterns, 900 to 43,200 seconds, 50 tags) is checked before an
//! operation runs and does not stand here.

/// Of a role's session when the caller asks for nothing else.
pub const ROLE_SECONDS_DEFAULT: i64 = 3_600;

/// Of a session of a role that another role's session has assumed.
pub const CHAINED_SECONDS_MAX: i64 = 3_600;

/// Of `GetSessionToken` and `GetFederationToken` for users.
pub const LONG_TERM_SECONDS_DEFAULT: i64 = 43_200;

/// The same for an account's root: longer wishes are cut to it.
pub const ROOT_SECONDS_MAX: i64 = 3_600;

/// Managed policies of a session.
pub const POLICY_ARNS_MAX: usize = 10;

/// Plain text of a session's inline and managed policies and tags together. AWS packs them in a
/// way that it does not document and that lies close to this figure for policies.
pub const PACKED_CHARS_MAX: usize = 2_048;

/// The names and paths of roles (IAM API Reference, `CreateRole`).
pub const ROLE_NAME_CHARS_MAX: usize = 64;
pub const PATH_CHARS_MAX: usize = 512;

/// What `MinimumSessionTokenSize` may ask for; `SessionTokenUtilization` is in percent of it.
pub const TOKEN_CHARS_MAX: usize = 4_096;
