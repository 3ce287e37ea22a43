//! Values → headers and bodies of restJson1 and restXml, for replies and for clients' requests.

use std::borrow::Cow;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue};
use kernel::body::Body;
use kernel::value::{Struct, Value};

use crate::model::{Location, Member, Protocol, Service, ShapeId, ShapeKind, TimestampFormat};
use crate::model::{Operation, XmlNamespace};
use crate::protocol::xml_writer::{self, XmlWriter};
use crate::protocol::{bound, payload_member, text};
use crate::protocol::{eventstream, is_event_stream, is_streaming, json_writer};

pub(crate) const XML_DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Root elements of S3's replies: AWS's clients know them, the models do not name them.
/// Source: "Response Syntax" of each operation in the Amazon S3 API Reference.
const S3_ROOTS: &[(&str, &str)] = &[
    ("CompleteMultipartUpload", "CompleteMultipartUploadResult"),
    ("CreateMultipartUpload", "InitiateMultipartUploadResult"),
    ("CreateSession", "CreateSessionResult"),
    ("DeleteObjects", "DeleteResult"),
    ("GetBucketAccelerateConfiguration", "AccelerateConfiguration"),
    ("GetBucketAcl", "AccessControlPolicy"),
    ("GetBucketCors", "CORSConfiguration"),
    ("GetBucketLifecycle", "LifecycleConfiguration"),
    ("GetBucketLifecycleConfiguration", "LifecycleConfiguration"),
    ("GetBucketLogging", "BucketLoggingStatus"),
    ("GetBucketNotification", "NotificationConfiguration"),
    ("GetBucketNotificationConfiguration", "NotificationConfiguration"),
    ("GetBucketRequestPayment", "RequestPaymentConfiguration"),
    ("GetBucketTagging", "Tagging"),
    ("GetBucketVersioning", "VersioningConfiguration"),
    ("GetBucketWebsite", "WebsiteConfiguration"),
    ("GetObjectAcl", "AccessControlPolicy"),
    ("GetObjectAttributes", "GetObjectAttributesResponse"),
    ("GetObjectLegalHold", "LegalHold"),
    ("GetObjectRetention", "Retention"),
    ("GetObjectTagging", "Tagging"),
    ("ListBucketAnalyticsConfigurations", "ListBucketAnalyticsConfigurationResult"),
    ("ListBucketInventoryConfigurations", "ListInventoryConfigurationsResult"),
    ("ListBucketMetricsConfigurations", "ListMetricsConfigurationsResult"),
    ("ListBuckets", "ListAllMyBucketsResult"),
    ("ListDirectoryBuckets", "ListAllMyDirectoryBucketsResult"),
    ("ListMultipartUploads", "ListMultipartUploadsResult"),
    ("ListObjectVersions", "ListVersionsResult"),
    ("ListObjects", "ListBucketResult"),
    ("ListObjectsV2", "ListBucketResult"),
    ("ListParts", "ListPartsResult"),
    ("UploadPartCopy", "CopyPartResult"),
];

/// A structure that is spread over headers and body.
pub(crate) struct Spread<'a> {
    pub(crate) service: &'static Service,
    pub(crate) operation: &'static Operation,
    pub(crate) protocol: Protocol,
    pub(crate) shape: ShapeId,
    pub(crate) value: &'a Struct,
    pub(crate) is_reply: bool,
}

impl Spread<'_> {
    /// Sets the headers of all members that are bound to headers.
    pub(crate) fn write_headers(&self, headers: &mut HeaderMap) {
        for (member, value) in bound(self.service.shape(self.shape).members(), self.value) {
            write_header(self.service, member, value, headers);
        }
    }

    /// The body; its content type is set unless a member has set one.
    pub(crate) fn write_body(&self, headers: &mut HeaderMap) -> Body {
        let members = self.service.shape(self.shape).members();
        match payload_member(self.service, Some(self.shape)) {
            Some(member) => self.payload(member, headers),
            None if members.iter().any(|member| member.location == Location::Body) => {
                self.document(members, headers)
            }
            None if members.is_empty() && self.protocol == Protocol::RestJson1 && self.is_reply => {
                content_type(headers, "application/json");
                Body::from(bytes::Bytes::from_static(b"{}"))
            }
            None => Body::empty(),
        }
    }

    fn document(&self, members: &'static [Member], headers: &mut HeaderMap) -> Body {
        if self.protocol == Protocol::RestJson1 {
            content_type(headers, "application/json");
            let mut out = Vec::with_capacity(256);
            json_writer::write_members(&mut out, self.service, members, self.value);
            return Body::from(bytes::Bytes::from(out));
        }
        content_type(headers, "application/xml");
        let mut out = XML_DECLARATION.to_owned();
        let writer = XmlWriter::new(self.service);
        let default = default_namespace(self.service);
        if self.is_reply {
            if let Some(text) = self.unwrapped() {
                let namespace = default;
                xml_writer::open(&mut out, "LocationConstraint", namespace);
                xml_writer::escape(&mut out, text);
                xml_writer::close(&mut out, "LocationConstraint");
            } else {
                let root = self.reply_root();
                let namespace = self.shape_namespace().or(default);
                writer.structure(&mut out, root, members, self.value, namespace);
            }
        } else {
            let root = self.operation.input_location_name;
            let root = root.unwrap_or(self.service.shape(self.shape).name);
            let namespace =
                self.operation.input_xml_namespace.or(self.shape_namespace()).or(default);
            writer.structure(&mut out, root, members, self.value, namespace);
        }
        Body::from(bytes::Bytes::from(out))
    }

    fn shape_namespace(&self) -> Option<XmlNamespace> {
        match self.service.shape(self.shape).kind {
            ShapeKind::Structure { xml_namespace, .. } => xml_namespace,
            _ => None,
        }
    }

    /// GetBucketLocation answers its only member as the root element.
    fn unwrapped(&self) -> Option<&str> {
        let is_location = self.service.name == "s3" && self.operation.name == "GetBucketLocation";
        is_location.then(|| self.value.str("LocationConstraint").unwrap_or(""))
    }

    fn reply_root(&self) -> &'static str {
        if self.service.name == "s3"
            && let Ok(at) = S3_ROOTS.binary_search_by(|(name, _)| name.cmp(&self.operation.name))
        {
            return S3_ROOTS[at].1;
        }
        let shape = self.service.shape(self.shape);
        match shape.kind {
            ShapeKind::Structure { location_name: Some(name), .. } => name,
            _ => shape.name,
        }
    }

    fn payload(&self, member: &'static Member, headers: &mut HeaderMap) -> Body {
        let value = self.value.get(member.name).filter(|value| **value != Value::Null);
        if is_event_stream(self.service, member) {
            content_type(headers, "application/vnd.amazon.eventstream");
            if let Some(Value::Body(body)) = value {
                return eventstream::encode_live(self.service, member, self.protocol, body.clone());
            }
            let events = value.and_then(Value::as_list).unwrap_or_default();
            return eventstream::encode_events(self.service, member, self.protocol, events);
        }
        let kind = &self.service.shape(member.shape).kind;
        let Some(value) = value else {
            return self.absent_payload(kind, headers);
        };
        match value {
            Value::Body(body) => {
                if !is_streaming(self.service, member) || !body.is_empty() || self.is_reply {
                    content_type(headers, "application/octet-stream");
                }
                body.clone()
            }
            Value::Blob(bytes) => {
                content_type(headers, "application/octet-stream");
                Body::from(bytes.clone())
            }
            Value::String(text) if matches!(kind, ShapeKind::String) => {
                content_type(headers, "text/plain");
                Body::from(bytes::Bytes::from(text.clone().into_bytes()))
            }
            value if self.protocol == Protocol::RestJson1 => {
                content_type(headers, "application/json");
                let mut out = Vec::with_capacity(256);
                json_writer::write_value(&mut out, self.service, member, value);
                Body::from(bytes::Bytes::from(out))
            }
            value => self.xml_payload(member, value, headers),
        }
    }

    /// restJson1 clients expect an object where a structure may stand.
    fn absent_payload(&self, kind: &ShapeKind, headers: &mut HeaderMap) -> Body {
        let is_plain = matches!(kind, ShapeKind::Structure { is_union: false, .. });
        if self.protocol == Protocol::RestJson1 && is_plain && !self.is_reply {
            content_type(headers, "application/json");
            return Body::from(bytes::Bytes::from_static(b"{}"));
        }
        Body::empty()
    }

    fn xml_payload(&self, member: &'static Member, value: &Value, headers: &mut HeaderMap) -> Body {
        content_type(headers, "application/xml");
        let shape = self.service.shape(member.shape);
        let own = match shape.kind {
            ShapeKind::Structure { location_name, .. } => location_name,
            _ => None,
        };
        let listed = S3_ROOTS.binary_search_by(|(name, _)| name.cmp(&self.operation.name));
        let root = match listed {
            Ok(at) if self.service.name == "s3" && self.is_reply => S3_ROOTS[at].1,
            _ => member.location_name.or(own).unwrap_or(shape.name),
        };
        let default = default_namespace(self.service);
        let has_own = member.xml_namespace.is_some() || self.namespace_of(member).is_some();
        let namespace = if has_own { None } else { default };
        let mut out = XML_DECLARATION.to_owned();
        let writer = XmlWriter::new(self.service);
        writer.element(&mut out, root, member, value, namespace);
        Body::from(bytes::Bytes::from(out))
    }

    fn namespace_of(&self, member: &Member) -> Option<XmlNamespace> {
        match self.service.shape(member.shape).kind {
            ShapeKind::Structure { xml_namespace, .. } => xml_namespace,
            _ => None,
        }
    }
}

/// The namespace of a restXml service's documents. Models without one of their own name it where
/// their requests carry a document.
pub(crate) fn default_namespace(service: &'static Service) -> Option<XmlNamespace> {
    let of_operation = |operation: &'static Operation| {
        let payload = payload_member(service, operation.input);
        operation.input_xml_namespace.or(payload.and_then(|member| member.xml_namespace))
    };
    let own = service.xml_namespace.map(|uri| XmlNamespace { uri, prefix: None });
    let operations: &'static [Operation] = service.operations;
    own.or_else(|| operations.iter().find_map(of_operation))
}

pub(crate) fn content_type(headers: &mut HeaderMap, value: &'static str) {
    if !headers.contains_key(CONTENT_TYPE) {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(value));
    }
}

/// Sets the header, or the headers, of a member that is bound to one.
pub(crate) fn write_header(
    service: &'static Service,
    member: &'static Member,
    value: &Value,
    headers: &mut HeaderMap,
) {
    match (member.location, value) {
        (_, Value::Null) => {}
        (Location::Headers, Value::Struct(entries)) => {
            for (key, item) in entries.iter() {
                if let Some(text) = item.as_str() {
                    insert(headers, &format!("{}{key}", member.wire_name()), text);
                }
            }
        }
        (Location::Header, Value::List(items)) => {
            let ShapeKind::List { member: item, .. } = &service.shape(member.shape).kind else {
                return;
            };
            let is_text = matches!(service.shape(item.shape).kind, ShapeKind::String);
            let parts: Vec<Cow<'_, str>> = items
                .iter()
                .filter_map(|value| text::write(service, item, value, TimestampFormat::Rfc822))
                .map(|part| if is_text { quote(part) } else { part })
                .collect();
            insert_bound(headers, member, &parts.join(", "));
        }
        (Location::Header, value) if member.is_json_value => {
            let json = match value {
                Value::String(text) => text.clone().into_bytes(),
                value => {
                    let mut out = Vec::new();
                    json_writer::write_document(&mut out, value);
                    out
                }
            };
            insert_bound(headers, member, &BASE64_STANDARD.encode(json));
        }
        (Location::Header, value) => {
            if let Some(text) = text::write(service, member, value, TimestampFormat::Rfc822) {
                insert_bound(headers, member, &text);
            }
        }
        _ => {}
    }
}

/// Items with commas or quotes are quoted.
fn quote(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains([',', '"']) {
        return text;
    }
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    Cow::Owned(format!("\"{escaped}\""))
}

/// As [`insert`], for a member that stands in a header of its own.
fn insert_bound(headers: &mut HeaderMap, member: &'static Member, value: &str) {
    if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
        headers.insert(member.header_name(), value);
    }
}

/// A name or value that HTTP cannot carry is left out: it cannot have come in by HTTP either.
pub(crate) fn insert(headers: &mut HeaderMap, name: &str, value: &str) {
    if let (Ok(name), Ok(value)) =
        (HeaderName::try_from(name), HeaderValue::from_bytes(value.as_bytes()))
    {
        headers.insert(name, value);
    }
}
