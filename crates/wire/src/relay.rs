//! Requests that API Gateway makes of AWS's services for its callers: HTTP as a user has mapped it,
//! without a signature, to a call; and the call's answer back to HTTP.
//!
//! What is called is named by an ARN, `arn:aws:apigateway:region:service:action/Name` or
//! `…:service:path/what/ever`, where `service` is the first part of the endpoint's host and may
//! have a subdomain before it. Services of the query protocol answer API Gateway in JSON.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use kernel::body::Body;
use kernel::{ApiError, Struct, Value};
use serde_json::{Map, Value as Json, json};

use crate::archive;
use crate::identify::{RequestHead, identify};
use crate::message::Request;
use crate::model::{Operation, Protocol, Service, ServiceEntry};
use crate::protocol as codec;

/// A request to a service.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// `sqs`, `dynamodb`, `s3`.
    pub service: String,
    pub subdomain: Option<String>,
    pub region: String,
    pub target: Target,
    pub method: String,
    /// Encoded.
    pub query: String,
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
}

#[derive(Clone, Debug)]
pub enum Target {
    Action(String),
    /// Encoded, with the slash.
    Path(String),
}

/// What it calls.
#[derive(Clone, Debug)]
pub struct Relayed {
    pub service: &'static str,
    pub operation: &'static str,
    pub input: Struct,
    model: &'static Service,
    of: &'static Operation,
    protocol: Protocol,
}

/// The call that a request makes.
pub fn read(request: &Outgoing) -> Result<Relayed, ApiError> {
    match &request.target {
        Target::Action(name) => by_action(request, name),
        Target::Path(path) => by_path(request, path),
    }
}

fn entry(service: &str) -> Result<&'static ServiceEntry, ApiError> {
    let named = archive::service_entry(service);
    let by_prefix = || archive::services().iter().find(|it| it.endpoint_prefix == service);
    let unknown = || ApiError::new("UnknownEndpoint", format!("There is no service {service}."));
    named.or_else(by_prefix).ok_or_else(unknown)
}

fn headers(request: &Outgoing) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in &request.headers {
        let name = HeaderName::try_from(name.to_ascii_lowercase());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            headers.append(name, value);
        }
    }
    headers
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(http::header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    kind.is_some_and(|it| it.starts_with("application/x-www-form-urlencoded"))
}

fn by_action(request: &Outgoing, name: &str) -> Result<Relayed, ApiError> {
    let entry = entry(&request.service)?;
    let model = entry.model();
    let of = model.operation(name).ok_or_else(|| {
        ApiError::new("UnknownOperationException", format!("{} has no {name}.", entry.name))
    })?;
    let mut headers = headers(request);
    let queries = |it: &&Protocol| matches!(it, Protocol::AwsQuery | Protocol::Ec2Query);
    let by_query = entry.protocols.iter().find(queries).copied();
    let is_json = headers
        .get(http::header::CONTENT_TYPE)
        .and_then(|it| it.to_str().ok())
        .is_some_and(|it| it.starts_with("application/x-amz-json"));
    let (protocol, body) = match by_query {
        Some(protocol) if !is_json => {
            // What is mapped into the query and what stands in a form are the same to it.
            let mut parts = vec![format!("Action={name}&Version={}", entry.api_version)];
            parts.push(request.query.clone());
            if is_form(&headers) {
                parts.push(String::from_utf8_lossy(&request.body).into_owned());
            }
            parts.retain(|part| !part.is_empty());
            let form = HeaderValue::from_static("application/x-www-form-urlencoded");
            headers.insert(http::header::CONTENT_TYPE, form);
            (protocol, Bytes::from(parts.join("&")))
        }
        _ => (*entry.protocols.first().unwrap_or(&Protocol::AwsJson1_1), request.body.clone()),
    };
    let message = Request { method: "POST", path: "/", query: "", headers: &headers, body: &body };
    let input = codec::decode_request(model, of, protocol, &message)?;
    Ok(Relayed { service: entry.name, operation: of.name, input, model, of, protocol })
}

fn by_path(request: &Outgoing, path: &str) -> Result<Relayed, ApiError> {
    let headers = headers(request);
    let subdomain = request.subdomain.as_ref().map_or_else(String::new, |it| format!("{it}."));
    let prefix = entry(&request.service)?.endpoint_prefix;
    let host = format!("{subdomain}{prefix}.{}.amazonaws.com", request.region);
    let head = RequestHead {
        method: &request.method,
        path,
        query: &request.query,
        headers: &headers,
        host: &host,
    };
    let form = is_form(&headers).then_some(&*request.body);
    let identified = identify(&head, form).map_err(|_| {
        ApiError::new("UnknownOperationException", "The request means no operation.")
    })?;
    let (model, of) = (identified.service.model(), identified.operation);
    let message = Request {
        method: &request.method,
        path: &identified.path,
        query: &request.query,
        headers: &headers,
        body: &request.body,
    };
    let mut input = codec::decode_request(model, of, identified.protocol, &message)?;
    // A queue's own URL names it.
    if identified.account.is_some() && input.get("QueueUrl").is_none() {
        input.set("QueueUrl", format!("https://{host}{path}"));
    }
    if let Some(member) = codec::streaming_input_member(model, of) {
        input.set(member.name, Body::from(request.body.clone()));
    }
    let (service, protocol) = (identified.service.name, identified.protocol);
    Ok(Relayed { service, operation: of.name, input, model, of, protocol })
}

/// The answer as it comes back: status, headers, body.
pub fn write(
    call: &Relayed,
    result: Result<&Struct, &ApiError>,
    request_id: &str,
) -> (u16, Vec<(String, String)>, Body) {
    let is_query = matches!(call.protocol, Protocol::AwsQuery);
    if is_query {
        return as_json(call, result, request_id);
    }
    let response = match result {
        Ok(output) => {
            codec::encode_response(call.model, call.of, call.protocol, output, request_id)
        }
        Err(error) => crate::error::encode_error(
            Some(call.model),
            Some(call.of),
            call.protocol,
            error,
            request_id,
        ),
    };
    let text = |(name, value): (&HeaderName, &HeaderValue)| {
        Some((name.to_string(), value.to_str().ok()?.to_owned()))
    };
    let headers = response.headers.iter().filter_map(text);
    (response.status, headers.collect(), response.body)
}

fn as_json(
    call: &Relayed,
    result: Result<&Struct, &ApiError>,
    request_id: &str,
) -> (u16, Vec<(String, String)>, Body) {
    let name = call.operation;
    let (status, json) = match result {
        Ok(output) => {
            let mut inner = Map::new();
            inner.insert(format!("{name}Result"), object(output));
            inner.insert("ResponseMetadata".to_owned(), json!({"RequestId": request_id}));
            (200, json!({format!("{name}Response"): inner}))
        }
        Err(error) => {
            let kind = if error.status() >= 500 { "Receiver" } else { "Sender" };
            let told = json!({"Code": error.code(), "Message": error.message(), "Type": kind});
            (error.status(), json!({"Error": told, "RequestId": request_id}))
        }
    };
    let headers = vec![
        ("content-type".to_owned(), "application/json".to_owned()),
        ("x-amzn-requestid".to_owned(), request_id.to_owned()),
    ];
    (status, headers, Body::from(Bytes::from(json.to_string())))
}

fn object(members: &Struct) -> Json {
    Json::Object(members.iter().map(|(name, value)| (name.to_owned(), plain(value))).collect())
}

fn plain(value: &Value) -> Json {
    use base64::Engine as _;
    match value {
        Value::Null | Value::Body(_) => Json::Null,
        Value::Bool(flag) => Json::from(*flag),
        Value::Int(int) => Json::from(*int),
        Value::Float(float) => Json::from(*float),
        Value::String(text) => Json::from(text.as_str()),
        Value::Blob(bytes) => Json::from(base64::engine::general_purpose::STANDARD.encode(bytes)),
        Value::Timestamp(time) => Json::from(time.secs_f64()),
        Value::List(items) => Json::Array(items.iter().map(plain).collect()),
        Value::Struct(members) => object(members),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outgoing(service: &str, target: Target, headers: &[(&str, &str)], body: &str) -> Outgoing {
        let headers = headers.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        Outgoing {
            service: service.to_owned(),
            subdomain: None,
            region: "us-east-1".to_owned(),
            target,
            method: "POST".to_owned(),
            query: String::new(),
            headers: headers.collect(),
            body: Bytes::from(body.to_owned()),
        }
    }

    #[test]
    fn actions_and_paths_mean_operations() {
        let form = [("Content-Type", "application/x-www-form-urlencoded")];
        let body = "Action=SendMessage&MessageBody=hi";
        let path = Target::Path("/111111111111/jobs".to_owned());
        let sent = read(&outgoing("sqs", path, &form, body)).unwrap();
        assert_eq!((sent.service, sent.operation), ("sqs", "SendMessage"));
        assert_eq!(sent.input.str("MessageBody"), Some("hi"));
        assert!(sent.input.str("QueueUrl").unwrap().ends_with("/111111111111/jobs"));
        let (status, _, body) = write(&sent, Ok(&Struct::new().with("MessageId", "m")), "r");
        let told = format!("{body:?}");
        assert!(status == 200 && told.contains("SendMessageResult"), "{told}");
        let action = Target::Action("PutItem".to_owned());
        let json = r#"{"TableName": "t", "Item": {"k": {"S": "v"}}}"#;
        let put = read(&outgoing("dynamodb", action, &[], json)).unwrap();
        assert_eq!(put.input.str("TableName"), Some("t"));
        let started = Target::Action("StartExecution".to_owned());
        let started = read(&outgoing("states", started, &[], r#"{"input": "{}"}"#)).unwrap();
        assert_eq!(started.service, "stepfunctions");
        let object = Target::Path("/bucket/key".to_owned());
        let mut put = outgoing("s3", object, &[], "content");
        put.method = "PUT".to_owned();
        let put = read(&put).unwrap();
        assert_eq!((put.operation, put.input.str("Key")), ("PutObject", Some("key")));
    }
}
