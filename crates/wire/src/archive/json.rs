//! Reads a model from the JSON in which botocore publishes it (`service-2.json`).
//!
//! Used by the generator of the archive and by the conformance tests, whose cases carry their own
//! models. What it makes lives as long as the process: models are `&'static`.

use std::collections::HashMap;

use serde_json::{Map, Value as Json};

use crate::model::{
    ErrorTrait, LazyName, Location, Member, Operation, Protocol, Service, Shape, ShapeId,
    ShapeKind, TimestampFormat, XmlNamespace,
};

type Object = Map<String, Json>;

/// What is wrong with a model.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ModelError(String);

/// What the index of the archive says of a service, taken from `metadata`.
#[derive(Debug)]
pub struct Metadata {
    pub service_id: &'static str,
    pub signing_name: &'static str,
    pub endpoint_prefix: &'static str,
    pub target_prefix: Option<&'static str>,
    pub api_version: &'static str,
    pub protocols: Vec<Protocol>,
}

/// Reads `metadata`.
pub fn metadata(json: &Json) -> Result<Metadata, ModelError> {
    let meta = object(json, "metadata")?;
    let endpoint_prefix = text(meta, "endpointPrefix").unwrap_or_default();
    Ok(Metadata {
        service_id: text(meta, "serviceId").unwrap_or_default(),
        signing_name: text(meta, "signingName").unwrap_or(endpoint_prefix),
        endpoint_prefix,
        target_prefix: text(meta, "targetPrefix"),
        api_version: text(meta, "apiVersion").unwrap_or_default(),
        protocols: protocols(meta)?,
    })
}

/// Reads a model: `metadata`, `operations` and `shapes`.
pub fn from_json(name: &str, json: &Json) -> Result<&'static Service, ModelError> {
    let meta = object(json, "metadata")?;
    let mut reader = Reader::new(object(json, "shapes")?);
    let mut operations = object(json, "operations")?
        .iter()
        .map(|(name, operation)| reader.operation(name, operation))
        .collect::<Result<Vec<_>, _>>()?;
    operations.sort_by_key(|operation| operation.name);
    let is_query_compatible = meta.contains_key("awsQueryCompatible");
    if protocols(meta)?.contains(&Protocol::AwsQuery) {
        wrap_results(&mut operations);
    }
    let shapes = reader.shapes()?;
    for operation in &mut operations {
        let streams = |id: Option<ShapeId>| id.is_some_and(|id| has_event_stream(&shapes, id));
        operation.has_event_stream_input = streams(operation.input);
        operation.has_event_stream_output = streams(operation.output);
    }
    Ok(Box::leak(Box::new(Service {
        name: leak(name),
        xml_namespace: text(meta, "xmlNamespace")
            .or_else(|| meta.get("xmlNamespace").and_then(|ns| text(ns.as_object()?, "uri"))),
        is_query_compatible,
        operations: operations.leak(),
        shapes: shapes.leak(),
    })))
}

/// The protocols of a service, the preferred one first.
fn protocols(meta: &Object) -> Result<Vec<Protocol>, ModelError> {
    let listed: Vec<&str> = match meta.get("protocols").and_then(Json::as_array) {
        Some(names) if !names.is_empty() => names.iter().filter_map(Json::as_str).collect(),
        _ => meta.get("protocol").and_then(Json::as_str).into_iter().collect(),
    };
    let json_version = text(meta, "jsonVersion").unwrap_or("1.0");
    listed.into_iter().map(|name| protocol(name, json_version)).collect()
}

fn protocol(name: &str, json_version: &str) -> Result<Protocol, ModelError> {
    Ok(match name {
        "json" if json_version == "1.1" => Protocol::AwsJson1_1,
        "json" => Protocol::AwsJson1_0,
        "query" => Protocol::AwsQuery,
        "ec2" => Protocol::Ec2Query,
        "rest-json" => Protocol::RestJson1,
        "rest-xml" => Protocol::RestXml,
        "smithy-rpc-v2-cbor" => Protocol::RpcV2Cbor,
        _ => return Err(ModelError(format!("unknown protocol {name}"))),
    })
}

/// Services that speak awsQuery beside another protocol lack the wrappers of their results.
fn wrap_results(operations: &mut [Operation]) {
    for operation in operations {
        if operation.result_wrapper.is_none() && operation.output.is_some() {
            operation.result_wrapper = Some(leak(&format!("{}Result", operation.name)));
        }
    }
}

fn has_event_stream(shapes: &[Shape], id: ShapeId) -> bool {
    shapes[id as usize].members().iter().any(|member| {
        matches!(
            shapes[member.shape as usize].kind,
            ShapeKind::Structure { is_event_stream: true, .. }
        )
    })
}

struct Reader<'a> {
    json: &'a Object,
    ids: HashMap<&'a str, ShapeId>,
    /// Errors whose traits stand at the operations that list them (older models).
    listed_errors: HashMap<&'a str, &'a Object>,
}

impl<'a> Reader<'a> {
    fn new(json: &'a Object) -> Reader<'a> {
        let ids = json.keys().enumerate().map(|(id, name)| (name.as_str(), id as ShapeId));
        Reader { json, ids: ids.collect(), listed_errors: HashMap::new() }
    }

    fn operation(&mut self, name: &str, json: &'a Json) -> Result<Operation, ModelError> {
        let json = json.as_object().ok_or_else(|| not_an_object(name))?;
        let http = json.get("http").and_then(Json::as_object);
        let input = json.get("input").and_then(Json::as_object);
        let output = json.get("output").and_then(Json::as_object);
        let checksum = json.get("httpChecksum").and_then(Json::as_object);
        let listed = json.get("errors").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
        let mut errors = Vec::with_capacity(listed.len());
        for error in listed.iter().filter_map(Json::as_object) {
            errors.push(self.shape_of(error)?);
            if let (Some(name), true) = (error["shape"].as_str(), error.contains_key("error")) {
                self.listed_errors.insert(name, error);
            }
        }
        let checksum_text = |key| checksum.and_then(|checksum| text(checksum, key));
        Ok(Operation {
            name: leak(name),
            method: http.and_then(|http| text(http, "method")).unwrap_or("POST"),
            uri: http.and_then(|http| text(http, "requestUri")).unwrap_or("/"),
            status: http.and_then(|http| http.get("responseCode")?.as_u64()).unwrap_or(200) as u16,
            input: input.map(|input| self.shape_of(input)).transpose()?,
            output: output.map(|output| self.shape_of(output)).transpose()?,
            input_location_name: input.and_then(|input| text(input, "locationName")),
            input_xml_namespace: input.and_then(xml_namespace),
            result_wrapper: output.and_then(|output| text(output, "resultWrapper")),
            errors: errors.leak(),
            host_prefix: json
                .get("endpoint")
                .and_then(|endpoint| text(endpoint.as_object()?, "hostPrefix")),
            auth_none: text(json, "authtype") == Some("none")
                || json
                    .get("auth")
                    .and_then(Json::as_array)
                    .is_some_and(|auth| auth.iter().any(|scheme| scheme == "smithy.api#noAuth")),
            checksum_required: flag(json, "httpChecksumRequired")
                || checksum.is_some_and(|checksum| flag(checksum, "requestChecksumRequired")),
            checksum_algorithm_member: checksum_text("requestAlgorithmMember"),
            checksum_mode_member: checksum_text("requestValidationModeMember"),
            response_checksums: checksum
                .map_or(&[][..], |checksum| texts(checksum, "responseAlgorithms")),
            may_compress_request: json.contains_key("requestcompression"),
            is_payload_unsigned: flag(json, "unsignedPayload"),
            is_idempotent: flag(json, "idempotent"),
            is_read_only: flag(json, "readonly"),
            is_deprecated: flag(json, "deprecated"),
            has_event_stream_input: false,
            has_event_stream_output: false,
        })
    }

    fn shapes(&self) -> Result<Vec<Shape>, ModelError> {
        self.json.iter().map(|(name, json)| self.shape(name, json)).collect()
    }

    fn shape(&self, name: &str, json: &Json) -> Result<Shape, ModelError> {
        let json = json.as_object().ok_or_else(|| not_an_object(name))?;
        Ok(Shape {
            name: leak(name),
            kind: self.kind(name, json)?,
            min: json.get("min").and_then(Json::as_f64),
            max: json.get("max").and_then(Json::as_f64),
            pattern: text(json, "pattern"),
            values: texts(json, "enum"),
            timestamp_format: timestamp_format(json)?,
            error: self.error(name, json),
            is_sensitive: flag(json, "sensitive"),
        })
    }

    fn kind(&self, name: &str, json: &Object) -> Result<ShapeKind, ModelError> {
        let is_flattened = flag(json, "flattened");
        let inner = |key: &str| -> Result<&'static Member, ModelError> {
            let reference = json.get(key).and_then(Json::as_object);
            let reference = reference.ok_or_else(|| ModelError(format!("{name} lacks {key}")))?;
            let mut member = self.member("", reference, false)?;
            member.is_sparse = flag(json, "sparse") && key != "key";
            Ok(Box::leak(Box::new(member)))
        };
        Ok(match text(json, "type").unwrap_or_default() {
            "structure" if flag(json, "document") && is_bare_document(json) => ShapeKind::Document,
            "structure" => self.structure(json)?,
            "list" => ShapeKind::List { member: inner("member")?, is_flattened },
            "map" => ShapeKind::Map { key: inner("key")?, value: inner("value")?, is_flattened },
            "string" | "character" => ShapeKind::String,
            "blob" => ShapeKind::Blob {
                is_streaming: flag(json, "streaming"),
                requires_length: flag(json, "requiresLength"),
            },
            "boolean" => ShapeKind::Boolean,
            "byte" => ShapeKind::Byte,
            "short" => ShapeKind::Short,
            "integer" => ShapeKind::Integer,
            "long" => ShapeKind::Long,
            "float" => ShapeKind::Float,
            "double" => ShapeKind::Double,
            "biginteger" | "bigInteger" => ShapeKind::BigInteger,
            "bigdecimal" | "bigDecimal" => ShapeKind::BigDecimal,
            "timestamp" => ShapeKind::Timestamp,
            "document" => ShapeKind::Document,
            other => return Err(ModelError(format!("{name} has the unknown type {other:?}"))),
        })
    }

    fn structure(&self, json: &Object) -> Result<ShapeKind, ModelError> {
        let required = texts(json, "required");
        let no_members = Map::new();
        let members = json.get("members").and_then(Json::as_object).unwrap_or(&no_members);
        let members = members
            .iter()
            .map(|(name, reference)| {
                let reference = reference.as_object().ok_or_else(|| not_an_object(name))?;
                self.member(name, reference, required.contains(&name.as_str()))
            })
            .collect::<Result<Vec<_>, _>>()?;
        Ok(ShapeKind::Structure {
            members: members.leak(),
            is_union: flag(json, "union"),
            is_event_stream: flag(json, "eventstream"),
            payload: text(json, "payload"),
            is_document: flag(json, "document"),
            xml_namespace: xml_namespace(json),
            location_name: text(json, "locationName"),
            is_wrapper: flag(json, "wrapper"),
            is_event: flag(json, "event"),
        })
    }

    /// A reference to a shape. Traits of serialisation that the shape carries hold for every
    /// reference that does not say otherwise, as botocore reads them.
    fn member(
        &self,
        name: &str,
        reference: &Object,
        is_required: bool,
    ) -> Result<Member, ModelError> {
        let shape = self.shape_of(reference)?;
        let target = reference["shape"].as_str().and_then(|name| self.json[name].as_object());
        let target = target.ok_or_else(|| not_an_object(name))?;
        let text = |key| text(reference, key).or_else(|| text(target, key));
        let flag = |key| flag(reference, key) || flag(target, key);
        let own_flag = |key| reference.get(key).and_then(Json::as_bool).unwrap_or(false);
        Ok(Member {
            name: leak(name),
            shape,
            is_required,
            location: location(text("location"))?,
            location_name: text("locationName").filter(|wire_name| *wire_name != name),
            query_name: text("queryName"),
            is_flattened: flag("flattened"),
            is_xml_attribute: flag("xmlAttribute"),
            xml_namespace: xml_namespace(reference).or_else(|| xml_namespace(target)),
            timestamp_format: match timestamp_format(reference)? {
                Some(format) => Some(format),
                None => timestamp_format(target)?,
            },
            is_idempotency_token: flag("idempotencyToken"),
            is_streaming: flag("streaming"),
            is_host_label: flag("hostLabel"),
            is_json_value: flag("jsonvalue"),
            is_event_payload: flag("eventpayload"),
            is_event_header: flag("eventheader"),
            is_deprecated: own_flag("deprecated"),
            is_sparse: false,
            header: LazyName::new(),
        })
    }

    fn error(&self, name: &str, json: &Object) -> Option<ErrorTrait> {
        let listed = self.listed_errors.get(name).copied();
        let given = json.get("error").or_else(|| listed?.get("error")).and_then(Json::as_object);
        if given.is_none() && !flag(json, "exception") && listed.is_none() {
            return None;
        }
        let is_fault = flag(json, "fault");
        let status = given.and_then(|error| error.get("httpStatusCode")?.as_u64());
        Some(ErrorTrait {
            code: given.and_then(|error| text(error, "code")).filter(|code| *code != name),
            status: status.map(|status| status as u16).or(is_fault.then_some(500)),
            is_sender_fault: given.map_or(!is_fault, |error| {
                flag(error, "senderFault")
                    || (status.is_none_or(|status| status < 500) && !is_fault)
            }),
        })
    }

    fn shape_of(&self, reference: &Object) -> Result<ShapeId, ModelError> {
        let name = reference.get("shape").and_then(Json::as_str).unwrap_or_default();
        let id = self.ids.get(name).copied();
        id.ok_or_else(|| ModelError(format!("reference to the unknown shape {name:?}")))
    }
}

/// A document type proper, not a structure that is sent as one: it names no members.
fn is_bare_document(json: &Object) -> bool {
    json.get("members").and_then(Json::as_object).is_none_or(Map::is_empty)
}

fn object<'a>(json: &'a Json, key: &str) -> Result<&'a Object, ModelError> {
    json.get(key).and_then(Json::as_object).ok_or_else(|| not_an_object(key))
}

fn not_an_object(name: &str) -> ModelError {
    ModelError(format!("{name} is not an object"))
}

fn text(json: &Object, key: &str) -> Option<&'static str> {
    json.get(key).and_then(Json::as_str).map(leak)
}

fn texts(json: &Object, key: &str) -> &'static [&'static str] {
    let Some(items) = json.get(key).and_then(Json::as_array) else { return &[] };
    items.iter().filter_map(Json::as_str).map(leak).collect::<Vec<_>>().leak()
}

fn flag(json: &Object, key: &str) -> bool {
    json.get(key).is_some_and(|value| value.as_bool().unwrap_or(true))
}

fn leak(text: &str) -> &'static str {
    String::leak(text.to_owned())
}

fn xml_namespace(json: &Object) -> Option<XmlNamespace> {
    match json.get("xmlNamespace")? {
        Json::String(uri) => Some(XmlNamespace { uri: leak(uri), prefix: None }),
        Json::Object(ns) => {
            Some(XmlNamespace { uri: text(ns, "uri")?, prefix: text(ns, "prefix") })
        }
        _ => None,
    }
}

fn timestamp_format(json: &Object) -> Result<Option<TimestampFormat>, ModelError> {
    Ok(match text(json, "timestampFormat") {
        None => None,
        Some("iso8601") => Some(TimestampFormat::Iso8601),
        Some("unixTimestamp") => Some(TimestampFormat::UnixTimestamp),
        Some("rfc822") => Some(TimestampFormat::Rfc822),
        Some(other) => return Err(ModelError(format!("unknown timestamp format {other}"))),
    })
}

fn location(name: Option<&str>) -> Result<Location, ModelError> {
    Ok(match name {
        None => Location::Body,
        Some("uri") => Location::Uri,
        Some("querystring") => Location::Querystring,
        Some("header") => Location::Header,
        Some("headers") => Location::Headers,
        Some("statusCode") => Location::StatusCode,
        Some(other) => return Err(ModelError(format!("unknown location {other}"))),
    })
}
