//! XML text → a tree of elements, with limits.
//!
//! Document types and entities beyond the five predefined ones are refused, so nothing expands.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::protocol::malformed::{MAX_DEPTH, MAX_ELEMENTS, Malformed};

#[derive(Debug, Default)]
pub(crate) struct Element {
    /// Without the namespace prefix.
    pub(crate) name: Box<str>,
    /// Names without the namespace prefix.
    pub(crate) attributes: Vec<(Box<str>, String)>,
    /// All character data that stands directly inside, whitespace kept.
    pub(crate) text: String,
    pub(crate) children: Vec<Element>,
}

impl Element {
    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| *child.name == *name)
    }

    pub(crate) fn child_text(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.as_str())
    }

    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let local = local_part(name);
        self.attributes.iter().find(|(n, _)| **n == *local).map(|(_, value)| value.as_str())
    }
}

/// The document's root element.
pub(crate) fn parse(bytes: &[u8]) -> Result<Element, Malformed> {
    let text = std::str::from_utf8(bytes).map_err(|_| Malformed::new("Invalid UTF-8."))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    let mut root: Option<Element> = None;
    let mut elements = 0;
    loop {
        let event = reader.read_event().map_err(|error| Malformed::new(error.to_string()))?;
        match event {
            Event::Start(start) => {
                elements += 1;
                if open.len() >= MAX_DEPTH as usize {
                    return Err(Malformed::too_deep());
                }
                open.push(element(&start)?);
            }
            Event::Empty(start) => {
                elements += 1;
                close(element(&start)?, &mut open, &mut root)?;
            }
            Event::End(_) => {
                let done = open.pop().ok_or_else(not_well_formed)?;
                close(done, &mut open, &mut root)?;
            }
            Event::Text(text) => characters(&text.xml10_content(), &mut open)?,
            Event::CData(data) => characters(&data.xml10_content(), &mut open)?,
            Event::GeneralRef(reference) => {
                let mut buffer = [0; 4];
                let c = resolve(&reference)?;
                match open.last_mut() {
                    Some(element) => element.text.push_str(c.encode_utf8(&mut buffer)),
                    None => return Err(not_well_formed()),
                }
            }
            Event::DocType(_) => return Err(Malformed::new("A document type is not allowed.")),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
        if elements > MAX_ELEMENTS {
            return Err(Malformed::too_many());
        }
    }
    if !open.is_empty() {
        return Err(not_well_formed());
    }
    root.ok_or_else(not_well_formed)
}

fn close(done: Element, open: &mut [Element], root: &mut Option<Element>) -> Result<(), Malformed> {
    match open.last_mut() {
        Some(parent) => parent.children.push(done),
        None if root.is_none() => *root = Some(done),
        None => return Err(not_well_formed()),
    }
    Ok(())
}

fn characters(text: &str, open: &mut [Element]) -> Result<(), Malformed> {
    // XML 1.0 has no other characters below the space; quick-xml leaves that to its callers.
    if text.bytes().any(|byte| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r')) {
        return Err(not_well_formed());
    }
    match open.last_mut() {
        Some(element) => element.text.push_str(text),
        None if text.bytes().all(|byte| byte.is_ascii_whitespace()) => {}
        None => return Err(not_well_formed()),
    }
    Ok(())
}

fn element(start: &BytesStart<'_>) -> Result<Element, Malformed> {
    const ATTRIBUTES_MAX: usize = 64;
    let name = local_part(start.name().into_inner()).into();
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| not_well_formed())?;
        if attributes.len() >= ATTRIBUTES_MAX {
            return Err(Malformed::too_many());
        }
        let key = attribute.key.into_inner();
        if key == "xmlns" || key.starts_with("xmlns:") {
            continue;
        }
        let value = quick_xml::escape::unescape(&attribute.value).map_err(|_| not_well_formed())?;
        attributes.push((local_part(key).into(), value.into_owned()));
    }
    Ok(Element { name, attributes, ..Element::default() })
}

fn resolve(reference: &BytesRef<'_>) -> Result<char, Malformed> {
    if let Some(c) = reference.resolve_char_ref().map_err(|_| not_well_formed())? {
        return Ok(c);
    }
    Ok(match reference.xml10_content().as_ref() {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "apos" => '\'',
        "quot" => '"',
        _ => return Err(Malformed::new("An entity is not defined.")),
    })
}

fn local_part(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

#[cold]
fn not_well_formed() -> Malformed {
    Malformed::new("The XML document is not well-formed.")
}
