//! Replies of a success, in each protocol. Errors: [`crate::error`].

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use kernel::body::Body;
use kernel::value::{Struct, Value};

use crate::message::Response;
use crate::model::{Location, Operation, Protocol, Service, XmlNamespace};
use crate::protocol::rest_reply::{Spread, XML_DECLARATION};
use crate::protocol::xml_writer::{self, XmlWriter};
use crate::protocol::{cbor, event_stream_member, eventstream, json_writer, members_of};

const EC2_NAMESPACE: &str = "http://ec2.amazonaws.com/doc/2016-11-15/";

pub(crate) fn encode(
    service: &'static Service,
    operation: &'static Operation,
    protocol: Protocol,
    output: &Struct,
    request_id: &str,
) -> Response {
    let is_rest = matches!(protocol, Protocol::RestJson1 | Protocol::RestXml);
    let mut headers = HeaderMap::with_capacity(if is_rest { 16 } else { 4 });
    request_id_headers(service, protocol, request_id, &mut headers);
    content_type(protocol, &mut headers);
    let mut status = 200;
    let body = match protocol {
        Protocol::AwsJson1_0
        | Protocol::AwsJson1_1
        | Protocol::AwsCbor1_1
        | Protocol::RpcV2Cbor
            if operation.has_event_stream_output =>
        {
            rpc_events(service, operation, protocol, output, &mut headers)
        }
        Protocol::AwsJson1_0 | Protocol::AwsJson1_1 => json_body(service, operation, output),
        Protocol::RpcV2Cbor => cbor_body(service, operation, output, &mut headers),
        Protocol::AwsCbor1_1 => {
            cbor_body(service, operation, &cbor::in_millis(output), &mut headers)
        }
        Protocol::AwsQuery => query_body(service, operation, output, request_id),
        Protocol::Ec2Query => ec2_body(service, operation, output, request_id),
        Protocol::RestJson1 | Protocol::RestXml => {
            status = rest_status(service, operation, output);
            rest_body(service, operation, protocol, output, &mut headers)
        }
    };
    let has_no_body = operation.method == "HEAD" || status == 204 || status == 304;
    let body = if has_no_body { Body::empty() } else { body };
    Response { status, headers, body }
}

/// The headers that carry the request id, which differ between the families of services.
pub(crate) fn request_id_headers(
    service: &Service,
    protocol: Protocol,
    request_id: &str,
    headers: &mut HeaderMap,
) {
    let Ok(id) = HeaderValue::from_str(request_id) else { return };
    let is_s3 = matches!(service.name, "s3" | "s3control");
    if protocol == Protocol::RestXml && is_s3 {
        headers.insert(HeaderName::from_static("x-amz-request-id"), id);
        if let Ok(host_id) = HeaderValue::from_str(&host_id(request_id)) {
            headers.insert(HeaderName::from_static("x-amz-id-2"), host_id);
        }
        return;
    }
    headers.insert(HeaderName::from_static("x-amzn-requestid"), id);
}

/// S3's second identifier, opaque to clients: derived, so that a replayed world repeats it.
pub(crate) fn host_id(request_id: &str) -> String {
    BASE64_STANDARD.encode([request_id, "/nephele/", request_id].concat())
}

/// The content type of the protocols that have one for everything.
pub(crate) fn content_type(protocol: Protocol, headers: &mut HeaderMap) {
    let value = match protocol {
        Protocol::AwsJson1_0 => "application/x-amz-json-1.0",
        Protocol::AwsJson1_1 => "application/x-amz-json-1.1",
        Protocol::AwsQuery => "text/xml",
        Protocol::Ec2Query => "text/xml;charset=UTF-8",
        Protocol::RpcV2Cbor => {
            headers.insert("smithy-protocol", HeaderValue::from_static("rpc-v2-cbor"));
            "application/cbor"
        }
        Protocol::AwsCbor1_1 => "application/x-amz-cbor-1.1",
        Protocol::RestJson1 | Protocol::RestXml => return,
    };
    headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static(value));
}

fn json_body(service: &'static Service, operation: &Operation, output: &Struct) -> Body {
    /// Most replies fit without growing.
    const CAPACITY: usize = 256;
    let Some(shape) = operation.output else { return Body::empty() };
    let mut out = Vec::with_capacity(CAPACITY);
    json_writer::write_members(&mut out, service, service.shape(shape).members(), output);
    Body::from(Bytes::from(out))
}

fn cbor_body(
    service: &'static Service,
    operation: &Operation,
    output: &Struct,
    headers: &mut HeaderMap,
) -> Body {
    let Some(shape) = operation.output else {
        headers.remove(http::header::CONTENT_TYPE);
        return Body::empty();
    };
    let mut out = Vec::new();
    cbor::open_map(&mut out);
    cbor::write_entries(&mut out, service, service.shape(shape).members(), output);
    cbor::close_map(&mut out);
    Body::from(Bytes::from(out))
}

/// An event stream of the RPC protocols begins with the other members as an event of their own.
fn rpc_events(
    service: &'static Service,
    operation: &'static Operation,
    protocol: Protocol,
    output: &Struct,
    headers: &mut HeaderMap,
) -> Body {
    const EVENT_STREAM: &str = "application/vnd.amazon.eventstream";
    headers.insert(http::header::CONTENT_TYPE, HeaderValue::from_static(EVENT_STREAM));
    let Some(stream) = event_stream_member(service, operation.output) else {
        return Body::empty();
    };
    let members = members_of(service, operation.output);
    let mut initial = Vec::new();
    let mut rest = output.clone();
    rest.remove(stream.name);
    if matches!(protocol, Protocol::RpcV2Cbor | Protocol::AwsCbor1_1) {
        cbor::open_map(&mut initial);
        cbor::write_entries(&mut initial, service, members, &rest);
        cbor::close_map(&mut initial);
    } else {
        json_writer::write_members(&mut initial, service, members, &rest);
    }
    let mut body = Body::from(eventstream::initial_response(protocol, initial));
    if let Some(Value::Body(events)) = output.get(stream.name) {
        let events = eventstream::encode_live(service, stream, protocol, events.clone());
        body.segments.extend(events.segments);
        body.live = events.live;
        return body;
    }
    let events = output.get(stream.name).and_then(Value::as_list).unwrap_or_default();
    let events = eventstream::encode_events(service, stream, protocol, events);
    body.segments.extend(events.segments);
    body
}

fn query_body(
    service: &'static Service,
    operation: &Operation,
    output: &Struct,
    request_id: &str,
) -> Body {
    let root = format!("{}Response", operation.name);
    let mut out = String::with_capacity(512);
    let namespace = service.xml_namespace.map(|uri| XmlNamespace { uri, prefix: None });
    xml_writer::open(&mut out, &root, namespace);
    if let Some(shape) = operation.output {
        let writer = XmlWriter::query(service);
        let members = service.shape(shape).members();
        match operation.result_wrapper {
            Some(wrapper) => writer.structure(&mut out, wrapper, members, output, None),
            None => writer.members(&mut out, members, output),
        }
    }
    xml_writer::open(&mut out, "ResponseMetadata", None);
    xml_writer::leaf(&mut out, "RequestId", request_id);
    xml_writer::close(&mut out, "ResponseMetadata");
    xml_writer::close(&mut out, &root);
    Body::from(Bytes::from(out))
}

fn ec2_body(
    service: &'static Service,
    operation: &Operation,
    output: &Struct,
    request_id: &str,
) -> Body {
    let root = format!("{}Response", operation.name);
    let mut out = String::with_capacity(512);
    out.push_str(XML_DECLARATION);
    let uri = service.xml_namespace.unwrap_or(EC2_NAMESPACE);
    xml_writer::open(&mut out, &root, Some(XmlNamespace { uri, prefix: None }));
    xml_writer::leaf(&mut out, "requestId", request_id);
    match operation.output {
        Some(shape) => {
            let members = service.shape(shape).members();
            XmlWriter::new(service).members(&mut out, members, output);
        }
        // "Amazon EC2 API Reference": operations without an output answer `return`.
        None => xml_writer::leaf(&mut out, "return", "true"),
    }
    xml_writer::close(&mut out, &root);
    Body::from(Bytes::from(out))
}

fn rest_status(service: &'static Service, operation: &Operation, output: &Struct) -> u16 {
    let bound = members_of(service, operation.output)
        .iter()
        .find(|member| member.location == Location::StatusCode)
        .and_then(|member| output.int(member.name))
        .and_then(|status| u16::try_from(status).ok());
    bound.unwrap_or(if operation.status == 0 { 200 } else { operation.status })
}

fn rest_body(
    service: &'static Service,
    operation: &'static Operation,
    protocol: Protocol,
    output: &Struct,
    headers: &mut HeaderMap,
) -> Body {
    let Some(shape) = operation.output else { return Body::empty() };
    let spread = Spread { service, operation, protocol, shape, value: output, is_reply: true };
    spread.write_headers(headers);
    spread.write_body(headers)
}
