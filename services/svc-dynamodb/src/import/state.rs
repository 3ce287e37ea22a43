//! Rows of imports.

use kernel::{ApiError, Ctx, Struct, Table, Timestamp};
use minicbor::{Decode, Encode};
use store::Range;

use crate::limits;

/// By the id, which begins with the time.
pub static IMPORTS: Table<String, ImportRow> = Table::regional("dynamodb", "imports");
/// (table, id)
pub static IMPORTS_OF: Table<(String, String), ()> = Table::regional("dynamodb", "imports-of");
/// The ids of those that have not ended.
pub static RUNNING: Table<String, ()> = Table::regional("dynamodb", "imports-running");
/// By the client's token.
pub static TOKENS: Table<String, TokenRow> = Table::regional("dynamodb", "import-tokens");

/// Imports past their time that one request forgets.
const FORGOTTEN_MAX: usize = 10;

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct ImportRow {
    #[n(0)]
    pub table: String,
    #[n(1)]
    pub table_id: String,
    #[n(2)]
    pub space: u64,
    #[n(3)]
    pub started: i64,
    #[n(4)]
    pub ended: Option<i64>,
    /// Code and message.
    #[n(5)]
    pub failure: Option<(String, String)>,
    #[n(6)]
    pub token: Option<String>,
    /// What was asked.
    #[n(7)]
    pub request: Struct,
    /// Objects that were read to their end.
    #[n(8)]
    pub objects: u64,
    /// Of the objects, unpacked.
    #[n(9)]
    pub bytes: u64,
    #[n(10)]
    pub processed: u64,
    #[n(11)]
    pub imported: u64,
    #[n(12)]
    pub errors: u64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TokenRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub fingerprint: Vec<u8>,
}

store::row!(ImportRow, TokenRow);

impl ImportRow {
    pub fn status(&self) -> &'static str {
        match (self.ended, &self.failure) {
            (_, Some(_)) => "FAILED",
            (Some(_), None) => "COMPLETED",
            (None, None) => "IN_PROGRESS",
        }
    }

    pub fn compression(&self) -> &str {
        self.request.str("InputCompressionType").unwrap_or("NONE")
    }
}

/// What the ids of imports begin with that are still remembered: "within the past 90 days".
pub fn oldest_id(now: Timestamp) -> String {
    let millis = now.millis() - limits::IMPORT_DAYS * 86_400_000;
    format!("{:014}", millis.max(0))
}

/// Forgets some imports that are too old.
pub fn forget_old(ctx: &mut Ctx<'_>) -> Result<(), ApiError> {
    let range = Range::all().before(oldest_id(ctx.now()).as_str());
    let old = ctx.table(&IMPORTS).scan(&range).take(FORGOTTEN_MAX);
    for (id, row) in old.collect::<Result<Vec<_>, _>>()? {
        if row.ended.is_none() {
            continue;
        }
        if let Some(token) = &row.token
            && ctx.table(&TOKENS).get(token)?.is_some_and(|found| found.id == id)
        {
            ctx.table_mut(&TOKENS).delete(token);
        }
        ctx.table_mut(&IMPORTS_OF).delete(&(row.table.as_str(), id.as_str()));
        ctx.table_mut(&IMPORTS).delete(&id);
    }
    Ok(())
}
