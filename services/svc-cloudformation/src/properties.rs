//! Properties as a type has them: checked by its schema, with the stack's tags.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::types::schema::Shape;
use crate::types::{
    CDK_METADATA, CUSTOM, Kind, STACK, WAIT_CONDITION, WAIT_HANDLE, find, is_custom,
};

type Properties = Map<String, Json>;

/// The properties, or what is wrong with them (`{id}` stands for the logical id).
pub fn checked(
    kind: &str,
    properties: Properties,
    tags: &BTreeMap<String, String>,
) -> Result<Properties, String> {
    if kind == CDK_METADATA {
        return Ok(properties);
    }
    if is_custom(kind) {
        return match properties.get("ServiceToken") {
            Some(Json::String(_)) => Ok(properties),
            _ => Err(invalid("#: required key [ServiceToken] not found")),
        };
    }
    let Some(kind) = find(kind) else {
        return Err(format!("Template format error: Unrecognized resource types: [{kind}]"));
    };
    let mut properties = kind.schema.check(&properties).map_err(|problem| invalid(&problem))?;
    if ![STACK, WAIT_CONDITION, WAIT_HANDLE, CUSTOM].contains(&kind.name.as_str())
        && let Some(name) = properties.keys().find(|name| !takes(kind, name))
    {
        return Err(format!("Property {name} of {} is not supported by Nephele.", kind.name));
    }
    add_tags(kind, &mut properties, tags);
    Ok(properties)
}

fn takes(kind: &Kind, name: &str) -> bool {
    kind.takes(name) || kind.calls.iter().any(|call| call.concerns(name))
}

/// "Properties validation failed for resource … with message:"; the path is AWS's validator's.
fn invalid(problem: &str) -> String {
    format!("Properties validation failed for resource {{id}} with message:\n{problem}")
}

/// The stack's tags are the resource's, where it has none of that name.
fn add_tags(kind: &Kind, properties: &mut Properties, tags: &BTreeMap<String, String>) {
    let Some(member) = kind.schema.property("Tags") else { return };
    if tags.is_empty() || !takes(kind, "Tags") {
        return;
    }
    match &member.shape {
        Shape::List(_) => {
            let own = properties.entry("Tags").or_insert_with(|| json!([]));
            let Json::Array(own) = own else { return };
            for (key, value) in tags {
                if !own.iter().any(|tag| tag.get("Key").and_then(Json::as_str) == Some(key)) {
                    own.push(json!({ "Key": key, "Value": value }));
                }
            }
        }
        Shape::Map(_) | Shape::Any => {
            let own = properties.entry("Tags").or_insert_with(|| json!({}));
            let Json::Object(own) = own else { return };
            for (key, value) in tags {
                own.entry(key.clone()).or_insert_with(|| value.as_str().into());
            }
        }
        _ => {}
    }
}
