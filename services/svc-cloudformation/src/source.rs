//! Templates as they are given: in the call or in a bucket, with the values of their parameters.

use std::collections::BTreeMap;

use cfn_template::{LANGUAGE_EXTENSIONS, Problem, Template, check, check_rules, expand, parse};
use kernel::view::List;
use kernel::{ApiError, Ask, Ctx};
use serde_json::{Map, Value as Json};

use crate::api::Parameter;
use crate::blueprint::{Blueprint, values};
use crate::engine::{call, lookup};
use crate::errors;
use crate::limits::{TEMPLATE_BODY_BYTES_MAX, TEMPLATE_URL_BYTES_MAX};
use crate::session::Session;
use crate::state::ParameterRow;
use crate::types;

/// A template that can be made a stack of.
#[derive(Debug)]
pub struct Prepared {
    pub original: String,
    /// As JSON, with loops unrolled.
    pub processed: String,
    pub parameters: BTreeMap<String, ParameterRow>,
    pub blueprint: Blueprint,
}

/// The text of a template; exactly one of the two is given.
pub fn text(ctx: &mut Ctx<'_>, body: Option<&str>, url: Option<&str>) -> Result<String, ApiError> {
    match (body, url) {
        (Some(body), None) if body.len() > TEMPLATE_BODY_BYTES_MAX => {
            // Of the model's constraints this is the one that clients meet.
            Err(errors::validation(format!(
                "1 validation error detected: Value at 'templateBody' failed to satisfy \
                 constraint: Member must have length less than or equal to \
                 {TEMPLATE_BODY_BYTES_MAX}"
            )))
        }
        (Some(body), None) => Ok(body.to_owned()),
        (None, Some(url)) => fetch(ctx, url),
        _ => Err(errors::validation("Either Template URL or Template Body must be specified.")),
    }
}

/// From this cloud's S3, as the caller.
pub fn fetch(ctx: &mut Ctx<'_>, url: &str) -> Result<String, ApiError> {
    let (bucket, key, version) =
        object_of(url).ok_or_else(|| errors::validation("TemplateURL must be a supported URL."))?;
    let mut ask = Ask::to("s3", "GetObject").with("Bucket", bucket).with("Key", key);
    if let Some(version) = version {
        ask = ask.with("VersionId", version);
    }
    let output = ctx
        .call(ask)
        .map_err(|error| errors::validation(format!("S3 error: {}", error.message())))?;
    let body = output.body("Body").cloned().unwrap_or_default();
    let bytes = call::read(&body, TEMPLATE_URL_BYTES_MAX)
        .ok_or_else(|| errors::validation("Template may not exceed 1000000 bytes in size."))?;
    String::from_utf8(bytes).map_err(|_| errors::validation("The template is no text."))
}

/// Bucket, key and version of an object's URL, in either style and at whatever host.
fn object_of(url: &str) -> Option<(String, String, Option<String>)> {
    if let Some(rest) = url.strip_prefix("s3://") {
        let (bucket, key) = rest.split_once('/')?;
        return Some((bucket.to_owned(), key.to_owned(), None));
    }
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let (authority, path) = rest.split_once('/')?;
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let version = query.split('&').find_map(|it| it.strip_prefix("versionId="));
    let host = authority.split(':').next().unwrap_or_default();
    let decode =
        |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let before_s3 = host.find(".s3.").or_else(|| host.find(".s3-")).map(|at| &host[..at]);
    let virtual_bucket =
        before_s3.or_else(|| host.strip_suffix(".localhost")).filter(|it| *it != "s3");
    let (bucket, key) = if let Some(bucket) = virtual_bucket {
        (bucket.to_owned(), decode(path))
    } else {
        let (bucket, key) = path.split_once('/')?;
        (decode(bucket), decode(key))
    };
    let is_whole = !bucket.is_empty() && !key.is_empty();
    is_whole.then(|| (bucket, key, version.map(str::to_owned)))
}

/// The values that a call gives for parameters.
#[derive(Debug, Default)]
pub struct Given {
    pub values: BTreeMap<String, String>,
    /// Those that keep what they are.
    pub previous: Vec<String>,
}

impl Given {
    pub fn read(list: Option<List<'_, Parameter<'_>>>) -> Result<Given, ApiError> {
        let mut given = Given::default();
        for parameter in list.into_iter().flat_map(List::iter) {
            let key = parameter.parameter_key().unwrap_or_default().to_owned();
            match (parameter.parameter_value(), parameter.use_previous_value()) {
                (Some(_), Some(true)) => {
                    return Err(errors::validation(format!(
                        "Invalid input for parameter key {key}. Cannot specify usePreviousValue as \
                         true and non empty value for a parameter"
                    )));
                }
                (None, Some(true)) => given.previous.push(key),
                (Some(value), _) => {
                    given.values.insert(key, value.to_owned());
                }
                (None, _) => {}
            }
        }
        Ok(given)
    }
}

/// Reads a template and gives its parameters their values: the given ones, what they were before,
/// or their defaults.
pub fn prepare(
    session: &mut Session<'_, '_>,
    original: String,
    given: &Given,
    before: Option<&BTreeMap<String, ParameterRow>>,
) -> Result<Prepared, ApiError> {
    let json = parse(&original).map_err(errors::problem)?;
    let names = cfn_transforms(&json)?;
    let declared = declared(&json).map_err(errors::problem)?;
    let parameters = take_values(session, &declared, given, before)?;
    let json = if names.iter().any(|name| name == LANGUAGE_EXTENSIONS) {
        expand(&json, &values(&declared, &parameters)).map_err(errors::problem)?
    } else {
        json
    };
    let blueprint =
        Blueprint::new(&json, &parameters, session.pseudo()).map_err(errors::problem)?;
    check(&blueprint.template).map_err(errors::problem)?;
    check_rules(&blueprint.scope()).map_err(errors::problem)?;
    check_types(&blueprint.template)?;
    check_policies(&blueprint.template)?;
    check_attributes(&blueprint.template)?;
    Ok(Prepared { original, processed: json.to_string(), parameters, blueprint })
}

/// A template alone: for what asks about it before there is a stack.
pub fn template(text: &str) -> Result<(Json, Template), ApiError> {
    let json = parse(text).map_err(errors::problem)?;
    let names = cfn_transforms(&json)?;
    let template = if names.is_empty() {
        Template::read(&json)
    } else {
        declared(&json).map(|declared| Template { transforms: names, ..declared })
    };
    Ok((json, template.map_err(errors::problem)?))
}

/// The transforms that are done here; others are refused by their names.
fn cfn_transforms(json: &Json) -> Result<Vec<String>, ApiError> {
    let one = |item: &Json| match item {
        Json::String(name) => name.clone(),
        other => other.get("Name").and_then(Json::as_str).unwrap_or_default().to_owned(),
    };
    let names: Vec<String> = match json.get("Transform") {
        None => Vec::new(),
        Some(Json::Array(items)) => items.iter().map(one).collect(),
        Some(item) => vec![one(item)],
    };
    match names.iter().find(|name| *name != LANGUAGE_EXTENSIONS) {
        Some(name) if name.starts_with("AWS::") => {
            Err(errors::not_implemented(&format!("the transform {name}")))
        }
        Some(name) => Err(errors::validation(format!("No transform named {name} found."))),
        None => Ok(names),
    }
}

/// The parameters of a template whose resources may have loops still.
fn declared(json: &Json) -> Result<Template, Problem> {
    let mut only = Map::new();
    for section in ["AWSTemplateFormatVersion", "Description", "Parameters", "Metadata"] {
        if let Some(value) = json.get(section) {
            only.insert(section.to_owned(), value.clone());
        }
    }
    let stand_in = serde_json::json!({ "StandIn": { "Type": types::WAIT_HANDLE } });
    only.insert("Resources".to_owned(), stand_in);
    Template::read(&Json::Object(only))
}

fn take_values(
    session: &mut Session<'_, '_>,
    template: &Template,
    given: &Given,
    before: Option<&BTreeMap<String, ParameterRow>>,
) -> Result<BTreeMap<String, ParameterRow>, ApiError> {
    let all = given.values.keys().chain(&given.previous);
    let unknown: Vec<_> =
        all.filter(|name| template.parameter(name).is_none()).map(String::as_str).collect();
    if !unknown.is_empty() {
        return Err(errors::validation(format!(
            "Parameters: [{}] do not exist in the template",
            unknown.join(", ")
        )));
    }
    let mut out = BTreeMap::new();
    let mut missing = Vec::new();
    for parameter in &template.parameters {
        let name = &parameter.name;
        let previous = before
            .filter(|_| given.previous.contains(name))
            .and_then(|before| before.get(name))
            .map(|row| row.value.clone());
        let value =
            given.values.get(name).cloned().or(previous).or_else(|| parameter.default.clone());
        let Some(value) = value else {
            missing.push(name.as_str());
            continue;
        };
        parameter.check(&value).map_err(errors::problem)?;
        let resolved = match parameter.stored_kind() {
            Some(_) => Some(stored(session, name, &value)?),
            None => None,
        };
        out.insert(name.clone(), ParameterRow { value, resolved });
    }
    if !missing.is_empty() {
        return Err(errors::validation(format!(
            "Parameters: [{}] must have values",
            missing.join(", ")
        )));
    }
    Ok(out)
}

/// `AWS::SSM::Parameter::Value<…>`. The text is AWS's [U].
fn stored(session: &mut Session<'_, '_>, name: &str, key: &str) -> Result<String, ApiError> {
    lookup::dynamic(session, "ssm", key).map_err(|problem| {
        if problem.0.contains("cannot be found") {
            return errors::validation(format!(
                "Unable to fetch parameters [{key}] from parameter store for this account."
            ));
        }
        errors::validation(format!("Parameter {name}: {problem}"))
    })
}

/// Types that nobody knows.
pub fn check_types(template: &Template) -> Result<(), ApiError> {
    let unknown = unknown_types(template);
    if unknown.is_empty() {
        return Ok(());
    }
    Err(errors::validation(format!(
        "Template format error: Unrecognized resource types: [{}]",
        unknown.join(", ")
    )))
}

pub fn unknown_types(template: &Template) -> Vec<String> {
    let kinds: std::collections::BTreeSet<&String> =
        template.resources.values().map(|resource| &resource.kind).collect();
    kinds.into_iter().filter(|kind| !types::is_known(kind)).cloned().collect()
}

/// Policies that nothing here acts on.
fn check_policies(template: &Template) -> Result<(), ApiError> {
    for (id, resource) in &template.resources {
        let is_shifted = resource.update_policy.get("CodeDeployLambdaAliasUpdate").is_some();
        if is_shifted {
            return Err(errors::not_implemented("the UpdatePolicy CodeDeployLambdaAliasUpdate"));
        }
        if !resource.creation_policy.is_null() && resource.kind != types::WAIT_CONDITION {
            return Err(errors::validation(format!(
                "CreationPolicy is not supported for resource {id} of type {}",
                resource.kind
            )));
        }
    }
    Ok(())
}

/// Attributes that a type does not have.
fn check_attributes(template: &Template) -> Result<(), ApiError> {
    use cfn_template::Reference::Attribute;
    let mut all = Vec::new();
    for resource in template.resources.values() {
        let whole = Json::Object(resource.properties.clone());
        all.extend(cfn_template::references(&whole, None).map_err(errors::problem)?);
    }
    for output in &template.outputs {
        all.extend(cfn_template::references(&output.value, None).map_err(errors::problem)?);
    }
    for reference in all {
        let Attribute(id, name) = reference else { continue };
        let Some(resource) = template.resources.get(&id) else { continue };
        let has = match types::find(&resource.kind) {
            Some(_) if resource.kind == types::STACK => name.starts_with("Outputs."),
            Some(_) if resource.kind == types::CUSTOM => true,
            Some(kind) => kind.has_attribute(&name) || name == "*",
            None => true,
        };
        if !has {
            return Err(errors::problem(lookup::no_attribute(&id, &name)));
        }
    }
    Ok(())
}

/// What a caller must acknowledge, and which resources ask for it.
pub fn capabilities(template: &Template) -> (Vec<&'static str>, Vec<String>) {
    let mut kinds = Vec::new();
    let mut is_named = false;
    for resource in template.resources.values() {
        if !resource.kind.starts_with("AWS::IAM::") {
            continue;
        }
        if !kinds.contains(&resource.kind) {
            kinds.push(resource.kind.clone());
        }
        let naming = types::find(&resource.kind).and_then(|kind| kind.naming.as_ref());
        is_named |= naming.is_some_and(|it| resource.properties.contains_key(&it.property));
    }
    let needed = match (kinds.is_empty(), is_named) {
        (true, _) => Vec::new(),
        (false, true) => vec!["CAPABILITY_NAMED_IAM"],
        (false, false) => vec!["CAPABILITY_IAM"],
    };
    (needed, kinds)
}

/// Refuses what the caller has not acknowledged. The stronger one acknowledges the other, too.
pub fn check_capabilities(
    prepared: &Prepared,
    given: &[String],
    is_direct: bool,
) -> Result<(), ApiError> {
    let template = &prepared.blueprint.template;
    let (needed, _) = capabilities(template);
    for capability in needed {
        let is_given = given.iter().any(|it| {
            it == capability || it == "CAPABILITY_NAMED_IAM" && capability == "CAPABILITY_IAM"
        });
        if !is_given {
            return Err(errors::capabilities(capability));
        }
    }
    let expands = is_direct && !template.transforms.is_empty();
    if expands && !given.iter().any(|it| it == "CAPABILITY_AUTO_EXPAND") {
        return Err(errors::capabilities("CAPABILITY_AUTO_EXPAND"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_named_by_urls_of_either_style() {
        for (url, expected) in [
            ("https://s3.us-east-1.amazonaws.com/b/k/t.yaml", Some(("b", "k/t.yaml"))),
            ("https://b.s3.amazonaws.com/k.yaml", Some(("b", "k.yaml"))),
            ("https://b.c.s3.eu-west-1.amazonaws.com/k%20x", Some(("b.c", "k x"))),
            ("http://localhost:4566/b/k", Some(("b", "k"))),
            ("http://b.localhost:4566/k", Some(("b", "k"))),
            ("http://127.0.0.1:4566/b/k?versionId=7", Some(("b", "k"))),
            ("s3://b/k", Some(("b", "k"))),
            ("ftp://b/k", None),
            ("https://s3.amazonaws.com/b", None),
        ] {
            let found = object_of(url).map(|(bucket, key, _)| (bucket, key));
            let expected = expected.map(|(b, k)| (b.to_owned(), k.to_owned()));
            assert_eq!(found, expected, "{url}");
        }
    }
}
