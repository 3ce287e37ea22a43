//! Updates by patch operations: which paths a resource has, and what they do.
//!
//! Source: API Reference, "Patch Operations", and the fields of each resource.

use kernel::{ApiError, Struct, Value};

use crate::errors::bad;
use crate::limits::PATCHES_MAX;

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Flag,
    Int,
    Real,
    /// An entry of a map of texts, of flags.
    Entry,
    FlagEntry,
    /// The path's last element is an item of a list of texts.
    Item,
    /// The value is a whole list of texts, with commas between.
    Texts,
}

/// A path, in which `*` is one element; what stands there; and the operations that it takes.
#[derive(Clone, Copy, Debug)]
pub struct Rule(pub &'static str, pub Kind, pub &'static str);

const A: &str = "add replace remove";
const R: &str = "replace";
const AR: &str = "add remove";

pub const REST_API: &[Rule] = &[
    Rule("/name", Kind::Text, R),
    Rule("/description", Kind::Text, A),
    Rule("/version", Kind::Text, A),
    Rule("/apiKeySource", Kind::Text, R),
    Rule("/policy", Kind::Text, A),
    Rule("/minimumCompressionSize", Kind::Int, A),
    Rule("/binaryMediaTypes/*", Kind::Item, A),
    Rule("/disableExecuteApiEndpoint", Kind::Flag, R),
    Rule("/endpointConfiguration/types/*", Kind::Item, R),
    Rule("/endpointConfiguration/ipAddressType", Kind::Text, R),
];
pub const METHOD: &[Rule] = &[
    Rule("/authorizationType", Kind::Text, R),
    Rule("/authorizerId", Kind::Text, A),
    Rule("/authorizationScopes", Kind::Texts, A),
    Rule("/apiKeyRequired", Kind::Flag, R),
    Rule("/operationName", Kind::Text, A),
    Rule("/requestParameters/*", Kind::FlagEntry, A),
    Rule("/requestModels/*", Kind::Entry, A),
    Rule("/requestValidatorId", Kind::Text, A),
];
pub const METHOD_RESPONSE: &[Rule] =
    &[Rule("/responseParameters/*", Kind::FlagEntry, A), Rule("/responseModels/*", Kind::Entry, A)];
pub const INTEGRATION: &[Rule] = &[
    Rule("/type", Kind::Text, R),
    Rule("/httpMethod", Kind::Text, A),
    Rule("/uri", Kind::Text, A),
    Rule("/credentials", Kind::Text, A),
    Rule("/requestParameters/*", Kind::Entry, A),
    Rule("/requestTemplates/*", Kind::Entry, A),
    Rule("/passthroughBehavior", Kind::Text, A),
    Rule("/contentHandling", Kind::Text, A),
    Rule("/timeoutInMillis", Kind::Int, A),
];
pub const INTEGRATION_RESPONSE: &[Rule] = &[
    Rule("/selectionPattern", Kind::Text, A),
    Rule("/responseParameters/*", Kind::Entry, A),
    Rule("/responseTemplates/*", Kind::Entry, A),
    Rule("/contentHandling", Kind::Text, A),
];
pub const STAGE: &[Rule] = &[
    Rule("/deploymentId", Kind::Text, R),
    Rule("/description", Kind::Text, A),
    Rule("/documentationVersion", Kind::Text, A),
    Rule("/variables/*", Kind::Entry, A),
    Rule("/accessLogSettings/destinationArn", Kind::Text, A),
    Rule("/accessLogSettings/format", Kind::Text, A),
    Rule("/canarySettings/deploymentId", Kind::Text, A),
    Rule("/canarySettings/percentTraffic", Kind::Real, A),
    Rule("/canarySettings/stageVariableOverrides/*", Kind::Entry, A),
];
pub const DEPLOYMENT: &[Rule] = &[Rule("/description", Kind::Text, A)];
pub const MODEL: &[Rule] = &[Rule("/description", Kind::Text, A), Rule("/schema", Kind::Text, A)];
pub const VALIDATOR: &[Rule] = &[
    Rule("/name", Kind::Text, R),
    Rule("/validateRequestBody", Kind::Flag, R),
    Rule("/validateRequestParameters", Kind::Flag, R),
];
pub const AUTHORIZER: &[Rule] = &[
    Rule("/name", Kind::Text, R),
    Rule("/type", Kind::Text, R),
    Rule("/authType", Kind::Text, A),
    Rule("/authorizerUri", Kind::Text, R),
    Rule("/authorizerCredentials", Kind::Text, A),
    Rule("/identitySource", Kind::Text, A),
    Rule("/identityValidationExpression", Kind::Text, A),
    Rule("/authorizerResultTtlInSeconds", Kind::Int, R),
];
pub const GATEWAY_RESPONSE: &[Rule] = &[
    Rule("/statusCode", Kind::Text, A),
    Rule("/responseParameters/*", Kind::Entry, A),
    Rule("/responseTemplates/*", Kind::Entry, A),
];
pub const DOCUMENTATION: &[Rule] = &[Rule("/properties", Kind::Text, R)];
pub const DOCUMENTATION_VERSION: &[Rule] = &[Rule("/description", Kind::Text, A)];
pub const RESOURCE: &[Rule] = &[Rule("/pathPart", Kind::Text, R), Rule("/parentId", Kind::Text, R)];
pub const API_KEY: &[Rule] = &[
    Rule("/name", Kind::Text, R),
    Rule("/description", Kind::Text, A),
    Rule("/enabled", Kind::Flag, R),
    Rule("/customerId", Kind::Text, A),
];
pub const USAGE_PLAN: &[Rule] = &[
    Rule("/name", Kind::Text, R),
    Rule("/description", Kind::Text, A),
    Rule("/throttle/rateLimit", Kind::Real, A),
    Rule("/throttle/burstLimit", Kind::Int, A),
    Rule("/quota/limit", Kind::Int, A),
    Rule("/quota/offset", Kind::Int, A),
    Rule("/quota/period", Kind::Text, A),
];
pub const DOMAIN: &[Rule] = &[
    Rule("/certificateArn", Kind::Text, R),
    Rule("/regionalCertificateArn", Kind::Text, A),
    Rule("/securityPolicy", Kind::Text, R),
    Rule("/endpointConfiguration/types/*", Kind::Item, AR),
];
pub const MAPPING: &[Rule] = &[
    Rule("/basePath", Kind::Text, R),
    Rule("/restApiId", Kind::Text, R),
    Rule("/restapiId", Kind::Text, R),
    Rule("/stage", Kind::Text, A),
];
pub const ACCOUNT: &[Rule] = &[Rule("/cloudwatchRoleArn", Kind::Text, A)];

/// One operation, with the path in its elements.
#[derive(Clone, Debug)]
pub struct Patch<'a> {
    pub op: &'a str,
    pub path: &'a str,
    pub elements: Vec<String>,
    pub value: Option<&'a str>,
    pub from: Option<&'a str>,
}

/// The operations of an update.
pub fn patches(input: &Struct) -> Result<Vec<Patch<'_>>, ApiError> {
    let all = input.list("patchOperations").unwrap_or_default();
    if all.len() > PATCHES_MAX {
        return Err(bad("Too many patch operations"));
    }
    let mut patches = Vec::new();
    for patch in all {
        patches.push(read(patch).ok_or_else(|| bad("Invalid patch operation"))?);
    }
    Ok(patches)
}

fn read(patch: &Value) -> Option<Patch<'_>> {
    let patch = patch.as_struct()?;
    let path = patch.str("path").unwrap_or_default();
    let elements = path.strip_prefix('/').unwrap_or_default().split('/').map(unescaped);
    Some(Patch {
        op: patch.str("op").unwrap_or_default(),
        path,
        elements: elements.collect(),
        value: patch.str("value"),
        from: patch.str("from"),
    })
}

fn unescaped(element: &str) -> String {
    element.replace("~1", "/").replace("~0", "~")
}

/// Applies all operations of an update to a resource.
pub fn apply(doc: &mut Struct, rules: &[Rule], input: &Struct) -> Result<(), ApiError> {
    for patch in patches(input)? {
        apply_one(doc, rules, &patch)?;
    }
    Ok(())
}

pub fn apply_one(doc: &mut Struct, rules: &[Rule], patch: &Patch<'_>) -> Result<(), ApiError> {
    let rule = rules.iter().find(|rule| fits(rule.0, &patch.elements));
    let Some(Rule(_, kind, operations)) = rule else { return Err(unknown(patch, rules)) };
    if !operations.split(' ').any(|it| it == patch.op) {
        return Err(unknown(patch, rules));
    }
    if patch.op == "remove" {
        remove(doc, &patch.elements, *kind);
        return Ok(());
    }
    let value = patch.value.ok_or_else(|| bad(format!("No value for path {}", patch.path)));
    let holder_len = if *kind == Kind::Item { 2 } else { 1 };
    let (before, last) = patch.elements.split_at(patch.elements.len() - holder_len);
    let holder = holder(doc, before);
    let name = last[0].clone();
    if *kind == Kind::Item {
        // Where the path names the item, that is the value to add.
        let item = if patch.op == "replace" { value? } else { &last[1] };
        put_item(holder, &name, (&last[1], item));
        return Ok(());
    }
    let value = value?;
    let wrong = || bad(format!("Invalid value for path {}: {value}", patch.path));
    let value = match kind {
        Kind::Text | Kind::Entry => Value::from(value),
        Kind::Flag | Kind::FlagEntry => Value::Bool(value.parse().map_err(|_| wrong())?),
        Kind::Int => Value::Int(value.parse().map_err(|_| wrong())?),
        Kind::Real => Value::Float(value.parse().map_err(|_| wrong())?),
        Kind::Texts | Kind::Item => {
            Value::from(value.split(',').map(|it| it.trim().to_owned()).collect::<Vec<_>>())
        }
    };
    holder.set(name, value);
    Ok(())
}

fn fits(pattern: &str, elements: &[String]) -> bool {
    let pattern: Vec<&str> = pattern[1..].split('/').collect();
    pattern.len() == elements.len()
        && pattern.iter().zip(elements).all(|(one, other)| *one == "*" || one == other)
}

fn holder<'d>(doc: &'d mut Struct, path: &[String]) -> &'d mut Struct {
    let mut holder = doc;
    for name in path {
        if holder.structure(name).is_none() {
            holder.set(name.clone(), Struct::new());
        }
        holder = match holder.get_mut(name) {
            Some(Value::Struct(next)) => next,
            _ => unreachable!("it was made just now"),
        };
    }
    holder
}

fn put_item(holder: &mut Struct, name: &str, (old, new): (&str, &str)) {
    let mut items = holder.list(name).map(<[Value]>::to_vec).unwrap_or_default();
    match items.iter_mut().find(|item| item.as_str() == Some(old)) {
        Some(item) => *item = Value::from(new),
        None => items.push(Value::from(new)),
    }
    holder.set(name.to_owned(), Value::List(items));
}

fn remove(doc: &mut Struct, elements: &[String], kind: Kind) {
    let Some((last, before)) = elements.split_last() else { return };
    if kind == Kind::Item {
        let Some((name, before)) = before.split_last() else { return };
        let holder = holder(doc, before);
        let mut items = holder.list(name).map(<[Value]>::to_vec).unwrap_or_default();
        items.retain(|item| item.as_str() != Some(last));
        if items.is_empty() {
            holder.remove(name);
        } else {
            holder.set(name.clone(), Value::List(items));
        }
        return;
    }
    holder(doc, before).remove(last);
}

pub fn unknown(patch: &Patch<'_>, rules: &[Rule]) -> ApiError {
    let known: Vec<&str> = rules.iter().map(|rule| rule.0).collect();
    bad(format!(
        "Invalid patch path '{}' specified for op '{}'. Must be one of: [{}]",
        patch.path,
        patch.op,
        known.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patched(
        rules: &[Rule],
        op: &str,
        path: &str,
        value: Option<&str>,
    ) -> Result<Struct, ApiError> {
        let mut patch = Struct::new().with("op", op).with("path", path);
        if let Some(value) = value {
            patch.set("value", value);
        }
        let input = Struct::new().with("patchOperations", vec![Value::Struct(patch)]);
        let mut doc = Struct::new()
            .with("name", "old")
            .with("binaryMediaTypes", vec!["a/b"])
            .with("requestTemplates", Struct::new().with("application/json", "x"));
        apply(&mut doc, rules, &input).map(|()| doc)
    }

    #[test]
    fn paths_lead_to_members_entries_and_items() {
        let doc = patched(REST_API, "replace", "/name", Some("new")).unwrap();
        assert_eq!(doc.str("name"), Some("new"));
        let doc = patched(REST_API, "add", "/binaryMediaTypes/image~1png", None).unwrap();
        assert_eq!(doc.list("binaryMediaTypes").unwrap().len(), 2);
        let doc = patched(REST_API, "remove", "/binaryMediaTypes/a~1b", None).unwrap();
        assert_eq!(doc.get("binaryMediaTypes"), None);
        let path = "/requestTemplates/application~1json";
        let doc = patched(INTEGRATION, "replace", path, Some("y")).unwrap();
        assert_eq!(doc.structure("requestTemplates").unwrap().str("application/json"), Some("y"));
    }

    #[test]
    fn what_a_resource_does_not_have_is_refused() {
        for (op, path) in [("replace", "/nothing"), ("copy", "/name"), ("add", "/name")] {
            assert!(patched(REST_API, op, path, Some("x")).is_err(), "{op} {path}");
        }
        assert!(patched(INTEGRATION, "replace", "/timeoutInMillis", Some("soon")).is_err());
    }
}
