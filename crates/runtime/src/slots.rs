//! Who runs at the same time: counts by name, with limits that are given at each entry.

use std::collections::BTreeMap;

use parking_lot::Mutex;

static RUNNING: Mutex<BTreeMap<String, u32>> = Mutex::new(BTreeMap::new());

/// A place among those who run, given back when it is dropped.
#[derive(Debug)]
pub struct Slot(Vec<String>);

/// Enters all counts of these names, or none: then answers the first that is full.
pub fn enter<'a>(counts: &[(&'a str, u32)]) -> Result<Slot, &'a str> {
    let mut running = RUNNING.lock();
    let full = counts.iter().find(|(name, max)| running.get(*name).copied().unwrap_or(0) >= *max);
    if let Some((name, _)) = full {
        return Err(name);
    }
    for (name, _) in counts {
        *running.entry((*name).to_owned()).or_default() += 1;
    }
    Ok(Slot(counts.iter().map(|(name, _)| (*name).to_owned()).collect()))
}

/// How many have entered under this name.
pub fn running(name: &str) -> u32 {
    RUNNING.lock().get(name).copied().unwrap_or(0)
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut running = RUNNING.lock();
        for name in &self.0 {
            if let Some(count) = running.get_mut(name) {
                *count -= 1;
                if *count == 0 {
                    running.remove(name);
                }
            }
        }
    }
}
