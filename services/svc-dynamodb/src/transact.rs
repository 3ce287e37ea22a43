//! TransactGetItems and TransactWriteItems.
//!
//! A transaction is one transaction of the world: its requests are carried out one after the
//! other, and what one of them refuses takes all of them back.

use std::collections::BTreeMap;
use std::time::Duration;

use kernel::view::Map;
use kernel::{ApiError, Ctx, Struct, Value};
use md5::{Digest as _, Md5};
use store::Range;

use crate::access;
use crate::api::{
    ItemResponseBuilder, TransactGetItemsInput, TransactGetItemsOutput, TransactWriteItem,
    TransactWriteItemsInput, TransactWriteItemsOutput,
};
use crate::attribute::Item;
use crate::capacity::{Consistency, Consumed, Detail, Report, read_units, write_units};
use crate::codec::StoredItem;
use crate::errors::{self, Reason};
use crate::expression::{self, Placeholders, Uses};
use crate::get::{find, projected, read_projection};
use crate::guard::Guard;
use crate::key::ItemKey;
use crate::keys;
use crate::limits;
use crate::locks;
use crate::names;
use crate::put;
use crate::state::{TOKEN_ENDS, TOKENS, TableRef, TokenRow};
use crate::throttle;
use crate::update_item::{self, Actions};
use crate::values;
use crate::write::{self, Before, Written};

/// Tokens past their time that one transaction forgets.
const FORGOTTEN_TOKENS_MAX: usize = 10;

pub fn transact_get_items(
    ctx: &mut Ctx<'_>,
    input: TransactGetItemsInput<'_>,
) -> Result<TransactGetItemsOutput, ApiError> {
    let mut reads = Vec::new();
    for item in input.transact_items() {
        let get = item.get();
        let projection =
            read_projection(None, get.projection_expression(), get.expression_attribute_names())?;
        reads.push((get.table_name(), values::read_item(get.key().as_struct())?, projection));
    }
    let mut tables = Tables::default();
    let mut keys = Vec::with_capacity(reads.len());
    for (name, key, _) in &reads {
        let table = tables.open(ctx, name, Some("GetItem"))?;
        keys.push(keys::of_key(&table.row, key)?);
    }
    check_distinct(&keys)?;
    let reasons = conflicts(ctx, &keys)?;
    if reasons.iter().any(Option::is_some) {
        return Err(errors::transaction_cancelled(reasons));
    }
    let mut responses = Vec::with_capacity(reads.len());
    let mut consumed: BTreeMap<String, Consumed> = BTreeMap::new();
    let mut bytes = 0;
    for ((name, _, projection), key) in reads.iter().zip(&keys) {
        let stored = find(ctx, key)?;
        let size = stored.as_ref().map_or(0, StoredItem::size);
        bytes += size;
        let table = tables.open(ctx, name, Some("GetItem"))?;
        let cost = Consumed::of_table(read_units(size, Consistency::Transactional));
        throttle::charge_read(ctx, table, &cost)?;
        consumed.entry(table.name.clone()).or_default().add(&cost);
        let item = stored.map(|stored| stored.item()).transpose()?;
        let item = item.map(|item| values::write_item(projected(item, projection.as_ref())));
        responses.push(ItemResponseBuilder::new().item(item));
    }
    if bytes > limits::TRANSACTION_BYTES_MAX {
        return Err(errors::validation(
            "The aggregate size of the items in the transaction exceeds 4 MB",
        ));
    }
    let report = Report::parse(input.return_consumed_capacity());
    Ok(TransactGetItemsOutput::new().responses(responses).consumed_capacity(shown(
        &consumed,
        report,
        Detail::Reads,
    )))
}

fn shown(
    consumed: &BTreeMap<String, Consumed>,
    report: Report,
    detail: Detail,
) -> Option<Vec<crate::api::ConsumedCapacityBuilder>> {
    let all = consumed.iter().filter_map(|(name, it)| it.shown_as(name, report, detail));
    (report != Report::None).then(|| all.collect())
}

fn check_distinct(keys: &[ItemKey]) -> Result<(), ApiError> {
    let mut sorted: Vec<&ItemKey> = keys.iter().collect();
    sorted.sort_unstable();
    if sorted.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(errors::validation(
            "Transaction request cannot include multiple operations on one item",
        ));
    }
    Ok(())
}

/// Which items another transaction holds.
fn conflicts(ctx: &Ctx<'_>, keys: &[ItemKey]) -> Result<Vec<Option<Reason>>, ApiError> {
    let mut out = Vec::with_capacity(keys.len());
    for key in keys {
        out.push(locks::is_held(ctx, key)?.then(|| Reason {
            code: "TransactionConflict",
            message: "Transaction is ongoing for the item".to_owned(),
            item: None,
        }));
    }
    Ok(out)
}

/// The tables of a transaction, each opened once and authorized for each action.
#[derive(Default)]
pub struct Tables {
    open: BTreeMap<String, TableRef>,
    authorized: Vec<(String, &'static str)>,
}

impl Tables {
    pub fn open(
        &mut self,
        ctx: &Ctx<'_>,
        name: &str,
        action: Option<&'static str>,
    ) -> Result<&TableRef, ApiError> {
        if let Some(action) = action
            && !self.authorized.iter().any(|(other, done)| other == name && *done == action)
        {
            access::check(ctx, action, name)?;
            self.authorized.push((name.to_owned(), action));
        }
        if !self.open.contains_key(name) {
            self.open.insert(name.to_owned(), names::open(ctx, name)?);
        }
        Ok(&self.open[name])
    }
}

/// One request of a transaction.
pub struct Request<'a> {
    pub table: &'a str,
    pub deed: Deed,
    pub guard: Guard,
    /// The caller has been authorized already, by another action.
    pub is_authorized: bool,
}

pub enum Deed {
    Check(Item),
    Put(Item),
    Delete(Item),
    Update(Item, Actions),
}

impl Deed {
    fn action(&self) -> &'static str {
        match self {
            Deed::Check(_) => "ConditionCheckItem",
            Deed::Put(_) => "PutItem",
            Deed::Delete(_) => "DeleteItem",
            Deed::Update(..) => "UpdateItem",
        }
    }

    fn item(&self) -> &Item {
        match self {
            Deed::Check(item) | Deed::Put(item) | Deed::Delete(item) | Deed::Update(item, _) => {
                item
            }
        }
    }
}

pub fn transact_write_items(
    ctx: &mut Ctx<'_>,
    input: TransactWriteItemsInput<'_>,
) -> Result<TransactWriteItemsOutput, ApiError> {
    let requests = input.transact_items().iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let report = Report::parse(input.return_consumed_capacity());
    let token = input.client_request_token().map(|token| Token::new(token, input.0));
    if let Some(token) = &token
        && let Some(reads) = token.find(ctx)?
    {
        let consumed =
            reads.into_iter().map(|(name, units)| (name, Consumed::of_table(f64::from(units))));
        let consumed: BTreeMap<_, _> = consumed.collect();
        let consumed = shown(&consumed, report, Detail::Reads);
        return Ok(TransactWriteItemsOutput::new().consumed_capacity(consumed));
    }
    let done = carry_out(ctx, &requests)?;
    if let Some(token) = token {
        token.remember(ctx, &done)?;
    }
    let asked = input.return_item_collection_metrics();
    let consumed = shown(&done.consumed, report, Detail::Writes);
    Ok(TransactWriteItemsOutput::new()
        .consumed_capacity(consumed)
        .item_collection_metrics((asked == Some("SIZE")).then(|| done.metrics(&requests))))
}

fn read(item: TransactWriteItem<'_>) -> Result<Request<'_>, ApiError> {
    let parts = [
        item.condition_check().is_some(),
        item.put().is_some(),
        item.delete().is_some(),
        item.update().is_some(),
    ];
    if parts.into_iter().filter(|is_there| *is_there).count() != 1 {
        return Err(errors::validation(
            "TransactItems can only contain one of Check, Put, Update or Delete",
        ));
    }
    let is_authorized = false;
    if let Some(check) = item.condition_check() {
        let values = check.expression_attribute_values().map(Map::as_struct);
        let condition = Some(check.condition_expression());
        let on_failure = check.return_values_on_condition_check_failure();
        let guard = guard(condition, check.expression_attribute_names(), values, on_failure)?;
        let key = values::read_item(check.key().as_struct())?;
        return Ok(Request {
            table: check.table_name(),
            deed: Deed::Check(key),
            guard,
            is_authorized,
        });
    }
    if let Some(put) = item.put() {
        let values = put.expression_attribute_values().map(Map::as_struct);
        let on_failure = put.return_values_on_condition_check_failure();
        let names = put.expression_attribute_names();
        let guard = guard(put.condition_expression(), names, values, on_failure)?;
        let item = values::read_item(put.item().as_struct())?;
        return Ok(Request {
            table: put.table_name(),
            deed: Deed::Put(item),
            guard,
            is_authorized,
        });
    }
    if let Some(delete) = item.delete() {
        let values = delete.expression_attribute_values().map(Map::as_struct);
        let on_failure = delete.return_values_on_condition_check_failure();
        let names = delete.expression_attribute_names();
        let guard = guard(delete.condition_expression(), names, values, on_failure)?;
        let key = values::read_item(delete.key().as_struct())?;
        return Ok(Request {
            table: delete.table_name(),
            deed: Deed::Delete(key),
            guard,
            is_authorized,
        });
    }
    let update = item.update().expect("one of the four is there");
    let uses = Uses { any: true, of_values: true, missing: "" };
    let values = update.expression_attribute_values().map(Map::as_struct);
    let mut placeholders = Placeholders::read(update.expression_attribute_names(), values, uses)?;
    let actions = expression::update(update.update_expression(), &mut placeholders)?;
    let on_failure = update.return_values_on_condition_check_failure();
    let guard = Guard::of_expression(update.condition_expression(), &mut placeholders, on_failure)?;
    placeholders.check_used()?;
    let key = values::read_item(update.key().as_struct())?;
    let deed = Deed::Update(key, Actions::Expression(actions));
    Ok(Request { table: update.table_name(), deed, guard, is_authorized })
}

fn guard(
    condition: Option<&str>,
    names: Option<Map<'_, &str>>,
    values: Option<&Struct>,
    on_failure: Option<&str>,
) -> Result<Guard, ApiError> {
    let uses = Uses::condition(condition);
    let mut placeholders = Placeholders::read(names, values, uses)?;
    let guard = Guard::of_expression(condition, &mut placeholders, on_failure)?;
    placeholders.check_used()?;
    Ok(guard)
}

/// What a transaction has done.
pub struct Done {
    pub consumed: BTreeMap<String, Consumed>,
    tables: Vec<TableRef>,
    written: Vec<Option<Written>>,
    reads: BTreeMap<String, u32>,
}

impl Done {
    fn metrics(&self, requests: &[Request<'_>]) -> Struct {
        let mut out: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for ((request, table), written) in requests.iter().zip(&self.tables).zip(&self.written) {
            let Some(written) = written else { continue };
            let metrics =
                write::collection_metrics(table, request.deed.item(), written, Some("SIZE"));
            if let Some(metrics) = metrics {
                out.entry(&table.name).or_default().push(metrics.into());
            }
        }
        out.into_iter().map(|(name, metrics)| (name.to_owned(), metrics)).collect()
    }
}

/// Carries out all of the requests, or none: the error says for each what was the matter.
pub fn carry_out(ctx: &mut Ctx<'_>, requests: &[Request<'_>]) -> Result<Done, ApiError> {
    let mut open = Tables::default();
    let mut tables = Vec::with_capacity(requests.len());
    let mut keys = Vec::with_capacity(requests.len());
    let mut bytes = 0;
    for request in requests {
        let action = (!request.is_authorized).then(|| request.deed.action());
        let table = open.open(ctx, request.table, action)?;
        keys.push(match &request.deed {
            Deed::Put(item) => put::check_item(table, item)?,
            Deed::Update(key, actions) => {
                actions.check_keys(table)?;
                keys::of_key(&table.row, key)?
            }
            Deed::Check(key) | Deed::Delete(key) => keys::of_key(&table.row, key)?,
        });
        bytes += request.deed.item().size();
        tables.push(table.clone());
    }
    check_distinct(&keys)?;
    if bytes > limits::TRANSACTION_BYTES_MAX {
        return Err(errors::validation(
            "The aggregate size of the items in the transaction exceeds 4 MB",
        ));
    }
    let reasons = conflicts(ctx, &keys)?;
    if reasons.iter().any(Option::is_some) {
        return Err(errors::transaction_cancelled(reasons));
    }
    let mut done =
        Done { consumed: BTreeMap::new(), tables, written: Vec::new(), reads: BTreeMap::new() };
    let mut reasons = Vec::with_capacity(requests.len());
    for (at, (request, key)) in requests.iter().zip(&keys).enumerate() {
        // Conditions see the items as they were: no two requests are about one item.
        match one(ctx, &done.tables[at], request, key.clone()) {
            Ok((units, size, written)) => {
                let name = done.tables[at].name.clone();
                *done.reads.entry(name.clone()).or_default() +=
                    read_units(size, Consistency::Transactional) as u32;
                let table = done.tables[at].clone();
                throttle::charge_write(ctx, &table, &units)?;
                done.consumed.entry(name).or_default().add(&units);
                done.written.push(written);
                reasons.push(None);
            }
            Err(error) => reasons.push(Some(reason(error)?)),
        }
    }
    if reasons.iter().any(Option::is_some) {
        return Err(errors::transaction_cancelled(reasons));
    }
    locks::hold(ctx, keys.iter());
    Ok(done)
}

/// Carries out one request: what it costs, and the bytes of the item.
fn one(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    request: &Request<'_>,
    key: ItemKey,
) -> Result<(Consumed, usize, Option<Written>), ApiError> {
    let guard = &request.guard;
    let (size, written) = match &request.deed {
        Deed::Check(_) => {
            let before = Before::load(ctx, key)?;
            guard.check(&before)?;
            let units = Consumed::of_table(write_units(before.size())).doubled();
            return Ok((units, before.size(), None));
        }
        Deed::Put(item) => {
            let (before, written) = put::put(ctx, table, key, item, guard, false)?;
            (before.size().max(item.size()), written)
        }
        Deed::Delete(_) => {
            let (before, written) = put::delete(ctx, table, key, guard, false)?;
            (before.size(), written)
        }
        Deed::Update(key_item, actions) => {
            let (before, after, written) =
                update_item::update(ctx, table, key, key_item, actions, guard)?;
            (before.size().max(after.as_ref().map_or(0, Item::size)), written)
        }
    };
    Ok((written.consumed.clone().doubled(), size, Some(written)))
}

/// What a failed request is told as; the server's own failures are nobody's reason.
fn reason(error: ApiError) -> Result<Reason, ApiError> {
    let code = match error.code() {
        "ConditionalCheckFailedException" => "ConditionalCheckFailed",
        "ValidationException" => "ValidationError",
        "DuplicateItemException" => "DuplicateItem",
        "ItemCollectionSizeLimitExceededException" => "ItemCollectionSizeLimitExceeded",
        "TransactionConflictException" => "TransactionConflict",
        _ => return Err(error),
    };
    let item = error.members().get("Item").and_then(Value::as_struct);
    let item = item.map(values::read_item).transpose()?;
    Ok(Reason { code, message: error.message().to_owned(), item })
}

/// A client token: a transaction with it is carried out once in ten minutes.
pub struct Token {
    token: String,
    fingerprint: Vec<u8>,
}

impl Token {
    pub fn new(token: &str, input: &Struct) -> Token {
        let mut input = input.clone();
        input.remove("ClientRequestToken");
        input.remove("ReturnConsumedCapacity");
        let bytes = minicbor::to_vec(&input).expect("an input without streams can be encoded");
        Token { token: token.to_owned(), fingerprint: Md5::digest(bytes).to_vec() }
    }

    /// What the first transaction with the token would have read.
    pub fn find(&self, ctx: &Ctx<'_>) -> Result<Option<BTreeMap<String, u32>>, ApiError> {
        let Some(row) = ctx.table(&TOKENS).get(&self.token)? else { return Ok(None) };
        if row.end <= ctx.now().micros() {
            return Ok(None);
        }
        if row.fingerprint != self.fingerprint {
            return Err(errors::idempotent_mismatch());
        }
        Ok(Some(row.reads))
    }

    pub fn remember(self, ctx: &mut Ctx<'_>, done: &Done) -> Result<(), ApiError> {
        let now = ctx.now().micros();
        let old = ctx.table(&TOKEN_ENDS).keys(&Range::all()).take(FORGOTTEN_TOKENS_MAX);
        for (end, token) in old.collect::<Result<Vec<_>, _>>()? {
            if end > now {
                break;
            }
            ctx.table_mut(&TOKEN_ENDS).delete(&(end, token.as_str()));
            if ctx.table(&TOKENS).get(&token)?.is_some_and(|row| row.end <= now) {
                ctx.table_mut(&TOKENS).delete(&token);
            }
        }
        let end = ctx.now() + Duration::from_secs(limits::TOKEN_SECONDS.cast_unsigned());
        let end = end.micros();
        let row = TokenRow { fingerprint: self.fingerprint, end, reads: done.reads.clone() };
        ctx.table_mut(&TOKENS).put(&self.token, &row);
        ctx.table_mut(&TOKEN_ENDS).put(&(end, self.token), &());
        Ok(())
    }
}
