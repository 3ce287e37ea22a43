//! Budgets' figures.
//!
//! Sources: Cost Management User Guide, "AWS Budgets quotas" (budgets, notifications, subscribers);
//! "Managing your costs with AWS Budgets" ("Budgets information is updated up to three times a
//! day").

pub const BUDGETS_MAX: usize = 20_000;
pub const NOTIFICATIONS_MAX: usize = 10;
/// Of a notification: one topic and ten addresses.
pub const EMAILS_MAX: usize = 10;
pub const TOPICS_MAX: usize = 1;
pub const HOURS_BETWEEN_LOOKS: u32 = 8;
pub const PAGE: i64 = 100;
/// "AWS Budgets quotas": actions of a budget.
pub const ACTIONS_MAX: usize = 10;
/// Ours: entries of an action's history.
pub const HISTORY_MAX: usize = 200;
/// The model: ResourceTagList.
pub const TAGS_MAX: usize = 200;
/// "The maximum … is up to 60 days for DAILY, 12 months, 4 quarters and 1 year" (API Reference,
/// BudgetedAndActualAmountsList; the year is ours).
pub const DAYS_OF_HISTORY: usize = 60;
pub const MONTHS_OF_HISTORY: usize = 12;
pub const QUARTERS_OF_HISTORY: usize = 4;
pub const YEARS_OF_HISTORY: usize = 1;
