//! The subset of JSONPath in which targets name parts of an event.
//!
//! Source: EventBridge User Guide, "Amazon EventBridge input transformation" (dot notation, dashes,
//! underscores, alphanumeric characters, array indices, wildcards, forward slashes); API Reference,
//! Target, InputPath ("You may use JSON dot notation or bracket notation").

use event_pattern::Value;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Member(String),
    Item(usize),
    All,
}

impl Path {
    /// `None` when the text is no path of that subset.
    pub fn parse(text: &str) -> Option<Path> {
        let mut rest = text.strip_prefix('$')?;
        let mut steps = Vec::new();
        while !rest.is_empty() {
            let (step, after) = if let Some(rest) = rest.strip_prefix('.') {
                dotted(rest)?
            } else {
                bracketed(rest.strip_prefix('[')?)?
            };
            steps.push(step);
            rest = after;
        }
        Some(Path(steps))
    }

    /// What the path leads to; with a wildcard, the list of all of it.
    pub fn find(&self, value: &Value) -> Option<Value> {
        let mut found = vec![value];
        for step in &self.0 {
            let next = found.into_iter().flat_map(|value| step.from(value));
            found = next.collect();
        }
        if self.0.contains(&Step::All) {
            return Some(Value::Array(found.into_iter().cloned().collect()));
        }
        found.first().map(|value| (*value).clone())
    }
}

impl Step {
    fn from<'v>(&self, value: &'v Value) -> Vec<&'v Value> {
        match (self, value) {
            (Step::Member(name), value) => value.get(name).into_iter().collect(),
            (Step::Item(at), Value::Array(items)) => items.get(*at).into_iter().collect(),
            (Step::All, Value::Array(items)) => items.iter().collect(),
            (Step::All, Value::Object(members)) => members.iter().map(|(_, value)| value).collect(),
            _ => Vec::new(),
        }
    }
}

fn dotted(rest: &str) -> Option<(Step, &str)> {
    if let Some(after) = rest.strip_prefix('*') {
        return Some((Step::All, after));
    }
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/');
    let end = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    (!name.is_empty()).then(|| (Step::Member(name.to_owned()), after))
}

/// What follows an opening bracket: an index, a star or a name in quotes.
fn bracketed(rest: &str) -> Option<(Step, &str)> {
    if let Some(after) = rest.strip_prefix("*]") {
        return Some((Step::All, after));
    }
    for quote in ['\'', '"'] {
        if let Some(quoted) = rest.strip_prefix(quote) {
            let (name, after) = quoted.split_once(quote)?;
            return Some((Step::Member(name.to_owned()), after.strip_prefix(']')?));
        }
    }
    let (index, after) = rest.split_once(']')?;
    let is_number = !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| index.parse().ok())?.map(|index| (Step::Item(index), after))
}
