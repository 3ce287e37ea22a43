//! Conversions that calls name in `types.txt`.

use serde_json::{Map, Value as Json, json};

use super::bucket;
use super::expression::{Expression, Facts};

pub fn call(facts: &Facts<'_>, name: &str, arguments: &[Expression]) -> Option<Json> {
    let value = |at: usize| arguments.get(at).and_then(|it| facts.value(it));
    match name {
        "text" => value(0).map(|it| text(&it).into()),
        "json" => value(0).map(|it| document(&it).into()),
        "texts" => Some(texts(facts, arguments)),
        "map" => value(0).map(|it| map(&it)),
        "pairs" => value(0).map(|it| pairs(&it)),
        "list" => value(0).map(|it| json!([it])),
        "first" => arguments.iter().find_map(|it| facts.value(it)),
        "part" => {
            let (whole, at) = (text(&value(0)?), text(&value(1)?));
            whole.split('|').nth(at.parse().ok()?).map(Json::from)
        }
        "rename" => {
            let names: Vec<&str> = arguments[1..].iter().filter_map(word).collect();
            value(0).map(|it| rename(&it, &names))
        }
        "removed" => removed(facts, arguments.first()?),
        "removed_tags" => {
            let keys = removed(facts, arguments.first()?)?;
            let keys = keys.as_array().cloned().unwrap_or_default();
            Some(keys.into_iter().map(|key| json!({ "Key": key })).collect())
        }
        "patch" => {
            let (path, to) = (value(0)?, value(1)?);
            Some(json!([{ "op": "replace", "path": path, "value": to }]))
        }
        "topic_policy" => value(0).map(|it| topic_policy(facts, &text(&it)).into()),
        "bus_policy" => value(0).map(|it| bus_policy(facts, &it, value(1)).into()),
        "amounts" => value(0).map(|it| amounts(&it)),
        "table_stream" => value(0).map(|it| table_stream(&it)),
        "index_update" => Some(index_update(&value(0)?, &text(&value(1)?))),
        "rule_id" => rule_id(facts),
        "definition" => definition(facts),
        "secret_string" => value(0).or_else(|| generated_secret(facts, &value(1)?)),
        "changed_secret" => changed_secret(facts),
        "metric_transformations" => value(0).map(|it| metric_transformations(&it)),
        "alias_routing" => value(0).map(|it| alias_routing(&it)),
        "pipe_source" => {
            value(0).map(|it| without(&it, &["StartingPosition", "StartingPositionTimestamp"]))
        }
        _ => bucket::call(facts, name, value(0).as_ref()),
    }
}

/// A word that stands for itself: names in `rename`.
fn word(expression: &Expression) -> Option<&str> {
    match expression {
        Expression::Property(path) => path.first().map(String::as_str),
        _ => None,
    }
}

/// As text: of a scalar its own, of anything else its JSON.
pub fn text(json: &Json) -> String {
    match json {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A document that may have been written as text.
fn document(json: &Json) -> String {
    text(json)
}

/// A map of properties to their texts: attributes of queues and topics.
fn texts(facts: &Facts<'_>, arguments: &[Expression]) -> Json {
    let mut out = Map::new();
    for argument in arguments {
        if let (Some(name), Some(value)) = (word(argument), facts.value(argument)) {
            // A queue is FIFO or it does not say so.
            let is_false = matches!(value, Json::Bool(false)) && name.starts_with("Fifo");
            if !is_false {
                out.insert(name.to_owned(), text(&value).into());
            }
        }
    }
    if out.is_empty() {
        // The member is left out rather than empty.
        return Json::Null;
    }
    Json::Object(out)
}

/// Key and value of a tag, however they are called.
fn tag(item: &Json) -> Option<(String, Json)> {
    let key = item.get("Key").or_else(|| item.get("TagKey"))?.as_str()?;
    let value = item.get("Value").or_else(|| item.get("TagValue"));
    Some((key.to_owned(), value.cloned().unwrap_or_else(|| "".into())))
}

/// Tags as a map.
pub fn map(json: &Json) -> Json {
    match json {
        Json::Array(items) => Json::Object(items.iter().filter_map(tag).collect()),
        other => other.clone(),
    }
}

/// Tags as a list.
fn pairs(json: &Json) -> Json {
    match json {
        Json::Object(entries) => {
            entries.iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect()
        }
        other => other.clone(),
    }
}

/// The keys of tags that are no longer there.
fn removed(facts: &Facts<'_>, of: &Expression) -> Option<Json> {
    let now = facts.value(of).map(|it| map(&it));
    let before = Facts { properties: facts.before?, before: None, ..*facts }.value(of)?;
    let Json::Object(before) = map(&before) else { return None };
    let is_gone = |key: &&String| now.as_ref().and_then(|now| now.get(key.as_str())).is_none();
    let keys: Vec<Json> = before.keys().filter(is_gone).map(|key| key.as_str().into()).collect();
    (!keys.is_empty()).then_some(Json::Array(keys))
}

/// Renames members at every depth: each name, and the one that takes its place.
pub fn rename(json: &Json, names: &[&str]) -> Json {
    match json {
        Json::Object(members) => {
            let renamed = members.iter().map(|(key, value)| {
                let new = names.chunks_exact(2).find(|pair| pair[0] == key).map(|pair| pair[1]);
                (new.unwrap_or(key).to_owned(), rename(value, names))
            });
            Json::Object(renamed.collect())
        }
        Json::Array(items) => items.iter().map(|item| rename(item, names)).collect(),
        other => other.clone(),
    }
}

fn without(json: &Json, names: &[&str]) -> Json {
    match json {
        Json::Object(members) => {
            let kept = members.iter().filter(|(key, _)| !names.contains(&key.as_str()));
            Json::Object(kept.map(|(key, value)| (key.clone(), without(value, names))).collect())
        }
        other => other.clone(),
    }
}

/// What a topic's policy is when nobody has set one ("Amazon SNS access control": the owner).
fn topic_policy(facts: &Facts<'_>, topic: &str) -> String {
    let owner = facts.pseudo.get("AWS::AccountId").map(text).unwrap_or_default();
    let actions = [
        "GetTopicAttributes",
        "SetTopicAttributes",
        "AddPermission",
        "RemovePermission",
        "DeleteTopic",
        "Subscribe",
        "ListSubscriptionsByTopic",
        "Publish",
    ];
    let actions: Vec<String> = actions.iter().map(|it| format!("SNS:{it}")).collect();
    json!({
        "Version": "2008-10-17",
        "Id": "__default_policy_ID",
        "Statement": [{
            "Sid": "__default_statement_ID",
            "Effect": "Allow",
            "Principal": { "AWS": "*" },
            "Action": actions,
            "Resource": topic,
            "Condition": { "StringEquals": { "AWS:SourceOwner": owner } },
        }],
    })
    .to_string()
}

/// A bus's policy with this statement in the place of its former self.
fn bus_policy(facts: &Facts<'_>, statement: &Json, id: Option<Json>) -> String {
    let before = facts.attributes.get("_Policy").map(text).unwrap_or_default();
    let before: Json = serde_json::from_str(&before).unwrap_or_default();
    let mut statement = statement.clone();
    if let (Json::Object(members), Some(id)) = (&mut statement, &id) {
        members.insert("Sid".to_owned(), id.clone());
    }
    let others = before.get("Statement").and_then(Json::as_array).into_iter().flatten();
    let mut all: Vec<Json> = others.filter(|it| it.get("Sid") != id.as_ref()).cloned().collect();
    all.push(statement);
    json!({ "Version": "2012-10-17", "Statement": all }).to_string()
}

/// Amounts of money are numbers there and texts here.
fn amounts(json: &Json) -> Json {
    match json {
        Json::Object(members) => {
            let each = members.iter().map(|(name, value)| {
                let is_amount = name == "Amount" && value.is_number();
                (name.clone(), if is_amount { text(value).into() } else { amounts(value) })
            });
            Json::Object(each.collect())
        }
        Json::Array(items) => items.iter().map(amounts).collect(),
        other => other.clone(),
    }
}

fn table_stream(json: &Json) -> Json {
    let view = json.get("StreamViewType").cloned().unwrap_or_default();
    json!({ "StreamEnabled": true, "StreamViewType": view })
}

/// One index is made, changed or removed at a time.
fn index_update(index: &Json, action: &str) -> Json {
    let members: &[&str] = match action {
        "Delete" => &["IndexName"],
        "Update" => &["IndexName", "ProvisionedThroughput", "OnDemandThroughput", "WarmThroughput"],
        _ => &[
            "IndexName",
            "KeySchema",
            "Projection",
            "ProvisionedThroughput",
            "OnDemandThroughput",
            "WarmThroughput",
        ],
    };
    let kept =
        members.iter().filter_map(|name| Some(((*name).to_owned(), index.get(name)?.clone())));
    json!([{ action: kept.collect::<Map<_, _>>() }])
}

/// Rules of other buses than the default one are `bus|rule`.
fn rule_id(facts: &Facts<'_>) -> Option<Json> {
    let name = text(facts.properties.get("Name")?);
    let bus = facts.properties.get("EventBusName").map(text);
    let bus = bus.map(|bus| bus.rsplit('/').next().unwrap_or_default().to_owned());
    Some(match bus {
        Some(bus) if bus != "default" => format!("{bus}|{name}").into(),
        _ => name.into(),
    })
}

/// Of a state machine, with its substitutions made.
fn definition(facts: &Facts<'_>) -> Option<Json> {
    let given = facts.properties;
    let mut out = match (given.get("DefinitionString"), given.get("Definition")) {
        (Some(text), _) => self::text(text),
        (None, Some(definition)) => definition.to_string(),
        (None, None) => text(facts.attributes.get("_Definition")?),
    };
    let substitutions = given.get("DefinitionSubstitutions").and_then(Json::as_object);
    for (name, value) in substitutions.into_iter().flatten() {
        out = out.replace(&format!("${{{name}}}"), &text(value));
    }
    Some(out.into())
}

/// The password that was drawn, perhaps within a template of the user's.
fn generated_secret(facts: &Facts<'_>, how: &Json) -> Option<Json> {
    let password = facts.attributes.get("_Password")?.clone();
    let Some(template) = how.get("SecretStringTemplate").and_then(Json::as_str) else {
        return Some(password);
    };
    let mut members: Map<String, Json> = serde_json::from_str(template).ok()?;
    let key = how.get("GenerateStringKey").and_then(Json::as_str)?;
    members.insert(key.to_owned(), password);
    Some(Json::Object(members).to_string().into())
}

/// The string of a secret where an update has changed how it comes to be.
fn changed_secret(facts: &Facts<'_>) -> Option<Json> {
    let has_changed =
        |name: &str| facts.properties.get(name) != facts.before.and_then(|it| it.get(name));
    if has_changed("SecretString")
        && let Some(text) = facts.properties.get("SecretString")
    {
        return Some(text.clone());
    }
    if !has_changed("GenerateSecretString") {
        return None;
    }
    generated_secret(facts, facts.properties.get("GenerateSecretString")?)
}

/// Dimensions are a list there and a map here.
fn metric_transformations(json: &Json) -> Json {
    let one = |item: &Json| {
        let mut item = item.clone();
        if let Some(dimensions) = item.get_mut("Dimensions") {
            *dimensions = map(dimensions);
        }
        item
    };
    json.as_array().into_iter().flatten().map(one).collect()
}

fn alias_routing(json: &Json) -> Json {
    let weights = json.get("AdditionalVersionWeights").and_then(Json::as_array);
    let weights = weights.into_iter().flatten().filter_map(|item| {
        let version = item.get("FunctionVersion")?.as_str()?;
        Some((version.to_owned(), item.get("FunctionWeight")?.clone()))
    });
    json!({ "AdditionalVersionWeights": weights.collect::<Map<_, _>>() })
}
