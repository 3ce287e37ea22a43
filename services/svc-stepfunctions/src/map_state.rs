//! The tables of Map Runs and their rows.

use asl::MapRun;
use asl::frame::Place;
use kernel::Table;
use minicbor::{Decode, Encode};

use crate::state::{SERVICE, TextRow};

/// By the id at the end of its ARN.
pub static MAP_RUNS: Table<String, MapRunRow> = Table::regional(SERVICE, "map-runs");
pub static MAP_PLANS: Table<String, MapPlanRow> = Table::regional(SERVICE, "map-plans");
/// (uid of the execution, start, run)
pub static MAP_RUNS_OF: Table<(u64, i64, String), ()> = Table::regional(SERVICE, "map-runs-of");
/// (uid, frame): the last run of the frame's state.
pub static MAP_RUN_OF_FRAME: Table<(u64, u64), TextRow> =
    Table::regional(SERVICE, "map-run-of-frame");
/// (run, index)
pub static MAP_CHILDREN: Table<(String, u64), MapChildRow> =
    Table::regional(SERVICE, "map-children");
/// Children that are to begin, or to go on.
pub static MAP_QUEUE: Table<(String, u64), ()> = Table::regional(SERVICE, "map-queue");
pub static MAP_RUNNING: Table<(String, u64), ()> = Table::regional(SERVICE, "map-running");
/// Items of a batch that may still grow.
pub static MAP_OPEN: Table<String, OpenBatchRow> = Table::regional(SERVICE, "map-open");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MapRunRow {
    /// Of the execution whose state waits.
    #[n(0)]
    pub uid: u64,
    #[n(1)]
    pub frame: u64,
    #[n(2)]
    pub ticket: u64,
    #[n(3)]
    pub machine: String,
    #[n(4)]
    pub label: String,
    #[n(5)]
    pub execution_arn: String,
    #[n(6)]
    pub machine_id: u64,
    #[n(7)]
    pub revision: String,
    /// Where the machine of the children stands.
    #[n(8)]
    pub places: Vec<Place>,
    #[n(9)]
    pub is_express: bool,
    /// The API's word.
    #[n(10)]
    pub status: String,
    #[n(11)]
    pub phase: MapPhase,
    #[n(12)]
    pub started: i64,
    #[n(13)]
    pub stopped: Option<i64>,
    #[n(14)]
    pub max_concurrency: u32,
    #[n(15)]
    pub tolerated_count: Option<u64>,
    #[n(16)]
    pub tolerated_percentage: Option<f64>,
    /// How far the reader has come: JSON. `None` before it begins and when it is done.
    #[n(17)]
    pub cursor: Option<String>,
    /// Items that were read.
    #[n(18)]
    pub read: u64,
    #[n(19)]
    pub children: u64,
    #[n(20)]
    pub items: Counts,
    #[n(21)]
    pub executions: Counts,
    /// Of all outputs together.
    #[n(22)]
    pub output_bytes: u64,
    #[n(23)]
    pub redrives: u32,
    #[n(24)]
    pub redriven: Option<i64>,
    #[n(25)]
    pub error: Option<String>,
    #[n(26)]
    pub cause: Option<String>,
    #[n(27)]
    pub written: Option<WrittenRow>,
    /// No child before this one is in the queue: what was taken out of it is not looked at again.
    #[n(28)]
    #[cbor(default)]
    pub queue_from: u64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MapPlanRow {
    #[n(0)]
    pub plan: MapRun,
}

#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
pub enum MapPhase {
    #[n(0)]
    Reading,
    #[n(1)]
    Running,
    /// It has failed or was aborted, and children still run.
    #[n(2)]
    Stopping,
    #[n(3)]
    Writing,
    #[n(4)]
    Over,
    /// A redrive looks which children are to go on.
    #[n(5)]
    Requeueing {
        #[n(0)]
        next: u64,
    },
}

/// Of items or executions, by what has become of them.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct Counts {
    #[n(0)]
    pub pending: u64,
    #[n(1)]
    pub running: u64,
    #[n(2)]
    pub succeeded: u64,
    #[n(3)]
    pub failed: u64,
    #[n(4)]
    pub timed_out: u64,
    #[n(5)]
    pub aborted: u64,
    #[n(6)]
    pub written: u64,
    #[n(7)]
    pub pending_redrive: u64,
}

impl Counts {
    pub fn total(&self) -> u64 {
        self.pending
            + self.running
            + self.succeeded
            + self.failed
            + self.timed_out
            + self.aborted
            + self.pending_redrive
    }

    /// The count of children in a state: one of the API's words, or `PENDING`.
    pub fn of(&mut self, status: &str) -> &mut u64 {
        match status {
            "PENDING" => &mut self.pending,
            "PENDING_REDRIVE" => &mut self.pending_redrive,
            "RUNNING" => &mut self.running,
            "SUCCEEDED" => &mut self.succeeded,
            "FAILED" => &mut self.failed,
            "TIMED_OUT" => &mut self.timed_out,
            _ => &mut self.aborted,
        }
    }
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MapChildRow {
    #[n(0)]
    pub items: u32,
    /// Until it begins; then its execution has it.
    #[n(1)]
    pub input: Option<String>,
    /// Of its execution.
    #[n(2)]
    pub name: Option<String>,
    /// `PENDING`, `PENDING_REDRIVE` or the API's word.
    #[n(3)]
    pub status: String,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct OpenBatchRow {
    #[n(0)]
    pub items: Vec<String>,
}

/// How far the results are written.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct WrittenRow {
    /// Which of the kinds of files is written.
    #[n(0)]
    pub kind: u32,
    #[n(1)]
    pub next: u64,
    /// Files of this kind so far.
    #[n(2)]
    pub files: u32,
    /// (kind, key, size)
    #[n(3)]
    pub done: Vec<(u32, String, u64)>,
}

store::row!(MapRunRow, MapPlanRow, MapChildRow, OpenBatchRow, WrittenRow);
