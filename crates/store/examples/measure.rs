//! Measures the store on this machine: `cargo run --release -p store --example measure [DIR]`.

#![allow(clippy::disallowed_methods)] // it measures real time

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use store::{
    BlobId, DigestSet, Digests, Durability, KeyRange, Options, Range, Scope, Store, Table,
};

static ROWS: Table<(String, u64), Bytes> = Table::regional("measure", "rows");
const SCOPE: Scope = Scope::new(*b"000000000000", "us-east-1");
const PUTS: u64 = 1_000_000;

fn main() {
    let dir = std::env::args().nth(1).map_or_else(std::env::temp_dir, PathBuf::from);
    let dir = dir.join(format!("nephele-measure-{}", std::process::id()));
    if std::env::args().nth(2).as_deref() == Some("contents") {
        let options = Options { dir: Some(dir.clone()), durability: Durability::Process };
        contents(&Store::open(options).expect("opens"));
        std::fs::remove_dir_all(&dir).expect("removable");
        return;
    }
    digests();
    let options = Options { dir: Some(dir.clone()), durability: Durability::Process };
    println!("memory before open: {} KiB", resident_kib());
    let start = Instant::now();
    let store = Store::open(options.clone()).expect("opens");
    println!("open, empty: {:?}, memory {} KiB", start.elapsed(), resident_kib());
    single_puts(&store);
    println!("memory after: {} KiB", resident_kib());
    reads(&store);
    contents(&store);
    drop(store);
    let start = Instant::now();
    let store = Store::open(options).expect("opens");
    println!("open, {PUTS} rows: {:?}, memory {} KiB", start.elapsed(), resident_kib());
    drop(store);
    std::fs::remove_dir_all(&dir).expect("removable");
    group_commit(dir.clone());
    std::fs::remove_dir_all(&dir).expect("removable");
}

fn resident_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|text| text.trim().split(' ').next()?.parse().ok()).unwrap_or(0)
}

fn single_puts(store: &Store) {
    let value = Bytes::from(vec![b'x'; 300]);
    let mut slowest = Duration::ZERO;
    let (mut over_1_ms, mut over_10_ms) = (0, 0);
    let start = Instant::now();
    for number in 0..PUTS {
        let before = Instant::now();
        let mut tx = store.write();
        ROWS.at_mut(&mut tx, &SCOPE).put(&("orders", number), &value);
        store.commit(&tx.into_batch()).expect("commits");
        let took = before.elapsed();
        slowest = slowest.max(took);
        over_1_ms += u32::from(took > Duration::from_millis(1));
        over_10_ms += u32::from(took > Duration::from_millis(10));
        if (number + 1) % (PUTS / 10) == 0 {
            println!(
                "  {} puts, {:.0}/s",
                number + 1,
                (number + 1) as f64 / start.elapsed().as_secs_f64()
            );
        }
    }
    println!(
        "single-put commits of 300 B: {:.0}/s, slowest {slowest:?}, {over_1_ms} over 1 ms, \
         {over_10_ms} over 10 ms",
        PUTS as f64 / start.elapsed().as_secs_f64()
    );
}

fn reads(store: &Store) {
    let start = Instant::now();
    let mut number = 1u64;
    for _ in 0..200_000 {
        // A full-period step through all keys.
        number = (number * 5 + 3) % PUTS;
        let tx = store.read();
        assert!(ROWS.at(&tx, &SCOPE).get(&("orders", number)).expect("reads").is_some());
    }
    println!("gets on fresh snapshots: {:.0}/s", 200_000.0 / start.elapsed().as_secs_f64());
    let start = Instant::now();
    let count = store.engine.scan(&KeyRange::all()).flatten().count();
    println!("full scan: {:.0} rows/s", count as f64 / start.elapsed().as_secs_f64());
    let start = Instant::now();
    for number in 0..20_000 {
        let tx = store.read();
        let range = Range::within(&("orders",)).after(&("orders", number * 40));
        assert_eq!(ROWS.at(&tx, &SCOPE).scan(&range).take(10).count(), 10);
    }
    println!("scans of 10 rows: {:.0}/s", 20_000.0 / start.elapsed().as_secs_f64());
}

fn contents(store: &Store) {
    let piece = vec![7u8; 64 * 1024];
    let start = Instant::now();
    for number in 0..1_000 {
        let mut staging = store.blobs.stage(BlobId(number), DigestSet::NONE);
        staging.expect_len(1 << 20).expect("has room");
        for _ in 0..16 {
            staging.write(&piece).expect("writes");
        }
        staging.finish().expect("finishes");
        let mut tx = store.write();
        ROWS.at_mut(&mut tx, &SCOPE).put(&("contents", number as u64), &Bytes::new());
        store.commit(&tx.into_batch()).expect("commits");
    }
    println!("contents of 1 MiB: {:.0}/s", 1_000.0 / start.elapsed().as_secs_f64());
    for number in 0..1_000 {
        store.blobs.remove(BlobId(number)).expect("removes");
    }
}

fn group_commit(dir: PathBuf) {
    const THREADS: u64 = 2;
    const TASKS: u64 = 256;
    let options = Options { dir: Some(dir), durability: Durability::Fsync };
    let store = Arc::new(Store::open(options).expect("opens"));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(THREADS as usize)
        .build()
        .expect("starts");
    let writer = Arc::new(std::sync::Mutex::new(()));
    let start = Instant::now();
    let tasks: Vec<_> = (0..TASKS)
        .map(|task| {
            let (store, writer) = (store.clone(), writer.clone());
            runtime.spawn(async move {
                let value = Bytes::from(vec![b'x'; 300]);
                for number in 0..500 {
                    let ticket = {
                        let _one = writer.lock().expect("not poisoned");
                        let mut tx = store.write();
                        ROWS.at_mut(&mut tx, &SCOPE).put(&("orders", task << 32 | number), &value);
                        store.commit(&tx.into_batch()).expect("commits")
                    };
                    store.wait_durable(ticket).await.expect("syncs");
                }
            })
        })
        .collect();
    for task in tasks {
        runtime.block_on(task).expect("no panic");
    }
    println!(
        "fsynced puts, {TASKS} in flight: {:.0}/s",
        (TASKS * 500) as f64 / start.elapsed().as_secs_f64()
    );
}

fn digests() {
    let bytes = vec![b'x'; 64 * 1024 * 1024];
    let of = |name: &str, set: DigestSet| {
        let start = Instant::now();
        std::hint::black_box(Digests::of(&bytes, set));
        println!("{name}: {:.0} MB/s", bytes.len() as f64 / 1e6 / start.elapsed().as_secs_f64());
    };
    of("MD5", DigestSet::NONE);
    of("MD5 + SHA-256", DigestSet { sha256: true, ..DigestSet::NONE });
    of("MD5 + SHA-1", DigestSet { sha1: true, ..DigestSet::NONE });
    of("MD5 + CRC32", DigestSet { crc32: true, ..DigestSet::NONE });
    of("MD5 + CRC32C", DigestSet { crc32c: true, ..DigestSet::NONE });
    of("MD5 + CRC64NVME", DigestSet { crc64nvme: true, ..DigestSet::NONE });
}
