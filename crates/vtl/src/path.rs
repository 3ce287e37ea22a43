//! JSONPath as mapping templates and parameter mappings use it: members, indexes, slices,
//! wildcards, descents, unions and simple filters.

use serde_json::Value as Json;

use crate::limits::ITEMS_MAX;

enum Step {
    Members(Vec<String>),
    Indexes(Vec<i64>),
    Slice(Option<i64>, Option<i64>),
    All,
    /// Everything below, itself included.
    Below,
    /// `[?(@.a.b == 'c')]`
    Filter {
        path: String,
        test: Option<(String, Json)>,
    },
    Length,
}

/// What the path leads to: one value, or a list where the path can lead to several.
pub fn json_path(document: &Json, path: &str) -> Option<Json> {
    let steps = parse(path.trim())?;
    let is_definite = steps.iter().all(|step| match step {
        Step::Members(names) => names.len() == 1,
        Step::Indexes(at) => at.len() == 1,
        Step::Length => true,
        _ => false,
    });
    let mut found: Vec<Json> = vec![document.clone()];
    for step in &steps {
        let mut next = Vec::new();
        for value in &found {
            take(value, step, &mut next);
        }
        next.truncate(ITEMS_MAX);
        found = next;
    }
    if is_definite { found.pop() } else { Some(Json::Array(found)) }
}

fn parse(path: &str) -> Option<Vec<Step>> {
    let mut rest = path.strip_prefix('$').or_else(|| path.strip_prefix('@')).unwrap_or(path);
    if !path.starts_with(['$', '@']) {
        // A name alone is a member.
        return Some(vec![Step::Members(vec![path.to_owned()])]);
    }
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix("..") {
            steps.push(Step::Below);
            rest = after;
            if rest.starts_with('[') {
                continue;
            }
        } else if let Some(after) = rest.strip_prefix('.') {
            rest = after;
            if rest.starts_with('[') {
                continue;
            }
        } else if rest.starts_with('[') {
            let end = closing(rest)?;
            steps.push(bracket(&rest[1..end])?);
            rest = &rest[end + 1..];
            continue;
        } else {
            return None;
        }
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let name = &rest[..end];
        rest = &rest[end..];
        steps.push(match name {
            "" => return None,
            "*" => Step::All,
            "length()" | "size()" => Step::Length,
            name => Step::Members(vec![name.to_owned()]),
        });
    }
    Some(steps)
}

/// Where the bracket closes that `text` begins with; quotes and brackets within are passed.
fn closing(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut depth = 0_usize;
    for (at, sign) in text.char_indices() {
        match (quote, sign) {
            (Some(open), sign) if open == sign => quote = None,
            (None, '\'' | '"') => quote = Some(sign),
            (None, '[') => depth += 1,
            (None, ']') => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn bracket(text: &str) -> Option<Step> {
    let text = text.trim();
    if text == "*" {
        return Some(Step::All);
    }
    if let Some(filter) = text.strip_prefix("?(").and_then(|it| it.strip_suffix(')')) {
        return filter_of(filter);
    }
    if text.starts_with(['\'', '"']) {
        let names = text.split(',').map(|part| unquoted(part.trim()));
        return names.collect::<Option<Vec<_>>>().map(Step::Members);
    }
    if let Some((from, to)) = text.split_once(':') {
        let bound = |text: &str| match text.trim() {
            "" => Some(None),
            text => text.parse().ok().map(Some),
        };
        return Some(Step::Slice(bound(from)?, bound(to)?));
    }
    let indexes = text.split(',').map(|part| part.trim().parse());
    indexes.collect::<Result<Vec<_>, _>>().ok().map(Step::Indexes)
}

fn unquoted(text: &str) -> Option<String> {
    let inner = text
        .strip_prefix('\'')
        .and_then(|it| it.strip_suffix('\''))
        .or_else(|| text.strip_prefix('"').and_then(|it| it.strip_suffix('"')))?;
    Some(inner.to_owned())
}

fn filter_of(text: &str) -> Option<Step> {
    for sign in ["==", "!=", "<=", ">=", "<", ">"] {
        if let Some((path, value)) = text.split_once(sign) {
            let value = value.trim();
            let value = match unquoted(value) {
                Some(text) => Json::from(text),
                None => serde_json::from_str(value).ok()?,
            };
            let test = Some((sign.to_owned(), value));
            return Some(Step::Filter { path: path.trim().to_owned(), test });
        }
    }
    Some(Step::Filter { path: text.trim().to_owned(), test: None })
}

fn take(value: &Json, step: &Step, out: &mut Vec<Json>) {
    if out.len() > ITEMS_MAX {
        return;
    }
    match (step, value) {
        (Step::Members(names), Json::Object(entries)) => {
            out.extend(names.iter().filter_map(|name| entries.get(name)).cloned());
        }
        (Step::Indexes(indexes), Json::Array(items)) => {
            let at = |index: &i64| items.get(place(*index, items.len())?).cloned();
            out.extend(indexes.iter().filter_map(at));
        }
        (Step::Slice(from, to), Json::Array(items)) => {
            let bound = |at: &Option<i64>, otherwise: usize| match at {
                Some(at) => place(*at, items.len()).unwrap_or(0).min(items.len()),
                None => otherwise,
            };
            let (from, to) = (bound(from, 0), bound(to, items.len()));
            out.extend(items.get(from..to).into_iter().flatten().cloned());
        }
        (Step::All, Json::Array(items)) => out.extend(items.iter().cloned()),
        (Step::All, Json::Object(entries)) => out.extend(entries.values().cloned()),
        (Step::Below, value) => below(value, out),
        (Step::Filter { path, test }, Json::Array(items)) => {
            out.extend(items.iter().filter(|item| passes(item, path, test.as_ref())).cloned());
        }
        (Step::Length, Json::Array(items)) => out.push(Json::from(items.len())),
        (Step::Length, Json::Object(entries)) => out.push(Json::from(entries.len())),
        (Step::Length, Json::String(text)) => out.push(Json::from(text.chars().count())),
        _ => {}
    }
}

/// From the end when it is negative.
fn place(index: i64, len: usize) -> Option<usize> {
    let at = if index < 0 { index.saturating_add(len as i64) } else { index };
    usize::try_from(at).ok()
}

fn below(value: &Json, out: &mut Vec<Json>) {
    if out.len() > ITEMS_MAX {
        return;
    }
    out.push(value.clone());
    match value {
        Json::Array(items) => items.iter().for_each(|item| below(item, out)),
        Json::Object(entries) => entries.values().for_each(|item| below(item, out)),
        _ => {}
    }
}

fn passes(item: &Json, path: &str, test: Option<&(String, Json)>) -> bool {
    // The path within a filter has none of its own: no recursion without end.
    if path.contains("?(") {
        return false;
    }
    let found = json_path(item, path);
    let Some((sign, wanted)) = test else { return found.is_some_and(|it| !it.is_null()) };
    let Some(found) = found else { return sign == "!=" };
    let order = match (found.as_f64(), wanted.as_f64()) {
        (Some(found), Some(wanted)) => found.partial_cmp(&wanted),
        _ => match (found.as_str(), wanted.as_str()) {
            (Some(found), Some(wanted)) => Some(found.cmp(wanted)),
            _ => None,
        },
    };
    match sign.as_str() {
        "==" => order.map_or(found == *wanted, std::cmp::Ordering::is_eq),
        "!=" => order.map_or(found != *wanted, std::cmp::Ordering::is_ne),
        "<" => order.is_some_and(std::cmp::Ordering::is_lt),
        "<=" => order.is_some_and(std::cmp::Ordering::is_le),
        ">" => order.is_some_and(std::cmp::Ordering::is_gt),
        _ => order.is_some_and(std::cmp::Ordering::is_ge),
    }
}
