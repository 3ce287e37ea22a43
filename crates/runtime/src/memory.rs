//! The memory that a process and its children use: resident pages, as Linux tells them.

use std::fs;

/// Of a tree of processes at most so many are counted.
const PROCESSES_MAX: usize = 256;

/// Resident bytes of a process and all that descend from it. 0 where the system does not tell.
pub fn resident_bytes(process: u32) -> u64 {
    let mut pending = vec![process];
    let (mut seen, mut pages) = (0, 0);
    while let Some(id) = pending.pop() {
        seen += 1;
        if seen > PROCESSES_MAX {
            break;
        }
        pages += resident_pages(id);
        pending.extend(children(id));
    }
    pages * rustix::param::page_size() as u64
}

fn resident_pages(id: u32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{id}/statm")).unwrap_or_default();
    text.split(' ').nth(1).and_then(|pages| pages.parse().ok()).unwrap_or(0)
}

fn children(id: u32) -> Vec<u32> {
    let Ok(threads) = fs::read_dir(format!("/proc/{id}/task")) else { return Vec::new() };
    let texts = threads
        .flatten()
        .filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    texts.flat_map(|text| numbers(&text)).collect()
}

fn numbers(text: &str) -> Vec<u32> {
    text.split_whitespace().filter_map(|number| number.parse().ok()).collect()
}
