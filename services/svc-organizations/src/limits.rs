//! Limits of Organizations.
//!
//! Source: "Quotas and service limits for AWS Organizations" in its User Guide, default values.

/// Accounts of an organization, the management account and open invitations included.
pub const ACCOUNTS_MAX: usize = 10;
pub const UNITS_MAX: usize = 2_000;
/// Units below the root nest so deep.
pub const DEPTH_MAX: usize = 5;
pub const SERVICE_CONTROL_POLICIES_MAX: usize = 10_000;
pub const RESOURCE_CONTROL_POLICIES_MAX: usize = 1_000;
pub const DOCUMENT_CHARS_MAX: usize = 5_120;
/// Documents of management policies; [U] the last two.
pub const TAG_POLICY_CHARS_MAX: usize = 10_000;
pub const BACKUP_POLICY_CHARS_MAX: usize = 10_000;
pub const OPT_OUT_POLICY_CHARS_MAX: usize = 2_500;
pub const CHATBOT_POLICY_CHARS_MAX: usize = 10_000;
pub const DECLARATIVE_POLICY_CHARS_MAX: usize = 10_000;
/// [U] Management policies of a type in an organization, and of a root, a unit or an account.
pub const MANAGEMENT_POLICIES_MAX: usize = 1_000;
pub const MANAGEMENT_ATTACHED_MAX: usize = 10;
/// "Post-closure period": 90 days.
pub const CLOSED_DAYS: u64 = 90;
/// Policies of a type that a root, a unit or an account has; one at least.
pub const ATTACHED_MAX: usize = 5;
/// An account that was created can leave after so many days.
pub const CREATED_DAYS_MIN: i64 = 7;
/// "Invitations … expire after 15 days".
pub const HANDSHAKE_DAYS: i64 = 15;
/// "Members have 90 days to approve" ("Enabling all features in your organization").
pub const ALL_FEATURES_DAYS: i64 = 90;
/// [A] ListHandshakesForAccount: what has ended is listed "for only 30 days".
pub const ENDED_HANDSHAKE_DAYS: i64 = 30;
/// "Quotas" of billing transfers (AWS Billing User Guide). An organization begins with none
/// inbound, and a chain of one; what it may be granted at most is granted here from the start.
pub const INBOUND_TRANSFERS_MAX: usize = 1_000;
pub const OUTBOUND_TRANSFERS_MAX: usize = 1;
pub const TRANSFER_CHAIN_MAX: usize = 2;
/// "Invites must be accepted 24 hours before the billing transfer start date".
pub const TRANSFER_NOTICE_HOURS: i64 = 24;
/// Rules of a plan in an effective backup policy: AWS's example of the event
/// `EffectivePolicyValidation` ("exceeds the allowed maximum limit 10").
pub const PLAN_RULES_MAX: usize = 10;
/// [U] Tags of a backup plan, and of its recovery points.
pub const BACKUP_TAGS_MAX: usize = 50;
/// "Lifecycle": what went to cold storage stays there for so many days.
pub const COLD_DAYS_MIN: i64 = 90;
pub const TAGS_MAX: usize = 50;
/// [A] MaxResults of the lists, where the client does not say.
pub const PAGE_DEFAULT: usize = 20;
