//! Cost Explorer's figures.
//!
//! Sources: Cost Management User Guide, "Analyzing your costs and usage with AWS Cost Explorer"
//! (the last 13 months and the present one; hours of the last 14 days; the next 12 months); API
//! Reference, GetCostAndUsage ("You can group … by up to two different groups"), GetCostForecast
//! (`PredictionIntervalLevel` from the model).

/// Months before the present one.
pub const MONTHS_BACK: u32 = 13;
pub const HOURLY_DAYS_BACK: u32 = 14;
pub const GROUPS_MAX: usize = 2;
/// Our choice: rows of an answer.
pub const ROWS_PER_PAGE: usize = 5_000;
/// Our choice: a forecast looks at so many days before it.
pub const FORECAST_DAYS_BACK: u32 = 30;
pub const FORECAST_MONTHS_MAX: u32 = 12;
pub const PREDICTION_LEVEL_DEFAULT: i64 = 80;
/// Billing User Guide, "Quotas and restrictions": cost categories of a management account.
pub const CATEGORIES_MAX: usize = 50;
/// "the first day of the month, … up to 12 months" (API Reference, EffectiveStart).
pub const CATEGORY_MONTHS_BACK: u32 = 12;
/// The model's largest MaxResults.
pub const CATEGORY_PAGE: usize = 100;
/// The model: ResourceTagList.
pub const RESOURCE_TAGS_MAX: usize = 200;
/// "You can only submit a new backfill request once every 24 hours", "for up to twelve months"
/// (Billing User Guide, "Backfill cost allocation tags").
pub const BACKFILL_HOURS_APART: u32 = 24;
pub const BACKFILL_MONTHS_BACK: u32 = 12;
/// Ours: of which the history tells.
pub const BACKFILLS_KEPT: usize = 1_000;
/// Cost Management User Guide, "Quotas and restrictions", Cost Anomaly Detection.
pub const MONITORS_MAX: usize = 500;
/// One monitor looks at all services (the same page).
pub const SERVICE_MONITORS_MAX: usize = 1;
/// Ours: a page of monitors, subscriptions or anomalies.
pub const ANOMALY_PAGE: usize = 100;
/// "at least 10 days of historical service usage data is needed before anomalies can be detected"
/// (User Guide, "Detecting unusual spend with AWS Cost Anomaly Detection").
pub const ANOMALY_DAYS_MIN: u32 = 10;
/// Ours: days that an expectation is made of.
pub const ANOMALY_DAYS_BACK: u32 = 30;
/// Anomalies are shown for 90 days (the same page).
pub const ANOMALY_KEPT_DAYS: u32 = 90;
/// Ours: groups of a page of a comparison.
pub const COMPARISONS_PER_PAGE: usize = 100;
