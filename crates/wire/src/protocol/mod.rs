//! The seven protocols: request bytes → input, output → response bytes, and the client's side.
//!
//! Everything interprets the models of [`crate::model`]; nothing is generated per service. Start
//! at [`decode_request`]. One file per format ([`json`], [`xml`], [`cbor`], [`query`]), one for
//! HTTP bindings of the REST protocols ([`rest`]), one for the responses ([`reply`]). Errors are
//! written by [`crate::error`]. Constraints of the model are not checked here but in
//! [`crate::validate`].

pub(crate) mod cbor;
mod cbor_reader;
mod client;
pub mod eventstream;
pub(crate) mod form;
mod gzip;
pub(crate) mod json;
mod json_reader;
pub(crate) mod json_writer;
pub(crate) mod malformed;
mod path;
pub(crate) mod query;
pub(crate) mod reply;
mod rest;
pub(crate) mod rest_reply;
#[cfg(test)]
mod tests;
pub(crate) mod text;
pub(crate) mod timestamp;
pub(crate) mod xml;
pub(crate) mod xml_tree;
pub(crate) mod xml_writer;

use std::collections::HashSet;

use http::header::CONTENT_ENCODING;
use kernel::error::ApiError;
use kernel::value::{Name, Struct, Value};

use crate::message::{ClientRequest, Request, Response, header};
use crate::model::{Member, Operation, Protocol, Service, ShapeId, ShapeKind};
use malformed::Malformed;
use query::Dialect;

/// Who reads: a server refuses what a client overlooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Server,
    Client,
}

impl Side {
    /// A union in a request has exactly one member set; clients take what comes.
    fn check_union(self, is_union: bool, value: &Struct) -> Result<(), Malformed> {
        if is_union && self == Side::Server && value.len() != 1 {
            return Err(Malformed::union(value.len()));
        }
        Ok(())
    }
}

/// What a client must know of a service besides its model.
#[derive(Clone, Copy, Debug)]
pub struct ClientNames<'a> {
    pub target_prefix: Option<&'a str>,
    pub api_version: &'a str,
}

/// Reads a request into the operation's input.
///
/// A streamed payload stays absent: whoever holds the body sets it, see
/// [`streaming_input_member`].
pub fn decode_request(
    service: &'static Service,
    operation: &'static Operation,
    protocol: Protocol,
    request: &Request<'_>,
) -> Result<Struct, ApiError> {
    let read = |request: &Request<'_>| read_request(service, operation, protocol, request);
    let result = if is_compressed(service, operation, request) {
        gzip::inflate(request.body).and_then(|body| {
            let headers = gzip::without_last_coding(request.headers);
            read(&Request { body: &body, headers: &headers, ..*request })
        })
    } else {
        read(request)
    };
    result.map_err(|error| error.into_api_error(service, protocol))
}

/// Writes the reply of a success.
pub fn encode_response(
    service: &'static Service,
    operation: &'static Operation,
    protocol: Protocol,
    output: &Struct,
    request_id: &str,
) -> Response {
    reply::encode(service, operation, protocol, output, request_id)
}

/// Writes a request as a client does: for tests, the console and proxies.
pub fn encode_request(
    service: &'static Service,
    operation: &'static Operation,
    protocol: Protocol,
    names: ClientNames<'_>,
    input: &Struct,
) -> ClientRequest {
    client::encode_request(service, operation, protocol, names, input)
}

/// Reads a reply as a client does: the output, or the error that the service answered.
pub fn decode_response(
    service: &'static Service,
    operation: &'static Operation,
    protocol: Protocol,
    status: u16,
    headers: &http::HeaderMap,
    body: &bytes::Bytes,
) -> Result<Struct, ApiError> {
    let reply = client::Reply { status, headers, body };
    client::decode_response(service, operation, protocol, &reply)
}

/// The member of the input that is the whole request body and is streamed, not decoded.
pub fn streaming_input_member(
    service: &'static Service,
    operation: &'static Operation,
) -> Option<&'static Member> {
    streaming_member(service, operation.input)
}

/// The member of the output that is the whole response body as a stream.
pub fn streaming_output_member(
    service: &'static Service,
    operation: &'static Operation,
) -> Option<&'static Member> {
    streaming_member(service, operation.output)
}

fn streaming_member(service: &'static Service, shape: Option<ShapeId>) -> Option<&'static Member> {
    payload_member(service, shape).filter(|member| is_streaming(service, member))
}

/// The member that is the whole body.
pub(crate) fn payload_member(
    service: &'static Service,
    shape: Option<ShapeId>,
) -> Option<&'static Member> {
    let shape = service.shape(shape?);
    match shape.kind {
        ShapeKind::Structure { payload: Some(name), .. } => shape.member(name),
        _ => None,
    }
}

pub(crate) fn is_streaming(service: &Service, member: &Member) -> bool {
    match service.shapes[member.shape as usize].kind {
        ShapeKind::Blob { is_streaming, .. } => is_streaming || member.is_streaming,
        _ => member.is_streaming,
    }
}

/// The member of a structure that is an event stream.
pub(crate) fn event_stream_member(
    service: &'static Service,
    shape: Option<ShapeId>,
) -> Option<&'static Member> {
    service.shape(shape?).members().iter().find(|member| is_event_stream(service, member))
}

pub(crate) fn is_event_stream(service: &Service, member: &Member) -> bool {
    matches!(
        service.shapes[member.shape as usize].kind,
        ShapeKind::Structure { is_event_stream: true, .. }
    )
}

pub(crate) fn members_of(service: &'static Service, shape: Option<ShapeId>) -> &'static [Member] {
    shape.map(|shape| service.shape(shape).members()).unwrap_or_default()
}

/// The values of a structure with their members. Values mostly come in the model's order, so that
/// the search for a member goes on where the last one was found.
pub(crate) fn bound<'v>(
    members: &'static [Member],
    value: &'v Struct,
) -> impl Iterator<Item = (&'static Member, &'v Value)> {
    let mut next = 0;
    value.iter().filter_map(move |(name, item)| {
        let later = members.get(next..).unwrap_or_default();
        let found = later.iter().position(|member| member.name == name).map(|at| next + at);
        let at = found.or_else(|| members.iter().position(|member| member.name == name))?;
        next = at + 1;
        Some((&members[at], item))
    })
}

fn read_request(
    service: &'static Service,
    operation: &'static Operation,
    protocol: Protocol,
    request: &Request<'_>,
) -> Result<Struct, Malformed> {
    let members = members_of(service, operation.input);
    match protocol {
        Protocol::AwsJson1_0 | Protocol::AwsJson1_1 => {
            if operation.has_event_stream_input {
                return Ok(Struct::new());
            }
            json::decode_structure(service, members, request.body, Side::Server)
        }
        Protocol::RpcV2Cbor => {
            if operation.has_event_stream_input {
                return Ok(Struct::new());
            }
            cbor::decode_structure(service, members, request.body, Side::Server)
        }
        Protocol::AwsCbor1_1 => {
            cbor::decode_structure_in_millis(service, members, request.body, Side::Server)
        }
        Protocol::AwsQuery => read_form(service, Dialect::AwsQuery, members, request),
        Protocol::Ec2Query => read_form(service, Dialect::Ec2Query, members, request),
        Protocol::RestJson1 | Protocol::RestXml => {
            rest::decode_request(service, operation, protocol, request)
        }
    }
}

/// Parameters stand in the body of a POST and in the query string of a GET.
fn read_form(
    service: &'static Service,
    dialect: Dialect,
    members: &'static [Member],
    request: &Request<'_>,
) -> Result<Struct, Malformed> {
    let body = std::str::from_utf8(request.body)
        .map_err(|_| Malformed::new("The request body is not valid UTF-8."))?;
    let mut pairs = form::parse(request.query)?;
    pairs.extend(form::parse(body.trim_end())?);
    query::decode(service, dialect, members, &pairs)
}

/// `Content-Encoding: gzip` speaks of the transfer, unless the payload is the client's own bytes
/// (S3's objects).
fn is_compressed(
    service: &'static Service,
    operation: &'static Operation,
    request: &Request<'_>,
) -> bool {
    let Some(encoding) = header(request.headers, CONTENT_ENCODING) else { return false };
    let last = encoding.rsplit(',').next().unwrap_or(encoding).trim();
    last.eq_ignore_ascii_case("gzip")
        && request.body.starts_with(&gzip::MAGIC)
        && !payload_member(service, operation.input).is_some_and(|member| {
            matches!(service.shape(member.shape).kind, ShapeKind::Blob { .. })
        })
}

/// Entries of a map with distinct keys: a repeated key keeps its last value.
pub(crate) fn dedup_entries(entries: Vec<(Name, Value)>) -> Struct {
    /// Up to this many entries comparing all pairs is cheaper than hashing.
    const PAIRWISE_MAX: usize = 16;
    let mut out = Struct::with_capacity(entries.len());
    if entries.len() <= PAIRWISE_MAX {
        for (name, value) in entries {
            out.set(name, value);
        }
        return out;
    }
    let mut seen: HashSet<Name> = HashSet::with_capacity(entries.len());
    let mut kept: Vec<(Name, Value)> = Vec::with_capacity(entries.len());
    for (name, value) in entries.into_iter().rev() {
        if seen.insert(name.clone()) {
            kept.push((name, value));
        }
    }
    for (name, value) in kept.into_iter().rev() {
        out.push(name, value);
    }
    out
}
