//! Event streams (`application/vnd.amazon.eventstream`): framing both ways, and events of a model.
//!
//! A message is a prelude (total length, headers' length, CRC), headers, payload and a CRC of all.
//! Source: "Amazon event stream specification" of Smithy.

#[cfg(test)]
mod tests;

use bytes::{Buf, Bytes};
use kernel::ApiError;
use kernel::body::{Body, Live, Made};
use kernel::value::{Struct, Value};
use world::Timestamp;

use crate::model::{Member, Protocol, Service, ShapeKind};
use crate::protocol::malformed::Malformed;
use crate::protocol::xml::XmlDecoder;
use crate::protocol::xml_writer::XmlWriter;
use crate::protocol::{Side, cbor, json, json_writer, xml_tree};

/// The specification's limits.
pub const MESSAGE_BYTES_MAX: usize = 24 * 1024 * 1024;
pub const HEADERS_BYTES_MAX: usize = 128 * 1024;
const PRELUDE_BYTES: usize = 12;
const CRC_BYTES: usize = 4;
/// A header's name is at most this long.
const NAME_BYTES_MAX: usize = 255;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Message {
    pub headers: Vec<(String, HeaderValue)>,
    pub payload: Bytes,
}

#[derive(Clone, Debug, PartialEq)]
pub enum HeaderValue {
    Bool(bool),
    Byte(i8),
    Short(i16),
    Integer(i32),
    Long(i64),
    Blob(Bytes),
    String(String),
    Timestamp(Timestamp),
    Uuid([u8; 16]),
}

/// Bytes that are no event stream.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct BrokenStream(&'static str);

impl Message {
    /// A message with string headers, which is what all of AWS's are.
    pub fn new(headers: &[(&str, &str)], payload: impl Into<Bytes>) -> Message {
        let headers = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), HeaderValue::String((*value).to_owned())))
            .collect();
        Message { headers, payload: payload.into() }
    }

    pub fn header(&self, name: &str) -> Option<&HeaderValue> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value)
    }

    /// The value of a string header.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.header(name) {
            Some(HeaderValue::String(text)) => Some(text),
            _ => None,
        }
    }

    /// Frames the message.
    ///
    /// Invariant: names and values fit the format; both come from models or were parsed before.
    pub fn encode(&self) -> Bytes {
        let mut headers = Vec::new();
        for (name, value) in &self.headers {
            write_header(&mut headers, name, value);
        }
        let total = PRELUDE_BYTES + headers.len() + self.payload.len() + CRC_BYTES;
        let mut out = Vec::with_capacity(total);
        out.extend_from_slice(&(total as u32).to_be_bytes());
        out.extend_from_slice(&(headers.len() as u32).to_be_bytes());
        let prelude_crc = crc32(&out);
        out.extend_from_slice(&prelude_crc.to_be_bytes());
        out.extend_from_slice(&headers);
        out.extend_from_slice(&self.payload);
        let crc = crc32(&out);
        out.extend_from_slice(&crc.to_be_bytes());
        Bytes::from(out)
    }

    /// Takes the first message off the buffer; `None` when it has not wholly arrived.
    pub fn take(buffer: &mut Bytes) -> Result<Option<Message>, BrokenStream> {
        if buffer.len() < PRELUDE_BYTES {
            return Ok(None);
        }
        let mut prelude = buffer.slice(..PRELUDE_BYTES);
        let crc_of_prelude = crc32(&prelude[..8]);
        let total = prelude.get_u32() as usize;
        let headers_len = prelude.get_u32() as usize;
        if prelude.get_u32() != crc_of_prelude {
            return Err(BrokenStream("the prelude's checksum does not match"));
        }
        if !(PRELUDE_BYTES + CRC_BYTES..=MESSAGE_BYTES_MAX).contains(&total)
            || headers_len > HEADERS_BYTES_MAX
            || headers_len > total - PRELUDE_BYTES - CRC_BYTES
        {
            return Err(BrokenStream("a length in the prelude is out of range"));
        }
        if buffer.len() < total {
            return Ok(None);
        }
        let message = buffer.split_to(total);
        let end = total - CRC_BYTES;
        let mut crc = message.slice(end..);
        if crc.get_u32() != crc32(&message[..end]) {
            return Err(BrokenStream("the message's checksum does not match"));
        }
        let headers_end = PRELUDE_BYTES + headers_len;
        let headers = read_headers(message.slice(PRELUDE_BYTES..headers_end))?;
        Ok(Some(Message { headers, payload: message.slice(headers_end..end) }))
    }
}

fn write_header(out: &mut Vec<u8>, name: &str, value: &HeaderValue) {
    let name = &name.as_bytes()[..name.len().min(NAME_BYTES_MAX)];
    out.push(name.len() as u8);
    out.extend_from_slice(name);
    match value {
        HeaderValue::Bool(value) => out.push(u8::from(!*value)),
        HeaderValue::Byte(value) => out.extend_from_slice(&[2, *value as u8]),
        HeaderValue::Short(value) => {
            out.push(3);
            out.extend_from_slice(&value.to_be_bytes());
        }
        HeaderValue::Integer(value) => {
            out.push(4);
            out.extend_from_slice(&value.to_be_bytes());
        }
        HeaderValue::Long(value) => {
            out.push(5);
            out.extend_from_slice(&value.to_be_bytes());
        }
        HeaderValue::Blob(bytes) => write_bytes(out, 6, bytes),
        HeaderValue::String(text) => write_bytes(out, 7, text.as_bytes()),
        HeaderValue::Timestamp(at) => {
            out.push(8);
            out.extend_from_slice(&at.millis().to_be_bytes());
        }
        HeaderValue::Uuid(bytes) => {
            out.push(9);
            out.extend_from_slice(bytes);
        }
    }
}

fn write_bytes(out: &mut Vec<u8>, kind: u8, bytes: &[u8]) {
    /// The specification allows 32,767 bytes in a header.
    const VALUE_BYTES_MAX: usize = 32_767;
    let bytes = &bytes[..bytes.len().min(VALUE_BYTES_MAX)];
    out.push(kind);
    out.extend_from_slice(&(bytes.len() as u16).to_be_bytes());
    out.extend_from_slice(bytes);
}

fn read_headers(mut rest: Bytes) -> Result<Vec<(String, HeaderValue)>, BrokenStream> {
    let mut out = Vec::new();
    while !rest.is_empty() {
        let len = usize::from(rest.get_u8());
        let name = take(&mut rest, len)?;
        let name = String::from_utf8(name.into())
            .map_err(|_| BrokenStream("a header's name is not valid UTF-8"))?;
        let kind = take(&mut rest, 1)?[0];
        out.push((name, read_value(kind, &mut rest)?));
    }
    Ok(out)
}

fn read_value(kind: u8, rest: &mut Bytes) -> Result<HeaderValue, BrokenStream> {
    Ok(match kind {
        0 => HeaderValue::Bool(true),
        1 => HeaderValue::Bool(false),
        2 => HeaderValue::Byte(take(rest, 1)?.get_i8()),
        3 => HeaderValue::Short(take(rest, 2)?.get_i16()),
        4 => HeaderValue::Integer(take(rest, 4)?.get_i32()),
        5 => HeaderValue::Long(take(rest, 8)?.get_i64()),
        6 | 7 => {
            let len = usize::from(take(rest, 2)?.get_u16());
            let bytes = take(rest, len)?;
            if kind == 6 {
                return Ok(HeaderValue::Blob(bytes));
            }
            let text = String::from_utf8(bytes.into())
                .map_err(|_| BrokenStream("a header's value is not valid UTF-8"))?;
            HeaderValue::String(text)
        }
        8 => HeaderValue::Timestamp(Timestamp::from_millis(take(rest, 8)?.get_i64())),
        9 => {
            let mut uuid = [0; 16];
            uuid.copy_from_slice(&take(rest, 16)?);
            HeaderValue::Uuid(uuid)
        }
        _ => return Err(BrokenStream("a header has an unknown type")),
    })
}

fn take(rest: &mut Bytes, len: usize) -> Result<Bytes, BrokenStream> {
    if rest.len() < len {
        return Err(BrokenStream("the headers end too early"));
    }
    Ok(rest.split_to(len))
}

/// The event in which the RPC protocols send the output's other members.
pub(crate) fn initial_response(protocol: Protocol, payload: Vec<u8>) -> Bytes {
    let headers = [
        (":message-type", "event"),
        (":event-type", "initial-response"),
        (":content-type", content_type(protocol)),
    ];
    Message::new(&headers, payload).encode()
}

/// Frames events: each is a union structure with one member set.
pub(crate) fn encode_events(
    service: &'static Service,
    stream: &'static Member,
    protocol: Protocol,
    events: &[Value],
) -> Body {
    let mut body = Body::empty();
    for event in events.iter().filter_map(Value::as_struct) {
        if let Some(message) = event_message(service, stream, protocol, event) {
            let framed = Body::from(message.encode());
            body.segments.extend(framed.segments);
        }
    }
    body
}

/// As [`encode_events`], of events that are made while they are sent. Bytes pass as they are.
pub(crate) fn encode_live(
    service: &'static Service,
    stream: &'static Member,
    protocol: Protocol,
    mut body: Body,
) -> Body {
    if let Some(Live::Events(events)) = &body.live {
        let encode = move |event| match event {
            Ok(event) => event_message(service, stream, protocol, &event),
            Err(error) => Some(error_message(&error)),
        };
        let frames = events.take().into_iter().flatten().filter_map(encode);
        body.live = Some(Live::Bytes(Made::new(frames.map(|message| message.encode()))));
    }
    body
}

/// An error that is none of the model's exceptions ends a stream as a message of its own type.
/// Source: "Amazon event stream specification" of Smithy, unmodeled errors.
fn error_message(error: &ApiError) -> Message {
    let headers = [
        (":message-type", "error"),
        (":error-code", error.code()),
        (":error-message", error.message()),
    ];
    Message::new(&headers, Bytes::new())
}

/// The message of one event of a model's stream.
pub fn event_message(
    service: &'static Service,
    stream: &'static Member,
    protocol: Protocol,
    event: &Struct,
) -> Option<Message> {
    let (name, value) = event.iter().next()?;
    let member = service.shape(stream.shape).member(name)?;
    let value = value.as_struct()?;
    let shape = service.shape(member.shape);
    let mut message = if shape.error.is_some() {
        Message::new(&[(":message-type", "exception"), (":exception-type", name)], Bytes::new())
    } else {
        Message::new(&[(":message-type", "event"), (":event-type", name)], Bytes::new())
    };
    let header = |text: &str| HeaderValue::String(text.to_owned());
    for member in shape.members().iter().filter(|member| member.is_event_header) {
        if let Some(value) = value.get(member.name).and_then(to_header) {
            message.headers.push((member.name.to_owned(), value));
        }
    }
    let kind = if let Some(member) = shape.members().iter().find(|member| member.is_event_payload) {
        let (kind, payload) = explicit_payload(service, member, protocol, value.get(member.name));
        message.payload = payload;
        Some(kind)
    } else if shape.members().iter().any(|member| !member.is_event_header) {
        message.payload = document(service, protocol, shape.name, shape.members(), value);
        Some(content_type(protocol))
    } else {
        None
    };
    if let Some(kind) = kind {
        message.headers.push((":content-type".to_owned(), header(kind)));
    }
    Some(message)
}

fn explicit_payload(
    service: &'static Service,
    member: &'static Member,
    protocol: Protocol,
    value: Option<&Value>,
) -> (&'static str, Bytes) {
    match value {
        Some(Value::Blob(bytes)) => ("application/octet-stream", bytes.clone()),
        Some(Value::String(text)) => ("text/plain", Bytes::from(text.clone().into_bytes())),
        Some(Value::Struct(inner)) => {
            let shape = service.shape(member.shape);
            let payload = document(service, protocol, shape.name, shape.members(), inner);
            (content_type(protocol), payload)
        }
        _ => ("application/octet-stream", Bytes::new()),
    }
}

fn document(
    service: &'static Service,
    protocol: Protocol,
    root: &str,
    members: &'static [Member],
    value: &Struct,
) -> Bytes {
    match protocol {
        Protocol::RestXml | Protocol::AwsQuery | Protocol::Ec2Query => {
            let mut out = String::new();
            XmlWriter::new(service).structure(&mut out, root, members, value, None);
            Bytes::from(out)
        }
        Protocol::RpcV2Cbor | Protocol::AwsCbor1_1 => {
            let in_millis = (protocol == Protocol::AwsCbor1_1).then(|| cbor::in_millis(value));
            let mut out = Vec::new();
            cbor::open_map(&mut out);
            cbor::write_entries(&mut out, service, members, in_millis.as_ref().unwrap_or(value));
            cbor::close_map(&mut out);
            Bytes::from(out)
        }
        _ => {
            let mut out = Vec::new();
            json_writer::write_members(&mut out, service, members, value);
            Bytes::from(out)
        }
    }
}

/// The event that a message carries, as a union structure; none for a name that the model does
/// not know.
pub fn read_event(
    service: &'static Service,
    stream: &'static Member,
    protocol: Protocol,
    message: &Message,
) -> Result<Option<Struct>, BrokenStream> {
    let name = message.text(":event-type").or(message.text(":exception-type"));
    let Some(member) = name.and_then(|name| service.shape(stream.shape).member(name)) else {
        return Ok(None);
    };
    let shape = service.shape(member.shape);
    let malformed = |_: Malformed| BrokenStream("an event's payload does not fit the model");
    let mut value = match shape.members().iter().find(|member| member.is_event_payload) {
        Some(payload) => {
            let mut out = Struct::new();
            let item = match &service.shape(payload.shape).kind {
                ShapeKind::Blob { .. } => Value::Blob(message.payload.clone()),
                ShapeKind::String => Value::String(
                    String::from_utf8(message.payload.to_vec())
                        .map_err(|_| BrokenStream("an event's payload is not valid UTF-8"))?,
                ),
                _ => {
                    let members = service.shape(payload.shape).members();
                    Value::Struct(
                        read_document(service, protocol, members, &message.payload)
                            .map_err(malformed)?,
                    )
                }
            };
            out.push(payload.name, item);
            out
        }
        None => read_document(service, protocol, shape.members(), &message.payload)
            .map_err(malformed)?,
    };
    for member in shape.members().iter().filter(|member| member.is_event_header) {
        if let Some(found) = message.header(member.name) {
            value.set(member.name, from_header(found));
        }
    }
    Ok(Some(Struct::new().with(member.name, value)))
}

fn read_document(
    service: &'static Service,
    protocol: Protocol,
    members: &'static [Member],
    payload: &Bytes,
) -> Result<Struct, Malformed> {
    match protocol {
        Protocol::RestXml | Protocol::AwsQuery | Protocol::Ec2Query => {
            if payload.is_empty() {
                return Ok(Struct::new());
            }
            let root = xml_tree::parse(payload)?;
            XmlDecoder { service, side: Side::Client, is_query: false }.members(members, &root)
        }
        Protocol::RpcV2Cbor => cbor::decode_structure(service, members, payload, Side::Client),
        _ => json::decode_structure(service, members, payload, Side::Client),
    }
}

fn content_type(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::RestXml | Protocol::AwsQuery | Protocol::Ec2Query => "text/xml",
        Protocol::RpcV2Cbor => "application/cbor",
        Protocol::AwsCbor1_1 => "application/x-amz-cbor-1.1",
        _ => "application/json",
    }
}

fn to_header(value: &Value) -> Option<HeaderValue> {
    Some(match value {
        Value::Bool(value) => HeaderValue::Bool(*value),
        Value::Int(value) => match i32::try_from(*value) {
            Ok(value) => HeaderValue::Integer(value),
            Err(_) => HeaderValue::Long(*value),
        },
        Value::Blob(bytes) => HeaderValue::Blob(bytes.clone()),
        Value::String(text) => HeaderValue::String(text.clone()),
        Value::Timestamp(at) => HeaderValue::Timestamp(*at),
        _ => return None,
    })
}

fn from_header(value: &HeaderValue) -> Value {
    match value {
        HeaderValue::Bool(value) => Value::Bool(*value),
        HeaderValue::Byte(value) => Value::Int(i64::from(*value)),
        HeaderValue::Short(value) => Value::Int(i64::from(*value)),
        HeaderValue::Integer(value) => Value::Int(i64::from(*value)),
        HeaderValue::Long(value) => Value::Int(*value),
        HeaderValue::Blob(bytes) => Value::Blob(bytes.clone()),
        HeaderValue::String(text) => Value::String(text.clone()),
        HeaderValue::Timestamp(at) => Value::Timestamp(*at),
        HeaderValue::Uuid(bytes) => Value::Blob(Bytes::copy_from_slice(bytes)),
    }
}

fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(bytes);
    crc.sum()
}
