//! From the document of a filter policy to rules, with the limits on its complexity.

use serde_json::{Map, Value as Json};

use super::matcher::{Comparison, Matcher, Network, Scalar, scaled};
use crate::limits;

const OR: &str = "$or";
const NUMBER_MAX: f64 = 1e9;
/// Names of conditions. A `$or` whose members are called so is a name like any other.
const KEYWORDS: [&str; 8] = [
    "anything-but",
    "cidr",
    "equals-ignore-case",
    "exists",
    "numeric",
    "prefix",
    "suffix",
    "wildcard",
];

/// Holds when all its fields hold, and of each list of alternatives one.
#[derive(Debug, Default, PartialEq)]
pub struct Rule {
    pub fields: Vec<(String, Field)>,
    pub alternatives: Vec<Vec<Rule>>,
}

#[derive(Debug, PartialEq)]
pub enum Field {
    /// One of them.
    Values(Vec<Matcher>),
    Nested(Rule),
}

/// What a rule costs of the limits.
#[derive(Clone, Copy)]
struct Cost {
    keys: usize,
    combinations: u64,
}

/// Parses a policy; answers in words what is wrong with it.
pub fn parse(text: &str, is_of_body: bool) -> Result<Rule, String> {
    let document: Json =
        serde_json::from_str(text).map_err(|error| format!("failed to parse JSON. {error}"))?;
    let Json::Object(members) = document else {
        return Err("Filter policy must be a JSON object".to_owned());
    };
    let (rule, cost) = rule(&members, 1, is_of_body)?;
    if cost.keys > limits::FILTER_KEYS_MAX {
        return Err(format!(
            "Filter policy can not have more than {} keys",
            limits::FILTER_KEYS_MAX
        ));
    }
    if cost.combinations > limits::FILTER_COMBINATIONS_MAX {
        return Err("Filter policy is too complex".to_owned());
    }
    Ok(rule)
}

fn rule(members: &Map<String, Json>, depth: u64, is_of_body: bool) -> Result<(Rule, Cost), String> {
    let mut out = Rule::default();
    let mut cost = Cost { keys: 0, combinations: 1 };
    for (name, value) in members {
        let part = match value {
            Json::Array(items) if name == OR && is_or(items) => {
                let (rules, cost) = alternatives(items, depth, is_of_body)?;
                out.alternatives.push(rules);
                cost
            }
            Json::Array(items) => {
                let matchers = matchers(items)?;
                out.fields.push((name.clone(), Field::Values(matchers)));
                Cost { keys: 1, combinations: items.len() as u64 * depth }
            }
            Json::Object(_) if !is_of_body => {
                return Err(
                    "Filter policy scope MessageAttributes does not support nested filter \
                            policy"
                        .to_owned(),
                );
            }
            Json::Object(members) => {
                if members.is_empty() {
                    return Err("Empty objects are not allowed".to_owned());
                }
                let (nested, cost) = rule(members, depth + 1, is_of_body)?;
                out.fields.push((name.clone(), Field::Nested(nested)));
                cost
            }
            _ => return Err(format!("\"{name}\" must be an object or an array")),
        };
        cost.keys += part.keys;
        cost.combinations = cost.combinations.saturating_mul(part.combinations);
    }
    Ok((out, cost))
}

/// At least two rules, none of which is a condition.
fn is_or(items: &[Json]) -> bool {
    let is_rule = |item: &Json| {
        item.as_object().is_some_and(|members| {
            !members.is_empty() && !members.keys().any(|key| KEYWORDS.contains(&key.as_str()))
        })
    };
    items.len() >= 2 && items.iter().all(is_rule)
}

/// Of alternatives, one holds: their combinations add up.
fn alternatives(items: &[Json], depth: u64, is_of_body: bool) -> Result<(Vec<Rule>, Cost), String> {
    let mut rules = Vec::with_capacity(items.len());
    let mut sum = Cost { keys: 0, combinations: 0 };
    for members in items.iter().filter_map(Json::as_object) {
        let (rule, cost) = rule(members, depth, is_of_body)?;
        rules.push(rule);
        sum.keys += cost.keys;
        sum.combinations = sum.combinations.saturating_add(cost.combinations);
    }
    Ok((rules, sum))
}

fn matchers(items: &[Json]) -> Result<Vec<Matcher>, String> {
    if items.is_empty() {
        return Err("Empty arrays are not allowed".to_owned());
    }
    items.iter().map(matcher).collect()
}

fn matcher(item: &Json) -> Result<Matcher, String> {
    match item {
        Json::Array(_) => {
            Err("Match value must be String, number, true, false, or null".to_owned())
        }
        Json::Object(members) => {
            let mut members = members.iter();
            match (members.next(), members.next()) {
                (Some((name, value)), None) => condition(name, value),
                (None, _) => Err("Empty objects are not allowed".to_owned()),
                _ => Err("Only one key allowed in match expression".to_owned()),
            }
        }
        value => scalar(value).map(Matcher::Equals),
    }
}

fn scalar(value: &Json) -> Result<Scalar, String> {
    if let Json::Number(_) = value {
        return number(value).map(Scalar::Number);
    }
    Scalar::of_json(value)
        .ok_or_else(|| "Match value must be String, number, true, false, or null".to_owned())
}

fn number(value: &Json) -> Result<i128, String> {
    let number = value.as_f64().ok_or_else(|| format!("{value} is not a number"))?;
    if !(-NUMBER_MAX..=NUMBER_MAX).contains(&number) {
        return Err("Value must be between -1000000000 and 1000000000, inclusive".to_owned());
    }
    Ok(scaled(number))
}

fn condition(name: &str, value: &Json) -> Result<Matcher, String> {
    match name {
        "prefix" => text(name, value).map(Matcher::Prefix),
        "suffix" => text(name, value).map(Matcher::Suffix),
        "equals-ignore-case" => {
            text(name, value).map(|text| Matcher::EqualsIgnoreCase(text.to_lowercase()))
        }
        "wildcard" => wildcard(value),
        "anything-but" => anything_but(value),
        "numeric" => numeric(value),
        "exists" => value
            .as_bool()
            .map(Matcher::Exists)
            .ok_or_else(|| "exists match pattern must be either true or false.".to_owned()),
        "cidr" => {
            let text = text(name, value)?;
            let network = Network::parse(&text);
            network.map(Matcher::Cidr).ok_or_else(|| format!("Malformed CIDR, {text} is not valid"))
        }
        _ => Err(format!("Unrecognized match type {name}")),
    }
}

fn text(name: &str, value: &Json) -> Result<String, String> {
    match value {
        Json::String(text) if !text.is_empty() => Ok(text.clone()),
        Json::String(_) => Err(format!("Null {name} not allowed")),
        _ => Err(format!("{name} match pattern must be a string")),
    }
}

fn wildcard(value: &Json) -> Result<Matcher, String> {
    let text = text("wildcard", value)?;
    let mut pieces = vec![String::new()];
    let mut characters = text.chars();
    let mut was_star = false;
    while let Some(character) = characters.next() {
        let piece = match character {
            '*' if was_star => {
                return Err(
                    "Consecutive wildcard characters are not allowed in a wildcard match pattern"
                        .to_owned(),
                );
            }
            '*' => {
                pieces.push(String::new());
                was_star = true;
                continue;
            }
            '\\' => match characters.next() {
                Some(escaped @ ('*' | '\\')) => escaped,
                _ => return Err("Invalid escape character in a wildcard match pattern".to_owned()),
            },
            character => character,
        };
        was_star = false;
        pieces.last_mut().expect("it begins with one piece").push(piece);
    }
    Ok(Matcher::Wildcard(pieces))
}

/// What is not to be: values, or texts by their beginning, end or form.
fn anything_but(value: &Json) -> Result<Matcher, String> {
    let excluded = match value {
        Json::Array(items) if items.is_empty() => {
            return Err("Empty arrays are not allowed".to_owned());
        }
        Json::Array(items) => items.iter().map(excluded_value).collect::<Result<_, _>>()?,
        Json::Object(members) => {
            let mut members = members.iter().map(|(name, value)| (name.as_str(), value));
            match (members.next(), members.next()) {
                (
                    Some((name @ ("prefix" | "suffix" | "wildcard" | "equals-ignore-case"), value)),
                    None,
                ) => each(value, |value| condition(name, value))?,
                (Some((name, _)), None) => {
                    return Err(format!("Unsupported anything-but pattern: {name}"));
                }
                _ => return Err("Only one key allowed in match expression".to_owned()),
            }
        }
        value => vec![excluded_value(value)?],
    };
    Ok(Matcher::AnythingBut(excluded))
}

fn excluded_value(value: &Json) -> Result<Matcher, String> {
    match value {
        Json::String(_) | Json::Number(_) => scalar(value).map(Matcher::Equals),
        _ => Err("Inside anything but list, start|null|boolean is not supported.".to_owned()),
    }
}

/// One or a list of them.
fn each(
    value: &Json,
    read: impl Fn(&Json) -> Result<Matcher, String>,
) -> Result<Vec<Matcher>, String> {
    match value {
        Json::Array(items) if items.is_empty() => Err("Empty arrays are not allowed".to_owned()),
        Json::Array(items) => items.iter().map(read).collect(),
        value => Ok(vec![read(value)?]),
    }
}

/// `["=", n]`, one bound, or a lower and an upper one.
fn numeric(value: &Json) -> Result<Matcher, String> {
    let items = value.as_array().ok_or_else(|| "Value of numeric must be an array.".to_owned())?;
    if items.is_empty() || !items.len().is_multiple_of(2) {
        return Err(
            "Invalid member in numeric match: an operator and a number are needed".to_owned()
        );
    }
    let mut bounds = Vec::new();
    for pair in items.chunks(2) {
        let operator = pair[0].as_str().and_then(Comparison::parse);
        let operator =
            operator.ok_or_else(|| format!("Unrecognized numeric range operator: {}", pair[0]))?;
        if !pair[1].is_number() {
            let name = pair[0].as_str().unwrap_or_default();
            return Err(format!("Value of {name} must be numeric"));
        }
        bounds.push((operator, number(&pair[1])?));
    }
    let is_upper = |it| matches!(it, Comparison::Less | Comparison::LessOrEqual);
    match bounds[..] {
        [_] => Ok(Matcher::Numeric(bounds)),
        [(Comparison::Equal, _), ..] | [_, (Comparison::Equal, _)] => {
            Err("Too many elements in numeric expression".to_owned())
        }
        [(lower, bottom), (upper, top)] if !is_upper(lower) && is_upper(upper) => {
            if bottom < top {
                Ok(Matcher::Numeric(bounds))
            } else {
                Err("Bottom must be less than top".to_owned())
            }
        }
        [_, _] => {
            Err("Bad numeric range operator: bounds must be > or >=, then < or <=".to_owned())
        }
        _ => Err("Too many terms in numeric range expression".to_owned()),
    }
}
