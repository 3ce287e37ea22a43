//! What differs between two worlds: by table, and for the first differences the key and the fields
//! in words that people can read.
//!
//! Rows are not decoded by their services: a row says the numbers of its fields, not their names,
//! and a key is told by how its bytes look. Memory is bounded by how many differences are shown.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use minicbor::data::Type;
use store::StoreError;
use store::engine::{KeyRange, Reader};

/// The most differences that are shown with their fields.
pub const SHOWN_MAX: usize = 10_000;
/// Of a value that is shown.
const VALUE_CHARS_MAX: usize = 200;
/// Of a row whose fields are compared one by one.
const ROW_BYTES_MAX: usize = 64 * 1024;
/// Values within values are shown so deep.
const DEPTH_MAX: usize = 32;
/// How rows of structs begin (`store::row`).
const ENCODING_CBOR: u8 = 1;
/// The world's own note of its clock and of how often it was opened differs always.
const IGNORED: [(&str, &str); 1] = [("kernel", "meta")];

/// How two worlds differ.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    /// By service and table.
    pub tables: BTreeMap<(String, String), Counts>,
    /// The first of them, in the order of keys.
    pub changes: Vec<Change>,
}

/// How many rows of a table are only in the second world, only in the first, or other in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub added: u64,
    pub removed: u64,
    pub changed: u64,
}

/// A row that differs.
#[derive(Clone, Debug)]
pub struct Change {
    pub kind: Kind,
    /// `-` where the table has none.
    pub account: String,
    pub region: String,
    pub service: String,
    pub table: String,
    pub key: String,
    /// By the number of the field: before, after. A row without fields has one, without a name.
    pub fields: BTreeMap<String, (Option<String>, Option<String>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Added,
    Removed,
    Changed,
}

impl Difference {
    pub fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }
}

pub(crate) fn compare(
    one: &(impl Reader + ?Sized),
    other: &(impl Reader + ?Sized),
    shown_max: usize,
) -> Result<Difference, StoreError> {
    let mut difference = Difference::default();
    let all = KeyRange::all();
    let (mut before, mut after) = (one.scan(&all), other.scan(&all));
    let (mut left, mut right) = (before.next().transpose()?, after.next().transpose()?);
    loop {
        let order = match (&left, &right) {
            (None, None) => return Ok(difference),
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some((left, _)), Some((right, _))) => left.cmp(right),
        };
        let was = if order.is_le() { left.take() } else { None };
        let is = if order.is_ge() { right.take() } else { None };
        if was.is_some() {
            left = before.next().transpose()?;
        }
        if is.is_some() {
            right = after.next().transpose()?;
        }
        let values = (was.as_ref().map(|(_, value)| &value[..]), is.as_ref().map(|(_, v)| &v[..]));
        if values.0 != values.1
            && let Some((key, _)) = was.as_ref().or(is.as_ref())
        {
            difference.add(key, values, shown_max);
        }
    }
}

impl Difference {
    fn add(&mut self, key: &[u8], values: (Option<&[u8]>, Option<&[u8]>), shown_max: usize) {
        let kind = match values {
            (None, _) => Kind::Added,
            (_, None) => Kind::Removed,
            _ => Kind::Changed,
        };
        let (mut rest, mut segments) = (key, Vec::new());
        for _ in 0..4 {
            let end = rest.iter().position(|byte| *byte == 0).unwrap_or(rest.len());
            segments.push(String::from_utf8_lossy(&rest[..end]).into_owned());
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        let table = segments.pop().unwrap_or_default();
        let service = segments.pop().unwrap_or_default();
        if IGNORED.contains(&(service.as_str(), table.as_str())) {
            return;
        }
        let counts = self.tables.entry((service.clone(), table.clone())).or_default();
        match kind {
            Kind::Added => counts.added += 1,
            Kind::Removed => counts.removed += 1,
            Kind::Changed => counts.changed += 1,
        }
        if self.changes.len() < shown_max.min(SHOWN_MAX) {
            let region = segments.pop().unwrap_or_default();
            let account = segments.pop().unwrap_or_default();
            let (key, fields) = (readable_key(rest), differing(values.0, values.1));
            self.changes.push(Change { kind, account, region, service, table, key, fields });
        }
    }
}

/// The parts of a key with slashes between: text, and numbers where what is left looks like one.
fn readable_key(mut rest: &[u8]) -> String {
    let mut parts = Vec::new();
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == 0);
        let text = end.and_then(|end| std::str::from_utf8(&rest[..end]).ok());
        match (text, end) {
            (Some(text), Some(end)) if !text.is_empty() && !text.contains(char::is_control) => {
                parts.push(text.to_owned());
                rest = &rest[end + 1..];
            }
            _ => {
                if let Some((number, after)) = rest.split_first_chunk::<8>() {
                    parts.push(u64::from_be_bytes(*number).to_string());
                    rest = after;
                } else {
                    parts.push(rest.escape_ascii().to_string());
                    rest = &[];
                }
            }
        }
    }
    parts.join("/")
}

fn differing(
    before: Option<&[u8]>,
    after: Option<&[u8]>,
) -> BTreeMap<String, (Option<String>, Option<String>)> {
    let (before, after) = (before.map(fields), after.map(fields));
    let names = before.iter().chain(&after).flat_map(BTreeMap::keys).cloned();
    let value = |of: &Option<BTreeMap<String, String>>, name: &str| of.as_ref()?.get(name).cloned();
    let pairs = names.map(|name| {
        let pair = (value(&before, &name), value(&after, &name));
        (name, pair)
    });
    let mut differing: BTreeMap<_, _> = pairs.collect();
    differing.retain(|_, (before, after)| before != after);
    let shorten = |value: &mut Option<String>| {
        if let Some(text) = value
            && let Some((end, _)) = text.char_indices().nth(VALUE_CHARS_MAX)
        {
            text.truncate(end);
            text.push('…');
        }
    };
    for (before, after) in differing.values_mut() {
        shorten(before);
        shorten(after);
    }
    differing
}

/// The fields of a row by their numbers, each in the notation of CBOR for people.
fn fields(row: &[u8]) -> BTreeMap<String, String> {
    match row.split_first() {
        Some((&ENCODING_CBOR, body)) if row.len() <= ROW_BYTES_MAX => {
            struct_fields(body).unwrap_or_else(|| whole(notation(body)))
        }
        _ => whole(raw(row)),
    }
}

fn whole(text: String) -> BTreeMap<String, String> {
    BTreeMap::from([(String::new(), text)])
}

fn raw(bytes: &[u8]) -> String {
    match <[u8; 8]>::try_from(bytes) {
        Ok(number) => u64::from_be_bytes(number).to_string(),
        Err(_) => bytes[..bytes.len().min(VALUE_CHARS_MAX + 1)].escape_ascii().to_string(),
    }
}

fn struct_fields(body: &[u8]) -> Option<BTreeMap<String, String>> {
    let mut decoder = minicbor::Decoder::new(body);
    if decoder.datatype().ok()? != Type::Map {
        return None;
    }
    let count = decoder.map().ok()??;
    let mut fields = BTreeMap::new();
    for _ in 0..count {
        let number = decoder.u64().ok()?;
        let start = decoder.position();
        decoder.skip().ok()?;
        let value = &body[start..decoder.position()];
        fields.insert(number.to_string(), notation(value));
    }
    Some(fields)
}

/// A value for people, as CBOR's diagnostic notation has it.
fn notation(bytes: &[u8]) -> String {
    let mut text = String::new();
    match note(&mut minicbor::Decoder::new(bytes), &mut text, 0) {
        Some(()) => text,
        None => raw(bytes),
    }
}

fn note(decoder: &mut minicbor::Decoder<'_>, text: &mut String, depth: usize) -> Option<()> {
    if depth > DEPTH_MAX || text.len() > ROW_BYTES_MAX {
        return None;
    }
    match decoder.datatype().ok()? {
        Type::Bool => *text += &decoder.bool().ok()?.to_string(),
        Type::Null => {
            decoder.null().ok()?;
            *text += "null";
        }
        Type::F32 => *text += &decoder.f32().ok()?.to_string(),
        Type::F64 => *text += &decoder.f64().ok()?.to_string(),
        Type::String => write!(text, "{:?}", decoder.str().ok()?).ok()?,
        Type::Bytes => {
            *text += "h'";
            for byte in decoder.bytes().ok()?.iter().take(VALUE_CHARS_MAX) {
                write!(text, "{byte:02x}").ok()?;
            }
            *text += "'";
        }
        Type::Array => {
            *text += "[";
            for at in 0..decoder.array().ok()?? {
                *text += if at > 0 { ", " } else { "" };
                note(decoder, text, depth + 1)?;
            }
            *text += "]";
        }
        Type::Map => {
            *text += "{";
            for at in 0..decoder.map().ok()?? {
                *text += if at > 0 { ", " } else { "" };
                note(decoder, text, depth + 1)?;
                *text += ": ";
                note(decoder, text, depth + 1)?;
            }
            *text += "}";
        }
        _ => *text += &decoder.int().ok()?.to_string(),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::Batch;
    use store::engine::Engine as _;
    use store::memory::MemoryEngine;

    fn key(table: &str, rest: &[u8]) -> Vec<u8> {
        [b"111111111111\0us-east-1\0sqs\0", table.as_bytes(), b"\0", rest].concat()
    }

    fn row(fields: &[(u8, &str)]) -> Vec<u8> {
        let mut encoder = minicbor::Encoder::new(vec![ENCODING_CBOR]);
        encoder.map(fields.len() as u64).expect("to memory");
        for (number, text) in fields {
            encoder.u8(*number).expect("to memory").str(text).expect("to memory");
        }
        encoder.into_writer()
    }

    #[test]
    fn added_removed_and_changed_rows_are_told_by_table() {
        let engines = [MemoryEngine::new(), MemoryEngine::new()];
        let mut batch = Batch::new();
        batch.put(key("queues", b"same\0"), row(&[(0, "a")]));
        batch.put(key("queues", b"gone\0"), row(&[(0, "a")]));
        batch.put(key("queues", b"other\0"), row(&[(0, "a"), (1, "b"), (2, "c")]));
        batch.put(&b"-\0-\0kernel\0meta\0world\0"[..], row(&[(0, "a")]));
        engines[0].commit(&batch).expect("in memory");
        let mut batch = Batch::new();
        batch.put(key("queues", b"same\0"), row(&[(0, "a")]));
        batch.put(key("queues", b"other\0"), row(&[(0, "a"), (1, "B"), (3, "d")]));
        batch.put(key("messages", &[b"q\0", &7u64.to_be_bytes()[..]].concat()), &b"\xff"[..]);
        engines[1].commit(&batch).expect("in memory");
        let found = compare(&engines[0], &engines[1], 100).expect("it reads");
        let of = |table: &str| found.tables[&("sqs".to_owned(), table.to_owned())];
        assert_eq!(of("queues"), Counts { added: 0, removed: 1, changed: 1 });
        assert_eq!(of("messages"), Counts { added: 1, removed: 0, changed: 0 });
        assert_eq!(found.tables.len(), 2);
        let told: Vec<_> = found.changes.iter().map(|it| (it.kind, it.key.as_str())).collect();
        let wanted = [(Kind::Added, "q/7"), (Kind::Removed, "gone"), (Kind::Changed, "other")];
        assert_eq!(told, wanted);
        let fields = &found.changes[2].fields;
        let text = |text: &str| Some(format!("\"{text}\""));
        assert_eq!(fields["1"], (text("b"), text("B")));
        assert_eq!((&fields["2"], &fields["3"]), (&(text("c"), None), &(None, text("d"))));
        assert!(!fields.contains_key("0"));
        let few = compare(&engines[0], &engines[1], 1).expect("it reads");
        assert_eq!((few.changes.len(), few.tables.len()), (1, 2));
        assert!(compare(&engines[0], &engines[0], 1).expect("it reads").is_empty());
    }
}
