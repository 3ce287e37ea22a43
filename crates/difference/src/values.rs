//! Values of rows as fields with paths: `Settings.VisibilityTimeout`, `Tags.team`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use minicbor::Decoder;
use minicbor::data::Type as Data;

use crate::keys::{self, Place};
use crate::names::{Field, Names, Shape, Type};

/// Of a value that is shown.
const VALUE_CHARS_MAX: usize = 200;
/// Of a row whose fields are compared one by one.
const ROW_BYTES_MAX: usize = 64 * 1024;
/// Values within values are shown so deep.
const DEPTH_MAX: usize = 32;
/// How rows of structs begin (`store::row`).
const ENCODING_CBOR: u8 = 1;

type Pair = (Option<String>, Option<String>);

/// The fields of a row that differ: before, after.
pub(crate) fn differing(
    names: &Names,
    place: &Place<'_>,
    values: (Option<&[u8]>, Option<&[u8]>),
) -> BTreeMap<String, Pair> {
    let tell = |row: &[u8]| fields(names, place, row);
    let (before, after) = (values.0.map(tell), values.1.map(tell));
    let mut differing: BTreeMap<String, Pair> = BTreeMap::new();
    for (name, value) in before.into_iter().flatten() {
        differing.entry(name).or_default().0 = Some(value);
    }
    for (name, value) in after.into_iter().flatten() {
        differing.entry(name).or_default().1 = Some(value);
    }
    differing.retain(|_, (before, after)| before != after);
    for value in differing.values_mut().flat_map(|(before, after)| [before, after]).flatten() {
        if let Some((end, _)) = value.char_indices().nth(VALUE_CHARS_MAX) {
            value.truncate(end);
            value.push('…');
        }
    }
    differing
}

/// A field that is a number, as keys of other tables have it.
pub(crate) fn number(names: &Names, place: &Place<'_>, row: &[u8], field: &str) -> Option<u64> {
    let table = names.table(place.service, place.table)?;
    let (_, Shape::Struct(fields)) = names.shape(table.scope, &table.row.name)? else {
        return None;
    };
    let wanted = fields.iter().find(|it| it.name == field)?.number;
    let body = row.split_first().filter(|(first, _)| **first == ENCODING_CBOR)?.1;
    let (_, value) = entries(body)?.into_iter().find(|(number, _)| *number == Some(wanted))?;
    Decoder::new(value).u64().ok()
}

fn fields(names: &Names, place: &Place<'_>, row: &[u8]) -> BTreeMap<String, String> {
    let mut teller = Teller { names, service: place.service, told: BTreeMap::new() };
    match row.split_first() {
        Some((&ENCODING_CBOR, body)) if row.len() <= ROW_BYTES_MAX => {
            let table = names.table(place.service, place.table);
            let unknown = Type::default();
            let (scope, of) = table.map_or(((0, 0), &unknown), |it| (it.scope, &it.row));
            teller.tell(body, scope, of, "", 0);
        }
        Some(_) => teller.put("", raw(row)),
        None => {}
    }
    teller.told
}

fn raw(bytes: &[u8]) -> String {
    match <[u8; 8]>::try_from(bytes) {
        Ok(number) => keys::whole(u64::from_be_bytes(number).cast_signed()),
        Err(_) => quoted(&bytes[..bytes.len().min(VALUE_CHARS_MAX + 1)]),
    }
}

struct Teller<'n> {
    names: &'n Names,
    service: &'n str,
    told: BTreeMap<String, String>,
}

impl Teller<'_> {
    fn put(&mut self, path: &str, value: String) {
        self.told.insert(path.to_owned(), value);
    }

    fn tell(&mut self, bytes: &[u8], scope: (usize, usize), of: &Type, path: &str, depth: usize) {
        let of = inner(of);
        let data = Decoder::new(bytes).datatype().ok();
        if depth > DEPTH_MAX || data == Some(Data::Null) {
            return;
        }
        match (self.names.shape(scope, &of.name), data) {
            (Some((scope, Shape::Struct(fields))), Some(Data::Map | Data::Array)) => {
                self.tell_fields(bytes, scope, fields, path, depth);
            }
            (Some((scope, Shape::Enum(variants))), Some(_)) => {
                let parts = entries(bytes).unwrap_or_default();
                let number = match &parts[..] {
                    [(_, number), ..] => Decoder::new(number).u64().ok(),
                    [] => Decoder::new(bytes).u64().ok(),
                };
                match variants.iter().find(|(it, ..)| Some(*it) == number) {
                    Some((_, name, fields)) => {
                        self.put(path, name.clone());
                        if let [_, (_, within)] = parts[..] {
                            self.tell_fields(within, scope, fields, path, depth);
                        }
                    }
                    None => self.put(path, notation(bytes)),
                }
            }
            (_, Some(Data::Map)) => {
                let value = of.args.get(1).cloned().unwrap_or_default();
                for (key, item) in pairs(bytes).unwrap_or_default() {
                    let name = plain(&notation(key));
                    self.tell(item, scope, &value, &join(path, &name), depth + 1);
                }
            }
            (_, Some(Data::Array)) => self.tell_list(bytes, scope, of, path, depth),
            _ => self.put(path, scalar(bytes, of)),
        }
    }

    fn tell_fields(
        &mut self,
        bytes: &[u8],
        scope: (usize, usize),
        fields: &[Field],
        path: &str,
        depth: usize,
    ) {
        for (number, value) in entries(bytes).unwrap_or_default() {
            let unknown = Type::default();
            let known = fields.iter().find(|field| Some(field.number) == number);
            let (name, of) = match known {
                Some(field) => (self.names.terms.field(self.service, &field.name), &field.of),
                None => (number.map(|it| it.to_string()).unwrap_or_default(), &unknown),
            };
            self.tell(value, scope, of, &join(path, &name), depth + 1);
        }
    }

    /// Lists of plain values are one value.
    fn tell_list(
        &mut self,
        bytes: &[u8],
        scope: (usize, usize),
        of: &Type,
        path: &str,
        depth: usize,
    ) {
        let items = entries(bytes).unwrap_or_default();
        let type_at = |at: usize| match of.name.as_str() {
            "" => of.args.get(at).cloned().unwrap_or_default(),
            _ => of.args.first().cloned().unwrap_or_default(),
        };
        let is_plain =
            |item: &[u8]| !matches!(Decoder::new(item).datatype(), Ok(Data::Map | Data::Array));
        if items.iter().all(|(_, item)| is_plain(item)) {
            let texts: Vec<_> =
                items.iter().enumerate().map(|(at, (_, it))| scalar(it, &type_at(at))).collect();
            if !texts.is_empty() {
                self.put(path, format!("[{}]", texts.join(", ")));
            }
            return;
        }
        for (at, (_, item)) in items.iter().enumerate() {
            let of = type_at(at);
            match entries(item).as_deref() {
                // Tags and the like: names and values.
                Some([(_, name), (_, value)]) if is_named_value(&of) => {
                    let path = join(path, &plain(&notation(name)));
                    self.tell(value, scope, &of.args[1], &path, depth + 1);
                }
                _ => self.tell(item, scope, &of, &format!("{path}[{at}]"), depth + 1),
            }
        }
    }
}

/// What options, boxes and the like hold.
fn inner(of: &Type) -> &Type {
    match (of.name.as_str(), &of.args[..]) {
        ("Option" | "Box" | "Arc" | "Cow", [.., within]) => inner(within),
        _ => of,
    }
}

fn is_named_value(of: &Type) -> bool {
    matches!((of.name.as_str(), &of.args[..]), ("", [name, _]) if name.name == "String")
}

fn join(path: &str, name: &str) -> String {
    match (path, name) {
        ("", _) => name.to_owned(),
        (_, "") => path.to_owned(),
        _ => format!("{path}.{name}"),
    }
}

fn plain(text: &str) -> String {
    text.trim_matches('"').to_owned()
}

fn scalar(bytes: &[u8], of: &Type) -> String {
    if inner(of).name == "i64"
        && let Ok(number) = Decoder::new(bytes).i64()
    {
        return keys::whole(number);
    }
    notation(bytes)
}

/// The items of a list with their places, or those of a map by the numbers that are their keys.
fn entries(bytes: &[u8]) -> Option<Vec<(Option<u64>, &[u8])>> {
    let mut decoder = Decoder::new(bytes);
    if decoder.datatype().ok()? == Data::Map {
        let number = |key: &[u8]| Decoder::new(key).u64().ok();
        return Some(pairs(bytes)?.into_iter().map(|(key, value)| (number(key), value)).collect());
    }
    let count = decoder.array().ok()??;
    let mut items = Vec::new();
    for at in 0..count {
        items.push((Some(at), skipped(&mut decoder, bytes)?));
    }
    Some(items)
}

fn pairs(bytes: &[u8]) -> Option<Vec<(&[u8], &[u8])>> {
    let mut decoder = Decoder::new(bytes);
    let count = decoder.map().ok()??;
    let mut pairs = Vec::new();
    for _ in 0..count {
        pairs.push((skipped(&mut decoder, bytes)?, skipped(&mut decoder, bytes)?));
    }
    Some(pairs)
}

fn skipped<'b>(decoder: &mut Decoder<'b>, bytes: &'b [u8]) -> Option<&'b [u8]> {
    let start = decoder.position();
    decoder.skip().ok()?;
    Some(&bytes[start..decoder.position()])
}

/// A value for people, much as CBOR's diagnostic notation has it.
fn notation(bytes: &[u8]) -> String {
    let mut text = String::new();
    match note(&mut Decoder::new(bytes), &mut text, 0) {
        Some(()) => text,
        None => raw(bytes),
    }
}

fn note(decoder: &mut Decoder<'_>, text: &mut String, depth: usize) -> Option<()> {
    if depth > DEPTH_MAX || text.len() > ROW_BYTES_MAX {
        return None;
    }
    match decoder.datatype().ok()? {
        Data::Bool => *text += &decoder.bool().ok()?.to_string(),
        Data::Null => {
            decoder.null().ok()?;
            *text += "null";
        }
        Data::F32 => *text += &decoder.f32().ok()?.to_string(),
        Data::F64 => *text += &decoder.f64().ok()?.to_string(),
        Data::String => write!(text, "{:?}", decoder.str().ok()?).ok()?,
        Data::Bytes => *text += &quoted(decoder.bytes().ok()?),
        Data::Array => {
            *text += "[";
            for at in 0..decoder.array().ok()?? {
                *text += if at > 0 { ", " } else { "" };
                note(decoder, text, depth + 1)?;
            }
            *text += "]";
        }
        Data::Map => {
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

fn quoted(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.is_empty() && !text.chars().any(|it| it.is_control() && it != '\n') => {
            format!("{text:?}")
        }
        _ => hex(bytes),
    }
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(VALUE_CHARS_MAX).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
