//! Entry points for fuzzing: any bytes into any decoder, which must answer and never panic.
//!
//! `fuzz/` holds the cargo-fuzz targets that call these; `cargo test` runs a short, seeded
//! mutation of hand-written samples.

#[cfg(test)]
mod tests;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::archive::service_entry;
use crate::message::Request;
use crate::model::{Operation, Protocol, Service};
use crate::protocol::eventstream::Message;
use crate::protocol::{decode_request, decode_response, encode_response};
use crate::validate::{ValidationStyle, check_input};

/// The byte between the operation's number, path, query string, headers and body of a sample.
pub const SEPARATOR: u8 = 0x1E;

/// The service whose operations stand for a protocol.
pub fn service_of(protocol: Protocol) -> &'static Service {
    let name = match protocol {
        Protocol::AwsJson1_0 => "sqs",
        Protocol::AwsJson1_1 => "kms",
        Protocol::AwsQuery => "iam",
        Protocol::Ec2Query => "ec2",
        Protocol::RestJson1 => "lambda",
        Protocol::RestXml => "s3",
        Protocol::RpcV2Cbor => "cloudwatch",
        Protocol::AwsCbor1_1 => "kinesis",
    };
    service_entry(name).expect("the archive holds every service").model()
}

/// Decodes a request, checks it, and writes whatever came out; then reads the same bytes as a
/// reply.
///
/// The sample is `operation name RS path RS query RS header: value lines RS body`; what is missing
/// is empty, and an unknown operation is chosen by length.
pub fn decode_any(protocol: Protocol, sample: &[u8]) {
    let service = service_of(protocol);
    let mut parts = sample.splitn(5, |byte| *byte == SEPARATOR);
    let mut part = || parts.next().unwrap_or_default();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let operation = operation(service, &text(part()));
    let (path, query) = (text(part()), text(part()));
    let headers = headers(part());
    let body = Bytes::copy_from_slice(part());
    let request = Request {
        method: operation.method,
        path: &path,
        query: &query,
        headers: &headers,
        body: &body,
    };
    if let Ok(input) = decode_request(service, operation, protocol, &request) {
        let _ = check_input(service, operation, ValidationStyle::Standard, &input);
        let _ = encode_response(service, operation, protocol, &input, "id");
    }
    for status in [200, 400] {
        let reply = decode_response(service, operation, protocol, status, &headers, &body);
        if let Ok(output) = reply {
            let _ = encode_response(service, operation, protocol, &output, "id");
        }
    }
}

/// Reads an event stream to its end.
pub fn decode_event_stream(sample: &[u8]) {
    let mut buffer = Bytes::copy_from_slice(sample);
    while let Ok(Some(message)) = Message::take(&mut buffer) {
        let again = message.encode();
        assert_eq!(Message::take(&mut again.clone()), Ok(Some(message)), "a message round-trips");
    }
}

fn operation(service: &'static Service, name: &str) -> &'static Operation {
    let chosen = name.len() % service.operations.len();
    service.operation(name).unwrap_or(&service.operations[chosen])
}

fn headers(lines: &[u8]) -> HeaderMap {
    let mut out = HeaderMap::new();
    for line in lines.split(|byte| *byte == b'\n') {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let (name, value) = line.split_at(colon);
        if let (Ok(name), Ok(value)) =
            (HeaderName::from_bytes(name), HeaderValue::from_bytes(value[1..].trim_ascii()))
        {
            out.append(name, value);
        }
    }
    out
}
