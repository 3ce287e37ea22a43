//! What a value of a template comes to.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::{Problem, Result, Template, error, format_error, functions};

/// Stands for what only the execution of a change set will tell.
pub const KNOWN_AFTER_APPLY: &str = "{{changeSet:KNOWN_AFTER_APPLY}}";

/// How long the text of a value may become: functions can multiply what they are given.
const TEXT_BYTES_MAX: usize = 4 << 20;

/// What only the world knows.
pub trait Lookup {
    /// What `Ref` of a resource answers.
    fn reference(&mut self, logical_id: &str) -> Result<Json>;
    fn attribute(&mut self, logical_id: &str, attribute: &str) -> Result<Json>;
    /// The value of an export.
    fn import(&mut self, name: &str) -> Result<Json>;
    /// The availability zones of a region.
    fn zones(&mut self, region: &str) -> Result<Vec<String>>;
    /// `{{resolve:service:key}}`.
    fn dynamic(&mut self, service: &str, key: &str) -> Result<String>;
}

/// Knows nothing: for what may hold parameters only.
#[derive(Debug)]
pub struct Nothing;

impl Lookup for Nothing {
    fn reference(&mut self, logical_id: &str) -> Result<Json> {
        Err(unresolved(logical_id))
    }

    fn attribute(&mut self, logical_id: &str, _: &str) -> Result<Json> {
        Err(unresolved(logical_id))
    }

    fn import(&mut self, _: &str) -> Result<Json> {
        Err(error("Fn::ImportValue is not allowed here"))
    }

    fn zones(&mut self, _: &str) -> Result<Vec<String>> {
        Ok(Vec::new())
    }

    fn dynamic(&mut self, service: &str, key: &str) -> Result<String> {
        Ok(format!("{{{{resolve:{service}:{key}}}}}"))
    }
}

fn unresolved(name: &str) -> Problem {
    format_error(format_args!(
        "Unresolved dependencies [{name}]. Cannot reference resources in the Conditions block of \
         the template"
    ))
}

/// What holds for all of a template's values.
#[derive(Clone, Debug)]
pub struct Scope<'t> {
    pub template: &'t Template,
    /// By name: a text, or a list of texts.
    pub parameters: &'t BTreeMap<String, Json>,
    /// `AWS::Region` and the others; `AWS::NoValue` is none of them.
    pub pseudo: &'t BTreeMap<String, Json>,
    pub conditions: BTreeMap<String, bool>,
}

impl Scope<'_> {
    /// The value, or `None` when nothing is left of it (`AWS::NoValue`).
    pub fn value(&self, json: &Json, lookup: &mut dyn Lookup) -> Result<Option<Json>> {
        Ok(Some(match json {
            Json::Object(members) => match functions::call_of(members) {
                Some((name, argument)) => {
                    return functions::call(self, name, argument, lookup);
                }
                None => Json::Object(self.members(members, lookup)?),
            },
            Json::Array(items) => {
                let mut out = Vec::with_capacity(items.len());
                for item in items {
                    out.extend(self.value(item, lookup)?);
                }
                Json::Array(out)
            }
            Json::String(text) => Json::String(resolve(text, lookup)?),
            other => other.clone(),
        }))
    }

    pub fn members(
        &self,
        members: &Map<String, Json>,
        lookup: &mut dyn Lookup,
    ) -> Result<Map<String, Json>> {
        let mut out = Map::new();
        for (key, value) in members {
            if let Some(value) = self.value(value, lookup)? {
                out.insert(key.clone(), value);
            }
        }
        Ok(out)
    }

    /// `Ref`.
    pub fn reference(&self, name: &str, lookup: &mut dyn Lookup) -> Result<Option<Json>> {
        if name == "AWS::NoValue" {
            return Ok(None);
        }
        if let Some(value) = self.pseudo.get(name).or_else(|| self.parameters.get(name)) {
            return Ok(Some(value.clone()));
        }
        lookup.reference(name).map(Some)
    }

    /// Whether a condition of the template holds.
    pub fn holds(&self, name: &str) -> Result<bool> {
        let found = self.conditions.get(name).copied();
        found.ok_or_else(|| {
            format_error(format_args!(
                "Unresolved condition dependency {name} in the Resources block of the template"
            ))
        })
    }
}

/// Puts what dynamic references stand for in their places.
fn resolve(text: &str, lookup: &mut dyn Lookup) -> Result<String> {
    const BEGIN: &str = "{{resolve:";
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(BEGIN) {
        let inner = &rest[at + BEGIN.len()..];
        let Some(end) = inner.find("}}") else { break };
        out.push_str(&rest[..at]);
        let (service, key) = inner[..end].split_once(':').ok_or_else(|| {
            Problem(format!("Incorrect format is used in the following dynamic reference: {text}"))
        })?;
        out.push_str(&lookup.dynamic(service, key)?);
        rest = &inner[end + 2..];
    }
    out.push_str(rest);
    checked(out)
}

/// Refuses texts that have grown beyond all use.
pub fn checked(text: String) -> Result<String> {
    if text.len() > TEXT_BYTES_MAX {
        return Err(error(format_args!("a value is longer than {TEXT_BYTES_MAX} bytes")));
    }
    Ok(text)
}
