//! XML elements → values, as the model's shapes say: restXml both ways, and the responses of
//! awsQuery and ec2Query on the client's side.

use std::borrow::Cow;

use kernel::value::{Name, Struct, Value};

use crate::model::{Location, Member, Service, ShapeKind};
use crate::protocol::malformed::Malformed;
use crate::protocol::xml_tree::Element;
use crate::protocol::xml_writer::wire_name;
use crate::protocol::{Side, dedup_entries, text};

#[derive(Clone, Copy)]
pub(crate) struct XmlDecoder {
    pub(crate) service: &'static Service,
    pub(crate) side: Side,
    /// awsQuery: members may have names of their own in this protocol.
    pub(crate) is_query: bool,
}

impl XmlDecoder {
    /// The body members of a structure.
    pub(crate) fn members(
        self,
        members: &'static [Member],
        element: &Element,
    ) -> Result<Struct, Malformed> {
        let mut out = Struct::with_capacity(members.len().min(element.children.len() + 1));
        for member in members.iter().filter(|member| member.location == Location::Body) {
            if let Some(value) = self.member(member, element)? {
                out.push(member.name, value);
            }
        }
        Ok(out)
    }

    /// The value of a member whose element, or elements, stand in `parent`.
    fn member(self, member: &'static Member, parent: &Element) -> Result<Option<Value>, Malformed> {
        let name = wire_name(member, self.is_query).unwrap_or(member.name);
        if member.is_xml_attribute {
            let found = parent.attribute(name);
            return found
                .map(|found| text::parse(self.service, member, name, Cow::Borrowed(found)))
                .transpose()
                .map_err(Malformed::in_document);
        }
        let kind = &self.service.shape(member.shape).kind;
        match kind {
            ShapeKind::List { member: item, is_flattened }
                if *is_flattened || member.is_flattened =>
            {
                let other = if *is_flattened { wire_name(item, self.is_query) } else { None };
                self.flattened_list(item, [name, other.unwrap_or(name)], parent)
            }
            ShapeKind::Map { key, value, is_flattened } if *is_flattened || member.is_flattened => {
                let entries = parent.children.iter().filter(|child| *child.name == *name);
                self.map(key, value, entries)
                    .map(|map| map.filter(|map| !map.is_empty()))
                    .map(|map| map.map(Value::Struct))
            }
            _ => {
                let last =
                    |name| parent.children.iter().rev().find(|child| is_named(&child.name, name));
                // The name may come from the shape, which only names roots in some models.
                match last(name).or_else(|| last(member.name)) {
                    Some(child) => self.value(member, child),
                    None => Ok(None),
                }
            }
        }
    }

    fn flattened_list(
        self,
        item: &'static Member,
        names: [&str; 2],
        parent: &Element,
    ) -> Result<Option<Value>, Malformed> {
        let is_item = |child: &&Element| names.contains(&child.name.as_ref());
        let mut items = Vec::new();
        for child in parent.children.iter().filter(is_item) {
            items.extend(self.value(item, child)?);
        }
        Ok((!items.is_empty()).then_some(Value::List(items)))
    }

    /// The value that an element holds.
    pub(crate) fn value(
        self,
        member: &'static Member,
        element: &Element,
    ) -> Result<Option<Value>, Malformed> {
        match &self.service.shape(member.shape).kind {
            ShapeKind::Structure { members, is_union, .. } => {
                let out = self.members(members, element)?;
                // An empty element stands for an absent filter in some S3 documents, so only
                // several members are refused.
                if *is_union && out.len() > 1 {
                    self.side.check_union(true, &out)?;
                }
                Ok(Some(Value::Struct(out)))
            }
            ShapeKind::List { member: item, .. } => {
                let mut items = Vec::with_capacity(element.children.len());
                for child in &element.children {
                    items.extend(self.value(item, child)?);
                }
                Ok(Some(Value::List(items)))
            }
            ShapeKind::Map { key, value, .. } => {
                Ok(self.map(key, value, element.children.iter())?.map(Value::Struct))
            }
            kind => {
                if !element.children.is_empty() {
                    return Err(Malformed::structure_not_expected());
                }
                let is_text = matches!(kind, ShapeKind::String | ShapeKind::Blob { .. });
                if !is_text && element.text.trim().is_empty() && self.side == Side::Client {
                    return Ok(None);
                }
                let text = Cow::Borrowed(element.text.as_str());
                text::parse(self.service, member, &element.name, text)
                    .map(Some)
                    .map_err(Malformed::in_document)
            }
        }
    }

    fn map<'e>(
        self,
        key: &'static Member,
        value: &'static Member,
        entries: impl Iterator<Item = &'e Element>,
    ) -> Result<Option<Struct>, Malformed> {
        let mut out: Vec<(Name, Value)> = Vec::new();
        for entry in entries {
            let key_name = wire_name(key, self.is_query).unwrap_or("key");
            let value_name = wire_name(value, self.is_query).unwrap_or("value");
            let Some(key) = entry.child_text(key_name) else {
                return Err(Malformed::new("An entry of a map has no key."));
            };
            let item = match entry.child(value_name) {
                Some(child) => self.value(value, child)?,
                None => None,
            };
            out.push((Cow::Owned(key.to_owned()), item.unwrap_or_default()));
        }
        Ok(Some(dedup_entries(out)))
    }
}

/// Some models write a name with its namespace prefix; the tree has none.
fn is_named(found: &str, wanted: &str) -> bool {
    found == wanted || wanted.rsplit_once(':').is_some_and(|(_, local)| local == found)
}
