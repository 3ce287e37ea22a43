//! What a projection leaves of an item.

use std::collections::BTreeMap;

use super::path::{Path, Step};
use crate::attribute::{Attribute, Item};

/// Paths to keep, as a tree. Invariant: no path lies within another.
#[derive(Clone, Debug, Default)]
pub struct Projection {
    roots: BTreeMap<String, Node>,
}

#[derive(Clone, Debug, Default)]
struct Node {
    fields: BTreeMap<String, Node>,
    elements: BTreeMap<usize, Node>,
}

impl Projection {
    pub fn new(paths: Vec<Path>) -> Projection {
        let mut roots: BTreeMap<String, Node> = BTreeMap::new();
        for path in &paths {
            let mut node = roots.entry(path.root.clone()).or_default();
            for step in &path.steps {
                node = match step {
                    Step::Field(name) => node.fields.entry(name.clone()).or_default(),
                    Step::Index(index) => node.elements.entry(*index).or_default(),
                };
            }
        }
        Projection { roots }
    }

    /// The names of the top-level attributes that it asks for.
    pub fn roots(&self) -> impl Iterator<Item = &str> {
        self.roots.keys().map(String::as_str)
    }

    /// Whether it asks for whole attributes only.
    pub fn is_of_names(&self) -> bool {
        self.roots.values().all(|node| node.fields.is_empty() && node.elements.is_empty())
    }

    /// Whether it asks for an attribute of that name, or for a part of it.
    pub fn has_root(&self, name: &str) -> bool {
        self.roots.contains_key(name)
    }

    pub fn of(&self, item: &Item) -> Item {
        let mut entries = Vec::with_capacity(self.roots.len());
        for (name, node) in &self.roots {
            if let Some(value) = item.get(name).and_then(|value| node.of(value)) {
                entries.push((name.clone(), value));
            }
        }
        Item::from_entries(entries)
    }
}

impl Node {
    fn of(&self, value: &Attribute) -> Option<Attribute> {
        if self.fields.is_empty() && self.elements.is_empty() {
            return Some(value.clone());
        }
        match value {
            Attribute::M(map) => {
                let found = self
                    .fields
                    .iter()
                    .filter_map(|(name, node)| Some((name.clone(), node.of(map.get(name)?)?)));
                let found: Vec<_> = found.collect();
                (!found.is_empty()).then(|| Attribute::M(Item::from_entries(found)))
            }
            Attribute::L(items) => {
                let found: Vec<_> = self
                    .elements
                    .iter()
                    .filter_map(|(index, node)| node.of(items.get(*index)?))
                    .collect();
                (!found.is_empty()).then_some(Attribute::L(found))
            }
            _ => None,
        }
    }
}
