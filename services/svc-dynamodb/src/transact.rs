//! TransactGetItems and TransactWriteItems.
//!
//! A transaction is one transaction of the world: its requests are carried out one after the
//! other, and what one of them refuses takes all of them back.

use std::collections::BTreeMap;
use std::time::Duration;

use kernel::view::Map;
use kernel::{AccountId, ApiError, Ctx, Struct, Value};
use md5::{Digest as _, Md5};
use store::Range;

use crate::access;
use crate::answer::{self, Form};
use crate::api::{
    ItemResponseBuilder, TransactGetItemsInput, TransactGetItemsOutput, TransactWriteItem,
    TransactWriteItemsInput, TransactWriteItemsOutput,
};
use crate::attribute::Item;
use crate::capacity::{Consistency, Consumed, Detail, Report, read_units, write_units};
use crate::codec::StoredItem;
use crate::errors::{self, Reason};
use crate::expression::{self, Placeholders, Uses};
use crate::fine_grained;
use crate::get::{find, read_projection};
use crate::guard::Guard;
use crate::key::ItemKey;
use crate::keys;
use crate::limits;
use crate::locks;
use crate::names;
use crate::put;
use crate::state::{TOKEN_ENDS, TOKENS, TableRef, TableRow, TokenRow};
use crate::strong;
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
        reads.push((get, values::read_item(get.key().as_struct())?, projection));
    }
    let mut tables = Tables::new("TransactGetItems");
    let mut keys = Vec::with_capacity(reads.len());
    for (get, key, _) in &reads {
        let opened = tables.open(ctx, get.table_name(), Some("GetItem"), Some(get.0))?;
        keys.push(keys::of_key(&opened.table.row, key)?);
    }
    check_distinct(&keys)?;
    let opened: Vec<Opened> =
        reads.iter().map(|(get, ..)| tables.get(get.table_name()).clone()).collect();
    check_one_account(&opened)?;
    let mut reasons = Vec::with_capacity(reads.len());
    let mut responses = Vec::with_capacity(reads.len());
    let mut consumed: BTreeMap<String, Consumed> = BTreeMap::new();
    let mut bytes = 0;
    for (((get, _, projection), key), opened) in reads.iter().zip(&keys).zip(&opened) {
        let (stored, is_held) = access::within(ctx, opened.owner, |ctx| {
            Ok((find(ctx, key)?, locks::is_held(ctx, key)?))
        })?;
        let size = stored.as_ref().map_or(0, StoredItem::size);
        bytes += size;
        let cost =
            Consumed::of_table(read_units(size, Consistency::Transactional)).at(&opened.table, key);
        let refused = if is_held {
            Some(errors::transaction_conflict())
        } else {
            throttle::charge_read(ctx, &opened.table, &cost).err()
        };
        reasons.push(refused.map(reason).transpose()?);
        consumed.entry(get.table_name().to_owned()).or_default().add(&cost);
        let mut response = ItemResponseBuilder::new();
        if let Some(stored) = stored {
            response.0.set("Item", answer::item(Form::of(ctx), &stored, projection.as_ref())?);
        }
        responses.push(response);
    }
    if reasons.iter().any(Option::is_some) {
        return Err(errors::transaction_cancelled(reasons));
    }
    if bytes > limits::TRANSACTION_BYTES_MAX {
        return Err(errors::ours(
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

/// The tables of a transaction, each opened once and authorized for each action.
pub struct Tables {
    enclosing: &'static str,
    open: BTreeMap<String, Opened>,
    /// Of whom nobody asks again: table and action.
    admitted: Vec<(String, &'static str)>,
}

#[derive(Clone)]
pub struct Opened {
    pub owner: AccountId,
    pub table: TableRef,
}

impl Tables {
    pub fn new(enclosing: &'static str) -> Tables {
        Tables { enclosing, open: BTreeMap::new(), admitted: Vec::new() }
    }

    /// Opens a table for a request with this input, once its caller may make it.
    pub fn open(
        &mut self,
        ctx: &mut Ctx<'_>,
        name: &str,
        action: Option<&'static str>,
        input: Option<&Struct>,
    ) -> Result<&Opened, ApiError> {
        let is_admitted =
            |action| self.admitted.iter().any(|(other, done)| other == name && *done == action);
        let mut owner = self.open.get(name).map(|opened| opened.owner);
        if let Some(action) = action.filter(|action| !is_admitted(*action)) {
            let keys = |row: &TableRow| {
                let mut keys = input
                    .map_or_else(Vec::new, |input| fine_grained::of_request(row, action, input));
                keys.push((fine_grained::ENCLOSING, self.enclosing.to_owned()));
                keys
            };
            let admitted = access::check(ctx, action, name, None, keys)?;
            owner = Some(admitted.owner);
            if admitted.is_unquestioned {
                self.admitted.push((name.to_owned(), action));
            }
        }
        if !self.open.contains_key(name) {
            let owner = owner.unwrap_or_else(|| ctx.account());
            let table = access::within(ctx, owner, |ctx| names::open(ctx, name))?;
            // "Transaction operations aren't supported for MRSC global tables."
            strong::refuse(&table, "Transactions")?;
            self.open.insert(name.to_owned(), Opened { owner, table });
        }
        Ok(&self.open[name])
    }

    /// A table that was opened before.
    pub fn get(&self, name: &str) -> &Opened {
        &self.open[name]
    }

    /// Takes a table for open whose caller was admitted elsewhere.
    pub fn add(&mut self, name: &str, opened: Opened) {
        self.open.insert(name.to_owned(), opened);
    }
}

/// One request of a transaction.
pub struct Request<'a> {
    pub table: &'a str,
    pub deed: Deed,
    pub guard: Guard,
    /// What was asked; nothing when the caller has been authorized already, by another action.
    pub input: Option<&'a Struct>,
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
    let mut tables = Tables::new("TransactWriteItems");
    let done = carry_out(ctx, &requests, &mut tables)?;
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
    if let Some(check) = item.condition_check() {
        let values = check.expression_attribute_values().map(Map::as_struct);
        let condition = Some(check.condition_expression());
        let on_failure = check.return_values_on_condition_check_failure();
        let guard = guard(condition, check.expression_attribute_names(), values, on_failure)?;
        let key = values::read_item(check.key().as_struct())?;
        let deed = Deed::Check(key);
        return Ok(Request { table: check.table_name(), deed, guard, input: Some(check.0) });
    }
    if let Some(put) = item.put() {
        let values = put.expression_attribute_values().map(Map::as_struct);
        let on_failure = put.return_values_on_condition_check_failure();
        let names = put.expression_attribute_names();
        let guard = guard(put.condition_expression(), names, values, on_failure)?;
        let item = values::read_item(put.item().as_struct())?;
        let deed = Deed::Put(item);
        return Ok(Request { table: put.table_name(), deed, guard, input: Some(put.0) });
    }
    if let Some(delete) = item.delete() {
        let values = delete.expression_attribute_values().map(Map::as_struct);
        let on_failure = delete.return_values_on_condition_check_failure();
        let names = delete.expression_attribute_names();
        let guard = guard(delete.condition_expression(), names, values, on_failure)?;
        let key = values::read_item(delete.key().as_struct())?;
        let deed = Deed::Delete(key);
        return Ok(Request { table: delete.table_name(), deed, guard, input: Some(delete.0) });
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
    Ok(Request { table: update.table_name(), deed, guard, input: Some(update.0) })
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
    /// By the tables as the requests name them.
    pub consumed: BTreeMap<String, Consumed>,
    tables: Vec<Opened>,
    written: Vec<Option<Written>>,
    reads: BTreeMap<String, u32>,
}

impl Done {
    fn metrics(&self, requests: &[Request<'_>]) -> Struct {
        let mut out: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
        for ((request, opened), written) in requests.iter().zip(&self.tables).zip(&self.written) {
            let Some(written) = written else { continue };
            let item = request.deed.item();
            let metrics = write::collection_metrics(&opened.table, item, written, Some("SIZE"));
            if let Some(metrics) = metrics {
                write::add_metrics(out.entry(request.table).or_default(), metrics);
            }
        }
        out.into_iter().map(|(name, metrics)| (name.to_owned(), metrics)).collect()
    }
}

/// "These actions can target items in different tables, but not in different Amazon Web Services
/// accounts": such a transaction is cancelled.
fn check_one_account(tables: &[Opened]) -> Result<(), ApiError> {
    let Some(first) = tables.first() else { return Ok(()) };
    if tables.iter().all(|opened| opened.owner == first.owner) {
        return Ok(());
    }
    let reason = |opened: &Opened| {
        (opened.owner != first.owner).then(|| Reason {
            code: "ValidationError",
            message: "The tables of a transaction must be in one account".to_owned(),
            item: None,
        })
    };
    Err(errors::transaction_cancelled(tables.iter().map(reason).collect()))
}

/// Carries out all of the requests, or none: the error says for each what was the matter.
pub fn carry_out(
    ctx: &mut Ctx<'_>,
    requests: &[Request<'_>],
    open: &mut Tables,
) -> Result<Done, ApiError> {
    let mut tables = Vec::with_capacity(requests.len());
    let mut keys = Vec::with_capacity(requests.len());
    let mut bytes = 0;
    for request in requests {
        let action = request.input.map(|_| request.deed.action());
        let opened = open.open(ctx, request.table, action, request.input)?;
        let table = &opened.table;
        keys.push(match &request.deed {
            Deed::Put(item) => put::check_item(table, item)?,
            Deed::Update(key, actions) => {
                actions.check_keys(table)?;
                keys::of_key(&table.row, key)?
            }
            Deed::Check(key) | Deed::Delete(key) => keys::of_key(&table.row, key)?,
        });
        bytes += request.deed.item().size();
        tables.push(opened.clone());
    }
    check_distinct(&keys)?;
    if bytes > limits::TRANSACTION_BYTES_MAX {
        return Err(errors::ours(
            "The aggregate size of the items in the transaction exceeds 4 MB",
        ));
    }
    check_one_account(&tables)?;
    let mut done = Done {
        consumed: BTreeMap::new(),
        tables: Vec::with_capacity(tables.len()),
        written: Vec::with_capacity(tables.len()),
        reads: BTreeMap::new(),
    };
    let mut reasons = Vec::with_capacity(requests.len());
    let mut charges = Vec::with_capacity(requests.len());
    for ((request, key), opened) in requests.iter().zip(&keys).zip(&tables) {
        // Conditions see the items as they were: no two requests are about one item.
        let one = |ctx: &mut Ctx<'_>| one(ctx, &opened.table, request, key.clone());
        match access::within(ctx, opened.owner, one) {
            Ok((units, size, written)) => {
                charges.push((&opened.table, units.clone()));
                *done.reads.entry(request.table.to_owned()).or_default() +=
                    read_units(size, Consistency::Transactional) as u32;
                done.consumed.entry(request.table.to_owned()).or_default().add(&units);
                done.written.push(written);
                reasons.push(None);
            }
            Err(error) => reasons.push(Some(reason(error)?)),
        }
    }
    if reasons.iter().any(Option::is_some) {
        return Err(errors::transaction_cancelled(reasons));
    }
    for (table, units) in charges {
        throttle::take_write(ctx, table, &units)?;
    }
    for (key, opened) in keys.iter().zip(&tables) {
        access::within(ctx, opened.owner, |ctx| {
            locks::hold(ctx, key);
            Ok(())
        })?;
    }
    done.tables = tables;
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
    throttle::check_write(ctx, table, &key)?;
    let (size, written) = match &request.deed {
        Deed::Check(_) => {
            locks::check(ctx, &key)?;
            let before = Before::load(ctx, key)?;
            guard.check(ctx, table, &before)?;
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
        "ProvisionedThroughputExceededException" => "ProvisionedThroughputExceeded",
        "ThrottlingException" => "ThrottlingError",
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
