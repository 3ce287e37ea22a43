//! The tables of Step Functions and their rows. Times are microseconds of virtual time; an
//! execution is known by a number, its `uid`.

use std::collections::BTreeMap;

use asl::{Definition, Frame};
use kernel::arn::Arn;
use kernel::{Ctx, Struct, Table};
use minicbor::{Decode, Encode};

pub const SERVICE: &str = "stepfunctions";
/// The service in ARNs, actions and principals.
pub const STATES: &str = "states";
pub const PRINCIPAL: &str = "states.amazonaws.com";

pub static MACHINES: Table<String, MachineRow> = Table::regional(SERVICE, "machines");
/// (machine's id, revision)
pub static REVISIONS: Table<(u64, String), RevisionRow> = Table::regional(SERVICE, "revisions");
/// (machine's id, number)
pub static VERSIONS: Table<(u64, u64), VersionRow> = Table::regional(SERVICE, "versions");
/// (machine's id, name)
pub static ALIASES: Table<(u64, String), AliasRow> = Table::regional(SERVICE, "aliases");
/// (machine's name, execution's name)
pub static EXECUTIONS: Table<(String, String), ExecutionRow> =
    Table::regional(SERVICE, "executions");
/// (machine's name, start, execution's name)
pub static BY_START: Table<(String, i64, String), ()> = Table::regional(SERVICE, "by-start");
/// What a step needs to know of an execution.
pub static RUNS: Table<u64, RunRow> = Table::regional(SERVICE, "runs");
pub static FRAMES: Table<(u64, u64), FrameRow> = Table::regional(SERVICE, "frames");
/// (uid, parent, child)
pub static CHILDREN: Table<(u64, u64, u64), ()> = Table::regional(SERVICE, "children");
/// (uid, frame, index)
pub static ITEMS: Table<(u64, u64, u32), TextRow> = Table::regional(SERVICE, "items");
pub static RESULTS: Table<(u64, u64, u32), TextRow> = Table::regional(SERVICE, "results");
/// (uid, number)
pub static EVENTS: Table<(u64, u64), EventRow> = Table::regional(SERVICE, "events");
pub static TOKENS: Table<String, TokenRow> = Table::regional(SERVICE, "tokens");
/// (uid, token): to be forgotten with the execution.
pub static TOKENS_OF: Table<(u64, String), ()> = Table::regional(SERVICE, "tokens-of");
/// (uid, frame): the token by which its task may be ended.
pub static FRAME_TOKENS: Table<(u64, u64), TextRow> = Table::regional(SERVICE, "frame-tokens");
pub static ACTIVITIES: Table<String, ActivityRow> = Table::regional(SERVICE, "activities");
/// (activity's id, transaction, token): tasks that no worker has.
pub static WAITING_TASKS: Table<(u64, u64, String), TextRow> =
    Table::regional(SERVICE, "waiting-tasks");
/// Who waits for the end of an execution: uid of the execution → task of another.
pub static LISTENERS: Table<u64, ListenerRow> = Table::regional(SERVICE, "listeners");
/// Which service's step is told of the end of an express execution: by its uid.
pub static ASKERS: Table<u64, AskerRow> = Table::regional(SERVICE, "askers");
/// States that are tested, by the requests.
pub static TESTS: Table<String, TestRow> = Table::regional(SERVICE, "tests");
/// Synchronous calls by their requests.
pub static CALLS: Table<String, CallRow> = Table::regional(SERVICE, "calls");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MachineRow {
    #[n(0)]
    pub id: u64,
    #[n(1)]
    pub is_express: bool,
    #[n(2)]
    pub created: i64,
    #[n(3)]
    pub updated: i64,
    /// Empty until it is updated for the first time.
    #[n(4)]
    pub revision: String,
    #[n(5)]
    pub tags: BTreeMap<String, String>,
    #[n(6)]
    pub last_version: u64,
    #[n(7)]
    pub running: u64,
    #[n(8)]
    pub is_deleting: bool,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RevisionRow {
    #[n(0)]
    pub role: String,
    #[n(1)]
    pub definition: Parsed,
    #[n(2)]
    pub updated: i64,
    #[n(3)]
    pub logging: Option<LoggingRow>,
}

/// `loggingConfiguration`
#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
#[cbor(map)]
pub struct LoggingRow {
    #[n(0)]
    pub level: String,
    #[n(1)]
    pub with_data: bool,
    /// Its ARN.
    #[n(2)]
    pub group: Option<String>,
}

/// A definition, parsed once for all who read its row.
#[derive(Debug)]
pub struct Parsed {
    pub text: String,
    pub definition: Definition,
    /// Whether anything in it may ask for the execution's input by the context object.
    pub sees_execution: bool,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct VersionRow {
    #[n(0)]
    pub revision: String,
    #[n(1)]
    pub created: i64,
    #[n(2)]
    pub description: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AliasRow {
    #[n(0)]
    pub created: i64,
    #[n(1)]
    pub updated: i64,
    #[n(2)]
    pub description: Option<String>,
    /// Versions and weights.
    #[n(3)]
    pub routes: Vec<(u64, u32)>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ExecutionRow {
    #[n(0)]
    pub uid: u64,
    #[n(1)]
    pub machine_id: u64,
    #[n(2)]
    pub revision: String,
    #[n(3)]
    pub version: Option<u64>,
    #[n(4)]
    pub alias: Option<String>,
    /// The API's word.
    #[n(5)]
    pub status: String,
    #[n(6)]
    pub started: i64,
    #[n(7)]
    pub stopped: Option<i64>,
    #[n(8)]
    pub input: String,
    #[n(9)]
    pub output: Option<String>,
    #[n(10)]
    pub error: Option<String>,
    #[n(11)]
    pub cause: Option<String>,
    #[n(12)]
    pub redrives: u32,
    #[n(13)]
    pub redriven: Option<i64>,
    #[n(14)]
    pub trace_header: Option<String>,
    #[n(15)]
    pub is_express: bool,
    /// The client token of the last redrive.
    #[n(16)]
    pub redrive_token: Option<String>,
    /// Of an execution that a Map Run has begun.
    #[n(17)]
    pub child: Option<MapChildKey>,
}

/// Which child of a Map Run an execution is.
#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
#[cbor(map)]
pub struct MapChildKey {
    #[n(0)]
    pub run: String,
    #[n(1)]
    pub index: u64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RunRow {
    #[n(0)]
    pub machine: String,
    #[n(1)]
    pub name: String,
    #[n(2)]
    pub machine_id: u64,
    #[n(3)]
    pub revision: String,
    #[n(4)]
    pub started: i64,
    #[n(5)]
    pub is_express: bool,
    #[n(6)]
    pub events: u64,
    #[n(7)]
    pub frames: u64,
    #[n(8)]
    pub is_running: bool,
    #[n(9)]
    pub redrives: u32,
    #[n(10)]
    pub child: Option<MapChildKey>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct FrameRow {
    #[n(0)]
    pub frame: Frame,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TextRow {
    #[n(0)]
    pub text: String,
}

/// An event of a history, in the shape of the API.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct EventRow {
    #[n(0)]
    pub event: Struct,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TokenRow {
    #[n(0)]
    pub uid: u64,
    #[n(1)]
    pub frame: u64,
    #[n(2)]
    pub ticket: u64,
    /// Where a task of an activity waits for a worker.
    #[n(3)]
    pub waiting: Option<(u64, u64)>,
    /// The resource of the state.
    #[n(4)]
    pub resource: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ActivityRow {
    #[n(0)]
    pub id: u64,
    #[n(1)]
    pub created: i64,
    #[n(2)]
    pub tags: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ListenerRow {
    #[n(0)]
    pub uid: u64,
    #[n(1)]
    pub frame: u64,
    #[n(2)]
    pub ticket: u64,
    /// The resource of the state.
    #[n(3)]
    pub resource: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct CallRow {
    #[n(0)]
    pub uid: u64,
    #[n(1)]
    pub machine: String,
    #[n(2)]
    pub name: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AskerRow {
    /// `Service`, `Step`, `Account`, `Region`.
    #[n(0)]
    pub to: Struct,
    /// What the step is to get besides the outcome.
    #[n(1)]
    pub reply: Struct,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TestRow {
    /// What the request waits for.
    #[n(0)]
    pub topic: u64,
    /// Until when a Wait state waits, or a function may take.
    #[n(1)]
    pub until: i64,
    /// What a function has answered.
    #[n(2)]
    pub answer: Option<Struct>,
    #[n(3)]
    pub is_wait: bool,
}

store::row!(
    TestRow,
    MachineRow,
    RevisionRow,
    VersionRow,
    AliasRow,
    ExecutionRow,
    RunRow,
    FrameRow,
    TextRow,
    EventRow,
    TokenRow,
    ActivityRow,
    ListenerRow,
    CallRow,
    AskerRow
);

impl Parsed {
    pub fn new(text: &str) -> Result<Parsed, serde_json::Error> {
        let definition = Definition::parse(text)?;
        let sees_execution = text.contains("Execution") || text.contains("context");
        Ok(Parsed { text: text.to_owned(), definition, sees_execution })
    }
}

impl Clone for Parsed {
    fn clone(&self) -> Parsed {
        Parsed::new(&self.text).expect("it was parsed before")
    }
}

impl<C> Encode<C> for Parsed {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.str(&self.text)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Parsed {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Parsed, minicbor::decode::Error> {
        Parsed::new(d.str()?).map_err(minicbor::decode::Error::message)
    }
}

/// The ARN of a resource of Step Functions: `stateMachine:name`.
pub fn arn(ctx: &Ctx<'_>, resource: &str) -> String {
    Arn::regional(STATES, ctx.region(), ctx.account(), resource).to_string()
}

pub fn machine_arn(ctx: &Ctx<'_>, name: &str) -> String {
    arn(ctx, &format!("stateMachine:{name}"))
}

pub fn execution_arn(ctx: &Ctx<'_>, is_express: bool, machine: &str, name: &str) -> String {
    let kind = if is_express { "express" } else { "execution" };
    arn(ctx, &format!("{kind}:{machine}:{name}"))
}
