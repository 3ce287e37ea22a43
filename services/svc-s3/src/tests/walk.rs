//! Walks against a plain reading of all keys, and what a page may cost.

use std::cell::Cell;
use std::collections::BTreeSet;

use crate::walk::{Asked, Entry, Source, Start, walk};

/// Opens a set of keys, counting what is read of it.
fn open<'k>(
    keys: &'k BTreeSet<String>,
    prefix: &'k str,
    reads: &'k Cell<usize>,
) -> impl Fn(&Start) -> Source<'k, ()> {
    move |start| {
        let start = start.clone();
        let within = keys.iter().filter(move |key| {
            key.starts_with(prefix)
                && match &start {
                    Start::Beginning => true,
                    Start::AfterKey(at) | Start::AfterEntry(at, _) => *key > at,
                    Start::AfterPrefix(at) => *key > at && !key.starts_with(at.as_str()),
                }
        });
        Box::new(within.map(|key| {
            reads.set(reads.get() + 1);
            Ok((key.clone(), ()))
        }))
    }
}

fn name(entry: &Entry<()>) -> String {
    match entry {
        Entry::Item(key, ()) => key.clone(),
        Entry::CommonPrefix(prefix) => format!("{prefix}*"),
    }
}

#[test]
fn pages_together_are_the_whole_listing() {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |bound: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % bound
    };
    for round in 0..300 {
        let keys: BTreeSet<String> = (0..next(40))
            .map(|_| (0..=next(6)).map(|_| ['a', 'b', '/', '-'][next(4) as usize]).collect())
            .collect();
        let prefix = ["", "a", "a/", "b/a"][next(4) as usize];
        let delimiter = ["", "/", "a", "-/"][next(4) as usize];
        let asked = Asked { prefix, delimiter, max: 1 + next(4) as usize };
        let expected: BTreeSet<String> = keys
            .iter()
            .filter_map(|key| key.strip_prefix(prefix))
            .map(|rest| match rest.find(delimiter).filter(|_| !delimiter.is_empty()) {
                Some(at) => format!("{prefix}{}*", &rest[..at + delimiter.len()]),
                None => format!("{prefix}{rest}"),
            })
            .collect();
        let (reads, mut found, mut start) = (Cell::new(0), Vec::new(), Start::Beginning);
        loop {
            let page = walk(open(&keys, prefix, &reads), start, asked).expect("nothing fails");
            assert!(page.entries.len() <= asked.max);
            found.extend(page.entries.iter().map(name));
            start = match page.entries.last() {
                Some(Entry::Item(key, ())) if page.is_truncated => Start::AfterKey(key.clone()),
                Some(Entry::CommonPrefix(at)) if page.is_truncated => {
                    Start::AfterPrefix(at.clone())
                }
                _ => break,
            };
        }
        let sorted: BTreeSet<String> = found.iter().cloned().collect();
        assert_eq!(found.len(), sorted.len(), "round {round}: {keys:?} {asked:?}");
        assert_eq!(sorted, expected, "round {round}: {keys:?} {asked:?}");
    }
}

#[test]
fn a_common_prefix_is_passed_without_reading_it() {
    let keys: BTreeSet<String> =
        (0..3).flat_map(|dir| (0..5_000).map(move |at| format!("{dir}/{at:04}"))).collect();
    let reads = Cell::new(0);
    let asked = Asked { prefix: "", delimiter: "/", max: 1_000 };
    let page = walk(open(&keys, "", &reads), Start::Beginning, asked).expect("nothing fails");
    assert_eq!(page.entries.iter().map(name).collect::<Vec<_>>(), ["0/*", "1/*", "2/*"]);
    assert!(reads.get() < 100, "{} entries were read", reads.get());
}
