//! Runs the published protocol cases against the codecs, both ways.
//!
//! The cases are data beside the repository (`../shared/protocols`), derived from the Smithy
//! protocol tests by botocore (Apache-2.0); where they are absent the test says so and passes.

mod compare;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use kernel::body::{Body, Segment};
use kernel::error::ApiError;
use kernel::value::{Struct, Value};
use serde_json::{Value as Json, json};

use crate::archive::json::{from_json, metadata};
use crate::error::encode_error;
use crate::message::Request;
use crate::model::{Operation, Protocol, Service};
use crate::protocol::{
    ClientNames, decode_request, decode_response, encode_request, encode_response,
    streaming_input_member,
};
use compare::{FORM_SERVICE, to_struct, unlike};

/// Cases that ask for something only a client does, with the reason.
const SKIPPED: &[(&str, &str)] = &[
    ("Ec2ProtocolIdempotencyTokenAutoFill", "the client invents the token"),
    ("QueryProtocolIdempotencyTokenAutoFill", "the client invents the token"),
    ("RestJsonQueryIdempotencyTokenAutoFill", "the client invents the token"),
    ("QueryIdempotencyTokenAutoFill", "the client invents the token"),
    ("RestJsonAllQueryStringTypes", CLAIMED),
    ("RestJsonQueryStringEscaping", CLAIMED),
    ("RestJsonSupportsNaNFloatQueryValues", CLAIMED),
    ("RestJsonSupportsInfinityFloatQueryValues", CLAIMED),
    ("RestJsonSupportsNegativeInfinityFloatQueryValues", CLAIMED),
    ("RestJsonZeroAndFalseQueryValues", CLAIMED),
    ("RestJsonQueryPrecedence", CLAIMED),
    ("RestXmlQueryPrecedence", CLAIMED),
    ("RestJsonHttpWithEmptyStructurePayload", EMPTY_PAYLOAD),
    ("RestJsonHttpWithHeadersButNoPayload", EMPTY_PAYLOAD),
    ("IgnoreQueryParamsInResponse", "no model binds a member of an output to the request's URI"),
];

const CLAIMED: &str = "the client drops entries of the map that another member claims";
const EMPTY_PAYLOAD: &str = "the client writes {} for an absent payload, which reads as present";

struct Case<'a> {
    file: &'a str,
    json: &'a Json,
    service: &'static Service,
    operation: &'static Operation,
    protocol: Protocol,
    names: ClientNames<'static>,
    /// The path of the client's endpoint, which requests carry in front.
    base_path: String,
}

type Outcome = Result<(), String>;

#[test]
fn protocol_cases() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/protocols");
    if !root.is_dir() {
        eprintln!("SKIPPED: no protocol cases beside the repository");
        return;
    }
    let mut failures = Vec::new();
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut skipped = 0;
    for folder in ["input", "output"] {
        for file in files(&root.join(folder)) {
            let text = std::fs::read_to_string(&file).unwrap();
            let suites: Json = serde_json::from_str(&text).unwrap();
            let stem = file.file_stem().unwrap().to_string_lossy().into_owned();
            let label = format!("{folder}/{stem}");
            for case in suites.as_array().unwrap().iter().flat_map(|suite| cases(suite, &label)) {
                let id = case.json["id"].as_str().unwrap();
                if SKIPPED.iter().any(|(name, _)| *name == id) {
                    skipped += 1;
                    continue;
                }
                let outcome = if folder == "input" { case.input() } else { case.output() };
                let count = counts.entry(case.file.to_owned()).or_default();
                count.1 += 1;
                match outcome {
                    Ok(()) => count.0 += 1,
                    Err(why) => failures.push(format!("{label} {id}: {why}")),
                }
            }
        }
    }
    for (file, (passed, all)) in &counts {
        println!("{file}: {passed} of {all}");
    }
    println!("skipped: {skipped}");
    assert!(failures.is_empty(), "{} failed\n{}", failures.len(), failures.join("\n"));
    assert!(counts.values().map(|(_, all)| all).sum::<usize>() > 700, "cases are missing");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The cases of a suite, each with a model of its own: they describe one operation each.
fn cases<'a>(suite: &'a Json, file: &'a str) -> Vec<Case<'a>> {
    let endpoint = suite["clientEndpoint"].as_str().unwrap_or("https://example.com");
    let base_path = endpoint.splitn(4, '/').nth(3).map(|path| format!("/{path}"));
    let meta = metadata(suite).unwrap();
    let protocol = meta.protocols[0];
    suite["cases"]
        .as_array()
        .unwrap()
        .iter()
        .map(|case| {
            let name = case["given"]["name"].as_str().unwrap();
            let model = json!({
                "metadata": suite["metadata"],
                "shapes": suite["shapes"],
                "operations": { name: case["given"] },
            });
            let is_form = matches!(protocol, Protocol::AwsQuery | Protocol::Ec2Query);
            let service_name = if is_form { FORM_SERVICE } else { "conformance" };
            let service = from_json(service_name, &model).unwrap();
            Case {
                file,
                json: case,
                service,
                operation: service.operation(name).unwrap(),
                protocol,
                names: ClientNames {
                    target_prefix: meta.target_prefix,
                    api_version: meta.api_version,
                },
                base_path: base_path.clone().unwrap_or_default(),
            }
        })
        .collect()
}

impl Case<'_> {
    fn input(&self) -> Outcome {
        let params = &self.json["params"];
        let input = to_struct(self.service, self.operation.input, params);
        let sent = encode_request(self.service, self.operation, self.protocol, self.names, &input);

        let serialized = &self.json["serialized"];
        let uri = serialized["uri"].as_str().unwrap();
        let uri = uri.strip_prefix(&self.base_path).unwrap_or(uri);
        let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
        let headers = headers(&serialized["headers"]);
        let body = match serialized["body"].as_str() {
            Some(_) => self.body(serialized),
            // The compression cases give no body: ours stands in, compressed.
            None if headers.contains_key("content-encoding") => gzip(&sent.body),
            None => Bytes::new(),
        };
        let method = serialized["method"].as_str().unwrap();
        let given = Request { method, path, query, headers: &headers, body: &body };
        let given = self.decode(&given)?;
        self.compare_input(&given).map_err(|why| format!("given request: {why}"))?;
        let own = self.decode(&sent.as_request()).map_err(|why| format!("own request: {why}"))?;
        self.compare_input(&own).map_err(|why| format!("own request: {why}"))
    }

    /// Decodes and sets the streamed payload, as the gateway does.
    fn decode(&self, request: &Request<'_>) -> Result<Struct, String> {
        let mut out = decode_request(self.service, self.operation, self.protocol, request)
            .map_err(|error| error.to_string())?;
        if let Some(member) = streaming_input_member(self.service, self.operation)
            && !request.body.is_empty()
        {
            out.set(member.name, Body::from(request.body.clone()));
        }
        Ok(out)
    }

    fn compare_input(&self, found: &Struct) -> Outcome {
        let params = &self.json["params"];
        unlike(self.service, self.operation.input, found, params).map_or(Ok(()), Err)
    }

    fn output(&self) -> Outcome {
        let response = &self.json["response"];
        let status = response["status_code"].as_u64().unwrap() as u16;
        let given_headers = headers(&response["headers"]);
        let body = self.body(response);
        let given = self.read(status, &given_headers, &body);
        self.compare_output(given).map_err(|why| format!("given reply: {why}"))?;

        let mut own = if self.json.get("error").is_some() {
            let error = self.error(status);
            encode_error(Some(self.service), Some(self.operation), self.protocol, &error, "id-1")
        } else {
            let result = to_struct(self.service, self.operation.output, &self.json["result"]);
            encode_response(self.service, self.operation, self.protocol, &result, "id-1")
        };
        // An empty header prefix takes every header there is.
        own.headers.remove("x-amzn-requestid");
        let body = collect(&own.body);
        let found = self.read(own.status, &own.headers, &body);
        let text = String::from_utf8_lossy(&body);
        self.compare_output(found).map_err(|why| format!("own reply: {why}\n  {text}"))
    }

    fn read(&self, status: u16, headers: &HeaderMap, body: &Bytes) -> Result<Struct, ApiError> {
        decode_response(self.service, self.operation, self.protocol, status, headers, body)
    }

    fn compare_output(&self, found: Result<Struct, ApiError>) -> Outcome {
        match (found, self.json.get("error")) {
            (Ok(found), None) => {
                let expected = &self.json["result"];
                unlike(self.service, self.operation.output, &found, expected).map_or(Ok(()), Err)
            }
            (Err(error), Some(expected)) => self.compare_error(&error, expected),
            (Ok(_), Some(_)) => Err("no error was read".to_owned()),
            (Err(error), None) => Err(format!("read the error {error}")),
        }
    }

    fn compare_error(&self, error: &ApiError, expected: &Json) -> Outcome {
        let code = self.json["errorCode"].as_str().unwrap();
        if error.code() != code {
            return Err(format!("code {} where {code} is expected", error.code()));
        }
        let message = self.json["errorMessage"].as_str().unwrap_or(error.message());
        if error.message() != message {
            return Err(format!("message {:?} where {message:?} is expected", error.message()));
        }
        let mut expected = expected.clone();
        let mut members = error.members().clone();
        // The message has been compared; the data calls it differently from the shapes.
        for name in ["message", "Message"] {
            expected.as_object_mut().unwrap().remove(name);
            members.remove(name);
        }
        let shape = self.error_shape();
        unlike(self.service, shape, &members, &expected).map_or(Ok(()), Err)
    }

    fn error_shape(&self) -> Option<u32> {
        self.operation.errors.first().copied()
    }

    /// The error as a handler would raise it: by the shape's name.
    fn error(&self, status: u16) -> ApiError {
        let shape = self.error_shape();
        let code = shape.map_or("", |shape| self.service.shape(shape).name);
        let message = self.json["errorMessage"].as_str().unwrap_or_default();
        let mut error = ApiError::new(code.to_owned(), message).with_status(status);
        let members = to_struct(self.service, shape, &self.json["error"]);
        for member in shape.map(|shape| self.service.shape(shape).members()).unwrap_or_default() {
            if let Some(value) = members.get(member.name) {
                error = error.with_member(member.name, value.clone());
            }
        }
        error
    }

    fn body(&self, message: &Json) -> Bytes {
        let text = message["body"].as_str().unwrap_or_default();
        if self.protocol == Protocol::RpcV2Cbor {
            return Bytes::from(BASE64_STANDARD.decode(text).unwrap());
        }
        Bytes::from(text.to_owned().into_bytes())
    }
}

fn headers(json: &Json) -> HeaderMap {
    let mut out = HeaderMap::new();
    for (name, value) in json.as_object().into_iter().flatten() {
        let name: HeaderName = name.parse().unwrap();
        out.append(name, HeaderValue::from_str(value.as_str().unwrap()).unwrap());
    }
    out
}

fn gzip(body: &[u8]) -> Bytes {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(body).unwrap();
    Bytes::from(encoder.finish().unwrap())
}

pub(crate) fn collect(body: &Body) -> Bytes {
    let mut out = Vec::new();
    for segment in &body.segments {
        match segment {
            Segment::Inline(bytes) => out.extend_from_slice(bytes),
            Segment::File { .. } => panic!("the codecs make no files"),
        }
    }
    Bytes::from(out)
}

/// A value is never compared with itself by accident.
#[test]
fn comparison_can_fail() {
    let model = json!({
        "metadata": { "protocol": "json", "jsonVersion": "1.1" },
        "shapes": {
            "In": { "type": "structure", "members": { "A": { "shape": "S" } } },
            "S": { "type": "string" },
        },
        "operations": { "Op": { "name": "Op", "input": { "shape": "In" } } },
    });
    let service = from_json("comparison", &model).unwrap();
    let input = service.operation("Op").unwrap().input;
    let found = Struct::new().with("A", Value::from("x"));
    assert_eq!(unlike(service, input, &found, &json!({ "A": "x" })), None);
    assert!(unlike(service, input, &found, &json!({ "A": "y" })).is_some());
    assert!(unlike(service, input, &found, &json!({})).is_some());
    assert!(unlike(service, input, &Struct::new(), &json!({ "A": "x" })).is_some());
}
