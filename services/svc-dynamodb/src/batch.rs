//! BatchGetItem and BatchWriteItem.

use kernel::{AccountId, ApiError, Ctx, Struct, Value};

use crate::access;
use crate::answer::{Form, Items};
use crate::api::{
    BatchGetItemInput, BatchGetItemOutput, BatchWriteItemInput, BatchWriteItemOutput,
    KeysAndAttributes,
};
use crate::attribute::Item;
use crate::capacity::{Consistency, Consumed, Report, read_units};
use crate::codec::StoredItem;
use crate::errors;
use crate::expression::Projection;
use crate::fine_grained;
use crate::get::{find, read_projection};
use crate::guard::Guard;
use crate::key::ItemKey;
use crate::keys;
use crate::limits;
use crate::locks;
use crate::names;
use crate::put;
use crate::state::{TableRef, TableRow};
use crate::strong;
use crate::throttle;
use crate::values;
use crate::write;

/// What is asked of one table of a batch of reads.
struct Reads<'a> {
    /// As the request names it.
    name: &'a str,
    asked: KeysAndAttributes<'a>,
    owner: AccountId,
    table: TableRef,
    projection: Option<Projection>,
    keys: Vec<ItemKey>,
}

pub fn batch_get_item(
    ctx: &mut Ctx<'_>,
    input: BatchGetItemInput<'_>,
) -> Result<BatchGetItemOutput, ApiError> {
    let mut all = Vec::new();
    let mut count = 0;
    for (name, asked) in input.request_items().iter() {
        count += asked.keys().len();
        if count > limits::BATCH_GET_KEYS_MAX {
            return Err(errors::validation("Too many items requested for the BatchGetItem call"));
        }
        let projection = read_projection(
            asked.attributes_to_get(),
            asked.projection_expression(),
            asked.expression_attribute_names(),
        )?;
        let keys = asked.keys().iter().map(|key| values::read_item(key.as_struct()));
        all.push((name, asked, projection, keys.collect::<Result<Vec<_>, _>>()?));
    }
    let mut reads = Vec::with_capacity(all.len());
    for (name, asked, projection, key_items) in all {
        let keys_of = |row: &TableRow| fine_grained::of_request(row, "BatchGetItem", asked.0);
        let owner = access::check(ctx, "BatchGetItem", name, None, keys_of)?.owner;
        let table = access::within(ctx, owner, |ctx| names::open(ctx, name))?;
        let keys = key_items.iter().map(|key| keys::of_key(&table.row, key));
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        check_distinct(&keys)?;
        reads.push(Reads { name, asked, owner, table, projection, keys });
    }
    let report = Report::parse(input.return_consumed_capacity());
    let mut bytes = 0;
    let (mut responses, mut unprocessed) = (Struct::new(), Struct::new());
    let mut capacities = Vec::new();
    let (mut refused, mut is_any_done) = (None, false);
    for read in &reads {
        let run = |ctx: &mut Ctx<'_>| read.run(ctx, &mut bytes, &mut refused);
        let (items, left, consumed) = access::within(ctx, read.owner, run)?;
        is_any_done |= left.len() < read.keys.len();
        responses.set(read.name.to_owned(), items.into_value());
        if !left.is_empty() {
            let mut rest = read.asked.0.clone();
            rest.set("Keys", Value::List(left));
            unprocessed.set(read.name.to_owned(), rest);
        }
        capacities.extend(consumed.shown(read.name, report));
    }
    // As BatchWriteItem: when none of the items can be processed.
    if let Some(refused) = refused.filter(|_| !is_any_done) {
        return Err(refused);
    }
    Ok(BatchGetItemOutput::new()
        .responses(responses)
        .unprocessed_keys(unprocessed)
        .consumed_capacity((report != Report::None).then_some(capacities)))
}

impl Reads<'_> {
    /// The items, the keys that are left when the answer is full or the table throttles, and what
    /// it has consumed.
    fn run(
        &self,
        ctx: &mut Ctx<'_>,
        bytes: &mut usize,
        refused: &mut Option<ApiError>,
    ) -> Result<(Items, Vec<Value>, Consumed), ApiError> {
        let consistency = Consistency::of(self.asked.consistent_read());
        strong::vouch_for_read(ctx, &self.table, consistency)?;
        let given = self.asked.keys().values();
        let mut consumed = Consumed::default();
        let mut items = Items::new(Form::of(ctx));
        let mut left = Vec::new();
        for (key, given) in self.keys.iter().zip(given) {
            let stored = if *bytes < limits::BATCH_GET_BYTES_MAX { find(ctx, key)? } else { None };
            let size = stored.as_ref().map_or(0, StoredItem::size);
            let cost = Consumed::of_table(read_units(size, consistency)).at(&self.table, key);
            let is_full = *bytes + size > limits::BATCH_GET_BYTES_MAX;
            let admitted = throttle::charge_read(ctx, &self.table, &cost);
            if is_full || admitted.is_err() {
                *bytes = bytes.saturating_add(usize::from(is_full) * limits::BATCH_GET_BYTES_MAX);
                left.push(given.clone());
                *refused = admitted.err().or(refused.take());
                continue;
            }
            *bytes += size;
            consumed.add(&cost);
            if let Some(stored) = stored {
                items.push(&stored, self.projection.as_ref())?;
            }
        }
        Ok((items, left, consumed))
    }
}

fn check_distinct(keys: &[ItemKey]) -> Result<(), ApiError> {
    let mut sorted: Vec<&ItemKey> = keys.iter().collect();
    sorted.sort_unstable();
    if sorted.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(errors::validation("Provided list of item keys contains duplicates"));
    }
    Ok(())
}

/// One request of a batch of writes.
enum Write {
    Put(Item),
    Delete(Item),
}

pub fn batch_write_item(
    ctx: &mut Ctx<'_>,
    input: BatchWriteItemInput<'_>,
) -> Result<BatchWriteItemOutput, ApiError> {
    let mut all = Vec::new();
    let (mut count, mut bytes) = (0, 0);
    for (name, requests) in input.request_items().iter() {
        count += requests.len();
        if count > limits::BATCH_WRITE_REQUESTS_MAX {
            return Err(errors::validation("Too many items requested for the BatchWriteItem call"));
        }
        let mut writes = Vec::with_capacity(requests.len());
        for request in requests {
            let write = match (request.put_request(), request.delete_request()) {
                (Some(put), None) => Write::Put(values::read_item(put.item().as_struct())?),
                (None, Some(delete)) => Write::Delete(values::read_item(delete.key().as_struct())?),
                _ => {
                    return Err(errors::ours(
                        "Supplied WriteRequest must contain exactly one of PutRequest and \
                         DeleteRequest",
                    ));
                }
            };
            bytes += match &write {
                Write::Put(item) | Write::Delete(item) => item.size(),
            };
            writes.push(write);
        }
        all.push((name, requests.values(), writes));
    }
    if bytes > limits::BATCH_WRITE_BYTES_MAX {
        return Err(errors::ours(
            "The total size of the items of the BatchWriteItem call exceeds 16 MB",
        ));
    }
    let mut batches = Vec::with_capacity(all.len());
    for (name, given, writes) in all {
        let keys_of = |row: &TableRow| fine_grained::of_writes(row, given);
        let owner = access::check(ctx, "BatchWriteItem", name, None, keys_of)?.owner;
        let table = access::within(ctx, owner, |ctx| names::open(ctx, name))?;
        let mut keys = Vec::with_capacity(writes.len());
        for write in &writes {
            keys.push(match write {
                Write::Put(item) => put::check_item(&table, item)?,
                Write::Delete(key) => keys::of_key(&table.row, key)?,
            });
        }
        check_distinct(&keys)?;
        batches.push(Writes { name, given, owner, table, requests: writes, keys });
    }
    write_all(ctx, input, &batches)
}

/// What is asked of one table of a batch of writes.
struct Writes<'a> {
    name: &'a str,
    given: &'a [Value],
    owner: AccountId,
    table: TableRef,
    requests: Vec<Write>,
    keys: Vec<ItemKey>,
}

fn write_all(
    ctx: &mut Ctx<'_>,
    input: BatchWriteItemInput<'_>,
    batches: &[Writes<'_>],
) -> Result<BatchWriteItemOutput, ApiError> {
    let report = Report::parse(input.return_consumed_capacity());
    let asked = input.return_item_collection_metrics();
    let (mut unprocessed, mut metrics) = (Struct::new(), Struct::new());
    let mut capacities = Vec::new();
    let (mut is_any_done, mut refused) = (false, None);
    for batch in batches {
        let wrote = access::within(ctx, batch.owner, |ctx| batch.write(ctx, asked))?;
        is_any_done |= wrote.left.len() < batch.requests.len();
        refused = wrote.refused.or(refused);
        if !wrote.left.is_empty() {
            unprocessed.set(batch.name.to_owned(), Value::List(wrote.left));
        }
        if !wrote.metrics.is_empty() {
            metrics.set(batch.name.to_owned(), Value::List(wrote.metrics));
        }
        capacities.extend(wrote.consumed.shown(batch.name, report));
    }
    // "If none of the items can be processed …, BatchWriteItem returns a
    // ProvisionedThroughputExceededException."
    if let Some(refused) = refused.filter(|_| !is_any_done) {
        return Err(refused);
    }
    Ok(BatchWriteItemOutput::new()
        .unprocessed_items(unprocessed)
        .item_collection_metrics((asked == Some("SIZE")).then_some(metrics))
        .consumed_capacity((report != Report::None).then_some(capacities)))
}

/// What became of the requests of one table.
#[derive(Default)]
struct Wrote {
    left: Vec<Value>,
    refused: Option<ApiError>,
    consumed: Consumed,
    metrics: Vec<Value>,
}

impl Writes<'_> {
    fn write(&self, ctx: &mut Ctx<'_>, asked: Option<&str>) -> Result<Wrote, ApiError> {
        let table = &self.table;
        let guard = Guard::default();
        let mut out = Wrote::default();
        for ((write, key), given) in self.requests.iter().zip(&self.keys).zip(self.given) {
            let admitted = throttle::check_write(ctx, table, key);
            if admitted.is_err() || locks::is_held(ctx, key)? {
                out.left.push(given.clone());
                out.refused = admitted.err().or(out.refused);
                continue;
            }
            let (item, written) = match write {
                Write::Put(item) => {
                    (item, put::put(ctx, table, key.clone(), item, &guard, false)?.1)
                }
                Write::Delete(key_item) => {
                    (key_item, put::delete(ctx, table, key.clone(), &guard, false)?.1)
                }
            };
            throttle::charge_write(ctx, table, &written.consumed)?;
            out.consumed.add(&written.consumed);
            let metrics = write::collection_metrics(table, item, &written, asked);
            if let Some(metrics) = metrics {
                write::add_metrics(&mut out.metrics, metrics);
            }
        }
        Ok(out)
    }
}
