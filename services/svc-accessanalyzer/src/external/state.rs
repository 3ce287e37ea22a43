//! The tables of analyzers and their rows. Times are microseconds of virtual time.

use std::collections::BTreeMap;

use kernel::{Ctx, Struct, Table};
use minicbor::{Decode, Encode};

pub static ANALYZERS: Table<String, AnalyzerRow> = Table::regional("accessanalyzer", "analyzers");
/// (analyzer, name)
pub static RULES: Table<(String, String), RuleRow> =
    Table::regional("accessanalyzer", "archive-rules");
/// (analyzer, id)
pub static FINDINGS: Table<(String, String), FindingRow> =
    Table::regional("accessanalyzer", "findings");
/// (analyzer, resource, id)
pub static FINDINGS_OF: Table<(String, String, String), ()> =
    Table::regional("accessanalyzer", "findings-of");
/// (analyzer, type, resource)
pub static ANALYZED: Table<(String, String, String), AnalyzedRow> =
    Table::regional("accessanalyzer", "analyzed");
/// (analyzer, type): scans that are to come, by their time.
pub static PENDING: Table<(String, String), u64> =
    Table::regional("accessanalyzer", "pending-scans");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AnalyzerRow {
    #[n(0)]
    pub created: i64,
    /// Another one for each analyzer: steps of one that is gone do nothing.
    #[n(1)]
    pub generation: u64,
    #[n(2)]
    pub tags: BTreeMap<String, String>,
    #[n(3)]
    pub last_resource: Option<(String, i64)>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RuleRow {
    /// In the shape of the API.
    #[n(0)]
    pub filter: Struct,
    #[n(1)]
    pub created: i64,
    #[n(2)]
    pub updated: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct FindingRow {
    #[n(0)]
    pub resource: String,
    #[n(1)]
    pub kind: String,
    #[n(2)]
    pub access: Access,
    #[n(3)]
    pub created: i64,
    #[n(4)]
    pub analyzed: i64,
    #[n(5)]
    pub updated: i64,
    #[n(6)]
    pub status: String,
    /// The policy could not be read.
    #[n(7)]
    pub error: Option<String>,
}

/// What a policy opens to somebody outside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Access {
    /// `AWS` and an account or an ARN, `Federated` and a provider, …
    #[n(0)]
    pub principal: (String, String),
    #[n(1)]
    pub actions: Vec<String>,
    #[n(2)]
    pub conditions: BTreeMap<String, String>,
    #[n(3)]
    pub is_public: bool,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AnalyzedRow {
    #[n(0)]
    pub created: i64,
    #[n(1)]
    pub analyzed: i64,
    #[n(2)]
    pub updated: i64,
    /// Of the scan that has seen it last.
    #[n(3)]
    pub round: u64,
}

store::row!(AnalyzerRow, RuleRow, FindingRow, AnalyzedRow);

/// The prefix of ARNs and actions is not the service's name in the CLI.
pub fn analyzer_arn(ctx: &Ctx<'_>, name: &str) -> String {
    let resource = format!("analyzer/{name}");
    kernel::arn::Arn::regional("access-analyzer", ctx.region(), ctx.account(), &resource)
        .to_string()
}

/// The name of an analyzer of this account and region.
pub fn name_of<'a>(ctx: &Ctx<'_>, arn: &'a str) -> Option<&'a str> {
    arn.strip_prefix(analyzer_arn(ctx, "").as_str())
}
