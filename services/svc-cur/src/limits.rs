//! Figures.

/// "This account already has five reports defined" (the model, ReportLimitReachedException).
pub const REPORTS_MAX: usize = 5;
/// "AWS updates the CUR up to three times a day" (User Guide, "What are Cost and Usage Reports?").
pub const HOURS_BETWEEN_DELIVERIES: u32 = 8;
/// The model's only value of MaxResults.
pub const PAGE: usize = 5;
/// User Guide, "Tagging": user-created tags of a resource.
pub const TAGS_MAX: usize = 50;
/// Ours: lines of a file; AWS splits by size.
pub const FILE_LINES_MAX: usize = 200_000;
