//! Which rules of a bus match an event: the in-memory index of the rules that have patterns.
//!
//! It is a fold over the rows of one bus in [`crate::state::RULES`], loaded when the bus is first
//! used. Patterns are compiled once; the cost of an event does not grow with rules that have
//! nothing to do with it ([`event_pattern::PatternSet`]).

use std::collections::BTreeMap;
use std::sync::Arc;

use event_pattern::{Pattern, PatternSet, Value};
use kernel::resident::Index;
use kernel::{ApiError, Scope};
use store::{Range, Tx};

use crate::state::{RULES, RuleRow};

/// Names a bus.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BusKey {
    pub scope: Scope,
    pub bus: String,
}

#[derive(Debug)]
pub struct BusIndex {
    rules: BTreeMap<String, Arc<RuleRow>>,
    patterns: PatternSet<String>,
    /// Rules whose patterns have wildcards.
    wildcards: usize,
}

/// A rule's row before and after.
#[derive(Debug)]
pub struct Change {
    pub rule: String,
    pub before: Option<Arc<RuleRow>>,
    pub after: Option<Arc<RuleRow>>,
}

impl Index for BusIndex {
    type Key = BusKey;
    type Change = Change;

    fn load(tx: &Tx, key: &BusKey) -> Result<BusIndex, ApiError> {
        let mut index =
            BusIndex { rules: BTreeMap::new(), patterns: PatternSet::new(), wildcards: 0 };
        let range = Range::within(&(key.bus.as_str(),));
        for entry in RULES.at(tx, &key.scope).scan(&range) {
            let ((_, rule), row) = entry?;
            index.set(&rule, Some(&Arc::new(row)));
        }
        Ok(index)
    }

    fn apply(&mut self, change: &Change) {
        self.set(&change.rule, change.after.as_ref());
    }

    fn revert(&mut self, change: &Change) {
        self.set(&change.rule, change.before.as_ref());
    }
}

impl BusIndex {
    /// How many rules the bus has, those that services manage left out.
    pub fn owned(&self) -> usize {
        self.rules.values().filter(|row| row.managed_by.is_none()).count()
    }

    pub fn rule(&self, name: &str) -> Option<&Arc<RuleRow>> {
        self.rules.get(name)
    }

    pub fn wildcards(&self) -> usize {
        self.wildcards
    }

    /// The rules whose patterns match, in the order of their names.
    pub fn matching(&self, event: &Value) -> Vec<(String, Arc<RuleRow>)> {
        let names = self.patterns.matching(event).into_iter();
        names.map(|name| (name.clone(), self.rules[name].clone())).collect()
    }

    fn set(&mut self, rule: &str, row: Option<&Arc<RuleRow>>) {
        let before = self.rules.remove(rule);
        if let Some(row) = row {
            self.rules.insert(rule.to_owned(), row.clone());
        }
        let pattern_of = |row: Option<&Arc<RuleRow>>| row.and_then(|row| row.pattern.clone());
        let (old, new) = (pattern_of(before.as_ref()), pattern_of(row));
        if old == new {
            return;
        }
        if let Some(pattern) = old.and_then(|text| compiled(rule, &text)) {
            self.wildcards -= usize::from(pattern.has_wildcards());
        }
        match new.and_then(|text| compiled(rule, &text)) {
            None => self.patterns.remove(&rule.to_owned()),
            Some(pattern) => {
                self.wildcards += usize::from(pattern.has_wildcards());
                self.patterns.insert(rule.to_owned(), Arc::new(pattern));
            }
        }
    }
}

/// Patterns were compiled before they were kept. One that an older version has taken and that is
/// wrong today matches nothing.
fn compiled(rule: &str, text: &str) -> Option<Pattern> {
    let pattern = Pattern::compile(text);
    debug_assert!(pattern.is_ok(), "the pattern of {rule} was kept and is none: {pattern:?}");
    pattern.ok()
}
