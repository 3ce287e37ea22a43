//! What happened in a run, as it happened: the ground of every fact.

use std::collections::BTreeMap;
use std::time::Duration;

use kernel::Timestamp;
use regex::Regex;

/// One message, order or event of a load: `events-12`.
#[derive(Clone, Debug)]
pub struct Item {
    pub load: String,
    pub n: u64,
    pub group: String,
    /// When the producer first tried.
    pub at: Timestamp,
    /// When it was taken; `None` when every attempt was refused.
    pub accepted: Option<Timestamp>,
}

/// One item in the hands of one worker.
#[derive(Clone, Debug)]
pub struct Handling {
    pub key: String,
    pub consumer: String,
    pub begun: Timestamp,
    pub done: Option<Timestamp>,
}

/// One request to a service.
#[derive(Clone, Debug)]
pub struct Request {
    pub at: Timestamp,
    pub service: String,
    pub operation: String,
    pub actor: String,
    /// Code and message of its refusal.
    pub refused: Option<(String, String)>,
}

/// What a consumer has counted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub receives: u64,
    pub empty: u64,
    pub failures: u64,
    pub deaths: u64,
}

/// A measured value, and the example that shows it best.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    pub value: Measure,
    pub example: String,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Measure {
    Number(f64),
    Text(String),
}

#[derive(Debug, Default)]
pub struct Ledger {
    pub start: Timestamp,
    pub items: BTreeMap<String, Item>,
    pub handlings: Vec<Handling>,
    pub requests: Vec<Request>,
    pub counts: BTreeMap<String, Counts>,
    /// Calls of setups that make things: what there is to operate.
    pub setup_calls: u64,
    /// Depth of watched queues: (seconds, messages).
    pub depths: BTreeMap<String, Vec<(f64, u64)>>,
    pub marks: Vec<(String, Timestamp)>,
    pub facts: BTreeMap<String, Fact>,
    /// USD by service and usage type: the bill.
    pub charges: BTreeMap<String, f64>,
    /// Refusals that a front has given: (load, time).
    pub refusals: Vec<(String, Timestamp)>,
    /// What went wrong so that the run could not go on.
    pub broken: Option<String>,
    pub last_activity: Timestamp,
    pub ended: Timestamp,
}

impl Ledger {
    pub fn seconds(&self, at: Timestamp) -> f64 {
        at.since(self.start).as_secs_f64()
    }

    pub fn since_start(&self, at: Timestamp) -> Duration {
        at.since(self.start)
    }

    pub fn mark(&self, name: &str) -> Option<Timestamp> {
        self.marks.iter().rev().find(|(known, _)| known == name).map(|(_, at)| *at)
    }

    /// The key of an item of this run that stands in a text.
    pub fn key_in(&self, text: &str) -> Option<String> {
        keys(text).find(|key| self.items.contains_key(*key)).map(str::to_owned)
    }

    pub fn keys_in(&self, text: &str) -> Vec<String> {
        keys(text).filter(|key| self.items.contains_key(*key)).map(str::to_owned).collect()
    }

    pub fn put(&mut self, name: impl Into<String>, value: f64) {
        self.put_with(name, value, String::new());
    }

    pub fn put_with(&mut self, name: impl Into<String>, value: f64, example: String) {
        self.facts.insert(name.into(), Fact { value: Measure::Number(value), example });
    }

    pub fn put_text(&mut self, name: impl Into<String>, value: &str, example: String) {
        let value = Measure::Text(value.to_owned());
        self.facts.insert(name.into(), Fact { value, example });
    }
}

/// What has the form of a key.
fn keys(text: &str) -> impl Iterator<Item = &str> {
    static FORM: std::sync::LazyLock<Regex> = std::sync::LazyLock::new(|| {
        Regex::new("[a-z]+(?:-[a-z]+)*-[0-9]+").expect("the expression is constant")
    });
    FORM.find_iter(text).map(|found| found.as_str())
}

pub fn key(load: &str, n: u64) -> String {
    format!("{load}-{n}")
}
