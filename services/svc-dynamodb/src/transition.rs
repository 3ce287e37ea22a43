//! How long changes of tables take: no time, or with the setting `dynamodb.transitions` = `aws`
//! about as long as at AWS, on the virtual clock.

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{Ask, Ctx, OpResult, Struct};

use crate::delete_table;
use crate::names;
use crate::state::{Status, TABLES, TableRef};

pub const FINISH: &str = "FinishTransition";
const SETTING: &str = "dynamodb.transitions";
/// What AWS usually takes.
const CREATE: Duration = Duration::from_secs(10);
const UPDATE: Duration = Duration::from_secs(30);
const DELETE: Duration = Duration::from_secs(10);
/// Before an index begins to be filled.
pub const INDEX: Duration = Duration::from_mins(1);

pub fn is_gradual(ctx: &Ctx<'_>) -> bool {
    ctx.setting(SETTING).as_deref() == Some("aws")
}

/// A table that is made is active at once, or soon.
pub fn creating(ctx: &mut Ctx<'_>, table: &mut TableRef) {
    begin(ctx, table, Status::Creating, CREATE);
}

pub fn updating(ctx: &mut Ctx<'_>, table: &mut TableRef) {
    begin(ctx, table, Status::Updating, UPDATE);
}

/// Whether the table still stands for a while; its row is saved then.
pub fn deleting(ctx: &mut Ctx<'_>, table: &mut TableRef) -> bool {
    if is_gradual(ctx) {
        begin(ctx, table, Status::Deleting, DELETE);
        names::save(ctx, table);
    }
    is_gradual(ctx)
}

fn begin(ctx: &mut Ctx<'_>, table: &mut TableRef, status: Status, after: Duration) {
    if !is_gradual(ctx) {
        return;
    }
    table.row.status = status;
    let input = Struct::new()
        .with("Table", table.name.as_str())
        .with("Space", table.row.space.cast_signed())
        .with("Status", status.name());
    let at = ctx.now() + after;
    ctx.enqueue(Job::now(Ask::to("dynamodb", FINISH).with_input(input)).at(at));
}

/// The step: the change is over.
pub fn finish(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Table").unwrap_or_default();
    let Some(mut row) = ctx.table(&TABLES).get(name)? else { return Ok(Struct::new()) };
    let is_meant = input.int("Space") == Some(row.space.cast_signed())
        && input.str("Status") == Some(row.status.name());
    if !is_meant {
        return Ok(Struct::new());
    }
    if row.status == Status::Deleting {
        let table = TableRef::new(name, row);
        delete_table::remove(ctx, table)?;
    } else {
        row.status = Status::Active;
        ctx.table_mut(&TABLES).put(name, &row);
    }
    Ok(Struct::new())
}
