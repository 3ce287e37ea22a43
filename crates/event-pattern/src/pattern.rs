//! Whether an event has what a pattern asks for.
//!
//! Each branch of a pattern is a tree of the steps of its paths. It is walked along the event: an
//! object must have, for each child, a member that satisfies it; an array must have *one* element
//! that satisfies all that lies below it, so that fields of different elements do not go together
//! ("array consistency"). The time is in proportion to the event and the pattern.
//!
//! A path is its steps joined by dots, in patterns and in events, as in the reference: the member
//! `"a.b"` is the member `"b"` of `"a"`. Where both spellings come together their values are one
//! field's; to combine them takes trying, whose number of steps is bounded.

use std::cell::Cell;
use std::sync::Arc;

use crate::compile::{self, Branch, Invalid};
use crate::json::Value;
use crate::operator::{AnythingBut, Operator};

/// Steps that combining both spellings of a path may take; an event that needs more of them does
/// not match.
const COMBINING_STEPS_MAX: u32 = 100_000;

/// A pattern, compiled once to match many events.
#[derive(Clone, Debug)]
pub struct Pattern {
    branches: Vec<Tree>,
    sources: Vec<Branch>,
}

#[derive(Clone, Debug)]
struct Tree {
    root: Node,
    /// Paths of fields that may be absent; nodes name them by number.
    absentees: Vec<Arc<str>>,
}

/// A step of the branch's paths.
#[derive(Clone, Debug, Default)]
struct Node {
    step: Box<str>,
    /// What the field that ends here must be, if one does.
    field: Option<Field>,
    children: Vec<Node>,
}

#[derive(Clone, Debug)]
struct Field {
    operators: Arc<[Operator]>,
    absentee: Option<usize>,
}

impl Pattern {
    pub fn compile(text: &str) -> Result<Pattern, Invalid> {
        let sources = compile::compile(text)?;
        let branches = sources.iter().map(Tree::of).collect();
        Ok(Pattern { branches, sources })
    }

    pub fn matches(&self, event: &Value) -> bool {
        self.branches.iter().any(|branch| branch.matches(event))
    }

    /// As [`Pattern::matches`] for one branch alone.
    pub fn branch_matches(&self, branch: usize, event: &Value) -> bool {
        self.branches[branch].matches(event)
    }

    /// The ways in which an event may match, each a conjunction of fields.
    pub fn branches(&self) -> &[Branch] {
        &self.sources
    }

    /// Whether a wildcard expression stands in it.
    pub fn has_wildcards(&self) -> bool {
        let mut operators =
            self.sources.iter().flat_map(|branch| branch.values()).flat_map(|it| &**it);
        operators.any(|operator| {
            let but = matches!(operator, Operator::AnythingBut(AnythingBut::Wildcards(_)));
            but || matches!(operator, Operator::Wildcard(_))
        })
    }
}

impl Tree {
    fn of(branch: &Branch) -> Tree {
        let mut tree = Tree { root: Node::default(), absentees: Vec::new() };
        for (path, operators) in branch {
            let absentee = operators.contains(&Operator::Absent).then(|| {
                tree.absentees.push(path.clone());
                tree.absentees.len() - 1
            });
            let mut node = &mut tree.root;
            for step in path.split('.') {
                node = node.child(step);
            }
            node.field = Some(Field { operators: operators.clone(), absentee });
        }
        tree
    }

    fn matches(&self, event: &Value) -> bool {
        let absent = self.absentees.iter().map(|path| !has_field(event, path)).collect();
        Match { absent, steps_left: Cell::new(COMBINING_STEPS_MAX) }.plain(&self.root, event)
    }
}

impl Node {
    fn child(&mut self, step: &str) -> &mut Node {
        let at = self.children.iter().position(|child| *child.step == *step);
        let at = at.unwrap_or_else(|| {
            self.children.push(Node { step: step.into(), ..Node::default() });
            self.children.len() - 1
        });
        &mut self.children[at]
    }
}

/// One branch against one event.
struct Match {
    /// Which of the branch's absentees the event does not have anywhere.
    absent: Vec<bool>,
    steps_left: Cell<u32>,
}

/// A value that belongs to a node, or to one below it by the rest of its name.
#[derive(Clone, Copy)]
struct Entry<'v> {
    rest: &'v str,
    value: &'v Value,
    /// Of an array only the scalars; its elements are tried one by one.
    is_scalars_only: bool,
}

impl Match {
    /// The node against the one value that it has.
    fn plain(&self, node: &Node, value: &Value) -> bool {
        match value {
            Value::Object(members) => {
                self.allows_absence(node.field.as_ref())
                    && node.children.iter().all(|child| self.member(child, members))
            }
            Value::Array(items) => match &node.field {
                Some(field) if node.children.is_empty() => {
                    any_scalar(value, &mut |it| field.accepts(it))
                        || self.allows_absence(Some(field))
                }
                Some(_) => {
                    self.combined(node, &[Entry { rest: "", value, is_scalars_only: false }])
                }
                None => {
                    let mut inner = items.iter().filter(|item| !item.is_scalar());
                    inner.any(|item| self.plain(node, item)) || self.vacant(node)
                }
            },
            scalar => {
                let is_accepted = node.field.as_ref().is_none_or(|field| field.accepts(scalar));
                is_accepted && node.children.iter().all(|child| self.vacant(child))
            }
        }
    }

    /// A child of an object: usually the member of its name.
    fn member(&self, child: &Node, members: &[(String, Value)]) -> bool {
        let mut found = None;
        let mut is_spelled_twice = false;
        for (name, value) in members {
            match split_step(name, &child.step) {
                Some("") => found = Some(value),
                Some(_) => is_spelled_twice = true,
                None => {}
            }
        }
        match found {
            _ if is_spelled_twice => {
                let mut entries = Vec::new();
                gather(members, &child.step, &mut entries);
                self.combined(child, &entries)
            }
            Some(value) => self.plain(child, value),
            None => self.vacant(child),
        }
    }

    /// The node against several values that all are its own.
    fn combined(&self, node: &Node, entries: &[Entry<'_>]) -> bool {
        let Some(left) = self.steps_left.get().checked_sub(1) else { return false };
        self.steps_left.set(left);
        let is_open_array = |entry: &Entry<'_>| {
            entry.rest.is_empty() && !entry.is_scalars_only && entry.value.as_array().is_some()
        };
        if let Some(at) = entries.iter().position(is_open_array) {
            let mut chosen = entries.to_vec();
            chosen[at].is_scalars_only = true;
            let items = entries[at].value.as_array().unwrap_or_default();
            return items.iter().filter(|item| !item.is_scalar()).any(|value| {
                let mut with_item = chosen.clone();
                with_item.push(Entry { rest: "", value, is_scalars_only: false });
                self.combined(node, &with_item)
            }) || self.combined(node, &chosen);
        }
        let has_scalar = |field: &Field| {
            let own = entries.iter().filter(|entry| entry.rest.is_empty());
            own.map(|entry| entry.value).any(|value| match value {
                Value::Array(items) => items.iter().any(|item| field.accepts(item)),
                value => field.accepts(value),
            })
        };
        let is_field_met = node
            .field
            .as_ref()
            .is_none_or(|field| has_scalar(field) || self.allows_absence(Some(field)));
        is_field_met
            && node.children.iter().all(|child| {
                let mut below = Vec::new();
                for entry in entries {
                    match entry.value {
                        _ if !entry.rest.is_empty() => {
                            if let Some(rest) = split_step(entry.rest, &child.step) {
                                below.push(Entry { rest, ..*entry });
                            }
                        }
                        Value::Object(members) => gather(members, &child.step, &mut below),
                        _ => {}
                    }
                }
                if below.is_empty() { self.vacant(child) } else { self.combined(child, &below) }
            })
    }

    /// Nothing is there for the node: all its fields must allow that.
    fn vacant(&self, node: &Node) -> bool {
        self.allows_absence(node.field.as_ref())
            && node.children.iter().all(|child| self.vacant(child))
    }

    /// A field that is not here: is that right, since it is nowhere in the event?
    fn allows_absence(&self, field: Option<&Field>) -> bool {
        field.is_none_or(|field| field.absentee.is_some_and(|at| self.absent[at]))
    }
}

impl Field {
    fn accepts(&self, value: &Value) -> bool {
        self.operators.iter().any(|operator| operator.accepts(value))
    }
}

/// The members that belong to the node of that step or to those below it.
fn gather<'v>(members: &'v [(String, Value)], step: &str, out: &mut Vec<Entry<'v>>) {
    for (name, value) in members {
        if let Some(rest) = split_step(name, step) {
            out.push(Entry { rest, value, is_scalars_only: false });
        }
    }
}

/// What follows the step in a name, when the name begins with it.
fn split_step<'n>(name: &'n str, step: &str) -> Option<&'n str> {
    let rest = name.strip_prefix(step)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix('.') }
}

/// Whether a scalar of the value, or of arrays in it, is as wanted.
fn any_scalar(value: &Value, wanted: &mut impl FnMut(&Value) -> bool) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| any_scalar(item, wanted)),
        Value::Object(_) => false,
        scalar => wanted(scalar),
    }
}

/// Whether the event has a scalar at that path, in whatever element of whatever array.
fn has_field(value: &Value, path: &str) -> bool {
    match value {
        Value::Object(members) if !path.is_empty() => members
            .iter()
            .any(|(name, value)| split_step(path, name).is_some_and(|rest| has_field(value, rest))),
        Value::Object(_) => false,
        Value::Array(items) => items.iter().any(|item| has_field(item, path)),
        _ => path.is_empty(),
    }
}
