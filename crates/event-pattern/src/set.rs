//! Many patterns at once: which of them match an event?
//!
//! Each branch of a pattern is filed under one of its fields whose values can be looked up, the one
//! that tells most at the moment; an event is walked once to collect the branches that are filed
//! under what it holds, and only these are matched. So the patterns that an event has nothing to do
//! with cost nothing, unless nothing of them can be looked up.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;
use std::sync::Arc;

use crate::address;
use crate::compile::Branch;
use crate::json::Value;
use crate::number;
use crate::operator::{Operator, fold_case};
use crate::pattern::Pattern;

/// Patterns by the keys of their owner.
#[derive(Clone, Debug)]
pub struct PatternSet<K> {
    patterns: BTreeMap<K, Filed>,
    /// Branches, each at its number; free numbers are used again.
    places: Vec<Option<(K, usize)>>,
    free: Vec<usize>,
    root: Step,
    /// Branches of which nothing can be looked up.
    others: BTreeSet<usize>,
}

#[derive(Clone, Debug)]
struct Filed {
    pattern: Arc<Pattern>,
    /// Of each branch: its number, and the path under which it stands.
    branches: Vec<(usize, Option<Arc<str>>)>,
}

/// A step on the paths under which branches stand.
#[derive(Clone, Debug, Default)]
struct Step {
    children: HashMap<Box<str>, Step>,
    values: HashMap<Term, Vec<usize>>,
    /// How many branches ask for a prefix of that many bytes.
    prefix_lens: BTreeMap<usize, usize>,
    ignores_case: usize,
}

/// What can be looked up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Term {
    Text(Box<str>),
    Folded(Box<str>),
    Prefix(Box<str>),
    Address(IpAddr),
    Number(i64),
    NumberText(Box<str>),
    True,
    False,
    Null,
}

impl<K: Ord + Clone> PatternSet<K> {
    pub fn new() -> PatternSet<K> {
        PatternSet {
            patterns: BTreeMap::new(),
            places: Vec::new(),
            free: Vec::new(),
            root: Step::default(),
            others: BTreeSet::new(),
        }
    }

    pub fn len(&self) -> usize {
        self.patterns.len()
    }

    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Adds a pattern, in place of the one that the key had.
    pub fn insert(&mut self, key: K, pattern: Arc<Pattern>) {
        self.remove(&key);
        let mut branches = Vec::with_capacity(pattern.branches().len());
        for (at, branch) in pattern.branches().iter().enumerate() {
            let number = self.free.pop().unwrap_or_else(|| {
                self.places.push(None);
                self.places.len() - 1
            });
            self.places[number] = Some((key.clone(), at));
            branches.push((number, self.file(number, branch)));
        }
        self.patterns.insert(key, Filed { pattern, branches });
    }

    pub fn remove(&mut self, key: &K) {
        let Some(Filed { pattern, branches }) = self.patterns.remove(key) else { return };
        for ((number, path), branch) in branches.into_iter().zip(pattern.branches()) {
            match path {
                None => drop(self.others.remove(&number)),
                Some(path) => {
                    let terms = terms(&branch[&path]).unwrap_or_default();
                    self.root.remove(&path, &terms, number);
                }
            }
            self.places[number] = None;
            self.free.push(number);
        }
    }

    /// The keys of the patterns that match, in order.
    pub fn matching(&self, event: &Value) -> Vec<&K> {
        let mut found = self.others.clone();
        self.root.collect(event, &mut found);
        let mut keys = BTreeSet::new();
        for number in found {
            let Some((key, branch)) = &self.places[number] else { continue };
            if !keys.contains(key) && self.patterns[key].pattern.branch_matches(*branch, event) {
                keys.insert(key);
            }
        }
        keys.into_iter().collect()
    }

    /// Files a branch where the fewest others stand; answers the path, if there is any.
    fn file(&mut self, number: usize, branch: &Branch) -> Option<Arc<str>> {
        let candidates = branch.iter().filter_map(|(path, operators)| {
            let terms = terms(operators)?;
            let crowd: usize = terms.iter().map(|term| self.root.crowd(path, term)).sum();
            Some((crowd, terms.len(), path, terms))
        });
        // Of equally good paths the last: details tell more than the source.
        let best = candidates
            .reduce(|best, next| if (next.0, next.1) <= (best.0, best.1) { next } else { best });
        let Some((_, _, path, terms)) = best else {
            self.others.insert(number);
            return None;
        };
        self.root.insert(path, terms, number);
        Some(path.clone())
    }
}

impl<K: Ord + Clone> Default for PatternSet<K> {
    fn default() -> Self {
        PatternSet::new()
    }
}

/// The terms of a field, if all its operators can be looked up.
fn terms(operators: &[Operator]) -> Option<Vec<Term>> {
    let mut all = Vec::with_capacity(operators.len());
    for operator in operators {
        match operator {
            Operator::Text(text) => all.push(Term::Text(text.clone())),
            Operator::Address(address) => all.push(Term::Address(*address)),
            Operator::Number { text, millionths } => {
                all.push(Term::NumberText(text.clone()));
                all.extend(millionths.map(Term::Number));
            }
            Operator::True => all.push(Term::True),
            Operator::False => all.push(Term::False),
            Operator::Null => all.push(Term::Null),
            Operator::Prefix(prefix) => all.push(Term::Prefix(prefix.clone())),
            Operator::EqualsIgnoreCase(folded) => all.push(Term::Folded(folded.clone())),
            _ => return None,
        }
    }
    all.sort_unstable();
    all.dedup();
    Some(all)
}

impl Step {
    fn at(&self, path: &str) -> Option<&Step> {
        path.split('.').try_fold(self, |step, name| step.children.get(name))
    }

    fn crowd(&self, path: &str, term: &Term) -> usize {
        self.at(path).and_then(|step| step.values.get(term)).map_or(0, Vec::len)
    }

    fn insert(&mut self, path: &str, terms: Vec<Term>, number: usize) {
        let mut step = self;
        for name in path.split('.') {
            step = step.children.entry(name.into()).or_default();
        }
        for term in terms {
            match &term {
                Term::Prefix(prefix) => *step.prefix_lens.entry(prefix.len()).or_default() += 1,
                Term::Folded(_) => step.ignores_case += 1,
                _ => {}
            }
            step.values.entry(term).or_default().push(number);
        }
    }

    /// Removes a branch, and the steps on which nothing stands any more.
    fn remove(&mut self, path: &str, terms: &[Term], number: usize) {
        let (name, rest) = match path.split_once('.') {
            Some((name, rest)) => (name, Some(rest)),
            None => (path, None),
        };
        let Some(child) = self.children.get_mut(name) else { return };
        match rest {
            Some(rest) => child.remove(rest, terms, number),
            None => terms.iter().for_each(|term| child.remove_term(term, number)),
        }
        if child.children.is_empty() && child.values.is_empty() {
            self.children.remove(name);
        }
    }

    fn remove_term(&mut self, term: &Term, number: usize) {
        let Some(numbers) = self.values.get_mut(term) else { return };
        numbers.retain(|it| *it != number);
        if numbers.is_empty() {
            self.values.remove(term);
        }
        match term {
            Term::Prefix(prefix) => {
                if let Some(count) = self.prefix_lens.get_mut(&prefix.len()) {
                    *count -= 1;
                    if *count == 0 {
                        self.prefix_lens.remove(&prefix.len());
                    }
                }
            }
            Term::Folded(_) => self.ignores_case -= 1,
            _ => {}
        }
    }

    /// Collects the branches that stand under what the value holds.
    fn collect(&self, value: &Value, out: &mut BTreeSet<usize>) {
        match value {
            Value::Object(_) if self.children.is_empty() => {}
            Value::Object(members) => {
                for (name, value) in members {
                    // A name may be several steps.
                    if let Some(step) = self.at(name) {
                        step.collect(value, out);
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.collect(item, out)),
            _ if self.values.is_empty() => {}
            Value::String(text) => self.collect_text(text, out),
            Value::Number(text) => {
                self.take(&Term::NumberText(text.clone()), out);
                if let Ok(millionths) = number::millionths(text) {
                    self.take(&Term::Number(millionths), out);
                }
            }
            Value::Bool(true) => self.take(&Term::True, out),
            Value::Bool(false) => self.take(&Term::False, out),
            Value::Null => self.take(&Term::Null, out),
        }
    }

    fn collect_text(&self, text: &str, out: &mut BTreeSet<usize>) {
        self.take(&Term::Text(text.into()), out);
        if let Some(address) = address::parse(text) {
            self.take(&Term::Address(address), out);
        }
        if self.ignores_case > 0 {
            self.take(&Term::Folded(fold_case(text)), out);
        }
        for len in self.prefix_lens.keys() {
            match text.get(..*len) {
                Some(prefix) => self.take(&Term::Prefix(prefix.into()), out),
                None if *len > text.len() => break,
                // Within a character: no prefix ends there.
                None => {}
            }
        }
    }

    fn take(&self, term: &Term, out: &mut BTreeSet<usize>) {
        if let Some(numbers) = self.values.get(term) {
            out.extend(numbers);
        }
    }
}
