//! The tables of event source mappings and their rows. Times are microseconds of virtual time.

use std::collections::BTreeMap;

use event_sources::Position;
use kernel::arn::Arn;
use kernel::{Ctx, Struct, Table, Topic};
use minicbor::{Decode, Encode};

/// UUID → mapping.
pub static MAPPINGS: Table<String, MappingRow> = Table::regional("lambda", "event-sources");
/// (name of the function, UUID)
pub static BY_FUNCTION: Table<(String, String), ()> =
    Table::regional("lambda", "event-sources-by-function");
/// (ARN of the source, UUID)
pub static BY_SOURCE: Table<(String, String), ()> =
    Table::regional("lambda", "event-sources-by-source");
/// Mapping's id → how its queue is being read.
pub static POLLS: Table<u64, PollRow> = Table::regional("lambda", "event-source-polls");
/// Mapping's id → messages of a batch that is not full yet.
pub static GATHERED: Table<u64, GatheredRow> = Table::regional("lambda", "event-source-gathered");
/// (mapping's id, number of the batch) → messages that a function has.
pub static BATCHES: Table<(u64, u64), BatchRow> = Table::regional("lambda", "event-source-batches");
/// (mapping's id, shard's id) → how far the mapping is in a shard of its stream.
pub static SHARDS: Table<(u64, String), ShardRow> =
    Table::regional("lambda", "event-source-shards");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MappingRow {
    /// World-unique; the topic by which its readers are stopped.
    #[n(0)]
    pub id: u64,
    /// Another one after each change: jobs of an older one do nothing.
    #[n(1)]
    pub generation: u64,
    #[n(2)]
    pub modified: i64,
    #[n(3)]
    pub state: State,
    #[n(4)]
    pub reason: String,
    /// Whether it is to run.
    #[n(5)]
    pub is_enabled: bool,
    #[n(6)]
    pub source: String,
    /// The function's ARN, with the qualifier that the client has named.
    #[n(7)]
    pub function: String,
    /// What else the client has asked for and the defaults, in the shape of the API.
    #[n(8)]
    pub settings: Struct,
    /// What became of the last batch.
    #[n(9)]
    pub last_result: Option<String>,
    /// When it first ran: what LATEST means.
    #[n(10)]
    pub started: Option<i64>,
    #[n(11)]
    pub tags: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum State {
    #[n(0)]
    Creating,
    #[n(1)]
    Enabling,
    #[n(2)]
    Enabled,
    #[n(3)]
    Disabling,
    #[n(4)]
    Disabled,
    #[n(5)]
    Updating,
    #[n(6)]
    Deleting,
}

/// How a queue is being read.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct PollRow {
    #[n(0)]
    pub generation: u64,
    /// Batches that the function has.
    #[n(1)]
    pub in_flight: u32,
    #[n(2)]
    pub next_batch: u64,
    /// There is a job that reads. Without one, the next answer of the function leaves one.
    #[n(3)]
    pub is_polling: bool,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct GatheredRow {
    #[n(0)]
    pub generation: u64,
    /// When the first one came.
    #[n(1)]
    pub first: i64,
    #[n(2)]
    pub messages: Vec<MessageRow>,
    /// No more is to come to them.
    #[n(3)]
    pub is_complete: bool,
}

/// A message that was received.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MessageRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub receipt: String,
    /// As JSON.
    #[n(2)]
    pub event: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct BatchRow {
    #[n(0)]
    pub messages: Vec<MessageRow>,
    #[n(1)]
    pub received: i64,
    /// How often the function could not take it.
    #[n(2)]
    pub throttles: u32,
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

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct LaneRow {
    #[n(0)]
    pub position: Position,
    /// When the batch that waits for more was begun.
    #[n(1)]
    pub since: Option<i64>,
    /// How often the next records were refused.
    #[n(2)]
    pub failures: u32,
    /// How many records the next batch has; 0 for as many as may be.
    #[n(3)]
    pub part: u32,
    #[n(4)]
    pub is_over: bool,
    /// The mapping's generation in which its reader was begun.
    #[n(5)]
    pub generation: u64,
    /// What the function has.
    #[n(6)]
    pub flight: Option<FlightRow>,
    /// The tumbling window that is open.
    #[n(7)]
    pub window: Option<WindowRow>,
}

/// Records of a lane that a function has.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct FlightRow {
    #[n(0)]
    pub number: u64,
    /// Of all records of the batch, also of those that no filter took.
    #[n(1)]
    pub sequences: Vec<String>,
    /// Seconds: when the first and the last one arrived.
    #[n(2)]
    pub arrived: (i64, i64),
    /// Where the lane stands when the batch is done with, if it moves.
    #[n(3)]
    pub end: Option<String>,
    /// What the function was sent, kept where a destination wants it.
    #[n(4)]
    pub payload: Option<String>,
    /// It ends the window.
    #[n(5)]
    pub is_final: bool,
}

/// A tumbling window of a shard, in seconds.
#[derive(Clone, Debug, Encode, Decode, PartialEq)]
#[cbor(map)]
pub struct WindowRow {
    #[n(0)]
    pub start: i64,
    #[n(1)]
    pub end: i64,
    /// What the function has answered last, as JSON.
    #[n(2)]
    pub state: String,
    /// Its state has become too large.
    #[n(3)]
    pub is_cut: bool,
}

store::row!(MappingRow, PollRow, GatheredRow, BatchRow, ShardRow);

/// A mapping found by its UUID.
#[derive(Clone, Debug)]
pub struct Mapping {
    pub uuid: String,
    pub row: MappingRow,
}

impl Mapping {
    pub fn topic(&self) -> Topic {
        Topic { service: "lambda", id: self.row.id }
    }

    pub fn arn(&self, ctx: &Ctx<'_>) -> Arn {
        ctx.arn(&format!("event-source-mapping:{}", self.uuid))
    }
}

/// `arn:…:function:NAME:QUALIFIER` → `NAME`.
pub fn function_name(arn: &str) -> &str {
    arn.split(':').nth(6).unwrap_or_default()
}

impl State {
    pub fn name(self) -> &'static str {
        match self {
            State::Creating => "Creating",
            State::Enabling => "Enabling",
            State::Enabled => "Enabled",
            State::Disabling => "Disabling",
            State::Disabled => "Disabled",
            State::Updating => "Updating",
            State::Deleting => "Deleting",
        }
    }

    /// On the way to another state, by itself.
    pub fn is_passing(self) -> bool {
        !matches!(self, State::Enabled | State::Disabled)
    }
}

impl LaneRow {
    pub fn at(position: Position) -> LaneRow {
        LaneRow {
            position,
            since: None,
            failures: 0,
            part: 0,
            is_over: false,
            generation: 0,
            flight: None,
            window: None,
        }
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
