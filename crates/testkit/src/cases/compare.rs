//! Values against patterns: what is saved, and how an answer differs from what was expected.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Map, Value as Json};

use super::notation::{Pattern, Piece, Text};

/// What `$name` stands for.
pub(super) type Names = BTreeMap<String, Json>;

/// Longer texts are cut when they are shown.
const SHOWN_CHARS_MAX: usize = 300;
const DIFFERENCES_SHOWN_MAX: usize = 12;

/// One difference between an answer and what was expected.
#[derive(Debug)]
pub(super) struct Difference {
    path: String,
    expected: String,
    got: String,
}

/// The value that `pattern` writes down; patterns that leave something open write none.
pub(super) fn value(pattern: &Pattern, names: &Names) -> Result<Json, String> {
    match pattern {
        Pattern::Scalar(scalar) => Ok(scalar.clone()),
        Pattern::Text(text) => self::text(text, names).map(Json::String),
        Pattern::Name { name, form: None } => {
            names.get(name).cloned().ok_or_else(|| format!("nothing is saved as ${name}"))
        }
        Pattern::List { items, is_open: false } => {
            items.iter().map(|item| value(item, names)).collect()
        }
        Pattern::Object { members, is_open: false } => {
            let member = |(name, item): &(String, Pattern)| Ok((name.clone(), value(item, names)?));
            members.iter().map(member).collect::<Result<Map<_, _>, String>>().map(Json::Object)
        }
        Pattern::Any | Pattern::Form(_) | Pattern::Name { .. } => {
            Err(format!("{} says no value", show_pattern(pattern, names)))
        }
        Pattern::List { .. } | Pattern::Object { .. } => Err("`...` says no value".to_owned()),
    }
}

fn text(text: &Text, names: &Names) -> Result<String, String> {
    let mut out = String::new();
    for piece in &text.pieces {
        match piece {
            Piece::Literal(literal) => out.push_str(literal),
            Piece::Name(name) => match names.get(name) {
                Some(Json::String(saved)) => out.push_str(saved),
                Some(saved) => out.push_str(&saved.to_string()),
                None => return Err(format!("nothing is saved as ${name}")),
            },
        }
    }
    Ok(out.repeat(text.count))
}

/// Compares `got` with `pattern`, saving what has a name that is not taken.
pub(super) fn compare(
    pattern: &Pattern,
    got: Option<&Json>,
    path: &str,
    names: &mut Names,
    differences: &mut Vec<Difference>,
) {
    let is_alike = match (pattern, got) {
        (_, None) => false,
        (Pattern::Any, Some(_)) => true,
        (Pattern::Form(form), Some(Json::String(text))) => form.is_match(text),
        (Pattern::Name { name, form }, Some(got)) => {
            let has_form = form
                .as_ref()
                .is_none_or(|form| got.as_str().is_some_and(|text| form.is_match(text)));
            has_form && is_equal(names.entry(name.clone()).or_insert_with(|| got.clone()), got)
        }
        (Pattern::List { items, is_open }, Some(Json::Array(found))) => {
            return compare_lists(items, *is_open, found, path, names, differences);
        }
        (Pattern::Object { members, is_open }, Some(Json::Object(found))) => {
            return compare_objects(members, *is_open, found, path, names, differences);
        }
        (_, Some(got)) => value(pattern, names).is_ok_and(|expected| is_equal(&expected, got)),
    };
    if !is_alike {
        let expected = show_pattern(pattern, names);
        let got = got.map_or_else(|| "nothing".to_owned(), show);
        differences.push(Difference { path: path.to_owned(), expected, got });
    }
}

fn compare_lists(
    items: &[Pattern],
    is_open: bool,
    found: &[Json],
    path: &str,
    names: &mut Names,
    differences: &mut Vec<Difference>,
) {
    for (index, item) in items.iter().enumerate() {
        compare(item, found.get(index), &format!("{path}[{index}]"), names, differences);
    }
    for (index, got) in found.iter().enumerate().skip(items.len()) {
        if !is_open {
            differences.push(Difference::surplus(format!("{path}[{index}]"), got));
        }
    }
}

fn compare_objects(
    members: &[(String, Pattern)],
    is_open: bool,
    found: &Map<String, Json>,
    path: &str,
    names: &mut Names,
    differences: &mut Vec<Difference>,
) {
    for (name, item) in members {
        compare(item, found.get(name), &format!("{path}.{name}"), names, differences);
    }
    for (name, got) in found {
        if !is_open && !members.iter().any(|(expected, _)| expected == name) {
            differences.push(Difference::surplus(format!("{path}.{name}"), got));
        }
    }
}

/// As JSON, except that 5 and 5.0 are one number.
fn is_equal(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(one), Json::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Json::Array(one), Json::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(a, b)| is_equal(a, b))
        }
        (Json::Object(one), Json::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, a)| other.get(name).is_some_and(|b| is_equal(a, b)))
        }
        _ => one == other,
    }
}

impl Difference {
    fn surplus(path: String, got: &Json) -> Difference {
        Difference { path, expected: "nothing".to_owned(), got: show(got) }
    }

    pub fn new(path: &str, expected: String, got: String) -> Difference {
        Difference { path: path.to_owned(), expected, got }
    }
}

/// The differences, each with its place in the answer.
pub(super) fn show_all(differences: &[Difference]) -> String {
    let mut out = String::new();
    for Difference { path, expected, got } in differences.iter().take(DIFFERENCES_SHOWN_MAX) {
        let path = if path.is_empty() { "the answer" } else { path.trim_start_matches('.') };
        let _ = write!(out, "\n  {path}\n    expected {expected}\n    got      {got}");
    }
    if differences.len() > DIFFERENCES_SHOWN_MAX {
        let _ = write!(out, "\n  and {} more", differences.len() - DIFFERENCES_SHOWN_MAX);
    }
    out
}

/// A value on one line, long texts cut.
pub(super) fn show(value: &Json) -> String {
    cut(value).to_string()
}

/// A value on many lines, long texts cut.
pub(super) fn show_pretty(value: &Json) -> String {
    serde_json::to_string_pretty(&cut(value)).expect("a JSON value can be written")
}

fn cut(value: &Json) -> Json {
    match value {
        Json::String(text) => match text.char_indices().nth(SHOWN_CHARS_MAX) {
            Some((at, _)) => format!("{}… ({} bytes)", &text[..at], text.len()).into(),
            None => value.clone(),
        },
        Json::Array(items) => items.iter().map(cut).collect(),
        Json::Object(members) => {
            members.iter().map(|(name, item)| (name.clone(), cut(item))).collect()
        }
        _ => value.clone(),
    }
}

fn show_pattern(pattern: &Pattern, names: &Names) -> String {
    let form = |form: &regex::Regex| {
        let source = form.as_str();
        format!("/{}/", source.strip_prefix("^(?s:").map_or(source, |it| &it[..it.len() - 2]))
    };
    match pattern {
        Pattern::Any => "_ (anything)".to_owned(),
        Pattern::Form(expression) => form(expression),
        Pattern::Name { name, form: expression } => {
            let expression = expression.as_ref().map(form).unwrap_or_default();
            let saved = names.get(name).map(|saved| format!(" = {}", show(saved)));
            format!("${name}{expression}{}", saved.unwrap_or_default())
        }
        Pattern::List { is_open: true, .. } => "a list".to_owned(),
        Pattern::Object { is_open: true, .. } => "a structure".to_owned(),
        _ => match value(pattern, names) {
            Ok(value) => show(&value),
            Err(_) if matches!(pattern, Pattern::List { .. }) => "a list".to_owned(),
            Err(_) if matches!(pattern, Pattern::Object { .. }) => "a structure".to_owned(),
            Err(reason) => reason,
        },
    }
}
