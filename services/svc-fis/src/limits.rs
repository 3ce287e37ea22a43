//! Limits. Those of AWS are its default quotas ("Quotas and limitations for AWS FIS").

use std::time::Duration;

/// [U] Written from memory of that page, as the three below it.
pub const TEMPLATES_MAX: usize = 500;
pub const ACTIONS_MAX: usize = 20;
pub const ACTIVE_EXPERIMENTS_MAX: usize = 5;
pub const RETENTION: Duration = Duration::from_hours(120 * 24);

/// "The duration, from one minute to 12 hours" (Actions reference).
pub const DURATION_MIN: Duration = Duration::from_mins(1);
pub const DURATION_MAX: Duration = Duration::from_hours(12);
/// [U] "Target account configurations" for a template.
pub const ACCOUNTS_MAX: usize = 40;
/// Ours: of one type, that a target by tags or filters is chosen from.
pub const RESOURCES_MAX: usize = 1_000;
/// Ours: of targets in a template, and of operations in an action's list.
pub const TARGETS_MAX: usize = 20;
pub const OPERATIONS_MAX: usize = 20;
/// The model's.
pub const TAGS_MAX: usize = 50;
/// Of pages, without `maxResults`; the model's maximum.
pub const PAGE: usize = 100;
