//! Snapshots: what is in them, what takes the place of what, and what is left of those that fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use parking_lot::Mutex;

use super::TempDir;
use crate::blob::BlobId;
use crate::digest::DigestSet;
use crate::engine::{Batch, KeyRange};
use crate::open::{Options, Store};
use crate::snapshots::SnapshotError;

fn put(store: &Store, key: &str, value: &str) {
    let mut batch = Batch::new();
    batch.put(key.as_bytes().to_vec(), value.as_bytes().to_vec());
    store.commit(&batch).unwrap();
}

fn add_content(store: &Store, id: u128, byte: u8, len: usize) {
    let mut staging = store.blobs.stage(BlobId(id), DigestSet::NONE);
    staging.write(&vec![byte; len]).unwrap();
    staging.finish().unwrap();
}

fn rows(store: &Store) -> Vec<(String, String)> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let pairs = store.engine.scan(&KeyRange::all());
    pairs.map(|pair| pair.map(|(key, value)| (text(&key), text(&value))).unwrap()).collect()
}

fn save(store: &Store, name: &str) {
    store.save_snapshot(name, || (), |()| b"about it".to_vec()).unwrap();
}

fn load(store: &Store, name: &str) {
    let branch = store.open_snapshot(name).unwrap();
    store.switch_to(branch, |_| Ok(())).unwrap();
}

fn pairs(from: &[(&str, &str)]) -> Vec<(String, String)> {
    from.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

fn check_saves_and_loads(store: &Store) {
    put(store, "a", "1");
    put(store, "b", "1");
    add_content(store, 7, 7, 30_000);
    save(store, "one");
    put(store, "a", "2");
    put(store, "c", "2");
    store.blobs.remove(BlobId(7)).unwrap();
    add_content(store, 8, 8, 30_000);
    save(store, "two");
    assert!(matches!(
        store.save_snapshot("two", || (), |()| Vec::new()),
        Err(SnapshotError::Exists(name)) if name == "two"
    ));

    load(store, "one");
    assert_eq!(rows(store), pairs(&[("a", "1"), ("b", "1")]));
    assert_eq!(store.engine.get(b"a").unwrap().unwrap(), &b"1"[..]);
    assert_eq!(store.blobs.list().unwrap(), [(BlobId(7), 30_000)]);
    put(store, "d", "3");
    load(store, "two");
    assert_eq!(rows(store), pairs(&[("a", "2"), ("b", "1"), ("c", "2")]));
    assert_eq!(store.blobs.list().unwrap(), [(BlobId(8), 30_000)]);
    load(store, "one");
    assert_eq!(rows(store), pairs(&[("a", "1"), ("b", "1")]), "loading leaves it as it was");

    let names: Vec<String> = store.snapshots().unwrap().into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["one", "two"]);
    assert_eq!(store.find_snapshot("one").unwrap().unwrap().about, &b"about it"[..]);
    store.delete_snapshot("one").unwrap();
    assert!(matches!(store.open_snapshot("one"), Err(SnapshotError::NotFound(_))));
    assert!(matches!(store.delete_snapshot("one"), Err(SnapshotError::NotFound(_))));
    assert_eq!(rows(store), pairs(&[("a", "1"), ("b", "1")]), "the world is not its snapshot");
    assert_eq!(store.blobs.list().unwrap(), [(BlobId(7), 30_000)]);
    for name in ["", ".", ".hidden", "a/b", "..", &"x".repeat(65)] {
        let refused = store.save_snapshot(name, || (), |()| Vec::new());
        assert!(matches!(refused, Err(SnapshotError::Name)), "{name:?}");
    }
}

#[test]
fn worlds_are_kept_and_come_back() {
    let dir = TempDir::new("snapshots");
    let store = Store::open(Options::at(dir.path())).unwrap();
    check_saves_and_loads(&store);
    drop(store);
    let store = Store::open(Options::at(dir.path())).unwrap();
    assert_eq!(rows(&store), pairs(&[("a", "1"), ("b", "1")]), "and stay after a restart");
    assert_eq!(store.blobs.list().unwrap(), [(BlobId(7), 30_000)]);
    load(&store, "two");
    assert_eq!(rows(&store), pairs(&[("a", "2"), ("b", "1"), ("c", "2")]));
}

#[test]
fn worlds_in_memory_are_kept_and_come_back() {
    check_saves_and_loads(&Store::ephemeral());
}

#[test]
fn what_was_open_before_a_load_can_still_be_read() {
    let dir = TempDir::new("snapshot-readers");
    let store = Store::open(Options::at(dir.path())).unwrap();
    put(&store, "a", "1");
    add_content(&store, 7, 7, 30_000);
    save(&store, "one");
    put(&store, "a", "2");
    let view = store.engine.snapshot();
    let file = store.blobs.open_file(BlobId(7)).unwrap().unwrap();
    load(&store, "one");
    put(&store, "a", "3");
    assert_eq!(view.get(b"a").unwrap().unwrap(), &b"2"[..]);
    let mut byte = [0];
    file.read_at(29_999, &mut byte).unwrap();
    assert_eq!(byte, [7]);
}

#[test]
fn a_save_is_one_moment_while_others_write() {
    let dir = TempDir::new("snapshot-load");
    let store = Arc::new(Store::open(Options::at(dir.path())).unwrap());
    let writer = Arc::new(Mutex::new(()));
    let (stop, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // Big enough for tables to be written and merged meanwhile.
            let filler = "x".repeat(20_000);
            while !stop.load(Ordering::Acquire) {
                let _turn = writer.lock();
                let number = written.load(Ordering::Acquire) + 1;
                let mut batch = Batch::new();
                batch.put(format!("n{:08}", number % 2_000).into_bytes(), filler.clone());
                batch.put(&b"last"[..], number.to_string());
                store.commit(&batch).unwrap();
                written.store(number, Ordering::Release);
            }
        });
        for round in 0..8 {
            while written.load(Ordering::Acquire) < (round + 1) * 400 {
                std::thread::yield_now();
            }
            let mut at = 0;
            let name = format!("round-{round}");
            store
                .save_snapshot(
                    &name,
                    || writer.lock(),
                    |_| {
                        at = written.load(Ordering::Acquire);
                        at.to_string().into_bytes()
                    },
                )
                .unwrap();
        }
        stop.store(true, Ordering::Release);
    });
    for saved in store.snapshots().unwrap() {
        let branch = store.open_snapshot(&saved.name).unwrap();
        assert_eq!(branch.view.get(b"last").unwrap().unwrap(), saved.about, "{}", saved.name);
        let filled = branch.view.scan(&KeyRange::prefix(&b"n"[..])).count() as u64;
        let number: u64 = std::str::from_utf8(&saved.about).unwrap().parse().unwrap();
        assert_eq!(filled, number.min(2_000), "{}", saved.name);
    }
    drop(store);
    let left = std::fs::read_dir(dir.path().join("worlds")).unwrap().count();
    assert_eq!(left, 0, "copies that were only read are gone");
}

#[test]
fn a_save_that_fails_leaves_nothing() {
    let dir = TempDir::new("snapshot-fails");
    let store = Store::open(Options::at(dir.path())).unwrap();
    put(&store, "a", "1");
    // A plain file stands where the folder of snapshots is to be.
    std::fs::write(dir.path().join("snapshots"), b"in the way").unwrap();
    assert!(store.save_snapshot("one", || (), |()| Vec::new()).is_err());
    std::fs::remove_file(dir.path().join("snapshots")).unwrap();
    assert_eq!(store.snapshots().unwrap().len(), 0);
    put(&store, "b", "1");
    // As if the process had been killed half-way.
    save(&store, "whole");
    let snapshots = dir.path().join("snapshots");
    std::fs::create_dir_all(snapshots.join(".half/db")).unwrap();
    std::fs::create_dir_all(dir.path().join("worlds/41/db")).unwrap();
    drop(store);
    let store = Store::open(Options::at(dir.path())).unwrap();
    assert_eq!(store.snapshots().unwrap().len(), 1);
    assert!(!snapshots.join(".half").exists() && !dir.path().join("worlds/41").exists());
    assert_eq!(rows(&store), pairs(&[("a", "1"), ("b", "1")]));
}

#[test]
fn removals_wait_for_a_save() {
    let dir = TempDir::new("snapshot-removals");
    let store = Store::open(Options::at(dir.path())).unwrap();
    add_content(&store, 7, 7, 30_000);
    let hold = store.blobs.hold();
    store.blobs.remove(BlobId(7)).unwrap();
    assert!(store.blobs.contains(BlobId(7)));
    drop(hold);
    assert!(!store.blobs.contains(BlobId(7)));
}

#[test]
fn one_file_goes_from_any_store_to_any_other() {
    let dir = TempDir::new("snapshot-file");
    let on_disk = Store::open(Options::at(dir.path())).unwrap();
    let in_memory = Store::ephemeral();
    put(&in_memory, "a", "1");
    put(&in_memory, "b", &"long".repeat(10_000));
    add_content(&in_memory, 7, 7, 1_000_000);
    save(&in_memory, "one");
    let mut file = Vec::new();
    in_memory.export_snapshot("one", &mut file).unwrap();

    on_disk.import_snapshot("there", &file[..]).unwrap();
    load(&on_disk, "there");
    assert_eq!(rows(&on_disk), rows(&in_memory));
    assert_eq!(on_disk.blobs.list().unwrap(), [(BlobId(7), 1_000_000)]);
    assert_eq!(on_disk.find_snapshot("there").unwrap().unwrap().about, &b"about it"[..]);
    let mut again = Vec::new();
    on_disk.export_snapshot("there", &mut again).unwrap();
    let other = Store::ephemeral();
    other.import_snapshot("back", &again[..]).unwrap();
    load(&other, "back");
    assert_eq!(rows(&other), rows(&in_memory));

    let newer = String::from_utf8_lossy(&file[..20]).replace('1', "9");
    let refused = other.import_snapshot("newer", newer.as_bytes());
    assert!(matches!(refused, Err(SnapshotError::Newer { found: 9, known: 1 })), "{refused:?}");
    for cut in [0, 10, 30, file.len() / 2, file.len() - 1] {
        let refused = on_disk.import_snapshot("cut", &file[..cut]);
        assert!(matches!(refused, Err(SnapshotError::Damaged(_))), "{cut}: {refused:?}");
    }
    let mut changed = file.clone();
    let middle = changed.len() - 40;
    changed[middle] ^= 1;
    assert!(on_disk.import_snapshot("changed", &changed[..]).is_err());
    assert_eq!(on_disk.snapshots().unwrap().len(), 1, "nothing of them is left");
}
