//! The intrinsic functions.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value as Json};

use crate::evaluate::{KNOWN_AFTER_APPLY, Lookup, Scope, checked};
use crate::extensions::LANGUAGE_EXTENSIONS;
use crate::parameter::scalar;
use crate::{Problem, Result, cidr, error};

/// The function that an object calls, if it is a call.
pub fn call_of(members: &Map<String, Json>) -> Option<(&str, &Json)> {
    let (name, argument) = members.iter().next().filter(|_| members.len() == 1)?;
    let is_call = name == "Ref" || name.starts_with("Fn::");
    // `Condition` is a function where conditions are; in policies it is a member like another.
    is_call.then_some((name.as_str(), argument))
}

type Answer = Result<Option<Json>>;

pub fn call(scope: &Scope<'_>, name: &str, argument: &Json, lookup: &mut dyn Lookup) -> Answer {
    match name {
        "Ref" => {
            let name = argument
                .as_str()
                .ok_or_else(|| error("All Ref references must be of type string"))?;
            scope.reference(name, lookup)
        }
        "Fn::If" => branch(scope, argument, lookup),
        "Fn::GetAtt" => attribute(scope, argument, lookup).map(Some),
        "Fn::Sub" => substitute(scope, argument, lookup).map(Some),
        "Fn::Join" => join(scope, argument, lookup).map(Some),
        "Fn::Select" => select(scope, argument, lookup),
        "Fn::Split" => split(scope, argument, lookup).map(Some),
        "Fn::FindInMap" => find_in_map(scope, argument, lookup),
        "Fn::Base64" => {
            let text = text(scope, argument, lookup, || {
                error("every Fn::Base64 object must have a String-typed value.")
            })?;
            Ok(Some(if is_unknown(&text) { text.into() } else { STANDARD.encode(text).into() }))
        }
        "Fn::ImportValue" => {
            let name = text(scope, argument, lookup, || {
                error(
                    "the attribute in Fn::ImportValue must be a string or a function that \
                       returns a string",
                )
            })?;
            lookup.import(&name).map(Some)
        }
        "Fn::GetAZs" => {
            let mut region =
                text(scope, argument, lookup, || error("Fn::GetAZs takes the name of a region"))?;
            if region.is_empty() {
                region = scope.pseudo.get("AWS::Region").and_then(scalar).unwrap_or_default();
            }
            Ok(Some(lookup.zones(&region)?.into_iter().map(Json::from).collect()))
        }
        "Fn::Cidr" => blocks(scope, argument, lookup).map(Some),
        "Fn::Length" => {
            extended(scope, name)?;
            match scope.value(argument, lookup)? {
                Some(Json::Array(items)) => Ok(Some(items.len().into())),
                _ => Err(error("every Fn::Length object requires a list")),
            }
        }
        "Fn::ToJsonString" => {
            extended(scope, name)?;
            let value = scope.value(argument, lookup)?.unwrap_or_default();
            checked(value.to_string()).map(|text| Some(text.into()))
        }
        "Fn::Transform" => Err(Problem(
            "Transforms inside of a template (AWS::Include, macros) are not supported.".to_owned(),
        )),
        _ => Err(error(format_args!("unsupported function {name}"))),
    }
}

/// What functions of `AWS::LanguageExtensions` need.
fn extended(scope: &Scope<'_>, name: &str) -> Result<()> {
    if scope.template.transforms.iter().any(|it| it == LANGUAGE_EXTENSIONS) {
        return Ok(());
    }
    Err(error(format_args!(
        "to use {name} the template must declare the transform {LANGUAGE_EXTENSIONS}"
    )))
}

pub fn is_unknown(text: &str) -> bool {
    text.contains(KNOWN_AFTER_APPLY)
}

fn text(
    scope: &Scope<'_>,
    argument: &Json,
    lookup: &mut dyn Lookup,
    wrong: impl Fn() -> Problem,
) -> Result<String> {
    let value = scope.value(argument, lookup)?;
    value.as_ref().and_then(scalar).ok_or_else(wrong)
}

/// A list, or the stand-in for one that is not known.
fn list(
    scope: &Scope<'_>,
    argument: &Json,
    lookup: &mut dyn Lookup,
    wrong: impl Fn() -> Problem,
) -> Result<Option<Vec<Json>>> {
    match scope.value(argument, lookup)? {
        Some(Json::Array(items)) => Ok(Some(items)),
        Some(Json::String(text)) if is_unknown(&text) => Ok(None),
        _ => Err(wrong()),
    }
}

fn branch(scope: &Scope<'_>, argument: &Json, lookup: &mut dyn Lookup) -> Answer {
    let wrong = || {
        error(
            "Fn::If requires a list argument with three elements: a condition name, a value if \
               true, and a value if false",
        )
    };
    let [condition, yes, no] = array::<3>(argument).ok_or_else(wrong)?;
    let holds = scope.holds(condition.as_str().ok_or_else(wrong)?)?;
    scope.value(if holds { yes } else { no }, lookup)
}

fn attribute(scope: &Scope<'_>, argument: &Json, lookup: &mut dyn Lookup) -> Result<Json> {
    let wrong = || {
        error(
            "every Fn::GetAtt object requires two non-empty parameters, the resource name and \
               the resource attribute",
        )
    };
    let (resource, name) = if let Json::String(text) = argument {
        let (resource, name) = text.split_once('.').ok_or_else(wrong)?;
        (resource.to_owned(), name.to_owned())
    } else {
        let [resource, name] = array::<2>(argument).ok_or_else(wrong)?;
        (text(scope, resource, lookup, wrong)?, text(scope, name, lookup, wrong)?)
    };
    if resource.is_empty() || name.is_empty() {
        return Err(wrong());
    }
    lookup.attribute(&resource, &name)
}

fn substitute(scope: &Scope<'_>, argument: &Json, lookup: &mut dyn Lookup) -> Result<Json> {
    let wrong = || {
        error(
            "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify \
               a string as first argument, and an optional second argument to specify a mapping \
               of values to replace in the string",
        )
    };
    let (pattern, values) = if let Json::String(pattern) = argument {
        (pattern.as_str(), None)
    } else {
        let [pattern, values] = array::<2>(argument).ok_or_else(wrong)?;
        (pattern.as_str().ok_or_else(wrong)?, Some(values.as_object().ok_or_else(wrong)?))
    };
    let mut out = String::new();
    for part in parts(pattern)? {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Name(name) => {
                let value = match values.and_then(|values| values.get(name)) {
                    Some(value) => scope.value(value, lookup)?,
                    None => match name.split_once('.') {
                        Some((resource, attribute)) => Some(lookup.attribute(resource, attribute)?),
                        None => scope.reference(name, lookup)?,
                    },
                };
                let value = value.as_ref().and_then(scalar).ok_or_else(|| {
                    error(format_args!("Fn::Sub cannot put {name} into a string"))
                })?;
                out.push_str(&value);
                out = checked(out)?;
            }
        }
    }
    // A dynamic reference may have been put together only now.
    scope.value(&Json::String(out), lookup).map(Option::unwrap_or_default)
}

/// A piece of the pattern of `Fn::Sub`.
pub enum Part<'p> {
    Text(&'p str),
    Name(&'p str),
}

pub fn parts(pattern: &str) -> Result<Vec<Part<'_>>> {
    let mut out = Vec::new();
    let mut rest = pattern;
    while let Some(at) = rest.find("${") {
        let Some(len) = rest[at..].find('}') else { break };
        let name = &rest[at + 2..at + len];
        if let Some(literal) = name.strip_prefix('!') {
            // `${!name}` is `${name}`.
            out.extend([Part::Text(&rest[..at]), Part::Text("${"), Part::Text(literal)]);
            out.push(Part::Text("}"));
        } else {
            let is_name = |it: char| it.is_ascii_alphanumeric() || "_.:-&{}".contains(it);
            let name = name.trim();
            if name.is_empty() || !name.chars().all(is_name) {
                return Err(error(
                    "variable names in Fn::Sub syntax must contain only alphanumeric characters, \
                     underscores, periods, and colons",
                ));
            }
            out.extend([Part::Text(&rest[..at]), Part::Name(name)]);
        }
        rest = &rest[at + len + 1..];
    }
    out.push(Part::Text(rest));
    Ok(out)
}

fn join(scope: &Scope<'_>, argument: &Json, lookup: &mut dyn Lookup) -> Result<Json> {
    let wrong = || {
        error(
            "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a \
               list of strings to be joined or a function that returns a list of strings (such as \
               Fn::GetAZs) to be joined.",
        )
    };
    let [delimiter, items] = array::<2>(argument).ok_or_else(wrong)?;
    let delimiter = delimiter.as_str().ok_or_else(wrong)?;
    let Some(items) = list(scope, items, lookup, wrong)? else {
        return Ok(KNOWN_AFTER_APPLY.into());
    };
    let items: Option<Vec<String>> = items.iter().map(scalar).collect();
    let joined = items.ok_or_else(wrong)?.join(delimiter);
    scope.value(&Json::String(checked(joined)?), lookup).map(Option::unwrap_or_default)
}

fn select(scope: &Scope<'_>, argument: &Json, lookup: &mut dyn Lookup) -> Answer {
    let wrong = || {
        error("Fn::Select requires a list argument with two elements: an integer index and a list")
    };
    let [index, items] = array::<2>(argument).ok_or_else(wrong)?;
    let index = text(scope, index, lookup, wrong)?;
    let Some(items) = list(scope, items, lookup, wrong)? else {
        return Ok(Some(KNOWN_AFTER_APPLY.into()));
    };
    let at: usize = index.parse().map_err(|_| wrong())?;
    let absent =
        || error(format_args!("Fn::Select  cannot select nonexistent value at index {at}"));
    items.into_iter().nth(at).map(Some).ok_or_else(absent)
}

fn split(scope: &Scope<'_>, argument: &Json, lookup: &mut dyn Lookup) -> Result<Json> {
    let wrong = || {
        error(
            "every Fn::Split object requires two parameters, (1) a string delimiter and (2) a \
               string to be split or a function that returns a string to be split.",
        )
    };
    let [delimiter, source] = array::<2>(argument).ok_or_else(wrong)?;
    let delimiter = delimiter.as_str().filter(|it| !it.is_empty()).ok_or_else(wrong)?;
    let source = text(scope, source, lookup, wrong)?;
    if is_unknown(&source) {
        return Ok(KNOWN_AFTER_APPLY.into());
    }
    Ok(source.split(delimiter).map(Json::from).collect())
}

fn find_in_map(scope: &Scope<'_>, argument: &Json, lookup: &mut dyn Lookup) -> Answer {
    let wrong = || {
        error(
            "every Fn::FindInMap object requires three parameters, the map name, map key and \
               the attribute for return value",
        )
    };
    let items = argument.as_array().filter(|it| matches!(it.len(), 3 | 4)).ok_or_else(wrong)?;
    let map = text(scope, &items[0], lookup, wrong)?;
    let first = text(scope, &items[1], lookup, wrong)?;
    let second = text(scope, &items[2], lookup, wrong)?;
    let found = scope.template.mappings.get(&map).and_then(|map| map.get(&first));
    if let Some(value) = found.and_then(|entry| entry.get(&second)) {
        return Ok(Some(value.clone()));
    }
    if let Some(default) = items.get(3).and_then(|it| it.get("DefaultValue")) {
        extended(scope, "DefaultValue of Fn::FindInMap")?;
        return scope.value(default, lookup);
    }
    if !scope.template.mappings.contains_key(&map) {
        return Err(error(format_args!(
            "Mapping named '{map}' is not present in the 'Mappings' \
             section of template."
        )));
    }
    Err(error(format_args!("Unable to get mapping for {map}::{first}::{second}")))
}

fn blocks(scope: &Scope<'_>, argument: &Json, lookup: &mut dyn Lookup) -> Result<Json> {
    let wrong = || {
        error(
            "every Fn::Cidr object requires two parameters, the ipBlock and the count, and may \
               have a third, the cidrBits",
        )
    };
    let items = argument.as_array().filter(|it| matches!(it.len(), 2 | 3)).ok_or_else(wrong)?;
    let block = text(scope, &items[0], lookup, wrong)?;
    if is_unknown(&block) {
        return Ok(KNOWN_AFTER_APPLY.into());
    }
    let count: usize = text(scope, &items[1], lookup, wrong)?.parse().map_err(|_| wrong())?;
    let bits = match items.get(2) {
        Some(bits) => Some(text(scope, bits, lookup, wrong)?.parse().map_err(|_| wrong())?),
        None => None,
    };
    let blocks = cidr::blocks(&block, count, bits)
        .ok_or_else(|| error(format_args!("Fn::Cidr cannot take {count} blocks of {block}")))?;
    Ok(blocks.into_iter().map(Json::from).collect())
}

/// The items of a list of that many.
pub fn array<const N: usize>(json: &Json) -> Option<[&Json; N]> {
    let items = json.as_array()?;
    <[&Json; N]>::try_from(items.iter().collect::<Vec<_>>()).ok()
}
