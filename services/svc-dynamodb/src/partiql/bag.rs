//! Bags (`<<1, 2>>`), which are DynamoDB's sets.

use bytes::Bytes;

use crate::attribute::Attribute;

/// A bag as a set: all of one type, nothing twice. `None` when it is none.
pub fn set(items: Vec<Attribute>) -> Option<Attribute> {
    let (mut texts, mut numbers, mut binaries) = (Vec::new(), Vec::new(), Vec::<Bytes>::new());
    let count = items.len();
    for item in items {
        match item {
            Attribute::S(text) => texts.push(text),
            Attribute::N(number) => numbers.push(number),
            Attribute::B(bytes) => binaries.push(bytes),
            _ => return None,
        }
    }
    texts.sort_unstable();
    texts.dedup();
    numbers.sort_unstable();
    numbers.dedup();
    binaries.sort_unstable();
    binaries.dedup();
    match (texts.len(), numbers.len(), binaries.len()) {
        (len, 0, 0) if len == count && len > 0 => Some(Attribute::SS(texts)),
        (0, len, 0) if len == count && len > 0 => Some(Attribute::NS(numbers)),
        (0, 0, len) if len == count && len > 0 => Some(Attribute::BS(binaries)),
        _ => None,
    }
}
