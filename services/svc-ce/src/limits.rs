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
