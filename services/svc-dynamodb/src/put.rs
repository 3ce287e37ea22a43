//! PutItem and DeleteItem.

use kernel::{ApiError, Ctx};

use crate::api::{DeleteItemInput, DeleteItemOutput, PutItemInput, PutItemOutput};
use crate::attribute::Item;
use crate::capacity::Report;
use crate::errors;
use crate::guard::{Given, Guard};
use crate::key::ItemKey;
use crate::keys;
use crate::limits;
use crate::locks;
use crate::names;
use crate::state::TableRef;
use crate::strong;
use crate::throttle;
use crate::values;
use crate::write::{self, Before, Cause, Written};

pub fn put_item(ctx: &mut Ctx<'_>, input: PutItemInput<'_>) -> Result<PutItemOutput, ApiError> {
    let wants_old = wants_old(input.return_values())?;
    let guard = Guard::read(&Given {
        expected: input.expected(),
        conditional_operator: input.conditional_operator(),
        expression: input.condition_expression(),
        names: input.expression_attribute_names(),
        values: input.expression_attribute_values().map(kernel::view::Map::as_struct),
        on_failure: input.return_values_on_condition_check_failure(),
    })?;
    let item = values::read_item(input.item().as_struct())?;
    let table = names::open(ctx, input.table_name())?;
    let key = check_item(&table, &item)?;
    let (before, written) = put(ctx, &table, key, &item, &guard, wants_old)?;
    throttle::charge_write(ctx, &table, &written.consumed)?;
    let report = Report::parse(input.return_consumed_capacity());
    let asked = input.return_item_collection_metrics();
    let old = before.item.filter(|_| wants_old).map(values::write_item);
    Ok(PutItemOutput::new()
        .attributes(old)
        .consumed_capacity(written.consumed.shown(input.table_name(), report))
        .item_collection_metrics(write::collection_metrics(&table, &item, &written, asked)))
}

pub fn delete_item(
    ctx: &mut Ctx<'_>,
    input: DeleteItemInput<'_>,
) -> Result<DeleteItemOutput, ApiError> {
    let wants_old = wants_old(input.return_values())?;
    let guard = Guard::read(&Given {
        expected: input.expected(),
        conditional_operator: input.conditional_operator(),
        expression: input.condition_expression(),
        names: input.expression_attribute_names(),
        values: input.expression_attribute_values().map(kernel::view::Map::as_struct),
        on_failure: input.return_values_on_condition_check_failure(),
    })?;
    let key_item = values::read_item(input.key().as_struct())?;
    let table = names::open(ctx, input.table_name())?;
    let key = keys::of_key(&table.row, &key_item)?;
    let (before, written) = delete(ctx, &table, key, &guard, wants_old)?;
    throttle::charge_write(ctx, &table, &written.consumed)?;
    let report = Report::parse(input.return_consumed_capacity());
    let asked = input.return_item_collection_metrics();
    let old = before.item.filter(|_| wants_old).map(values::write_item);
    Ok(DeleteItemOutput::new()
        .attributes(old)
        .consumed_capacity(written.consumed.shown(input.table_name(), report))
        .item_collection_metrics(write::collection_metrics(&table, &key_item, &written, asked)))
}

fn wants_old(return_values: Option<&str>) -> Result<bool, ApiError> {
    match return_values {
        None | Some("NONE") => Ok(false),
        Some("ALL_OLD") => Ok(true),
        Some(_) => Err(errors::validation("ReturnValues can only be ALL_OLD or NONE")),
    }
}

/// Refuses an item that the table cannot hold; then its key.
pub fn check_item(table: &TableRef, item: &Item) -> Result<ItemKey, ApiError> {
    let key = keys::of_item(&table.row, item)?;
    keys::check_indexes(&table.row, item)?;
    if item.size() > limits::ITEM_BYTES_MAX {
        return Err(errors::item_too_large());
    }
    Ok(key)
}

/// The write itself, for transactions and batches too.
pub fn put(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    key: ItemKey,
    item: &Item,
    guard: &Guard,
    wants_old: bool,
) -> Result<(Before, Written), ApiError> {
    let mut before = load(ctx, table, key, guard, wants_old)?;
    let written = write::change(ctx, table, &mut before, Some(item), &Cause::Request)?;
    Ok((before, written))
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    key: ItemKey,
    guard: &Guard,
    wants_old: bool,
) -> Result<(Before, Written), ApiError> {
    let mut before = load(ctx, table, key, guard, wants_old)?;
    let written = write::change(ctx, table, &mut before, None, &Cause::Request)?;
    Ok((before, written))
}

/// The item as it is, decoded only when somebody looks at it.
fn load(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    key: ItemKey,
    guard: &Guard,
    wants_old: bool,
) -> Result<Before, ApiError> {
    strong::vouch(ctx, table)?;
    locks::check(ctx, &key)?;
    let is_seen = guard.condition.is_some() || wants_old;
    let before = if is_seen { Before::load(ctx, key)? } else { Before::load_raw(ctx, key)? };
    strong::check_conflict(ctx, table, &before)?;
    guard.check(ctx, table, &before)?;
    Ok(before)
}
