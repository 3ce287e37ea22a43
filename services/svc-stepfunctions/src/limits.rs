//! Quotas and limits, with their sources.

/// "Maximum execution history size: 25,000 events in a single execution" (service quotas).
pub const HISTORY_MAX: u64 = 25_000;
/// "Maximum execution time: 1 year" and "5 minutes" (the same).
pub const STANDARD_SECONDS_MAX: i64 = 365 * 86_400;
pub const EXPRESS_SECONDS_MAX: i64 = 300;
/// "Maximum execution history retention time: 90 days" (the same).
pub const RETENTION_SECONDS: i64 = 90 * 86_400;
/// "Number of registered state machines: 10,000", "Number of registered activities: 10,000".
pub const MACHINES_MAX: usize = 10_000;
pub const ACTIVITIES_MAX: usize = 10_000;
/// "Maximum number of published versions: 1,000 per state machine", "aliases: 100".
pub const VERSIONS_MAX: usize = 1_000;
pub const ALIASES_MAX: usize = 100;
/// "Maximum number of tags: 50 tags per resource".
pub const TAGS_MAX: usize = 50;
/// GetActivityTask: "waits up to 60 seconds".
pub const POLL_SECONDS: u64 = 60;
/// API Reference: "The default is 100 and the maximum allowed page size is 1000."
pub const PAGE_DEFAULT: usize = 100;
pub const PAGE_MAX: usize = 1_000;
/// Rows that one page of a filtered list looks at: our bound.
pub const EXAMINED_PER_PAGE_MAX: usize = 5_000;
/// Rows that a step deletes: our bound.
pub const DROPPED_PER_STEP_MAX: usize = 1_000;
/// RedriveExecution: "within 14 days of the completion of the original execution".
pub const REDRIVE_SECONDS: i64 = 14 * 86_400;
/// An event on the bus leaves out what is longer ("exceeds 248KB").
pub const EVENT_DATA_MAX: usize = 248 * 1_024;
