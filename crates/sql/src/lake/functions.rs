//! Functions of Trino over texts and over values in JSON, as the engine calls them row by row.

use std::cell::RefCell;

use regex::Regex;

use crate::fault::Fault;
use crate::functions::{Cell, Cells, Out, Outcome};
use crate::json::{self, Sort};

/// A fault at a row: the query fails, in the words of Trino.
pub fn failed(reason: impl Into<String>) -> Fault {
    Fault::new("QueryFailed", reason)
}

fn texts<'a, const N: usize>(cells: Cells<'_, 'a>) -> Option<[&'a str; N]> {
    let mut out = [""; N];
    for (at, place) in out.iter_mut().enumerate() {
        let Some(Some(Cell::Text(text))) = cells.get(at) else { return None };
        *place = text;
    }
    Some(out)
}

/// What a value in JSON says as a text; nothing of a null.
fn said(value: &str) -> Option<Out> {
    (json::sort(value) != Sort::Null).then(|| Out::Text(json::text(value).into_owned()))
}

/// A field of a row, whose names are compared without case.
pub fn field(cells: Cells<'_, '_>) -> Outcome {
    Ok(value_of_field(cells).and_then(said))
}

/// A field that holds values: it stays JSON.
pub fn inner(cells: Cells<'_, '_>) -> Outcome {
    let value = value_of_field(cells).filter(|value| json::sort(value) != Sort::Null);
    Ok(value.map(|value| Out::Text(value.to_owned())))
}

fn value_of_field<'a>(cells: Cells<'_, 'a>) -> Option<&'a str> {
    let [value, name] = texts(cells)?;
    let is_it = |key: &str| json::text(key).eq_ignore_ascii_case(name);
    json::members(value).find(|(key, _)| is_it(key)).map(|(_, value)| value)
}

pub fn field_time(cells: Cells<'_, '_>) -> Outcome {
    let value = value_of_field(cells).and_then(|value| super::times::parse(&json::text(value)));
    Ok(value.map(Out::Int))
}

/// `element_at(map, key)`: nothing where the key is absent.
pub fn map_element(cells: Cells<'_, '_>) -> Outcome {
    let Some([map, key]) = texts(cells) else { return Ok(None) };
    let found = json::members(map).find(|(name, _)| json::text(name) == key);
    Ok(found.and_then(|(_, value)| said(value)))
}

/// `map[key]`: a key that is absent is an error.
pub fn map_subscript(cells: Cells<'_, '_>) -> Outcome {
    let Some([map, key]) = texts(cells) else { return Ok(None) };
    match json::members(map).find(|(name, _)| json::text(name) == key) {
        Some((_, value)) => Ok(said(value)),
        None => Err(failed(format!("INVALID_FUNCTION_ARGUMENT: Key not present in map: {key}"))),
    }
}

fn nth<'a>(cells: Cells<'_, 'a>) -> Option<&'a str> {
    let (Some(Cell::Text(list)), Some(Cell::Int(at))) = (cells[0], cells[1]) else { return None };
    let len = json::elements(list).count();
    let at = if at < 0 {
        len.checked_sub(at.unsigned_abs() as usize)?
    } else {
        at as usize - usize::from(at > 0)
    };
    json::elements(list).nth(at)
}

/// `element_at(list, at)`: from 1, or from the end.
pub fn list_element(cells: Cells<'_, '_>) -> Outcome {
    if cells[1] == Some(Cell::Int(0)) {
        return Err(failed("INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1"));
    }
    let value = nth(cells).filter(|value| json::sort(value) != Sort::Null);
    Ok(value.map(|value| Out::Text(value.to_owned())))
}

/// `list[at]`
pub fn list_subscript(cells: Cells<'_, '_>) -> Outcome {
    if let (Some(Cell::Text(list)), Some(Cell::Int(at))) = (cells[0], cells[1]) {
        let len = json::elements(list).count() as i64;
        if at < 1 || at > len {
            return Err(failed(format!(
                "INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to array \
                 length: {at} > {len}"
            )));
        }
    }
    list_element(cells)
}

pub fn cardinality(cells: Cells<'_, '_>) -> Outcome {
    let Some([value]) = texts(cells) else { return Ok(None) };
    let count = match json::sort(value) {
        Sort::Array => json::elements(value).count(),
        Sort::Object => json::members(value).count(),
        _ => return Ok(None),
    };
    Ok(Some(Out::Int(count as i64)))
}

/// `json_extract_scalar(json, '$.a.b[0]')`
pub fn json_scalar(cells: Cells<'_, '_>) -> Outcome {
    let found = json_path(cells)?;
    let is_scalar = |value: &&str| !matches!(json::sort(value), Sort::Array | Sort::Object);
    Ok(found.filter(is_scalar).and_then(said))
}

/// `json_extract(json, path)`
pub fn json_extract(cells: Cells<'_, '_>) -> Outcome {
    Ok(json_path(cells)?.map(|value| Out::Text(value.to_owned())))
}

fn json_path<'a>(cells: Cells<'_, 'a>) -> Result<Option<&'a str>, Fault> {
    let Some([json, path]) = texts(cells) else { return Ok(None) };
    let bad = || failed(format!("INVALID_FUNCTION_ARGUMENT: Invalid JSON path: '{path}'"));
    let mut rest = path.strip_prefix('$').ok_or_else(bad)?;
    if !is_json(json) {
        return Ok(None);
    }
    let mut at = json;
    while !rest.is_empty() {
        let step: &str;
        if let Some(after) = rest.strip_prefix('[') {
            let end = after.find(']').ok_or_else(bad)?;
            step = after[..end].trim_matches(['"', '\'']);
            rest = &after[end + 1..];
        } else {
            let after = rest.strip_prefix('.').ok_or_else(bad)?;
            let end = after.find(['.', '[']).unwrap_or(after.len());
            step = &after[..end];
            rest = &after[end..];
        }
        if step.is_empty() {
            return Err(bad());
        }
        let found = match json::sort(at) {
            Sort::Array => step.parse().ok().and_then(|index| json::elements(at).nth(index)),
            _ => json::members(at).find(|(key, _)| json::text(key) == step).map(|(_, it)| it),
        };
        let Some(found) = found else { return Ok(None) };
        at = found;
    }
    Ok(Some(at))
}

/// Whether a text is one value of JSON, written without spaces, as our records are: brackets and
/// quotes match. Other texts have no paths.
fn is_json(text: &str) -> bool {
    let (mut depth, mut in_text, mut escaped) = (0_i64, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            _ if in_text => {}
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            b' ' | b'\n' | b'\t' => return false,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0 && !in_text && !text.is_empty()
}

pub fn length(cells: Cells<'_, '_>) -> Outcome {
    Ok(texts(cells).map(|[text]| Out::Int(text.chars().count() as i64)))
}

/// `substr(text, start [, length])`: from 1, or from the end.
pub fn substring(cells: Cells<'_, '_>) -> Outcome {
    let (Some(Cell::Text(text)), Some(Cell::Int(start))) = (cells[0], cells[1]) else {
        return Ok(None);
    };
    let take = match cells.get(2) {
        None => usize::MAX,
        Some(Some(Cell::Int(length))) => usize::try_from(*length).unwrap_or(0),
        Some(_) => return Ok(None),
    };
    let len = text.chars().count() as i64;
    let skip = if start > 0 { start - 1 } else { len + start };
    if start == 0 || skip < 0 {
        return Ok(Some(Out::Text(String::new())));
    }
    Ok(Some(Out::Text(text.chars().skip(skip as usize).take(take).collect())))
}

/// `strpos(text, part)`
pub fn position(cells: Cells<'_, '_>) -> Outcome {
    let Some([text, part]) = texts(cells) else { return Ok(None) };
    let at = text.find(part).map_or(0, |at| text[..at].chars().count() as i64 + 1);
    Ok(Some(Out::Int(at)))
}

pub fn replace(cells: Cells<'_, '_>) -> Outcome {
    let Some([text, from]) = texts(cells) else { return Ok(None) };
    let to = match cells.get(2) {
        None => "",
        Some(Some(Cell::Text(to))) => to,
        Some(_) => return Ok(None),
    };
    Ok(Some(Out::Text(text.replace(from, to))))
}

pub fn split_part(cells: Cells<'_, '_>) -> Outcome {
    let (Some([text, mark]), Some(Some(Cell::Int(at)))) = (texts(cells), cells.get(2)) else {
        return Ok(None);
    };
    let at = usize::try_from(*at).ok().filter(|at| *at > 0);
    let at =
        at.ok_or_else(|| failed("INVALID_FUNCTION_ARGUMENT: Index must be greater than zero"))?;
    Ok(text.split(mark).nth(at - 1).map(|part| Out::Text(part.to_owned())))
}

pub fn reverse(cells: Cells<'_, '_>) -> Outcome {
    Ok(texts(cells).map(|[text]| Out::Text(text.chars().rev().collect())))
}

pub fn starts_with(cells: Cells<'_, '_>) -> Outcome {
    Ok(texts(cells).map(|[text, start]| Out::Bool(text.starts_with(start))))
}

thread_local! {
    /// The pattern that was compiled last.
    static COMPILED: RefCell<Option<(String, Regex)>> = const { RefCell::new(None) };
}

fn with_pattern<T>(pattern: &str, run: impl FnOnce(&Regex) -> T) -> Result<T, Fault> {
    COMPILED.with_borrow_mut(|compiled| {
        if compiled.as_ref().is_none_or(|(text, _)| text != pattern) {
            let regex = Regex::new(pattern);
            let regex = regex.map_err(|_| {
                failed(format!(
                    "INVALID_FUNCTION_ARGUMENT: the regular expression is not valid: {pattern}"
                ))
            })?;
            *compiled = Some((pattern.to_owned(), regex));
        }
        let (_, regex) = compiled.as_ref().expect("it was compiled above");
        Ok(run(regex))
    })
}

pub fn regexp_like(cells: Cells<'_, '_>) -> Outcome {
    let Some([text, pattern]) = texts(cells) else { return Ok(None) };
    with_pattern(pattern, |regex| Some(Out::Bool(regex.is_match(text))))
}

/// `regexp_extract(text, pattern [, group])`
pub fn regexp_extract(cells: Cells<'_, '_>) -> Outcome {
    let Some([text, pattern]) = texts(cells) else { return Ok(None) };
    let group = match cells.get(2) {
        Some(Some(Cell::Int(group))) => usize::try_from(*group).unwrap_or(usize::MAX),
        _ => 0,
    };
    with_pattern(pattern, |regex| {
        let found = regex.captures(text)?.get(group)?;
        Some(Out::Text(found.as_str().to_owned()))
    })
}

/// `regexp_replace(text, pattern [, replacement])`
pub fn regexp_replace(cells: Cells<'_, '_>) -> Outcome {
    let Some([text, pattern]) = texts(cells) else { return Ok(None) };
    let with = match cells.get(2) {
        Some(Some(Cell::Text(with))) => with,
        _ => "",
    };
    with_pattern(pattern, |regex| Some(Out::Text(regex.replace_all(text, with).into_owned())))
}

pub fn text_to_int(cells: Cells<'_, '_>) -> Outcome {
    let Some([text]) = texts(cells) else { return Ok(None) };
    let value = text.trim().parse().map(|value| Some(Out::Int(value)));
    value.map_err(|_| failed(format!("INVALID_CAST_ARGUMENT: Cannot cast '{text}' to BIGINT")))
}

pub fn text_to_double(cells: Cells<'_, '_>) -> Outcome {
    let Some([text]) = texts(cells) else { return Ok(None) };
    let value = text.trim().parse().map(|value| Some(Out::Float(value)));
    value.map_err(|_| failed(format!("INVALID_CAST_ARGUMENT: Cannot cast '{text}' to DOUBLE")))
}

pub fn text_to_bool(cells: Cells<'_, '_>) -> Outcome {
    let Some([text]) = texts(cells) else { return Ok(None) };
    match text.to_lowercase().as_str() {
        "true" | "t" | "1" => Ok(Some(Out::Bool(true))),
        "false" | "f" | "0" => Ok(Some(Out::Bool(false))),
        _ => Err(failed(format!("INVALID_CAST_ARGUMENT: Cannot cast '{text}' to BOOLEAN"))),
    }
}

/// `TRY(…)` and `TRY_CAST`: what the cast refuses is nothing.
pub fn try_text_to_int(cells: Cells<'_, '_>) -> Outcome {
    Ok(text_to_int(cells).unwrap_or(None))
}

pub fn try_text_to_double(cells: Cells<'_, '_>) -> Outcome {
    Ok(text_to_double(cells).unwrap_or(None))
}

pub fn try_text_to_bool(cells: Cells<'_, '_>) -> Outcome {
    Ok(text_to_bool(cells).unwrap_or(None))
}

pub fn plain_to_text(cells: Cells<'_, '_>) -> Outcome {
    Ok(match cells[0] {
        Some(Cell::Int(value)) => Some(Out::Text(value.to_string())),
        Some(Cell::Float(value)) => Some(Out::Text(super::shown::double(value))),
        Some(Cell::Bool(value)) => Some(Out::Text(value.to_string())),
        Some(Cell::Text(text)) => Some(Out::Text(text.to_owned())),
        _ => None,
    })
}

/// `round(x [, digits])`
pub fn round(cells: Cells<'_, '_>) -> Outcome {
    let Some(Cell::Float(value)) = cells[0] else { return Ok(None) };
    let digits = match cells.get(1) {
        Some(Some(Cell::Int(digits))) => (*digits).clamp(-18, 18) as i32,
        _ => 0,
    };
    let scale = 10_f64.powi(digits);
    Ok(Some(Out::Float((value * scale).round() / scale)))
}

fn of_double(cells: Cells<'_, '_>, compute: fn(f64) -> f64) -> Outcome {
    let Some(Cell::Float(value)) = cells[0] else { return Ok(None) };
    Ok(Some(Out::Float(compute(value))))
}

pub fn ceil(cells: Cells<'_, '_>) -> Outcome {
    of_double(cells, f64::ceil)
}

pub fn floor(cells: Cells<'_, '_>) -> Outcome {
    of_double(cells, f64::floor)
}

pub fn abs(cells: Cells<'_, '_>) -> Outcome {
    of_double(cells, f64::abs)
}
