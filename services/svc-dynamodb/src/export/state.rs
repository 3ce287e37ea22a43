//! Rows of exports, and where their files lie.

use kernel::{Ctx, Struct, Table};
use minicbor::{Decode, Encode};

use crate::import::state::TokenRow;
use crate::names;
use crate::pins::Held;

/// By the id, which begins with the time.
pub static EXPORTS: Table<String, ExportRow> = Table::regional("dynamodb", "exports");
/// (table, id)
pub static EXPORTS_OF: Table<(String, String), ()> = Table::regional("dynamodb", "exports-of");
/// By the client's token.
pub static EXPORT_TOKENS: Table<String, TokenRow> = Table::regional("dynamodb", "export-tokens");
/// (export, number of the file)
pub static EXPORT_FILES: Table<(String, u64), FileRow> =
    Table::regional("dynamodb", "export-files");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ExportRow {
    #[n(0)]
    pub table: String,
    #[n(1)]
    pub table_id: String,
    #[n(2)]
    pub space: u64,
    /// The table as of the end of this microsecond.
    #[n(3)]
    pub instant: i64,
    #[n(4)]
    pub started: i64,
    #[n(5)]
    pub ended: Option<i64>,
    /// Code and message.
    #[n(6)]
    pub failure: Option<(String, String)>,
    #[n(7)]
    pub bucket: String,
    #[n(8)]
    pub prefix: Option<String>,
    #[n(9)]
    pub token: Option<String>,
    #[n(10)]
    pub items: u64,
    #[n(11)]
    pub bytes: u64,
    #[n(12)]
    pub files: u64,
    /// What has changed since the end of this microsecond; `None` for all there is.
    #[n(13)]
    pub since: Option<i64>,
    /// What was asked.
    #[n(14)]
    pub request: Option<Struct>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct FileRow {
    #[n(0)]
    pub key: String,
    #[n(1)]
    pub items: u64,
    #[n(2)]
    pub md5: String,
    #[n(3)]
    pub e_tag: String,
}

store::row!(ExportRow, FileRow);

/// The time of an export: an instant, or what changed after one until another.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    pub from: Option<i64>,
    pub to: i64,
}

impl ExportRow {
    pub fn status(&self) -> &'static str {
        match (self.ended, &self.failure) {
            (_, Some(_)) => "FAILED",
            (Some(_), None) => "COMPLETED",
            (None, None) => "IN_PROGRESS",
        }
    }

    pub fn kind(&self) -> &'static str {
        if self.since.is_some() { "INCREMENTAL_EXPORT" } else { "FULL_EXPORT" }
    }

    /// A text of the request.
    pub fn asked(&self, member: &str) -> Option<&str> {
        self.request.as_ref().and_then(|request| request.str(member))
    }

    pub fn format(&self) -> &str {
        self.asked("ExportFormat").unwrap_or("DYNAMODB_JSON")
    }

    pub fn is_ion(&self) -> bool {
        self.format() == "ION"
    }

    /// Which images an incremental export shows.
    pub fn view(&self) -> &str {
        let request = self.request.as_ref();
        let specification = request.and_then(|it| it.structure("IncrementalExportSpecification"));
        specification.and_then(|it| it.str("ExportViewType")).unwrap_or("NEW_AND_OLD_IMAGES")
    }

    /// What the keys of all objects below the prefix begin with.
    fn root(&self) -> String {
        match self.prefix.as_deref().map(|prefix| prefix.trim_end_matches('/')) {
            Some(prefix) if !prefix.is_empty() => format!("{prefix}/AWSDynamoDB"),
            _ => "AWSDynamoDB".to_owned(),
        }
    }

    /// Where the manifests of the export lie.
    pub fn folder(&self, id: &str) -> String {
        format!("{}/{id}", self.root())
    }

    /// Where its data files lie: those of incremental exports in one folder for all of them.
    pub fn data_folder(&self, id: &str) -> String {
        match self.since {
            None => format!("{}/data", self.folder(id)),
            Some(_) => format!("{}/data", self.root()),
        }
    }

    pub fn manifest(&self, id: &str) -> String {
        format!("{}/manifest-summary.json", self.folder(id))
    }
}

pub fn arn(ctx: &Ctx<'_>, id: &str, row: &ExportRow) -> String {
    format!("{}/export/{id}", names::table_arn(ctx, &row.table))
}

pub fn held(ctx: &Ctx<'_>, row: &ExportRow) -> Held {
    Held { scope: ctx.scope(), table: row.table.clone(), space: row.space }
}

/// By which name the export holds on to the past.
pub fn pin(id: &str) -> String {
    format!("export-{id}")
}
