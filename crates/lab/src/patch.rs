//! Changes to a definition: what makes a mutant of a right architecture.

use serde_json::Value as Json;

use crate::read::{Fields, Result};

/// `{at: setup/0/with/QueueName, to: events}` sets a value, `{remove: …}` takes one away.
pub fn apply(definition: &mut Json, change: &Json) -> Result<()> {
    let fields = Fields::of("change", change)?;
    let (path, value) = match fields.text("remove")? {
        Some(path) => (path, None),
        None => (fields.need_text("at")?, Some(fields.need("to")?.clone())),
    };
    fields.finish()?;
    let (parent, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let mut at = definition;
    for step in parent.split('/').filter(|step| !step.is_empty()) {
        at = below(at, step).ok_or_else(|| format!("change: there is no {path}"))?;
    }
    let missing = || format!("change: there is no {path}");
    match (value, at) {
        (Some(value), Json::Object(members)) => {
            members.insert(name.to_owned(), value);
        }
        (None, Json::Object(members)) => {
            members.shift_remove(name).ok_or_else(missing)?;
        }
        (value, Json::Array(items)) => {
            let index: usize = name.parse().map_err(|_| missing())?;
            if index >= items.len() {
                return Err(missing());
            }
            match value {
                Some(value) => items[index] = value,
                None => drop(items.remove(index)),
            }
        }
        _ => return Err(missing()),
    }
    Ok(())
}

fn below<'j>(json: &'j mut Json, step: &str) -> Option<&'j mut Json> {
    match json {
        Json::Object(members) => members.get_mut(step),
        Json::Array(items) => items.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn sets_and_removes() {
        let mut json = json!({"setup": [{"with": {"a": 1, "b": 2}}, {"call": "x"}]});
        apply(&mut json, &json!({"at": "setup/0/with/a", "to": 5})).unwrap();
        apply(&mut json, &json!({"remove": "setup/0/with/b"})).unwrap();
        apply(&mut json, &json!({"remove": "setup/1"})).unwrap();
        assert_eq!(json, json!({"setup": [{"with": {"a": 5}}]}));
        assert!(apply(&mut json, &json!({"remove": "setup/7"})).is_err());
        assert!(apply(&mut json, &json!({"remove": "nothing"})).is_err());
    }
}
