//! Items as Ion.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::VERSION_MARKER;
use crate::attribute::{Attribute, Item};
use crate::number::Number;

/// A line of an export: the version marker and a struct of items by these names.
pub fn record<'i>(fields: impl IntoIterator<Item = (&'i str, &'i Item)>) -> String {
    let mut out = format!("{VERSION_MARKER} {{");
    for (at, (name, item)) in fields.into_iter().enumerate() {
        out.push_str(if at > 0 { "," } else { "" });
        write_name(name, &mut out);
        out.push(':');
        write_struct(item, &mut out);
    }
    out.push('}');
    out
}

/// A line of an incremental export: the same with the images in a struct `Record`. What AWS's look
/// like we could not verify.
pub fn change<'i>(fields: impl IntoIterator<Item = (&'i str, &'i Item)>) -> String {
    let line = record(fields);
    let fields = line.strip_prefix(VERSION_MARKER).expect("a record begins with it");
    format!("{VERSION_MARKER} {{Record:{}}}", fields.trim_start())
}

fn write_struct(item: &Item, out: &mut String) {
    out.push('{');
    for (at, (name, value)) in item.iter().enumerate() {
        out.push_str(if at > 0 { "," } else { "" });
        write_name(name, out);
        out.push(':');
        write_value(value, out);
    }
    out.push('}');
}

fn write_value(value: &Attribute, out: &mut String) {
    match value {
        Attribute::S(text) => write_quoted(text, '"', out),
        Attribute::N(number) => out.push_str(&decimal(*number)),
        Attribute::B(bytes) => write_blob(bytes, out),
        Attribute::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Attribute::Null => out.push_str("null"),
        Attribute::M(map) => write_struct(map, out),
        Attribute::L(items) => write_list("", items, write_value, out),
        Attribute::SS(items) => {
            write_list("$dynamodb_SS::", items, |text, out| write_quoted(text, '"', out), out);
        }
        Attribute::NS(items) => {
            let write = |number: &Number, out: &mut String| out.push_str(&decimal(*number));
            write_list("$dynamodb_NS::", items, write, out);
        }
        Attribute::BS(items) => {
            write_list("$dynamodb_BS::", items, |bytes, out| write_blob(bytes, out), out);
        }
    }
}

fn write_list<T>(annotation: &str, items: &[T], write: impl Fn(&T, &mut String), out: &mut String) {
    out.push_str(annotation);
    out.push('[');
    for (at, item) in items.iter().enumerate() {
        out.push_str(if at > 0 { "," } else { "" });
        write(item, out);
    }
    out.push(']');
}

fn write_blob(bytes: &[u8], out: &mut String) {
    let _ = write!(out, "{{{{{}}}}}", BASE64_STANDARD.encode(bytes));
}

/// A decimal as AWS's examples show it: `103.`, `6d2`, `1.5`.
fn decimal(number: Number) -> String {
    let text = number.to_string();
    if text.contains('.') {
        return text;
    }
    let trimmed = text.trim_end_matches('0');
    match text.len() - trimmed.len() {
        0 => format!("{text}."),
        _ if trimmed.is_empty() => "0.".to_owned(),
        zeros => format!("{trimmed}d{zeros}"),
    }
}

/// Names that look like symbols stand as they are; others are quoted.
fn write_name(name: &str, out: &mut String) {
    let is_first = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$');
    let is_plain = name.bytes().next().is_some_and(is_first)
        && name.bytes().all(|byte| is_first(byte) || byte.is_ascii_digit());
    let is_keyword = matches!(name, "null" | "true" | "false" | "nan") || name.starts_with('$');
    if is_plain && !is_keyword {
        out.push_str(name);
    } else {
        write_quoted(name, '\'', out);
    }
}

fn write_quoted(text: &str, quote: char, out: &mut String) {
    out.push(quote);
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other if other == quote => {
                out.push('\\');
                out.push(other);
            }
            other if other.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(other));
            }
            other => out.push(other),
        }
    }
    out.push(quote);
}
