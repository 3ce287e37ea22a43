//! The tables of FIS and their rows.

use std::collections::BTreeMap;

use kernel::{Ctx, Struct, Table, Timestamp};
use minicbor::{Decode, Encode};

pub static TEMPLATES: Table<String, TemplateRow> = Table::regional("fis", "templates");
pub static EXPERIMENTS: Table<String, ExperimentRow> = Table::regional("fis", "experiments");
/// Those that have not ended.
pub static ACTIVE: Table<String, ()> = Table::regional("fis", "active");
/// (operation, client token) → what was made.
pub static TOKENS: Table<(String, String), TokenRow> = Table::regional("fis", "tokens");
/// By the one name that there is.
pub static LEVERS: Table<String, LeverRow> = Table::regional("fis", "safety-levers");

pub const LEVER: &str = "default";

/// Times are microseconds of virtual time.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TemplateRow {
    /// As the client has described it, in the shape of the API.
    #[n(0)]
    pub spec: Struct,
    #[n(1)]
    pub created: i64,
    #[n(2)]
    pub updated: i64,
    #[n(3)]
    pub tags: BTreeMap<String, String>,
    /// Target accounts by their ids.
    #[n(4)]
    #[cbor(default)]
    pub accounts: BTreeMap<String, AccountRow>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AccountRow {
    #[n(0)]
    pub role: String,
    #[n(1)]
    pub description: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ExperimentRow {
    #[n(0)]
    pub template: String,
    /// Of the template, when it began.
    #[n(1)]
    pub spec: Struct,
    #[n(2)]
    pub status: String,
    #[n(3)]
    pub reason: String,
    #[n(4)]
    pub created: i64,
    #[n(5)]
    pub started: Option<i64>,
    #[n(6)]
    pub ended: Option<i64>,
    #[n(7)]
    pub tags: BTreeMap<String, String>,
    #[n(8)]
    pub actions: BTreeMap<String, ActionRow>,
    /// Targets by name: the ARNs that they came to.
    #[n(9)]
    pub resolved: BTreeMap<String, Vec<String>>,
    /// Only the targets are resolved.
    #[n(10)]
    pub skips_actions: bool,
    /// Of the template, when it began.
    #[n(11)]
    #[cbor(default)]
    pub accounts: BTreeMap<String, AccountRow>,
    /// Lines of its log that are not delivered yet.
    #[n(12)]
    #[cbor(default)]
    pub log: Vec<String>,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct ActionRow {
    #[n(0)]
    pub status: String,
    #[n(1)]
    pub reason: String,
    #[n(2)]
    pub started: Option<i64>,
    #[n(3)]
    pub ended: Option<i64>,
    /// The faults of the world that it stands for while it runs.
    #[n(4)]
    pub faults: Vec<u64>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TokenRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub input: Struct,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct LeverRow {
    #[n(0)]
    pub is_engaged: bool,
    #[n(1)]
    pub reason: String,
}

store::row!(TemplateRow, ExperimentRow, TokenRow, LeverRow);

impl ExperimentRow {
    pub fn has_ended(&self) -> bool {
        matches!(self.status.as_str(), "completed" | "stopped" | "failed" | "cancelled")
    }
}

pub fn template_arn(ctx: &Ctx<'_>, id: &str) -> String {
    ctx.arn(&format!("experiment-template/{id}")).to_string()
}

pub fn experiment_arn(ctx: &Ctx<'_>, id: &str) -> String {
    ctx.arn(&format!("experiment/{id}")).to_string()
}

pub fn time(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

pub fn map_of(tags: &BTreeMap<String, String>) -> Struct {
    tags.iter().map(|(key, value)| (key.clone(), value.as_str())).collect()
}
