//! Integrations of HTTP APIs with services: what a subtype calls, and with which parameters.
//!
//! Source: Developer Guide, "Create AWS service integrations for HTTP APIs", "Integration subtype
//! reference".

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use kernel::service::WorkEnv;
use kernel::{ApiError, Struct, Value};
use serde_json::{Map, Value as Json, json};

use crate::answer::Answer;
use crate::context::Names;
use crate::errors;
use crate::mapping;
use crate::plan::{self, Who};

/// What a parameter is in the model of its service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Is {
    Text,
    Int,
    Bytes,
    /// JSON: a list or an object.
    Document,
    Time,
    /// Of the integration itself.
    Region,
}

#[derive(Debug)]
struct Subtype {
    name: &'static str,
    service: &'static str,
    operation: &'static str,
    /// The parameter, the member of the operation's input, what it is, whether it is required.
    parameters: &'static [(&'static str, &'static str, Is, bool)],
}

const REGION: (&str, &str, Is, bool) = ("Region", ":region", Is::Region, false);
const QUEUE: (&str, &str, Is, bool) = ("QueueUrl", "QueueUrl", Is::Text, true);

const STARTS: &[(&str, &str, Is, bool)] = &[
    ("StateMachineArn", "stateMachineArn", Is::Text, true),
    ("Name", "name", Is::Text, false),
    ("Input", "input", Is::Text, false),
    ("TraceHeader", "traceHeader", Is::Text, false),
    REGION,
];

static SUBTYPES: [Subtype; 9] = [
    Subtype {
        name: "EventBridge-PutEvents",
        service: "events",
        operation: "PutEvents",
        parameters: &[
            ("Detail", "Detail", Is::Text, true),
            ("DetailType", "DetailType", Is::Text, true),
            ("Source", "Source", Is::Text, true),
            ("Time", "Time", Is::Time, false),
            ("EventBusName", "EventBusName", Is::Text, false),
            ("Resources", "Resources", Is::Document, false),
            ("TraceHeader", "TraceHeader", Is::Text, false),
            REGION,
        ],
    },
    Subtype {
        name: "SQS-SendMessage",
        service: "sqs",
        operation: "SendMessage",
        parameters: &[
            QUEUE,
            ("MessageBody", "MessageBody", Is::Text, true),
            ("DelaySeconds", "DelaySeconds", Is::Int, false),
            ("MessageAttributes", "MessageAttributes", Is::Document, false),
            ("MessageDeduplicationId", "MessageDeduplicationId", Is::Text, false),
            ("MessageGroupId", "MessageGroupId", Is::Text, false),
            ("MessageSystemAttributes", "MessageSystemAttributes", Is::Document, false),
            REGION,
        ],
    },
    Subtype {
        name: "SQS-ReceiveMessage",
        service: "sqs",
        operation: "ReceiveMessage",
        parameters: &[
            QUEUE,
            ("AttributeNames", "AttributeNames", Is::Document, false),
            ("MaxNumberOfMessages", "MaxNumberOfMessages", Is::Int, false),
            ("MessageAttributeNames", "MessageAttributeNames", Is::Document, false),
            ("ReceiveRequestAttemptId", "ReceiveRequestAttemptId", Is::Text, false),
            ("VisibilityTimeout", "VisibilityTimeout", Is::Int, false),
            ("WaitTimeSeconds", "WaitTimeSeconds", Is::Int, false),
            REGION,
        ],
    },
    Subtype {
        name: "SQS-DeleteMessage",
        service: "sqs",
        operation: "DeleteMessage",
        parameters: &[QUEUE, ("ReceiptHandle", "ReceiptHandle", Is::Text, true), REGION],
    },
    Subtype {
        name: "SQS-PurgeQueue",
        service: "sqs",
        operation: "PurgeQueue",
        parameters: &[QUEUE, REGION],
    },
    Subtype {
        name: "Kinesis-PutRecord",
        service: "kinesis",
        operation: "PutRecord",
        parameters: &[
            ("StreamName", "StreamName", Is::Text, true),
            ("Data", "Data", Is::Bytes, true),
            ("PartitionKey", "PartitionKey", Is::Text, true),
            ("SequenceNumberForOrdering", "SequenceNumberForOrdering", Is::Text, false),
            ("ExplicitHashKey", "ExplicitHashKey", Is::Text, false),
            REGION,
        ],
    },
    Subtype {
        name: "StepFunctions-StartExecution",
        service: "stepfunctions",
        operation: "StartExecution",
        parameters: STARTS,
    },
    Subtype {
        name: "StepFunctions-StartSyncExecution",
        service: "stepfunctions",
        operation: "StartSyncExecution",
        parameters: STARTS,
    },
    Subtype {
        name: "StepFunctions-StopExecution",
        service: "stepfunctions",
        operation: "StopExecution",
        parameters: &[
            ("ExecutionArn", "executionArn", Is::Text, true),
            ("Cause", "cause", Is::Text, false),
            ("Error", "error", Is::Text, false),
            REGION,
        ],
    },
];

fn find(name: &str) -> Option<&'static Subtype> {
    SUBTYPES.iter().find(|it| it.name == name)
}

/// Refuses an integration whose parameters are not those of its subtype.
pub fn check(name: &str, integration: &Struct) -> Result<(), ApiError> {
    let Some(subtype) = find(name) else {
        return Err(match name {
            "AppConfig-GetConfiguration" => errors::not_here(name, "there is no AppConfig"),
            _ => errors::bad_request(format!("Integration subtype {name} is not supported")),
        });
    };
    let given = integration.structure("RequestParameters").cloned().unwrap_or_default();
    for (parameter, _) in given.iter() {
        if !subtype.parameters.iter().any(|(known, ..)| *known == parameter) {
            return Err(errors::bad_request(format!(
                "Parameter: {parameter} does not fit schema for Operation: {name}."
            )));
        }
    }
    for (parameter, _, _, is_required) in subtype.parameters {
        if *is_required && given.get(parameter).is_none() {
            return Err(errors::bad_request(format!(
                "Request parameter {parameter} is required for Operation: {name}."
            )));
        }
    }
    Ok(())
}

/// Calls the service, and answers what it says.
pub fn integrate(env: &WorkEnv, names: &Names<'_>, integration: &Struct) -> Answer {
    let subtype = integration.str("IntegrationSubtype").and_then(find);
    let (Some(subtype), Some(role)) = (subtype, integration.str("CredentialsArn")) else {
        return Answer::internal();
    };
    let input = match input(subtype, names, integration) {
        Ok(input) => input,
        Err(parameter) => {
            return Answer::message(400, &format!("Missing or invalid parameter: {parameter}"));
        }
    };
    let who = Who::Role(role.to_owned());
    answer(plan::call(env, names.plan, (subtype.service, subtype.operation), input, &who))
}

fn answer(result: Result<Struct, ApiError>) -> Answer {
    let (status, body) = match result {
        Ok(output) => (200, to_json(&Value::Struct(output))),
        Err(error) if error.status() >= 500 => return Answer::internal(),
        Err(error) => (error.status(), json!({"__type": error.code(), "message": error.message()})),
    };
    Answer {
        status,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: Bytes::from(body.to_string()),
    }
}

/// The operation's input; the name of a parameter that has no value.
fn input(
    subtype: &Subtype,
    names: &Names<'_>,
    integration: &Struct,
) -> Result<Struct, &'static str> {
    let given = integration.structure("RequestParameters").cloned().unwrap_or_default();
    let region = given.str("Region").map(str::to_owned);
    let mut input = Struct::new();
    for (parameter, member, is, is_required) in subtype.parameters {
        let Some(text) = given.str(parameter) else { continue };
        let value = mapping::evaluate(text, &|name| names.get(name));
        let value = value.and_then(|text| value_of(*is, text));
        match value {
            Some(value) => input.set(*member, value),
            None if *is_required => return Err(parameter),
            None => {}
        }
    }
    if subtype.service != "events" {
        return Ok(input);
    }
    input.remove(":region");
    let mut entries = Struct::new().with("Entries", vec![Value::Struct(input)]);
    if let Some(region) = region {
        entries.set(":region", region);
    }
    Ok(entries)
}

fn value_of(is: Is, text: String) -> Option<Value> {
    match is {
        Is::Text | Is::Region => Some(text.into()),
        Is::Int => text.parse::<i64>().ok().map(Value::from),
        // Data comes in Base64, as the service's API takes it.
        Is::Bytes => {
            let decoded = STANDARD.decode(&text).unwrap_or_else(|_| text.into_bytes());
            Some(Value::Blob(decoded.into()))
        }
        Is::Document => serde_json::from_str(&text).ok().map(|json| from_json(&json)),
        Is::Time => {
            let at = text.parse::<f64>().ok().map(kernel::Timestamp::from_secs_f64);
            at.map(Value::Timestamp)
        }
    }
}

pub fn from_json(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(it) => (*it).into(),
        Json::Number(number) => match number.as_i64() {
            Some(number) => number.into(),
            None => number.as_f64().unwrap_or_default().into(),
        },
        Json::String(text) => text.as_str().into(),
        Json::Array(items) => Value::List(items.iter().map(from_json).collect()),
        Json::Object(entries) => {
            let entries = entries.iter().map(|(name, value)| (name.clone(), from_json(value)));
            Value::Struct(entries.collect())
        }
    }
}

/// As services write it in JSON.
pub fn to_json(value: &Value) -> Json {
    match value {
        Value::Null | Value::Body(_) => Json::Null,
        Value::Bool(it) => json!(it),
        Value::Int(it) => json!(it),
        Value::Float(it) => json!(it),
        Value::String(it) => json!(it),
        Value::Blob(bytes) => json!(STANDARD.encode(bytes)),
        Value::Timestamp(at) => json!(at.secs_f64()),
        Value::List(items) => Json::Array(items.iter().map(to_json).collect()),
        Value::Struct(entries) => {
            let entries = entries.iter().map(|(name, value)| (name.to_owned(), to_json(value)));
            Json::Object(entries.collect::<Map<_, _>>())
        }
    }
}
