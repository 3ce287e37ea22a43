//! From attributes to keys: of the items of a table, and of their entries in its indexes.

use kernel::ApiError;

use crate::attribute::{Attribute, Item};
use crate::errors;
use crate::key::ItemKey;
use crate::limits;
use crate::state::{IndexRow, KeyKind, KeyPart, TableRow};
use crate::vector;

/// The key of an item that is to be put.
pub fn of_item(row: &TableRow, item: &Item) -> Result<ItemKey, ApiError> {
    for part in row.key_parts() {
        let Some(value) = item.get(part.name) else {
            return Err(errors::invalid(format!("Missing the key {} in the item", part.name)));
        };
        if !is_of_kind(value, part.kind) {
            return Err(errors::invalid(format!(
                "Type mismatch for key {} expected: {} actual: {}",
                part.name,
                part.kind.name(),
                value.type_name()
            )));
        }
        check_not_empty(part, value)?;
    }
    checked(row, item)
}

/// The key that a request names; it has the attributes of the schema and no others.
pub fn of_key(row: &TableRow, key: &Item) -> Result<ItemKey, ApiError> {
    let is_key =
        |part: KeyPart<'_>| key.get(part.name).is_some_and(|value| is_of_kind(value, part.kind));
    if key.len() != row.key_names().count() || !row.key_parts().all(is_key) {
        return Err(errors::key_mismatch());
    }
    for part in row.key_parts() {
        check_not_empty(part, key.get(part.name).expect("just found"))?;
    }
    checked(row, key)
}

/// Refuses keys that are too large; then the key.
fn checked(row: &TableRow, item: &Item) -> Result<ItemKey, ApiError> {
    let hash = item.get(&row.hash).expect("the caller has found it");
    if hash.size() > limits::HASH_BYTES_MAX {
        return Err(errors::invalid(
            "Size of hashkey has exceeded the maximum size limit of2048 bytes",
        ));
    }
    let range = row.range.as_ref().map(|name| item.get(name).expect("the caller has found it"));
    if range.is_some_and(|range| range.size() > limits::RANGE_BYTES_MAX) {
        return Err(errors::invalid(
            "Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
        ));
    }
    Ok(built(row, item))
}

/// The key of an item that is in the table.
pub fn built(row: &TableRow, item: &Item) -> ItemKey {
    let hash = item.get(&row.hash).expect("every item has its key");
    let key = ItemKey::partition(row.space, [hash]);
    match &row.range {
        Some(name) => key.then(item.get(name).expect("every item has its key")),
        None => key,
    }
}

fn is_of_kind(value: &Attribute, kind: KeyKind) -> bool {
    matches!(
        (value, kind),
        (Attribute::S(_), KeyKind::S)
            | (Attribute::N(_), KeyKind::N)
            | (Attribute::B(_), KeyKind::B)
    )
}

fn check_not_empty(part: KeyPart<'_>, value: &Attribute) -> Result<(), ApiError> {
    let Some(kind) = empty_kind(value) else { return Ok(()) };
    Err(errors::validation(format!(
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot \
         contain an empty {kind} value. Key: {}",
        part.name
    )))
}

fn empty_kind(value: &Attribute) -> Option<&'static str> {
    match value {
        Attribute::S(text) if text.is_empty() => Some("string"),
        Attribute::B(bytes) if bytes.is_empty() => Some("binary"),
        _ => None,
    }
}

// Indexes.

/// Refuses an item whose attributes cannot be keys of an index.
pub fn check_indexes(row: &TableRow, item: &Item) -> Result<(), ApiError> {
    for index in &row.indexes {
        for part in row.index_parts(index) {
            let Some(value) = item.get(part.name) else { continue };
            if !is_of_kind(value, part.kind) {
                return Err(errors::invalid(format!(
                    "Type mismatch for Index Key {} Expected: {} Actual: {} IndexName: {}",
                    part.name,
                    part.kind.name(),
                    value.type_name(),
                    index.name
                )));
            }
            if let Some(kind) = empty_kind(value) {
                return Err(errors::validation(format!(
                    "One or more parameter values are not valid. A value specified for a secondary \
                     index key is not supported. The AttributeValue for a key attribute cannot \
                     contain an empty {kind} value. IndexName: {}, IndexKey: {}",
                    index.name, part.name
                )));
            }
        }
        check_index_sizes(index, item)?;
    }
    vector::check_item(row, item)
}

fn check_index_sizes(index: &IndexRow, item: &Item) -> Result<(), ApiError> {
    let size = |names: &[String]| -> usize {
        names.iter().filter_map(|name| item.get(name)).map(Attribute::size).sum()
    };
    if !index.is_local && size(&index.hash) > limits::HASH_BYTES_MAX {
        return Err(errors::invalid(
            "Size of hashkey has exceeded the maximum size limit of2048 bytes",
        ));
    }
    if size(&index.range) > limits::RANGE_BYTES_MAX {
        return Err(errors::invalid(
            "Aggregated size of all range keys has exceeded the size limit of 1024 bytes",
        ));
    }
    Ok(())
}

/// The key of an item's entry in an index; `None` when the item lacks a key of the index or has
/// one of another type, and so is not in it.
pub fn of_entry(row: &TableRow, index: &IndexRow, item: &Item) -> Option<ItemKey> {
    let value = |name: &String| {
        let kind = row.kind_of(name);
        item.get(name).filter(|value| is_of_kind(value, kind) && empty_kind(value).is_none())
    };
    if index.hash.iter().chain(&index.range).any(|name| value(name).is_none()) {
        return None;
    }
    let mut key = ItemKey::partition(index.space, index.hash.iter().filter_map(value));
    for element in index.range.iter().filter_map(value) {
        key = key.then(element);
    }
    for name in row.key_names() {
        key = key.then(item.get(name)?);
    }
    Some(key)
}

/// What of an item its entry in an index holds; `None` for all of it.
pub fn projected(row: &TableRow, index: &IndexRow, item: &Item) -> Option<Item> {
    use crate::state::ProjectionRow;
    let keys = row.key_names().chain(index.hash.iter().chain(&index.range).map(String::as_str));
    match &index.projection {
        ProjectionRow::All => None,
        ProjectionRow::KeysOnly => Some(item.only(keys)),
        ProjectionRow::Include(names) => {
            Some(item.only(keys.chain(names.iter().map(String::as_str))))
        }
    }
}

/// The names that an entry of the index holds; `None` for all.
pub fn projected_names<'t>(row: &'t TableRow, index: &'t IndexRow) -> Option<Vec<&'t str>> {
    use crate::state::ProjectionRow;
    let keys = row.key_names().chain(index.hash.iter().chain(&index.range).map(String::as_str));
    match &index.projection {
        ProjectionRow::All => None,
        ProjectionRow::KeysOnly => Some(keys.collect()),
        ProjectionRow::Include(names) => {
            Some(keys.chain(names.iter().map(String::as_str)).collect())
        }
    }
}
