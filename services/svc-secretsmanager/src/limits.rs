//! The limits of Secrets Manager that the model does not have.
//!
//! Sources: [Q] User Guide, "AWS Secrets Manager quotas"; [A] API Reference of the operation that
//! is named.

use std::ops::RangeInclusive;

/// [A] DeleteSecret
pub const RECOVERY_DAYS: RangeInclusive<i64> = 7..=30;
pub const RECOVERY_DAYS_DEFAULT: i64 = 30;
/// [Q] "About 100"
pub const VERSIONS_MAX: usize = 100;
/// [Q] Versions younger than this are not removed.
pub const VERSION_HOURS_MIN: i64 = 24;
/// Our own: how many versions a secret may have while none may be removed.
pub const YOUNG_VERSIONS_MAX: usize = 1_000;
/// [Q]
pub const STAGES_PER_VERSION_MAX: usize = 20;
/// [A] TagResource
pub const TAGS_MAX: usize = 50;
/// [A] RotationRulesType: "as often as every four hours"; 1,000 days at most.
pub const ROTATION_HOURS: RangeInclusive<i64> = 4..=24_000;
/// Our own: "Secrets Manager retries the entire rotation process multiple times."
pub const ROTATION_ATTEMPTS: u32 = 5;
/// Our own: before the first of those; each wait is twice the one before.
pub const ROTATION_RETRY_SECONDS: u64 = 60;
/// [A] GetRandomPassword
pub const PASSWORD_LENGTH_DEFAULT: i64 = 32;
pub const PAGE_DEFAULT: usize = 100;
/// [A] BatchGetSecretValue
pub const BATCH_DEFAULT: usize = 20;
