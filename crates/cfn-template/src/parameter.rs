//! Parameters: what they may be, and what was given for them.

use regex::Regex;
use serde_json::Value as Json;

use crate::template::is_name;
use crate::{Problem, Result, format_error};

/// The longest value of a parameter ("CloudFormation quotas").
const VALUE_BYTES_MAX: usize = 4096;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parameter {
    pub name: String,
    pub kind: String,
    pub default: Option<String>,
    pub allowed_values: Vec<String>,
    pub allowed_pattern: Option<String>,
    pub min_length: Option<f64>,
    pub max_length: Option<f64>,
    pub min_value: Option<f64>,
    pub max_value: Option<f64>,
    pub no_echo: bool,
    pub description: Option<String>,
    pub constraint_description: Option<String>,
}

/// Why a value is none of the parameter's.
pub type ParameterError = Problem;

impl Parameter {
    pub fn read(name: &str, json: &Json) -> Result<Parameter> {
        if !is_name(name) {
            return Err(format_error(format_args!("Parameter name {name} is non alphanumeric.")));
        }
        let all = json
            .as_object()
            .ok_or_else(|| format_error(format_args!("Parameter {name} is no object.")))?;
        let kind = all
            .get("Type")
            .and_then(Json::as_str)
            .ok_or_else(|| format_error("Every Parameters object must contain a Type member."))?;
        if !is_kind(kind) {
            return Err(format_error(format_args!("Unrecognized parameter type: {kind}")));
        }
        let text = |key: &str| all.get(key).and_then(scalar);
        let number = |key: &str| text(key).and_then(|it| it.parse::<f64>().ok());
        let allowed = all.get("AllowedValues").and_then(Json::as_array);
        let parameter = Parameter {
            name: name.to_owned(),
            kind: kind.to_owned(),
            default: text("Default"),
            allowed_values: allowed
                .map(|items| items.iter().filter_map(scalar).collect())
                .unwrap_or_default(),
            allowed_pattern: text("AllowedPattern"),
            min_length: number("MinLength"),
            max_length: number("MaxLength"),
            min_value: number("MinValue"),
            max_value: number("MaxValue"),
            no_echo: text("NoEcho").is_some_and(|it| it == "true"),
            description: text("Description"),
            constraint_description: text("ConstraintDescription"),
        };
        if all.get("Default").is_some_and(|default| scalar(default).is_none()) {
            return Err(format_error(format_args!("Every Default member must be a string.")));
        }
        Ok(parameter)
    }

    /// The kind of the value in Parameter Store of which the given value is the name.
    pub fn stored_kind(&self) -> Option<&str> {
        self.kind.strip_prefix("AWS::SSM::Parameter::Value<")?.strip_suffix('>')
    }

    pub fn is_list(&self) -> bool {
        let kind = self.stored_kind().unwrap_or(&self.kind);
        kind == "CommaDelimitedList" || kind.starts_with("List<")
    }

    /// What functions see of a text: lists are split at commas.
    pub fn value(&self, text: &str) -> Json {
        if !self.is_list() {
            return text.into();
        }
        if text.is_empty() {
            return Json::Array(Vec::new());
        }
        text.split(',').map(|item| Json::from(item.trim())).collect()
    }

    /// Refuses a value that breaks the parameter's constraints.
    pub fn check(&self, text: &str) -> Result<()> {
        let name = &self.name;
        if text.len() > VALUE_BYTES_MAX {
            return Err(Problem(format!(
                "Parameter '{name}' is longer than {VALUE_BYTES_MAX} bytes"
            )));
        }
        let items: Vec<&str> = if self.is_list() && self.stored_kind().is_none() {
            text.split(',').map(str::trim).collect()
        } else {
            vec![text]
        };
        for item in items {
            if let Some(reason) = self.wrong(item) {
                return Err(Problem(match &self.constraint_description {
                    Some(words) => {
                        format!("Parameter {name} failed to satisfy constraint: {words}")
                    }
                    None => format!("Parameter '{name}' must {reason}"),
                }));
            }
        }
        Ok(())
    }

    fn wrong(&self, item: &str) -> Option<String> {
        if !self.allowed_values.is_empty() && !self.allowed_values.iter().any(|it| it == item) {
            return Some(format!("be one of AllowedValues: [{}]", self.allowed_values.join(", ")));
        }
        if matches!(self.kind.as_str(), "Number" | "List<Number>") {
            let Ok(number) = item.parse::<f64>() else {
                return Some("be a number".to_owned());
            };
            if let Some(min) = self.min_value.filter(|min| number < *min) {
                return Some(format!("be a number not less than {min}"));
            }
            if let Some(max) = self.max_value.filter(|max| number > *max) {
                return Some(format!("be a number not greater than {max}"));
            }
        }
        let len = item.chars().count() as f64;
        if let Some(min) = self.min_length.filter(|min| len < *min) {
            return Some(format!("contain at least {min} characters"));
        }
        if let Some(max) = self.max_length.filter(|max| len > *max) {
            return Some(format!("contain at most {max} characters"));
        }
        if let Some(pattern) = &self.allowed_pattern {
            let whole = Regex::new(&format!("^(?:{pattern})$"));
            if !whole.is_ok_and(|pattern| pattern.is_match(item)) {
                return Some(format!("match pattern {pattern}"));
            }
        }
        None
    }
}

fn is_kind(kind: &str) -> bool {
    let stored = kind
        .strip_prefix("AWS::SSM::Parameter::Value<")
        .map(|rest| rest.strip_suffix('>').unwrap_or("?"));
    let kind = stored.unwrap_or(kind);
    let within = kind.strip_prefix("List<");
    let item = within.map_or(kind, |rest| rest.strip_suffix('>').unwrap_or("?"));
    let is_plain = matches!(item, "String" | "Number" | "CommaDelimitedList");
    let of_aws = ["AWS::EC2::", "AWS::Route53::HostedZone::Id", "AWS::SSM::Parameter::Name"];
    is_plain || of_aws.iter().any(|prefix| item.starts_with(prefix))
}

/// The text of a scalar.
pub fn scalar(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}
