//! Exclusive XML Canonicalization without comments.
//!
//! Sources: "Exclusive XML Canonicalization Version 1.0" (W3C, 2002) and the rules of "Canonical
//! XML Version 1.0" on which it builds: order of namespaces and attributes, escapes.

use std::collections::BTreeMap;

use crate::namespace;
use crate::tree::{Element, Node};

/// The canonical form of an element. `without` is a child of it that is left out (an enveloped
/// signature); `inclusive` are prefixes that are treated as inclusive canonicalization treats them
/// (`#default` is the empty one).
#[must_use]
pub fn write(element: &Element, without: Option<&Element>, inclusive: &[String]) -> String {
    let mut out = String::new();
    write_element(element, without, inclusive, &BTreeMap::new(), &mut out);
    out
}

fn write_element(
    element: &Element,
    without: Option<&Element>,
    inclusive: &[String],
    rendered: &BTreeMap<String, String>,
    out: &mut String,
) {
    let name = qualified(&element.prefix, &element.name);
    out.push('<');
    out.push_str(&name);
    let mut rendered = rendered.clone();
    for (prefix, uri) in namespaces(element, inclusive) {
        let before = rendered.get(&prefix).map(String::as_str);
        // An empty default namespace is what there is when nothing was said.
        if before == Some(uri.as_str()) || before.is_none() && uri.is_empty() {
            continue;
        }
        let attribute =
            if prefix.is_empty() { "xmlns".to_owned() } else { format!("xmlns:{prefix}") };
        write_attribute(&attribute, &uri, out);
        rendered.insert(prefix, uri);
    }
    let mut attributes: Vec<_> = element.attributes.iter().collect();
    attributes.sort_by(|a, b| (&a.namespace, &a.name).cmp(&(&b.namespace, &b.name)));
    for it in attributes {
        write_attribute(&qualified(&it.prefix, &it.name), &it.value, out);
    }
    out.push('>');
    for child in &element.children {
        match child {
            Node::Text(text) => escape_text(text, out),
            Node::Element(child) if without.is_some_and(|it| std::ptr::eq(it, child)) => {}
            Node::Element(child) => write_element(child, None, inclusive, &rendered, out),
        }
    }
    out.push_str("</");
    out.push_str(&name);
    out.push('>');
}

/// What an element visibly uses, and the inclusive prefixes that are in scope.
fn namespaces(element: &Element, inclusive: &[String]) -> BTreeMap<String, String> {
    let mut used = BTreeMap::from([(element.prefix.clone(), element.namespace.clone())]);
    for it in element.attributes.iter().filter(|it| !it.prefix.is_empty()) {
        used.insert(it.prefix.clone(), it.namespace.clone());
    }
    for prefix in inclusive {
        if let Some(uri) = element.scope.get(prefix) {
            used.insert(prefix.clone(), uri.clone());
        }
    }
    // "xml" is known to everybody.
    used.retain(|prefix, uri| !(prefix == "xml" && uri == namespace::XML));
    used
}

fn qualified(prefix: &str, name: &str) -> String {
    if prefix.is_empty() { name.to_owned() } else { format!("{prefix}:{name}") }
}

fn write_attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    for it in value.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#x9;"),
            '\n' => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            it => out.push(it),
        }
    }
    out.push('"');
}

fn escape_text(text: &str, out: &mut String) {
    for it in text.chars() {
        match it {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#xD;"),
            it => out.push(it),
        }
    }
}
