//! Requests of awsQuery and ec2Query: forms with dotted names ⇄ values.
//!
//! The dotted names become a tree, and the tree is read along the model's shapes. Responses of
//! both protocols are XML: see [`crate::protocol::xml_writer`].

use std::borrow::Cow;
use std::collections::BTreeMap;

use kernel::value::{Name, Struct, Value};

use crate::model::{Member, Service, ShapeKind, TimestampFormat};
use crate::protocol::form::Pair;
use crate::protocol::malformed::{MAX_DEPTH, Malformed};
use crate::protocol::xml_writer::wire_name as wire_name_of;
use crate::protocol::{Side, dedup_entries, form, text};

#[derive(Debug, Default)]
struct Node<'a> {
    value: Option<&'a str>,
    children: BTreeMap<&'a str, Node<'a>>,
}

/// Which of the two protocols; they differ in the names of members and in their lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dialect {
    AwsQuery,
    Ec2Query,
}

/// Reads the parameters of a request into its input structure.
pub(crate) fn decode(
    service: &'static Service,
    dialect: Dialect,
    members: &'static [Member],
    pairs: &[Pair<'_>],
) -> Result<Struct, Malformed> {
    let mut root = Node::default();
    for (name, value) in pairs {
        root.insert(name, value)?;
    }
    Decoder { service, dialect }.members(members, &root)
}

impl<'a> Node<'a> {
    fn insert(&mut self, name: &'a str, value: &'a str) -> Result<(), Malformed> {
        let mut node = self;
        for (depth, segment) in name.split('.').enumerate() {
            if depth as u32 > MAX_DEPTH {
                return Err(Malformed::too_deep());
            }
            node = node.children.entry(segment).or_default();
        }
        node.value = Some(value);
        Ok(())
    }

    /// A member's location name may itself hold dots.
    fn find(&self, name: &str) -> Option<&Node<'a>> {
        name.split('.').try_fold(self, |node, segment| node.children.get(segment))
    }

    /// The children `1`, `2`, …, `10`, … in numeric order.
    fn numbered(&self) -> Vec<&Node<'a>> {
        let mut out: Vec<(u32, &Node<'a>)> = self
            .children
            .iter()
            .filter_map(|(segment, node)| segment.parse().ok().map(|number| (number, node)))
            .collect();
        out.sort_by_key(|(number, _)| *number);
        out.into_iter().map(|(_, node)| node).collect()
    }

    /// The items of a flattened list or map. A single one may stand without a number, as in the
    /// examples of the SQS API Reference of 2012 (`Attribute.Name=…&Attribute.Value=…`,
    /// `AttributeName=All`); an empty value is how clients write an empty list.
    fn flattened(&self) -> Vec<&Node<'a>> {
        let numbered = self.numbered();
        let is_one = !self.children.is_empty() || self.value.is_some_and(|value| !value.is_empty());
        if numbered.is_empty() && is_one { vec![self] } else { numbered }
    }
}

#[derive(Clone, Copy)]
struct Decoder {
    service: &'static Service,
    dialect: Dialect,
}

impl Decoder {
    fn members(self, members: &'static [Member], node: &Node<'_>) -> Result<Struct, Malformed> {
        let mut out = Struct::with_capacity(members.len().min(8));
        for member in members {
            let own = wire_name(self.dialect, member);
            let found = match self.item_name(member) {
                Some(name) => node.find(name).or_else(|| node.find(&own)),
                None => node.find(&own),
            };
            if let Some(child) = found
                && let Some(value) = self.value(member, &own, child)?
            {
                out.push(member.name, value);
            }
        }
        Ok(out)
    }

    /// awsQuery writes a flattened list under its items' name, when they have one.
    fn item_name(self, member: &'static Member) -> Option<&'static str> {
        match &self.service.shape(member.shape).kind {
            ShapeKind::List { member: item, is_flattened }
                if self.dialect == Dialect::AwsQuery && (*is_flattened || member.is_flattened) =>
            {
                own_name(item)
            }
            _ => None,
        }
    }

    fn value(
        self,
        member: &'static Member,
        name: &str,
        node: &Node<'_>,
    ) -> Result<Option<Value>, Malformed> {
        match &self.service.shape(member.shape).kind {
            ShapeKind::Structure { members, is_union, .. } => {
                if node.children.is_empty() {
                    return Ok(None);
                }
                let out = self.members(members, node)?;
                Side::Server.check_union(*is_union, &out)?;
                Ok(Some(Value::Struct(out)))
            }
            ShapeKind::List { member: item, is_flattened } => {
                let is_flat = *is_flattened || member.is_flattened;
                self.list(item, is_flat, name, node).map(Some)
            }
            ShapeKind::Map { key, value, is_flattened } => {
                let entries = if *is_flattened || member.is_flattened {
                    node.flattened()
                } else {
                    node.find("entry").map(Node::numbered).unwrap_or_default()
                };
                self.map(key, value, name, &entries).map(Some)
            }
            _ => match node.value {
                Some(value) => {
                    text::parse(self.service, member, name, Cow::Borrowed(value)).map(Some)
                }
                None => Ok(None),
            },
        }
    }

    fn list(
        self,
        item: &'static Member,
        is_flattened: bool,
        name: &str,
        node: &Node<'_>,
    ) -> Result<Value, Malformed> {
        let nodes = if is_flattened || self.dialect == Dialect::Ec2Query {
            node.flattened()
        } else {
            let wrapped = node.find(own_name(item).unwrap_or("member"));
            wrapped.or_else(|| node.find("member")).unwrap_or(node).numbered()
        };
        let mut items = Vec::with_capacity(nodes.len());
        for node in nodes {
            items.extend(self.value(item, name, node)?);
        }
        Ok(Value::List(items))
    }

    fn map(
        self,
        key: &'static Member,
        value: &'static Member,
        name: &str,
        entries: &[&Node<'_>],
    ) -> Result<Value, Malformed> {
        let mut out: Vec<(Name, Value)> = Vec::with_capacity(entries.len());
        for entry in entries {
            let found = entry.find(own_name(key).unwrap_or("key")).and_then(|node| node.value);
            let Some(key) = found else {
                return Err(Malformed::new(format!("An entry of {name} has no key.")));
            };
            let item = match entry.find(own_name(value).unwrap_or("value")) {
                Some(node) => self.value(value, name, node)?,
                None => None,
            };
            let Some(item) = item else {
                return Err(Malformed::new(format!("An entry of {name} has no value.")));
            };
            out.push((Cow::Owned(key.to_owned()), item));
        }
        Ok(Value::Struct(dedup_entries(out)))
    }
}

fn wire_name(dialect: Dialect, member: &'static Member) -> Cow<'static, str> {
    if dialect == Dialect::AwsQuery {
        return Cow::Borrowed(own_name(member).unwrap_or(member.name));
    }
    if let Some(name) = member.query_name {
        return Cow::Borrowed(name);
    }
    let name = member.location_name.unwrap_or(member.name);
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Cow::Borrowed(name);
    }
    let (first, rest) = name.split_at(1);
    Cow::Owned(first.to_ascii_uppercase() + rest)
}

fn own_name(member: &'static Member) -> Option<&'static str> {
    wire_name_of(member, true)
}

/// Writes the parameters of a request, as a client does.
#[derive(Clone, Copy)]
pub(crate) struct QueryWriter {
    pub(crate) service: &'static Service,
    pub(crate) dialect: Dialect,
}

impl QueryWriter {
    pub(crate) fn members(
        self,
        out: &mut String,
        prefix: &str,
        members: &'static [Member],
        value: &Struct,
    ) {
        for member in members {
            let Some(item) = value.get(member.name) else { continue };
            let name = wire_name(self.dialect, member);
            let name =
                if prefix.is_empty() { name.into_owned() } else { format!("{prefix}.{name}") };
            self.value(out, &name, member, item);
        }
    }

    fn value(self, out: &mut String, name: &str, member: &'static Member, value: &Value) {
        match (&self.service.shape(member.shape).kind, value) {
            (ShapeKind::Structure { members, .. }, Value::Struct(inner)) => {
                self.members(out, name, members, inner);
            }
            (ShapeKind::List { member: item, is_flattened }, Value::List(items)) => {
                let is_flat = *is_flattened || member.is_flattened;
                let own = if *is_flattened { own_name(item) } else { None };
                self.list(out, name, (item, is_flat, own), items);
            }
            (ShapeKind::Map { key, value: item, is_flattened }, Value::Struct(entries)) => {
                let is_flat = *is_flattened || member.is_flattened;
                let full = if is_flat { name.to_owned() } else { format!("{name}.entry") };
                for (at, (text, entry)) in entries.iter().enumerate() {
                    let place = format!("{full}.{}", at + 1);
                    let key_name = own_name(key).unwrap_or("key");
                    let value_name = own_name(item).unwrap_or("value");
                    form::push_pair(out, &format!("{place}.{key_name}"), text);
                    self.value(out, &format!("{place}.{value_name}"), item, entry);
                }
            }
            (_, value) => {
                let written = text::write(self.service, member, value, TimestampFormat::Iso8601);
                if let Some(written) = written {
                    form::push_pair(out, name, &written);
                }
            }
        }
    }

    fn list(
        self,
        out: &mut String,
        name: &str,
        (item, is_flattened, own): (&'static Member, bool, Option<&'static str>),
        items: &[Value],
    ) {
        let full = if self.dialect == Dialect::Ec2Query {
            name.to_owned()
        } else if is_flattened {
            match (own, name.rsplit_once('.')) {
                (Some(own), Some((parent, _))) => format!("{parent}.{own}"),
                (Some(own), None) => own.to_owned(),
                (None, _) => name.to_owned(),
            }
        } else {
            format!("{name}.{}", own_name(item).unwrap_or("member"))
        };
        if items.is_empty() && self.dialect == Dialect::AwsQuery {
            form::push_pair(out, name, "");
        }
        for (at, entry) in items.iter().enumerate() {
            self.value(out, &format!("{full}.{}", at + 1), item, entry);
        }
    }
}
