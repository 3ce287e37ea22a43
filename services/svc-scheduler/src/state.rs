//! The tables of Scheduler and their rows.

use std::collections::BTreeMap;

use data_keys::Wrapped;
use kernel::arn::Arn;
use kernel::{Ctx, Struct, Table};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// The group that every region of every account has, without a row until it is tagged.
pub const DEFAULT_GROUP: &str = "default";

pub static GROUPS: Table<String, GroupRow> = Table::regional("scheduler", "groups");
/// (group, name)
pub static SCHEDULES: Table<(String, String), ScheduleRow> =
    Table::regional("scheduler", "schedules");
/// Calls with a client token → a digest of what was asked.
pub static TOKENS: Table<String, u64> = Table::regional("scheduler", "tokens");
/// (end in seconds, call): what to forget first.
pub static TOKEN_ENDS: Table<(i64, String), ()> = Table::regional("scheduler", "token-ends");

/// A group. Times are microseconds of virtual time.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct GroupRow {
    #[n(0)]
    pub created: i64,
    #[n(1)]
    pub modified: i64,
    #[n(2)]
    pub is_being_deleted: bool,
    #[n(3)]
    pub tags: BTreeMap<String, String>,
}

/// A schedule. Times are microseconds of virtual time.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ScheduleRow {
    /// Another one after each change: jobs of an older one do nothing.
    #[n(0)]
    pub generation: u64,
    #[n(1)]
    pub created: i64,
    #[n(2)]
    pub modified: i64,
    #[n(3)]
    pub definition: Definition,
}

/// What a client has asked for, with defaults filled in.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Definition {
    #[n(0)]
    pub expression: String,
    #[n(1)]
    pub timezone: String,
    #[n(2)]
    pub start: Option<i64>,
    #[n(3)]
    pub end: Option<i64>,
    #[n(4)]
    pub description: Option<String>,
    #[n(5)]
    pub is_enabled: bool,
    /// In the shape of the API.
    #[n(6)]
    pub target: Struct,
    /// `None`: no flexible time window.
    #[n(7)]
    pub window_minutes: Option<i64>,
    #[n(8)]
    pub is_deleted_after_completion: bool,
    /// KmsKeyArn.
    #[n(9)]
    pub key: Option<String>,
    /// With a key, the target's input, which `target` is without.
    #[n(10)]
    pub sealed: Option<SealedInput>,
}

/// An input enciphered by a data key, with the key as KMS can open it.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SealedInput {
    #[n(0)]
    pub key_id: u64,
    #[n(1)]
    pub key: Wrapped,
    #[n(2)]
    pub input: ByteVec,
}

store::row!(GroupRow, ScheduleRow);

pub fn schedule_arn(ctx: &Ctx<'_>, group: &str, name: &str) -> Arn {
    ctx.arn(&format!("schedule/{group}/{name}"))
}

pub fn group_arn(ctx: &Ctx<'_>, name: &str) -> Arn {
    ctx.arn(&format!("schedule-group/{name}"))
}
