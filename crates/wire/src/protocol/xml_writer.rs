//! Values → XML: restXml both ways, and the responses of awsQuery and ec2Query.

use kernel::scan;
use kernel::value::{Struct, Value};

use crate::model::{Location, Member, Service, ShapeKind, TimestampFormat, XmlNamespace};
use crate::protocol::text;

#[derive(Clone, Copy)]
pub(crate) struct XmlWriter {
    service: &'static Service,
    /// awsQuery: members may have names of their own in this protocol.
    is_query: bool,
}

impl XmlWriter {
    pub(crate) fn new(service: &'static Service) -> XmlWriter {
        XmlWriter { service, is_query: false }
    }

    pub(crate) fn query(service: &'static Service) -> XmlWriter {
        XmlWriter { service, is_query: true }
    }

    /// An element with attributes, namespace and content, as the member's shape says.
    pub(crate) fn element(
        self,
        out: &mut String,
        name: &str,
        member: &'static Member,
        value: &Value,
        namespace: Option<XmlNamespace>,
    ) {
        let kind = &self.service.shape(member.shape).kind;
        let own = match kind {
            ShapeKind::Structure { xml_namespace, .. } => *xml_namespace,
            _ => None,
        };
        let namespace = namespace.or(member.xml_namespace).or(own);
        match (kind, value) {
            (ShapeKind::Structure { members, .. }, Value::Struct(inner)) => {
                self.structure(out, name, members, inner, namespace);
            }
            (ShapeKind::List { member: item, .. }, Value::List(items)) => {
                open(out, name, namespace);
                for entry in items {
                    self.element(out, self.name_or(item, "member"), item, entry, None);
                }
                close(out, name);
            }
            (ShapeKind::Map { key, value, .. }, Value::Struct(entries)) => {
                open(out, name, namespace);
                for (text, item) in entries.iter() {
                    self.map_entry(out, "entry", (key, text), (value, item), None);
                }
                close(out, name);
            }
            (_, value) => {
                open(out, name, namespace);
                if let Some(written) =
                    text::write(self.service, member, value, TimestampFormat::Iso8601)
                {
                    escape(out, &written);
                }
                close(out, name);
            }
        }
    }

    pub(crate) fn structure(
        self,
        out: &mut String,
        name: &str,
        members: &'static [Member],
        value: &Struct,
        namespace: Option<XmlNamespace>,
    ) {
        out.push('<');
        out.push_str(name);
        write_namespace(out, namespace);
        for member in members.iter().filter(|member| member.is_xml_attribute) {
            let written = value.get(member.name).and_then(|value| {
                text::write(self.service, member, value, TimestampFormat::Iso8601)
            });
            if let Some(written) = written {
                out.push(' ');
                out.push_str(member.location_name.unwrap_or(member.name));
                out.push_str("=\"");
                escape(out, &written);
                out.push('"');
            }
        }
        out.push('>');
        self.members(out, members, value);
        close(out, name);
    }

    /// The body members of a structure, one element after the other, in the model's order.
    pub(crate) fn members(self, out: &mut String, members: &'static [Member], value: &Struct) {
        for member in members {
            if member.location != Location::Body || member.is_xml_attribute {
                continue;
            }
            match value.get(member.name) {
                None | Some(Value::Null) => {}
                Some(item) => self.member(out, member, item),
            }
        }
    }

    fn member(self, out: &mut String, member: &'static Member, value: &Value) {
        let name = self.name_or(member, member.name);
        match (&self.service.shape(member.shape).kind, value) {
            (ShapeKind::List { member: item, is_flattened }, Value::List(items))
                if *is_flattened || member.is_flattened =>
            {
                // A list that is flat by its own shape is called by its items' name.
                let name = if *is_flattened { self.name_or(item, name) } else { name };
                for entry in items {
                    self.element(out, name, item, entry, member.xml_namespace);
                }
            }
            (ShapeKind::Map { key, value: item, is_flattened }, Value::Struct(entries))
                if *is_flattened || member.is_flattened =>
            {
                for (text, entry) in entries.iter() {
                    self.map_entry(out, name, (key, text), (item, entry), member.xml_namespace);
                }
            }
            _ => self.element(out, name, member, value, None),
        }
    }

    fn name_or<'a>(self, member: &'static Member, default: &'a str) -> &'a str {
        wire_name(member, self.is_query).unwrap_or(default)
    }

    fn map_entry(
        self,
        out: &mut String,
        name: &str,
        (key, text): (&'static Member, &str),
        (value, item): (&'static Member, &Value),
        namespace: Option<XmlNamespace>,
    ) {
        let key_name = self.name_or(key, "key");
        open(out, name, namespace);
        open(out, key_name, key.xml_namespace);
        escape(out, text);
        close(out, key_name);
        self.element(out, self.name_or(value, "value"), value, item, None);
        close(out, name);
    }
}

/// The name that the model gives a member on the wire, if any.
pub(crate) fn wire_name(member: &'static Member, is_query: bool) -> Option<&'static str> {
    let own = if is_query { member.query_name } else { None };
    own.or(member.location_name)
}

pub(crate) fn open(out: &mut String, name: &str, namespace: Option<XmlNamespace>) {
    out.push('<');
    out.push_str(name);
    write_namespace(out, namespace);
    out.push('>');
}

pub(crate) fn close(out: &mut String, name: &str) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// `<name>text</name>`
pub(crate) fn leaf(out: &mut String, name: &str, text: &str) {
    open(out, name, None);
    escape(out, text);
    close(out, name);
}

fn write_namespace(out: &mut String, namespace: Option<XmlNamespace>) {
    let Some(namespace) = namespace else { return };
    out.push_str(" xmlns");
    if let Some(prefix) = namespace.prefix {
        out.push(':');
        out.push_str(prefix);
    }
    out.push_str("=\"");
    escape(out, namespace.uri);
    out.push('"');
}

/// Escapes what XML reserves, and control characters as AWS does (`&#x1;`).
#[expect(clippy::needless_bitwise_bool, reason = "without branches it is vector code")]
pub(crate) fn escape(out: &mut String, text: &str) {
    use std::fmt::Write;
    let is_special = |byte: u8| {
        let is_markup = (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"');
        is_markup | ((byte < b' ') & (byte != b'\t'))
    };
    let mut rest = text;
    while let Some(at) = scan::position(rest.as_bytes(), is_special) {
        out.push_str(&rest[..at]);
        let byte = rest.as_bytes()[at];
        match byte {
            b'&' => out.push_str("&amp;"),
            b'<' => out.push_str("&lt;"),
            b'>' => out.push_str("&gt;"),
            b'"' => out.push_str("&quot;"),
            _ => write!(out, "&#x{byte:X};").expect("a String takes every write"),
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}
