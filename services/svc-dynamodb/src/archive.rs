//! A table whose KMS key has been out of reach for seven days is archived: "the table was archived
//! due to the table's KMS key being inaccessible for more than seven days. An On-Demand backup was
//! created at the archival time." (API reference, ArchivalSummary.)
//!
//! A step looks at the key of each such table every hour. What is archived has no items any more;
//! its backup has them, and can be restored when the key is back.

use std::time::Duration;

use bytes::Bytes;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct};
use minicbor::{Decode, Encode};

use crate::api::ArchivalSummaryBuilder;
use crate::backup;
use crate::charge;
use crate::delete_table::{self, Extent};
use crate::encryption;
use crate::state::{HistoryRow, Status, TABLES, TableRef, shown_time};
use crate::stream;
use crate::ttl;

pub const WATCH: &str = "WatchTableKey";
const EVERY: Duration = Duration::from_hours(1);
const DAYS_MAX: i64 = 7;
const DAY: i64 = 86_400_000_000;

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ArchiveRow {
    #[n(0)]
    pub at: i64,
    #[n(1)]
    pub backup: String,
}

/// Looks after the key that a table has just been put under.
pub fn watch(ctx: &mut Ctx<'_>, table: &str, wrapped: &[u8]) {
    let input = Struct::new().with("Table", table).with("Wrapped", Bytes::copy_from_slice(wrapped));
    let at = ctx.now() + EVERY;
    ctx.enqueue(Job::now(Ask::to("dynamodb", WATCH).with_input(input)).at(at));
}

/// The step: is the key still there?
pub fn look(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Table").unwrap_or_default();
    let Some(row) = ctx.table(&TABLES).get(name)? else { return Ok(Struct::new()) };
    let mut table = TableRef::new(name, row);
    let wrapped = input.blob("Wrapped").cloned().unwrap_or_default();
    let Some(key) = table.row.encryption.clone().filter(|key| key.wrapped == wrapped) else {
        return Ok(Struct::new());
    };
    if table.row.archived.is_some() {
        return Ok(Struct::new());
    }
    let now = ctx.now().micros();
    let since = if encryption::is_accessible(ctx, &key) {
        None
    } else {
        Some(table.row.inaccessible_since.unwrap_or(now))
    };
    if since.is_some_and(|since| now - since >= DAYS_MAX * DAY) {
        archive(ctx, table)?;
        return Ok(Struct::new());
    }
    if since != table.row.inaccessible_since {
        table.row.inaccessible_since = since;
        ctx.table_mut(&TABLES).put(name, &table.row);
    }
    watch(ctx, name, &wrapped);
    Ok(Struct::new())
}

fn archive(ctx: &mut Ctx<'_>, mut table: TableRef) -> Result<(), ApiError> {
    let name = format!("{}$ArchivedTableBackup", table.name);
    let backup = backup::take_of_archive(ctx, &table, &name)?;
    // The backup has pinned the past: what it needs of the row is in it now.
    if let Some(row) = ctx.table(&TABLES).get(&table.name)? {
        table.row = row.into();
    }
    stream::disable(ctx, &mut table)?;
    ttl::forget(ctx, &table.name);
    charge::give_up(ctx, &table)?;
    delete_table::drop_entries(ctx, table.row.indexes.iter().map(|index| index.space));
    delete_table::drop_vectors(ctx, table.row.vectors.iter().map(|index| index.space));
    let (scope, space) = (ctx.scope(), table.row.space);
    delete_table::drop_space(ctx, scope, space, Extent::Accessories);
    table.row.ttl = None;
    table.row.history = HistoryRow { recovery_since: None, ..table.row.history.clone() };
    table.row.archived = Some(ArchiveRow { at: ctx.now().micros(), backup });
    table.row.status = Status::Archived;
    ctx.table_mut(&TABLES).put(&table.name, &table.row);
    Ok(())
}

pub fn summary(archived: &ArchiveRow) -> ArchivalSummaryBuilder {
    ArchivalSummaryBuilder::new()
        .archival_date_time(shown_time(archived.at))
        .archival_reason("INACCESSIBLE_ENCRYPTION_CREDENTIALS")
        .archival_backup_arn(archived.backup.as_str())
}
