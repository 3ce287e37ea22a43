//! Data directories: reopening, locking, formats, torn journals, durability, full disks.

use std::path::{Path, PathBuf};

use super::{TempDir, seeded};
use crate::engine::{Batch, Engine as _, KeyRange, Reader as _};
use crate::error::{OpenError, StoreError};
use crate::fjall::FjallEngine;
use crate::open::{Durability, FORMAT, Options, Store};
use crate::space::{Kind, SpaceGuard};

fn put(store: &Store, number: u32, len: usize) -> crate::open::Ticket {
    let mut batch = Batch::new();
    batch.put(number.to_be_bytes().to_vec(), vec![number as u8; len]);
    // Two keys, so that a batch can be torn.
    batch.put([&b"second"[..], &number.to_be_bytes()].concat(), vec![1]);
    store.commit(&batch).unwrap()
}

fn numbers(store: &Store) -> Vec<u32> {
    let report = store.fsck().unwrap();
    assert_eq!(report.problems, Vec::<String>::new());
    let mut found = Vec::new();
    for pair in store.read().scan(&KeyRange::all()) {
        let (key, _) = pair.unwrap();
        if let Some(tail) = key.strip_prefix(b"second") {
            let number = u32::from_be_bytes(tail.try_into().unwrap());
            assert!(found.contains(&number), "half of batch {number}");
        } else {
            found.push(u32::from_be_bytes(key[..].try_into().unwrap()));
        }
    }
    assert_eq!(report.keys, found.len() as u64 * 2, "a batch is whole or absent");
    found
}

fn journal(dir: &Path) -> PathBuf {
    let mut journals: Vec<_> = std::fs::read_dir(dir.join("db"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "jnl"))
        .collect();
    assert_eq!(journals.len(), 1);
    journals.pop().unwrap()
}

/// A copy of a directory while the store is open is what a killed process leaves behind.
fn copy_dir(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_dir(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[test]
fn commits_survive_a_killed_process() {
    let (dir, killed) = (TempDir::new("alive"), TempDir::new("killed"));
    let store = Store::open(Options::at(dir.path())).unwrap();
    for number in 0..100 {
        put(&store, number, 300);
    }
    copy_dir(dir.path(), killed.path());
    let reopened = Store::open(Options::at(killed.path())).unwrap();
    assert_eq!(numbers(&reopened), (0..100).collect::<Vec<_>>());
}

#[test]
fn a_torn_journal_opens_without_its_last_batches() {
    let mut rng = seeded();
    let (dir, killed) = (TempDir::new("whole"), TempDir::new("torn"));
    let store = Store::open(Options::at(dir.path())).unwrap();
    for number in 0..50 {
        put(&store, number, rng.usize(0..9_000));
    }
    let path = journal(dir.path());
    let bytes = std::fs::read(&path).unwrap();
    // The file is allocated ahead; what was written ends before the zeros.
    let written = bytes.len() - bytes.iter().rev().take_while(|byte| **byte == 0).count();
    for round in 0..20 {
        std::fs::remove_dir_all(killed.path()).unwrap();
        copy_dir(dir.path(), killed.path());
        let cut = written - rng.usize(1..written / 2);
        let mut torn = bytes[..cut].to_vec();
        if round % 2 == 1 {
            // A journal allocated ahead has zeros, not an end, behind the tear.
            torn.resize(bytes.len(), 0);
        }
        std::fs::write(journal(killed.path()), &torn).unwrap();
        let reopened = Store::open(Options::at(killed.path())).unwrap();
        let found = numbers(&reopened);
        assert!(found.len() < 50);
        assert_eq!(found, (0..found.len() as u32).collect::<Vec<_>>(), "a gap, cut at {cut}");
        // And it goes on from there.
        put(&reopened, 1_000, 10);
        drop(reopened);
        let again = Store::open(Options::at(killed.path())).unwrap();
        assert_eq!(numbers(&again).last(), Some(&1_000));
        assert_eq!(numbers(&again).len(), found.len() + 1);
    }
}

#[test]
fn more_than_fits_in_memory_is_read_back() {
    let dir = TempDir::new("large");
    let options = || Options::at(dir.path());
    let value = vec![5; 100_000];
    {
        let store = Store::open(options()).unwrap();
        for number in 0u32..600 {
            let mut batch = Batch::new();
            batch.put(number.to_be_bytes().to_vec(), value.clone());
            store.commit(&batch).unwrap();
        }
    }
    let store = Store::open(options()).unwrap();
    assert_eq!(store.fsck().unwrap().keys, 600);
    assert!(store.stats().keys >= 600);
    assert_eq!(store.read().get(&17u32.to_be_bytes()).unwrap().unwrap(), value);
    assert_eq!(store.delete_range(&KeyRange::all()).unwrap(), 600);
    assert_eq!(store.fsck().unwrap().keys, 0);
}

#[test]
fn a_second_process_is_refused() {
    let dir = TempDir::new("lock");
    let store = Store::open(Options::at(dir.path())).unwrap();
    let error = Store::open(Options::at(dir.path())).err().unwrap();
    assert!(matches!(error, OpenError::InUse(_)), "{error}");
    assert!(error.to_string().contains(&dir.path().display().to_string()));
    drop(store);
    Store::open(Options::at(dir.path())).unwrap();
}

#[test]
fn formats_are_checked() {
    let dir = TempDir::new("format");
    let format = dir.path().join("FORMAT");
    drop(Store::open(Options::at(dir.path())).unwrap());
    assert_eq!(std::fs::read_to_string(&format).unwrap().trim(), FORMAT.to_string());

    let open = |text: &str| {
        std::fs::write(&format, text).unwrap();
        Store::open(Options::at(dir.path())).err().unwrap()
    };
    let error = open("999\n");
    assert!(matches!(error, OpenError::NewerFormat { found: 999, .. }), "{error}");
    assert!(matches!(open("hello"), OpenError::NotOurs { .. }));
    std::fs::remove_file(&format).unwrap();
    let error = Store::open(Options::at(dir.path())).err().unwrap();
    assert!(matches!(error, OpenError::NotOurs { .. }), "{error}");
}

/// What a commit does that finds fjall stopped by an earlier failed write.
#[test]
fn the_engine_opens_anew_when_no_reader_is_left() {
    let dir = TempDir::new("reopen");
    let engine = FjallEngine::open(dir.path()).unwrap();
    let mut batch = Batch::new();
    batch.put(vec![1], vec![1]);
    engine.commit(&batch).unwrap();
    engine.sync().unwrap();

    let snapshot = engine.snapshot();
    assert!(matches!(engine.reopen().err().unwrap(), StoreError::Engine(_)));
    assert!(snapshot.contains(&[1]).unwrap());
    drop(snapshot);
    let mut scan = engine.scan(&KeyRange::all());
    assert!(engine.reopen().is_err());
    scan.next().unwrap().unwrap();
    drop(scan);

    engine.reopen().unwrap();
    assert!(engine.contains(&[1]).unwrap());
    batch.put(vec![2], vec![2]);
    engine.commit(&batch).unwrap();
    engine.sync().unwrap();
    assert_eq!(engine.snapshot().scan(&KeyRange::all()).count(), 2);
}

/// fjall may write the end of a batch that failed when it is closed: the batch is then whole.
#[test]
fn a_refused_batch_does_not_come_back() {
    let dir = TempDir::new("refused");
    let engine = FjallEngine::open(dir.path()).unwrap();
    let mut before = Batch::new();
    before.put(vec![1], vec![1]);
    before.put(vec![2], vec![2]);
    engine.commit(&before).unwrap();

    let mut refused = Batch::new();
    refused.put(vec![1], vec![9]);
    refused.delete(vec![2]);
    refused.put(vec![3], vec![9]);
    let inverse = engine.reopen().unwrap().inverse(&refused).unwrap();
    engine.commit(&refused).unwrap();
    engine.refuse(inverse);
    engine.reopen().unwrap();

    let rows: Vec<_> = engine.scan(&KeyRange::all()).map(Result::unwrap).collect();
    assert_eq!(
        rows,
        [([1][..].to_vec(), [1]), ([2][..].to_vec(), [2])]
            .map(|(k, v)| { (bytes::Bytes::from(k), bytes::Bytes::copy_from_slice(&v)) })
    );
}

#[test]
fn a_large_deletion_gives_its_space_back() {
    let dir = TempDir::new("compact");
    let store = Store::open(Options::at(dir.path())).unwrap();
    for round in 0u32..11 {
        let mut batch = Batch::new();
        for number in 0u32..10_000 {
            let value = [round.to_be_bytes(), number.to_be_bytes()].concat().repeat(10);
            batch.put([round.to_be_bytes(), number.to_be_bytes()].concat(), value);
        }
        store.commit(&batch).unwrap();
    }
    assert_eq!(store.delete_range(&KeyRange::prefix(vec![0, 0, 0])).unwrap(), 110_000);
    assert_eq!(store.stats().keys, 0);
    assert!(store.stats().bytes < 100_000, "{:?}", store.stats());
}

fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
}

#[test]
fn fsync_mode_answers_every_ticket() {
    let dir = TempDir::new("fsync");
    let options = Options { dir: Some(dir.path().to_owned()), durability: Durability::Fsync };
    let store = Store::open(options).unwrap();
    let tickets: Vec<_> = (0..200).map(|number| put(&store, number, 10)).collect();
    assert!(tickets.is_sorted());
    for ticket in tickets.iter().rev() {
        block_on(store.wait_durable(*ticket)).unwrap();
    }
    block_on(store.wait_durable(store.commit(&Batch::new()).unwrap())).unwrap();
    assert_eq!(numbers(&store).len(), 200);
}

#[test]
fn process_mode_never_waits() {
    let dir = TempDir::new("process");
    let store = Store::open(Options::at(dir.path())).unwrap();
    let ticket = put(&store, 1, 10);
    block_on(store.wait_durable(ticket)).unwrap();
}

#[test]
fn a_disk_below_its_floor_refuses_writes_until_there_is_room() {
    let dir = TempDir::new("space");
    let mut guard = SpaceGuard::new(dir.path()).unwrap();
    guard.admit(1, Kind::Adds).unwrap();
    let floor = guard.set_floor(1 << 60);
    assert!(matches!(guard.admit(8 << 20, Kind::Adds), Err(StoreError::Full)));
    assert!(matches!(guard.admit(0, Kind::Adds), Err(StoreError::Full)));
    assert!(matches!(guard.admit(0, Kind::Deletes), Err(StoreError::Full)));
    guard.set_floor(floor);
    guard.admit(1, Kind::Adds).unwrap();
}
