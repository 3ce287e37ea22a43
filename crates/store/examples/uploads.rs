//! What contents of a mebibyte cost that come in at the same time, hashed one by one or side by
//! side: `cargo run --release -p store --example uploads DIR`.

#![allow(clippy::disallowed_methods)] // it measures real time

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use store::{BlobId, BlobStore, DigestSet, Durability, Options, Store};

const UPLOADS: u128 = 16;
const EACH: u128 = 24;
/// As a socket hands them on.
const PIECE: usize = 64 * 1024;
const PIECES: usize = 16;

fn main() {
    let dir = std::env::args().nth(1).expect("names a directory");
    let options = Options { dir: Some(PathBuf::from(dir)), durability: Durability::Process };
    let store = Store::open(options).expect("opens");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build();
    let runtime = runtime.expect("starts");
    for (how, is_beside) in [("one by one", false), ("side by side", true)].repeat(2) {
        let (start, busy) = (Instant::now(), on_cpu());
        let tasks: Vec<_> = (0..UPLOADS)
            .map(|upload| runtime.spawn(uploads(store.blobs.clone(), upload, is_beside)))
            .collect();
        runtime.block_on(async {
            for task in tasks {
                task.await.expect("does not panic");
            }
        });
        let count = (UPLOADS * EACH) as f64;
        let cpu_us = (on_cpu() - busy) * 1e6 / count;
        println!(
            "{how}: {cpu_us:.0} us of CPU per MiB, {:.0} MiB/s",
            count / start.elapsed().as_secs_f64()
        );
    }
}

async fn uploads(blobs: Arc<BlobStore>, upload: u128, is_beside: bool) {
    let piece = vec![7; PIECE];
    for number in 0..EACH {
        let id = BlobId(upload * EACH + number);
        let mut staging = blobs.stage(id, DigestSet::NONE);
        if is_beside {
            staging.expect_beside_others((PIECE * PIECES) as u64).expect("has room");
        }
        for _ in 0..PIECES {
            staging.write(&piece).expect("writes");
            staging.keep_pace().await;
            tokio::task::yield_now().await;
        }
        staging.finish_beside_others().await.expect("finishes");
        blobs.remove(id).expect("removes");
    }
}

/// Seconds for which all threads of this process have run. Linux tells it, in hundredths.
fn on_cpu() -> f64 {
    let told = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = told.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|it| it.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}
