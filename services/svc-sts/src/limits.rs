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

/// [A] `AssumeRoot`: 15 minutes, which is the default too.
pub const ROOT_TASK_SECONDS_MAX: i64 = 900;

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

/// "A SAML assertion must be redeemed within five minutes" ([A] `AssumeRoleWithSAML`).
pub const SAML_SECONDS_MAX: i64 = 300;
/// Our own: how far a provider's clock may be ahead of the world's.
pub const CLOCK_SKEW_SECONDS: i64 = 60;
/// [A] `SessionDuration` ("Configure SAML assertions for the authentication response").
pub const SAML_SESSION_SECONDS: std::ops::RangeInclusive<i64> = 900..=43_200;
/// Session tags, in characters ("IAM and AWS STS quotas").
pub const TAGS_MAX: usize = 50;
pub const TAG_KEY_CHARS_MAX: usize = 128;
pub const TAG_VALUE_CHARS_MAX: usize = 256;
/// Names of sessions and source identities.
pub const NAME_CHARS: std::ops::RangeInclusive<usize> = 2..=64;

/// [A] `GetWebIdentityToken`: "the default duration is 300 seconds".
pub const WEB_TOKEN_SECONDS_DEFAULT: i64 = 300;
/// Our own: AWS has a limit and does not document it.
pub const TOKEN_PAYLOAD_BYTES_MAX: usize = 24_576;
