//! Keys of rows: which table, whose, and what of it.

use std::collections::HashMap;

use kernel::Timestamp;
use store::engine::{KeyRange, Reader};
use store::{Key, StoreError};

use crate::names::{Names, Type};
use crate::values;

/// So many rows are looked at to find what a number in a key stands for.
const REFERRED_MAX: usize = 10_000;
/// Microseconds between these are told as times: 2001 to 2286.
const TIMES: std::ops::Range<i64> = 1_000_000_000_000_000..10_000_000_000_000_000;

/// Account, region, service and table of a key, and what is left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'k> {
    pub account: &'k str,
    pub region: &'k str,
    pub service: &'k str,
    pub table: &'k str,
    pub rest: &'k [u8],
}

impl<'k> Place<'k> {
    pub fn of(key: &'k [u8]) -> Place<'k> {
        let mut rest = key;
        let mut segment = || {
            let end = rest.iter().position(|byte| *byte == 0).unwrap_or(rest.len());
            let text = std::str::from_utf8(&rest[..end]).unwrap_or_default();
            rest = rest.get(end + 1..).unwrap_or_default();
            text
        };
        let (account, region, service, table) = (segment(), segment(), segment(), segment());
        Place { account, region, service, table, rest }
    }
}

/// (account, region, service, table, field) → value of the field → name of the row.
type Referred = HashMap<[String; 5], HashMap<String, String>>;

/// Finds names for the numbers in keys.
pub(crate) struct Resolver<'w> {
    pub names: &'w Names,
    worlds: [&'w dyn Reader; 2],
    referred: Referred,
}

impl<'w> Resolver<'w> {
    pub fn new(one: &'w dyn Reader, other: &'w dyn Reader, names: &'w Names) -> Resolver<'w> {
        Resolver { names, worlds: [one, other], referred: Referred::new() }
    }

    /// A name, or parts with their names.
    pub fn key(&mut self, place: &Place<'_>) -> Result<String, StoreError> {
        let table = self.names.table(place.service, place.table);
        let key = table.map(|table| {
            self.names.alias(table.scope, &table.key.name).unwrap_or(&table.key).clone()
        });
        let parts = parts(place.rest, key.as_ref());
        let known = self.names.terms.of(place.service, place.table).key;
        if known.is_empty() {
            return Ok(parts.join("/"));
        }
        let mut told = Vec::new();
        for (at, value) in parts.into_iter().enumerate() {
            let Some(part) = known.get(at).filter(|part| part.name != "-") else { continue };
            let found = match part.by {
                Some((table, field)) => self.referred(place, table, field, &value)?,
                None => None,
            };
            told.push((part.name, found.unwrap_or(value)));
        }
        Ok(match &told[..] {
            [(_, value)] => value.clone(),
            _ => told
                .iter()
                .map(|(name, value)| format!("{name} {value}"))
                .collect::<Vec<_>>()
                .join(", "),
        })
    }

    fn referred(
        &mut self,
        place: &Place<'_>,
        table: &str,
        field: &str,
        value: &str,
    ) -> Result<Option<String>, StoreError> {
        // Tables that are the same in all regions have none.
        for region in [place.region, "-"] {
            let at = [place.account, region, place.service, table, field].map(str::to_owned);
            if !self.referred.contains_key(&at) {
                let found = self.refer(&at)?;
                self.referred.insert(at.clone(), found);
            }
            if let Some(name) = self.referred.get(&at).and_then(|known| known.get(value)) {
                return Ok(Some(name.clone()));
            }
        }
        Ok(None)
    }

    fn refer(&self, at: &[String; 5]) -> Result<HashMap<String, String>, StoreError> {
        let [account, region, service, table, field] = at;
        let mut found = HashMap::new();
        let mut prefix = Vec::new();
        for segment in [account, region, service, table] {
            prefix.extend_from_slice(segment.as_bytes());
            prefix.push(0);
        }
        for world in self.worlds {
            for pair in world.scan(&KeyRange::prefix(prefix.clone())).take(REFERRED_MAX) {
                let (key, row) = pair?;
                let place = Place::of(&key);
                let Some(value) = values::number(self.names, &place, &row, field) else { continue };
                found.insert(value.to_string(), parts(place.rest, Some(&text_type())).join("/"));
            }
        }
        Ok(found)
    }
}

fn text_type() -> Type {
    Type { name: "String".to_owned(), args: Vec::new() }
}

/// The parts of a key, by its type; by how its bytes look where that is not known.
fn parts(mut rest: &[u8], of: Option<&Type>) -> Vec<String> {
    let mut told = Vec::new();
    let types: &[Type] = match of {
        Some(tuple) if tuple.name.is_empty() => &tuple.args,
        Some(single) => std::slice::from_ref(single),
        None => &[],
    };
    for of in types {
        let before = rest;
        let Some(text) = part(&mut rest, of) else {
            rest = before;
            break;
        };
        told.push(text);
    }
    told.extend(guessed(rest));
    told
}

fn part(rest: &mut &[u8], of: &Type) -> Option<String> {
    Some(match (of.name.as_str(), &of.args[..]) {
        ("String", []) => String::decode_from(rest)?,
        ("bool", []) => bool::decode_from(rest)?.to_string(),
        ("u8", []) => u8::decode_from(rest)?.to_string(),
        ("u16", []) => u16::decode_from(rest)?.to_string(),
        ("u32", []) => u32::decode_from(rest)?.to_string(),
        ("u64", []) => u64::decode_from(rest)?.to_string(),
        ("u128", []) => format!("{:032x}", u128::decode_from(rest)?),
        ("i64", []) => whole(i64::decode_from(rest)?),
        ("Vec", [byte]) if byte.name == "u8" => bytes(&Vec::<u8>::decode_from(rest)?),
        ("[]", [byte, length]) if byte.name == "u8" => {
            let (head, after) = rest.split_at_checked(length.name.parse().ok()?)?;
            *rest = after;
            bytes(head)
        }
        _ => return None,
    })
}

/// A number, or the time that it is in microseconds.
pub(crate) fn whole(number: i64) -> String {
    if TIMES.contains(&number) {
        return Timestamp::from_micros(number).iso8601_millis();
    }
    number.to_string()
}

/// As text, if it is some.
pub(crate) fn bytes(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.is_empty() && !text.contains(char::is_control) => text.to_owned(),
        _ => values::hex(bytes),
    }
}

/// Text where the bytes look like it, and numbers of eight bytes.
fn guessed(mut rest: &[u8]) -> Vec<String> {
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
    parts
}
