//! The entry of an item in a vector index: its vector in 32-bit floating point numbers, and what
//! the index projects of it.

use bytes::Bytes;
use kernel::{ApiError, Ctx, Table};
use store::Row;

use super::{VectorRow, key_value};
use crate::attribute::{Attribute, Item};
use crate::capacity::Consumed;
use crate::codec::StoredItem;
use crate::errors;
use crate::key::{ItemKey, ItemTable};
use crate::number::Number;
use crate::state::{ProjectionRow, TableRow};

/// By the space of the index, its partition, and the item's key.
pub static VECTORS: ItemTable<Entry> = Table::regional("dynamodb", "vectors");

const FLOAT_BYTES: usize = 4;

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    vector: Bytes,
    /// All that is projected but the vector itself.
    rest: StoredItem,
}

impl Row for Entry {
    fn encode_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&(self.vector.len() as u32).to_be_bytes());
        out.extend_from_slice(&self.vector);
        self.rest.encode_to(out);
    }

    fn decode(bytes: &Bytes) -> Result<Entry, String> {
        let (len, _) = bytes.split_first_chunk::<4>().ok_or("a vector without a length")?;
        let end = 4 + u32::from_be_bytes(*len) as usize;
        if end > bytes.len() {
            return Err("a vector ends too early".to_owned());
        }
        let rest = StoredItem::decode(&bytes.slice(end..))?;
        Ok(Entry { vector: bytes.slice(4..end), rest })
    }
}

impl Entry {
    /// The key and the entry of an item; `None` when it has no vector, or not the key of the
    /// index's partitions.
    pub fn of(row: &TableRow, index: &VectorRow, item: &Item) -> Option<(ItemKey, Entry)> {
        let vector = read(index, item.get(&index.attribute)?).ok()?;
        let hash = match &index.hash {
            Some(name) => Some(key_value(row, item, name)?),
            None => None,
        };
        let mut key = ItemKey::partition(index.space, hash);
        for name in row.key_names() {
            key = key.then(item.get(name)?);
        }
        let mut rest = match projected_names(row, index) {
            Some(names) => item.only(names),
            None => item.clone(),
        };
        rest.remove(&index.attribute);
        let vector: Vec<u8> = vector.into_iter().flat_map(f32::to_le_bytes).collect();
        let rest = StoredItem::new(&rest, rest.size(), None);
        Some((key, Entry { vector: vector.into(), rest }))
    }

    pub fn size(&self) -> usize {
        self.vector.len() + self.rest.size()
    }

    pub fn vector_bytes(&self) -> usize {
        self.vector.len()
    }

    pub fn floats(&self) -> impl Iterator<Item = f32> + '_ {
        self.vector
            .chunks_exact(FLOAT_BYTES)
            .map(|bytes| f32::from_le_bytes(bytes.try_into().expect("chunks have that many bytes")))
    }

    /// What is projected but the vector.
    pub fn rest(&self) -> Result<Item, ApiError> {
        self.rest.item()
    }

    /// The vector as an attribute, as far as its precision goes.
    pub fn vector(&self) -> Attribute {
        Attribute::L(self.floats().map(|number| Attribute::N(to_number(number))).collect())
    }
}

/// Of which attributes an index knows; `None` for all.
pub fn projected_names<'t>(row: &'t TableRow, index: &'t VectorRow) -> Option<Vec<&'t str>> {
    let keys = row.key_names().chain(index.schema()).chain([index.attribute.as_str()]);
    match &index.projection {
        ProjectionRow::All => None,
        ProjectionRow::KeysOnly => Some(keys.collect()),
        ProjectionRow::Include(names) => {
            Some(keys.chain(names.iter().map(String::as_str)).collect())
        }
    }
}

/// The vector of an attribute. "The vector attribute must be a list of numbers with dimensions
/// matching the index configuration"; "Vector values must fit in 32-bit IEEE-754 floating point".
pub fn read(index: &VectorRow, value: &Attribute) -> Result<Vec<f32>, ApiError> {
    let Attribute::L(items) = value else {
        return Err(errors::ours_invalid(format!(
            "Invalid type for parameter {}: the vector of the index {} must be a list of numbers, \
             and is of type {}",
            index.attribute,
            index.name,
            value.type_name()
        )));
    };
    if items.len() as u64 != index.dimensions {
        return Err(errors::ours_invalid(format!(
            "The vector {} has {} dimensions; the index {} has {}",
            index.attribute,
            items.len(),
            index.name,
            index.dimensions
        )));
    }
    let read = |(at, item): (usize, &Attribute)| match item {
        Attribute::N(number) => to_float(*number).ok_or_else(|| {
            errors::ours_invalid(format!(
                "The number {}[{at}] does not fit into a 32-bit floating point number",
                index.attribute
            ))
        }),
        other => Err(errors::ours_invalid(format!(
            "Invalid type for parameter {}[{at}]: a number is needed, and the value is of type {}",
            index.attribute,
            other.type_name()
        ))),
    };
    items.iter().enumerate().map(read).collect()
}

fn to_float(number: Number) -> Option<f32> {
    number.to_string().parse().ok().filter(|float: &f32| float.is_finite())
}

/// The shortest decimal that is this float.
fn to_number(float: f32) -> Number {
    Number::parse(&float.to_string()).unwrap_or_else(|_| Number::from(0))
}

/// How an index has grown: its space, entries and bytes.
pub type Growth = (u64, i64, i64);

/// Keeps the vector indexes of a table to an item that changes.
pub fn change(
    ctx: &mut Ctx<'_>,
    row: &TableRow,
    (old, new): (Option<&Item>, Option<&Item>),
    consumed: &mut Consumed,
) -> Vec<Growth> {
    let mut out = Vec::new();
    for index in &row.vectors {
        let old = old.and_then(|item| Entry::of(row, index, item));
        let new = new.and_then(|item| Entry::of(row, index, item));
        // "If a write doesn't change indexed attributes, no vector write capacity is consumed."
        if old == new {
            continue;
        }
        let size = |entry: &Option<(ItemKey, Entry)>| entry.as_ref().map_or(0, |it| it.1.size());
        let (before, after) = (size(&old), size(&new));
        *consumed.vectors.entry(index.name.clone()).or_default() += before.max(after) as f64;
        out.push((
            index.space,
            i64::from(new.is_some()) - i64::from(old.is_some()),
            after as i64 - before as i64,
        ));
        let mut vectors = ctx.table_mut(&VECTORS);
        if let Some((key, _)) = &old {
            vectors.delete(key);
        }
        if let Some((key, entry)) = &new {
            vectors.put(key, entry);
        }
    }
    out
}
