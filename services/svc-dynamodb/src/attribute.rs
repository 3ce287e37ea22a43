//! Items and their attributes in memory: the types of DynamoDB, their sizes and their order.
//!
//! [`crate::values`] reads them from requests and writes them into answers; [`crate::codec`] is
//! how they are stored.

use std::cmp::Ordering;

use bytes::Bytes;

use crate::number::Number;

/// What a list or a map adds to an item's size, and what each of its elements adds.
const DOCUMENT_BYTES: usize = 3;
const ELEMENT_BYTES: usize = 1;

/// A value of one of DynamoDB's types. Sets are sorted and hold nothing twice.
#[derive(Clone, Debug, PartialEq)]
pub enum Attribute {
    S(String),
    N(Number),
    B(Bytes),
    Bool(bool),
    Null,
    M(Item),
    L(Vec<Attribute>),
    SS(Vec<String>),
    NS(Vec<Number>),
    BS(Vec<Bytes>),
}

/// An item, or a map inside of one: attributes in the order of their names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    entries: Vec<(String, Attribute)>,
}

impl Attribute {
    /// The name of the type in requests: `S`, `NULL`, …
    pub fn type_name(&self) -> &'static str {
        match self {
            Attribute::S(_) => "S",
            Attribute::N(_) => "N",
            Attribute::B(_) => "B",
            Attribute::Bool(_) => "BOOL",
            Attribute::Null => "NULL",
            Attribute::M(_) => "M",
            Attribute::L(_) => "L",
            Attribute::SS(_) => "SS",
            Attribute::NS(_) => "NS",
            Attribute::BS(_) => "BS",
        }
    }

    /// The name of the type in messages about updates: `STRING`, `LIST`, …
    pub fn long_type_name(&self) -> &'static str {
        match self {
            Attribute::S(_) => "STRING",
            Attribute::N(_) => "NUMBER",
            Attribute::B(_) => "BINARY",
            Attribute::Bool(_) => "BOOLEAN",
            Attribute::Null => "NULL",
            Attribute::M(_) => "MAP",
            Attribute::L(_) => "LIST",
            Attribute::SS(_) => "STRING_SET",
            Attribute::NS(_) => "NUMBER_SET",
            Attribute::BS(_) => "BINARY_SET",
        }
    }

    /// Bytes by the rules of "DynamoDB item sizes and formats".
    pub fn size(&self) -> usize {
        match self {
            Attribute::S(text) => text.len(),
            Attribute::N(number) => number.size(),
            Attribute::B(bytes) => bytes.len(),
            Attribute::Bool(_) | Attribute::Null => 1,
            Attribute::M(map) => DOCUMENT_BYTES + map.size() + map.len() * ELEMENT_BYTES,
            Attribute::L(items) => {
                let elements: usize = items.iter().map(|item| item.size() + ELEMENT_BYTES).sum();
                DOCUMENT_BYTES + elements
            }
            Attribute::SS(items) => items.iter().map(String::len).sum(),
            Attribute::NS(items) => items.iter().map(|item| item.size()).sum(),
            Attribute::BS(items) => items.iter().map(Bytes::len).sum(),
        }
    }

    /// The order of two strings, numbers or binaries; other types have none.
    pub fn order(&self, other: &Attribute) -> Option<Ordering> {
        match (self, other) {
            (Attribute::S(one), Attribute::S(two)) => Some(one.as_bytes().cmp(two.as_bytes())),
            (Attribute::N(one), Attribute::N(two)) => Some(one.cmp(two)),
            (Attribute::B(one), Attribute::B(two)) => Some(one.cmp(two)),
            _ => None,
        }
    }

    /// Whether values of its type have an order.
    pub fn is_ordered(&self) -> bool {
        matches!(self, Attribute::S(_) | Attribute::N(_) | Attribute::B(_))
    }

    pub fn is_set(&self) -> bool {
        matches!(self, Attribute::SS(_) | Attribute::NS(_) | Attribute::BS(_))
    }

    /// What the function `size` of expressions answers; numbers and the like have none.
    pub fn length(&self) -> Option<usize> {
        match self {
            Attribute::S(text) => Some(text.encode_utf16().count()),
            Attribute::B(bytes) => Some(bytes.len()),
            Attribute::M(map) => Some(map.len()),
            Attribute::L(items) => Some(items.len()),
            Attribute::SS(items) => Some(items.len()),
            Attribute::NS(items) => Some(items.len()),
            Attribute::BS(items) => Some(items.len()),
            Attribute::N(_) | Attribute::Bool(_) | Attribute::Null => None,
        }
    }

    /// Whether it holds `part`: a text within a text, bytes within bytes, an element of a set or
    /// of a list.
    pub fn contains(&self, part: &Attribute) -> bool {
        match (self, part) {
            (Attribute::S(whole), Attribute::S(part)) => whole.contains(part.as_str()),
            (Attribute::B(whole), Attribute::B(part)) => {
                part.is_empty() || whole.windows(part.len()).any(|window| window == part)
            }
            (Attribute::SS(items), Attribute::S(part)) => items.binary_search(part).is_ok(),
            (Attribute::NS(items), Attribute::N(part)) => items.binary_search(part).is_ok(),
            (Attribute::BS(items), Attribute::B(part)) => items.binary_search(part).is_ok(),
            (Attribute::L(items), part) => items.contains(part),
            _ => false,
        }
    }

    pub fn begins_with(&self, start: &Attribute) -> bool {
        match (self, start) {
            (Attribute::S(whole), Attribute::S(start)) => whole.starts_with(start.as_str()),
            (Attribute::B(whole), Attribute::B(start)) => whole.starts_with(start),
            _ => false,
        }
    }

    /// Both sets together; `None` when they are not two sets of one type.
    pub fn union(&self, other: &Attribute) -> Option<Attribute> {
        match (self, other) {
            (Attribute::SS(one), Attribute::SS(two)) => Some(Attribute::SS(merged(one, two))),
            (Attribute::NS(one), Attribute::NS(two)) => Some(Attribute::NS(merged(one, two))),
            (Attribute::BS(one), Attribute::BS(two)) => Some(Attribute::BS(merged(one, two))),
            _ => None,
        }
    }

    /// The set without the elements of `other`; `None` when they are not two sets of one type.
    pub fn difference(&self, other: &Attribute) -> Option<Remainder> {
        match (self, other) {
            (Attribute::SS(one), Attribute::SS(two)) => {
                Some(Remainder::of(without(one, two), Attribute::SS))
            }
            (Attribute::NS(one), Attribute::NS(two)) => {
                Some(Remainder::of(without(one, two), Attribute::NS))
            }
            (Attribute::BS(one), Attribute::BS(two)) => {
                Some(Remainder::of(without(one, two), Attribute::BS))
            }
            _ => None,
        }
    }
}

fn merged<T: Clone + Ord>(one: &[T], two: &[T]) -> Vec<T> {
    let mut all: Vec<T> = one.iter().chain(two).cloned().collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn without<T: Clone + Ord>(one: &[T], two: &[T]) -> Vec<T> {
    one.iter().filter(|item| two.binary_search(item).is_err()).cloned().collect()
}

/// What is left of a set; there are no empty ones.
#[derive(Clone, Debug, PartialEq)]
pub enum Remainder {
    Nothing,
    Set(Attribute),
}

impl Remainder {
    fn of<T>(left: Vec<T>, make: fn(Vec<T>) -> Attribute) -> Remainder {
        if left.is_empty() { Remainder::Nothing } else { Remainder::Set(make(left)) }
    }
}

impl Item {
    pub const fn new() -> Item {
        Item { entries: Vec::new() }
    }

    /// Entries in any order; no name stands twice.
    pub fn from_entries(mut entries: Vec<(String, Attribute)>) -> Item {
        if !entries.is_sorted_by(|one, two| one.0 < two.0) {
            entries.sort_unstable_by(|one, two| one.0.cmp(&two.0));
        }
        Item { entries }
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn get(&self, name: &str) -> Option<&Attribute> {
        self.place(name).ok().map(|at| &self.entries[at].1)
    }

    pub fn get_mut(&mut self, name: &str) -> Option<&mut Attribute> {
        self.place(name).ok().map(|at| &mut self.entries[at].1)
    }

    pub fn contains(&self, name: &str) -> bool {
        self.place(name).is_ok()
    }

    pub fn insert(&mut self, name: impl Into<String>, value: Attribute) {
        let name = name.into();
        match self.place(&name) {
            Ok(at) => self.entries[at].1 = value,
            Err(at) => self.entries.insert(at, (name, value)),
        }
    }

    pub fn remove(&mut self, name: &str) -> Option<Attribute> {
        self.place(name).ok().map(|at| self.entries.remove(at).1)
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Attribute)> {
        self.entries.iter().map(|(name, value)| (name.as_str(), value))
    }

    pub fn into_entries(self) -> Vec<(String, Attribute)> {
        self.entries
    }

    /// Names and values together.
    pub fn size(&self) -> usize {
        self.entries.iter().map(|(name, value)| name.len() + value.size()).sum()
    }

    /// The attributes of these names, as far as they are there.
    #[must_use]
    pub fn only<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Item {
        let mut out = Item::new();
        for name in names {
            if let Some(value) = self.get(name) {
                out.insert(name, value.clone());
            }
        }
        out
    }

    fn place(&self, name: &str) -> Result<usize, usize> {
        self.entries.binary_search_by(|(other, _)| other.as_str().cmp(name))
    }
}
