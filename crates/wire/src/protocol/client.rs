//! The client's side of the protocols: requests from inputs, outputs and errors from replies.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue};
use kernel::body::Segment;
use kernel::error::ApiError;
use kernel::value::{Struct, Value};

use crate::error::shape_of;
use crate::message::{ClientRequest, header};
use crate::model::{Location, Operation, Protocol, Service, ShapeKind, TimestampFormat};
use crate::protocol::malformed::Malformed;
use crate::protocol::query::{Dialect, QueryWriter};
use crate::protocol::rest::{Content, from_headers};
use crate::protocol::rest_reply::{Spread, content_type};
use crate::protocol::xml::XmlDecoder;
use crate::protocol::xml_tree::{self, Element};
use crate::protocol::{
    ClientNames, Side, cbor, form, json, json_writer, members_of, path, payload_member, text,
};

pub(crate) struct Reply<'a> {
    pub(crate) status: u16,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a Bytes,
}

/// `X-Amz-Target: Kinesis_20131202.PutRecord`.
fn target(headers: &mut HeaderMap, operation: &Operation, names: ClientNames<'_>) {
    let prefix = names.target_prefix.unwrap_or_default();
    let target = HeaderValue::from_str(&format!("{prefix}.{}", operation.name));
    headers.extend(target.map(|target| (http::HeaderName::from_static("x-amz-target"), target)));
}

pub(crate) fn encode_request(
    service: &'static Service,
    operation: &'static Operation,
    protocol: Protocol,
    names: ClientNames<'_>,
    input: &Struct,
) -> ClientRequest {
    let members = members_of(service, operation.input);
    let mut request = ClientRequest {
        method: "POST",
        path: "/".to_owned(),
        query: String::new(),
        headers: HeaderMap::new(),
        body: Bytes::new(),
    };
    match protocol {
        Protocol::AwsJson1_0 | Protocol::AwsJson1_1 => {
            let kind = if protocol == Protocol::AwsJson1_0 {
                "application/x-amz-json-1.0"
            } else {
                "application/x-amz-json-1.1"
            };
            content_type(&mut request.headers, kind);
            target(&mut request.headers, operation, names);
            let mut out = Vec::new();
            json_writer::write_members(&mut out, service, members, input);
            request.body = Bytes::from(out);
        }
        Protocol::AwsCbor1_1 => {
            content_type(&mut request.headers, "application/x-amz-cbor-1.1");
            target(&mut request.headers, operation, names);
            let mut out = Vec::new();
            cbor::open_map(&mut out);
            cbor::write_entries(&mut out, service, members, &cbor::in_millis(input));
            cbor::close_map(&mut out);
            request.body = Bytes::from(out);
        }
        Protocol::RpcV2Cbor => {
            let prefix = names.target_prefix.unwrap_or_default();
            request.path = format!("/service/{prefix}/operation/{}", operation.name);
            request.headers.insert("smithy-protocol", HeaderValue::from_static("rpc-v2-cbor"));
            if operation.input.is_some() {
                content_type(&mut request.headers, "application/cbor");
                let mut out = Vec::new();
                cbor::open_map(&mut out);
                cbor::write_entries(&mut out, service, members, input);
                cbor::close_map(&mut out);
                request.body = Bytes::from(out);
            }
        }
        Protocol::AwsQuery | Protocol::Ec2Query => {
            content_type(&mut request.headers, "application/x-www-form-urlencoded; charset=utf-8");
            let dialect =
                if protocol == Protocol::AwsQuery { Dialect::AwsQuery } else { Dialect::Ec2Query };
            let mut out = String::new();
            form::push_pair(&mut out, "Action", operation.name);
            form::push_pair(&mut out, "Version", names.api_version);
            QueryWriter { service, dialect }.members(&mut out, "", members, input);
            request.body = Bytes::from(out);
        }
        Protocol::RestJson1 | Protocol::RestXml => {
            rest_request(service, operation, protocol, input, &mut request);
        }
    }
    request
}

fn rest_request(
    service: &'static Service,
    operation: &'static Operation,
    protocol: Protocol,
    input: &Struct,
    request: &mut ClientRequest,
) {
    let members = members_of(service, operation.input);
    request.method = operation.method;
    request.path = path::build(operation.uri, |label| {
        let bound = members.iter().find(|member| {
            member.location == Location::Uri && member.location_name.unwrap_or(member.name) == label
        })?;
        text::write(service, bound, input.get(bound.name)?, TimestampFormat::Iso8601)
    });
    path::query_part(operation.uri).clone_into(&mut request.query);
    for member in members.iter().filter(|member| member.location == Location::Querystring) {
        let Some(value) = input.get(member.name) else { continue };
        let name = member.location_name.unwrap_or(member.name);
        match (&service.shape(member.shape).kind, value) {
            (ShapeKind::List { member: item, .. }, Value::List(items)) => {
                push_query(service, item, name, items, &mut request.query);
            }
            (ShapeKind::Map { value: item, .. }, Value::Struct(entries)) => {
                for (key, value) in entries.iter() {
                    match (&service.shape(item.shape).kind, value) {
                        (ShapeKind::List { member: inner, .. }, Value::List(items)) => {
                            push_query(service, inner, key, items, &mut request.query);
                        }
                        (_, value) => {
                            let one = std::slice::from_ref(value);
                            push_query(service, item, key, one, &mut request.query);
                        }
                    }
                }
            }
            (_, value) => {
                push_query(service, member, name, std::slice::from_ref(value), &mut request.query);
            }
        }
    }
    let Some(shape) = operation.input else { return };
    let spread = Spread { service, operation, protocol, shape, value: input, is_reply: false };
    spread.write_headers(&mut request.headers);
    let body = spread.write_body(&mut request.headers);
    let inline = body.segments.iter().filter_map(|segment| match segment {
        Segment::Inline(bytes) => Some(bytes.as_ref()),
        Segment::File { .. } => None, // clients hold their bytes in memory
    });
    request.body = Bytes::from(inline.collect::<Vec<_>>().concat());
}

fn push_query(
    service: &'static Service,
    member: &'static crate::model::Member,
    name: &str,
    values: &[Value],
    query: &mut String,
) {
    for value in values {
        if let Some(written) = text::write(service, member, value, TimestampFormat::Iso8601) {
            form::push_pair(query, name, &written);
        }
    }
}

pub(crate) fn decode_response(
    service: &'static Service,
    operation: &'static Operation,
    protocol: Protocol,
    reply: &Reply<'_>,
) -> Result<Struct, ApiError> {
    let unreadable = |error: Malformed| {
        ApiError::new("SerializationException", error.message).with_status(reply.status)
    };
    if reply.status >= 300 {
        return Err(read_error(service, operation, protocol, reply).unwrap_or_else(unreadable));
    }
    read_output(service, operation, protocol, reply).map_err(unreadable)
}

fn read_output(
    service: &'static Service,
    operation: &'static Operation,
    protocol: Protocol,
    reply: &Reply<'_>,
) -> Result<Struct, Malformed> {
    let members = members_of(service, operation.output);
    if members.is_empty() {
        return Ok(Struct::new());
    }
    let is_query = protocol == Protocol::AwsQuery;
    let decoder = XmlDecoder { service, side: Side::Client, is_query };
    match protocol {
        Protocol::AwsJson1_0 | Protocol::AwsJson1_1 => {
            json::decode_structure(service, members, reply.body, Side::Client)
        }
        Protocol::RpcV2Cbor => cbor::decode_structure(service, members, reply.body, Side::Client),
        Protocol::AwsCbor1_1 => {
            cbor::decode_structure_in_millis(service, members, reply.body, Side::Client)
        }
        Protocol::AwsQuery | Protocol::Ec2Query if reply.body.is_empty() => Ok(Struct::new()),
        Protocol::AwsQuery => {
            let root = xml_tree::parse(reply.body)?;
            let wrapper = operation.result_wrapper.and_then(|name| root.child(name));
            decoder.members(members, wrapper.unwrap_or(&root))
        }
        Protocol::Ec2Query => decoder.members(members, &xml_tree::parse(reply.body)?),
        Protocol::RestJson1 | Protocol::RestXml => {
            let mut out = Struct::new();
            for member in members {
                let value = match member.location {
                    Location::Header | Location::Headers => {
                        from_headers(service, member, reply.headers, Side::Client)?
                    }
                    Location::StatusCode => Some(Value::Int(i64::from(reply.status))),
                    _ => None,
                };
                if let Some(value) = value {
                    out.push(member.name, value);
                }
            }
            let is_location = service.name == "s3" && operation.name == "GetBucketLocation";
            if is_location {
                let root = xml_tree::parse(reply.body)?;
                if !root.text.is_empty() {
                    out.push("LocationConstraint", root.text);
                }
                return Ok(out);
            }
            let payload = payload_member(service, operation.output);
            let side = Side::Client;
            Content {
                service,
                protocol,
                members,
                payload,
                roots: [None; 2],
                body: reply.body,
                side,
            }
            .read_into(&mut out)?;
            Ok(out)
        }
    }
}

fn read_error(
    service: &'static Service,
    operation: &'static Operation,
    protocol: Protocol,
    reply: &Reply<'_>,
) -> Result<ApiError, Malformed> {
    match protocol {
        Protocol::AwsQuery | Protocol::Ec2Query | Protocol::RestXml => {
            xml_error(service, operation, reply)
        }
        _ => rpc_error(service, operation, protocol, reply),
    }
}

fn xml_error(
    service: &'static Service,
    operation: &'static Operation,
    reply: &Reply<'_>,
) -> Result<ApiError, Malformed> {
    if reply.body.is_empty() {
        return Ok(ApiError::new(reply.status.to_string(), "").with_status(reply.status));
    }
    let root = xml_tree::parse(reply.body)?;
    let errors = root.child("Errors").unwrap_or(&root);
    let element: &Element = errors.child("Error").unwrap_or(&root);
    let code = element.child_text("Code").unwrap_or_default().to_owned();
    let message = element.child_text("Message").or(element.child_text("message"));
    let shape = shape_of(Some(service), Some(operation), &code);
    let mut error = ApiError::new(code, message.unwrap_or_default()).with_status(reply.status);
    if let Some(shape) = shape {
        let decoder = XmlDecoder { service, side: Side::Client, is_query: false };
        let members = decoder.members(shape.members(), element)?;
        error = with_members(service, shape.members(), error, &members, reply)?;
    }
    Ok(error)
}

fn rpc_error(
    service: &'static Service,
    operation: &'static Operation,
    protocol: Protocol,
    reply: &Reply<'_>,
) -> Result<ApiError, Malformed> {
    let envelope = envelope(protocol, reply.body)?;
    let typed = header(reply.headers, "x-amzn-errortype");
    let typed = typed.or(envelope.str("__type")).or(envelope.str("code"));
    let name = bare_code(typed.unwrap_or_default()).to_owned();
    let message = envelope.str("message").or(envelope.str("Message")).unwrap_or_default();
    let shape = shape_of(Some(service), Some(operation), &name);
    let query_code = header(reply.headers, "x-amzn-query-error")
        .and_then(|value| value.split_once(';'))
        .map(|(code, _)| code.to_owned());
    let code = query_code.unwrap_or(name);
    let mut error = ApiError::new(Cow::Owned(code), message).with_status(reply.status);
    if let Some(shape) = shape {
        let members = if matches!(protocol, Protocol::RpcV2Cbor | Protocol::AwsCbor1_1) {
            cbor::decode_structure(service, shape.members(), reply.body, Side::Client)?
        } else {
            json::decode_structure(service, shape.members(), reply.body, Side::Client)?
        };
        error = with_members(service, shape.members(), error, &members, reply)?;
    }
    Ok(error)
}

/// The members that every error may have, whatever its shape.
fn envelope(protocol: Protocol, body: &Bytes) -> Result<Struct, Malformed> {
    if matches!(protocol, Protocol::RpcV2Cbor | Protocol::AwsCbor1_1) {
        return cbor::decode_strings(body);
    }
    json::decode_strings(body)
}

fn with_members(
    service: &'static Service,
    shape: &'static [crate::model::Member],
    mut error: ApiError,
    members: &Struct,
    reply: &Reply<'_>,
) -> Result<ApiError, Malformed> {
    for member in shape {
        let value = match member.location {
            Location::Header | Location::Headers => {
                from_headers(service, member, reply.headers, Side::Client)?
            }
            _ => members.get(member.name).cloned(),
        };
        if let Some(value) = value {
            error = error.with_member(member.name, value);
        }
    }
    Ok(error)
}

/// `aws.protocoltests#FooError:http://…` → `FooError`
fn bare_code(text: &str) -> &str {
    let text = text.split_once(':').map_or(text, |(code, _)| code);
    text.rsplit_once('#').map_or(text, |(_, code)| code)
}
