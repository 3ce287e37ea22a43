//! Reading and writing what statements ask for.

use kernel::{ApiError, Ctx, Struct, Value, page};
use store::Range;

use super::columns::Columns;
use super::plan::{Reading, key_and_rest, reading};
use super::statement::{Returning, Select, Statement};
use crate::answer::{Form, Items};
use crate::attribute::Item;
use crate::capacity::{Consistency, Consumed, read_units};
use crate::codec::StoredItem;
use crate::errors;
use crate::expression::{Condition, Path};
use crate::get::find;
use crate::guard::Guard;
use crate::key::{ItemKey, Place};
use crate::keys;
use crate::put;
use crate::read::{Plan, Selection, Target};
use crate::state::TableRef;
use crate::strong;
use crate::throttle;
use crate::transact::{Deed, Request};
use crate::update_item::{self, Actions};
use crate::values;

const OPERATION: &str = "ExecuteStatement";

/// Which page of a SELECT.
pub struct Page<'a> {
    pub consistency: Consistency,
    pub limit: Option<usize>,
    pub token: Option<&'a str>,
}

pub struct Read {
    pub items: Vec<Value>,
    pub token: Option<String>,
    pub last: Option<Struct>,
    pub consumed: Consumed,
}

pub fn select(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    select: Select,
    page: &Page<'_>,
) -> Result<Read, ApiError> {
    let is_strong = (page.consistency == Consistency::Strong).then_some(true);
    let target = Target::of(table, select.index.as_deref(), is_strong)?;
    let schema = match target.index {
        Some(index) => table.row.schema_of(index),
        None => table.row.schema(),
    };
    let (reading, filter) = reading(&schema, select.condition)?;
    let sort = schema.range.first().map(|part| part.name);
    let is_forward = read_order(&select.order, &reading, sort)?;
    let ranges: Vec<Range<Place>> = match &reading {
        Reading::Scan => vec![Range::within(&ItemKey::space(target.space()))],
        Reading::Stretches(all) => all.iter().map(|one| one.keys(target.space())).collect(),
    };
    let columns = select.columns.map(Columns::new);
    let projection = columns.as_ref().map(Columns::projection);
    let selection = Selection::read(None, None, projection, &target)?;
    let (first, after) = match page.token {
        None => (0, None),
        Some(token) => decode_token(token)?,
    };
    let mut out =
        Read { items: Vec::new(), token: None, last: None, consumed: Consumed::default() };
    let mut left = page.limit;
    for (at, range) in ranges.into_iter().enumerate().skip(first) {
        let mut range = range;
        if let Some(after) = after.as_ref().filter(|_| at == first) {
            range = if is_forward { range.after(after) } else { range.before(after) };
        }
        let plan = Plan {
            target,
            range: if is_forward { range } else { range.reversed() },
            limit: left,
            filter: filter.clone(),
            selection: selection.clone(),
            consistency: page.consistency,
            form: Form::Values,
        };
        let read = plan.read(ctx)?;
        out.consumed.add(&read.consumed);
        if let Some(Items::Values(mut items)) = read.items {
            if let Some(columns) = &columns {
                columns.of_all(&mut items)?;
            }
            out.items.extend(items);
        }
        if let Some(last) = read.last {
            let key = target.key_at(&values::read_item(&last)?).ok_or_else(ApiError::internal)?;
            out.token = Some(encode_token(at, &key));
            out.last = Some(last);
            break;
        }
        left = left.map(|left| left - read.scanned);
    }
    throttle::charge_read(ctx, table, &out.consumed)?;
    Ok(out)
}

/// Items can only be ordered by the sort key, within a partition.
fn read_order(
    order: &[(String, bool)],
    reading: &Reading,
    sort: Option<&str>,
) -> Result<bool, ApiError> {
    let Some((name, is_descending)) = order.last() else { return Ok(true) };
    let is_partition = matches!(reading, Reading::Stretches(_));
    if !is_partition {
        return Err(errors::validation(
            "Must have WHERE clause in the statement when using ORDER BY clause.",
        ));
    }
    if sort.is_some_and(|sort| sort != name) && order.len() < 3 && sort.is_some() {
        return Err(errors::validation(format!(
            "Variable reference {name} in ORDER BY clause must be part of the primary key"
        )));
    }
    Ok(!is_descending)
}

fn encode_token(at: usize, key: &ItemKey) -> String {
    let mut bytes = (at as u16).to_be_bytes().to_vec();
    bytes.extend_from_slice(&key.0);
    page::encode(OPERATION, &bytes)
}

fn decode_token(token: &str) -> Result<(usize, Option<ItemKey>), ApiError> {
    let bytes = page::decode(OPERATION, token);
    let split = bytes.as_deref().and_then(|bytes| bytes.split_first_chunk::<2>());
    let (at, key) = split.ok_or_else(|| errors::ours("Invalid NextToken"))?;
    Ok((usize::from(u16::from_be_bytes(*at)), Some(ItemKey(key.to_vec()))))
}

/// The one item that a SELECT means.
pub fn get(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    select: Select,
    consistency: Consistency,
) -> Result<(Option<Item>, Consumed), ApiError> {
    let condition = select.condition.filter(|_| select.index.is_none());
    let Some(condition) = condition else { return Err(plan_fault()) };
    let (key, rest) = key_and_rest(&table.row, condition)?;
    strong::vouch_for_read(ctx, table, consistency)?;
    let key = keys::of_key(&table.row, &key)?;
    let stored = find(ctx, &key)?;
    let size = stored.as_ref().map_or(0, StoredItem::size);
    let consumed = Consumed::of_table(read_units(size, consistency)).at(table, &key);
    throttle::charge_read(ctx, table, &consumed)?;
    let item = stored.map(|stored| stored.item()).transpose()?;
    let item = item.filter(|item| rest.as_ref().is_none_or(|rest| rest.holds(item)));
    let columns = select.columns.map(Columns::new);
    let shown = item.map(|item| match &columns {
        Some(columns) => columns.of(&item),
        None => item,
    });
    Ok((shown, consumed))
}

fn plan_fault() -> ApiError {
    errors::validation("Where clause does not contain a mandatory equality on all key attributes")
}

pub struct Wrote {
    pub shown: Option<Item>,
    pub consumed: Consumed,
}

/// A statement that writes, on its own.
pub fn write(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    statement: Statement,
    shows_item: bool,
) -> Result<Wrote, ApiError> {
    let wrote = match statement {
        Statement::Insert { item, is_tolerant, .. } => {
            let key = put::check_item(table, &item)?;
            let guard = absent_guard(table);
            match put::put(ctx, table, key, &item, &guard, false) {
                Ok((_, written)) => Wrote { shown: None, consumed: written.consumed },
                Err(error) if is_tolerant && error.code() == "DuplicateItemException" => {
                    Wrote { shown: None, consumed: Consumed::of_table(1.0) }
                }
                Err(error) => return Err(error),
            }
        }
        Statement::Update { update, condition, returning, .. } => {
            let (key_item, rest) = key_and_rest(&table.row, condition)?;
            let key = keys::of_key(&table.row, &key_item)?;
            let guard = present_guard(table, rest, shows_item);
            let touched = update.touched();
            let actions = Actions::Expression(update);
            let (before, after, written) =
                update_item::update(ctx, table, key, &key_item, &actions, &guard)?;
            let shown = match returning {
                Returning::Nothing => None,
                Returning::AllOld => before.item,
                Returning::AllNew => after,
                Returning::ModifiedOld => before.item.map(|item| touched.of(&item)),
                Returning::ModifiedNew => after.map(|item| touched.of(&item)),
            };
            Wrote { shown, consumed: written.consumed }
        }
        Statement::Delete { condition, returning, .. } => delete(ctx, table, condition, returning)?,
        Statement::Select(_) | Statement::Exists(_) => return Err(ApiError::internal()),
    };
    throttle::charge_write(ctx, table, &wrote.consumed)?;
    Ok(wrote)
}

/// "SUCCESS is returned with 0 items deleted" where the condition does not hold.
fn delete(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    condition: Condition,
    returning: Returning,
) -> Result<Wrote, ApiError> {
    let (key_item, rest) = key_and_rest(&table.row, condition)?;
    let key = keys::of_key(&table.row, &key_item)?;
    let guard = Guard { condition: rest, ..Guard::default() };
    let wants_old = returning == Returning::AllOld;
    match put::delete(ctx, table, key, &guard, wants_old) {
        Ok((before, written)) => {
            Ok(Wrote { shown: before.item.filter(|_| wants_old), consumed: written.consumed })
        }
        Err(error) if error.code() == "ConditionalCheckFailedException" => {
            Ok(Wrote { shown: None, consumed: Consumed::of_table(1.0) })
        }
        Err(error) => Err(error),
    }
}

fn absent_guard(table: &TableRef) -> Guard {
    let condition = Condition::NotExists(Path::top(table.row.hash.as_str()));
    Guard { condition: Some(condition), shows_item: false, is_insert: true }
}

/// UPDATE changes only what is there.
fn present_guard(table: &TableRef, rest: Option<Condition>, shows_item: bool) -> Guard {
    let mut all = vec![Condition::Exists(Path::top(table.row.hash.as_str()))];
    all.extend(rest);
    Guard { condition: Some(Condition::And(all)), shows_item, is_insert: false }
}

/// A statement as a request of a transaction.
pub fn request<'a>(
    table: &TableRef,
    name: &'a str,
    statement: Statement,
    shows_item: bool,
) -> Result<Request<'a>, ApiError> {
    let (deed, guard) = match statement {
        Statement::Insert { item, .. } => (Deed::Put(item), absent_guard(table)),
        Statement::Update { update, condition, .. } => {
            let (key, rest) = key_and_rest(&table.row, condition)?;
            let guard = present_guard(table, rest, shows_item);
            (Deed::Update(key, Actions::Expression(update)), guard)
        }
        Statement::Delete { condition, .. } => {
            let (key, rest) = key_and_rest(&table.row, condition)?;
            (Deed::Delete(key), Guard { condition: rest, shows_item, is_insert: false })
        }
        Statement::Exists(select) => {
            let condition = select.condition.ok_or_else(plan_fault)?;
            let (key, rest) = key_and_rest(&table.row, condition)?;
            let guard = match rest {
                Some(rest) => Guard { condition: Some(rest), shows_item, is_insert: false },
                None => present_guard(table, None, shows_item),
            };
            (Deed::Check(key), guard)
        }
        Statement::Select(_) => return Err(ApiError::internal()),
    };
    Ok(Request { table: name, deed, guard, input: None })
}
