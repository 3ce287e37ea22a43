//! The tables of Pipes and their rows.

use std::collections::BTreeMap;

use event_sources::{Position, Reader, queue};
use kernel::arn::Arn;
use kernel::{Ctx, Struct, Table, Topic};
use minicbor::{Decode, Encode};

use crate::api::pipe_state;

pub static PIPES: Table<String, PipeRow> = Table::regional("pipes", "pipes");
/// Ids of pipes → what they have received of a batch that is not full yet.
pub static BATCHES: Table<u64, BatchRow> = Table::regional("pipes", "batches");

/// (pipe's id, shard's id) → how far the pipe is in a shard of its stream.
pub static SHARDS: Table<(u64, String), ShardRow> = Table::regional("pipes", "shards");

/// (pipe's id, event) → what API destinations have answered about an event that is under way.
pub static FLIGHTS: Table<(u64, String), FlightRow> = Table::regional("pipes", "flights");

/// (pipe's id, transaction, number in it) → a record of its log that waits for its object.
pub static LOGS: Table<(u64, u64, u64), Vec<u8>> = Table::regional("pipes", "logs");

/// A pipe. Times are microseconds of virtual time.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PipeRow {
    /// World-unique; the topic by which its poller is stopped.
    #[n(0)]
    pub id: u64,
    /// Another one after each change: jobs of an older one do nothing.
    #[n(1)]
    pub generation: u64,
    #[n(2)]
    pub created: i64,
    #[n(3)]
    pub modified: i64,
    #[n(4)]
    pub state: State,
    #[n(5)]
    pub reason: Option<String>,
    #[n(6)]
    pub definition: Definition,
    #[n(7)]
    pub tags: BTreeMap<String, String>,
    /// When it first ran.
    #[n(8)]
    pub started: Option<i64>,
}

/// What a client has asked for. Structures are in the shape of the API.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Definition {
    #[n(0)]
    pub description: Option<String>,
    #[n(1)]
    pub is_to_run: bool,
    #[n(2)]
    pub source: String,
    #[n(3)]
    pub source_parameters: Struct,
    #[n(4)]
    pub target: String,
    #[n(5)]
    pub target_parameters: Struct,
    #[n(6)]
    pub role: String,
    #[n(7)]
    pub log: Option<Struct>,
    #[n(8)]
    pub enrichment: Option<String>,
    #[n(9)]
    pub enrichment_parameters: Option<Struct>,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum State {
    #[n(0)]
    Running,
    #[n(1)]
    Stopped,
    #[n(2)]
    Creating,
    #[n(3)]
    Updating,
    #[n(4)]
    Deleting,
    #[n(5)]
    Starting,
    #[n(6)]
    Stopping,
    #[n(7)]
    CreateFailed,
    #[n(8)]
    UpdateFailed,
    #[n(9)]
    StartFailed,
}

/// Records that wait for more to come with them.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct BatchRow {
    #[n(0)]
    pub generation: u64,
    /// When the first one came.
    #[n(1)]
    pub first: i64,
    #[n(2)]
    pub records: Vec<Record>,
    /// It is on the belt, where an API destination has been asked.
    #[n(3)]
    #[cbor(default)]
    pub is_under_way: bool,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct FlightRow {
    /// The pipe's generation; one of another is nobody's.
    #[n(0)]
    pub generation: u64,
    /// First the enrichment's, then the target's.
    #[n(1)]
    pub answers: Vec<AnswerRow>,
    /// The execution's id in the pipe's log.
    #[n(2)]
    #[cbor(default)]
    pub execution: String,
    /// When the execution and its present stage were begun; 0 before that.
    #[n(3)]
    #[cbor(default)]
    pub begun: i64,
    #[n(4)]
    #[cbor(default)]
    pub entered: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
pub enum AnswerRow {
    #[n(0)]
    Body(#[n(0)] String),
    #[n(1)]
    Failure {
        #[n(0)]
        code: String,
        #[n(1)]
        message: String,
        /// It is not the API destination's fault.
        #[n(2)]
        is_internal: bool,
    },
}

/// What a source has given.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Record {
    /// By which the source is told that it is done with.
    #[n(0)]
    pub receipt: String,
    /// Within which the order counts; `None` where it does not.
    #[n(1)]
    pub group: Option<String>,
    /// The event, as JSON.
    #[n(2)]
    pub event: String,
}

/// A shard of a stream. Its readers share it among themselves by partition keys.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ShardRow {
    /// The name of the table's partition key.
    #[n(0)]
    pub hash_key: String,
    #[n(1)]
    pub lanes: Vec<LaneRow>,
}

#[derive(Clone, Debug, Encode, Decode, PartialEq)]
#[cbor(map)]
pub struct LaneRow {
    #[n(0)]
    pub position: Position,
    /// When the batch that waits for more was begun.
    #[n(1)]
    pub since: Option<i64>,
    /// How often the next record was refused.
    #[n(2)]
    pub failures: u32,
    /// How many records the next batch has; 0 for as many as may be.
    #[n(3)]
    pub part: u32,
    #[n(4)]
    pub is_over: bool,
    /// The pipe's generation in which its reader was begun.
    #[n(5)]
    pub generation: u64,
}

store::row!(PipeRow, BatchRow, ShardRow, FlightRow);

impl Record {
    pub fn of(received: queue::Record) -> Record {
        let queue::Record { receipt, group, event, .. } = received;
        Record { receipt, group, event: event.to_string() }
    }
}

impl LaneRow {
    pub fn at(position: Position) -> LaneRow {
        LaneRow { position, since: None, failures: 0, part: 0, is_over: false, generation: 0 }
    }
}

impl ShardRow {
    pub fn is_done(&self) -> bool {
        self.lanes.iter().all(|lane| lane.is_over)
    }

    /// Makes it so many lanes. When that is another number, all go on where the last one is, since
    /// each gets keys of the others: records come twice rather than never.
    pub fn share_among(&mut self, lanes: usize) {
        if lanes == self.lanes.len() || self.is_done() {
            return;
        }
        let open = self.lanes.iter().filter(|lane| !lane.is_over);
        let last = open.map(|lane| &lane.position).min_by_key(|position| position.order());
        let last = LaneRow::at(last.cloned().unwrap_or(Position::Horizon));
        self.lanes = vec![last; lanes];
    }
}

/// A pipe found by name.
#[derive(Clone, Debug)]
pub struct Pipe {
    pub name: String,
    pub row: PipeRow,
}

impl Pipe {
    pub fn topic(&self) -> Topic {
        Topic { service: "pipes", id: self.row.id }
    }

    /// As whom the pipe reads and writes.
    pub fn reader(&self) -> Reader {
        // The session is named after the pipe's id, as AWS's are after something of their own.
        let session = format!("{:016x}", self.row.id);
        Reader { role: self.row.definition.role.clone(), session }
    }

    pub fn arn(&self, ctx: &Ctx<'_>) -> Arn {
        pipe_arn(ctx, &self.name)
    }
}

pub fn pipe_arn(ctx: &Ctx<'_>, name: &str) -> Arn {
    ctx.arn(&format!("pipe/{name}"))
}

impl State {
    pub fn name(self) -> &'static str {
        match self {
            State::Running => pipe_state::RUNNING,
            State::Stopped => pipe_state::STOPPED,
            State::Creating => pipe_state::CREATING,
            State::Updating => pipe_state::UPDATING,
            State::Deleting => pipe_state::DELETING,
            State::Starting => pipe_state::STARTING,
            State::Stopping => pipe_state::STOPPING,
            State::CreateFailed => pipe_state::CREATE_FAILED,
            State::UpdateFailed => pipe_state::UPDATE_FAILED,
            State::StartFailed => pipe_state::START_FAILED,
        }
    }

    /// On the way to another state, by itself.
    pub fn is_passing(self) -> bool {
        matches!(
            self,
            State::Creating | State::Updating | State::Deleting | State::Starting | State::Stopping
        )
    }
}
