//! The transform `AWS::LanguageExtensions`: `Fn::ForEach` in resources, outputs, conditions and
//! properties. The functions that come with it are in `functions`.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::functions::array;
use crate::parameter::scalar;
use crate::{Result, error};

pub const LANGUAGE_EXTENSIONS: &str = "AWS::LanguageExtensions";

/// What loops may make in all ("CloudFormation quotas": 500 resources, and what stands in them).
const MADE_MAX: usize = 10_000;
/// "Fn::ForEach": loops may be nested five deep.
const DEPTH_MAX: usize = 5;

/// The template without its loops. Collections are lists, or parameters of a list type.
pub fn expand(json: &Json, parameters: &BTreeMap<String, Json>) -> Result<Json> {
    let mut loops = Loops { parameters, made: 0 };
    loops.within(json, &BTreeMap::new(), 0)
}

struct Loops<'p> {
    parameters: &'p BTreeMap<String, Json>,
    made: usize,
}

type Variables = BTreeMap<String, String>;

impl Loops<'_> {
    fn within(&mut self, json: &Json, variables: &Variables, depth: usize) -> Result<Json> {
        Ok(match json {
            Json::Object(members) => {
                if members.len() == 1
                    && let Some(value) = members.get("Ref").and_then(Json::as_str)
                    && let Some(value) = variables.get(value)
                {
                    return Ok(value.clone().into());
                }
                let mut out = Map::new();
                for (key, value) in members {
                    if let Some(name) = key.strip_prefix("Fn::ForEach::") {
                        self.unroll(name, value, variables, depth, &mut out)?;
                    } else {
                        let value = self.within(value, variables, depth)?;
                        out.insert(put(key, variables), value);
                    }
                }
                Json::Object(out)
            }
            Json::Array(items) => items
                .iter()
                .map(|item| self.within(item, variables, depth))
                .collect::<Result<_>>()?,
            Json::String(text) => put(text, variables).into(),
            other => other.clone(),
        })
    }

    fn unroll(
        &mut self,
        name: &str,
        argument: &Json,
        variables: &Variables,
        depth: usize,
        out: &mut Map<String, Json>,
    ) -> Result<()> {
        let wrong = || {
            error(format_args!(
                "Fn::ForEach::{name} requires three parameters: an identifier, a collection and \
                 the output's key and value"
            ))
        };
        if depth >= DEPTH_MAX {
            return Err(error("Fn::ForEach loops may be nested at most 5 deep"));
        }
        let [identifier, collection, body] = array::<3>(argument).ok_or_else(wrong)?;
        let identifier = identifier.as_str().ok_or_else(wrong)?;
        let collection = self.within(collection, variables, depth)?;
        let items = self.collection(&collection).ok_or_else(wrong)?;
        for item in items {
            self.made += 1;
            if self.made > MADE_MAX {
                return Err(error(format_args!("Fn::ForEach makes more than {MADE_MAX} members")));
            }
            let mut variables = variables.clone();
            variables.insert(identifier.to_owned(), item);
            if let Json::Object(made) = self.within(body, &variables, depth + 1)? {
                for (key, value) in made {
                    if out.insert(key.clone(), value).is_some() {
                        return Err(error(format_args!(
                            "Fn::ForEach::{name} makes {key} more than once"
                        )));
                    }
                }
            }
        }
        Ok(())
    }

    fn collection(&self, json: &Json) -> Option<Vec<String>> {
        let items = match json {
            Json::Object(_) => self.parameters.get(json.get("Ref")?.as_str()?)?,
            other => other,
        };
        let mut out = Vec::new();
        for item in items.as_array()? {
            match item.get("Ref").and_then(Json::as_str).map(|name| self.parameters.get(name)) {
                Some(Some(Json::Array(more))) => out.extend(more.iter().filter_map(scalar)),
                Some(value) => out.push(scalar(value?)?),
                None => out.push(scalar(item)?),
            }
        }
        Some(out)
    }
}

/// `${Name}`, and `&{Name}` without what is no letter or digit.
fn put(text: &str, variables: &Variables) -> String {
    if !text.contains("${") && !text.contains("&{") {
        return text.to_owned();
    }
    let mut out = text.to_owned();
    for (name, value) in variables {
        let plain: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
        out = out.replace(&format!("${{{name}}}"), value);
        out = out.replace(&format!("&{{{name}}}"), &plain);
    }
    out
}
