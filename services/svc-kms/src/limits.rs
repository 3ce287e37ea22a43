//! The limits of KMS that the model does not have.
//!
//! Sources: [Q] Developer Guide, "Resource quotas"; [A] API Reference of the operation that is
//! named; [T] "Tags in AWS KMS"; [G] "Grants in AWS KMS"; [I] "Importing key material".

use std::ops::RangeInclusive;

/// [Q]
pub const ALIASES_PER_KEY_MAX: usize = 50;
/// [Q]
pub const GRANTS_PER_KEY_MAX: u32 = 50_000;
/// [Q]
pub const ON_DEMAND_ROTATIONS_MAX: u32 = 25;
/// [A] PutKeyPolicy: "32 kilobytes (32768 bytes)".
pub const POLICY_BYTES_MAX: usize = 32 * 1024;
/// [T]
pub const TAGS_MAX: usize = 50;

/// [A] ScheduleKeyDeletion
pub const DELETION_DAYS: RangeInclusive<i64> = 7..=30;
pub const DELETION_DAYS_DEFAULT: i64 = 30;
/// [A] EnableKeyRotation
pub const ROTATION_DAYS_DEFAULT: i64 = 365;
/// "AWS managed keys are automatically rotated one year after they are created."
pub const MANAGED_ROTATION_DAYS: i64 = 365;

/// [A] CreateGrant: "up to 8 encryption context pairs", "cannot exceed 384 characters".
pub const CONSTRAINT_PAIRS_MAX: usize = 8;
pub const CONSTRAINT_CHARACTERS_MAX: usize = 384;
/// Grants of one principal for one key that one call looks at.
pub const GRANTS_TRIED_MAX: usize = 1_000;
/// Our own: what an encryption context takes together with its lengths.
pub const CONTEXT_BYTES_MAX: usize = 8 * 1024;

/// [I] "valid for 24 hours"
pub const IMPORT_HOURS: i64 = 24;
/// [A] ImportKeyMaterial: "The maximum value is 365 days from the request date."
pub const MATERIAL_DAYS_MAX: i64 = 365;

/// [A] Encrypt: "SM2PKE: 1024 bytes (China Regions only)".
pub const SM2_BYTES_MAX: usize = 1024;

/// [A] ListKeys, ListGrants and the others: what a page has when the client does not say.
pub const PAGE_DEFAULT: usize = 100;
/// [A] ListAliases, ListGrants, ListRetirableGrants, ListResourceTags: "between 1 and 100", "50".
pub const SMALL_PAGE_DEFAULT: usize = 50;

/// [Q] "Custom key stores", of both types together.
pub const KEY_STORES_MAX: usize = 10;
/// "If KMS does not receive a response from the XKS proxy for any API call within 250ms" (External
/// Key Store Proxy API Specification).
pub const XKS_TIMEOUT_MS: i64 = 250;
/// Our own: what is read of a proxy's answer.
pub const XKS_ANSWER_BYTES_MAX: usize = 64 * 1024;
/// Our own: a use like the one that is known leaves no note before so many seconds are over.
pub const LAST_USE_SECONDS: i64 = 60;

/// Rows that one step of a deletion removes.
pub const DELETED_PER_STEP_MAX: usize = 500;
