//! Which operations have answered a success since start: for the coverage table.

use std::collections::BTreeSet;

use parking_lot::RwLock;

/// Operations that have succeeded at least once.
#[derive(Debug, Default)]
pub struct Exercised(RwLock<BTreeSet<(&'static str, &'static str)>>);

impl Exercised {
    pub fn note(&self, service: &'static str, operation: &'static str) {
        let entry = (service, operation);
        // Nearly always there already: the shared lock is enough.
        if !self.0.read().contains(&entry) {
            self.0.write().insert(entry);
        }
    }

    pub fn all(&self) -> Vec<(&'static str, &'static str)> {
        self.0.read().iter().copied().collect()
    }
}
