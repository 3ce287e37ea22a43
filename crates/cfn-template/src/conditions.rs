//! Which of a template's conditions hold.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::evaluate::{Nothing, Scope};
use crate::functions::array;
use crate::{Result, Template, error, format_error};

/// All conditions, by the values of the parameters.
pub fn conditions(
    template: &Template,
    parameters: &BTreeMap<String, Json>,
    pseudo: &BTreeMap<String, Json>,
) -> Result<BTreeMap<String, bool>> {
    let mut judge = Judge {
        scope: Scope { template, parameters, pseudo, conditions: BTreeMap::new() },
        under_way: BTreeSet::new(),
    };
    for name in template.conditions.keys() {
        judge.named(name)?;
    }
    Ok(judge.scope.conditions)
}

struct Judge<'t> {
    scope: Scope<'t>,
    under_way: BTreeSet<String>,
}

impl Judge<'_> {
    fn named(&mut self, name: &str) -> Result<bool> {
        if let Some(known) = self.scope.conditions.get(name) {
            return Ok(*known);
        }
        let template = self.scope.template;
        let Some(condition) = template.conditions.get(name) else {
            return Err(format_error(format_args!(
                "Unresolved condition dependency {name} in the Conditions block of the template"
            )));
        };
        if !self.under_way.insert(name.to_owned()) {
            return Err(format_error(format_args!(
                "Circular dependency between conditions: [{name}]"
            )));
        }
        let holds = self.holds(condition)?;
        self.scope.conditions.insert(name.to_owned(), holds);
        Ok(holds)
    }

    fn holds(&mut self, json: &Json) -> Result<bool> {
        let malformed = || {
            format_error(
                "Every Condition member must be a function: Fn::And, Fn::Equals, Fn::Not, \
                          Fn::Or or Condition.",
            )
        };
        let (name, argument) = json
            .as_object()
            .filter(|members| members.len() == 1)
            .and_then(|members| members.iter().next())
            .ok_or_else(malformed)?;
        match name.as_str() {
            "Condition" => self.named(argument.as_str().ok_or_else(malformed)?),
            "Fn::Equals" => {
                let [one, other] = array::<2>(argument).ok_or_else(|| {
                    error("Fn::Equals requires a list argument with two elements")
                })?;
                Ok(self.comparable(one)? == self.comparable(other)?)
            }
            "Fn::Not" => {
                let [one] = array::<1>(argument)
                    .ok_or_else(|| error("Fn::Not requires a list argument with one element"))?;
                Ok(!self.holds(one)?)
            }
            "Fn::And" | "Fn::Or" => {
                let items = argument.as_array().filter(|it| (2..=10).contains(&it.len()));
                let items = items.ok_or_else(|| {
                    error(format_args!(
                        "every {name} object requires a list of at least 2 and at most 10 boolean \
                         parameters."
                    ))
                })?;
                let is_and = name == "Fn::And";
                let mut holds = is_and;
                for item in items {
                    let one = self.holds(item)?;
                    holds = if is_and { holds && one } else { holds || one };
                }
                Ok(holds)
            }
            _ => Err(malformed()),
        }
    }

    fn comparable(&mut self, json: &Json) -> Result<Json> {
        // `Fn::If` within a condition names conditions that must be known first.
        if let Some(name) = json.get("Fn::If").and_then(|it| it.get(0)).and_then(Json::as_str) {
            self.named(name)?;
        }
        if json.get("Condition").is_some() {
            return Ok(self.holds(json)?.to_string().into());
        }
        let value = self.scope.value(json, &mut Nothing)?.unwrap_or_default();
        Ok(crate::parameter::scalar(&value).map_or(value, Json::String))
    }
}
