//! Rows of S3 Batch Operations. Access points' rows are S3's.

use kernel::{Struct, Table};
use minicbor::{Decode, Encode};

/// By id.
pub static JOBS: Table<String, JobRow> = Table::regional("s3control", "jobs");
/// Ids of jobs by the token of their request.
pub static TOKENS: Table<String, IdRow> = Table::regional("s3control", "tokens");
/// (job, number)
pub static TASKS: Table<(String, u64), TaskRow> = Table::regional("s3control", "tasks");
/// (priority counted from the end, job): what is ready to run, the most urgent first.
pub static READY: Table<(u64, String), ()> = Table::regional("s3control", "ready");
/// The job whose task runs now.
pub static RUNNING: Table<(), IdRow> = Table::regional("s3control", "running");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct IdRow {
    #[n(0)]
    pub job: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct JobRow {
    /// The request that made it.
    #[n(0)]
    pub asked: Struct,
    #[n(1)]
    pub created_us: i64,
    #[n(2)]
    pub status: String,
    #[n(3)]
    pub priority: u32,
    #[n(4)]
    pub total: u64,
    #[n(5)]
    pub succeeded: u64,
    #[n(6)]
    pub failed: u64,
    #[n(7)]
    pub update_reason: Option<String>,
    /// Code and words of what has failed the job.
    #[n(8)]
    pub failure: Option<(String, String)>,
    #[n(9)]
    pub ended_us: Option<i64>,
    #[n(10)]
    pub suspended_us: Option<i64>,
    #[n(11)]
    pub tags: Vec<(String, String)>,
    /// Files of the report: status, key, MD5.
    #[n(12)]
    pub files: Vec<(String, String, String)>,
    #[n(13)]
    pub started_us: Option<i64>,
    /// The manifest that was generated and written: ARN, ETag.
    #[n(14)]
    pub generated: Option<(String, String)>,
    /// Its files: key, size, MD5.
    #[n(15)]
    #[cbor(default)]
    pub manifest_files: Vec<(String, u64, String)>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TaskRow {
    #[n(0)]
    pub bucket: String,
    #[n(1)]
    pub key: String,
    #[n(2)]
    pub version: Option<String>,
    #[n(3)]
    pub outcome: Option<OutcomeRow>,
}

/// Of a task that is done: an empty code is a success.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct OutcomeRow {
    #[n(0)]
    pub code: String,
    #[n(1)]
    pub status: u16,
    #[n(2)]
    pub message: String,
}

store::row!(IdRow, JobRow, TaskRow);
