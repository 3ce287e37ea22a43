//! Bodies against models: JSON schema, draft 4.
//!
//! "API Gateway supports most of JSON schema draft 4"; formats are not looked at, which the draft
//! leaves open.

use kernel::Struct;
use regex::Regex;
use serde_json::Value as Json;

use crate::limits::{SCHEMA_DEPTH_MAX, SCHEMA_STEPS_MAX};
use crate::model;

/// What is wrong with a body, a line each; none is a body that fits.
pub fn check(models: Option<&Struct>, schema: &str, body: &[u8]) -> Vec<String> {
    let Ok(root) = serde_json::from_str::<Json>(schema) else {
        return vec!["the model is no JSON".to_owned()];
    };
    let Ok(value) = serde_json::from_slice::<Json>(body) else {
        return vec!["Unable to parse the body".to_owned()];
    };
    let mut check = Check { models, steps: 0, faults: Vec::new() };
    check.value(&root, &root, &value, ("", 0));
    check.faults
}

struct Check<'m> {
    models: Option<&'m Struct>,
    steps: usize,
    faults: Vec<String>,
}

impl Check<'_> {
    fn fault(&mut self, at: &str, problem: String) {
        let at = if at.is_empty() { "object" } else { at };
        self.faults.push(format!("{at}: {problem}"));
    }

    /// Whether a value fits, without telling why not.
    fn fits(&mut self, root: &Json, schema: &Json, value: &Json, depth: usize) -> bool {
        let mut inner = Check { models: self.models, steps: self.steps, faults: Vec::new() };
        inner.value(root, schema, value, ("", depth));
        self.steps = inner.steps;
        inner.faults.is_empty()
    }

    fn value(&mut self, root: &Json, schema: &Json, value: &Json, (at, depth): (&str, usize)) {
        self.steps += 1;
        if depth > SCHEMA_DEPTH_MAX || self.steps > SCHEMA_STEPS_MAX {
            self.fault(at, "the model is too deep".to_owned());
            return;
        }
        if let Some(reference) = schema["$ref"].as_str() {
            match self.resolve(root, reference) {
                Some((root, schema)) => self.value(&root, &schema, value, (at, depth + 1)),
                None => self.fault(at, format!("the reference {reference} leads nowhere")),
            }
            return;
        }
        self.types(schema, value, at);
        self.combined(root, schema, value, (at, depth));
        match value {
            Json::Object(_) => self.object(root, schema, value, (at, depth)),
            Json::Array(items) => self.array(root, schema, items, (at, depth)),
            Json::String(text) => self.text(schema, text, at),
            Json::Number(_) => self.number(schema, value.as_f64().unwrap_or_default(), at),
            _ => {}
        }
    }

    /// `#/definitions/X`, or another model of the API by its URL.
    fn resolve(&self, root: &Json, reference: &str) -> Option<(Json, Json)> {
        if let Some(pointer) = reference.strip_prefix('#') {
            return Some((root.clone(), root.pointer(pointer)?.clone()));
        }
        let (_, name) = reference.rsplit_once("/models/")?;
        let (name, pointer) = name.split_once('#').unwrap_or((name, ""));
        let root: Json = serde_json::from_str(&model::schema(self.models, name)?).ok()?;
        let schema = root.pointer(pointer)?.clone();
        Some((root, schema))
    }

    fn types(&mut self, schema: &Json, value: &Json, at: &str) {
        let is_of = |kind: &str| match kind {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "null" => value.is_null(),
            "number" => value.is_number(),
            "integer" => value.as_f64().is_some_and(|it| it.fract() == 0.0),
            _ => true,
        };
        let allowed: Vec<&str> = match &schema["type"] {
            Json::String(kind) => vec![kind],
            Json::Array(kinds) => kinds.iter().filter_map(Json::as_str).collect(),
            _ => return,
        };
        if !allowed.iter().any(|kind| is_of(kind)) {
            self.fault(
                at,
                format!(
                    "instance type does not match any allowed primitive type \
                (allowed: {allowed:?})"
                ),
            );
        }
    }

    fn combined(&mut self, root: &Json, schema: &Json, value: &Json, (at, depth): (&str, usize)) {
        if let Some(values) = schema["enum"].as_array()
            && !values.contains(value)
        {
            self.fault(at, "instance value not found in enum".to_owned());
        }
        let empty = Vec::new();
        let all = |name: &str| schema[name].as_array().unwrap_or(&empty);
        for schema in all("allOf") {
            self.value(root, schema, value, (at, depth + 1));
        }
        let count = |check: &mut Self, name: &str| {
            let schemas = schema[name].as_array()?;
            Some(schemas.iter().filter(|it| check.fits(root, it, value, depth + 1)).count())
        };
        if count(self, "anyOf") == Some(0) {
            self.fault(at, "instance failed to match at least one required schema".to_owned());
        }
        if count(self, "oneOf").is_some_and(|count| count != 1) {
            self.fault(at, "instance failed to match exactly one schema".to_owned());
        }
        let not = &schema["not"];
        if not.is_object() && self.fits(root, not, value, depth + 1) {
            self.fault(at, "instance matched a schema which it should not have".to_owned());
        }
    }

    fn object(&mut self, root: &Json, schema: &Json, value: &Json, (at, depth): (&str, usize)) {
        let Some(members) = value.as_object() else { return };
        let required = schema["required"].as_array().into_iter().flatten();
        let missing: Vec<&str> =
            required.filter_map(Json::as_str).filter(|it| !members.contains_key(*it)).collect();
        if !missing.is_empty() {
            self.fault(at, format!("object has missing required properties ({missing:?})"));
        }
        let count = members.len() as u64;
        if schema["minProperties"].as_u64().is_some_and(|min| count < min)
            || schema["maxProperties"].as_u64().is_some_and(|max| count > max)
        {
            self.fault(at, "object has the wrong number of properties".to_owned());
        }
        for (name, needed) in schema["dependencies"].as_object().into_iter().flatten() {
            if !members.contains_key(name) {
                continue;
            }
            match needed {
                Json::Array(needed) => {
                    let is_there =
                        |it: &Json| it.as_str().is_some_and(|it| members.contains_key(it));
                    if !needed.iter().all(is_there) {
                        self.fault(at, format!("property {name} has missing dependencies"));
                    }
                }
                schema => self.value(root, schema, value, (at, depth + 1)),
            }
        }
        for (name, member) in members {
            self.member(root, schema, (name, member), (at, depth));
        }
    }

    fn member(
        &mut self,
        root: &Json,
        schema: &Json,
        (name, value): (&str, &Json),
        (at, depth): (&str, usize),
    ) {
        let below = format!("{at}/{name}");
        let mut is_known = false;
        if let Some(own) = schema["properties"].get(name) {
            is_known = true;
            self.value(root, own, value, (&below, depth + 1));
        }
        for (pattern, own) in schema["patternProperties"].as_object().into_iter().flatten() {
            if Regex::new(pattern).is_ok_and(|it| it.is_match(name)) {
                is_known = true;
                self.value(root, own, value, (&below, depth + 1));
            }
        }
        if is_known {
            return;
        }
        match &schema["additionalProperties"] {
            Json::Bool(false) => {
                self.fault(
                    at,
                    format!(
                        "object instance has properties which are not allowed by \
                    the schema: [\"{name}\"]"
                    ),
                );
            }
            more @ Json::Object(_) => self.value(root, more, value, (&below, depth + 1)),
            _ => {}
        }
    }

    fn array(&mut self, root: &Json, schema: &Json, items: &[Json], (at, depth): (&str, usize)) {
        let count = items.len() as u64;
        if schema["minItems"].as_u64().is_some_and(|min| count < min)
            || schema["maxItems"].as_u64().is_some_and(|max| count > max)
        {
            self.fault(at, "array has the wrong number of items".to_owned());
        }
        if schema["uniqueItems"] == Json::Bool(true) {
            self.steps += items.len() * items.len() / 8;
            let is_repeated = |at: usize| items[..at].contains(&items[at]);
            if self.steps < SCHEMA_STEPS_MAX && (0..items.len()).any(is_repeated) {
                self.fault(at, "array must not contain duplicate elements".to_owned());
            }
        }
        for (index, item) in items.iter().enumerate() {
            let below = format!("{at}/{index}");
            match &schema["items"] {
                own @ Json::Object(_) => self.value(root, own, item, (&below, depth + 1)),
                Json::Array(own) => match (own.get(index), &schema["additionalItems"]) {
                    (Some(own), _) => self.value(root, own, item, (&below, depth + 1)),
                    (None, Json::Bool(false)) => {
                        self.fault(at, "array has items which are not allowed".to_owned());
                    }
                    (None, more @ Json::Object(_)) => {
                        self.value(root, more, item, (&below, depth + 1));
                    }
                    _ => {}
                },
                _ => {}
            }
        }
    }

    fn text(&mut self, schema: &Json, text: &str, at: &str) {
        let count = text.chars().count() as u64;
        if schema["minLength"].as_u64().is_some_and(|min| count < min) {
            self.fault(at, format!("string \"{text}\" is too short"));
        }
        if schema["maxLength"].as_u64().is_some_and(|max| count > max) {
            self.fault(at, format!("string \"{text}\" is too long"));
        }
        if let Some(pattern) = schema["pattern"].as_str()
            && !Regex::new(pattern).is_ok_and(|it| it.is_match(text))
        {
            self.fault(at, format!("ECMA 262 regex \"{pattern}\" does not match input string"));
        }
    }

    fn number(&mut self, schema: &Json, number: f64, at: &str) {
        let is_exclusive = |name: &str| schema[name] == Json::Bool(true);
        if let Some(min) = schema["minimum"].as_f64()
            && (number < min || (number <= min && is_exclusive("exclusiveMinimum")))
        {
            self.fault(at, "numeric instance is lower than the required minimum".to_owned());
        }
        if let Some(max) = schema["maximum"].as_f64()
            && (number > max || (number >= max && is_exclusive("exclusiveMaximum")))
        {
            self.fault(at, "numeric instance is greater than the required maximum".to_owned());
        }
        if let Some(step) = schema["multipleOf"].as_f64().filter(|it| *it > 0.0)
            && (number / step).fract().abs() > 1e-9
        {
            self.fault(at, "numeric instance is not a multiple of the required step".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(schema: &str, body: &str) -> usize {
        check(None, schema, body.as_bytes()).len()
    }

    #[test]
    fn bodies_fit_or_do_not() {
        let schema = r##"{"type": "object", "required": ["name"], "additionalProperties": false,
            "properties": {"name": {"type": "string", "minLength": 2},
                "age": {"type": "integer", "minimum": 0},
                "tags": {"type": "array", "items": {"$ref": "#/definitions/tag"}, "maxItems": 2}},
            "definitions": {"tag": {"enum": ["a", "b"]}}}"##;
        assert_eq!(faults(schema, r#"{"name": "ann", "age": 3, "tags": ["a"]}"#), 0);
        for wrong in [
            "{}",
            "[]",
            "no",
            r#"{"name": "a"}"#,
            r#"{"name": "ann", "age": -1}"#,
            r#"{"name": "ann", "age": 1.5}"#,
            r#"{"name": "ann", "tags": ["c"]}"#,
            r#"{"name": "ann", "tags": ["a", "b", "a"]}"#,
            r#"{"name": "ann", "other": 1}"#,
        ] {
            assert_ne!(faults(schema, wrong), 0, "{wrong}");
        }
        let one = r#"{"oneOf": [{"type": "string"}, {"maximum": 5}], "not": {"enum": [3]}}"#;
        assert_eq!(faults(one, "4"), 0);
        assert_ne!(faults(one, "9"), 0);
        assert_ne!(faults(one, "3"), 0);
    }

    #[test]
    fn a_schema_that_never_ends_is_a_fault() {
        assert_ne!(faults(r##"{"$ref": "#"}"##, "{}"), 0);
    }
}
