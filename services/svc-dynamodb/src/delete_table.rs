//! DeleteTable, and what a deleted table leaves: its rows go in steps, a million items do not hold
//! anybody up.

use bytes::Bytes;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Region, Scope, Struct, Table, Value};
use store::{Range, Row};

use crate::api::{DeleteTableInput, DeleteTableOutput};
use crate::backup;
use crate::charge;
use crate::describe;
use crate::errors;
use crate::history::HISTORY;
use crate::insights;
use crate::key::ItemKey;
use crate::limits;
use crate::names;
use crate::pins;
use crate::replica;
use crate::resource_policy;
use crate::state::{COLLECTIONS, COUNTS, ENTRIES, ITEMS, LOCKS, Status, TABLES, TAGS, TableRef};
use crate::stream;
use crate::strong;
use crate::transition;
use crate::ttl::{self, EXPIRIES};
use crate::vector::entry::VECTORS;

pub const DROP: &str = "DropRows";

pub fn delete_table(
    ctx: &mut Ctx<'_>,
    input: DeleteTableInput<'_>,
) -> Result<DeleteTableOutput, ApiError> {
    let mut table = names::find(ctx, input.table_name())?;
    if table.row.status == Status::Deleting {
        return Ok(DeleteTableOutput::new().table_description(describe::table(ctx, &table)?));
    }
    // "You will need to delete the original table" to restore it under its name.
    if !matches!(table.row.status, Status::Active | Status::Archived) {
        let word = if table.row.status == Status::Creating { "created" } else { "updated" };
        return Err(errors::table_in_use(&table.name, word));
    }
    // "You can't delete a single replica … from an MRSC global table."
    strong::refuse(&table, "Deletions of a single replica")?;
    replica::check_source(ctx, &table.row)?;
    if table.row.is_protected {
        return Err(errors::validation(
            "Resource cannot be deleted as it is currently protected against deletion. Disable \
             deletion protection first.",
        ));
    }
    if !transition::deleting(ctx, &mut table) {
        remove(ctx, table.clone())?;
    }
    table.row.status = Status::Deleting;
    Ok(DeleteTableOutput::new().table_description(describe::deleted(&table, ctx)))
}

/// Takes the table away, and leaves its rows to be removed.
pub fn remove(ctx: &mut Ctx<'_>, mut table: TableRef) -> Result<(), ApiError> {
    backup::take_last(ctx, &table)?;
    replica::leave_group(ctx, &table)?;
    stream::disable(ctx, &mut table)?;
    insights::forget(ctx, &table.name)?;
    ttl::forget(ctx, &table.name);
    resource_policy::forget_table(ctx, &table.name)?;
    ctx.table_mut(&TAGS).delete(&table.name);
    ctx.table_mut(&TABLES).delete(&table.name);
    charge::give_up(ctx, &table)?;
    drop_entries(ctx, table.row.indexes.iter().map(|index| index.space));
    drop_vectors(ctx, table.row.vectors.iter().map(|index| index.space));
    let (scope, space) = (ctx.scope(), table.row.space);
    let is_held = pins::is_held(ctx, scope, space)?;
    let extent = if is_held { Extent::Accessories } else { Extent::Everything };
    drop_space(ctx, scope, space, extent);
    Ok(())
}

/// How much of a space goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    Everything,
    /// All but the items and their past, which a backup holds.
    Accessories,
}

/// Leaves the rows of a space to be removed.
pub fn drop_space(ctx: &mut Ctx<'_>, scope: Scope, space: u64, extent: Extent) {
    let stages: &[&str] = match extent {
        Extent::Everything => &["collections", "locks", "expiries", "history", "items", "counts"],
        Extent::Accessories => &["collections", "locks", "expiries"],
    };
    leave(ctx, scope, space, stages);
}

/// Leaves the entries of indexes to be removed.
pub fn drop_entries(ctx: &mut Ctx<'_>, spaces: impl Iterator<Item = u64>) {
    for space in spaces {
        leave(ctx, ctx.scope(), space, &["entries"]);
    }
}

/// Leaves the entries of vector indexes to be removed.
pub fn drop_vectors(ctx: &mut Ctx<'_>, spaces: impl Iterator<Item = u64>) {
    for space in spaces {
        leave(ctx, ctx.scope(), space, &["vectors"]);
    }
}

fn leave(ctx: &mut Ctx<'_>, scope: Scope, space: u64, stages: &[&str]) {
    let input = Struct::new()
        .with("Space", space.cast_signed())
        .with("Stages", Value::from(stages.to_vec()));
    let mut ask = Ask::to("dynamodb", DROP).with_input(input);
    ask.region = Region::parse(scope.region());
    ctx.enqueue(Job::now(ask));
}

/// The step: removes some rows of the first stage, and comes again while there are any.
pub fn drop_rows(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let space = input.int("Space").unwrap_or_default().cast_unsigned();
    let stages = input.list("Stages").unwrap_or_default();
    let Some((Value::String(stage), later)) = stages.split_first() else {
        return Ok(Struct::new());
    };
    let after = input.blob("After").map(|key| ItemKey(key.to_vec()));
    let last = match stage.as_str() {
        "collections" => drop_some(ctx, &COLLECTIONS, space, after)?,
        "locks" => drop_some(ctx, &LOCKS, space, after)?,
        "history" => drop_some(ctx, &HISTORY, space, after)?,
        "items" => drop_some(ctx, &ITEMS, space, after)?,
        "entries" => drop_some(ctx, &ENTRIES, space, after)?,
        "vectors" => drop_some(ctx, &VECTORS, space, after)?,
        "expiries" => drop_expiries(ctx, space)?,
        _ => {
            ctx.table_mut(&COUNTS).delete(&space);
            None
        }
    };
    let left = if last.is_some() { stages } else { later };
    if !left.is_empty() {
        let mut input = input.clone();
        input.set("Stages", Value::List(left.to_vec()));
        match last {
            Some(last) => input.set("After", Bytes::from(last.0)),
            None => drop(input.remove("After")),
        }
        ctx.enqueue(Job::now(Ask::to("dynamodb", DROP).with_input(input)));
    }
    Ok(Struct::new())
}

/// Removes some rows of a space; the last one's key if there may be more. The next step begins
/// after it, past the traces of those that are gone.
fn drop_some<V: Row>(
    ctx: &mut Ctx<'_>,
    table: &'static Table<ItemKey, V>,
    space: u64,
    after: Option<ItemKey>,
) -> Result<Option<ItemKey>, ApiError> {
    let mut range = Range::within(&ItemKey::space(space));
    if let Some(after) = &after {
        range = range.after(after);
    }
    let keys = ctx.table(table).keys(&range).take(limits::ROWS_PER_STEP);
    let mut keys = keys.collect::<Result<Vec<_>, _>>()?;
    for key in &keys {
        ctx.table_mut(table).delete(key);
    }
    let may_be_more = keys.len() == limits::ROWS_PER_STEP;
    Ok(keys.pop().filter(|_| may_be_more))
}

fn drop_expiries(ctx: &mut Ctx<'_>, space: u64) -> Result<Option<ItemKey>, ApiError> {
    let keys = ctx.table(&EXPIRIES).keys(&Range::within(&(space,)));
    let keys = keys.take(limits::ROWS_PER_STEP).collect::<Result<Vec<_>, _>>()?;
    for key in &keys {
        ctx.table_mut(&EXPIRIES).delete(key);
    }
    let may_be_more = keys.len() == limits::ROWS_PER_STEP;
    Ok(may_be_more.then(|| ItemKey::space(space)))
}
