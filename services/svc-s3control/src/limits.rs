//! Limits of S3 Batch Operations.

/// Bytes of a manifest that one step reads (ours: keeps the writer's turns short).
pub const MANIFEST_PIECE: u64 = 256 * 1024;
/// Tasks of one job. AWS takes 20 billion; ours is what one machine can list.
pub const TASKS_MAX: u64 = 1_000_000;
/// Bytes of one file of an inventory, packed and unpacked, that a step reads (ours: those that S3
/// makes here have 1,000 lines).
pub const INVENTORY_FILE_MAX: u64 = 16 * 1024 * 1024;
/// Tasks that one step runs (ours).
pub const BATCH: usize = 20;
/// Lines of one file of a report (ours).
pub const REPORT_LINES: usize = 5_000;
/// UG, "Managing S3 Batch Operations jobs": a job fails when half of at least 1,000 tasks have.
pub const FAILURES_MIN: u64 = 1_000;
/// UG, "Job status": jobs that wait for confirmation go after 30 days, those that ended after 90.
pub const SUSPENDED_S: u64 = 30 * 24 * 3600;
pub const KEPT_S: u64 = 90 * 24 * 3600;
/// API, ListJobs: up to 1,000.
pub const PAGE: usize = 1_000;
/// UG, "Job tags": 50.
pub const TAGS_MAX: usize = 50;
/// UG, "S3 Access Grants quotas and limitations": locations and grants of an instance.
pub const LOCATIONS_MAX: usize = 1_000;
pub const GRANTS_MAX: usize = 100_000;
/// API, ListAccessGrants, MaxResults: up to 1,000.
pub const GRANTS_PAGE: usize = 1_000;
/// API, GetDataAccess, DurationSeconds.
pub const ACCESS_SECONDS: i64 = 3_600;
pub const ACCESS_SECONDS_MIN: i64 = 900;
pub const ACCESS_SECONDS_MAX: i64 = 43_200;
/// Our own: so often is a function called for a task that it says has failed for now.
pub const FUNCTION_ATTEMPTS: i64 = 5;
