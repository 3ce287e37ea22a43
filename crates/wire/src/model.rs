//! What the API models say: services, operations, shapes.
//!
//! The types only; [`crate::archive`] loads them. Everything is `&'static`: a service's model is
//! read once, on its first request, and kept.

use std::fmt;
use std::sync::OnceLock;

use http::HeaderName;

use crate::route::RouteTable;

/// What is known of a service without loading its model: enough to route a request to it.
#[derive(Debug)]
pub struct ServiceEntry {
    /// The service's name in the AWS CLI and in botocore's data folder: `sqs`, `apigatewayv2`.
    pub name: &'static str,
    /// `serviceId` of the model: `SQS`, `S3 Control`.
    pub service_id: &'static str,
    pub signing_name: &'static str,
    pub endpoint_prefix: &'static str,
    /// The part of `X-Amz-Target` before the dot, for the JSON protocols.
    pub target_prefix: Option<&'static str>,
    pub api_version: &'static str,
    /// The protocols it speaks, the preferred one first.
    pub protocols: &'static [Protocol],
    /// Number of operations in the model.
    pub operation_count: usize,
    /// One endpoint for all regions: IAM, Route 53, CloudFront, …
    pub is_global: bool,
    pub(crate) model: OnceLock<&'static Service>,
    pub(crate) routes: OnceLock<RouteTable>,
    /// Where the compressed model lies in the archive.
    pub(crate) offset: usize,
    pub(crate) compressed_len: usize,
    pub(crate) len: usize,
}

/// The protocols that AWS services speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    AwsJson1_0,
    AwsJson1_1,
    AwsQuery,
    Ec2Query,
    RestJson1,
    RestXml,
    RpcV2Cbor,
    /// As `AwsJson1_1`, with bodies in CBOR: what AWS's SDKs for Java speak to Kinesis. No model
    /// names it.
    AwsCbor1_1,
}

/// A service's model.
#[derive(Clone, Debug, Default)]
pub struct Service {
    pub name: &'static str,
    /// XML namespace of the service's documents, when it has one.
    pub xml_namespace: Option<&'static str>,
    /// Errors carry the awsQuery code in `x-amzn-query-error` (SQS, CloudWatch, …).
    pub is_query_compatible: bool,
    /// Sorted by name.
    pub operations: &'static [Operation],
    /// Indexed by [`ShapeId`].
    pub shapes: &'static [Shape],
}

#[derive(Clone, Debug, Default)]
pub struct Operation {
    pub name: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// Path template with labels (`/{Bucket}/{Key+}`) and, after `?`, fixed query members.
    pub uri: &'static str,
    /// Status of a success.
    pub status: u16,
    pub input: Option<ShapeId>,
    pub output: Option<ShapeId>,
    /// restXml: the element in which the *input* is wrapped, when there is no payload member.
    pub input_location_name: Option<&'static str>,
    pub input_xml_namespace: Option<XmlNamespace>,
    /// awsQuery: the element in which the output is wrapped (`SendMessageResult`).
    pub result_wrapper: Option<&'static str>,
    pub errors: &'static [ShapeId],
    /// Host prefix template (`{AccountId}.`), as clients prepend it to the endpoint.
    pub host_prefix: Option<&'static str>,
    pub auth_none: bool,
    /// A checksum of the request is required (`Content-MD5` or `x-amz-checksum-*`).
    pub checksum_required: bool,
    /// Members of the input that name the checksum algorithm, or switch validation on.
    pub checksum_algorithm_member: Option<&'static str>,
    pub checksum_mode_member: Option<&'static str>,
    /// Algorithms whose checksums a response may carry.
    pub response_checksums: &'static [&'static str],
    /// Clients may compress the request body with gzip.
    pub may_compress_request: bool,
    /// Clients do not sign the body (`UNSIGNED-PAYLOAD`).
    pub is_payload_unsigned: bool,
    pub is_idempotent: bool,
    pub is_read_only: bool,
    pub is_deprecated: bool,
    pub has_event_stream_input: bool,
    pub has_event_stream_output: bool,
}

/// Index into [`Service::shapes`].
pub type ShapeId = u32;

#[derive(Clone, Debug, Default)]
pub struct Shape {
    pub name: &'static str,
    pub kind: ShapeKind,
    /// `min` and `max`: length of strings, blobs, lists and maps; value of numbers.
    pub min: Option<f64>,
    pub max: Option<f64>,
    pub pattern: Option<&'static str>,
    /// Values of an enum.
    pub values: &'static [&'static str],
    pub timestamp_format: Option<TimestampFormat>,
    /// Set on error shapes.
    pub error: Option<ErrorTrait>,
    pub is_sensitive: bool,
}

#[derive(Clone, Debug, Default)]
pub enum ShapeKind {
    Structure {
        members: &'static [Member],
        is_union: bool,
        is_event_stream: bool,
        /// restJson/restXml: the member that is the whole body.
        payload: Option<&'static str>,
        is_document: bool,
        xml_namespace: Option<XmlNamespace>,
        location_name: Option<&'static str>,
        /// ec2/restXml oddities: structure is wrapped, or is an event of a stream.
        is_wrapper: bool,
        is_event: bool,
    },
    List {
        member: &'static Member,
        is_flattened: bool,
    },
    Map {
        key: &'static Member,
        value: &'static Member,
        is_flattened: bool,
    },
    #[default]
    String,
    Blob {
        is_streaming: bool,
        requires_length: bool,
    },
    Boolean,
    Byte,
    Short,
    Integer,
    Long,
    Float,
    Double,
    BigInteger,
    BigDecimal,
    Timestamp,
    /// JSON of any form.
    Document,
}

/// A reference to a shape, with the traits that stand at the reference.
#[derive(Clone, Debug, Default)]
pub struct Member {
    /// Name in the model; empty for members of lists and maps that have none.
    pub name: &'static str,
    pub shape: ShapeId,
    pub is_required: bool,
    pub location: Location,
    /// Name on the wire, where it differs from `name`.
    pub location_name: Option<&'static str>,
    /// ec2Query: name on the wire of a request, where given apart. awsQuery: name on the wire in
    /// both directions, of services whose JSON names differ from it (SQS).
    pub query_name: Option<&'static str>,
    pub is_flattened: bool,
    pub is_xml_attribute: bool,
    pub xml_namespace: Option<XmlNamespace>,
    pub timestamp_format: Option<TimestampFormat>,
    pub is_idempotency_token: bool,
    pub is_streaming: bool,
    pub is_host_label: bool,
    pub is_json_value: bool,
    pub is_event_payload: bool,
    pub is_event_header: bool,
    pub is_deprecated: bool,
    /// Members of lists and values of maps: null is a value.
    pub is_sparse: bool,
    /// See [`Member::header_name`].
    pub header: LazyName,
}

/// The name of a header, made when it is first asked for.
#[derive(Clone, Default)]
pub struct LazyName(OnceLock<HeaderName>);

impl LazyName {
    pub const fn new() -> LazyName {
        LazyName(OnceLock::new())
    }
}

impl fmt::Debug for LazyName {
    /// Whether it was made is nothing that the model says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("_")
    }
}

/// Where a member stands in an HTTP message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Location {
    #[default]
    Body,
    Uri,
    Querystring,
    Header,
    /// Prefix headers (`x-amz-meta-`): a map.
    Headers,
    StatusCode,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampFormat {
    Iso8601,
    UnixTimestamp,
    Rfc822,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct XmlNamespace {
    pub uri: &'static str,
    pub prefix: Option<&'static str>,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct ErrorTrait {
    /// Code on the wire, where it differs from the shape's name (`AWS.SimpleQueueService.…`).
    pub code: Option<&'static str>,
    pub status: Option<u16>,
    /// The client is to blame (`Sender`) and not the service (`Receiver`).
    pub is_sender_fault: bool,
}

impl Service {
    pub fn operation(&self, name: &str) -> Option<&'static Operation> {
        let operations: &'static [Operation] = self.operations;
        operations
            .binary_search_by(|operation| operation.name.cmp(name))
            .ok()
            .map(|at| &operations[at])
    }

    pub fn shape(&self, id: ShapeId) -> &'static Shape {
        let shapes: &'static [Shape] = self.shapes;
        &shapes[id as usize]
    }
}

impl Member {
    /// The name in JSON, CBOR and XML bodies, in queries and in headers.
    pub fn wire_name(&self) -> &'static str {
        self.location_name.unwrap_or(self.name)
    }

    /// The name of the header in which it stands. Made once: to read a name costs more than to look
    /// for the header.
    pub fn header_name(&self) -> &HeaderName {
        self.header.0.get_or_init(|| {
            let name = HeaderName::try_from(self.wire_name());
            name.unwrap_or_else(|_| HeaderName::from_static("x-no-name-of-a-header"))
        })
    }

    /// The name in awsQuery, in both directions.
    pub fn query_wire_name(&self) -> &'static str {
        self.query_name.unwrap_or_else(|| self.wire_name())
    }
}

impl Shape {
    /// Members of a structure; none for other shapes.
    pub fn members(&self) -> &'static [Member] {
        match &self.kind {
            ShapeKind::Structure { members, .. } => members,
            _ => &[],
        }
    }

    pub fn member(&self, name: &str) -> Option<&'static Member> {
        self.members().iter().find(|member| member.name == name)
    }
}
