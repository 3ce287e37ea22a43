//! A template with everything that its values depend on but the world.

use std::collections::BTreeMap;

use cfn_template::{Problem, Scope, Template, conditions};
use serde_json::Value as Json;

use crate::state::ParameterRow;

/// Of a stack: what it is to be.
#[derive(Debug)]
pub struct Blueprint {
    pub template: Template,
    pub parameters: BTreeMap<String, Json>,
    pub pseudo: BTreeMap<String, Json>,
    conditions: BTreeMap<String, bool>,
}

impl Blueprint {
    pub fn new(
        processed: &Json,
        given: &BTreeMap<String, ParameterRow>,
        pseudo: BTreeMap<String, Json>,
    ) -> Result<Blueprint, Problem> {
        let template = Template::read(processed)?;
        let parameters = values(&template, given);
        let conditions = conditions(&template, &parameters, &pseudo)?;
        Ok(Blueprint { template, parameters, pseudo, conditions })
    }

    pub fn scope(&self) -> Scope<'_> {
        Scope {
            template: &self.template,
            parameters: &self.parameters,
            pseudo: &self.pseudo,
            conditions: self.conditions.clone(),
        }
    }

    pub fn holds(&self, condition: Option<&String>) -> bool {
        condition.is_none_or(|name| self.conditions.get(name).copied().unwrap_or(false))
    }
}

/// What functions see of the parameters.
pub fn values(
    template: &Template,
    given: &BTreeMap<String, ParameterRow>,
) -> BTreeMap<String, Json> {
    let each = template.parameters.iter().filter_map(|parameter| {
        let row = given.get(&parameter.name)?;
        let text = row.resolved.as_ref().unwrap_or(&row.value);
        Some((parameter.name.clone(), parameter.value(text)))
    });
    each.collect()
}
