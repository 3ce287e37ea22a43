//! JSON paths as Pipes knows them: dots, array indices and `[*]`.
//!
//! Source: User Guide, "Amazon EventBridge Pipes input transformation" (supported syntax).

use serde_json::Value as Json;

/// What is at `path` (`$.body.items[0].name`); `None` when nothing is, or when it is no path.
/// A wildcard answers an array of what it finds.
pub fn find(event: &Json, path: &str) -> Option<Json> {
    let rest = path.strip_prefix('$')?;
    follow(event, rest)
}

fn follow(at: &Json, rest: &str) -> Option<Json> {
    if rest.is_empty() {
        return Some(at.clone());
    }
    if let Some(rest) = rest.strip_prefix('.') {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, rest) = rest.split_at(end);
        return follow(at.get(name)?, rest);
    }
    let (index, rest) = rest.strip_prefix('[')?.split_once(']')?;
    if index == "*" {
        let found = at.as_array()?.iter().filter_map(|item| follow(item, rest));
        return Some(Json::Array(found.collect()));
    }
    follow(at.get(index.parse::<usize>().ok()?)?, rest)
}

/// A parameter of a target: a path into the event, or itself.
pub fn resolve(parameter: &str, event: &Json) -> Option<String> {
    if !parameter.starts_with('$') {
        return Some(parameter.to_owned());
    }
    match find(event, parameter)? {
        Json::String(text) => Some(text),
        Json::Null => None,
        other => Some(other.to_string()),
    }
}
