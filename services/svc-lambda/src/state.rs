//! The tables of Lambda's functions and their rows.

use std::collections::BTreeMap;

use kernel::{BlobId, Table};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

pub static FUNCTIONS: Table<String, FunctionRow> = Table::regional("lambda", "functions");
/// (function, number): published versions never change.
pub static VERSIONS: Table<(String, u64), VersionRow> = Table::regional("lambda", "versions");
/// (function, alias)
pub static ALIASES: Table<(String, String), AliasRow> = Table::regional("lambda", "aliases");
/// (function, qualifier or nothing)
pub static POLICIES: Table<(String, String), PolicyRow> = Table::regional("lambda", "policies");
/// (function, qualifier; `$LATEST` for none)
pub static EVENT_CONFIGS: Table<(String, String), EventConfigRow> =
    Table::regional("lambda", "event-configs");
/// (function, alias or nothing)
pub static URLS: Table<(String, String), UrlRow> = Table::regional("lambda", "urls");
/// Where the function of a URL is, by the URL's id.
pub static URL_PLACES: Table<String, UrlPlace> = Table::world("lambda", "url-places");
/// (layer, version)
pub static LAYERS: Table<(String, u64), LayerRow> = Table::regional("lambda", "layers");
/// Layers: the number of the last version that was ever published.
pub static LAYER_HEADS: Table<String, u64> = Table::regional("lambda", "layer-heads");
/// (layer, version)
pub static LAYER_POLICIES: Table<(String, u64), PolicyRow> =
    Table::regional("lambda", "layer-policies");
/// (function, ARN of a role): the session that its sandboxes have.
pub static SESSIONS: Table<(String, String), SessionRow> = Table::regional("lambda", "sessions");
/// (function, version or alias)
pub static PROVISIONED: Table<(String, String), ProvisionedRow> =
    Table::regional("lambda", "provisioned");
/// `account/region/function/qualifier` of all that is provisioned: begun when the world is opened.
pub static PROVISIONED_PLACES: Table<String, u64> = Table::world("lambda", "provisioned-places");
/// Code signing configurations, by id.
pub static CODE_SIGNING: Table<String, CodeSigningRow> = Table::regional("lambda", "code-signing");
/// (configuration, function)
pub static CODE_SIGNING_USES: Table<(String, String), u64> =
    Table::regional("lambda", "code-signing-uses");
/// What is used of the account's limits.
pub static USAGE: Table<(), UsageRow> = Table::regional("lambda", "usage");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct FunctionRow {
    /// A function that is made anew under an old name is another.
    #[n(0)]
    pub id: u64,
    /// `$LATEST`.
    #[n(1)]
    pub latest: VersionRow,
    #[n(2)]
    pub tags: BTreeMap<String, String>,
    #[n(3)]
    pub reserved_concurrency: Option<u32>,
    /// The number of the version that was published last.
    #[n(4)]
    pub last_version: u64,
    /// The id of its code signing configuration.
    #[n(5)]
    pub code_signing: Option<String>,
    /// In microseconds: until then it is `Pending`.
    #[n(6)]
    #[cbor(default)]
    pub active_from: i64,
    /// Until then its last update is `InProgress`.
    #[n(7)]
    #[cbor(default)]
    pub updated_at: i64,
}

/// Code and configuration of a version. Times are microseconds of virtual time.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct VersionRow {
    #[n(0)]
    pub description: String,
    #[n(1)]
    pub runtime: String,
    #[n(2)]
    pub role: String,
    #[n(3)]
    pub handler: String,
    #[n(4)]
    pub code: CodeRow,
    #[n(5)]
    pub timeout_s: u32,
    #[n(6)]
    pub memory_mb: u32,
    #[n(7)]
    pub environment: BTreeMap<String, String>,
    #[n(8)]
    pub layers: Vec<LayerUse>,
    #[n(9)]
    pub dead_letter: Option<String>,
    #[n(10)]
    pub architecture: String,
    #[n(11)]
    pub storage_mb: u32,
    #[n(12)]
    pub log_group: Option<String>,
    #[n(13)]
    pub modified: i64,
    #[n(14)]
    pub revision: String,
    /// `None` is `$LATEST`.
    #[n(15)]
    pub number: Option<u64>,
    /// Log lines are JSON.
    #[n(16)]
    pub json_logs: Option<JsonLogs>,
}

/// Which lines are kept: those of a level, or of a more serious one.
#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
#[cbor(map)]
pub struct JsonLogs {
    #[n(0)]
    pub application: String,
    #[n(1)]
    pub system: String,
}

/// A deployment package: in a content file, or here when it is small.
#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
#[cbor(map)]
pub struct CodeRow {
    #[n(0)]
    pub content: ContentRow,
    /// Base64 of the digest.
    #[n(1)]
    pub sha256: String,
    #[n(2)]
    pub size: u64,
    #[n(3)]
    pub unzipped: u64,
}

#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
pub enum ContentRow {
    #[n(0)]
    Inline(#[n(0)] ByteVec),
    #[n(1)]
    File(#[n(0)] BlobId),
}

/// A layer's version as a function uses it: its content stays although the version is deleted.
#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
#[cbor(map)]
pub struct LayerUse {
    #[n(0)]
    pub arn: String,
    #[n(1)]
    pub code: CodeRow,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AliasRow {
    /// A version's number; `None` is `$LATEST`.
    #[n(0)]
    pub version: Option<u64>,
    #[n(1)]
    pub description: String,
    /// Another version and the share of invocations that it gets.
    #[n(2)]
    pub additional: Option<(u64, f64)>,
    #[n(3)]
    pub revision: String,
}

/// Statements of a resource policy, in the order in which they were added.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct PolicyRow {
    /// (statement id, statement as JSON)
    #[n(0)]
    pub statements: Vec<(String, String)>,
    #[n(1)]
    pub revision: String,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct EventConfigRow {
    #[n(0)]
    pub modified: i64,
    #[n(1)]
    pub retries_max: Option<u32>,
    #[n(2)]
    pub age_s_max: Option<u32>,
    #[n(3)]
    pub on_success: Option<String>,
    #[n(4)]
    pub on_failure: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct UrlRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub is_public: bool,
    #[n(2)]
    pub cors: Option<CorsRow>,
    #[n(3)]
    pub created: i64,
    #[n(4)]
    pub modified: i64,
    /// What the function writes leaves as it writes it.
    #[n(5)]
    #[cbor(default)]
    pub streams: bool,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct UrlPlace {
    #[n(0)]
    pub account: String,
    #[n(1)]
    pub region: String,
    #[n(2)]
    pub function: String,
    /// Empty for the function itself.
    #[n(3)]
    pub alias: String,
}

#[derive(Clone, Debug, Default, Encode, Decode, PartialEq, Eq)]
#[cbor(map)]
pub struct CorsRow {
    #[n(0)]
    pub allow_credentials: Option<bool>,
    #[n(1)]
    pub allow_headers: Vec<String>,
    #[n(2)]
    pub allow_methods: Vec<String>,
    #[n(3)]
    pub allow_origins: Vec<String>,
    #[n(4)]
    pub expose_headers: Vec<String>,
    #[n(5)]
    pub max_age_s: Option<u32>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct LayerRow {
    #[n(0)]
    pub code: CodeRow,
    #[n(1)]
    pub description: Option<String>,
    #[n(2)]
    pub created: i64,
    #[n(3)]
    pub runtimes: Vec<String>,
    #[n(4)]
    pub architectures: Vec<String>,
    #[n(5)]
    pub license: Option<String>,
}

/// Credentials of a session of an execution role.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SessionRow {
    #[n(0)]
    pub key_id: String,
    #[n(1)]
    pub secret: String,
    #[n(2)]
    pub token: String,
    /// Seconds.
    #[n(3)]
    pub expires: i64,
    /// The id of the function for which it was begun.
    #[n(4)]
    pub function: u64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ProvisionedRow {
    #[n(0)]
    pub requested: u32,
    #[n(1)]
    pub allocated: u32,
    #[n(2)]
    pub status: String,
    #[n(3)]
    pub reason: Option<String>,
    #[n(4)]
    pub modified: i64,
    /// Another whenever the sandboxes are to be others.
    #[n(5)]
    pub stamp: u64,
    /// Of the sandboxes that are kept.
    #[n(6)]
    pub family: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct CodeSigningRow {
    #[n(0)]
    pub description: Option<String>,
    /// ARNs of signing profiles.
    #[n(1)]
    pub publishers: Vec<String>,
    #[n(2)]
    pub enforces: bool,
    #[n(3)]
    pub modified: i64,
}

#[derive(Clone, Copy, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct UsageRow {
    #[n(0)]
    pub functions: u64,
    #[n(1)]
    pub code_bytes: u64,
    #[n(2)]
    pub reserved_concurrency: u32,
    /// Of functions that have none reserved.
    #[n(3)]
    #[cbor(default)]
    pub provisioned_concurrency: u32,
}

store::row!(
    FunctionRow,
    VersionRow,
    AliasRow,
    PolicyRow,
    EventConfigRow,
    UrlPlace,
    UrlRow,
    LayerRow,
    SessionRow,
    ProvisionedRow,
    CodeSigningRow,
    UsageRow
);

impl VersionRow {
    pub fn name(&self) -> String {
        self.number.map_or_else(|| "$LATEST".to_owned(), |number| number.to_string())
    }
}
