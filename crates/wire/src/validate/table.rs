//! What is known of a service's constraints before any request: which shapes have any, and their
//! compiled patterns.

use std::sync::{OnceLock, RwLock};

use regex::Regex;
use rustc_hash::FxHashMap;

use crate::model::{Service, Shape, ShapeId, ShapeKind};

/// A compiled pattern may take this much memory; a larger one is not checked.
const PATTERN_BYTES_MAX: usize = 2 * 1024 * 1024;

pub(super) struct Table {
    /// By shape: whether it or anything below it has a constraint.
    constrained: Vec<bool>,
    patterns: Vec<OnceLock<Option<Regex>>>,
}

/// By the address of the service's model, which is never freed. Invariant: models are `&'static`,
/// so an address stands for one service, and there is one entry per service at most.
static TABLES: RwLock<Option<FxHashMap<usize, &'static Table>>> = RwLock::new(None);

impl Table {
    pub(super) fn of(service: &'static Service) -> &'static Table {
        let key = std::ptr::from_ref(service) as usize;
        let known = TABLES.read().expect("no panic happens under this lock");
        if let Some(table) = known.as_ref().and_then(|tables| tables.get(&key)) {
            return table;
        }
        drop(known);
        let table = Table::build(service);
        let mut tables = TABLES.write().expect("no panic happens under this lock");
        tables.get_or_insert_default().entry(key).or_insert_with(|| Box::leak(Box::new(table)))
    }

    fn build(service: &'static Service) -> Table {
        let mut constrained: Vec<bool> = service.shapes.iter().map(has_own).collect();
        // Shapes refer to each other in any order and in circles: repeat until nothing changes.
        loop {
            let mut has_changed = false;
            for (at, shape) in service.shapes.iter().enumerate() {
                if !constrained[at] && refers_to_constrained(shape, &constrained) {
                    constrained[at] = true;
                    has_changed = true;
                }
            }
            if !has_changed {
                break;
            }
        }
        let patterns = service.shapes.iter().map(|_| OnceLock::new()).collect();
        Table { constrained, patterns }
    }

    pub(super) fn is_constrained(&self, shape: ShapeId) -> bool {
        self.constrained[shape as usize]
    }

    /// The shape's pattern; none when it has none, or one that this regex engine does not know.
    pub(super) fn pattern(&self, shape: &'static Shape, id: ShapeId) -> Option<&Regex> {
        let text = shape.pattern?;
        self.patterns[id as usize].get_or_init(|| compile(text)).as_ref()
    }
}

/// AWS matches the whole value.
fn compile(pattern: &str) -> Option<Regex> {
    regex::RegexBuilder::new(&format!(r"\A(?:{pattern})\z"))
        .size_limit(PATTERN_BYTES_MAX)
        .build()
        .ok()
}

fn has_own(shape: &Shape) -> bool {
    shape.min.is_some()
        || shape.max.is_some()
        || shape.pattern.is_some()
        || !shape.values.is_empty()
        || shape.members().iter().any(|member| member.is_required)
}

fn refers_to_constrained(shape: &Shape, constrained: &[bool]) -> bool {
    match &shape.kind {
        ShapeKind::Structure { members, .. } => {
            members.iter().any(|member| constrained[member.shape as usize])
        }
        ShapeKind::List { member, .. } => constrained[member.shape as usize],
        ShapeKind::Map { key, value, .. } => {
            constrained[key.shape as usize] || constrained[value.shape as usize]
        }
        _ => false,
    }
}
