//! XML as a tree of elements with resolved namespaces.
//!
//! What has no place in SAML is refused: document types (and with them entities), processing
//! instructions, names or attributes that stand twice. Comments are dropped and the text around
//! them is one text, as in the canonical form that is signed: nobody reads `admin` in
//! `admin<!-- -->@example.com`.

use std::collections::BTreeMap;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::limits::{ATTRIBUTES_MAX, DEPTH_MAX, DOCUMENT_BYTES_MAX, ELEMENTS_MAX, NAMESPACES_MAX};
use crate::namespace;

/// Prefixes and what they stand for; the default namespace has the empty prefix.
pub type Scope = BTreeMap<String, String>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    pub prefix: String,
    pub name: String,
    pub namespace: String,
    pub attributes: Vec<Attribute>,
    /// All namespaces in scope here.
    pub scope: Arc<Scope>,
    pub children: Vec<Node>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    pub prefix: String,
    pub name: String,
    /// Empty without a prefix.
    pub namespace: String,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    Element(Element),
    Text(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a well-formed document of the kind that is read here")]
pub struct Malformed;

/// Reads a document.
pub fn read(text: &str) -> Result<Element, Malformed> {
    let scope = Scope::from([("xml".to_owned(), namespace::XML.to_owned())]);
    read_within(text, &Arc::new(scope))
}

/// Reads an element as it would stand where these namespaces are in scope.
pub fn read_within(text: &str, scope: &Arc<Scope>) -> Result<Element, Malformed> {
    if text.len() > DOCUMENT_BYTES_MAX {
        return Err(Malformed);
    }
    // "Line ends" (XML 1.0, 2.11) are one character before anything else is read.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut builder = Builder { open: Vec::new(), root: None, elements: 0, outer: scope.clone() };
    loop {
        match reader.read_event().map_err(|_| Malformed)? {
            Event::Start(tag) => builder.start(&tag)?,
            Event::Empty(tag) => {
                builder.start(&tag)?;
                builder.end()?;
            }
            Event::End(_) => builder.end()?,
            Event::Text(text) => builder.text(&unescape(&text.into_inner())?)?,
            Event::CData(text) => builder.text(&text.into_inner())?,
            Event::GeneralRef(name) => {
                let name = name.into_inner();
                builder.text(&unescape(&format!("&{name};"))?)?;
            }
            // A declaration comes first, or `quick_xml` would not call it one.
            Event::Decl(_) if builder.root.is_none() && builder.open.is_empty() => {}
            Event::Comment(_) => {}
            Event::Eof => return builder.finish(),
            Event::Decl(_) | Event::PI(_) | Event::DocType(_) => return Err(Malformed),
        }
    }
}

struct Builder {
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
    outer: Arc<Scope>,
}

impl Builder {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Malformed> {
        self.elements += 1;
        if self.elements > ELEMENTS_MAX || self.open.len() >= DEPTH_MAX || self.root.is_some() {
            return Err(Malformed);
        }
        let parent = self.open.last().map_or(&self.outer, |it| &it.scope);
        self.open.push(element(tag, parent)?);
        Ok(())
    }

    fn end(&mut self) -> Result<(), Malformed> {
        let element = self.open.pop().ok_or(Malformed)?;
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Malformed> {
        if !text.chars().all(is_char) {
            return Err(Malformed);
        }
        match self.open.last_mut() {
            Some(parent) => {
                if let Some(Node::Text(before)) = parent.children.last_mut() {
                    before.push_str(text);
                } else if !text.is_empty() {
                    parent.children.push(Node::Text(text.to_owned()));
                }
                Ok(())
            }
            None if text.trim_ascii().is_empty() => Ok(()),
            None => Err(Malformed),
        }
    }

    fn finish(self) -> Result<Element, Malformed> {
        if self.open.is_empty() { self.root.ok_or(Malformed) } else { Err(Malformed) }
    }
}

fn element(tag: &BytesStart<'_>, parent: &Arc<Scope>) -> Result<Element, Malformed> {
    let mut scope = parent.clone();
    let mut raw = Vec::new();
    for attribute in tag.attributes() {
        let attribute = attribute.map_err(|_| Malformed)?;
        let name: &str = attribute.key.as_ref();
        let value = unescape(&spaced(&attribute.value))?;
        if raw.len() >= ATTRIBUTES_MAX || attribute.value.contains('<') {
            return Err(Malformed);
        }
        match name.strip_prefix("xmlns") {
            Some("") => declare(&mut scope, "", value)?,
            Some(rest) if rest.starts_with(':') => declare(&mut scope, &rest[1..], value)?,
            _ => raw.push((name.to_owned(), value)),
        }
    }
    let name = tag.name();
    let (prefix, name) = split(name.as_ref())?;
    let namespace = resolve(&scope, prefix)?;
    let mut attributes: Vec<Attribute> = Vec::with_capacity(raw.len());
    for (whole, value) in raw {
        let (prefix, name) = split(&whole)?;
        let namespace = if prefix.is_empty() { String::new() } else { resolve(&scope, prefix)? };
        if attributes.iter().any(|it| it.name == name && it.namespace == namespace) {
            return Err(Malformed);
        }
        let (prefix, name) = (prefix.to_owned(), name.to_owned());
        attributes.push(Attribute { prefix, name, namespace, value });
    }
    Ok(Element {
        prefix: prefix.to_owned(),
        name: name.to_owned(),
        namespace,
        attributes,
        scope,
        children: Vec::new(),
    })
}

fn declare(scope: &mut Arc<Scope>, prefix: &str, uri: String) -> Result<(), Malformed> {
    let is_reserved = matches!(prefix, "xml" | "xmlns");
    let is_undeclared = !prefix.is_empty() && uri.is_empty();
    if is_reserved || is_undeclared || !is_name(prefix) && !prefix.is_empty() {
        return Err(Malformed);
    }
    let scope = Arc::make_mut(scope);
    scope.insert(prefix.to_owned(), uri);
    if scope.len() > NAMESPACES_MAX { Err(Malformed) } else { Ok(()) }
}

fn split(whole: &str) -> Result<(&str, &str), Malformed> {
    let (prefix, name) = whole.split_once(':').unwrap_or(("", whole));
    let is_whole = is_name(name) && (prefix.is_empty() != whole.contains(':'));
    if is_whole && (prefix.is_empty() || is_name(prefix)) {
        Ok((prefix, name))
    } else {
        Err(Malformed)
    }
}

/// Names in letters, digits and a few signs: what SAML has, and extensions of it.
fn is_name(name: &str) -> bool {
    let mut chars = name.chars();
    chars.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && chars.all(|it| it.is_alphanumeric() || matches!(it, '_' | '-' | '.'))
}

fn resolve(scope: &Scope, prefix: &str) -> Result<String, Malformed> {
    match scope.get(prefix) {
        Some(uri) => Ok(uri.clone()),
        None if prefix.is_empty() => Ok(String::new()),
        None => Err(Malformed),
    }
}

/// "Attribute-value normalization" (XML 1.0, 3.3.3) of what is not escaped.
fn spaced(raw: &str) -> String {
    raw.replace(['\n', '\t'], " ")
}

/// The five predefined entities and references to characters.
fn unescape(raw: &str) -> Result<String, Malformed> {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let (name, after) = rest[at + 1..].split_once(';').ok_or(Malformed)?;
        let number = |digits: &str, radix| {
            let is_plain = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_hexdigit());
            let code = is_plain.then(|| u32::from_str_radix(digits, radix).ok()).flatten();
            code.and_then(char::from_u32).filter(|it| is_char(*it)).ok_or(Malformed)
        };
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            _ => match (name.strip_prefix("#x"), name.strip_prefix('#')) {
                (Some(digits), _) => number(digits, 16)?,
                (None, Some(digits)) => number(digits, 10)?,
                (None, None) => return Err(Malformed),
            },
        });
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// The characters of XML 1.0.
fn is_char(it: char) -> bool {
    matches!(it, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

impl Element {
    #[must_use]
    pub fn is(&self, namespace: &str, name: &str) -> bool {
        self.namespace == namespace && self.name == name
    }

    /// An attribute without a namespace.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|it| it.namespace.is_empty() && it.name == name);
        found.map(|it| it.value.as_str())
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|it| match it {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    pub fn all<'e>(
        &'e self,
        namespace: &'e str,
        name: &'e str,
    ) -> impl Iterator<Item = &'e Element> {
        self.elements().filter(move |it| it.is(namespace, name))
    }

    /// The only child of this name; `None` if there are none or several.
    #[must_use]
    pub fn only(&self, namespace: &str, name: &str) -> Option<&Element> {
        let mut found = self.elements().filter(|it| it.is(namespace, name));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// The text of an element that has nothing else in it, without the white space around it.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self.children.as_slice() {
            [] => Some(""),
            [Node::Text(text)] => Some(text.trim()),
            _ => None,
        }
    }

    /// How many elements here and below have this id, under any of the names that ids go by.
    #[must_use]
    pub fn count_of_id(&self, id: &str) -> usize {
        let own = self.attributes.iter().filter(|it| {
            (it.namespace.is_empty() || it.namespace == namespace::XML)
                && it.name.eq_ignore_ascii_case("id")
                && it.value == id
        });
        own.count() + self.elements().map(|it| it.count_of_id(id)).sum::<usize>()
    }
}
