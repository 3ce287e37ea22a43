//! Why bytes could not be read as the model says, and what each protocol's servers answer.

use kernel::error::ApiError;
use kernel::value::Value;

use crate::model::{Protocol, Service, ShapeKind};

/// Structures, lists and maps may nest this deep in any protocol.
pub const MAX_DEPTH: u32 = 128;
/// Values of all kinds in one message.
pub const MAX_ELEMENTS: u32 = 1_000_000;
/// A gzip-compressed request may grow to this.
pub const MAX_INFLATED_BYTES: u64 = 64 * 1024 * 1024;

/// A request or response that does not fit its protocol or its model.
#[derive(Debug)]
pub(crate) struct Malformed {
    pub(crate) place: Place,
    pub(crate) message: String,
}

#[derive(Debug)]
pub(crate) enum Place {
    /// The document's own grammar is broken, or a value in it has the wrong type.
    Document,
    /// The path or the query string is no percent-encoded UTF-8.
    Uri,
    /// One text value: a header, a label, a query parameter, a form field.
    Parameter { name: String, value: String, kind: &'static str },
}

impl Malformed {
    #[cold]
    pub(crate) fn new(message: impl Into<String>) -> Malformed {
        Malformed { place: Place::Document, message: message.into() }
    }

    #[cold]
    pub(crate) fn percent_encoding() -> Malformed {
        let message = "A percent-encoded value is not valid UTF-8.".to_owned();
        Malformed { place: Place::Uri, message }
    }

    #[cold]
    pub(crate) fn too_deep() -> Malformed {
        Malformed::new("The document nests too deeply.")
    }

    #[cold]
    pub(crate) fn too_many() -> Malformed {
        Malformed::new("The document has too many elements.")
    }

    /// `found` is the token's name: `STRING_VALUE`, `NUMBER_VALUE`, `TRUE_VALUE`.
    #[cold]
    pub(crate) fn conversion(found: &str, wanted: &ShapeKind) -> Malformed {
        Malformed::new(format!("{found} can not be converted to {}", with_article(wanted)))
    }

    #[cold]
    pub(crate) fn structure_not_expected() -> Malformed {
        Malformed::new("Start of structure or map found where not expected.")
    }

    #[cold]
    pub(crate) fn list_not_expected() -> Malformed {
        Malformed::new("Start of list found where not expected")
    }

    #[cold]
    pub(crate) fn union(set: usize) -> Malformed {
        Malformed::new(if set == 0 {
            "A union must have exactly one member set; none was found."
        } else {
            "A union must have exactly one member set; more than one was found."
        })
    }

    #[cold]
    pub(crate) fn parameter(name: &str, value: &str, kind: &ShapeKind) -> Malformed {
        const SHOWN_MAX: usize = 256;
        Malformed {
            message: Malformed::conversion("STRING_VALUE", kind).message,
            place: Place::Parameter {
                name: name.to_owned(),
                value: value.chars().take(SHOWN_MAX).collect(),
                kind: kind_word(kind),
            },
        }
    }

    /// The same where the text stands in a document: there is no parameter to name.
    #[cold]
    pub(crate) fn in_document(self) -> Malformed {
        Malformed { place: Place::Document, message: self.message }
    }

    /// The error that a server of this protocol answers.
    #[cold]
    pub(crate) fn into_api_error(self, service: &Service, protocol: Protocol) -> ApiError {
        match protocol {
            Protocol::RestXml if service.name == "s3" => self.into_s3_error(),
            Protocol::RestXml | Protocol::AwsQuery => {
                ApiError::new("MalformedInput", self.message).with_status(400)
            }
            Protocol::Ec2Query => match self.place {
                Place::Document | Place::Uri => ApiError::new("InvalidRequest", self.message),
                Place::Parameter { name, value, kind } => ApiError::new(
                    "InvalidParameterValue",
                    format!("Value ({value}) for parameter {name} is invalid. Expecting {kind}."),
                ),
            },
            _ => ApiError::new("SerializationException", self.message),
        }
    }

    /// Texts: Amazon S3 API Reference, "Error responses", and the replies of `?max-keys=abc`.
    fn into_s3_error(self) -> ApiError {
        match self.place {
            Place::Document => ApiError::new(
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our \
                 published schema",
            ),
            Place::Uri => ApiError::new("InvalidURI", "Couldn't parse the specified URI."),
            Place::Parameter { name, value, kind } => {
                let message = if kind == "integer" {
                    format!("Provided {name} not an integer or within integer range")
                } else {
                    format!("Provided {name} is not a valid {kind}")
                };
                ApiError::new("InvalidArgument", message)
                    .with_member("ArgumentName", Value::String(name))
                    .with_member("ArgumentValue", Value::String(value))
            }
        }
    }
}

fn kind_word(kind: &ShapeKind) -> &'static str {
    match kind {
        ShapeKind::Boolean => "boolean",
        ShapeKind::Byte | ShapeKind::Short | ShapeKind::Integer | ShapeKind::Long => "integer",
        ShapeKind::Float | ShapeKind::Double => "number",
        ShapeKind::Timestamp => "timestamp",
        ShapeKind::Blob { .. } => "base64 text",
        _ => "value",
    }
}

fn with_article(kind: &ShapeKind) -> &'static str {
    match kind {
        ShapeKind::String => "a String",
        ShapeKind::Blob { .. } => "a Blob",
        ShapeKind::Boolean => "a Boolean",
        ShapeKind::Byte => "a Byte",
        ShapeKind::Short => "a Short",
        ShapeKind::Integer => "an Integer",
        ShapeKind::Long => "a Long",
        ShapeKind::Float => "a Float",
        ShapeKind::Double => "a Double",
        ShapeKind::BigInteger => "a BigInteger",
        ShapeKind::BigDecimal => "a BigDecimal",
        ShapeKind::Timestamp => "a Timestamp",
        ShapeKind::List { .. } => "a List",
        ShapeKind::Map { .. } => "a Map",
        ShapeKind::Structure { .. } | ShapeKind::Document => "a Structure",
    }
}
