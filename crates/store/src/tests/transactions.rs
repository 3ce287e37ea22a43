//! Transactions and engines against a plain `BTreeMap`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{TempDir, seeded};
use crate::engine::{Batch, Engine, KEY_BYTES_MAX, KeyRange, Reader, successor};
use crate::fjall::FjallEngine;
use crate::memory::MemoryEngine;
use crate::tx::Tx;

type Model = BTreeMap<Vec<u8>, Vec<u8>>;

/// Few different keys, so that writes often meet.
fn random_key(rng: &mut fastrand::Rng) -> Vec<u8> {
    (0..rng.usize(1..4)).map(|_| rng.choice([0, b'a', b'b', 0xFF]).unwrap()).collect()
}

fn random_range(rng: &mut fastrand::Rng) -> KeyRange {
    let start = if rng.bool() { random_key(rng) } else { Vec::new() };
    let end = rng.bool().then(|| random_key(rng));
    KeyRange { start, end, reverse: rng.bool() }
}

fn expected(model: &Model, range: &KeyRange) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut pairs: Vec<_> = model
        .iter()
        .filter(|(key, _)| range.contains(key))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    if range.reverse {
        pairs.reverse();
    }
    pairs
}

fn collect(scan: crate::engine::Scan<'_>, limit: usize) -> Vec<(Vec<u8>, Vec<u8>)> {
    scan.take(limit)
        .map(|pair| pair.map(|(key, value)| (key.to_vec(), value.to_vec())).unwrap())
        .collect()
}

fn check_reads(tx: &Tx, model: &Model, rng: &mut fastrand::Rng) {
    let key = random_key(rng);
    assert_eq!(tx.get(&key).unwrap().map(|v| v.to_vec()), model.get(&key).cloned());
    assert_eq!(tx.contains(&key).unwrap(), model.contains_key(&key));
    let range = random_range(rng);
    let limit = if rng.bool() { usize::MAX } else { rng.usize(0..4) };
    let mut wanted = expected(model, &range);
    wanted.truncate(limit);
    assert_eq!(collect(tx.scan(&range), limit), wanted, "{range:?}");
}

fn check_against_model(engine: &Arc<dyn Engine>, transactions: usize) {
    let mut rng = seeded();
    let mut committed = Model::new();
    let mut older: Option<(Tx, Model)> = None;
    for _ in 0..transactions {
        let mut tx = Tx::write(engine.clone());
        let mut model = committed.clone();
        let mut savepoints = Vec::new();
        for _ in 0..rng.usize(0..30) {
            match rng.u32(0..12) {
                0..=4 => {
                    let (key, value) = (random_key(&mut rng), vec![rng.u8(..); rng.usize(0..5)]);
                    tx.put(key.clone(), value.clone());
                    model.insert(key, value);
                }
                5..=6 => {
                    let key = random_key(&mut rng);
                    tx.delete(key.clone());
                    model.remove(&key);
                }
                7 => {
                    let range = random_range(&mut rng);
                    let count = expected(&model, &range).len() as u64;
                    assert_eq!(tx.delete_range(&range).unwrap(), count);
                    model.retain(|key, _| !range.contains(key));
                }
                8 => savepoints.push((tx.savepoint(), model.clone())),
                9 if !savepoints.is_empty() => {
                    let at = rng.usize(0..savepoints.len());
                    savepoints.truncate(at + 1);
                    let (savepoint, then) = savepoints[at].clone();
                    tx.rollback_to(savepoint);
                    model = then;
                }
                _ => check_reads(&tx, &model, &mut rng),
            }
        }
        if let Some((snapshot, then)) = &older {
            check_reads(snapshot, then, &mut rng);
        }
        if rng.u32(0..4) == 0 {
            continue; // dropped: a rollback
        }
        if rng.u32(0..3) == 0 {
            older = Some((Tx::read(engine.snapshot()), committed.clone()));
        }
        engine.commit(&tx.into_batch()).unwrap();
        committed = model;
        let all = KeyRange::all();
        assert_eq!(collect(engine.scan(&all), usize::MAX), expected(&committed, &all));
        if let Some((snapshot, then)) = &older {
            assert_eq!(collect(snapshot.scan(&all), usize::MAX), expected(then, &all));
        }
    }
    drop(older);
    let everything = KeyRange::all();
    assert_eq!(engine.delete_range(&everything).unwrap(), committed.len() as u64);
    assert!(collect(engine.scan(&everything), 1).is_empty());
}

#[test]
fn memory_engine_matches_the_model() {
    let engine = Arc::new(MemoryEngine::new());
    let shared: Arc<dyn Engine> = engine.clone();
    check_against_model(&shared, 2_000);
    assert_eq!(engine.stats(), crate::engine::EngineStats::default());
    assert_eq!(engine.versions_count(), 0, "versions that nobody sees are dropped");
}

#[test]
fn fjall_engine_matches_the_model() {
    let dir = TempDir::new("model");
    let engine: Arc<dyn Engine> = Arc::new(FjallEngine::open(dir.path()).unwrap());
    check_against_model(&engine, 600);
}

#[test]
fn memory_scans_run_beside_commits() {
    let engine = MemoryEngine::new();
    let mut batch = Batch::new();
    for number in 0..1_000u32 {
        batch.put(number.to_be_bytes().to_vec(), vec![1]);
    }
    engine.commit(&batch).unwrap();
    for reverse in [false, true] {
        let mut scan = engine.scan(&KeyRange { reverse, ..KeyRange::all() });
        scan.next().unwrap().unwrap();
        let mut rewrite = Batch::new();
        for number in 0..1_000u32 {
            rewrite.put(number.to_be_bytes().to_vec(), vec![2]);
        }
        rewrite.put(vec![9], vec![9]);
        engine.commit(&rewrite).unwrap();
        let rest: Vec<_> = scan.map(Result::unwrap).collect();
        assert_eq!(rest.len(), 999);
        assert!(rest.iter().all(|(_, value)| value[..] == [1]), "a scan sees one moment");
        engine.commit(&batch).unwrap();
        let mut delete = Batch::new();
        delete.delete(vec![9]);
        engine.commit(&delete).unwrap();
    }
    assert_eq!(engine.versions_count(), 1_000);
}

#[test]
#[should_panic(expected = "a write in a read-only transaction")]
fn a_write_in_a_read_only_transaction_is_a_bug() {
    let engine: Arc<dyn Engine> = Arc::new(MemoryEngine::new());
    Tx::read(engine.snapshot()).put(vec![1], vec![1]);
}

#[test]
#[should_panic(expected = "the savepoint was itself rolled back")]
fn a_savepoint_past_a_rollback_is_a_bug() {
    let engine: Arc<dyn Engine> = Arc::new(MemoryEngine::new());
    let mut tx = Tx::write(engine);
    let first = tx.savepoint();
    tx.put(vec![1], vec![1]);
    let second = tx.savepoint();
    tx.rollback_to(first);
    tx.rollback_to(second);
}

#[test]
fn successor_of_a_prefix() {
    assert_eq!(successor(b"ab"), Some(b"ac".to_vec()));
    assert_eq!(successor(b"a\xFF"), Some(b"b".to_vec()));
    assert_eq!(successor(b"\xFF\xFF"), None);
    assert_eq!(successor(b""), None);
}

/// Clients choose parts of keys: looking for one that cannot be is no mistake.
#[test]
fn keys_beyond_the_limit_are_looked_for_in_vain() {
    let dir = TempDir::new("long-keys");
    let engines: [Arc<dyn Engine>; 2] =
        [Arc::new(FjallEngine::open(dir.path()).unwrap()), Arc::new(MemoryEngine::new())];
    for engine in engines {
        let longest = vec![b'k'; KEY_BYTES_MAX];
        let mut batch = Batch::new();
        batch.put(longest.clone(), vec![1]);
        batch.put(vec![b'l'], vec![2]);
        engine.commit(&batch).unwrap();
        let view = engine.snapshot();
        for len in [KEY_BYTES_MAX + 1, KEY_BYTES_MAX + 2, 65_536, 200_000] {
            let long = vec![b'k'; len];
            assert_eq!(engine.get(&long).unwrap(), None);
            assert_eq!(view.get(&long).unwrap(), None);
            assert!(!engine.contains(&long).unwrap());
            assert!(!view.contains(&long).unwrap());
            let keys = |start: &[u8], end: Option<&[u8]>| {
                let end = end.map(<[u8]>::to_vec);
                let range = KeyRange { start: start.to_vec(), end, reverse: false };
                let of = |reader: &dyn Reader| {
                    collect(reader.scan(&range), 9).into_iter().map(|(key, _)| key).collect()
                };
                let found: Vec<Vec<u8>> = of(&*view);
                assert_eq!(found, of(&*engine));
                found
            };
            assert_eq!(keys(&long, None), [vec![b'l']]);
            assert_eq!(keys(b"a", Some(&long)), std::slice::from_ref(&longest));
            assert_eq!(keys(&long, Some(&[&long[..], b"x"].concat())), Vec::<Vec<u8>>::new());
            assert_eq!(keys(&long, Some(b"z")), [vec![b'l']]);
        }
    }
}
