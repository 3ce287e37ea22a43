//! Values with names in them: `${queue}`, `${rows.0.id}`, `${disaster - 1s}`; and the paths by
//! which values are picked out of answers.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::Timestamp;
use serde_json::{Map, Value as Json};
use testkit::cases::shapes::instant;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::read::{Result, span};

/// What names stand for.
pub type Names = BTreeMap<String, Json>;

/// A text that is repeated (`$repeat`) becomes at most so long.
const REPEATED_BYTES_MAX: u64 = 16 << 20;

/// `json` with what its names stand for.
///
/// A text that is one name as a whole becomes the value itself. Some objects are more than they
/// seem: `{$json: …}` is the value as a JSON text (policies are texts),
/// `{$base64: …}` a text as blobs are written, `{$repeat: [text, count]}`
/// a long text, `{$number: …}` the number that a text is (money of Cost Explorer), `{$list: […]}`
/// lists and values one after the other as one list, each value once, `{$after: [text, mark]}` what
/// of a text follows a mark (the id that ends an ARN), `{$zip: {NAME: text}}` an archive of files
/// as blobs are written (the code of a function; nothing in it is a name).
pub fn fill(json: &Json, names: &Names) -> Result<Json> {
    Ok(match json {
        Json::String(text) => fill_text(text, names)?,
        Json::Array(items) => items.iter().map(|item| fill(item, names)).collect::<Result<_>>()?,
        Json::Object(members) => match sole(members) {
            Some(("$json", value)) => fill(value, names)?.to_string().into(),
            Some(("$base64", value)) => encoded(&fill(value, names)?)?,
            Some(("$repeat", value)) => repeated(value)?.into(),
            Some(("$number", value)) => number(&fill(value, names)?)?,
            Some(("$list", value)) => flat(fill(value, names)?),
            Some(("$zip", value)) => zipped(value)?,
            Some(("$after", value)) => after(&fill(value, names)?)?,
            _ => {
                let mut out = Map::new();
                for (name, value) in members {
                    let Json::String(name) = fill_text(name, names)? else {
                        return Err(format!("{name}: a name must be a text"));
                    };
                    out.insert(name, fill(value, names)?);
                }
                Json::Object(out)
            }
        },
        _ => json.clone(),
    })
}

fn encoded(value: &Json) -> Result<Json> {
    let text = value.as_str().ok_or_else(|| format!("$base64 takes a text, not {value}"))?;
    Ok(STANDARD.encode(text).into())
}

fn zipped(value: &Json) -> Result<Json> {
    let files = value.as_object().ok_or_else(|| format!("$zip takes files, not {value}"))?;
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // Of no time: the same files are the same archive.
    let options = SimpleFileOptions::default().unix_permissions(0o755);
    for (name, text) in files {
        let text = text.as_str().ok_or_else(|| format!("{name}: a text is expected"))?;
        let started = archive.start_file(name.as_str(), options);
        let written = started.map(|()| archive.write_all(text.as_bytes()));
        written.map_err(|error| format!("{name}: {error}"))?.map_err(|error| error.to_string())?;
    }
    let bytes = archive.finish().map_err(|error| error.to_string())?.into_inner();
    Ok(STANDARD.encode(bytes).into())
}

fn number(value: &Json) -> Result<Json> {
    let number = match value {
        Json::String(text) => text.parse().ok(),
        other => other.as_f64(),
    };
    number.map(Json::from).ok_or_else(|| format!("$number takes a number, not {value}"))
}

fn after(value: &Json) -> Result<Json> {
    let parts = value.as_array().map(Vec::as_slice).unwrap_or_default();
    if let [Json::String(text), Json::String(mark)] = parts
        && let Some((_, rest)) = text.split_once(mark.as_str())
    {
        return Ok(rest.into());
    }
    Err(format!("$after takes [text, mark], and the mark is in the text, not {value}"))
}

fn flat(value: Json) -> Json {
    let mut out: Vec<Json> = Vec::new();
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        match value {
            Json::Array(items) => rest.extend(items.into_iter().rev()),
            value if out.contains(&value) => {}
            value => out.push(value),
        }
    }
    out.into()
}

fn sole(members: &Map<String, Json>) -> Option<(&str, &Json)> {
    let first = members.iter().next()?;
    (members.len() == 1).then_some((first.0.as_str(), first.1))
}

fn repeated(value: &Json) -> Result<String> {
    let wrong = || format!("$repeat takes [text, count], not {value}");
    let [text, count] = value.as_array().map(Vec::as_slice).unwrap_or_default() else {
        return Err(wrong());
    };
    let (Some(text), Some(count)) = (text.as_str(), count.as_u64()) else { return Err(wrong()) };
    if count.saturating_mul(text.len() as u64) > REPEATED_BYTES_MAX {
        return Err(format!("$repeat makes at most {REPEATED_BYTES_MAX} bytes"));
    }
    Ok(text.repeat(count as usize))
}

fn fill_text(text: &str, names: &Names) -> Result<Json> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        out.push_str(&rest[..at]);
        let end = rest[at..].find('}').ok_or_else(|| format!("{text}: a brace is missing"))?;
        let value = value_of(&rest[at + 2..at + end], names)?;
        rest = &rest[at + end + 1..];
        if out.is_empty() && rest.is_empty() {
            return Ok(value);
        }
        match &value {
            Json::String(text) => out.push_str(text),
            value => out.push_str(&value.to_string()),
        }
    }
    out.push_str(rest);
    Ok(out.into())
}

/// What stands between the braces: a path, perhaps with a span that is added to a time.
fn value_of(expression: &str, names: &Names) -> Result<Json> {
    let (path, shift) = match expression.split_once([' ']) {
        None => (expression, None),
        Some((path, shift)) => (path, Some(shift.trim())),
    };
    let (name, below) = path.split_once('.').unwrap_or((path, ""));
    let value = names.get(name).ok_or_else(|| format!("nothing is known as ${{{name}}}"))?;
    let value = pick(value, below).ok_or_else(|| format!("${{{path}}} is not there"))?;
    let Some(shift) = shift else { return Ok(value) };
    let wrong = || format!("${{{expression}}}: a time and `+ SPAN` or `- SPAN` are expected");
    let at = value.as_str().and_then(instant).ok_or_else(wrong)?;
    let (sign, amount) = shift.split_at(1);
    let amount = span(amount.trim()).ok_or_else(wrong)?.as_micros() as i64;
    let at = match sign {
        "+" => at.micros() + amount,
        "-" => at.micros() - amount,
        _ => return Err(wrong()),
    };
    Ok(Timestamp::from_micros(at).iso8601().into())
}

/// The value at a path of names, positions (from the end with a minus) and `*` for every item;
/// what does not have the rest of the path is left out of a `*`.
pub fn pick(json: &Json, path: &str) -> Option<Json> {
    let (step, rest) = match path.split_once('.') {
        _ if path.is_empty() => return Some(json.clone()),
        None => (path, ""),
        Some(parts) => parts,
    };
    if step == "*" {
        let items = json.as_array()?;
        return Some(items.iter().filter_map(|item| pick(item, rest)).collect());
    }
    let below = match json {
        Json::Object(members) => members.get(step)?,
        Json::Array(items) => match step.strip_prefix('-') {
            Some(back) => items.get(items.len().checked_sub(back.parse().ok()?)?)?,
            None => items.get(step.parse::<usize>().ok()?)?,
        },
        _ => return None,
    };
    pick(below, rest)
}

/// All texts in a value, one after the other.
pub fn texts(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        Json::Array(items) => items.iter().map(texts).collect::<Vec<_>>().join("\n"),
        Json::Object(members) => members.values().map(texts).collect::<Vec<_>>().join("\n"),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn names() -> Names {
        Names::from([
            ("q".to_owned(), json!("http://x/q")),
            ("rows".to_owned(), json!([{"v": 1}, {"w": 2}, {"v": 3}])),
            ("disaster".to_owned(), json!("2030-01-02T13:00:00Z")),
        ])
    }

    #[test]
    fn names_become_values_and_parts_of_texts() {
        let filled = fill(&json!({"a": "${q}", "b": ["${rows.0.v}", "x${rows.-1.v}y"]}), &names());
        assert_eq!(filled.unwrap(), json!({"a": "http://x/q", "b": [1, "x3y"]}));
        assert_eq!(fill(&json!("${rows.*.v}"), &names()).unwrap(), json!([1, 3]));
        assert!(fill(&json!("${nobody}"), &names()).unwrap_err().contains("${nobody}"));
    }

    #[test]
    fn times_are_shifted() {
        let shifted = fill(&json!("${disaster - 1s}"), &names()).unwrap();
        assert_eq!(shifted, json!("2030-01-02T12:59:59Z"));
        assert!(fill(&json!("${q - 1s}"), &names()).is_err());
    }

    #[test]
    fn policies_are_texts() {
        let filled = fill(&json!({"Policy": {"$json": {"Resource": "${q}"}}}), &names()).unwrap();
        assert_eq!(filled, json!({"Policy": r#"{"Resource":"http://x/q"}"#}));
        assert_eq!(fill(&json!({"$repeat": ["ab", 2]}), &names()).unwrap(), json!("abab"));
        assert_eq!(fill(&json!({"$base64": "${q}"}), &names()).unwrap(), json!("aHR0cDovL3gvcQ=="));
        assert_eq!(fill(&json!({"$number": "2.5"}), &names()).unwrap(), json!(2.5));
        assert_eq!(fill(&json!({"$after": ["a:b/c", "/"]}), &names()).unwrap(), json!("c"));
        assert!(fill(&json!({"$after": ["a:b", "/"]}), &names()).is_err());
        assert!(fill(&json!({"$number": "${q}"}), &names()).is_err());
        let list = fill(&json!({"$list": ["${rows.*.v}", 3, [4, [1]]]}), &names());
        assert_eq!(list.unwrap(), json!([1, 3, 4]));
    }
}
