//! The tables of CloudFormation and their rows. Times are microseconds of virtual time; documents
//! (properties, attributes, templates) are JSON texts.

use std::collections::BTreeMap;

use kernel::Table;
use minicbor::{Decode, Encode};

use crate::caller::CallerRow;

/// By the unique part of the stack's id.
pub static STACKS: Table<String, StackRow> = Table::regional("cloudformation", "stacks");
/// Names of stacks that are not deleted.
pub static NAMES: Table<String, NameRow> = Table::regional("cloudformation", "names");
/// (minus the time of creation, stack): the newest first.
pub static BY_TIME: Table<(i64, String), ()> = Table::regional("cloudformation", "by-time");
/// (stack, which): templates as they were written, and as JSON with loops unrolled.
pub static BODIES: Table<(String, String), BodyRow> = Table::regional("cloudformation", "bodies");
/// (stack, logical id)
pub static RESOURCES: Table<(String, String), ResourceRow> =
    Table::regional("cloudformation", "resources");
/// (stack, number): what replaced resources have left, to be removed in the cleanup.
pub static REMAINS: Table<(String, u64), RemainsRow> = Table::regional("cloudformation", "remains");
/// What is done with a stack.
pub static OPERATIONS: Table<String, OperationRow> =
    Table::regional("cloudformation", "operations");
/// (stack, minus the number): the newest first.
pub static EVENTS: Table<(String, u64), EventRow> = Table::regional("cloudformation", "events");
/// (stack, name)
pub static CHANGE_SETS: Table<(String, String), ChangeSetRow> =
    Table::regional("cloudformation", "change-sets");
/// The stack of each change set, by the change set's id.
pub static CHANGE_SET_IDS: Table<String, NameRow> =
    Table::regional("cloudformation", "change-set-ids");
/// Exports by name.
pub static EXPORTS: Table<String, ExportRow> = Table::regional("cloudformation", "exports");
/// (export, importing stack)
pub static IMPORTS: Table<(String, String), ()> = Table::regional("cloudformation", "imports");
/// (stack, export): the same the other way round.
pub static IMPORTED: Table<(String, String), ()> = Table::regional("cloudformation", "imported");
/// Tokens of URLs to which custom resources and wait conditions answer.
pub static ANSWERS: Table<String, AnswerRow> = Table::world("cloudformation", "answers");
/// (stack, logical id, unique id): signals of wait conditions, and what they said.
pub static SIGNALS: Table<(String, String, String), SignalRow> =
    Table::regional("cloudformation", "signals");

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct StackRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub id: String,
    #[n(2)]
    pub status: String,
    #[n(3)]
    pub reason: Option<String>,
    #[n(4)]
    pub description: Option<String>,
    #[n(5)]
    pub parameters: BTreeMap<String, ParameterRow>,
    #[n(6)]
    pub created: i64,
    #[n(7)]
    pub updated: Option<i64>,
    #[n(8)]
    pub deleted: Option<i64>,
    #[n(9)]
    pub tags: BTreeMap<String, String>,
    #[n(10)]
    pub capabilities: Vec<String>,
    #[n(11)]
    pub notification_arns: Vec<String>,
    #[n(12)]
    pub role: Option<String>,
    #[n(13)]
    pub disable_rollback: bool,
    /// `DO_NOTHING`, `ROLLBACK`, `DELETE`.
    #[n(14)]
    pub on_failure: Option<String>,
    #[n(15)]
    pub timeout_minutes: Option<i64>,
    #[n(16)]
    pub is_protected: bool,
    #[n(17)]
    pub policy: Option<String>,
    #[n(18)]
    pub outputs: Vec<OutputRow>,
    #[n(19)]
    pub parent: Option<ParentRow>,
    #[n(20)]
    pub root: Option<String>,
    #[n(21)]
    pub change_set: Option<String>,
    #[n(22)]
    pub retain_except_on_create: bool,
    /// Events so far.
    #[n(23)]
    pub events: u64,
    #[n(24)]
    pub token: Option<String>,
    /// As it was before the update: for the rollback.
    #[n(25)]
    pub before: Option<Box<BeforeRow>>,
}

/// What an update changes of a stack besides resources.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct BeforeRow {
    #[n(0)]
    pub parameters: BTreeMap<String, ParameterRow>,
    #[n(1)]
    pub tags: BTreeMap<String, String>,
    #[n(2)]
    pub description: Option<String>,
    #[n(3)]
    pub capabilities: Vec<String>,
}

#[derive(Clone, Debug, Default, Encode, Decode, PartialEq, Eq)]
#[cbor(map)]
pub struct ParameterRow {
    #[n(0)]
    pub value: String,
    /// What Parameter Store had under that name.
    #[n(1)]
    pub resolved: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct OutputRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub value: String,
    #[n(2)]
    pub description: Option<String>,
    #[n(3)]
    pub export: Option<String>,
}

/// The resource that a nested stack is.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ParentRow {
    #[n(0)]
    pub stack: String,
    #[n(1)]
    pub stack_id: String,
    #[n(2)]
    pub logical_id: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct NameRow {
    #[n(0)]
    pub stack: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct BodyRow {
    #[n(0)]
    pub text: String,
}

#[derive(Clone, Copy, Debug, Default, Encode, Decode, PartialEq, Eq)]
pub enum ChangeKind {
    #[default]
    #[n(0)]
    None,
    #[n(1)]
    Created,
    #[n(2)]
    Updated,
    #[n(3)]
    Replaced,
}

/// What a resource is: enough to make, change and remove it.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct BeingRow {
    #[n(0)]
    pub kind: String,
    #[n(1)]
    pub physical: Option<String>,
    #[n(2)]
    pub properties: String,
    #[n(3)]
    pub attributes: String,
    #[n(4)]
    pub depends: Vec<String>,
    #[n(5)]
    pub deletion_policy: String,
    #[n(6)]
    pub update_replace_policy: String,
    #[n(7)]
    pub metadata: String,
    /// CreationPolicy, as JSON.
    #[n(8)]
    pub creation_policy: String,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct ResourceRow {
    #[n(0)]
    pub being: BeingRow,
    #[n(1)]
    pub status: String,
    #[n(2)]
    pub reason: Option<String>,
    #[n(3)]
    pub updated: i64,
    /// What the operation under way has done to it, and what it was before.
    #[n(4)]
    pub change: ChangeKind,
    #[n(5)]
    pub before: Option<BeingRow>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RemainsRow {
    #[n(0)]
    pub logical_id: String,
    #[n(1)]
    pub being: BeingRow,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum OperationKind {
    #[n(0)]
    Create,
    #[n(1)]
    Update,
    #[n(2)]
    Delete,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum Phase {
    /// Resources are made and changed.
    #[n(0)]
    Forward,
    /// What an update has left over is removed.
    #[n(1)]
    Cleanup,
    /// What an update has changed is changed back.
    #[n(2)]
    Revert,
    /// What the rollback of an update has left over is removed.
    #[n(3)]
    RevertCleanup,
    /// The stack is deleted.
    #[n(4)]
    Remove,
    /// The creation is rolled back.
    #[n(5)]
    Rollback,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct OperationRow {
    #[n(0)]
    pub id: u64,
    #[n(1)]
    pub kind: OperationKind,
    #[n(2)]
    pub phase: Phase,
    /// Counts the phases: jobs of an earlier one are nobody's.
    #[n(3)]
    pub turn: u32,
    #[n(4)]
    pub items: Vec<ItemRow>,
    #[n(5)]
    pub failed: Vec<String>,
    #[n(6)]
    pub is_cancelled: bool,
    /// Logical ids that a deletion leaves, or a rollback skips.
    #[n(7)]
    pub spared: Vec<String>,
    #[n(8)]
    pub disable_rollback: bool,
    /// The change set that is executed.
    #[n(9)]
    pub change_set: Option<String>,
    #[n(10)]
    pub imports: Vec<String>,
    /// The stack policy that holds for this update only.
    #[n(11)]
    pub policy: Option<String>,
    #[n(12)]
    pub caller: CallerRow,
}

#[derive(Clone, Copy, Debug, Default, Encode, Decode, PartialEq, Eq)]
pub enum ItemState {
    #[default]
    #[n(0)]
    Waiting,
    #[n(1)]
    Running,
    /// A call is made outside transactions.
    #[n(2)]
    Working,
    #[n(3)]
    Done,
    #[n(4)]
    Failed,
}

#[derive(Clone, Copy, Debug, Default, Encode, Decode, PartialEq, Eq)]
pub enum Mode {
    /// Not decided yet.
    #[default]
    #[n(0)]
    Open,
    #[n(1)]
    Create,
    #[n(2)]
    Update,
    #[n(3)]
    Replace,
    #[n(4)]
    Delete,
    /// Changed back.
    #[n(5)]
    Restore,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct ItemRow {
    #[n(0)]
    pub logical_id: String,
    /// Of [`REMAINS`]; else it is a resource of the stack.
    #[n(1)]
    pub remains: Option<u64>,
    /// Places of the items that come first.
    #[n(2)]
    pub needs: Vec<u32>,
    #[n(3)]
    pub state: ItemState,
    #[n(4)]
    pub mode: Mode,
    /// The next of its calls.
    #[n(5)]
    pub at: u32,
    #[n(6)]
    pub began: i64,
    /// The work of a call was begun already once: the process ended in between.
    #[n(7)]
    pub is_begun: bool,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct EventRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub logical_id: String,
    #[n(2)]
    pub physical_id: Option<String>,
    #[n(3)]
    pub kind: String,
    #[n(4)]
    pub time: i64,
    #[n(5)]
    pub status: String,
    #[n(6)]
    pub reason: Option<String>,
    #[n(7)]
    pub properties: Option<String>,
    #[n(8)]
    pub token: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ExportRow {
    #[n(0)]
    pub stack: String,
    #[n(1)]
    pub value: String,
}

/// Who waits for an answer at a URL.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AnswerRow {
    #[n(0)]
    pub account: String,
    #[n(1)]
    pub region: String,
    #[n(2)]
    pub stack: String,
    #[n(3)]
    pub logical_id: String,
    /// A wait handle takes signals as long as it exists; others take one answer.
    #[n(4)]
    pub is_handle: bool,
    #[n(5)]
    pub operation: u64,
    #[n(6)]
    pub item: u32,
    #[n(7)]
    pub turn: u32,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SignalRow {
    #[n(0)]
    pub is_success: bool,
    #[n(1)]
    pub data: String,
    #[n(2)]
    pub reason: String,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct ChangeSetRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub name: String,
    #[n(2)]
    pub status: String,
    #[n(3)]
    pub execution: String,
    #[n(4)]
    pub reason: Option<String>,
    #[n(5)]
    pub description: Option<String>,
    #[n(6)]
    pub created: i64,
    /// The stack as it would be.
    #[n(7)]
    pub stack: StackRow,
    #[n(8)]
    pub is_create: bool,
    /// The changes as JSON in the members of the API.
    #[n(9)]
    pub changes: String,
    #[n(10)]
    pub on_failure: Option<String>,
    #[n(11)]
    pub includes_nested: bool,
}

store::row!(
    StackRow,
    NameRow,
    BodyRow,
    ResourceRow,
    RemainsRow,
    OperationRow,
    EventRow,
    ExportRow,
    AnswerRow,
    SignalRow,
    ChangeSetRow
);
