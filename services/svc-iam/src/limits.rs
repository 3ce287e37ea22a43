//! Limits of IAM.
//!
//! Source: "IAM and AWS STS quotas" in the IAM User Guide, its default values; sizes of policies
//! are in characters without white space, as that page says. What is Nephele's own is marked.

pub const USERS_MAX: usize = 5_000;
pub const GROUPS_MAX: usize = 300;
pub const ROLES_MAX: usize = 1_000;
pub const POLICIES_MAX: usize = 1_500;
pub const INSTANCE_PROFILES_MAX: usize = 1_000;
pub const OIDC_PROVIDERS_MAX: usize = 100;
pub const SAML_PROVIDERS_MAX: usize = 100;
/// [A] AddPrivateKey: "two private keys".
pub const SAML_PRIVATE_KEYS_MAX: usize = 2;
pub const CLIENT_IDS_MAX: usize = 100;
pub const THUMBPRINTS_MAX: usize = 5;
/// Of a user, a group or a role, each.
pub const ATTACHED_MAX: usize = 10;
pub const GROUPS_PER_USER_MAX: usize = 10;
pub const ACCESS_KEYS_MAX: usize = 2;
pub const MFA_DEVICES_MAX: usize = 8;
pub const VERSIONS_MAX: usize = 5;
pub const TAGS_MAX: usize = 50;
pub const ROLES_PER_PROFILE_MAX: usize = 1;

pub const POLICY_CHARS_MAX: usize = 6_144;
pub const TRUST_CHARS_MAX: usize = 2_048;
pub const USER_INLINE_CHARS_MAX: usize = 2_048;
pub const GROUP_INLINE_CHARS_MAX: usize = 5_120;
pub const ROLE_INLINE_CHARS_MAX: usize = 10_240;

pub const SERVER_CERTIFICATES_MAX: usize = 20;
pub const SIGNING_CERTIFICATES_MAX: usize = 2;
pub const SSH_KEYS_MAX: usize = 5;
/// [A] UploadSSHPublicKey: "2048 bits".
pub const SSH_KEY_BITS_MIN: usize = 2_048;
/// [A] CreateServiceSpecificCredential, of a service.
pub const SERVICE_CREDENTIALS_MAX: usize = 2;

/// [A] MaxSessionDuration of CreateRole; one hour unless it is told.
pub const SESSION_SECONDS_DEFAULT: i64 = 3_600;
/// [A] MaxItems of all lists: "If you do not include this parameter, the number … defaults to
/// 100".
pub const PAGE_DEFAULT: usize = 100;
/// [A] GetCredentialReport: reports are made anew when the last is older than four hours.
pub const REPORT_SECONDS: i64 = 4 * 3_600;
/// Passwords that are remembered: [A] PasswordReusePrevention goes up to 24.
pub const REMEMBERED_PASSWORDS: usize = 24;
/// "Setting an account password policy": without one, 8 characters of three of four kinds.
pub const PASSWORD_CHARS_MIN_DEFAULT: usize = 8;
pub const PASSWORD_KINDS_MIN_DEFAULT: usize = 3;
/// [A] UpdateAccountPasswordPolicy: a policy that does not tell the length means 6.
pub const PASSWORD_CHARS_MIN_OF_POLICY: i64 = 6;
/// Nephele's own: what a single simulation evaluates (actions times resources).
pub const EVALUATIONS_MAX: usize = 10_000;
/// "Understanding the Request Lifecycle": a delegation request nobody has claimed expires after a
/// day, any other after seven of no change.
pub const DELEGATION_UNASSIGNED_HOURS: u64 = 24;
pub const DELEGATION_HOURS: u64 = 7 * 24;
/// "root users can only approve delegation requests with a duration of 4 hours or less".
pub const DELEGATION_ROOT_SECONDS_MAX: i64 = 4 * 3_600;
/// The policy of a request when its template is filled in (aws-samples/sample-skill-iam-temp-
/// delegation, `domain-delegation-system.md`).
pub const DELEGATED_POLICY_CHARS_MAX: usize = 2_048;
/// Nephele's own: requests that an account has made and that are remembered, and for how long after
/// they have expired.
pub const DELEGATION_REQUESTS_MAX: usize = 1_000;
pub const DELEGATION_KEPT_HOURS: u64 = 30 * 24;
/// Nephele's own: what a check of permissions asks at most.
pub const PERMISSION_CHECKS_MAX: usize = 200;
/// [A] DelegationRequest: the pattern of `RequestorName`.
pub const REQUESTOR_NAME_CHARS_MAX: usize = 30;
/// The length of an MFA device's seed: 64 characters of base 32.
pub const SEED_BYTES: usize = 40;
