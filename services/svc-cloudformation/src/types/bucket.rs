//! Conversions of a bucket's properties, which S3's API calls otherwise.

use serde_json::{Map, Value as Json, json};

use super::convert::{rename, text};
use super::expression::Facts;

pub fn call(facts: &Facts<'_>, name: &str, value: Option<&Json>) -> Option<Json> {
    match (name, value) {
        ("s3_location", _) => {
            let region = facts.pseudo.get("AWS::Region").map(text)?;
            // "us-east-1 is not a valid LocationConstraint".
            (region != "us-east-1").then(|| json!({ "LocationConstraint": region }))
        }
        ("s3_acl", Some(value)) => Some(canned_acl(&text(value)).into()),
        ("s3_lifecycle", Some(value)) => Some(lifecycle(value)),
        ("s3_logging", Some(value)) => Some(logging(facts, value)),
        ("s3_notification", Some(value)) => Some(notification(value)),
        ("s3_website", Some(value)) => Some(website(value)),
        ("s3_metrics", Some(value)) => Some(metrics(value)),
        _ => None,
    }
}

/// `BucketOwnerFullControl` is `bucket-owner-full-control`.
fn canned_acl(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

fn lifecycle(json: &Json) -> Json {
    let rules = json.get("Rules").and_then(Json::as_array);
    let mut out = Map::new();
    out.insert("Rules".into(), rules.into_iter().flatten().map(lifecycle_rule).collect());
    if let Some(size) = json.get("TransitionDefaultMinimumObjectSize") {
        // A header of the same call; the model has it beside the configuration.
        out.insert("TransitionDefaultMinimumObjectSize".into(), size.clone());
    }
    Json::Object(out)
}

fn lifecycle_rule(rule: &Json) -> Json {
    let get = |name: &str| rule.get(name).cloned();
    let mut out = Map::new();
    let mut put = |name: &str, value: Option<Json>| {
        if let Some(value) = value {
            out.insert(name.to_owned(), value);
        }
    };
    put("ID", get("Id"));
    put("Status", get("Status"));
    put("Filter", Some(lifecycle_filter(rule)));
    let mut expiration = Map::new();
    for (from, to) in [
        ("ExpirationInDays", "Days"),
        ("ExpirationDate", "Date"),
        ("ExpiredObjectDeleteMarker", "ExpiredObjectDeleteMarker"),
    ] {
        if let Some(value) = get(from) {
            expiration.insert(to.to_owned(), value);
        }
    }
    put("Expiration", (!expiration.is_empty()).then_some(Json::Object(expiration)));
    let names = ["TransitionInDays", "Days", "TransitionDate", "Date"];
    let transitions = get("Transitions").or_else(|| get("Transition").map(|one| json!([one])));
    put("Transitions", transitions.map(|it| rename(&it, &names)));
    let old = get("NoncurrentVersionTransitions")
        .or_else(|| get("NoncurrentVersionTransition").map(|one| json!([one])));
    let noncurrent = ["TransitionInDays", "NoncurrentDays"];
    put("NoncurrentVersionTransitions", old.map(|it| rename(&it, &noncurrent)));
    let expires = get("NoncurrentVersionExpiration").or_else(|| {
        get("NoncurrentVersionExpirationInDays").map(|days| json!({ "NoncurrentDays": days }))
    });
    put("NoncurrentVersionExpiration", expires);
    put("AbortIncompleteMultipartUpload", get("AbortIncompleteMultipartUpload"));
    Json::Object(out)
}

fn lifecycle_filter(rule: &Json) -> Json {
    let mut parts = Map::new();
    if let Some(prefix) = rule.get("Prefix") {
        parts.insert("Prefix".into(), prefix.clone());
    }
    for name in ["ObjectSizeGreaterThan", "ObjectSizeLessThan"] {
        if let Some(size) = rule.get(name) {
            let size = text(size).parse::<i64>().map_or_else(|_| size.clone(), Json::from);
            parts.insert(name.into(), size);
        }
    }
    let tags = rule.get("TagFilters").and_then(Json::as_array).cloned().unwrap_or_default();
    match (parts.len(), tags.len()) {
        (0, 0) => json!({ "Prefix": "" }),
        (0, 1) => json!({ "Tag": tags[0] }),
        (1, 0) => Json::Object(parts),
        _ => {
            if !tags.is_empty() {
                parts.insert("Tags".into(), Json::Array(tags));
            }
            json!({ "And": parts })
        }
    }
}

fn logging(facts: &Facts<'_>, json: &Json) -> Json {
    let own = facts.properties.get("BucketName").cloned().unwrap_or_default();
    let mut enabled = Map::new();
    enabled
        .insert("TargetBucket".into(), json.get("DestinationBucketName").cloned().unwrap_or(own));
    enabled.insert(
        "TargetPrefix".into(),
        json.get("LogFilePrefix").cloned().unwrap_or_else(|| "".into()),
    );
    if let Some(format) = json.get("TargetObjectKeyFormat") {
        enabled.insert("TargetObjectKeyFormat".into(), format.clone());
    }
    json!({ "LoggingEnabled": enabled })
}

fn notification(json: &Json) -> Json {
    let mut out = Map::new();
    for (from, to, target, arn) in [
        ("LambdaConfigurations", "LambdaFunctionConfigurations", "Function", "LambdaFunctionArn"),
        ("QueueConfigurations", "QueueConfigurations", "Queue", "QueueArn"),
        ("TopicConfigurations", "TopicConfigurations", "Topic", "TopicArn"),
    ] {
        let Some(items) = json.get(from).and_then(Json::as_array) else { continue };
        let one = |item: &Json| {
            let mut made = Map::new();
            if let Some(id) = item.get("Id") {
                made.insert("Id".into(), id.clone());
            }
            made.insert(arn.into(), item.get(target).cloned().unwrap_or_default());
            made.insert("Events".into(), json!([item.get("Event").cloned().unwrap_or_default()]));
            if let Some(filter) = item.get("Filter") {
                made.insert(
                    "Filter".into(),
                    rename(filter, &["S3Key", "Key", "Rules", "FilterRules"]),
                );
            }
            Json::Object(made)
        };
        out.insert(to.into(), items.iter().map(one).collect());
    }
    let bridge = json.get("EventBridgeConfiguration");
    if bridge.is_some_and(|it| it.get("EventBridgeEnabled") != Some(&Json::Bool(false))) {
        out.insert("EventBridgeConfiguration".into(), json!({}));
    }
    Json::Object(out)
}

fn website(json: &Json) -> Json {
    let mut out = Map::new();
    if let Some(suffix) = json.get("IndexDocument") {
        out.insert("IndexDocument".into(), json!({ "Suffix": suffix }));
    }
    if let Some(key) = json.get("ErrorDocument") {
        out.insert("ErrorDocument".into(), json!({ "Key": key }));
    }
    if let Some(to) = json.get("RedirectAllRequestsTo") {
        out.insert("RedirectAllRequestsTo".into(), to.clone());
    }
    if let Some(rules) = json.get("RoutingRules") {
        let names = ["RedirectRule", "Redirect", "RoutingRuleCondition", "Condition"];
        out.insert("RoutingRules".into(), rename(rules, &names));
    }
    Json::Object(out)
}

fn metrics(json: &Json) -> Json {
    let mut parts = Map::new();
    for (from, to) in [("Prefix", "Prefix"), ("AccessPointArn", "AccessPointArn")] {
        if let Some(value) = json.get(from) {
            parts.insert(to.into(), value.clone());
        }
    }
    let tags = json.get("TagFilters").and_then(Json::as_array).cloned().unwrap_or_default();
    let filter = match (parts.len(), tags.len()) {
        (0, 0) => None,
        (0, 1) => Some(json!({ "Tag": tags[0] })),
        (1, 0) => Some(Json::Object(parts)),
        _ => {
            parts.insert("Tags".into(), Json::Array(tags));
            Some(json!({ "And": parts }))
        }
    };
    let mut out = Map::new();
    out.insert("Id".into(), json.get("Id").cloned().unwrap_or_default());
    if let Some(filter) = filter {
        out.insert("Filter".into(), filter);
    }
    Json::Object(out)
}
