//! The sections of a template, read and checked for their form.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::parameter::Parameter;
use crate::{Problem, Result, format_error};

/// "CloudFormation quotas": resources, parameters, outputs and mappings of a template.
const RESOURCES_MAX: usize = 500;
const PARAMETERS_MAX: usize = 200;
const OUTPUTS_MAX: usize = 200;
const MAPPINGS_MAX: usize = 200;

const SECTIONS: &[&str] = &[
    "AWSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Parameters",
    "Rules",
    "Mappings",
    "Conditions",
    "Transform",
    "Resources",
    "Outputs",
    "Globals",
    "Hooks",
];

const ATTRIBUTES: &[&str] = &[
    "Type",
    "Properties",
    "DependsOn",
    "Condition",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "UpdatePolicy",
    "CreationPolicy",
    "Metadata",
    "Version",
];

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Template {
    pub description: Option<String>,
    pub metadata: Option<Json>,
    pub parameters: Vec<Parameter>,
    pub rules: Map<String, Json>,
    pub mappings: Map<String, Json>,
    pub conditions: Map<String, Json>,
    pub transforms: Vec<String>,
    pub resources: BTreeMap<String, Resource>,
    pub outputs: Vec<Output>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resource {
    pub kind: String,
    pub properties: Map<String, Json>,
    pub depends_on: Vec<String>,
    pub condition: Option<String>,
    pub deletion_policy: Json,
    pub update_replace_policy: Json,
    pub update_policy: Json,
    pub creation_policy: Json,
    pub metadata: Json,
}

/// What becomes of a resource that goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    #[default]
    Delete,
    Retain,
    Snapshot,
    RetainExceptOnCreate,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Output {
    pub name: String,
    pub value: Json,
    pub description: Option<String>,
    pub condition: Option<String>,
    /// The name of its export.
    pub export: Option<Json>,
}

impl Template {
    pub fn read(json: &Json) -> Result<Template> {
        let all = json.as_object().ok_or_else(|| format_error("unsupported structure."))?;
        let unknown: Vec<_> = all.keys().filter(|key| !SECTIONS.contains(&key.as_str())).collect();
        if !unknown.is_empty() {
            let names: Vec<_> = unknown.iter().map(|name| name.as_str()).collect();
            return Err(Problem(format!(
                "Invalid template property or properties [{}]",
                names.join(", ")
            )));
        }
        match all.get("AWSTemplateFormatVersion") {
            None => {}
            Some(Json::String(version)) if version == "2010-09-09" => {}
            Some(_) => return Err(format_error("unsupported value for AWSTemplateFormatVersion.")),
        }
        let template = Template {
            description: description(all.get("Description"))?,
            metadata: all.get("Metadata").cloned(),
            parameters: parameters(&section(all, "Parameters", PARAMETERS_MAX)?)?,
            rules: section(all, "Rules", PARAMETERS_MAX)?,
            mappings: section(all, "Mappings", MAPPINGS_MAX)?,
            conditions: section(all, "Conditions", RESOURCES_MAX)?,
            transforms: transforms(all.get("Transform"))?,
            resources: resources(&section(all, "Resources", RESOURCES_MAX)?)?,
            outputs: outputs(&section(all, "Outputs", OUTPUTS_MAX)?)?,
        };
        if template.resources.is_empty() {
            return Err(format_error("At least one Resources member must be defined."));
        }
        Ok(template)
    }

    pub fn parameter(&self, name: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.name == name)
    }
}

impl Policy {
    pub fn parse(text: &str) -> Option<Policy> {
        Some(match text {
            "Delete" => Policy::Delete,
            "Retain" => Policy::Retain,
            "Snapshot" => Policy::Snapshot,
            "RetainExceptOnCreate" => Policy::RetainExceptOnCreate,
            _ => return None,
        })
    }
}

/// The transforms that a template names, before it is read.
pub fn transforms(json: Option<&Json>) -> Result<Vec<String>> {
    let one = |item: &Json| match item {
        Json::String(name) => Ok(name.clone()),
        Json::Object(members) => match members.get("Name").and_then(Json::as_str) {
            Some(name) => Ok(name.to_owned()),
            None => Err(format_error("a transform has no name.")),
        },
        _ => Err(format_error("a transform is a name.")),
    };
    match json {
        None => Ok(Vec::new()),
        Some(Json::Array(items)) => items.iter().map(one).collect(),
        Some(item) => Ok(vec![one(item)?]),
    }
}

fn description(json: Option<&Json>) -> Result<Option<String>> {
    match json {
        None => Ok(None),
        Some(Json::String(text)) if text.len() <= 1024 => Ok(Some(text.clone())),
        Some(Json::String(_)) => {
            Err(format_error("Template description length exceeds maximum of 1024 characters."))
        }
        Some(_) => Err(format_error("Description must be a string")),
    }
}

fn section(all: &Map<String, Json>, name: &str, max: usize) -> Result<Map<String, Json>> {
    let members = match all.get(name) {
        None => return Ok(Map::new()),
        Some(Json::Object(members)) => members.clone(),
        Some(Json::Null) => {
            return Err(format_error(format_args!(
                "[/{name}] 'null' values are not allowed in templates"
            )));
        }
        Some(_) => return Err(format_error(format_args!("[/{name}] is no object"))),
    };
    if members.len() > max {
        return Err(format_error(format_args!(
            "Number of {}, {}, is greater than maximum allowed, {max}",
            name.to_lowercase(),
            members.len()
        )));
    }
    Ok(members)
}

fn parameters(section: &Map<String, Json>) -> Result<Vec<Parameter>> {
    section.iter().map(|(name, json)| Parameter::read(name, json)).collect()
}

fn resources(section: &Map<String, Json>) -> Result<BTreeMap<String, Resource>> {
    let read = section.iter().map(|(name, json)| {
        if !is_name(name) {
            return Err(format_error(format_args!("Resource name {name} is non alphanumeric.")));
        }
        Ok((name.clone(), resource(name, json)?))
    });
    read.collect()
}

pub fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 255 && name.chars().all(|it| it.is_ascii_alphanumeric())
}

fn resource(name: &str, json: &Json) -> Result<Resource> {
    let place = format!("/Resources/{name}");
    let all = json
        .as_object()
        .ok_or_else(|| format_error(format_args!("[{place}] resource definition is malformed")))?;
    if let Some(unknown) = all.keys().find(|key| !ATTRIBUTES.contains(&key.as_str())) {
        return Err(Problem(format!("Invalid template resource property '{unknown}'")));
    }
    let kind = all.get("Type").and_then(Json::as_str);
    let kind = kind.ok_or_else(|| {
        format_error(format_args!("[{place}] Every Resources object must contain a Type member."))
    })?;
    let properties = match all.get("Properties") {
        None => Map::new(),
        Some(Json::Object(members)) => members.clone(),
        Some(Json::Null) => return Err(null(&format!("{place}/Properties"))),
        Some(_) => return Err(Problem(format!("[{place}/Properties] is no object"))),
    };
    if let Some(at) = find_null(&properties, &format!("{place}/Properties")) {
        return Err(null(&at));
    }
    let depends_on = match all.get("DependsOn") {
        None => Vec::new(),
        Some(Json::String(one)) => vec![one.clone()],
        Some(Json::Array(items)) => items
            .iter()
            .map(|item| item.as_str().map(str::to_owned).ok_or_else(|| depends(name)))
            .collect::<Result<_>>()?,
        Some(_) => return Err(depends(name)),
    };
    let condition = match all.get("Condition") {
        None => None,
        Some(Json::String(name)) => Some(name.clone()),
        Some(_) => {
            return Err(format_error(format_args!(
                "[{place}/Condition] must be the name of a condition"
            )));
        }
    };
    let member = |key: &str| all.get(key).cloned().unwrap_or_default();
    let resource = Resource {
        kind: kind.to_owned(),
        properties,
        depends_on,
        condition,
        deletion_policy: member("DeletionPolicy"),
        update_replace_policy: member("UpdateReplacePolicy"),
        update_policy: member("UpdatePolicy"),
        creation_policy: member("CreationPolicy"),
        metadata: member("Metadata"),
    };
    for (key, value) in [
        ("DeletionPolicy", &resource.deletion_policy),
        ("UpdateReplacePolicy", &resource.update_replace_policy),
    ] {
        if let Json::String(text) = value
            && Policy::parse(text).is_none()
        {
            return Err(format_error(format_args!(
                "Unrecognized {key} {text} for resource {name}"
            )));
        }
    }
    Ok(resource)
}

fn depends(name: &str) -> Problem {
    format_error(format_args!("DependsOn of resource {name} must be a string or list of strings."))
}

fn null(place: &str) -> Problem {
    Problem(format!("[{place}] 'null' values are not allowed in templates"))
}

fn find_null(members: &Map<String, Json>, place: &str) -> Option<String> {
    fn within(json: &Json, place: &str) -> Option<String> {
        match json {
            Json::Null => Some(place.to_owned()),
            Json::Object(members) => find_null(members, place),
            Json::Array(items) => {
                let mut items = items.iter().enumerate();
                items.find_map(|(at, item)| within(item, &format!("{place}/{at}")))
            }
            _ => None,
        }
    }
    members.iter().find_map(|(key, value)| within(value, &format!("{place}/{key}")))
}

fn outputs(section: &Map<String, Json>) -> Result<Vec<Output>> {
    section.iter().map(|(name, json)| output(name, json)).collect()
}

fn output(name: &str, json: &Json) -> Result<Output> {
    if !is_name(name) {
        return Err(format_error(format_args!("Output name {name} is non alphanumeric.")));
    }
    let all = json.as_object().ok_or_else(|| format_error("Outputs member is malformed."))?;
    let known = ["Value", "Description", "Condition", "Export"];
    if let Some(unknown) = all.keys().find(|key| !known.contains(&key.as_str())) {
        return Err(format_error(format_args!(
            "Output {name} is malformed. Unknown property {unknown}"
        )));
    }
    let value = all.get("Value").filter(|value| !value.is_null());
    let value = value.ok_or_else(|| {
        format_error(format_args!("Every Outputs member must contain a Value object"))
    })?;
    let text = |key: &str| all.get(key).and_then(Json::as_str).map(str::to_owned);
    Ok(Output {
        name: name.to_owned(),
        value: value.clone(),
        description: text("Description"),
        condition: text("Condition"),
        export: all.get("Export").and_then(|export| export.get("Name")).cloned(),
    })
}
