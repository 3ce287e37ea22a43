//! The cache before an engine: never another value than the engine's own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::seeded;
use crate::cache::CachedEngine;
use crate::engine::{Batch, Engine, KeyRange, Reader};
use crate::memory::MemoryEngine;

fn put(engine: &dyn Engine, key: &[u8], value: &[u8]) {
    let mut batch = Batch::new();
    batch.put(key.to_vec(), value.to_vec());
    engine.commit(&batch).unwrap();
}

fn get(reader: &(impl Reader + ?Sized), key: &[u8]) -> Option<Vec<u8>> {
    let found = reader.get(key).unwrap();
    assert_eq!(reader.contains(key).unwrap(), found.is_some());
    found.map(|value| value.to_vec())
}

#[test]
fn a_snapshot_keeps_what_it_saw() {
    let engine = CachedEngine::new(Arc::new(MemoryEngine::new()));
    put(&engine, b"a", b"1");
    assert_eq!(get(&engine, b"a"), Some(b"1".to_vec()));
    assert_eq!(get(&engine, b"b"), None);
    let before = engine.snapshot();
    put(&engine, b"a", b"2");
    put(&engine, b"b", b"3");
    // In either order of asking.
    assert_eq!(get(&engine, b"a"), Some(b"2".to_vec()));
    assert_eq!(get(&*before, b"a"), Some(b"1".to_vec()));
    assert_eq!(get(&*before, b"b"), None);
    assert_eq!(get(&engine, b"b"), Some(b"3".to_vec()));
    let after = engine.snapshot();
    assert_eq!(get(&*after, b"a"), Some(b"2".to_vec()));
    engine.delete_range(&KeyRange::all()).unwrap();
    assert_eq!(get(&engine, b"a"), None);
    assert_eq!(get(&*after, b"a"), Some(b"2".to_vec()));
}

#[test]
fn values_that_grow_beyond_the_cache_are_read_from_the_engine() {
    let engine = CachedEngine::new(Arc::new(MemoryEngine::new()));
    put(&engine, b"a", b"short");
    assert_eq!(get(&engine, b"a"), Some(b"short".to_vec()));
    put(&engine, b"a", &[7; 5_000]);
    assert_eq!(get(&engine, b"a"), Some(vec![7; 5_000]));
}

/// One writer that counts up, readers that take snapshots: within one snapshot both keys show the
/// same count, and counts never go back.
#[test]
fn readers_beside_a_writer_see_whole_commits_in_order() {
    let engine = Arc::new(CachedEngine::new(Arc::new(MemoryEngine::new())));
    put(&*engine, b"x", &0_u64.to_be_bytes());
    put(&*engine, b"y", &0_u64.to_be_bytes());
    let done = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..3)
        .map(|_| {
            let (engine, done) = (engine.clone(), done.clone());
            std::thread::spawn(move || {
                let mut random = seeded();
                let mut last = vec![];
                while !done.load(Ordering::Acquire) {
                    let view = engine.snapshot();
                    let keys: [&[u8]; 2] = if random.bool() { [b"x", b"y"] } else { [b"y", b"x"] };
                    let [first, second] = keys.map(|key| get(&*view, key).unwrap());
                    assert_eq!(first, second);
                    assert!(first >= last, "{first:?} after {last:?}");
                    last = first;
                }
            })
        })
        .collect();
    for count in 1..20_000_u64 {
        let mut batch = Batch::new();
        batch.put(b"x".to_vec(), count.to_be_bytes().to_vec());
        batch.put(b"y".to_vec(), count.to_be_bytes().to_vec());
        engine.commit(&batch).unwrap();
        assert_eq!(get(&*engine, b"x"), Some(count.to_be_bytes().to_vec()));
    }
    done.store(true, Ordering::Release);
    for reader in readers {
        reader.join().unwrap();
    }
}
