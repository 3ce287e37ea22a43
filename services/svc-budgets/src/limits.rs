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
