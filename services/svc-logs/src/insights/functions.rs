//! The functions of expressions.
//!
//! Source: "Supported operations and functions" (boolean, comparison, numeric, structure, date,
//! general, JSON, IP address and string functions).

use std::ops::RangeInclusive;

use serde_json::Value as Json;

use super::address;
use super::dates;
use super::value::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    Abs,
    Ceil,
    Floor,
    Greatest,
    Least,
    Log,
    Sqrt,
    IsPresent,
    Coalesce,
    Bin,
    DateFloor,
    DateCeil,
    FromMillis,
    ToMillis,
    Now,
    IsValidIp,
    IsValidIpv4,
    IsValidIpv6,
    IsInSubnet,
    IsEmpty,
    IsBlank,
    Concat,
    LeftTrim,
    RightTrim,
    Trim,
    Length,
    Upper,
    Lower,
    Part,
    Replace,
    Contains,
    JsonParse,
    JsonStringify,
}

const MANY: usize = 255;

impl Function {
    /// By its name in any case, and how many arguments it takes.
    pub fn named(name: &str) -> Option<(Function, RangeInclusive<usize>)> {
        use Function as F;
        Some(match name.to_ascii_lowercase().as_str() {
            "abs" => (F::Abs, 1..=1),
            "ceil" => (F::Ceil, 1..=1),
            "floor" => (F::Floor, 1..=1),
            "greatest" => (F::Greatest, 1..=MANY),
            "least" => (F::Least, 1..=MANY),
            "log" => (F::Log, 1..=1),
            "sqrt" => (F::Sqrt, 1..=1),
            "ispresent" => (F::IsPresent, 1..=1),
            "coalesce" => (F::Coalesce, 1..=MANY),
            "bin" => (F::Bin, 1..=1),
            "datefloor" => (F::DateFloor, 2..=2),
            "dateceil" => (F::DateCeil, 2..=2),
            "frommillis" => (F::FromMillis, 1..=1),
            "tomillis" => (F::ToMillis, 1..=1),
            "now" => (F::Now, 0..=0),
            "isvalidip" => (F::IsValidIp, 1..=1),
            "isvalidipv4" => (F::IsValidIpv4, 1..=1),
            "isvalidipv6" => (F::IsValidIpv6, 1..=1),
            "isipinsubnet" | "isipv4insubnet" | "isipv6insubnet" => (F::IsInSubnet, 2..=2),
            "isempty" => (F::IsEmpty, 1..=1),
            "isblank" => (F::IsBlank, 1..=1),
            "concat" => (F::Concat, 1..=MANY),
            "ltrim" => (F::LeftTrim, 1..=2),
            "rtrim" => (F::RightTrim, 1..=2),
            "trim" => (F::Trim, 1..=2),
            "strlen" => (F::Length, 1..=1),
            "toupper" => (F::Upper, 1..=1),
            "tolower" => (F::Lower, 1..=1),
            "substr" => (F::Part, 2..=3),
            "replace" => (F::Replace, 3..=3),
            "strcontains" => (F::Contains, 2..=2),
            "jsonparse" => (F::JsonParse, 1..=1),
            "jsonstringify" => (F::JsonStringify, 1..=1),
            _ => return None,
        })
    }

    /// `now` is the time of the query, `at` of the event.
    pub fn call(self, arguments: &[Value], now: i64, at: i64) -> Value {
        let first = arguments.first().unwrap_or(&Value::Missing);
        match self {
            Function::Abs => real(first, f64::abs),
            Function::Ceil => real(first, f64::ceil),
            Function::Floor => real(first, f64::floor),
            Function::Log => real(first, f64::ln),
            Function::Sqrt => real(first, f64::sqrt),
            Function::Greatest => extreme(arguments, f64::max),
            Function::Least => extreme(arguments, f64::min),
            Function::IsPresent => Value::flag(*first != Value::Missing),
            Function::Coalesce => {
                let found = arguments.iter().find(|value| **value != Value::Missing);
                found.cloned().unwrap_or(Value::Missing)
            }
            Function::Bin => bin(at, first),
            Function::DateFloor => date(arguments, dates::floor),
            Function::DateCeil => date(arguments, |at, period| {
                let floor = dates::floor(at, period);
                if floor == at { at } else { floor.saturating_add(period) }
            }),
            Function::FromMillis => {
                first.number().map_or(Value::Missing, |ms| Value::Time(ms as i64))
            }
            Function::ToMillis => first.number().map_or(Value::Missing, Value::Number),
            Function::Now => Value::Number(now.div_euclid(1_000) as f64),
            _ => self.call_text(arguments),
        }
    }

    fn call_text(self, arguments: &[Value]) -> Value {
        let Some(text) = arguments.first().and_then(Value::text) else {
            return match self {
                Function::IsEmpty | Function::IsBlank => Value::Number(1.0),
                Function::Concat => Value::Text(concat(arguments)),
                _ => Value::Missing,
            };
        };
        let second = arguments.get(1).and_then(Value::text);
        let is_trimmed = |it: char| match &second {
            Some(these) => these.contains(it),
            None => it.is_whitespace(),
        };
        let is_address = |is_wanted: fn(&std::net::IpAddr) -> bool| {
            Value::flag(text.parse().is_ok_and(|address| is_wanted(&address)))
        };
        match self {
            Function::IsValidIp => is_address(|_| true),
            Function::IsValidIpv4 => is_address(std::net::IpAddr::is_ipv4),
            Function::IsValidIpv6 => is_address(std::net::IpAddr::is_ipv6),
            Function::IsInSubnet => {
                Value::flag(address::is_in(&text, second.as_deref().unwrap_or_default()))
            }
            Function::IsEmpty => Value::flag(text.is_empty()),
            Function::IsBlank => Value::flag(text.trim().is_empty()),
            Function::Concat => Value::Text(concat(arguments)),
            Function::LeftTrim => Value::Text(text.trim_start_matches(is_trimmed).to_owned()),
            Function::RightTrim => Value::Text(text.trim_end_matches(is_trimmed).to_owned()),
            Function::Trim => Value::Text(text.trim_matches(is_trimmed).to_owned()),
            Function::Length => Value::Number(text.chars().count() as f64),
            Function::Upper => Value::Text(text.to_uppercase()),
            Function::Lower => Value::Text(text.to_lowercase()),
            Function::Part => part(&text, arguments),
            Function::Replace => {
                let with = arguments.get(2).and_then(Value::text).unwrap_or_default();
                match second.filter(|search| !search.is_empty()) {
                    Some(search) => Value::Text(text.replace(&search, &with)),
                    None => Value::Text(text),
                }
            }
            Function::Contains => Value::flag(second.is_some_and(|search| text.contains(&search))),
            // Fields of what is parsed are named behind it: `jsonParse(x) as y | fields y.z`.
            Function::JsonParse => match serde_json::from_str::<Json>(&text) {
                Ok(_) => Value::Text(text),
                Err(_) => Value::Missing,
            },
            _ => Value::Text(text),
        }
    }
}

fn real(value: &Value, function: fn(f64) -> f64) -> Value {
    let result = value.number().map(function).filter(|it| it.is_finite());
    result.map_or(Value::Missing, Value::Number)
}

fn extreme(values: &[Value], choose: fn(f64, f64) -> f64) -> Value {
    let numbers = values.iter().filter_map(Value::number);
    numbers.reduce(choose).map_or(Value::Missing, Value::Number)
}

/// The beginning of the event's period.
fn bin(at: i64, period: &Value) -> Value {
    match period.number() {
        Some(period) => Value::Time(dates::floor(at, period as i64)),
        None => Value::Missing,
    }
}

fn date(arguments: &[Value], function: fn(i64, i64) -> i64) -> Value {
    let number = |at: usize| arguments.get(at).and_then(Value::number);
    match (number(0), number(1)) {
        (Some(at), Some(period)) => Value::Time(function(at as i64, (period as i64).max(1))),
        _ => Value::Missing,
    }
}

fn concat(values: &[Value]) -> String {
    values.iter().filter_map(Value::text).collect()
}

/// `substr(text, start, length)`, by characters.
fn part(text: &str, arguments: &[Value]) -> Value {
    let whole =
        |at: usize| arguments.get(at).and_then(Value::number).map(|it| it.max(0.0) as usize);
    let start = whole(1).unwrap_or(0);
    let len = whole(2).unwrap_or(usize::MAX);
    Value::Text(text.chars().skip(start).take(len).collect())
}
