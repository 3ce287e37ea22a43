//! Keys of items and of entries of indexes.
//!
//! A key is the space of its table or index, a hash of the partition key, the elements of the
//! partition key, and those of the sort key; in an index the table's key follows, since several
//! items may share an index's key. The hash in front scatters the partitions, as AWS's own hash
//! does: scans come in its order, and the segments of a parallel scan are stretches of it.
//!
//! Every element is encoded so that its order is kept and that none is the beginning of another.

use std::cmp::Ordering;

use kernel::Table;
use md5::{Digest as _, Md5};
use store::Range;
use store::engine::successor;
use store::key::{AsKey, AsPrefix, Key};

use crate::attribute::Attribute;

const SPACE_BYTES: usize = 8;
const HASH_BYTES: usize = 4;
const ESCAPE: u8 = 1;
const END: u8 = 0;

/// See the module.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemKey(pub Vec<u8>);

pub type ItemTable<V> = Table<ItemKey, V>;

impl Key for ItemKey {
    fn decode_from(input: &mut &[u8]) -> Option<ItemKey> {
        Some(ItemKey(std::mem::take(input).to_vec()))
    }
}

impl AsKey<ItemKey> for ItemKey {
    fn encode_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
}

impl AsPrefix<ItemKey> for ItemKey {
    fn encode_prefix_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
}

impl ItemKey {
    /// The beginning of all keys of a partition.
    pub fn partition<'a>(space: u64, hash: impl IntoIterator<Item = &'a Attribute>) -> ItemKey {
        let mut out = Vec::with_capacity(64);
        out.extend_from_slice(&space.to_be_bytes());
        out.extend_from_slice(&[0; HASH_BYTES]);
        for element in hash {
            encode_element(element, &mut out);
        }
        let hash = Md5::digest(&out[SPACE_BYTES + HASH_BYTES..]);
        out[SPACE_BYTES..SPACE_BYTES + HASH_BYTES].copy_from_slice(&hash[..HASH_BYTES]);
        ItemKey(out)
    }

    /// The same with one more element.
    #[must_use]
    pub fn then(mut self, element: &Attribute) -> ItemKey {
        encode_element(element, &mut self.0);
        self
    }

    /// The beginning of all keys of a space.
    pub fn space(space: u64) -> ItemKey {
        ItemKey(space.to_be_bytes().to_vec())
    }

    /// The same key in another space: restored tables have keys of the same schema.
    #[must_use]
    pub fn in_space(&self, space: u64) -> ItemKey {
        let mut out = self.0.clone();
        out[..SPACE_BYTES].copy_from_slice(&space.to_be_bytes());
        ItemKey(out)
    }

    /// What follows the space.
    pub fn within_space(&self) -> &[u8] {
        &self.0[SPACE_BYTES..]
    }

    /// What all keys with the hash of its partition begin with: those of the partition, and hardly
    /// ever of another.
    pub fn partition_prefix(&self) -> &[u8] {
        &self.0[..SPACE_BYTES + HASH_BYTES]
    }

    /// The hash of its partition.
    pub fn partition_hash(&self) -> u32 {
        let bytes = &self.0[SPACE_BYTES..SPACE_BYTES + HASH_BYTES];
        u32::from_be_bytes(bytes.try_into().expect("four bytes"))
    }

    /// The keys of a space whose partitions lie in segment `segment` of `total`.
    pub fn segment(space: u64, segment: u64, total: u64) -> Range<Place> {
        let bound = |at: u64| {
            let hash = ((u128::from(at) << 32) / u128::from(total)) as u64;
            let mut out = space.to_be_bytes().to_vec();
            out.extend_from_slice(&(hash as u32).to_be_bytes());
            u32::try_from(hash).is_ok().then_some(ItemKey(out))
        };
        let mut range = Range::within(&ItemKey::space(space));
        if let Some(low) = bound(segment) {
            range = range.from(&low);
        }
        match bound(segment + 1) {
            Some(high) => range.before(&high),
            None => range,
        }
    }

    /// Whether the key lies in that segment.
    pub fn is_in_segment(&self, segment: u64, total: u64) -> bool {
        let bound = |at: u64| (u128::from(at) << 32) / u128::from(total);
        let hash = u128::from(self.partition_hash());
        (bound(segment)..bound(segment + 1)).contains(&hash)
    }
}

/// Where a row lies, for those who read a stretch of rows and not their keys: the space and the
/// hash of the partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place([u8; SPACE_BYTES + HASH_BYTES]);

impl Key for Place {
    fn decode_from(input: &mut &[u8]) -> Option<Place> {
        std::mem::take(input).first_chunk().map(|place| Place(*place))
    }
}

impl AsKey<Place> for Place {
    fn encode_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
}

impl AsPrefix<Place> for ItemKey {
    fn encode_prefix_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }
}

impl Place {
    /// As [`ItemKey::partition_prefix`].
    pub fn partition_prefix(&self) -> ItemKey {
        ItemKey(self.0.to_vec())
    }

    pub fn partition_hash(&self) -> u32 {
        let [.., one, two, three, four] = self.0;
        u32::from_be_bytes([one, two, three, four])
    }
}

/// A stretch of the sort keys of one partition.
#[derive(Clone, Debug)]
pub enum SortRange {
    All,
    Equal(Attribute),
    Less(Attribute),
    AtMost(Attribute),
    Greater(Attribute),
    AtLeast(Attribute),
    Between(Attribute, Attribute),
    BeginsWith(Attribute),
}

impl SortRange {
    /// The keys below `prefix` whose next element lies in the stretch.
    pub fn below(&self, prefix: &ItemKey) -> Range<Place> {
        let key = |element: &Attribute| prefix.clone().then(element);
        let whole = Range::within(prefix);
        match self {
            SortRange::All => whole,
            SortRange::Equal(element) => Range::within(&key(element)),
            SortRange::Less(element) => whole.before(&key(element)),
            SortRange::AtMost(element) => up_to(whole, &key(element)),
            SortRange::Greater(element) => whole.after(&key(element)),
            SortRange::AtLeast(element) => whole.from(&key(element)),
            SortRange::Between(low, high) => up_to(whole.from(&key(low)), &key(high)),
            SortRange::BeginsWith(element) => {
                let mut out = prefix.clone();
                encode_partial(element, &mut out.0);
                Range::within(&out)
            }
        }
    }

    pub fn admits(&self, element: &Attribute) -> bool {
        let order = |other: &Attribute| element.order(other);
        match self {
            SortRange::All => true,
            SortRange::Equal(other) => element == other,
            SortRange::Less(other) => order(other).is_some_and(Ordering::is_lt),
            SortRange::AtMost(other) => order(other).is_some_and(Ordering::is_le),
            SortRange::Greater(other) => order(other).is_some_and(Ordering::is_gt),
            SortRange::AtLeast(other) => order(other).is_some_and(Ordering::is_ge),
            SortRange::Between(low, high) => {
                order(low).is_some_and(Ordering::is_ge) && order(high).is_some_and(Ordering::is_le)
            }
            SortRange::BeginsWith(start) => element.begins_with(start),
        }
    }
}

fn up_to(range: Range<Place>, key: &ItemKey) -> Range<Place> {
    match successor(&key.0) {
        Some(high) => range.before(&ItemKey(high)),
        None => range,
    }
}

/// Appends a string, number or binary; other types are refused before.
pub fn encode_element(element: &Attribute, out: &mut Vec<u8>) {
    if let Attribute::N(number) = element {
        number.encode_key(out);
    } else {
        encode_partial(element, out);
        out.push(END);
    }
}

/// The beginning of the encodings of all texts that start so.
fn encode_partial(element: &Attribute, out: &mut Vec<u8>) {
    let mut rest = match element {
        Attribute::S(text) => text.as_bytes(),
        Attribute::B(bytes) => bytes,
        other => unreachable!("{} is no type of keys", other.type_name()),
    };
    while let Some(at) = rest.iter().position(|byte| *byte <= ESCAPE) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(&[ESCAPE, rest[at] + 1]);
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        encode_element(&Attribute::B(bytes.to_vec().into()), &mut out);
        out
    }

    #[test]
    fn order_of_binaries_is_kept() {
        let mut random = fastrand::Rng::with_seed(3);
        for _ in 0..20_000 {
            let mut draw = || -> Vec<u8> {
                let len = random.usize(0..6);
                (0..len).map(|_| *[0, 1, 2, 3, 254, 255].get(random.usize(0..6)).unwrap()).collect()
            };
            let (one, two) = (draw(), draw());
            assert_eq!(element(&one).cmp(&element(&two)), one.cmp(&two), "{one:?} {two:?}");
            assert!(one == two || !element(&one).starts_with(&element(&two)));
        }
    }

    #[test]
    fn segments_divide_the_keys_evenly() {
        let total = 7;
        let mut counts = vec![0; total as usize];
        for number in 0..7_000 {
            let hash = Attribute::S(format!("key-{number}"));
            let key = ItemKey::partition(9, [&hash]);
            let at: Vec<u64> = (0..total).filter(|at| key.is_in_segment(*at, total)).collect();
            assert_eq!(at.len(), 1, "each key lies in one segment");
            counts[at[0] as usize] += 1;
        }
        assert!(counts.iter().all(|count| (800..1_200).contains(count)), "{counts:?}");
    }
}
