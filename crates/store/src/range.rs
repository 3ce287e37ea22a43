//! Stretches of a table: whole, one prefix of a tuple key, strings that start alike, and from,
//! after or before a key, in both directions.
//!
//! ```text
//! Range::all().after("queue-17")                                 // the next page of queues
//! Range::within(&("bucket",)).starting_with("photos/")           // keys of a bucket
//! Range::within(&("bucket",)).after_starting_with("photos/2026/") // past a common prefix
//! Range::within(&(queue, shard)).reversed()                      // from the newest
//! ```

use std::marker::PhantomData;

use crate::engine::{KeyRange, successor};
use crate::key::{AsPrefix, Key, encode_partial};

/// A stretch of the keys `K` of one table.
pub struct Range<K> {
    /// All keys of the range start with these bytes.
    prefix: Vec<u8>,
    /// How many of them are whole elements: where a string prefix starts.
    elements_len: usize,
    /// Inclusive lower bound, `None` for the prefix's first.
    low: Option<Vec<u8>>,
    /// Exclusive upper bound, `None` for the prefix's end.
    high: Option<Vec<u8>>,
    /// A lower bound past all keys was asked for.
    empty: bool,
    reverse: bool,
    key: PhantomData<fn() -> K>,
}

impl<K: Key> Range<K> {
    /// The whole table.
    pub fn all() -> Range<K> {
        Range {
            prefix: Vec::new(),
            elements_len: 0,
            low: None,
            high: None,
            empty: false,
            reverse: false,
            key: PhantomData,
        }
    }

    /// The keys whose first elements are these: `Range::within(&("bucket",))`.
    pub fn within(first: &(impl AsPrefix<K> + ?Sized)) -> Range<K> {
        let mut range = Range::all();
        first.encode_prefix_to(&mut range.prefix);
        range.elements_len = range.prefix.len();
        range
    }

    /// Of those, the keys whose next element, a string, starts with `text`.
    #[must_use]
    pub fn starting_with(mut self, text: &str) -> Range<K> {
        self.prefix.truncate(self.elements_len);
        encode_partial(text.as_bytes(), &mut self.prefix);
        self
    }

    /// Only `key` and the keys after it.
    #[must_use]
    pub fn from(self, key: &(impl AsPrefix<K> + ?Sized)) -> Range<K> {
        let low = encoded_prefix(key);
        self.raise_low(Some(low))
    }

    /// Only the keys after `key` (after all that start with it when it is a tuple's first part).
    #[must_use]
    pub fn after(self, key: &(impl AsPrefix<K> + ?Sized)) -> Range<K> {
        let low = successor(&encoded_prefix(key));
        self.raise_low(low)
    }

    /// Only the keys whose next element, a string, sorts after all that start with `text`.
    #[must_use]
    pub fn after_starting_with(self, text: &str) -> Range<K> {
        let mut low = self.prefix[..self.elements_len].to_vec();
        encode_partial(text.as_bytes(), &mut low);
        let low = successor(&low);
        self.raise_low(low)
    }

    /// Only the keys before `key`.
    #[must_use]
    pub fn before(mut self, key: &(impl AsPrefix<K> + ?Sized)) -> Range<K> {
        let high = encoded_prefix(key);
        if self.high.as_ref().is_none_or(|old| high < *old) {
            self.high = Some(high);
        }
        self
    }

    /// From the last key to the first.
    #[must_use]
    pub fn reversed(mut self) -> Range<K> {
        self.reverse = !self.reverse;
        self
    }

    fn raise_low(mut self, low: Option<Vec<u8>>) -> Range<K> {
        match low {
            None => self.empty = true,
            Some(low) if self.low.as_ref().is_none_or(|old| low > *old) => self.low = Some(low),
            Some(_) => {}
        }
        self
    }

    /// The range in the engine's key space, for a table whose keys start with `table_prefix`.
    pub(crate) fn to_key_range(&self, table_prefix: &[u8]) -> KeyRange {
        let join = |tail: &[u8]| [table_prefix, tail].concat();
        let mut start = join(&self.prefix);
        let mut end = successor(&start);
        if let Some(low) = &self.low {
            start = start.max(join(low));
        }
        if let Some(high) = &self.high {
            let high = join(high);
            end = Some(end.map_or(high.clone(), |end| end.min(high)));
        }
        if self.empty {
            end = Some(start.clone());
        }
        KeyRange { start, end, reverse: self.reverse }
    }
}

fn encoded_prefix<K>(key: &(impl AsPrefix<K> + ?Sized)) -> Vec<u8> {
    let mut out = Vec::new();
    key.encode_prefix_to(&mut out);
    out
}
