//! How long a mebibyte takes, alone and beside others: `cargo run --release -p md5-lanes --example
//! measure`.

use std::time::Duration;

use md5::Digest as _;
use md5_lanes::{State, Task, advance};

const MEBIBYTE: usize = 1 << 20;
const TURNS: u32 = 50;

fn main() {
    let bytes: Vec<u8> = (0..MEBIBYTE).map(|i| (i * 31 % 251) as u8).collect();
    let start = on_cpu();
    for _ in 0..TURNS {
        std::hint::black_box(md5::Md5::digest(&bytes));
    }
    println!("md-5, alone: {:?} per MiB", on_cpu().saturating_sub(start) / TURNS);
    for count in [1_u32, 2, 3, 4, 8, 12, 16, 32] {
        let start = on_cpu();
        for _ in 0..TURNS {
            let mut states = vec![State::new(); count as usize];
            let mut tasks: Vec<Task<'_>> =
                states.iter_mut().map(|state| Task { state, bytes: &bytes }).collect();
            advance(&mut tasks);
            std::hint::black_box(states);
        }
        println!("{count} at once: {:?} per MiB", on_cpu().saturating_sub(start) / TURNS / count);
    }
}

/// For how long this thread has run: others' load does not count. Linux tells it.
fn on_cpu() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = told.split(' ').next().and_then(|text| text.parse().ok());
    Duration::from_nanos(first.unwrap_or_default())
}
