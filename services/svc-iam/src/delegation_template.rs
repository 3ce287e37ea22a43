//! Templates of delegated policies, and what becomes of one when its parameters are filled in.
//! Pure.
//!
//! Source: aws-samples/sample-skill-iam-temp-delegation (`domain-delegation-system.md`): `@{name}`
//! in a template stands for a parameter; a `String` is put in its place, a `StringList` makes
//! several entries of a list, in all combinations with others; the policy is at most 2,048
//! characters long.

use std::collections::BTreeMap;

use policy::pattern::Case;
use policy::{Effect, Kind, Policy};
use serde_json::Value as Json;

use crate::limits::DELEGATED_POLICY_CHARS_MAX;
use crate::state::ParameterRow;

/// What is condition key for the boundary of a role that is made.
const BOUNDARY: &str = "iam:permissionsboundary";

/// Fills in a template. The error says what is wrong; our words.
pub fn fill(template: &str, parameters: &[ParameterRow]) -> Result<String, String> {
    let mut json: Json = serde_json::from_str(template)
        .map_err(|_| "The policy template is not JSON.".to_owned())?;
    for parameter in parameters {
        if !parameter.is_list && parameter.values.len() != 1 {
            return Err(format!("The policy parameter {} takes one value.", parameter.name));
        }
        if parameter.values.is_empty() {
            return Err(format!("The policy parameter {} has no value.", parameter.name));
        }
        if !template.contains(&placeholder(&parameter.name)) {
            let name = &parameter.name;
            return Err(format!("The policy template has no parameter {name}."));
        }
        put(&mut json, parameter)?;
    }
    let text = json.to_string();
    if let Some(name) = left(&text) {
        return Err(format!("The policy parameter {name} is required."));
    }
    if text.chars().count() > DELEGATED_POLICY_CHARS_MAX {
        return Err(format!(
            "The permission policy is longer than {DELEGATED_POLICY_CHARS_MAX} characters."
        ));
    }
    Policy::parse(&text, Kind::Identity).map_err(|error| error.to_string())?;
    Ok(text)
}

fn placeholder(name: &str) -> String {
    format!("@{{{name}}}")
}

/// The first parameter that was given no value.
fn left(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("@{")?;
    rest.split_once('}').map(|(name, _)| name)
}

fn put(json: &mut Json, parameter: &ParameterRow) -> Result<(), String> {
    let mark = placeholder(&parameter.name);
    match json {
        Json::String(text) if text.contains(&mark) => {
            let mut made: Vec<Json> =
                parameter.values.iter().map(|value| text.replace(&mark, value).into()).collect();
            *json = if made.len() == 1 { made.remove(0) } else { Json::Array(made) };
        }
        Json::Array(list) => {
            let mut made = Vec::new();
            for mut entry in std::mem::take(list) {
                put(&mut entry, parameter)?;
                match entry {
                    Json::Array(several) => made.extend(several),
                    one => made.push(one),
                }
            }
            *list = made;
        }
        Json::Object(members) => {
            if members.keys().any(|key| key.contains(&mark)) {
                let name = &parameter.name;
                return Err(format!(
                    "The policy parameter {name} stands in the name of an element."
                ));
            }
            for (_, inner) in members.iter_mut() {
                put(inner, parameter)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// The permissions boundaries that roles must have which the policy lets make ("if the
/// PermissionPolicy includes role creation permissions").
pub fn boundaries(policy: &str) -> Vec<String> {
    let Ok(json) = serde_json::from_str::<Json>(policy) else { return Vec::new() };
    let Ok(parsed) = Policy::parse(policy, Kind::Identity) else { return Vec::new() };
    let statements = match &json["Statement"] {
        Json::Array(list) => list.iter().collect(),
        one => vec![one],
    };
    let keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut found: Vec<String> = Vec::new();
    for (statement, json) in parsed.statements.iter().zip(statements) {
        let makes_roles = statement.effect == Effect::Allow
            && statement
                .actions
                .covers(|it| it.matches("iam:CreateRole", Case::Ignored, &keys).is_yes());
        if !makes_roles {
            continue;
        }
        for operands in json["Condition"].as_object().into_iter().flat_map(|it| it.values()) {
            let keys = operands.as_object().into_iter().flatten();
            for (_, value) in keys.filter(|(key, _)| key.to_lowercase() == BOUNDARY) {
                let values = match value {
                    Json::Array(list) => list.iter().filter_map(Json::as_str).collect(),
                    one => one.as_str().into_iter().collect::<Vec<_>>(),
                };
                found.extend(values.into_iter().map(str::to_owned));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameter(name: &str, values: &[&str], is_list: bool) -> ParameterRow {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        ParameterRow { name: name.to_owned(), values, is_list }
    }

    const TEMPLATE: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
        "Action":"s3:GetObject","Resource":"arn:aws:s3:::@{bucketName}/@{prefixes}*"}]}"#;

    #[test]
    fn texts_and_lists() {
        let given =
            [parameter("bucketName", &["logs"], false), parameter("prefixes", &["a/", "b/"], true)];
        let filled = fill(TEMPLATE, &given).expect("all is given");
        let json: Json = serde_json::from_str(&filled).expect("it is JSON");
        let expected = serde_json::json!(["arn:aws:s3:::logs/a/*", "arn:aws:s3:::logs/b/*"]);
        assert_eq!(json["Statement"][0]["Resource"], expected);
    }

    /// Two lists in one entry come in all combinations.
    #[test]
    fn combinations() {
        let given = [
            parameter("bucketName", &["one", "two"], true),
            parameter("prefixes", &["a", "b"], true),
        ];
        let filled = fill(TEMPLATE, &given).expect("all is given");
        let json: Json = serde_json::from_str(&filled).expect("it is JSON");
        assert_eq!(json["Statement"][0]["Resource"].as_array().map(Vec::len), Some(4));
    }

    #[test]
    fn what_is_refused() {
        let bucket = parameter("bucketName", &["logs"], false);
        let prefixes = parameter("prefixes", &["a"], true);
        assert!(fill(TEMPLATE, std::slice::from_ref(&bucket)).unwrap_err().contains("prefixes"));
        let other = parameter("other", &["x"], false);
        let all = [bucket.clone(), prefixes.clone(), other];
        assert!(fill(TEMPLATE, &all).unwrap_err().contains("other"));
        let two = parameter("bucketName", &["a", "b"], false);
        assert!(fill(TEMPLATE, &[two, prefixes.clone()]).unwrap_err().contains("one value"));
        let long = "x".repeat(DELEGATED_POLICY_CHARS_MAX);
        let long = parameter("bucketName", &[&long], false);
        assert!(fill(TEMPLATE, &[long, prefixes]).unwrap_err().contains("longer"));
    }

    #[test]
    fn boundaries_of_made_roles() {
        let policy = r#"{"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Action":"iam:Create*","Resource":"*","Condition":{"StringEquals":
                {"iam:PermissionsBoundary":"arn:aws:iam::partner:policy/bounds/b"}}},
            {"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringEquals":
                {"iam:PermissionsBoundary":"other"}}}]}"#;
        assert_eq!(boundaries(policy), ["arn:aws:iam::partner:policy/bounds/b"]);
    }
}
