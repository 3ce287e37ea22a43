//! JSON in the model's own names → inputs: what users write where a service makes calls for them
//! (Scheduler's universal targets). Not a protocol: members have the names of the API reference,
//! wherever the protocols put them.

use bytes::Bytes;
use kernel::body::Body;
use kernel::{Struct, Timestamp, Value};
use serde_json::Value as Json;

use crate::archive;
use crate::model::{Member, Service, ServiceEntry, Shape, ShapeId, ShapeKind};

/// The operation that SDKs call `action` of the service whose id they write `service_id`.
pub fn sdk_operation(service_id: &str, action: &str) -> Option<(&'static str, &'static str)> {
    let entry = archive::services().iter().find(|entry| is_sdk_id(entry, service_id))?;
    let is_it = |name: &str| name.eq_ignore_ascii_case(action);
    let operation = entry.model().operations.iter().find(|operation| is_it(operation.name))?;
    Some((entry.name, operation.name))
}

/// SDKs write a service's id small and without what is no letter or digit: `CloudWatch Logs` is
/// `cloudwatchlogs`.
fn is_sdk_id(entry: &ServiceEntry, text: &str) -> bool {
    let plain = entry.service_id.bytes().filter(u8::is_ascii_alphanumeric);
    plain.map(|byte| byte.to_ascii_lowercase()).eq(text.bytes())
}

/// The input that a JSON object describes; or what is wrong with it.
pub fn input(service: &str, operation: &str, json: &str) -> Result<Struct, String> {
    let json: Json = serde_json::from_str(json).map_err(|error| error.to_string())?;
    let model = archive::service_entry(service).ok_or("no such service")?.model();
    let operation = model.operation(operation).ok_or("no such operation")?;
    match operation.input {
        Some(shape) => structure(model, shape, &json, operation.name),
        None => Ok(Struct::new()),
    }
}

/// An output whose members begin with capitals, at every depth; keys of maps stay as they are.
pub fn output(service: &str, operation: &str, output: &Struct) -> Struct {
    let model = archive::service_entry(service).map(ServiceEntry::model);
    let shape = model.and_then(|model| Some((model, model.operation(operation)?.output?)));
    match shape {
        Some((model, shape)) => capitalized(model, model.shape(shape), output),
        None => output.clone(),
    }
}

fn capitalized(model: &'static Service, shape: &Shape, members: &Struct) -> Struct {
    let shown = members.iter().map(|(name, value)| {
        let member = shape.member(name);
        let value = match member {
            Some(member) => capitalized_value(model, model.shape(member.shape), value),
            None => value.clone(),
        };
        let mut name = name.to_owned();
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        (name, value)
    });
    shown.collect()
}

fn capitalized_value(model: &'static Service, shape: &Shape, value: &Value) -> Value {
    match (&shape.kind, value) {
        (ShapeKind::Structure { is_document: false, .. }, Value::Struct(members)) => {
            Value::Struct(capitalized(model, shape, members))
        }
        (ShapeKind::List { member, .. }, Value::List(items)) => {
            let shape = model.shape(member.shape);
            Value::List(items.iter().map(|item| capitalized_value(model, shape, item)).collect())
        }
        (ShapeKind::Map { value: member, .. }, Value::Struct(entries)) => {
            let shape = model.shape(member.shape);
            let entries = entries.iter();
            let entries =
                entries.map(|(key, item)| (key.to_owned(), capitalized_value(model, shape, item)));
            Value::Struct(entries.collect())
        }
        _ => value.clone(),
    }
}

fn structure(
    model: &'static Service,
    shape: ShapeId,
    json: &Json,
    path: &str,
) -> Result<Struct, String> {
    let shape = model.shape(shape);
    let members = json.as_object().ok_or_else(|| format!("{path} is no object"))?;
    let mut out = Struct::new();
    for (name, item) in members.iter().filter(|(_, item)| !item.is_null()) {
        let path = format!("{path}.{name}");
        let member = member(shape, name).ok_or_else(|| format!("{path} is not known"))?;
        out.set(member.name, value(model, member, item, &path)?);
    }
    Ok(out)
}

/// SDKs differ in how they capitalize (`DBClusterIdentifier`, `DbClusterIdentifier`).
fn member(shape: &'static Shape, name: &str) -> Option<&'static Member> {
    let alike = || shape.members().iter().find(|member| member.name.eq_ignore_ascii_case(name));
    shape.member(name).or_else(alike)
}

fn value(
    model: &'static Service,
    member: &'static Member,
    json: &Json,
    path: &str,
) -> Result<Value, String> {
    match &model.shape(member.shape).kind {
        ShapeKind::Document | ShapeKind::Structure { is_document: true, .. } => Ok(document(json)),
        ShapeKind::Structure { .. } => {
            structure(model, member.shape, json, path).map(Value::Struct)
        }
        ShapeKind::List { member: item, .. } => {
            let items = json.as_array().ok_or_else(|| format!("{path} is no list"))?;
            let each = items.iter().enumerate();
            let each = each.map(|(at, json)| value(model, item, json, &format!("{path}[{at}]")));
            each.collect::<Result<_, _>>().map(Value::List)
        }
        ShapeKind::Map { value: item, .. } => {
            let entries = json.as_object().ok_or_else(|| format!("{path} is no map"))?;
            let mut out = Struct::new();
            for (key, json) in entries {
                out.set(key.clone(), value(model, item, json, &format!("{path}.{key}"))?);
            }
            Ok(Value::Struct(out))
        }
        kind => {
            scalar(kind, member, json).ok_or_else(|| format!("{path} cannot be {}", describe(json)))
        }
    }
}

fn scalar(kind: &ShapeKind, member: &Member, json: &Json) -> Option<Value> {
    Some(match kind {
        ShapeKind::Blob { is_streaming, .. } => {
            // A blob is its text; anything else stands for its own JSON.
            let text = match json {
                Json::String(text) => text.clone(),
                other => other.to_string(),
            };
            let bytes = Bytes::from(text);
            if *is_streaming || member.is_streaming {
                Value::Body(Body::from(bytes))
            } else {
                Value::Blob(bytes)
            }
        }
        ShapeKind::Boolean => Value::Bool(json.as_bool()?),
        ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long => {
            Value::Int(json.as_i64()?)
        }
        ShapeKind::Float | ShapeKind::Double => Value::Float(json.as_f64()?),
        ShapeKind::Timestamp => Value::Timestamp(match json {
            Json::String(text) => Timestamp::from_jiff(text.parse().ok()?),
            other => Timestamp::from_secs_f64(other.as_f64()?),
        }),
        ShapeKind::String => Value::String(json.as_str()?.to_owned()),
        _ => document(json),
    })
}

fn document(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::Int(number),
            None => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => Value::String(text.clone()),
        Json::Array(items) => Value::List(items.iter().map(document).collect()),
        Json::Object(entries) => {
            let entries = entries.iter().map(|(key, item)| (key.clone(), document(item)));
            Value::Struct(entries.collect())
        }
    }
}

fn describe(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "a boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "a string",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_have_the_names_of_the_sdks() {
        for (service_id, action, expected) in [
            ("sqs", "sendMessage", Some(("sqs", "SendMessage"))),
            ("eventbridge", "putEvents", Some(("events", "PutEvents"))),
            ("sfn", "startExecution", Some(("stepfunctions", "StartExecution"))),
            ("cloudwatchlogs", "createLogGroup", Some(("logs", "CreateLogGroup"))),
            ("rds", "stopDbCluster", Some(("rds", "StopDBCluster"))),
            ("sqs", "sendNothing", None),
            ("events", "putEvents", None),
            ("SQS", "sendMessage", None),
        ] {
            assert_eq!(sdk_operation(service_id, action), expected, "{service_id}:{action}");
        }
    }

    #[test]
    fn members_have_the_names_of_the_model() {
        let json = r#"{
            "QueueUrl": "https://q", "MessageBody": "hi", "DelaySeconds": 5, "MessageGroupId": null,
            "messageAttributes": {"a": {"DataType": "Binary", "BinaryValue": "text"}}
        }"#;
        let bound = input("sqs", "SendMessage", json).unwrap();
        let attribute = Struct::new()
            .with("DataType", "Binary")
            .with("BinaryValue", Bytes::from_static(b"text"));
        let expected = Struct::new()
            .with("QueueUrl", "https://q")
            .with("MessageBody", "hi")
            .with("DelaySeconds", 5)
            .with("MessageAttributes", Struct::new().with("a", attribute));
        assert_eq!(bound, expected);
        // Where REST puts a member is of no consequence.
        let put = input("s3", "PutObject", r#"{"Bucket": "b", "Key": "k", "Body": "text"}"#);
        assert_eq!(put.unwrap().str("Bucket"), Some("b"));
    }

    #[test]
    fn answers_have_the_names_of_the_sdk_for_java() {
        let group = Struct::new().with("logGroupName", "g").with("arn", "a");
        let answer = Struct::new().with("logGroups", vec![Value::Struct(group)]);
        let shown = output("logs", "DescribeLogGroups", &answer);
        let group = &shown.list("LogGroups").unwrap()[0];
        assert_eq!(group.as_struct().unwrap().str("LogGroupName"), Some("g"));
        // Keys of maps are no members.
        let tags = Struct::new().with("tags", Struct::new().with("team", "a"));
        let shown = output("logs", "ListTagsForResource", &tags);
        assert_eq!(shown.structure("Tags").unwrap().str("team"), Some("a"));
    }

    #[test]
    fn it_says_what_is_wrong() {
        for (json, expected) in [
            ("{", "EOF while parsing an object at line 1 column 1"),
            ("[]", "SendMessage is no object"),
            (r#"{"Queue": "q"}"#, "SendMessage.Queue is not known"),
            (r#"{"DelaySeconds": "5"}"#, "SendMessage.DelaySeconds cannot be a string"),
            (r#"{"MessageAttributes": []}"#, "SendMessage.MessageAttributes is no map"),
        ] {
            assert_eq!(input("sqs", "SendMessage", json).unwrap_err(), expected, "{json}");
        }
    }
}
