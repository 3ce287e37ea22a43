//! The functions of queries. None of them makes more than a step's worth without counting it.

use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use super::eval::{Run, bounded, index, items};
use super::parser::Expr;
use super::value::V;

pub const FORMATS: [&str; 6] = ["text", "json", "base64", "base64d", "uri", "csv"];

/// Functions of no argument, of one value, and of an expression.
const OF_NONE: [&str; 38] = [
    "empty",
    "not",
    "tostring",
    "tonumber",
    "type",
    "length",
    "keys",
    "values",
    "add",
    "any",
    "all",
    "first",
    "last",
    "min",
    "max",
    "sort",
    "unique",
    "reverse",
    "flatten",
    "floor",
    "ceil",
    "round",
    "fabs",
    "sqrt",
    "ascii_downcase",
    "ascii_upcase",
    "tojson",
    "fromjson",
    "to_entries",
    "from_entries",
    "gmtime",
    "mktime",
    "todate",
    "fromdate",
    "fromdateiso8601",
    "todateiso8601",
    "trim",
    "error",
];
const OF_VALUE: [&str; 12] = [
    "has",
    "contains",
    "inside",
    "startswith",
    "endswith",
    "ltrimstr",
    "rtrimstr",
    "split",
    "join",
    "strftime",
    "strptime",
    "index",
];
const OF_EXPRESSION: [&str; 5] = ["map", "select", "sort_by", "min_by", "max_by"];

pub fn is_known(name: &str, arguments: usize) -> bool {
    match arguments {
        0 => OF_NONE.contains(&name),
        1 => OF_VALUE.contains(&name) || OF_EXPRESSION.contains(&name),
        _ => false,
    }
}

pub fn call(run: &mut Run, name: &str, arguments: &[Expr], input: &V) -> Result<Vec<V>, String> {
    let Some(argument) = arguments.first() else {
        if name == "empty" || (name == "values" && matches!(input, V::Null)) {
            return Ok(Vec::new());
        }
        return Ok(vec![of_none(run, name, input)?]);
    };
    if OF_EXPRESSION.contains(&name) {
        return of_expression(run, name, argument, input);
    }
    let values = run.all(argument, input)?;
    values.iter().map(|value| of_value(run, name, input, value)).collect()
}

fn of_none(run: &mut Run, name: &str, input: &V) -> Result<V, String> {
    let refused = || Err(format!("{} has no {name}", input.kind()));
    Ok(match (name, input) {
        ("values", other) => other.clone(),
        ("not", other) => V::Bool(!other.is_true()),
        ("tostring", other) => V::text(bounded(other.to_text())?),
        ("tojson", other) => V::text(bounded(other.json().to_string())?),
        ("fromjson", V::Text(text)) => {
            run.count(text.len() / 16)?;
            V::of(&serde_json::from_str(text).map_err(|_| format!("{text} is not valid JSON"))?)
        }
        ("tonumber", V::Number(number)) => V::Number(*number),
        ("tonumber", V::Text(text)) => {
            let number = text.trim().parse();
            V::Number(number.map_err(|_| format!("{text} cannot be parsed as a number"))?)
        }
        ("type", other) => V::text(other.kind()),
        ("error", other) => return Err(other.to_text()),
        ("length", V::Null) => V::Number(0.0),
        ("length", V::Text(text)) => V::Number(text.chars().count() as f64),
        ("length", V::Array(items)) => V::Number(items.len() as f64),
        ("length", V::Object(entries)) => V::Number(entries.len() as f64),
        ("length" | "fabs", V::Number(number)) => V::Number(number.abs()),
        ("floor", V::Number(number)) => V::Number(number.floor()),
        ("ceil", V::Number(number)) => V::Number(number.ceil()),
        ("round", V::Number(number)) => V::Number(number.round()),
        ("sqrt", V::Number(number)) => V::Number(number.sqrt()),
        ("ascii_downcase", V::Text(text)) => V::text(text.to_ascii_lowercase()),
        ("ascii_upcase", V::Text(text)) => V::text(text.to_ascii_uppercase()),
        ("trim", V::Text(text)) => V::text(text.trim()),
        ("gmtime", V::Number(seconds)) => broken_down(&moment(*seconds)?),
        ("mktime", V::Array(_)) => V::Number(zoned(input)?.timestamp().as_second() as f64),
        ("todate" | "todateiso8601", V::Number(seconds)) => {
            V::text(moment(*seconds)?.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        }
        ("fromdate" | "fromdateiso8601", V::Text(text)) => {
            let at: Timestamp = text.parse().map_err(|_| format!("{text} is no date"))?;
            V::Number(at.as_second() as f64)
        }
        (_, V::Array(_) | V::Object(_)) => return of_collection(run, name, input),
        ("reverse", V::Null) => V::Array(Rc::default()),
        _ => return refused(),
    })
}

fn of_collection(run: &mut Run, name: &str, input: &V) -> Result<V, String> {
    let values = items(input)?;
    run.count(values.len() * 4)?;
    let list = |values: Vec<V>| V::Array(Rc::new(values));
    Ok(match (name, input) {
        ("keys", V::Object(entries)) => list(entries.keys().map(V::text).collect()),
        ("keys", _) => list((0..values.len()).map(|at| V::Number(at as f64)).collect()),
        ("to_entries", V::Object(entries)) => {
            let entry = |(name, value): (&String, &V)| {
                let key = ("key".to_owned(), V::text(name));
                V::Object(Rc::new([key, ("value".to_owned(), value.clone())].into()))
            };
            list(entries.iter().map(entry).collect())
        }
        ("from_entries", V::Array(_)) => {
            let mut out = std::collections::BTreeMap::new();
            for entry in &values {
                let key = index(entry, &V::text("key"))?;
                out.insert(key.to_text(), index(entry, &V::text("value"))?);
            }
            V::Object(Rc::new(out))
        }
        ("any", _) => V::Bool(values.iter().any(V::is_true)),
        ("all", _) => V::Bool(values.iter().all(V::is_true)),
        ("add", _) => added(run, &values)?,
        ("first", V::Array(_)) => values.first().cloned().unwrap_or(V::Null),
        ("last", V::Array(_)) => values.last().cloned().unwrap_or(V::Null),
        ("min", V::Array(_)) => values.into_iter().min_by(V::order).unwrap_or(V::Null),
        ("max", V::Array(_)) => values.into_iter().max_by(V::order).unwrap_or(V::Null),
        ("sort" | "unique", V::Array(_)) => {
            let mut sorted = values;
            sorted.sort_by(V::order);
            if name == "unique" {
                sorted.dedup_by(|a, b| a.order(b).is_eq());
            }
            list(sorted)
        }
        ("reverse", V::Array(_)) => list(values.into_iter().rev().collect()),
        ("flatten", V::Array(_)) => {
            let mut out = Vec::new();
            for value in &values {
                flatten(run, value, &mut out)?;
            }
            list(out)
        }
        _ => return Err(format!("{} has no {name}", input.kind())),
    })
}

fn flatten(run: &mut Run, value: &V, out: &mut Vec<V>) -> Result<(), String> {
    run.count(1)?;
    match value {
        V::Array(items) => items.iter().try_for_each(|item| flatten(run, item, out)),
        other => {
            out.push(other.clone());
            Ok(())
        }
    }
}

fn added(run: &mut Run, values: &[V]) -> Result<V, String> {
    if values.iter().all(|value| matches!(value, V::Text(_))) && !values.is_empty() {
        let texts: Vec<String> = values.iter().map(V::to_text).collect();
        return Ok(V::text(bounded(texts.concat())?));
    }
    let mut sum = V::Null;
    for value in values {
        sum = match (&sum, value) {
            (V::Null, other) | (other, V::Null) => other.clone(),
            (V::Number(a), V::Number(b)) => V::Number(a + b),
            (V::Array(a), V::Array(b)) => {
                run.count(a.len() + b.len())?;
                V::Array(Rc::new(a.iter().chain(b.iter()).cloned().collect()))
            }
            (a, b) => return Err(format!("{} and {} cannot be added", a.kind(), b.kind())),
        };
    }
    Ok(sum)
}

fn of_value(run: &mut Run, name: &str, input: &V, value: &V) -> Result<V, String> {
    Ok(match (name, input, value) {
        ("has", V::Object(entries), V::Text(key)) => V::Bool(entries.contains_key(key.as_ref())),
        ("has", V::Array(items), V::Number(at)) => {
            V::Bool(*at >= 0.0 && (*at as usize) < items.len())
        }
        ("contains", a, b) => V::Bool(contains(run, a, b)?),
        ("inside", a, b) => V::Bool(contains(run, b, a)?),
        ("startswith", V::Text(text), V::Text(start)) => V::Bool(text.starts_with(start.as_ref())),
        ("endswith", V::Text(text), V::Text(end)) => V::Bool(text.ends_with(end.as_ref())),
        ("ltrimstr", V::Text(text), V::Text(start)) => {
            V::text(text.strip_prefix(start.as_ref()).unwrap_or(text))
        }
        ("rtrimstr", V::Text(text), V::Text(end)) => {
            V::text(text.strip_suffix(end.as_ref()).unwrap_or(text))
        }
        ("ltrimstr" | "rtrimstr", other, _) => other.clone(),
        ("split", V::Text(text), V::Text(by)) => {
            let parts: Vec<V> = if by.is_empty() {
                text.chars().map(|it| V::text(it.to_string())).collect()
            } else {
                text.split(by.as_ref()).map(V::text).collect()
            };
            run.count(parts.len())?;
            V::Array(Rc::new(parts))
        }
        ("index", V::Text(text), V::Text(part)) => match text.find(part.as_ref()) {
            Some(at) => V::Number(text[..at].chars().count() as f64),
            None => V::Null,
        },
        ("join", V::Array(items), V::Text(by)) => {
            run.count(items.len())?;
            let text =
                |item: &V| if matches!(item, V::Null) { String::new() } else { item.to_text() };
            V::text(bounded(items.iter().map(text).collect::<Vec<_>>().join(by))?)
        }
        ("strftime", V::Number(_) | V::Array(_), V::Text(format)) => {
            let at = match input {
                V::Number(seconds) => moment(*seconds)?,
                _ => zoned(input)?,
            };
            let text = strtime::format(format.as_ref(), &at);
            V::text(bounded(text.map_err(|error| error.to_string())?)?)
        }
        ("strptime", V::Text(text), V::Text(format)) => {
            let wrong = || format!("date \"{text}\" does not match format \"{format}\"");
            let read = strtime::parse(format.as_ref(), text.as_ref()).map_err(|_| wrong())?;
            let at = match read.to_datetime() {
                Ok(at) => at,
                Err(_) => read.to_date().map_err(|_| wrong())?.at(0, 0, 0, 0),
            };
            broken_down(&at.to_zoned_datetime(TimeZone::UTC).map_err(|error| error.to_string())?)
        }
        _ => return Err(format!("{} has no {name} of {}", input.kind(), value.kind())),
    })
}

fn contains(run: &mut Run, a: &V, b: &V) -> Result<bool, String> {
    run.count(1)?;
    Ok(match (a, b) {
        (V::Text(a), V::Text(b)) => a.contains(b.as_ref()),
        (V::Array(a), V::Array(b)) => {
            for wanted in b.iter() {
                let mut is_there = false;
                for item in a.iter() {
                    is_there =
                        is_there || (item.kind() == wanted.kind() && contains(run, item, wanted)?);
                }
                if !is_there {
                    return Ok(false);
                }
            }
            true
        }
        (V::Object(a), V::Object(b)) => {
            for (name, wanted) in b.iter() {
                let Some(found) = a.get(name) else { return Ok(false) };
                if !contains(run, found, wanted)? {
                    return Ok(false);
                }
            }
            true
        }
        (a, b) if a.kind() == b.kind() => a.order(b).is_eq(),
        (a, b) => return Err(format!("{} and {} cannot be compared", a.kind(), b.kind())),
    })
}

fn of_expression(run: &mut Run, name: &str, by: &Expr, input: &V) -> Result<Vec<V>, String> {
    if name == "select" {
        let decided = run.all(by, input)?;
        return Ok(decided.iter().filter(|it| it.is_true()).map(|_| input.clone()).collect());
    }
    let values = items(input)?;
    run.count(values.len() * 2)?;
    if name == "map" {
        let mut out = Vec::new();
        for value in &values {
            out.extend(run.all(by, value)?);
        }
        return Ok(vec![V::Array(Rc::new(out))]);
    }
    let mut keyed = Vec::with_capacity(values.len());
    for value in values {
        keyed.push((V::Array(Rc::new(run.all(by, &value)?)), value));
    }
    keyed.sort_by(|(a, _), (b, _)| a.order(b));
    let mut sorted = keyed.into_iter().map(|(_, value)| value);
    Ok(vec![match name {
        "min_by" => sorted.next().unwrap_or(V::Null),
        "max_by" => sorted.next_back().unwrap_or(V::Null),
        _ => V::Array(Rc::new(sorted.collect())),
    }])
}

pub fn formatted(name: &str, input: &V) -> Result<String, String> {
    let text = input.to_text();
    bounded(match name {
        "json" => input.json().to_string(),
        "base64" => STANDARD.encode(text),
        "base64d" => {
            let bytes = STANDARD.decode(&text).map_err(|_| format!("{text} is no base64"))?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
        "uri" => text
            .bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                    char::from(byte).to_string()
                }
                other => format!("%{other:02X}"),
            })
            .collect(),
        "csv" => {
            let V::Array(items) = input else { return Err("only arrays can be a line".to_owned()) };
            let cell = |item: &V| match item {
                V::Text(text) => format!("\"{}\"", text.replace('"', "\"\"")),
                V::Null => String::new(),
                other => other.to_text(),
            };
            items.iter().map(cell).collect::<Vec<_>>().join(",")
        }
        _ => text,
    })
}

fn moment(seconds: f64) -> Result<ZonedDateTime, String> {
    let at = Timestamp::from_second(seconds.floor() as i64);
    Ok(at.map_err(|error| error.to_string())?.to_zoned_datetime(TimeZone::UTC))
}

/// Year, month from 0, day, hour, minute, second, day of the week, day of the year from 0.
fn broken_down(at: &ZonedDateTime) -> V {
    let parts = [
        f64::from(at.year()),
        f64::from(at.month()) - 1.0,
        f64::from(at.day()),
        f64::from(at.hour()),
        f64::from(at.minute()),
        f64::from(at.second()),
        f64::from(at.weekday().to_sunday_zero_offset()),
        f64::from(at.day_of_year()) - 1.0,
    ];
    V::Array(Rc::new(parts.into_iter().map(V::Number).collect()))
}

fn zoned(parts: &V) -> Result<ZonedDateTime, String> {
    let wrong = || "a broken-down time has at least six numbers".to_owned();
    let V::Array(parts) = parts else { return Err(wrong()) };
    let mut numbers = [0_i64; 6];
    for (at, number) in numbers.iter_mut().enumerate() {
        match parts.get(at) {
            Some(V::Number(part)) => *number = *part as i64,
            _ => return Err(wrong()),
        }
    }
    let [year, month, day, hour, minute, second] = numbers;
    let small = |number: i64| i8::try_from(number).map_err(|_| wrong());
    let year = i16::try_from(year).map_err(|_| wrong())?;
    let (month, day) = (small(month + 1)?, small(day)?);
    let (hour, minute, second) = (small(hour)?, small(minute)?, small(second)?);
    let at = DateTime::new(year, month, day, hour, minute, second, 0);
    let at = at.map_err(|error| error.to_string())?;
    at.to_zoned_datetime(TimeZone::UTC).map_err(|error| error.to_string())
}
