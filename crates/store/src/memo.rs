//! Rows that are decoded once and shared: of the few that every call reads (a queue, a bucket).
//!
//! Decoding is a function of the bytes alone, so nothing here can be out of date: an entry holds
//! the bytes it was made of, and answers only for those, told by where they lie in memory. The
//! cache of point reads (`cache.rs`) gives the same bytes again until the row changes.

use std::any::Any;
use std::cell::RefCell;
use std::sync::Arc;

use bytes::Bytes;

use crate::row::Row;

/// Entries of each thread, each at the place that its bytes' address gives.
const SLOTS: usize = 128;
/// Longer rows are not kept: this bounds the memory.
const BYTES_MAX: usize = 4_096;

struct Entry {
    bytes: Bytes,
    row: Arc<dyn Any + Send + Sync>,
}

thread_local! {
    static ENTRIES: RefCell<Vec<Option<Entry>>> =
        RefCell::new(std::iter::repeat_with(|| None).take(SLOTS).collect());
}

/// As [`Row::decode`], or what that gave for the same bytes before.
pub fn decode<V: Row + Send + Sync + 'static>(bytes: &Bytes) -> Result<Arc<V>, String> {
    if bytes.len() > BYTES_MAX {
        return V::decode(bytes).map(Arc::new);
    }
    // Allocations are 16 bytes apart at least.
    let place = (bytes.as_ptr().addr() >> 4) % SLOTS;
    ENTRIES.with_borrow_mut(|entries| {
        if let Some(entry) = &entries[place]
            && is_same(&entry.bytes, bytes)
            && let Ok(row) = entry.row.clone().downcast::<V>()
        {
            return Ok(row);
        }
        let row = Arc::new(V::decode(bytes)?);
        entries[place] = Some(Entry { bytes: bytes.clone(), row: row.clone() });
        Ok(row)
    })
}

/// The very same bytes: the entry keeps them, so that no others can take their place.
fn is_same(kept: &Bytes, bytes: &Bytes) -> bool {
    kept.as_ptr() == bytes.as_ptr() && kept.len() == bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_bytes_give_the_same_row() {
        let bytes = Bytes::copy_from_slice(&7u64.to_be_bytes());
        let first = decode::<u64>(&bytes).unwrap();
        assert!(Arc::ptr_eq(&first, &decode(&bytes.clone()).unwrap()));
        let equal = Bytes::copy_from_slice(&bytes);
        assert_eq!(*decode::<u64>(&equal).unwrap(), 7);
    }

    #[test]
    fn other_types_and_shorter_pieces_are_told_apart() {
        let bytes = Bytes::copy_from_slice(&9u64.to_be_bytes());
        assert_eq!(*decode::<u64>(&bytes).unwrap(), 9);
        assert_eq!(*decode::<Vec<u8>>(&bytes).unwrap(), bytes.to_vec());
        assert!(decode::<u64>(&bytes.slice(..4)).is_err());
    }
}
