//! BatchGetItem and BatchWriteItem.

use kernel::{ApiError, Ctx, Struct, Value};

use crate::access;
use crate::api::{
    BatchGetItemInput, BatchGetItemOutput, BatchWriteItemInput, BatchWriteItemOutput,
    KeysAndAttributes,
};
use crate::attribute::Item;
use crate::capacity::{Consistency, Consumed, Report, read_units};
use crate::codec::StoredItem;
use crate::errors;
use crate::expression::Projection;
use crate::get::{find, projected, read_projection};
use crate::guard::Guard;
use crate::key::ItemKey;
use crate::keys;
use crate::limits;
use crate::locks;
use crate::names;
use crate::put;
use crate::state::TableRef;
use crate::throttle;
use crate::values;
use crate::write;

/// What is asked of one table of a batch of reads.
struct Reads<'a> {
    /// As the request names it.
    name: &'a str,
    asked: KeysAndAttributes<'a>,
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
        access::check(ctx, "BatchGetItem", name)?;
        let table = names::open(ctx, name)?;
        let keys = key_items.iter().map(|key| keys::of_key(&table.row, key));
        let keys = keys.collect::<Result<Vec<_>, _>>()?;
        check_distinct(&keys)?;
        reads.push(Reads { name, asked, table, projection, keys });
    }
    let report = Report::parse(input.return_consumed_capacity());
    let mut bytes = 0;
    let (mut responses, mut unprocessed) = (Struct::new(), Struct::new());
    let mut capacities = Vec::new();
    let (mut refused, mut is_any_done) = (None, false);
    for read in &reads {
        let (items, left, consumed) = read.run(ctx, &mut bytes, &mut refused)?;
        is_any_done |= left.len() < read.keys.len();
        responses.set(read.name.to_owned(), Value::List(items));
        if !left.is_empty() {
            let mut rest = read.asked.0.clone();
            rest.set("Keys", Value::List(left));
            unprocessed.set(read.name.to_owned(), rest);
        }
        capacities.extend(consumed.shown(&read.table.name, report));
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
        ctx: &Ctx<'_>,
        bytes: &mut usize,
        refused: &mut Option<ApiError>,
    ) -> Result<(Vec<Value>, Vec<Value>, Consumed), ApiError> {
        let consistency = Consistency::of(self.asked.consistent_read());
        let given = self.asked.keys().values();
        let mut consumed = Consumed::default();
        let mut items = Vec::new();
        let mut left = Vec::new();
        for (key, given) in self.keys.iter().zip(given) {
            let stored = if *bytes < limits::BATCH_GET_BYTES_MAX { find(ctx, key)? } else { None };
            let size = stored.as_ref().map_or(0, StoredItem::size);
            let cost = Consumed::of_table(read_units(size, consistency));
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
                let item = projected(stored.item()?, self.projection.as_ref());
                items.push(Value::Struct(values::write_item(item)));
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
                    return Err(errors::validation(
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
        return Err(errors::validation(
            "The total size of the items of the BatchWriteItem call exceeds 16 MB",
        ));
    }
    let mut batches = Vec::with_capacity(all.len());
    for (name, given, writes) in all {
        access::check(ctx, "BatchWriteItem", name)?;
        let table = names::open(ctx, name)?;
        let mut keys = Vec::with_capacity(writes.len());
        for write in &writes {
            keys.push(match write {
                Write::Put(item) => put::check_item(&table, item)?,
                Write::Delete(key) => keys::of_key(&table.row, key)?,
            });
        }
        check_distinct(&keys)?;
        batches.push(Writes { name, given, table, requests: writes, keys });
    }
    write_all(ctx, input, &batches)
}

/// What is asked of one table of a batch of writes.
struct Writes<'a> {
    name: &'a str,
    given: &'a [Value],
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
    let guard = Guard::default();
    let (mut is_any_done, mut refused) = (false, None);
    for batch in batches {
        let table = &batch.table;
        let mut consumed = Consumed::default();
        let (mut left, mut of_collections) = (Vec::new(), Vec::new());
        for ((write, key), given) in batch.requests.iter().zip(&batch.keys).zip(batch.given) {
            let admitted = throttle::check_write(ctx, table);
            if admitted.is_err() || locks::is_held(ctx, key)? {
                left.push(given.clone());
                refused = admitted.err().or(refused);
                continue;
            }
            is_any_done = true;
            let (item, written) = match write {
                Write::Put(item) => {
                    (item, put::put(ctx, table, key.clone(), item, &guard, false)?.1)
                }
                Write::Delete(key_item) => {
                    (key_item, put::delete(ctx, table, key.clone(), &guard, false)?.1)
                }
            };
            throttle::charge_write(ctx, table, &written.consumed)?;
            consumed.add(&written.consumed);
            of_collections.extend(write::collection_metrics(table, item, &written, asked));
        }
        if !left.is_empty() {
            unprocessed.set(batch.name.to_owned(), Value::List(left));
        }
        if !of_collections.is_empty() {
            let shown = of_collections.into_iter().map(Value::from).collect();
            metrics.set(batch.name.to_owned(), Value::List(shown));
        }
        capacities.extend(consumed.shown(&table.name, report));
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
