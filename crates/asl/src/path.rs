//! JSONPath as the States Language uses it: names, indexes, slices, wildcards, descent and filters,
//! over the input (`$`), the context object (`$$`) and variables (`$name`).
//!
//! Bounds: a path matches at most [`MATCHES_MAX`] values; its filters are nested at most
//! [`DEPTH_MAX`] deep.

mod filter;
mod parser;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use filter::Filter;

pub const MATCHES_MAX: usize = 100_000;
pub const DEPTH_MAX: usize = 32;

/// What a path begins at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Root {
    Input,
    Context,
    Variable(String),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    pub root: Root,
    segments: Vec<Segment>,
}

#[derive(Clone, Debug, PartialEq)]
struct Segment {
    /// `..`: of the value and everything within it.
    descends: bool,
    selector: Selector,
}

#[derive(Clone, Debug, PartialEq)]
enum Selector {
    Names(Vec<String>),
    Indexes(Vec<i64>),
    Slice { start: Option<i64>, end: Option<i64>, step: Option<i64> },
    All,
    Filter(Filter),
}

/// A path matches more than it may.
#[derive(Debug, PartialEq, Eq)]
pub struct TooMany;

impl Path {
    /// `None` where the text is no path.
    pub fn parse(text: &str) -> Option<Path> {
        parser::parse(text)
    }

    /// Whether it is a reference path: one that means at most one value.
    pub fn is_reference(&self) -> bool {
        self.segments.iter().all(|segment| {
            !segment.descends
                && match &segment.selector {
                    Selector::Names(names) => names.len() == 1,
                    Selector::Indexes(indexes) => indexes.len() == 1,
                    _ => false,
                }
        })
    }

    pub fn is_root(&self) -> bool {
        self.segments.is_empty()
    }

    /// What the path leads to: one value for a reference path, a list for any other. `None` where
    /// a reference path leads nowhere.
    pub fn find(&self, root: &Value) -> Result<Option<Value>, TooMany> {
        let found = self.matches(root)?;
        if self.is_reference() {
            return Ok(found.first().map(|value| (*value).clone()));
        }
        Ok(Some(Value::Array(found.into_iter().cloned().collect())))
    }

    fn matches<'v>(&self, root: &'v Value) -> Result<Vec<&'v Value>, TooMany> {
        select_all(&self.segments, root, root)
    }

    /// Puts a value where a reference path leads, making what is missing on the way. `None` where
    /// something else is in the way.
    pub fn set(&self, root: Value, value: Value) -> Option<Value> {
        let mut root = root;
        let mut place = &mut root;
        for segment in &self.segments {
            place = match &segment.selector {
                Selector::Names(names) => {
                    if place.is_null() {
                        *place = Value::Object(Map::new());
                    }
                    let members = place.as_object_mut()?;
                    members.entry(names.first()?.clone()).or_insert(Value::Null)
                }
                Selector::Indexes(indexes) => {
                    let items = place.as_array_mut()?;
                    let at = position(*indexes.first()?, items.len())?;
                    items.get_mut(at)?
                }
                _ => return None,
            };
        }
        *place = value;
        Some(root)
    }
}

fn select_all<'v>(
    segments: &[Segment],
    start: &'v Value,
    root: &'v Value,
) -> Result<Vec<&'v Value>, TooMany> {
    let mut current = vec![start];
    for segment in segments {
        let mut next = Vec::new();
        for value in current {
            if segment.descends {
                let mut waiting = vec![value];
                while let Some(value) = waiting.pop() {
                    select(&segment.selector, value, root, &mut next)?;
                    match value {
                        Value::Array(items) => waiting.extend(items.iter().rev()),
                        Value::Object(members) => {
                            let first = waiting.len();
                            waiting.extend(members.values());
                            waiting[first..].reverse();
                        }
                        _ => {}
                    }
                }
            } else {
                select(&segment.selector, value, root, &mut next)?;
            }
        }
        current = next;
    }
    Ok(current)
}

fn select<'v>(
    selector: &Selector,
    value: &'v Value,
    root: &'v Value,
    out: &mut Vec<&'v Value>,
) -> Result<(), TooMany> {
    match (selector, value) {
        (Selector::Names(names), Value::Object(members)) => {
            out.extend(names.iter().filter_map(|name| members.get(name)));
        }
        (Selector::Indexes(indexes), Value::Array(items)) => {
            let at = indexes.iter().filter_map(|index| position(*index, items.len()));
            out.extend(at.filter_map(|at| items.get(at)));
        }
        (Selector::Slice { start, end, step }, Value::Array(items)) => {
            let bound = |index: i64| {
                let len = items.len() as i64;
                (if index < 0 { index + len } else { index }).clamp(0, len) as usize
            };
            let first = start.map_or(0, bound);
            let last = end.map_or(items.len(), bound);
            let step = step.unwrap_or(1).max(1) as usize;
            if first < last {
                out.extend(items[first..last].iter().step_by(step));
            }
        }
        (Selector::All, Value::Array(items)) => out.extend(items),
        (Selector::All, Value::Object(members)) => out.extend(members.values()),
        (Selector::Filter(filter), Value::Array(items)) => {
            for item in items {
                if filter.holds(item, root)? {
                    out.push(item);
                }
            }
        }
        (Selector::Filter(filter), Value::Object(_)) if filter.holds(value, root)? => {
            out.push(value);
        }
        _ => {}
    }
    if out.len() > MATCHES_MAX { Err(TooMany) } else { Ok(()) }
}

/// Of an index that may count from the end.
fn position(index: i64, len: usize) -> Option<usize> {
    let at = if index < 0 { index.checked_add(len as i64)? } else { index };
    usize::try_from(at).ok()
}
