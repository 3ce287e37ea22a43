//! What depends on what.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::functions::{Part, call_of, parts};
use crate::{Problem, Result, Scope, Template, error, format_error};

const PSEUDO: &[&str] = &[
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

/// A name that a value refers to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reference {
    Ref(String),
    Attribute(String, String),
    Condition(String),
}

/// All that a value refers to, in either branch of a condition; or in the one that is taken, when
/// the conditions are known.
pub fn references(json: &Json, scope: Option<&Scope<'_>>) -> Result<BTreeSet<Reference>> {
    let mut found = BTreeSet::new();
    collect(json, scope, &mut found)?;
    Ok(found)
}

fn collect(json: &Json, scope: Option<&Scope<'_>>, out: &mut BTreeSet<Reference>) -> Result<()> {
    match json {
        Json::Array(items) => items.iter().try_for_each(|item| collect(item, scope, out)),
        Json::Object(members) => match call_of(members) {
            Some((name, argument)) => call(name, argument, scope, out),
            None => members.values().try_for_each(|value| collect(value, scope, out)),
        },
        _ => Ok(()),
    }
}

fn call(
    name: &str,
    argument: &Json,
    scope: Option<&Scope<'_>>,
    out: &mut BTreeSet<Reference>,
) -> Result<()> {
    match (name, argument) {
        ("Ref", Json::String(name)) => {
            out.insert(Reference::Ref(name.clone()));
        }
        ("Fn::GetAtt", Json::String(text)) => {
            if let Some((resource, attribute)) = text.split_once('.') {
                out.insert(Reference::Attribute(resource.to_owned(), attribute.to_owned()));
            }
        }
        ("Fn::GetAtt", Json::Array(items)) => {
            if let (Some(resource), Some(attribute)) =
                (items.first().and_then(Json::as_str), items.get(1))
            {
                let name = attribute.as_str().unwrap_or("*");
                out.insert(Reference::Attribute(resource.to_owned(), name.to_owned()));
                collect(attribute, scope, out)?;
            }
        }
        ("Fn::Sub", _) => {
            let pattern = argument.as_str().or_else(|| argument.get(0).and_then(Json::as_str));
            let values = argument.get(1);
            for part in parts(pattern.unwrap_or_default())? {
                let Part::Name(name) = part else { continue };
                if values.and_then(|values| values.get(name)).is_some() {
                    continue;
                }
                out.insert(match name.split_once('.') {
                    Some((resource, it)) => Reference::Attribute(resource.into(), it.into()),
                    None => Reference::Ref(name.to_owned()),
                });
            }
            if let Some(values) = values {
                collect(values, scope, out)?;
            }
        }
        ("Fn::If", Json::Array(items)) if items.len() == 3 => {
            if let Some(condition) = items[0].as_str() {
                out.insert(Reference::Condition(condition.to_owned()));
                if let Some(scope) = scope {
                    let at = if scope.holds(condition)? { 1 } else { 2 };
                    return collect(&items[at], Some(scope), out);
                }
            }
            collect(&items[1], scope, out)?;
            collect(&items[2], scope, out)?;
        }
        _ => collect(argument, scope, out)?,
    }
    Ok(())
}

/// Refuses references to what is not there, and resources that depend on each other in a circle.
pub fn check(template: &Template) -> Result<()> {
    let mut absent = BTreeSet::new();
    for (id, resource) in &template.resources {
        let whole = Json::Object(resource.properties.clone());
        for reference in references(&whole, None)? {
            match reference {
                Reference::Ref(name) if !is_known(template, &name) => {
                    absent.insert(name);
                }
                Reference::Attribute(name, _) if !template.resources.contains_key(&name) => {
                    return Err(undefined_attribute(&name));
                }
                Reference::Condition(name) if !template.conditions.contains_key(&name) => {
                    return Err(undefined_condition(&name));
                }
                _ => {}
            }
        }
        let others = resource.depends_on.iter();
        absent.extend(others.filter(|id| !template.resources.contains_key(*id)).cloned());
        if let Some(name) = &resource.condition
            && !template.conditions.contains_key(name)
        {
            return Err(error(format_args!(
                "Condition {name} of resource {id} is not defined in the Conditions block of the \
                 template"
            )));
        }
    }
    if !absent.is_empty() {
        return Err(unresolved(&absent, "Resources"));
    }
    for output in &template.outputs {
        let mut found = references(&output.value, None)?;
        if let Some(export) = &output.export {
            found.extend(references(export, None)?);
        }
        for reference in found {
            match reference {
                Reference::Ref(name) if !is_known(template, &name) => {
                    absent.insert(name);
                }
                Reference::Attribute(name, _) if !template.resources.contains_key(&name) => {
                    return Err(undefined_attribute(&name));
                }
                _ => {}
            }
        }
    }
    if !absent.is_empty() {
        return Err(unresolved(&absent, "Outputs"));
    }
    order(&edges(template, None)?).map(drop)
}

fn is_known(template: &Template, name: &str) -> bool {
    PSEUDO.contains(&name)
        || template.resources.contains_key(name)
        || template.parameter(name).is_some()
}

fn undefined_attribute(name: &str) -> Problem {
    error(format_args!("instance of Fn::GetAtt references undefined resource {name}"))
}

fn undefined_condition(name: &str) -> Problem {
    format_error(format_args!(
        "Unresolved condition dependency {name} in the Resources block of the template"
    ))
}

fn unresolved(names: &BTreeSet<String>, block: &str) -> Problem {
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    format_error(format_args!(
        "Unresolved resource dependencies [{}] in the {block} block of the template",
        names.join(", ")
    ))
}

/// What each resource waits for, of those that the conditions leave.
pub fn dependencies(scope: &Scope<'_>) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let edges = edges(scope.template, Some(scope))?;
    for needed in edges.values() {
        let absent: BTreeSet<_> =
            needed.iter().filter(|id| !edges.contains_key(*id)).cloned().collect();
        if !absent.is_empty() {
            return Err(unresolved(&absent, "Resources"));
        }
    }
    Ok(edges)
}

fn edges(
    template: &Template,
    scope: Option<&Scope<'_>>,
) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let mut out = BTreeMap::new();
    for (id, resource) in &template.resources {
        if let (Some(scope), Some(condition)) = (scope, &resource.condition)
            && !scope.holds(condition)?
        {
            continue;
        }
        let whole = Json::Object(resource.properties.clone());
        let mut needed = BTreeSet::new();
        for reference in references(&whole, scope)? {
            if let Reference::Ref(name) | Reference::Attribute(name, _) = reference
                && template.resources.contains_key(&name)
            {
                needed.insert(name);
            }
        }
        // A dependency on what the conditions have left out is none.
        let is_there = |other: &&String| match scope.zip(template.resources.get(*other)) {
            Some((scope, other)) => {
                other.condition.as_ref().is_none_or(|it| scope.holds(it).unwrap_or(false))
            }
            None => true,
        };
        needed.extend(resource.depends_on.iter().filter(is_there).cloned());
        out.insert(id.clone(), needed);
    }
    Ok(out)
}

/// The resources, each after those that it waits for.
pub fn order(edges: &BTreeMap<String, BTreeSet<String>>) -> Result<Vec<String>> {
    let mut waiting: BTreeMap<&String, usize> =
        edges.iter().map(|(id, needed)| (id, needed.len())).collect();
    let mut followers: BTreeMap<&String, Vec<&String>> = BTreeMap::new();
    for (id, needed) in edges {
        for other in needed {
            followers.entry(other).or_default().push(id);
        }
    }
    let free = waiting.iter().filter(|(_, count)| **count == 0);
    let mut ready: BTreeSet<&String> = free.map(|(id, _)| *id).collect();
    let mut out = Vec::new();
    while let Some(id) = ready.pop_first() {
        out.push(id.clone());
        waiting.remove(id);
        for follower in followers.get(id).into_iter().flatten() {
            if let Some(count) = waiting.get_mut(follower) {
                *count -= 1;
                if *count == 0 {
                    ready.insert(follower);
                }
            }
        }
    }
    if waiting.is_empty() {
        return Ok(out);
    }
    let left: Vec<_> = in_circles(edges, waiting.keys().copied().collect());
    Err(Problem(format!("Circular dependency between resources: [{}]", left.join(", "))))
}

/// Of what could not be ordered, those that are not merely behind a circle.
fn in_circles<'e>(
    edges: &'e BTreeMap<String, BTreeSet<String>>,
    mut left: BTreeSet<&'e String>,
) -> Vec<&'e str> {
    loop {
        let leads_on = |id: &&&String| left.iter().any(|other| edges[*other].contains(id.as_str()));
        let kept: BTreeSet<_> = left.iter().filter(leads_on).copied().collect();
        if kept.len() == left.len() {
            return kept.into_iter().map(String::as_str).collect();
        }
        left = kept;
    }
}
