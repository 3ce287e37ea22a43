//! Policies that were read, by their text: a queue's policy is read once, not with every message.

use std::sync::Arc;

use parking_lot::Mutex;
use policy::{Kind, Policy};
use rustc_hash::FxHashMap;

/// Texts of a generation together, in bytes. A policy takes a few times as much as its text.
const GENERATION_BYTES_MAX: usize = 2 << 20;

/// A cache of two generations: when the younger is full, it becomes the elder, and what nobody
/// has asked for since is forgotten with the one before.
#[derive(Debug, Default)]
pub struct Documents {
    generations: Mutex<Generations>,
}

#[derive(Debug, Default)]
struct Generations {
    younger: FxHashMap<Arc<str>, Known>,
    elder: FxHashMap<Arc<str>, Known>,
    bytes: usize,
}

#[derive(Clone, Debug)]
enum Known {
    Policy(Arc<Policy>),
    Unreadable,
}

impl Documents {
    /// `None` for a text that is no policy. Services have accepted what comes here.
    pub fn read(&self, text: &str) -> Option<Arc<Policy>> {
        let known = self.generations.lock().find(text);
        let known = known.unwrap_or_else(|| {
            let known = match Policy::parse(text, Kind::Accepted) {
                Ok(policy) => Known::Policy(Arc::new(policy)),
                Err(error) => {
                    tracing::warn!(%error, "a policy cannot be read");
                    Known::Unreadable
                }
            };
            self.generations.lock().keep(Arc::from(text), known.clone());
            known
        });
        match known {
            Known::Policy(policy) => Some(policy),
            Known::Unreadable => None,
        }
    }
}

impl Generations {
    fn find(&mut self, text: &str) -> Option<Known> {
        if let Some(known) = self.younger.get(text) {
            return Some(known.clone());
        }
        let (text, known) = self.elder.remove_entry(text)?;
        self.keep(text, known.clone());
        Some(known)
    }

    fn keep(&mut self, text: Arc<str>, known: Known) {
        if self.bytes + text.len() > GENERATION_BYTES_MAX {
            self.elder = std::mem::take(&mut self.younger);
            self.bytes = 0;
        }
        self.bytes += text.len();
        self.younger.insert(text, known);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(number: usize) -> String {
        let sid = format!("{number:0>50000}");
        format!(r#"{{"Statement":{{"Sid":"{sid}","Effect":"Deny","Principal":"*","Action":"*"}}}}"#)
    }

    #[test]
    fn what_is_asked_for_stays_and_the_rest_is_forgotten() {
        let documents = Documents::default();
        let first = documents.read(&text(0)).expect("it is a policy");
        for number in 1..200 {
            documents.read(&text(number));
            let again = documents.read(&text(0)).expect("it is a policy");
            assert!(Arc::ptr_eq(&first, &again), "read again after {number} others");
        }
        let generations = documents.generations.lock();
        let kept = generations.younger.len() + generations.elder.len();
        assert!(kept <= 2 * GENERATION_BYTES_MAX / 50_000, "{kept} are kept");
    }

    #[test]
    fn what_is_no_policy_is_none() {
        assert!(Documents::default().read("{").is_none());
    }
}
