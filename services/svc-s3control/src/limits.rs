//! Limits of S3 Batch Operations.

/// Bytes of a manifest that one step reads (ours: keeps the writer's turns short).
pub const MANIFEST_PIECE: u64 = 256 * 1024;
/// Tasks of one job. AWS takes 20 billion; ours is what one machine can list.
pub const TASKS_MAX: u64 = 1_000_000;
/// Objects of a bucket that one step of a generated manifest lists.
pub const LISTED: i64 = 500;
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
