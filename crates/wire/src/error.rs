//! Errors on the wire: what the model calls them, their status, and each protocol's body.

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use kernel::body::Body;
use kernel::error::ApiError;
use kernel::value::{Struct, Value};

use crate::message::Response;
use crate::model::{ErrorTrait, Member, Operation, Protocol, Service, Shape};
use crate::protocol::rest_reply::{
    XML_DECLARATION, content_type, default_namespace, insert, write_header,
};
use crate::protocol::xml_writer::{self, XmlWriter};
use crate::protocol::{cbor, json_writer, reply, text};

/// `__type` begins with a namespace at these services; clients take it off.
const JSON_NAMESPACES: &[(&str, &str)] =
    &[("dynamodb", "com.amazonaws.dynamodb.v20120810#"), ("sqs", "com.amazonaws.sqs#")];

/// Writes the reply of a failure. `service` and `operation` are absent where the request was not
/// understood so far.
pub fn encode_error(
    service: Option<&'static Service>,
    operation: Option<&'static Operation>,
    protocol: Protocol,
    error: &ApiError,
    request_id: &str,
) -> Response {
    let failure = Failure { service, shape: shape_of(service, operation, error.code()), error };
    let status = failure.status();
    let mut headers = HeaderMap::with_capacity(4);
    match service {
        Some(service) => reply::request_id_headers(service, protocol, request_id, &mut headers),
        None => {
            if let Ok(id) = HeaderValue::from_str(request_id) {
                headers.insert(HeaderName::from_static("x-amzn-requestid"), id);
            }
        }
    }
    reply::content_type(protocol, &mut headers);
    let body = match protocol {
        Protocol::AwsJson1_0 | Protocol::AwsJson1_1 => {
            failure.query_header(&mut headers);
            failure.json(Some(failure.json_type()))
        }
        Protocol::RestJson1 => {
            content_type(&mut headers, "application/json");
            failure.bound_headers(&mut headers);
            if let Ok(code) = HeaderValue::from_str(failure.shape_name()) {
                headers.insert(HeaderName::from_static("x-amzn-errortype"), code);
            }
            failure.json(None)
        }
        Protocol::RpcV2Cbor | Protocol::AwsCbor1_1 => {
            failure.query_header(&mut headers);
            failure.cbor()
        }
        Protocol::AwsQuery => failure.wrapped_xml(request_id),
        Protocol::Ec2Query => failure.ec2_xml(request_id),
        Protocol::RestXml => {
            content_type(&mut headers, "application/xml");
            failure.bound_headers(&mut headers);
            if service.is_some_and(|service| service.name == "s3") {
                failure.s3_xml(request_id)
            } else {
                failure.wrapped_xml(request_id)
            }
        }
    };
    failure.named_headers(&mut headers);
    let has_no_body = operation.is_some_and(|operation| operation.method == "HEAD")
        || status == 204
        || status == 304;
    if has_no_body {
        headers.remove(http::header::CONTENT_TYPE);
        return Response { status, headers, body: Body::empty() };
    }
    Response { status, headers, body: Body::from(body) }
}

/// The error shape that a code names: by its own name first, then by its code on the wire; among
/// the operation's errors first, then among all of the service.
pub(crate) fn shape_of(
    service: Option<&'static Service>,
    operation: Option<&'static Operation>,
    code: &str,
) -> Option<&'static Shape> {
    let service = service?;
    let own = operation.map(|operation| operation.errors).unwrap_or_default();
    let own = || own.iter().map(|id| service.shape(*id));
    let all = || service.shapes.iter().filter(|shape| shape.error.is_some());
    let has_wire_code = |shape: &&Shape| shape.error.is_some_and(|error| error.code == Some(code));
    own()
        .find(|shape| shape.name == code)
        .or_else(|| own().find(|shape| has_wire_code(shape)))
        .or_else(|| all().find(|shape| shape.name == code))
        .or_else(|| all().find(|shape| has_wire_code(shape)))
}

struct Failure<'a> {
    service: Option<&'static Service>,
    shape: Option<&'static Shape>,
    error: &'a ApiError,
}

impl Failure<'_> {
    fn error_trait(&self) -> Option<ErrorTrait> {
        self.shape.and_then(|shape| shape.error)
    }

    fn status(&self) -> u16 {
        self.error_trait().and_then(|error| error.status).unwrap_or(self.error.status())
    }

    /// The code of the query and XML protocols.
    fn code(&self) -> &str {
        self.error_trait().and_then(|error| error.code).unwrap_or(self.shape_name())
    }

    /// The code of the JSON and CBOR protocols.
    fn shape_name(&self) -> &str {
        self.shape.map_or(self.error.code(), |shape| shape.name)
    }

    /// Who is to blame: `Sender` or `Receiver`.
    fn blame(&self) -> &'static str {
        if self.status() < 500 { "Sender" } else { "Receiver" }
    }

    fn members(&self) -> &'static [Member] {
        self.shape.map(Shape::members).unwrap_or_default()
    }

    fn message_member(&self) -> Option<&'static Member> {
        self.members().iter().find(|member| member.name.eq_ignore_ascii_case("message"))
    }

    /// The shape's members with the message among them, and those that the shape does not know.
    fn split_members(&self) -> (Struct, Struct) {
        let (mut known, mut unknown) = (Struct::new(), Struct::new());
        if let Some(member) = self.message_member() {
            known.push(member.name, self.error.message());
        }
        let in_body = self.error.members().iter().filter(|(name, _)| !name.starts_with(':'));
        for (name, value) in in_body {
            match self.members().iter().find(|member| member.name == name) {
                Some(member) => known.set(member.name, value.clone()),
                None => unknown.set(name.to_owned(), value.clone()),
            }
        }
        (known, unknown)
    }

    fn json_type(&self) -> String {
        let name = self.shape_name();
        let service = self.service.map_or("", |service| service.name);
        let namespace = match name {
            "SerializationException" | "UnknownOperationException" if service == "dynamodb" => {
                "com.amazon.coral.service#"
            }
            "ValidationException" if service == "dynamodb" => "com.amazon.coral.validate#",
            _ => JSON_NAMESPACES
                .iter()
                .find(|(own, _)| *own == service)
                .map_or("", |(_, namespace)| namespace),
        };
        format!("{namespace}{name}")
    }

    /// Services that once spoke awsQuery tell its code besides.
    fn query_header(&self, headers: &mut HeaderMap) {
        if !self.service.is_some_and(|service| service.is_query_compatible) {
            return;
        }
        let text = format!("{};{}", self.code(), self.blame());
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.insert(HeaderName::from_static("x-amzn-query-error"), value);
        }
    }

    /// Members of the error that the REST protocols carry in headers.
    fn bound_headers(&self, headers: &mut HeaderMap) {
        let Some(service) = self.service else { return };
        for member in self.members() {
            if let Some(value) = self.error.members().get(member.name) {
                write_header(service, member, value, headers);
            }
        }
    }

    /// Members called `:name` are headers that no model binds (`:x-amz-bucket-region` of S3).
    fn named_headers(&self, headers: &mut HeaderMap) {
        for (name, value) in self.error.members().iter() {
            if let (Some(name), Some(text)) = (name.strip_prefix(':'), plain_text(value)) {
                insert(headers, name, &text);
            }
        }
    }

    fn json(&self, kind: Option<String>) -> Bytes {
        let (known, unknown) = self.split_members();
        let mut out = vec![b'{'];
        let mut is_first = true;
        if let Some(kind) = kind {
            is_first = false;
            json_writer::write_string(&mut out, "__type");
            out.push(b':');
            json_writer::write_string(&mut out, &kind);
        }
        if self.message_member().is_none() {
            json_writer::comma(&mut out, &mut is_first);
            json_writer::write_string(&mut out, "message");
            out.push(b':');
            json_writer::write_string(&mut out, self.error.message());
        }
        if let Some(service) = self.service {
            json_writer::write_entries(&mut out, service, self.members(), &known, &mut is_first);
        }
        for (name, value) in unknown.iter() {
            json_writer::comma(&mut out, &mut is_first);
            json_writer::write_string(&mut out, name);
            out.push(b':');
            json_writer::write_document(&mut out, value);
        }
        out.push(b'}');
        Bytes::from(out)
    }

    fn cbor(&self) -> Bytes {
        let (known, unknown) = self.split_members();
        let mut out = Vec::new();
        cbor::open_map(&mut out);
        cbor::write_text(&mut out, "__type");
        cbor::write_text(&mut out, &self.cbor_type());
        if self.message_member().is_none() {
            cbor::write_text(&mut out, "message");
            cbor::write_text(&mut out, self.error.message());
        }
        if let Some(service) = self.service {
            cbor::write_entries(&mut out, service, self.members(), &known);
        }
        for (name, value) in unknown.iter() {
            cbor::write_text(&mut out, name);
            cbor::write_plain(&mut out, value);
        }
        cbor::close_map(&mut out);
        Bytes::from(out)
    }

    /// The protocol wants an absolute shape id here.
    fn cbor_type(&self) -> String {
        let service = self.service.map_or("", |service| service.name);
        let namespace: String = service.chars().filter(char::is_ascii_alphanumeric).collect();
        format!("com.amazonaws.{namespace}#{}", self.shape_name())
    }

    fn wrapped_xml(&self, request_id: &str) -> Bytes {
        let mut out = String::with_capacity(512);
        let namespace = self.service.and_then(default_namespace);
        xml_writer::open(&mut out, "ErrorResponse", namespace);
        xml_writer::open(&mut out, "Error", None);
        xml_writer::leaf(&mut out, "Type", self.blame());
        self.xml_content(&mut out);
        xml_writer::close(&mut out, "Error");
        xml_writer::leaf(&mut out, "RequestId", request_id);
        xml_writer::close(&mut out, "ErrorResponse");
        Bytes::from(out)
    }

    fn ec2_xml(&self, request_id: &str) -> Bytes {
        let mut out = XML_DECLARATION.to_owned();
        out.push_str("<Response><Errors><Error>");
        self.xml_content(&mut out);
        out.push_str("</Error></Errors>");
        xml_writer::leaf(&mut out, "RequestID", request_id);
        out.push_str("</Response>");
        Bytes::from(out)
    }

    fn s3_xml(&self, request_id: &str) -> Bytes {
        let mut out = XML_DECLARATION.to_owned();
        xml_writer::open(&mut out, "Error", None);
        self.xml_content(&mut out);
        xml_writer::leaf(&mut out, "RequestId", request_id);
        xml_writer::leaf(&mut out, "HostId", &reply::host_id(request_id));
        xml_writer::close(&mut out, "Error");
        Bytes::from(out)
    }

    /// `Code`, `Message` and the further members.
    fn xml_content(&self, out: &mut String) {
        let (mut known, unknown) = self.split_members();
        xml_writer::leaf(out, "Code", self.code());
        xml_writer::leaf(out, "Message", self.error.message());
        if let Some(member) = self.message_member() {
            known.remove(member.name);
        }
        let Some(service) = self.service else { return };
        XmlWriter::new(service).members(out, self.members(), &known);
        for (name, value) in unknown.iter() {
            if let Some(text) = plain_text(value) {
                xml_writer::leaf(out, name, &text);
            }
        }
    }
}

/// The text of a member that no shape describes.
fn plain_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Int(value) => Some(value.to_string()),
        Value::Float(value) => Some(text::write_float(*value)),
        Value::Timestamp(at) => Some(at.iso8601_millis()),
        Value::Null | Value::Blob(_) | Value::List(_) | Value::Struct(_) | Value::Body(_) => None,
    }
}
