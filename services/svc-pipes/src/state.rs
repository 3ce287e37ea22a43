//! The tables of Pipes and their rows.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{Ctx, Struct, Table, Topic};
use minicbor::{Decode, Encode};

use crate::api::pipe_state;

pub static PIPES: Table<String, PipeRow> = Table::regional("pipes", "pipes");
/// Ids of pipes → what they have received of a batch that is not full yet.
pub static BATCHES: Table<u64, BatchRow> = Table::regional("pipes", "batches");

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

store::row!(PipeRow, BatchRow);

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
