//! Choice states: which rule holds.
//!
//! Source: Amazon States Language specification, "Choice State"; Step Functions Developer Guide,
//! "Choice workflow state".

use std::cmp::Ordering;

use jsonata::Moment;
use serde_json::{Map, Value};

use crate::definition::State;
use crate::failure::{Failure, QUERY_EVALUATION_ERROR};
use crate::scope::Scope;

/// Kinds of values that are compared.
pub const KINDS: [&str; 4] = ["String", "Numeric", "Timestamp", "Boolean"];
pub const ORDERS: [&str; 5] =
    ["Equals", "LessThan", "GreaterThan", "LessThanEquals", "GreaterThanEquals"];
pub const TESTS: [&str; 6] =
    ["IsNull", "IsPresent", "IsNumeric", "IsString", "IsBoolean", "IsTimestamp"];

/// The first rule that holds.
pub fn choose<'d>(
    state: &State<'d>,
    scope: &Scope<'_>,
    moment: &mut Moment,
) -> Result<Option<&'d Value>, Failure> {
    let rules = state.value("Choices").and_then(Value::as_array);
    for (at, rule) in rules.into_iter().flatten().enumerate() {
        let holds = if state.is_jsonata() {
            let field = format!("Choices[{at}]/Condition");
            let condition = rule.get("Condition").unwrap_or(&Value::Null);
            let value = scope.evaluated(condition, &field, moment)?;
            value.as_bool().ok_or_else(|| {
                let cause = format!(
                    "The JSONata expression specified for the field '{field}' returned a value \
                     that is no boolean."
                );
                Failure::new(QUERY_EVALUATION_ERROR, cause).at(field)
            })?
        } else {
            holds(rule, scope)?
        };
        if holds {
            return Ok(Some(rule));
        }
    }
    Ok(None)
}

fn holds(rule: &Value, scope: &Scope<'_>) -> Result<bool, Failure> {
    let Some(rule) = rule.as_object() else { return Ok(false) };
    if let Some(Value::Array(rules)) = rule.get("And") {
        for rule in rules {
            if !holds(rule, scope)? {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    if let Some(Value::Array(rules)) = rule.get("Or") {
        for rule in rules {
            if holds(rule, scope)? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if let Some(inner) = rule.get("Not") {
        return Ok(!holds(inner, scope)?);
    }
    compare(rule, scope)
}

fn compare(rule: &Map<String, Value>, scope: &Scope<'_>) -> Result<bool, Failure> {
    let path = rule.get("Variable").and_then(Value::as_str).unwrap_or_default();
    let found = scope.lookup(path)?;
    if let Some(wanted) = rule.get("IsPresent").and_then(Value::as_bool) {
        return Ok(found.is_some() == wanted);
    }
    let value = found.ok_or_else(|| invalid_path(path))?;
    for (name, operand) in rule {
        if TESTS.contains(&name.as_str()) {
            return Ok(operand.as_bool() == Some(is(&value, name)));
        }
        let Some((kind, operator)) = operator(name) else { continue };
        let operand = match (operator.strip_suffix("Path"), operand.as_str()) {
            (Some(_), Some(path)) => scope.lookup(path)?.ok_or_else(|| invalid_path(path))?,
            _ => operand.clone(),
        };
        let operator = operator.strip_suffix("Path").unwrap_or(operator);
        return Ok(judge(kind, operator, &value, &operand));
    }
    Ok(false)
}

fn invalid_path(path: &str) -> Failure {
    Failure::runtime(format!(
        "Invalid path '{path}': The choice state's condition path references an invalid value."
    ))
}

/// `NumericLessThanPath` → `Numeric`, `LessThanPath`.
fn operator(name: &str) -> Option<(&'static str, &str)> {
    KINDS.iter().find_map(|kind| Some((*kind, name.strip_prefix(kind)?)))
}

/// Whether it is an operator of rules.
pub fn is_operator(name: &str) -> bool {
    if TESTS.contains(&name) || name == "StringMatches" {
        return true;
    }
    let Some((kind, order)) = operator(name) else { return false };
    let order = order.strip_suffix("Path").unwrap_or(order);
    ORDERS.contains(&order) && (kind != "Boolean" || order == "Equals")
}

fn is(value: &Value, test: &str) -> bool {
    match test {
        "IsNull" => value.is_null(),
        "IsNumeric" => value.is_number(),
        "IsString" => value.is_string(),
        "IsBoolean" => value.is_boolean(),
        "IsTimestamp" => value.as_str().is_some_and(|text| timestamp(text).is_some()),
        _ => false,
    }
}

fn judge(kind: &str, operator: &str, value: &Value, operand: &Value) -> bool {
    if operator == "Matches" {
        let texts = value.as_str().zip(operand.as_str());
        return texts.is_some_and(|(text, pattern)| matches(text, pattern));
    }
    let order = match kind {
        "String" => value.as_str().zip(operand.as_str()).map(|(one, other)| one.cmp(other)),
        "Numeric" => {
            value.as_f64().zip(operand.as_f64()).and_then(|(one, other)| one.partial_cmp(&other))
        }
        "Timestamp" => value
            .as_str()
            .and_then(timestamp)
            .zip(operand.as_str().and_then(timestamp))
            .map(|(one, other)| one.cmp(&other)),
        _ => value.as_bool().zip(operand.as_bool()).map(|(one, other)| one.cmp(&other)),
    };
    let Some(order) = order else { return false };
    match operator {
        "Equals" => order == Ordering::Equal,
        "LessThan" => order == Ordering::Less,
        "GreaterThan" => order == Ordering::Greater,
        "LessThanEquals" => order.is_le(),
        "GreaterThanEquals" => order.is_ge(),
        _ => false,
    }
}

/// Microseconds since 1970 of a timestamp in the profile of RFC 3339 that the States Language
/// takes: with an upper-case `T`, and `Z` or an offset.
pub fn timestamp(text: &str) -> Option<i64> {
    let is_profile = text.as_bytes().get(10) == Some(&b'T') && !text.contains('[');
    let parsed: jiff::Timestamp = text.parse().ok()?;
    is_profile.then(|| parsed.as_microsecond())
}

/// `*` stands for any text, `\*` for itself. Takes time in proportion to the product of the
/// lengths at most.
fn matches(text: &str, pattern: &str) -> bool {
    #[derive(Clone, Copy, PartialEq)]
    enum Part {
        Any,
        One(char),
    }
    let mut parts = Vec::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        parts.push(match c {
            '*' => Part::Any,
            '\\' => Part::One(chars.next().unwrap_or('\\')),
            c => Part::One(c),
        });
    }
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut part, mut star) = (0, 0, None);
    while at < text.len() {
        match parts.get(part) {
            Some(Part::Any) => {
                star = Some((part, at));
                part += 1;
            }
            Some(Part::One(c)) if *c == text[at] => {
                at += 1;
                part += 1;
            }
            _ => match &mut star {
                Some((any, from)) => {
                    *from += 1;
                    (part, at) = (*any + 1, *from);
                }
                None => return false,
            },
        }
    }
    parts[part..].iter().all(|part| *part == Part::Any)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rule(rule: Value) -> Result<bool, Failure> {
        let input = json!({"text": "zebra.log", "n": 5, "at": "2030-01-01T00:00:00Z", "no": null,
            "yes": true, "m": 7});
        let (context, variables) = (json!({}), Map::new());
        holds(&rule, &Scope::new(&input, &context, &variables))
    }

    #[test]
    fn rules_compare() {
        let held = [
            json!({"Variable": "$.text", "StringMatches": "ze*.log"}),
            json!({"Variable": "$.text", "StringEquals": "zebra.log"}),
            json!({"Variable": "$.n", "NumericLessThanPath": "$.m"}),
            json!({"Variable": "$.n", "NumericGreaterThanEquals": 5.0}),
            json!({"Variable": "$.at", "TimestampLessThan": "2030-01-01T01:00:00+00:30"}),
            json!({"Variable": "$.at", "IsTimestamp": true}),
            json!({"Variable": "$.text", "IsTimestamp": false}),
            json!({"Variable": "$.no", "IsNull": true}),
            json!({"Variable": "$.absent", "IsPresent": false}),
            json!({"Variable": "$.yes", "BooleanEquals": true}),
            json!({"Not": {"Variable": "$.n", "StringEquals": "5"}}),
            json!({"And": [{"Variable": "$.n", "IsNumeric": true},
                {"Or": [{"Variable": "$.n", "NumericEquals": 1},
                        {"Variable": "$.n", "NumericEquals": 5}]}]}),
        ];
        for it in held {
            assert_eq!(rule(it.clone()), Ok(true), "{it}");
        }
        assert_eq!(rule(json!({"Variable": "$.n", "NumericEquals": 6})), Ok(false));
        let failure = rule(json!({"Variable": "$.absent", "StringEquals": "a"})).unwrap_err();
        assert_eq!(failure.error, "States.Runtime");
        assert!(failure.cause.unwrap().starts_with("Invalid path '$.absent'"));
    }

    #[test]
    fn asterisks_match_anything_and_themselves() {
        assert!(matches("a*b", "a\\*b"));
        assert!(!matches("axb", "a\\*b"));
        assert!(matches("aXbXc", "a*b*c"));
        assert!(!matches("aXbXd", "a*b*c"));
        assert!(matches("", "*"));
    }
}
